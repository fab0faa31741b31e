"""What can be wrong with an exam's headers and maps, to see whether the cross-check notices."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from pydicom.dataset import Dataset

from qc.actions.crosscheck import Comparison, Source, compare
from qc.dicom import roles, stack
from qc.domain.types import Mask, SliceMaps
from qc.elastography.crosscheck import Suspect
from qc.elastography.liver import estimate_liver
from qc.elastography.region import measurable_region

Change = Callable[[Dataset], Dataset]


@dataclass(frozen=True)
class SliceImages:
    """The images of one slice that a cross-check can use."""

    phase: list[Dataset]
    wave: list[Dataset]
    magnitude: Dataset
    stiffness: Dataset
    confidence: Dataset

    @property
    def maps(self) -> SliceMaps:
        return stack.build_maps(self.stiffness, self.confidence)

    @property
    def region(self) -> Mask:
        """Where the product measures: in the estimated liver."""
        maps = self.maps
        return measurable_region(maps, estimate_liver(maps, stack.read_magnitude(self.magnitude, maps)))

    def compare(self, source: Source = "phase") -> Comparison | None:
        images = self.phase if source == "phase" else self.wave
        return compare(source, images, self.maps, self.region)

    def changed(self, *, raw: Change, maps: Change) -> "SliceImages":
        """The same slice with every raw image, and every map and wave image, changed."""
        return SliceImages(
            phase=[raw(one) for one in self.phase],
            wave=[maps(one) for one in self.wave],
            magnitude=raw(self.magnitude),
            stiffness=maps(self.stiffness),
            confidence=maps(self.confidence),
        )


@dataclass(frozen=True)
class Fault:
    """Something wrong in an exam, and what a warning ought to suspect; None where no warning ought to come."""

    name: str
    suspect: Suspect | None
    impose: Callable[[SliceImages], SliceImages]


def slices_of(images: list[Dataset]) -> list[SliceImages]:
    """The slices of one GE exam from head to foot, with their raw phase, wave images and maps."""
    found: dict[float, dict[str, list[Dataset]]] = {}
    for image in sorted(images, key=lambda one: (int(one.SeriesNumber), int(one.InstanceNumber))):
        at = round(float(image.SliceLocation), 1)
        found.setdefault(at, {}).setdefault(roles.recognise_role(image), []).append(image)
    return [
        SliceImages(one["phase"], one["wave"], one["magnitude"][0], one["stiffness"][0], one["confidence"][0])
        for _, one in sorted(found.items(), reverse=True)
    ]


def same(image: Dataset) -> Dataset:
    return image


def spaced(factor: float, image: Dataset, *, with_field_of_view: bool = False) -> Dataset:
    """The image with another Pixel Spacing, and the field of view that goes with it if wanted."""
    changed = deepcopy(image)
    changed.PixelSpacing = [f"{float(value) * factor:.10g}" for value in image.PixelSpacing]
    if with_field_of_view:
        changed.ReconstructionDiameter = f"{float(image.ReconstructionDiameter) * factor:g}"
    return changed


def played(hertz: float, image: Dataset) -> Dataset:
    """The image with another frequency in the header."""
    changed = deepcopy(image)
    offsets = image[roles.GE_MEG_DATA].value[1]
    changed[roles.GE_MEG_DATA].value = [f"{hertz:g}", str(offsets)]
    return changed


def stiffened(factor: float, slice_: SliceImages) -> SliceImages:
    """The slice with a stiffness map that is wrong by a factor, as if it had been computed with a wrong value."""
    changed = deepcopy(slice_.stiffness)
    pascals = np.clip(np.rint(slice_.stiffness.pixel_array * factor), 0, 32000)
    changed.PixelData = pascals.astype("<i2").tobytes()
    return replace(slice_, stiffness=changed)


def _spacing_everywhere(factor: float, slice_: SliceImages) -> SliceImages:
    change = partial(spaced, factor, with_field_of_view=True)
    return stiffened(factor**2, slice_.changed(raw=change, maps=change))


def _spacing_of_maps(factor: float, slice_: SliceImages) -> SliceImages:
    return slice_.changed(raw=same, maps=partial(spaced, factor))


def _spacing_of_raw(factor: float, slice_: SliceImages) -> SliceImages:
    return slice_.changed(raw=partial(spaced, factor), maps=same)


def _spacing_in_computation(factor: float, slice_: SliceImages) -> SliceImages:
    return stiffened(factor**2, slice_)


def _frequency_of_headers(hertz: float, slice_: SliceImages) -> SliceImages:
    return slice_.changed(raw=partial(played, hertz), maps=partial(played, hertz))


def _frequency_in_computation(hertz: float, slice_: SliceImages) -> SliceImages:
    return stiffened((hertz / TRUE_HZ) ** 2, slice_)


def _frequency_everywhere(hertz: float, slice_: SliceImages) -> SliceImages:
    return stiffened((hertz / TRUE_HZ) ** 2, _frequency_of_headers(hertz, slice_))


TRUE_HZ = 60.0
"""At which every simulated exam is made."""
SPACING_FACTORS = (0.5, 2.0)
WRONG_HZ = (30.0, 40.0, 50.0, 80.0)

UNTOUCHED = Fault("none", None, lambda slice_: slice_)
FAULTS = (
    *(Fault(f"spacing x{one:g} in all headers and the maps", "spacing", partial(_spacing_everywhere, one))
      for one in SPACING_FACTORS),
    *(Fault(f"spacing x{one:g} in the maps' headers only", "spacing", partial(_spacing_of_maps, one))
      for one in SPACING_FACTORS),
    *(Fault(f"spacing x{one:g} in the raw headers only", "spacing", partial(_spacing_of_raw, one))
      for one in SPACING_FACTORS),
    *(Fault(f"spacing x{one:g} in the maps, headers right", "spacing", partial(_spacing_in_computation, one))
      for one in SPACING_FACTORS),
    *(Fault(f"{one:g} Hz in the headers, maps right", "frequency", partial(_frequency_of_headers, one))
      for one in WRONG_HZ),
    *(Fault(f"maps computed with {one:g} Hz, headers right", "frequency", partial(_frequency_in_computation, one))
      for one in WRONG_HZ),
    Fault("40 Hz in the headers and the maps", None, partial(_frequency_everywhere, 40.0)),
)  # fmt: skip
