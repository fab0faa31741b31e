"""`manage.py simulate`: a study of simulated exams as DICOM files, with the truth about every slice and a sheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qc.dicom.vendors import ENCODERS
from qc.simulation.export import write_study
from qc.simulation.sheet import SHEET_FILE, draw_sheet


class Command(BaseCommand):
    help = "Simulate exams: DICOM files in a folder each, truth.csv with one line a slice, and a picture sheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--patients", type=int, default=90)
        parser.add_argument("--exams", type=int, default=149)
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--vendor", choices=list(ENCODERS), default="ge", help="whose DICOM is written")
        parser.add_argument("--workers", type=int, default=1, help="processes that share the work")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = write_study(
                patients=options["patients"],
                exams=options["exams"],
                seed=options["seed"],
                out=options["out"],
                vendor=options["vendor"],
                workers=options["workers"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        diagnostic = sum(row.label == "diagnostic" for row in rows)
        draw_sheet(options["out"], rows).save(options["out"] / SHEET_FILE)
        self.stdout.write(f"{len(rows)} slices of {options['exams']} exams, {diagnostic} diagnostic.")
