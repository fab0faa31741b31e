"""Regions over HTTP: who may add them, who sees them, what is refused."""

from typing import Any

import pytest

from qc.api.serializers import RegionsSerializer
from qc.models import Exam, Region
from tests.api.conftest import SignIn
from tests.making import make_exam, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam() -> Exam:
    return make_exam("diagnostic", "diagnostic")


def sent(exam: Exam, **changes: Any) -> dict[str, Any]:
    """Removing a region needs no pixels, so these tests need no archive."""
    removed: dict[str, Any] = {"origin": "removed", "shape": None, "points": []}
    return make_region(exam.slices.all()[0], **{**removed, **changes})


def test_a_radiologist_measures_a_technologist_does_not(sign_in: SignIn, exam: Exam) -> None:
    address, body = f"/api/exams/{exam.key}/regions/", sent(exam)
    assert sign_in("technologist").post(address, body, format="json").status_code == 403
    radiologist = sign_in("radiologist")
    assert radiologist.post(address, body, format="json").status_code == 201
    assert radiologist.post(address, body, format="json").status_code == 200
    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"pixels": "older"}, 409, "pixels_changed"),
        ({"assessment": 424242}, 409, "assessment_changed"),
        ({"slice": 424242}, 404, "no_such_slice"),
        ({"origin": "guessed"}, 400, "invalid"),
        ({"threshold": 2}, 400, "invalid"),
        ({"points": [[1, 2, 3]]}, 400, "invalid"),
        ({"points": [[1, "NaN"]]}, 400, "invalid"),
        ({"points": [[1, 1]] * 3000}, 400, "invalid"),
        ({"origin": "drawn", "shape": "polygon", "points": [[1, 1], [2, 2]]}, 400, "outline_refused"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    sign_in: SignIn, exam: Exam, changes: dict[str, Any], status: int, code: str
) -> None:
    address = f"/api/exams/{exam.key}/regions/"
    answer = sign_in("radiologist").post(address, sent(exam, **changes), format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]


def test_the_exam_shows_the_newest_version_and_the_list_all_of_them(sign_in: SignIn, exam: Exam) -> None:
    client, address = sign_in("radiologist"), f"/api/exams/{exam.key}/"
    for _ in range(2):
        client.post(f"{address}regions/", sent(exam), format="json")
    first, second = client.get(address).json()["slices"]
    assert [region["version"] for region in first["regions"]] == [2]
    assert second["regions"] == []
    every = client.get(f"{address}regions/").json()
    assert [region["version"] for region in every["regions"]] == [1, 2]
    assert every["measurements"] == []


def test_the_list_has_the_fields_that_the_schema_names(sign_in: SignIn, exam: Exam) -> None:
    client, address = sign_in("radiologist"), f"/api/exams/{exam.key}/regions/"
    client.post(address, sent(exam), format="json")
    described = RegionsSerializer(data=client.get(address).json())
    assert described.is_valid(), described.errors


def test_who_has_no_role_sees_nothing(client: Any, exam: Exam) -> None:
    assert client.get(f"/api/exams/{exam.key}/regions/").status_code in (401, 403)


@pytest.mark.parametrize("threshold", ["0.2", "nonsense"])
def test_a_proposal_needs_a_threshold_that_can_be(sign_in: SignIn, exam: Exam, threshold: str) -> None:
    address = f"/api/exams/{exam.key}/slices/{exam.slices.all()[0].pk}/proposal/?threshold={threshold}"
    assert sign_in("radiologist").get(address).status_code == 400
