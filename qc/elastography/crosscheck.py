"""Does the scanner's stiffness agree with one that we compute ourselves, and if not, which header value explains it?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

TOLERANCE = 0.15
"""Beyond this the difference is told. A choice, not a limit of the method: in the region that an expert drew on a real
exam, sound slices differed by 8 % on average and by 18 % at worst (tests/elastography/test_inversion.py)."""
SPACING_FACTORS = (0.5, 2.0)
"""By which the true pixel spacing could differ from the header's: a recall was about voxels shown too small."""
USUAL_FREQUENCIES_HZ = (30.0, 40.0, 50.0, 60.0, 80.0, 100.0)

Measure = Callable[[float, float], float]
"""Our own median stiffness in kPa, were the pixel spacing so many times the header's and the frequency so many Hz."""


@dataclass(frozen=True)
class CrossCheck:
    """Our own stiffness beside the scanner's, both medians in the same region, kPa."""

    own_kpa: float
    scanner_kpa: float

    @property
    def ratio(self) -> float:
        return self.own_kpa / self.scanner_kpa

    @property
    def agrees(self) -> bool:
        return abs(self.ratio - 1) <= TOLERANCE


def explain(check: CrossCheck, frequency_hz: float, measure: Measure) -> str:
    """A sentence about a difference beyond the tolerance; empty where both agree.

    The scanner computed with what it truly did. So the header value that we must change to agree with it is the one
    that is wrong: each is tried, and the one that comes nearest is named if it brings agreement.
    """
    if check.agrees:
        return ""
    fact = (
        f"Re-inversion of the raw phase gives {check.own_kpa:.2f} kPa where the scanner says "
        f"{check.scanner_kpa:.2f} kPa ({100 * (check.ratio - 1):+.0f} %)."
    )
    tried = {_blame_spacing(factor): measure(factor, frequency_hz) for factor in SPACING_FACTORS}
    others = [one for one in USUAL_FREQUENCIES_HZ if one != frequency_hz]
    tried |= {_blame_frequency(frequency_hz, true): measure(1.0, true) for true in others}
    blame = min(tried, key=lambda one: abs(math.log(tried[one] / check.scanner_kpa)))
    if not CrossCheck(tried[blame], check.scanner_kpa).agrees:
        return f"{fact} Check unwrapping, matrix, voxel size and frequency."
    return f"{fact} {blame}"


def _blame_spacing(factor: float) -> str:
    return f"They agree if the true pixel spacing is {factor:g} times that in the header."


def _blame_frequency(header_hz: float, true_hz: float) -> str:
    return f"They agree if the driver played {true_hz:g} Hz, not the {header_hz:g} Hz in the header."
