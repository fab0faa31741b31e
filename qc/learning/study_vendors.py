"""The part of docs/results.md about the same patients on the scanners of other makers, one of whom was left out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.learning.page_parts import interval, table

Figures = Mapping[str, Any]

HEAD = """## The maker that was left out

Three makers' scanners are simulated (`qc/simulation/maps.py`): GE's maps come from the product's own inversion,
Philips' from the same but smoothed, Siemens' from another one that knows a single wavelength a slice; Siemens' exams
are mostly SE-EPI, the others' mostly GRE. Numbers and fitting are learned from GE's and Philips' only. Here the same
patients with the same faults (study {study}) lie on each maker's scanner, judged from the files that `manage.py
simulate --vendor` writes of one seed: `manage.py evaluate --data GE --beside VENDOR=FOLDER --json FILE`. Other slices
are diagnostic then, so each has labels and observers of its own. None is that maker's real software: this tells how
judging goes over to maps of another making, not how well it does on a maker's real exams.

"""


def vendors_section(judged: Sequence[tuple[str, Figures]]) -> Iterator[str]:
    """The section; nothing where no figures in `judged` are of several vendors' files."""
    for study, figures in judged:
        if "vendors" in figures:
            yield HEAD.format(study=study)
            yield table(
                (
                    "scanner",
                    "accuracy",
                    "recall",
                    "kappa",
                    "observers' kappa",
                    "accuracy, points above GE's",
                    "other labels",
                ),
                _rows(figures),
            )
            yield "\n"


def _rows(figures: Figures) -> Iterator[Sequence[object]]:
    names = ("accuracy", "recall_non_diagnostic", "kappa")
    observers = interval(figures["observers"]["kappa"])
    yield "ge", *(interval(figures["majority"][one]) for one in names), observers, "", ""
    for vendor, found in figures["vendors"].items():
        own = (interval(found["majority"][one]) for one in names)
        differ = f"{found['other_labels']} of {found['slices']}"
        observers = interval(found["observers"]["kappa"])
        yield vendor, *own, observers, _points(found["difference"]["accuracy"]), differ


def _points(difference: Mapping[str, float]) -> str:
    value, low, high = (100 * difference[name] for name in ("value", "low", "high"))
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f})"
