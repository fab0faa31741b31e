"""Labelled slices from the synthetic scanner, made in parallel; the same seed gives the same slices."""

import os
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qc.elastography.cmoe import render_cmoe
from qc.learning.preprocess import without_gain
from qc.learning.slices import LabelledSlices
from qc.simulation.acquisition import Maker
from qc.simulation.many import exam_seeds, make_all
from qc.simulation.observers import observe
from qc.simulation.scanner import SimulatedExam, SimulatedSlice, draw_exam

STIFFNESS_SPREAD = 0.12
"""Standard deviation of the logarithm of a common factor on stiffness: its value is no sign of quality."""
DOUBT_GAIN = (-0.2, 1.2)
"""Vendors fill what they do not believe differently: relative change of stiffness at confidence 0."""

LEARNED_MAKERS: tuple[Maker, ...] = ("ge", "philips")
"""Whose inversions are learned from; the third maker's is left out, to tell how what is learned goes over to it."""

SHIPPED_EXAMS = 340
"""The shipped ensemble was trained by `manage.py train --simulated --seed 7` on this many exams."""
VALIDATION_SEED, VALIDATION_EXAMS = 4321, 120
"""It is calibrated on this many other exams, and its abstain band is chosen on them."""
HELD_OUT_SEED, HELD_OUT_EXAMS = 2026, 320
"""Its figures are those on this many more, by which nothing was chosen."""


def validation_slices(*, trained_on: int = SHIPPED_EXAMS) -> LabelledSlices:
    """Slices to calibrate on; a training on fewer exams than the shipped one's gets proportionally fewer."""
    return simulated_slices(exams=max(1, VALIDATION_EXAMS * trained_on // SHIPPED_EXAMS), seed=VALIDATION_SEED)


def held_out_slices(*, trained_on: int = SHIPPED_EXAMS) -> LabelledSlices:
    """Slices to judge by, likewise."""
    return simulated_slices(exams=max(1, HELD_OUT_EXAMS * trained_on // SHIPPED_EXAMS), seed=HELD_OUT_SEED)


def simulated_slices(*, exams: int, seed: int, workers: int | None = None, progress: bool = True) -> LabelledSlices:
    """Slices of `exams` simulated exams of as many patients, with the truth as label and two observers' readings.

    `workers` processes share the work (default: one for each core) and do not change the result.
    """
    parts = make_all(_scan, exam_seeds(seed, exams), workers=workers or os.cpu_count() or 1, progress=progress)
    return LabelledSlices(
        cmoe=np.concatenate([one.pictures for one in parts]),
        is_diagnostic=np.concatenate([one.is_diagnostic for one in parts]),
        patient=tuple(f"SIMULATED-{seed}-{number}" for number, one in enumerate(parts) for _ in one.is_diagnostic),
        source={"kind": "simulation", "seed": seed, "exams": exams},
        observers=np.concatenate([one.observers for one in parts]),
        magnitude=np.concatenate([one.magnitude for one in parts]),
    )


def draw_learned(seed: int) -> SimulatedExam:
    """An exam from practice by one of the makers that are learned from."""
    return draw_exam(seed=seed, maker=LEARNED_MAKERS[seed % len(LEARNED_MAKERS)])


class _Exam(NamedTuple):
    pictures: NDArray[np.uint8]
    """(slices, rows, cols, 3)."""
    is_diagnostic: NDArray[np.bool_]
    """(slices,)."""
    observers: NDArray[np.bool_]
    """(slices, 2)."""
    magnitude: NDArray[np.uint8]
    """(slices, rows, cols)."""


def _scan(seed: int) -> _Exam:
    exam = draw_learned(seed)
    random = np.random.default_rng((seed, 1))
    pictures = [_picture(one, random) for one in exam.slices]
    # The first image, which a study's reader takes as well.
    magnitude = [without_gain(one.raw.magnitude[0], one.elastogram.stiffness_kpa > 0) for one in exam.slices]
    labels = np.array([one.truth.is_diagnostic for one in exam.slices])
    return _Exam(np.stack(pictures), labels, observe(exam), np.stack(magnitude))


def _picture(one: SimulatedSlice, random: np.random.Generator) -> NDArray[np.uint8]:
    """The CMOE as one of many vendors' inversions would give it: chance decides where nothing is believed."""
    stiffness, confidence = one.elastogram.stiffness_kpa, one.elastogram.confidence
    factor = np.exp(random.normal(0, STIFFNESS_SPREAD)) * (1 + random.uniform(*DOUBT_GAIN) * (1 - confidence))
    shown = (stiffness * factor).astype(np.float32)
    return render_cmoe(shown, confidence, burned_in=np.zeros(shown.shape, dtype=bool))
