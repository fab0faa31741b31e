"""Where stiffness may be measured, and where the body lies."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask, SliceMaps
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.distance import depth_mm, within_mm

EDGE_MM = 10.0
"""As readers do: near its edge the stiffness of the liver is mixed with that of its neighbours (docs/liver.md)."""
SMALLEST_REGION_CM2 = 1.0
"""Less than this holds no half wavelength in either direction: a speck is no region."""

BODY_BLUR_MM = 4.0
BODY_THRESHOLD = 0.12
"""A pixel is tissue from this share of the way between noise (5th percentile) and bright tissue (98th)."""
BODY_MARGIN_MM = 10.0
"""Vendors draw the body generously: a shell of air, skin and dark fat around it belongs to their maps."""


def measurable_region(
    maps: SliceMaps, liver: Mask, *, edge_mm: float = EDGE_MM, threshold: float = CONFIDENCE_THRESHOLD
) -> Mask:
    """The largest connected confident piece of the `liver` further than `edge_mm` from its edge, bool (rows, cols).

    Burned-in pixels are left out. Empty where nothing is left.
    """
    inner = depth_mm(liver, spacing_mm=maps.geometry.spacing_mm) > edge_mm
    confident = inner & ~maps.burned_in & (maps.stiffness_kpa > 0) & (maps.confidence >= threshold)
    pieces, count = ndimage.label(confident)
    if count == 0:
        return np.zeros(liver.shape, dtype=bool)
    sizes = np.bincount(pieces.ravel())[1:]
    if sizes.max() * maps.geometry.pixel_area_cm2 < SMALLEST_REGION_CM2:
        return np.zeros(liver.shape, dtype=bool)
    return np.asarray(pieces == 1 + sizes.argmax())


def body_region(magnitude: NDArray[np.floating], *, spacing_mm: tuple[float, float]) -> NDArray[np.bool_]:
    """The body in a magnitude image, bool (rows, cols): the largest bright piece, filled, with a margin.

    `magnitude` is (rows, cols) in any unit. Dark organs (lungs, iron, gas) are holes and belong to the body.
    """
    blur = [BODY_BLUR_MM / spacing for spacing in spacing_mm]
    smooth = ndimage.gaussian_filter(magnitude.astype(float), blur)
    dark, bright = np.percentile(smooth, (5, 98))
    pieces, count = ndimage.label(smooth > dark + BODY_THRESHOLD * (bright - dark))
    if count == 0:
        return np.zeros(magnitude.shape, dtype=bool)
    largest = pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()
    return within_mm(ndimage.binary_fill_holes(largest), BODY_MARGIN_MM, spacing_mm=spacing_mm)
