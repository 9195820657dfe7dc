"""Addresses of people and families: numbers alone, never a name. Search is sent in a form, not in an address."""

from django.urls import path

from plimsoll.families.views import duplicates, family, network, person, search

app_name = "families"
CASE = "cases/<uuid:case_id>"
urlpatterns = [
    path(f"{CASE}/people/", person.people, name="people"),
    path(f"{CASE}/people/add/", person.add, name="add"),
    path(f"{CASE}/people/<uuid:person_id>/", person.page, name="person"),
    path(f"{CASE}/people/<uuid:person_id>/change/", person.change, name="change"),
    path(f"{CASE}/people/<uuid:person_id>/contact/", person.contact, name="contact"),
    path(f"{CASE}/people/<uuid:person_id>/equality/", person.equality, name="equality"),
    path(f"{CASE}/people/<uuid:person_id>/add/<slug:what>/", person.add_to, name="add_to"),
    path(f"{CASE}/people/<uuid:person_id>/end/<slug:what>/<int:row_id>/", person.end, name="end"),
    path(f"{CASE}/family/", family.genogram, name="genogram"),
    path(f"{CASE}/family/relationships/add/", family.relate, name="relate"),
    path(f"{CASE}/family/relationships/<uuid:row_id>/end/", family.end_relationship, name="end_relationship"),
    path(f"{CASE}/family/households/add/", family.add_household, name="add_household"),
    path(f"{CASE}/family/households/<uuid:household_id>/join/", family.join, name="join"),
    path(f"{CASE}/family/households/leave/<int:row_id>/", family.leave, name="leave"),
    path(f"{CASE}/network/", network.ecomap, name="network"),
    path(f"{CASE}/network/add/", network.add, name="add_network"),
    path(f"{CASE}/network/<uuid:row_id>/end/", network.end, name="end_network"),
    path("people/duplicates/", duplicates.listed, name="duplicates"),
    path("people/duplicates/<uuid:one_id>/<uuid:two_id>/", duplicates.compare, name="compare"),
    path("people/duplicates/<uuid:one_id>/<uuid:two_id>/apart/", duplicates.apart, name="apart"),
    path("people/merges/<uuid:merge_id>/undo/", duplicates.undo, name="undo"),
    path("search/", search.search, name="search"),
]
