"""Put an ensemble in force, or return to the one before; the history keeps every step."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from qc.domain.errors import EnsembleMissing, EnsembleRefused
from qc.models.ensemble import EARLIER, SHIPPED, Ensemble, Promotion
from qc.models.event import Event


def promote_ensemble(*, version: str, by: str) -> Ensemble:
    """Put `version` (or `name version`) in force. Raises EnsembleMissing, EnsembleRefused."""
    return _put_in_force(Ensemble.objects.called(version), by, goes_back=False)


def go_back(*, by: str) -> Ensemble:
    """Return to the ensemble that was in force before the present one. Raises EnsembleMissing, EnsembleRefused."""
    steps: list[Ensemble] = []
    for promotion in Promotion.objects.select_related("ensemble").order_by("pk"):
        if promotion.goes_back:
            steps.pop()
        elif not steps or steps[-1] != promotion.ensemble:
            steps.append(promotion.ensemble)
    if len(steps) < 2:
        raise EnsembleMissing("There is no ensemble before the present one.")
    return _put_in_force(steps[-2], by, goes_back=True)


def ensure_shipped_ensemble() -> None:
    """Register what ships with the product; on a new installation the newest ensemble is in force."""
    entry = Ensemble.objects.register(Path(settings.BASE_DIR) / SHIPPED)
    for folder in EARLIER:
        Ensemble.objects.register(Path(settings.BASE_DIR) / folder)
    if not Promotion.objects.exists():
        _put_in_force(entry, "installation", goes_back=False)


def _put_in_force(entry: Ensemble, by: str, *, goes_back: bool) -> Ensemble:
    entry.verify()
    if entry.takes_magnitude:
        raise EnsembleRefused(
            f"{entry} sees the magnitude image beside the CMOE. In service a slice is judged as soon as its maps are "
            "there, whether or not a magnitude image has come, so it cannot be put in force."
        )
    with transaction.atomic():
        Promotion.objects.create(ensemble=entry, by=by, goes_back=goes_back)
        Event.objects.record("ensemble.promoted", data={"name": entry.name, "version": entry.version})
    return entry
