"""Agreement studies: who reads what, what is locked, where readers differ, and how that is settled."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from qc.actions.audit import note_view
from qc.actions.close_study import close_study
from qc.actions.open_study import open_study
from qc.actions.review import Decision, review_slice
from qc.actions.settle import Settled, settle_slice
from qc.domain.errors import ReviewRefused, SettlementRefused, StudyRefused
from qc.models import AgreementStudy, AuditRow, Consensus, Event, Exam, LockedOpinion, Review, Slice
from qc.models.adjudication import find_cases
from qc.models.agreement import ExamChoice, choose_exams, draw_lot
from qc.models.study_results import describe_progress, measure_agreement
from tests.making import arrive, finish_slice, make_exam, make_header, make_review, make_user

pytestmark = pytest.mark.django_db

NOT_DIAGNOSTIC = Settled("non_diagnostic", "motion", "ghosts")


@pytest.fixture
def readers() -> list[User]:
    return [make_user("radiologist", name) for name in ("anna", "ben")]


@pytest.fixture
def study(readers: list[User]) -> AgreementStudy:
    make_exam("diagnostic", "diagnostic", "non_diagnostic")
    return open_study(by=make_user("qa_manager"), name="first", readers=readers, choice=ExamChoice())


def say(reader: User, one: Slice, quality: str, **changes: Any) -> Review:
    reason = None if quality == "diagnostic" else "motion"
    sent = make_review(one, decision="opinion", quality=quality, reason=reason, **changes)
    return review_slice(reader=reader, exam=one.exam, decision=Decision(**sent))[0]


def differ(readers: list[User]) -> Slice:
    """The readers agree on the second and third slice, and differ on the first."""
    first, second, third = Exam.objects.get().slices.all()
    for reader, quality in zip(readers, ("diagnostic", "non_diagnostic"), strict=True):
        say(reader, first, quality)
        say(reader, second, "limited")
        say(reader, third, "non_diagnostic")
    return first


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def make_many(count: int) -> list[Exam]:
    for number in range(count):
        header = {"study_instance_uid": f"7.{number}", "acquisition": "5", "patient_id": f"P-{number}"}
        maps = [
            make_header(role, **{**header, "sop_instance_uid": f"7.{number}.{role}"})  # type: ignore[arg-type]
            for role in ("stiffness", "confidence")
        ]
        (pk,) = arrive(*maps)
        finish_slice(pk).exam.judge(is_final=True)
    return list(Exam.objects.all())


def test_the_lot_is_the_same_for_the_same_seed() -> None:
    exams = make_many(8)
    drawn = draw_lot(exams, 3, seed=7)
    assert drawn == draw_lot(exams[::-1], 3, seed=7)[::-1]
    assert len(drawn) == 3
    assert any(draw_lot(exams, 3, seed=seed) != drawn for seed in range(5))


def test_exams_that_a_reader_knows_are_left_out(readers: list[User]) -> None:
    opened, decided, elsewhere, *unknown = make_many(5)
    note_view(user=readers[0], exam=opened)
    say(readers[1], decided.slices.get(), "diagnostic")
    by = make_user("qa_manager")
    open_study(by=by, name="other", readers=readers, choice=ExamChoice(exams=(str(elsewhere.key),)))
    chosen = choose_exams(ExamChoice(), readers)
    assert chosen.exams == unknown
    assert (chosen.fitting, chosen.known) == (2, 3)


@pytest.mark.parametrize(
    ("choice", "count"), [(ExamChoice(scanners=("MR1",), weeks=1), 1), (ExamChoice(scanners=("X",)), 0)]
)
def test_exams_are_chosen_by_scanner_and_time(readers: list[User], choice: ExamChoice, count: int) -> None:
    make_exam("diagnostic")
    assert len(choose_exams(choice, readers).exams) == count


def test_a_study_needs_two_radiologists_a_name_of_its_own_and_exams(readers: list[User], study: AgreementStudy) -> None:
    by = study.created_by
    for name, asked in (("first", readers), ("one", readers[:1]), ("role", [readers[0], by]), ("no exam", readers)):
        with pytest.raises(StudyRefused):
            open_study(by=by, name=name, readers=asked, choice=ExamChoice())


def test_the_first_opinion_is_locked_and_a_later_one_is_not_the_studys(
    study: AgreementStudy, readers: list[User]
) -> None:
    one = Exam.objects.get().slices.all()[0]
    first = say(readers[0], one, "diagnostic", shown={"panes": [], "verdict_shown": True})
    later = say(readers[0], one, "non_diagnostic")
    assert LockedOpinion.objects.get().review == first
    assert Review.objects.newest_by_reader().get() == later
    assert (first.shown["verdict_shown"], later.shown["verdict_shown"]) == (False, True)


def test_a_blind_reader_cannot_accept_what_was_not_shown(study: AgreementStudy, readers: list[User]) -> None:
    one = Exam.objects.get().slices.all()[0]
    with pytest.raises(ReviewRefused) as refusal:
        review_slice(reader=readers[0], exam=one.exam, decision=Decision(**make_review(one)))
    assert refusal.value.code == "still_blind"


def test_a_decision_is_never_kept_as_somebody_elses(study: AgreementStudy, readers: list[User]) -> None:
    one = Exam.objects.get().slices.all()[0]
    sent = make_review(one, decision="opinion", quality="diagnostic", reader=readers[0].pk)
    with pytest.raises(ReviewRefused) as refusal:
        review_slice(reader=readers[1], exam=one.exam, decision=Decision(**sent))
    assert refusal.value.code == "not_your_decision"
    assert not Review.objects.exists()


def test_only_slices_on_which_all_have_decided_and_differ_come_to_adjudication(
    study: AgreementStudy, readers: list[User]
) -> None:
    one = Exam.objects.get().slices.all()[0]
    say(readers[0], one, "diagnostic")
    assert find_cases([study]) == []
    say(readers[1], one, "limited")
    assert find_cases([study]) == []


def test_an_adjudicator_settles_at_once_and_changes_no_opinion(study: AgreementStudy, readers: list[User]) -> None:
    one = differ(readers)
    before = list(Review.objects.values())
    judge = make_user("radiologist", "judge")
    case = settle_slice(by=judge, study=study, slice_id=one.pk, settled=NOT_DIAGNOSTIC)
    consensus = Consensus.objects.get()
    assert case.consensus == consensus
    assert (consensus.by, consensus.made, consensus.quality) == (judge, "adjudicator", "non_diagnostic")
    assert list(Review.objects.values()) == before
    assert AuditRow.objects.filter(action="study.settle", user=judge).exists()
    with pytest.raises(SettlementRefused) as refusal:
        settle_slice(by=judge, study=study, slice_id=one.pk, settled=NOT_DIAGNOSTIC)
    assert refusal.value.code == "already_settled"


def test_the_readers_settle_it_when_they_propose_the_same(study: AgreementStudy, readers: list[User]) -> None:
    one = differ(readers)
    for reader, quality in zip([*readers, readers[0]], ("diagnostic", "non_diagnostic", "non_diagnostic"), strict=True):
        assert not Consensus.objects.exists()
        settled = Settled(quality, None if quality == "diagnostic" else "motion", "")
        settle_slice(by=reader, study=study, slice_id=one.pk, settled=settled)
    assert (Consensus.objects.get().made, Consensus.objects.get().quality) == ("readers", "non_diagnostic")


def test_a_settlement_that_is_incomplete_or_of_no_case_is_refused(study: AgreementStudy, readers: list[User]) -> None:
    one = differ(readers)
    judge = make_user("radiologist", "judge")
    agreed = Exam.objects.get().slices.all()[1]
    for slice_id, settled in ((one.pk, Settled("limited", None, "")), (agreed.pk, NOT_DIAGNOSTIC)):
        with pytest.raises(SettlementRefused):
            settle_slice(by=judge, study=study, slice_id=slice_id, settled=settled)
    assert not Consensus.objects.exists()


def test_agreement_is_counted_by_hand(study: AgreementStudy, readers: list[User]) -> None:
    differ(readers)
    pair, first, _ = measure_agreement(study)
    assert (pair["both_measurable"], pair["only_first"], pair["only_second"], pair["neither"]) == (1, 1, 0, 1)
    assert pair["kappa"]["value"] == pytest.approx(0.4)
    assert (first["second"], first["kappa"]["value"]) == ("Ensemble", pytest.approx(1.0))
    assert [(one["locked"], one["to_read"]) for one in describe_progress(study)] == [(3, 3), (3, 3)]


def test_only_the_quality_manager_opens_closes_and_exports(study: AgreementStudy, readers: list[User]) -> None:
    body = {"name": "second", "readers": [one.pk for one in readers], "choice": {}}
    for user in (readers[0], make_user("administrator"), make_user("technologist")):
        client = client_of(user)
        assert client.post("/api/studies/", body, format="json").status_code == 403
        assert client.post(f"/api/studies/{study.pk}/close/").status_code == 403
        assert client.get(f"/api/studies/{study.pk}/opinions.csv").status_code == 403
    manager = client_of(study.created_by)
    assert manager.post("/api/studies/preview/", body, format="json").json() == {
        "exams": 0,
        "slices": 0,
        "fitting": 0,
        "known": 1,
    }
    assert manager.post("/api/studies/", body, format="json").json()["code"] == "study_refused"
    assert manager.post(f"/api/studies/{study.pk}/close/").json()["state"] == "closed"


def test_a_study_is_opened_over_http_and_told_to_its_readers_alone(readers: list[User]) -> None:
    make_exam("diagnostic")
    body = {"name": "by http", "readers": [one.pk for one in readers], "choice": {"weeks": 2, "sample": 5, "seed": 3}}
    answer = client_of(make_user("qa_manager")).post("/api/studies/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["exams"], answer.json()["choice"]["seed"]) == (1, 3)
    (own,) = client_of(readers[0]).get("/api/studies/").json()["rows"]
    assert [one["reader"]["id"] for one in own["progress"]] == [readers[0].pk]
    assert client_of(make_user("radiologist", "third")).get("/api/studies/").json()["rows"] == []
    assert Event.objects.filter(kind="study.changed").exists()


def test_a_case_shows_both_opinions_to_who_may_settle_it(study: AgreementStudy, readers: list[User]) -> None:
    one = differ(readers)
    (case,) = client_of(make_user("radiologist", "judge")).get("/api/adjudication/").json()
    assert [opinion["quality"] for opinion in case["opinions"]] == ["diagnostic", "non_diagnostic"]
    assert case["part"] == "adjudicate"
    (own,) = client_of(readers[0]).get("/api/adjudication/").json()
    assert own["part"] == "propose"
    address = f"/api/studies/{study.pk}/slices/{one.pk}/settle/"
    answer = client_of(readers[0]).post(address, {"quality": "diagnostic"}, format="json")
    assert answer.json()["proposals"][0]["by"]["id"] == readers[0].pk
    assert client_of(study.created_by).post(address, {"quality": "diagnostic"}, format="json").status_code == 403


def test_a_closed_study_takes_no_opinion_and_adjudicates_what_it_has(
    study: AgreementStudy, readers: list[User]
) -> None:
    one = differ(readers)
    third = make_user("radiologist", "carl")
    study.readers.add(third)
    assert find_cases([study]) == []
    closed = close_study(by=study.created_by, study=study)
    say(third, one, "diagnostic")
    assert closed.opinions.count() == 6
    assert [case.slice for case in find_cases([closed])] == [one]


def test_the_export_has_a_row_for_each_opinion_and_no_formula(study: AgreementStudy, readers: list[User]) -> None:
    one = Exam.objects.get().slices.all()[0]
    say(readers[0], one, "limited", note="=HYPERLINK(1)")
    answer = client_of(study.created_by).get(f"/api/studies/{study.pk}/opinions.csv")
    (row,) = csv.DictReader(StringIO(answer.content.decode()))
    assert (row["reader"], row["quality"], row["ensemble_verdict"]) == ("Radiologist One", "limited", "diagnostic")
    assert row["note"] == "'=HYPERLINK(1)"
    assert row["patient"].startswith("P-")
    assert row["verdict_shown"] == "False"
