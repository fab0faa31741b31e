"""What a network sees of a picture."""

import numpy as np

from qc.learning.preprocess import Preprocessing, normalise, prepare

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
