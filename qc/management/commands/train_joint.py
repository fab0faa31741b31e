"""`manage.py train_joint`: the shipped pictures' networks joined with the numbers of the slice, on simulated exams."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.domain.errors import QcError
from qc.learning.measured import EXAMS, LEARNED_SEED


class Command(BaseCommand):
    help = (
        "Join an ensemble that judges pictures with what the maps measure, calibrate it and judge it on further "
        "exams. It judges nothing until `manage.py promote` puts it in force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        base = Path(settings.BASE_DIR) / "qc" / "ensembles" / "squeezenet-sim-1"
        parser.add_argument("--base", type=Path, default=base, help="folder of the ensemble that judges pictures")
        parser.add_argument("--exams", type=int, default=EXAMS[0], help="simulated exams to learn from")
        parser.add_argument("--seed", type=int, default=LEARNED_SEED)
        parser.add_argument("--calibrate-on", type=int, default=EXAMS[1], help="other simulated exams")
        parser.add_argument("--held-out", type=int, default=EXAMS[2], help="further simulated exams to judge by")
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--as", dest="as_version", metavar="VERSION", help="default: the next free number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            training = import_module("qc.actions.train")  # needs torch, which does not serve
            entry = training.train_jointly(
                base=options["base"],
                version=options["as_version"],
                exams=(options["exams"], options["calibrate_on"], options["held_out"]),
                seed=options["seed"],
                workers=options["workers"],
            )
        except ImportError as error:
            raise CommandError(f"Training needs more packages: pip install -r requirements.txt ({error}).") from error
        except QcError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{entry} is registered: {entry.path}")
