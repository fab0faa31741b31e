"""`manage.py train`: a new ensemble from a frozen label set, or from simulated exams."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.domain.errors import QcError


class Command(BaseCommand):
    help = "Train an ensemble of eight members. It judges nothing until `manage.py promote` puts it in force."

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--data", help="a label set of `manage.py freeze`; starts from the ensemble in force")
        source.add_argument("--simulated", action="store_true", help="simulated exams; starts from nothing")
        parser.add_argument("--exams", type=int, default=340, help="simulated exams to train on")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--epochs", type=int, default=None)
        parser.add_argument("--as", dest="as_version", metavar="VERSION", help="default: the next free number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entry = self.train(options)
        except ImportError as error:
            raise CommandError(f"Training needs more packages: pip install -r requirements.txt ({error}).") from error
        except QcError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{entry} is registered. `manage.py promote {entry.name}@{entry.version}` puts it in force.")

    def train(self, options: dict[str, Any]) -> Any:
        # Imported here, because only training needs torch, and its absence must be told in a sentence.
        training = import_module("qc.actions.train")
        common = {"version": options["as_version"], "seed": options["seed"], "epochs": options["epochs"]}
        if options["data"]:
            return training.train_on_reviews(dataset=options["data"], **common)
        return training.train_on_simulation(exams=options["exams"], **common)
