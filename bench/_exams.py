"""Exams of the sizes that scanners send."""

from collections.abc import Iterable
from copy import deepcopy

import numpy as np
from pydicom import Dataset
from pydicom.uid import generate_uid


def enlarge(images: Iterable[Dataset], factor: int = 2) -> list[Dataset]:
    """A new study of another patient, each pixel as `factor` x `factor` smaller ones: 512 x 512 from 256 x 256."""
    renamed: dict[str, str] = {}
    return [_enlarge_image(image, factor, renamed) for image in images]


def _enlarge_image(image: Dataset, factor: int, renamed: dict[str, str]) -> Dataset:
    copy = deepcopy(image)
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
        copy[keyword].value = renamed.setdefault(copy[keyword].value, generate_uid())
    copy.file_meta.MediaStorageSOPInstanceUID = copy.SOPInstanceUID
    copy.PatientID, copy.PatientName = f"{image.PatientID}-LARGE", f"{image.PatientName}LARGE"
    pixels = np.frombuffer(image.PixelData, dtype=f"u{image.BitsAllocated // 8}").reshape(image.Rows, image.Columns, -1)
    copy.PixelData = pixels.repeat(factor, axis=0).repeat(factor, axis=1).tobytes()
    copy.Rows, copy.Columns = image.Rows * factor, image.Columns * factor
    copy.PixelSpacing = [float(spacing) / factor for spacing in image.PixelSpacing]
    return copy
