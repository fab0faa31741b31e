"""The picture that the ensemble sees: colours, hatch, and what is black."""

import numpy as np

from qc.elastography.cmoe import hatch, render_cmoe
from qc.elastography.colormap import stiffness_colours

SHAPE = (64, 64)
NO_TEXT = np.zeros(SHAPE, dtype=bool)


def full(value: float) -> np.ndarray:
    return np.full(SHAPE, value, dtype=np.float32)


def test_confident_pixels_have_the_colour_of_their_stiffness() -> None:
    picture = render_cmoe(full(4.0), full(1.0), burned_in=NO_TEXT)
    assert (picture == stiffness_colours()[128]).all()


def test_range_moves_the_colours() -> None:
    picture = render_cmoe(full(4.0), full(1.0), burned_in=NO_TEXT, range_kpa=20.0)
    assert (picture == stiffness_colours()[51]).all()


def test_doubtful_pixels_are_hatched_and_colour_shows_between_the_lines() -> None:
    picture = render_cmoe(full(2.0), full(0.94), burned_in=NO_TEXT)
    assert ((picture == 0).all(axis=2) == hatch(SHAPE)).all()


def test_threshold_itself_is_not_hatched() -> None:
    picture = render_cmoe(full(2.0), np.asarray(full(950.0) / 1000, dtype=np.float32), burned_in=NO_TEXT)
    assert picture.any(axis=2).all()


def test_outside_the_body_and_burned_in_text_are_black() -> None:
    stiffness, text = full(3.0), NO_TEXT.copy()
    stiffness[:10], text[60:] = 0.0, True
    black = (render_cmoe(stiffness, full(1.0), burned_in=text) == 0).all(axis=2)
    assert black[:10].all()
    assert black[60:].all()
    assert not black[10:60].any()


def test_hatch_covers_a_third_at_every_matrix_size() -> None:
    for size in (64, 128, 256, 512):
        assert 0.25 <= hatch((size, size)).mean() <= 0.42


def test_no_colour_is_black_and_all_differ() -> None:
    colours = stiffness_colours()
    assert colours.any(axis=1).all()
    assert len(np.unique(colours, axis=0)) == 256
