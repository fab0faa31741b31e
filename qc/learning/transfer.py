"""The same exams in another vendor's files: what an ensemble that never saw such files makes of them."""

from typing import Any

import numpy as np

from qc.domain.errors import TrainingRefused
from qc.learning.ensemble import Ensemble
from qc.learning.slices import LabelledSlices
from qc.learning.study_figures import compare, majority
from qc.learning.tables import count_by_patient, differences_with_intervals


def compare_vendors(ensemble: Ensemble, first: LabelledSlices, other: LabelledSlices) -> dict[str, Any]:
    """Figures of `ensemble` on `other`, and by how much they lie above those on `first`, slice by slice the same.

    Labels are the first observer's, intervals by patient. Raises TrainingRefused where they are not the same exams.
    """
    label = first.as_first_observer().is_diagnostic
    if first.patient != other.patient or not np.array_equal(label, other.as_first_observer().is_diagnostic):
        raise TrainingRefused(f"{other.source.get('folder')} holds other exams: simulate both with the same seed.")
    before, after = (majority(ensemble.probabilities(one.cmoe, one.measures, one.magnitude)) for one in (first, other))
    both = np.stack([before, after], axis=1)
    return {
        "majority": compare(after[:, None], label, first.patient),
        "difference": differences_with_intervals(count_by_patient(both, label, first.patient)),
        "slices": len(label),
        "other_verdicts": int((before != after).sum()),
    }
