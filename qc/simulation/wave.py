"""Shear waves in a cut of a body: the heterogeneous viscoelastic Helmholtz equation, solved directly.

A wave that leaves the plane at an angle is longer in it: its part along the body is the same everywhere in a cut (as
by Snell's law for layers along the body), and what is left of the wavenumber is solved for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, sparse
from scipy.sparse import linalg

from qc.simulation.body import CARRIES_WAVES, Cut, Tissue

DENSITY_KG_M3 = 1000.0
UNDER_DRIVER_MM = 20.0
"""Depth over which the wave under the driver is averaged to set its amplitude."""
SKIN_MM = 6.0
SKIN_WEIGHT = 1.5
"""The skin under the driver is pushed harder than the wall behind it, which makes ripples in the fat."""
RIB_CONTRAST = 1.0
"""Ribs and septa hand the push on unevenly: standard deviation of its logarithm."""
DOME_MM = 10.0
"""Thickness of the layer of liver under the lung that the diaphragm shakes."""


@dataclass(frozen=True)
class Driver:
    """The passive driver on the chest wall, and what the whole wall does with it."""

    angle: float
    """Direction from the body's centre, rad: 0 is the patient's left, -pi/2 the front, +-pi the right."""
    half_width: float
    """Half the arc under the driver, rad."""
    amplitude_rad: float
    """Wave under the driver, in radians of phase."""
    wall_share: float
    """How strongly the rest of the wall is shaken along with the ribs, relative to the driver."""
    dome_share: float
    """How strongly the diaphragm shakes the liver under the lung, relative to the driver."""
    wall_phases: tuple[float, ...]
    """Phase of the wall's own motion around the body: random Fourier terms."""
    tilt: float = 0.0
    """Angle between the wave in the liver and the plane of the slices, rad."""


def solve_wave(cut: Cut, driver: Driver, *, frequency_hz: float) -> NDArray[np.complex128]:
    """Complex amplitude (rows, cols) of the motion, in radians of phase; 0 where no wave can be.

    Solves div(G grad u) + (density w^2 - G kz^2) u = -f with free edges by five-point differences, where kz is the
    wavenumber through the plane that the driver's tilt gives in the liver. Conductances between
    pixels are harmonic means. On a grid of few points a wavelength the differences shorten the wave, so the
    inertia term is corrected to give the exact wavelength in a uniform tissue, averaged over direction.
    """
    carries = CARRIES_WAVES[cut.tissue]
    matrix = _stiffness_matrix(cut, carries) - sparse.diags(_inertia(cut, driver.tilt, frequency_hz)[carries])
    factors = linalg.splu(
        matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )
    wave = np.zeros(cut.tissue.shape, dtype=np.complex128)
    wave[carries] = factors.solve(_push(cut, driver)[carries])
    under_driver = carries & (_driver_profile(cut, driver) > 0.5) & (cut.depth_mm < UNDER_DRIVER_MM)
    return wave * (driver.amplitude_rad / max(float(np.median(np.abs(wave[under_driver]))), 1e-30))


def _stiffness_matrix(cut: Cut, carries: NDArray[np.bool_]) -> sparse.csc_matrix:
    """-div(G grad) over the pixels that carry waves, in kPa (grid step 1)."""
    number = np.full(carries.shape, -1)
    number[carries] = np.arange(int(carries.sum()))
    modulus = cut.modulus_kpa
    firsts, seconds, conductances = [], [], []
    for here, there in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        (np.s_[:-1], np.s_[1:]),
    ):
        joined = carries[here] & carries[there]
        a, b = modulus[here][joined], modulus[there][joined]
        firsts.append(number[here][joined])
        seconds.append(number[there][joined])
        conductances.append(2 * a * b / (a + b))
    first, second, conductance = (np.concatenate(part) for part in (firsts, seconds, conductances))
    count = int(carries.sum())
    off_diagonal = sparse.coo_matrix(
        (np.tile(-conductance, 2), (np.r_[first, second], np.r_[second, first])), shape=(count, count)
    ).tocsc()
    diagonal = -np.asarray(off_diagonal.sum(axis=0)).ravel()
    return off_diagonal + sparse.diags(diagonal, format="csc")


def _inertia(cut: Cut, tilt: float, frequency_hz: float) -> NDArray[np.complex128]:
    """density w^2 - G kz^2 of every pixel in kPa (grid step 1), corrected for the grid."""
    step_m = cut.spacing_mm / 1000
    whole = 2 * np.pi * frequency_hz * np.sqrt(DENSITY_KG_M3 / (1000 * cut.modulus_kpa))
    wavenumber = np.sqrt(whole**2 - _through_plane(cut, tilt, frequency_hz) ** 2)
    along, across = wavenumber * step_m, wavenumber * step_m / np.sqrt(2)
    exact = (1 - np.cos(along)) + 2 * (1 - np.cos(across))
    return np.asarray(cut.modulus_kpa * exact)


def _through_plane(cut: Cut, tilt: float, frequency_hz: float) -> float:
    """Wavenumber through the plane, per metre: the liver's, by its median modulus; 0 in a cut without liver."""
    liver = cut.tissue == Tissue.LIVER
    if not liver.any():
        return 0.0
    modulus_pa = 1000 * float(np.median(np.abs(cut.modulus_kpa[liver])))
    return float(2 * np.pi * frequency_hz * np.sqrt(DENSITY_KG_M3 / modulus_pa) * np.sin(tilt))


def _push(cut: Cut, driver: Driver) -> NDArray[np.complex128]:
    """The force: the wall under the driver, the wall that the ribs carry along, and the diaphragm.

    Compression crosses the wall almost at once and without loss, and turns to shear where it ends: so the
    whole thickness of the wall pushes, not the skin alone.
    """
    angle = _angles(cut)
    wander = sum(np.cos((order + 1) * angle + phase) for order, phase in enumerate(driver.wall_phases))
    carried = np.exp(1j * np.pi * wander)
    under_lung = (cut.tissue == Tissue.LIVER) & ndimage.binary_dilation(
        cut.tissue == Tissue.LUNG, iterations=max(1, round(DOME_MM / cut.spacing_mm))
    )
    skin = 1.0 + SKIN_WEIGHT * (cut.depth_mm < SKIN_MM)
    wall = cut.wall * skin * (_driver_profile(cut, driver) + driver.wall_share * carried)
    ribs = np.exp(RIB_CONTRAST * cut.texture)
    return np.asarray(wall * ribs + driver.dome_share * under_lung * carried)


def _driver_profile(cut: Cut, driver: Driver) -> NDArray[np.float64]:
    """1 in the middle of the driver, falling smoothly to 0 around the body."""
    away = (_angles(cut) - driver.angle + np.pi) % (2 * np.pi) - np.pi
    return np.asarray(np.exp(-((away / driver.half_width) ** 2) * np.log(2)))


def _angles(cut: Cut) -> NDArray[np.float64]:
    axis = np.arange(len(cut.tissue)) - (len(cut.tissue) - 1) / 2
    return np.asarray(np.arctan2(axis[:, None], axis[None, :]))
