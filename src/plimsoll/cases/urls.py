"""Addresses of cases: numbers and words of the programme, never a name."""

from django.urls import path

from plimsoll.cases.views import case, caseload, chronology, decide, record

app_name = "cases"
urlpatterns = [
    path("", caseload.mine, name="caseload"),
    path("team/", caseload.team, name="team"),
    path("service/", caseload.service, name="service"),
    path("export/<str:scope>.<str:kind>", caseload.export, name="export"),
    path("<uuid:case_id>/", case.overview, name="overview"),
    path("<uuid:case_id>/duties/", case.duties, name="duties"),
    path("<uuid:case_id>/why/", case.why, name="why"),
    path("<uuid:case_id>/chronology/", chronology.chronology, name="chronology"),
    path("<uuid:case_id>/events/<int:event_id>/mark/", chronology.mark, name="mark"),
    path("<uuid:case_id>/record/", record.choose, name="record"),
    path("<uuid:case_id>/record/<slug:event>/", record.event, name="record_event"),
    path("<uuid:case_id>/events/<int:event_id>/", record.write_up, name="write_up"),
    path("<uuid:case_id>/priority/", decide.priority, name="override"),
    path("<uuid:case_id>/priority/confirm/", decide.confirm, name="confirm_override"),
    path("<uuid:case_id>/allocate/", decide.allocate, name="allocate"),
    path("<uuid:case_id>/duties/<str:rule>/", decide.duty, name="duty"),
]
