"""A reader's desk: one signed-in page, and what a person does and sees there."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.stack import Account

PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

# Pixels of a canvas that are neither black nor clear.
COUNT_LIT_PIXELS = """canvas => {
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let lit = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] && data[i] + data[i + 1] + data[i + 2] > 60) lit += 1;
    return lit;
}"""


PAINTED = """() => new Promise((resolve) => {
    const look = () => {
        if (performance.getEntriesByName("first-contentful-paint").length) resolve();
        else requestAnimationFrame(look);
    };
    look();
})"""


class Desk:
    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(message.text)

    def _note(self, complaint: str) -> None:
        # A cut line and a refused request are what some tests are about; Chromium itself reports them.
        if not re.search("Failed to load resource|WebSocket connection|Failed to fetch", complaint):
            self.complaints.append(complaint)

    def sign_in(self, account: Account) -> None:
        self.page.get_by_label("User name").fill(account.username)
        self.page.get_by_label("Password").fill(account.password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("link", name="Worklist", exact=True)).to_be_visible()

    def open(self, path: str) -> None:
        """Until something is painted: Chromium drops the keys pressed before, which no person could have pressed."""
        self.page.goto(self.base_url + path)
        self.page.evaluate(PAINTED)

    def open_exam(self, key: str, panes: int = 4) -> None:
        """The reading page, with a picture in each pane."""
        self.open(f"/exams/{key}")
        self.expect_panes(panes)

    def expect_panes(self, count: int) -> None:
        expect(self.page.locator(".pane[data-shown=true]")).to_have_count(count)

    def row(self, key: str) -> Locator:
        return self.page.locator(f"tr[data-exam='{key}']")

    def slices(self) -> Locator:
        return self.page.get_by_role("navigation", name="Slices, head to foot").get_by_role("button")

    def decisions(self) -> Locator:
        return self.page.get_by_role("region", name="Decisions on this slice").get_by_role("listitem")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Let the browser go on until it holds: Playwright hears of nothing while Python waits by itself."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not condition():
            assert time.monotonic() < deadline, f"waited for {what}"
            self.page.wait_for_timeout(50)

    def lit_pixels(self, pane: str) -> int:
        """How much of a pane's picture is not black."""
        return int(self.page.locator(f"[data-pane={pane}] .pane__view canvas").first.evaluate(COUNT_LIT_PIXELS))
