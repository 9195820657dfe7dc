"""The scales: one weighting made ready, and each case put on it once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.load.carried import Assumption, Part, Timed, Weight
from plimsoll.engine.load.modifier_shapes import facts_read
from plimsoll.engine.load.numbers import HUNDRED, ZERO, plain, shown
from plimsoll.engine.load.weighting import Bands, ByFact, Each, Fixed, Siblings
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.engine.load.facts import Case
    from plimsoll.engine.load.weighting import (
        Base,
        Effect,
        Facts,
        Modifier,
        Otherwise,
        Weighting,
        WorkRule,
    )


@dataclass(frozen=True, slots=True)
class _Ready:
    """A modifier with what it asks: first what its condition needs, then, where that holds, the rest."""

    modifier: Modifier
    first: tuple[str, ...]
    then: tuple[str, ...]
    days: timedelta
    source: Source


class Scales:
    """Weighs cases and other work by one weighting; made once, used for every case.

    Reasons are values, so that cases alike share them: what was made once is kept.
    """

    def __init__(self, weighting: Weighting) -> None:
        self.weighting = weighting
        self._unit = weighting.unit[1]
        self._ready = [self._make_ready(modifier) for modifier in weighting.modifiers]
        self._sources = {base.id: self._source(base.id) for base in weighting.bases}
        self._everyone = tuple(self._for_everyone())
        self._taken: dict[str, object] = dict.fromkeys(weighting.only_when_true, False)
        for modifier in weighting.modifiers:
            self._taken |= {name: value for name, value in modifier.assume.items() if name not in self._taken}
        self._made: dict[tuple[object, ...], Part] = {}

    def _make_ready(self, modifier: Modifier) -> _Ready:
        first = {test.fact for test in modifier.when if test.operator != "present"}
        then = facts_read(modifier) - first
        days = timedelta(weeks=modifier.within.weeks) if modifier.within else timedelta()
        return _Ready(modifier, tuple(sorted(first)), tuple(sorted(then)), days, self._source(modifier.id))

    def _source(self, rule: str) -> Source:
        return Source("policy", f"{self.weighting.name}:{rule}")

    # --- cases ----------------------------------------------------------------------------

    def weigh(self, case: Case) -> Weight:
        """One case, or `count` alike."""
        base, each, key, unknown = self._base(case.facts)
        assumed: dict[str, Assumption] = {}
        if unknown:
            assumed[unknown] = Assumption(unknown, plain(each), base.otherwise.because, case.id)
        missing = {name for name in self._taken if case.facts.get(name) is None}
        facts = case.facts
        if missing:
            facts = {**facts, **{name: self._taken[name] for name in missing}}
        parts = [self._base_part(base, each, key, case.count, unknown)]
        timed: list[Timed] = []
        as_head: list[Part] = []
        as_sibling: list[Part] = []
        for ready in self._ready:
            if not self._applies(ready, facts, missing, case.id, assumed):
                continue
            effect = ready.modifier.effect
            if isinstance(effect, Siblings):
                if case.family:
                    one = each * effect.percent / HUNDRED
                    as_sibling += self._modifier_part(ready, one * case.count, facts)
                    as_head += self._modifier_part(ready, one * (case.count - 1), facts)
                continue
            found = self._modifier_part(ready, _amount(effect, facts, each) * case.count, facts)
            if ready.modifier.within is None:
                parts += found
                continue
            since = facts.get(ready.modifier.within.fact)
            if isinstance(since, date):
                timed += [Timed(since, since + ready.days, part) for part in found]
        always = parts[0].points if len(parts) == 1 else sum((part.points for part in parts), ZERO)
        floor, floor_part = self._floor(case.count)
        return Weight(
            case=case,
            base=each,
            always=always,
            parts=tuple(parts),
            timed=tuple(timed),
            as_head=tuple(as_head),
            as_sibling=tuple(as_sibling),
            floor=floor,
            floor_part=floor_part,
            assumed=tuple(assumed.values()),
        )

    def _floor(self, count: int) -> tuple[Decimal | None, Part | None]:
        least = self.weighting.floor
        if least is None:
            return None, None
        template = "A case never counts for less than %(least)s"
        reason = Reason("load.floor", template, {"least": shown(least)}, source=self._source("at_least"))
        return least * count, Part(ZERO, reason)

    def _base(self, facts: Facts) -> tuple[Base, Decimal, str, str]:
        """The base that applies, its points for one case, what it was found under, and the fact it lacked."""
        for base in self.weighting.bases:
            if base.when and not all(test.holds(facts) for test in base.when):
                continue
            if base.fixed is not None:
                return base, base.fixed, "", ""
            if base.table is not None:
                return base, *_looked_up(base, facts)
            recorded = facts.get(base.fact)
            if isinstance(recorded, int | Decimal) and not isinstance(recorded, bool):
                return base, Decimal(recorded), "", ""
            return base, base.otherwise.points, "", base.fact
        last = self.weighting.bases[-1]
        return last, last.otherwise.points, "", "type"

    def _base_part(self, base: Base, each: Decimal, key: str, count: int, unknown: str) -> Part:
        made = self._made.get((base.id, each, key, count, unknown))
        if made is not None:
            return made
        template = "%(title)s: %(key)s" if key else "%(title)s"
        if unknown:
            template += "; %(fact)s is not known, so %(points)s is taken"
        if count != 1:
            template = "%(count)s × " + template
        params = {"title": base.title, "key": key, "count": count, "fact": unknown, "points": plain(each)}
        part = self._part(each * count, "load.base", template, params, self._sources[base.id])
        self._made[base.id, each, key, count, unknown] = part
        return part

    def _applies(
        self, ready: _Ready, facts: Facts, missing: set[str], about: str, assumed: dict[str, Assumption]
    ) -> bool:
        """Whether the modifier's condition holds. What it had to assume on the way is noted."""
        modifier = ready.modifier
        for name in ready.first:
            if name in missing:
                self._note(modifier, name, about, assumed)
        for test in modifier.when:
            if not test.holds(facts):
                return False
        for name in ready.then:
            if name in missing:
                self._note(modifier, name, about, assumed)
        return True

    def _note(self, modifier: Modifier, name: str, about: str, assumed: dict[str, Assumption]) -> None:
        if name not in self.weighting.only_when_true and name not in assumed:
            assumed[name] = Assumption(name, _sayable(self._taken[name]), modifier.because, about)

    def _modifier_part(self, ready: _Ready, points: Decimal, facts: Facts) -> tuple[Part, ...]:
        if not points:
            return ()
        effect = ready.modifier.effect
        value = text_of(facts.get(effect.fact)) if isinstance(effect, ByFact | Each | Bands) else ""
        key = (ready.source, points, value)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._new_modifier_part(ready, points, value)
        return (made,)

    def _new_modifier_part(self, ready: _Ready, points: Decimal, value: str) -> Part:
        modifier = ready.modifier
        effect = modifier.effect
        template = "%(title)s"
        params: Mapping[str, object] = {"title": modifier.title}
        if isinstance(effect, ByFact | Each | Bands):
            template = "%(title)s: %(value)s"
            params = {"title": modifier.title, "value": value}
        elif isinstance(effect, Siblings) or effect.is_percent:
            percent = effect.percent if isinstance(effect, Siblings) else effect.amount
            template = "%(title)s: %(percent)s %% of its own weight"
            params = {"title": modifier.title, "percent": f"{'+' if percent > 0 else ''}{shown(percent)}"}
        return self._part(points, "load.modifier", template, params, ready.source)

    # --- work that is not a case ------------------------------------------------------------

    def weigh_work(self, name: str, count: Decimal, facts: Facts, about: str) -> tuple[Part, Assumption | None]:
        """`count` pieces of a kind of work, and what had to be assumed about them."""
        rule = self.weighting.works.get(name)
        if rule is None:
            otherwise = self.weighting.unknown_work
            template = "%(count)s × %(title)s, which the weighting does not know"
            params = {"count": shown(count), "title": name}
            part = self._part(
                otherwise.points * count, "load.work.unknown", template, params, self._source("unknown_work")
            )
            return part, Assumption(f"work {name}", plain(otherwise.points), otherwise.because, about)
        points, key, lacking = _work_points(rule, facts)
        template = "%(title)s: %(key)s" if key else "%(title)s"
        if count != 1:
            template = "%(count)s × " + template
        signed = -points * count if rule.subtracts else points * count
        params = {"title": rule.title, "key": key, "count": shown(count)}
        part = self._part(signed, "load.work", template, params, self._source(rule.id))
        if lacking is None:
            return part, None
        return part, Assumption(f"{rule.id} {key}".strip(), plain(lacking.points), lacking.because, about)

    def everyone(self) -> tuple[Part, ...]:
        """What each worker carries without its being listed."""
        return self._everyone

    def _for_everyone(self) -> list[Part]:
        return [
            self._part(rule.points, "load.everyone", "%(title)s", {"title": rule.title}, self._source(rule.id))
            for rule in self.weighting.works.values()
            if rule.everyone and rule.points is not None
        ]

    def _part(self, points: Decimal, code: str, template: str, params: Mapping[str, object], source: Source) -> Part:
        return Part(points, Reason(code, template, params, Amount(plain(points), self._unit), source))


