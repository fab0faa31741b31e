"""`manage.py train`: an ensemble from a frozen label set or from simulated exams, or the published study's forty."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qc.domain.errors import QcError


class Command(BaseCommand):
    help = (
        "Train an ensemble of eight members. It judges nothing until `manage.py promote` puts it in force. With the "
        "folder of a simulated study as --data: eight members of each published architecture, for `manage.py evaluate`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--data", help="a label set of `manage.py freeze`, or a folder of `manage.py simulate`, with its truth.csv"
        )
        source.add_argument("--simulated", action="store_true", help="simulated exams; starts from nothing")
        parser.add_argument("--exams", type=int, default=340, help="simulated exams to train on")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--epochs", type=int, default=None, help="of base and members, in place of the recipe's")
        parser.add_argument("--as", dest="as_version", metavar="VERSION", help="default: the next free number")
        study = parser.add_argument_group("with a folder of `manage.py simulate`")
        study.add_argument("--out", type=Path, help="folder for the ensembles; default: published/ beside the database")
        study.add_argument("--architecture", action="append", dest="architectures", help="again for more; default: all")
        study.add_argument("--size", type=int, default=112, help="side of the square input in pixels")
        study.add_argument(
            "--with-magnitude", action="store_true", help="networks see the slice's magnitude image beside its CMOE"
        )
        study.add_argument("--weights", type=Path, help="folder of torchvision's weights, as resnet18.pth")
        study.add_argument("--base-exams", type=int, default=200, help="simulated exams that a common base learns from")
        study.add_argument("--base-seed", type=int, default=101)
        study.add_argument("--base-epochs", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(self.train(options))
        except ImportError as error:
            raise CommandError(f"Training needs more packages: pip install -r requirements.txt ({error}).") from error
        except QcError as error:
            raise CommandError(error.message) from error

    def train(self, options: dict[str, Any]) -> str:
        # Imported here, because only training needs torch, and its absence must be told in a sentence.
        training = import_module("qc.actions.train")
        if options["data"] and Path(options["data"]).is_dir():
            chosen = (
                "out",
                "seed",
                "epochs",
                "architectures",
                "size",
                "weights",
                "base_exams",
                "base_seed",
                "with_magnitude",
            )
            folders = training.train_on_study(
                folder=Path(options["data"]),
                base_epochs=options["base_epochs"],
                **{name: options[name] for name in chosen},
            )
            return f"{', '.join(one.name for one in folders)}: `manage.py evaluate --study {folders[0].parent}` judges."
        common = {"version": options["as_version"], "seed": options["seed"], "epochs": options["epochs"]}
        if options["data"]:
            entry = training.train_on_reviews(dataset=options["data"], **common)
        else:
            entry = training.train_on_simulation(exams=options["exams"], **common)
        return f"{entry} is registered. `manage.py promote {entry.name}@{entry.version}` puts it in force."
