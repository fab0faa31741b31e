"""The worklist and one exam, as roles and filters let them be seen."""

from typing import Any

import pytest

from qc.models import AuditRow, Exam
from tests.api.conftest import SignIn
from tests.making import arrive, make_exam, make_header, make_review, make_user

pytestmark = pytest.mark.django_db


def rows(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def test_a_row_shows_the_exam_with_its_slices_from_head_to_foot(sign_in: SignIn) -> None:
    make_exam("diagnostic", "non_diagnostic", "undecided")
    (row,) = rows(sign_in("radiologist").get("/api/exams/"))
    assert (row["verdict"], row["scanner"], row["sequence"], row["images"]) == ("limited", "MR1", "2D GRE", 6)
    assert [tile["verdict"] for tile in row["slices"]] == ["diagnostic", "non_diagnostic", "undecided"]
    assert [tile["location_mm"] for tile in row["slices"]] == [100.0, 90.0, 80.0]


def test_only_clinical_roles_see_who_the_patient_is(sign_in: SignIn) -> None:
    make_exam("diagnostic")
    assert rows(sign_in("radiologist").get("/api/exams/"))[0]["patient"] == "J. D. (4711)"
    assert rows(sign_in("qa_manager").get("/api/exams/"))[0]["patient"].startswith("P-")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verdict=limited", 1),
        ("verdict=adequate", 0),
        ("verdict=adequate&verdict=limited", 1),
        ("state=final&scanner=MR1&field=1.5&sequence=2D GRE", 1),
        ("field=3", 0),
        ("field=nonsense", 0),
        ("unread=true", 1),
        ("disagreement=true", 0),
        ("mine=true", 0),
        ("study=1.2.3", 1),
    ],
)
def test_filters_narrow_the_list(sign_in: SignIn, query: str, found: int) -> None:
    make_exam("diagnostic")
    assert len(rows(sign_in("radiologist").get(f"/api/exams/?{query}"))) == found


@pytest.mark.parametrize("page", ["²", "9" * 30, "-1", "x"])
def test_a_page_that_cannot_be_is_no_fault(sign_in: SignIn, page: str) -> None:
    assert sign_in("radiologist").get(f"/api/exams/?page={page}").status_code == 200
    assert sign_in("qa_manager").get(f"/api/quality/?weeks={page}").status_code == 200


def test_a_filter_that_does_not_exist_is_told(sign_in: SignIn) -> None:
    answer = sign_in("radiologist").get("/api/exams/?state=nonsense")
    assert answer.status_code == 400
    assert "state" in answer.json()["fields"]


def test_other_studies_are_shown_only_when_asked_for(sign_in: SignIn) -> None:
    arrive(make_header("other", acquisition=""))
    client = sign_in("radiologist")
    assert rows(client.get("/api/exams/")) == []
    assert len(rows(client.get("/api/exams/?verdict=not_mre"))) == 1
    assert client.get("/api/exams/facets/").json()["not_mre"] == 1


def test_facets_count_each_value_under_the_other_filters(sign_in: SignIn) -> None:
    make_exam("diagnostic")
    facets = sign_in("radiologist").get("/api/exams/facets/?verdict=adequate").json()
    assert facets["verdict"] == [{"value": "limited", "count": 1}]
    assert facets["scanner"] == []


def test_the_list_can_be_ordered(sign_in: SignIn) -> None:
    make_exam("diagnostic")
    arrive(make_header("stiffness", study_instance_uid="9", sop_instance_uid="9.9", scanner="AA"))
    client = sign_in("radiologist")
    assert [row["scanner"] for row in rows(client.get("/api/exams/?ordering=scanner"))] == ["AA", "MR1"]
    assert [row["scanner"] for row in rows(client.get("/api/exams/?ordering=-scanner"))] == ["MR1", "AA"]


def test_exams_that_are_ordered_by_the_same_value_keep_their_places(sign_in: SignIn) -> None:
    exams = [make_exam("diagnostic", study=f"1.2.{number}") for number in range(3)]
    client = sign_in("radiologist")
    pages = [rows(client.get(f"/api/exams/?ordering=scanner&page_size=1&page={page}")) for page in (1, 2, 3)]
    assert [page[0]["id"] for page in pages] == [str(exam.key) for exam in reversed(exams)]


