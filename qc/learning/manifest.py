"""What travels with weights: the manifest, and the check that the weights are those it speaks of."""

import hashlib
import json
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from qc.domain.errors import EnsembleRefused
from qc.learning.preprocess import Preprocessing

MANIFEST = "manifest.json"
GRAPH = "ensemble.onnx"
BESIDE = ("joint.npz",)
"""What may belong to a graph."""
NEEDED = ("name", "version", "architecture", "members", "preprocessing", "statement", "sha256")


def write_manifest(folder: Path, contents: dict[str, Any], *, file: str = GRAPH) -> dict[str, Any]:
    """Write the manifest beside the graph or other `file`, with checksums added; returns what was written."""
    files = [file, *(name for name in BESIDE if (folder / name).is_file())]
    manifest = {**contents, "sha256": {name: _sha256(folder / name) for name in files}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def read_manifest(folder: Path, *, needed: Sequence[str] = NEEDED, file: str = GRAPH) -> dict[str, Any]:
    """The manifest of what was learned and lies in `folder`, whose files have been compared with it.

    Raises EnsembleRefused if it is missing or incomplete, or if a file differs from its checksum.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise EnsembleRefused(f"The ensemble in {folder.name} has no readable manifest: {error}.") from error
    missing = [name for name in needed if name not in manifest] if isinstance(manifest, dict) else list(needed)
    if missing:
        raise EnsembleRefused(f"The manifest of {folder.name} lacks {', '.join(missing)}.")
    if file not in manifest["sha256"]:
        raise EnsembleRefused(f"The manifest of {folder.name} has no checksum of {file}.")
    for name, expected in manifest["sha256"].items():
        _check(folder / name, expected)
    return dict(manifest)


def title_networks(manifest: dict[str, Any]) -> str:
    """What networks are called in tables: by their architecture, and by what they see beside the CMOE."""
    sees_more = Preprocessing.from_dict(manifest["preprocessing"]).takes_magnitude
    return f"{manifest['architecture']}, with magnitude" if sees_more else str(manifest["architecture"])


def commit_of_code() -> str | None:
    """The commit of the code that trains, where the code lies in a git checkout."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def _check(path: Path, expected: str) -> None:
    if not path.is_file():
        raise EnsembleRefused(f"{path.name} is missing from the ensemble {path.parent.name}.")
    if _sha256(path) != expected:
        raise EnsembleRefused(
            f"{path.name} of the ensemble {path.parent.name} differs from its manifest: altered or damaged."
        )


def _sha256(path: Path) -> str:
    """Read again only if the file was touched: a worker's pulse asks every few seconds, also while slices wait."""
    stat = path.stat()
    return _sha256_of(path, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _sha256_of(path: Path, *_untouched: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
