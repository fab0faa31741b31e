"""What does not work, on the console: what it means for the patient on the table, and that it is over when it is."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect
from pydicom import Dataset

from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.browser.test_live import Line
from tests.flow.exams import fresh_maps, slices_of
from tests.parts import RunningPart, wait_until
from tests.stack import Stack

pytestmark = pytest.mark.browser

SLOW_MS = 90_000
"""A part counts as silent after 20 s, and the page asks every 15 s."""


def scan(scanner: str) -> list[Dataset]:
    images = fresh_maps()
    for image in images:
        image.StationName = scanner
    return images


def troubles(desk: Desk) -> Locator:
    return desk.page.get_by_label("What does not work")


@pytest.fixture
def desk(sit_down: SitDown, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A console that stands beside a scanner of the test's own, and finds all well before and after."""
    wait_until(stack.is_healthy, "every part to work", 60)
    desk = sit_down("technologist")
    desk.open(f"/console/{scanner_of(request)}")
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
    expect(troubles(desk)).to_be_empty()
    yield desk
    expect(troubles(desk)).to_be_empty(timeout=SLOW_MS)


def scanner_of(request: pytest.FixtureRequest) -> str:
    return f"DEGRADED {request.node.name[5:40]}"


@contextmanager
def frozen(part: RunningPart) -> Iterator[None]:
    part.freeze()
    try:
        yield
    finally:
        part.thaw()


def test_archive_away(desk: Desk, stack: Stack) -> None:
    stack.archive.process.stop()
    try:
        expect(troubles(desk)).to_contain_text("The archive is away since")
        expect(troubles(desk)).to_contain_text("No image of this patient arrives here. Judge by eye.")
    finally:
        stack.archive.process.start()
        stack.archive.process.wait_ready()


def test_worker_away(desk: Desk, stack: Stack, request: pytest.FixtureRequest) -> None:
    images = scan(scanner_of(request))
    with frozen(stack.processes["worker"]):
        stack.archive.receive(images)
        expect(troubles(desk)).to_contain_text("The assessment does not answer since", timeout=SLOW_MS)
        expect(troubles(desk)).to_contain_text("Slices arrive, but get no verdict. Judge by eye.")
        expect(desk.page.get_by_label("Verdict", exact=True)).to_contain_text("Judge by eye.")
    expect(desk.page.locator("[data-tile]:not([data-tile=pulse])")).to_have_count(slices_of(images))


def test_worker_busy(desk: Desk, stack: Stack, request: pytest.FixtureRequest) -> None:
    """The worker stands still for as long as the test looks; that it is only busy is put into the server's mouth,

    for a worker that stands still cannot go on reporting that it works.
    """
    images = scan(scanner_of(request))
    waiting = slices_of(images)

    def answer(route: Route) -> None:
        response = route.fetch()
        told: Any = response.json()
        parts = [{**part, "ok": True} for part in told["parts"]]
        queued = [{**part, "queue": waiting + 17} if part["name"] == "worker" else part for part in parts]
        route.fulfill(response=response, json={"status": "ok", "parts": queued})

    desk.page.route("**/api/health/", answer)
    with frozen(stack.processes["worker"]):
        stack.archive.receive(images)
        expect(troubles(desk)).to_contain_text(f"{waiting} slices still wait for a verdict.")
        expect(troubles(desk)).to_contain_text("A verdict will come: 17 slices wait before them.")
    expect(desk.page.locator("[data-tile]:not([data-tile=pulse])")).to_have_count(waiting)
    desk.page.unroute("**/api/health/")


@contextmanager
def no_ensemble_in_force(stack: Stack) -> Iterator[None]:
    assert stack.sqlite
    with closing(sqlite3.connect(stack.sqlite, timeout=20)) as connection:
        with connection:
            connection.execute("CREATE TABLE kept AS SELECT * FROM qc_promotion")
            connection.execute("DELETE FROM qc_promotion")
        try:
            yield
        finally:
            with connection:
                connection.execute("INSERT INTO qc_promotion SELECT * FROM kept")
                connection.execute("DROP TABLE kept")


def test_ensemble_missing(desk: Desk, stack: Stack, request: pytest.FixtureRequest) -> None:
    images = scan(scanner_of(request))
    with no_ensemble_in_force(stack):
        stack.archive.receive(images)
        expect(troubles(desk)).to_contain_text("No ensemble can be used since", timeout=SLOW_MS)
        expect(troubles(desk)).to_contain_text("Slices of this patient get no verdict. Judge by eye.")
        expect(desk.page.locator("[data-tile]")).to_have_count(slices_of(images))
        expect(desk.page.get_by_label("Verdict", exact=True)).to_contain_text("Judge by eye.")


def test_unknown_vendor(sit_down: SitDown, stack: Stack) -> None:
    images = scan("UNKNOWN-MAKER")
    for image in images:
        image.Manufacturer = "NOBODY KNOWS"
    exam = stack.judge(images)
    desk = sit_down("technologist")
    desk.open("/console/UNKNOWN-MAKER")
    expect(troubles(desk)).to_contain_text("The maker of this scanner is not known.")
    expect(troubles(desk)).to_contain_text("Judge by eye.")
    assert exam["verdict"] == "not_assessed"
    expect(desk.page.get_by_label("Verdict", exact=True)).to_contain_text("Units of the stiffness map unknown")


def test_stale_page(sit_down: SitDown, stack: Stack) -> None:
    desk, line = sit_down("technologist"), Line()
    desk.page.route_web_socket("**/ws/events*", line.connect)
    desk.open("/console/STALE-1")
    desk.wait_until(lambda: line.heard, "the server's hello")
    line.cut()
    expect(troubles(desk)).to_contain_text(re.compile("This page is cut off since .*Judge by eye until"))
    images = scan("STALE-1")
    stack.judge(images)
    line.is_cut = False
    expect(troubles(desk)).to_be_empty()
    expect(desk.page.locator("[data-tile]:not([data-tile=pulse])")).to_have_count(slices_of(images))


def test_a_server_that_falls_silent_with_an_open_line(desk: Desk, stack: Stack) -> None:
    with frozen(stack.processes["web"]):
        expect(troubles(desk)).to_contain_text("This page is cut off since", timeout=SLOW_MS)
