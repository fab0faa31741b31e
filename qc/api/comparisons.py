"""An exam beside another one of the same patient."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.audit import note_comparison
from qc.api.comparison_serializers import ComparableExamsSerializer, ComparisonSerializer
from qc.api.permissions import HasRole
from qc.api.serializers import ErrorSerializer
from qc.domain.errors import StillBlind
from qc.models import Exam
from qc.models.archive import open_archive
from qc.models.blinding import blinding_of
from qc.models.comparison import compare_exams, list_comparisons


class ComparisonsView(APIView):
    permission_classes = [HasRole]

    @extend_schema(operation_id="exam_comparisons", responses={200: ComparableExamsSerializer, 404: ErrorSerializer})
    def get(self, request: Request, key: str) -> Response:
        """The exams that can be hung beside this one: other attempts of its session, then earlier ones.

        Empty for who reads this exam blind; exams that they read blind are left out.
        """
        exam = get_object_or_404(Exam, key=key)
        found = list_comparisons(exam, request.user)
        return Response({"exams": [_describe(relation, one) for relation, one in found]})


class ComparisonView(APIView):
    permission_classes = [HasRole]

    @extend_schema(
        operation_id="exam_comparison",
        responses={200: ComparisonSerializer, 403: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, key: str, other: str) -> Response:
        """What changed between two exams of one patient, slice by slice and for the exam."""
        exam, beside = get_object_or_404(Exam, key=key), get_object_or_404(Exam, key=other)
        if blinding_of(request.user, {exam.pk, beside.pk}):
            raise StillBlind("You read one of these exams blind. Give your own opinion on its slices first.")
        relation = next((relation for relation, one in list_comparisons(exam, request.user) if one == beside), None)
        if relation is None:
            raise NotFound
        comparison = compare_exams(exam, beside, relation, open_archive())
        note_comparison(user=request.user, exam=exam, other=beside)
        return Response(comparison.describe(request.user))


def _describe(relation: str, exam: Exam) -> dict[str, Any]:
    """Nothing of what is thought of the exam."""
    return {
        "id": str(exam.key),
        "relation": relation,
        "attempt": exam.attempt,
        "arrived_at": exam.arrived_at,
        "scanner": exam.scanner,
        "manufacturer": exam.manufacturer,
        "field_strength_t": exam.field_strength_t,
        "sequence": exam.sequence,
    }
