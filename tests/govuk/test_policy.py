"""No page weakens the security policy, nothing of GOV.UK's branding is left, and the vendored files are whole."""

import base64
import hashlib
import re
import sys
from pathlib import Path

import pytest

import plimsoll
from plimsoll.govuk.security import BODY_SNIPPET, BODY_SNIPPET_HASH, DIRECTIVES

PACKAGE = Path(plimsoll.__file__).parent
STATIC = PACKAGE / "govuk" / "static"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
OWN_STATIC = [path for path in STATIC.rglob("*") if path.is_file()]


def name_of(path):
    return str(path.relative_to(PACKAGE))


def test_the_snippet_is_what_its_hash_allows():
    digest = base64.b64encode(hashlib.sha256(BODY_SNIPPET.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == BODY_SNIPPET_HASH
    assert f"<script>{BODY_SNIPPET}</script>" in (PACKAGE / "templates" / "base.html").read_text()


def test_the_policy_allows_nothing_unsafe_and_nothing_from_elsewhere():
    allowed = {source for sources in DIRECTIVES.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:", BODY_SNIPPET_HASH}
    assert DIRECTIVES["default-src"] == ["'none'"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_of_the_product_has_style_or_script_in_itself(path):
    text = path.read_text()
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"<style\b", text), "a style element"
    assert not re.search(r"<[^>%]*\son[a-z]+\s*=", text), "a handler in an attribute"
    assert "javascript:" not in text
    scripts = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", text, re.DOTALL)
    assert [script for script in scripts if script != BODY_SNIPPET] == []


@pytest.mark.parametrize("path", OWN_STATIC, ids=name_of)
def test_no_branding_of_govuk_is_shipped(path):
    assert not re.search(r"crest|crown|opengraph|govuk-icon|logotype", path.name)
    assert path.suffix not in {".woff", ".woff2", ".ttf", ".ico"}
    if path.suffix == ".css":
        text = path.read_text()
        for branded in ("GDS Transport", "@font-face", "crest.svg", "crown."):
            assert branded not in text


@pytest.mark.parametrize("path", [path for path in OWN_STATIC if path.suffix in {".css", ".js"}], ids=name_of)
def test_every_file_that_a_style_sheet_or_script_asks_for_is_there(path):
    text = path.read_text()
    asked = re.findall(r"url\(([\w./-]+)\)", text) if path.suffix == ".css" else re.findall(r'from "(\.[^"]+)"', text)
    for address in asked:
        assert (path.parent / address).is_file(), address
    assert "sourceMappingURL" not in text


def test_the_notices_name_the_versions_that_the_tool_fetches(monkeypatch):
    monkeypatch.syspath_prepend(str(PACKAGE.parents[1] / "tools"))
    vendor_frontend = __import__("vendor_frontend")
    notices = (PACKAGE / "govuk" / "VENDORED.md").read_text()
    for package, version in vendor_frontend.PACKAGES.items():
        assert f"| {package} | {version} |" in notices
    assert vendor_frontend.PACKAGES["htmx.org"] in (STATIC / "vendor" / "htmx.min.js").read_text()
    assert vendor_frontend.PACKAGES["govuk-frontend"] in (STATIC / "vendor" / "govuk-frontend.min.css").read_text()
    sys.modules.pop("vendor_frontend")


def test_the_tool_refuses_a_style_sheet_it_cannot_clean(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(PACKAGE.parents[1] / "tools"))
    vendor_frontend = __import__("vendor_frontend")
    for source in vendor_frontend.TEXT_FILES.values():
        path = tmp_path / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('body{font-family:"GDS Transport"}')
    with pytest.raises(vendor_frontend.VendorError, match="GDS Transport"):
        vendor_frontend.vendored_files(tmp_path)
    sys.modules.pop("vendor_frontend")


def test_cleaning_takes_the_branding_and_keeps_the_rest(monkeypatch):
    monkeypatch.syspath_prepend(str(PACKAGE.parents[1] / "tools"))
    vendor_frontend = __import__("vendor_frontend")
    css = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        "a{font-family:GDS Transport,arial,sans-serif}"
        ".c:before{background:url(/assets/images/govuk-crest.svg)}"
        ".d{background:url(/assets/images/icon.svg)}/*# sourceMappingURL=x.map */"
    )
    cleaned = vendor_frontend.unbranded_css(css)
    assert cleaned == 'a{font-family:"Helvetica Neue",Helvetica,Arial,sans-serif}.d{background:url(images/icon.svg)}\n'
    sys.modules.pop("vendor_frontend")


def styles() -> str:
    """Every style sheet of ours, the kit's and each app's own."""
    package = STATIC.parent.parent
    return "".join(path.read_text() for path in package.glob("*/static/*/*.css") if path.parent.name != "vendor")


def test_every_class_of_ours_that_a_template_uses_is_drawn_by_a_style_sheet():
    drawn = set(re.findall(r"\.(pl-[\w-]+)", styles()))
    in_classes = re.compile(r'class="([^"]*)"')
    used = {
        (name, name_of(path))
        for path in TEMPLATES
        for classes in in_classes.findall(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\u2026", path.read_text()))
        for name in classes.split()
        if name.startswith("pl-") and "\u2026" not in name
    }
    assert sorted((name, path) for name, path in used if name not in drawn) == []
