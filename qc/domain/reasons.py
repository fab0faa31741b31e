"""The six reasons why a slice fails, and what the technologist can do now (Gill 2021; order by their share)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    code: str
    name: str
    advice: str
    looks_like: str


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
    ),
)

REASON_CODES = tuple(reason.code for reason in REASONS)


def advice_for(code: str) -> str:
    """What the technologist can do about the reason with this code."""
    return next(reason.advice for reason in REASONS if reason.code == code)