def test_a_page_costs_the_same_few_queries_however_long_it_is(
    sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        arrive(make_header("stiffness", study_instance_uid=f"9.{number}", sop_instance_uid=f"9.9.{number}"))
    client = sign_in("radiologist")
    with django_assert_max_num_queries(12):
        assert len(rows(client.get("/api/exams/"))) == 12


def test_an_exam_shows_votes_measurements_and_history(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic", "undecided")
    body = sign_in("radiologist").get(f"/api/exams/{exam.key}/").json()
    first, second = body["slices"]
    assert (first["votes"], first["stiffness_kpa"], first["measurable_area_cm2"]) == ([1] * 8, 2.4, 12.0)
    assert second["probability"] == 0.5
    assert set(first["images"]) == {"stiffness", "confidence", "liver"}
    assert body["history"][-1]["policy"] == "liver-mre-default v1"
    assert body["ensemble"]["name"] == "test"


def test_every_look_at_an_exam_leaves_an_audit_row(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    sign_in("technologist").get(f"/api/exams/{exam.key}/")
    row = AuditRow.objects.get()
    assert (str(row.user), row.action, row.exam) == ("technologist", "exam.view", exam)


def test_what_is_fetched_ahead_is_audited_as_that_until_somebody_looks(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    client = sign_in("radiologist")
    client.get(f"/api/exams/{exam.key}/?ahead=true")
    assert audited() == ["exam.prefetch"]
    client.get(f"/api/exams/{exam.key}/")
    assert audited() == ["exam.prefetch", "exam.view"]


@pytest.mark.parametrize(
    ("asked_before", "rows_left"),
    [("", ["exam.view"]), ("?ahead=true", ["exam.prefetch"])],
)
def test_no_pixel_is_asked_for_without_an_audit_row(sign_in: SignIn, asked_before: str, rows_left: list[str]) -> None:
    exam = make_exam("diagnostic")
    described = sign_in("qa_manager").get(f"/api/exams/{exam.key}/").json()
    AuditRow.objects.all().delete()
    client = sign_in("radiologist")
    if asked_before:
        client.get(f"/api/exams/{exam.key}/{asked_before}")
    for image in described["slices"][0]["images"].values():
        client.get(image["url"], headers={"if-none-match": '"old"'})
    assert audited() == rows_left


def audited() -> list[str]:
    return list(AuditRow.objects.order_by("pk").values_list("action", flat=True))


def test_an_unknown_exam_is_told_in_a_sentence(sign_in: SignIn) -> None:
    answer = sign_in("radiologist").get("/api/exams/6f1e2c1e-6c2f-4f52-8f0a-1f3a4b5c6d7e/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_addresses_hold_nothing_of_the_patient(sign_in: SignIn) -> None:
    body = sign_in("radiologist").get(f"/api/exams/{make_exam('diagnostic').key}/").json()
    addresses = [image["url"] for one in body["slices"] for image in one["images"].values()]
    assert not any("4711" in address or "1.2.3" in address for address in addresses)


def test_a_radiologist_decides_a_technologist_does_not(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    sent = make_review(exam.slices.all()[0])
    address = f"/api/exams/{exam.key}/reviews/"
    assert sign_in("technologist").post(address, sent, format="json").status_code == 403
    radiologist = sign_in("radiologist")
    assert radiologist.post(address, sent, format="json").status_code == 201
    assert radiologist.post(address, sent, format="json").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"assessment": 424242}, 409),
        ({"slice": 424242}, 404),
        ({"seconds_spent": -1}, 400),
        ({"decision": "maybe"}, 400),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused(sign_in: SignIn, changes: dict[str, Any], status: int) -> None:
    exam = make_exam("diagnostic")
    sent = make_review(exam.slices.all()[0], **changes)
    answer = sign_in("radiologist").post(f"/api/exams/{exam.key}/reviews/", sent, format="json")
    assert answer.status_code == status
    assert answer.json()["message"]


def test_what_a_reader_overrode_is_found_again(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    client = sign_in("radiologist")
    sent = make_review(exam.slices.all()[0], decision="override", quality="non_diagnostic", reason="iron")
    client.post(f"/api/exams/{exam.key}/reviews/", sent, format="json")
    for query in ("disagreement=true", "mine=true"):
        assert len(rows(client.get(f"/api/exams/?{query}"))) == 1
    assert rows(client.get("/api/exams/?unread=true")) == []
    make_user("radiologist", "another")
    assert Exam.objects.get().strip()[0]["reviewed_quality"] == "non_diagnostic"


def test_the_reasons_come_in_the_order_of_their_keys(sign_in: SignIn) -> None:
    reasons = sign_in("technologist").get("/api/reasons/").json()
    assert [reason["code"] for reason in reasons][:2] == ["anatomical_masking", "iron"]
    assert all(reason["advice"].endswith(".") for reason in reasons)
