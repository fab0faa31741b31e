"""Ensembles go into force and back, and what differs from its manifest never does."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from qc.actions.promote import ensure_shipped_ensemble, go_back, promote_ensemble
from qc.domain.errors import EnsembleMissing, EnsembleRefused
from qc.learning.preprocess import Preprocessing
from qc.models import Ensemble, Event, Promotion
from tests.making import copy_shipped_ensemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(tmp_path: Path) -> None:
    """The shipped ensemble in force, and two more versions registered."""
    ensure_shipped_ensemble()
    for version in ("8", "9"):
        Ensemble.objects.register(copy_shipped_ensemble(tmp_path / version, version=version))


def in_force() -> str:
    return Ensemble.objects.in_force().version


def test_a_new_installation_has_the_shipped_ensemble_in_force() -> None:
    ensure_shipped_ensemble()
    ensure_shipped_ensemble()
    assert Promotion.objects.count() == 1
    assert Ensemble.objects.in_force().path.is_relative_to(settings.BASE_DIR)


def test_the_ensemble_that_was_shipped_before_can_be_promoted() -> None:
    ensure_shipped_ensemble()
    promote_ensemble(version="squeezenet-sim@1", by="test")
    assert not Ensemble.objects.in_force().load().takes_measures
    go_back(by="test")
    assert Ensemble.objects.in_force().load().takes_measures


@pytest.mark.usefixtures("three")
def test_a_promotion_is_told_to_everybody() -> None:
    promote_ensemble(version="8", by="test")
    assert in_force() == "8"
    assert Event.objects.order_by("-seq")[0].data["version"] == "8"


@pytest.mark.usefixtures("three")
def test_going_back_returns_step_by_step() -> None:
    first = in_force()
    promote_ensemble(version="8", by="test")
    promote_ensemble(version="9", by="test")
    assert go_back(by="test").version == "8"
    assert go_back(by="test").version == first
    with pytest.raises(EnsembleMissing, match="no ensemble before"):
        go_back(by="test")


@pytest.mark.usefixtures("three")
def test_after_going_back_a_new_promotion_can_be_taken_back_too() -> None:
    promote_ensemble(version="8", by="test")
    go_back(by="test")
    promote_ensemble(version="9", by="test")
    go_back(by="test")
    assert in_force() == Ensemble.objects.order_by("pk")[0].version


@pytest.mark.usefixtures("three")
def test_an_unknown_version_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(EnsembleMissing, match="squeezenet-sim@8"):
        promote_ensemble(version="11", by="test")


@pytest.mark.usefixtures("three")
def test_one_that_sees_the_magnitude_does_not_go_into_force_and_the_refusal_says_why(tmp_path: Path) -> None:
    folder = copy_shipped_ensemble(tmp_path / "seeing", version="12")
    manifest = json.loads((folder / "manifest.json").read_text())
    constants = Preprocessing.of("magnitude and CMOE", size=manifest["preprocessing"]["size"]).as_dict()
    (folder / "manifest.json").write_text(json.dumps({**manifest, "preprocessing": constants}))
    Ensemble.objects.register(folder)
    before = in_force()
    with pytest.raises(EnsembleRefused, match="whether or not a magnitude image has come"):
        promote_ensemble(version="12", by="test")
    assert in_force() == before


def test_an_ensemble_whose_weights_were_altered_is_refused(tmp_path: Path) -> None:
    folder = copy_shipped_ensemble(tmp_path / "altered", version="4")
    weights = folder / next(iter(json.loads((folder / "manifest.json").read_text())["sha256"]))
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(EnsembleRefused):
        Ensemble.objects.register(folder)


@pytest.mark.usefixtures("three")
def test_an_ensemble_altered_after_registration_does_not_go_into_force() -> None:
    folder = Ensemble.objects.get(version="8").path
    next(folder.glob("*.onnx")).write_bytes(b"x")
    with pytest.raises(EnsembleRefused):
        promote_ensemble(version="8", by="test")


@pytest.mark.usefixtures("three")
def test_an_ensemble_exchanged_for_another_sound_one_does_not_go_into_force() -> None:
    folder = Ensemble.objects.get(version="8").path
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "statement": "Anything."}))
    with pytest.raises(EnsembleRefused, match="exchanged"):
        promote_ensemble(version="8", by="test")
