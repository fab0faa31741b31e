"""Does the scanner's stiffness agree with one that we compute ourselves, and if not, what explains it?

Stiffness grows with the square of pixel spacing and of frequency, so the ratio of two stiffnesses alone cannot tell
one wrong header value from the other. The spacing leaves other traces: headers that contradict each other, and a
body of a size that no body has. Where there are none, the frequency is suspected.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qc.elastography.inversion import wavelength_mm, wrap

Suspect = Literal["spacing", "frequency", "unwrapping", "matrix"]

TOLERANCE = 0.15
"""Beyond this the difference is told: in the region that an expert drew on a real exam, every sound slice agreed better
(docs/crosscheck.md)."""
GROSS = 0.4
"""A difference beyond this is no matter of noise, unwrapping or matrix: some value is wrong."""
GROSS_TOLERANCE = 0.25
"""What a header value may leave over of a gross difference: by so much the maps of a sound simulated exam differ."""
SPACING_FACTORS = (0.5, 2.0)
"""By which the true pixel spacing could differ from the header's: a recall was about voxels shown too small."""
USUAL_FREQUENCIES_HZ = (30.0, 40.0, 50.0, 60.0, 80.0, 100.0)
SAME_LENGTH = 0.02
"""Headers round: lengths that differ by less than this share are the same."""
BODY_WIDTH_MM = (230.0, 530.0)
"""Width of a torso at the level of the liver with the 10 mm that vendors add on each side: half of one or twice one
lies outside, whoever it is."""
SAMPLES_A_WAVE = 4.0
"""Fewer acquired pixels along a wavelength than this, and the matrix itself blurs the wave."""
SEAM_SHARE = 0.05
"""More broken loops of phase than this share in the region, and no unwrapping of it is certain."""

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
        return self.within(TOLERANCE)

    @property
    def apart(self) -> float:
        """Size of the logarithm of the ratio: 0 where both are the same."""
        return abs(math.log(max(self.ratio, 1e-6)))

    def within(self, share: float) -> bool:
        return abs(self.ratio - 1) <= share

    def scaled(self, factor: float) -> "CrossCheck":
        """The same with our own stiffness multiplied by `factor`."""
        return CrossCheck(self.own_kpa * factor, self.scanner_kpa)


@dataclass(frozen=True)
class Evidence:
    """What beside the ratio bears on an explanation; lengths as the headers have them."""

    frequency_hz: float
    spacing_mm: float
    """Of the images that we invert, the larger of both directions."""
    map_spacing_mm: float
    """Of the scanner's stiffness map."""
    extent_mm: float
    """Spacing times matrix of the images that we invert."""
    field_of_view_mm: float | None
    body_width_mm: float
    acquired_mm: float | None = None
    """Side of a pixel as sampled, the larger of both directions."""
    seams: float = 0.0
    """Share of broken loops of phase in the region (`seam_share`)."""


@dataclass(frozen=True)
class Explanation:
    """What is probably wrong, and the sentence that says so; no text where nothing is."""

    suspect: Suspect | None
    text: str


def explain(check: CrossCheck, evidence: Evidence, measure: Measure) -> Explanation:
    """Say what explains a difference beyond the tolerance, or what is wrong with the spacing although both agree.

    A header that is wrong in the same way for the scanner and for us leaves no difference, so traces of a wrong
    spacing count whatever the ratio. A frequency that is wrong for both leaves no trace at all.
    """
    doubt = doubt_spacing(evidence)
    if check.agrees:
        return explain_headers(evidence)
    fact = (
        f"Our own inversion gives {check.own_kpa:.2f} kPa where the scanner says "
        f"{check.scanner_kpa:.2f} kPa ({100 * (check.ratio - 1):+.0f} %)."
    )
    if doubt:
        return Explanation("spacing", f"{fact} The pixel spacing is suspect: {doubt}")
    return _blame_header(fact, check, evidence, measure) or _blame_images(fact, check, evidence)


def explain_headers(evidence: Evidence) -> Explanation:
    """What the headers alone say, where there is no stiffness to compare or both agree."""
    doubt = doubt_spacing(evidence)
    if not doubt:
        return Explanation(None, "")
    return Explanation("spacing", f"The pixel spacing is suspect: {doubt} Every stiffness may be wrong by a factor.")


