"""Which exams are offered for comparison, and what is said of the change between two."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from pydicom.dataset import Dataset

from qc.actions.review import Decision, review_slice
from qc.dicom.pacs import Archive
from qc.domain.errors import ImageGone
from qc.models import Exam, Region, Slice
from qc.models.comparison import Comparison, compare_exams, list_comparisons
from tests.making import make_exam, make_region, make_review, make_user

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
GOOD = ("diagnostic", "diagnostic", "diagnostic")


class Headers(Archive):
    """An archive in which every image of a study has the header told for it."""

    def __init__(self, **by_study: tuple[float, str]) -> None:
        self.by_study = by_study

    def retrieve(self, study: str, series: str, instance: str) -> Dataset:
        told = self.by_study.get(f"s{study.replace('.', '_')}", (60.0, f"frame of {study}"))
        ds = Dataset()
        ds.private_block(0x0043, "GEMS_PARM_01", create=True).add_new(0xA2, "DS", [f"{told[0]:g}", "4"])
        ds.FrameOfReferenceUID = told[1]
        return ds


class Emptied(Archive):
    def __init__(self) -> None: ...

    def retrieve(self, study: str, series: str, instance: str) -> Dataset:
        raise ImageGone("The image is no longer in the archive.")


def exam_of(study: str, days_ago: float, *verdicts: str) -> Exam:
    at: datetime = timezone.now() - timedelta(days=days_ago)
    return make_exam(*(verdicts or GOOD), study=study, at=at)


def stiffen(exam: Exam, *kpa: float | None, area: float = 12.0) -> None:
    for one, value in zip(exam.slices.all(), kpa, strict=True):
        one.stiffness_kpa, one.measurable_area_cm2 = value, area
        one.save()


def compared(exam: Exam, other: Exam, archive: Archive | None = None) -> Comparison:
    relation = next(relation for relation, one in list_comparisons(exam, NOBODY) if one == other)
    return compare_exams(exam, other, relation, archive or Headers())


def told(exam: Exam, other: Exam, archive: Archive | None = None, reader: Any = NOBODY) -> dict[str, Any]:
    return compared(exam, other, archive).describe(reader)


def test_attempts_of_the_session_come_first_then_earlier_exams_newest_first() -> None:
    oldest, older = exam_of("1.1", 400), exam_of("1.2", 90)
    first, second, third = (exam_of(f"1.{5 + number}", 0.03 - number / 100) for number in range(3))
    assert third.attempt == 3
    expected = [("attempt", third), ("attempt", first), ("earlier", older), ("earlier", oldest)]
    assert list_comparisons(second, NOBODY) == expected


def test_other_patients_later_and_withdrawn_exams_are_not_offered() -> None:
    exam, later, gone = exam_of("1.2", 30), exam_of("1.3", 1), exam_of("1.4", 60)
    gone.withdraw()
    stranger = exam_of("1.5", 90)
    Exam.objects.filter(pk=stranger.pk).update(patient_id="P-1")
    assert list_comparisons(exam, NOBODY) == []
    assert [one for _, one in list_comparisons(later, NOBODY)] == [exam]


def test_patients_without_a_number_are_nobody_in_particular() -> None:
    exam_of("1.1", 30)
    exam = exam_of("1.2", 1)
    Exam.objects.update(patient_id="")
    exam.refresh_from_db()
    assert list_comparisons(exam, NOBODY) == []


def test_the_exams_stiffness_is_weighted_by_area_and_its_change_judged() -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    stiffen(before, 2.0, 2.0, 2.0)
    stiffen(exam, 2.4, 2.4, 2.4)
    first = exam.slices.all()[0]
    first.stiffness_kpa, first.measurable_area_cm2 = 3.0, 36.0
    first.save()
    whole = told(exam, before)["whole"]
    assert (whole["then"]["kpa"], whole["now"]["kpa"]) == (2.0, pytest.approx((3 * 36 + 2.4 * 24) / 60))
    assert (whole["now"]["area_cm2"], whole["now"]["slices"]) == (60.0, 3)
    assert (whole["change_percent"], whole["exceeds"]) == (38.0, True)


def test_time_runs_forwards_whichever_exam_is_read() -> None:
    first, second = exam_of("1.1", 0.02), exam_of("1.2", 0)
    stiffen(first, 2.0, 2.0, 2.0)
    stiffen(second, 2.2, 2.2, 2.2)
    for exam, other in ((first, second), (second, first)):
        answer = told(exam, other)
        assert (answer["relation"], answer["whole"]["then"]["kpa"]) == ("attempt", 2.0)
        assert (answer["whole"]["change_percent"], answer["whole"]["exceeds"]) == (10.0, False)
    assert told(first, second)["is_other_earlier"] is False


def test_only_diagnostic_slices_have_a_number_and_a_reader_has_the_last_word() -> None:
    before = exam_of("1.1", 90, "diagnostic", "non_diagnostic", "diagnostic")
    exam = exam_of("1.2", 0)
    rejected, rescued = before.slices.all()[2], before.slices.all()[1]
    reader = make_user("radiologist")
    for one, quality in ((rejected, "non_diagnostic"), (rescued, "limited")):
        reason = "motion"
        sent = make_review(one, decision="override", quality=quality, reason=reason)
        review_slice(reader=reader, exam=before, decision=Decision(**sent))
    rows = told(exam, before)["slices"]
    assert [row["then"]["kpa"] for row in rows] == [2.4, 2.4, None]
    assert rows[2]["then"]["why"] == "Not diagnostic"
    assert (rows[2]["change_percent"], rows[2]["exceeds"]) == (None, None)
    assert told(exam, before)["whole"]["then"]["slices"] == 2


def test_a_position_without_a_partner_says_so() -> None:
    before, exam = exam_of("1.1", 90, "diagnostic", "diagnostic"), exam_of("1.2", 0)
    rows = told(exam, before)["slices"]
    assert [(row["location_mm"], row["other_location_mm"]) for row in rows] == [(100, 100), (90, 90), (80, None)]
    assert rows[-1]["then"]["why"] == "No slice at this position"
    assert rows[-1]["now"]["kpa"] == 2.4


def test_slices_without_a_position_are_listed_and_never_paired() -> None:
    before, exam = exam_of("1.1", 90, "diagnostic"), exam_of("1.2", 0, "diagnostic")
    exam.images.update(geometry=None)
    rows = told(exam, before)["slices"]
    assert [(row["slice"] is None, row["other_slice"] is None) for row in rows] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"manufacturer": "Siemens"}, "The vendor differs: GE, then Siemens."),
        ({"sequence": "2D SE-EPI"}, "The sequence differs: 2D GRE, then 2D SE-EPI."),
        ({"sequence": ""}, "Whether the sequence was the same is not known: a header does not tell."),
    ],
)
def test_exams_of_another_technique_show_numbers_without_a_change(changes: dict[str, str], sentence: str) -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    Exam.objects.filter(pk=exam.pk).update(**changes)
    exam.refresh_from_db()
    answer = told(exam, before)
    assert answer["not_comparable"] == [sentence]
    assert (answer["whole"]["then"]["kpa"], answer["whole"]["now"]["kpa"]) == (2.4, 2.4)
    stated = [(row["change_percent"], row["exceeds"]) for row in [answer["whole"], *answer["slices"]]]
    assert set(stated) == {(None, None)}


def test_another_frequency_forbids_a_statement_and_so_does_one_that_is_not_told() -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    other = told(exam, before, Headers(s1_1=(40.0, "a")))
    assert other["not_comparable"] == ["The frequency of the driver differs: 40 Hz, then 60 Hz."]
    (unknown,) = told(exam, before, Emptied())["not_comparable"]
    assert "frequency of the driver was the same is not known" in unknown


def test_unknown_units_are_said_and_never_a_number() -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    for one in before.slices.all():
        assert one.assessment
        one.assessment.fault = "units_unknown"
        one.assessment.save()
        one.give_up("Units of the stiffness map unknown")
    answer = told(exam, before)
    assert answer["not_comparable"] == ["Units of the stiffness are unknown in the earlier exam."]
    assert {row["then"]["why"] for row in answer["slices"]} == {"Units unknown"}
    assert answer["whole"]["then"]["kpa"] is None


def test_the_frame_of_reference_tells_whether_places_are_the_same() -> None:
    first, second = exam_of("1.1", 0.02), exam_of("1.2", 0)
    shared = told(second, first, Headers(s1_1=(60.0, "f"), s1_2=(60.0, "f")))
    assert (shared["shares_frame"], shared["notes"]) == (True, [])
    anew = told(second, first)
    assert anew["shares_frame"] is False
    assert anew["notes"] == ["The patient was positioned anew: the same position need not be quite the same place."]


def test_of_an_earlier_exam_nobody_expects_the_same_frame_of_reference() -> None:
    answer = told(exam_of("1.2", 0), exam_of("1.1", 90))
    assert (answer["shares_frame"], answer["notes"]) == (False, [])


def test_another_scanner_or_name_is_to_be_borne_in_mind() -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    Exam.objects.filter(pk=exam.pk).update(scanner="MR2", patient_name="Miller^Jane")
    exam.refresh_from_db()
    answer = told(exam, before)
    assert answer["notes"] == [
        "Other scanner: MR1, then MR2. The limit was found on one scanner.",
        "The patient's name is written otherwise: make sure that it is the same patient.",
    ]
    assert answer["whole"]["exceeds"] is False


def measured(one: Slice, reader: User, kpa: float) -> None:
    sent = make_region(one)
    kept = {name: sent[name] for name in ("client_id", "shape", "origin", "points", "threshold", "pixels")}
    numbers = {"mean_kpa": kpa, "area_cm2": 10.0}
    Region.objects.create(slice=one, reader=reader, version=1, sop_instance_uid="1", **kept, **numbers)


def test_the_readers_own_regions_are_compared_where_both_exams_have_some() -> None:
    before, exam = exam_of("1.1", 90), exam_of("1.2", 0)
    reader, other = make_user("radiologist"), make_user("radiologist", "other")
    measured(before.slices.all()[0], reader, 3.0)
    assert told(exam, before, reader=reader)["own_regions"] is None
    measured(exam.slices.all()[0], reader, 3.9)
    measured(exam.slices.all()[1], other, 9.9)
    own = told(exam, before, reader=reader)["own_regions"]
    assert (own["then"]["kpa"], own["now"]["kpa"], own["change_percent"], own["exceeds"]) == (3.0, 3.9, 30.0, True)
