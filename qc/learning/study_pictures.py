"""Pictures of how ensembles judged a locked test: confusion, reliability, and risk against coverage."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Figures = Mapping[str, Any]
"""Of one ensemble, as `judge_study` gives them."""
WORDS = ("non_diagnostic", "diagnostic")


def draw_pictures(judged: Mapping[str, Figures], folder: Path) -> list[Path]:
    """Write one picture a kind with a panel an ensemble, by its name; the same figures give the same bytes."""
    mpl.rcParams["svg.hashsalt"] = "mreqc"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {"confusion": _confusion, "reliability": _reliability, "risk-coverage": _risk}
    return [_draw(judged, panel, folder / f"{name}.svg") for name, panel in kinds.items()]


def _draw(judged: Mapping[str, Figures], panel: Callable[[Axes, Figures], None], path: Path) -> Path:
    columns = min(3, len(judged))
    rows = -(-len(judged) // columns)
    figure = Figure(figsize=(3.4 * columns, 3.2 * rows), layout="constrained")
    places = np.ravel(figure.subplots(rows, columns, squeeze=False, sharey=True))
    for place, (name, figures) in zip(places, judged.items(), strict=False):
        place.set_title(name, fontsize=10)
        panel(place, figures)
    for place in places[len(judged) :]:
        place.set_axis_off()
    figure.savefig(path, metadata={"Date": None})
    return path


def _confusion(place: Axes, figures: Figures) -> None:
    counts = np.array([[figures["confusion"][f"said_{said}"][so] for so in WORDS] for said in WORDS])
    place.imshow(counts, cmap="Blues", vmin=0, vmax=counts.sum())
    for row, col in np.ndindex(2, 2):
        place.text(col, row, str(counts[row, col]), ha="center", va="center", fontsize=12)
    labels = ["non-\ndiagnostic", "diagnostic"]
    place.set_xticks((0, 1), labels)
    place.set_yticks((0, 1), labels)
    place.set_xlabel(str(figures["label"]))
    place.set_ylabel("ensemble")


def _reliability(place: Axes, figures: Figures) -> None:
    bins = figures["probability"]["reliability"]
    place.plot((0, 1), (0, 1), color="0.7", linewidth=1)
    place.plot([one["probability"] for one in bins], [one["diagnostic"] for one in bins], linewidth=1)
    sizes = [4 + 2 * one["slices"] for one in bins]
    place.scatter([one["probability"] for one in bins], [one["diagnostic"] for one in bins], s=sizes)
    kind = "calibrated" if figures["probability"]["is_calibrated"] else "mean"
    place.set_xlabel(f"{kind} probability of diagnostic")
    place.set_ylabel("share diagnostic")


def _risk(place: Axes, figures: Figures) -> None:
    risk = figures["probability"]["risk_at_coverage"]
    place.plot([float(share) for share in risk], list(risk.values()), marker="o", markersize=3)
    place.set_xlim(0, 1.02)
    place.set_ylim(bottom=0)
    place.set_xlabel("coverage, surest first")
    place.set_ylabel("share of errors")
