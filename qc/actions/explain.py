"""Find out why a slice fails: quality indices from all its images, and the reasons that they speak for."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from django.db import transaction
from pydicom.dataset import Dataset

from qc.dicom import stack
from qc.dicom.pacs import Archive
from qc.dicom.roles import recognise_role
from qc.domain.errors import QcError
from qc.domain.types import Role
from qc.elastography.indices import compute_indices
from qc.elastography.inputs import SliceInputs
from qc.learning.arrived import read_inputs
from qc.learning.reasons import ReasonModel
from qc.models.assessment import Assessment
from qc.models.event import Event
from qc.models.evidence import Evidence
from qc.models.exam import Exam
from qc.models.instance import Instance
from qc.models.slice import Slice

LOOKED_AT = ("phase", "magnitude", "wave")
"""What may speak for a reason beside the maps."""
FETCHED_AT_ONCE = 4


def explain_slice(*, slice_id: int, archive: Archive) -> None:
    """Compute the slice's indices, rank the reasons, and tell everybody; the verdict does not wait for it.

    Does nothing for a slice without maps, or if these images were looked at before. Raises ArchiveUnavailable.
    """
    one = Slice.objects.select_related(
        "exam", "evidence", "assessment__primary__exam", "assessment__partner__exam"
    ).get(pk=slice_id)
    assessment = one.assessment
    if assessment is None or assessment.partner is None or one.verdict == "not_assessed":
        return
    images = list(one.images.filter(role__in=LOOKED_AT).select_related("exam"))
    model, sources = load_reasons(), _digest(assessment, images)
    if one.evidence and (one.evidence.sources, one.evidence.model) == (sources, model.title):
        return
    try:
        inputs = _gather(assessment, images, archive)
    except QcError as error:
        if error.retryable:
            raise
        return
    opinion = model.explain(compute_indices(inputs), is_diagnostic=assessment.verdict == "diagnostic")
    _keep(one.exam, assessment, sources, opinion.describe())


@lru_cache(maxsize=1)
def load_reasons() -> ReasonModel:
    """The shipped reason model, read once a process."""
    return ReasonModel.load()


@transaction.atomic
def _keep(exam: Exam, assessment: Assessment, sources: str, found: dict[str, object]) -> None:
    """Evidence about pixels that were replaced meanwhile is kept, but never shown."""
    locked = Exam.objects.select_for_update().get(pk=exam.pk)
    evidence, _ = Evidence.objects.get_or_create(
        assessment=assessment,
        sources=sources,
        model=found["model"],
        defaults={name: found[name] for name in ("indices", "reasons", "cannot_tell")},
    )
    shown = locked.slices.get(pk=assessment.slice_id)
    if shown.assessment_id != assessment.pk:
        return
    shown.show_evidence(evidence)
    Event.objects.record("slice.changed", exam=locked, data={"slice": shown.describe_change()})
    if shown.likely_reason:
        Event.objects.record("exam.changed", exam=locked, data=locked.describe_change())


def _digest(assessment: Assessment, images: Sequence[Instance]) -> str:
    sums = " ".join(sorted([assessment.input_digest, *(image.pixel_checksum for image in images)]))
    return f"sha256:{hashlib.sha256(sums.encode()).hexdigest()}"


def _gather(assessment: Assessment, images: Sequence[Instance], archive: Archive) -> SliceInputs:
    """The maps that were judged, and every other image that lies on their pixels."""
    wanted = [assessment.primary, assessment.partner, *images]
    with ThreadPoolExecutor(FETCHED_AT_ONCE) as pool:
        primary, partner, *fetched = pool.map(lambda image: image.retrieve(archive), filter(None, wanted))
    maps = stack.build_maps(primary, partner)
    by_role: dict[Role, list[Dataset]] = defaultdict(list)
    for image, ds in zip(images, fetched, strict=True):
        if (plane := image.plane()) and plane.matches(maps.geometry):
            by_role[recognise_role(ds)].append(ds)
    return read_inputs(maps, by_role)
