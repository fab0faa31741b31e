"""A reader with a touch screen: fingers on panes and buttons, and targets that a finger meets."""

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.stack import Json

pytestmark = pytest.mark.browser

# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels; the console is touched from a distance and with gloves.
LEAST_TARGET_PX = 24
LEAST_CONSOLE_TARGET_PX = 44
AFTER_FLING_MS = 1000
"""A touch while the browser still follows a quick finger only stops that, and is no tap."""
TARGETS = "button, select, input:not([type=hidden]), summary, [role=button]"
# A label is touched as well as what it names; what only those who hear the page find is a pixel wide.
SMALLER_THAN = """(targets, least) => targets.flatMap((one) => {
    const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
    const isSeen = one.checkVisibility({ visibilityProperty: true }) && width > 1;
    return isSeen && Math.min(width, height) < least - 0.5 ? [one.outerHTML.slice(0, 120)] : [];
})"""


def fingers(desk: Desk) -> CDPSession:
    """The browser's own way to be touched."""
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    return session


def touch(session: CDPSession, *path: list[tuple[float, float]]) -> None:
    """All fingers go down at the first place of the path, along it, and up."""
    for number, places in enumerate(path):
        kind = "touchMove" if number else "touchStart"
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle_of(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shown_at(desk: Desk, exam: Json, place: int) -> None:
    location = exam["slices"][place]["location_mm"]
    expect(desk.page.get_by_role("img", name=f"Elastogram at {location:.1f} mm")).to_be_visible()


def test_a_finger_scrolls_the_slices_and_chooses_one(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    session = fingers(desk)
    x, y = middle_of(desk.page.get_by_role("img", name="Magnitude at"))
    touch(session, *[[(x, y + way)] for way in (0, 20, 40)])
    shown_at(desk, exam, 1)
    touch(session, *[[(x, y - way)] for way in (0, 20, 40)])
    shown_at(desk, exam, 0)
    desk.page.wait_for_timeout(AFTER_FLING_MS)
    touch(session, [middle_of(desk.slices().nth(2))])
    shown_at(desk, exam, 2)


def test_two_fingers_zoom_all_panes_and_a_tap_changes_the_range(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    session = fingers(desk)
    x, y = middle_of(desk.page.get_by_role("img", name="Elastogram at"))
    before = desk.lit_pixels("magnitude")
    touch(session, *[[(x - way, y), (x + way, y)] for way in (20, 30, 40, 50, 60)])
    desk.wait_until(lambda: desk.lit_pixels("magnitude") != before, "a larger picture")
    shown_at(desk, exam, 0)
    desk.page.wait_for_timeout(AFTER_FLING_MS)
    touch(session, [middle_of(desk.page.get_by_role("button", name="to 8 kPa"))])
    expect(desk.page.get_by_role("button", name="to 20 kPa")).to_be_visible()


def test_targets_are_large_enough_for_a_finger(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.row(exam["id"]).wait_for()
    assert desk.page.locator(TARGETS).evaluate_all(SMALLER_THAN, LEAST_TARGET_PX) == []


def test_targets_of_the_console_are_larger(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("technologist")
    desk.open(f"/console/{exam['scanner']}")
    desk.page.get_by_role("heading", name=exam["scanner"], exact=True).wait_for()
    assert desk.page.locator("main").locator(TARGETS).evaluate_all(SMALLER_THAN, LEAST_CONSOLE_TARGET_PX) == []
