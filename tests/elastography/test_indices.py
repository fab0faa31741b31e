"""Every quality index moves the way it is said to when what it measures gets worse, and is None without its inputs."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.reasons import REASON_CODES
from qc.domain.types import Geometry, SliceMaps
from qc.elastography.indices import INDICES, compute_indices
from qc.elastography.inputs import SliceInputs
from qc.elastography.inversion import wavelength_mm, wrap

SIZE, SPACING_MM = 128, 2.5
SHAPE = (SIZE, SIZE)
BODY = np.zeros(SHAPE, dtype=bool)
BODY[20:108, 12:116] = True
LIVER = np.zeros(SHAPE, dtype=bool)
LIVER[42:90, 28:62] = True
ROWS, COLS = np.indices(SHAPE)
DEPTH_MM = ndimage.distance_transform_edt(BODY, sampling=SPACING_MM)
FROM_RIGHT_MM = (COLS - 12) * SPACING_MM
SHALLOW = LIVER & (COLS < 45)


@dataclass(frozen=True)
class Phantom:
    """A slice as good as can be; every field that is changed makes one thing worse."""

    amplitude_rad: float = 3.8
    decay_per_mm: float = 0.004
    drives_from_left: bool = False
    wavelength_mm: float = wavelength_mm(2.5, 60.0)
    noise_rad: float = 0.02
    liver_noise_rad: float = 0.0
    drift_rad: float = 0.0
    steepness: float = 0.0
    """Radians of phase a pixel that make the raw phase wrap."""
    liver_signal: float = 0.7
    texture: float = 0.0
    dark_columns: tuple[int, int] = (0, 0)
    ghost: float = 0.0
    displaced_px: int = 0
    liver: tuple[int, int, int, int] = (42, 90, 28, 62)
    liver_confidence: float = 0.97
    deep_confidence: float = 0.97
    body_confidence: float = 0.97
    mosaic: float = 0.0

    def inputs(self) -> SliceInputs:
        random = np.random.default_rng(5)
        liver = np.zeros(SHAPE, dtype=bool)
        top, bottom, first, last = self.liver
        liver[top:bottom, first:last] = True
        wave = self._wave()
        turns = np.exp(2j * np.pi * np.arange(8) / 8)[:, None, None]
        return SliceInputs(
            maps=self._maps(random),
            liver=liver,
            magnitude=self._magnitude(random),
            phase_rad=self._phase(wave, random),
            wave_rad=(turns * wave).real,
            frequency_hz=60.0,
            echo_time_ms=20.0,
            phase_encoding="COL",
        )

    def _wave(self) -> NDArray[np.complex128]:
        along = (127 - COLS) * SPACING_MM - 30 if self.drives_from_left else FROM_RIGHT_MM
        decay = np.exp(-self.decay_per_mm * along)
        return np.asarray(BODY * self.amplitude_rad * decay * np.exp(2j * np.pi * along / self.wavelength_mm))

    def _phase(self, wave: NDArray[np.complex128], random: np.random.Generator) -> NDArray[np.float64]:
        turns = np.exp(2j * np.pi * np.arange(4) / 4)[:, None, None]
        noise = (self.noise_rad + self.liver_noise_rad * LIVER) * random.standard_normal((4, *SHAPE))
        drift = self.drift_rad * np.array([1, -1, 1, -1])[:, None, None]
        return wrap((turns * wave).real + noise + drift + self.steepness * COLS)

    def _magnitude(self, random: np.random.Generator) -> NDArray[np.float64]:
        image = BODY * 1.0
        image[LIVER] = self.liver_signal * (1 + self.texture * np.sin(COLS[LIVER] / 6))
        image[:, slice(*self.dark_columns)] = 0.0
        image[:20, 12:116] += self.ghost
        images = np.stack([np.roll(image, self.displaced_px * (number % 2), axis=0) for number in range(4)])
        return np.abs(images + 0.02 * random.standard_normal((4, *SHAPE)))

    def _maps(self, random: np.random.Generator) -> SliceMaps:
        confidence = np.where(BODY, self.body_confidence, 0.0)
        confidence[LIVER] = self.deep_confidence
        confidence[SHALLOW] = self.liver_confidence
        stiffness = BODY * 2.5 * np.exp(self.mosaic * random.standard_normal(SHAPE))
        geometry = Geometry(SIZE, SIZE, (SPACING_MM, SPACING_MM), (0.0, 0.0, 0.0), (1, 0, 0, 0, 1, 0))
        return SliceMaps(stiffness.astype(np.float32), confidence.astype(np.float32), np.zeros(SHAPE, bool), geometry)


GOOD = Phantom()
HATCHED = replace(GOOD, liver_confidence=0.6, deep_confidence=0.6)
FALLING = {
    "liver_area": replace(GOOD, liver=(42, 60, 28, 50)),
    "confident_area": HATCHED,
    "confident_share": replace(GOOD, deep_confidence=0.6),
    "confident_depth": replace(GOOD, deep_confidence=0.6),
    "liver_confidence": HATCHED,
    "body_confidence": replace(GOOD, body_confidence=0.6),
    "confident_left": replace(GOOD, body_confidence=0.6),
    "confident_elsewhere": replace(GOOD, body_confidence=0.6),
    "liver_amplitude": replace(GOOD, amplitude_rad=0.1),
    "wall_amplitude": replace(GOOD, amplitude_rad=0.1),
    "side_balance": replace(GOOD, drives_from_left=True),
    "liver_to_body": replace(GOOD, drives_from_left=True, decay_per_mm=0.02),
    "wavelength_ratio": replace(GOOD, wavelength_mm=wavelength_mm(1.0, 60.0)),
    "wrap_seams": replace(GOOD, amplitude_rad=0.1),
    "liver_snr": replace(GOOD, liver_signal=0.1),
    "liver_signal": replace(GOOD, liver_signal=0.1),
}
RISING = {
    "confidence_fall": replace(GOOD, deep_confidence=0.6),
    "mosaic": replace(GOOD, mosaic=0.3),
    "wall_depth": replace(GOOD, liver=(50, 82, 40, 62)),
    "driver_angle": replace(GOOD, drives_from_left=True),
    "wave_decay": replace(GOOD, decay_per_mm=0.03),
    "wavelength_ratio": replace(GOOD, wavelength_mm=wavelength_mm(6.0, 60.0)),
    "residual_liver": replace(GOOD, liver_noise_rad=1.0),
    "residual_ratio": replace(GOOD, liver_noise_rad=1.0),
    "residual_wall": replace(GOOD, noise_rad=0.5),
    "drift": replace(GOOD, drift_rad=0.3),
    "wrap_seams": replace(GOOD, steepness=1.5),
    "phase_noise": replace(GOOD, liver_noise_rad=1.0),
    "signal_loss": replace(GOOD, liver_signal=0.1),
    "liver_texture": replace(GOOD, texture=0.5),
    "dark_right": replace(GOOD, dark_columns=(20, 50)),
    "dark_left": replace(GOOD, dark_columns=(70, 100)),
    "ghosting": replace(GOOD, ghost=0.2),
    "offset_change": replace(GOOD, displaced_px=4),
}


def value_of(name: str, phantom: Phantom) -> float:
    value = compute_indices(phantom.inputs())[name]
    assert value is not None
    return value


@pytest.mark.parametrize("name", FALLING)
def test_it_falls_when_what_it_measures_gets_worse(name: str) -> None:
    assert value_of(name, FALLING[name]) < value_of(name, GOOD)


@pytest.mark.parametrize("name", RISING)
def test_it_rises_when_what_it_measures_gets_worse(name: str) -> None:
    assert value_of(name, RISING[name]) > value_of(name, GOOD)


@pytest.mark.parametrize("index", INDICES, ids=lambda index: index.name)
def test_its_stated_direction_is_the_tested_one(index) -> None:
    assert (index.name in FALLING) >= (index.better == "higher")
    assert (index.name in RISING) >= (index.better == "lower")
    assert index.name in FALLING or index.name in RISING


@pytest.mark.parametrize("index", INDICES, ids=lambda index: index.name)
def test_it_says_what_it_is(index) -> None:
    assert index.label
    assert index.source
    assert index.formula.endswith(".")
    assert set(index.speaks_for) <= set(REASON_CODES)
    assert index.speaks_for


def test_names_are_unique() -> None:
    assert len({index.name for index in INDICES}) == len(INDICES)


def test_known_numbers_of_the_phantom() -> None:
    values = compute_indices(GOOD.inputs())
    assert values["liver_area"] == pytest.approx(48 * 34 * SPACING_MM**2 / 100)
    assert values["confident_share"] == 1.0
    assert values["wall_amplitude"] == pytest.approx(3.8, rel=0.25)
    assert values["liver_signal"] == pytest.approx(0.7, abs=0.05)
    assert values["wavelength_ratio"] == pytest.approx(1.0, abs=0.2)
    assert values["residual_liver"] == pytest.approx(0.02 / 2, rel=0.15)


def test_without_raw_phase_the_wave_images_give_the_wave_and_nothing_gives_the_residual() -> None:
    values = compute_indices(GOOD.inputs().without("phase"))
    assert values["residual_liver"] is None
    assert values["drift"] is None
    assert values["wrap_seams"] is None
    assert values["wall_amplitude"] == pytest.approx(3.7, rel=0.1)


def test_maps_alone_give_what_maps_can_give() -> None:
    values = compute_indices(GOOD.inputs().without("phase", "magnitude", "wave"))
    known = {name for name, value in values.items() if value is not None}
    assert {"liver_area", "confident_share", "mosaic"} <= known
    assert not known & {"liver_snr", "liver_amplitude", "ghosting", "residual_ratio"}


def test_a_slice_without_liver_has_no_index_of_the_liver() -> None:
    values = compute_indices(replace(GOOD, liver=(0, 0, 0, 0)).inputs())
    assert values["liver_area"] == 0.0
    assert values["liver_snr"] is None
    assert values["residual_wall"] is not None


def test_an_empty_slice_breaks_nothing() -> None:
    empty = GOOD.inputs().maps
    nothing = np.zeros(SHAPE, dtype=np.float32)
    maps = SliceMaps(nothing, nothing, np.zeros(SHAPE, dtype=bool), empty.geometry)
    values = compute_indices(replace(GOOD.inputs(), maps=maps, liver=np.zeros(SHAPE, dtype=bool)))
    assert values["liver_area"] == 0.0


def test_no_warning_about_numbers_is_raised_where_the_magnitude_is_blank() -> None:
    inputs = GOOD.inputs()
    assert compute_indices(replace(inputs, magnitude=np.zeros((4, *SHAPE))))["dark_left"] is not None
