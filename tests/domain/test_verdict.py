"""Votes make a slice's verdict, slices make the exam's, and the sentence says why."""

import pytest

from qc.domain.verdict import AssessedSlice, Policy, SliceVerdict, count_votes, decide_exam, decide_slice


def slices(*verdicts: SliceVerdict, area: float | None = 5.0, why: str = "") -> list[AssessedSlice]:
    return [AssessedSlice(verdict, area, why) for verdict in verdicts]


def test_a_member_votes_diagnostic_from_one_half_on() -> None:
    assert count_votes([0.499, 0.5, 0.9]) == [0, 1, 1]


@pytest.mark.parametrize(("votes_for", "verdict"), [(8, "diagnostic"), (5, "diagnostic"), (3, "non_diagnostic")])
def test_the_majority_decides(votes_for: int, verdict: str) -> None:
    assert decide_slice([1] * votes_for + [0] * (8 - votes_for)) == verdict


def test_four_to_four_is_a_question_for_a_person() -> None:
    assert decide_slice([1, 0] * 4) == "undecided"


def test_no_votes_are_no_verdict() -> None:
    with pytest.raises(ValueError, match="without votes"):
        decide_slice([])


def test_three_diagnostic_slices_with_enough_area_are_adequate() -> None:
    verdict, why = decide_exam(slices("diagnostic", "diagnostic", "diagnostic", "non_diagnostic"))
    assert verdict == "adequate"
    assert why == "3 of 4 slices diagnostic, 15.0 cm² measurable."


def test_too_little_area_is_limited_and_says_how_much_is_needed() -> None:
    verdict, why = decide_exam(slices("diagnostic", "diagnostic", "diagnostic", area=2.0))
    assert verdict == "limited"
    assert "10 cm² of measurable area are needed" in why


def test_two_diagnostic_slices_are_limited() -> None:
    verdict, why = decide_exam(slices("diagnostic", "diagnostic", area=30.0))
    assert verdict == "limited"
    assert "3 diagnostic slices are needed" in why


def test_no_diagnostic_slice_is_inadequate_and_says_scan_again() -> None:
    verdict, why = decide_exam(slices("non_diagnostic", "undecided"))
    assert verdict == "inadequate"
    assert why == "0 of 2 slices diagnostic; 1 needs a person. Scan again."


def test_area_of_slices_that_failed_does_not_count() -> None:
    assert decide_exam([*slices("diagnostic", area=1.0), *slices("non_diagnostic", area=50.0)])[0] == "limited"


def test_colour_pictures_alone_are_never_adequate() -> None:
    verdict, why = decide_exam(slices("diagnostic", "diagnostic", "diagnostic", area=None))
    assert verdict == "limited"
    assert "colour pictures do not allow" in why


def test_nothing_assessed_names_the_causes_once() -> None:
    verdict, why = decide_exam(slices("not_assessed", "not_assessed", why="Units unknown."))
    assert verdict == "not_assessed"
    assert why == "None of 2 slices could be assessed: Units unknown."


def test_slices_that_were_not_assessed_are_never_passed_over() -> None:
    _, why = decide_exam([*slices("diagnostic"), *slices("not_assessed", why="The pixels cannot be read")])
    assert "1 not assessed (The pixels cannot be read)" in why


def test_a_stricter_policy_decides_differently() -> None:
    strict = Policy("strict", 2, diagnostic_slices=4, measurable_area_cm2=10.0)
    assert decide_exam(slices("diagnostic", "diagnostic", "diagnostic"), strict)[0] == "limited"
    assert str(strict) == "strict v2"


def test_a_repeat_is_advised_only_when_no_slice_is_to_come() -> None:
    failed = slices("non_diagnostic")
    assert decide_exam(failed) == ("inadequate", "0 of 1 slices diagnostic. Scan again.")
    assert decide_exam(failed, is_final=False) == ("inadequate", "0 of 1 slices diagnostic.")