def doubt_spacing(evidence: Evidence) -> str:
    """A sentence on what contradicts the pixel spacing in the header; empty where nothing does."""
    own, scanner = evidence.spacing_mm, evidence.map_spacing_mm
    if _differ(own, scanner):
        return f"Pixels measure {own:.2f} mm in the acquired images, but {scanner:.2f} mm in the stiffness map."
    if evidence.field_of_view_mm and _differ(evidence.extent_mm, evidence.field_of_view_mm):
        return (
            f"Pixel spacing times matrix is {evidence.extent_mm:.0f} mm, but the field of view is "
            f"{evidence.field_of_view_mm:.0f} mm."
        )
    least, most = BODY_WIDTH_MM
    if not least <= evidence.body_width_mm <= most:
        return f"By the pixel spacing in the header the body would be {evidence.body_width_mm:.0f} mm wide."
    return ""


def body_width_mm(body: NDArray[np.bool_], spacing_mm: tuple[float, float]) -> float:
    """From the body's first to its last column; `body` is (rows, cols)."""
    columns = np.flatnonzero(body.any(axis=0))
    return float((columns[-1] - columns[0] + 1) * spacing_mm[1]) if columns.size else 0.0


def seam_share(phase_rad: NDArray[np.floating], region: NDArray[np.bool_]) -> float:
    """Share 0-1 of loops over four neighbours around which the wrapped phase does not add up to 0; lower is better.

    `phase_rad` is (offsets, rows, cols), `region` (rows, cols). Where loops are broken, unwrapping has no single answer
    (Goldstein et al., Radio Sci 1988;23:713-720).
    """
    down, across = wrap(np.diff(phase_rad, axis=1)), wrap(np.diff(phase_rad, axis=2))
    turns = across[:, :-1, :] + down[:, :, 1:] - across[:, 1:, :] - down[:, :, :-1]
    inside = region[:-1, :-1] & region[:-1, 1:] & region[1:, :-1] & region[1:, 1:]
    broken = np.abs(turns) > np.pi
    return float(broken[:, inside].mean()) if inside.any() else 0.0


def _blame_header(fact: str, check: CrossCheck, evidence: Evidence, measure: Measure) -> Explanation | None:
    """The header value that would have to be another one.

    Where the scanner is wrong, our own stiffness is right and the law of squares tells the value that the scanner
    used. Where our header is wrong, our inversion looked for waves of a wrong length: then we invert anew with each.
    """
    header_hz = evidence.frequency_hz
    enough = TOLERANCE if check.within(GROSS) else GROSS_TOLERANCE
    others = [one for one in USUAL_FREQUENCIES_HZ if one != header_hz]
    left_over = {one: check.scaled((one / header_hz) ** 2) for one in others}
    if not any(left.within(enough) for left in left_over.values()):
        left_over = {one: CrossCheck(measure(1.0, one), check.scanner_kpa) for one in others}
    true_hz = min(others, key=lambda one: left_over[one].apart)
    factor = min(SPACING_FACTORS, key=lambda one: check.scaled(one**2).apart)
    by_frequency, by_spacing = left_over[true_hz], check.scaled(factor**2)
    spacing = f"if the scanner computed with a pixel spacing {factor:g} times that in the header"
    if by_spacing.within(enough) and by_spacing.apart < by_frequency.apart - SAME_LENGTH:
        return Explanation("spacing", f"{fact} They agree {spacing}.")
    if not by_frequency.within(enough):
        return None
    frequency = f"if the driver played {true_hz:g} Hz, not the {header_hz:g} Hz in the header"
    either = f", or {spacing}" if by_spacing.within(enough) else ""
    return Explanation("frequency", f"{fact} They agree {frequency}{either}.")


def _blame_images(fact: str, check: CrossCheck, evidence: Evidence) -> Explanation:
    """What in the images themselves speaks for a failure of either inversion."""
    if evidence.seams > SEAM_SHARE:
        broken = f"{100 * evidence.seams:.0f} % of the phase in the region cannot be unwrapped with certainty"
        return Explanation("unwrapping", f"{fact} Check the unwrapping: {broken}.")
    wavelength = wavelength_mm(check.scanner_kpa, evidence.frequency_hz)
    if check.within(GROSS) and evidence.acquired_mm and wavelength / evidence.acquired_mm < SAMPLES_A_WAVE:
        blurred = f"a wavelength of {wavelength:.0f} mm was sampled every {evidence.acquired_mm:.1f} mm"
        return Explanation("matrix", f"{fact} The acquisition matrix is low: {blurred}.")
    return Explanation(None, f"{fact} Neither spacing, frequency, unwrapping nor matrix explains it.")


def _differ(one: float, other: float) -> bool:
    return abs(one / other - 1) > SAME_LENGTH
