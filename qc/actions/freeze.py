"""Freeze the reviewed slices into a hashed label set that a training can be repeated on."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from qc.dicom import stack
from qc.dicom.pacs import Archive
from qc.domain.errors import DataSetRefused, QcError
from qc.elastography.cmoe import render_cmoe
from qc.models.agreement import Consensus
from qc.models.dataset import DataSet
from qc.models.review import Review
from qc.models.slice import Slice

DIAGNOSTIC_QUALITIES = (Review.Quality.DIAGNOSTIC, Review.Quality.LIMITED)
"""A slice of limited quality can still be measured, so it trains as diagnostic."""
SLICE_FILE = "slices.npz"
MANIFEST_FILE = "manifest.json"


def freeze_reviews(*, name: str, archive: Archive) -> tuple[DataSet, list[str]]:
    """Write `name` from each reader's last word on each slice; return it and what was left out, and why.

    A consensus is the label of its slice, the newest where there are two. Slices on which readers disagree without one
    are left out: they have no label until somebody settles it. Pixels come from the
    archive anew and must be those that were reviewed. Raises DataSetRefused, ArchiveUnavailable.
    """
    if not name or slugify(name) != name:
        raise DataSetRefused(f"{name!r} cannot be a name. Use small letters, digits and hyphens.")
    if DataSet.objects.filter(name=name).exists():
        raise DataSetRefused(f"A label set called {name!r} exists and is never changed. Choose another name.")
    rows, left_out = [], []
    for one, reviews in _reviewed_slices().items():
        try:
            rows.append(_freeze_slice(one, reviews, archive))
        except QcError as error:
            if error.retryable:
                raise
            left_out.append(f"slice {one.pk}: {error.message}")
    if not rows:
        raise DataSetRefused(
            "No reviewed slice can be frozen. Review slices first, or see what was left out: " + "; ".join(left_out)
        )
    return _write(name, rows), left_out


def _reviewed_slices() -> dict[Slice, list[Review]]:
    reviews = Review.objects.newest_by_reader().select_related(
        "slice__exam", "slice__assessment__primary__exam", "slice__assessment__partner__exam"
    )
    grouped: dict[Slice, list[Review]] = {}
    for review in reviews.order_by("slice", "pk"):
        grouped.setdefault(review.slice, []).append(review)
    return grouped


def _freeze_slice(one: Slice, reviews: list[Review], archive: Archive) -> dict[str, Any]:
    consensus = Consensus.objects.filter(slice=one).order_by("-pk").first()
    words: list[Consensus] | list[Review] = [consensus] if consensus else reviews
    labels = {word.quality in DIAGNOSTIC_QUALITIES for word in words}
    if len(labels) > 1:
        raise DataSetRefused("readers disagree")
    assessment = one.assessment
    if assessment is None or assessment.partner is None:
        raise DataSetRefused("it has no pair of stiffness and confidence map")
    if any(word.pixel_checksum != assessment.input_digest for word in words):
        raise DataSetRefused("its pixels changed after the review")
    pair = [image.retrieve(archive) for image in (assessment.primary, assessment.partner)]
    if [stack.pixel_checksum(ds) for ds in pair] != [
        assessment.primary.pixel_checksum,
        assessment.partner.pixel_checksum,
    ]:
        raise DataSetRefused("its pixels in the archive are not those that were reviewed")
    maps = stack.build_maps(*pair)
    return {
        "cmoe": render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in),
        "is_diagnostic": labels.pop(),
        "patient": one.exam.pseudonym,
        "reviews": [review.pk for review in reviews],
        "consensus": consensus.pk if consensus else None,
        "pixels": assessment.input_digest,
    }


def _write(name: str, rows: list[dict[str, Any]]) -> DataSet:
    folder = Path(settings.DATA_DIR) / "datasets" / name
    folder.mkdir(parents=True, exist_ok=True)
    size = max(row["cmoe"].shape[:2] for row in rows)
    np.savez_compressed(
        folder / SLICE_FILE,
        cmoe=np.stack([_scale(row["cmoe"], size) for row in rows]),
        is_diagnostic=np.array([row["is_diagnostic"] for row in rows]),
        patient=np.array([row["patient"] for row in rows]),
    )
    digest = hashlib.sha256((folder / SLICE_FILE).read_bytes()).hexdigest()
    labels = [{name: row[name] for name in ("reviews", "consensus", "pixels", "is_diagnostic")} for row in rows]
    manifest = {"name": name, "sha256": {SLICE_FILE: digest}, "slices": labels}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1))
    try:
        with transaction.atomic():
            return DataSet.objects.create(
                name=name,
                digest=digest,
                slices=len(rows),
                diagnostic=sum(row["is_diagnostic"] for row in rows),
                patients=len({row["patient"] for row in rows}),
            )
    except IntegrityError:
        raise DataSetRefused(f"A label set called {name!r} was frozen at the same moment.") from None


def _scale(picture: Any, size: tuple[int, int]) -> Any:
    """Bring pictures of smaller matrices to one size by nearest neighbour, as the ensemble's own scaling would."""
    rows = np.arange(size[0]) * picture.shape[0] // size[0]
    cols = np.arange(size[1]) * picture.shape[1] // size[1]
    return picture[rows][:, cols]
