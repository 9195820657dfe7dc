"""The demonstration's concerns and front door: told through the actions."""

from datetime import datetime

import pytest

from plimsoll.demo import seed
from plimsoll.demo.stories import safeguarding as story
from plimsoll.frontdoor.models import Approach
from plimsoll.frontdoor.queries import piles
from plimsoll.people.access import viewer_for
from plimsoll.people.models import User
from plimsoll.safeguarding.queries import climbed_to, to_decide
from plimsoll.today import LONDON


@pytest.mark.django_db
@pytest.mark.parametrize("day", [16, 22])  # a Monday and a Sunday
def test_the_stories_are_told_on_any_day(day):
    now = datetime(2026, 11, day, 9, 30, tzinfo=LONDON)
    seed._make_teams(now)
    story.tell(now)

    def sight(name):
        return viewer_for(User.objects.get(name=name), now.date())

    (climbed,) = climbed_to(sight("Oluwaseun Bello"), now)
    assert climbed.concern.case.title == "Carys Beynon"
    assert climbed.concern.climb.to == "service_manager"
    assert [one.concern.case.title for one in to_decide(sight("Grace Adeyemi"), now)] == []
    for who in ("Helen Marsh", "Tariq Aziz"):  # who oversees, and who is on duty
        found = piles(sight(who), now, now.date())
        assert (len(found.to_decide), len(found.rubbish), len(found.decided)) == (2, 1, 2)
    assert Approach.objects.count() == 5
