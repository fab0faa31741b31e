"""Exams whose truth is known: reproducible, honest about themselves, and like the real one."""

from dataclasses import fields, replace

import numpy as np
import pytest

from qc.dicom.synthesis import ge_datasets
from qc.simulation.acquisition import Sequence, acquire
from qc.simulation.body import Tissue, cut_body, draw_anatomy
from qc.simulation.failures import CAUSE_SHARES, OTHERS, Cause, Conditions, Faults, draw_causes, impose, impose_all
from qc.simulation.maps import INVERSIONS
from qc.simulation.scanner import (
    GRID,
    REMEDIABLE,
    Quality,
    _draw_plan,
    _scan_slice,
    draw_exam,
    repeat_exam,
    simulate_exam,
    stack_maps,
)
from qc.simulation.truth import Truth


@pytest.mark.parametrize("quality", ["adequate", "limited", "failed"])
def test_an_exam_is_what_was_asked_for_by_its_truth(quality: Quality) -> None:
    exam = simulate_exam(seed=11, quality=quality)
    assert exam.quality == quality
    assert exam.patient.startswith("SIMULATED^")
    locations = [one.location_mm for one in exam.slices]
    assert locations == sorted(locations, reverse=True)


def test_the_same_seed_gives_the_same_exam_and_another_another() -> None:
    first, again, other = (simulate_exam(seed=seed, quality="failed") for seed in (2, 2, 3))
    assert (stack_maps(first)[0] == stack_maps(again)[0]).all()
    assert (first.slices[0].raw.phase_rad == again.slices[0].raw.phase_rad).all()
    assert (first.slices[0].raw.phase_rad != other.slices[0].raw.phase_rad).any()


def good_slice() -> Conditions:
    """A slice of an easy patient at an easy level."""
    plan = _draw_plan(np.random.default_rng(5), slices=6)
    conditions = plan.conditions[2]
    easy = replace(conditions.anatomy, liver_kpa=2.8, liver_loss=0.2, liver_t2_star_ms=28.0)
    return replace(
        conditions,
        anatomy=easy,
        level=0.4,
        driver=replace(conditions.driver, amplitude_rad=3.0),
        protocol=replace(conditions.protocol, noise=0.05, sequence="2D GRE", field_strength_t=1.5),
    )


def scan(conditions: Conditions) -> Truth:
    return _scan_slice(conditions, (), np.random.default_rng(1)).truth


def test_a_good_slice_can_be_measured() -> None:
    truth = scan(good_slice())
    assert truth.is_diagnostic
    assert truth.measured_kpa == pytest.approx(truth.true_kpa, rel=0.19)


@pytest.mark.parametrize("cause", list(CAUSE_SHARES))
def test_every_cause_takes_the_confident_liver_away(cause: Cause) -> None:
    untouched = scan(impose(cause, 0.0, good_slice()))
    assert untouched == scan(good_slice())
    severe = scan(impose(cause, 1.0, good_slice()))
    assert severe.area_cm2 < 0.2 * untouched.area_cm2
    assert not severe.is_diagnostic


def test_phase_that_cannot_be_unwrapped_spoils_the_measurement() -> None:
    strong = replace(good_slice(), driver=replace(good_slice().driver, amplitude_rad=3.5))
    untouched, severe = scan(strong), scan(impose("unwrapping", 1.0, strong))
    assert severe.area_cm2 < 0.8 * untouched.area_cm2 or abs(severe.error or 0) > 2 * abs(untouched.error or 0)


def test_interfering_waves_come_from_the_other_side_too() -> None:
    def left_over_right(conditions: Conditions) -> float:
        one = _scan_slice(conditions, (), np.random.default_rng(1))
        wave, half = np.abs(one.elastogram.wave), one.tissue.shape[1] // 2
        right, left = (np.median(part[part > 0]) for part in (wave[:, :half], wave[:, half:]))
        return float(left / right)

    untouched = good_slice()
    assert left_over_right(impose("wave_interference", 1.0, untouched)) > 1.3 * left_over_right(untouched)


def test_two_causes_meet_in_some_exams_and_the_graver_comes_first() -> None:
    random = np.random.default_rng(5)
    drawn = [draw_causes(random) for _ in range(2000)]
    several = [one for one in drawn if len(one) > 1]
    assert 0.08 < len(several) / len(drawn) < 0.16
    assert all(len(set(one)) == 2 for one in several)
    assert 0.03 < sum(one[0] in OTHERS for one in drawn) / len(drawn) < 0.09
    both: Faults = (("iron", 0.3), ("motion", 0.8))
    one = _scan_slice(impose_all(both, good_slice()), both, np.random.default_rng(1))
    assert (one.cause, one.severity) == ("motion", 0.8)


def test_makers_scan_the_same_patient_and_invert_otherwise() -> None:
    exams = {maker: draw_exam(seed=2026, maker=maker) for maker in INVERSIONS}
    ge, philips, siemens = (exams[maker] for maker in ("ge", "philips", "siemens"))
    assert ge.anatomy == philips.anatomy == siemens.anatomy
    for exam in (philips, siemens):
        assert [one.location_mm for one in exam.slices] == [one.location_mm for one in ge.slices]
        assert [one.faults for one in exam.slices] == [one.faults for one in ge.slices]
        assert (stack_maps(exam)[0] != stack_maps(ge)[0]).any()


