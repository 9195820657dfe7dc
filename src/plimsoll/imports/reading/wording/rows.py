"""Why a row or a cell stays out, and what is said beside what goes in."""

# ruff: noqa: E501 -- one sentence a line, so that they can be compared
from __future__ import annotations

from typing import Final

from plimsoll.imports.reading.wording import gettext_noop

TEMPLATES: Final[dict[str, str]] = {
    # --- who somebody is, and whose
    "may_be_somebody_known": gettext_noop("The row may be about somebody on record, and nobody has said whether it is."),
    "may_be_somebody_known.remedy": gettext_noop("Answer who it is, and look again."),
    "left_out_as_asked": gettext_noop("The row was left out, as you said."),
    "left_out_as_asked.remedy": gettext_noop("Answer who it is when you bring the file in again."),
    "not_for_you": gettext_noop("The row cannot be brought in by you."),
    "not_for_you.remedy": gettext_noop("Ask whoever oversees the whole service to bring the file in."),
    # --- the CIN census and the SSDA903 return
    "child_id_missing": gettext_noop("The child has no LAchildID of 60 characters or fewer."),
    "child_id_missing.remedy": gettext_noop("Give the child's number in the source system."),
    "child_twice_born_apart": gettext_noop("%(value)s This child's number stands twice with different birth dates."),
    "child_twice_born_apart.remedy": gettext_noop("Give each child one number, and each number one birth date."),
    "child_without_episode": gettext_noop("The child has no CINdetails, so there is no case."),
    "child_without_episode.remedy": gettext_noop("Export the child's episodes of need with the child."),
    "upn_check_letter": gettext_noop("The UPN's check letter is wrong (rule %(rule)s), so it identifies nobody."),
    "upn_check_letter.remedy": gettext_noop("Check the number with the school."),
    "date_unreadable": gettext_noop("%(element)s “%(value)s” is no date."),
    "date_unreadable.remedy": gettext_noop("Write it as the return asks (CIN: YYYY-MM-DD, SSDA903: DD/MM/YYYY)."),
    "after_reference_date": gettext_noop(
        "%(element)s %(value)s is later than %(reference_on)s, the last day this file can speak of."
    ),
    "after_reference_date.remedy": gettext_noop("Correct the date, or leave out what has not happened yet."),
    "unknown_code": gettext_noop("“%(value)s” is no code for %(what)s."),
    "unknown_code.remedy": gettext_noop("Use a code of the Department's set."),
    "not_true_or_false": gettext_noop("%(element)s “%(value)s” is neither true nor false."),
    "not_true_or_false.remedy": gettext_noop("Write 0 or 1."),
    "death_before_birth": gettext_noop("The date of death is before the date of birth (rule %(rule)s)."),
    "death_before_birth.remedy": gettext_noop("Correct whichever is wrong."),
    "referral_date_missing": gettext_noop("The episode has no readable referral date (rule %(rule)s)."),
    "referral_date_missing.remedy": gettext_noop("Give CINreferralDate as YYYY-MM-DD."),
    "referred_long_before_birth": gettext_noop(
        "The referral of %(value)s is more than 40 weeks before the birth on %(born_on)s (rule %(rule)s)."
    ),
    "referred_long_before_birth.remedy": gettext_noop("Correct whichever is wrong."),
    "referred_after_death": gettext_noop("The referral of %(value)s is after the child's death (rule %(rule)s)."),
    "referred_after_death.remedy": gettext_noop("Correct whichever is wrong."),
    "start_missing": gettext_noop("%(element)s has no start date, so nothing of it goes in."),
    "start_missing.remedy": gettext_noop("Give the date on which it started."),
    "before_referral": gettext_noop("%(element)s %(value)s is before the referral on %(referred_on)s (rule %(rule)s)."),
    "before_referral.remedy": gettext_noop("Correct whichever is wrong, or put it in the episode it belongs to."),
    "ends_before_start": gettext_noop(
        "%(element)s %(value)s is before the start on %(started_on)s (rule %(rule)s): neither date goes in."
    ),
    "ends_before_start.remedy": gettext_noop("Correct whichever is wrong."),
    "conference_held_and_not_required": gettext_noop(
        "The conference is said to have been held and not to have been required."
    ),
    "conference_held_and_not_required.remedy": gettext_noop("Correct ICPCnotRequired or DateOfInitialCPC."),
    "review_not_after_start": gettext_noop(
        "The review of %(value)s is not after the plan's start on %(started_on)s (rule %(rule)s)."
    ),
    "review_not_after_start.remedy": gettext_noop("Correct whichever is wrong."),
    "review_after_end": gettext_noop("The review of %(value)s is after the plan's end on %(ended_on)s."),
    "review_after_end.remedy": gettext_noop("Correct whichever is wrong."),
    "no_action_with_activity": gettext_noop(
        "ReferralNFA says that nothing was done, but the episode holds an assessment, an enquiry, a conference or a plan: it stays open."
    ),
    "no_action_with_activity.remedy": gettext_noop("Correct ReferralNFA, or remove what did not happen."),
    "activity_after_closure": gettext_noop(
        "The closure on %(value)s is before something on %(latest_on)s (rule %(rule)s): the case stays open until somebody says which is right."
    ),
    "activity_after_closure.remedy": gettext_noop("Correct whichever is wrong."),
    "element_not_read": gettext_noop(
        "%(element)s is not part of the census format this reads; it was left aside %(count)s times."
    ),
    "year_and_reference_differ": gettext_noop(
        "The file says it is of %(year)s, but its reference date is %(on)s; the reference date was used."
    ),
    "year_not_known": gettext_noop(
        "The file is of %(year)s; this reader was checked with the years %(first)s to %(last)s."
    ),
    "several_open_episodes": gettext_noop("The child has %(count)s open episodes (rule %(rule)s); each is a case."),
    "basis_day_of_strategy_discussion": gettext_noop(
        "The return does not say when; the day of the strategy discussion was used."
    ),
    "basis_day_of_referral": gettext_noop("The return does not say when; the day of the referral was used."),
    "basis_last_conference": gettext_noop("The return does not say when; the plan's last conference was used."),
    "basis_in_care_before_file": gettext_noop(
        "The child was in care before the return begins, and it does not say since when; the first day it speaks of was used."
    ),
    "basis_end_of_year": gettext_noop(
        "The return says that it was in the year to %(on)s and not on which day; the last day of the year was used."
    ),
    "basis_care_ended_for_good": gettext_noop(
        "Care ended in a way that leaves nothing with this authority; the day it ended was used."
    ),
    "child_missing": gettext_noop("The row has no CHILD of 60 characters or fewer."),
    "child_missing.remedy": gettext_noop("Give the child's number in the source system."),
    "row_twice_in_return": gettext_noop("The same row stands twice; it was taken once."),
    "child_twice_in_header": gettext_noop("The child is already in row %(before)s of the header."),
    "child_twice_in_header.remedy": gettext_noop("Give each child one row."),
    "not_in_header": gettext_noop("The child is not in the header; the case was made from the other files."),
    "born_apart_from_header": gettext_noop("DOB %(value)s is not the child's birth date in the header (%(born_on)s)."),
    "born_apart_from_header.remedy": gettext_noop("Correct whichever is wrong; the row may be another child's."),
    "review_twice_on_a_day": gettext_noop("A review on %(value)s is already in row %(before)s."),
    "review_twice_on_a_day.remedy": gettext_noop("Keep the row that is right."),
    "ended_without_a_day": gettext_noop(
        "REC %(value)s says that the episode ceased, but DEC is empty: it was read as still open."
    ),
    "ended_without_a_day.remedy": gettext_noop("Give DEC, or leave REC empty."),
    "episode_before_is_open": gettext_noop(
        "The episode in row %(before)s has no end, so another cannot begin on %(value)s."
    ),
    "episode_before_is_open.remedy": gettext_noop("Give the earlier episode its DEC and REC."),
    "episodes_overlap": gettext_noop(
        "The episode begins on %(value)s, before the one in row %(before)s ends on %(until_on)s."
    ),
    "episodes_overlap.remedy": gettext_noop("Correct whichever is wrong: a child is in one episode at a time."),
    "score_out_of_range": gettext_noop("“%(value)s” is no score from 0 to %(highest)s."),
    "score_out_of_range.remedy": gettext_noop("Give the total difficulties score."),
}
