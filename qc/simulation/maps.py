"""What the synthetic scanner makes of its raw phase: on purpose not the product's own inversion.

A cross-check of maps that were made by the code that checks them would find nothing. This one knows a single
wavelength a slice and nothing of noise; on a clinical exam it differs from the vendor by 8 % on average.
"""

import numpy as np
from numpy.typing import NDArray

from qc.elastography.confidence import wave_confidence
from qc.elastography.inversion import (
    ENERGY_BLUR_MM,
    FIRST_GUESS_KPA,
    Elastogram,
    bounding_box,
    first_harmonic,
    in_pixels,
    place,
    remove_long_waves,
    stiffness_kpa,
    temporal_residual,
    wavelength_mm,
)
from qc.elastography.polynomial import fit_wave

BEST_FITTED_SHARE = 0.1
"""The wavelength is taken from the tenth of the body where the wave is described best."""
ITERATIONS = 3


def scanner_maps(
    phase_rad: NDArray[np.floating],
    body: NDArray[np.bool_],
    *,
    spacing_mm: tuple[float, float],
    frequency_hz: float,
) -> Elastogram:
    """Stiffness, confidence and wave as the scanner stores them, from wrapped phase (offsets, rows, cols).

    `body` is (rows, cols). Raises ValueError without a body.
    """
    box = bounding_box(body)
    phase, mask = phase_rad[:, *box], body[box]
    harmonic = first_harmonic(phase, mask)
    guess_kpa = FIRST_GUESS_KPA
    for _ in range(ITERATIONS):
        wave = remove_long_waves(harmonic, mask, spacing_mm, wavelength_mm(guess_kpa, frequency_hz))
        fit = fit_wave(wave, spacing_mm)
        stiffness = stiffness_kpa(fit, mask, spacing_mm, frequency_hz)
        trusted = mask & (fit.unexplained <= np.quantile(fit.unexplained[mask], BEST_FITTED_SHARE))
        guess_kpa = float(np.median(stiffness[trusted]))
    blur = in_pixels(ENERGY_BLUR_MM, spacing_mm)
    confidence = wave_confidence(wave, fit.unexplained, temporal_residual(phase), mask, blur=blur)
    return Elastogram(
        stiffness_kpa=place(stiffness.astype(np.float32), box, body.shape),
        confidence=place(confidence.astype(np.float32), box, body.shape),
        wave=place(wave.astype(np.complex64), box, body.shape),
    )
