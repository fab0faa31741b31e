"""The worklist as a technologist sees it."""

import pytest
from playwright.sync_api import expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_refused_in_words(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down(None)
    desk.page.get_by_label("User name").fill("technologist")
    desk.page.get_by_label("Password").fill("not the password")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("do not belong together")


def test_signing_out_leads_back_to_the_sign_in(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down(None)
    desk.sign_in(stack.accounts["qa"])
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_label("User name")).to_be_visible()


def test_the_administration_signs_in_by_the_same_page(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down(None)
    desk.open("/admin/qc/exam/")
    account = stack.accounts["admin"]
    desk.page.get_by_label("User name").fill(account.username)
    desk.page.get_by_label("Password").fill(account.password)
    desk.press("Enter")
    expect(desk.page.get_by_role("heading", name="Select exam to view")).to_be_visible()
    assert desk.page.url == f"{stack.base_url}/admin/qc/exam/"


def test_an_exam_appears_by_itself_and_becomes_final(sit_down: SitDown, stack: Stack) -> None:
    images = ge_datasets(simulate_exam(seed=31, quality="failed"))
    desk = sit_down("technologist")
    expect(desk.page.get_by_role("table")).to_be_visible()
    exam = stack.judge(images)
    row = desk.row(exam["id"])
    expect(row).to_contain_text(exam["why"])
    expect(row.get_by_role("listitem")).to_have_count(len(exam["slices"]))
    expect(row).to_contain_text("New")
    row.hover()
    expect(row).not_to_contain_text("New")


def test_the_address_keeps_filter_and_order(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.page.get_by_label(exam["scanner"]).check()
    desk.page.get_by_role("button", name="Verdict", exact=True).click()
    expect(desk.row(exam["id"])).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_label(exam["scanner"])).to_be_checked()
    expect(desk.page.get_by_role("columnheader", name="Verdict State")).to_have_attribute("aria-sort", "ascending")


def test_an_exam_is_opened_from_the_keyboard(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    expect(desk.row(exam["id"])).to_be_visible()
    desk.press("j", "Enter")
    expect(desk.slices().first).to_be_visible()
    assert "/exams/" in desk.page.url
