"""Simulated slices with what their maps measure, with and without a magnitude image; the same seed gives the same."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qc.elastography.cmoe import render_cmoe
from qc.elastography.extent import measure_extent
from qc.elastography.liver import estimate_liver
from qc.learning.simulated import draw_learned
from qc.learning.simulated_indices import slice_inputs
from qc.learning.slices import LabelledSlices
from qc.simulation.many import exam_seeds, make_all
from qc.simulation.observers import observe

EXAMS = (1200, 200, 160)
"""To learn from, to calibrate on, and to judge by."""
LEARNED_SEED = 5151


@dataclass(frozen=True)
class MeasuredSlices:
    """Slices as they are served, with magnitude, and what is measured where none arrives."""

    slices: LabelledSlices
    seen: NDArray[np.float32]
    """(n, measures), with magnitude: the slices' own."""
    blind: NDArray[np.float32]
    """(n, measures), without."""


def measured_slices(*, exams: int, seed: int, workers: int = 1, progress: bool = True) -> MeasuredSlices:
    """Slices of `exams` simulated exams of as many patients, the truth as label; `workers` change nothing.

    The maps are those that the scanner stores: unlike `simulated_slices`, nothing is changed in them.
    """
    parts = make_all(_scan, exam_seeds(seed, exams), workers=workers, progress=progress)
    seen = np.concatenate([one.seen for one in parts])
    slices = LabelledSlices(
        cmoe=np.concatenate([one.slices.cmoe for one in parts]),
        is_diagnostic=np.concatenate([one.slices.is_diagnostic for one in parts]),
        patient=tuple(f"SIMULATED-{seed}-{number}" for number, one in enumerate(parts) for _ in one.blind),
        source={"kind": "simulation", "seed": seed, "exams": exams},
        observers=np.concatenate([one.slices.observers for one in parts if one.slices.observers is not None]),
        measures=seen,
    )
    return MeasuredSlices(slices, seen, np.concatenate([one.blind for one in parts]))


def _scan(seed: int) -> MeasuredSlices:
    exam = draw_learned(seed)
    full = [slice_inputs(one, exam.protocol) for one in exam.slices]
    maps = [one.maps for one in full]
    pictures = [render_cmoe(one.stiffness_kpa, one.confidence, burned_in=one.burned_in) for one in maps]
    seen = [measure_extent(one.maps, one.liver, with_magnitude=True) for one in full]
    blind = [measure_extent(one, estimate_liver(one, None), with_magnitude=False) for one in maps]
    slices = LabelledSlices(
        cmoe=np.stack(pictures),
        is_diagnostic=np.array([one.truth.is_diagnostic for one in exam.slices]),
        patient=(exam.patient,) * len(full),
        observers=observe(exam),
    )
    return MeasuredSlices(slices, np.stack(seen), np.stack(blind))
