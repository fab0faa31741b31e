"""Train an ensemble and enter it into the registry; it judges nothing until it is promoted."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from qc.domain.errors import DataSetRefused, TrainingRefused
from qc.learning.cross_validation import train_published
from qc.learning.evaluation import record_calibration, record_held_out
from qc.learning.folds import keep_for_calibration
from qc.learning.joint_training import train_joint
from qc.learning.measured import measured_slices
from qc.learning.preprocess import Taken
from qc.learning.simulated import HELD_OUT_SEED, VALIDATION_SEED, held_out_slices, simulated_slices, validation_slices
from qc.learning.slices import LabelledSlices
from qc.learning.study_folder import read_study
from qc.learning.study_split import PUBLISHED
from qc.learning.training import Plan, train_ensemble
from qc.models.dataset import DataSet
from qc.models.ensemble import Ensemble

SIMULATED_NAME = "squeezenet-sim"


def train_on_reviews(*, dataset: str, version: str | None, seed: int, epochs: int | None) -> Ensemble:
    """Train on a frozen label set, starting from the ensemble in force. Raises DataSetRefused, TrainingRefused.

    Some of its patients are kept for the calibration.
    """
    frozen = DataSet.objects.filter(name=dataset).first()
    if frozen is None:
        names = ", ".join(DataSet.objects.values_list("name", flat=True)) or "none"
        raise DataSetRefused(f"There is no label set called {dataset!r}. Frozen: {names}.")
    data = load_frozen(frozen)
    learned, kept = keep_for_calibration(data.patient)
    start = Ensemble.objects.in_force().path
    out = _train(data.take(learned), name=dataset, version=version, seed=seed, epochs=epochs, start=start)
    record_calibration(out, data.take(kept))
    return Ensemble.objects.register(out)


def train_on_simulation(*, exams: int, version: str | None, seed: int, epochs: int | None) -> Ensemble:
    """Train from scratch on so many simulated exams, calibrate and judge the result on others.

    Raises TrainingRefused.
    """
    data = simulated_slices(exams=exams, seed=seed)
    out = _train(data, name=SIMULATED_NAME, version=version, seed=seed, epochs=epochs, start=None)
    record_calibration(out, validation_slices(trained_on=exams))
    record_held_out(out, held_out_slices(trained_on=exams))
    return Ensemble.objects.register(out)


def train_jointly(*, base: Path, version: str | None, exams: tuple[int, int, int], seed: int, workers: int) -> Ensemble:
    """Join the ensemble in `base` with what maps measure; `exams` to learn from, to calibrate on, and to judge by.

    Raises TrainingRefused, EnsembleRefused.
    """
    learned, validation, held_out = (
        measured_slices(exams=count, seed=one, workers=workers)
        for count, one in zip(exams, (seed, VALIDATION_SEED, HELD_OUT_SEED), strict=True)
    )
    name, version = _new_name(SIMULATED_NAME, version)
    out = Path(settings.DATA_DIR) / "ensembles" / f"{name}-{version}"
    train_joint(learned, base=base, out=out, version=version, seed=seed)
    record_calibration(out, validation.slices)
    record_held_out(out, held_out.slices)
    return Ensemble.objects.register(out)


def train_on_study(
    *,
    folder: Path,
    out: Path | None,
    seed: int,
    epochs: int | None,
    base_epochs: int | None,
    size: int,
    architectures: list[str] | None,
    with_magnitude: bool = False,
    **base: Any,
) -> list[Path]:
    """The published protocol on a folder of `manage.py simulate`: an ensemble a folder in `out`, none registered.

    `base` are `weights`, `base_exams` and `base_seed` of `train_published`. Raises TrainingRefused, PatientLeak,
    MagnitudeMissing.
    """
    data, _ = read_study(folder)
    takes: Taken = "magnitude and CMOE" if with_magnitude else "CMOE"
    plans = [Plan(architecture=one, size=size, takes=takes).shortened(epochs) for one in architectures or PUBLISHED]
    plans = [plan if base_epochs is None else replace(plan, base_epochs=base_epochs) for plan in plans]
    return train_published(data, out=out or Path(settings.DATA_DIR) / "published", seed=seed, plans=plans, **base)


def load_frozen(frozen: DataSet) -> LabelledSlices:
    """The slices of a frozen label set. Raises DataSetRefused if its file is not the one that was frozen."""
    path = frozen.path / "slices.npz"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != frozen.digest:
        raise DataSetRefused(f"The file of label set {frozen.name!r} is missing or was altered. Freeze it anew.")
    with np.load(path) as arrays:
        return LabelledSlices(
            cmoe=arrays["cmoe"],
            is_diagnostic=arrays["is_diagnostic"],
            patient=tuple(str(one) for one in arrays["patient"]),
            source={"kind": "reviews", "name": frozen.name, "sha256": frozen.digest},
        )


def _train(
    data: LabelledSlices, *, name: str, version: str | None, seed: int, epochs: int | None, start: Path | None
) -> Path:
    name, version = _new_name(name, version)
    out = Path(settings.DATA_DIR) / "ensembles" / f"{name}-{version}"
    plan = Plan().shortened(epochs)
    train_ensemble(data, out=out, name=name, version=version, seed=seed, plan=plan, start=start)
    return out


def _new_name(name: str, version: str | None) -> tuple[str, str]:
    """Name and version of an ensemble to be. Raises TrainingRefused if it exists."""
    version = version or Ensemble.objects.next_version(name)
    if Ensemble.objects.filter(name=name, version=version).exists():
        raise TrainingRefused(f"{name} {version} exists and is never changed. Choose another version.")
    return name, version
