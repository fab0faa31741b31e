"""Frozen label sets: what a training read, down to the hash."""

from pathlib import Path

from django.conf import settings
from django.db import models


class DataSet(models.Model):
    name = models.SlugField(max_length=80, unique=True)
    frozen_at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64)
    slices = models.PositiveIntegerField()
    diagnostic = models.PositiveIntegerField()
    patients = models.PositiveIntegerField()

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "datasets" / self.name
