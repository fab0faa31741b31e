"""From four phase images to a stiffness map: harmonic, long waves out, local polynomial, energy ratio.

The steps agree with a vendor's maps of a clinical exam; each function names why it is there.
Reviews of the principle: Manduca et al., Med Image Anal 2001;5:237-254; Manduca et al., MRM 2021;85:945-952.
"""

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from qc.elastography.confidence import wave_confidence

Scalar = TypeVar("Scalar", bound=np.generic)

DENSITY_KG_M3 = 1000.0
WINDOW_MM = 20.0
"""Side of the square in which the wave is fitted: about 13 pixels of a usual exam."""
POLYNOMIAL_DEGREE = 4
"""A polynomial of degree 2 overestimates stiffness by 20-90 %."""
ENERGY_BLUR_MM = 4.7
"""Wave and curvature are averaged as energies, so that the nodes of a standing wave do no harm."""
LONG_WAVE_FACTOR = 2.8
"""The Gaussian that counts as bulk motion has a standard deviation of 2.8 wavelengths / 2 pi."""
FIRST_GUESS_KPA = 2.5
DIRECTIONS = (0.0, np.pi / 8, np.pi / 4, 3 * np.pi / 8)
"""In which plane waves run when the polynomial's own error is worked out."""
STIFFEST_KPA = 30.0
"""Where hardly any curvature is left, the ratio means nothing: it is cut here."""
BEST_FITTED_SHARE = 0.1
"""The wavelength is taken from the tenth of the body where the wave is described best."""


@dataclass(frozen=True)
class Elastogram:
    """What an inversion gives for one slice; all arrays (rows, cols) and 0 outside the body."""

    stiffness_kpa: NDArray[np.float32]
    confidence: NDArray[np.float32]
    """0-1."""
    wave: NDArray[np.complex64]
    """First temporal harmonic without bulk motion, in radians of phase."""


@dataclass(frozen=True)
class WaveFit:
    """A wave described by a polynomial around every pixel; complex and float arrays (rows, cols)."""

    value: NDArray[np.complex128]
    laplacian: NDArray[np.complex128]
    """In the unit of the wave per square metre."""
    unexplained: NDArray[np.float64]
    """Share of the energy in the window that the polynomial leaves over, 0-1."""


def invert_phase(
    phase_rad: NDArray[np.floating],
    body: NDArray[np.bool_],
    *,
    spacing_mm: tuple[float, float],
    frequency_hz: float,
    iterations: int = 3,
) -> Elastogram:
    """Stiffness, confidence and wave from wrapped phase (offsets, rows, cols) inside `body` (rows, cols).

    What counts as bulk motion depends on the wavelength, which is only known afterwards: hence iterations.
    Raises ValueError without a body.
    """
    if not body.any():
        raise ValueError("there is no body in the slice, so nothing can be inverted")
    box = _bounding_box(body)
    phase, mask = phase_rad[:, *box], body[box]
    harmonic = first_harmonic(phase, mask)
    guess_kpa = FIRST_GUESS_KPA
    for _ in range(iterations):
        wave = remove_long_waves(harmonic, mask, spacing_mm, wavelength_mm(guess_kpa, frequency_hz))
        fit = fit_wave(wave, spacing_mm)
        stiffness = stiffness_kpa(fit, mask, spacing_mm, frequency_hz)
        trusted = mask & (fit.unexplained <= np.quantile(fit.unexplained[mask], BEST_FITTED_SHARE))
        guess_kpa = float(np.median(stiffness[trusted]))
    blur = _pixels(ENERGY_BLUR_MM, spacing_mm)
    confidence = wave_confidence(wave, fit.unexplained, temporal_residual(phase), mask, blur=blur)
    return Elastogram(
        stiffness_kpa=_place(stiffness.astype(np.float32), box, body.shape),
        confidence=_place(confidence.astype(np.float32), box, body.shape),
        wave=_place(wave.astype(np.complex64), box, body.shape),
    )


def wavelength_mm(stiffness: float, frequency_hz: float) -> float:
    """Wavelength of a shear wave in a tissue of `stiffness` kPa = density x speed squared."""
    return float(1000.0 * np.sqrt(stiffness * 1000.0 / DENSITY_KG_M3) / frequency_hz)


def first_harmonic(phase_rad: NDArray[np.floating], body: NDArray[np.bool_]) -> NDArray[np.complex128]:
    """Complex amplitude (rows, cols) of the motion at the driver's frequency, unwrapped, in radians.

    Wrapped phase has true differences between neighbours, and the harmonic of differences is the difference
    of harmonics. So one Poisson equation (least-squares unwrapping, Ghiglia and Romero, JOSA A 1994;11:107)
    is solved for the harmonic instead of one for each offset. Differences across the body's edge count
    as 0: what that adds inside is a harmonic function, which `remove_long_waves` takes out again.
    """
    divergence = np.zeros(body.shape, dtype=np.complex128)
    inside = body[:, 1:] & body[:, :-1]
    step = _harmonic(wrap(np.diff(phase_rad, axis=2))) * inside
    divergence[:, :-1] += step
    divergence[:, 1:] -= step
    inside = body[1:] & body[:-1]
    step = _harmonic(wrap(np.diff(phase_rad, axis=1))) * inside
    divergence[:-1] += step
    divergence[1:] -= step
    return _solve_poisson(divergence) * body


