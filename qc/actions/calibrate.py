"""Calibrate a registered ensemble and judge it on simulated exams: its manifest tells more, its votes stay."""

import os

from qc.domain.errors import TrainingRefused
from qc.learning.evaluation import record_calibration, record_held_out
from qc.learning.measured import EXAMS, measured_slices
from qc.learning.simulated import HELD_OUT_SEED, VALIDATION_SEED, held_out_slices, validation_slices
from qc.learning.slices import LabelledSlices
from qc.models.ensemble import Ensemble


def calibrate_ensemble(*, version: str) -> Ensemble:
    """Calibrate `version` (or `name@version`) anew. Opinions already given keep the calibration they were given by.

    Raises EnsembleMissing, EnsembleRefused; TrainingRefused for an ensemble that learned from reviews, for which
    simulated exams are no fair measure.
    """
    entry = Ensemble.objects.called(version)
    entry.verify()
    if entry.manifest["data"]["kind"] != "simulation":
        raise TrainingRefused(f"{entry} learned from reviews: training calibrates it on patients that it kept back.")
    validation, held_out = _measured() if entry.load().takes_measures else (validation_slices(), held_out_slices())
    record_calibration(entry.path, validation)
    record_held_out(entry.path, held_out)
    return Ensemble.objects.register(entry.path)


def _measured() -> tuple[LabelledSlices, LabelledSlices]:
    """To calibrate on and to judge by, with what their maps measure."""
    validation, held_out = (
        measured_slices(exams=exams, seed=seed, workers=os.cpu_count() or 1).slices
        for exams, seed in zip(EXAMS[1:], (VALIDATION_SEED, HELD_OUT_SEED), strict=True)
    )
    return validation, held_out
