"""`manage.py reality`: the synthetic scanner beside a real exam, as the page docs/simulation.md."""

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compare simulated exams with a real one and write docs/simulation.md: scanner, observers, reality table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--real", type=Path, required=True, help="folder of a real GE exam with raw images")
        parser.add_argument(
            "--study", type=Path, required=True, help="what manage.py simulate wrote, for the observers"
        )
        parser.add_argument("--exams", type=int, default=30, help="adequate exams to draw; those of its protocol count")
        parser.add_argument("--seed", type=int, default=3000, help="of the first of them")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        real, study, seed, exams = (options[name] for name in ("real", "study", "seed", "exams"))
        for folder, file in ((real, "raw"), (study, "truth.csv")):
            if not (folder / file).exists():
                raise CommandError(f"{folder} does not hold what is needed ({file}).")
        # Imported here, because progress bars come with the packages of training.
        page = import_module("qc.learning.reality_page")
        command = f"manage.py reality --real EXAM --study DIR --exams {exams} --seed {seed} --out docs/simulation.md"
        text = page.write_page(real=real, study=study, seeds=range(seed, seed + exams), command=command)
        options["out"].write_text(text)
