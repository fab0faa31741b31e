"""The locked test: as large as published, like the rest, and never a patient on both sides."""

import json
from pathlib import Path

import numpy as np
import pytest

from qc.domain.errors import PatientLeak, TrainingRefused
from qc.learning.slices import LabelledSlices
from qc.learning.study_split import SPLIT, lock_test, read_split, write_split


def study(slices: int, seed: int = 0) -> LabelledSlices:
    """About ten slices a patient, half of them diagnostic."""
    random = np.random.default_rng(seed)
    patient = tuple(f"P{number}" for number in np.sort(random.integers(0, slices // 10, slices)))
    cmoe = np.zeros((slices, 2, 2, 3), dtype=np.uint8)
    return LabelledSlices(cmoe, random.random(slices) < 0.5, patient)


def test_it_has_the_published_numbers_and_shares_no_patient() -> None:
    data = study(914)
    development, test = lock_test(data.is_diagnostic, data.patient, seed=1)
    assert abs(len(test) - 114) <= 2
    assert abs(len(development) - 800) <= 2
    assert not {data.patient[i] for i in development} & {data.patient[i] for i in test}
    assert abs(data.is_diagnostic[test].mean() - data.is_diagnostic.mean()) < 0.05


def test_a_small_study_keeps_the_share_and_a_large_one_leaves_slices_out() -> None:
    small, large = study(100), study(1200)
    assert len(lock_test(small.is_diagnostic, small.patient, seed=1)[1]) < 25
    development, test = lock_test(large.is_diagnostic, large.patient, seed=1)
    assert len(development) == 800
    assert abs(len(test) - 114) <= 2


def test_a_split_that_leaks_is_an_error(tmp_path: Path) -> None:
    data = study(200)
    development, test = write_split(data, tmp_path, seed=1)
    assert [side.tolist() for side in read_split(data, tmp_path)] == [development.tolist(), test.tolist()]
    contents = json.loads((tmp_path / SPLIT).read_text())
    contents["development"].append(contents["test"][0])
    (tmp_path / SPLIT).write_text(json.dumps(contents))
    with pytest.raises(PatientLeak, match="1 patients"):
        read_split(data, tmp_path)


def test_a_split_of_another_study_is_refused(tmp_path: Path) -> None:
    write_split(study(200), tmp_path, seed=1)
    with pytest.raises(TrainingRefused, match="another study"):
        read_split(study(200, seed=1), tmp_path)
    with pytest.raises(TrainingRefused, match="holds no"):
        read_split(study(200), tmp_path / "nowhere")
