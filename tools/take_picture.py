"""Takes the README's picture of My day from a running demonstration.

    python3 run.py demo --no-browser          (in one window)
    .venv/bin/python tools/take_picture.py http://localhost:8000/

Needs the requirements of the tests and Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "my-day.png"
WHO = "sam.pritchard@demo.plimsoll.example"
SIZE = {"width": 1280, "height": 900}


def main(address: str) -> None:
    """Sign in as a worker of the demonstration and keep what stands on the first screen."""
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{address}account/login/")
        page.locator(f'form:has(input[value="{WHO}"]) button').click()
        page.goto(address)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE} ({PICTURE.stat().st_size // 1000} kB)")


if __name__ == "__main__":
    main(sys.argv[1])
