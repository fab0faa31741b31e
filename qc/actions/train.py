"""Train an ensemble and enter it into the registry; it judges nothing until it is promoted."""

import hashlib
from pathlib import Path

import numpy as np
from django.conf import settings

from qc.domain.errors import DataSetRefused, TrainingRefused
from qc.learning.simulated import simulated_slices
from qc.learning.slices import LabelledSlices
from qc.learning.training import record_held_out, train_ensemble
from qc.models.dataset import DataSet
from qc.models.ensemble import Ensemble

SIMULATED_NAME = "squeezenet-sim"
SHIPPED_EXAMS = 340
"""The shipped ensemble is `manage.py train --simulated --seed 7` on this many exams."""
HELD_OUT_SEED, HELD_OUT_EXAMS = 2026, 80
"""Its figures are those on this many other exams; smaller trainings are judged on proportionally fewer."""


def train_on_reviews(*, dataset: str, version: str | None, seed: int, epochs: int | None) -> Ensemble:
    """Train on a frozen label set, starting from the ensemble in force. Raises DataSetRefused, TrainingRefused."""
    frozen = DataSet.objects.filter(name=dataset).first()
    if frozen is None:
        names = ", ".join(DataSet.objects.values_list("name", flat=True)) or "none"
        raise DataSetRefused(f"There is no label set called {dataset!r}. Frozen: {names}.")
    return _train(
        load_frozen(frozen),
        name=dataset,
        version=version,
        seed=seed,
        epochs=epochs,
        start=Ensemble.objects.in_force().path,
    )


def train_on_simulation(*, exams: int, version: str | None, seed: int, epochs: int | None) -> Ensemble:
    """Train from scratch on so many simulated exams, and judge the result on others. Raises TrainingRefused."""
    data = simulated_slices(exams=exams, seed=seed)
    entry = _train(data, name=SIMULATED_NAME, version=version, seed=seed, epochs=epochs, start=None)
    held_out = simulated_slices(exams=max(1, exams * HELD_OUT_EXAMS // SHIPPED_EXAMS), seed=HELD_OUT_SEED)
    record_held_out(entry.path, held_out)
    return Ensemble.objects.register(entry.path)


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
) -> Ensemble:
    version = version or Ensemble.objects.next_version(name)
    if Ensemble.objects.filter(name=name, version=version).exists():
        raise TrainingRefused(f"{name} {version} exists and is never changed. Choose another version.")
    out = Path(settings.DATA_DIR) / "ensembles" / f"{name}-{version}"
    train_ensemble(data, out=out, name=name, version=version, seed=seed, epochs=epochs, warm_start=start)
    return Ensemble.objects.register(out)
