"""What goes away for a while: the page says so and since when, and catches up by itself."""

import pytest
from playwright.sync_api import WebSocketRoute, expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.parts import wait_until
from tests.stack import Stack

pytestmark = pytest.mark.browser


class Line:
    """The way of the page's socket to the server, in the test's hand."""

    def __init__(self) -> None:
        self.is_cut = False
        self.addresses: list[str] = []
        self.heard: list[str | bytes] = []
        self._open: list[WebSocketRoute] = []

    def connect(self, socket: WebSocketRoute) -> None:
        self.addresses.append(socket.url)
        if self.is_cut:
            socket.close()
            return

        def pass_on(message: str | bytes) -> None:
            self.heard.append(message)
            socket.send(message)

        socket.connect_to_server().on_message(pass_on)
        self._open.append(socket)

    def cut(self) -> None:
        self.is_cut = True
        for socket in self._open:
            socket.close()


def test_what_happened_while_the_line_was_cut_is_shown_after(sit_down: SitDown, stack: Stack) -> None:
    images = ge_datasets(simulate_exam(seed=77, quality="adequate"))
    desk, line = sit_down("radiologist"), Line()
    desk.page.route_web_socket("**/ws/events*", line.connect)
    desk.page.reload()
    desk.wait_until(lambda: line.heard, "the server's hello")
    line.cut()
    expect(desk.page.get_by_text("Live updates are cut since")).to_be_visible()

    exam = stack.judge(images)
    line.is_cut = False
    expect(desk.page.get_by_text("Live updates are cut since")).to_be_hidden()
    expect(desk.row(exam["id"])).to_contain_text(exam["why"][:20])
    assert "since=" in line.addresses[-1]


def test_the_archive_is_told_to_be_away_until_it_is_back(sit_down: SitDown, stack: Stack) -> None:
    desk = sit_down("technologist")
    away = desk.page.get_by_text("The archive is away since")
    expect(desk.page.get_by_role("button", name="All parts work")).to_be_visible()
    stack.archive.process.stop()
    try:
        expect(away).to_be_visible()
    finally:
        stack.archive.process.start()
        stack.archive.process.wait_ready()
    expect(away).to_be_hidden()
    wait_until(stack.is_healthy, "every part to work again")
