"""`manage.py model_card`: the page docs/model-card.md from the shipped ensemble's manifest."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from qc.learning.manifest import GRAPH, read_manifest
from qc.learning.model_card import write_card
from qc.models.ensemble import SHIPPED


class Command(BaseCommand):
    help = "Write the model card of the shipped ensemble; every figure in it is the manifest's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / SHIPPED
        graph_bytes = (folder / GRAPH).stat().st_size
        options["out"].write_text(write_card(read_manifest(folder), graph_bytes=graph_bytes))
