"""What can go wrong between a scanner and its archive, on demand: images lost, late, repeated, jumbled or broken."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
from pydicom import Dataset

FAULTS = ("lose", "delay", "repeat", "reorder", "corrupt")
REPEATED_SHARE = 0.3
"""Of the images of a delivery, those that a fault of the line sends twice."""
KEPT_SHARE = 3
"""A broken image keeps one part in three of its pixels."""


@dataclass(frozen=True)
class Delivery:
    """The images in the order in which they reach the archive."""

    now: list[Dataset]
    late: list[Dataset]
    """Those that come when everybody has ceased to wait."""
    lost: list[Dataset]
    corrupt: list[Dataset] = field(default_factory=list)
    """Those among `now` whose pixels end early."""


def disturb(images: Sequence[Dataset], faults: Collection[str], *, seed: int) -> Delivery:
    """Let these faults happen to one exam; the same seed gives the same faults.

    `lose` keeps every image of one slice back for good, `delay` those of another one for later, `repeat` sends some
    images twice, `reorder` sends them in any order, `corrupt` cuts the pixels of every image of a third slice short.
    Raises ValueError for a fault that is none of FAULTS.
    """
    unknown = set(faults) - set(FAULTS)
    if unknown:
        raise ValueError(f"There is no fault called {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}.")
    random = np.random.default_rng(seed)
    places = random.permutation(sorted({float(image.SliceLocation) for image in images}))
    lost = _at(images, places[:1]) if "lose" in faults else []
    late = _at(images, places[1:2]) if "delay" in faults else []
    apart = {image.SOPInstanceUID for image in [*lost, *late]}
    broken = (
        {image.SOPInstanceUID: _cut_short(image) for image in _at(images, places[2:3])} if "corrupt" in faults else {}
    )
    now = [broken.get(image.SOPInstanceUID, image) for image in images if image.SOPInstanceUID not in apart]
    if "repeat" in faults:
        now = [again for image in now for again in [image] * (1 + int(random.random() < REPEATED_SHARE))]
    if "reorder" in faults:
        now = [now[place] for place in random.permutation(len(now))]
    return Delivery(now, late, lost, list(broken.values()))


def _at(images: Sequence[Dataset], places: Collection[float]) -> list[Dataset]:
    return [image for image in images if float(image.SliceLocation) in places]


def _cut_short(image: Dataset) -> Dataset:
    """A copy of the image as a transfer leaves it that breaks off: the header says more pixels than there are."""
    broken = deepcopy(image)
    broken.PixelData = image.PixelData[: len(image.PixelData) // KEPT_SHARE // 2 * 2]
    return broken
