"""Measuring on the reading page: draw, take the proposed region, edit, undo; the server's numbers are the browser's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

READER = "Rita Radiologist"


class MeasuringDesk:
    """What a reader does with regions, and sees of them."""

    def __init__(self, desk: Desk, stack: Stack, exam: str, place: int) -> None:
        self.desk, self.stack, self.key, self.place = desk, stack, exam, place
        self.open()

    def open(self) -> None:
        self.desk.open_exam(self.key)
        self.desk.slices().nth(self.place).click()

    @property
    def numbers(self) -> Locator:
        return self.desk.page.locator("[data-region-numbers]")

    @property
    def panel(self) -> Locator:
        return self.desk.page.get_by_role("region", name="Measured by you")

    def lines(self, kind: str = "own") -> Locator:
        """The region's line, once a pane."""
        return self.desk.page.locator(f"[data-region={kind}]")

    def button(self, name: str) -> Locator:
        return self.desk.page.get_by_role("group", name="Region").get_by_role("button", name=name)

    def click(self, *places: tuple[float, float]) -> None:
        """On the elastogram, at shares of its width and height."""
        for across, down in places:
            self.desk.page.mouse.click(*self.point(across, down))

    def drag(self, *places: tuple[float, float]) -> None:
        mouse = self.desk.page.mouse
        mouse.move(*self.point(*places[0]))
        mouse.down()
        for place in places[1:]:
            mouse.move(*self.point(*place), steps=8)
        mouse.up()

    def point(self, across: float, down: float) -> tuple[float, float]:
        box = self.desk.page.locator("[data-pane=elastogram] .pane").bounding_box()
        assert box
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def versions(self) -> list[Any]:
        """Every version of the reader's region on the slice, as the server keeps them."""
        slice_ = self.stack.exam(self.key)["slices"][self.place]["id"]
        rows = self.stack.get(f"/api/exams/{self.key}/regions/")["regions"]
        return [row for row in rows if (row["slice"], row["reader"]["name"]) == (slice_, READER)]

    def expect_saved(self, version: int) -> Any:
        """The newest version, which must be this one; what the page shows of it must be the server's numbers."""
        expect(self.panel).to_contain_text(f"version {version},")
        newest = self.versions()[-1]
        assert newest["version"] == version
        numbers = newest["numbers"]
        if numbers:
            shown = f"{numbers['mean_kpa']:.2f} ± {numbers['sd_kpa']:.2f} kPa, median {numbers['median_kpa']:.2f}"
            expect(self.numbers).to_contain_text(f"{shown}, {numbers['area_cm2']:.1f} cm²")
            expect(self.numbers).to_contain_text(f"{round(100 * numbers['confident_share'])} % at confidence ≥ 0.95")
        return newest


@pytest.fixture(scope="module")
def untouched(stack: Stack) -> Iterator[tuple[str, int]]:
    """Slices without a region, for which one can be proposed: exam and place."""

    def search() -> Iterator[tuple[str, int]]:
        for seed in range(6100, 6200):
            exam = stack.judge(ge_datasets(simulate_exam(seed=seed, quality="adequate")))
            for place, one in enumerate(exam["slices"]):
                if stack.get(f"/api/exams/{exam['id']}/slices/{one['id']}/proposal/")["points"]:
                    yield exam["id"], place

    return search()


@pytest.fixture
def measuring(sit_down: SitDown, stack: Stack, untouched: Iterator[tuple[str, int]]) -> MeasuringDesk:
    return MeasuringDesk(sit_down("radiologist"), stack, *next(untouched))


CORNERS = ((0.35, 0.4), (0.45, 0.4), (0.45, 0.6), (0.35, 0.6))


def test_a_polygon_is_measured_as_the_server_measures_it(measuring: MeasuringDesk) -> None:
    measuring.desk.press("p")
    measuring.click(*CORNERS)
    measuring.desk.press("Enter")
    saved = measuring.expect_saved(1)
    assert (saved["shape"], saved["origin"], len(saved["points"])) == ("polygon", "drawn", 4)
    expect(measuring.lines()).to_have_count(4)


