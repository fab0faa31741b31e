"""The picture sheet: a line a cause, the pictures as the product reads them from the files."""

from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from qc.simulation.export import read_truth
from qc.simulation.failures import CAUSE_SHARES, OTHERS
from qc.simulation.sheet import CAPTION_PX, COLUMNS, HEAD_PX, MARGIN_PX, NAME_PX, PICTURE_PX, SHEET_FILE, draw_sheet


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("study")
    call_command("simulate", "--patients", "1", "--exams", "2", "--seed", "6", "--out", str(out), "--workers", "1")
    return out


def test_the_command_leaves_a_sheet_beside_the_truth(study: Path) -> None:
    assert (study / SHEET_FILE).read_bytes().startswith(b"\x89PNG")


def test_the_sheet_has_a_line_a_cause_and_pictures_where_there_are_slices(study: Path) -> None:
    rows = read_truth(study)
    sheet = np.asarray(draw_sheet(study, rows))
    step = PICTURE_PX + CAPTION_PX + MARGIN_PX
    assert sheet.shape == (
        HEAD_PX + (1 + len(CAUSE_SHARES) + len(OTHERS)) * step,
        NAME_PX + COLUMNS * (PICTURE_PX + MARGIN_PX),
        3,
    )
    for line, cause in enumerate(("", *CAUSE_SHARES, *OTHERS)):
        pictures = sheet[HEAD_PX + line * step : HEAD_PX + line * step + PICTURE_PX, NAME_PX:]
        colourful = (pictures.max(axis=2).astype(int) - pictures.min(axis=2)).max() > 100
        assert colourful == any(row.cause == cause for row in rows), cause


def test_the_same_study_gives_the_same_sheet(study: Path) -> None:
    first, again = (draw_sheet(study, read_truth(study)) for _ in range(2))
    assert first.tobytes() == again.tobytes()
