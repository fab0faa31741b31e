"""Every page, in both themes, before axe-core's rules of WCAG 2.2 AA."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mreqc_web.parts import ROOT
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.stack import Json

pytestmark = pytest.mark.browser

AXE: Path = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# The size of targets (2.5.8, 24 x 24 px or as much room around) axe checks only where it is told to.
RUN_AXE = """axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
})"""
CROWD = """() => {
    const crowd = document.createElement("main");
    for (const name of ["One", "Two", "Three"]) {
        const target = document.createElement("button");
        target.textContent = name[0];
        target.ariaLabel = name;
        target.style = "width: 16px; height: 16px; padding: 0; display: inline-block; font-size: 10px";
        crowd.append(target);
    }
    document.body.replaceChildren(crowd);
}"""


def find_violations(desk: Desk) -> list[str]:
    """What axe finds, by rule and place."""
    # Through the developer's protocol, for the page's own policy refuses scripts from elsewhere.
    protocol = desk.page.context.new_cdp_session(desk.page)
    protocol.send("Runtime.evaluate", {"expression": AXE.read_text()})
    answer: dict[str, Any] = protocol.send(
        "Runtime.evaluate", {"expression": RUN_AXE, "awaitPromise": True, "returnByValue": True}
    )
    violations = answer["result"]["value"]["violations"]
    return [f"{one['id']}: {node['target']}" for one in violations for node in one["nodes"]]


def choose(theme: str, desk: Desk) -> None:
    desk.page.evaluate("theme => localStorage.setItem('mreqc.theme', theme)", theme)
    desk.page.reload()


def test_the_check_finds_targets_that_are_too_small(sit_down: SitDown) -> None:
    desk = sit_down(None)
    expect(desk.page.get_by_label("User name")).to_be_visible()
    desk.page.evaluate(CROWD)
    assert "target-size" in {found.split(":")[0] for found in find_violations(desk)}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_page_is_accessible(sit_down: SitDown, exam: Json, theme: str) -> None:
    desk = sit_down("admin")
    choose(theme, desk)
    expect(desk.row(exam["id"])).to_be_visible()
    found = {"worklist": find_violations(desk)}

    desk.open_exam(exam["id"])
    found["reading"] = find_violations(desk)
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    found["the keys of the page"] = find_violations(desk)
    desk.press("Escape")
    desk.press("t", "ArrowLeft", "l")
    desk.page.set_viewport_size({"width": 2560, "height": 1440})
    found["reading on a large screen"] = find_violations(desk)

    desk.open("/quality")
    expect(desk.page.get_by_role("table", name="Figures by week and scanner")).to_be_visible()
    found["quality"] = find_violations(desk)

    stranger = sit_down(None)
    choose(theme, stranger)
    expect(stranger.page.get_by_label("User name")).to_be_visible()
    found["sign-in"] = find_violations(stranger)

    assert not any(found.values()), found


def test_the_override_is_accessible(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("o", "x")
    expect(desk.page.get_by_role("form", name="Override")).to_be_visible()
    assert find_violations(desk) == []