def temporal_residual(phase_rad: NDArray[np.floating]) -> NDArray[np.float64]:
    """What changes from offset to offset faster than the wave can, in radians (rows, cols).

    With four offsets that is the temporal Nyquist frequency: noise, motion and ghosts, never the wave.
    """
    signs = (-1.0) ** np.arange(len(phase_rad))
    return wrap(np.tensordot(signs, phase_rad, axes=1)) / len(phase_rad)


def remove_long_waves(
    harmonic: NDArray[np.complex128],
    body: NDArray[np.bool_],
    spacing_mm: tuple[float, float],
    wavelength: float,
) -> NDArray[np.complex128]:
    """The harmonic (rows, cols) less its own blur inside the body: without bulk motion and compression."""
    blur = _pixels(LONG_WAVE_FACTOR * wavelength / (2 * np.pi), spacing_mm)
    weight = np.maximum(ndimage.gaussian_filter(body.astype(float), blur), 1e-6)
    long_waves = ndimage.gaussian_filter(harmonic * body, blur) / weight
    return np.asarray((harmonic - long_waves) * body)


def fit_wave(wave: NDArray[np.complex128], spacing_mm: tuple[float, float]) -> WaveFit:
    """Least-squares polynomial of total degree 4 in a window around every pixel of `wave` (rows, cols).

    The basis is a product of orthonormal polynomials along rows and columns, so all sums are separable.
    """
    rows_basis, columns_basis = (_polynomials(_window(spacing)) for spacing in spacing_mm)
    value = np.zeros(wave.shape, dtype=np.complex128)
    laplacian = np.zeros_like(value)
    explained = np.zeros(wave.shape)
    for i in range(POLYNOMIAL_DEGREE + 1):
        along_rows = ndimage.correlate1d(wave, rows_basis.taps[i], axis=0, mode="constant")
        for j in range(POLYNOMIAL_DEGREE + 1 - i):
            coefficient = ndimage.correlate1d(along_rows, columns_basis.taps[j], axis=1, mode="constant")
            here, down, across = _terms(rows_basis, columns_basis, i, j, spacing_mm)
            value += coefficient * here
            laplacian += coefficient * (down + across)
            explained += np.abs(coefficient) ** 2
    sides = rows_basis.taps.shape[1], columns_basis.taps.shape[1]
    energy = ndimage.uniform_filter(np.abs(wave) ** 2, sides, mode="constant") * (sides[0] * sides[1])
    unexplained = 1.0 - explained / np.maximum(energy, np.finfo(float).tiny)
    return WaveFit(value, laplacian, np.clip(unexplained, 0.0, 1.0))


def stiffness_kpa(
    fit: WaveFit, body: NDArray[np.bool_], spacing_mm: tuple[float, float], frequency_hz: float
) -> NDArray[np.float64]:
    """|G| = density x (angular frequency / wavenumber) squared, in kPa (rows, cols).

    The wavenumber squared is |laplacian| / |wave|. As a ratio of blurred energies noise makes it too large;
    as their blurred product over the wave's energy interference makes it too small: their geometric mean.
    """
    blur = _pixels(ENERGY_BLUR_MM, spacing_mm)
    wave, laplacian = fit.value * body, fit.laplacian * body
    energy = np.maximum(ndimage.gaussian_filter(np.abs(wave) ** 2, blur), np.finfo(float).tiny)
    curvature = ndimage.gaussian_filter(np.abs(laplacian) ** 2, blur)
    product = np.abs(ndimage.gaussian_filter(np.conj(wave) * laplacian, blur))
    measured = np.sqrt(np.sqrt(curvature / energy) * product / energy)  # wavenumber squared, per square metre
    squared = _unbias(measured, spacing_mm)
    modulus_pa = DENSITY_KG_M3 * (2 * np.pi * frequency_hz) ** 2 / np.maximum(squared, 1.0)
    return np.asarray(np.minimum(modulus_pa / 1000.0, STIFFEST_KPA) * body)


def wrap(angle: NDArray[np.floating]) -> NDArray[np.float64]:
    """The same angle between -pi and pi."""
    return (np.asarray(angle, dtype=np.float64) + np.pi) % (2 * np.pi) - np.pi


def _unbias(measured: NDArray[np.float64], spacing_mm: tuple[float, float]) -> NDArray[np.float64]:
    """Wavenumber squared (per square metre) from what the polynomial makes of it.

    A polynomial flattens short waves: at 1.6 kPa and 60 Hz stiffness would come out 6-12 % too high, by
    direction. What it makes of plane waves, averaged over directions, is known and is looked up backwards.
    """
    true, seen = _plane_waves(spacing_mm)
    return np.interp(measured, seen, true)


