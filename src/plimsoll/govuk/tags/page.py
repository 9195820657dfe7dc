"""Tags that only the base layout uses: navigation, who is signed in, banners, language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_info, gettext, to_locale

from plimsoll.govuk import navigation
from plimsoll.govuk.tags.layout import pick

if TYPE_CHECKING:
    from django import template
    from django.http import HttpRequest
    from django.template import Context


def optional_url(name: str) -> str:
    """The address of a page that may not be there; empty when it is not."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def primary_navigation(context: Context) -> dict[str, Any]:
    """The service navigation, or nothing for a page without a request (error pages)."""
    request: HttpRequest | None = context.get("request")
    current = str(context.get("nav_current", ""))
    return {"links": navigation.links(request, current) if request else []}


def account(context: Context) -> dict[str, Any]:
    """Who is signed in, with a sign-out button."""
    request: HttpRequest | None = context.get("request")
    if request is None or not navigation.signed_in(request):
        return {"person": ""}
    may_record = navigation.viewer_says("can_record")(request)
    return {
        "person": navigation.name_of(request.user),
        "concern_url": optional_url("safeguarding:raise") if may_record else "",
        "sign_out_url": optional_url("account_logout"),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


def demonstration_banner() -> dict[str, Any]:
    """Says that everything shown is invented, when it is."""
    return {"shown": bool(getattr(settings, "DEMONSTRATION", False))}


def message_banners(context: Context) -> dict[str, Any]:
    """Django's messages, as banners."""
    request: HttpRequest | None = context.get("request")
    return {"messages": list(get_messages(request)) if request is not None else []}


def is_translated(code: str) -> bool:
    """Is there anything of ours in this language? Django's own words alone would make half a page."""
    if code.partition("-")[0] == settings.LANGUAGE_CODE.partition("-")[0]:
        return True
    places = [Path(place) / to_locale(code) / "LC_MESSAGES" / "django.mo" for place in settings.LOCALE_PATHS]
    return any(place.is_file() for place in places)


def language_switch(context: Context) -> dict[str, Any]:
    """The languages of the settings that are translated, when there is more than one and a URL to choose by."""
    url = optional_url("set_language")
    request: HttpRequest | None = context.get("request")
    codes = [code for code, _name in settings.LANGUAGES if is_translated(code)] if url and request is not None else []
    here = get_language() or settings.LANGUAGE_CODE
    offered = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "current": here.split("-")[0] == code.split("-")[0],
        }
        for code in codes
    ]
    return {
        "languages": offered if len(offered) > 1 else [],
        "url": url,
        "next": request.get_full_path() if request is not None else "",
        "csrf_token": context.get("csrf_token"),
    }


def demonstration_people() -> dict[str, Any]:
    """The invented people of the demonstration by service, and where to sign in as one; empty anywhere else.

    Each has ``key``, ``name``, ``role``, ``service`` and ``sees`` (what they can see, in words).
    """
    if not getattr(settings, "DEMONSTRATION", False):
        return {"services": []}
    try:
        sign_in_list = import_string("plimsoll.demo.people.sign_in_list")
    except ImportError:
        return {"services": []}
    names = ("key", "name", "role", "service", "sees")
    services: dict[str, list[dict[str, Any]]] = {}
    for found in sign_in_list():
        person = {name: pick(found, name) for name in names}
        person["as_words"] = gettext("as %(name)s") % {"name": person["name"]}
        services.setdefault(str(person["service"]), []).append(person)
    return {"services": list(services.items()), "url": optional_url("demo:sign_in") or optional_url("demo_sign_in")}


def page_language() -> str:
    """The language of the page, for ``html lang``."""
    return get_language() or "en"


def register_on(register: template.Library) -> None:
    """Give the tags their names and templates."""
    parts = "govuk/page/"
    register.inclusion_tag(parts + "navigation.html", takes_context=True)(primary_navigation)
    register.inclusion_tag(parts + "account.html", takes_context=True)(account)
    register.inclusion_tag(parts + "demonstration.html")(demonstration_banner)
    register.inclusion_tag(parts + "messages.html", takes_context=True)(message_banners)
    register.inclusion_tag(parts + "languages.html", takes_context=True)(language_switch)
    register.simple_tag(page_language)
    register.simple_tag(demonstration_people)
    register.simple_tag(optional_url)
