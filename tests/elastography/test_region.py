"""Where stiffness may be measured."""

import numpy as np

from qc.domain.types import Geometry, SliceMaps
from qc.elastography.region import body_region, measurable_region

SPACING = (1.5, 1.5)


LIVER = (slice(8, 56), slice(8, 38))
EDGE = 7
"""Pixels of the liver that lie within a centimetre of its edge: the seventh is 10.5 mm from what is no liver."""


def region(*squares: tuple[int, int, int], text: np.ndarray | None = None) -> np.ndarray:
    """What is measurable in a body whose right side is liver; each (row, column, side) is a confident square."""
    stiffness = np.zeros((64, 64), dtype=np.float32)
    stiffness[8:56, 8:56] = 2.0
    confidence = np.full((64, 64), 0.5, dtype=np.float32)
    for row, column, side in squares:
        confidence[row : row + side, column : column + side] = 0.97
    burned_in = np.zeros(stiffness.shape, dtype=bool) if text is None else text
    liver = np.zeros(stiffness.shape, dtype=bool)
    liver[LIVER] = True
    geometry = Geometry(64, 64, SPACING, (0.0, 0.0, 0.0), (1, 0, 0, 0, 1, 0))
    return measurable_region(SliceMaps(stiffness, confidence, burned_in, geometry), liver)


def test_only_the_liver_is_measured() -> None:
    assert region((20, 17, 10), (20, 40, 16)).sum() == 100


def test_within_a_centimetre_of_its_edge_the_liver_is_not_measured() -> None:
    found = np.argwhere(region((0, 0, 64)))
    assert found.min(axis=0).tolist() == [8 + EDGE - 1] * 2
    assert found.max(axis=0).tolist() == [55 - EDGE + 1, 37 - EDGE + 1]


def test_the_largest_piece_wins() -> None:
    assert region((15, 17, 10), (30, 17, 12)).sum() == 144


def test_burned_in_pixels_are_left_out() -> None:
    text = np.zeros((64, 64), dtype=bool)
    text[20:22] = True
    assert region((20, 17, 10), text=text).sum() == 80


def test_a_speck_is_no_region() -> None:
    assert not region((20, 17, 6)).any()


def test_no_confident_pixel_gives_an_empty_region() -> None:
    assert not region().any()


def test_a_body_is_found_with_its_dark_organs_and_a_margin() -> None:
    magnitude = np.random.default_rng(0).uniform(0, 0.02, size=(128, 128))
    magnitude[30:90, 20:110] = 1.0
    magnitude[45:60, 30:50] = 0.01
    magnitude[5:9, 60:64] = 1.0
    found = body_region(magnitude, spacing_mm=(2.0, 2.0))
    assert found[45:60, 30:50].all()
    assert found[26, 60]
    assert not found[18:, :].all()
    assert not found[:12].any()
    assert not found[105:].any()


def test_nothing_bright_is_no_body() -> None:
    assert not body_region(np.zeros((32, 32)), spacing_mm=(2.0, 2.0)).any()
