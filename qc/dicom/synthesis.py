"""Simulated exams as a GE scanner would store them: raw series, and the three maps of its offline inversion.

Scaling, numbering, windows and private tags follow a clinical exam (MR-Touch, 2D GRE, 1.5 T).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

if TYPE_CHECKING:
    from qc.simulation.acquisition import Protocol
    from qc.simulation.scanner import SimulatedExam

UID_ROOT = "1.2.826.0.1.3680043.8.498."
"""pydicom's own root: identifiers under it are generated, never a manufacturer's."""
RAW_SERIES = 5
TIME_POINTS = 8
"""Of the wave images; derived instances count in steps of it, whatever the series."""
MAGNITUDE_SCALE = 400
FIRST_EXAM_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""Simulated exams are dated from here on, ten minutes for each seed: a seed always gives the same bytes."""


def ge_datasets(exam: SimulatedExam) -> list[Dataset]:
    """All instances in the order in which a scanner sends them: raw, stiffness, wave, confidence.

    Raw phase comes before raw magnitude, each with its offsets consecutive; every map slice by slice.
    Nothing in them tells what is true of the exam. The same exam gives the same bytes.
    """
    header = _exam_header(exam)
    return [*_raw(exam, header), *_stiffness(exam, header), *_wave(exam, header), *_confidence(exam, header)]


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
                instance = _instance(exam, header, RAW_SERIES, number, position, pixels, window)
                instance.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
                yield instance


def _stiffness(exam: SimulatedExam, header: Dataset) -> Iterator[Dataset]:
    for position, one in enumerate(exam.slices):
        pascals = np.clip(np.rint(one.elastogram.stiffness_kpa * 1000), 0, 32000)
        yield _derived(exam, header, 0, "Stiffness", position, 0, pascals, (4000, 8000))


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
    instance = _instance(exam, header, 100 * RAW_SERIES + series, number, position, pixels, window)
    instance.ImageType = ["DERIVED", "SECONDARY", "PROCESSED"]
    instance.SeriesDescription = name
    instance.ImageComments = name
    return instance


def _exam_header(exam: SimulatedExam) -> Dataset:
    """What all instances share: patient, study, equipment, and how the images were acquired."""
    header = Dataset()
    _add_patient_and_study(header, exam)
    _add_equipment(header, exam.protocol)
    _add_acquisition(header, exam)
    _add_private(header, exam)
    return header


def _add_patient_and_study(header: Dataset, exam: SimulatedExam) -> None:
    at = FIRST_EXAM_AT + timedelta(minutes=10 * (exam.seed % 50_000))
    header.SpecificCharacterSet = "ISO_IR 100"
    header.PatientName = exam.patient
    header.PatientID = exam.patient.replace("^", "-")
    header.PatientBirthDate = ""
    header.PatientSex = "O"
    header.PatientPosition = "HFS"
    header.StudyInstanceUID = _study_uid(exam)
    header.FrameOfReferenceUID = _uid(header, "frame")
    header.StudyID = str(exam.seed % 10**8)
    header.AccessionNumber = ""
    header.ReferringPhysicianName = ""
    header.StudyDescription = "SIMULATED LIVER MRE"
    header.PositionReferenceIndicator = ""
    header.StudyDate = header.SeriesDate = header.AcquisitionDate = header.ContentDate = at.strftime("%Y%m%d")
    header.StudyTime = header.SeriesTime = header.AcquisitionTime = header.ContentTime = at.strftime("%H%M%S")


def _add_equipment(header: Dataset, protocol: Protocol) -> None:
    header.Modality = "MR"
    header.Manufacturer = "GE MEDICAL SYSTEMS"
    header.ManufacturerModelName = "SIMULATED MR"
    header.StationName = "SIM-1" if protocol.field_strength_t < 2 else "SIM-2"
    header.InstitutionName = "SIMULATED"
    header.SoftwareVersions = "mreqc"
    header.MagneticFieldStrength = f"{protocol.field_strength_t:g}"
    header.ImagingFrequency = f"{42.577 * protocol.field_strength_t:.4f}"
    header.ImagedNucleus = "1H"


