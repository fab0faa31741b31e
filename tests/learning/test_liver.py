"""What the liver's estimator learns from, how it is trained, and how it is judged."""

from pathlib import Path

import numpy as np
import pytest

from qc.learning.liver_augment import draw_example
from qc.learning.liver_data import STORED_SIZE, LiverSquares, cut_square
from qc.learning.liver_evaluation import dice_coefficient, mean_interval
from qc.learning.liver_page import write_page
from qc.learning.liver_training import train_estimator, write_estimator
from qc.simulation.body import Tissue
from qc.simulation.scanner import SimulatedExam, simulate_exam


@pytest.fixture(scope="module")
def exam() -> SimulatedExam:
    return simulate_exam(seed=51, quality="adequate")


@pytest.fixture(scope="module")
def squares(exam: SimulatedExam) -> LiverSquares:
    """One slice sixteen times: a batch."""
    one = cut_square(exam.slices[1], exam.protocol.spacing_mm)
    return LiverSquares(*(np.stack([part] * 16) for part in one))


def test_a_square_holds_the_liver_on_the_patients_right(squares: LiverSquares) -> None:
    liver = squares.liver[0].astype(float)
    assert liver.max() == pytest.approx(1.0, abs=0.01)
    assert (liver.sum(axis=0) @ np.arange(STORED_SIZE)) / liver.sum() < STORED_SIZE / 2
    assert (squares.tissue[0][liver > 0.9] == Tissue.LIVER).all()


def test_examples_differ_but_keep_a_liver(squares: LiverSquares) -> None:
    random = np.random.default_rng(3)
    examples = [draw_example(squares, 0, size=64, margin=1.04, random=random) for _ in range(40)]
    assert 4 <= sum(one.magnitude is None for one in examples) <= 20
    areas = [one.liver.sum() for one in examples]
    assert max(areas) > 1.2 * min(areas) > 0
    assert all(one.confidence[one.stiffness_kpa == 0].max(initial=0.0) == 0.0 for one in examples)


def test_the_same_seed_gives_the_same_weights(squares: LiverSquares, tmp_path: Path) -> None:
    digests = {
        write_estimator(train_estimator(squares, epochs=4, seed=seed, progress=False), tmp_path, {})["sha256"]
        for seed in (1, 1, 2)
    }
    assert len(digests) == 2


def test_dice_is_1_for_the_same_and_0_for_nothing_in_common() -> None:
    half = np.arange(8).reshape(2, 4) % 4 < 2
    assert (dice_coefficient(half, half), dice_coefficient(~half, half)) == (1.0, 0.0)
    assert np.isnan(dice_coefficient(half, np.zeros_like(half)))


def test_slices_of_one_exam_are_drawn_together() -> None:
    values = [0.8] * 10 + [0.9] * 10
    by_slice = mean_interval(values, range(20))
    by_exam = mean_interval(values, [0] * 10 + [1] * 10)
    assert by_slice.mean == by_exam.mean == pytest.approx(0.85)
    assert [by_exam.low, by_exam.high] == pytest.approx([0.8, 0.9])
    assert by_slice.low > 0.82


def test_the_page_names_the_commands_that_made_it() -> None:
    page = write_page(exams=1, seed=5, real=None)
    assert "manage.py evaluate_liver --exams 1 --seed 5 --out docs/liver.md" in page
    assert "| all with liver |" in page
