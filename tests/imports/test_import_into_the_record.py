"""A file goes into the record: first a dry run, then for good; twice changes nothing, a newer file what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from service import small_service

from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, CaseEvent, Holding
from plimsoll.imports import queries
from plimsoll.imports.actions import apply_import, save_mapping
from plimsoll.imports.models import ImportedRecord, ImportRun, RowOutcome
from plimsoll.imports.plan import Destination, make_plan
from plimsoll.imports.reading.limits import ImportRefused
from plimsoll.imports.reading.readers import look_through
from plimsoll.imports.reading.trackers.mapping import mapping_from_json
from plimsoll.people.models import Person, PersonIdentifier
from plimsoll.trust.models import AuditEntry
from tests.imports.making import AS_AT, census, child, episode, found, workbook

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
HEADINGS = [
    "Child",
    "ID no",
    "D.O.B",
    "Allocated SW",
    "Status",
    "Ref date",
    "Last stat visit",
    "Seen alone Y/N",
    "School",
    "Notes",
]
CERI = [
    "Ceri Invented",
    "1001",
    "02/09/2015",
    "PRITCHARD, Sam",
    "CIN",
    "25/04/2026",
    "28/10/2026",
    "Y",
    "PRU",
    "first note",
]
ADA = ["Ada Invented", "1002", "03/09/2016", "Unallocated", "Assess.", "26/04/2026", None, None, None, None]


@pytest.fixture
def service(db):
    return small_service()


@pytest.fixture
def to(service):
    return Destination(service.service, service.team)


def tracker(*rows, name="tracker.xlsx"):
    return found(workbook({"Cases": [HEADINGS, *rows]}), name)


def bring_in(file, to, *, as_at=AS_AT, now=NOW, actor=None, mapping=None, people=None):
    return apply_import(file, to, as_at=as_at, now=now, actor=actor, mapping=mapping, people=people)


def changed(row, **changes):
    return [changes.get(heading, value) for heading, value in zip(HEADINGS, row, strict=True)]


def snapshot():
    return (
        sorted(CaseEvent.objects.values_list("case__import_key", "name", "at_on", "import_key")),
        sorted(Case.objects.values_list("import_key", "title", "status", "version")),
        Person.objects.count(),
        PersonIdentifier.objects.count(),
        Holding.objects.count(),
    )


def test_a_dry_run_writes_nothing_and_says_what_would_happen(to):
    before = AuditEntry.objects.count()
    plan = make_plan(tracker(CERI, ADA), to, as_at=AS_AT)
    assert plan.counts["created"] == 2
    assert [(row.row, row.outcome, row.who) for row in plan.rows] == [
        (2, "created", "Ceri Invented"),
        (3, "created", "Ada Invented"),
    ]
    assert (Case.objects.count(), Person.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert AuditEntry.objects.count() == before


def test_the_good_rows_go_in_and_the_refused_ones_are_kept_to_give_back(to, service):
    nameless = changed(ADA, **{"Child": None, "ID no": None})
    doubtful = changed(CERI, **{"Ref date": "25/04/2026?"})
    run = bring_in(tracker(doubtful, nameless), to, actor=service.supervisor).run
    assert run.state == "done"
    assert run.counts["created"] == 1
    assert run.counts["refused"] == run.counts["refused_cell"] == 1
    refusals = queries.refusals_of(run)
    assert [(one.scope, one.code, one.row) for one in refusals] == [
        ("cell", "date_in_doubt", 2),
        ("row", "nobody_named", 3),
    ]
    assert refusals[0].source.cells[0] == "Ceri Invented"
    assert refusals[1].reason.text
    assert refusals[1].remedy.text


def test_a_case_that_came_in_has_its_people_worker_events_and_origin(to, service):
    run = bring_in(tracker(CERI), to, actor=service.supervisor).run
    case = Case.objects.get()
    assert (case.title, case.team, case.holder, case.place, case.status) == (
        "Ceri Invented",
        service.team,
        service.worker,
        "PRU",
        "open",
    )
    assert case.opened_on == date(2026, 4, 25)
    person = case.people.get().person
    assert (person.born_on, person.identifiers.get().value) == (date(2015, 9, 2), "1001")
    visit = case.events.get(name="visit_made")
    assert visit.provenance["column"] == "Last stat visit"
    assert visit.provenance["row"] == 2
    assert visit.provenance["run"] == str(run.pk)
    assert visit.recorded_by == service.supervisor
    plan = case.events.get(name="cin_plan_started")
    assert plan.details["date_known"] is False
    assert "since when" in plan.details["date_basis"]
    place = {"file": "tracker.xlsx", "sheet": "Cases", "row": 2, "column": "Notes", "as_at": "2026-11-21"}
    assert case.facts["imported"]["notes"] == [{"text": "first note", **place}]
    assert case.facts["known_from"] == "2026-11-21"
    assert {"visit_made", "referral_received"} <= set(case.facts["known_in_full"])
    assert case.hint_tier
    assert RowOutcome.objects.filter(run=run, outcome="created", case=case).exists()


def test_the_same_file_twice_changes_nothing(to):
    bring_in(tracker(CERI, ADA), to)
    before = snapshot()
    again = bring_in(tracker(CERI, ADA), to).run
    assert snapshot() == before
    assert {name: count for name, count in again.counts.items() if name in {"created", "changed", "unchanged"}} == {
        "unchanged": 2
    }
    assert make_plan(tracker(CERI, ADA), to, as_at=AS_AT).counts["unchanged"] == 2


def test_a_newer_file_changes_what_changed_and_keeps_what_was(to, service):
    bring_in(tracker(CERI, ADA), to)
    newer = tracker(
        changed(CERI, **{"Last stat visit": "12/11/2026", "Notes": "second note", "School": "Ysgol"}),
        changed(ADA, **{"Allocated SW": "Sam Pritchard"}),
        ["Bo Invented", "1003", "04/09/2017", "Unallocated", "CIN", "27/04/2026", None, None, None, None],
    )
    plan = make_plan(newer, to, as_at=AS_AT)
    assert [row.outcome for row in plan.rows] == ["changed", "changed", "created"]
    assert "visit_made on 2026-11-12 is added." in [words.text for words in plan.rows[0].changes]
    bring_in(newer, to)
    ceri, ada = Case.objects.get(title="Ceri Invented"), Case.objects.get(title="Ada Invented")
    assert sorted(ceri.events.filter(name="visit_made").values_list("at_on", flat=True)) == [
        date(2026, 10, 28),
        date(2026, 11, 12),
    ]
    assert ceri.place == "Ysgol"
    assert [note["text"] for note in ceri.facts["imported"]["notes"]] == ["first note", "second note"]
    assert ada.holder == service.worker
    assert Case.objects.count() == 3


def test_a_corrected_date_supersedes_the_one_before(to):
    bring_in(tracker(CERI), to)
    bring_in(tracker(changed(CERI, **{"Ref date": "24/04/2026"})), to)
    first, second = CaseEvent.objects.filter(name="referral_received").order_by("pk")
    assert (first.at_on, second.at_on) == (date(2026, 4, 25), date(2026, 4, 24))
    assert second.supersedes == first
    bring_in(tracker(CERI), to)
    third = CaseEvent.objects.filter(name="referral_received").order_by("pk").last()
    assert (third.at_on, third.supersedes) == (date(2026, 4, 25), second)


def test_a_visit_that_was_only_attempted_after_all_is_corrected(to):
    bring_in(tracker(CERI), to)
    bring_in(tracker(changed(CERI, **{"Last stat visit": "28/10/2026 - not seen", "Seen alone Y/N": None})), to)
    made, attempted = CaseEvent.objects.filter(name__startswith="visit_").order_by("pk")
    assert (made.name, attempted.name, attempted.supersedes) == ("visit_made", "visit_attempted", made)


def test_what_was_corrected_here_is_not_brought_back_by_the_file(to, service):
    bring_in(tracker(CERI), to)
    case = Case.objects.get()
    wrong = case.events.get(name="referral_received")
    correction = NewEvent("referral_received", date(2026, 4, 20), supersedes_id=wrong.pk)
    cases.record_events(case.pk, [correction], now=NOW, actor_id=service.worker.pk)
    cases.record_events(
        case.pk,
        [NewEvent("event_withdrawn", AS_AT, supersedes_id=case.events.get(name="visit_made").pk)],
        now=NOW,
        actor_id=None,
    )
    before = snapshot()
    bring_in(tracker(CERI), to)
    assert snapshot() == before


def test_what_was_recorded_here_already_is_not_recorded_again(to, service):
    bring_in(tracker(CERI), to)
    case = Case.objects.get()
    cases.record_events(
        case.pk, [NewEvent("visit_made", date(2026, 11, 12), {"kind": "cin"})], now=NOW, actor_id=service.worker.pk
    )
    bring_in(tracker(changed(CERI, **{"Last stat visit": "12/11/2026"})), to)
    assert case.events.filter(name="visit_made", at_on=date(2026, 11, 12)).count() == 1


def test_a_case_given_to_somebody_here_stays_theirs_until_the_file_changes_its_worker(to, service):
    bring_in(tracker(CERI), to)
    case = Case.objects.get()
    cases.allocate_case(case.pk, service.colleague, on=AS_AT, reason="moved", now=NOW, actor_id=None)
    bring_in(tracker(changed(CERI, Notes="another")), to)
    case.refresh_from_db()
    assert case.holder == service.colleague


def test_a_worker_who_is_no_account_is_asked_about_and_the_answer_is_used(to, service):
    file = tracker(changed(CERI, **{"Allocated SW": "S. Pritchard"}))
    plan = make_plan(file, to, as_at=AS_AT)
    (question,) = [one for one in plan.questions if one.code == "worker_not_known"]
    assert [answer.key for answer in question.answers] == [service.worker.email]
    assert question.path == ("workers", "s pritchard")
    bring_in(file, to)
    assert Case.objects.get().holder is None
    answered = look_through(file, as_at=AS_AT).mapping.as_json()
    answered["workers"] = {"s pritchard": service.worker.email}
    bring_in(tracker(changed(CERI, **{"Allocated SW": "S Pritchard"})), to, mapping=mapping_from_json(answered))
    assert Case.objects.get().holder == service.worker


def test_a_census_and_a_tracker_about_one_child_make_one_person_and_one_case(to):
    identifiers = "<PersonBirthDate>2015-09-02</PersonBirthDate><Sex>F</Sex>"
    open_episode = child(
        episode("<CINPlanDates><CINPlanStartDate>2026-01-10</CINPlanStartDate></CINPlanDates>", referred="2025-12-01"),
        number="1001",
        identifiers=identifiers,
    )
    bring_in(found(census(open_episode)), to)
    assert Case.objects.get().title == "1001"
    bring_in(tracker(CERI), to)
    case = Case.objects.get()
    person = Person.objects.get()
    assert (case.title, person.given_name, person.sex) == ("Ceri Invented", "Ceri", "F")
    assert sorted(person.identifiers.values_list("scheme", "value")) == [("la_child_id", "1001"), ("tracker", "1001")]
    assert ImportedRecord.objects.filter(case=case).count() == 2


def test_the_same_number_with_another_birth_date_is_another_child(to):
    bring_in(
        found(census(child(episode(), number="1001", identifiers="<PersonBirthDate>2010-01-01</PersonBirthDate>"))), to
    )
    bring_in(tracker(CERI), to)
    assert Person.objects.count() == 2


def test_two_children_of_one_name_and_two_numbers_stay_two(to):
    bring_in(tracker(CERI), to)
    file = tracker(CERI, changed(CERI, **{"ID no": "2001", "D.O.B": "02/09/2015"}))
    (question,) = [one for one in make_plan(file, to, as_at=AS_AT).questions if one.code == "may_be_known"]
    bring_in(file, to, people={question.path[1]: "new"})
    assert Person.objects.count() == 2
    assert Case.objects.count() == 2


def test_a_leaver_named_on_another_sheet_closes_the_case_that_is_there(to):
    bring_in(tracker(CERI), to)
    leavers = found(workbook({"Leavers": [["name", "closed", "reason"], ["Ceri Invented", "19.11.26", "moved"]]}))
    plan = make_plan(leavers, to, as_at=AS_AT)
    assert [row.outcome for row in plan.rows] == ["changed"]
    bring_in(leavers, to)
    case = Case.objects.get()
    assert (case.status, case.closed_on, case.holder) == ("closed", date(2026, 11, 19), None)


def test_a_next_census_adds_what_happened_since_and_says_what_it_no_longer_holds(to):
    plan = "<CINPlanDates><CINPlanStartDate>2025-07-05</CINPlanStartDate>%s</CINPlanDates>"
    first = child(
        episode(
            plan % "" + "<Assessments><AssessmentActualStartDate>2025-05-07</AssessmentActualStartDate></Assessments>"
        )
    )
    second = child(
        episode(
            plan % "<CINPlanEndDate>2026-02-01</CINPlanEndDate>"
            + "<CINclosureDate>2026-03-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
        )
    )
    bring_in(found(census(first)), to)
    plan = make_plan(found(census(second)), to, as_at=AS_AT)
    assert [row.outcome for row in plan.rows] == ["changed"]
    assert [remark.code for remark in plan.remarks] == ["no_longer_in_file"]
    bring_in(found(census(second)), to)
    case = Case.objects.get()
    assert case.status == "closed"
    assert set(case.events.values_list("name", flat=True)) == {
        "referral_received", "assessment_started", "cin_plan_started", "cin_plan_ended", "case_closed",
    }  # fmt: skip


def test_a_file_that_breaks_off_leaves_nothing_behind(to):
    content = census("".join(child(episode(), number=f"N{n}") for n in range(300)))
    with pytest.raises(ImportRefused):
        bring_in(found(content[:-200]), to)
    assert (Case.objects.count(), Person.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_an_import_that_was_stopped_half_way_goes_on_where_it_was(to, monkeypatch):
    content = census("".join(child(episode(), number=f"N{n}") for n in range(250)))
    original = cases.open_cases
    calls = []

    def failing(*args, **options):
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return original(*args, **options)

    monkeypatch.setattr(cases, "open_cases", failing)
    with pytest.raises(OSError, match="disk"):
        bring_in(found(content), to)
    assert Case.objects.count() == Person.objects.count() == 100
    run = ImportRun.objects.get()
    assert (run.state, run.stopped_by) == ("failed", "OSError")
    monkeypatch.setattr(cases, "open_cases", original)
    counts = bring_in(found(content), to).run.counts
    assert (counts["unchanged"], counts["created"]) == (100, 150)
    assert Case.objects.count() == 250


def test_cases_of_another_service_are_refused_before_anything_is_written(to):
    families = found(
        workbook(
            {
                "Helen": [
                    ["Family", "Children (DOB)", "EHA date", "TAF last"],
                    ["Invented family", "Ada (17/04/13)", "18/07/2025", "15-10-2026"],
                ]
            }
        )
    )
    with pytest.raises(ImportRefused, match="early-help"):
        bring_in(families, to)
    with pytest.raises(ImportRefused, match="early-help"):
        make_plan(families, to, as_at=AS_AT)
    assert not ImportRun.objects.exists()


def test_a_mapping_is_kept_and_found_for_the_next_file_of_the_same_headings(to, service):
    file = tracker(CERI)
    looked = look_through(file, as_at=AS_AT)
    saved = save_mapping(service.service, "Team 3", looked.mapping, now=NOW, actor=service.supervisor)
    assert queries.mapping_that_fits(service.service, look_through(tracker(ADA), as_at=AS_AT)) == saved
    assert queries.value_of(saved).tables == looked.mapping.tables
    other = look_through(
        found(workbook({"S": [["Child", "Status", "Notes"], ["Bo Invented", "CIN", "x"]]})), as_at=AS_AT
    )
    assert queries.mapping_that_fits(service.service, other) is None
    again = save_mapping(service.service, "Team 3", looked.mapping, now=NOW, actor=None)
    assert (again.pk, again.version) == (saved.pk, 2)


def test_imports_are_seen_by_those_who_oversee_the_team(to, service):
    from plimsoll.people.access import viewer_for

    run = bring_in(tracker(CERI), to).run
    today = date(2026, 3, 2)
    assert list(queries.runs_for(viewer_for(service.supervisor, today))) == [run]
    assert list(queries.runs_for(viewer_for(service.manager, today))) == [run]
    with pytest.raises(PermissionDenied):
        queries.runs_for(viewer_for(service.worker, today))


def test_the_audit_log_holds_no_names(to, service):
    bring_in(tracker(CERI, ADA), to, actor=service.supervisor)
    written = " ".join(AuditEntry.objects.values_list("detail_text", flat=True))
    assert "import_started" in set(AuditEntry.objects.values_list("action", flat=True))
    assert "Invented" not in written


def test_reading_many_cases_again_takes_few_queries(to, django_assert_max_num_queries):
    content = census("".join(child(episode(), number=f"N{n}") for n in range(100)))
    bring_in(found(content), to)
    with django_assert_max_num_queries(14):
        plan = make_plan(found(content), to, as_at=AS_AT)
    assert plan.counts["unchanged"] == 100


def test_a_return_about_a_child_in_care_joins_the_case_that_is_open(to):
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.readers import find_set
    from plimsoll.imports.reading.upload import SourceFile

    identifiers = "<PersonBirthDate>2014-03-27</PersonBirthDate><Sex>M</Sex>"
    closed = episode("<CINclosureDate>2023-06-01</CINclosureDate>", referred="2023-01-01")
    still_open = episode(
        "<Assessments><AssessmentActualStartDate>2024-01-10</AssessmentActualStartDate></Assessments>",
        referred="2024-01-02",
    )
    bring_in(found(census(child(closed + still_open, number="C1", identifiers=identifiers))), to)
    files = [
        ("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN\nC1,1,27/03/2014,WBRI,\n"),
        ("episodes.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nC1,15/02/2024,S,V2,N1,U6,PR1,,\n"),
    ]
    care = find_set([SourceFile.from_bytes(name, text.encode()) for name, text in files], Limits())
    bring_in(care, to)
    bring_in(care, to)
    assert Person.objects.count() == 1
    assert Case.objects.count() == 2
    joined = Case.objects.get(status="open")
    assert set(joined.events.values_list("name", flat=True)) == {
        "referral_received", "assessment_started", "became_looked_after", "placement_started",
    }  # fmt: skip


def test_a_team_that_the_file_names_gets_its_cases(to, service):
    headings = [*HEADINGS, "Team"]
    file = found(workbook({"Cases": [headings, [*CERI, "TEAM 4"], [*ADA, "Nowhere"]]}))
    bring_in(file, to)
    teams = dict(Case.objects.values_list("title", "team__name"))
    assert teams == {"Ceri Invented": "Team 4", "Ada Invented": "Team 3"}
    assert service.other_team.name == "Team 4"


def test_a_family_is_one_case_with_its_children_and_a_new_baby_joins_it(db):
    from plimsoll.people import actions as people

    early = people.create_service("Early help", "early-help", now=NOW)
    to = Destination(early, people.create_team(early, "North", now=NOW))
    headings = ["Family", "Children (DOB)", "EHA date", "TAF last", "TAF next"]
    before = ["Invented family", "Ada (17/04/13); Ceri (21/12/20)", "18/07/2025", "15/10/2026", "26/12/2026"]
    bring_in(found(workbook({"Helen": [headings, before]})), to)
    after = [
        "Invented family",
        "Ada (17/04/13); Ceri (21/12/20); Bo (01/11/26)",
        "18/07/2025",
        "15/10/2026",
        "26/12/2026",
    ]
    bring_in(found(workbook({"Helen": [headings, after]})), to)
    case = Case.objects.get()
    assert case.title == "Invented family"
    assert sorted(case.people.values_list("person__given_name", flat=True)) == ["Ada", "Bo", "Ceri"]
    assert case.events.filter(name="early_help_assessment_completed").count() == 1


def test_the_record_of_an_imported_case_begins_on_the_day_of_the_file(to, service):
    bring_in(tracker(CERI), to)
    (case,) = Case.objects.all()
    assert case.facts["known_from"] == AS_AT.isoformat()
    assert "visit_made" in case.facts["known_in_full"]


def test_a_census_knows_to_its_reference_date_and_has_no_visits(to, service):
    bring_in(found(census(child(episode()))), to)
    (case,) = Case.objects.all()
    assert case.facts["known_from"] == "2026-03-31"
    assert "assessment_authorised" in case.facts["known_in_full"]
    assert "visit_made" not in case.facts["known_in_full"]


def test_a_later_file_does_not_move_the_beginning_of_the_record(to, service):
    bring_in(tracker(CERI), to)
    bring_in(tracker(changed(CERI, Notes="second note")), to, as_at=date(2026, 12, 21))
    (case,) = Case.objects.all()
    assert case.facts["known_from"] == AS_AT.isoformat()
