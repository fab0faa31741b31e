"""The part of docs/results.md about the ensemble in force on studies that nobody trained on, beside the one before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.learning.page_parts import interval, table

Figures = Mapping[str, Any]

HEAD = """## On studies that nobody trained on

Each row is `manage.py evaluate --data DIR --json FILE`, with `--ensemble NAME@VERSION` for an earlier ensemble.
ECE is the expected calibration error of the calibrated probability against observer 1, and against the truth; so many
slices would show the next figure by chance alone, were the probability perfect. The last column is the most of the
non-diagnostic slices that any threshold finds at a precision of 0.90. The row of the truth is what a reader without
any error would reach against observer 1: the observers' own noise leaves no more. Its last column is that of a reader
who knows of every slice exactly how likely an observer is to call it diagnostic.

"""
AFTER = """
{earlier} judges the picture (CMOE) alone. In {name} the same eight networks judge the same picture,
and a small network a member joins what it says with {measures} numbers that the maps give in the estimated liver
(`qc/elastography/extent.py`): areas of the confident piece around the threshold and off the liver's edge, its
stiffness, spread and thickness. A slice without magnitude is judged by the liver that the maps alone show; a picture
in colour has no such numbers, and is judged by the picture. What counted is kept with each assessment
(`constants.measures`). How large the small networks are was chosen on the exams that calibrate. What joining brings, on
the {slices} slices of {exams} exams of seed {seed} that it learned from, each member on the fold that it left out:

"""
NAMES = ("accuracy", "precision_non_diagnostic", "recall_non_diagnostic", "kappa")
PROBABILITY = {
    "expected_calibration_error": "ECE",
    "error_against_truth": "ECE, truth",
    "error_by_chance": "by chance",
    "recall_at_precision": "recall at 0.90",
}
NOTHING = ("",) * len(PROBABILITY)
"""Readers who state no probability."""


def champion_section(judged: Sequence[tuple[str, Figures]], *, measures: int) -> Iterator[str]:
    """The section; `judged` are the names of studies and the figures of an ensemble on them."""
    yield HEAD
    yield table(
        ("study", "judged by", "slices", "accuracy", "precision", "recall", "kappa", *PROBABILITY.values()),
        _rows(judged),
    )
    ensembles = (figures["ensemble"] for _, figures in judged)
    joined = next((one for one in ensembles if "pictures_alone_on_them" in one["figures"]), None)
    if joined is not None:
        yield AFTER.format(
            name=_name(joined),
            earlier=_name(joined["training"]["pictures"]),
            measures=measures,
            **{name: joined["data"][name] for name in ("slices", "exams", "seed")},
        )
        yield table(("", "accuracy", "precision", "recall", "kappa"), _validation(joined["figures"]))
    yield "\n"


def _rows(judged: Sequence[tuple[str, Figures]]) -> Iterator[Sequence[object]]:
    """Every ensemble, and after the last one on a study the other readers of the same slices."""
    for place, (name, figures) in enumerate(judged):
        yield _row(name, _name(figures["ensemble"]), figures, "majority", _probability(figures))
        if name not in (other for other, _ in judged[place + 1 :]):
            yield _row(name, "observer 2", figures, "observers", NOTHING)
            ideal = interval(figures["truth"]["recall_at_precision"])
            yield _row(name, "the truth", figures, "truth", (*NOTHING[1:], ideal))


def _probability(figures: Figures) -> list[object]:
    stated = [figures["probability"][one] for one in PROBABILITY]
    return [interval(one) if isinstance(one, dict) else one for one in stated]


def _name(ensemble: Figures) -> str:
    return f"{ensemble['name']} {ensemble['version']}"


def _row(name: str, reader: str, figures: Figures, key: str, more: Sequence[object]) -> Sequence[object]:
    return name, reader, figures["data"]["slices"], *(interval(figures[key][one]) for one in NAMES), *more


def _validation(figures: Figures) -> Iterator[Sequence[object]]:
    for name, key in (("picture alone", "pictures_alone_on_them"), ("joined with measures", "members_on_own_folds")):
        yield name, *(figures[key][one] for one in NAMES)
