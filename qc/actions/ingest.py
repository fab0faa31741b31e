"""Take up new images of the archive: index them, group them to exams and slices, pair the maps."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from pydicom.errors import InvalidDicomError

from qc.dicom.pacs import MODALITIES, Archive, header_of_other
from qc.dicom.roles import ImageHeader, read_header
from qc.dicom.stack import pixel_checksum
from qc.domain.errors import ImageGone
from qc.models.assessment import Assessment
from qc.models.event import Event
from qc.models.exam import MAP_ROLES, Exam, Instance, Slice

SLICE_ROLES = (*MAP_ROLES, "phase", "magnitude", "wave")
FETCHED_AT_ONCE = 4


@dataclass(frozen=True)
class ArrivedImage:
    header: ImageHeader
    checksum: str


def ingest_instances(*, archive: Archive, instances: list[str], seen_at: datetime) -> list[int]:
    """Take up the images that Orthanc knows by `instances`; return the assessments that became possible.

    Doing it twice changes nothing: an image is known by its SOP Instance UID and its pixels. Raises
    ArchiveUnavailable before anything is written.
    """
    with ThreadPoolExecutor(FETCHED_AT_ONCE) as pool:
        arrived = [image for image in pool.map(lambda one: _fetch(archive, one), instances) if image]
    with transaction.atomic():
        return _keep(arrived, seen_at)


def _fetch(archive: Archive, instance: str) -> ArrivedImage | None:
    try:
        address = archive.address(instance)
        if address.modality not in MODALITIES:
            return ArrivedImage(header_of_other(address), "")
        ds = archive.retrieve(address.study, address.series, address.instance)
        return ArrivedImage(read_header(ds), pixel_checksum(ds))
    except ImageGone:
        return None
    except InvalidDicomError:
        return ArrivedImage(header_of_other(address), "")


def _keep(arrived: Iterable[ArrivedImage], seen_at: datetime) -> list[int]:
    touched: dict[int, Exam] = {}
    slices: dict[int, Slice] = {}
    for image in arrived:
        exam = _find_exam(touched, image.header, seen_at)
        kept = _keep_image(exam, image, seen_at)
        if kept and kept.slice:
            slices[kept.slice.pk] = kept.slice
    opened = [pk for one in slices.values() for pk in _pair_maps(one, touched[one.exam_id], seen_at)]
    for exam in touched.values():
        exam.save()
        Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())
    return opened


def _find_exam(touched: dict[int, Exam], header: ImageHeader, seen_at: datetime) -> Exam:
    found = Exam.objects.home_of(header.study_instance_uid, header.acquisition)
    if found is None:
        found = _open_exam(header, seen_at)
    exam = touched.setdefault(found.pk, found)
    if header.acquisition and not exam.acquisition:
        exam.acquisition = header.acquisition
        exam.save(update_fields=["acquisition"])
    return exam


def _open_exam(header: ImageHeader, seen_at: datetime) -> Exam:
    return Exam.objects.create(
        study_instance_uid=header.study_instance_uid,
        acquisition=header.acquisition,
        patient_id=header.patient_id,
        patient_name=header.patient_name,
        scanner=header.scanner,
        arrived_at=seen_at,
        last_image_at=seen_at,
    )


def _keep_image(exam: Exam, image: ArrivedImage, seen_at: datetime) -> Instance | None:
    """Keep the image, or nothing if just this image is known already."""
    header = image.header
    known = Instance.objects.filter(sop_instance_uid=header.sop_instance_uid).first()
    if known and known.pixel_checksum == image.checksum and exam.state != Exam.State.WITHDRAWN:
        return None
    _describe_exam(exam, header)
    if exam.state in (Exam.State.RECEIVING, Exam.State.PROVISIONAL):
        exam.last_image_at = seen_at
    elif header.role in MAP_ROLES or header.role == "colour_save" or exam.state == Exam.State.WITHDRAWN:
        exam.reopen()
        exam.last_image_at = seen_at
    kept, _ = Instance.objects.update_or_create(
        sop_instance_uid=header.sop_instance_uid,
        defaults={
            "series_instance_uid": header.series_instance_uid,
            "exam": exam,
            "slice": _find_slice(exam, header),
            "role": header.role,
            "series_number": header.series_number,
            "instance_number": header.instance_number,
            "pixel_checksum": image.checksum,
            "geometry": asdict(header.geometry) if header.geometry else None,
            "seen_at": seen_at,
        },
    )
    return kept


def _describe_exam(exam: Exam, header: ImageHeader) -> None:
    """Let the images of the exam itself say what it is; others in the study do not."""
    if header.role == "other":
        return
    exam.is_mre = True
    exam.manufacturer = header.vendor
    exam.scanner = header.scanner
    exam.field_strength_t = header.field_strength_t or exam.field_strength_t
    exam.sequence = header.sequence or exam.sequence
    exam.expected_slices = header.expected_slices or exam.expected_slices


def _find_slice(exam: Exam, header: ImageHeader) -> Slice | None:
    if header.role not in SLICE_ROLES or header.geometry is None:
        return None
    position = header.geometry.normal_position_mm
    found = exam.find_slice(position)
    if found is None:
        location = position if header.location_mm is None else header.location_mm
        found = exam.slices.create(position_mm=position, location_mm=location)
    return found


def _pair_maps(one: Slice, exam: Exam, seen_at: datetime) -> list[int]:
    """Open an assessment if the slice has both maps and these were not judged before."""
    stiffness, partner = one.image("stiffness"), one.image("confidence", "hatched_elastogram")
    if stiffness is None or partner is None:
        return []
    both = f"{stiffness.pixel_checksum} {partner.pixel_checksum}"
    digest = f"sha256:{hashlib.sha256(both.encode()).hexdigest()}"
    assessment, is_new = Assessment.objects.get_or_create(
        slice=one,
        input_digest=digest,
        defaults={"primary": stiffness, "partner": partner, "completed_pair_at": seen_at},
    )
    if not is_new:
        return []
    one.state = Slice.State.ASSESSING
    one.save(update_fields=["state"])
    return [assessment.pk]
