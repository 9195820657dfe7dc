"""Reading one clock: its versions, each laid over the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from plimsoll.engine.reasons import Amount, Citation, Verified
from plimsoll.engine.rulebook import model
from plimsoll.engine.rulebook.conditions import check_lasting, read_condition
from plimsoll.engine.rulebook.shapes import Shape, read_amount, read_decided, read_match, read_where
from plimsoll.engine.rulebook.yaml_lines import Map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.engine.rulebook.problems import Problems

NOT_APPOINTED = "not_appointed"
_OWN = frozenset({"from", "until", "running_clocks", "decided", "from_note"})
"""What a version says of itself alone: a later one does not inherit it."""


def read_clock(shape: Shape, pack: str) -> model.Clock | None:
    """One entry of `clocks:`; None when it has no id or no version that can be used."""
    problems, mapping = shape.problems, shape.map
    name = shape.text("id", needed=True)
    duty = shape.text("duty", needed=True)
    group = shape.word("group", model.GROUPS)
    matters = shape.word("matters", model.MATTERS)
    who = shape.word("who", model.WHO, "us")
    decided = read_decided(shape.mapping("decided"))
    versions = _read_versions(shape, problems)
    shape.text("note")
    shape.done("a clock")
    if not versions:
        shape.problem("versions", f"{name}: a clock needs at least one version; add `versions:` with from, start, time")
        return None
    if not name:
        return None
    return model.Clock(name, duty, group, matters, who, pack, mapping.file, mapping.line, versions, decided)


def _read_versions(shape: Shape, problems: Problems) -> tuple[model.Version, ...]:
    found: list[model.Version] = []
    whole: Map | None = None
    for child in shape.shapes("versions"):
        merged = child.map if whole is None else child.map.over(whole, _OWN)
        if whole is not None and "citation" not in child.map:
            child.problem("from", "a later version needs its own citation; say what changed the rule")
        found.append(read_version(merged, problems, child.map.line))
        whole = merged
    return tuple(_ended(found))


def _ended(versions: list[model.Version]) -> Iterator[model.Version]:
    """Each version with its last day: the one it gives, or the day before the next begins."""
    for index, version in enumerate(versions):
        later = versions[index + 1].since if index + 1 < len(versions) else None
        if version.until is None and later is not None and version.since is not None and later > version.since:
            yield replace(version, until=later - timedelta(days=1))
        else:
            yield version


def read_version(mapping: Map, problems: Problems, line: int) -> model.Version:
    """A version with everything it carries over from the one before already laid under it."""
    shape = Shape(mapping, problems)
    since = None if shape.raw("from") == NOT_APPOINTED else shape.day("from")
    shape.text("from_note")
    before_moves = shape.word("running_clocks", ("keep", "move"), "keep") == "move"
    time = read_time(shape.mapping("time"), shape)
    bound = shape.word("bound", model.BOUNDS, "on_or_before" if time.fixed else "at_most")
    version = model.Version(
        line=line,
        since=since,
        until=shape.day("until", needed=False),
        moves_running=before_moves,
        start=shape.each("start", _read_start),
        time=time,
        met_by=shape.each("met_by", _read_meeting),
        ends=shape.each("ends", _read_ending),
        not_before=shape.each("not_before", read_match),
        applies_if=read_condition(shape.mapping("applies_if")),
        applies_while=read_condition(shape.mapping("applies_while")),
        bound=bound,
        lapses=shape.word("at_due", ("late", "lapsed"), _at_due(bound, time)) == "lapsed",
        rolls=shape.word("rolls", model.ROLLS, "none"),
        on_repeat=_read_on_repeat(shape),
        match=shape.names("match") if shape.has("match") else (),
        due_soon=read_amount(shape.mapping("due_soon")),
        extension=_read_extension(shape.mapping("extension")),
        exemption=_read_exemption(shape.mapping("exemption")),
        pauses=shape.each("pauses", _read_pause),
        citation=_read_citation(shape),
        met_by_any_time=shape.flag("met_by_any_time"),
        met_by_within=read_amount(shape.mapping("met_by_within")),
        lapses_when_passed=shape.word("when_passed", ("late", "lapsed"), "late") == "lapsed",
        says=tuple(" ".join(str(value).split()) for _, value in shape.items("says")),
        survives_closure=shape.flag("survives_closure"),
        is_local=shape.flag("local"),
        default_from=shape.text("default_from"),
        decided=read_decided(shape.mapping("decided")),
    )
    shape.word("interval_from", ("start",), "start")
    shape.text("note")
    shape.done("a version of a clock")
    if not version.start:
        shape.problem("start", "'start' is missing; list what starts the clock")
    return version


def _read_on_repeat(shape: Shape) -> Literal["each", "restart", "keep"]:
    word = shape.word("on_repeat", ("each", "restart", "keep"), "each")
    return cast("Literal['each', 'restart', 'keep']", word)


def _at_due(bound: str, time: model.Time) -> str:
    runs_out = bound == "fixed_length" or (bound == "at_least" and not time.before)
    return "lapsed" if runs_out else "late"


# --- start --------------------------------------------------------------------------------

_STARTERS = ("event", "birthday", "birthdays", "state", "each_year", "each_term")


def _read_start(shape: Shape) -> model.Start:
    given = [key for key in _STARTERS if shape.has(key)]
    if len(given) != 1:
        said = " and ".join(given) if given else "none of them"
        shape.problem(given[0] if given else "", f"a start has one of {', '.join(_STARTERS)}; this has {said}")
    kind = given[0] if given else ""
    parts: dict[str, Any] = {}
    if kind == "event":
        parts["match"] = model.EventMatch(shape.names("event"), read_where(shape.mapping("where")))
    elif kind == "birthday":
        parts["birthdays"] = tuple(age for age in [shape.whole("birthday", 0, 130)] if age is not None)
    elif kind == "birthdays":
        parts["birthdays"] = _read_ages(shape)
    elif kind == "state":
        parts["state"] = _read_state_start(shape)
    elif kind == "each_year":
        parts["each_year"] = _read_yearly(shape.mapping("each_year"))
    elif kind == "each_term":
        parts["each_term"] = shape.flag("each_term")
    start = model.Start(
        line=shape.map.line,
        held=read_condition(shape.mapping("while")),
        occurrence=_read_occurrence(shape),
        count_from=_read_count_from(shape.mapping("count_from")),
        planned=shape.flag("planned"),
        **parts,
    )
    if start.match is None and (start.occurrence or start.planned):
        shape.problem("occurrence", "'occurrence' and 'planned' go with 'event' only")
    shape.done("a start", (*_STARTERS, "where", "lasted"))
    return start


def _read_ages(shape: Shape) -> tuple[int, ...]:
    ages = tuple(value for _, value in shape.items("birthdays"))
    if not ages or not all(isinstance(age, int) and 0 <= age <= 130 for age in ages):
        shape.problem("birthdays", "'birthdays' must list ages, as [17, 18, 19]")
        return ()
    return ages


def _read_state_start(shape: Shape) -> model.InState:
    lasted = read_amount(shape.mapping("lasted"))
    check_lasting(shape, "lasted", lasted)
    return model.InState(shape.text("state", needed=True), read_where(shape.mapping("where")), lasted)


def _read_yearly(shape: Shape | None) -> tuple[int, int] | None:
    if shape is None:
        return None
    month, day = shape.whole("month", 1, 12), shape.whole("day", 1, 31)
    shape.done("'each_year' (month, day)")
    if month is None or day is None:
        shape.problem("month", "'each_year' needs month and day, as {month: 2, day: 15}")
        return None
    return month, day


def _read_occurrence(shape: Shape) -> model.Occurrence | None:
    value = shape.raw("occurrence")
    if value is None:
        return None
    if isinstance(value, Map):
        child = Shape(value, shape.problems)
        which, since = child.word("is", ("first", "later")), child.text("since", needed=True)
        child.done("'occurrence' (since, is)")
        return model.Occurrence(cast("Literal['first', 'later']", which), since)
    which = shape.word("occurrence", ("first", "later"))
    return model.Occurrence(cast("Literal['first', 'later']", which))


def _read_count_from(shape: Shape | None) -> model.CountFrom | None:
    if shape is None:
        return None
    last = shape.mapping("last")
    found = model.CountFrom(
        detail=shape.text("detail"),
        clocks=shape.names("clock") if shape.has("clock") else (),
        fact=shape.text("fact"),
        last=read_match(last) if last else None,
        else_at=shape.word("else", ("at",)) == "at" if shape.has("else") else False,
        or_later_at=shape.word("or_later", ("at",)) == "at" if shape.has("or_later") else False,
    )
    shape.done("'count_from'", ("clock", "else", "or_later"))
    if sum(map(bool, (found.detail, found.clocks, found.fact, found.last))) != 1:
        shape.problem("", "'count_from' has one of detail, clock, fact, last")
    return found


# --- time ---------------------------------------------------------------------------------


def read_time(shape: Shape | None, parent: Shape) -> model.Time:
    """What `time:` says; `parent` is named where it is missing."""
    if shape is None:
        parent.problem("time", "'time' is missing; write `time: {amount: 15, unit: working days}`")
        return model.Time()
    amount, own_amount = _read_time_amount(shape)
    opens = read_amount(shape.mapping("opens"), negative=True)
    given, or_later = shape.mapping("given"), shape.mapping("or_later")
    term_end = shape.raw("by")
    if term_end not in (None, "next_term_end"):
        shape.problem("by", "'by' can only be next_term_end")
    time = model.Time(
        amount=amount,
        own_amount=own_amount,
        opens=opens,
        first_day_counts=shape.flag("first_day_counts"),
        before=shape.flag("before"),
        no_sooner_than_start=shape.flag("no_sooner_than_start"),
        given=_read_given(given) if given else None,
        or_later=_read_other_clock(or_later) if or_later else "",
        calendar=shape.text("calendar"),
        date_detail=_read_date_detail(shape.mapping("date")),
        fixed=_read_fixed(shape.mapping("fixed")),
        term_end=term_end is not None,
    )
    shape.done("'time'", ("amount", "unit"))
    if sum(map(bool, (time.amount, time.date_detail, time.fixed, time.term_end))) != 1:
        shape.problem("", "'time' has one of amount with unit, date, fixed, by")
    return time


def _read_time_amount(shape: Shape) -> tuple[Amount | None, model.OwnAmount | None]:
    """The amount, and where the starting event may carry one of its own, that."""
    if not isinstance(shape.map.get("amount"), Map):
        wanted = shape.has("amount") or shape.has("unit")
        return (read_amount(shape, negative=True, alone=False) if wanted else None), None
    own = shape.mapping("amount")
    assert own is not None
    found = model.OwnAmount(
        detail=own.text("detail", needed=True),
        otherwise=own.whole("else", 0, 1000, 0) or 0,
        at_most=own.whole("at_most", 0, 1000),
    )
    own.done("an amount of the event's own (detail, else, at_most)")
    if not own.has("else"):
        own.problem("detail", "an amount of the event's own needs `else`: what holds when the event does not say")
    return Amount(found.otherwise, shape.word("unit", model.UNITS)), found


def _read_given(shape: Shape) -> model.Given:
    given = model.Given(shape.text("detail", needed=True), shape.flag("no_later"))
    shape.done("'given' (detail, no_later)")
    return given


def _read_other_clock(shape: Shape) -> str:
    clock = shape.text("clock", needed=True)
    shape.done("'or_later' (clock)")
    return clock


def _read_date_detail(shape: Shape | None) -> str:
    if shape is None:
        return ""
    detail = shape.text("detail", needed=True)
    shape.done("'date' (detail)")
    return detail


def _read_fixed(shape: Shape | None) -> model.YearlyDate | None:
    if shape is None:
        return None
    month, day = shape.whole("month", 1, 12), shape.whole("day", 1, 31)
    detail, year = "", None
    if isinstance(shape.map.get("year"), Map):
        detail = _read_date_detail(shape.mapping("year"))
    else:
        year = shape.whole("year", 1900, 2200)
    shape.done("'fixed' (month, day, year)")
    if month is None or day is None:
        shape.problem("month", "'fixed' needs month and day, as {month: 3, day: 31, year: {detail: year}}")
        return None
    return model.YearlyDate(month, day, detail, year)


# --- extension, exemption, pause, citation --------------------------------------------------


def _read_reasons(shape: Shape) -> tuple[str, ...]:
    reasons = []
    for line, value in shape.items("reasons"):
        if isinstance(value, str) and value.strip():
            reasons.append(" ".join(value.split()))
        else:
            shape.problems.add(shape.map.file, line, "a lawful reason must be words")
    return tuple(reasons)


def _read_extension(shape: Shape | None) -> model.Extension | None:
    if shape is None:
        return None
    times = None if shape.map.get("times") == "any" else 1
    if times is None:
        shape.raw("times")
    else:
        times = shape.whole("times", 1, 100, 1)
    up_to, to, with_first = None, None, False
    limit = shape.mapping("up_to")
    inner = limit.mapping("to") if limit is not None else None
    if limit is not None and inner is not None:
        to, with_first = read_amount(inner, alone=False), inner.flag("first_day_counts")
        inner.done("'to' (amount, unit, first_day_counts)")
        limit.done("'up_to' (to)")
    else:
        up_to = read_amount(limit)
    found = model.Extension(
        times=times,
        up_to=up_to,
        to=to,
        to_first_day_counts=with_first,
        reasons=_read_reasons(shape),
        before_due=shape.word("agreed", ("before_due", "any_time"), "any_time") == "before_due",
        by=shape.each("by", read_match),
    )
    shape.text("note")
    shape.done("'extension'")
    return found


def _read_exemption(shape: Shape | None) -> model.Exemption | None:
    if shape is None:
        return None
    found = model.Exemption(_read_reasons(shape))
    shape.text("note")
    shape.done("'exemption'")
    return found


def _read_meeting(shape: Shape) -> model.Meeting:
    dated_by, later = _read_date_detail(shape.mapping("on")), shape.flag("later")
    return model.Meeting(read_match(shape), dated_by, later)


def _read_ending(shape: Shape) -> model.Ending:
    in_time, later = shape.flag("in_time"), shape.flag("later")
    return model.Ending(read_match(shape), in_time, later)


def _read_pause(shape: Shape) -> model.Pause:
    pause = model.Pause(shape.each("from", read_match), shape.each("until", read_match), shape.flag("both_ends"))
    shape.done("a pause (from, until, both_ends)")
    if not pause.begins or not pause.ends:
        shape.problem("", "a pause needs `from` and `until`, each a list of events")
    return pause


def _read_citation(parent: Shape) -> Citation:
    shape = parent.mapping("citation")
    if shape is None:
        message = "'citation' is missing; say the instrument, its paragraph, and how far it was verified"
        parent.problem("citation", message)
        return Citation("")
    citation = Citation(
        instrument=shape.text("instrument", needed=True),
        paragraph=shape.text("paragraph"),
        address=shape.text("address"),
        verified=cast("Verified", shape.word("verified", ("primary", "secondary", "unverified"))),
        note=shape.text("note"),
    )
    shape.done("a citation")
    return citation
