"""The genogram as a drawing: whatever the family, nobody stands on anybody, children stand below their parents."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.families.genogram import LABEL, SIZE, STEP, Couple, Family, Member, draw


@st.composite
def families(draw_from):
    """Any family: parents come before their children in the list, so that nobody is their own ancestor."""
    count = draw_from(st.integers(1, 14))
    ids = [f"p{number:02}" for number in range(count)]
    shapes = st.sampled_from(["square", "circle", "diamond", "triangle"])
    members = [Member(one, draw_from(shapes), str(draw_from(st.integers(1950, 2026)))) for one in ids]
    parents = {}
    for number, one in enumerate(ids[1:], 1):
        named = draw_from(st.lists(st.sampled_from(ids[:number]), max_size=2, unique=True))
        if named:
            parents[one] = tuple(named)
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    states = st.sampled_from(["married", "together", "separated", "divorced"])
    couples = [
        Couple(*pair, draw_from(states)) for pair in draw_from(st.lists(pairs, max_size=4)) if pair[0] != pair[1]
    ]
    household = tuple(draw_from(st.lists(st.sampled_from(ids), unique=True, max_size=6)))
    return Family(members, couples, parents, [("A", household)])


@given(families())
@settings(max_examples=80, deadline=None)
def test_nobody_and_no_name_stands_on_another(family):
    drawing = draw(family)
    assert {symbol.id for symbol in drawing.symbols} == {member.id for member in family.members}
    for one in drawing.symbols:
        for two in drawing.symbols:
            if one.id < two.id:
                apart = abs(one.x - two.x) >= STEP or abs(one.y - two.y) >= SIZE + LABEL
                assert apart, (one, two)


@given(families())
@settings(max_examples=80, deadline=None)
def test_a_child_stands_below_every_parent(family):
    at = {symbol.id: symbol for symbol in draw(family).symbols}
    for child, parents in family.parents.items():
        assert all(at[child].y > at[parent].y for parent in parents)


@given(families())
@settings(max_examples=60, deadline=None)
def test_everything_stands_inside_the_drawing_and_is_drawn_the_same_again(family):
    drawing = draw(family)
    assert drawing == draw(family)
    for symbol in drawing.symbols:
        assert symbol.left >= 0 <= symbol.top
        assert symbol.right <= drawing.width
        assert symbol.bottom + LABEL <= drawing.height
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points)
    for outline in drawing.outlines:
        assert outline.x >= 0 <= outline.y
        assert outline.x + outline.width <= drawing.width


@given(families())
@settings(max_examples=60, deadline=None)
def test_an_outline_goes_round_members_of_its_household_alone(family):
    drawing = draw(family)
    members = set(family.households[0][1])
    inside = set()
    for outline in drawing.outlines:
        for symbol in drawing.symbols:
            across = outline.x <= symbol.x <= outline.x + outline.width
            if across and outline.y <= symbol.y <= outline.y + outline.height:
                inside.add(symbol.id)
    assert inside == members


def test_two_parents_and_their_children_the_eldest_to_the_left():
    family = Family(
        [
            Member("mum", "circle", "1985"),
            Member("dad", "square", "1983"),
            Member("young", "diamond", "2018"),
            Member("old", "square", "2012"),
            Member("coming", "triangle", "2027"),
        ],
        [Couple("mum", "dad", "divorced")],
        dict.fromkeys(("young", "old", "coming"), ("mum", "dad")),
    )
    drawing = draw(family)
    at = {symbol.id: symbol for symbol in drawing.symbols}
    assert at["mum"].y == at["dad"].y
    assert at["old"].x < at["young"].x < at["coming"].x
    couple = next(line for line in drawing.lines if line.kind == "divorced")
    assert len(couple.strokes) == 2
    assert len([line for line in drawing.lines if line.kind == "child"]) == 3


def test_three_generations_stand_in_three_rows_and_a_partner_beside_their_own():
    family = Family(
        [Member(one) for one in ("gran", "mum", "dad", "child")],
        [Couple("mum", "dad", "together")],
        {"mum": ("gran",), "child": ("mum", "dad")},
    )
    at = {symbol.id: symbol.generation for symbol in draw(family).symbols}
    assert at == {"gran": 0, "mum": 1, "dad": 1, "child": 2}


def test_nobody_at_all_is_an_empty_drawing():
    assert draw(Family([])).symbols == ()
