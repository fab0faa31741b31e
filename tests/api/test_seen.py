"""Who has seen a verdict, and which exam repeats which."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qc.models import AuditRow, Exam
from tests.api.conftest import SignIn
from tests.making import arrive, arrive_pair, make_exam, make_header

pytestmark = pytest.mark.django_db


def test_the_first_to_acknowledge_is_kept(sign_in: SignIn) -> None:
    exam = make_exam("non_diagnostic")
    first = sign_in("technologist").post(f"/api/exams/{exam.key}/seen/").json()
    again = sign_in("radiologist").post(f"/api/exams/{exam.key}/seen/").json()
    assert first["seen_by"] == again["seen_by"] == "Technologist One"
    assert first["seen_at"] == again["seen_at"]
    assert AuditRow.objects.filter(action="exam.seen").count() == 1


def test_a_verdict_that_is_not_final_cannot_be_called_seen(sign_in: SignIn) -> None:
    arrive(make_header("stiffness"))
    answer = sign_in("technologist").post(f"/api/exams/{Exam.objects.get().key}/seen/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_final")


def test_a_qa_manager_does_not_stand_at_the_scanner(sign_in: SignIn) -> None:
    assert sign_in("qa_manager").post(f"/api/exams/{make_exam('diagnostic').key}/seen/").status_code == 403


def test_a_late_slice_wants_to_be_seen_again(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    sign_in("technologist").post(f"/api/exams/{exam.key}/seen/")
    arrive_pair(300.0)
    exam.refresh_from_db()
    assert exam.seen_at is None


def test_a_repeat_shortly_after_is_the_second_attempt(sign_in: SignIn) -> None:
    first = make_exam("non_diagnostic")
    arrive(make_header("stiffness", study_instance_uid="9", sop_instance_uid="9.1"))
    body = sign_in("radiologist").get("/api/exams/?study=9").json()["results"][0]
    assert (body["attempt"], body["previous_attempt"]) == (2, str(first.key))


@pytest.mark.parametrize("changes", [{"patient_id": "P-1"}, {"patient_id": ""}, {"scanner": "MR2"}])
def test_another_patient_or_scanner_is_no_repeat(changes: Any) -> None:
    make_exam("non_diagnostic")
    arrive(make_header("stiffness", study_instance_uid="9", sop_instance_uid="9.1", **changes))
    assert Exam.objects.get(study_instance_uid="9").attempt == 1


def test_the_next_day_is_a_new_visit() -> None:
    make_exam("non_diagnostic")
    later = make_header("stiffness", study_instance_uid="9", sop_instance_uid="9.1")
    arrive(later, at=timezone.now() + timedelta(days=1))
    assert Exam.objects.get(study_instance_uid="9").attempt == 1
