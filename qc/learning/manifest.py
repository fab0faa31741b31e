"""What travels with weights: the manifest, and the check that the weights are those it speaks of."""

import hashlib
import json
from pathlib import Path
from typing import Any

from qc.domain.errors import EnsembleRefused

MANIFEST = "manifest.json"
GRAPH = "ensemble.onnx"
NEEDED = ("name", "version", "architecture", "members", "preprocessing", "statement", "sha256")


def write_manifest(folder: Path, contents: dict[str, Any]) -> dict[str, Any]:
    """Write the manifest beside the graph, with the graph's checksum added; returns what was written."""
    manifest = {**contents, "sha256": {GRAPH: _sha256(folder / GRAPH)}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the ensemble in `folder`, whose files have been compared with it.

    Raises EnsembleRefused if it is missing or incomplete, or if a file differs from its checksum.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise EnsembleRefused(f"The ensemble in {folder.name} has no readable manifest: {error}.") from error
    missing = [name for name in NEEDED if name not in manifest] if isinstance(manifest, dict) else list(NEEDED)
    if missing:
        raise EnsembleRefused(f"The manifest of {folder.name} lacks {', '.join(missing)}.")
    if GRAPH not in manifest["sha256"]:
        raise EnsembleRefused(f"The manifest of {folder.name} has no checksum of {GRAPH}.")
    for name, expected in manifest["sha256"].items():
        _check(folder / name, expected)
    return dict(manifest)


def _check(path: Path, expected: str) -> None:
    if not path.is_file():
        raise EnsembleRefused(f"{path.name} is missing from the ensemble {path.parent.name}.")
    if _sha256(path) != expected:
        raise EnsembleRefused(
            f"{path.name} of the ensemble {path.parent.name} differs from its manifest: altered or damaged."
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
