"""The part of docs/results.md about the same exams in the files of vendors that were left out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.learning.page_parts import interval, table

Figures = Mapping[str, Any]

HEAD = """## Vendors that were left out

No vendor's files were learned from: the networks saw maps of the simulation in kPa and 0-1, as GE's conventions give
them. Here the exams of the study {study} are judged from the files that `manage.py simulate --vendor` writes of the
same seed, `manage.py evaluate --data GE --beside VENDOR=FOLDER --json FILE`: other units, scales, rounding and image
types, the same body, wave and noise. So the difference is that of the files alone, slice by slice. **How another
vendor's sequence or inversion would do is not said by it**: the simulation has only one of each kind.

"""


def vendors_section(judged: Sequence[tuple[str, Figures]]) -> Iterator[str]:
    """The section; nothing where no figures in `judged` are of several vendors' files."""
    for study, figures in judged:
        if "vendors" in figures:
            yield HEAD.format(study=study)
            yield table(
                ("files", "accuracy", "recall", "kappa", "accuracy, points above GE's", "verdicts that differ"),
                _rows(figures),
            )
            yield "\n"


def _rows(figures: Figures) -> Iterator[Sequence[object]]:
    names = ("accuracy", "recall_non_diagnostic", "kappa")
    yield "ge", *(interval(figures["majority"][one]) for one in names), "", ""
    for vendor, found in figures["vendors"].items():
        own = (interval(found["majority"][one]) for one in names)
        differ = f"{found['other_verdicts']} of {found['slices']}"
        yield vendor, *own, _points(found["difference"]["accuracy"]), differ


def _points(difference: Mapping[str, float]) -> str:
    value, low, high = (100 * difference[name] for name in ("value", "low", "high"))
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f})"
