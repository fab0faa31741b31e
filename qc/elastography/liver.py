"""Where the liver lies in a slice."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import SliceMaps

WALL_MM = 28.0
"""From the edge of the vendor's body mask to the cavity: its margin, fat and muscle."""
CENTRE = (-0.05, 0.45)
"""Of the liver in the cavity: towards the back, and towards the patient's right, in half axes of the cavity."""
HALF_AXES = (0.62, 0.5)


def estimate_liver(maps: SliceMaps, magnitude: NDArray[np.float32] | None) -> NDArray[np.bool_]:
    """The liver's pixels, bool (rows, cols): an ellipse in the right half of the cavity of the body.

    `magnitude` (rows, cols) in any unit is not used yet. Empty where there is no body.
    """
    body = maps.stiffness_kpa > 0
    depth_mm = ndimage.distance_transform_edt(np.pad(body | maps.burned_in, 1), sampling=maps.geometry.spacing_mm)
    cavity = depth_mm[1:-1, 1:-1] > WALL_MM
    if not cavity.any():
        return np.zeros(body.shape, dtype=bool)
    back, left = (_along(cavity, axis) for axis in (0, 1))
    right = -left if maps.geometry.right_is_low_column else left
    distance = ((back[:, None] - CENTRE[0]) / HALF_AXES[0]) ** 2 + ((right[None, :] - CENTRE[1]) / HALF_AXES[1]) ** 2
    return np.asarray(cavity & (distance < 1))


def _along(cavity: NDArray[np.bool_], axis: int) -> NDArray[np.float64]:
    """Place along an axis, -1 at the first and 1 at the last line of the cavity."""
    lines = np.flatnonzero(cavity.any(axis=1 - axis))
    middle, half = (lines[0] + lines[-1]) / 2, max((lines[-1] - lines[0]) / 2, 1)
    return np.asarray((np.arange(cavity.shape[axis]) - middle) / half)
