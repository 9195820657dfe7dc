"""The rulebook in words: what docs/rules.md is made of.

Comes in: a `Rulebook`. Goes out: Markdown lines. Nothing here knows of events or today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.telling_conditions import amount_words, condition_words, matches_words, plain, where_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.rulebook import model
    from plimsoll.engine.rulebook.book import Rulebook

CHECKED = {
    "primary": "primary: read in the text of the instrument, or a mirror of it",
    "secondary": "secondary: read in somebody else's words",
    "unverified": "unverified: from memory",
}
_WHO = {"us": "", "other": "another body's duty", "client": "a right of the client's, with a date"}
_BOUNDS = {
    "at_least": "at least: nothing may be done sooner",
    "fixed_length": "ends by itself",
    "before": "before that day, not on it",
}
_ROLLS = {
    "next_working_day": "where the last day is not a working day, the next one",
    "previous_working_day": "where the last day is not a working day, the one before",
    "send_tribunal": "25 December to 1 January run on into January and August into September (the tribunal's rule)",
    "noon_after_holiday": "where it ends on a Sunday or holiday the court may let it run to noon on the next other day",
}
_INTRODUCTION = """\
# The rules

Every clock of the rulebook, written by `plimsoll rules doc` from `src/plimsoll/rulebook/` (docs/rulebook.md tells its
form; a test says when this page is stale). What each row was made of, what was left out and why, and where the
Department's own rules count differently, is in the notes beside this page: {notes}.

