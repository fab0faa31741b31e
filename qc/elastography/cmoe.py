"""The picture that a slice is judged by: the elastogram in colour, hatched where it must not be believed.

CMOE means confidence-map-overlaid elastogram: Nieves-Vazquez et al., JMRI 2025;61(2):985-994.
"""

import numpy as np
from numpy.typing import NDArray

from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.colormap import stiffness_colours

RANGE_KPA = 8.0
"""End of the colour range. Very stiff livers are shown at 0-20 kPa instead."""

HATCH_LINES = 42
"""Lines of the hatch across the picture: a share of its width, so that every matrix size looks alike."""


def render_cmoe(
    stiffness_kpa: NDArray[np.float32],
    confidence: NDArray[np.float32],
    *,
    burned_in: NDArray[np.bool_],
    range_kpa: float = RANGE_KPA,
) -> NDArray[np.uint8]:
    """The CMOE of one slice as uint8 (rows, cols, 3).

    `stiffness_kpa` and `confidence` (0-1) are float32 (rows, cols); stiffness 0 is outside the body.
    `burned_in` (rows, cols) marks text in the pixels, which is painted black like the surroundings.
    """
    index = np.clip(np.rint(stiffness_kpa / range_kpa * 255), 0, 255).astype(np.uint8)
    picture: NDArray[np.uint8] = stiffness_colours()[index]
    hidden = (stiffness_kpa <= 0) | burned_in
    picture[hidden | (hatch(stiffness_kpa.shape) & (confidence < CONFIDENCE_THRESHOLD))] = 0
    return picture


def hatch(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Diagonal lines, bool (rows, cols): a third of all pixels is line."""
    period = max(3, round(shape[1] / HATCH_LINES))
    rows, columns = np.indices(shape)
    lines: NDArray[np.bool_] = (rows + columns) % period < max(1, period // 3)
    return lines
