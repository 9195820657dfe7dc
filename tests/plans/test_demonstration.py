"""The demonstration's plans: told through the actions, each step at its own moment."""

import pytest

from plimsoll import today as clock
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.demo import seed
from plimsoll.demo.stories import plans
from plimsoll.handover.queries import waiting_handovers
from plimsoll.people.access import viewer_for
from plimsoll.people.models import User
from plimsoll.plans.models import Plan, PlanVersion
from plimsoll.plans.queries import plans_to_revise
from plimsoll.tasks.queries import due_tasks


@pytest.mark.django_db
def test_the_stories_of_plans_tasks_and_a_transfer_are_told():
    now = clock.now()
    seed._make_teams(now)
    plans.tell(now)
    kinds = {"child_in_need", "child_protection", "looked_after", "pathway", "ehc", "advice_action"}
    assert set(Plan.objects.values_list("kind", flat=True)) == kinds
    assert set(PlanVersion.objects.values_list("kind", flat=True)) == {"agreed", "reviewed"}
    assert set(Case.objects.values_list("status", flat=True)) == {"open", "transferring", "waiting"}
    assert not CaseEvent.objects.filter(recorded_at__gt=now).exists()

    for case in Case.objects.all():
        moments = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("recorded_at", flat=True))
        assert moments == sorted(moments), case.reference

    def sight(name):
        return viewer_for(User.objects.get(name=name), now.date())

    assert [one.case.title for one in waiting_handovers(sight("Sam Pritchard"))] == ["Ellis Marlow"]
    assert [one.case.title for one in plans_to_revise(sight("Marta Kowalczyk"), now.date())] == ["Idris Chowdhury"]
    titles = [one.title for one in due_tasks(sight("Sam Pritchard"), now.date(), set()).tasks]
    assert "Ring Nan" in titles
    assert any(title.startswith("Answer the transfer") for title in titles)
    assert [one.title for one in due_tasks(sight("Megan Llwyd"), now.date(), set()).tasks] == [
        "Take Gwen to see the breakfast club room"
    ]
