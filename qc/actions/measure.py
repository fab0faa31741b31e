"""Keep where a reader measured a slice, with the numbers that the archive's pixels give there."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from qc.dicom import frames
from qc.dicom.pacs import Archive
from qc.domain.errors import RegionRefused
from qc.elastography.measure import Measurement, Outline, Point, Shape, measure, rasterise
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.instance import Instance
from qc.models.region import Region
from qc.models.slice import Slice


@dataclass(frozen=True)
class Drawing:
    """What a reader outlined on a slice, as the browser sends it; without shape and points it removes the region."""

    client_id: uuid.UUID
    slice: int
    assessment: int | None
    """The result that stood when it was drawn."""
    pixels: str
    """The version of the stiffness map that it was drawn on."""
    shape: Shape | None
    origin: str
    points: tuple[Point, ...]
    threshold: float

    def outline(self) -> Outline | None:
        """Raises OutlineRefused, RegionRefused."""
        is_removal = self.origin == Region.Origin.REMOVED
        if is_removal != (self.shape is None) or (is_removal and self.points):
            raise RegionRefused("A region has a shape; one that is removed has neither shape nor points.")
        return Outline(self.shape, self.points) if self.shape else None


def measure_region(*, reader: User, exam: Exam, drawing: Drawing, archive: Archive) -> tuple[Region, bool]:
    """Add a version of the reader's region on a slice; return it and whether it is new.

    The same `client_id` again returns the version that it made. Raises OutlineRefused; RegionRefused with code
    `pixels_changed`, `assessment_changed`, `nothing_to_measure`, `no_such_slice` or `client_id_taken`; and what
    reading the maps can raise.
    """
    outline = drawing.outline()
    if known := _find(reader, drawing):
        return known, False
    stiffness = _drawn_on(exam, drawing)
    measured = _measure(outline, stiffness, drawing.threshold, archive) if outline else None
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if known := _find(reader, drawing):
            return known, False
        # The archive took its time to answer: the slice may have changed meanwhile.
        region = _keep(reader, drawing, _drawn_on(locked, drawing), measured)
        AuditRow.objects.create(
            user=reader, action=f"region.{region.origin}", exam=exam, detail=f"slice {drawing.slice}"
        )
        # What the region is stays unsaid: not everybody who hears the events may see it.
        data = {"slice": drawing.slice, "region": region.pk, "reader": reader.pk}
        Event.objects.record("region.added", exam=locked, data=data)
    return region, True


def _find(reader: User, drawing: Drawing) -> Region | None:
    known = Region.objects.in_order().filter(client_id=drawing.client_id).first()
    if known and known.reader_id != reader.pk:
        raise RegionRefused("Another reader's region has this client_id. Make a new one.", code="client_id_taken")
    return known


def _drawn_on(exam: Exam, drawing: Drawing) -> Instance:
    """The stiffness map that the points count, if it is the slice's current one."""
    one = exam.slices.filter(pk=drawing.slice).first()
    if one is None:
        raise RegionRefused("This exam has no such slice.", code="no_such_slice", slice=drawing.slice)
    stiffness = one.image("stiffness")
    if stiffness is None:
        raise RegionRefused("This slice has no stiffness map that could be measured.", code="nothing_to_measure")
    if stiffness.version != drawing.pixels:
        message = "The stiffness map of this slice was replaced while you measured. Look at the new one, then measure."
        raise RegionRefused(message, code="pixels_changed", pixels=stiffness.version)
    _refuse_outdated(one, drawing)
    return stiffness


def _refuse_outdated(one: Slice, drawing: Drawing) -> None:
    if one.assessment_id != drawing.assessment:
        message = "The slice was assessed anew while you measured. Look at the new result, then measure."
        raise RegionRefused(message, code="assessment_changed", assessment=one.assessment_id)


def _measure(outline: Outline, stiffness: Instance, threshold: float, archive: Archive) -> Measurement:
    plane = stiffness.plane()
    if plane is None or stiffness.slice is None:
        message = "The header does not say where the slice lies, so nothing can be measured in it."
        raise RegionRefused(message, code="nothing_to_measure")
    partner = stiffness.slice.image("confidence", "hatched_elastogram")
    partner_plane = partner and partner.plane()
    plain = stiffness.retrieve(archive)
    confidence = None
    if partner and partner_plane and partner_plane.matches(plane):
        confidence = frames.read_served_confidence(partner.retrieve(archive), plain)
    return measure(
        frames.read_served_stiffness(plain),
        confidence,
        inside=rasterise(outline, rows=plane.rows, cols=plane.cols),
        pixel_area_cm2=plane.pixel_area_cm2,
        threshold=threshold,
    )


def _keep(reader: User, drawing: Drawing, stiffness: Instance, measured: Measurement | None) -> Region:
    region = Region(
        client_id=drawing.client_id,
        slice_id=drawing.slice,
        reader=reader,
        version=Region.objects.filter(slice=drawing.slice, reader=reader).count() + 1,
        assessment_id=drawing.assessment,
        sop_instance_uid=stiffness.sop_instance_uid,
        pixels=drawing.pixels,
        shape=drawing.shape,
        origin=drawing.origin,
        points=[list(point) for point in drawing.points],
        threshold=drawing.threshold,
    )
    if measured:
        region.take(measured)
    region.save()
    return region
