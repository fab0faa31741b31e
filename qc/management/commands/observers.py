"""`manage.py observers DIR`: how well the two simulated observers of a study agree, and the noise that gives 0.896."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from numpy.typing import NDArray

from qc.domain.agreement import Kappa
from qc.simulation.export import TRUTH_FILE, TruthRow, read_truth
from qc.simulation.observers import PUBLISHED_KAPPA, READING_NOISE, calibrate_noise, kappa_interval
from qc.simulation.truth import Truth


class Command(BaseCommand):
    help = "Agreement of the simulated observers in a study of `manage.py simulate`, and the noise calibrated on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what manage.py simulate wrote")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not (folder / TRUTH_FILE).is_file():
            raise CommandError(f"{folder} holds no simulated study ({TRUTH_FILE}).")
        rows = read_truth(folder)
        patients = [row.patient for row in rows]
        truth, first, second = (_called(rows, column) for column in ("label", "observer_1", "observer_2"))
        self.stdout.write(f"{len(rows)} slices of {len(set(patients))} patients")
        for name, one, other in (
            ("observer 1 and observer 2", first, second),
            ("observer 1 and the truth", first, truth),
            ("observer 2 and the truth", second, truth),
        ):
            self.stdout.write(f"kappa of {name}: {_words(kappa_interval(one, other, patients))}")
        noise = calibrate_noise([_truth(row) for row in rows])
        self.stdout.write(f"noise that gives a kappa of {PUBLISHED_KAPPA}: {noise:.3f} (in use: {READING_NOISE})")


def _called(rows: list[TruthRow], column: str) -> NDArray[np.bool_]:
    return np.array([getattr(row, column) == "diagnostic" for row in rows])


def _truth(row: TruthRow) -> Truth:
    return Truth(row.true_kpa, None if row.measured_kpa == "" else float(row.measured_kpa), row.area_cm2)


def _words(kappa: Kappa) -> str:
    return f"{kappa.value:.3f} ({kappa.low:.3f}-{kappa.high:.3f})"
