"""Filters and order of the worklist, and the counts beside the filters.

There is no search by name: a query is part of an address, and addresses must say nothing about patients.
"""

from typing import Any, cast

import django_filters
from django.db.models import Count, Q, QuerySet
from rest_framework.exceptions import ValidationError

from qc.models import Exam, Review
from qc.models.blinding import hidden_slices
from qc.models.exam import ExamQuerySet

FACETS = {
    "state": "state",
    "verdict": "seen_verdict",
    "scanner": "scanner",
    "field": "field_strength_t",
    "sequence": "sequence",
}
FLAGS = ("mine", "disagreement", "unread", "blind")
NOT_MRE = "not_mre"
IS_BLIND = Q(is_blind=True)
"""Whether whoever asks must not know the exam's verdict yet: see `ExamQuerySet.as_seen_by`."""


class TotalOrder(django_filters.OrderingFilter):
    """Exams that are alike in what they are ordered by keep their places: none stands on two pages, or on none."""

    def filter(self, qs: QuerySet[Exam], value: Any) -> QuerySet[Exam]:
        ordered = cast(QuerySet[Exam], super().filter(qs, value))
        return ordered.order_by(*(ordered.query.order_by or ("-arrived_at",)), "-pk")


class ExamFilter(django_filters.FilterSet):
    """Repeated values of one filter widen it, different filters narrow each other."""

    state = django_filters.MultipleChoiceFilter(choices=Exam.State.choices)
    verdict = django_filters.CharFilter(method="by_verdict", help_text="repeatable; `not_mre` for other studies")
    scanner = django_filters.CharFilter(method="by_scanner")
    field = django_filters.CharFilter(method="by_field")
    sequence = django_filters.CharFilter(method="by_sequence")
    mine = django_filters.BooleanFilter(method="by_mine")
    disagreement = django_filters.BooleanFilter(method="by_disagreement")
    unread = django_filters.BooleanFilter(method="by_unread")
    blind = django_filters.BooleanFilter(method="by_blind", help_text="exams that one still has to read blind")
    study = django_filters.CharFilter(field_name="study_instance_uid")
    ordering = TotalOrder(
        fields=[
            (column, name)
            for name, column in {
                "arrived_at": "arrived_at",
                "scanner": "scanner",
                "field_strength_t": "field_strength_t",
                "sequence": "sequence",
                "state": "state",
                "verdict": "seen_verdict",
                "seconds_to_verdict": "seconds_to_verdict",
            }.items()
        ]
    )

    class Meta:
        model = Exam
        fields: list[str] = []

    def values_of(self, name: str) -> list[str]:
        return self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data[name]]

    def by_verdict(self, exams: QuerySet[Exam], name: str, value: str) -> QuerySet[Exam]:
        wanted = self.values_of(name)
        seen = Q(seen_verdict__in=wanted)
        return exams.filter(seen | Q(is_mre=False) if NOT_MRE in wanted else seen)

    def by_scanner(self, exams: QuerySet[Exam], name: str, value: str) -> QuerySet[Exam]:
        return exams.filter(scanner__in=self.values_of(name))

    def by_field(self, exams: QuerySet[Exam], name: str, value: str) -> QuerySet[Exam]:
        return exams.filter(field_strength_t__in=[float(one) for one in self.values_of(name) if _is_number(one)])

    def by_sequence(self, exams: QuerySet[Exam], name: str, value: str) -> QuerySet[Exam]:
        return exams.filter(sequence__in=self.values_of(name))

    def by_mine(self, exams: QuerySet[Exam], name: str, value: bool) -> QuerySet[Exam]:
        reviewed = Review.objects.filter(reader=self.request.user).values("slice__exam")
        return exams.filter(pk__in=reviewed) if value else exams

    def by_disagreement(self, exams: QuerySet[Exam], name: str, value: bool) -> QuerySet[Exam]:
        overridden = Review.objects.newest_by_reader().filter(decision=Review.Decision.OVERRIDE)
        return exams.filter(pk__in=overridden.values("slice__exam")).exclude(IS_BLIND) if value else exams

    def by_unread(self, exams: QuerySet[Exam], name: str, value: bool) -> QuerySet[Exam]:
        """Nobody has decided on it; of an exam that is read blind, one hears of one's own decisions only."""
        own = Review.objects.filter(reader=self.request.user)
        by_anybody = ~IS_BLIND & Q(pk__in=Review.objects.values("slice__exam"))
        return exams.exclude(by_anybody | Q(pk__in=own.values("slice__exam"))) if value else exams

    def by_blind(self, exams: QuerySet[Exam], name: str, value: bool) -> QuerySet[Exam]:
        return exams.filter(IS_BLIND) if value else exams


def select_exams(params: Any, request: Any, *, without: str = "") -> ExamQuerySet:
    """The exams that the query asks for, `without` one of its filters; other studies only when asked for.

    Raises ValidationError for a value that a filter cannot take.
    """
    chosen = params.copy()
    chosen.pop(without, None)
    wants_others = NOT_MRE in chosen.getlist("verdict") or chosen.get("study")
    exams = (Exam.objects.all() if wants_others else Exam.objects.of_mre()).as_seen_by(hidden_slices(request.user))
    chosen_exams = ExamFilter(chosen, exams, request=request)
    if not chosen_exams.is_valid():
        raise ValidationError(chosen_exams.errors)
    return cast(ExamQuerySet, chosen_exams.qs)


def count_facets(params: Any, request: Any) -> dict[str, Any]:
    """For each filter: its values with their counts under all the other filters."""
    facets: dict[str, Any] = {
        name: _count_values(select_exams(params, request, without=name), column) for name, column in FACETS.items()
    }
    for name in FLAGS:
        narrowed = params.copy()
        narrowed[name] = "true"
        facets[name] = select_exams(narrowed, request).count()
    facets[NOT_MRE] = Exam.objects.filter(is_mre=False).count()
    return facets


def _count_values(exams: QuerySet[Exam], column: str) -> list[dict[str, Any]]:
    counted = exams.order_by().values(column).annotate(count=Count("pk", distinct=True)).order_by(column)
    return [
        {"value": None if row[column] in (None, "") else str(row[column]), "count": row["count"]} for row in counted
    ]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