def _looked_up(base: Base, facts: Facts) -> tuple[Decimal, str, str]:
    """Points, the key in words, and the fact that was lacking."""
    assert base.table is not None
    key = tuple([text_of(facts.get(name)) for name in base.table.by])
    found = base.table.points.get(key)
    if found is not None:
        return found, ", ".join(key), ""
    lacking = next((name for name, value in zip(base.table.by, key, strict=True) if not value), base.table.by[-1])
    return base.otherwise.points, ", ".join(value or "not known" for value in key), lacking


def _amount(effect: Effect, facts: Facts, base: Decimal) -> Decimal:
    """What an effect adds to one case."""
    match effect:
        case Fixed(amount, is_percent):
            return base * amount / HUNDRED if is_percent else amount
        case ByFact(fact, amounts, is_percent):
            found = amounts.get(text_of(facts.get(fact)), ZERO)
            return base * found / HUNDRED if is_percent else found
        case Each(fact, add, above, at_most):
            added = max(ZERO, _as_number(facts.get(fact)) - above) * add
            return added if at_most is None else min(added, at_most)
        case Bands(fact, bands):
            number = _as_number(facts.get(fact))
            return max(((above, add) for above, add in bands if number > above), default=(ZERO, ZERO))[1]
    return ZERO


def _work_points(rule: WorkRule, facts: Facts) -> tuple[Decimal, str, Otherwise | None]:
    if rule.table is None:
        assert rule.points is not None
        return rule.points, "", None
    key = tuple(text_of(facts.get(name)) for name in rule.table.by)
    label = ", ".join(value or "not known" for value in key)
    found = rule.table.points.get(key)
    if found is not None:
        return found, label, None
    assert rule.otherwise is not None
    return rule.otherwise.points, label, rule.otherwise


def text_of(value: object) -> str:
    """A fact as the key of a table: true and false as YAML writes them, nothing as the empty text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return shown(value) if isinstance(value, Decimal) else str(value)


def _as_number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else ZERO


def _sayable(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
