"""Distances to the edge of a region, found only around it: a liver fills a seventh of a picture."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask

Spacing = tuple[float, float]


def depth_mm(region: Mask, *, spacing_mm: Spacing) -> NDArray[np.float64]:
    """How far each pixel of the region is from what is not region, mm (rows, cols); 0 outside.

    The picture's own end is no edge.
    """
    depth = np.zeros(region.shape)
    box = _box(region, (1, 1))
    depth[box] = ndimage.distance_transform_edt(region[box], sampling=spacing_mm)
    return depth


def within_mm(region: Mask, reach_mm: float, *, spacing_mm: Spacing) -> Mask:
    """The region and all that is no further from it than `reach_mm`, bool (rows, cols)."""
    reached = np.zeros(region.shape, dtype=bool)
    if region.any():
        box = box_around(region, reach_mm, spacing_mm=spacing_mm)
        reached[box] = ndimage.distance_transform_edt(~region[box], sampling=spacing_mm) <= reach_mm
    return reached


def half_thickness_mm(region: Mask, *, spacing_mm: Spacing) -> float:
    """The radius of the largest disc in the region, which ends with the picture at the latest; 0 where it is empty."""
    return float(ndimage.distance_transform_edt(np.pad(region[_box(region, (0, 0))], 1), sampling=spacing_mm).max())


def box_around(region: Mask, margin_mm: float, *, spacing_mm: Spacing) -> tuple[slice, slice]:
    """The rows and columns that hold the region and its neighbourhood; empty slices where the region is empty."""
    return _box(region, (math.ceil(margin_mm / spacing_mm[0]), math.ceil(margin_mm / spacing_mm[1])))


def _box(region: Mask, margin: tuple[int, int]) -> tuple[slice, slice]:
    """The rows and columns that the region reaches, and `margin` more on each side; empty slices where it is empty."""
    rows, cols = (np.flatnonzero(region.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, rows[0] - margin[0]), rows[-1] + 1 + margin[0]),
        slice(max(0, cols[0] - margin[1]), cols[-1] + 1 + margin[1]),
    )
