"""Quality indices of the magnitude images: signal, noise, ghosts, and what moved between the offsets."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask
from qc.elastography.inputs import SliceInputs

MUSCLE_TO_LIVER = 0.68
"""Signal of muscle over that of a liver without iron, both before decay (the synthetic scanner's own tissues)."""
MUSCLE_R2_PER_S = 38.0
"""R2* of muscle at 1.5 T, taken as known."""
MUSCLE_MM = (22.0, 36.0)
DARK_SHARE = 0.25
"""Under this share of the body's bright signal there is lung, gas or severe iron."""
BRIGHT_PERCENTILE = 90
AIR_MARGIN_MM = 12.0
"""Ghosts are looked for beyond this distance from the body."""
NORMAL_SCALE = 1.4826
"""From a median absolute deviation to the standard deviation of a normal distribution."""


def liver_snr(slice_: SliceInputs) -> float | None:
    """Median signal of the liver over the noise's standard deviation there, in one offset's image.

    The noise is what differs between the offsets from pixel to pixel, after what varies smoothly is taken out.
    """
    if slice_.magnitude is None or slice_.mean_magnitude is None or not slice_.has_liver:
        return None
    images = np.asarray(slice_.magnitude, dtype=np.float64)
    difference = (images[0] - images[1] + images[2] - images[3 % len(images)]) / 2
    rough = difference - ndimage.uniform_filter(difference, 5)
    noise = NORMAL_SCALE * float(np.median(np.abs(rough[slice_.liver])))
    return float(np.median(slice_.mean_magnitude[slice_.liver])) / max(noise, 1e-9)


def liver_signal(slice_: SliceInputs) -> float | None:
    """Median signal of the liver over that of muscle, taken from 22 to 36 mm below the edge of the body's mask."""
    muscle = (slice_.depth_mm > MUSCLE_MM[0]) & (slice_.depth_mm <= MUSCLE_MM[1]) & ~slice_.liver
    if slice_.mean_magnitude is None or not slice_.has_liver or not muscle.any():
        return None
    return float(np.median(slice_.mean_magnitude[slice_.liver]) / max(np.median(slice_.mean_magnitude[muscle]), 1e-9))


def signal_loss(slice_: SliceInputs) -> float | None:
    """Estimated R2* of the liver in 1/s: that of muscle plus ln(muscle / liver) / TE, corrected for proton density."""
    ratio = liver_signal(slice_)
    if ratio is None or not slice_.echo_time_ms:
        return None
    return MUSCLE_R2_PER_S - float(np.log(max(ratio * MUSCLE_TO_LIVER, 1e-3))) * 1000 / slice_.echo_time_ms


def dark_right(slice_: SliceInputs) -> float | None:
    """Share of the right half of the cavity that gives hardly any signal: lung, gas, or a liver black with iron."""
    return _dark_share(slice_, slice_.right)


def dark_left(slice_: SliceInputs) -> float | None:
    """The same of the left half: lung lies on both sides, the liver mostly on one."""
    return _dark_share(slice_, ~slice_.right)


def liver_texture(slice_: SliceInputs) -> float | None:
    """Spread of the smoothed signal in the liver over its median: bowel is uneven, liver is not.

    The spread is half the distance between the 16th and the 84th percentile.
    """
    if slice_.mean_magnitude is None or not slice_.has_liver:
        return None
    smooth = ndimage.gaussian_filter(slice_.mean_magnitude, [3.0 / spacing for spacing in slice_.spacing_mm])
    low, middle, high = np.percentile(smooth[slice_.liver], (16, 50, 84))
    return float((high - low) / 2 / max(middle, 1e-9))


def ghosting(slice_: SliceInputs) -> float | None:
    """Median signal of the air along phase encoding less that of the air across it, over the body's mean signal.

    Medians, because arms lie in the air beside the body, and some scanners blank it.
    """
    if slice_.mean_magnitude is None or not slice_.body.any():
        return None
    along, across = _air(slice_)
    if not along.any() or not across.any():
        return None
    difference = np.median(slice_.mean_magnitude[along]) - np.median(slice_.mean_magnitude[across])
    return float(difference / max(slice_.mean_magnitude[slice_.body].mean(), 1e-9))


def offset_change(slice_: SliceInputs) -> float | None:
    """Root mean square of what the smoothed magnitude changes between offsets, over the body's mean signal."""
    if slice_.magnitude is None or slice_.mean_magnitude is None or not slice_.body.any():
        return None
    blur = [3.0 / spacing for spacing in slice_.spacing_mm]
    smooth = ndimage.gaussian_filter(np.asarray(slice_.magnitude, dtype=np.float64), (0, *blur))
    spread = np.sqrt(np.mean(np.var(smooth, axis=0)[slice_.body]))
    return float(spread / max(slice_.mean_magnitude[slice_.body].mean(), 1e-9))


def _dark_share(slice_: SliceInputs, side: Mask) -> float | None:
    cavity = side & (slice_.depth_mm > 32)
    if slice_.mean_magnitude is None or not cavity.any():
        return None
    bright = np.percentile(slice_.mean_magnitude[slice_.body], BRIGHT_PERCENTILE)
    smooth = ndimage.uniform_filter(slice_.mean_magnitude, 3)
    return float((smooth[cavity] < DARK_SHARE * bright).mean())


def _air(slice_: SliceInputs) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Pixels of air before and behind the body along phase encoding, and those beside it."""
    outside = ndimage.distance_transform_edt(~slice_.body, sampling=slice_.spacing_mm) > AIR_MARGIN_MM
    rows = np.any(slice_.body, axis=1, keepdims=True)
    cols = np.any(slice_.body, axis=0, keepdims=True)
    above, beside = outside & cols & ~rows, outside & rows & ~cols
    return (beside, above) if slice_.phase_encoding == "ROW" else (above, beside)
