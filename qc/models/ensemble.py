"""Ensembles that can be put in force, and the history of which one was."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from qc.domain.errors import EnsembleMissing, EnsembleRefused
from qc.learning.ensemble import Ensemble as LoadedEnsemble
from qc.learning.manifest import MANIFEST, read_manifest
from qc.learning.preprocess import Preprocessing

SHIPPED = "qc/ensembles/squeezenet-sim-4"
"""The folder, in the repository, of the ensemble that comes with the product."""
EARLIER = ("qc/ensembles/squeezenet-sim-3", "qc/ensembles/squeezenet-sim-2", "qc/ensembles/squeezenet-sim-1")
"""Those that came with it before: there to go back to."""


class EnsembleQuerySet(models.QuerySet["Ensemble"]):
    def in_force(self) -> "Ensemble":
        """The ensemble of the newest promotion. Raises EnsembleMissing."""
        newest = Promotion.objects.select_related("ensemble").first()
        if newest is None:
            raise EnsembleMissing("No ensemble is in force. Run `manage.py promote VERSION`.")
        return newest.ensemble

    def called(self, version: str) -> "Ensemble":
        """The only one with this version, `name version` or `name@version`. Raises EnsembleMissing."""
        found = [one for one in self if version in (one.version, str(one), f"{one.name}@{one.version}")]
        if len(found) != 1:
            known = ", ".join(f"{one.name}@{one.version}" for one in self) or "none"
            raise EnsembleMissing(f"No single ensemble is called {version!r}. Registered: {known}.")
        return found[0]

    def next_version(self, name: str) -> str:
        """The number after the highest of this name's versions that are numbers."""
        taken = self.filter(name=name).values_list("version", flat=True)
        return str(1 + max((int(version) for version in taken if version.isdigit()), default=0))

    def register(self, folder: Path) -> "Ensemble":
        """Enter the ensemble in `folder`. Raises EnsembleRefused if it differs from its manifest."""
        loaded = LoadedEnsemble.load(folder)
        inside = folder.is_relative_to(settings.BASE_DIR)
        entry, _ = self.update_or_create(
            name=loaded.name,
            version=loaded.version,
            defaults={
                "folder": str(folder.relative_to(settings.BASE_DIR) if inside else folder),
                "digest": _digest(folder),
                "manifest": loaded.manifest,
            },
        )
        return entry


class Ensemble(models.Model):
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    folder = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    """SHA-256 of the manifest, which in turn holds those of the weights."""
    manifest = models.JSONField()
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = EnsembleQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_ensemble_a_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def path(self) -> Path:
        """Shipped ensembles lie in the repository, trained ones under the data folder."""
        return Path(settings.BASE_DIR) / self.folder

    def verify(self) -> None:
        """Compare what lies on disk with what was registered. Raises EnsembleRefused."""
        read_manifest(self.path)
        if _digest(self.path) != self.digest:
            raise EnsembleRefused(f"{self} is not what was registered: its manifest was exchanged. Restore the folder.")

    def load(self) -> LoadedEnsemble:
        """The ensemble, ready to judge. Raises EnsembleRefused."""
        self.verify()
        return LoadedEnsemble.load(self.path)

    @property
    def statement(self) -> str:
        return str(self.manifest["statement"])

    @property
    def member_count(self) -> int:
        return int(self.manifest["members"])

    @property
    def takes_magnitude(self) -> bool:
        """Whether its networks see the magnitude image beside the CMOE."""
        return Preprocessing.from_dict(self.manifest["preprocessing"]).takes_magnitude

    def describe(self) -> dict[str, Any]:
        return {"name": self.name, "version": self.version, "statement": self.statement}


@lru_cache(maxsize=2)
def load_ensemble(pk: int, digest: str) -> LoadedEnsemble:
    """The ensemble in memory; `digest` makes one that was registered anew another entry. Raises EnsembleRefused."""
    return Ensemble.objects.get(pk=pk, digest=digest).load()


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


class Promotion(models.Model):
    """An ensemble was put in force; the newest row counts."""

    ensemble = models.ForeignKey(Ensemble, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150)
    goes_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.ensemble} in force since {self.at:%Y-%m-%d %H:%M}"
