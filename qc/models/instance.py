"""One DICOM image that arrived: where it lies and what it shows."""

from collections.abc import Iterable

from django.db import models
from pydicom.dataset import Dataset

from qc.dicom.pacs import Archive
from qc.domain.types import Geometry


class InstanceQuerySet(models.QuerySet["Instance"]):
    def of(self, sop_instance_uids: Iterable[str]) -> "InstanceQuerySet":
        return self.filter(sop_instance_uid__in=list(sop_instance_uids))

    def save_all(self, images: Iterable["Instance"]) -> None:
        """Add the images, or replace what is known of those that came before with other pixels."""
        kept = (
            "exam",
            "slice",
            "role",
            "series_number",
            "instance_number",
            "pixel_checksum",
            "geometry",
            "seen_at",
        )
        self.bulk_create(
            images,
            update_conflicts=True,
            unique_fields=["sop_instance_uid"],
            update_fields=[*kept, "series_instance_uid"],
        )


class Instance(models.Model):
    """One DICOM image that arrived: where it lies and what it shows."""

    sop_instance_uid = models.CharField(max_length=64, unique=True)
    series_instance_uid = models.CharField(max_length=64)
    exam = models.ForeignKey("qc.Exam", on_delete=models.PROTECT, related_name="images")
    slice = models.ForeignKey("qc.Slice", null=True, on_delete=models.PROTECT, related_name="images")
    role = models.CharField(max_length=24)
    series_number = models.IntegerField(null=True)
    instance_number = models.IntegerField(null=True)
    pixel_checksum = models.CharField(max_length=80, blank=True)
    geometry = models.JSONField(null=True)
    seen_at = models.DateTimeField()
    """When the archive's change log first showed the image: at most one poll after its acceptance."""

    objects = InstanceQuerySet.as_manager()

    class Meta:
        ordering = ["series_number", "instance_number", "pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    @property
    def version(self) -> str:
        """Changes with the pixels: a part of their checksum."""
        return self.pixel_checksum[7:15]

    def retrieve(self, archive: Archive) -> Dataset:
        """The image itself. Raises ArchiveUnavailable, ArchiveRefused, ImageGone, ImageUnreadable."""
        return archive.retrieve(self.exam.study_instance_uid, self.series_instance_uid, self.sop_instance_uid)

    def plane(self) -> Geometry | None:
        stored = self.geometry
        if stored is None:
            return None
        return Geometry(
            rows=stored["rows"],
            cols=stored["cols"],
            spacing_mm=tuple(stored["spacing_mm"]),
            position=tuple(stored["position"]),
            orientation=tuple(stored["orientation"]),
        )


def newest(images: Iterable[Instance], *roles: str) -> Instance | None:
    """The image that was taken up last of the first of these roles that is there."""
    found = {image.role: image for image in sorted(images, key=lambda image: image.pk)}
    return next((found[role] for role in roles if role in found), None)
