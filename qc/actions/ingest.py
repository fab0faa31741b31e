"""Take up new images of the archive: index them, group them to exams and slices, pair the maps."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction

from qc.dicom.pacs import MODALITIES, Archive, ImageAddress, header_of_other
from qc.dicom.roles import ImageHeader, read_header
from qc.dicom.stack import pixel_checksum
from qc.domain.errors import ImageGone, ImageUnreadable, QcError
from qc.models.assessment import Assessment
from qc.models.exam import MAP_ROLES, Exam
from qc.models.instance import Instance, newest
from qc.models.slice import Slice

SLICE_ROLES = (*MAP_ROLES, "phase", "magnitude", "wave")
JUDGED_ROLES = (*MAP_ROLES, "colour_save")
UNPLACED_MM = -1e6
"""Maps that do not say where they lie are kept apart by their number, below every position in a patient."""
FETCHED_AT_ONCE = 4
FEW = 4
"""So many images are looked up one by one, all at once: a series of a hundred tells a hundred times as much."""


@dataclass(frozen=True)
class ArrivedImage:
    header: ImageHeader
    checksum: str


@dataclass(frozen=True)
class Ingested:
    """Primary keys of what arriving images led to."""

    assessments: list[int]
    """That became possible."""
    exams: list[int]
    """Of which more has changed than what can be withheld (`qc/actions/tell.py`)."""


def ingest_instances(*, archive: Archive, instances: Sequence[str], seen_at: datetime) -> Ingested:
    """Take up the images that Orthanc knows by `instances`.

    Doing it twice changes nothing: an image is known by its SOP Instance UID and its pixels. Raises
    ArchiveUnavailable before anything is written.
    """
    pool = _pool()
    found = pool.map(archive.look_up, instances) if len(instances) <= FEW else archive.locate(instances)
    addresses = [address for address in found if address]
    arrived = [image for image in pool.map(lambda one: _fetch(archive, one), addresses) if image]
    with transaction.atomic():
        return Intake(seen_at).keep(arrived)


@cache
def _pool() -> ThreadPoolExecutor:
    """Kept: to start a thread takes a busy machine as long as to ask the archive."""
    return ThreadPoolExecutor(FETCHED_AT_ONCE)


def _fetch(archive: Archive, address: ImageAddress) -> ArrivedImage | None:
    try:
        if address.modality not in MODALITIES:
            return ArrivedImage(header_of_other(address), "")
        return _fetch_brief(archive, address) or _fetch_whole(archive, address)
    except ImageGone:
        return None
    except ImageUnreadable:
        return ArrivedImage(header_of_other(address), "")


def _fetch_brief(archive: Archive, address: ImageAddress) -> ArrivedImage | None:
    """The image by its header alone, if that is enough: sixteen of an exam's eighteen images a slice are not judged."""
    brief = archive.brief(address)
    if brief is None:
        return None
    header = read_header(brief)
    return None if header.role in JUDGED_ROLES else ArrivedImage(header, archive.fingerprint(address))


def _fetch_whole(archive: Archive, address: ImageAddress) -> ArrivedImage:
    ds = archive.retrieve(address.study, address.series, address.instance)
    return ArrivedImage(read_header(ds), pixel_checksum(ds))


def gives_others(*, archive: Archive) -> bool:
    """Whether the archive still gives the newest image that was taken up whole: then it is not ill altogether."""
    known = Instance.objects.exclude(pixel_checksum="").select_related("exam").order_by("-pk").first()
    if known is None:
        return False
    try:
        known.retrieve(archive)
    except QcError:
        return False
    return True


def leave_out(*, archive: Archive, instance: str, seen_at: datetime) -> None:
    """Index an image that the archive lists, and fails to give, as one of which nothing is known.

    Sent again it is taken up. Raises ArchiveUnavailable.
    """
    unknown = [ArrivedImage(header_of_other(address), "") for address in archive.locate([instance])]
    with transaction.atomic():
        Intake(seen_at).keep(unknown)


