"""The reading page beside the built OHIF viewer: first picture, all panes, scrolling, and the next exam by its key."""

import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from pydicom import Dataset

from bench._exams import enlarge
from bench._load import Used, describe_load
from bench._ohif import PACKAGE, VERSION, serve_ohif
from bench._painted import Painted, arm, read
from bench._report import Report, Samples
from bench._viewers import ANY_PANE, PANES, REST_MS, Ohif, Ours
from bench._watchers import SWITCHES, sign_in
from mreqc_web.demo import with_product
from mreqc_web.parts import ARCHIVE_AET, HOST, Site
from qc.dicom.sender import send_datasets
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam

READER = "radiologist"
SEEDS = (3, 4, 5, 6, 0)
"""Of the exams of the worklist; the last one is compared, and lies on top, the others come after it by the key."""
JUDGED_TIMEOUT_S = 180
QUIET_S = 2.0
QUIET_CORES = 0.1
LARGE = ", 512 x 512"
FIRST_COLD = "first elastogram, by address"
ALL_COLD = "all four panes, by address"
FIRST_WARM = "first picture, click in the list"
SCROLL = "one slice on, one pane"
SCROLL_ALL = "one slice on, all four panes"
NEXT_FIRST = "key n to first picture"
NEXT_ALL = "key n to all four panes"
SOFTWARE_GL = ("--enable-unsafe-swiftshader",)
Rows = dict[str, list[float]]


@dataclass(frozen=True)
class Compared:
    """One exam as each viewer names it."""

    study: str
    exam: str
    slices: int


def run(*, repeats: int = 3) -> Report:
    """Seconds from the input event to the painted picture; ours and OHIF in turn, each time in a new profile."""
    reports: list[Report] = []
    status = with_product(lambda site, token: _measure(site, token, repeats, reports))
    if status:
        sys.exit(status)
    return reports[0]


def _measure(site: Site, token: str, repeats: int, reports: list[Report]) -> int:
    exams = [ge_datasets(simulate_exam(seed=seed, quality="adequate")) for seed in SEEDS]
    large = enlarge(exams[-1])
    for images in (large, *exams):
        send_datasets(images, host=HOST, port=site.dicom_port, called_aet=ARCHIVE_AET)
    compared = [("", _judged(site, token, exams[-1])), (LARGE, _judged(site, token, large))]
    _wait_until_quiet()
    ours = Ours(site.base_url, sign_in(site, READER))
    rows: Rows = defaultdict(list)
    before = Used.now()
    with serve_ohif(site) as address, sync_playwright() as playwright:
        ohif = Ohif(address, {str(images[0].StudyInstanceUID): images for images in (exams[-1], large)})
        program = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *SOFTWARE_GL])
        for _ in range(repeats):
            for kind, one in compared:
                _compare(chromium, ohif, one.study, one.slices, kind, rows)
                _compare(chromium, ours, one.exam, one.slices, kind, rows)
            _read_on(chromium, ours, compared[0][1].exam, rows)
        chromium.close()
    about = f"{PACKAGE} {VERSION}; {compared[0][1].slices} slices, four panes; {repeats} repeats, each in new profiles"
    reports.append(Report(rows, [about, *_ratios(rows), *describe_load(before, Used.now())]))
    return 0


def _compare(chromium: Browser, viewer: Ours | Ohif, exam: str, slices: int, kind: str, rows: Rows) -> None:
    """The exam opened by its address in a new profile, scrolled, opened with all panes, and then from the list."""

    def add(question: str, seconds: float) -> None:
        rows[f"{question}{kind}, {viewer.name}"].append(seconds)

    with viewer.sit_down(chromium) as context:
        opened = viewer.open_by_address(context, exam, 1)
        add(FIRST_COLD, opened.painted.first)
        if viewer.panes_by_address == PANES:  # OHIF opens one pane
            rows[f"{SCROLL_ALL}{kind}"] += [change.all for change in _scroll(opened.page, slices, PANES)]
        with viewer.one_pane(opened.page):
            for change in _scroll(opened.page, slices, 1):
                add(SCROLL, change.all)
    with viewer.sit_down(chromium) as context:
        opened = viewer.open_by_address(context, exam, PANES)
        add(ALL_COLD, opened.painted.all)
        opened.page.wait_for_timeout(REST_MS)
        opened.page.close()
        add(FIRST_WARM, viewer.open_from_list(context, exam).painted.first)


def _scroll(page: Page, slices: int, panes: int) -> Iterator[Painted]:
    """To the last slice and back, a key press each."""
    page.wait_for_timeout(REST_MS)
    for key in ["ArrowDown"] * (slices - 1) + ["ArrowUp"] * (slices - 1):
        yield _press(page, key, panes)


def _press(page: Page, key: str, panes: int) -> Painted:
    arm(page, "keydown", ANY_PANE, panes)
    page.keyboard.press(key)
    return read(page)


def _read_on(chromium: Browser, ours: Ours, exam: str, rows: Rows) -> None:
    """From exam to exam by the key, each looked at for as long as a hasty reader would."""
    with ours.sit_down(chromium) as context:
        page = ours.open_from_list(context, exam).page
        for _ in SEEDS[1:]:
            page.wait_for_timeout(REST_MS)
            painted = _press(page, "n", PANES)
            rows[NEXT_FIRST].append(painted.first)
            rows[NEXT_ALL].append(painted.all)


def _ratios(rows: Samples) -> list[str]:
    """Ours to OHIF's, median to median, for each question that both were asked."""
    names = [name.removesuffix(", OHIF") for name in rows if name.endswith(", OHIF")]
    ratios = {name: np.median(rows[f"{name}, ours"]) / np.median(rows[f"{name}, OHIF"]) for name in names}
    return ["ours to OHIF, medians:", *(f"  {name:44}{ratio:5.2f}" for name, ratio in ratios.items())]


def _judged(site: Site, token: str, images: list[Dataset]) -> Compared:
    """The exam once its verdict is final."""
    study = str(images[0].StudyInstanceUID)
    headers = {"Authorization": f"Token {token}"}
    deadline = time.monotonic() + JUDGED_TIMEOUT_S
    with httpx.Client(base_url=site.base_url, headers=headers, trust_env=False) as client:
        while time.monotonic() < deadline:
            found = client.get("/api/exams/", params={"study": study}).raise_for_status().json()["results"]
            if found and found[0]["state"] == "final":
                return Compared(study, found[0]["id"], len(found[0]["slices"]))
            time.sleep(0.5)
    raise TimeoutError(f"no verdict within {JUDGED_TIMEOUT_S} s")


def _wait_until_quiet() -> None:
    """What is found after the verdict keeps the workers busy for a while."""
    deadline = time.monotonic() + JUDGED_TIMEOUT_S
    while time.monotonic() < deadline:
        before = Used.now()
        time.sleep(QUIET_S)
        after = Used.now()
        if sum(after.parts[name] - before.parts[name] for name in ("worker", "explainer")) / QUIET_S < QUIET_CORES:
            return
