"""`manage.py indices FOLDER`: the quality indices of an exam's slices against their normal ranges."""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pydicom.dataset import Dataset

from qc.dicom import roles, stack
from qc.dicom.sender import read_folder
from qc.domain.errors import QcError
from qc.domain.types import Role
from qc.elastography.indices import INDICES, compute_indices
from qc.learning.arrived import read_inputs
from qc.learning.reasons import Opinion, ReasonModel

Images = dict[Role, list[Dataset]]


class Command(BaseCommand):
    help = "Print the quality indices of every slice of one exam's DICOM files, and what they speak for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--page", type=Path, help="write docs/reasons.md, with this exam beside the simulated ones")

    def handle(self, *args: Any, **options: Any) -> None:
        images, _ = read_folder(options["folder"])
        try:
            model = ReasonModel.load()
            opinions = {at: _opinion(model, found) for at, found in _by_slice(images).items() if "stiffness" in found}
        except QcError as error:
            raise CommandError(error.message) from error
        if not opinions:
            raise CommandError("No slice with a stiffness map lies in this folder.")
        if options["page"]:
            # Imported here, because what is said of the training comes with the packages of training.
            page = import_module("qc.learning.reason_page")
            command = "manage.py indices EXAM --page docs/reasons.md"
            options["page"].write_text(page.write_page(model, list(opinions.values()), command=command))
            return
        self.stdout.write(_row(["index", "unit", "normal", *(f"{at:g} mm" for at in opinions)]))
        self.stdout.write(_row(["---"] * (3 + len(opinions))))
        for index in INDICES:
            self.stdout.write(_row(_cells(index.name, index.unit, list(opinions.values()))))
        for at, opinion in opinions.items():
            self.stdout.write(f"\n{at:g} mm, were it not diagnostic: {_sentence(opinion)}")


def _by_slice(images: Sequence[Dataset]) -> dict[float, Images]:
    """Images by location, head to foot, and by role, in the order of their Instance Numbers."""
    found: dict[float, Images] = defaultdict(lambda: defaultdict(list))
    for image in sorted(images, key=lambda one: int(one.get("InstanceNumber") or 0)):
        header = roles.read_header(image)
        if header.location_mm is not None:
            found[round(header.location_mm, 1)][header.role].append(image)
    return dict(sorted(found.items(), reverse=True))


def _opinion(model: ReasonModel, found: Mapping[Role, Sequence[Dataset]]) -> Opinion:
    partner = found.get("confidence") or found.get("hatched_elastogram")
    if not partner:
        raise CommandError("A stiffness map has neither a confidence map nor a hatched elastogram.")
    maps = stack.build_maps(found["stiffness"][0], partner[0])
    return model.explain(compute_indices(read_inputs(maps, found)), is_diagnostic=False)


def _cells(name: str, unit: str, opinions: Sequence[Opinion]) -> list[str]:
    """One index: what is outside the normal range is marked with an asterisk."""
    low, high = opinions[0].normal[name]
    cells = [name, unit, f"{low:g} to {high:g}"]
    for opinion in opinions:
        value = opinion.values[name]
        cells.append("" if value is None else f"{value:.3g}{'' if low <= value <= high else ' *'}")
    return cells


def _sentence(opinion: Opinion) -> str:
    if not opinion.reasons:
        return "no reason stands out."
    return ", ".join(f"{one.code} {one.probability:.2f}" for one in opinion.reasons[:2]) + "."


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
