"""Calibrating anew is for ensembles for which simulated exams are a fair measure."""

import pytest
from django.core.management import CommandError, call_command

from qc.actions.promote import ensure_shipped_ensemble
from qc.models import Ensemble

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped() -> None:
    ensure_shipped_ensemble()


def test_an_ensemble_that_learned_from_reviews_is_refused() -> None:
    entry = Ensemble.objects.in_force()
    entry.manifest["data"]["kind"] = "reviews"
    entry.save()
    with pytest.raises(CommandError, match="kept back"):
        call_command("calibrate", "squeezenet-sim@4")


def test_an_unknown_ensemble_is_refused_and_the_known_are_named() -> None:
    known = ", ".join(f"squeezenet-sim@{version}" for version in (4, 3, 2, 1))
    with pytest.raises(CommandError, match=f"Registered: {known}"):
        call_command("calibrate", "9")


def test_the_shipped_one_is_calibrated_on_exams_that_it_is_not_judged_by() -> None:
    manifest = Ensemble.objects.in_force().manifest
    seeds = [manifest["data"]["seed"], manifest["calibration"]["data"]["seed"], manifest["figures"]["held_out"]["seed"]]
    assert len(set(seeds)) == 3
    figures = manifest["figures"]["held_out"]["calibration"]
    assert figures["labels"] == "observer 1"
    assert figures["ece_after"]["value"] <= 0.03
    assert figures["ece_after"]["value"] < figures["ece_before"]["value"]
    assert figures["error_outside_band"]["value"] <= figures["error_without_band"]
