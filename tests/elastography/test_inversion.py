"""Inversion and confidence: plane waves of known stiffness, and the vendor's maps of a real exam."""

from pathlib import Path

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from qc.elastography.inversion import (
    first_harmonic,
    invert_phase,
    invert_wave,
    stiffness_kpa,
    temporal_residual,
    wavelength_mm,
    wrap,
)
from qc.elastography.polynomial import fit_wave

SPACING = (1.5, 1.5)
SIZE = 160
BODY = np.zeros((SIZE, SIZE), dtype=bool)
BODY[15:145, 15:145] = True
INNER = np.s_[45:115, 45:115]


def plane_wave(kpa: float, angle: float = 0.5, amplitude: float = 1.0) -> NDArray[np.complex128]:
    """A travelling wave of 60 Hz in a tissue of `kpa`, in radians of phase."""
    rows, columns = np.indices((SIZE, SIZE)) * SPACING[0]
    along = np.cos(angle) * columns + np.sin(angle) * rows
    return np.asarray(amplitude * np.exp(2j * np.pi * along / wavelength_mm(kpa, 60.0)))


def phase_images(wave: NDArray[np.complex128], noise: float = 0.0) -> NDArray[np.float64]:
    turns = np.exp(2j * np.pi * np.arange(4) / 4)
    random = np.random.default_rng(1)
    return wrap((turns[:, None, None] * wave).real + noise * random.standard_normal((4, SIZE, SIZE)))


def test_wavelengths_of_the_literature() -> None:
    assert [round(wavelength_mm(kpa, 60.0), 1) for kpa in (2, 4, 8)] == [23.6, 33.3, 47.1]


@pytest.mark.parametrize("kpa", [1.5, 2.0, 3.0, 5.0, 8.0])
@pytest.mark.parametrize("angle", [0.0, 0.6])
def test_stiffness_of_a_plane_wave_is_found_whatever_its_direction(kpa: float, angle: float) -> None:
    found = stiffness_kpa(fit_wave(plane_wave(kpa, angle) * BODY, SPACING), BODY, SPACING, 60.0)
    assert np.median(found[INNER]) == pytest.approx(kpa, rel=0.08)


def test_pixels_need_not_be_square() -> None:
    wave = plane_wave(3.0)[:, ::2] * BODY[:, ::2]
    found = stiffness_kpa(fit_wave(wave, (1.5, 3.0)), BODY[:, ::2], (1.5, 3.0), 60.0)
    assert np.median(found[50:110, 25:55]) == pytest.approx(3.0, rel=0.06)


def test_harmonic_is_unwrapped_up_to_what_long_waves_may_add() -> None:
    wave = plane_wave(4.0, amplitude=6.0)
    phase = phase_images(wave)
    assert np.abs(np.diff(phase, axis=2)).max() > np.pi
    found = first_harmonic(phase, BODY)
    difference = (found - wave)[INNER]
    assert np.abs(difference - difference.mean()).max() < 0.7


def test_whole_chain_finds_stiffness_and_believes_it() -> None:
    maps = invert_phase(phase_images(plane_wave(2.5), noise=0.03), BODY, spacing_mm=SPACING, frequency_hz=60.0)
    assert np.median(maps.stiffness_kpa[INNER]) == pytest.approx(2.5, rel=0.05)
    assert np.median(maps.confidence[INNER]) > 0.95
    assert not maps.confidence[~BODY].any()
    assert not maps.stiffness_kpa[~BODY].any()


def test_noise_does_not_make_tissue_soft() -> None:
    """Without its share of noise taken out, a stiff tissue with a weak wave reads 6 % too soft."""
    phase = phase_images(plane_wave(5.0, amplitude=0.3), noise=0.12)
    maps = invert_phase(phase, BODY, spacing_mm=SPACING, frequency_hz=60.0)
    assert np.median(maps.stiffness_kpa[INNER]) == pytest.approx(5.0, rel=0.03)


