"""Simulated exams beside a real one: an exam is like itself, and a change of it is seen where it was made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from numpy.typing import NDArray

from qc.dicom.synthesis import ge_datasets
from qc.elastography.inputs import SliceInputs
from qc.learning.reality import QUANTITIES, compare, read_slices, real_slices
from qc.learning.reality_page import _verdict
from qc.simulation.scanner import simulate_exam


@pytest.fixture(scope="module")
def slices() -> list[SliceInputs]:
    return list(read_slices(ge_datasets(simulate_exam(seed=3, quality="adequate"))))


def test_an_exam_is_like_itself(slices: list[SliceInputs]) -> None:
    compared = list(compare(slices, slices))
    assert [one.quantity for one in compared] == list(QUANTITIES)
    for one in compared:
        assert np.array_equal(one.real, one.simulated)
        assert (np.diff(one.real) >= 0).all()
    assert "do half of the real slices lie outside" in _verdict([one for one in compared if one.outside < 0.5])


def test_a_louder_wave_is_seen_where_it_is(slices: list[SliceInputs]) -> None:
    restless = [replace(one, phase_rad=_shaken(one.phase_rad)) for one in slices]
    found = {one.quantity.name: one for one in compare(restless, slices)}
    assert found["temporal Nyquist, liver"].real[1] > 1.5 * found["temporal Nyquist, liver"].simulated[1]
    assert found["temporal Nyquist, liver"].rank > 0.75
    assert found["confidence, liver"].rank == pytest.approx(0.5, abs=0.3)


def _shaken(phase_rad: NDArray[np.floating] | None) -> NDArray[np.floating]:
    assert phase_rad is not None
    return phase_rad + 0.3 * np.array([1, -1, 1, -1])[:, None, None]


def test_the_real_exam_has_every_quantity_in_eight_slices(real_exam: Path) -> None:
    theirs = real_slices(real_exam)
    assert len(theirs) == 8
    for one in compare(theirs, theirs):
        assert len(one.real_medians) == 8


def test_a_folder_without_a_study_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(CommandError, match=r"truth\.csv"):
        call_command("reality", "--real", str(tmp_path), "--study", str(tmp_path), "--out", str(tmp_path / "page.md"))
