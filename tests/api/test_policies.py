"""The site's own policy: changed by administrators, previewed first, never for verdicts already given."""

import pytest

from qc.models import Event, Exam
from tests.api.conftest import SignIn
from tests.making import arrive_pair, finish_slice, make_exam

pytestmark = pytest.mark.django_db

STRICT = {"diagnostic_slices": 4, "measurable_area_cm2": 20.0}


def test_a_site_begins_with_the_default(sign_in: SignIn) -> None:
    body = sign_in("technologist").get("/api/policies/").json()
    assert body["in_force"]["name"] == "liver-mre-default v1"
    assert "at least 3 diagnostic slices and at least 10 cm²" in body["in_force"]["sentence"]
    assert body["rows"] == []


def test_a_new_version_judges_new_exams_and_leaves_old_verdicts(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic", "diagnostic", "diagnostic")
    client = sign_in("administrator")
    assert client.post("/api/policies/", {**STRICT, "note": "3 T site"}, format="json").status_code == 201
    exam.refresh_from_db()
    assert (exam.verdict, exam.policy) == ("adequate", "liver-mre-default v1")
    (pk,) = arrive_pair(300.0, study_instance_uid="9")
    finish_slice(pk)
    newer = Exam.objects.get(study_instance_uid="9")
    newer.judge(is_final=True)
    assert (newer.verdict, newer.policy) == ("limited", "liver-mre-site v1")
    assert "at least 4 diagnostic slices" in newer.policy_sentence


def test_the_preview_names_the_exams_that_would_have_differed(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic", "diagnostic", "diagnostic")
    body = sign_in("administrator").post("/api/policies/preview/", STRICT, format="json").json()
    (change,) = body["changed"]
    assert (body["exams"], change["id"], change["patient"]) == (1, str(exam.key), exam.initials)
    assert (change["before"], change["after"]) == ("adequate", "limited")


def test_versions_are_counted_and_kept(sign_in: SignIn) -> None:
    client = sign_in("administrator")
    for _ in range(2):
        client.post("/api/policies/", STRICT, format="json")
    rows = client.get("/api/policies/").json()["rows"]
    assert [row["name"] for row in rows] == ["liver-mre-site v2", "liver-mre-site v1"]
    assert rows[0]["by"] == "Administrator One"
    assert Event.objects.filter(kind="policy.changed").count() == 2


@pytest.mark.parametrize("address", ["/api/policies/", "/api/policies/preview/"])
def test_only_administrators_change_policies(sign_in: SignIn, address: str) -> None:
    assert sign_in("radiologist").post(address, STRICT, format="json").status_code == 403


def test_a_policy_that_asks_for_nothing_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("administrator").post("/api/policies/", {**STRICT, "diagnostic_slices": 0}, format="json")
    assert answer.status_code == 400
