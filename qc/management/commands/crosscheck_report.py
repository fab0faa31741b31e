"""`manage.py crosscheck_report`: how good the cross-check is, on a real exam and on simulated ones."""

from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import numpy as np
from django.core.management.base import BaseCommand, CommandError
from numpy.typing import NDArray
from scipy import ndimage
from tqdm import tqdm

from qc.actions.crosscheck import Comparison, OwnInversion, Source
from qc.dicom.sender import read_folder
from qc.dicom.synthesis import ge_datasets
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.crosscheck import Suspect
from qc.management.faults import FAULTS, TRUE_HZ, UNTOUCHED, SliceImages, slices_of
from qc.simulation.scanner import SimulatedSlice, simulate_exam

FROM_EDGE_MM = 8.0
"""The liver is compared with the truth this far inside its edge: nearer, the neighbour's waves count as well."""
SMALLEST_LIVER_CM2 = 2.0

Found = dict[str, list[Comparison | None]]
"""By fault: what was found in each slice."""


@dataclass(frozen=True)
class Examined:
    """What came of one simulated exam."""

    errors: list[list[float]]
    """By slice, as `errors_of` gives them."""
    found: Found


class Command(BaseCommand):
    help = "Compare the product's own stiffness with a vendor's on a real exam, and with the truth on simulated ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--real", type=Path, help="folder of a GE exam with expert_roi.npz (slice, row, col)")
        parser.add_argument("--exams", type=int, default=40, help="simulated exams of adequate quality")
        parser.add_argument("--seed", type=int, default=1000, help="of the first simulated exam")
        parser.add_argument(
            "--slices", type=int, default=8, help="of each simulated exam, from its middle, in which faults are tried"
        )
        parser.add_argument("--workers", type=int, default=1, help="processes that share the work")
        parser.add_argument("--out", type=Path, help="write the tables there too")

    def handle(self, *args: Any, **options: Any) -> None:
        real, exams, seed = options["real"], options["exams"], options["seed"]
        if real is not None and not (real / "expert_roi.npz").is_file():
            raise CommandError(f"{real} holds no exam with an expert's region (expert_roi.npz).")
        lines = real_table(real) if real is not None else []
        if exams:
            lines += simulated_tables(range(seed, seed + exams), most=options["slices"], workers=options["workers"])
        self.stdout.write("\n".join(lines))
        if options["out"] is not None:
            options["out"].write_text("\n".join(lines) + "\n")


def real_table(folder: Path) -> list[str]:
    """Vendor's and own stiffness in the expert's region, slice by slice from head to foot."""
    images, _ = read_folder(folder)
    regions = np.load(folder / "expert_roi.npz")["roi"]
    rows, differences = [], []
    for number, (one, region) in enumerate(zip(slices_of(images), regions, strict=True), start=1):
        vendor = float(np.median(one.maps.stiffness_kpa[region]))
        phase, wave = float(np.median(own_kpa(one, "phase")[region])), float(np.median(own_kpa(one, "wave")[region]))
        differences.append((phase / vendor - 1, wave / vendor - 1))
        own = [f"{phase:.2f}", f"{phase / vendor - 1:+.1%}", f"{wave:.2f}", f"{wave / vendor - 1:+.1%}"]
        rows.append([str(number), f"{vendor:.2f}", *own])
    size = np.abs(differences)
    for name, values in (("mean", size.mean(axis=0)), ("worst", size.max(axis=0))):
        rows.append([name, "", "", f"{values[0]:.1%}", "", f"{values[1]:.1%}"])
    head = ["slice", "vendor kPa", "from phase kPa", "difference", "from wave images kPa", "difference"]
    return [f"### Real exam: {len(regions)} slices in the expert's region", "", *table(head, rows), ""]


