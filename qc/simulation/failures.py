"""Why MRE exams fail: each cause changes the body, the driver or the acquisition, never a label. Two can meet.

Shares of failed slices by Gill et al. 2021 (clinical MRE failures); codes are those that readers choose from.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from qc.simulation.acquisition import Protocol, Unrest
from qc.simulation.body import Anatomy
from qc.simulation.wave import Driver

Cause = Literal[
    "anatomical_masking",
    "iron",
    "no_waves",
    "motion",
    "driver_placement",
    "poor_propagation",
    "wave_interference",
    "unwrapping",
]
Faults = tuple[tuple["Cause", float], ...]
"""What is wrong with a slice, each with its severity 0-1; empty where nothing is."""

CAUSE_SHARES: dict[Cause, float] = {
    "anatomical_masking": 0.315,
    "iron": 0.25,
    "no_waves": 0.13,
    "motion": 0.12,
    "driver_placement": 0.111,
    "poor_propagation": 0.074,
}
"""Share of failed slices by cause: the six reasons that readers choose from."""
OTHER_SHARE = 0.06
"""Of the exams with a cause, those with one that is no reason of a reader's: half wave interference, half unwrapping.
Their share is not published; this one is ours."""
COMBINED_SHARE = 0.15
"""Of the exams with a cause, those with a second one; ours as well."""


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


def draw_causes(random: np.random.Generator) -> tuple[Cause, ...]:
    """What is wrong with an exam: one cause, sometimes two different ones."""
    first = draw_cause(random)
    if random.random() >= COMBINED_SHARE:
        return (first,)
    return tuple(dict.fromkeys((first, draw_cause(random))))


def draw_cause(random: np.random.Generator) -> Cause:
    """One cause: the six as often as each is published, now and then one of the two others."""
    shares = {name: share / sum(CAUSE_SHARES.values()) * (1 - OTHER_SHARE) for name, share in CAUSE_SHARES.items()}
    shares |= dict.fromkeys(OTHERS, OTHER_SHARE / len(OTHERS))
    return list(shares)[int(random.choice(len(shares), p=list(shares.values())))]


OTHERS: tuple[Cause, ...] = ("wave_interference", "unwrapping")


def impose_all(faults: Faults, conditions: Conditions) -> Conditions:
    """The same slice with everything that is wrong with it."""
    for cause, severity in faults:
        conditions = impose(cause, severity, conditions)
    return conditions


def impose(cause: Cause, severity: float, conditions: Conditions) -> Conditions:
    """The same slice with `cause` at work; `severity` 0 changes nothing, 1 is as bad as practice shows."""
    return _AT_WORK[cause](severity, conditions)


STRAY = 0.75
"""How far, in heights of the liver, a badly placed stack misses it."""
IRON_T2_STAR_MS = 1.8
"""Severe overload at 1.5 T: R2* about 550 /s."""
ASCITES_FROM = 0.6
"""Severity from which free fluid lies between wall and liver."""
LOOSE_WALL = 4.0
"""The whole wall moves against itself, far more than the part under the driver: waves from all sides meet. The
inversion averages energies, so that the nodes hardly harm it (docs/simulation.md)."""
TOO_STRONG = 25.0
"""A driver so many times too strong: phase steeper than pi between acquired pixels cannot be unwrapped."""


def _miss_the_liver(severity: float, conditions: Conditions) -> Conditions:
    return replace(conditions, level=conditions.level + conditions.strays_towards * STRAY * severity)


def _overload_with_iron(severity: float, conditions: Conditions) -> Conditions:
    decay = conditions.anatomy.liver_t2_star_ms ** (1 - severity) * IRON_T2_STAR_MS**severity
    return replace(conditions, anatomy=replace(conditions.anatomy, liver_t2_star_ms=decay))


def _disconnect(severity: float, conditions: Conditions) -> Conditions:
    driver = conditions.driver
    return replace(conditions, driver=replace(driver, amplitude_rad=driver.amplitude_rad * 10 ** (-2 * severity)))


def _breathe(severity: float, conditions: Conditions) -> Conditions:
    unrest = conditions.unrest
    restless = replace(
        unrest,
        between_offsets_mm=unrest.between_offsets_mm + 10 * severity,
        during_readout_mm=unrest.during_readout_mm + 12 * severity,
        phase_drift_rad=unrest.phase_drift_rad + 1.0 * severity,
    )
    return replace(conditions, unrest=restless)


def _displace_driver(severity: float, conditions: Conditions) -> Conditions:
    driver = conditions.driver
    return replace(conditions, driver=replace(driver, angle=driver.angle + np.pi * severity))


def _thicken(severity: float, conditions: Conditions) -> Conditions:
    anatomy = conditions.anatomy
    thick = replace(
        anatomy,
        fat_mm=anatomy.fat_mm + 20 * severity,
        ascites_mm=25 * severity if severity > ASCITES_FROM else 0.0,
        liver_loss=anatomy.liver_loss + 0.7 * severity,
    )
    weak = conditions.driver.amplitude_rad * (1 - 0.6 * severity)
    return replace(conditions, anatomy=thick, driver=replace(conditions.driver, amplitude_rad=weak))


def _loosen_wall(severity: float, conditions: Conditions) -> Conditions:
    driver = conditions.driver
    return replace(conditions, driver=replace(driver, wall_share=driver.wall_share + LOOSE_WALL * severity))


def _overdrive(severity: float, conditions: Conditions) -> Conditions:
    driver = conditions.driver
    return replace(conditions, driver=replace(driver, amplitude_rad=driver.amplitude_rad * (1 + TOO_STRONG * severity)))


_AT_WORK: dict[Cause, Callable[[float, Conditions], Conditions]] = {
    "anatomical_masking": _miss_the_liver,
    "iron": _overload_with_iron,
    "no_waves": _disconnect,
    "motion": _breathe,
    "driver_placement": _displace_driver,
    "poor_propagation": _thicken,
    "wave_interference": _loosen_wall,
    "unwrapping": _overdrive,
}
