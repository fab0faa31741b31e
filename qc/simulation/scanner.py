"""The synthetic scanner: one seed, one exam, with phase images, maps, and the truth beside them."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qc.domain.verdict import AssessedSlice, decide_exam
from qc.elastography.inversion import Elastogram
from qc.elastography.region import body_region
from qc.simulation.acquisition import Maker, Protocol, RawSlice, Unrest, acquire
from qc.simulation.body import Anatomy, Tissue, cut_body, draw_anatomy
from qc.simulation.distortion import distort
from qc.simulation.failures import Cause, Conditions, Faults, draw_cause, draw_causes, impose_all
from qc.simulation.maps import scanner_maps
from qc.simulation.truth import Truth, enlarge, judge
from qc.simulation.wave import Driver, solve_wave

Quality = Literal["adequate", "limited", "failed"]

QUALITY_OF_VERDICT: dict[str, Quality] = {
    "adequate": "adequate",
    "limited": "limited",
    "inadequate": "failed",
}
MOST_ATTEMPTS = 12
"""An exam of a wanted quality is drawn again until its truth agrees: the second draw usually does."""
LIVER_HEIGHT_MM = 160.0
"""From level 0 to level 1."""


@dataclass(frozen=True)
class SimulatedSlice:
    """One slice: what the scanner stored, what was made of it, and what is true."""

    location_mm: float
    """Along the body, growing towards the head."""
    raw: RawSlice
    elastogram: Elastogram
    tissue: NDArray[np.uint8]
    """What each pixel is made of: Tissue, (rows, cols)."""
    truth: Truth
    faults: Faults

    @property
    def cause(self) -> Cause | None:
        """What is wrong above all; None where nothing is."""
        return self.worst[0] if self.faults else None

    @property
    def severity(self) -> float:
        return self.worst[1] if self.faults else 0.0

    @property
    def worst(self) -> tuple[Cause, float]:
        """The fault of the greatest severity. Raises ValueError where there is none."""
        return max(self.faults, key=lambda one: one[1])

    @property
    def liver(self) -> NDArray[np.bool_]:
        """The true liver without its vessels, (rows, cols)."""
        return np.asarray(self.tissue == Tissue.LIVER)


@dataclass(frozen=True)
class SimulatedExam:
    """One exam of one simulated patient; slices from head to foot."""

    seed: int
    patient: str
    planned: tuple[Conditions, ...]
    """Of each slice, head to foot, before anything went wrong with it."""
    slices: tuple[SimulatedSlice, ...]
    first_attempt: "SimulatedExam | None" = None
    """The exam that this one repeats, if it does: the patient has stayed on the table since."""

    @property
    def anatomy(self) -> Anatomy:
        """The patient as they are, without what went wrong."""
        return self.planned[0].anatomy

    @property
    def protocol(self) -> Protocol:
        return self.planned[0].protocol

    @property
    def quality(self) -> Quality:
        """By the default policy, from what is true of the slices."""
        slices = [
            AssessedSlice("diagnostic" if one.truth.is_diagnostic else "non_diagnostic", one.truth.area_cm2)
            for one in self.slices
        ]
        return QUALITY_OF_VERDICT[decide_exam(slices)[0]]


def simulate_exam(*, seed: int, quality: Quality, patient: str | None = None, maker: Maker = "ge") -> SimulatedExam:
    """An exam whose truth is `quality`, by a scanner of `maker`; the same seed gives the same exam to the bit.

    Raises RuntimeError if no draw agreed, which would mean that the causes no longer do what they say.
    """
    for attempt in range(MOST_ATTEMPTS):
        random = np.random.default_rng((seed, attempt))
        plan = _PLANS[quality](random, maker)
        exam = _scan(plan, random, seed=seed, patient=patient)
        if exam.quality == quality:
            return exam
    raise RuntimeError(f"no exam of quality {quality} in {MOST_ATTEMPTS} draws of seed {seed}")


def draw_exam(
    *,
    seed: int,
    patient: str | None = None,
    anatomy: Anatomy | None = None,
    cause: Cause | None = None,
    maker: Maker = "ge",
) -> SimulatedExam:
    """An exam from practice, whatever comes of it: about half without any cause of failure.

    With `anatomy` the patient is given, so that one patient can have several exams; with `cause`, what goes wrong.
    Scanners of different makers see the same patient with the same faults under one seed.
    """
    random = np.random.default_rng(seed)
    plan = _draw_plan(random, slices=int(random.integers(4, 9)), anatomy=anatomy, maker=maker)
    if cause is not None or random.random() < SHARE_WITH_CAUSE:
        for one in (cause,) if cause else draw_causes(random):
            plan = _with_cause(plan, one, random)
    return _scan(plan, random, seed=seed, patient=patient)


SHARE_WITH_CAUSE = 0.45
REMEDIABLE: tuple[Cause, ...] = ("anatomical_masking", "no_waves", "motion", "driver_placement")
"""What a technologist can mend at once; iron and a thick body are still there in the repeat."""


def repeat_exam(exam: SimulatedExam, *, seed: int) -> SimulatedExam | None:
    """The same patient at once again, by somebody who mended what was wrong; None if nobody could.

    Body, positions, driver and protocol stay; noise and unrest are those of new breath holds.
    """
    if not all(cause in REMEDIABLE for one in exam.slices for cause, _ in one.faults):
        return None
    random = np.random.default_rng(seed)
    planned = tuple(replace(one, unrest=_draw_unrest(random)) for one in exam.planned)
    again = _scan(_Plan(planned, ((),) * len(planned)), random, seed=seed, patient=exam.patient)
    return replace(again, first_attempt=exam.first_attempt or exam)


@dataclass(frozen=True)
class _Plan:
    """What will be scanned, slice by slice, and what is wrong with each."""

    conditions: tuple[Conditions, ...]
    faults: tuple[Faults, ...]


def _scan(plan: _Plan, random: np.random.Generator, *, seed: int, patient: str | None) -> SimulatedExam:
    slices = []
    for planned, faults in zip(plan.conditions, plan.faults, strict=True):
        slices.append(_scan_slice(impose_all(faults, planned), faults, random))
    slices.sort(key=lambda one: -one.location_mm)
    return SimulatedExam(
        seed=seed,
        patient=patient or f"SIMULATED^P{seed:06d}",
        planned=plan.conditions,
        slices=tuple(slices),
    )


def _scan_slice(conditions: Conditions, faults: Faults, random: np.random.Generator) -> SimulatedSlice:
    protocol = conditions.protocol
    cut = cut_body(
        conditions.anatomy,
        conditions.level,
        field_of_view_mm=protocol.field_of_view_mm,
        size=GRID,
    )
    wave = solve_wave(cut, conditions.driver, frequency_hz=protocol.frequency_hz)
    if protocol.sequence == "2D SE-EPI":
        cut, wave = distort(cut, wave, field_strength_t=protocol.field_strength_t, lines=protocol.acquired[1])
    raw = acquire(cut, wave, protocol, conditions.unrest, random)
    elastogram = scanner_maps(
        raw.phase_rad,
        body_region(raw.magnitude.mean(axis=0), spacing_mm=(protocol.spacing_mm,) * 2),
        protocol,
    )
    return SimulatedSlice(
        location_mm=round((1 - conditions.level) * LIVER_HEIGHT_MM, 3),
        raw=raw,
        elastogram=elastogram,
        tissue=enlarge(cut.tissue, protocol.size // GRID),
        truth=judge(cut, elastogram, spacing_mm=protocol.spacing_mm),
        faults=faults,
    )


TILT_RAD = np.deg2rad(7.0)
"""Standard deviation of the angle by which the wave leaves the plane: 14 degrees lengthen it by 3 %."""
GRID = 128
"""Rows and columns that waves are solved on: about 3 mm."""


def _draw_plan(
    random: np.random.Generator, *, slices: int, anatomy: Anatomy | None = None, maker: Maker = "ge"
) -> _Plan:
    """An exam as it should be: slices through the liver, a working driver, a patient who holds the breath."""
    anatomy = anatomy or draw_anatomy(random)
    protocol = _draw_protocol(random, anatomy, maker)
    step = (protocol.slice_thickness_mm + protocol.slice_gap_mm) / LIVER_HEIGHT_MM
    top = random.uniform(0.12, max(0.13, 0.75 - slices * step))
    driver = Driver(
        angle=random.normal(-2.45, 0.15),
        half_width=random.uniform(0.4, 0.7),
        amplitude_rad=random.uniform(1.5, 3.5),
        wall_share=random.uniform(0.05, 0.15),
        dome_share=random.uniform(0.15, 0.4),
        wall_phases=tuple(random.uniform(0, 2 * np.pi, size=5)),
        tilt=float(np.clip(random.normal(0, TILT_RAD), -3 * TILT_RAD, 3 * TILT_RAD)),
    )
    strays_towards = int(random.choice([-1, 1]))
    conditions = [
        Conditions(anatomy, top + number * step, driver, protocol, _draw_unrest(random), strays_towards)
        for number in range(slices)
    ]
    return _Plan(tuple(conditions), ((),) * slices)


ECHO_PLANAR_SHARES: dict[Maker, float] = {"ge": 0.3, "philips": 0.2, "siemens": 0.8}
"""How many exams by SE-EPI; the others are GRE. Ours: what sites do is not published by maker."""


def _draw_protocol(random: np.random.Generator, anatomy: Anatomy, maker: Maker) -> Protocol:
    """What the technologist would choose; as many draws for all, so that the rest of the exam stays the same."""
    needed = 2 * anatomy.half_width_mm * random.uniform(1.1, 1.6)
    echo_planar = random.random() < ECHO_PLANAR_SHARES[maker]
    gradient_echo_columns = 256 if random.random() < 0.5 else 224
    return Protocol(
        field_strength_t=float(random.choice([1.5, 3.0])),
        sequence="2D SE-EPI" if echo_planar else "2D GRE",
        frequency_hz=60.0,
        echo_time_ms=random.uniform(40, 60) if echo_planar else random.uniform(18, 22),
        field_of_view_mm=float(np.clip(10 * np.ceil(needed / 10), 320, 500)),
        size=256,
        acquired=(96, 96) if echo_planar else (gradient_echo_columns, 64),
        slice_thickness_mm=float(random.choice([8.0, 10.0])),
        slice_gap_mm=float(random.choice([1.0, 2.0, 4.0])),
        noise=float(np.exp(random.uniform(np.log(0.035), np.log(0.12)))),
        maker=maker,
    )


def _draw_unrest(random: np.random.Generator) -> Unrest:
    return Unrest(
        between_offsets_mm=random.uniform(0, 0.6),
        during_readout_mm=random.uniform(0.5, 2.5),
        phase_drift_rad=random.uniform(0.1, 0.35),
        driver_unsteadiness=random.uniform(0.04, 0.16),
        pulsation=random.uniform(0.05, 0.25),
    )


def _with_cause(plan: _Plan, cause: Cause, random: np.random.Generator) -> _Plan:
    """One cause more for the whole exam; each breath hold has its own motion, everything else stays as it is."""
    severity = random.uniform(0.25, 1.0)
    own = random.uniform(0.0, 1.0, size=len(plan.conditions))
    severities = own if cause == "motion" else np.full(len(own), severity)
    pairs = zip(plan.faults, severities, strict=True)
    return replace(plan, faults=tuple((*before, (cause, float(value))) for before, value in pairs))


def _plan_adequate(random: np.random.Generator, maker: Maker) -> _Plan:
    return _draw_plan(random, slices=int(random.integers(4, 7)), maker=maker)


def _plan_limited(random: np.random.Generator, maker: Maker) -> _Plan:
    """The breath was held for one or two slices only."""
    plan = _draw_plan(random, slices=4, maker=maker)
    held = set(random.choice(4, size=int(random.integers(1, 3)), replace=False).tolist())
    return replace(plan, faults=tuple(() if number in held else (("motion", 1.0),) for number in range(4)))


def _plan_failed(random: np.random.Generator, maker: Maker) -> _Plan:
    plan = _draw_plan(random, slices=4, maker=maker)
    return replace(plan, faults=(((draw_cause(random), random.uniform(0.85, 1.0)),),) * 4)


_PLANS = {"adequate": _plan_adequate, "limited": _plan_limited, "failed": _plan_failed}


def stack_maps(exam: SimulatedExam) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Stiffness in kPa and confidence 0-1 of all slices, float32 (slices, rows, cols)."""
    return (
        np.stack([one.elastogram.stiffness_kpa for one in exam.slices]),
        np.stack([one.elastogram.confidence for one in exam.slices]),
    )
