"""Reading the folders of a rulebook: one folder a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.reasons import Amount
from plimsoll.engine.rulebook import model
from plimsoll.engine.rulebook.clock_shapes import read_clock
from plimsoll.engine.rulebook.conditions import read_condition
from plimsoll.engine.rulebook.shapes import Shape, read_amount, read_match
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plimsoll.engine.rulebook.problems import Problems

_DUE_SOON = Amount(5, "working days")


def read_folder(folder: Path, problems: Problems) -> dict[str, model.Pack]:
    """Every pack of a folder of packs, each with its own content only (includes not yet added)."""
    packs: dict[str, model.Pack] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            continue
        if (path / "pack.yaml").is_file():
            pack = _read_pack(path, problems)
            if pack is not None:
                packs[pack.name] = pack
        elif (path / "clocks").is_dir() or (path / "events.yaml").is_file():
            problems.add(f"{path.name}/pack.yaml", 1, "is missing; a folder with clocks or events needs one")
    return packs


def _read_pack(path: Path, problems: Problems) -> model.Pack | None:
    shown = f"{path.name}/pack.yaml"
    found = read_yaml(path / "pack.yaml", shown, problems)
    if found is None:
        return None
    shape = Shape(found, problems)
    name = shape.text("pack", needed=True)
    if name != path.name:
        shape.problem("pack", f"'pack' is {name!r} in the folder {path.name!r}; make the two the same")
    title, nation = shape.text("title", needed=True), shape.text("nation", default="any")
    calendar = shape.text("calendar", needed=True)
    includes = shape.names("includes") if shape.map.get("includes") else ()
    due_soon = read_amount(shape.mapping("due_soon")) or _DUE_SOON
    shape.text("serves")
    shape.text("note")
    shape.done("pack.yaml", ("includes", "decided"))
    events = {event.name: event for event in _read_events(path / "events.yaml", f"{path.name}/events.yaml", problems)}
    states, conditions = _read_states(path / "states.yaml", f"{path.name}/states.yaml", problems)
    return model.Pack(
        name=path.name,
        title=title,
        nation=nation,
        calendar=calendar,
        includes=includes,
        due_soon=due_soon,
        events=events,
        states=states,
        conditions=conditions,
        clocks=tuple(_read_clocks(path, problems)),
        file=shown,
    )


def _top(path: Path, shown: str, problems: Problems) -> Shape | None:
    if not path.is_file():
        return None
    found = read_yaml(path, shown, problems)
    return Shape(found, problems) if found is not None else None


def _read_events(path: Path, shown: str, problems: Problems) -> Iterator[model.EventType]:
    shape = _top(path, shown, problems)
    if shape is not None:
        yield from read_event_types(shape)
        shape.done("events.yaml")


def read_event_types(shape: Shape) -> Iterator[model.EventType]:
    """The entries under `events:`."""
    events = shape.mapping("events")
    for name in events.map if events else ():
        assert events is not None
        child = events.mapping(name)
        if child is None:
            events.problem(name, f"the event {name!r} is empty; give it a title")
            continue
        carries = child.mapping("carries")
        found = {detail: _read_carried(carries, detail) for detail in carries.map} if carries else {}
        event = model.EventType(
            name=name,
            title=child.text("title", needed=True),
            carries=found,
            meaningful=child.flag("meaningful"),
            source=child.text("source"),
            file=child.map.file,
            line=events.map.at(name),
        )
        child.text("note")
        child.done("an event")
        yield event


def _read_carried(carries: Shape, detail: str) -> model.Carried:
    shape = carries.mapping(detail)
    if shape is None:
        if carries.map.get(detail) is None:
            carries.problem(detail, f"{detail!r} has no type; write `{{type: text}}` or `{{values: […]}}`")
        return model.Carried()
    if shape.has("values"):
        values = tuple(value for _, value in shape.items("values"))
        shape.text("type")
    else:
        values = ()
    kind = shape.word("type", model.TYPES, "text")
    shape.text("note")
    shape.done("a detail (type or values)")
    return model.Carried(kind, values)


def _read_states(
    path: Path, shown: str, problems: Problems
) -> tuple[dict[str, model.StateType], dict[str, model.Condition]]:
    shape = _top(path, shown, problems)
    if shape is None:
        return {}, {}
    states = {state.name: state for state in read_state_types(shape)}
    conditions = dict(read_named_conditions(shape))
    shape.done("states.yaml")
    return states, conditions


def read_named_conditions(shape: Shape) -> Iterator[tuple[str, model.Condition]]:
    """The entries under `conditions:`."""
    named = shape.mapping("conditions")
    for name in named.map if named else ():
        assert named is not None
        condition = read_condition(named.mapping(name))
        if condition is not None:
            yield name, condition


def read_state_types(shape: Shape) -> Iterator[model.StateType]:
    """The entries under `states:`."""
    states = shape.mapping("states")
    for name in states.map if states else ():
        assert states is not None
        child = states.mapping(name)
        if child is None:
            continue
        state = model.StateType(
            name=name,
            begins=child.each("begins", read_match),
            ends=child.each("ends", read_match),
            keeps=child.word("again", ("restart", "keep"), "restart") == "keep",
            file=child.map.file,
            line=states.map.at(name),
        )
        child.text("note")
        child.done("a state (begins, ends, again)")
        if not state.begins:
            child.problem("begins", f"the state {name!r} never begins; list the events under `begins:`")
        yield state


def _read_clocks(path: Path, problems: Problems) -> Iterator[model.Clock]:
    for file in sorted((path / "clocks").glob("*.yaml")) if (path / "clocks").is_dir() else ():
        found = read_yaml(file, f"{path.name}/clocks/{file.name}", problems)
        if found is None:
            continue
        yield from read_clocks(Shape(found, problems), path.name)


def read_clocks(shape: Shape, pack: str, *, done: bool = True) -> Iterator[model.Clock]:
    """The entries under `clocks:`; `pack` is where one belongs that does not say."""
    for child in shape.shapes("clocks"):
        own = child.text("pack", default=pack)
        clock = read_clock(child, own)
        if clock is not None:
            yield clock
    if done:
        shape.done("a file of clocks")
