"""Reading without a mouse: a whole exam by keys, notes that fire nothing, and the next exam at once."""

import gzip

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.flow.exams import fresh_maps
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

INITIAL_LIMIT = 500_000
"""Bytes of JavaScript, compressed, before a page without pictures works."""


def address_of(exam: Json) -> str:
    return f"/exams/{exam['id']}"


def decide_by_keys(desk: Desk, slice_: Json) -> None:
    """Accept what can be accepted, override the rest as poor for motion."""
    if slice_["verdict"] in ("diagnostic", "non_diagnostic"):
        desk.press("a")
    else:
        desk.press("o", "x", "4", "Enter")
    expect(desk.decisions()).to_have_count(1)


def test_a_whole_exam_is_read_by_keys_from_the_worklist_to_the_next(sit_down: SitDown, stack: Stack) -> None:
    following, exam = (stack.judge(fresh_maps()) for _ in range(2))
    desk = sit_down("radiologist")
    expect(desk.row(exam["id"])).to_be_visible()
    desk.press("j", "Enter")
    desk.page.wait_for_url(f"**{address_of(exam)}")
    desk.expect_panes(2)
    for place, slice_ in enumerate(exam["slices"]):
        decide_by_keys(desk, slice_)
        if place + 1 < len(exam["slices"]):
            desk.press("j")
    desk.press("n")
    desk.page.wait_for_url(f"**{address_of(following)}")
    assert all(one["reviewed_quality"] for one in stack.exam(exam["id"])["slices"])


WITHOUT_BUTTON = {"j", "k", "[", "]", "m", "enter", "esc", "v", "shift ←", "shift →", "shift ↑", "shift ↓"}
"""Second names of the arrows; what is not possible just now: to shape a region before there is one, to end a
drawing, to compare where nothing is to be compared; and pointing."""
NAMES = {
    "↑": "arrowup",
    "↓": "arrowdown",
    "\N{MINUS SIGN}": "-",
    "del": "delete",
    "ctrl z": "control+z",
    "ctrl shift z": "control+shift+z",
}


def test_every_key_of_the_page_has_its_button(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    pressed = "all => all.map(one => one.ariaKeyShortcuts.toLowerCase())"
    buttons = set(desk.page.locator("[aria-keyshortcuts]").evaluate_all(pressed))
    desk.press("?")
    sheet = desk.page.get_by_role("dialog", name="Keys of this page")
    expect(sheet).to_be_visible()
    keys = {text.lower() for text in sheet.locator("dl, table, ul").locator("kbd").all_inner_texts()}
    assert len(keys) > 30
    assert {NAMES.get(key, key) for key in keys - WITHOUT_BUTTON} - buttons == set()


def test_the_slice_is_changed_by_button(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    pictures = desk.page.get_by_role("region", name="Pictures")
    pictures.get_by_role("button", name="Next slice").click()
    expect(pictures).to_contain_text("Slice 2 of")
    pictures.get_by_role("button", name="Previous slice").click()
    expect(pictures).to_contain_text("Slice 1 of")
    expect(pictures.get_by_role("button", name="Previous slice")).to_be_disabled()


def test_typing_a_note_fires_no_shortcut(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("o")
    note = desk.page.get_by_label("Note")
    note.fill("")
    note.focus()
    written = "nothing of 1 2 4 0 a c j k l n o r t x b ? , . + - fires"
    desk.page.keyboard.type(written)
    desk.press("ArrowDown", "Shift+ArrowDown")
    expect(note).to_have_value(written)
    desk.expect_panes(4)
    assert desk.page.url.endswith(address_of(exam))
    expect(desk.page.get_by_role("region", name="Pictures")).to_contain_text("Slice 1 of")
    expect(desk.page.get_by_role("button", name="to 8 kPa")).to_be_visible()
    expect(desk.page.get_by_role("dialog")).to_be_hidden()


def test_a_key_of_the_override_never_reaches_the_panes_behind(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("o", "d", "1", "2")
    desk.expect_panes(4)


def test_the_cursor_moves_by_key(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("Shift+ArrowLeft", "Shift+ArrowUp")
    image = exam["slices"][0]["images"]["stiffness"]
    place = (image["rows"] // 2 - 1) * image["cols"] + image["cols"] // 2 - 1
    expect(desk.page.locator(f"[data-cursor='{place}']")).to_have_count(4)
    expect(desk.page.get_by_role("region", name="Pictures")).to_contain_text("Slice 1 of")


def test_the_next_exam_is_there_before_it_is_asked_for(sit_down: SitDown, stack: Stack) -> None:
    following, exam = (stack.judge(fresh_maps()) for _ in range(2))
    desk = sit_down("radiologist")
    came: list[str] = []
    desk.page.on("requestfinished", lambda request: came.append(request.url))
    desk.open_exam(exam["id"], panes=2)
    first = following["slices"][0]["images"]
    awaited = [first[role]["url"] for role in ("stiffness", "confidence")]
    desk.wait_until(lambda: all(any(url.endswith(one) for url in came) for one in awaited), "the next exam's pictures")
    desk.page.wait_for_timeout(200)
    desk.page.route("**/api/**", lambda route: route.abort())
    desk.press("n")
    desk.page.wait_for_url(f"**{address_of(following)}")
    desk.expect_panes(2)
    shown = desk.page.locator(".pane").first.get_attribute("data-image") or ""
    assert following["id"] in shown


def test_a_page_without_pictures_is_light(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.url.endswith(".js"):
            scripts[response.url] = len(gzip.compress(response.body()))

    desk.page.on("response", weigh)
    desk.page.reload()
    expect(desk.row(exam["id"])).to_be_visible()
    desk.page.wait_for_load_state("networkidle")
    light = sum(scripts.values())
    assert 0 < light < INITIAL_LIMIT

    desk.open_exam(exam["id"])
    assert sum(scripts.values()) > 2 * light
