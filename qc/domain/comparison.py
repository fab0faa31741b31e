"""Two exams of one patient beside each other: which slices lie at the same place, and what a change of kPa means."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qc.domain.types import Geometry

REPEATABILITY = 0.19
"""QIBA's profile of liver MRE: a smaller relative change of stiffness than this is within repeatability.

It holds for one reader on one scanner. Relative to the earlier exam.
"""
ROUNDED_POSITION_MM = 0.5
"""What headers and rounding may displace a slice by, beyond half a slice distance."""
LARGEST_REACH_MM = 10.0
"""However far apart slices were taken: what lies further away than this is another place of the liver."""
MOST_TILT = float(np.cos(np.radians(5)))
"""Least cosine between the normals of two slices (5 degrees); further tilted, no slice has a partner."""


@dataclass(frozen=True)
class Placed:
    """A slice by where it lies."""

    id: int
    plane: Geometry


@dataclass(frozen=True)
class Pair:
    """A place in the body, with the slice that each exam has there; one of them at least."""

    one: int | None
    other: int | None
    distance_mm: float | None
    """How much further towards the head the other one lies; None where one of them is missing."""


def pair_slices(ones: Sequence[Placed], others: Sequence[Placed]) -> list[Pair]:
    """Each slice with the nearest one of the other exam within half a slice distance, head to foot.

    No slice has two partners: the nearest pairs come first. Where the exams are tilted against each other, every
    slice stays alone.
    """
    if not ones and not others:
        return []
    normal = _towards_head((*ones, *others)[0].plane)
    here, there = _positions(ones, normal), _positions(others, normal)
    reach = _reach_mm(here, there) if are_parallel(ones, others) else -1.0
    near = sorted(
        (abs(there[other] - here[one]), one, other)
        for one in here
        for other in there
        if abs(there[other] - here[one]) <= reach
    )
    partner: dict[int, int] = {}
    for _, one, other in near:
        if one not in partner and other not in partner.values():
            partner[one] = other
    paired = [Pair(one, partner[one], round(there[partner[one]] - here[one], 1)) for one in partner]
    alone = [Pair(one, None, None) for one in here if one not in partner]
    left = [Pair(None, other, None) for other in there if other not in partner.values()]
    return sorted([*paired, *alone, *left], key=lambda pair: -_place_of(pair, here, there))


def are_parallel(ones: Sequence[Placed], others: Sequence[Placed]) -> bool:
    """Whether the slices of both exams cut the body in the same direction."""
    normals = [_towards_head(placed.plane) for placed in (*ones, *others)]
    return all(float(normal @ normals[0]) >= MOST_TILT for normal in normals)


@dataclass(frozen=True)
class Change:
    """From the earlier exam to the later one."""

    percent: float
    """Of the earlier stiffness, one decimal."""
    exceeds: bool
    """Whether it reaches the limit of repeatability."""


def judge_change(then_kpa: float, now_kpa: float) -> Change:
    """The change of stiffness against the limit of repeatability; 19 % itself is beyond it, as QIBA has it."""
    share = round((now_kpa - then_kpa) / then_kpa, 6)
    return Change(round(100 * share, 1), abs(share) >= REPEATABILITY)


@dataclass(frozen=True)
class Technique:
    """How an exam was acquired, as far as its header tells; None where it does not."""

    vendor: str | None
    sequence: str | None
    frequency_hz: float | None
    has_units: bool = True
    """False where stiffness came in a unit that is not known."""


_WORDS = {"vendor": "vendor", "sequence": "sequence", "frequency_hz": "frequency of the driver"}


def why_not_comparable(then: Technique, now: Technique) -> list[str]:
    """What forbids any statement on a change between these exams, a sentence each; empty where nothing does."""
    told = [_difference(field.name, then, now) for field in fields(Technique) if field.name in _WORDS]
    unknown = [name for name, one in (("earlier", then), ("later", now)) if not one.has_units]
    units = f"Units of the stiffness are unknown in the {' and the '.join(unknown)} exam." if unknown else ""
    return [sentence for sentence in (*told, units) if sentence]


def _difference(name: str, then: Technique, now: Technique) -> str:
    before, after = getattr(then, name), getattr(now, name)
    if before is None or after is None:
        return f"Whether the {_WORDS[name]} was the same is not known: a header does not tell."
    if before == after:
        return ""
    unit = " Hz" if name == "frequency_hz" else ""
    shown = [f"{value:g}{unit}" if isinstance(value, float) else str(value) for value in (before, after)]
    return f"The {_WORDS[name]} differs: {shown[0]}, then {shown[1]}."


def _towards_head(plane: Geometry) -> NDArray[np.float64]:
    normal = np.cross(plane.orientation[:3], plane.orientation[3:])
    return normal if normal[2] >= 0 else -normal


def _positions(placed: Sequence[Placed], normal: NDArray[np.float64]) -> dict[int, float]:
    """Of the slices' middles along one normal, mm: a tilt of a few degrees displaces a corner, not the middle."""
    return {one.id: float(one.plane.corners_mm()[1:].mean(axis=0) @ normal) for one in placed}


def _reach_mm(here: dict[int, float], there: dict[int, float]) -> float:
    """Half of the distance between neighbouring slices, in the exam where it is larger."""
    distances = [np.diff(sorted(places.values())).min() for places in (here, there) if len(places) > 1]
    return min(LARGEST_REACH_MM, float(max(distances, default=0.0)) / 2 + ROUNDED_POSITION_MM)


def _place_of(pair: Pair, here: dict[int, float], there: dict[int, float]) -> float:
    return here[pair.one] if pair.one is not None else there[pair.other or 0]
