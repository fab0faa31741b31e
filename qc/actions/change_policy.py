"""Change what counts as enough from now on, and see beforehand what that would have changed."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.verdict import Policy, decide_exam
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.policy import SITE_POLICY_NAME, PolicyVersion

PREVIEWED_EXAMS = 200


@dataclass(frozen=True)
class Change:
    """An exam that the proposed policy would have judged differently."""

    exam: Exam
    after: str


def change_policy(*, by: User, diagnostic_slices: int, measurable_area_cm2: float, note: str) -> PolicyVersion:
    """Put a new version in force. Verdicts already given stay as they are."""
    with transaction.atomic():
        newest = PolicyVersion.objects.select_for_update().first()
        row = PolicyVersion.objects.create(
            version=newest.version + 1 if newest else 1,
            diagnostic_slices=diagnostic_slices,
            measurable_area_cm2=measurable_area_cm2,
            note=note,
            by=by,
        )
        AuditRow.objects.create(user=by, action="policy.change", detail=str(row))
        Event.objects.record("policy.changed", data={"policy": str(row), "sentence": row.as_policy().sentence})
    return row


def preview_policy(*, diagnostic_slices: int, measurable_area_cm2: float) -> tuple[int, list[Change]]:
    """How many of the last final exams were looked at, and those of them that would have come out otherwise."""
    proposed = Policy(SITE_POLICY_NAME, 0, diagnostic_slices, measurable_area_cm2)
    exams = Exam.objects.of_mre().filter(state=Exam.State.FINAL).prefetch_related("slices")[:PREVIEWED_EXAMS]
    changes = []
    for exam in exams:
        after, _ = decide_exam([one.as_assessed() for one in exam.slices.all()], proposed)
        if after != exam.verdict:
            changes.append(Change(exam, after))
    return len(exams), changes
