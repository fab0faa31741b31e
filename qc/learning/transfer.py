"""The same patients on another maker's scanner: what an ensemble that never saw such maps makes of them."""

from typing import Any

import numpy as np

from qc.domain.errors import TrainingRefused
from qc.learning.ensemble import Ensemble
from qc.learning.slices import LabelledSlices
from qc.learning.study_figures import compare, majority
from qc.learning.tables import count_by_patient, differences_with_intervals


def compare_vendors(ensemble: Ensemble, first: LabelledSlices, other: LabelledSlices) -> dict[str, Any]:
    """Figures of `ensemble` on `other`, and by how much its accuracy lies above that on `first`, the same patients.

    Each maker's sequence and inversion leave other slices diagnostic, so each has labels of its own, the first
    observer's. Intervals are by patient. Raises TrainingRefused where they are not the same patients.
    """
    if first.patient != other.patient:
        raise TrainingRefused(f"{other.source.get('folder')} holds other exams: simulate both with the same seed.")
    labels = [one.as_first_observer().is_diagnostic for one in (first, other)]
    said = [majority(ensemble.probabilities(one.cmoe, one.measures, one.magnitude)) for one in (first, other)]
    right = np.stack([a == b for a, b in zip(said, labels, strict=True)], axis=1)
    accuracy = differences_with_intervals(count_by_patient(right, np.ones(len(right), dtype=bool), first.patient))
    readers = (
        {} if other.observers is None else {"observers": compare(other.observers[:, 1:], labels[1], other.patient)}
    )
    return {
        "majority": compare(said[1][:, None], labels[1], other.patient),
        "difference": {"accuracy": accuracy["accuracy"]},
        "slices": len(right),
        "other_labels": int((labels[0] != labels[1]).sum()),
        **readers,
    }
