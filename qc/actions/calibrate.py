"""Calibrate a registered ensemble and judge it on simulated exams: its manifest tells more, its votes stay."""

from qc.domain.errors import TrainingRefused
from qc.learning.evaluation import record_calibration, record_held_out
from qc.learning.simulated import held_out_slices, validation_slices
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
    record_calibration(entry.path, validation_slices())
    record_held_out(entry.path, held_out_slices())
    return Ensemble.objects.register(entry.path)
