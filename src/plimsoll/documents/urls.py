"""Addresses of documents: numbers and words of the programme, never a title."""

from django.urls import path

from plimsoll.documents.views import document, files, removal

app_name = "documents"
urlpatterns = [
    path("cases/<uuid:case_id>/documents/", document.documents, name="case"),
    path("cases/<uuid:case_id>/documents/add/", document.add, name="add"),
    path("documents/<uuid:document_id>/", document.document, name="document"),
    path("documents/<uuid:document_id>/change/", document.change, name="change"),
    path("documents/<uuid:document_id>/version/", document.renew, name="renew"),
    path("documents/<uuid:document_id>/remove/", removal.remove, name="remove"),
    path("documents/<uuid:document_id>/restore/", removal.restore, name="restore"),
    path("documents/<uuid:document_id>/erase/", removal.erase, name="erase"),
    path("documents/<uuid:document_id>/versions/<int:number>/file/", files.download, name="file"),
    path("documents/<uuid:document_id>/versions/<int:number>/picture/", files.picture, name="picture"),
]
