"""What is said of the shape of a table, its grounds, its questions and its rows."""

# ruff: noqa: E501 -- one sentence a line, so that they can be compared
from __future__ import annotations

from typing import Final

from plimsoll.imports.reading.wording import gettext_noop

TEMPLATES: Final[dict[str, str]] = {
    # --- grounds of a proposed mapping
    "ground_none": gettext_noop("No field goes by this heading."),
    "ground_heading": gettext_noop("The heading “%(heading)s” means %(label)s."),
    "ground_dates": gettext_noop("%(share)s%% of %(count)s values are dates."),
    "ground_children": gettext_noop("%(share)s%% of %(count)s values name children with birth dates."),
    "ground_workers": gettext_noop("%(share)s%% of %(count)s values are names of workers."),
    "ground_numbers": gettext_noop("%(share)s%% of %(count)s values are numbers."),
    "ground_yes_no": gettext_noop("%(share)s%% of %(count)s values are yes or no."),
    "ground_rag": gettext_noop("%(share)s%% of %(count)s values are red, amber or green, in words or by colour."),
    "ground_pack": gettext_noop("The headings are those of %(pack)s."),
    "ground_sheets_are_workers": gettext_noop("No column names a worker, and the sheets are called %(sheets)s."),
    # --- remarks about a table
    "table_left_out": gettext_noop("A table of %(rows)s rows was left out: no column says who it is about."),
    "sheet_without_table": gettext_noop("No table with headings is on this sheet."),
    "rows_are_hidden": gettext_noop("%(count)s rows are hidden in the sheet; they were read all the same."),
    "title_rows_skipped": gettext_noop("The headings stand in row %(row)s; what is above was left aside."),
    "column_not_used": gettext_noop("The column “%(column)s” (%(count)s values) is not used."),
    "dates_are_month_first": gettext_noop("The dates of “%(column)s” prove themselves to be written month first."),
    "encoding_inferred": gettext_noop("The file does not say its encoding; it was read as %(encoding)s."),
    # --- remarks about a row
    "total_row_skipped": gettext_noop("A row of totals was left aside."),
    "row_pasted_twice": gettext_noop("The row is the same as row %(before)s; it was taken once."),
    "notes_continue": gettext_noop("The row holds only notes; they were added to row %(before)s."),
    "name_lost_a_letter": gettext_noop("The name holds a question mark where a letter was lost; please put it right."),
    "unborn_but_born": gettext_noop(
        "The name says unborn, but a birth date (%(born_on)s) is given; the child was taken to be born."
    ),
    "remark_beside_birth_date": gettext_noop("Beside the birth date stands “%(remark)s”; the date was taken."),
    "date_not_given": gettext_noop("“%(value)s” stands where “%(column)s” would be; no date was taken."),
    "read_as_day_number": gettext_noop("%(value)s is a spreadsheet's day number; it was read as %(on)s."),
    "rag_text_and_colour_differ": gettext_noop(
        "The text says %(text)s and the cell's colour %(colour)s; both were kept."
    ),
    "letter_kept_as_fact": gettext_noop(
        "The issue “%(issue)s” does not tell what was decided; the letter's date was kept and starts no clock."
    ),
    # --- refusals
    "formula_without_value": gettext_noop(
        "The cell is a formula, %(value)s, whose value was never stored; formulas are not evaluated."
    ),
    "formula_without_value.remedy": gettext_noop(
        "Write the value instead, or open and save the file in a spreadsheet."
    ),
    "error_value": gettext_noop("The cell shows the error %(value)s."),
    "error_value.remedy": gettext_noop("Put the formula right, or write the value."),
    "cell_damaged": gettext_noop("The cell cannot be read."),
    "cell_damaged.remedy": gettext_noop("Write its value anew."),
    "nobody_named": gettext_noop("The row names nobody, by name or by number."),
    "nobody_named.remedy": gettext_noop("Write the name of the child, client or family, or delete the row."),
    "nothing_but_a_name": gettext_noop("The row holds one cell and nothing else."),
    "nothing_but_a_name.remedy": gettext_noop("Complete it if it is a case; delete it if it is a heading."),
    "same_case_twice": gettext_noop("Row %(before)s is about the same case and says something else."),
    "same_case_twice.remedy": gettext_noop("Keep the row that is right, or give the two cases different numbers."),
    "too_many_people": gettext_noop("The cell lists more than %(most)s people."),
    "too_many_people.remedy": gettext_noop("Give each family a row."),
    "child_birth_date": gettext_noop("The birth date of one child in the list cannot be read (%(child)s)."),
    "child_birth_date.remedy": gettext_noop("Write it as 17/04/2013, in brackets after the name."),
    "nhs_check_digit": gettext_noop("The NHS number's check digit is wrong, so it identifies nobody."),
    "nhs_check_digit.remedy": gettext_noop("Check the number."),
    "unknown_category": gettext_noop("“%(value)s” is no category of abuse."),
    "unknown_category.remedy": gettext_noop("Write neglect, physical, sexual or emotional."),
    "neither_yes_nor_no": gettext_noop("“%(value)s” is neither yes nor no."),
    "neither_yes_nor_no.remedy": gettext_noop("Write Y or N."),
    "level_in_doubt": gettext_noop("The level “%(value)s” is in doubt."),
    "level_in_doubt.remedy": gettext_noop("Decide the level of need, and write it without the question mark."),
    "words_in_place_of_a_date": gettext_noop("“%(column)s” holds words where a date should be: %(value)s."),
    "words_in_place_of_a_date.remedy": gettext_noop("Write the date as 25/04/2026, or leave the cell empty."),
    "not_a_date": gettext_noop("“%(value)s” in “%(column)s” is no date."),
    "not_a_date.remedy": gettext_noop("Write the date as 25/04/2026, or leave the cell empty."),
    "impossible_date": gettext_noop("“%(value)s” is a day that does not exist."),
    "impossible_date.remedy": gettext_noop("Write the date as 25/04/2026."),
    "date_in_doubt": gettext_noop("“%(value)s” is in doubt, so it was not used."),
    "date_in_doubt.remedy": gettext_noop("Find out the date and write it without the question mark."),
    "several_dates": gettext_noop("“%(value)s” holds more than one date."),
    "several_dates.remedy": gettext_noop("Keep the one that the column asks for."),
    "date_incomplete": gettext_noop("“%(value)s” does not say the day, the month and the year."),
    "date_incomplete.remedy": gettext_noop("Write the whole date as 25/04/2026."),
    "date_order_open": gettext_noop(
        "“%(value)s” can be %(on)s or %(other)s, and the column holds dates of both orders."
    ),
    "date_order_open.remedy": gettext_noop(
        "Say in the mapping which order the column has, or write the month as a word."
    ),
    "century_open": gettext_noop("“%(value)s” can be of two centuries."),
    "century_open.remedy": gettext_noop("Write the year with four figures."),
    "stage_without_any_date": gettext_noop(
        "The status says “%(stage)s”, but the row has no date at all to go with it."
    ),
    "stage_without_any_date.remedy": gettext_noop("Give the date of the referral, or since when this is so."),
    "in_the_future": gettext_noop("“%(column)s” is %(value)s, which is after %(as_at)s: it cannot have happened yet."),
    "in_the_future.remedy": gettext_noop("Correct the date, or put it where planned dates stand."),
    "born_in_the_future": gettext_noop("The birth date %(on)s is after %(as_at)s."),
    "born_in_the_future.remedy": gettext_noop(
        "Correct it, or write that the child is unborn (UBB) with an expected date."
    ),
    "referred_before_birth": gettext_noop("The referral is more than 40 weeks before the birth on %(born_on)s."),
    "referred_before_birth.remedy": gettext_noop("Correct whichever is wrong."),
    "said_not_to_have_happened": gettext_noop(
        "“%(value)s” says that it did not happen (%(remark)s), so it was not taken as having happened."
    ),
    "said_not_to_have_happened.remedy": gettext_noop("Write the date on which it did happen, or leave the cell empty."),
    # --- questions
    "ask_date_order": gettext_noop(
        "Is the day or the month first in “%(column)s”? %(count)s dates could be either, and none proves it."
    ),
    "ask_dates_conflict": gettext_noop(
        "“%(column)s” holds dates with the day first and dates with the month first; %(count)s could be either and stay out until this is answered."
    ),
    "ask_dates_swapped": gettext_noop(
        "May a program have swapped days and months in “%(column)s”? None of its %(count)s real dates falls after the twelfth, while typed ones do."
    ),
    "answer_date_order_dmy": gettext_noop("The day is first (03/04 is 3 April)"),
    "answer_date_order_mdy": gettext_noop("The month is first (03/04 is 4 March)"),
    "ask_stage_unknown": gettext_noop("What does the status “%(word)s” mean (rows: %(count)s)?"),
    "answer_stage": gettext_noop("%(stage)s"),
    "ask_rag_unknown": gettext_noop("Which colour is “%(word)s” (rows: %(count)s)?"),
    "answer_rag_red": gettext_noop("Red"),
    "answer_rag_amber": gettext_noop("Amber"),
    "answer_rag_green": gettext_noop("Green"),
    "ask_undated_stages": gettext_noop(
        "%(count)s rows say that a plan, an enquiry or an assessment is under way but not since when. What should stand as its date?"
    ),
    "answer_undated_stages_referral": gettext_noop("The day of the referral, marked as not known"),
    "answer_undated_stages_leave_out": gettext_noop("Nothing: leave it out until it is recorded"),
    "ask_closed_without_date": gettext_noop(
        "%(count)s rows are closed but do not say when. What should stand as the day?"
    ),
    "answer_closed_without_date_latest": gettext_noop("The last day the row speaks of, marked as not known"),
    "answer_closed_without_date_leave_out": gettext_noop("Nothing: leave the closure out"),
    "ask_sheet_is_hidden": gettext_noop("The sheet is hidden. Should its %(count)s rows go in?"),
    "answer_sheet_is_hidden_read": gettext_noop("Yes"),
    "answer_sheet_is_hidden_leave_out": gettext_noop("No"),
    "ask_same_worker": gettext_noop("Is %(name)s the same person as %(other)s?"),
    "answer_same_worker": gettext_noop("The same as %(name)s"),
    "ask_seen_or_not": gettext_noop(
        "The visit of %(on)s says both that the child was seen and that nobody was; it was taken as an attempt."
    ),
    "basis_day_work_began": gettext_noop(
        "The tracker says “%(stage)s” but not since when; the first day the row speaks of was used."
    ),
    "basis_latest_day_of_row": gettext_noop(
        "The tracker says closed but not when; the last day the row speaks of was used."
    ),
    # --- what a dry run says of stored cases
    "change_adds_event": gettext_noop("%(event)s on %(on)s is added."),
    "change_corrects_event": gettext_noop("%(event)s is corrected from %(before)s to %(on)s."),
    "change_worker": gettext_noop("The case goes to %(worker)s."),
    "change_standing": gettext_noop("What the file says of “%(what)s” has changed."),
    "change_person": gettext_noop("What the file knows of the person is added."),
    "birth_dates_differ": gettext_noop(
        "The birth date here is %(here)s, in the file %(there)s; the one here was kept."
    ),
    "no_longer_in_file": gettext_noop("%(event)s on %(on)s is no longer in the file; it was kept here."),
    "ask_may_be_known": gettext_noop("Is “%(name)s” somebody who is on record already?"),
    "answer_same_person": gettext_noop("The same person as %(name)s, born %(born)s (%(grounds)s)"),
    "answer_somebody_else": gettext_noop("Somebody else: make a new record"),
    "answer_leave_row_out": gettext_noop("Leave the row out for now"),
    "ask_worker_not_known": gettext_noop(
        "Who is “%(name)s” (cases: %(count)s)? Until this is answered the cases have no worker."
    ),
}
