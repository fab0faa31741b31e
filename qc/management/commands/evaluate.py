"""`manage.py evaluate`: how well ensembles judge a simulated study that they have never seen."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.actions.evaluate import evaluate_ensemble, evaluate_study
from qc.domain.errors import QcError
from qc.learning.page_parts import interval
from qc.learning.study_page import write_page


class Command(BaseCommand):
    help = (
        "Judge the ensemble in force on a folder of `manage.py simulate`; with --study, judge all that were trained "
        "on that folder on its locked test, and write the published table as a page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="folder of `manage.py simulate`")
        parser.add_argument("--ensemble", help="version or name@version of another one than that in force")
        parser.add_argument(
            "--beside",
            action="append",
            default=[],
            metavar="VENDOR=FOLDER",
            help="the same exams as --data, of `manage.py simulate --vendor VENDOR` with the same seed",
        )
        parser.add_argument("--json", type=Path, help="write the figures there")
        parser.add_argument("--study", type=Path, help="folder that `manage.py train --data FOLDER` wrote")
        parser.add_argument("--out", type=Path, help="page to write, with its pictures beside it; with --study")
        parser.add_argument("--made-by", action="append", default=[], help="for the page: a command before this one")

        parser.add_argument(
            "--judged",
            action="append",
            default=[],
            metavar="NAME=FILE",
            help="for the page: what --json wrote elsewhere",
        )
        parser.add_argument("--note", default="", help="for the page: what the commands do not tell of themselves")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["study"]) != bool(options["out"]):
            raise CommandError("--study and --out go together.")
        try:
            figures = self._study(options) if options["study"] else self._ensemble(options)
        except QcError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            options["json"].write_text(json.dumps(figures, indent=1) + "\n")

    def _ensemble(self, options: dict[str, Any]) -> dict[str, Any]:
        beside = {name: Path(folder) for name, folder in _parts(options["beside"])}
        figures = evaluate_ensemble(data=options["data"], called=options["ensemble"], beside=beside)
        self.stdout.write(
            f"{figures['data']['slices']} slices of {figures['data']['patients']} patients, label: {figures['label']}"
        )
        for name, figure in figures["majority"].items():
            self.stdout.write(f"{name.replace('_', ' '):28}{interval(figure)}")
        self.stdout.write(f"{'kappa of the observers':28}{interval(figures['observers']['kappa'])}")
        return figures

    def _study(self, options: dict[str, Any]) -> dict[str, Any]:
        figures = evaluate_study(data=options["data"], study=options["study"], called=options["ensemble"])
        # Imported here, because only this page needs matplotlib, which does not serve.
        pictures = import_module("qc.learning.study_pictures")
        pictures.draw_pictures(figures["locked_test"], options["out"].parent / options["out"].stem)
        elsewhere = _parts(options["judged"])
        beside = "".join(f" --judged {name}={Path(file).name}" for name, file in elsewhere)
        told = f"--data {options['data'].name} --study {options['study'].name} --out docs/{options['out'].name}{beside}"
        page = write_page(
            figures["locked_test"],
            figures["in_force"],
            development=figures["development"],
            test=figures["test"],
            elsewhere=[(name, json.loads(Path(file).read_text())) for name, file in elsewhere],
            note=options["note"],
            commands=[*options["made_by"], f"manage.py evaluate {told}"],
        )
        options["out"].write_text(page.rstrip() + "\n")
        return figures


def _parts(judged: list[str]) -> list[tuple[str, str]]:
    """Names, and the paths behind them. Raises CommandError for what has no name."""
    if not all("=" in one for one in judged):
        raise CommandError("--judged and --beside take NAME=FILE and VENDOR=FOLDER.")
    return [(name, file) for name, _, file in (one.partition("=") for one in judged)]
