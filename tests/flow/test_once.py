"""The headless run, as other programs drive it: one line of JSON an exam, a cause where there is no verdict."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydicom import Dataset

from mreqc_web.parts import ROOT
from tests.flow.exams import fresh_exam, fresh_maps, slices_of
from tests.stack import Json

pytestmark = pytest.mark.flow

LINE = {"study_instance_uid", "verdict", "why", "policy", "ensemble", "seconds_to_verdict", "slices"}
SLICE = {"slice_location_mm", "verdict", "probability", "votes", "measurable_area_cm2", "stiffness_kpa"}


def run_once(*folders: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mreqc_web.demo", "--once", *map(str, folders)]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


def save_exam(images: Sequence[Dataset], folder: Path) -> Path:
    folder.mkdir()
    for number, image in enumerate(images):
        image.save_as(folder / f"{number:03}.dcm", enforce_file_format=True)
    return folder


class Exams:
    """Folders of every kind, judged in one run."""

    def __init__(self, root: Path) -> None:
        maps = fresh_maps()
        self.uid = str(maps[0].StudyInstanceUID)
        self.slices = slices_of(maps)
        half = save_exam([image for image in maps if image.SeriesDescription == "Stiffness"], root / "half")
        damaged = save_exam(fresh_maps(), root / "damaged")
        (damaged / "000.dcm").write_bytes((damaged / "000.dcm").read_bytes()[:100])
        unreadable = root / "unreadable"
        unreadable.mkdir()
        (unreadable / "a.dcm").write_bytes(b"no DICOM at all")
        (root / "notes").mkdir()
        (root / "notes" / "README.txt").write_text("no image here")
        (root / "empty").mkdir()
        self.folders = {
            "full": save_exam(fresh_exam(), root / "full"),
            "half": half,
            "rest of the same study": save_exam(
                [image for image in maps if image.SeriesDescription == "Confidence"], root / "rest"
            ),
            "half again": half,
            "damaged": damaged,
            "missing": root / "nowhere",
            "empty": root / "empty",
            "notes": root / "notes",
            "unreadable": unreadable,
        }
        self.run = run_once(*self.folders.values())
        printed = [json.loads(line) for line in self.run.stdout.splitlines()]
        self.lines: dict[str, Json] = dict(zip(self.folders, printed, strict=True))


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> Exams:
    return Exams(tmp_path_factory.mktemp("once"))


def test_the_run_ends_well_with_a_line_a_folder(exams: Exams) -> None:
    assert exams.run.returncode == 0, exams.run.stderr
    assert len(exams.lines) == len(exams.folders)


def test_every_line_has_just_the_promised_fields(exams: Exams) -> None:
    for line in exams.lines.values():
        assert set(line) == LINE
        assert all(set(one) == SLICE for one in line["slices"])


def test_a_full_exam_has_its_verdict_and_figures(exams: Exams) -> None:
    line = exams.lines["full"]
    locations = [one["slice_location_mm"] for one in line["slices"]]
    assert line["verdict"] in {"adequate", "limited", "inadequate"}
    assert line["policy"] == "liver-mre-default v1"
    assert set(line["ensemble"]) == {"name", "version"}
    assert line["seconds_to_verdict"] > 0
    assert locations == sorted(locations, reverse=True)
    assert all(set(one["votes"]) <= {0, 1} and len(one["votes"]) == 8 for one in line["slices"])


def test_folders_of_one_study_are_judged_as_what_the_archive_holds_by_then(exams: Exams) -> None:
    half, rest, again = (exams.lines[name] for name in ("half", "rest of the same study", "half again"))
    assert {line["study_instance_uid"] for line in (half, rest, again)} == {exams.uid}
    assert half["verdict"] == "not_assessed"
    assert "without its confidence map" in half["why"]
    assert [one["verdict"] for one in rest["slices"]].count("not_assessed") == 0
    assert again["slices"] == rest["slices"]
    assert len(again["slices"]) == exams.slices


def test_a_damaged_file_is_named_beside_the_verdict(exams: Exams) -> None:
    line = exams.lines["damaged"]
    assert "Not sent: 000.dcm" in line["why"]
    assert [one["verdict"] for one in line["slices"]].count("not_assessed") == 1


@pytest.mark.parametrize(
    ("folder", "cause"),
    [
        ("missing", "does not exist"),
        ("empty", "There is no DICOM file"),
        ("notes", "There is no DICOM file"),
        ("unreadable", "a.dcm: It is not a DICOM file"),
    ],
)
def test_a_folder_without_an_exam_is_not_assessed_and_the_cause_is_named(exams: Exams, folder: str, cause: str) -> None:
    line = exams.lines[folder]
    assert line["verdict"] == "not_assessed"
    assert cause in line["why"]
    assert line["study_instance_uid"] is None
    assert line["slices"] == []
