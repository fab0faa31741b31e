"""Echo-planar images are shifted where the field is uneven, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from qc.simulation.body import Cut, Tissue, cut_body, draw_anatomy
from qc.simulation.distortion import distort
from qc.simulation.scanner import GRID


@pytest.fixture(scope="module")
def cut() -> Cut:
    """A cut with lung over the liver and gas in the bowel."""
    anatomy = replace(draw_anatomy(np.random.default_rng(3)), gas=1.0)
    return cut_body(anatomy, 0.22, field_of_view_mm=420, size=GRID)


def rows_moved(cut: Cut, field_strength_t: float, lines: int = 96) -> float:
    """How far the rows of a wave that counts them are shifted at most, in rows."""
    rows = np.broadcast_to(np.arange(GRID, dtype=complex)[:, None], (GRID, GRID))
    _, seen = distort(cut, rows, field_strength_t=field_strength_t, lines=lines)
    return float(np.abs((seen - rows)[8:-8]).max())


def test_a_stronger_field_and_a_coarser_matrix_shift_more(cut: Cut) -> None:
    assert 0.5 < rows_moved(cut, 1.5) < rows_moved(cut, 3.0) < 10
    assert rows_moved(cut, 1.5, lines=64) == pytest.approx(rows_moved(cut, 1.5) * 96 / 64, rel=0.01)


def test_without_lung_and_gas_nothing_moves(cut: Cut) -> None:
    even = replace(cut, tissue=np.where(np.isin(cut.tissue, (Tissue.LUNG, Tissue.GAS)), Tissue.GUT, cut.tissue))
    assert rows_moved(even, 3.0) == 0


def test_tissue_and_wave_move_together(cut: Cut) -> None:
    wave = np.where(cut.tissue == Tissue.LIVER, 1.0 + 0j, 0)
    seen, moved = distort(cut, wave, field_strength_t=3.0, lines=96)
    liver = seen.tissue == Tissue.LIVER
    assert (liver != (cut.tissue == Tissue.LIVER)).any()
    assert np.abs(moved)[liver].mean() > 0.9
    assert seen.signal[liver].std() > cut.signal[cut.tissue == Tissue.LIVER].std()
