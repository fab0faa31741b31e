"""Labelled slices: what an ensemble learns from and is judged by, wherever they come from."""

import hashlib
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelledSlices:
    """Slices with one label each, and whose they are."""

    cmoe: NDArray[np.uint8]
    """(n, rows, cols, 3)."""
    is_diagnostic: NDArray[np.bool_]
    """(n,)."""
    patient: tuple[str, ...]
    """Length n: slices of one patient never stand on both sides of a split."""
    source: dict[str, object] = field(default_factory=dict)
    """Where they come from, for the manifest."""
    observers: NDArray[np.bool_] | None = None
    """(n, 2): which of two observers calls the slice diagnostic; None where nobody read twice."""
    measures: NDArray[np.float32] | None = None
    """(n, measures): what the maps measure (`extent.MEASURES`); None where there are only pictures."""
    magnitude: NDArray[np.uint8] | None = None
    """(n, rows, cols), without the scanner's gain (`preprocess.without_gain`); None where a slice has none."""

    def __len__(self) -> int:
        return len(self.is_diagnostic)

    def take(self, chosen: NDArray[np.intp]) -> "LabelledSlices":
        """The slices at these indices."""
        return LabelledSlices(
            cmoe=self.cmoe[chosen],
            is_diagnostic=self.is_diagnostic[chosen],
            patient=tuple(self.patient[int(index)] for index in chosen),
            source=self.source,
            observers=None if self.observers is None else self.observers[chosen],
            measures=None if self.measures is None else self.measures[chosen],
            magnitude=None if self.magnitude is None else self.magnitude[chosen],
        )

    def as_first_observer(self) -> "LabelledSlices":
        """The same slices, labelled by the first observer where there are observers, as in the published study."""
        return self if self.observers is None else replace(self, is_diagnostic=self.observers[:, 0])

    @property
    def digest(self) -> str:
        """SHA-256 of pixels, labels and patients: the same with and without what is known beside the CMOE.

        So it says of ensembles that see different things whether they learned from the same slices.
        """
        content = hashlib.sha256(np.ascontiguousarray(self.cmoe).tobytes())
        content.update(np.asarray(self.is_diagnostic, dtype=np.uint8).tobytes())
        content.update("\n".join(self.patient).encode())
        return content.hexdigest()
