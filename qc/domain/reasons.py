"""The six reasons why a slice fails, and what the technologist can do now (Gill 2021; order by their share)."""

from dataclasses import dataclass

ECHO_PLANAR = "SE-EPI"
"""How the name of a sequence ends that bears iron better and needs less signal than GRE."""


@dataclass(frozen=True)
class Reason:
    code: str
    name: str
    advice: str
    looks_like: str
    advice_epi: str = ""
    """What to do where the exam is SE-EPI already; empty where that makes no difference."""

    def advise(self, sequence: str) -> str:
        """What the technologist can do after an exam of this sequence."""
        return self.advice_epi if self.advice_epi and sequence.endswith(ECHO_PLANAR) else self.advice


REASONS = (
    Reason(
        "anatomical_masking",
        "Anatomical masking",
        "Choose another slice position or another breath hold.",
        "little liver in the slice, or liver outside the field",
    ),
    Reason(
        "iron",
        "Iron",
        "Do not repeat 2D GRE; use SE-EPI.",
        "liver dark on magnitude, phase noise inside the liver only",
        advice_epi="SE-EPI was used already: shorten the echo time if possible, else report iron as the cause.",
    ),
    Reason(
        "no_waves",
        "No waves",
        "Check the tube, the active driver and its power, then repeat.",
        "flat wave image, fine noisy mosaic of stiffness, hatch everywhere",
    ),
    Reason(
        "motion",
        "Breathing or motion",
        "Coach the patient and repeat the breath hold.",
        "ghosts along phase encoding, drift between offsets",
    ),
    Reason(
        "driver_placement",
        "Driver placement",
        "Move the driver to the right mid-clavicular line at the xiphoid, tighten the belt, then repeat.",
        "good waves elsewhere, hatch over the right lobe",
    ),
    Reason(
        "poor_propagation",
        "Poor propagation",
        "Raise the amplitude, lower the frequency, or use SE-EPI.",
        "confident shell at the wall, hatch in the depth",
        advice_epi="Raise the amplitude or lower the frequency.",
    ),
)

REASON_CODES = tuple(reason.code for reason in REASONS)


def advice_for(code: str, sequence: str) -> str:
    """What the technologist can do about the reason with this code, after an exam of this sequence."""
    return next(reason.advise(sequence) for reason in REASONS if reason.code == code)
