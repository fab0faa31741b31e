"""The report on the cross-check: what it measures on the real exam and on a simulated one."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    call_command("crosscheck_report", *arguments)
    lines = capsys.readouterr().out.splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("|")]


def test_the_real_exam_agrees_as_asked(real_exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row[0]: row for row in report(capsys, "--real", str(real_exam), "--exams", "0")}
    assert [f"{number}" in rows for number in range(1, 9)] == [True] * 8
    assert float(rows["mean"][3].rstrip("%")) < 8.0
    assert float(rows["worst"][3].rstrip("%")) < 15.0
    assert float(rows["mean"][5].rstrip("%")) < 6.0
    assert float(rows["worst"][5].rstrip("%")) < 12.0


def test_an_untouched_exam_raises_no_alarm(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    rows = {row[0]: row for row in report(capsys, "--exams", "1", "--slices", "0", "--seed", "3", "--out", str(out))}
    assert rows["none"][2] == "1/1"
    assert rows["none"][4].startswith("0/")
    assert float(rows["confident liver, own"][3].rstrip("%")) < 10.0
    assert "| none |" in out.read_text()


def test_a_folder_without_a_region_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no exam with an expert's region"):
        call_command("crosscheck_report", "--real", str(tmp_path))