def test_a_polygon_ends_on_its_first_corner_and_an_escape_draws_nothing(measuring: MeasuringDesk) -> None:
    measuring.desk.press("p")
    measuring.click(*CORNERS[:3])
    measuring.desk.press("Escape")
    expect(measuring.lines("sketch")).to_have_count(0)
    measuring.desk.press("p")
    measuring.click(*CORNERS, CORNERS[0])
    assert len(measuring.expect_saved(1)["points"]) == 4


def test_a_region_is_drawn_shaped_and_moved_by_buttons_alone(measuring: MeasuringDesk) -> None:
    measuring.button("Polygon").click()
    measuring.click(*CORNERS)
    measuring.button("Close the polygon").click()
    drawn = measuring.expect_saved(1)
    measuring.button("Wider region").click()
    wider = measuring.expect_saved(2)
    assert wider["numbers"]["area_cm2"] > drawn["numbers"]["area_cm2"]
    measuring.button("Move the region by").click()
    measuring.button("Region left").click()
    moved = measuring.expect_saved(3)
    assert [[round(col + 1, 3), row] for col, row in moved["points"]] == [
        [round(col, 3), row] for col, row in wider["points"]
    ]
    measuring.button("Stop drawing").click()
    expect(measuring.button("Region left")).to_be_hidden()


def test_the_pictures_stay_where_they_are_whatever_is_said_under_them(measuring: MeasuringDesk) -> None:
    page = measuring.desk.page

    def places() -> Any:
        return page.locator(".panes__pane .pane").evaluate_all("all => all.map(one => one.getBoundingClientRect())")

    before = places()
    measuring.desk.press("t", *["ArrowLeft"] * 3)
    expect(page.get_by_text("not the verdict's 0.95")).to_be_visible()
    assert places() == before
    page.keyboard.press("Escape")
    measuring.desk.press("p")
    expect(measuring.button("Stop drawing")).to_be_visible()
    assert places() == before
    measuring.click(*CORNERS)
    measuring.desk.press("Enter", "m")
    expect(measuring.numbers).to_contain_text("at confidence ≥ 0.92")
    expect(measuring.button("Region left")).to_be_visible()
    assert places() == before


@pytest.mark.parametrize(("key", "shape"), [("f", "freehand"), ("e", "ellipse")])
def test_a_region_is_dragged(measuring: MeasuringDesk, key: str, shape: str) -> None:
    measuring.desk.press(key)
    measuring.drag((0.35, 0.4), (0.36, 0.58), (0.4, 0.66), (0.47, 0.6))
    assert measuring.expect_saved(1)["shape"] == shape


def test_pulling_a_corner_is_a_version_and_can_be_undone_and_done_again(measuring: MeasuringDesk) -> None:
    measuring.desk.press("p")
    measuring.click(*CORNERS)
    measuring.desk.press("Enter")
    first = measuring.expect_saved(1)
    measuring.drag(CORNERS[0], (0.3, 0.3))
    second = measuring.expect_saved(2)
    assert (second["origin"], second["points"][1:]) == ("edited", first["points"][1:])
    assert second["numbers"]["area_cm2"] > first["numbers"]["area_cm2"]
    measuring.desk.press("Control+z")
    assert measuring.expect_saved(3)["points"] == first["points"]
    measuring.desk.press("Control+Shift+z")
    assert measuring.expect_saved(4)["points"] == second["points"]
    measuring.desk.press("Delete")
    assert measuring.expect_saved(5)["points"] == []
    expect(measuring.lines()).to_have_count(0)
    measuring.desk.press("Control+z")
    assert measuring.expect_saved(6)["points"] == second["points"]


def test_the_proposed_region_is_taken_and_shaped_by_keys_alone(measuring: MeasuringDesk) -> None:
    measuring.desk.press("g")
    proposed = measuring.expect_saved(1)
    assert (proposed["origin"], proposed["shape"]) == ("proposed", "polygon")
    assert proposed["numbers"]["confident_share"] > 0.8
    measuring.desk.press("]", "]")
    wider = measuring.expect_saved(2)
    assert wider["numbers"]["area_cm2"] > proposed["numbers"]["area_cm2"]
    measuring.desk.press("m", "ArrowLeft", "ArrowLeft", "ArrowUp")
    moved = measuring.expect_saved(3)
    ways = {
        (round(at[0] - was[0], 2), round(at[1] - was[1], 2))
        for at, was in zip(moved["points"], wider["points"], strict=True)
    }
    assert ways == {(-2, -1)}
    measuring.desk.press("Escape", "ArrowDown" if measuring.place == 0 else "ArrowUp")
    expect(measuring.desk.slices().nth(measuring.place)).not_to_have_attribute("aria-current", "true")


