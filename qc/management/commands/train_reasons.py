"""`manage.py train_reasons`: the classifier of the reasons of failure, from simulated exams."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.domain.errors import QcError

NAME = "reasons-sim"


class Command(BaseCommand):
    help = "Simulate exams, measure their quality indices, and learn which of the six reasons a failed slice has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exams", type=int, default=279, help="simulated exams to learn from")
        parser.add_argument("--seed", type=int, default=11)
        parser.add_argument("--locked-exams", type=int, default=69, help="other simulated exams to judge it on")
        parser.add_argument("--locked-seed", type=int, default=2028)
        parser.add_argument("--workers", type=int, default=1, help="processes that share the work")
        parser.add_argument("--as", dest="as_version", metavar="VERSION", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        out = Path(settings.DATA_DIR) / "reasoning" / f"{NAME}-{options['as_version']}"
        try:
            # Imported here, because only training needs scikit-learn, and its absence must be told in a sentence.
            learning, simulated = (
                import_module(f"qc.learning.{name}") for name in ("reason_training", "simulated_indices")
            )
            manifest = learning.train_reasons(
                simulated.simulated_indices(exams=options["exams"], seed=options["seed"], workers=options["workers"]),
                simulated.simulated_indices(
                    exams=options["locked_exams"], seed=options["locked_seed"], workers=options["workers"]
                ),
                out=out,
                name=NAME,
                version=options["as_version"],
            )
        except ImportError as error:
            raise CommandError(f"Training needs more packages: pip install -r requirements.txt ({error}).") from error
        except QcError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(manifest["figures"], indent=2))
        self.stdout.write(f"Written to {out}.")
