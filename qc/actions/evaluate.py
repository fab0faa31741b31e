"""Judge ensembles on a simulated study: the one in force or a named one, or all that were trained on the study."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from qc.domain.errors import EnsembleMissing, TrainingRefused
from qc.learning.ensemble import Ensemble as LoadedEnsemble
from qc.learning.manifest import MANIFEST, title_networks
from qc.learning.study_figures import judge_study
from qc.learning.study_folder import read_study
from qc.learning.study_split import read_split
from qc.learning.transfer import compare_vendors
from qc.models.ensemble import SHIPPED, Ensemble


def evaluate_ensemble(*, data: Path, called: str | None, beside: Mapping[str, Path] | None = None) -> dict[str, Any]:
    """Figures of the ensemble in force, or of the one `called` so, on every slice of the study in `data`.

    `beside` are folders of the same exams in other vendors' files, by the name of the vendor: what that changes
    is told as `vendors`. On a machine that never served, the shipped one is judged. Raises EnsembleMissing,
    EnsembleRefused; TrainingRefused where `data` holds no study, or another folder not the same exams.
    """
    ensemble = _find(called)
    slices, rows = read_study(data)
    figures = judge_study(ensemble, slices, rows)
    if beside:
        figures["vendors"] = {
            name: compare_vendors(ensemble, slices, read_study(folder)[0]) for name, folder in beside.items()
        }
    return figures


def evaluate_study(*, data: Path, study: Path, called: str | None) -> dict[str, Any]:
    """Figures of every ensemble in `study` on the locked test, by its networks, and of one in force on all slices.

    Raises as `evaluate_ensemble` does, MagnitudeMissing, and PatientLeak where a patient of the test was learned from.
    """
    slices, rows = read_study(data)
    development, test = read_split(slices.as_first_observer(), study)
    locked = slices.take(test)
    locked_rows = [rows[index] for index in test]
    in_force = _find(called)
    found = [LoadedEnsemble.load(path.parent) for path in sorted(study.glob(f"*/{MANIFEST}"))]
    learned = slices.as_first_observer().take(development).digest
    strange = [one.name for one in found if one.manifest["data"]["digest"] != f"sha256:{learned}"]
    if strange or not found:
        raise TrainingRefused(f"Not trained on the slices that were left for it: {', '.join(strange) or 'nothing'}.")
    by_name = {title_networks(one.manifest): one for one in found} | {f"{in_force.name} (in force)": in_force}
    return {
        "development": len(development),
        "test": len(test),
        "locked_test": {name: judge_study(one, locked, locked_rows) for name, one in by_name.items()},
        "in_force": judge_study(in_force, slices, rows),
    }


def _find(called: str | None) -> LoadedEnsemble:
    if called:
        return Ensemble.objects.called(called).load()
    try:
        return Ensemble.objects.in_force().load()
    except EnsembleMissing:
        return LoadedEnsemble.load(Path(settings.BASE_DIR) / SHIPPED)
