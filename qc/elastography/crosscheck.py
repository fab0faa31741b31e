"""Does the scanner's stiffness agree with one that we compute ourselves, and if not, what could explain it?"""

import math
from dataclasses import dataclass

TOLERANCE = 0.15
"""Beyond this the difference is told. Two sound inversions of one exam differ by less in a measured region."""
CAUSE_TOLERANCE = 0.15
"""How near, as a share, a ratio must lie to the one that a cause would make to name that cause."""
SPACING_FACTORS = (2.0, 0.5)
USUAL_FREQUENCIES_HZ = (30.0, 40.0, 50.0, 60.0, 80.0, 100.0)


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


def explain(check: CrossCheck, frequency_hz: float) -> str:
    """A sentence about a difference beyond the tolerance; empty where both agree.

    Stiffness goes with the square of the wavelength: of the pixel spacing, and of the frequency. So a header that
    is wrong in one of them makes a ratio that gives it away.
    """
    if check.agrees:
        return ""
    fact = (
        f"Re-inversion of the raw phase gives {check.own_kpa:.2f} kPa where the scanner says "
        f"{check.scanner_kpa:.2f} kPa ({100 * (check.ratio - 1):+.0f} %)."
    )
    return f"{fact} {_suspect(check.ratio, frequency_hz)}"


def _suspect(ratio: float, frequency_hz: float) -> str:
    spacing = {factor: factor**2 for factor in SPACING_FACTORS}
    frequency = {true: (frequency_hz / true) ** 2 for true in USUAL_FREQUENCIES_HZ if true != frequency_hz}
    nearest_spacing = min(spacing, key=lambda one: _distance(ratio, spacing[one]))
    nearest_frequency = min(frequency, key=lambda one: _distance(ratio, frequency[one]))
    of_spacing = _distance(ratio, spacing[nearest_spacing])
    of_frequency = _distance(ratio, frequency[nearest_frequency])
    if min(of_spacing, of_frequency) > math.log1p(CAUSE_TOLERANCE):
        return "Check unwrapping, matrix, voxel size and frequency."
    if of_spacing <= of_frequency:
        return f"This fits a pixel spacing in the header that is wrong by a factor of {nearest_spacing:g}."
    return f"This fits a frequency in the header of {frequency_hz:g} Hz where {nearest_frequency:g} Hz was played."


def _distance(ratio: float, expected: float) -> float:
    return abs(math.log(ratio / expected))
