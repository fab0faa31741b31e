"""The square around the body: place means anatomy, and what is put back lies where it was."""

import numpy as np

from qc.domain.types import Geometry, SliceMaps
from qc.elastography.square import Square, square_around_body


def maps_with_body(*, right_is_low_column: bool = True, spacing_mm: tuple[float, float] = (1.5, 1.5)) -> SliceMaps:
    """A body on rows 20-99 and columns 30-129 of a slice of 128 x 160."""
    stiffness = np.zeros((128, 160), dtype=np.float32)
    stiffness[20:100, 30:130] = 2.0
    towards_left = 1 if right_is_low_column else -1
    geometry = Geometry(128, 160, spacing_mm, (0.0, 0.0, 0.0), (towards_left, 0, 0, 0, 1, 0))
    return SliceMaps(stiffness, np.ones_like(stiffness), np.zeros(stiffness.shape, dtype=bool), geometry)


def square_of(maps: SliceMaps, margin: float = 1.0) -> Square:
    square = square_around_body(maps, margin=margin)
    assert square is not None
    return square


def test_the_body_fills_the_square_along_its_longer_side() -> None:
    found = square_of(maps_with_body()).cut(maps_with_body().stiffness_kpa, 50)
    assert found[25, 1:-1].min() == 2.0
    assert found[:4].max() == 0.0
    assert found[46:].max() == 0.0


def test_pixels_that_are_not_square_make_a_square_in_millimetres() -> None:
    square = square_of(maps_with_body(spacing_mm=(3.0, 1.5)))
    assert square.side == (80.0, 160.0)


def test_the_patients_right_comes_first() -> None:
    field = np.zeros((128, 160), dtype=np.float32)
    field[:, 30:60] = 1.0
    low, high = (square_of(maps_with_body(right_is_low_column=first)).cut(field, 50) for first in (True, False))
    assert low[25, 5] == 1.0
    assert (high == low[:, ::-1]).all()


def test_what_is_put_back_lies_where_it_was() -> None:
    for right_is_low_column in (True, False):
        maps = maps_with_body(right_is_low_column=right_is_low_column)
        field = np.zeros((128, 160), dtype=bool)
        field[40:70, 35:75] = True
        square = square_of(maps, margin=1.1)
        assert ((square.put_back(square.cut(field, 64)) > 0.5) == field).mean() > 0.99


def test_text_burned_in_at_the_edge_does_not_shrink_the_body() -> None:
    maps = maps_with_body()
    text = np.zeros(maps.stiffness_kpa.shape, dtype=bool)
    text[:, 30:50] = maps.stiffness_kpa[:, 30:50] > 0
    maps.stiffness_kpa[text] = 0.0
    burned = SliceMaps(maps.stiffness_kpa, maps.confidence, text, maps.geometry)
    assert square_of(burned) == square_of(maps_with_body())


def test_without_a_body_there_is_no_square() -> None:
    maps = maps_with_body()
    maps.stiffness_kpa[:] = 0.0
    assert square_around_body(maps, margin=1.0) is None
