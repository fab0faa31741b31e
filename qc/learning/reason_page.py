"""docs/reasons.md: the quality indices beside a real exam, and how well the shipped classifier tells the reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from qc.domain.reasons import REASON_CODES
from qc.elastography.indices import INDICES
from qc.learning.page_parts import table
from qc.learning.reason_figures import RESAMPLES, SILENT
from qc.learning.reason_training import FOLDS, OPENS_FROM, SPARED_FROM_CM2, TOLD_FROM
from qc.learning.reasons import SHIPPED, Opinion, ReasonModel
from qc.simulation.truth import SMALLEST_AREA_CM2

EVERYTHING = "maps+phase+magnitude"
HEAD = """# Why a slice failed: quality indices and the classifier of the six reasons

Trained on simulated exams, research use. The technologist sees the likeliest reason with its advice, the indices that
speak for it against their normal ranges, and what cannot be told because an image did not arrive.

    {trained}
    {command}

The first command learned and judged the classifier, the last one wrote this page.

## The indices

Each is one pure function of a slice (`qc/elastography/indices_maps.py`, `indices_wave.py`, `indices_signal.py`), listed
in `qc/elastography/indices.py`; the formula is the sentence that documents the function. An index whose inputs did not
arrive is unknown, never guessed. All are computed from the *estimated* liver (`qc/elastography/liver.py`), in training
as in service. With four phase offsets the second harmonic of the vibration lies on the temporal Nyquist frequency, so
the temporal residual holds both.

Normal is the 5th to 95th percentile over simulated diagnostic slices, made by the training and stored with the model.
The last column is a real clinical exam of {count} slices that experts measured, head to foot.

{indices}
Of all indices of the real exam {inside:.0%} lie in their normal range; of a simulated diagnostic exam nine in ten do.
Outside in half of its slices or more: {outside}.
Slices that cut the dome have dark lung and an uneven liver. Where a scanner blanks the air around the body no ghost can
be seen, and `ghosting` is 0.

Were its slices not diagnostic: {sentence}.

## The classifier

`qc/reasoning/{folder}`: `model.json` holds numbers only, `manifest.json` its checksum (an altered file is refused),
where it was learned and every figure below. Two sums of curves (generalised additive models): one asks whether any of
the six reasons is at work, one ranks the six. Every index adds to the log odds what its curve says, so the indices
named with a reason are those that add most among those that can speak for it. The curves are fitted by penalised
multinomial regression, the odds divided by the temperature that suits held-out patients.

There is one such pair for each of five patterns of what can arrive beside the maps: raw phase and magnitude; magnitude
and wave images; magnitude; wave images; nothing. A reason of which held-out slices are given fewer than {told:.0%} is
listed as one that cannot be told, with what did not arrive. If such a reason is the likeliest, none is given.

No reason is given

- to a slice that the ensemble calls diagnostic,
- where {spared:g} cm² or more of the estimated liver can be measured, for then only the stiffness itself is in question
  (a measurement needs {smallest:g} cm² of the true liver),
- where the chance that one of the six is at work is under {opens:.0%}.

**What counts as truth.** A simulated slice that is not diagnostic stands for the graver of the causes that were
simulated. A slice that stayed diagnostic stands for none, also with a mild cause. Slices that failed without a cause
(the dome, a very stiff or very soft liver, a weak driver: {without} of {learned}) are learned as "none of the six",
because no advice would have repaired them; whether they are given a reason is reported below.
"""
FIGURES = """
## Figures

Learned from {exams} simulated exams ({slices} slices, {failed} failed for a cause; curves and temperature by
{folds}-fold cross-validation over patients), judged on {locked_exams} others ({locked_slices} slices, {locked_failed}
failed for a cause). A reason counts as right where it is one of those at work. Intervals: 2.5th to 97.5th percentile
over {resamples:,} draws of patients.

{patterns}
*Top-1 and top-2* rank every slice that failed for a cause. *As shown* follows the product: only slices that the
ensemble in force calls non-diagnostic, and a slice without a reason counts as missed. With raw phase and magnitude:

- Of {fine} fine slices, diagnostic and without a cause, the ensemble calls {called} non-diagnostic, and {given} of
  those are given a reason. Were all {fine} called non-diagnostic, {all_given} would be.
- Of {mild} slices that are diagnostic though a cause is at work it calls {mild_called} non-diagnostic. {mild_given} of
  those are given a reason, and {mild_right} of them the one at work first.
- Of {uncaused} slices that failed without a cause it flags {flagged}, and {explained} are given a reason all the same.

The classifier itself does not know the ensemble. Exams of any other seed
are judged by `manage.py evaluate_reasons --exams N --seed S`.

What came first, with raw phase and magnitude. A slice with two causes stands under the graver one, though the other is
right as well:

{confusion}
## Limits

- Everything was learned from one simulator. The figures say how well its causes are told apart, not how often
  patients' exams will be explained.
- The share of confident liver depends on the vendor's confidence map; another vendor's may be stricter.
- Voxel size and frequency: `wavelength_ratio` moves by the square of an error in either, but its normal range is wide
  (a factor of more than two). The cross-check is the sharper tool.
- Raw phase is read for GE only; from others the patterns without it apply.
- Probabilities are calibrated for the simulated mix of causes (Gill et al. 2021), which a site's mix may not be.

