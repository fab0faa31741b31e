"""The loop closes: a frozen label set becomes a registered ensemble, which judges only once it is promoted."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from qc.actions.promote import ensure_shipped_ensemble
from qc.models import DataSet, Ensemble

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    ensure_shipped_ensemble()


def freeze(*, patients: int = 16, both_labels: bool = True) -> DataSet:
    """A label set as `manage.py freeze` writes it: two slices a patient, bright ones diagnostic."""
    labels = np.array([True, not both_labels] * patients)
    noise = np.random.default_rng(1).integers(0, 100, (2 * patients, 64, 64, 3), dtype=np.uint8)
    frozen = DataSet(name="reviewed", slices=2 * patients, diagnostic=int(labels.sum()), patients=patients)
    frozen.path.mkdir(parents=True)
    np.savez_compressed(
        frozen.path / "slices.npz",
        cmoe=noise + 150 * labels[:, None, None, None].astype(np.uint8),
        is_diagnostic=labels,
        patient=np.repeat([f"P-{number}" for number in range(patients)], 2),
    )
    frozen.digest = hashlib.sha256((frozen.path / "slices.npz").read_bytes()).hexdigest()
    frozen.save()
    return frozen


def train() -> None:
    call_command("train", data="reviewed", epochs=1)


def test_training_on_reviews_registers_but_does_not_promote() -> None:
    freeze()
    before = Ensemble.objects.in_force()
    train()
    trained = Ensemble.objects.get(name="reviewed", version="1")
    assert trained.member_count == 8
    assert trained.manifest["data"]["sha256"] == DataSet.objects.get().digest
    assert Ensemble.objects.in_force() == before
    call_command("promote", "reviewed@1")
    assert Ensemble.objects.in_force() == trained
    call_command("promote", back=True)
    assert Ensemble.objects.in_force() == before


def test_an_altered_label_set_is_refused() -> None:
    with (freeze().path / "slices.npz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(CommandError, match="was altered"):
        train()


def test_an_unknown_label_set_is_refused_and_the_known_are_named() -> None:
    freeze()
    with pytest.raises(CommandError, match="Frozen: reviewed"):
        call_command("train", data="unknown")


def test_a_label_set_of_one_kind_cannot_be_trained_on() -> None:
    freeze(both_labels=False)
    with pytest.raises(CommandError, match="diagnostic"):
        train()


def test_too_few_patients_cannot_be_split() -> None:
    freeze(patients=3)
    with pytest.raises(CommandError, match="patients"):
        train()


def test_an_ensemble_is_never_trained_over() -> None:
    freeze()
    entry = Ensemble.objects.in_force()
    Ensemble.objects.filter(pk=entry.pk).update(name="reviewed", version="7")
    with pytest.raises(CommandError, match="never changed"):
        call_command("train", data="reviewed", as_version="7")


@pytest.mark.parametrize("arguments", [{}, {"version": "9", "back": True}])
def test_promote_wants_a_version_or_the_way_back(arguments: dict[str, object]) -> None:
    with pytest.raises(CommandError, match="Registered: "):
        call_command("promote", **arguments)
