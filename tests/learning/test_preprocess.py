"""What a network sees of a picture."""

import numpy as np
import pytest

from qc.learning.preprocess import Preprocessing, Window, normalise, prepare

CONSTANTS = Preprocessing(size=32)


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