def _add_acquisition(header: Dataset, exam: SimulatedExam) -> None:
    protocol = exam.protocol
    is_echo_planar = protocol.sequence == "2D SE-EPI"
    header.ScanningSequence = ["SE", "EP", "RM"] if is_echo_planar else "RM"
    header.SequenceVariant = "NONE"
    header.ScanOptions = ""
    header.MRAcquisitionType = "2D"
    header.BodyPartExamined = "LIVER"
    header.RepetitionTime = "1000" if is_echo_planar else "50"
    header.EchoTime = f"{protocol.echo_time_ms:.3f}"
    header.EchoNumbers = "1"
    header.EchoTrainLength = str(protocol.acquired[1]) if is_echo_planar else "1"
    header.FlipAngle = "90" if is_echo_planar else "30"
    header.NumberOfAverages = "1"
    header.SliceThickness = f"{protocol.slice_thickness_mm:g}"
    header.SpacingBetweenSlices = f"{protocol.slice_thickness_mm + protocol.slice_gap_mm:g}"
    header.ReconstructionDiameter = f"{protocol.field_of_view_mm:g}"
    header.AcquisitionMatrix = [protocol.acquired[0], 0, 0, protocol.acquired[1]]
    header.InPlanePhaseEncodingDirection = "COL"
    header.AcquisitionNumber = "1"
    header.NumberOfTemporalPositions = str(len(exam.slices[0].raw.phase_rad))
    header.ImagesInAcquisition = str(2 * len(exam.slices) * len(exam.slices[0].raw.phase_rad))
    header.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    header.Rows = header.Columns = protocol.size
    header.PixelSpacing = [f"{protocol.field_of_view_mm / protocol.size:.10g}"] * 2
    header.SamplesPerPixel = 1
    header.PhotometricInterpretation = "MONOCHROME2"
    header.BitsAllocated = header.BitsStored = 16
    header.HighBit = 15
    header.PixelRepresentation = 1


def _add_private(header: Dataset, exam: SimulatedExam) -> None:
    """The private elements by which GE's MRE is recognised, under their creators."""
    is_echo_planar = exam.protocol.sequence == "2D SE-EPI"
    acquisition = header.private_block(0x0019, "GEMS_ACQU_01", create=True)
    acquisition.add_new(0x9C, "LO", "epimre" if is_echo_planar else "MR-Touch")
    acquisition.add_new(0x9E, "LO", "EPI" if is_echo_planar else "FGRE")
    relation = header.private_block(0x0021, "GEMS_RELA_01", create=True)
    relation.add_new(0x4F, "SS", len(exam.slices))
    parameters = header.private_block(0x0043, "GEMS_PARM_01", create=True)
    parameters.add_new(0xA2, "DS", [f"{exam.protocol.frequency_hz:g}", str(len(exam.slices[0].raw.phase_rad))])


def _instance(
    exam: SimulatedExam,
    header: Dataset,
    series: int,
    number: int,
    position: int,
    pixels: NDArray[np.floating],
    window: tuple[int, int],
) -> Dataset:
    """One signed 16-bit image (rows, cols) at the place of slice `position`."""
    instance = Dataset()
    instance.update(deepcopy(header))  # elements must not be shared: whoever changes one image means that one
    instance.SOPClassUID = MRImageStorage
    instance.SOPInstanceUID = _uid(header, f"{series}.{number}")
    instance.SeriesInstanceUID = _uid(header, f"series {series}")
    instance.SeriesNumber = str(series)
    instance.InstanceNumber = str(number)
    instance.InStackPositionNumber = position + 1
    instance.StackID = "1"
    location = exam.slices[position].location_mm
    edge = -exam.protocol.field_of_view_mm / 2 * (1 - 1 / exam.protocol.size)
    instance.ImagePositionPatient = [f"{edge:.6g}", f"{edge:.6g}", f"{location:.6g}"]
    instance.SliceLocation = f"{location:.6g}"
    stored = pixels.astype("<i2")
    instance.SmallestImagePixelValue = int(stored.min())
    instance.LargestImagePixelValue = int(stored.max())
    instance.WindowCenter, instance.WindowWidth = (str(value) for value in window)
    instance.PixelData = stored.tobytes()
    instance["PixelData"].VR = "OW"
    instance.file_meta = FileMetaDataset()
    instance.file_meta.MediaStorageSOPClassUID = MRImageStorage
    instance.file_meta.MediaStorageSOPInstanceUID = instance.SOPInstanceUID
    instance.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return instance


def _study_uid(exam: SimulatedExam) -> str:
    """Decided by the exam's seed, patient and pixels: never two exams under one identifier."""
    pixels = hashlib.sha256(exam.slices[0].raw.phase_rad.tobytes()).hexdigest()
    return str(generate_uid(UID_ROOT, entropy_srcs=[str(exam.seed), exam.patient, pixels]))


def _uid(header: Dataset, what: str) -> str:
    """An identifier for a part of the study in `header`."""
    return str(generate_uid(UID_ROOT, entropy_srcs=[header.StudyInstanceUID, what]))
