"""What an outline encloses, and what is measured there; the browser is held to the same examples."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from mreqc_web.parts import ROOT
from qc.dicom.frames import BURNED_IN_FRAME_VALUE
from qc.domain.errors import OutlineRefused
from qc.elastography.measure import Measurement, Outline, combine, measure, rasterise

EXAMPLES: dict[str, Any] = json.loads((ROOT / "tests" / "contract" / "measure" / "regions.json").read_text())

SQUARE = Outline("polygon", ((1, 1), (4, 1), (4, 4), (1, 4)))


def drawn(outline: Outline, *, rows: int = 6, cols: int = 6) -> list[str]:
    inside = rasterise(outline, rows=rows, cols=cols)
    return ["".join("#" if pixel else "." for pixel in line) for line in inside]


def measured(**changes: Any) -> Measurement:
    given: dict[str, Any] = {
        "stiffness_kpa": np.full((6, 6), 2.0),
        "confidence": np.full((6, 6), 0.96),
        "inside": rasterise(SQUARE, rows=6, cols=6),
        "pixel_area_cm2": 0.02,
        "threshold": 0.95,
    }
    return measure(**{**given, **changes})


def test_a_centre_on_an_edge_belongs_to_the_piece_on_its_right_and_below() -> None:
    assert drawn(SQUARE) == ["......", ".###..", ".###..", ".###..", "......", "......"]


def test_two_pieces_that_share_an_edge_share_no_pixel() -> None:
    left = rasterise(Outline("polygon", ((0, 0), (3, 0), (2, 5), (0, 5))), rows=6, cols=6)
    right = rasterise(Outline("polygon", ((3, 0), (5, 0), (5, 5), (2, 5))), rows=6, cols=6)
    assert not (left & right).any()
    assert (left | right)[:5, :5].all()


def test_the_direction_in_which_it_was_drawn_does_not_matter() -> None:
    assert drawn(Outline("polygon", SQUARE.points[::-1])) == drawn(SQUARE)


def test_a_line_that_crosses_itself_leaves_a_hole() -> None:
    twice = Outline("freehand", ((0, 0), (5, 0), (5, 5), (0, 5), (0, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2)))
    assert drawn(twice)[3] == "##..#."


def test_an_ellipse_holds_its_edge() -> None:
    circle = Outline("ellipse", ((1, 3), (5, 3), (3, 1), (3, 5)))
    assert drawn(circle, rows=7, cols=7) == [
        ".......",
        "...#...",
        "..###..",
        ".#####.",
        "..###..",
        "...#...",
        ".......",
    ]


def test_an_outline_may_leave_the_picture() -> None:
    assert drawn(Outline("polygon", ((-9, -9), (9, -9), (9, 9), (-9, 9)))) == ["######"] * 6


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("polygon", ((1, 1), (2, 2))),
        ("freehand", ()),
        ("polygon", ((1, 1), (2, 2), (float("nan"), 2))),
        ("ellipse", ((1, 3), (5, 3), (3, 1))),
        ("ellipse", ((1, 3), (5, 3), (4, 1), (4, 5))),
        ("ellipse", ((1, 3), (5, 3), (3, 3), (3, 3))),
    ],
)
def test_what_is_no_outline_is_refused(shape: Any, points: Any) -> None:
    with pytest.raises(OutlineRefused):
        Outline(shape, points)


def test_only_pixels_with_a_stiffness_count() -> None:
    stiffness = np.full((6, 6), 2.0)
    stiffness[1] = 0
    assert measured(stiffness_kpa=stiffness).pixel_count == 6
    assert measured(stiffness_kpa=stiffness).area_cm2 == pytest.approx(0.12)


def test_the_share_of_confident_pixels_follows_the_threshold() -> None:
    confidence = np.full((6, 6), 0.96)
    confidence[:, 1] = 0.94
    assert measured(confidence=confidence).confident_share == pytest.approx(2 / 3)
    assert measured(confidence=confidence, threshold=0.9).confident_share == 1
    assert measured(confidence=None).confident_share is None


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(OutlineRefused):
        measured(stiffness_kpa=np.zeros((6, 6)))


def test_a_slice_counts_as_much_as_its_area() -> None:
    whole = combine([(2.0, 30.0), (4.0, 10.0)])
    assert (whole.mean_kpa, whole.area_cm2, whole.slices) == (2.5, 40.0, 2)


@pytest.mark.parametrize("example", EXAMPLES["regions"], ids=lambda one: one["name"])
def test_the_examples_that_the_browser_is_held_to(example: dict[str, Any]) -> None:
    pascal, thousandths = np.array(EXAMPLES["stiffness_pa"]), np.array(EXAMPLES["confidence_thousandths"])
    rows, cols = pascal.shape
    outline = Outline(example["shape"], tuple((col, row) for col, row in example["points"]))
    assert drawn(outline, rows=rows, cols=cols) == example["inside"]
    found = measure(
        np.where(pascal == BURNED_IN_FRAME_VALUE, 0, pascal / 1000),
        thousandths / 1000,
        inside=rasterise(outline, rows=rows, cols=cols),
        pixel_area_cm2=EXAMPLES["spacing_mm"][0] * EXAMPLES["spacing_mm"][1] / 100,
        threshold=EXAMPLES["threshold"],
    )
    assert asdict(found) == pytest.approx(example["numbers"])


def test_the_exam_of_the_examples() -> None:
    numbers = [one["numbers"] for one in EXAMPLES["regions"]]
    whole = combine([(one["mean_kpa"], one["area_cm2"]) for one in numbers])
    assert asdict(whole) == pytest.approx(EXAMPLES["exam"])
