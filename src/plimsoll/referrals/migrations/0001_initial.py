"""An index for the page of all waits. A referral is its events: this app stores nothing of its own."""

from django.db import migrations

NAMES = (
    "onward_referral_sent", "onward_referral_acknowledged", "onward_referral_accepted", "onward_referral_declined",
    "onward_wait_estimated", "onward_referral_chased", "onward_alternative_tried", "onward_referral_withdrawn",
    "onward_service_started", "onward_service_ended", "wait_checked", "event_withdrawn",
)  # fmt: skip
_LIST = ", ".join(f"'{name}'" for name in NAMES)


class Migration(migrations.Migration):
    """Only the events of waits are in the index, so that it stays small."""

    initial = True
    dependencies = (("cases", "0002_initial"),)
    operations = (
        migrations.RunSQL(
            f"CREATE INDEX cases_event_of_a_wait ON cases_caseevent (case_id, id) WHERE name IN ({_LIST})",  # noqa: S608
            "DROP INDEX cases_event_of_a_wait",
        ),
    )