def test_the_region_is_there_after_a_reload_and_the_next_edit_is_version_2(measuring: MeasuringDesk) -> None:
    measuring.desk.press("g")
    measuring.expect_saved(1)
    measuring.open()
    expect(measuring.lines()).to_have_count(4)
    measuring.expect_saved(1)
    measuring.desk.press("[")
    assert measuring.expect_saved(2)["origin"] == "edited"


def test_the_exams_stiffness_is_the_mean_weighted_by_area(
    measuring: MeasuringDesk, untouched: Iterator[tuple[str, int]]
) -> None:
    measuring.desk.press("g")
    measuring.expect_saved(1)
    key, place = next(untouched)
    other = MeasuringDesk(measuring.desk, measuring.stack, key, place)
    other.desk.press("g")
    other.expect_saved(1)
    answer = measuring.stack.get(f"/api/exams/{key}/regions/")
    (whole,) = answer["measurements"]
    newest = {region["slice"]: region["numbers"] for region in answer["regions"]}
    numbers = [one for one in newest.values() if one]
    area = sum(one["area_cm2"] for one in numbers)
    assert (whole["slices"], whole["area_cm2"]) == (len(numbers), pytest.approx(area))
    assert whole["mean_kpa"] == pytest.approx(sum(one["mean_kpa"] * one["area_cm2"] for one in numbers) / area)
    expect(other.panel.locator("[data-exam-mean]")).to_have_text(f"{whole['mean_kpa']:.2f} kPa")
    expect(other.panel).to_contain_text(f"{area:.1f} cm²")
    expect(other.panel).to_contain_text("Not a diagnosis")


def test_the_decision_names_the_region(measuring: MeasuringDesk) -> None:
    measuring.desk.press("g")
    region = measuring.expect_saved(1)
    measuring.desk.press("o", "l", "4", "Enter")
    expect(measuring.desk.decisions()).to_contain_text("Overridden")
    (review,) = measuring.stack.exam(measuring.key)["slices"][measuring.place]["reviews"]
    assert review["region"] == region["id"]


def test_the_threshold_moves_the_share_at_once(measuring: MeasuringDesk) -> None:
    measuring.desk.press("g")
    measuring.expect_saved(1)
    measuring.desk.press("t", *["ArrowLeft"] * 10)
    expect(measuring.numbers).to_contain_text("at confidence ≥ 0.85")
    assert len(measuring.versions()) == 1


def test_a_region_against_replaced_pixels_is_not_saved_and_says_so(measuring: MeasuringDesk) -> None:
    def refuse(route: Any) -> None:
        sent = route.request.post_data_json
        route.continue_(post_data={**sent, "pixels": "00000000"})

    measuring.desk.page.route("**/regions/", refuse, times=1)
    measuring.desk.press("g")
    trouble = measuring.desk.page.get_by_role("alert")
    expect(trouble).to_contain_text("replaced while you measured")
    trouble.get_by_role("button", name="Measure again").click()
    measuring.expect_saved(1)


def test_what_is_drawn_while_the_line_is_cut_is_sent_once_it_is_back(measuring: MeasuringDesk) -> None:
    measuring.desk.page.route("**/regions/", lambda route: route.abort(), times=2)
    measuring.desk.press("g")
    measuring.expect_saved(1)
    assert len(measuring.versions()) == 1


def test_who_may_not_decide_may_not_measure(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    looking = MeasuringDesk(sit_down("technologist"), stack, exam["id"], 0)
    expect(looking.button("Polygon")).to_have_count(0)
    looking.desk.press("g")
    expect(looking.lines()).to_have_count(0)


def test_the_tools_are_in_the_sheet_of_keys(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    measuring = MeasuringDesk(sit_down("radiologist"), stack, exam["id"], 0)
    measuring.desk.press("?")
    sheet = measuring.desk.page.get_by_role("dialog")
    for words in ("Take the proposed region", "Undo", "Ctrl Shift Z", "Wider region", "Close the polygon"):
        expect(sheet).to_contain_text(re.compile(words))
