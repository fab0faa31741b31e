"""`manage.py calibrate VERSION`: what an ensemble's probabilities are worth, found out on simulated exams."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.actions.calibrate import calibrate_ensemble
from qc.domain.errors import QcError


class Command(BaseCommand):
    help = "Calibrate an ensemble trained on simulation and judge it on held-out exams; both enter its manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", help="a version, or name@version where versions repeat")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entry = calibrate_ensemble(version=options["version"])
        except QcError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{entry} is calibrated: {entry.manifest['calibration']}.")
