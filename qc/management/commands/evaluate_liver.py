"""`manage.py evaluate_liver`: how well the liver is found, as the page docs/liver.md."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Judge the estimator of the liver on simulated exams nobody trained on, and write the figures as a page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exams", type=int, default=120)
        parser.add_argument("--seed", type=int, default=2027)
        parser.add_argument("--real", type=Path, help="folder of a real exam with expert_roi.npz")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported here, because progress bars come with the packages of training.
        page = import_module("qc.learning.liver_page")
        options["out"].write_text(page.write_page(exams=options["exams"], seed=options["seed"], real=options["real"]))
