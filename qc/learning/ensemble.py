"""An ensemble in service: all members in one graph, run by ONNX Runtime. No torch here."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from qc.domain.calibration import Calibration
from qc.domain.errors import EnsembleRefused
from qc.learning.heatmap import deletion_figures, lay_on_slice, pull_map
from qc.learning.manifest import GRAPH, read_manifest
from qc.learning.preprocess import Preprocessing, Window, normalise, prepare

BATCH = 32
"""Slices that go through the graph at once: bounds the memory, whatever the exam."""


class Ensemble:
    """Weights that were compared with their manifest, ready to judge pictures."""

    def __init__(
        self,
        manifest: dict[str, Any],
        session: onnxruntime.InferenceSession,
        preprocessing: Preprocessing,
        calibration: Calibration | None,
    ) -> None:
        self.manifest = manifest
        self.calibration = calibration
        self._session = session
        self._preprocessing = preprocessing

    @classmethod
    def load(cls, folder: Path) -> "Ensemble":
        """The ensemble in `folder`. Raises EnsembleRefused if anything differs from its manifest."""
        manifest = read_manifest(folder)
        try:
            preprocessing = Preprocessing.from_dict(manifest["preprocessing"])
            calibration = Calibration.from_dict(manifest["calibration"]) if manifest.get("calibration") else None
        except (KeyError, TypeError, ValueError) as error:
            raise EnsembleRefused(f"The constants in the manifest of {folder.name} cannot be read: {error}.") from error
        options = onnxruntime.SessionOptions()
        # One thread: several wait for each other at every layer, and where the archive, the database and the web
        # server want the same cores, that waiting costs more than the second core gives.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        members = session.get_outputs()[0].shape[1]
        if members != manifest["members"]:
            raise EnsembleRefused(f"{folder.name} has {members} members, its manifest says {manifest['members']}.")
        return cls(manifest, session, preprocessing, calibration)

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
        parts = [cmoe[start : start + BATCH] for start in range(0, len(cmoe), BATCH)]
        return np.concatenate([self._judge(prepare(part, self._preprocessing)) for part in parts])

    def heatmap(self, cmoe: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What each place of a picture uint8 (rows, cols, 3) adds to the log-odds of diagnostic, float32 (rows, cols).

        Below 0 it speaks against. It takes about 75 times what a vote takes: never where somebody waits for a verdict.
        """
        picture = prepare(cmoe[np.newaxis], self._preprocessing)[0]
        return lay_on_slice(pull_map(picture, self._judge), Window.around(cmoe), (cmoe.shape[0], cmoe.shape[1]))

    def check_heatmaps(self, cmoe: NDArray[np.uint8]) -> dict[str, Any]:
        """Whether the heat maps of these pictures uint8 (n, rows, cols, 3) name what the votes hang on."""
        return deletion_figures(prepare(cmoe, self._preprocessing), self._judge)

    def _judge(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """From prepared pictures (n, 3, size, size) to probabilities (n, members)."""
        inputs = normalise(images, self._preprocessing)
        parts = [self._session.run(None, {"cmoe": inputs[at : at + BATCH]})[0] for at in range(0, len(inputs), BATCH)]
        return np.asarray(np.concatenate(parts), dtype=np.float32)
