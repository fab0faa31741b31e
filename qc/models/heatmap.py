"""The heat map of one assessment: what moved its vote. Made when somebody asks for it, and kept."""

import zlib
from typing import Self

import numpy as np
from django.db import models
from numpy.typing import NDArray

from qc.models.assessment import Assessment

FULL_PULL = 3.0
"""Log-odds at which the map is at its strongest: without this place, the odds would be twenty times other."""
NEUTRAL = 1000
"""What stands for "says nothing" on the wire: above it a place speaks for diagnostic, below against, 0 to 2000."""


class HeatmapQuerySet(models.QuerySet["Heatmap"]):
    def keep(self, assessment: Assessment, pull: NDArray[np.float32]) -> "Heatmap":
        """Keep the map (rows, cols) in log-odds of what this assessment saw; the first one stays."""
        values = NEUTRAL + np.clip(pull / FULL_PULL, -1, 1) * NEUTRAL
        pixels = zlib.compress(values.round().astype("<u2").tobytes())
        rows, cols = pull.shape
        defaults = {"rows": rows, "cols": cols, "packed": pixels}
        return self.get_or_create(assessment=assessment, defaults=defaults)[0]


class Heatmap(models.Model):
    """In the database, not in files: it is small, and web and worker need share nothing else."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="heatmap")
    rows = models.PositiveIntegerField()
    cols = models.PositiveIntegerField()
    packed = models.BinaryField()
    """Little-endian uint16 (rows, cols), 0 to 2000, deflated."""
    made_at = models.DateTimeField(auto_now_add=True)

    objects = HeatmapQuerySet.as_manager()

    def __str__(self) -> str:
        return f"heat map of assessment {self.assessment_id}"

    @property
    def pixels(self) -> bytes:
        """As the pixel API sends them."""
        return zlib.decompress(self.packed)

    @classmethod
    def of(cls, assessment: Assessment | None) -> Self | None:
        """The map of an assessment, if it was made."""
        return getattr(assessment, "heatmap", None)
