"""Which slices of two exams lie at the same place, and what a change of stiffness means."""

import math
from dataclasses import replace

import pytest

from qc.domain.comparison import (
    Change,
    Pair,
    Placed,
    Technique,
    are_parallel,
    judge_change,
    pair_slices,
    why_not_comparable,
)
from qc.domain.types import Geometry
from tests.making import make_geometry

GE = Technique(vendor="GE", sequence="2D GRE", frequency_hz=60.0)


def placed(*positions_mm: float, first: int = 1) -> list[Placed]:
    return [Placed(first + number, make_geometry(position)) for number, position in enumerate(positions_mm)]


def tilted(plane: Geometry, degrees: float) -> Geometry:
    """The same plane turned about the patient's left-right axis."""
    turn = math.radians(degrees)
    return replace(plane, orientation=(1, 0, 0, 0, math.cos(turn), math.sin(turn)))


def partners(pairs: list[Pair]) -> list[tuple[int | None, int | None]]:
    return [(pair.one, pair.other) for pair in pairs]


def test_each_slice_finds_the_nearest_one() -> None:
    pairs = pair_slices(placed(30, 20, 10), placed(32, 22, 12, first=11))
    assert partners(pairs) == [(1, 11), (2, 12), (3, 13)]
    assert [pair.distance_mm for pair in pairs] == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(("position", "partner"), [(25.5, 1), (25.6, None), (14.4, None), (14.5, 1)])
def test_a_partner_lies_within_half_a_slice_distance_and_what_headers_round(
    position: float, partner: int | None
) -> None:
    pairs = pair_slices(placed(20, 10, 0)[:1] + placed(-100, -110, first=5), placed(position, first=11))
    assert next(pair.one for pair in pairs if pair.other == 11) == partner


def test_a_slice_beyond_the_other_exam_stays_alone() -> None:
    pairs = pair_slices(placed(40, 30, 20), placed(30, 20, 10, first=11))
    assert partners(pairs) == [(1, None), (2, 11), (3, 12), (None, 13)]


def test_no_slice_has_two_partners() -> None:
    pairs = pair_slices(placed(24, 20), placed(22, 12, first=11))
    assert partners(pairs) == [(1, 11), (2, None), (None, 12)]


def test_far_apart_slices_have_no_partner_further_than_a_centimetre() -> None:
    assert partners(pair_slices(placed(80, 0), placed(69, first=11))) == [(1, None), (None, 11), (2, None)]


def test_single_slices_are_partners_at_the_same_position_only() -> None:
    assert partners(pair_slices(placed(20), placed(20.4, first=11))) == [(1, 11)]
    assert partners(pair_slices(placed(20), placed(21, first=11))) == [(None, 11), (1, None)]


def test_an_exam_without_positions_has_no_partners() -> None:
    assert partners(pair_slices([], placed(20, 10))) == [(None, 1), (None, 2)]
    assert pair_slices([], []) == []


def test_slices_that_are_tilted_against_each_other_have_no_partner() -> None:
    straight = placed(20, 10)
    oblique = [Placed(11, tilted(make_geometry(20), 8))]
    assert not are_parallel(straight, oblique)
    assert all(pair.one is None or pair.other is None for pair in pair_slices(straight, oblique))


def test_the_middle_of_a_slightly_tilted_slice_tells_where_it_lies() -> None:
    plane = tilted(make_geometry(20), 3)
    middle = 20 + 191.25 * math.sin(math.radians(3))
    (pair,) = pair_slices(placed(middle), [Placed(11, plane)])
    assert (pair.one, pair.other, pair.distance_mm) == (1, 11, 0.0)


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        (2.0, 2.37, Change(18.5, False)),
        (2.0, 2.38, Change(19.0, True)),
        (4.0, 3.24, Change(-19.0, True)),
        (4.0, 3.25, Change(-18.8, False)),
        (3.0, 3.0, Change(0.0, False)),
    ],
)
def test_a_change_is_judged_by_the_limit_of_repeatability(then: float, now: float, change: Change) -> None:
    assert judge_change(then, now) == change


def test_equal_techniques_can_be_compared() -> None:
    assert why_not_comparable(GE, GE) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"frequency_hz": 40.0}, "The frequency of the driver differs: 60 Hz, then 40 Hz."),
        ({"sequence": "2D SE-EPI"}, "The sequence differs: 2D GRE, then 2D SE-EPI."),
        ({"vendor": "Siemens"}, "The vendor differs: GE, then Siemens."),
        ({"frequency_hz": None}, "Whether the frequency of the driver was the same is not known"),
        ({"has_units": False}, "Units of the stiffness are unknown in the later exam."),
    ],
)
def test_what_differs_or_is_unknown_forbids_a_statement(changes: dict[str, object], told: str) -> None:
    (sentence,) = why_not_comparable(GE, replace(GE, **changes))  # type: ignore[arg-type]
    assert sentence.startswith(told)
