"""Where a slice lies."""

from dataclasses import replace

import pytest

from qc.domain.types import Geometry

AXIAL = Geometry(256, 256, (1.5, 1.5), (-190.0, -190.0, 40.0), (1, 0, 0, 0, 1, 0))


def test_the_right_side_is_on_the_low_columns_of_an_ordinary_axial_slice() -> None:
    assert AXIAL.right_is_low_column
    assert not replace(AXIAL, orientation=(-1, 0, 0, 0, 1, 0)).right_is_low_column


def test_positions_rise_to_the_head_whichever_way_the_slice_is_turned() -> None:
    assert AXIAL.normal_position_mm == 40.0
    assert replace(AXIAL, orientation=(-1, 0, 0, 0, 1, 0)).normal_position_mm == 40.0


def test_a_pixel_of_one_and_a_half_millimetres_has_its_area() -> None:
    assert AXIAL.pixel_area_cm2 == pytest.approx(0.0225)


@pytest.mark.parametrize(
    "other",
    [
        {"rows": 128},
        {"spacing_mm": (1.6, 1.5)},
        {"spacing_mm": (1.508, 1.5)},  # 2 mm over the whole matrix
        {"position": (-190.0, -189.0, 40.0)},
        {"orientation": (0.99998, 0.006, 0.0, -0.006, 0.99998, 0.0)},
    ],
)
def test_slices_on_other_pixels_do_not_match(other: dict[str, object]) -> None:
    assert AXIAL.matches(replace(AXIAL, spacing_mm=(1.5001, 1.5)))
    assert not AXIAL.matches(replace(AXIAL, **other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"orientation": (0, 0, 0, 0, 0, 0)},
        {"orientation": (1, 0, 0, 1, 0, 0)},
        {"spacing_mm": (0.0, 1.5)},
        {"position": (float("nan"), 0.0, 0.0)},
    ],
)
def test_numbers_that_describe_no_plane_are_known_as_such(change: dict[str, object]) -> None:
    assert AXIAL.is_plane
    assert not replace(AXIAL, **change).is_plane  # type: ignore[arg-type]
