"""The settings can be read, and Django's own checks find nothing; in production its checks for deployment too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    open_django()
    from django.conf import settings
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=settings.IS_PRODUCTION)
    serious = [each for each in found if each.is_serious() and not each.is_silenced()]
    for each in serious:
        yield Finding("settings", holds=False, text=f"{each.id}: {' '.join(str(each.msg).split())}")
    if not serious:
        kind = "production" if settings.IS_PRODUCTION else "demonstration, on this computer only"
        yield Finding("settings", holds=True, text=kind)
