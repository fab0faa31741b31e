"""An ensemble in service: all members in one graph, run by ONNX Runtime. No torch here."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from qc.domain.errors import EnsembleRefused
from qc.learning.manifest import GRAPH, read_manifest
from qc.learning.preprocess import Preprocessing, normalise, prepare

BATCH = 32
"""Slices that go through the graph at once: bounds the memory, whatever the exam."""


class Ensemble:
    """Weights that were compared with their manifest, ready to judge pictures."""

    def __init__(
        self, manifest: dict[str, Any], session: onnxruntime.InferenceSession, preprocessing: Preprocessing
    ) -> None:
        self.manifest = manifest
        self._session = session
        self._preprocessing = preprocessing

    @classmethod
    def load(cls, folder: Path) -> "Ensemble":
        """The ensemble in `folder`. Raises EnsembleRefused if anything differs from its manifest."""
        manifest = read_manifest(folder)
        try:
            preprocessing = Preprocessing.from_dict(manifest["preprocessing"])
        except (KeyError, TypeError, ValueError) as error:
            raise EnsembleRefused(f"The preprocessing constants of {folder.name} cannot be read: {error}.") from error
        options = onnxruntime.SessionOptions()
        # One thread: several wait for each other at every layer, and where the archive, the database and the web
        # server want the same cores, that waiting costs more than the second core gives.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        members = session.get_outputs()[0].shape[1]
        if members != manifest["members"]:
            raise EnsembleRefused(f"{folder.name} has {members} members, its manifest says {manifest['members']}.")
        return cls(manifest, session, preprocessing)

    @property
    def name(self) -> str:
        return str(self.manifest["name"])

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    @property
    def member_count(self) -> int:
        return int(self.manifest["members"])

    def probabilities(self, cmoe: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Probability of diagnostic, float32 (n, members), for pictures uint8 (n, rows, cols, 3)."""
        if len(cmoe) == 0:
            return np.zeros((0, self.member_count), dtype=np.float32)
        parts = [self._judge(cmoe[start : start + BATCH]) for start in range(0, len(cmoe), BATCH)]
        return np.concatenate(parts)

    def _judge(self, cmoe: NDArray[np.uint8]) -> NDArray[np.float32]:
        images = normalise(prepare(cmoe, self._preprocessing), self._preprocessing)
        return np.asarray(self._session.run(None, {"cmoe": images})[0], dtype=np.float32)
