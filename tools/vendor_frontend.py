"""Bring GOV.UK Frontend, MoJ Frontend and htmx into the static files, without their branding.

    python tools/vendor_frontend.py              fetch the pinned versions with npm and write the files
    python tools/vendor_frontend.py --check      the same, but only compare; exit status 1 if anything differs
    python tools/vendor_frontend.py --from DIR   use an existing node_modules directory instead of npm

Only services on gov.uk may use GDS Transport, the crown, the crest and the GOV.UK logotype, so the script
takes them out of the style sheets and leaves their files behind. Node is needed here only, never at run time.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {
    "govuk-frontend": "6.6.0",
    "@ministryofjustice/frontend": "11.1.0",
    "htmx.org": "4.0.1",
}
TARGET = Path(__file__).resolve().parent.parent / "src/plimsoll/govuk/static/vendor"
# Arial and Helvetica draw every digit equally wide, which tables of dates and points need.
FONT_STACK = '"Helvetica Neue",Helvetica,Arial,sans-serif'
GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
TEXT_FILES = {
    "govuk-frontend.min.css": GOVUK / "govuk-frontend.min.css",
    "govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "moj-frontend.min.css": MOJ / "moj-frontend.min.css",
    "moj-frontend.min.js": MOJ / "moj-frontend.min.js",
    "htmx.min.js": Path("htmx.org/dist/htmx.min.js"),
}
IMAGE_URL = re.compile(r"url\(/assets/images/([\w.-]+)\)")
MUST_NOT_REMAIN = ("GDS Transport", "@font-face", "crest.svg", "crest-", "crown.", "/assets/", "sourceMappingURL")


class VendorError(Exception):
    """A package is not what this script was written for."""


def unbranded_css(css: str) -> str:
    """The style sheet without typeface, crest and source map, its images beside it."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,arial,sans-serif", FONT_STACK, css)
    css = re.sub(r"[^{}]*\{[^}]*govuk-crest\.svg[^}]*\}", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    return IMAGE_URL.sub(r"url(images/\1)", css).rstrip() + "\n"


def unmapped_js(script: str) -> str:
    """The script without the address of a source map that is not shipped."""
    return re.sub(r"//# sourceMappingURL=\S+", "", script).rstrip() + "\n"


def vendored_files(modules: Path) -> dict[str, bytes]:
    """Every file to write, by its name under ``static/vendor``."""
    files: dict[str, bytes] = {}
    images: set[str] = set()
    for name, source in TEXT_FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        if name.endswith(".css"):
            text = unbranded_css(text)
            images |= set(re.findall(r"url\(images/([\w.-]+)\)", text))
        else:
            text = unmapped_js(text)
        for forbidden in MUST_NOT_REMAIN:
            if name.endswith(".css") and forbidden in text:
                raise VendorError(f"{name}: {forbidden!r} is still there; the package has changed its form")
        files[name] = text.encode()
    for image in sorted(images):
        files[f"images/{image}"] = (modules / MOJ / "assets/images" / image).read_bytes()
    return files


def fetch(into: Path) -> Path:
    """``npm install`` of the pinned packages, without running any of their scripts."""
    npm = shutil.which("npm")
    if npm is None:
        raise VendorError("npm is not installed; install it or give --from a node_modules directory")
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(into), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendorError(f"npm failed: {done.stderr.strip().splitlines()[-1]}")
    return into / "node_modules"


def differences(files: dict[str, bytes]) -> list[str]:
    """Names that are missing, changed, or there without being wanted."""
    there = {str(path.relative_to(TARGET)) for path in TARGET.rglob("*") if path.is_file()}
    changed = [name for name in sorted(there & files.keys()) if (TARGET / name).read_bytes() != files[name]]
    return sorted(there ^ files.keys()) + changed


def write(files: dict[str, bytes]) -> None:
    """Replace the target directory by these files."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, content in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--from", dest="modules", type=Path, help="a node_modules directory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            files = vendored_files(options.modules or fetch(Path(scratch)))
        except (OSError, VendorError) as error:
            sys.stderr.write(f"vendor_frontend: {error}\n")
            return 2
    if options.check:
        differing = differences(files)
        for name in differing:
            sys.stderr.write(f"vendor_frontend: {name} differs from the package\n")
        return 1 if differing else 0
    write(files)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
