"""Splits by patient: slices of one patient never stand on both sides."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from qc.domain.errors import PatientLeak, TrainingRefused

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Indices to train on, and indices to validate on."""

STUDY_SLICES, TEST_SLICES = 914, 114
"""Of the published study: 800 slices for cross-validation, 114 locked."""
DRAWS = 500
"""So many orders of the patients are tried for a test of the wanted size and share of labels."""

KEPT_FOR_CALIBRATION = 5
"""One patient in so many teaches no member, but tells what the ensemble's probabilities are worth."""


def keep_for_calibration(patient: Sequence[str]) -> Fold:
    """Indices to train on, and indices to calibrate on.

    A patient's name decides, so that it is the same patients in every later training: members start from those of
    the ensemble in force, which must not have learned from them either.
    """
    kept = np.array([_number(one) % KEPT_FOR_CALIBRATION == 0 for one in patient], dtype=bool)
    return np.flatnonzero(~kept), np.flatnonzero(kept)


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def patient_folds(is_diagnostic: NDArray[np.bool_], patient: Sequence[str], *, count: int, seed: int) -> list[Fold]:
    """`count` folds, stratified by label and grouped by patient.

    Raises TrainingRefused with fewer patients than folds, or with one label only.
    """
    patients = len(set(patient))
    if patients < count:
        raise TrainingRefused(
            f"There are slices of {patients} patients to train on; {count} members need at least {count}. "
            "Review more exams and freeze again."
        )
    for label, name in ((True, "diagnostic"), (False, "non-diagnostic")):
        owners = {one for one, is_one in zip(patient, is_diagnostic == label, strict=True) if is_one}
        if len(owners) < 2:
            raise TrainingRefused(
                f"There are {name} slices of {len(owners)} patients to train on; both kinds are needed, each of "
                "two patients or more. Review more exams and freeze again."
            )
    splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(patient)), is_diagnostic, groups=np.asarray(patient)))


def lock_test(is_diagnostic: NDArray[np.bool_], patient: Sequence[str], *, seed: int) -> Fold:
    """Indices for cross-validation, and indices of the locked test, as many of each as in the published study.

    With fewer slices the test keeps its share. The test is patients drawn at random, such that neither its size nor
    its share of diagnostic slices is far from what is wanted. Slices beyond the published number are in neither.
    """
    owner = np.asarray(patient)
    names, sizes = np.unique(owner, return_counts=True)
    wanted = min(TEST_SLICES, round(len(owner) * TEST_SLICES / STUDY_SLICES))
    random = np.random.default_rng(seed)
    best, least = names[:0], np.inf
    for _ in range(DRAWS):
        order = random.permutation(len(names))
        drawn = names[order[: np.searchsorted(np.cumsum(sizes[order]), wanted) + 1]]
        inside = np.isin(owner, drawn)
        strays = abs(int(inside.sum()) - wanted) + wanted * abs(is_diagnostic[inside].mean() - is_diagnostic.mean())
        if strays < least:
            best, least = drawn, strays
    inside = np.isin(owner, best)
    others = random.permutation(np.flatnonzero(~inside))[: STUDY_SLICES - TEST_SLICES]
    split = np.sort(others), np.flatnonzero(inside)
    refuse_leak([patient[index] for index in split[0]], [patient[index] for index in split[1]])
    return split


def refuse_leak(learned: Sequence[str], judged: Sequence[str]) -> None:
    """Raises PatientLeak where a patient who was learned from is to be judged by."""
    both = set(learned) & set(judged)
    if both:
        raise PatientLeak(f"{len(both)} patients were learned from and would be judged by, {min(both)} among them.")
