"""A real Chromium, and readers who sit before it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.desk import Desk
from tests.stack import Json, Stack

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # tests may run as root, where Chromium refuses to start with it
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
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


SitDown = Callable[[str], Desk]


@pytest.fixture
def sit_down(chromium: Browser, stack: Stack) -> Iterator[SitDown]:
    """A browser of their own for whoever signs in; what their pages complain about fails the test."""
    desks: list[Desk] = []
    with ExitStack() as open_desks:

        def sit(username: str) -> Desk:
            context = open_desks.enter_context(chromium.new_context(viewport={"width": 1280, "height": 800}))
            desk = Desk(context.new_page(), stack.base_url)
            desks.append(desk)
            desk.sign_in(stack.accounts[username])
            return desk

        yield sit
    assert [complaint for desk in desks for complaint in desk.complaints] == []


@pytest.fixture(scope="package")
def exam(stack: Stack) -> Json:
    """One simulated exam with a final verdict."""
    return stack.judge(ge_datasets(simulate_exam(seed=4711, quality="adequate")))
