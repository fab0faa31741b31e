"""Where stiffness may be measured, until an estimate of the liver itself exists."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import SliceMaps
from qc.domain.verdict import CONFIDENCE_THRESHOLD

SMALLEST_REGION_CM2 = 1.0
"""Less than this holds no half wavelength in either direction: a speck is no region."""

BODY_BLUR_MM = 4.0
BODY_THRESHOLD = 0.12
"""A pixel is tissue from this share of the way between noise (5th percentile) and bright tissue (98th)."""
BODY_MARGIN_MM = 10.0
"""Vendors draw the body generously: a shell of air, skin and dark fat around it belongs to their maps."""


def measurable_region(maps: SliceMaps) -> NDArray[np.bool_]:
    """The largest connected confident piece of the body on the patient's right, bool (rows, cols).

    Right means: beyond the body's middle, where the liver is. Burned-in pixels are left out. Empty where nothing
    is left.
    """
    body = (maps.stiffness_kpa > 0) & ~maps.burned_in
    spacing_mm = maps.geometry.spacing_mm
    columns = np.broadcast_to(np.arange(body.shape[1]), body.shape)
    middle = columns[body].mean() if body.any() else 0.0
    on_the_right = columns < middle if maps.geometry.right_is_low_column else columns > middle
    pieces, count = ndimage.label(body & on_the_right & (maps.confidence >= CONFIDENCE_THRESHOLD))
    if count == 0:
        return np.zeros(body.shape, dtype=bool)
    sizes = np.bincount(pieces.ravel())[1:]
    if sizes.max() * spacing_mm[0] * spacing_mm[1] / 100.0 < SMALLEST_REGION_CM2:
        return np.zeros(body.shape, dtype=bool)
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
    outside_mm = ndimage.distance_transform_edt(~ndimage.binary_fill_holes(largest), sampling=spacing_mm)
    return np.asarray(outside_mm <= BODY_MARGIN_MM)
