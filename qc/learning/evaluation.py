"""What is found out about an ensemble after its training, on slices that no member has learned from."""

from pathlib import Path
from typing import Any

import numpy as np

from qc.learning.calibration import ALLOWED_ERROR, FEWEST_SLICES, calibration_figures, fit_calibration
from qc.learning.ensemble import Ensemble
from qc.learning.manifest import write_manifest
from qc.learning.metrics import ensemble_figures, mean_figures, member_figures
from qc.learning.slices import LabelledSlices

HEATMAPS = 60
"""So many slices or a few more, evenly spread, are enough to tell a heat map from chance."""


def record_calibration(folder: Path, validation: LabelledSlices) -> dict[str, Any]:
    """Calibrate the ensemble in `folder` on slices that none of its members has seen; returns the manifest.

    What is calibrated is the mean of the members, as it is served, on what the first observer says where there are
    observers: outside of a simulation there is no truth to hold a probability against. Fewer than `FEWEST_SLICES`
    slices, or of one kind only, calibrate nothing: the manifest says so, and the ensemble gives votes without an
    opinion.
    """
    ensemble = Ensemble.load(folder)
    labels = _labels_of(validation)
    validation = validation.as_first_observer()
    data = {
        **validation.source,
        "labels": labels,
        "slices": len(validation),
        "patients": len(set(validation.patient)),
        "digest": f"sha256:{validation.digest}",
    }
    kinds = len(np.unique(validation.is_diagnostic))
    if len(validation) < FEWEST_SLICES or kinds < 2:
        return write_manifest(folder, {**ensemble.manifest, "calibration": None})
    mean = ensemble.probabilities(validation.cmoe, validation.measures, validation.magnitude).mean(
        axis=1, dtype=np.float64
    )
    calibration = fit_calibration(mean, validation.is_diagnostic, validation.patient)
    entry = {**calibration.as_dict(), "allowed_error": ALLOWED_ERROR, "data": data}
    return write_manifest(folder, {**ensemble.manifest, "calibration": entry})


def record_held_out(folder: Path, held_out: LabelledSlices) -> dict[str, Any]:
    """Add the figures of the ensemble in `folder` on slices nobody trained on or chose by; returns the manifest."""
    ensemble = Ensemble.load(folder)
    probabilities = ensemble.probabilities(held_out.cmoe, held_out.measures)  # (n, members)
    figures = {
        **held_out.source,
        "patients": len(set(held_out.patient)),
        "ensemble": ensemble_figures(probabilities, held_out.is_diagnostic),
        "members": mean_figures([member_figures(one, held_out.is_diagnostic) for one in probabilities.T]),
    }
    if ensemble.calibration is not None:
        mean = probabilities.mean(axis=1, dtype=np.float64)
        said = held_out.as_first_observer().is_diagnostic
        figures["calibration"] = {
            "labels": _labels_of(held_out),
            **calibration_figures(ensemble.calibration, mean, said, held_out.patient),
        }
    some = held_out.take(np.arange(0, len(held_out), max(1, len(held_out) // HEATMAPS)))
    figures["heatmap"] = ensemble.check_heatmaps(some.cmoe, some.measures)
    manifest = ensemble.manifest
    return write_manifest(folder, {**manifest, "figures": {**manifest["figures"], "held_out": figures}})


def _labels_of(slices: LabelledSlices) -> str:
    """Whose word a probability is held against."""
    if slices.observers is not None:
        return "observer 1"
    return "the truth" if slices.source.get("kind") == "simulation" else "the readers"
