"""Measures of a slice whose confident piece is drawn by hand."""

import numpy as np
import pytest

from qc.domain.types import Geometry, SliceMaps
from qc.elastography.extent import MEASURES, measure_extent

SIDE, SPACING_MM = 100, 2.0


def square(start: int, stop: int) -> np.ndarray:
    found = np.zeros((SIDE, SIDE), dtype=bool)
    found[start:stop, start:stop] = True
    return found


def maps(confident: np.ndarray, *, burned_in: np.ndarray | None = None, kpa: float = 3.0) -> SliceMaps:
    geometry = Geometry(SIDE, SIDE, (SPACING_MM, SPACING_MM), (0, 0, 0), (1, 0, 0, 0, 1, 0))
    stiffness = np.full((SIDE, SIDE), kpa, dtype=np.float32)
    confidence = np.where(confident, 0.96, 0.5).astype(np.float32)
    return SliceMaps(stiffness, confidence, square(0, 0) if burned_in is None else burned_in, geometry)


def measured(one: SliceMaps, liver: np.ndarray) -> dict[str, float]:
    return dict(zip(MEASURES, measure_extent(one, liver, with_magnitude=True).tolist(), strict=True))


def test_areas_are_those_of_the_largest_confident_piece_of_the_liver() -> None:
    found = measured(maps(square(30, 50) | square(60, 65)), square(20, 70))
    assert np.exp(found["ln liver, cm2"]) == pytest.approx(2500 * 0.04)
    assert np.exp(found["ln confident liver at 0.95, cm2"]) == pytest.approx(400 * 0.04)
    assert np.exp(found["ln confident liver at 0.97, cm2"]) == pytest.approx(0.3)  # nothing is that confident
    assert np.exp(found["ln stiffness, kPa"]) == pytest.approx(3.0)
    assert np.exp(found["ln thickness, mm"]) == pytest.approx(20.0)
    assert found["half of the spread of ln stiffness"] == 0


def test_what_hangs_on_the_livers_edge_is_told() -> None:
    found = measured(maps(square(10, 50)), square(30, 50))
    inside, here, outside = (
        np.exp(found[f"ln confident {name}, cm2"])
        for name in ("liver 10 mm inside", "liver at 0.95", "tissue to 5 mm outside")
    )
    assert inside < here < outside


def test_burned_in_text_is_left_out() -> None:
    found = measured(maps(square(30, 50), burned_in=square(30, 40)), square(20, 70))
    assert np.exp(found["ln confident liver at 0.95, cm2"]) == pytest.approx(300 * 0.04)


def test_without_a_confident_piece_its_stiffness_is_absent_and_its_area_least() -> None:
    found = measured(maps(square(0, 0)), square(20, 70))
    assert np.isnan(found["ln stiffness, kPa"])
    assert np.isnan(found["median confidence"])
    assert np.exp(found["ln confident liver at 0.95, cm2"]) == pytest.approx(0.3)
    assert np.exp(found["ln stiffness of the liver, kPa"]) == pytest.approx(3.0)


def test_a_slice_without_liver_has_measures_all_the_same() -> None:
    found = measure_extent(maps(square(30, 50)), square(0, 0), with_magnitude=False)
    assert found.shape == (len(MEASURES),)
    assert found.dtype == np.float32
    assert found[0] == 0
