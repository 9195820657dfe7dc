"""Every address of the product."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def health(_request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers. It says nothing else, and asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health/", health, name="health"),
    path("account/", include("allauth.account.urls")),
    path("", include("plimsoll.work.urls")),
    path("", include("plimsoll.changes.urls")),
    path("", include("plimsoll.objections.urls")),
    path("", include("plimsoll.outcomes.urls")),
    path("", include("plimsoll.safeguarding.urls")),
    path("", include("plimsoll.frontdoor.urls")),
    path("cases/", include("plimsoll.cases.urls")),
    path("cases/", include("plimsoll.notes.urls")),
    path("", include("plimsoll.tasks.urls")),
    path("", include("plimsoll.load.urls")),
    path("", include("plimsoll.plans.urls")),
    path("", include("plimsoll.handover.urls")),
    path("", include("plimsoll.rebalancing.urls")),
    path("", include("plimsoll.referrals.urls")),
    path("", include("plimsoll.assessments.urls")),
    path("", include("plimsoll.documents.urls")),
    path("", include("plimsoll.consents.urls")),
    path("", include("plimsoll.printing.urls")),
    path("", include("plimsoll.families.urls")),
    path("team/", include("plimsoll.team.urls")),
    path("", include("plimsoll.sight.urls")),
    path("import/", include("plimsoll.imports.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("plimsoll.govuk.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("plimsoll.demo.urls")))