def simulated_tables(seeds: range, *, most: int, workers: int) -> list[str]:
    """Accuracy against the truth in all slices of adequate exams; what of each fault is caught in `most` of each."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        made = pool.map(partial(examine, most=most), seeds)
        exams = list(tqdm(made, total=len(seeds), desc="Simulated exams", unit="exam"))
    errors = np.array([one for exam in exams for one in exam.errors])
    title = f"### Simulated: {len(seeds)} exams of adequate quality, seeds {seeds.start} to {seeds.stop - 1}"
    return [title, "", *accuracy_table(errors), "", *fault_table([exam.found for exam in exams])]


def examine(seed: int, *, most: int) -> "Examined":
    """One simulated exam, as it is and with every fault."""
    exam = simulate_exam(seed=seed, quality="adequate", maker="siemens")  # not inverted by the product's own code
    slices = slices_of(ge_datasets(exam))
    errors = [
        errors_of(one, own_kpa(images, "phase"), exam.protocol.spacing_mm)
        for one, images in zip(exam.slices, slices, strict=True)
    ]
    first = max(0, (len(slices) - most) // 2)
    chosen = slices[first : first + most]
    found = {fault.name: [fault.impose(one).compare() for one in chosen] for fault in FAULTS}
    return Examined(errors, {UNTOUCHED.name: [one.compare() for one in slices], **found})


def errors_of(one: SimulatedSlice, own: NDArray[np.float32], spacing_mm: float) -> list[float]:
    """Relative errors against the true liver: scanner and own where it is confident, then inside all of it.

    nan where less than SMALLEST_LIVER_CM2 remains.
    """
    depth = ndimage.distance_transform_edt(one.liver) * spacing_mm
    regions = one.liver & (one.elastogram.confidence >= CONFIDENCE_THRESHOLD), depth > FROM_EDGE_MM
    smallest = SMALLEST_LIVER_CM2 * 100 / spacing_mm**2
    return [
        float(np.median(kpa[region])) / one.truth.true_kpa - 1 if region.sum() >= smallest else np.nan
        for region in regions
        for kpa in (one.elastogram.stiffness_kpa, own)
    ]


def own_kpa(one: SliceImages, source: Source) -> NDArray[np.float32]:
    """Our own stiffness (rows, cols) at 60 Hz."""
    maps = one.maps
    own = OwnInversion.read(source, one.phase if source == "phase" else one.wave, maps)
    return own.stiffness_kpa(TRUE_HZ) if own is not None else np.zeros_like(maps.stiffness_kpa)


def accuracy_table(errors: NDArray[np.float64]) -> list[str]:
    """`errors` is (slices, 4) as `errors_of` gives them."""
    names = [f"{where}, {who}" for where in ("confident liver", "whole liver") for who in ("scanner", "own")]
    rows = []
    for name, column in zip(names, errors.T, strict=True):
        known = column[~np.isnan(column)]
        size = np.abs(known)
        rows.append(
            [name, str(len(known)), f"{known.mean():+.1%}", f"{size.mean():.1%}", f"{np.quantile(size, 0.95):.1%}"]
        )
    return table(["error against the truth", "slices", "bias", "mean", "95th percentile"], rows)


def fault_table(found: list[Found]) -> list[str]:
    rows = []
    for fault in (UNTOUCHED, *FAULTS):
        exams = [exam[fault.name] for exam in found]
        compared = [one for exam in exams for one in exam if one is not None]
        suspects = Counter(suspect_of(exam) for exam in exams)
        right = suspects[fault.suspect]
        warned = sum(bool(one.explanation.text) for one in compared)
        others = ", ".join(f"{count} {name or 'nothing'}" for name, count in suspects.items() if name != fault.suspect)
        rows.append(
            [fault.name, fault.suspect or "nothing", f"{right}/{len(exams)}", others, f"{warned}/{len(compared)}"]
        )
    return table(["fault", "should suspect", "exams that do", "other exams suspect", "slices with a warning"], rows)


def suspect_of(exam: list[Comparison | None]) -> Suspect | str | None:
    """What most slices with a warning suspect; `unexplained` for a warning without a suspect; None without any."""
    warned = [one.explanation for one in exam if one is not None and one.explanation.text]
    return Counter(one.suspect or "unexplained" for one in warned).most_common(1)[0][0] if warned else None


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of Markdown."""
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
