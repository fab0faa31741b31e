"""How much confident liver a slice holds and how even it is: what a small picture of the slice does not tell."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask, SliceMaps
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.distance import box_around, depth_mm, half_thickness_mm, within_mm

THRESHOLDS = (0.9, CONFIDENCE_THRESHOLD, 0.97)
"""Just under and over the threshold that measures: how much hangs on it."""
INSIDE_MM = (5.0, 10.0)
OUTSIDE_MM = 5.0
"""The estimated liver is right to within about this: so much is taken off its edge, or added to it."""
SMALLEST_CM2, SOFTEST_KPA = 0.3, 0.3
"""Of less the logarithm says nothing."""

MEASURES = (
    "liver with magnitude",
    "ln liver, cm2",
    *(f"ln confident liver at {one:g}, cm2" for one in THRESHOLDS),
    *(f"ln confident liver {one:g} mm inside, cm2" for one in INSIDE_MM),
    "ln confident tissue to 5 mm outside, cm2",
    "ln stiffness, kPa",
    *(f"ln stiffness {one:g} mm inside, kPa" for one in INSIDE_MM),
    "ln stiffness of the liver, kPa",
    "half of the spread of ln stiffness",
    "most of the spread of ln stiffness",
    "median confidence",
    "mean confidence",
    "ln thickness, mm",
    "ln distance to the liver's edge, mm",
)
"""What `measure_extent` gives, in its order; of the largest confident piece where nothing else is said."""

Map = NDArray[np.float32]


def measure_extent(maps: SliceMaps, liver: Mask, *, with_magnitude: bool) -> NDArray[np.float32]:
    """Every number of MEASURES, float32 (len(MEASURES),); NaN where there is nothing to take it from.

    `liver` is the estimated liver (rows, cols); `with_magnitude` says whether a magnitude image helped to find it.
    """
    spacing, area = maps.geometry.spacing_mm, maps.geometry.pixel_area_cm2
    box = box_around(liver, OUTSIDE_MM, spacing_mm=spacing)
    liver, stiffness, confidence = liver[box], maps.stiffness_kpa[box], maps.confidence[box]
    usable = ~maps.burned_in[box] & (stiffness > 0)
    confident = usable & (confidence >= CONFIDENCE_THRESHOLD)
    depth = depth_mm(liver, spacing_mm=spacing)
    pieces = [_largest(liver & usable & (confidence >= one)) for one in THRESHOLDS]
    inner = [_largest(confident & (depth > one)) for one in INSIDE_MM]
    wide = _largest(confident & within_mm(liver, OUTSIDE_MM, spacing_mm=spacing))
    piece = pieces[THRESHOLDS.index(CONFIDENCE_THRESHOLD)]
    areas = [_log(one.sum() * area, SMALLEST_CM2) for one in (liver, *pieces, *inner, wide)]
    kpa = [_median_log(stiffness, one) for one in (piece, *inner, liver & usable)]
    shape = _shape(stiffness, confidence, piece, depth, spacing) if piece.any() else [np.nan] * 6
    return np.array([float(with_magnitude), *areas, *kpa, *shape], dtype=np.float32)


def _shape(
    stiffness: Map, confidence: Map, piece: Mask, depth: NDArray[np.float64], spacing: tuple[float, float]
) -> list[float]:
    """The last six of MEASURES, of a piece that is not empty."""
    least, lower, upper, most = np.percentile(np.log(np.maximum(stiffness[piece], SOFTEST_KPA)), (5, 25, 75, 95))
    return [
        float(upper - lower),
        float(most - least),
        float(np.median(confidence[piece])),
        float(confidence[piece].mean()),
        _log(half_thickness_mm(piece, spacing_mm=spacing), 1.0),
        _log(np.median(depth[piece]), 1.0),
    ]


def _largest(where: Mask) -> Mask:
    pieces, count = ndimage.label(where)
    return np.asarray(pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()) if count else where


def _median_log(field: Map, where: Mask) -> float:
    return _log(np.median(field[where]), SOFTEST_KPA) if where.any() else np.nan


def _log(value: float | np.floating, least: float) -> float:
    return float(np.log(max(float(value), least)))
