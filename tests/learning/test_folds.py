"""Splits by patient, and when a label set is refused."""

import numpy as np
import pytest

from qc.domain.errors import TrainingRefused
from qc.learning.folds import patient_folds

PATIENTS = tuple(f"P{number // 3}" for number in range(72))
LABELS = np.arange(72) % 3 > 0


def test_no_patient_is_on_both_sides() -> None:
    for learned, judged in patient_folds(LABELS, PATIENTS, count=8, seed=1):
        assert not {PATIENTS[i] for i in learned} & {PATIENTS[i] for i in judged}


def test_every_slice_is_judged_once() -> None:
    judged = np.concatenate([fold[1] for fold in patient_folds(LABELS, PATIENTS, count=8, seed=1)])
    assert sorted(judged) == list(range(72))


def test_seed_decides_the_folds() -> None:
    first, again, other = (patient_folds(LABELS, PATIENTS, count=8, seed=seed) for seed in (1, 1, 2))
    assert all((a[1] == b[1]).all() for a, b in zip(first, again, strict=True))
    assert any(list(a[1]) != list(b[1]) for a, b in zip(first, other, strict=True))


def test_fewer_patients_than_folds_are_refused() -> None:
    with pytest.raises(TrainingRefused, match="slices of 3 patients to train on; 8 members need at least 8"):
        patient_folds(LABELS[:9], PATIENTS[:9], count=8, seed=1)


def test_one_label_only_is_refused() -> None:
    with pytest.raises(TrainingRefused, match="non-diagnostic slices of 0 patients"):
        patient_folds(np.ones(72, dtype=bool), PATIENTS, count=8, seed=1)


def test_a_kind_that_one_patient_has_alone_is_refused() -> None:
    labels = np.ones(72, dtype=bool)
    labels[:3] = False
    with pytest.raises(TrainingRefused, match="non-diagnostic slices of 1 patients"):
        patient_folds(labels, PATIENTS, count=8, seed=1)
