"""`manage.py freeze NAME`: a hashed label set of the reviewed slices."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.actions.freeze import freeze_reviews
from qc.domain.errors import QcError
from qc.models.archive import open_archive


class Command(BaseCommand):
    help = "Freeze the reviewed slices into a label set that is never changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="a new name, of letters, digits and hyphens")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            frozen, left_out = freeze_reviews(name=options["name"], archive=open_archive())
        except QcError as error:
            raise CommandError(error.message) from error
        for line in left_out:
            self.stderr.write(f"left out: {line}")
        self.stdout.write(
            f"{frozen.name}: {frozen.slices} slices of {frozen.patients} patients, {frozen.diagnostic} diagnostic, "
            f"sha256 {frozen.digest}"
        )
