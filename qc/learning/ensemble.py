"""An ensemble in service: all members in one graph, run by ONNX Runtime. No torch here."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from qc.domain.calibration import Calibration
from qc.domain.errors import EnsembleRefused
from qc.learning.heatmap import Judge, deletion_figures, lay_on_slice, pull_map
from qc.learning.joint import WEIGHTS, Joint
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
        joint: Joint | None,
        threads: int,
    ) -> None:
        self.manifest = manifest
        self.calibration = calibration
        self._session = session
        self._preprocessing = preprocessing
        self._joint = joint
        self._threads = threads

    @classmethod
    def load(cls, folder: Path, *, threads: int | None = None) -> "Ensemble":
        """The ensemble in `folder`. Raises EnsembleRefused if anything differs from its manifest.

        `threads` share the slices that are judged together, one a core if not said; one slice takes one.
        """
        manifest = read_manifest(folder)
        try:
            preprocessing = Preprocessing.from_dict(manifest["preprocessing"])
            calibration = Calibration.from_dict(manifest["calibration"]) if manifest.get("calibration") else None
            joint = Joint.load(folder) if WEIGHTS in manifest["sha256"] else None
        except (KeyError, OSError, TypeError, ValueError) as error:
            raise EnsembleRefused(f"The constants in the manifest of {folder.name} cannot be read: {error}.") from error
        options = onnxruntime.SessionOptions()
        # One thread a run: several wait for each other at every layer, and where the archive, the database and the
        # web server want the same cores, that waiting costs more than the second core gives. Runs side by side, each
        # with slices of its own, never wait, and take no more of the processor than one after the other.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        members = session.get_outputs()[0].shape[1]
        if members != manifest["members"]:
            raise EnsembleRefused(f"{folder.name} has {members} members, its manifest says {manifest['members']}.")
        return cls(manifest, session, preprocessing, calibration, joint, threads or len(os.sched_getaffinity(0)))

    @property
    def name(self) -> str:
        return str(self.manifest["name"])

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    @property
    def member_count(self) -> int:
        return int(self.manifest["members"])

    @property
    def takes_measures(self) -> bool:
        """Whether the numbers of a slice count beside its picture."""
        return self._joint is not None

    def probabilities(
        self,
        cmoe: NDArray[np.uint8],
        measures: NDArray[np.float32] | None = None,
        magnitude: NDArray[np.uint8] | None = None,
    ) -> NDArray[np.float32]:
        """Probability of diagnostic, float32 (n, members), for pictures uint8 (n, rows, cols, 3).

        `measures` (n, measures) are those of `extent.measure_extent`, NaN where absent; who judges pictures alone
        passes over them. `magnitude` (n, rows, cols) is that of `preprocess.without_gain`. Raises MagnitudeMissing
        where the members see it and it is not given.
        """
        found = self.by_picture(cmoe, magnitude)
        return found if self._joint is None else self._joint(found, measures)

    def by_picture(self, cmoe: NDArray[np.uint8], magnitude: NDArray[np.uint8] | None = None) -> NDArray[np.float32]:
        """What the members say of the pictures alone, float32 (n, members). Raises MagnitudeMissing."""
        if len(cmoe) == 0:
            return np.zeros((0, self.member_count), dtype=np.float32)
        if len(cmoe) == 1:  # as in service, where no thread is worth starting
            return self._judge(prepare(cmoe, self._preprocessing, magnitude))

        def judge(part: slice) -> NDArray[np.float32]:
            beside = None if magnitude is None else magnitude[part]
            return self._judge(prepare(cmoe[part], self._preprocessing, beside))

        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(judge, self._shares(len(cmoe)))))

    def heatmap(self, cmoe: NDArray[np.uint8], measures: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """What each place of a picture uint8 (rows, cols, 3) adds to the log-odds of diagnostic, float32 (rows, cols).

        Below 0 it speaks against. The slice's `measures` (measures,) stay what they are while places are covered.
        It takes about 75 times what a vote takes: never where somebody waits for a verdict.
        """
        picture = prepare(cmoe[np.newaxis], self._preprocessing)[0]
        pull = pull_map(picture, self._judge_with(measures))
        return lay_on_slice(pull, Window.around(cmoe), (cmoe.shape[0], cmoe.shape[1]))

    def check_heatmaps(self, cmoe: NDArray[np.uint8], measures: NDArray[np.float32] | None = None) -> dict[str, Any]:
        """Whether the heat maps of these pictures uint8 (n, rows, cols, 3) name what the votes hang on."""
        pictures = prepare(cmoe, self._preprocessing)
        return deletion_figures(
            pictures, [self._judge_with(None if measures is None else measures[at]) for at in range(len(cmoe))]
        )

    def _judge_with(self, measures: NDArray[np.float32] | None) -> Judge:
        """Judges variants of one slice's picture, whose measures (measures,) are known."""
        joint = self._joint
        if joint is None:
            return self._judge
        return lambda images: joint(
            self._judge(images), None if measures is None else np.broadcast_to(measures, (len(images), len(measures)))
        )

    def _shares(self, count: int) -> list[slice]:
        """The slices 0 to count in parts as equal as can be, at least one a thread and none larger than BATCH."""
        parts = min(count, max(self._threads, -(-count // BATCH)))
        return [slice(*edges) for edges in pairwise(np.linspace(0, count, parts + 1).round().astype(int).tolist())]

    def _judge(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """From prepared pictures (n, channels, size, size) to probabilities (n, members)."""
        inputs = normalise(images, self._preprocessing)
        parts = [self._session.run(None, {"cmoe": inputs[at : at + BATCH]})[0] for at in range(0, len(inputs), BATCH)]
        return np.asarray(np.concatenate(parts), dtype=np.float32)
