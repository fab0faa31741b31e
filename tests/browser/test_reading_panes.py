"""The panes of the reading page: what hangs where, what is missing, and the numbers that go with the pictures."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.flow.exams import fresh_colour_saves, fresh_exam
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

SUM_OF_PIXELS = """canvas => {
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    return data.reduce((sum, value, place) => (sum * 31 + value * place) % 1e9, 0);
}"""


def roles_in_view(desk: Desk) -> list[str]:
    return [pane.get_attribute("data-pane") or "" for pane in desk.page.locator("[data-pane]").all()]


def lacks(desk: Desk) -> Locator:
    return desk.page.locator(".panes__lack")


def measured(desk: Desk) -> Locator:
    return desk.page.locator("[data-measured]")


def picture_of(desk: Desk, pane: str) -> int:
    """A number that changes with the picture of a pane."""
    return int(desk.page.locator(f"[data-pane={pane}] .pane__view canvas").first.evaluate(SUM_OF_PIXELS))


@pytest.mark.parametrize("role", ["magnitude", "wave", "elastogram", "cmoe", "confidence"])
def test_a_pane_can_show_every_role(sit_down: SitDown, exam: Json, role: str) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("1")
    desk.expect_panes(1)
    desk.page.get_by_label("Picture in this pane").select_option(role)
    expect(desk.page.locator("[data-pane]")).to_have_attribute("data-pane", role)
    desk.expect_panes(1)
    assert desk.lit_pixels(role) > 2000


def test_the_layout_comes_back_with_its_reader_and_with_no_other(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("2", "r")
    desk.page.get_by_label("Picture in this pane").first.select_option("confidence")
    desk.page.reload()
    desk.expect_panes(2)
    assert roles_in_view(desk) == ["confidence", "cmoe"]
    expect(desk.page.get_by_role("button", name="to 20 kPa")).to_be_visible()

    elsewhere = sit_down("radiologist")  # another browser, as on another workstation
    elsewhere.open_exam(exam["id"], panes=2)
    assert roles_in_view(elsewhere) == ["confidence", "cmoe"]
    expect(elsewhere.page.get_by_role("button", name="to 20 kPa")).to_be_visible()

    other = sit_down("radiologist2")
    other.open_exam(exam["id"])
    assert roles_in_view(other) == ["elastogram", "cmoe", "magnitude", "wave"]


def test_the_panes_scroll_and_grow_together(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    before = {pane: picture_of(desk, pane) for pane in roles_in_view(desk)}
    desk.press("j")
    second = exam["slices"][1]
    for title in ("Elastogram", "CMOE", "Magnitude", "Wave"):
        expect(desk.page.get_by_role("img", name=f"{title} at {second['location_mm']:.1f} mm")).to_be_visible()
    desk.press("k", "+", "+")
    desk.expect_panes(4)
    desk.wait_until(lambda: all(picture_of(desk, pane) != was for pane, was in before.items()), "larger pictures")


def test_an_exam_without_waves_hangs_the_rest_and_says_so(sit_down: SitDown, stack: Stack) -> None:
    exam = stack.judge([image for image in fresh_exam() if image.get("SeriesDescription") != "Shear Wave"])
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"], panes=3)
    expect(lacks(desk)).to_have_text("No wave images came.")
    assert roles_in_view(desk) == ["elastogram", "cmoe", "magnitude"]
    expect(desk.page.get_by_role("group", name="Wave")).to_be_hidden()


def test_colour_pictures_alone_hang_large_without_numbers(sit_down: SitDown, stack: Stack) -> None:
    exam = stack.judge(fresh_colour_saves())
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"], panes=1)
    assert roles_in_view(desk) == ["cmoe"]
    expect(lacks(desk)).to_contain_text("Only a colour picture came, which holds no numbers.")
    expect(lacks(desk)).to_contain_text("No magnitude image came.")
    expect(measured(desk)).to_contain_text("Nothing to measure")


def test_one_key_changes_the_range_and_another_the_colours(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    scale = desk.page.locator("[data-pane=elastogram] .colour-bar")
    expect(scale).to_have_attribute("aria-label", "Colour scale from 0 to 8 kPa")
    customary = picture_of(desk, "elastogram")
    desk.press("r")
    expect(scale).to_have_attribute("aria-label", "Colour scale from 0 to 20 kPa")
    expect(scale).to_contain_text("20")
    desk.press("r", "c")
    expect(desk.page.get_by_role("button", name="Colours: violet to yellow")).to_be_visible()
    desk.wait_until(lambda: picture_of(desk, "elastogram") != customary, "other colours")


def test_the_threshold_moves_hatch_and_numbers_at_once(sit_down: SitDown, exam: Json) -> None:
    place, slice_ = max(enumerate(exam["slices"]), key=lambda one: one[1]["measurable_area_cm2"] or 0)
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.slices().nth(place).click()
    area, median = f"{slice_['measurable_area_cm2']:.1f} cm²", f"median {slice_['stiffness_kpa']:.2f} kPa"
    expect(measured(desk)).to_contain_text(area)
    expect(measured(desk)).to_contain_text(median)
    hatch = desk.page.locator("[data-layer=hatch]")
    before = hatch.evaluate(SUM_OF_PIXELS)

    desk.press("t", *["ArrowLeft"] * 10)
    expect(desk.page.get_by_label("Confidence threshold")).to_have_value("0.85")
    expect(desk.page.get_by_text("not the verdict's 0.95")).to_be_visible()
    expect(measured(desk)).not_to_contain_text(area)
    assert hatch.evaluate(SUM_OF_PIXELS) != before
    assert float(re.findall(r"[\d.]+", measured(desk).inner_text())[0]) > slice_["measurable_area_cm2"]

    desk.press("x")
    expect(desk.page.get_by_text("not the verdict's 0.95")).to_be_hidden()
    expect(measured(desk)).to_contain_text(area)
    assert hatch.evaluate(SUM_OF_PIXELS) == before


def test_every_pane_tells_what_is_under_the_cursor(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    images = exam["slices"][0]["images"]
    with stack.client() as client:
        maps = {
            role: np.frombuffer(client.get(images[role]["url"]).raise_for_status().content, "<u2")
            for role in ("stiffness", "confidence")
        }
    box = desk.page.get_by_role("img", name="Magnitude at").bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
    marks = desk.page.locator("[data-cursor]")
    expect(marks).to_have_count(4)
    (place,) = {int(mark.get_attribute("data-cursor") or -1) for mark in marks.all()}
    told = f"{maps['stiffness'][place] / 1000:.1f} kPa, confidence {maps['confidence'][place] // 10 / 100:.2f}"
    expect(desk.page.locator("[data-values]")).to_have_text([told] * 4)


def test_the_wave_runs_on_its_own_and_both_ways(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    first = picture_of(desk, "wave")
    desk.press(" ")
    # When the film runs, every pane has been drawn in its place; just after opening one may still be.
    desk.wait_until(lambda: picture_of(desk, "wave") != first, "the film")
    still = {pane: picture_of(desk, pane) for pane in roles_in_view(desk)}
    desk.wait_until(lambda: picture_of(desk, "wave") != still["wave"], "the next frame")
    assert picture_of(desk, "elastogram") == still["elastogram"]
    desk.press(".", "b")
    tools = desk.page.get_by_role("group", name="Wave")
    expect(tools).to_contain_text("12/s")
    expect(tools.get_by_role("button", name="Backwards")).to_have_attribute("aria-pressed", "true")
    desk.press(" ")
    expect(tools).to_have_attribute("data-running", "false")
    desk.page.wait_for_timeout(300)
    stopped = picture_of(desk, "wave")
    desk.page.wait_for_timeout(300)
    assert picture_of(desk, "wave") == stopped


def test_the_measured_region_can_be_outlined(sit_down: SitDown, exam: Json) -> None:
    place, _ = max(enumerate(exam["slices"]), key=lambda one: one[1]["measurable_area_cm2"] or 0)
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.slices().nth(place).click()
    outlines = desk.page.locator("[data-outline=measured]")
    expect(outlines).to_have_count(0)
    desk.press("l")
    expect(outlines).to_have_count(4)
    desk.press("l")
    expect(outlines).to_have_count(0)