def test_iron_darkens_the_liver_and_spares_the_spin_echo() -> None:
    conditions = impose("iron", 0.6, good_slice())
    areas = {}
    protocols: tuple[tuple[Sequence, float], ...] = (("2D GRE", 20.0), ("2D SE-EPI", 50.0))
    for sequence, echo_ms in protocols:
        protocol = replace(conditions.protocol, sequence=sequence, echo_time_ms=echo_ms)
        areas[sequence] = scan(replace(conditions, protocol=protocol)).area_cm2
    assert areas["2D SE-EPI"] > 2 * areas["2D GRE"]


@pytest.mark.parametrize(
    ("measured", "area", "is_diagnostic"),
    [
        (2.0, 20.0, True),
        (2.35, 20.0, True),
        (2.4, 20.0, False),
        (1.6, 20.0, False),
        (2.0, 4.9, False),
        (None, 0.0, False),
    ],
)
def test_truth_asks_for_area_and_the_right_stiffness(measured: float | None, area: float, is_diagnostic: bool) -> None:
    assert Truth(true_kpa=2.0, measured_kpa=measured, area_cm2=area).is_diagnostic is is_diagnostic


def test_anatomy_puts_the_liver_on_the_right_and_the_spleen_on_the_left() -> None:
    cut = cut_body(draw_anatomy(np.random.default_rng(3)), 0.45, field_of_view_mm=420, size=GRID)
    columns = np.broadcast_to(np.arange(GRID), (GRID, GRID))
    assert columns[cut.tissue == Tissue.LIVER].mean() < GRID / 2 < columns[cut.tissue == Tissue.SPLEEN].mean()


def test_outside_the_liver_there_is_none() -> None:
    anatomy = draw_anatomy(np.random.default_rng(3))
    for level in (-0.3, 1.3):
        assert not (cut_body(anatomy, level, field_of_view_mm=420, size=GRID).tissue == Tissue.LIVER).any()


def test_noise_free_phase_is_the_motion() -> None:
    conditions = good_slice()
    cut = cut_body(conditions.anatomy, 0.4, field_of_view_mm=conditions.protocol.field_of_view_mm, size=GRID)
    still = replace(conditions.unrest, **{field.name: 0.0 for field in fields(conditions.unrest)})
    protocol = replace(conditions.protocol, noise=0.0, acquired=(256, 256))
    raw = acquire(cut, np.zeros((GRID, GRID), dtype=complex), protocol, still, np.random.default_rng(1))
    liver = (cut.tissue == Tissue.LIVER).repeat(2, axis=0).repeat(2, axis=1)
    assert np.abs(raw.phase_rad[0] - raw.phase_rad[2])[liver].max() < 1e-5
    assert raw.phase_rad.shape == (4, 256, 256)


def test_adequate_exams_look_like_the_real_one() -> None:
    shares, middles = [], []
    for seed in range(20, 24):
        stiffness, confidence = stack_maps(simulate_exam(seed=seed, quality="adequate"))
        body = stiffness > 0
        shares.append((confidence[body] >= 0.95).mean())
        middles.append(np.median(stiffness[body]))
    assert 0.04 < np.median(shares) < 0.30
    assert 1.3 < np.median(middles) < 3.0


@pytest.mark.parametrize("cause", CAUSE_SHARES)
def test_a_repeat_is_the_same_patient_without_what_could_be_mended(cause: Cause) -> None:
    exam = draw_exam(seed=11, cause=cause)
    again = repeat_exam(exam, seed=12)
    assert (again is not None) == (cause in REMEDIABLE)
    if again is not None:
        assert (again.patient, again.protocol, again.anatomy) == (exam.patient, exam.protocol, exam.anatomy)
        assert [one.cause for one in again.slices] == [None] * len(exam.slices)


@pytest.mark.parametrize("cause", [cause for cause in REMEDIABLE if cause != "anatomical_masking"])
def test_a_repeat_lies_at_the_same_positions_of_the_same_body(cause: Cause) -> None:
    exam = draw_exam(seed=11, cause=cause)
    again = repeat_exam(exam, seed=12)
    assert again is not None
    for before, after in zip(exam.slices, again.slices, strict=True):
        assert before.location_mm == after.location_mm
        assert np.array_equal(before.tissue, after.tissue)
        assert not np.array_equal(before.raw.phase_rad, after.raw.phase_rad)


def test_a_repeat_of_a_stack_that_missed_the_liver_moves_to_where_it_was_planned() -> None:
    exam = draw_exam(seed=11, cause="anatomical_masking")
    again = repeat_exam(exam, seed=12)
    assert again is not None
    pairs = zip(exam.slices, again.slices, strict=True)
    moves = {round(after.location_mm - before.location_mm, 3) for before, after in pairs}
    assert len(moves) == 1
    assert moves != {0.0}


def test_a_repeat_and_the_repeat_of_that_count_from_the_same_point() -> None:
    exam = draw_exam(seed=11, cause="no_waves")
    again = repeat_exam(exam, seed=12)
    assert again is not None
    last = repeat_exam(again, seed=13)
    assert last is not None
    frames = {ge_datasets(one)[0].FrameOfReferenceUID for one in (exam, again, last)}
    studies = {ge_datasets(one)[0].StudyInstanceUID for one in (exam, again, last)}
    assert (len(frames), len(studies)) == (1, 3)
