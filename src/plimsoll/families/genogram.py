"""A family as a genogram: where each symbol and each line stands. Pure: values in, places out, the same every time.

Conventions (McGoldrick, Gerson and Petry, "Genograms: Assessment and Intervention"): a square for a man, a circle for
a woman, a diamond where it is not known, a triangle for a pregnancy; a cross through who has died; the eldest child
to the left; one line for a marriage, a broken one for living together, one stroke across for a separation, two for a
divorce; a broken outline round those who live together.

Everything is in whole units of the drawing (pixels at full size); y grows downwards.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.families import generations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZE = 44  # of a symbol
STEP = 150  # least distance between the middles of two neighbours: names need the room
LABEL = 58  # height of the words under a symbol
LANE = 14  # between lines that would run over each other
MARGIN = 40
UNION_DROP = 10  # how far below its words a couple's line begins


@dataclass(frozen=True, slots=True)
class Member:
    """One person: `shape` is square, circle, diamond or triangle; `sort` orders children, eldest first."""

    id: str
    shape: str = "diamond"
    sort: str = ""
    has_died: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people who are or were a couple: `state` is married, together, separated, divorced, or parents alone."""

    one: str
    two: str
    state: str = "parents"


@dataclass(frozen=True, slots=True)
class Family:
    """What is drawn. `parents` maps a child to the ids of their parents (one or two are drawn)."""

    members: Sequence[Member]
    couples: Sequence[Couple] = ()
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    households: Sequence[tuple[str, tuple[str, ...]]] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A person in their place; x and y are the middle of the symbol."""

    id: str
    shape: str
    x: int
    y: int
    generation: int
    has_died: bool

    @property
    def left(self) -> int:
        """The left edge."""
        return self.x - SIZE // 2

    @property
    def right(self) -> int:
        """The right edge."""
        return self.x + SIZE // 2

    @property
    def top(self) -> int:
        """The upper edge."""
        return self.y - SIZE // 2

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + SIZE // 2

    @property
    def points(self) -> str:
        """The corners of a diamond or a triangle."""
        if self.shape == "triangle":
            return f"{self.x},{self.top} {self.right},{self.bottom} {self.left},{self.bottom}"
        return f"{self.x},{self.top} {self.right},{self.y} {self.x},{self.bottom} {self.left},{self.y}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `kind` is married, together, separated, divorced, parents or child."""

    kind: str
    points: tuple[tuple[int, int], ...]
    strokes: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def path(self) -> str:
        """As the `points` of a polyline."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Outline:
    """A part of a household that stands side by side in one row."""

    household: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole, with its size."""

    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...]
    outlines: tuple[Outline, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Union:
    """The one or two parents of some children, or a couple without any."""

    parents: tuple[str, ...]
    state: str
    children: tuple[str, ...]


def draw(family: Family) -> Drawing:
    """Place a family. Relationships to people who are not members are left out."""
    if not family.members:
        return Drawing((), (), (), 2 * MARGIN, 2 * MARGIN)
    family = _known(family)
    rows = generations.rows(family)
    across = generations.places(family, rows, STEP)
    unions = _unions(family)
    lanes = _lanes(unions, rows, across)
    level = {person: number for number, row in enumerate(rows) for person in row}
    tops = _tops(rows, lanes, unions, level)
    shift = MARGIN + STEP // 2 - min(across.values())
    members = {member.id: member for member in family.members}
    symbols = {
        person: Symbol(
            person, members[person].shape, across[person] + shift, tops[level[person]], level[person],
            members[person].has_died,
        )
        for row in rows
        for person in row
    }  # fmt: skip
    lines = [line for index, union in enumerate(unions) for line in _lines(union, symbols, lanes[index])]
    outlines = _outlines(family, rows, symbols)
    width = max(symbol.x for symbol in symbols.values()) + STEP // 2 + MARGIN
    deepest = max((y for line in lines for _, y in line.points), default=0)
    height = max(deepest, *(symbol.bottom + LABEL for symbol in symbols.values())) + MARGIN
    return Drawing(tuple(symbols.values()), tuple(lines), tuple(outlines), width, height)


def _known(family: Family) -> Family:
    ids = {member.id for member in family.members}
    parents = {
        child: kept
        for child, named in sorted(family.parents.items())
        if child in ids
        and (kept := tuple(sorted(parent for parent in set(named) if parent in ids and parent != child)))
    }
    couples = tuple(one for one in family.couples if {one.one, one.two} <= ids and one.one != one.two)
    households = tuple((name, tuple(one for one in people if one in ids)) for name, people in family.households)
    return Family(tuple(sorted(family.members, key=lambda one: (one.sort, one.id))), couples, parents, households)


def _unions(family: Family) -> list[_Union]:
    children: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for member in family.members:
        named = family.parents.get(member.id, ())
        if named:
            children[tuple(named[:2])].append(member.id)
    states = {tuple(sorted((one.one, one.two))): one.state for one in family.couples}
    found = [_Union(pair, states.pop(pair, "parents"), tuple(born)) for pair, born in sorted(children.items())]
    return found + [_Union(pair, state, ()) for pair, state in sorted(states.items())]


def _lanes(unions: Sequence[_Union], rows: Sequence[Sequence[str]], across: dict[str, int]) -> list[int]:
    """A lane for each union, counted downwards under its row, so that no two lines lie on each other."""
    level = {person: number for number, row in enumerate(rows) for person in row}
    taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    lanes = []
    for union in unions:
        row = max(level[parent] for parent in union.parents)
        reach = [across[person] for person in (*union.parents, *union.children)]
        low, high = min(reach), max(reach)
        lane = 0
        while any(lane == other and low <= right and left <= high for other, left, right in taken[row]):
            lane += 1
        taken[row].append((lane, low, high))
        lanes.append(lane)
    return lanes


def _tops(
    rows: Sequence[Sequence[str]], lanes: Sequence[int], unions: Sequence[_Union], level: dict[str, int]
) -> list[int]:
    """The middle of each row: below what hangs under the one above it."""
    deepest: dict[int, int] = defaultdict(int)
    for union, lane in zip(unions, lanes, strict=True):
        row = max(level[parent] for parent in union.parents)
        deepest[row] = max(deepest[row], lane + 1)
    tops, y = [], MARGIN + SIZE // 2
    for number in range(len(rows)):
        tops.append(y)
        y += SIZE + LABEL + UNION_DROP + 2 * LANE * (deepest[number] + 1) + SIZE // 2
    return tops


def _lines(union: _Union, symbols: dict[str, Symbol], lane: int) -> Iterable[Line]:
    """The couple's line under both, then down from its middle to a bar, then down to each child."""
    parents = sorted((symbols[parent] for parent in union.parents), key=lambda one: (one.x, one.id))
    floor = max(parent.bottom for parent in parents) + LABEL + UNION_DROP + 2 * LANE * lane
    side = 6 * (lane + 1) if len(parents) > 1 else 0
    ends = [(parent.x + (side if parent is parents[0] else -side), parent.bottom) for parent in parents]
    middle = sum(x for x, _ in ends) // len(ends)
    if len(parents) > 1:
        points = (ends[0], (ends[0][0], floor), (ends[1][0], floor), ends[1])
        yield Line(union.state, points, _strokes(union.state, middle, floor))
    if not union.children:
        return
    start = (middle, floor) if len(parents) > 1 else ends[0]
    bar = floor + LANE
    born = [symbols[child] for child in union.children]
    for child in born:
        yield Line("child", (start, (middle, bar), (child.x, bar), (child.x, child.top)))


def _strokes(state: str, x: int, y: int) -> tuple[tuple[int, int, int, int], ...]:
    """One stroke across the line for a separation, two for a divorce, beside where the children hang."""
    at = {"separated": (14,), "divorced": (14, 22)}.get(state, ())
    return tuple((x + away - 4, y + 8, x + away + 4, y - 8) for away in at)


def _outlines(family: Family, rows: Sequence[Sequence[str]], symbols: dict[str, Symbol]) -> Iterable[Outline]:
    """Round neighbours of one household; a household that is not side by side has an outline for each part."""
    for number, (name, people) in enumerate(family.households):
        inset = 4 * (number % 3)
        for row in rows:
            for run in _runs([person in people for person in row]):
                first, last = symbols[row[run[0]]], symbols[row[run[1]]]
                left, right = first.x - STEP // 2 + 6 + inset, last.x + STEP // 2 - 6 - inset
                top = first.top - 12 + inset
                yield Outline(name, left, top, right - left, SIZE + LABEL + 14 - inset)


def _runs(belongs: Sequence[bool]) -> Iterable[tuple[int, int]]:
    start = None
    for index, here in enumerate([*belongs, False]):
        if here and start is None:
            start = index
        elif not here and start is not None:
            yield start, index - 1
            start = None
