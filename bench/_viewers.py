"""The two viewers: how an exam is opened in each, and which canvases are its panes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page
from pydicom import Dataset

from bench._painted import DETECTOR, Painted, arm, read
from bench._watchers import SIZE

PATIENCE_MS = 300_000
PANES = 4
ANY_PANE = ":is(canvas.cornerstone-canvas, canvas[data-layer=poster])"
"""Both viewers stand on Cornerstone3D, which names its canvases so; ours paints a picture that it has not started yet,
or not ready, on a canvas of its own at the same place."""
OUR_ELASTOGRAM = f"[data-pane=elastogram] {ANY_PANE}"
REST_MS = 2500
"""A look at what was opened; by then both viewers have fetched all slices."""


@dataclass(frozen=True)
class Opened:
    page: Page
    painted: Painted


class Ours:
    name = "ours"
    panes_by_address = PANES

    def __init__(self, address: str, cookies: Mapping[str, str]) -> None:
        self._address = address
        self._cookies = cookies

    def sit_down(self, chromium: Browser) -> BrowserContext:
        """A browser with an empty cache; the session is there, as it is in the morning after signing in."""
        context = chromium.new_context(viewport=SIZE)
        context.add_cookies(
            [{"name": name, "value": self._cookies[name], "url": self._address} for name in self._cookies]
        )
        return context

    def open_by_address(self, context: BrowserContext, exam: str, panes: int) -> Opened:
        """The first picture is the elastogram; `panes` 1 asks when it is there, 4 when all are."""
        selector = OUR_ELASTOGRAM if panes == 1 else ANY_PANE
        return _navigate(context, f"{self._address}/exams/{exam}", selector, panes)

    @contextmanager
    def one_pane(self, page: Page) -> Iterator[None]:
        """The elastogram alone; all four again afterwards, for the layout stays with the account."""
        page.keyboard.press("1")
        yield
        page.keyboard.press(str(PANES))
        page.wait_for_timeout(REST_MS)

    def open_from_list(self, context: BrowserContext, exam: str) -> Opened:
        """From the click on the exam's row to its elastogram."""
        page = _new_page(context)
        page.goto(self._address)
        row = page.locator(f"tr[data-exam='{exam}']")
        row.wait_for()
        page.wait_for_timeout(REST_MS)
        arm(page, "click", OUR_ELASTOGRAM, 1)
        row.click()
        return Opened(page, read(page))


class Ohif:
    name = "OHIF"
    panes_by_address = 1

    def __init__(self, address: str, studies: Mapping[str, Sequence[Dataset]]) -> None:
        self._address = address
        self._studies = studies

    def sit_down(self, chromium: Browser) -> BrowserContext:
        return chromium.new_context(viewport=SIZE)

    def open_by_address(self, context: BrowserContext, study: str, panes: int) -> Opened:
        """With one pane its address asks for the elastogram; with four for its 2 x 2 layout, elastogram first."""
        layout = "&hangingprotocolId=@ohif/mnGrid" if panes == PANES else ""
        series = _elastogram(self._studies[study])
        address = f"{self._address}/viewer?StudyInstanceUIDs={study}&initialSeriesInstanceUID={series}{layout}"
        return _navigate(context, address, ANY_PANE, panes)

    @contextmanager
    def one_pane(self, page: Page) -> Iterator[None]:
        """As its address opened it."""
        yield

    def open_from_list(self, context: BrowserContext, study: str) -> Opened:
        """From the click that starts its viewer, the study already chosen, to any picture; which, cannot be asked."""
        page = _new_page(context)
        page.goto(self._address)
        patient = str(self._studies[study][0].PatientName).replace("^", ", ")
        page.get_by_text(patient, exact=True).click()
        start = page.get_by_text("Basic Viewer")
        start.wait_for()
        page.wait_for_timeout(REST_MS)
        arm(page, "click", ANY_PANE, 1)
        start.click(force=True)
        return Opened(page, read(page))


def _navigate(context: BrowserContext, address: str, selector: str, panes: int) -> Opened:
    page = _new_page(context)
    page.add_init_script(f"paintedAfterNavigation({selector!r}, {panes})")
    page.goto(address, wait_until="commit")
    return Opened(page, read(page))


def _new_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(DETECTOR)
    return page


def _elastogram(images: Sequence[Dataset]) -> str:
    """Its series."""
    return next(str(image.SeriesInstanceUID) for image in images if image.get("SeriesDescription") == "Stiffness")
