"""Splits by patient: slices of one patient never stand on both sides."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from qc.domain.errors import TrainingRefused

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Indices to train on, and indices to validate on."""

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
