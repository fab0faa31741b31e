"""`manage.py evaluate` on a study as small as can be: figures, page and pictures, and what is refused."""

import json
import sys
from pathlib import Path
from subprocess import run

import pytest
from django.core.management import CommandError, call_command

from qc.learning.study_figures import margin
from qc.learning.study_folder import read_study
from qc.learning.study_split import write_split
from qc.learning.study_vendors import vendors_section
from qc.learning.training import Plan, train_ensemble
from qc.simulation.export import TruthRow, write_study

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("study")
    write_study(patients=14, exams=14, seed=91, out=out, progress=False)
    return out


def test_the_ensemble_in_force_is_judged_with_the_observers_beside_it(study: Path, tmp_path: Path) -> None:
    call_command("evaluate", data=study, json=tmp_path / "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["ensemble"]["name"] == "squeezenet-sim"
    assert figures["data"]["patients"] == 14
    assert figures["label"] == "observer 1"
    assert sum(sum(row.values()) for row in figures["confusion"].values()) == figures["data"]["slices"]
    assert figures["majority"]["accuracy"]["low"] <= figures["majority"]["accuracy"]["value"]
    assert figures["observers"]["kappa"]["value"] > 0.5
    above = figures["majority"]["kappa"]["value"] - figures["observers"]["kappa"]["value"]
    assert figures["above_observers"]["kappa"]["value"] == pytest.approx(above, abs=2e-4)
    assert figures["probability"]["recall_at_precision_truth"]["value"] > 0.5
    for groups in figures["errors"].values():
        assert sum(group["slices"] for group in groups.values()) == figures["data"]["slices"]


def test_a_study_becomes_a_page_with_its_pictures(study: Path, tmp_path: Path) -> None:
    slices, _ = read_study(study)
    labelled = slices.as_first_observer()
    development, _ = write_split(labelled, tmp_path / "trained", seed=1)
    plan = Plan(architecture="MobileNetV2", size=32, member_epochs=1)
    train_ensemble(
        labelled.take(development), out=tmp_path / "trained" / "mobilenetv2", name="mobilenetv2", version="1", seed=1,
        plan=plan, progress=False,
    )  # fmt: skip
    figures = tmp_path / "figures.json"
    call_command("evaluate", data=study, ensemble=None, json=figures)
    call_command(
        "evaluate", data=study, study=tmp_path / "trained", out=tmp_path / "results.md", made_by=["first"],
        judged=[f"elsewhere={figures}"], note="Told beside.",
    )  # fmt: skip
    page = (tmp_path / "results.md").read_text()
    assert "| **MobileNetV2, ensemble** |" in page
    assert "    first\n    manage.py evaluate --data" in page
    assert "wrote this page. Told beside." in page
    assert page.count("| elsewhere | squeezenet-sim 4 |") == 2  # votes, and probabilities
    assert f"| {study.name} | squeezenet-sim 4 |" in page
    assert "| joined with measures |" in page
    assert "fourth channel" not in page
    assert {one.name for one in (tmp_path / "results").iterdir()} == {
        "confusion.svg", "reliability.svg", "risk-coverage.svg",
    }  # fmt: skip


def test_networks_that_see_the_magnitude_are_further_rows_of_the_page(study: Path, tmp_path: Path) -> None:
    trained = tmp_path / "trained"
    asked = {"out": trained, "architectures": ["MobileNetV2"], "size": 32, "epochs": 1, "base_exams": 0}
    call_command("train", data=str(study), **asked)
    call_command("train", data=str(study), with_magnitude=True, **asked)
    call_command("evaluate", data=study, study=trained, out=tmp_path / "results.md", json=tmp_path / "figures.json")
    page = (tmp_path / "results.md").read_text()
    for name in ("MobileNetV2", "MobileNetV2, with magnitude"):
        assert f"| **{name}, ensemble** |" in page
        assert f"\n| {name} | " in page  # its row of the validation
    assert "fourth channel" in page
    judged = json.loads((tmp_path / "figures.json").read_text())["locked_test"]
    assert judged["MobileNetV2, with magnitude"]["ensemble"]["preprocessing"]["takes"] == "magnitude and CMOE"
    assert judged["MobileNetV2"]["ensemble"]["preprocessing"]["takes"] == "CMOE"
    assert judged["MobileNetV2"]["data"] == judged["MobileNetV2, with magnitude"]["data"]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two patients on the scanners of two makers, and others."""
    folders = {}
    for name, vendor, seed in (("ge", "ge", 92), ("philips", "philips", 92), ("others", "ge", 93)):
        folders[name] = tmp_path_factory.mktemp(name)
        write_study(patients=2, exams=2, seed=seed, out=folders[name], vendor=vendor, progress=False)
    return folders


def test_another_makers_scans_of_the_same_patients_are_compared(few: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    call_command("evaluate", data=few["ge"], beside=[f"philips={few['philips']}", f"ge={few['ge']}"], json=file)
    figures = json.loads(file.read_text())
    same, found = figures["vendors"]["ge"], figures["vendors"]["philips"]
    assert same["other_labels"] == same["difference"]["accuracy"]["value"] == 0
    assert same["majority"] == figures["majority"]
    assert found["slices"] == figures["data"]["slices"]
    apart = found["majority"]["accuracy"]["value"] - figures["majority"]["accuracy"]["value"]
    assert found["difference"]["accuracy"]["value"] == pytest.approx(apart, abs=2e-4)
    page = "".join(vendors_section([("two exams", figures)]))
    assert "| philips | " in page
    assert f"| {found['other_labels']} of {figures['data']['slices']} |" in page


def test_other_exams_are_no_other_vendors_files(few: dict[str, Path]) -> None:
    with pytest.raises(CommandError, match="same seed"):
        call_command("evaluate", data=few["ge"], beside=[f"philips={few['others']}"])


def test_a_folder_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"truth\.csv"):
        call_command("evaluate", data=tmp_path)


def test_it_judges_without_torch() -> None:
    code = "import sys, django; django.setup(); import qc.actions.evaluate, qc.learning.study_page; "
    code += "sys.exit(bool({'torch', 'sklearn', 'matplotlib'} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("area_cm2", "measured_kpa", "inside"), [(10.0, 2.0, True), (4.9, 2.0, False), (10.0, 2.5, False), (0.0, "", False)]
)
def test_a_margin_is_positive_inside_the_rule(area_cm2: float, measured_kpa: float | str, inside: bool) -> None:
    row = TruthRow(
        patient="P", exam=1, slice=1, location_mm=0, study_instance_uid="1", cause="", severity=0,
        second_cause="", second_severity=0, true_kpa=2.0,
        measured_kpa=measured_kpa, area_cm2=area_cm2, label="", observer_1="", observer_2="",
    )  # fmt: skip
    assert (margin(row) > 0) is inside