@cache
def _plane_waves(spacing_mm: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """True and fitted wavenumber squared (per square metre) of plane waves, as far as both rise."""
    bases = [_polynomials(_window(spacing)) for spacing in spacing_mm]
    true = np.linspace(0.0, 700.0, 141)[1:] ** 2
    seen = np.mean([_fitted_wavenumber(bases, spacing_mm, true, turn) for turn in DIRECTIONS], axis=0)
    rising = int(np.argmax(np.diff(seen, append=-np.inf) <= 0)) + 1
    return true[:rising], seen[:rising]


def _fitted_wavenumber(
    bases: list["_Basis"], spacing_mm: tuple[float, float], squared: NDArray[np.float64], turn: float
) -> NDArray[np.float64]:
    """|laplacian| / |wave| in the middle of the window for plane waves running at an angle of `turn`."""
    parts = []
    for basis, spacing, share in zip(bases, spacing_mm, (np.sin(turn), np.cos(turn)), strict=True):
        offsets = (np.arange(basis.taps.shape[1]) - basis.taps.shape[1] // 2) * spacing / 1000
        parts.append(basis.taps @ np.exp(1j * np.outer(offsets, np.sqrt(squared) * share)))  # (terms, waves)
    value = np.zeros(len(squared), dtype=np.complex128)
    laplacian = np.zeros_like(value)
    for i in range(POLYNOMIAL_DEGREE + 1):
        for j in range(POLYNOMIAL_DEGREE + 1 - i):
            here, down, across = _terms(bases[0], bases[1], i, j, spacing_mm)
            value += parts[0][i] * parts[1][j] * here
            laplacian += parts[0][i] * parts[1][j] * (down + across)
    return np.asarray(np.abs(laplacian / value))


def _terms(
    rows: "_Basis", columns: "_Basis", i: int, j: int, spacing_mm: tuple[float, float]
) -> tuple[float, float, float]:
    """What the coefficient of the term (i, j) adds to the value and to the two second derivatives (per m2)."""
    return (
        float(rows.centre[i] * columns.centre[j]),
        float(rows.curvature[i] * columns.centre[j] / (spacing_mm[0] / 1000) ** 2),
        float(rows.centre[i] * columns.curvature[j] / (spacing_mm[1] / 1000) ** 2),
    )


@dataclass(frozen=True)
class _Basis:
    """Orthonormal polynomials on a window: as filter taps, and with value and curvature at its centre."""

    taps: NDArray[np.float64]
    centre: NDArray[np.float64]
    curvature: NDArray[np.float64]


@cache
def _polynomials(size: int) -> _Basis:
    offsets = np.arange(size) - size // 2
    powers = np.vander(offsets, POLYNOMIAL_DEGREE + 1, increasing=True).astype(float)
    taps, upper = np.linalg.qr(powers)
    in_powers = np.linalg.inv(upper)
    return _Basis(taps.T.copy(), in_powers[0], 2 * in_powers[2])


def _harmonic(samples: NDArray[np.float64]) -> NDArray[np.complex128]:
    """First Fourier coefficient along the offsets, scaled so that cos(t + a) gives exp(ia)."""
    count = len(samples)
    turns = np.exp(-2j * np.pi * np.arange(count) / count)
    return np.asarray(np.tensordot(turns, samples.astype(np.complex128), axes=1) * (2.0 / count))


def _solve_poisson(divergence: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Solve laplacian(u) = divergence (rows, cols) with closed edges; the mean of u is 0."""
    rows, columns = (2 * np.cos(np.pi * np.arange(size) / size) - 2 for size in divergence.shape)
    eigenvalues = rows[:, None] + columns
    eigenvalues[0, 0] = np.inf
    real, imaginary = fft.dctn(np.stack([divergence.real, divergence.imag]), axes=(1, 2)) / eigenvalues
    solved = fft.idctn(np.stack([real, imaginary]), axes=(1, 2))
    return np.asarray(solved[0] + 1j * solved[1])


def _bounding_box(body: NDArray[np.bool_]) -> tuple[slice, slice]:
    rows, columns = ndimage.find_objects(body.astype(np.uint8))[0]
    return rows, columns


def _place(part: NDArray[Scalar], box: tuple[slice, slice], shape: tuple[int, ...]) -> NDArray[Scalar]:
    whole = np.zeros(shape, dtype=part.dtype)
    whole[box] = part
    return whole


def _pixels(length_mm: float, spacing_mm: tuple[float, float]) -> tuple[float, float]:
    return length_mm / spacing_mm[0], length_mm / spacing_mm[1]


def _window(spacing: float) -> int:
    """The odd number of pixels nearest to the window's side, at least one more than the degree."""
    return max(2 * round((WINDOW_MM / spacing - 1) / 2) + 1, POLYNOMIAL_DEGREE + 3)