{count} clocks in {packs} packs: {primary} read in the text itself (primary), {secondary} in others' words (secondary),
{unverified} from memory (unverified; every date they give says so). Check any of them against the current text before
relying on it.
"""


def document(book: Rulebook, notes: Iterable[str]) -> str:
    """The whole of docs/rules.md; `notes` are the names of the pages beside it."""
    clocks = [clock for name in book.names for clock in book.own(name).clocks]
    checked = [_latest(clock).citation.verified for clock in clocks]
    lines = [
        _INTRODUCTION.format(
            notes=", ".join(f"[{name}]({name})" for name in notes) or "none yet",
            count=len(clocks),
            packs=sum(1 for name in book.names if book.own(name).clocks),
            primary=checked.count("primary"),
            secondary=checked.count("secondary"),
            unverified=checked.count("unverified"),
        )
    ]
    for name in book.names:
        lines.extend(_pack(book, name))
    return "\n".join(lines).rstrip() + "\n"


def _latest(clock: model.Clock) -> model.Version:
    """The latest version that has its day."""
    return next((version for version in reversed(clock.versions) if version.since is not None), clock.versions[-1])


def _pack(book: Rulebook, name: str) -> Iterator[str]:
    own, whole = book.own(name), book.pack(name)
    if not own.clocks:
        return
    yield f"## {own.title}\n"
    yield f"Pack `{name}`, working days of `{own.calendar}`.\n"
    yield "| row | duty | time | checked |"
    yield "| --- | --- | --- | --- |"
    for clock in own.clocks:
        version = _latest(clock)
        row = f"[{clock.id}](#{clock.id.lower()})"
        yield f"| {row} | {_cell(clock.duty)} | {_cell(time_words(version))} | {version.citation.verified} |"
    yield ""
    for clock in own.clocks:
        yield from _clock(clock, whole)
    if own.states or own.conditions:
        yield f"### Words of {own.title}\n"
        for state in own.states.values():
            ends = f", ends with {matches_words(state.ends, whole)}" if state.ends else ""
            yield f"- **{plain(state.name)}** begins with {matches_words(state.begins, whole)}{ends}"
        for word, condition in own.conditions.items():
            yield f"- “{plain(word)}”: {condition_words(condition, whole)}"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _clock(clock: model.Clock, pack: model.Pack) -> Iterator[str]:
    yield f"### {clock.id}\n"
    facts = [clock.matters.replace("_", " "), clock.group, _WHO[clock.who]]
    yield f"**{clock.duty}** ({', '.join(fact for fact in facts if fact)})\n"
    for version in clock.versions:
        if len(clock.versions) > 1:
            yield f"{_in_force(version)}:\n"
        yield from _version(version, pack)
        yield ""


def _in_force(version: model.Version) -> str:
    if version.since is None:
        return "No day appointed yet"
    until = f" to {version.until}" if version.until is not None else ""
    return f"From {version.since}{until}"


def _version(version: model.Version, pack: model.Pack) -> Iterator[str]:
    citation = version.citation
    yield f"- Time: {time_words(version)}"
    yield f"- Starts with: {'; '.join(start_words(start, pack) for start in version.start)}"
    if version.met_by:
        met = "; ".join(_meeting(meeting, pack) for meeting in version.met_by)
        yield f"- Met by: {met}{' (also earlier)' if version.met_by_any_time else ''}"
    if version.not_before:
        yield f"- Not sooner: {matches_words(version.not_before, pack)}"
    yield from _exceptions(version, pack)
    where = ", ".join(part for part in (citation.instrument, citation.paragraph) if part)
    yield f"- Rests on: {where}{f' <{citation.address}>' if citation.address.startswith('http') else ''}"
    if citation.address and not citation.address.startswith("http"):
        yield f"- Where: {citation.address}"
    since = "" if version.since is None else f"; in force from {version.since}"
    until = "" if version.until is None else f" to {version.until}"
    yield f"- Checked: {CHECKED[citation.verified]}{since}{until}"
    if citation.note:
        yield f"- Note: {citation.note}"


def _meeting(meeting: model.Meeting, pack: model.Pack) -> str:
    words = matches_words((meeting.match,), pack)
    return f"{words}, on the day in its {plain(meeting.dated_by)}" if meeting.dated_by else words


def _exceptions(version: model.Version, pack: model.Pack) -> Iterator[str]:
    if version.applies_if is not None:
        yield f"- Only if: {condition_words(version.applies_if, pack)}"
    if version.applies_while is not None:
        yield f"- Only while: {condition_words(version.applies_while, pack)}"
    if version.ends:
        yield f"- Ended by: {matches_words((ending.match for ending in version.ends), pack)}"
    if version.extension is not None:
        yield f"- Extension: {_extension(version.extension, pack)}"
    if version.exemption is not None:
        yield f"- Exemption: {'; '.join(version.exemption.reasons) or 'for any stated reason'}"
    for pause in version.pauses:
        begins, ends = matches_words(pause.begins, pack), matches_words(pause.ends, pack)
        yield f"- Stands still: from {begins} until {ends}"
    if version.is_local:
        yield f"- Local: the organisation sets this time; the default is {version.default_from or 'nobody’s'}"
    if version.survives_closure:
        yield "- Goes on after the case is closed"
    for sentence in version.says:
        yield f"- Says: {sentence}"


def _extension(extension: model.Extension, pack: model.Pack) -> str:
    times = "any number of times" if extension.times is None else f"{extension.times} time(s)"
    limit = ""
    if extension.up_to is not None:
        limit = f", each by at most {amount_words(extension.up_to)}"
    elif extension.to is not None:
        limit = f", to at most {amount_words(extension.to)} from the start"
    reasons = "; ".join(extension.reasons) or "for any stated reason"
    by = f"; by itself with {matches_words(extension.by, pack)}" if extension.by else ""
    late = "; agreed before the date has passed" if extension.before_due else ""
    return f"{times}{limit}: {reasons}{late}{by}"


# --- time and start ------------------------------------------------------------------------------


def time_words(version: model.Version) -> str:
    """How long there is, in words."""
    words = _length(version.time)
    if version.time.calendar:
        words += f", calendar {version.time.calendar}"
    if version.bound in _BOUNDS:
        words += f" ({_BOUNDS[version.bound]})"
    if version.rolls in _ROLLS:
        words += f"; {_ROLLS[version.rolls]}"
    return words


def _length(time: model.Time) -> str:
    if time.date_detail:
        return f"the date in the event’s {plain(time.date_detail)}"
    if time.fixed is not None:
        year = f"the year in its {plain(time.fixed.year_detail)}" if time.fixed.year_detail else "the year"
        return f"{time.fixed.day}/{time.fixed.month} of {year}"
    if time.term_end:
        return "by the end of the school term"
    if time.amount is None:
        return "no time given"
    return _counted(time, amount_words(time.amount))


def _counted(time: model.Time, words: str) -> str:
    if time.own_amount is not None:
        words = f"as many {time.unit} as its {plain(time.own_amount.detail)} says, otherwise {words}"
    if time.before:
        words += " before" + (", or at once where it is sooner" if time.no_sooner_than_start else "")
    elif time.first_day_counts:
        words += ", the first day counted"
    if time.opens is not None:
        words = f"not before {amount_words(time.opens)}, and within {words}"
    if time.given is not None:
        words += f" (or the date in its {plain(time.given.detail)}{', if sooner' if time.given.no_later else ''})"
    if time.or_later:
        words += f", or the date of {time.or_later} if later"
    return words


def start_words(start: model.Start, pack: model.Pack) -> str:
    """What starts a turn, in words."""
    if start.match is not None:
        words = matches_words((start.match,), pack)
    elif start.state is not None:
        lasted = f" for {amount_words(start.state.at_least)}" if start.state.at_least else ""
        words = f"{plain(start.state.state)}{lasted}{where_words(start.state.where)}"
    elif start.birthdays:
        words = f"birthday {', '.join(map(str, start.birthdays))}"
    elif start.each_year is not None:
        words = f"{start.each_year[1]}/{start.each_year[0]} of each year"
    else:
        words = "each school term"
    if start.occurrence is not None:
        since = f" since {plain(start.occurrence.since)}" if start.occurrence.since else ""
        words += f" (the {start.occurrence.which}{since})"
    if start.planned:
        words += " (also when planned)"
    if start.held is not None:
        words += f", while {condition_words(start.held, pack)}"
    return words + _count_from(start.count_from, pack)


def _count_from(rule: model.CountFrom | None, pack: model.Pack) -> str:
    if rule is None:
        return ""
    if rule.last is not None:
        source = f"the last {matches_words((rule.last,), pack)}"
    elif rule.clocks:
        source = f"the date of {' or '.join(rule.clocks)}"
    else:
        source = f"its {plain(rule.detail)}" if rule.detail else f"{plain(rule.fact)} of the person"
    return f", counted from {source}" + (" or its own day" if rule.else_at or rule.or_later_at else "")
