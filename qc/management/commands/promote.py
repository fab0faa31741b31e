"""`manage.py promote VERSION` puts an ensemble in force, `--back` returns to the one before."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.actions.promote import go_back, promote_ensemble
from qc.domain.errors import QcError
from qc.models import Ensemble


class Command(BaseCommand):
    help = "Put an ensemble in force for every slice from now on. Verdicts already given stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", nargs="?", help="a version, or name@version where versions repeat")
        parser.add_argument("--back", action="store_true", help="return to the ensemble that was in force before")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["version"]) == options["back"]:
            known = ", ".join(f"{one.name}@{one.version}" for one in Ensemble.objects.all()) or "none"
            raise CommandError(f"Name one version, or give --back. Registered: {known}.")
        try:
            by = getpass.getuser()
            entry = go_back(by=by) if options["back"] else promote_ensemble(version=options["version"], by=by)
        except QcError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{entry} is in force.")
