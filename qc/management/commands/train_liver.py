"""`manage.py train_liver`: the estimator of the liver anew, from simulated exams."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.elastography.liver import ESTIMATOR


class Command(BaseCommand):
    help = "Train the estimator of the liver on simulated exams; the same seed gives the same weights on one machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exams", type=int, default=160)
        parser.add_argument("--hard", type=int, default=0, help="further exams with little liver or with free fluid")
        parser.add_argument("--epochs", type=int, default=20)
        parser.add_argument("--seed", type=int, default=101)
        parser.add_argument("--warm-start", type=Path, help="folder of an estimator to go on from")
        parser.add_argument("--out", type=Path, default=ESTIMATOR, help="default: in place of the shipped one")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Imported here, because only training needs torch, and its absence must be told in a sentence.
            training = import_module("qc.learning.liver_training")
        except ImportError as error:
            raise CommandError(f"Training needs more packages: pip install -r requirements.txt ({error}).") from error
        common = {name: options[name] for name in ("exams", "hard", "epochs", "seed", "warm_start")}
        manifest = training.train_on_simulation(**common, out=options["out"])
        self.stdout.write(f"{manifest['parameters']} parameters in {options['out'].name}.")