def test_soft_and_stiff_tissue_in_one_slice_keep_each_their_own_waves() -> None:
    phase = phase_images(np.where(np.indices((SIZE, SIZE))[0] < SIZE // 2, plane_wave(1.6), plane_wave(6.0)))
    maps = invert_phase(phase, BODY, spacing_mm=SPACING, frequency_hz=60.0)
    assert np.median(maps.stiffness_kpa[30:60, 45:115]) == pytest.approx(1.6, rel=0.08)
    assert np.median(maps.stiffness_kpa[100:130, 45:115]) == pytest.approx(6.0, rel=0.12)


def test_wave_images_give_the_same_whatever_their_unit() -> None:
    turns = np.exp(2j * np.pi * np.arange(8) / 8)
    wave = (turns[:, None, None] * plane_wave(3.0)).real
    found = invert_wave(wave, BODY, spacing_mm=SPACING, frequency_hz=60.0)
    assert np.median(found[INNER]) == pytest.approx(3.0, rel=0.05)
    assert np.allclose(invert_wave(1000 * wave, BODY, spacing_mm=SPACING, frequency_hz=60.0), found, rtol=1e-4)
    assert not found[~BODY].any()


def test_without_a_body_there_is_nothing_to_invert() -> None:
    nothing = np.zeros((SIZE, SIZE), dtype=bool)
    with pytest.raises(ValueError, match="no body"):
        invert_wave(np.zeros((8, SIZE, SIZE)), nothing, spacing_mm=SPACING, frequency_hz=60.0)


def test_confidence_falls_as_noise_rises() -> None:
    shares = []
    for noise in (0.02, 0.2, 0.6, 2.0):
        phase = phase_images(plane_wave(2.5), noise=noise)
        maps = invert_phase(phase, BODY, spacing_mm=SPACING, frequency_hz=60.0)
        shares.append(float((maps.confidence[INNER] >= 0.95).mean()))
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.95
    assert shares[-1] < 0.05


def test_a_steady_wave_leaves_no_temporal_residual_and_unrest_does() -> None:
    phase = phase_images(plane_wave(3.0, amplitude=0.5))
    assert np.abs(temporal_residual(phase)).max() < 1e-9
    phase[2] += 0.4
    assert temporal_residual(phase) == pytest.approx(0.1)


class RealExam:
    """The raw phase and the vendor's maps of the real exam, slices from head to foot."""

    def __init__(self, folder: Path) -> None:
        raw = sorted(self._read(folder / "raw"), key=lambda one: int(one.InstanceNumber))
        self.phase = np.stack([one.pixel_array for one in raw[:32]]).reshape(8, 4, 256, 256) / 1000
        stiffness = np.stack([one.pixel_array for one in self._read(folder / "stiffness")])
        wave = np.stack([one.pixel_array for one in self._read(folder / "wave")])
        self.wave = wave.reshape(8, 8, 256, 256) / 1000
        self.stiffness = np.where(stiffness == 32766, 0, stiffness) / 1000
        self.confidence = np.stack([one.pixel_array for one in self._read(folder / "confidence")]) / 1000
        self.regions = np.load(folder / "expert_roi.npz")["roi"]

    @staticmethod
    def _read(folder: Path) -> list[pydicom.Dataset]:
        return [pydicom.dcmread(path) for path in sorted(folder.glob("*.dcm"))]


def test_the_real_exam_agrees_with_its_vendor(real_exam: Path) -> None:
    exam = RealExam(real_exam)
    errors, ranks = [], []
    for phase, stiffness, confidence, region in zip(
        exam.phase, exam.stiffness, exam.confidence, exam.regions, strict=True
    ):
        body = stiffness > 0
        maps = invert_phase(phase, body, spacing_mm=(1.5625, 1.5625), frequency_hz=60.0)
        errors.append(abs(np.median(maps.stiffness_kpa[region]) / np.median(stiffness[region]) - 1))
        ranks.append(spearmanr(maps.confidence[body], confidence[body]).statistic)
    assert np.mean(errors) < 0.08
    assert max(errors) < 0.15
    assert np.mean(ranks) > 0.75


def test_the_real_exam_agrees_from_its_wave_images_alone(real_exam: Path) -> None:
    exam = RealExam(real_exam)
    errors = []
    for wave, stiffness, region in zip(exam.wave, exam.stiffness, exam.regions, strict=True):
        found = invert_wave(wave, stiffness > 0, spacing_mm=(1.5625, 1.5625), frequency_hz=60.0)
        errors.append(abs(np.median(found[region]) / np.median(stiffness[region]) - 1))
    assert np.mean(errors) < 0.06
    assert max(errors) < 0.12
