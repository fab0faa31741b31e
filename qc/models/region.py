"""Where a reader measured a slice. Rows are only added: to change a region, or to remove it, is a new version."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from qc.elastography.measure import ExamMeasurement, Measurement, Outline, combine
from qc.models.blinding import blinding_of
from qc.models.exam import Exam


class RegionQuerySet(models.QuerySet["Region"]):
    def in_order(self) -> "RegionQuerySet":
        return self.select_related("reader").order_by("pk")

    def newest_by_reader(self) -> "RegionQuerySet":
        """Each reader's last version on each slice, also where it says that the region was removed."""
        newest = self.order_by().values("slice", "reader").annotate(last=models.Max("pk")).values("last")
        return self.filter(pk__in=newest)

    def standing(self) -> "RegionQuerySet":
        """Each reader's region on each slice, where there is one."""
        return self.newest_by_reader().exclude(origin=Region.Origin.REMOVED)


class Region(models.Model):
    class Shape(models.TextChoices):
        FREEHAND = "freehand"
        ELLIPSE = "ellipse"
        POLYGON = "polygon"

    class Origin(models.TextChoices):
        DRAWN = "drawn"
        PROPOSED = "proposed"
        """As the machine proposed it."""
        EDITED = "edited"
        REMOVED = "removed"

    client_id = models.UUIDField(unique=True)
    """Made by the browser, so that a region sent twice is kept once."""
    slice = models.ForeignKey("qc.Slice", on_delete=models.PROTECT, related_name="regions")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    assessment = models.ForeignKey("qc.Assessment", null=True, on_delete=models.PROTECT, related_name="regions")
    """The result that stood when it was drawn."""
    sop_instance_uid = models.CharField(max_length=64)
    """The stiffness map whose pixels the points count."""
    pixels = models.CharField(max_length=80)
    """The version of its pixels, as their address has it."""
    shape = models.CharField(max_length=16, null=True, choices=Shape.choices)
    origin = models.CharField(max_length=16, choices=Origin.choices)
    points = models.JSONField(default=list)
    """[column, row] each; whole numbers are the centres of pixels. Empty when the region was removed."""
    threshold = models.FloatField()
    """Confidence from which on the reader counted a pixel as confident."""
    mean_kpa = models.FloatField(null=True)
    median_kpa = models.FloatField(null=True)
    sd_kpa = models.FloatField(null=True)
    area_cm2 = models.FloatField(null=True)
    pixel_count = models.PositiveIntegerField(null=True)
    confident_share = models.FloatField(null=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["slice", "reader", "version"], name="one_region_a_version")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.shape or 'no region'}, version {self.version}"

    @property
    def outline(self) -> Outline | None:
        if self.shape is None:
            return None
        return Outline(self.shape, tuple((col, row) for col, row in self.points))  # type: ignore[arg-type]

    def take(self, measured: Measurement) -> None:
        for name, value in vars(measured).items():
            setattr(self, name, value)

    def counts(self) -> bool:
        """Whether it belongs into the exam's stiffness."""
        stiffness = self.slice.image("stiffness")
        if self.shape is None or stiffness is None or stiffness.version != self.pixels:
            return False
        own = self.slice.reviews.filter(reader_id=self.reader_id).last()
        return own is None or own.quality != "non_diagnostic"

    def describe(self) -> dict[str, Any]:
        """The region as the API tells it."""
        numbers = {name: getattr(self, name) for name in Measurement.__dataclass_fields__}
        return {
            "id": self.pk,
            "client_id": str(self.client_id),
            "slice": self.slice_id,
            "version": self.version,
            "reader": {"id": self.reader_id, "name": self.reader.get_full_name() or self.reader.get_username()},
            "at": self.at.isoformat(),
            "assessment": self.assessment_id,
            "pixels": self.pixels,
            "shape": self.shape,
            "origin": self.origin,
            "points": self.points,
            "threshold": self.threshold,
            "numbers": numbers if self.shape else None,
        }


def visible_regions(user: AbstractBaseUser | AnonymousUser, exam: Exam) -> RegionQuerySet:
    """The regions of an exam that this user may see, every version, oldest first."""
    regions = Region.objects.in_order().filter(slice__exam=exam)
    blinding = blinding_of(user, [exam.pk]).get(exam.pk)
    if blinding is None:
        return regions
    return regions.filter(models.Q(reader=user.pk) | models.Q(slice__in=blinding.locked))


def measurements_by_reader(regions: Iterable[Region]) -> list[dict[str, Any]]:
    """Each reader's stiffness of the exam, of their regions as they stand.

    A slice is left out where the reader called it not diagnostic, or where its pixels were replaced since.
    """
    by_reader: dict[int, list[Region]] = {}
    for region in regions:
        if region.counts():
            by_reader.setdefault(region.reader_id, []).append(region)
    return [{"reader": own[0].describe()["reader"], **asdict(_combine(own))} for own in by_reader.values()]


def _combine(regions: list[Region]) -> ExamMeasurement:
    return combine([(region.mean_kpa or 0.0, region.area_cm2 or 0.0) for region in regions])
