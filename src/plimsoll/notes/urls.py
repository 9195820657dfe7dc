"""Addresses of notes: numbers and words of the programme, never a name."""

from django.urls import path

from plimsoll.notes.views import adding, reading, writing

app_name = "notes"
urlpatterns = [
    path("notes/wording/", writing.wording, name="wording"),
    path("<uuid:case_id>/notes/", reading.listing, name="list"),
    path("<uuid:case_id>/notes/new/", writing.choose, name="choose"),
    path("<uuid:case_id>/notes/new/<slug:format_name>/", writing.new, name="new"),
    path("<uuid:case_id>/notes/for/<int:event_id>/", writing.write_up, name="write_up"),
    path("<uuid:case_id>/notes/drafts/<uuid:draft_id>/", writing.draft, name="draft"),
    path("<uuid:case_id>/notes/drafts/<uuid:draft_id>/state/", writing.state, name="state"),
    path("<uuid:case_id>/notes/drafts/<uuid:draft_id>/discard/", writing.discard, name="discard"),
    path("<uuid:case_id>/notes/<uuid:note_id>/", reading.note, name="note"),
    path("<uuid:case_id>/notes/<uuid:note_id>/add/", adding.add, name="add"),
]