class Intake:
    """One stretch of arrivals, kept in the caller's transaction with few questions to the database."""

    def __init__(self, seen_at: datetime) -> None:
        self.seen_at = seen_at
        self.studies: dict[str, list[Exam]] = {}
        self.exams: dict[int, Exam] = {}
        self.slices: dict[int, list[Slice]] = {}
        self.outlines: dict[int, list[Any]] = {}
        self.paired: dict[int, Slice] = {}

    def keep(self, arrived: Sequence[ArrivedImage]) -> Ingested:
        stored = Instance.objects.of(image.header.sop_instance_uid for image in arrived).select_related("slice")
        known = {one.sop_instance_uid: one for one in stored}
        fresh: dict[str, Instance] = {}
        for image in arrived:
            exam = self.exam_of(image.header)
            before = known.get(image.header.sop_instance_uid)
            if before is None or _is_news(before, image, exam):
                fresh[image.header.sop_instance_uid] = self.index(exam, image)
        Instance.objects.save_all(fresh.values())
        opened = [pk for one in self.paired.values() for pk in self.pair_maps(one)]
        for exam in self.exams.values():
            exam.image_count = exam.images.count()
            if self.has_changed(exam):
                exam.link_attempts()
            exam.save()
        return Ingested(opened, [pk for pk, exam in self.exams.items() if self.has_changed(exam)])

    def exam_of(self, header: ImageHeader) -> Exam:
        study = self.exams_of(header.study_instance_uid)
        found = _home_of(study, header)
        if found is None:
            found = Exam.objects.open_for(header, self.seen_at)
            study.append(found)
        if header.acquisition and not found.acquisition:
            found.acquisition = header.acquisition
        return found

    def exams_of(self, study: str) -> list[Exam]:
        """The exams of a study, oldest first. Read once: what this stretch makes of them is saved only at its end."""
        if study not in self.studies:
            stored = Exam.objects.filter(study_instance_uid=study).select_for_update()
            self.studies[study] = list(stored.order_by("pk"))
        return self.studies[study]

    def index(self, exam: Exam, image: ArrivedImage) -> Instance:
        header = image.header
        if exam.pk not in self.exams:
            self.exams[exam.pk] = exam
            self.slices[exam.pk] = list(exam.slices.all())
            self.outlines[exam.pk] = self.outline(exam) if exam.image_count else []
        exam.learn_from(header)
        self.move_clock(exam, header)
        one = self.slice_of(exam, header)
        if one and _is_judged_by(header, one):
            self.paired[one.pk] = one
        return Instance(
            sop_instance_uid=header.sop_instance_uid,
            series_instance_uid=header.series_instance_uid,
            exam=exam,
            slice=one,
            role=header.role,
            series_number=header.series_number,
            instance_number=header.instance_number,
            pixel_checksum=image.checksum,
            geometry=asdict(header.geometry) if header.geometry else None,
            seen_at=self.seen_at,
        )

    def move_clock(self, exam: Exam, header: ImageHeader) -> None:
        """Every image prolongs the wait of an open exam; one that is judged and comes after the verdict reopens it."""
        is_judged = header.role in MAP_ROLES or (header.role == "colour_save" and not exam.has_maps())
        if not exam.is_open and (is_judged or exam.state == Exam.State.WITHDRAWN):
            exam.reopen()
        if exam.is_open:
            exam.last_image_at = self.seen_at

    def has_changed(self, exam: Exam) -> bool:
        return self.outlines[exam.pk] != self.outline(exam)

    def outline(self, exam: Exam) -> list[Any]:
        """What is told of the exam at once when it changes; of an exam that waits for no image everything is."""
        return [
            exam.state,
            exam.is_mre,
            exam.scanner,
            exam.expected_slices,
            exam.attempt,
            len(self.slices[exam.pk]),
            None if exam.is_open else exam.image_count,
        ]

    def slice_of(self, exam: Exam, header: ImageHeader) -> Slice | None:
        is_placed = header.geometry is not None
        if header.role not in (SLICE_ROLES if is_placed else MAP_ROLES):
            return None
        position = (
            header.geometry.normal_position_mm if header.geometry else UNPLACED_MM - (header.instance_number or 0)
        )
        slices = self.slices[exam.pk]
        found = next((one for one in slices if one.is_at(position)), None)
        if found is None:
            location = position if is_placed and header.location_mm is None else header.location_mm
            found = exam.slices.create(position_mm=position, location_mm=location)
            slices.append(found)
        return found

    def pair_maps(self, one: Slice) -> list[int]:
        """Open an assessment if the slice has both maps, and what it has now was not judged before or could not be."""
        images = list(one.images.filter(role__in=(*MAP_ROLES, "magnitude")))
        stiffness, partner = newest(images, "stiffness"), newest(images, "confidence", "hatched_elastogram")
        if stiffness is None or partner is None:
            return []
        both = f"{stiffness.pixel_checksum} {partner.pixel_checksum}"
        digest = f"sha256:{hashlib.sha256(both.encode()).hexdigest()}"
        assessment, is_new = Assessment.objects.standing().get_or_create(
            slice=one,
            input_digest=digest,
            magnitude=next((image for image in images if image.role == "magnitude"), None),
            defaults={"primary": stiffness, "partner": partner, "completed_pair_at": self.seen_at},
        )
        if not is_new:
            return []
        exam = self.exams[one.exam_id]
        if exam.state == Exam.State.FINAL:  # by a magnitude image: a map has moved the exam's clock already
            exam.reopen()
            exam.last_image_at = self.seen_at
        one.state = Slice.State.ASSESSING
        one.save(update_fields=["state"])
        return [assessment.pk]


def _is_judged_by(header: ImageHeader, one: Slice) -> bool:
    """Whether the image bears on the slice's verdict: a map does, and a magnitude image that comes after the maps."""
    return header.role in MAP_ROLES or (header.role == "magnitude" and one.state != Slice.State.WAITING)


def _is_news(before: Instance, image: ArrivedImage, exam: Exam) -> bool:
    """Whether an image that is known changes anything: other pixels, a new start, or another try.

    Sending an exam again is what people are told to do about a slice that could not be assessed.
    """
    if before.pixel_checksum != image.checksum or exam.state == Exam.State.WITHDRAWN:
        return True
    return image.header.role in JUDGED_ROLES and before.slice is not None and before.slice.could_not_be_judged


def _home_of(study: Sequence[Exam], header: ImageHeader) -> Exam | None:
    """The exam that an image belongs to, of those of its study, oldest first.

    An image that does not tell its acquisition belongs to the newest exam; an exam that does not know its own is
    taken over by the first image that does.
    """
    if not header.acquisition:
        return study[-1] if study else None
    same = [one for one in study if one.acquisition == header.acquisition]
    unsure = [one for one in study if not one.acquisition]
    return next(iter(same + unsure), None)
