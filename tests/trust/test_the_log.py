"""The log in the database: sealed in the transaction of what it records, and true to what was sealed."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from service import NOW, event, small_service

from plimsoll.cases import actions
from plimsoll.cases.actions import NewEvent
from plimsoll.trust import audit, log, seal
from plimsoll.trust.models import AuditEntry, ChainHead


def test_what_is_stored_is_what_was_sealed(small):
    small.case(events=[event("contact_made", "2026-02-27")])
    audit.append(audit.entry("search", at=NOW, actor_id=None, detail={"terms": 'Llŷr "\\" \t\n 🙂'}))
    report = log.verify()
    assert report.holds
    assert report.entries == AuditEntry.objects.count() > 5


@transaction.atomic
def write_and_fail():
    audit.append(audit.entry("export", at=NOW, actor_id=None))
    raise ZeroDivisionError


def test_an_action_that_fails_leaves_neither_its_entry_nor_its_number(small):
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert AuditEntry.objects.count() == before
    assert log.verify().holds


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trust_auditentry SET action = 'nothing' WHERE id = %s",
        "UPDATE trust_auditentry SET at = at + interval '1 microsecond' WHERE id = %s",
        "UPDATE trust_auditentry SET actor_id = gen_random_uuid() WHERE id = %s",
        "UPDATE trust_auditentry SET detail_text = detail_text || ' ' WHERE id = %s",
        "DELETE FROM trust_auditentry WHERE id = %s",
        "UPDATE trust_auditentry SET seq = seq + 1000 WHERE id = %s",
    ],
)
def test_somebody_who_gets_round_the_triggers_is_found_out(small, change):
    """As the owner of the tables could: triggers off, one row changed, triggers on again."""
    small.case(events=[event("contact_made", "2026-02-27")])
    victim = AuditEntry.objects.order_by("seq")[1]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trust_auditentry DISABLE TRIGGER USER")
        cursor.execute(change, [victim.pk])
        cursor.execute("ALTER TABLE trust_auditentry ENABLE TRIGGER USER")
    report = log.verify()
    assert not report.holds
    assert report.faults[0].chain == victim.chain
    assert report.faults[0].seq >= victim.seq


def test_through_the_program_the_log_can_only_be_added_to(small):
    for change in (lambda rows: rows.update(action="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AuditEntry.objects.all())


def test_heads_kept_elsewhere_find_a_tail_that_was_cut_with_its_head(small):
    small.case(events=[event("contact_made", "2026-02-27")])
    kept = log.verify().heads
    last = AuditEntry.objects.order_by("-seq")[0]
    before = AuditEntry.objects.get(chain=last.chain, seq=last.seq - 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trust_auditentry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM trust_auditentry WHERE id = %s", [last.pk])
        cursor.execute("ALTER TABLE trust_auditentry ENABLE TRIGGER USER")
    ChainHead.objects.filter(chain=last.chain).update(seq=before.seq, seal=before.seal)
    assert log.verify().holds
    assert log.verify(kept).faults[0] == seal.Fault(
        last.chain, last.seq, f"is missing: the head kept elsewhere is entry {last.seq}"
    )


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_a_log_that_holds(at_nine):
    small = small_service()
    cases = [small.case(f"Child {number}") for number in range(4)]
    errors = []

    def write(case):
        try:
            for _ in range(8):
                actions.record_events(
                    case.pk, [NewEvent("contact_made", NOW.date())], now=NOW, actor_id=small.worker.pk
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    report = log.verify()
    assert report.holds
    assert AuditEntry.objects.filter(action="event_recorded").count() == 32
