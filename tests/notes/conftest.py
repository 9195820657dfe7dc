import uuid

import pytest
from django.urls import reverse
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock


@pytest.fixture
def at_nine():
    """It is nine o'clock on Monday 2 March 2026."""
    with clock.stopped_at(NOW):
        yield NOW


@pytest.fixture
def small(db, at_nine):
    return small_service()


@pytest.fixture
def child(small):
    """A child on a child protection plan, last visited three weeks ago."""
    return small.case(
        events=[
            event("referral_received", "2025-11-03", source="school"),
            event("strategy_discussion_held", "2026-01-09", initiates_s47=True),
            event("initial_conference_held", "2026-01-27", outcome="plan"),
            event("cp_plan_started", "2026-01-27", category="NEG"),
            event("visit_made", "2026-02-20", kind="cp", child_seen=True),
        ]
    )


VISIT = {
    "on_day": str(TODAY.day),
    "on_month": str(TODAY.month),
    "on_year": str(TODAY.year),
    "made": "yes",
    "kind": "cp",
    "seen": "yes",
    "seen_alone": "yes",
    "present": "Ffion, Mum, Nan",
    "observed": "Ffion was drawing at the kitchen table.",
    "said": "Ffion: I like it here.\nMum: We had a hard week.",
    "wishes": "She wants to stay at Nan’s at weekends.",
    "analysis": "She is settled because the week has had a pattern.",
}


class Desk:
    """Somebody writing at one desk: one signed-in client and one draft."""

    def __init__(self, client, user, case, draft=None, *, format_name="visit", event=None) -> None:
        self.client, self.case, self.draft = client, case, draft or uuid.uuid4()
        self.query = f"?format={format_name}" + (f"&event={event}" if event else "")
        client.force_login(user)

    @property
    def path(self) -> str:
        return reverse("notes:draft", args=[self.case.pk, self.draft]) + self.query

    def open(self):
        return self.client.get(self.path)

    def send(self, do="save", *, follow=False, **boxes):
        return self.client.post(self.path, {"do": do, "page": "desk", **boxes}, follow=follow)

    def finish(self, **boxes):
        return self.send("finalise", follow=True, **{**VISIT, **boxes})


@pytest.fixture
def desk(small, child, client):
    return Desk(client, small.worker, child)
