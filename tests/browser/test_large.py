"""An exam of 512 x 512 pixels: every pane, every slice, and the same numbers as at 256 x 256."""

import pytest
from playwright.sync_api import expect

from bench._exams import enlarge
from tests.browser.conftest import SitDown
from tests.flow.exams import fresh_exam
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def large(stack: Stack) -> Json:
    return stack.judge(enlarge(fresh_exam()))


def test_all_panes_scroll_through_all_slices(sit_down: SitDown, large: Json) -> None:
    assert {image["rows"] for one in large["slices"] for image in one["images"].values()} == {512}
    desk = sit_down("radiologist")
    desk.open_exam(large["id"])
    for one in large["slices"][1:]:
        desk.press("j")
        desk.expect_panes(4)
        expect(desk.page.get_by_role("img", name=f"Wave at {one['location_mm']:.1f} mm")).to_be_visible()
    for pane in ("magnitude", "elastogram", "cmoe", "wave"):
        assert desk.lit_pixels(pane) > 5000


def test_the_page_measures_what_the_server_measured(sit_down: SitDown, large: Json) -> None:
    place, one = max(enumerate(large["slices"]), key=lambda found: found[1]["measurable_area_cm2"] or 0)
    desk = sit_down("radiologist")
    desk.open_exam(large["id"])
    desk.slices().nth(place).click()
    measured = desk.page.locator("[data-measured]")
    expect(measured).to_contain_text(f"{one['measurable_area_cm2']:.1f} cm²")
    expect(measured).to_contain_text(f"median {one['stiffness_kpa']:.2f} kPa")
