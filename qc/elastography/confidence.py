"""How far a wave can be believed: what no smooth wave explains, and what no periodic motion explains."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

RESIDUAL_WEIGHT = 0.05
"""What one unit of noise-to-wave energy over time counts beside the unexplained share in space."""
STEEPNESS = 1.33
SCALE = 1.63
"""Fitted to a vendor's confidence in one clinical exam (rank correlation 0.78 over 180,000 pixels)."""


def wave_confidence(
    wave: NDArray[np.complex128],
    unexplained: NDArray[np.float64],
    temporal_residual: NDArray[np.float64],
    body: NDArray[np.bool_],
    *,
    blur: tuple[float, float],
) -> NDArray[np.float64]:
    """Confidence 0-1 (rows, cols), 0 outside the body; higher is better.

    `wave` is the complex first harmonic and `temporal_residual` the part at the temporal Nyquist frequency,
    both in radians; `unexplained` is the share 0-1 that the local polynomial leaves; `blur` in pixels.
    """
    noise = ndimage.gaussian_filter((temporal_residual * body) ** 2, blur)
    signal = ndimage.gaussian_filter(np.abs(wave * body) ** 2, blur)
    noise_to_wave = np.minimum(noise / np.maximum(signal, np.finfo(float).tiny), 10.0)
    in_space = ndimage.gaussian_filter(unexplained, (blur[0] * 2 / 3, blur[1] * 2 / 3))
    doubt = in_space + RESIDUAL_WEIGHT * noise_to_wave
    confidence: NDArray[np.float64] = body / (1.0 + SCALE * doubt**STEEPNESS)
    return confidence
