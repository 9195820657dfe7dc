"""The policy is data: layered, dated, checked; no policy may put anything before somebody's safety."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from plimsoll.engine import policy
from plimsoll.engine.policy import PolicyError
from plimsoll.engine.policy.merge import merged
from plimsoll.engine.priority import derive
from plimsoll.engine.rulebook import Rulebook, load
from tests.engine.priority.given import CHILDREN, TODAY, case, event, write

DECIDED = "decided: {by: Head of Service, on: 2025-04-01, adopted: true, why: agreed}"


def organisation(tmp_path, body: str, pack: str = CHILDREN):
    """The programme's rulebook with an organisation's own policy over it."""
    write(tmp_path, pack, f"versions:\n  - from: 2025-04-01\n    {DECIDED}\n" + body)
    return over(tmp_path)


def over(folder):
    """As `load(folder)`, without reading every clock again."""
    book = load()
    return Rulebook(book._packs, book._base, book._overlays, book.version, (*book.folders, folder))


def test_the_folder_of_an_organisation_is_where_its_policy_is_read_from(tmp_path):
    write(tmp_path, CHILDREN, f"versions:\n  - from: 2025-04-01\n    {DECIDED}\n")

    assert policy.of(load(tmp_path), CHILDREN, TODAY).decided_by == "Head of Service"


def at(path: str, value: str) -> str:
    """One value deep in a version, each key of its path on a line of its own (the first is line 4)."""
    keys = path.split(".")
    lines = [f"{'  ' * (depth + 2)}{key}:" for depth, key in enumerate(keys)]
    return "\n".join(lines) + f" {value}\n"


def problems_of(tmp_path, body: str) -> str:
    with pytest.raises(PolicyError) as caught:
        policy.of(organisation(tmp_path, body), CHILDREN, TODAY)
    return str(caught.value)


def test_every_policy_of_the_package_is_sound():
    assert policy.check(load()) == []


@pytest.mark.parametrize("pack", load().names)
def test_every_pack_has_a_policy_that_says_who_decided_it_and_that_nobody_has_adopted_it(pack):
    found = policy.of(load(), pack, TODAY)

    assert found.decided_by
    assert not found.is_adopted
    assert len(found.version) <= 80


def test_an_organisation_says_only_what_differs(tmp_path):
    book = organisation(
        tmp_path, "    quiet:\n      contact:\n        default: {limit: {amount: 3, unit: weeks}, tier: attention}\n"
    )

    found = policy.of(book, CHILDREN, TODAY)

    assert found.contact["default"].days == 21
    assert found.contact["child_protection"].days == 14
    assert (found.decided_by, found.is_adopted) == ("Head of Service", True)


def test_what_an_organisation_says_of_every_pack_stands_above_what_the_programme_says_of_one(tmp_path):
    body = "    quiet:\n      contact:\n        default: {limit: {amount: 2, unit: weeks}, tier: attention}\n"
    book = organisation(tmp_path, body, pack="common")

    assert {policy.of(book, pack, TODAY).contact["default"].days for pack in (CHILDREN, "send-england")} == {14}


def test_what_an_organisation_says_of_one_pack_does_not_reach_the_packs_that_rest_on_it(tmp_path):
    body = "    quiet:\n      contact:\n        child_in_need: {limit: {amount: 2, unit: weeks}, tier: attention}\n"
    book = organisation(tmp_path, body)

    assert policy.of(book, CHILDREN, TODAY).contact["child_in_need"].days == 14
    assert "child_in_need" not in policy.of(book, "children-wales", TODAY).contact


def test_a_policy_holds_from_its_day_and_a_past_day_is_answered_by_the_policy_of_that_day(tmp_path):
    body = "    quiet:\n      contact:\n        default: {limit: {amount: 1, unit: weeks}, tier: attention}\n"
    book = organisation(tmp_path, body)

    before, after = (policy.of(book, CHILDREN, day) for day in (date(2025, 3, 31), date(2025, 4, 1)))

    assert (before.contact["default"].days, after.contact["default"].days) == (28, 7)
    assert before.version != after.version
    assert before.changes_on == date(2025, 4, 1)


def test_a_policy_does_not_reach_back_before_the_day_it_was_decided(tmp_path):
    write(
        tmp_path,
        CHILDREN,
        "versions:\n  - from: 2025-01-01\n    decided: {by: Head of Service, on: 2025-04-01, adopted: true}\n"
        "    ageing: {after: {amount: 3, unit: weeks}}\n",
    )
    book = over(tmp_path)

    assert [policy.of(book, CHILDREN, day).ageing.days for day in (date(2025, 3, 31), date(2025, 4, 1))] == [56, 21]


def test_a_new_policy_is_a_moment_at_which_a_priority_changes_by_itself(tmp_path):
    write(
        tmp_path,
        CHILDREN,
        "versions:\n  - from: 2025-06-12\n    decided: {by: Head of Service, on: 2025-04-01, adopted: true}\n"
        "    ageing: {after: {amount: 3, unit: weeks}}\n",
    )
    found = derive(case(event("visit_made", "2025-06-09", child_seen=True)), (), over(tmp_path), TODAY)

    assert found.changes_at is not None
    assert found.changes_at.isoformat() == "2025-06-12T00:00:00+01:00"


def test_titles_and_colours_are_the_organisations_to_choose(tmp_path):
    tiers = "\n".join(
        f"      - {{tier: {name}, title: {title}, colour: {colour}, kind: {kind}}}"
        for name, title, colour, kind in (
            ("immediate_safety", "Now", "red", "safeguarding"),
            ("safeguarding_unmet", "Today", "red", "safeguarding"),
            ("statutory_late", "Late", "amber", "statutory"),
            ("due_soon", "Soon", "amber", "soon"),
            ("attention", "Look", "amber", "discretionary"),
            ("routine", "Steady", "green", "discretionary"),
            ("nothing_outstanding", "Quiet", "green", "discretionary"),
        )
    )
    book = organisation(tmp_path, f"    tiers:\n{tiers}\n")

    assert [(tier.title, tier.colour) for tier in policy.of(book, CHILDREN, TODAY).tiers][:3] == [
        ("Now", "red"),
        ("Today", "red"),
        ("Late", "amber"),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (at("duties.us.late.safeguarding", "{tier: attention}"), "must be a safeguarding tier"),
        (at("duties.us.late.local", "{tier: immediate_safety}"), "may not be a safeguarding tier"),
        (at("duties.us.due_soon.local", "{tier: due_soon}"), "would fall in the order"),
        (at("matters.concern_undecided", "{tier: attention}"), "must stand in a safeguarding tier"),
        (at("matters", "null"), "a concern without a decision would not be seen"),
        (at("ageing.counts", "[supervision_held, concern_raised]"), "concern_raised brings urgent news"),
        (at("quiet.contact.default", "null"), "quiet.contact.default is missing"),
        (at("quiet.seen.cp", "{limit: {amount: 1, unit: weeks}, tier: attention}"), "cp is not a kind of plan"),
    ],
)
def test_no_policy_may_break_what_this_programme_promises(tmp_path, body, said):
    assert said in problems_of(tmp_path, body)


def test_tiers_in_which_something_stands_before_safeguarding_are_refused(tmp_path):
    from dataclasses import replace

    from plimsoll.engine.policy.check import problems

    sound = policy.of(load(), CHILDREN, TODAY)
    turned = replace(sound, tiers=tuple(sorted(sound.tiers, key=lambda tier: tier.kind != "discretionary")))

    assert any("nothing may stand before a safeguarding tier" in line for line in problems(turned))


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        (at("ageing.after", "{amount: 3, unit: months}"), 5, "must give an amount and a unit of days or weeks"),
        (at("matters.concern_undecided.tier", "urgent"), 6, "'urgent' is not a tier; the tiers are immediate_safety"),
        (at("quiet", "soon"), 4, "quiet: must be a mapping"),
        (at("scores.SDQ.worse", "up"), 6, "scores.SDQ.worse: must be `higher` or `lower`"),
        (at("matters.new.criterion", "luck"), 6, "matters.new.criterion: 'luck' is not one of safeguarding"),
    ],
)
def test_an_error_names_file_line_and_remedy(tmp_path, body, line, said):
    text = problems_of(tmp_path, body)

    assert re.match(rf"{CHILDREN}/priority.yaml:{line}: ", text)
    assert said in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extends: common\n", ":1: `versions` is missing"),
        ("versions:\n  - decided: {by: x}\n", ":2: a version needs `from`"),
        (
            f"versions:\n  - from: 2025-04-01\n    {DECIDED}\n  - from: 2025-01-01\n    {DECIDED}\n",
            ":4: the `from` dates of `versions` must ascend",
        ),
        ("versions: [\n", "is not YAML"),
    ],
)
def test_a_file_that_is_no_policy_says_what_is_wrong(tmp_path, text, said):
    write(tmp_path, CHILDREN, text)

    with pytest.raises(PolicyError, match=re.escape(said)):
        policy.of(over(tmp_path), CHILDREN, TODAY)


def test_a_slip_of_the_pen_in_an_event_a_rule_or_a_placeholder_is_found(tmp_path):
    body = (
        "    running_rules: {ENG-CP-999: {tier: immediate_safety, words: Somewhere}}\n"
        "    matters:\n"
        "      slip:\n"
        "        criterion: input\n"
        "        begins: [{event: concern_rased}]\n"
        "        ends: [{event: concern_decided}]\n"
        "        tier: attention\n"
        "        words: Told by %(whom)s\n"
    )

    found = "\n".join(policy.check(organisation(tmp_path, body)))

    assert "'concern_rased', which no pack knows; did you mean 'concern_raised'?" in found
    assert "'ENG-CP-999', which is no clock" in found
    assert "%(whom)s, which an event may lack" in found


def test_a_place_is_given_whole():
    lower = {"a": {"tier": "attention", "band": 2}}

    assert merged(lower, {"a": {"tier": "routine"}}) == {"a": {"tier": "routine"}}


def test_the_example_in_the_documentation_is_a_sound_policy(tmp_path):
    guide = (Path(__file__).parents[3] / "docs" / "priority.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    write(tmp_path, CHILDREN, example)
    book = over(tmp_path)

    found = policy.of(book, CHILDREN, date(2026, 4, 1))

    assert policy.check(book) == []
    assert found.contact["child_in_need"].days == 21
    assert any(matter.id == "sibling_concern" for matter in found.matters)


def test_the_documentation_names_every_tier_and_every_section():
    guide = (Path(__file__).parents[3] / "docs" / "priority.md").read_text(encoding="utf-8")

    for tier in policy.of(load(), CHILDREN, TODAY).tiers:
        assert f"| {tier.title} | {tier.colour} |" in guide
    raw = (Path(policy.__file__).parents[2] / "rulebook" / "common" / "priority.yaml").read_text(encoding="utf-8")
    for section in re.findall(r"^    (\w+):", raw, re.MULTILINE):
        assert f"`{section}`" in guide or section in ("decided", "no_plan", "plan_in_force"), section
