"""`manage.py degrade --real EXAM`: the shipped ensemble's opinion of a real exam whose raw images are made worse."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from numpy.typing import NDArray

from qc.learning.degradation import WORSENINGS, Raw, Worsening, probabilities
from qc.learning.ensemble import Ensemble
from qc.learning.reality import real_slices
from qc.models.ensemble import SHIPPED

HEAD = """# A real exam made worse

Noise, motion or a weaker wave added to the raw phase images of the real exam, inverted anew by the product, and judged
by the shipped ensemble. Probability that a slice is diagnostic, mean over its members and, where chance has a part in
it, over eight draws of noise or motion: mean over the slices, and each slice head to foot. Level 0 is the exam as it
came, but by the product's own inversion instead of the vendor's. Made by

    manage.py degrade --real EXAM --out docs/degradation.md
"""


class Command(BaseCommand):
    help = "Make the raw images of a real exam worse step by step, and print the shipped ensemble's probabilities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--real", type=Path, required=True, help="folder of a GE exam with raw images")
        parser.add_argument("--out", type=Path, help="write the page there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            slices = [Raw.of(one) for one in real_slices(options["real"])]
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not slices:
            raise CommandError(f"{options['real']} holds no exam with maps.")
        ensemble = Ensemble.load(Path(settings.BASE_DIR) / SHIPPED)
        page = HEAD + "".join(section(one, probabilities(one, slices, ensemble)) for one in WORSENINGS)
        self.stdout.write(page)
        if options["out"] is not None:
            options["out"].write_text(page)


def section(worsening: Worsening, found: NDArray[np.float64]) -> str:
    """A table of `found` (levels, slices), and whether it falls."""
    lines = [f"\n## {worsening.name.capitalize()}, {worsening.unit}\n", "| level | mean | slices |", "|---|---|---|"]
    for level, row in zip(worsening.levels, found, strict=True):
        lines.append(f"| {level:g} | {row.mean():.3f} | {' '.join(f'{value:.2f}' for value in row)} |")
    rises = np.diff(found.mean(axis=1).round(3))
    falls = "The mean never rises." if (rises <= 0).all() else f"The mean rises by up to {rises.max():.3f}."
    return "\n".join([*lines, "", falls, ""])
