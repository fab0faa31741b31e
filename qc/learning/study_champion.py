"""The part of docs/results.md about the ensemble in force on studies that nobody trained on, beside the one before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.learning.page_parts import interval, signed_interval, table

Figures = Mapping[str, Any]

HEAD = """## On studies that nobody trained on

Each row is `manage.py evaluate --data DIR --json FILE`, with `--ensemble NAME@VERSION` for an earlier ensemble. All
votes are held against observer 1. The last column is by how much kappa lies above that of observer 2 on the same
slices; its interval draws the same patients for both. The row of the truth is what a reader without any error would
reach: the observers' own noise leaves no more.

"""
PROBABILITIES = """
And of the calibrated probabilities, against observer 1 and against the truth. ECE is the expected calibration error; so
many slices would show the figure "by chance" alone, were the probability perfect. Recall at 0.90 is the most of the
non-diagnostic slices that any threshold finds while 90 % of what it finds are: of those that observer 1 calls so, and
of those that truly are. The row of the truth is a reader who knows of every slice exactly how likely an observer is to
call it diagnostic.

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
    "recall_at_precision_truth": "recall at 0.90, truth",
}


def champion_section(judged: Sequence[tuple[str, Figures]], *, measures: int) -> Iterator[str]:
    """The section; `judged` are the names of studies and the figures of an ensemble on them."""
    yield HEAD
    yield table(
        ("study", "judged by", "slices", "accuracy", "precision", "recall", "kappa", "above observer 2's"),
        _votes(judged),
    )
    yield PROBABILITIES
    yield table(("study", "judged by", *PROBABILITY.values()), _probabilities(judged))
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


def _votes(judged: Sequence[tuple[str, Figures]]) -> Iterator[Sequence[object]]:
    """Every ensemble, and after the last one on a study the other readers of the same slices."""
    for place, (name, figures) in enumerate(judged):
        above = signed_interval(figures["above_observers"]["kappa"])
        yield _votes_of(name, _name(figures["ensemble"]), figures, "majority", above)
        if _is_last(judged, place):
            yield _votes_of(name, "observer 2", figures, "observers", "")
            yield _votes_of(name, "the truth", figures, "truth", "")


def _votes_of(name: str, reader: str, figures: Figures, key: str, above: str) -> Sequence[object]:
    return name, reader, figures["data"]["slices"], *(interval(figures[key][one]) for one in NAMES), above


def _probabilities(judged: Sequence[tuple[str, Figures]]) -> Iterator[Sequence[object]]:
    for place, (name, figures) in enumerate(judged):
        stated = (figures["probability"][one] for one in PROBABILITY)
        yield name, _name(figures["ensemble"]), *(interval(one) if isinstance(one, dict) else one for one in stated)
        if _is_last(judged, place):
            yield name, "the truth", "", "", "", interval(figures["truth"]["recall_at_precision"]), ""


def _is_last(judged: Sequence[tuple[str, Figures]], place: int) -> bool:
    return judged[place][0] not in (name for name, _ in judged[place + 1 :])


def _name(ensemble: Figures) -> str:
    return f"{ensemble['name']} {ensemble['version']}"


def _validation(figures: Figures) -> Iterator[Sequence[object]]:
    for name, key in (("picture alone", "pictures_alone_on_them"), ("joined with measures", "members_on_own_folds")):
        yield name, *(figures[key][one] for one in NAMES)
