"""Heat maps of members whose reasons are known: they look at one place and nowhere else."""

import numpy as np
import pytest
from numpy.typing import NDArray

from qc.learning.heatmap import deletion_figures, lay_on_slice, pull_map
from qc.learning.preprocess import Window

SIZE = 112
LIVER = (slice(40, 64), slice(20, 44))
SPLEEN = (slice(60, 76), slice(80, 96))


def picture(seed: int = 0) -> NDArray[np.float32]:
    """A body of noise with a green liver and a blue spleen."""
    random = np.random.default_rng(seed)
    body = np.zeros((3, SIZE, SIZE), dtype=np.float32)
    body[:, 10:100, 6:106] = random.uniform(0.1, 0.3, (3, 90, 100))
    body[1][LIVER] += 0.6
    body[2][SPLEEN] += 0.6
    return body


def judge(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    """Two members: green in the liver's place speaks for diagnostic, blue in the spleen's against."""
    odds = 6 * pictures[:, 1, *LIVER].mean(axis=(1, 2)) - 3 * pictures[:, 2, *SPLEEN].mean(axis=(1, 2))
    return np.repeat(1 / (1 + np.exp(-odds[:, None])), 2, axis=1).astype(np.float32)


def test_what_speaks_for_is_above_zero_and_what_speaks_against_below() -> None:
    pull = pull_map(picture(), judge)
    assert pull.shape == (SIZE, SIZE)
    assert pull.max() == pull[LIVER].max()
    assert pull[LIVER].mean() > 0.3
    assert pull[SPLEEN].mean() < -0.3


def test_places_that_nobody_looks_at_and_what_is_no_body_say_nothing() -> None:
    pull = pull_map(picture(), judge)
    assert np.abs(pull[94:100, 10:40]).max() < 0.01 * pull.max()
    assert np.all(pull[:10] == 0)


def test_a_black_picture_has_an_empty_map() -> None:
    assert not pull_map(np.zeros((3, SIZE, SIZE), dtype=np.float32), judge).any()


def test_without_the_named_places_the_opinion_moves_further_than_without_random_ones() -> None:
    figures = deletion_figures(np.stack([picture(seed) for seed in range(6)]), [judge] * 6)
    assert figures["slices"] == 6
    assert figures["moved_without_named"] > 3 * figures["moved_without_random"]
    assert figures["named_moves_more"] == 1


@pytest.mark.parametrize("shape", [(256, 256), (192, 256)])
def test_a_map_comes_back_to_where_its_window_was_cut(shape: tuple[int, int]) -> None:
    window = Window(row=100.0, col=120.0, side=168.0)  # 1.5 pixels of the slice a pixel of the map
    pull = np.zeros((SIZE, SIZE), dtype=np.float32)
    pull[40:60, 20:30] = 1
    laid = lay_on_slice(pull, window, shape)
    rows, cols = np.nonzero(laid > 0.5)
    assert laid.shape == shape
    assert (rows.min(), rows.max() + 1) == (100 - 84 + 60, 100 - 84 + 90)
    assert (cols.min(), cols.max() + 1) == (120 - 84 + 30, 120 - 84 + 45)
