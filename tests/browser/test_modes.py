"""Reading blind, adjudication, and decisions that outlive the network: two readers at their own desks."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from playwright.sync_api import Page, expect
from pydicom import Dataset
from pydicom.uid import generate_uid

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.browser.test_accessible import find_violations
from tests.parts import wait_until
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

VERDICT_WORDS = re.compile(r"\b(Adequate|Limited|Inadequate|Diagnostic|Not diagnostic|Needs a person|members vote)\b")
WAITING = "2 decisions wait for the network"
SEEDS = itertools.count(9100)


def arrive(stack: Stack) -> Json:
    """An exam of its own for a test that decides on it."""
    return stack.judge(ge_datasets(simulate_exam(seed=next(SEEDS), quality="adequate")))


def open_study(stack: Stack, name: str, exam: Json) -> int:
    readers = [stack_user(stack, one)["id"] for one in ("radiologist", "radiologist2")]
    with stack.client("qa") as client:
        body = {"name": name, "readers": readers, "choice": {"exams": [exam["id"]]}}
        return int(client.post("/api/studies/", json=body).raise_for_status().json()["id"])


def close_study(stack: Stack, study: int) -> None:
    with stack.client("qa") as client:
        client.post(f"/api/studies/{study}/close/").raise_for_status()


def stack_user(stack: Stack, username: str) -> Json:
    with stack.client(username) as client:
        user: Json = client.get("/api/session/").json()["user"]
    return user


def arrive_unseen(stack: Stack) -> Json:
    """An exam that no reader has opened: `Stack.judge` looks at its exams as a radiologist."""
    images = ge_datasets(simulate_exam(seed=next(SEEDS), quality="adequate"))
    with stack.events() as events:
        accepted = set(stack.archive.receive(images).accepted)
        key = events.wait_final(images[0].StudyInstanceUID, images=len(accepted))["exam"]
    with stack.client("technologist") as client:
        exam: Json = client.get(f"/api/exams/{key}/").json()
    return exam


@pytest.fixture
def blind_exam(stack: Stack) -> Iterator[Json]:
    exam = arrive_unseen(stack)
    study = open_study(stack, f"study {exam['id'][:8]}", exam)
    yield {**exam, "study": study}
    close_study(stack, study)


def opinion_of(page: Page) -> str:
    return page.get_by_role("complementary", name="Opinion").inner_text()


def judge_blind(desk: Desk, *keys: str) -> None:
    """Give an opinion on the slice that is looked at, and wait until it is locked."""
    before = desk.decisions().count()
    desk.press("o", *keys, "Enter")
    expect(desk.decisions()).not_to_have_count(before)


def test_a_blind_reader_sees_no_verdict_until_their_opinion_is_locked(
    sit_down: SitDown, stack: Stack, blind_exam: Json
) -> None:
    reader, other = sit_down("radiologist"), sit_down("radiologist2")
    heard: list[str] = []
    other.page.on("websocket", lambda socket: socket.on("framereceived", lambda text: heard.append(str(text))))
    for desk in (reader, other):
        expect(desk.row(blind_exam["id"])).to_contain_text("Verdict withheld")
        assert not VERDICT_WORDS.search(desk.row(blind_exam["id"]).inner_text())
        desk.open_exam(blind_exam["id"])
        expect(desk.page.get_by_role("region", name="Blinded reading")).to_be_visible()
        assert not VERDICT_WORDS.search(desk.page.locator("main").inner_text())
        expect(desk.page.get_by_role("button", name="Accept")).to_be_disabled()
    judge_blind(reader, "l", "4")
    expect(reader.page.locator("[data-slice-verdict]")).to_be_visible()
    assert VERDICT_WORDS.search(opinion_of(reader.page))
    expect(reader.page.get_by_role("region", name="Blinded reading")).to_contain_text("1 of")
    other.page.wait_for_timeout(1500)
    assert not VERDICT_WORDS.search(other.page.locator("main").inner_text())
    assert not [text for text in heard if "review.added" in text or "limited" in text]
    judge_blind(other, "x", "4")
    expect(other.decisions()).to_have_count(2)
    expect(other.decisions().first).to_contain_text("Rita")
    (first, second) = stack.exam(blind_exam["id"])["slices"][0]["reviews"]
    assert (first["decision"], second["quality"]) == ("opinion", "non_diagnostic")


def test_a_dispute_comes_to_adjudication_with_both_opinions_side_by_side(
    sit_down: SitDown, stack: Stack, blind_exam: Json
) -> None:
    slice_id = blind_exam["slices"][0]["id"]
    for username, quality in (("radiologist", "diagnostic"), ("radiologist2", "non_diagnostic")):
        with stack.client(username) as client:
            decision = {
                "client_id": f"00000000-0000-4000-8000-{blind_exam['study']:06d}{len(username):06d}",
                "slice": slice_id,
                "assessment": blind_exam["slices"][0]["assessment"],
                "decision": "opinion",
                "quality": quality,
                "reason": None if quality == "diagnostic" else "motion",
                "note": f"as {username} sees it",
                "seconds_spent": 3,
                "shown": {},
            }
            client.post(f"/api/exams/{blind_exam['id']}/reviews/", json=decision).raise_for_status()
    for username, keys in (("radiologist", ("x", "4")), ("radiologist2", ("x", "4"))):
        desk = sit_down(username)
        desk.open("/agreement/adjudication")
        cases = desk.page.get_by_role("navigation", name="Cases")
        one = cases.get_by_role("button").filter(has_text=str(blind_exam["patient"]))
        if one.get_attribute("aria-current") != "true":
            one.click()
        opinions = desk.page.get_by_role("region", name="Opinions")
        expect(opinions).to_contain_text("as radiologist sees it")
        expect(opinions).to_contain_text("as radiologist2 sees it")
        expect(desk.page.locator(".pane[data-shown=true]").first).to_be_visible()
        assert find_violations(desk) == []
        desk.press("o", *keys, "Enter")
        expect(desk.page.get_by_role("region", name=re.compile("Proposals|Consensus")).first).to_be_visible()
    expect(desk.page.get_by_role("region", name="Consensus")).to_contain_text("Settled by the readers together")
    consensus = stack.exam(blind_exam["id"])["slices"][0]["consensus"]
    assert (consensus["quality"], consensus["made"]) == ("non_diagnostic", "readers")


def test_the_quality_manager_opens_a_study_and_sees_how_far_it_is(sit_down: SitDown, stack: Stack) -> None:
    arrive_unseen(stack)
    desk = sit_down("qa")
    desk.open("/agreement")
    form = desk.page.get_by_role("form", name="Open a study")
    form.get_by_label("Name").fill("Spring reading")
    for reader in ("Rita Radiologist", "Rolf Reader"):
        form.get_by_label(reader).check()
    form.get_by_label("Sample of exams").fill("1")
    form.get_by_role("button", name="Look at the exams").click()
    expect(form).to_contain_text("1 exam with")
    form.get_by_role("button", name="Open the study").click()
    study = desk.page.get_by_role("region", name="Spring reading")
    expect(study).to_contain_text("Rolf Reader")
    expect(study.get_by_role("table")).to_contain_text("Rita Radiologist and Ensemble")
    assert find_violations(desk) == []
    with desk.page.expect_download() as download:
        study.get_by_role("link", name="Export as CSV").click()
    assert download.value.path().read_text().startswith("exam,patient,scanner")
    study.get_by_role("button", name="Close the study").click()
    expect(study.get_by_text("Closed", exact=True)).to_be_visible()


@contextmanager
def without_network(desk: Desk) -> Iterator[None]:
    desk.page.context.set_offline(True)
    try:
        yield
    finally:
        desk.page.context.set_offline(False)


@contextmanager
def without_delivery(desk: Desk) -> Iterator[None]:
    """No decision gets through. Under `set_offline` Chromium may let one pass, and lose its answer only."""
    desk.page.context.route("**/reviews/", lambda route: route.abort())
    try:
        yield
    finally:
        desk.page.context.unroute("**/reviews/")


@contextmanager
def without_server(stack: Stack) -> Iterator[None]:
    stack.processes["web"].stop()
    try:
        yield
    finally:
        stack.processes["web"].start()
        stack.processes["web"].wait_ready()


def leave(desk: Desk) -> None:
    """Close the page for good: for a moment after it was left, Chromium may let it go on."""
    desk.page.goto("about:blank")
    desk.page.wait_for_timeout(1000)


def decide_twice(desk: Desk) -> None:
    """Override the first two slices: two decisions that the server must have once each."""
    for _ in range(2):
        desk.press("o", "l", "4", "Enter", "j")


def reviews_of(stack: Stack, exam: Json) -> list[int]:
    return [len(one["reviews"]) for one in stack.exam(exam["id"])["slices"]]


def expect_sent_once(desk: Desk, stack: Stack, exam: Json) -> None:
    expect(desk.page.get_by_text("wait for the network")).to_be_hidden()
    desk.wait_until(lambda: sum(reviews_of(stack, exam)) >= 2, "the decisions to arrive")
    desk.page.wait_for_timeout(4000)
    assert reviews_of(stack, exam)[:3] == [1, 1, 0]


def test_decisions_made_without_a_network_are_sent_once_when_it_returns(sit_down: SitDown, stack: Stack) -> None:
    exam, desk = arrive(stack), sit_down("radiologist")
    desk.open_exam(exam["id"])
    with without_network(desk):
        decide_twice(desk)
        expect(desk.page.get_by_text(WAITING)).to_be_visible()
        expect(desk.slices().first).to_contain_text("Waits to be sent")
    expect_sent_once(desk, stack, exam)


def test_decisions_outlive_a_stopped_server_and_a_closed_tab(sit_down: SitDown, stack: Stack) -> None:
    exam, desk = arrive(stack), sit_down("radiologist")
    desk.open_exam(exam["id"])
    with without_server(stack):
        decide_twice(desk)
        expect(desk.page.get_by_text(WAITING)).to_be_visible()
        leave(desk)
    assert sum(reviews_of(stack, exam)) == 0
    desk.open("/")
    expect_sent_once(desk, stack, exam)


def test_decisions_of_one_reader_are_never_sent_by_another(sit_down: SitDown, stack: Stack) -> None:
    exam, desk = arrive(stack), sit_down(None)
    desk.sign_in(stack.accounts["radiologist"])
    desk.open_exam(exam["id"])
    with without_delivery(desk):
        decide_twice(desk)
        expect(desk.page.get_by_text(WAITING)).to_be_visible()
        leave(desk)
    desk.page.context.clear_cookies()
    desk.open("/")
    desk.sign_in(stack.accounts["radiologist2"])
    desk.page.wait_for_timeout(4000)
    assert sum(reviews_of(stack, exam)) == 0
    desk.page.get_by_role("button", name="Sign out").click()
    desk.sign_in(stack.accounts["radiologist"])
    expect_sent_once(desk, stack, exam)
    readers = {one["reviews"][0]["reader"]["name"] for one in stack.exam(exam["id"])["slices"][:2]}
    assert readers == {"Rita Radiologist"}


def send_again_without_confidence(stack: Stack, images: list[Dataset], exam: Json, place: int) -> None:
    """New maps of one slice, in which nothing is confident; back when the slice has its new verdict."""
    used = exam["slices"][place]["sop_instance_uids"].values()
    again = [deepcopy(image) for image in images if image.SOPInstanceUID in used]
    for image in again:
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        if image.SeriesDescription != "Stiffness":
            image.PixelData = bytes(len(image.PixelData))
    stack.archive.receive(again)
    wait_until(lambda: stack.exam(exam["id"])["slices"][place]["verdict"] == "non_diagnostic", "the new verdict")


def test_a_decision_about_an_older_result_is_kept_with_what_changed(sit_down: SitDown, stack: Stack) -> None:
    images = ge_datasets(simulate_exam(seed=next(SEEDS), quality="adequate"))
    exam, desk = stack.judge(images), sit_down("radiologist")
    place = next(at for at, one in enumerate(exam["slices"]) if one["verdict"] == "diagnostic")
    desk.open_exam(exam["id"])
    desk.slices().nth(place).click()
    with without_delivery(desk):
        desk.press("o", "l", "4")
        desk.page.get_by_label("Note").fill("what I saw")
        desk.press("Escape", "Enter")
        expect(desk.page.get_by_text("1 decision waits for the network")).to_be_visible()
        send_again_without_confidence(stack, images, exam, place)
    bar = desk.page.get_by_label("Decision", exact=True)
    expect(bar).to_contain_text("it was diagnostic, and is now not diagnostic")
    expect(desk.page.get_by_role("status", name="Notices")).to_contain_text("1 decision was not kept")
    assert find_violations(desk) == []
    desk.page.reload()
    desk.slices().nth(place).click()
    bar.get_by_role("button", name="Decide again").click()
    expect(desk.page.get_by_label("Note")).to_have_value("what I saw")
    desk.page.get_by_role("form", name="Override").get_by_role("button", name="Save").click()
    expect(desk.decisions()).to_contain_text("what I saw")
    assert reviews_of(stack, exam)[place] == 1


def test_readers_see_each_other_until_a_tab_is_gone(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    reader, other = sit_down("radiologist"), sit_down("radiologist2")
    for desk in (reader, other):
        desk.open_exam(exam["id"])
    for desk, name in ((reader, "Rolf Reader"), (other, "Rita Radiologist")):
        expect(desk.page.get_by_text(f"Also reading: {name}")).to_be_visible()
    other.page.close()
    expect(reader.page.get_by_text("Also reading")).to_be_hidden()


def test_signing_out_in_one_tab_ends_the_live_line_of_the_other(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down(None)
    desk.sign_in(stack.accounts["radiologist"])
    second = desk.page.context.new_page()
    second.goto(stack.base_url)
    expect(second.get_by_role("link", name="Worklist", exact=True)).to_be_visible()
    desk.page.get_by_role("button", name="Sign out").click()
    expect(second.get_by_label("User name")).to_be_visible()


def test_every_part_still_works(stack: Stack) -> None:
    """The web server was stopped and started by a test above."""
    wait_until(stack.is_healthy, "every part to work again")
