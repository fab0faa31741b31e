"""What a training must remember to go on after it was killed: one file a network, written whole or not at all."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch

RUN = "run.json"


class Memory:
    """A folder in which one training keeps where it stands."""

    def __init__(self, folder: Path, run: dict[str, object]) -> None:
        """`run` says which training it is, as JSON can: what another one left in `folder` is thrown away."""
        self._folder = folder
        told = json.dumps(run, sort_keys=True)
        if folder.exists() and not _says(folder / RUN, told):
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / RUN, told)

    def recall(self, name: str) -> dict[str, Any] | None:
        """What was kept last under `name`."""
        path = self._folder / f"{name}.pt"
        return torch.load(path, weights_only=True) if path.is_file() else None

    def keep(self, name: str, state: dict[str, Any]) -> None:
        """Replace what is kept under `name`; a kill leaves either the old or the new."""
        path = self._folder / f"{name}.pt"
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def forget(self) -> None:
        shutil.rmtree(self._folder)


def _says(path: Path, told: str) -> bool:
    return path.is_file() and path.read_text() == told


def _replace(path: Path, text: str) -> None:
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").replace(path)
