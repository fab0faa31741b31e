"""The worklist as a technologist sees it."""

import pytest
from playwright.sync_api import expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_refused_in_words(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down("technologist")
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.get_by_label("User name").fill("technologist")
    desk.page.get_by_label("Password").fill("not the password")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("do not belong together")


def test_an_exam_appears_by_itself_and_becomes_final(sit_down: SitDown, stack: Stack) -> None:
    images = ge_datasets(simulate_exam(seed=31, quality="failed"))
    desk = sit_down("technologist")
    expect(desk.page.get_by_role("table")).to_be_visible()
    with stack.events() as events:
        accepted = stack.archive.receive(images).accepted
        row = desk.row(events.wait_final(images[0].StudyInstanceUID, images=len(set(accepted)))["exam"])
    expect(row).to_contain_text("diagnostic")
    expect(row.locator(".strip__tile:not(.strip__tile--missing)")).to_have_count(
        len(stack.exam(row_key(row))["slices"])
    )
    expect(row).to_contain_text("New")
    row.hover()
    expect(row).not_to_contain_text("New")


def row_key(row) -> str:
    return str(row.get_attribute("data-exam"))


def test_the_address_keeps_filter_and_order(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.page.get_by_label(exam["scanner"]).check()
    desk.page.get_by_role("button", name="Verdict").click()
    expect(desk.row(exam["id"])).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_label(exam["scanner"])).to_be_checked()
    expect(desk.page.get_by_role("columnheader", name="Verdict")).to_have_attribute("aria-sort", "ascending")


def test_an_exam_is_opened_from_the_keyboard(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    expect(desk.row(exam["id"])).to_be_visible()
    desk.press("j", "Enter")
    expect(desk.page).to_have_url(f"{desk.base_url}/exams/{desk.page.url.rsplit('/', 1)[-1]}")
    expect(desk.slices().first).to_be_visible()
