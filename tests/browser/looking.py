"""How browser tests look at a page: with axe's rules, and as pictures for a person to look at."""

from __future__ import annotations

from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures"
WIDTHS = (1280, 390)


def faults_of(page) -> list[str]:
    """What axe finds on the page as it stands: one line for each element, with the rule and where it is."""
    page.evaluate(AXE)
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {' '.join(map(str, node['target']))}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def assert_accessible(page) -> None:
    """axe finds nothing against WCAG 2.2 AA or its own best practice."""
    faults = faults_of(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits(page) -> None:
    """Nothing makes the page wider than its window: nobody scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


def take_pictures(page, name: str) -> list[Path]:
    """The whole page at 1280 and at 390 px, as var/pictures/<name>-<width>.png; the window keeps its size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    taken = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        taken.append(PICTURES / f"{name}-{width}.png")
        page.screenshot(path=taken[-1], full_page=True)
    page.set_viewport_size(before)
    return taken
