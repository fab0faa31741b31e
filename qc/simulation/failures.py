"""Why MRE exams fail: each cause changes the body, the driver or the acquisition, never a label.

Shares of failed slices by Gill et al. 2021 (clinical MRE failures); codes are those that readers choose from.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from qc.simulation.acquisition import Protocol, Unrest
from qc.simulation.body import Anatomy
from qc.simulation.wave import Driver

Cause = Literal["anatomical_masking", "iron", "no_waves", "motion", "driver_placement", "poor_propagation"]

CAUSE_SHARES: dict[Cause, float] = {
    "anatomical_masking": 0.315,
    "iron": 0.25,
    "no_waves": 0.13,
    "motion": 0.12,
    "driver_placement": 0.111,
    "poor_propagation": 0.074,
}
"""Share of failed slices by cause."""


@dataclass(frozen=True)
class Conditions:
    """Everything that decides one slice before chance does."""

    anatomy: Anatomy
    level: float
    driver: Driver
    protocol: Protocol
    unrest: Unrest
    strays_towards: int
    """Where the stack lies if it misses the liver: 1 is too near the feet, -1 too near the head."""


def draw_cause(random: np.random.Generator) -> Cause:
    """One of the six causes, as often as each is published."""
    causes = list(CAUSE_SHARES)
    shares = np.array(list(CAUSE_SHARES.values()))
    return causes[int(random.choice(len(causes), p=shares / shares.sum()))]


def impose(cause: Cause, severity: float, conditions: Conditions) -> Conditions:
    """The same slice with `cause` at work; `severity` 0 changes nothing, 1 is as bad as practice shows."""
    anatomy, driver, unrest = conditions.anatomy, conditions.driver, conditions.unrest
    match cause:
        case "anatomical_masking":
            return replace(conditions, level=conditions.level + conditions.strays_towards * STRAY * severity)
        case "iron":
            decay = anatomy.liver_t2_star_ms ** (1 - severity) * IRON_T2_STAR_MS**severity
            return replace(conditions, anatomy=replace(anatomy, liver_t2_star_ms=decay))
        case "no_waves":
            weak = driver.amplitude_rad * 10 ** (-2 * severity)
            return replace(conditions, driver=replace(driver, amplitude_rad=weak))
        case "motion":
            restless = Unrest(
                between_offsets_mm=unrest.between_offsets_mm + 10 * severity,
                during_readout_mm=unrest.during_readout_mm + 12 * severity,
                phase_drift_rad=unrest.phase_drift_rad + 1.0 * severity,
                driver_unsteadiness=unrest.driver_unsteadiness,
            )
            return replace(conditions, unrest=restless)
        case "driver_placement":
            return replace(conditions, driver=replace(driver, angle=driver.angle + np.pi * severity))
        case "poor_propagation":
            thick = replace(
                anatomy,
                fat_mm=anatomy.fat_mm + 20 * severity,
                ascites_mm=25 * severity if severity > ASCITES_FROM else 0.0,
                liver_loss=anatomy.liver_loss + 0.7 * severity,
            )
            weak = driver.amplitude_rad * (1 - 0.6 * severity)
            return replace(conditions, anatomy=thick, driver=replace(driver, amplitude_rad=weak))


STRAY = 0.75
"""How far, in heights of the liver, a badly placed stack misses it."""
IRON_T2_STAR_MS = 1.8
"""Severe overload at 1.5 T: R2* about 550 /s."""
ASCITES_FROM = 0.6
"""Severity from which free fluid lies between wall and liver."""
