"""The colour table of elastograms: violet and blue for soft, green at the middle of the range, red for stiff.

Run as a program it prints the table as JSON, so that the browser paints with the same numbers.
"""

import json
import sys

import numpy as np
from numpy.typing import NDArray

COLOUR_NODES = (
    (0.00, (52, 0, 96)),
    (0.12, (58, 22, 190)),
    (0.26, (20, 112, 248)),
    (0.38, (0, 206, 226)),
    (0.50, (16, 184, 72)),
    (0.62, (186, 224, 20)),
    (0.74, (255, 196, 0)),
    (0.87, (255, 92, 0)),
    (1.00, (168, 0, 12)),
)
"""Share of the stiffness range, and its colour (red, green, blue): the customary order of hues for MRE.

No node is black: black is kept for what lies outside the body and for the hatch.
"""


def stiffness_colours() -> NDArray[np.uint8]:
    """The table as uint8 (256, 3): row 0 is the softest, row 255 the end of the range."""
    positions = [position for position, _ in COLOUR_NODES]
    channels = np.array([colour for _, colour in COLOUR_NODES], dtype=float).T
    steps = np.linspace(0.0, 1.0, 256)
    return np.stack([np.interp(steps, positions, channel).round() for channel in channels], axis=1).astype(np.uint8)


def main() -> None:
    """Print the table as a JSON list of 256 [red, green, blue]."""
    sys.stdout.write(json.dumps(stiffness_colours().tolist()) + "\n")


if __name__ == "__main__":
    main()
