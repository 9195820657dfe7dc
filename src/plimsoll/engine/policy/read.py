"""A pack's raw `priority.yaml` into a `Policy`, or one clear line that says what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from plimsoll.engine.policy.merge import PolicyError, place_of
from plimsoll.engine.policy.values import (
    SUPPORTING,
    Ageing,
    Limit,
    Line,
    MatterRule,
    PatternRule,
    PlanRule,
    Policy,
    Rung,
    Tier,
    ToolRule,
    WaitRule,
)
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.engine.rulebook.shapes import Shape, read_match
from plimsoll.engine.rulebook.yaml_lines import Map, Seq

if TYPE_CHECKING:
    from plimsoll.engine.rulebook.model import EventMatch, StateType

WHO = ("us", "other", "client")
STATES = ("late", "due_soon", "running")
MATTERS = ("safeguarding", "statutory", "guidance", "local", "data_quality")
KINDS = ("safeguarding", "statutory", "soon", "discretionary")
COLOURS = ("red", "amber", "green")
CRITERIA = (
    "safeguarding",
    "deadlines",
    "urgency",
    "severity",
    "deterioration",
    "outcomes",
    "legal_duty",
    "input",
    "resources",
    "balance",
    "vulnerability",
)
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}


class Reader:
    """Reads one merged policy; `where` names the file in errors, `states` are those of the pack."""

    def __init__(self, raw: Mapping[str, Any], where: str, states: Mapping[str, StateType] | None = None) -> None:
        self.raw = raw
        self.states = states or {}
        self.where = where
        self.tiers = self._tiers()
        self.ranks = {tier.name: tier.rank for tier in self.tiers}

    def fail(self, place: str, what: str) -> NoReturn:
        """Stop with one line: the file and line of the deepest part of `place` that is there."""
        file, line = self.where, 1
        holder: Any = self.raw
        for part in re.findall(r"[^.\[\]]+", place):
            key = int(part) - 1 if isinstance(holder, list) and part.isdigit() else part
            file, line = place_of(holder, key) or (file, line)
            try:
                holder = holder[key]
            except (KeyError, IndexError, TypeError):
                break
        raise PolicyError(f"{file}:{line}: {place}: {what}")

    def mapping(self, holder: Mapping[str, Any], key: str, place: str = "") -> Mapping[str, Any]:
        """A mapping under a key; an empty one when the key is not there."""
        value = holder.get(key, {})
        if not isinstance(value, Mapping):
            self.fail(f"{place}{key}", "must be a mapping of names to values")
        return value

    def whole(self, holder: Mapping[str, Any], key: str, place: str, *, default: int | None = None) -> int:
        """A whole number, not negative."""
        value = holder.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(f"{place}.{key}", f"{value!r} is not a whole number of 0 or more")
        return value

    def words(self, holder: Mapping[str, Any], key: str, place: str) -> str:
        """Words that a person reads."""
        value = holder.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{place}.{key}", "is missing; say it in words")
        return value

    def names(self, value: Any, place: str) -> tuple[str, ...]:
        """A name, or a list of names."""
        found = (value,) if isinstance(value, str) else value
        if not isinstance(found, list | tuple) or not all(isinstance(name, str) for name in found):
            self.fail(place, f"{value!r} is not a name or a list of names")
        return tuple(found)

    def _tiers(self) -> tuple[Tier, ...]:
        raw = self.raw.get("tiers")
        if not isinstance(raw, list) or not raw:
            self.fail("tiers", "are missing; list them from the first to the last")
        tiers = []
        for rank, entry in enumerate(raw):
            place = f"tiers[{rank + 1}]"
            if not isinstance(entry, Mapping):
                self.fail(place, "must give tier, title, colour and kind")
            if entry.get("colour") not in COLOURS:
                self.fail(f"{place}.colour", f"{entry.get('colour')!r} is not one of {', '.join(COLOURS)}")
            if entry.get("kind") not in KINDS:
                self.fail(f"{place}.kind", f"{entry.get('kind')!r} is not one of {', '.join(KINDS)}")
            name, title = self.words(entry, "tier", place), self.words(entry, "title", place)
            tiers.append(Tier(name, title, entry["colour"], entry["kind"], rank))
        if len({tier.name for tier in tiers}) < len(tiers):
            self.fail("tiers", "two tiers have the same name")
        return tuple(tiers)

    def rung(self, entry: Any, place: str) -> Rung:
        """A tier and a band inside it."""
        if not isinstance(entry, Mapping):
            self.fail(place, "must give a tier, such as {tier: attention, band: 1}")
        tier = entry.get("tier")
        if tier not in self.ranks:
            self.fail(f"{place}.tier", f"{tier!r} is not a tier; the tiers are {', '.join(self.ranks)}")
        return Rung(self.ranks[tier], self.whole(entry, "band", place, default=0))

    def days(self, entry: Any, place: str) -> int:
        """A number of days from `{amount, unit}`; only days and weeks, which need no calendar."""
        if not isinstance(entry, Mapping) or entry.get("unit") not in _DAYS:
            self.fail(place, "must give an amount and a unit of days or weeks, such as {amount: 4, unit: weeks}")
        return self.whole(entry, "amount", place) * _DAYS[entry["unit"]]

    def triggers(self, raw: Any, place: str) -> tuple[EventMatch, ...]:
        """Events with their conditions, as everywhere in the rulebook."""
        if not isinstance(raw, Seq) or not all(isinstance(entry, Map) for entry in raw):
            self.fail(place, "must be a list of events, such as [{event: concern_raised}]")
        wrong = Problems()
        found = tuple(read_match(Shape(entry, wrong)) for entry in raw)
        if wrong.found:
            raise PolicyError("\n".join(str(problem) for problem in sorted(wrong.found)))
        return found

    def duties(self) -> dict[tuple[str, str, str], Rung]:
        """Every combination of who owes a duty, its state, and what it is about."""
        table: dict[tuple[str, str, str], Rung] = {}
        raw = self.mapping(self.raw, "duties")
        for who in WHO:
            by_state = self.mapping(raw, who, "duties.")
            for state in STATES:
                place = f"duties.{who}.{state}"
                by_matter = self.mapping(by_state, state, f"duties.{who}.")
                for matter in MATTERS:
                    entry = by_matter if "tier" in by_matter else by_matter.get(matter)
                    table[who, state, matter] = self.rung(entry, f"{place}.{matter}")
        return table

    def matters(self) -> tuple[MatterRule, ...]:
        """Things that stay open until something ends them."""
        return tuple(self._matter(name, entry) for name, entry in self.mapping(self.raw, "matters").items())

    def _matter(self, name: str, entry: Mapping[str, Any]) -> MatterRule:
        place = f"matters.{name}"
        for_plan = self.mapping(entry, "for_plan", f"{place}.")
        return MatterRule(
            id=name,
            criterion=self.criterion(entry, place),
            begins=self.triggers(entry.get("begins"), f"{place}.begins"),
            ends=self.triggers(entry.get("ends"), f"{place}.ends"),
            rung=self.rung(entry, place),
            words=self.words(entry, "words", place),
            for_plan={kind: self.rung(rung, f"{place}.for_plan.{kind}") for kind, rung in for_plan.items()},
            match=self.names(entry.get("match", []), f"{place}.match"),
            survives_closure=entry.get("survives_closure") is True,
            when_missing=dict(self.mapping(entry, "when_missing", f"{place}.")),
            to_do=str(entry.get("to_do", "")),
            group=str(entry.get("group", "decision")),
        )

    def criterion(self, entry: Mapping[str, Any], place: str) -> str:
        """One of the eleven criteria."""
        value = entry.get("criterion")
        if value not in CRITERIA:
            self.fail(f"{place}.criterion", f"{value!r} is not one of {', '.join(CRITERIA)}")
        return str(value)

    def plans(self) -> tuple[PlanRule, ...]:
        """Kinds of plan, the most telling first."""
        plans = self.mapping(self.raw, "plans").items()
        return tuple(self._plan(kind, entry, order) for order, (kind, entry) in enumerate(plans))

    def _plan(self, kind: str, entry: Mapping[str, Any], order: int) -> PlanRule:
        """A plan is a state of the pack (`state`), or has its own beginnings and ends."""
        place = f"plans.{kind}"
        level, words = self.whole(entry, "level", place), self.words(entry, "words", place)
        if "state" not in entry:
            begins = self.triggers(entry.get("begins"), f"{place}.begins")
            ends = self.triggers(entry["ends"], f"{place}.ends") if "ends" in entry else ()
            return PlanRule(kind, words, level, begins, ends, order)
        state = self.states.get(entry["state"])
        if state is None:
            self.fail(f"{place}.state", f"{entry['state']!r} is not a state of this pack; see its states.yaml")
        return PlanRule(kind, words, level, state.begins, state.ends, order)

    def no_plan(self) -> PlanRule:
        """What counts when no plan is in force."""
        entry = self.mapping(self.raw, "no_plan")
        level = self.whole(entry, "level", "no_plan")
        return PlanRule("", self.words(entry, "words", "no_plan"), level, (), (), SUPPORTING)

    def limits(self, section: str) -> dict[str, Limit]:
        """Quiet limits by kind of plan; "default" is for every other."""
        found = {}
        for kind, entry in self.mapping(self.mapping(self.raw, "quiet"), section, "quiet.").items():
            place = f"quiet.{section}.{kind}"
            if not isinstance(entry, Mapping):
                self.fail(place, "must give a limit and a tier")
            found[kind] = Limit(self.days(entry.get("limit"), f"{place}.limit"), self.rung(entry, place))
        return found

    def ageing(self) -> Ageing:
        """How waiting lifts."""
        entry = self.mapping(self.raw, "ageing")
        counts = self.names(entry.get("counts", []), "ageing.counts")
        return Ageing(
            self.days(entry.get("after"), "ageing.after"),
            self.whole(entry, "band", "ageing", default=0),
            frozenset(counts),
        )

    def waits(self) -> WaitRule:
        """How waits for other services are read."""
        entry = self.mapping(self.raw, "waits")

        def events(key: str) -> frozenset[str]:
            return frozenset(self.names(entry.get(key, []), f"waits.{key}"))

        check_days = self.days(entry.get("check_every"), "waits.check_every")
        return WaitRule(
            begins=events("begins"),
            starts=events("starts"),
            stops=events("stops"),
            checks=events("checks"),
            expected_weeks=self.words(entry, "expected_weeks", "waits"),
            over_expected=self.rung(entry.get("over_expected"), "waits.over_expected"),
            check_every=Limit(check_days, self.rung(entry.get("unchecked"), "waits.unchecked")),
        )

    def scores(self) -> dict[str, ToolRule]:
        """Assessment tools by name, without regard to case."""
        found = {}
        for tool, entry in self.mapping(self.raw, "scores").items():
            found[tool.casefold()] = self._tool(tool, entry)
        return found

    def _tool(self, tool: str, entry: Mapping[str, Any]) -> ToolRule:
        place = f"scores.{tool}"
        if entry.get("worse") not in {"higher", "lower"}:
            self.fail(f"{place}.worse", "must be `higher` or `lower`")
        fall = entry.get("fall")
        if fall is not None and (not isinstance(fall, int | float) or fall <= 0):
            self.fail(f"{place}.fall", f"{fall!r} is not a number above 0")
        until = self.names(entry.get("until", []), f"{place}.until")
        safety = entry.get("safety_items")
        items = self.mapping(entry, "safety_items", f"{place}.")
        return ToolRule(
            tool=tool,
            title=str(entry.get("title", tool)),
            higher_is_worse=entry["worse"] == "higher",
            fall=fall,
            lines=tuple(self._line(line, f"{place}.lines") for line in entry.get("lines", [])),
            safety_items=self.names(items.get("items", []), f"{place}.safety_items.items") if safety else (),
            safety_rung=self.rung(safety, f"{place}.safety_items") if safety else Rung(0, 0),
            rung=self.rung({"tier": "attention", "band": 1} | dict(self.mapping(entry, "fall_is", place)), place),
            until=frozenset(until),
        )

    def _line(self, entry: Any, place: str) -> Line:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("at"), int | float):
            self.fail(place, "each line gives `at` (a score) and a tier")
        until = frozenset(self.names(entry.get("until", []), f"{place}.until"))
        return Line(entry["at"], self.rung(entry, place), until)

    def patterns(self) -> tuple[PatternRule, ...]:
        """Things that matter when they happen often."""
        return tuple(
            PatternRule(
                id=name,
                criterion=self.criterion(entry, f"patterns.{name}"),
                event=self.words(entry, "event", f"patterns.{name}"),
                times=self.whole(entry, "times", f"patterns.{name}"),
                days=self.days(entry.get("within"), f"patterns.{name}.within"),
                rung=self.rung(entry, f"patterns.{name}"),
                words=self.words(entry, "words", f"patterns.{name}"),
            )
            for name, entry in self.mapping(self.raw, "patterns").items()
        )

    def policy(self, pack: str, meaningful: Iterable[str]) -> Policy:
        """The whole policy; `meaningful` are the words of the pack that count as meaningful contact."""
        decided = self.mapping(self.raw, "decided")
        decided_on, from_on = decided.get("on"), self.raw.get("from")
        if not isinstance(decided_on, date) or not isinstance(from_on, date):
            self.fail("decided.on", "and `from` must be dates: who decided this policy, and when")
        vulnerability = self.mapping(self.raw, "vulnerability")
        running = self.mapping(self.raw, "running_rules")
        plans, words = self.plans(), sorted(meaningful)
        return Policy(
            pack=pack,
            version=f"{pack} {from_on.isoformat()} {digest(self.raw, plans, words)}",
            decided_by=self.words(decided, "by", "decided"),
            decided_on=decided_on,
            is_adopted=decided.get("adopted") is True,
            tiers=self.tiers,
            duties=self.duties(),
            running_rules={
                rule: (self.rung(entry, f"running_rules.{rule}"), self.words(entry, "words", f"running_rules.{rule}"))
                for rule, entry in running.items()
            },
            matters=self.matters(),
            plans=plans,
            no_plan=self.no_plan(),
            plan_in_force=self.rung(self.raw.get("plan_in_force"), "plan_in_force"),
            contact=self.limits("contact"),
            seen=self.limits("seen"),
            meaningful=frozenset(words),
            seen_events=self.triggers(self.mapping(self.raw, "quiet").get("seen_by"), "quiet.seen_by"),
            ageing=self.ageing(),
            waits=self.waits(),
            scores=self.scores(),
            patterns=self.patterns(),
            unborn_is_vulnerable=vulnerability.get("unborn") is True,
            vulnerable_under_years=vulnerability.get("under_years"),
            vulnerable_facts=dict(self.mapping(vulnerability, "facts", "vulnerability.")),
            complexity=dict(self.mapping(self.raw, "complexity")),
            should_know=dict(self.mapping(self.raw, "should_know")),
            from_on=from_on,
        )


def digest(raw: Mapping[str, Any], *parts: object) -> str:
    """Twelve signs that change with anything in the policy, and in the words it leans on."""
    told = json.dumps([raw, *(repr(part) for part in parts)], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:12]
