"""Waves against what is known without solving: wavelength, attenuation, reflection."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from qc.elastography.inversion import wavelength_mm
from qc.simulation.body import Cut, Tissue
from qc.simulation.wave import Driver, solve_wave

SIZE = 128
DRIVER = Driver(angle=np.pi, half_width=0.3, amplitude_rad=3.0, wall_share=0.0, dome_share=0.0, wall_phases=(0.0,))


def block(kpa: float, loss: float, spacing_mm: float = 3.0) -> Cut:
    """A long block of one tissue, with a thin wall on its low-column side that the driver pushes as a whole."""
    tissue = np.full((SIZE, SIZE), Tissue.AIR, dtype=np.uint8)
    tissue[4:-4, 4:-4] = Tissue.LIVER
    depth = np.zeros((SIZE, SIZE))
    depth[4:-4, 4:-4] = (np.arange(SIZE - 8) + 1)[None, :] * spacing_mm
    wall = np.zeros((SIZE, SIZE), dtype=bool)
    wall[4:-4, 4:6] = True
    return Cut(
        tissue=tissue,
        depth_mm=depth,
        wall=wall,
        modulus_kpa=np.full((SIZE, SIZE), kpa * np.exp(1j * loss)),
        signal=np.ones((SIZE, SIZE)),
        t2_star_ms=np.full((SIZE, SIZE), 25.0),
        texture=np.zeros((SIZE, SIZE)),
        spacing_mm=spacing_mm,
    )


def along_the_middle(cut: Cut, driver: Driver) -> NDArray[np.complex128]:
    return solve_wave(cut, driver, frequency_hz=60.0)[SIZE // 2, 10:60]


@pytest.mark.parametrize("kpa", [1.5, 3.0, 6.0])
def test_wavelength_and_attenuation_follow_the_modulus(kpa: float) -> None:
    wide = replace(DRIVER, half_width=50.0)
    wave = along_the_middle(block(kpa, loss=0.3), wide)
    change = np.log(wave[1:] / wave[:-1]) / 3.0
    wavenumber = 2 * np.pi / wavelength_mm(kpa, 60.0)
    assert abs(np.median(change.imag)) == pytest.approx(wavenumber * np.cos(0.15), rel=0.04)
    assert -np.median(change.real) == pytest.approx(wavenumber * np.sin(0.15), rel=0.15)


def test_a_wave_that_leaves_the_plane_is_longer_in_it_and_reads_stiffer() -> None:
    wide = replace(DRIVER, half_width=50.0, tilt=np.deg2rad(25))
    change = np.log(along_the_middle(block(3.0, loss=0.1), wide))
    in_plane = abs(np.median(np.diff(np.unwrap(change.imag)))) / 3.0
    seen = 2 * np.pi / wavelength_mm(3.0, 60.0) * np.cos(np.deg2rad(25))
    assert in_plane == pytest.approx(seen, rel=0.03)


def test_amplitude_under_the_driver_is_what_was_asked_for() -> None:
    cut = block(3.0, loss=0.3)
    wave = solve_wave(cut, DRIVER, frequency_hz=60.0)
    under = np.abs(wave[54:74, 4:10])
    assert np.median(under) == pytest.approx(3.0, rel=0.3)


def test_no_wave_crosses_gas() -> None:
    cut = block(3.0, loss=0.3)
    cut.tissue[:, 60:64] = Tissue.GAS
    wave = solve_wave(cut, DRIVER, frequency_hz=60.0)
    assert not np.abs(wave[:, 60:]).any()
    assert np.abs(wave[4:-4, 10:60]).min() > 0
