"""Simulated exams as a GE scanner would store them: raw series, and the three maps of its offline inversion.

Scaling, numbering, windows and private tags follow a clinical exam (MR-Touch, 2D GRE, 1.5 T).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset

from qc.dicom.encoding import MAGNITUDE_SCALE, TIME_POINTS, Equipment, exam_header, is_echo_planar, make_image
from qc.dicom.stack import BURNED_IN_VALUE

if TYPE_CHECKING:
    from qc.simulation.acquisition import Protocol
    from qc.simulation.scanner import SimulatedExam

EQUIPMENT = Equipment("GE MEDICAL SYSTEMS", ("SIM-1", "SIM-2"), gradient_echo=("RM",), echo_planar=("SE", "EP", "RM"))
RAW_SERIES = 5
LOW_MATRIX = 64
"""Acquired lines up to which the scanner's inversion writes its warning; the clinical exam has as many."""
LOW_MATRIX_TEXT = "!LOW ACQ RES!"
TEXT_ROW = 243


def ge_datasets(exam: SimulatedExam, *, burn_in: bool = False) -> list[Dataset]:
    """All instances in the order in which a scanner sends them: raw, stiffness, wave, confidence.

    Raw phase comes before raw magnitude, each with its offsets consecutive; every map slice by slice.
    Nothing in them tells what is true of the exam. The same exam gives the same bytes. With `burn_in` the
    stiffness of an exam of few acquired lines has the scanner's warning in its pixels.
    """
    header = exam_header(exam, EQUIPMENT)
    _add_private(header, exam)
    return [*_raw(exam, header), *_stiffness(exam, header, burn_in), *_wave(exam, header), *_confidence(exam, header)]


def _raw(exam: SimulatedExam, header: Dataset) -> Iterator[Dataset]:
    number = 0
    for is_phase in (True, False):
        for position, one in enumerate(exam.slices):
            for offset in range(len(one.raw.phase_rad)):
                number += 1
                if is_phase:
                    pixels = np.clip(np.rint(one.raw.phase_rad[offset] * 1000), -3141, 3141)
                    window = (0, 6282)
                else:
                    pixels = np.rint(one.raw.magnitude[offset] * MAGNITUDE_SCALE)
                    window = (max(1, round(float(pixels.max()) / 2)), max(2, round(float(pixels.max()))))
                instance = make_image(
                    exam, header, series=RAW_SERIES, number=number, position=position, pixels=pixels, window=window
                )
                instance.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
                yield instance


def _stiffness(exam: SimulatedExam, header: Dataset, burn_in: bool) -> Iterator[Dataset]:
    for position, one in enumerate(exam.slices):
        pascals = np.clip(np.rint(one.elastogram.stiffness_kpa * 1000), 0, 32000)
        if burn_in and is_low_matrix(exam.protocol):
            pascals[low_matrix_text(exam.protocol.size)] = BURNED_IN_VALUE
        yield _derived(exam, header, 0, "Stiffness", position, 0, pascals, (4000, 8000))


def is_low_matrix(protocol: Protocol) -> bool:
    """Whether so few lines were acquired that the scanner's inversion warns."""
    return min(protocol.acquired) <= LOW_MATRIX


def low_matrix_text(size: int) -> NDArray[np.bool_]:
    """Where the warning stands in an image of `size` rows and columns: below the middle, at the lower edge."""
    picture = Image.new("1", (size, size))
    font = ImageFont.load_default_imagefont()
    left = (size - font.getbbox(LOW_MATRIX_TEXT)[2]) / 2
    ImageDraw.Draw(picture).text((round(left), TEXT_ROW * size // 256), LOW_MATRIX_TEXT, fill=1, font=font)
    return np.asarray(picture, dtype=bool)


def _wave(exam: SimulatedExam, header: Dataset) -> Iterator[Dataset]:
    for position, one in enumerate(exam.slices):
        for time in range(TIME_POINTS):
            turned = one.elastogram.wave * np.exp(2j * np.pi * time / TIME_POINTS)
            milliradians = np.clip(np.rint(turned.real * 1000), -32000, 32000)
            yield _derived(exam, header, 5, "Shear Wave", position, time, milliradians, (0, 10000))


def _confidence(exam: SimulatedExam, header: Dataset) -> Iterator[Dataset]:
    for position, one in enumerate(exam.slices):
        thousandths = np.clip(np.floor(one.elastogram.confidence * 1000), 0, 999)
        yield _derived(exam, header, 7, "Confidence", position, 0, thousandths, (950, 100))


def _derived(
    exam: SimulatedExam,
    header: Dataset,
    series: int,
    name: str,
    position: int,
    time: int,
    pixels: NDArray[np.floating],
    window: tuple[int, int],
) -> Dataset:
    """One instance of a map: series 500 and up, named in the description and in the comments."""
    number = position * TIME_POINTS + time + 1
    instance = make_image(
        exam, header, series=100 * RAW_SERIES + series, number=number, position=position, pixels=pixels, window=window
    )
    instance.ImageType = ["DERIVED", "SECONDARY", "PROCESSED"]
    instance.SeriesDescription = name
    instance.ImageComments = name
    return instance


def _add_private(header: Dataset, exam: SimulatedExam) -> None:
    """The private elements by which GE's MRE is recognised, under their creators."""
    acquisition = header.private_block(0x0019, "GEMS_ACQU_01", create=True)
    acquisition.add_new(0x9C, "LO", "epimre" if is_echo_planar(exam) else "MR-Touch")
    acquisition.add_new(0x9E, "LO", "EPI" if is_echo_planar(exam) else "FGRE")
    relation = header.private_block(0x0021, "GEMS_RELA_01", create=True)
    relation.add_new(0x4F, "SS", len(exam.slices))
    parameters = header.private_block(0x0043, "GEMS_PARM_01", create=True)
    parameters.add_new(0xA2, "DS", [f"{exam.protocol.frequency_hz:g}", str(len(exam.slices[0].raw.phase_rad))])
