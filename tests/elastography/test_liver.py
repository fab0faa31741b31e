"""The liver is found on simulated exams nobody trained on and on the real one, and nowhere where there is none."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qc.domain.errors import EstimatorRefused
from qc.domain.types import SliceMaps
from qc.elastography.liver import ESTIMATOR, WEIGHTS, estimate_liver, load_estimator
from qc.learning.liver_data import slice_maps
from qc.learning.liver_evaluation import dice_coefficient
from qc.learning.liver_page import coverage, read_real_exam
from qc.simulation.scanner import SimulatedExam, draw_exam, simulate_exam


@pytest.fixture(scope="module")
def fresh_exams() -> list[SimulatedExam]:
    return [simulate_exam(seed=seed, quality="adequate") for seed in (41, 42, 43)]


def dice(exams: list[SimulatedExam], *, with_magnitude: bool) -> float:
    """Mean over the slices that hold a liver."""
    found = [
        dice_coefficient(
            estimate_liver(slice_maps(one, exam.protocol.spacing_mm), one.raw.magnitude[0] if with_magnitude else None),
            one.liver,
        )
        for exam in exams
        for one in exam.slices
        if one.liver.any()
    ]
    return float(np.mean(found))


@pytest.mark.parametrize("with_magnitude", [True, False])
def test_it_is_found_on_exams_nobody_trained_on(fresh_exams: list[SimulatedExam], with_magnitude: bool) -> None:
    assert dice(fresh_exams, with_magnitude=with_magnitude) > 0.88


def test_it_holds_what_the_expert_drew_on_the_real_exam(real_exam: Path) -> None:
    for with_magnitude in (True, False):
        shares = [
            coverage(estimate_liver(one.maps, one.magnitude if with_magnitude else None), one.expert)
            for one in read_real_exam(real_exam)
        ]
        assert sum(share >= 0.9 for share in shares) >= 7, shares


def usual_slice(exams: list[SimulatedExam]) -> tuple[SliceMaps, np.ndarray]:
    one = exams[-1].slices[1]
    return slice_maps(one, exams[-1].protocol.spacing_mm), one.raw.magnitude[0]


def test_a_mirrored_image_gives_the_mirrored_liver(fresh_exams: list[SimulatedExam]) -> None:
    maps, magnitude = usual_slice(fresh_exams)
    mirrored = SliceMaps(
        maps.stiffness_kpa[:, ::-1],
        maps.confidence[:, ::-1],
        maps.burned_in[:, ::-1],
        replace(maps.geometry, orientation=(-1, 0, 0, 0, 1, 0)),
    )
    found = estimate_liver(maps, magnitude)
    assert dice_coefficient(estimate_liver(mirrored, magnitude[:, ::-1])[:, ::-1], found) > 0.99


def test_the_unit_of_the_magnitude_does_not_matter(fresh_exams: list[SimulatedExam]) -> None:
    maps, magnitude = usual_slice(fresh_exams)
    assert dice_coefficient(estimate_liver(maps, 1000 * magnitude), estimate_liver(maps, magnitude)) > 0.999


def test_nothing_is_found_where_there_is_no_liver() -> None:
    exams = [draw_exam(seed=seed, cause="anatomical_masking") for seed in (3, 8, 11)]
    without = [(exam, one) for exam in exams for one in exam.slices if not one.liver.any()]
    found = [estimate_liver(slice_maps(one, exam.protocol.spacing_mm), one.raw.magnitude[0]) for exam, one in without]
    assert len(found) >= 4
    assert sum(liver.any() for liver in found) <= len(found) // 4


def test_without_a_body_there_is_no_liver(fresh_exams: list[SimulatedExam]) -> None:
    maps, magnitude = usual_slice(fresh_exams)
    nothing = replace(maps, stiffness_kpa=np.zeros_like(maps.stiffness_kpa))
    assert not estimate_liver(nothing, magnitude).any()


def test_a_magnitude_image_of_nothing_does_no_harm(fresh_exams: list[SimulatedExam]) -> None:
    maps, magnitude = usual_slice(fresh_exams)
    assert (estimate_liver(maps, np.zeros_like(magnitude)) == estimate_liver(maps, None)).all()


def test_weights_that_were_altered_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(ESTIMATOR, tmp_path / "estimator")
    weights = bytearray((folder / WEIGHTS).read_bytes())
    weights[-1] ^= 1
    (folder / WEIGHTS).write_bytes(weights)
    with pytest.raises(EstimatorRefused, match="altered or damaged"):
        load_estimator(folder)
    (folder / WEIGHTS).unlink()
    with pytest.raises(EstimatorRefused, match="cannot be read"):
        load_estimator(folder)
