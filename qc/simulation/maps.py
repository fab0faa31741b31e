"""What a scanner makes of its raw phase: stiffness, confidence and wave, by its maker's inversion.

Three makers stand for three ways of inverting, so that what was learned on some can be tried on another. None is that
maker's real software, which is not public.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.elastography.confidence import wave_confidence
from qc.elastography.inversion import (
    ENERGY_BLUR_MM,
    FIRST_GUESS_KPA,
    Elastogram,
    bounding_box,
    first_harmonic,
    in_pixels,
    invert_phase,
    place,
    remove_long_waves,
    stiffness_kpa,
    temporal_residual,
    wavelength_mm,
)
from qc.elastography.polynomial import fit_wave
from qc.simulation.acquisition import Maker, Protocol

BEST_FITTED_SHARE = 0.1
"""The wavelength is taken from the tenth of the body where the wave is described best."""
ITERATIONS = 3
SMOOTHED_MM = 4.5
"""Side of the median over stiffness, and standard deviation times two of the blur over confidence."""


def scanner_maps(phase_rad: NDArray[np.floating], body: NDArray[np.bool_], protocol: Protocol) -> Elastogram:
    """Stiffness, confidence and wave as the scanner stores them, from wrapped phase (offsets, rows, cols).

    `body` is (rows, cols). Raises ValueError without a body.
    """
    return INVERSIONS[protocol.maker](phase_rad, body, protocol)


def _local_wavelength(phase_rad: NDArray[np.floating], body: NDArray[np.bool_], protocol: Protocol) -> Elastogram:
    """The product's own inversion."""
    columns, rows = protocol.acquired
    return invert_phase(
        phase_rad,
        body,
        spacing_mm=(protocol.spacing_mm,) * 2,
        frequency_hz=protocol.frequency_hz,
        acquired_mm=(protocol.field_of_view_mm / rows, protocol.field_of_view_mm / columns),
    )


def _smoothed(phase_rad: NDArray[np.floating], body: NDArray[np.bool_], protocol: Protocol) -> Elastogram:
    """The same, with maps that are smoothed before they are stored."""
    found = _local_wavelength(phase_rad, body, protocol)
    side = max(3, 2 * round(SMOOTHED_MM / protocol.spacing_mm / 2) + 1)
    blurred = ndimage.gaussian_filter(found.confidence, SMOOTHED_MM / 2 / protocol.spacing_mm)
    return Elastogram(
        stiffness_kpa=ndimage.median_filter(found.stiffness_kpa, side) * (found.stiffness_kpa > 0),
        confidence=np.asarray(blurred * (found.confidence > 0), dtype=np.float32),
        wave=found.wave,
    )


def _one_wavelength(phase_rad: NDArray[np.floating], body: NDArray[np.bool_], protocol: Protocol) -> Elastogram:
    """A simpler inversion, which knows a single wavelength a slice and nothing of noise.

    On a clinical exam it differs from the vendor by 8 % on average. It is what the cross-check is tried on: maps made
    by the code that checks them would agree by themselves.
    """
    spacing_mm = (protocol.spacing_mm,) * 2
    box = bounding_box(body)
    phase, mask = phase_rad[:, *box], body[box]
    harmonic = first_harmonic(phase, mask)
    guess_kpa = FIRST_GUESS_KPA
    for _ in range(ITERATIONS):
        wave = remove_long_waves(harmonic, mask, spacing_mm, wavelength_mm(guess_kpa, protocol.frequency_hz))
        fit = fit_wave(wave, spacing_mm)
        stiffness = stiffness_kpa(fit, mask, spacing_mm, protocol.frequency_hz)
        trusted = mask & (fit.unexplained <= np.quantile(fit.unexplained[mask], BEST_FITTED_SHARE))
        guess_kpa = float(np.median(stiffness[trusted]))
    blur = in_pixels(ENERGY_BLUR_MM, spacing_mm)
    confidence = wave_confidence(wave, fit.unexplained, temporal_residual(phase), mask, blur=blur)
    return Elastogram(
        stiffness_kpa=place(stiffness.astype(np.float32), box, body.shape),
        confidence=place(confidence.astype(np.float32), box, body.shape),
        wave=place(wave.astype(np.complex64), box, body.shape),
    )


Invert = Callable[[NDArray[np.floating], NDArray[np.bool_], Protocol], Elastogram]
INVERSIONS: dict[Maker, Invert] = {"ge": _local_wavelength, "philips": _smoothed, "siemens": _one_wavelength}
