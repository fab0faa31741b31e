"""Quality indices of simulated slices with what is true of each, made in parallel; the same seed gives the same."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qc.domain.reasons import REASON_CODES
from qc.domain.types import Geometry, SliceMaps
from qc.domain.verdict import SliceVerdict, count_votes, decide_slice
from qc.elastography.cmoe import render_cmoe
from qc.elastography.extent import measure_extent
from qc.elastography.indices import WAVE_INDICES, compute_indices
from qc.elastography.inputs import Input, SliceInputs
from qc.elastography.liver import estimate_liver
from qc.learning.ensemble import Ensemble
from qc.learning.simulated import draw_learned
from qc.simulation.acquisition import Protocol
from qc.simulation.failures import Faults
from qc.simulation.many import exam_seeds, make_all
from qc.simulation.scanner import SimulatedExam, SimulatedSlice

TIME_POINTS = 8
"""Of the wave images, as scanners make them."""

Needs = tuple[Input, ...]
PATTERNS: tuple[Needs, ...] = (("phase", "magnitude"), ("magnitude", "wave"), ("magnitude",), ("wave",), ())
"""Which inputs beside the maps slices arrive with; raw phase gives the wave as well."""
ALL_INPUTS: Needs = ("phase", "magnitude", "wave")

ENSEMBLE = Path(__file__).parents[1] / "ensembles" / "squeezenet-sim-4"

Indices = dict[str, float | None]
NO_WAVE: Indices = dict.fromkeys(index.name for index in WAVE_INDICES)


@dataclass(frozen=True)
class IndexedSlice:
    """One simulated slice: its indices by what arrived of it, and the truth."""

    patient: str
    indices: dict[Needs, Indices]
    is_diagnostic: bool
    """In truth."""
    verdict: SliceVerdict
    """Of squeezenet-sim 4: nothing is learned from it, only figures as shown hang on it."""
    causes: tuple[str, ...]
    """Of the six reasons, those at work, the gravest first; others that are none of a reader's reasons are left out."""

    @property
    def cause(self) -> str | None:
        """The gravest; None without any."""
        return self.causes[0] if self.causes else None


@dataclass(frozen=True)
class IndexedExams:
    """Slices of simulated exams, each of another patient."""

    slices: tuple[IndexedSlice, ...]
    exams: int
    seed: int

    def describe(self) -> dict[str, int]:
        """What a manifest says of them."""
        failed = [one for one in self.slices if not one.is_diagnostic]
        return {
            "seed": self.seed,
            "exams": self.exams,
            "slices": len(self.slices),
            "failed_for_a_cause": sum(one.cause is not None for one in failed),
            "failed_without_cause": sum(one.cause is None for one in failed),
        }


def simulated_indices(*, exams: int, seed: int, workers: int = 1, progress: bool = True) -> IndexedExams:
    """Slices of `exams` simulated exams. `workers` processes share the work and do not change the result."""
    parts = make_all(_scan, exam_seeds(seed, exams), workers=workers, progress=progress)
    return IndexedExams(tuple(one for part in parts for one in part), exams=exams, seed=seed)


def slice_inputs(one: SimulatedSlice, protocol: Protocol) -> SliceInputs:
    """A simulated slice as it would arrive with everything; the liver is estimated, never the true one."""
    side = protocol.size
    geometry = Geometry(side, side, (protocol.spacing_mm,) * 2, (0.0, 0.0, one.location_mm), (1, 0, 0, 0, 1, 0))
    maps = SliceMaps(
        one.elastogram.stiffness_kpa, one.elastogram.confidence, np.zeros((side, side), dtype=bool), geometry
    )
    return SliceInputs(
        maps=maps,
        liver=estimate_liver(maps, one.raw.magnitude.mean(axis=0)),
        magnitude=one.raw.magnitude,
        phase_rad=one.raw.phase_rad,
        wave_rad=_wave_images(one),
        frequency_hz=protocol.frequency_hz,
        echo_time_ms=protocol.echo_time_ms,
        phase_encoding="COL",
    )


def indices_of(exam: SimulatedExam) -> list[IndexedSlice]:
    """Every slice of `exam` with the indices of every pattern of PATTERNS."""
    return [_index(one, exam) for one in exam.slices]


def _scan(seed: int) -> list[IndexedSlice]:
    return indices_of(draw_learned(seed))


def _index(one: SimulatedSlice, exam: SimulatedExam) -> IndexedSlice:
    full = slice_inputs(one, exam.protocol)
    return IndexedSlice(
        patient=f"SIMULATED-{exam.seed}",
        indices=_by_pattern(full),
        is_diagnostic=one.truth.is_diagnostic,
        verdict=_verdict(full),
        causes=_reasons(one.faults),
    )


def _by_pattern(full: SliceInputs) -> dict[Needs, Indices]:
    """The indices of a slice by what arrived of it; without magnitude the liver is estimated from the maps alone."""
    seen = compute_indices(full.without("phase"))
    blind = compute_indices(full.without("phase", "magnitude").with_liver(estimate_liver(full.maps, None)))
    return {
        ("phase", "magnitude"): compute_indices(full.without("wave")),
        ("magnitude", "wave"): seen,
        ("magnitude",): seen | NO_WAVE,
        ("wave",): blind,
        (): blind | NO_WAVE,
    }


def _reasons(faults: Faults) -> tuple[str, ...]:
    return tuple(cause for cause, _ in sorted(faults, key=lambda one: -one[1]) if cause in REASON_CODES)


def _verdict(full: SliceInputs) -> SliceVerdict:
    maps = full.maps
    picture = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in)
    measures = measure_extent(maps, full.liver, with_magnitude=True)
    return decide_slice(count_votes(_ensemble().probabilities(picture[None], measures[None])[0].tolist()))


@cache
def _ensemble() -> Ensemble:
    return Ensemble.load(ENSEMBLE)


def _wave_images(one: SimulatedSlice) -> NDArray[np.float32]:
    turns = np.exp(2j * np.pi * np.arange(TIME_POINTS) / TIME_POINTS)
    return np.asarray((turns[:, None, None] * one.elastogram.wave).real, dtype=np.float32)
