"""Stiffness inside a region that a reader outlined, in one slice and over the exam.

A pixel belongs to a region if its centre lies inside the outline. The browser follows the same rules with the same
operations in the same order, so both find the same pixels (tests/contract/measure holds them together).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qc.domain.errors import OutlineRefused
from qc.domain.types import Mask

Shape = Literal["freehand", "ellipse", "polygon"]
Point = tuple[float, float]
"""Column and row; whole numbers are the centres of pixels."""

ELLIPSE_POINTS = 4
"""As DICOM has it (PS3.3 C.10.5.1.2): both ends of one axis, then both ends of the other."""
SMALLEST_POLYGON = 3
SAME_CENTRE_PX = 0.5
"""The axes of an ellipse must cross in their middles; the browser rounds points to hundredths."""


@dataclass(frozen=True)
class Outline:
    """The edge of a region, in pixels of the stiffness map."""

    shape: Shape
    points: tuple[Point, ...]
    """Corners in order, the last joined to the first; or the ends of an ellipse's axes."""

    def __post_init__(self) -> None:
        if not np.isfinite(np.array(self.points, dtype=float)).all():
            raise OutlineRefused("A point of the outline is no place in the picture.")
        if self.shape != "ellipse" and len(self.points) < SMALLEST_POLYGON:
            raise OutlineRefused("An outline needs three points at least.")
        if self.shape == "ellipse":
            _check_ellipse(self.points)


@dataclass(frozen=True)
class Measurement:
    """What a region holds in one slice. Only pixels with a stiffness count: in the body, without burned-in text."""

    mean_kpa: float
    median_kpa: float
    sd_kpa: float
    """Of the pixels themselves: divided by their number."""
    area_cm2: float
    pixel_count: int
    confident_share: float | None
    """Of the pixels, at the confidence threshold or above; None without a confidence map."""


@dataclass(frozen=True)
class ExamMeasurement:
    """Regions of several slices as one: a slice counts as much as its area."""

    mean_kpa: float
    area_cm2: float
    slices: int


def rasterise(outline: Outline, *, rows: int, cols: int) -> Mask:
    """The pixels whose centres lie inside the outline, bool (rows, cols).

    Polygons: by the even-odd rule, so a line that crosses itself leaves a hole; a centre exactly on an edge belongs
    to the piece on its right and below. Ellipses: the edge belongs to them.
    """
    row, col = np.mgrid[0:rows, 0:cols].astype(np.float64)
    if outline.shape == "ellipse":
        return _inside_ellipse(outline.points, row, col)
    inside = np.zeros((rows, cols), dtype=bool)
    before_col, before_row = outline.points[-1]
    for at_col, at_row in outline.points:
        crosses = (at_row > row) != (before_row > row)
        if at_row != before_row:
            edge = (before_col - at_col) * (row - at_row) / (before_row - at_row) + at_col
            inside ^= crosses & (col < edge)
        before_col, before_row = at_col, at_row
    return inside


def measure(
    stiffness_kpa: NDArray[np.floating],
    confidence: NDArray[np.floating] | None,
    *,
    inside: Mask,
    pixel_area_cm2: float,
    threshold: float,
) -> Measurement:
    """The stiffness of the pixels `inside`; all maps are (rows, cols), confidence 0-1, kPa 0 where nothing is measured.

    Raises OutlineRefused where no pixel inside has a stiffness.
    """
    measured = inside & (stiffness_kpa > 0)
    values = stiffness_kpa[measured].astype(np.float64)
    if not values.size:
        raise OutlineRefused("No pixel inside this outline has a stiffness. Draw it inside the body.")
    return Measurement(
        mean_kpa=float(values.mean()),
        median_kpa=float(np.median(values)),
        sd_kpa=float(values.std()),
        area_cm2=values.size * pixel_area_cm2,
        pixel_count=int(values.size),
        confident_share=None if confidence is None else float((confidence[measured] >= threshold).mean()),
    )


def combine(slices: Sequence[tuple[float, float]]) -> ExamMeasurement:
    """The exam's stiffness from (mean in kPa, area in cm2) of each slice, one at least: the mean weighted by area."""
    area_cm2 = sum(area for _, area in slices)
    return ExamMeasurement(sum(mean * area for mean, area in slices) / area_cm2, area_cm2, len(slices))


def _check_ellipse(points: Sequence[Point]) -> None:
    if len(points) != ELLIPSE_POINTS:
        raise OutlineRefused("An ellipse is given by the four ends of its axes.")
    first, second, third, fourth = np.array(points, dtype=float)
    if np.abs((first + second) - (third + fourth)).max() / 2 > SAME_CENTRE_PX:
        raise OutlineRefused("The axes of an ellipse must cross in their middles.")
    if _determinant(points) == 0:
        raise OutlineRefused("The ellipse has no width.")


def _half_axes(points: Sequence[Point]) -> tuple[Point, Point]:
    (a0, b0), (a1, b1), (a2, b2), (a3, b3) = points
    return ((a1 - a0) / 2, (b1 - b0) / 2), ((a3 - a2) / 2, (b3 - b2) / 2)


def _determinant(points: Sequence[Point]) -> float:
    (first_col, first_row), (second_col, second_row) = _half_axes(points)
    return first_col * second_row - first_row * second_col


def _inside_ellipse(points: Sequence[Point], row: NDArray[np.float64], col: NDArray[np.float64]) -> Mask:
    """Where a pixel, written in the half axes, lies within the unit circle."""
    (first_col, first_row), (second_col, second_row) = _half_axes(points)
    across = col - (points[0][0] + points[1][0]) / 2
    down = row - (points[0][1] + points[1][1]) / 2
    determinant = _determinant(points)
    along_first = (across * second_row - down * second_col) / determinant
    along_second = (down * first_col - across * first_row) / determinant
    return np.asarray(along_first * along_first + along_second * along_second <= 1)
