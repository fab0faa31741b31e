"""From votes to a slice's verdict, and from slices to the exam's: pure rules, stored with what they made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SliceVerdict = Literal["diagnostic", "non_diagnostic", "undecided", "not_assessed"]
ExamVerdict = Literal["adequate", "limited", "inadequate", "not_assessed"]

CONFIDENCE_THRESHOLD = 0.95
"""Pixels below this are hatched out and never measured: the convention of the vendors and of the published method."""

VOTE_THRESHOLD = 0.5
"""A member votes diagnostic from this probability on."""


def count_votes(probabilities: Sequence[float]) -> list[int]:
    """Each member's vote: 1 for diagnostic, 0 against."""
    return [int(probability >= VOTE_THRESHOLD) for probability in probabilities]


def decide_slice(votes: Sequence[int]) -> SliceVerdict:
    """Majority of the members; as many for as against is no verdict but a question for a person.

    Raises ValueError without votes: whoever has none must say why the slice was not assessed.
    """
    if not votes:
        raise ValueError("a slice cannot be decided without votes")
    margin = 2 * sum(votes) - len(votes)
    if margin == 0:
        return "undecided"
    return "diagnostic" if margin > 0 else "non_diagnostic"


@dataclass(frozen=True)
class AssessedSlice:
    """What the policy needs to know of one slice."""

    verdict: SliceVerdict
    measurable_area_cm2: float | None
    """None where nothing can be measured: a colour picture, unknown units."""
    why: str = ""
    """Why the slice was not assessed, or what limits it."""
    location_mm: float | None = None
    """As the scanner calls the position."""


@dataclass(frozen=True)
class Policy:
    """The rule for "enough": how many diagnostic slices, and how much measurable area in them."""

    name: str
    version: int
    diagnostic_slices: int
    measurable_area_cm2: float

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def sentence(self) -> str:
        slices = "slice" if self.diagnostic_slices == 1 else "slices"
        area = f"at least {self.measurable_area_cm2:g} cm² of measurable area in them"
        return f"Enough is at least {self.diagnostic_slices} diagnostic {slices} and {area}."


DEFAULT_POLICY = Policy("liver-mre-default", 1, diagnostic_slices=3, measurable_area_cm2=10.0)


def decide_exam(
    slices: Sequence[AssessedSlice], policy: Policy = DEFAULT_POLICY, *, is_final: bool = True
) -> tuple[ExamVerdict, str]:
    """The exam's verdict by `policy`, and the sentence that explains it; to scan again is advised only at the end."""
    assessed = [one for one in slices if one.verdict != "not_assessed"]
    if not assessed:
        return "not_assessed", _why_nothing_was_assessed(slices)
    diagnostic = [one for one in assessed if one.verdict == "diagnostic"]
    area = sum(one.measurable_area_cm2 or 0.0 for one in diagnostic)
    facts = _facts(slices, diagnostic, area)
    if not diagnostic:
        return "inadequate", f"{facts} Scan again." if is_final else facts
    needs = _missing(diagnostic, area, policy)
    if needs:
        advice = _repeat(slices) if is_final else ""
        return "limited", f"{facts} For an adequate exam {' and '.join(needs)}.{advice}"
    return "adequate", facts


_GRADES = ("inadequate", "limited", "adequate")


def is_better(verdict: str | None, before: str | None) -> bool | None:
    """Whether an exam's verdict is better than another one; None where one of them could not be told."""
    if verdict not in _GRADES or before not in _GRADES:
        return None
    return _GRADES.index(verdict) > _GRADES.index(before)


def _repeat(slices: Sequence[AssessedSlice]) -> str:
    """Which slices to scan again, by the positions that the scanner shows."""
    failed = [one for one in slices if one.verdict == "non_diagnostic" and one.location_mm is not None]
    if not failed:
        return ""
    places = ", ".join(f"{one.location_mm:.0f}" for one in failed)
    return f" Repeat the slice{'' if len(failed) == 1 else 's'} at {places} mm."


def _facts(slices: Sequence[AssessedSlice], diagnostic: Sequence[AssessedSlice], area: float) -> str:
    counts = f"{len(diagnostic)} of {len(slices)} slices diagnostic"
    parts = [f"{counts}, {area:.1f} cm² measurable" if diagnostic else counts]
    undecided = sum(one.verdict == "undecided" for one in slices)
    missed = [one for one in slices if one.verdict == "not_assessed"]
    if undecided:
        parts.append(f"{undecided} need{'s' if undecided == 1 else ''} a person")
    if missed:
        parts.append(f"{len(missed)} not assessed ({_causes(missed)})")
    return "; ".join(parts) + "."


def _missing(diagnostic: Sequence[AssessedSlice], area: float, policy: Policy) -> list[str]:
    needs = []
    if len(diagnostic) < policy.diagnostic_slices:
        needs.append(f"{policy.diagnostic_slices} diagnostic slices are needed")
    if all(one.measurable_area_cm2 is None for one in diagnostic):
        needs.append("an area must be measurable, which colour pictures do not allow")
    elif area < policy.measurable_area_cm2:
        needs.append(f"{policy.measurable_area_cm2:g} cm² of measurable area are needed")
    return needs


def _why_nothing_was_assessed(slices: Sequence[AssessedSlice]) -> str:
    if not slices:
        return "No stiffness map arrived, so there is nothing to assess."
    return f"None of {len(slices)} slices could be assessed: {_causes(slices)}."


def _causes(slices: Sequence[AssessedSlice]) -> str:
    return "; ".join(dict.fromkeys(one.why.rstrip(".") for one in slices if one.why))
