"""Exams to send, whole and spoilt: every copy has identifiers of its own, so that no test meets another's study."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import cache
from itertools import count

import numpy as np
from pydicom import Dataset
from pydicom.uid import SecondaryCaptureImageStorage, generate_uid

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import Quality, simulate_exam

SEED = 20
PATIENTS = count(1)


@cache
def simulated(quality: Quality = "adequate") -> tuple[Dataset, ...]:
    """All images of a simulated exam in the order of the scanner; not to be changed, only renewed."""
    return tuple(ge_datasets(simulate_exam(seed=SEED, quality=quality)))


def fresh_exam(quality: Quality = "adequate") -> list[Dataset]:
    """A new study like the simulated one, in full."""
    return renew(simulated(quality))


def fresh_maps(*names: str) -> list[Dataset]:
    """A new study of maps only (`Stiffness`, `Confidence`; both if none is named): quick to send."""
    return renew(image for image in simulated() if image.get("SeriesDescription") in (names or MAPS))


MAPS = ("Stiffness", "Confidence")


def slices_of(images: Sequence[Dataset]) -> int:
    return len({float(image.SliceLocation) for image in images})


def renew(images: Iterable[Dataset]) -> list[Dataset]:
    """Copies under new identifiers, of one study and one patient."""
    patient = next(PATIENTS)
    renamed: dict[str, str] = {}
    copies = [deepcopy(image) for image in images]  # one by one: simulated images share elements
    for image in copies:
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
            image[keyword].value = renamed.setdefault(image[keyword].value, generate_uid())
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
        image.PatientID, image.PatientName = f"FLOW-{patient}", f"SIMULATED^FLOW {patient}"
    return copies


def fresh_colour_saves() -> list[Dataset]:
    """A new study of colour pictures: what a scanner saves when only screenshots are sent on."""
    return [_as_colour(image) for image in fresh_maps("Stiffness")]


def _as_colour(image: Dataset) -> Dataset:
    stiffness = image.pixel_array.clip(0, 8000).astype(np.float32) / 8000
    rgb = np.stack([stiffness, np.sin(np.pi * stiffness), 1 - stiffness], axis=-1) * (stiffness > 0)[..., None]
    image.SOPClassUID = image.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    image.SeriesDescription = image.ImageComments = "Elastogram colour save"
    image.SamplesPerPixel, image.PhotometricInterpretation, image.PlanarConfiguration = 3, "RGB", 0
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 8, 8, 7, 0
    image.PixelData = (rgb * 255).astype(np.uint8).tobytes()
    return image
