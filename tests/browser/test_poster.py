"""The first pictures are there before the image library is, where it will draw them."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import SitDown
from tests.browser.phantom import phantom
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

LIBRARY = "**/assets/engine-*.js"
ALIKE = 12
"""Mean difference of a channel, of 255, between two ways to smooth the same pixels; moved by three it is more."""
MOVED = 3
MORE_THAN_LETTERS = 0.05
"""Share of a pane: the letters at its edges are there before any picture is."""
Pixels = NDArray[np.int16]


@pytest.fixture(scope="module")
def fixed(stack: Stack) -> Json:
    return stack.judge(phantom())


def pixels_of(pane: Locator) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(pane.screenshot())).convert("RGB"), dtype=np.int16)


def share_lit(pane: Locator) -> float:
    return float((pixels_of(pane).max(axis=2) > ALIKE).mean())


def mean_difference(one: Pixels, other: Pixels) -> float:
    """Where one of the two shows anything."""
    return float(np.abs(one - other)[(one + other).max(axis=2) > ALIKE].mean())


@pytest.mark.parametrize("role", ["elastogram", "cmoe", "magnitude", "wave"])
def test_the_first_picture_does_not_wait_for_the_library(sit_down: SitDown, fixed: Json, role: str) -> None:
    desk = sit_down("radiologist")
    held: list[Route] = []
    desk.page.route(LIBRARY, lambda route: held.append(route))  # noqa: PLW0108  Playwright marks what it calls
    desk.open(f"/exams/{fixed['id']}")
    frame = desk.page.locator(f"[data-pane={role}]")
    pane = frame.locator(".pane")
    expect(frame.locator("[data-layer=poster]")).to_be_visible()
    desk.wait_until(lambda: share_lit(pane) > MORE_THAN_LETTERS and held, "the poster")
    if role == "cmoe":
        expect(frame.locator("[data-layer=hatch]")).to_be_visible()
    poster = pixels_of(pane)
    for route in held:
        route.continue_()
    desk.page.unroute(LIBRARY)
    expect(frame.locator(".pane[data-shown=true]")).to_be_visible()
    expect(frame.locator("[data-layer=poster]")).to_have_count(0)
    drawn = pixels_of(pane)
    difference = mean_difference(poster, drawn)
    assert difference < ALIKE
    assert difference < mean_difference(np.roll(poster, MOVED, axis=1), drawn) / 2


def test_without_the_library_the_page_says_so(sit_down: SitDown, fixed: Json) -> None:
    desk = sit_down("radiologist")
    desk.page.route(LIBRARY, lambda route: route.abort())
    desk.open(f"/exams/{fixed['id']}")
    expect(desk.page.get_by_role("button", name="Try again").first).to_be_visible()
