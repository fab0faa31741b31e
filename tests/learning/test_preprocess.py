"""What a network sees of a picture."""

import numpy as np
import pytest

from qc.domain.errors import MagnitudeMissing
from qc.learning.preprocess import Preprocessing, Window, normalise, prepare, without_gain

CONSTANTS = Preprocessing(size=32)
WITH_MAGNITUDE = Preprocessing.of("magnitude and CMOE", size=32)


def picture(size: int, top: int, left: int, height: int, width: int) -> np.ndarray:
    """A green body on black, uint8 (1, size, size, 3)."""
    image = np.zeros((1, size, size, 3), dtype=np.uint8)
    image[0, top : top + height, left : left + width, 1] = 200
    return image


def test_neither_place_nor_matrix_nor_field_of_view_matter() -> None:
    small = prepare(picture(128, 10, 20, 50, 60), CONSTANTS)
    moved = prepare(picture(128, 40, 50, 50, 60), CONSTANTS)
    large = prepare(picture(256, 20, 40, 100, 120), CONSTANTS)
    assert np.allclose(small, moved, atol=1e-5)
    assert np.abs(small - large).mean() < 0.01


def test_colours_keep_their_value_and_proportions_are_kept() -> None:
    image = prepare(picture(128, 10, 20, 50, 100), CONSTANTS)[0]
    assert np.isclose(image[1, 16, 16], 200 / 255, atol=1e-3)
    assert image[1, 4].max() == 0
    assert image[1, 27].max() == 0


def triangle(centre: float, side: float, length: int) -> np.ndarray:
    """Weights (32, length) as written in a book: every line of a picture without end, then those that exist."""
    scale = side / CONSTANTS.size
    at = centre - side / 2 + (np.arange(CONSTANTS.size) + 0.5) * scale
    lines = np.arange(-length, 2 * length)
    weights = np.clip(1 - np.abs(at[:, None] - lines - 0.5) / max(scale, 1), 0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))[:, length : 2 * length]


@pytest.mark.parametrize(("rows", "cols"), [(90, 110), (20, 15), (128, 128)])
def test_a_resized_picture_is_what_a_triangle_filter_of_the_whole_picture_gives(rows: int, cols: int) -> None:
    image = np.zeros((1, 128, 128, 3), dtype=np.uint8)
    image[0, :rows, -cols:] = np.random.default_rng(0).integers(0, 256, size=(rows, cols, 3))
    window = Window.around(image[0])
    down, across = triangle(window.row, window.side, 128), triangle(window.col, window.side, 128)
    expected = np.einsum("ir,rcx,jc->xij", down, image[0] / 255, across)
    np.testing.assert_allclose(prepare(image, CONSTANTS)[0], expected, atol=1e-6)


def test_a_black_picture_stays_black() -> None:
    image = prepare(np.zeros((1, 64, 80, 3), dtype=np.uint8), CONSTANTS)
    assert image.shape == (1, 3, 32, 32)
    assert not image.any()


def test_normalising_uses_the_constants_of_each_channel() -> None:
    constants = Preprocessing(size=2, mean=(0.0, 0.5, 1.0), std=(1.0, 0.5, 0.25))
    values = normalise(np.full((1, 3, 2, 2), 0.5, dtype=np.float32), constants)
    assert values[0, :, 0, 0].tolist() == [0.5, 0.0, -2.0]


def test_constants_survive_the_manifest() -> None:
    assert Preprocessing.from_dict(CONSTANTS.as_dict()) == CONSTANTS


@pytest.mark.parametrize("constants", [WITH_MAGNITUDE, Preprocessing.of("CMOE", size=32)])
def test_what_networks_take_survives_the_manifest(constants: Preprocessing) -> None:
    assert Preprocessing.from_dict(constants.as_dict()) == constants


def test_a_manifest_that_does_not_say_means_the_cmoe() -> None:
    older = {"size": 32, "mean": [0.05, 0.18, 0.37], "std": [0.1, 0.22, 0.33]}
    assert Preprocessing.from_dict(older) == CONSTANTS
    assert CONSTANTS.channels == 3


@pytest.mark.parametrize("changes", [{"takes": "phase"}, {"mean": [0.1] * 3}, {"std": [0.1] * 5}, {"takes": "CMOE"}])
def test_constants_that_do_not_fit_what_is_taken_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"channels|not known"):
        Preprocessing.from_dict(WITH_MAGNITUDE.as_dict() | changes)


def test_the_magnitude_is_the_fourth_channel_and_lies_on_the_pixels_of_the_picture() -> None:
    cmoe = picture(128, 10, 20, 50, 60)
    images = prepare(cmoe, WITH_MAGNITUDE, magnitude=cmoe[..., 1])
    assert images.shape == (1, 4, 32, 32)
    assert np.allclose(images[:, 3], images[:, 1], atol=1e-6)
    assert np.allclose(images[:, :3], prepare(cmoe, CONSTANTS), atol=1e-6)  # sums in another order
    assert normalise(images, WITH_MAGNITUDE).shape == (1, 4, 32, 32)


def test_who_takes_the_cmoe_alone_passes_over_a_magnitude() -> None:
    cmoe = picture(128, 10, 20, 50, 60)
    assert np.array_equal(prepare(cmoe, CONSTANTS, magnitude=cmoe[..., 1]), prepare(cmoe, CONSTANTS))


def test_slices_without_the_magnitude_that_networks_see_are_refused() -> None:
    with pytest.raises(MagnitudeMissing, match="magnitude image"):
        prepare(picture(128, 10, 20, 50, 60), WITH_MAGNITUDE)


def test_neither_gain_nor_air_nor_a_spot_of_fat_changes_the_tone_of_tissue() -> None:
    body = np.zeros((64, 64), dtype=np.bool_)
    body[10:50, 10:50] = True
    image = np.where(body, 30, 1).astype(np.float32)
    image[12, 12] = 3000
    tone = without_gain(image, body)
    assert tone.dtype == np.uint8
    assert (tone[30, 30], tone[12, 12]) == (128, 255)
    assert 0 < tone[0, 0] < 10
    assert np.array_equal(without_gain(image * 17, body), tone)


def test_a_magnitude_without_signal_or_body_stays_black() -> None:
    nothing = np.zeros((8, 8), dtype=np.float32)
    assert not without_gain(nothing, nothing == 0).any()
    assert not without_gain(nothing, nothing > 0).any()
