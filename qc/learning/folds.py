"""Splits by patient: slices of one patient never stand on both sides."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from qc.domain.errors import TrainingRefused

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Indices to train on, and indices to validate on."""


def patient_folds(is_diagnostic: NDArray[np.bool_], patient: Sequence[str], *, count: int, seed: int) -> list[Fold]:
    """`count` folds, stratified by label and grouped by patient.

    Raises TrainingRefused with fewer patients than folds, or with one label only.
    """
    patients = len(set(patient))
    if patients < count:
        raise TrainingRefused(
            f"The label set has slices of {patients} patients; {count} members need at least {count}. "
            "Review more exams and freeze again."
        )
    for label, name in ((True, "diagnostic"), (False, "non-diagnostic")):
        owners = {one for one, is_one in zip(patient, is_diagnostic == label, strict=True) if is_one}
        if len(owners) < 2:
            raise TrainingRefused(
                f"The label set has {name} slices of {len(owners)} patients; both kinds are needed, each of "
                "two patients or more. Review more exams and freeze again."
            )
    splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(patient)), is_diagnostic, groups=np.asarray(patient)))
