"""A real Chromium, and readers who sit before it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.desk import Desk
from tests.stack import Json, Stack

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # tests may run as root, where Chromium refuses to start with it
    # WebGL in software everywhere, with or without a graphics card: the same pixels here as in integration.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--no-proxy-server",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """For this package only: while Playwright runs, Django takes the thread for an asynchronous one."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert path, f"None of {', '.join(CHROMIUM_NAMES)} is installed."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


CUSTOMARY = {
    "count": 4,
    "roles": ["elastogram", "cmoe", "magnitude", "wave"],
    "range": 8,
    "colours": "customary",
    "speed": 8,
    "direction": "forwards",
    "shows_outlines": False,
}
"""As `frontend/src/domain/hanging.ts` has it for who has changed nothing."""

SitDown = Callable[[str | None], Desk]


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """Who has signed in before: signing in is limited to a few times a minute."""
    return {}


@pytest.fixture
def sit_down(chromium: Browser, stack: Stack, sessions: dict[str, StorageState]) -> Iterator[SitDown]:
    """A browser of their own for whoever signs in, or for nobody yet.

    What the pages complain about fails the test. Everybody finds the customary layout.
    """
    for username in stack.accounts:
        with stack.client(username) as client:
            client.put("/api/hanging/", json=CUSTOMARY).raise_for_status()
    desks: list[Desk] = []
    with ExitStack() as open_desks:

        def sit(username: str | None) -> Desk:
            known = sessions.get(username) if username else None
            context = chromium.new_context(viewport={"width": 1280, "height": 800}, storage_state=known)
            open_desks.callback(context.close)
            desk = Desk(context.new_page(), stack.base_url)
            desks.append(desk)
            desk.open("/")
            if username and not known:
                desk.sign_in(stack.accounts[username])
                sessions[username] = context.storage_state()
            return desk

        yield sit
    assert [complaint for desk in desks for complaint in desk.complaints] == []


@pytest.fixture(scope="package")
def exam(stack: Stack) -> Json:
    """One simulated exam with a final verdict."""
    return stack.judge(ge_datasets(simulate_exam(seed=4711, quality="adequate")))
