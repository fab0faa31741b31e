"""Browsers that watch a scanner's console, and note when a slice was told to them and when its tile was painted."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import httpx
from playwright.sync_api import Page, ViewportSize, sync_playwright

from mreqc_web.parts import Site

WATCHER = "technologist"
SIZE: ViewportSize = {"width": 1280, "height": 800}
SWITCHES = ("--no-sandbox", "--no-proxy-server", "--no-first-run", "--disable-background-networking", "--disable-sync")

# Date.now() is the clock of the machine, in milliseconds: the same one that the scanner and the server read.
# A frame's callback runs before its painting, and the task that it leaves behind after it.
NOTE_TIMES = r"""(() => {
    window.told = {};
    window.painted = {};
    const OpenSocket = window.WebSocket;
    window.WebSocket = class extends OpenSocket {
        constructor(...address) {
            super(...address);
            this.addEventListener("message", ({ data }) => {
                for (const { kind, data: { slice } = {} } of [JSON.parse(data)].flat()) {
                    if (kind === "slice.changed") window.told[slice.id] ??= Date.now();
                }
            });
        }
    };
    const note = (slice) => { window.painted[slice] ??= Date.now(); };
    const look = () => {
        for (const tile of document.querySelectorAll("[data-slice]:not([data-tile=pulse])")) {
            const { slice } = tile.dataset;
            if (!(slice in window.painted)) requestAnimationFrame(() => setTimeout(note, 0, slice));
        }
    };
    new MutationObserver(look).observe(document, {
        subtree: true, childList: true, attributes: true, attributeFilter: ["data-tile", "data-slice"],
    });
})()"""


@dataclass(frozen=True)
class Sight:
    """What one browser saw: Unix times by slice."""

    told: dict[int, float]
    """When its socket brought the slice's verdict."""
    painted: dict[int, float]
    """When the frame with the slice's tile was painted."""


class Watchers:
    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages

    def sights(self) -> list[Sight]:
        return [Sight(_times(page, "told"), _times(page, "painted")) for page in self._pages]

    def rest(self, seconds: float) -> None:
        """Let the browsers go on meanwhile."""
        self._pages[0].wait_for_timeout(1000 * seconds)


@contextmanager
def watch_console(site: Site, scanner: str, browsers: int) -> Iterator[Watchers]:
    """`browsers` signed-in pages, each in a profile of its own, on the console of `scanner`."""
    cookies = sign_in(site, WATCHER)
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        pages = []
        for _ in range(browsers):
            context = chromium.new_context(viewport=SIZE)
            context.add_cookies([{"name": name, "value": cookies[name], "url": site.base_url} for name in cookies])
            context.add_init_script(NOTE_TIMES)
            page = context.new_page()
            page.goto(f"{site.base_url}/console/{quote(scanner)}")
            page.get_by_role("heading", name=scanner, exact=True).wait_for()
            pages.append(page)
        yield Watchers(pages)
        chromium.close()


def sign_in(site: Site, username: str) -> dict[str, str]:
    """The cookies of a session; signing in is limited to a few times a minute, so all share it."""
    accounts = json.loads((site.data / "demo-accounts.json").read_text())
    account = next(one for one in accounts if one["username"] == username)
    with httpx.Client(base_url=site.base_url, trust_env=False) as client:
        token = client.get("/api/session/").json()["csrf_token"]
        credentials = {name: account[name] for name in ("username", "password")}
        client.post("/api/session/", json=credentials, headers={"X-CSRFToken": token}).raise_for_status()
        return dict(client.cookies)


def _times(page: Page, name: str) -> dict[int, float]:
    return {int(slice_id): at / 1000 for slice_id, at in page.evaluate(f"window.{name}").items()}
