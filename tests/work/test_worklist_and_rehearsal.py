"""The worklist at any moment, and rules to come tried on the stored cases."""

from datetime import date

import yaml
from service import NOW, TODAY, event

from plimsoll.cases.models import Case
from plimsoll.cases.rehearsal import rehearsal
from plimsoll.engine import rulebook
from plimsoll.people.access import programme_for_all, programme_for_team, viewer_for
from plimsoll.work.worklist import worklist_of


def test_the_worklist_begins_with_the_concern_and_not_with_the_older_late_review(small):
    small.case("Late Review", events=[event("cin_plan_started", "2025-06-02")])
    urgent = small.case("Concern", events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    work = worklist_of(viewer_for(small.worker, TODAY), NOW)
    assert work.list.first.case == str(urgent.pk)
    assert work.list.late


def test_a_worker_has_no_other_workers_case_on_the_list_and_the_team_has_all(small):
    small.case("Mine", events=[event("concern_raised", "2026-03-01")])
    theirs = small.case("Theirs", holder=small.colleague, events=[event("concern_raised", "2026-03-01")])
    mine = worklist_of(viewer_for(small.worker, TODAY), NOW)
    team = worklist_of(programme_for_team(small.team), NOW, small.team.pk)
    assert str(theirs.pk) not in mine.cases
    assert len(team.cases) == 2


def test_as_at_a_day_before_anything_was_recorded_there_is_nothing_to_do(small):
    small.case(events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    work = worklist_of(viewer_for(small.worker, TODAY), date(2026, 2, 1))
    assert work.list.first is None


def rules_with_visits_every(folder, days):
    local = {
        "decided": {"by": "Head of Service", "on": date(2026, 3, 1), "why": "Practice review"},
        "values": [
            {
                "clock": "ENG-CP-007",
                "from": date(2026, 1, 1),
                "time": {"amount": days, "unit": "working days"},
            }
        ],
    }
    (folder / "local.yaml").write_text(yaml.safe_dump(local))
    return rulebook.load(folder)


def test_rules_to_come_say_which_cases_dates_and_places_would_change_and_change_nothing(small, tmp_path):
    on_plan = [
        event("cp_plan_started", "2026-01-12", category="NEG"),
        event("core_group_held", "2026-01-20"),
        event("core_group_held", "2026-02-23"),
        event("visit_made", "2026-02-18", kind="cp", child_seen=True),
    ]
    touched = small.case("On a plan", events=on_plan)
    small.case("Not on a plan", events=[event("contact_made", "2026-02-27", meaningful=True)])
    before = Case.objects.get(pk=touched.pk).hint_duties
    found = list(rehearsal(programme_for_all(), rules_with_visits_every(tmp_path, 5), TODAY))
    assert [one.case.pk for one in found] == [touched.pk]
    change = next(change for change in found[0].changes if change.rule == "ENG-CP-007" and change.after.is_open)
    assert (change.before.due, change.after.due) == (date(2026, 3, 4), date(2026, 2, 25))
    assert change.after.state == "late"
    assert found[0].moves
    assert Case.objects.get(pk=touched.pk).hint_duties == before
