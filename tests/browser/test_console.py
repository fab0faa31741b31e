"""The console at a scanner, and the policy that its verdicts rest on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect
from pydicom import Dataset

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import Quality, simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.test_accessible import choose, find_violations
from tests.flow.exams import slices_of
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

SCANNER = "CONSOLE-1"


def scan(seed: int, quality: Quality = "adequate", *, scanner: str = SCANNER) -> list[Dataset]:
    """An exam of the patient who lies on this scanner's table."""
    images = list(ge_datasets(simulate_exam(seed=seed, quality=quality)))
    for image in images:
        image.StationName, image.PatientID, image.PatientName = scanner, "CONSOLE-4711", "SIMULATED^CONSOLE"
    return images


def test_tiles_fill_as_the_exam_arrives_and_everybody_learns_that_it_was_seen(sit_down: SitDown, stack: Stack) -> None:
    images = scan(811)
    technologist, radiologist = sit_down("technologist"), sit_down("radiologist")
    for desk in (technologist, radiologist):
        desk.open(f"/console/{SCANNER}")
        expect(desk.page.get_by_text(f"No exam from {SCANNER} yet")).to_be_visible()

    stack.judge(images)
    expect(technologist.page.locator("[data-tile]:not([data-tile=pulse])")).to_have_count(slices_of(images))

    technologist.page.get_by_role("button", name="Seen").click()
    seen = re.compile(r"Seen by \w+ \w+, \d+ s after the verdict")
    for desk in (technologist, radiologist):
        expect(desk.page.get_by_text(seen)).to_be_visible()


def test_an_exam_that_begins_while_the_console_opens_is_shown(sit_down: SitDown, stack: Stack) -> None:
    images = scan(816, scanner="CONSOLE-2")
    desk = sit_down("technologist")

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        if not answer.json()["results"]:
            stack.judge(images)
        route.fulfill(response=answer)

    desk.page.route("**/api/exams/?*", answer_late)
    desk.open("/console/CONSOLE-2")
    expect(desk.page.locator("[data-tile]:not([data-tile=pulse])")).to_have_count(slices_of(images))


def test_a_repeat_stands_beside_what_it_repeats_and_asks_whether_the_advice_was_followed(
    sit_down: SitDown, stack: Stack
) -> None:
    first, second = scan(812, "failed"), scan(813)
    before = stack.judge(first)
    desk = sit_down("technologist")
    desk.page.route("**/api/exams/?*", with_advice)
    desk.open(f"/console/{SCANNER}")
    exam = stack.judge(second)
    attempts = desk.page.get_by_role("group", name="Attempts")
    expect(attempts).to_contain_text(f"Attempt {before['attempt']}")
    expect(attempts).to_contain_text(f"Attempt {exam['attempt']}")
    expect(attempts).to_contain_text("Advised: ")
    expect(attempts).to_contain_text(f"The repeat helped: {before['verdict']} before, {exam['verdict']} now.")
    was = desk.page.get_by_text(re.compile(f"^Attempt {before['attempt']}: $"))
    expect(was).not_to_have_count(0)

    attempts.get_by_role("button", name="Yes").click()
    expect(attempts).to_contain_text("The advice was followed.")
    assert stack.exam(exam["id"])["rescan"]["followed"] is True


def with_advice(route: Route) -> None:
    """The reason of the first attempt is one that can be told, whatever the simulated one says of itself."""
    response = route.fetch()
    page: Json = response.json()
    for row in page["results"]:
        if row["rescan"]:
            row["rescan"] |= {"reason": "no_waves", "advice": "Check the tube, then repeat."}
    route.fulfill(response=response, json=page)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_console_and_settings_are_accessible(sit_down: SitDown, exam: Json, theme: str) -> None:
    scanner = exam["scanner"]
    desk = sit_down("admin")
    choose(theme, desk)
    found = {}
    for path, landmark in (
        ("/console", scanner),
        (f"/console/{scanner}", "Before on this scanner"),
        ("/settings", "In force"),
    ):
        desk.open(path)
        expect(desk.page.get_by_text(landmark, exact=True).first).to_be_visible()
        found[path] = find_violations(desk)
    assert not any(found.values()), found


@pytest.fixture
def policy_put_back(stack: Stack) -> Iterator[None]:
    """Other tests judge by the terms that were in force before."""
    terms = stack.get("/api/policies/")["in_force"]
    yield
    with stack.client("admin") as client:
        client.post("/api/policies/", json={**terms, "note": "as before"}).raise_for_status()


@pytest.mark.usefixtures("policy_put_back")
def test_a_policy_is_previewed_then_saved_and_then_known_to_all(sit_down: SitDown, stack: Stack) -> None:
    exam = stack.judge(scan(815))
    admin, technologist = sit_down("admin"), sit_down("technologist")
    technologist.open("/settings")
    admin.open("/settings")
    with stack.client("admin") as client:
        terms = {"diagnostic_slices": 40, "measurable_area_cm2": 10}
        foreseen = client.post("/api/policies/preview/", json=terms).raise_for_status().json()
    save = admin.page.get_by_role("button", name="Save")
    admin.page.get_by_label("Diagnostic slices").fill("40")
    expect(save).to_be_disabled()
    admin.page.get_by_role("button", name="Preview").click()
    expect(admin.page.get_by_text(f"Would have changed {len(foreseen['changed'])} of the last")).to_be_visible()
    changed = admin.page.get_by_role("list", name="Changed exams").get_by_role("link")
    expect(changed).to_have_count(len(foreseen["changed"]))

    admin.page.get_by_label("Why").fill("Forty is plenty")
    save.click()
    for desk in (admin, technologist):
        expect(desk.page.get_by_text("Enough is at least 40 diagnostic slices").first).to_be_visible()
        expect(desk.page.get_by_text("Forty is plenty")).to_be_visible()
    assert stack.exam(exam["id"])["policy"] == exam["policy"]
