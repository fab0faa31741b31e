"""What every vendor's encoding of a simulated exam shares: patient, study, equipment, acquisition, plane and pixels."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass
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
TIME_POINTS = 8
"""Of the wave images."""
MAGNITUDE_SCALE = 400
FIRST_EXAM_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""Simulated exams are dated from here on, ten minutes for each seed: a seed always gives the same bytes."""


@dataclass(frozen=True)
class Equipment:
    """How a vendor names itself and its sequences."""

    manufacturer: str
    stations: tuple[str, str]
    """At 1.5 and at 3 T."""
    gradient_echo: tuple[str, ...] = ("GR",)
    """Scanning Sequence, as for the next."""
    echo_planar: tuple[str, ...] = ("SE", "EP")


def exam_header(exam: SimulatedExam, equipment: Equipment) -> Dataset:
    """What all instances share. Nothing in it tells what is true of the exam."""
    header = Dataset()
    _add_patient_and_study(header, exam)
    _add_equipment(header, exam.protocol, equipment)
    _add_acquisition(header, exam, equipment)
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
    header.FrameOfReferenceUID = _uid(_study_uid(exam.first_attempt or exam), "frame")
    header.StudyID = str(exam.seed % 10**8)
    header.AccessionNumber = ""
    header.ReferringPhysicianName = ""
    header.StudyDescription = "SIMULATED LIVER MRE"
    header.PositionReferenceIndicator = ""
    header.StudyDate = header.SeriesDate = header.AcquisitionDate = header.ContentDate = at.strftime("%Y%m%d")
    header.StudyTime = header.SeriesTime = header.AcquisitionTime = header.ContentTime = at.strftime("%H%M%S")


def _add_equipment(header: Dataset, protocol: Protocol, equipment: Equipment) -> None:
    header.Modality = "MR"
    header.Manufacturer = equipment.manufacturer
    header.ManufacturerModelName = "SIMULATED MR"
    header.StationName = equipment.stations[int(protocol.field_strength_t >= 2)]
    header.InstitutionName = "SIMULATED"
    header.SoftwareVersions = "mreqc"
    header.MagneticFieldStrength = f"{protocol.field_strength_t:g}"
    header.ImagingFrequency = f"{42.577 * protocol.field_strength_t:.4f}"
    header.ImagedNucleus = "1H"


def is_echo_planar(exam: SimulatedExam) -> bool:
    """Whether the exam was acquired by SE-EPI rather than GRE."""
    return exam.protocol.sequence == "2D SE-EPI"


def _add_acquisition(header: Dataset, exam: SimulatedExam, equipment: Equipment) -> None:
    protocol = exam.protocol
    sequence = equipment.echo_planar if is_echo_planar(exam) else equipment.gradient_echo
    header.ScanningSequence = list(sequence) if len(sequence) > 1 else sequence[0]
    header.SequenceVariant = "NONE"
    header.ScanOptions = ""
    header.MRAcquisitionType = "2D"
    header.BodyPartExamined = "LIVER"
    header.RepetitionTime = "1000" if is_echo_planar(exam) else "50"
    header.EchoTime = f"{protocol.echo_time_ms:.3f}"
    header.EchoNumbers = "1"
    header.EchoTrainLength = str(protocol.acquired[1]) if is_echo_planar(exam) else "1"
    header.FlipAngle = "90" if is_echo_planar(exam) else "30"
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


def make_image(
    exam: SimulatedExam,
    header: Dataset,
    *,
    series: int,
    number: int,
    position: int,
    pixels: NDArray[np.floating],
    window: tuple[int, int],
) -> Dataset:
    """One image (rows, cols) at the place of slice `position`; signed or not as the header's pixels are."""
    instance = Dataset()
    instance.update(deepcopy(header))  # elements must not be shared: whoever changes one image means that one
    instance.SOPClassUID = MRImageStorage
    instance.SOPInstanceUID = _uid(header.StudyInstanceUID, f"{series}.{number}")
    instance.SeriesInstanceUID = _uid(header.StudyInstanceUID, f"series {series}")
    instance.SeriesNumber = str(series)
    instance.InstanceNumber = str(number)
    instance.InStackPositionNumber = position + 1
    instance.StackID = "1"
    location = exam.slices[position].location_mm
    edge = -exam.protocol.field_of_view_mm / 2 * (1 - 1 / exam.protocol.size)
    instance.ImagePositionPatient = [f"{edge:.6g}", f"{edge:.6g}", f"{location:.6g}"]
    instance.SliceLocation = f"{location:.6g}"
    stored = pixels.astype("<i2" if header.PixelRepresentation else "<u2")
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


def _uid(study: str, what: str) -> str:
    """An identifier for a part of the study."""
    return str(generate_uid(UID_ROOT, entropy_srcs=[study, what]))
