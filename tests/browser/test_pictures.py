"""The pictures of the panes against baselines that were looked at: pixels of canvases, free of fonts and layout.

After a wanted change make them anew by `RENEW_BASELINES=1 script/test -k test_pictures`, and look at each.
"""

import base64
import io
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mreqc_web.parts import ROOT
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.browser.phantom import phantom
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

BASELINES = Path(__file__).parent / "baselines"
LEFT_BEHIND = ROOT / "test-results"
ROLES = ["magnitude", "wave", "elastogram", "cmoe"]
TOLERANCE = 24
"""A channel may differ by this, of 255: another version of the software renderer mixes the pixels at an edge otherwise.
Another colour map, or a window that is a tenth off, differs by more over whole areas."""
SHARE = 0.01
"""Of the pixels, so many may differ by more: the edges in the phantom are a twentieth of it."""
# One pixel of the screen for each of the image, whatever the page around it looks like.
ONE_TO_ONE = (
    ".pane { position: fixed !important; inset: 0 auto auto 0; width: 256px !important; height: 256px !important }"
)
# What lies on what: the picture, and the hatch over it.
AS_PNG = """pane => {
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [256, 256];
    for (const canvas of pane.querySelectorAll("canvas")) {
        if (canvas.width !== 256 || canvas.height !== 256) return null;
        copy.getContext("2d").drawImage(canvas, 0, 0);
    }
    return copy.toDataURL("image/png");
}"""
Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def fixed(stack: Stack) -> Json:
    return stack.judge(phantom())


@pytest.mark.parametrize("role", ROLES)
def test_a_pane_looks_as_it_did(sit_down: SitDown, fixed: Json, role: str) -> None:
    shown = picture_of(hang(sit_down, fixed, role))
    if os.environ.get("RENEW_BASELINES"):
        Image.fromarray(shown).save(BASELINES / f"{role}.png")
    assert differing(role, shown, LEFT_BEHIND) <= SHARE


@pytest.mark.parametrize(("role", "key"), [("elastogram", "r"), ("elastogram", "c"), ("cmoe", "r"), ("cmoe", "c")])
def test_another_range_and_other_colours_are_noticed(
    sit_down: SitDown, fixed: Json, role: str, key: str, tmp_path: Path
) -> None:
    desk = hang(sit_down, fixed, role)
    before = picture_of(desk)
    desk.press(key)
    desk.wait_until(lambda: not np.array_equal(picture_of(desk), before), "another picture")
    assert differing(role, picture_of(desk), tmp_path) > 10 * SHARE
    assert (tmp_path / f"{role}-difference.png").is_file()


def test_a_slice_without_its_hatch_is_noticed(sit_down: SitDown, fixed: Json, tmp_path: Path) -> None:
    assert differing("cmoe", picture_of(hang(sit_down, fixed, "elastogram")), tmp_path) > SHARE


def hang(sit_down: SitDown, exam: Json, role: str) -> Desk:
    """One pane with this role, as large as its image."""
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("1")
    desk.expect_panes(1)
    desk.page.get_by_label("Picture in this pane").select_option(role)
    desk.expect_panes(1)
    desk.page.evaluate("document.activeElement.blur()")  # the keys shall reach the page, not the choice
    desk.page.add_style_tag(content=ONE_TO_ONE)
    return desk


def picture_of(desk: Desk) -> Pixels:
    """The pane's picture (256, 256, 3) once it stands still."""
    seen: list[str | None] = [None]

    def stands_still() -> bool:
        seen.append(desk.page.locator(".pane").evaluate(AS_PNG))
        desk.page.wait_for_timeout(150)
        return seen[-1] is not None and seen[-1] == seen[-2]

    desk.wait_until(stands_still, "a picture that stands still")
    png = base64.b64decode((seen[-1] or "").partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def differing(role: str, shown: Pixels, folder: Path) -> float:
    """The share of pixels that differ; if they do, `folder` holds what was shown, and where it differs in white."""
    kept = np.asarray(Image.open(BASELINES / f"{role}.png").convert("RGB"))
    apart = np.abs(shown.astype(int) - kept).max(axis=2) > TOLERANCE
    share = float(apart.mean())
    if share > SHARE:
        folder.mkdir(exist_ok=True)
        Image.fromarray(shown).save(folder / f"{role}-shown.png")
        Image.fromarray(np.where(apart, 255, 0).astype(np.uint8)).save(folder / f"{role}-difference.png")
    return share
