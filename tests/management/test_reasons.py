"""The commands about reasons: a table of indices for an exam's files, and a training that says what it lacks."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from qc.dicom.synthesis import ge_datasets
from qc.elastography.indices import INDICES
from qc.simulation.scanner import simulate_exam


def test_indices_of_an_exam_are_printed_against_their_normal_ranges(tmp_path: Path) -> None:
    exam = simulate_exam(seed=3, quality="adequate")
    for number, image in enumerate(ge_datasets(exam)):
        image.save_as(tmp_path / f"{number:03d}.dcm", enforce_file_format=True)
    out = StringIO()
    call_command("indices", str(tmp_path), stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(" | ")[0] for line in lines[2 : 2 + len(INDICES)]] == [f"| {index.name}" for index in INDICES]
    assert lines[2].count("|") == 4 + len(exam.slices)
    assert "no reason stands out" in out.getvalue()


def test_a_folder_without_maps_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No slice with a stiffness map"):
        call_command("indices", str(tmp_path))


def test_too_few_exams_are_refused_in_a_sentence(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="simulate more exams"):
        call_command("train_reasons", "--exams", "1", "--locked-exams", "1", "--as", "trial")


def test_the_shipped_reasons_are_judged_on_other_exams() -> None:
    out = StringIO()
    call_command("evaluate_reasons", exams=2, seed=9, stdout=out)
    found = json.loads(out.getvalue())
    assert found["exams"]["exams"] == 2
    assert set(found["figures"]["maps+phase+magnitude"]) >= {"ranking", "as_shown", "fine"}