## Cost in service

All indices of a slice of 256 x 256 with raw phase and magnitude take 45 ms of one core's time, the liver 8 ms, the
opinion 0.2 ms. No inversion is made for them.
"""


def write_page(model: ReasonModel, opinions: Sequence[Opinion], *, command: str) -> str:
    """The page of Markdown: `opinions` are of the real exam's slices, head to foot; `command` is how it is made."""
    manifest = model.manifest
    learned, locked = manifest["learned"], manifest["locked"]
    trained = (
        f"manage.py train_reasons --exams {learned['exams']} --seed {learned['seed']} "
        f"--locked-exams {locked['exams']} --locked-seed {locked['seed']} --as {manifest['version']}"
    )
    sides = {index.name: _sides(index.name, opinions) for index in INDICES}
    known = np.concatenate(list(sides.values()))
    head = HEAD.format(
        trained=trained,
        command=command,
        count=len(opinions),
        indices=_indices(opinions, sides),
        inside=(known == 0).mean(),
        outside=_outside(sides),
        sentence=_sentence(opinions),
        folder=SHIPPED.name,
        told=TOLD_FROM,
        spared=SPARED_FROM_CM2,
        smallest=SMALLEST_AREA_CM2,
        opens=OPENS_FROM,
        without=learned["failed_without_cause"],
        learned=learned["slices"],
    )
    return head + _figures(manifest["figures"], learned, locked)


def _sides(name: str, opinions: Sequence[Opinion]) -> np.ndarray:
    """By slice in which the index is known: -1 below its normal range, 0 inside, 1 above."""
    low, high = opinions[0].normal[name]
    values = [one.values[name] for one in opinions]
    return np.array([(value > high) - (value < low) for value in values if value is not None])


def _indices(opinions: Sequence[Opinion], sides: Mapping[str, np.ndarray]) -> str:
    head = ["index", "what it is", "unit", "better", "formula", "source", "normal", "real exam"]
    rows = []
    for index in INDICES:
        low, high = opinions[0].normal[index.name]
        values = " ".join(_number(one.values[index.name]) for one in opinions)
        own = sides[index.name]
        normal = f"{low:.3g} to {high:.3g}"
        real = f"{values} ({(own == 0).sum()} of {len(own)} inside)"
        rows.append(
            [f"`{index.name}`", index.label, index.unit, index.better, index.formula, index.source, normal, real]
        )
    return table(head, rows)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _outside(sides: Mapping[str, np.ndarray]) -> str:
    often = {name: own for name, own in sides.items() if len(own) and (own != 0).mean() >= 0.5}
    return ", ".join(f"`{name}` ({'above' if own.sum() > 0 else 'below'})" for name, own in often.items())


def _sentence(opinions: Sequence[Opinion]) -> str:
    given = [one.reasons[0].code.replace("_", " ") for one in opinions if one.reasons]
    return f"{len(given)} would be given a reason ({', '.join(given)})" if given else "none would be given a reason"


def _figures(figures: Mapping[str, Any], learned: Mapping[str, int], locked: Mapping[str, int]) -> str:
    best = figures[EVERYTHING]
    fine, mild, uncaused = (best[kind] for kind in ("fine", "diagnostic_despite_a_cause", "failed_without_cause"))
    return FIGURES.format(
        exams=learned["exams"],
        slices=learned["slices"],
        failed=learned["failed_for_a_cause"],
        folds=FOLDS,
        locked_exams=locked["exams"],
        locked_slices=locked["slices"],
        locked_failed=locked["failed_for_a_cause"],
        resamples=RESAMPLES,
        patterns=_patterns(figures),
        fine=fine["slices"],
        called=fine["called_non_diagnostic"],
        given=fine["given_a_reason"],
        all_given=fine["given_a_reason_had_all_been_called_non_diagnostic"],
        mild=mild["slices"],
        mild_called=mild["called_non_diagnostic"],
        mild_given=mild["given_a_reason"],
        mild_right=mild["given_one_at_work"],
        uncaused=uncaused["slices"],
        flagged=uncaused["called_non_diagnostic"],
        explained=uncaused["given_a_reason"],
        confusion=_confusion(best["confusion"]),
    )


def _patterns(figures: Mapping[str, Any]) -> str:
    head = ["what arrived", "top-1", "top-2", "calibration error", "as shown: top-1", "without a reason", "cannot tell"]
    rows = [
        [
            pattern.replace("+", ", "),
            _share(one["ranking"]["top_1"]),
            _share(one["ranking"]["top_2"]),
            f"{one['ranking']['calibration_error']:.3f}",
            _share(one["as_shown"]["top_1"]),
            f"{one['as_shown']['without_a_reason']} of {one['as_shown']['slices']}",
            ", ".join(one["cannot_tell"]) or "nothing",
        ]
        for pattern, one in figures.items()
    ]
    return table(head, rows)


def _share(figure: Mapping[str, Any]) -> str:
    low, high = figure["interval"]
    return f"{figure['value']:.3f} ({low:.3f}-{high:.3f})"


def _confusion(counts: Mapping[str, Mapping[str, int]]) -> str:
    named = [*REASON_CODES, SILENT]
    return table(["cause", *named], [[code, *(counts[code].get(one, 0) for one in named)] for code in REASON_CODES])
