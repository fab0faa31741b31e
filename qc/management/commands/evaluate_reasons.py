"""`manage.py evaluate_reasons`: the shipped classifier of the reasons, on exams that it did not learn from."""

import json
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from qc.learning.reasons import SHIPPED, ReasonModel


class Command(BaseCommand):
    help = "Rank the reasons of failed slices of simulated exams with the shipped classifier; prints figures as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exams", type=int, default=60)
        parser.add_argument("--seed", type=int, default=2028)
        parser.add_argument("--workers", type=int, default=1, help="processes that share the work")

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported here, because progress bars come with the packages of training.
        simulated, figures = (import_module(f"qc.learning.{name}") for name in ("simulated_indices", "reason_figures"))
        exams = simulated.simulated_indices(**{name: options[name] for name in ("exams", "seed", "workers")})
        found = {"exams": exams.describe(), "figures": figures.reason_figures(ReasonModel.load(SHIPPED), exams.slices)}
        self.stdout.write(json.dumps(found, indent=2))
