"""Makes what tests need: headers as a scanner writes them, exams that arrived, accounts."""

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from qc.actions.ingest import ArrivedImage, Intake
from qc.dicom.roles import ImageHeader
from qc.domain.types import Geometry, Role
from qc.models import Assessment, Ensemble, Exam, Promotion, Slice
from qc.models.roles import give_role

PASSWORD = "correct horse battery staple"


def make_geometry(position_mm: float = 40.0) -> Geometry:
    return Geometry(256, 256, (1.5, 1.5), (-190.0, -190.0, position_mm), (1, 0, 0, 0, 1, 0))


def make_header(role: Role, position_mm: float = 40.0, **changes: Any) -> ImageHeader:
    header = ImageHeader(
        study_instance_uid="1.2.3",
        series_instance_uid=f"1.2.3.{len(role)}",
        sop_instance_uid=f"1.2.3.4.{len(role)}.{round(position_mm * 10)}",
        role=role,
        vendor="GE",
        patient_id="P-4711",
        patient_name="Doe^Jane",
        scanner="MR1",
        field_strength_t=1.5,
        sequence="2D GRE",
        series_number=500,
        instance_number=1,
        acquisition="5",
        location_mm=position_mm,
        expected_slices=None,
        geometry=make_geometry(position_mm),
    )
    return replace(header, **changes)


@transaction.atomic
def arrive(*headers: ImageHeader, at: datetime | None = None, pixels: str = "a") -> list[int]:
    """The images come in from the archive; returns the assessments that became possible."""
    sums = (hashlib.sha256(f"{pixels} {one.sop_instance_uid}".encode()).hexdigest() for one in headers)
    images = [ArrivedImage(header, f"sha256:{one}") for header, one in zip(headers, sums, strict=True)]
    return Intake(at or timezone.now()).keep(images)


def arrive_pair(position_mm: float = 40.0, **changes: Any) -> list[int]:
    return arrive(make_header("stiffness", position_mm, **changes), make_header("confidence", position_mm, **changes))


def finish_slice(pk: int, *, verdict: str = "diagnostic", area: float = 12.0) -> Slice:
    """An assessment ends as a worker would end it."""
    assessment = Assessment.objects.claim(pk)
    assert assessment is not None
    votes = {"diagnostic": [1] * 8, "non_diagnostic": [0] * 8, "undecided": [1, 0] * 4}[verdict]
    assert assessment.finish(
        verdict=verdict,
        probability=sum(votes) / 8,
        votes=votes,
        measurable_area_cm2=area,
        stiffness_kpa=2.4,
        ensemble=make_ensemble(),
    )
    assessment.show_on_slice()
    return assessment.slice


def make_exam(*verdicts: str) -> Exam:
    """A final exam of GE with one slice for each verdict, from head to foot."""
    for number, verdict in enumerate(verdicts):
        (pk,) = arrive_pair(100.0 - 10 * number)
        finish_slice(pk, verdict=verdict)
    exam = Exam.objects.get()
    exam.judge(is_final=True)
    return exam


def make_ensemble(version: str = "1") -> Ensemble:
    manifest = {"members": 8, "statement": "trained on simulated exams, research use", "figures": {}}
    entry, is_new = Ensemble.objects.get_or_create(
        name="test", version=version, defaults={"folder": f"none-{version}", "digest": "0", "manifest": manifest}
    )
    if is_new:
        Promotion.objects.create(ensemble=entry, by="test")
    return entry


def make_user(role: str, username: str = "") -> User:
    user = User.objects.create_user(username or role, password=PASSWORD, first_name=role.title(), last_name="One")
    give_role(user, role)
    return user


def make_review(one: Slice, **changes: Any) -> dict[str, Any]:
    """A decision as the browser sends it."""
    decision = {
        "client_id": str(uuid.uuid4()),
        "slice": one.pk,
        "assessment": one.assessment_id,
        "decision": "accept",
        "quality": None,
        "reason": None,
        "note": "",
        "seconds_spent": 3.5,
        "shown": {"panes": ["stiffness"], "range_kpa": 8, "verdict_shown": True},
    }
    return {**decision, **changes}
