"""Labelled slices from the simulator."""

import numpy as np

from qc.learning.simulated import simulated_slices


def test_same_seed_same_slices_whatever_the_number_of_workers() -> None:
    alone = simulated_slices(exams=2, seed=5, workers=1, progress=False)
    shared = simulated_slices(exams=2, seed=5, workers=2, progress=False)
    assert alone.digest == shared.digest


def test_each_exam_is_a_patient_of_its_own_and_seeds_share_none() -> None:
    first = simulated_slices(exams=2, seed=5, workers=1, progress=False)
    other = simulated_slices(exams=1, seed=6, workers=1, progress=False)
    assert len(set(first.patient)) == 2
    assert not set(first.patient) & set(other.patient)
    assert first.source == {"kind": "simulation", "seed": 5, "exams": 2}


def test_two_observers_read_every_slice_and_stay_with_it() -> None:
    slices = simulated_slices(exams=2, seed=5, workers=1, progress=False)
    assert slices.observers is not None
    assert slices.observers.shape == (len(slices), 2)
    last = slices.take(np.array([len(slices) - 1])).observers
    assert last is not None
    assert (last == slices.observers[-1:]).all()


def test_every_slice_has_its_magnitude_with_tissue_in_the_middle_of_the_range() -> None:
    slices = simulated_slices(exams=2, seed=5, workers=1, progress=False)
    assert slices.magnitude is not None
    assert slices.magnitude.shape == slices.cmoe.shape[:3]
    for picture, magnitude in zip(slices.cmoe, slices.magnitude, strict=True):
        shown = picture.any(axis=2)  # the body, but for the hatch
        assert 110 < np.percentile(magnitude[shown], 90) < 140
        assert np.median(magnitude[~shown]) < np.median(magnitude[shown])
    last = slices.take(np.array([len(slices) - 1])).as_first_observer().magnitude
    assert last is not None
    assert np.array_equal(last[0], slices.magnitude[-1])
