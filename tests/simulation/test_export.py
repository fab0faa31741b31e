"""A simulated study as files."""

import csv
import hashlib
from pathlib import Path

import pydicom
import pytest

from qc.simulation.export import TruthRow, write_study


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.*")
    }


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("study")
    write_study(patients=1, exams=2, seed=6, out=out, progress=False)
    return out


def test_truth_has_a_line_a_slice_with_what_is_known(study: Path) -> None:
    with (study / "truth.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(TruthRow._fields)
    for exam in ("1", "2"):
        images = [pydicom.dcmread(path) for path in (study / f"exam-000{exam}").glob("*.dcm")]
        maps = [image for image in images if image.SeriesNumber == 500]
        lines = [row for row in rows if row["exam"] == exam]
        assert len(lines) == len(maps)
        assert {row["study_instance_uid"] for row in lines} == {image.StudyInstanceUID for image in images}
    assert {row["label"] for row in rows} <= {"diagnostic", "non_diagnostic"}


def test_one_patient_keeps_the_liver_from_exam_to_exam(study: Path) -> None:
    with (study / "truth.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if float(row["true_kpa"]) > 0]
    assert {row["patient"] for row in rows} == {"SIMULATED^P0001"}
    values = [float(row["true_kpa"]) for row in rows]
    assert max(values) / min(values) < 1.1


def test_the_same_seed_gives_the_same_bytes_whatever_the_workers(study: Path, tmp_path: Path) -> None:
    write_study(patients=1, exams=2, seed=6, out=tmp_path, workers=2, progress=False)
    assert digest(tmp_path) == digest(study)


def test_fewer_exams_than_patients_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="3 exams of 4 patients"):
        write_study(patients=4, exams=3, seed=1, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
