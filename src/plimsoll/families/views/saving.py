"""What every form about people does when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plimsoll.families.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form
    from django.http import HttpResponse

    from plimsoll.people.requests import Request


def saved(
    request: Request,
    context: dict[str, object],
    form: Form,
    save: Callable[[], None],
    *,
    version: int | None = None,
    stands: Sequence[tuple[object, object]] = (),
) -> HttpResponse:
    """Save and go back, or show the form again with what was typed and what is wrong.

    After a refusal the form carries the `version` that stands now, shown beside: who saves again has seen it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            if version is not None:
                given = request.POST.copy()
                given["version"] = str(version)
                form.data = given
                context["stands"] = stands
        else:
            messages.success(request, _("Saved."))
            return redirect(str(context["back"]))
    return render(request, "families/form.html", context | {"form": form}, status=422 if form.errors else 200)
