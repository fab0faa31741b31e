"""Slices on which the readers of a study differ, side by side, and their settlement."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.settle import Settled, settle_slice
from qc.api.permissions import HasRole, MayReview
from qc.api.serializers import ErrorSerializer
from qc.api.study_serializers import CaseSerializer, SettledSerializer
from qc.models import AgreementStudy
from qc.models.adjudication import Case, find_cases
from qc.models.agreement import LockedOpinion, describe_reader
from qc.models.blinding import is_blind_to
from qc.models.roles import has_right


class CasesView(APIView):
    permission_classes = [HasRole]

    @extend_schema(responses=CaseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The slices on which readers differ; nobody sees one before their own opinion on it is locked."""
        user = cast(User, request.user)
        if not (has_right(user, "review") or has_right(user, "studies")):
            return Response([])
        cases = find_cases(AgreementStudy.objects.all())
        return Response([describe_case(case, user) for case in cases if not is_blind_to(user, case.slice)])


class SettleView(APIView):
    permission_classes = [MayReview]

    @extend_schema(
        request=SettledSerializer,
        responses={200: CaseSerializer, 400: ErrorSerializer, 403: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request, pk: int, slice_id: int) -> Response:
        """Settle a slice as adjudicator, or propose its quality as one of the readers who differ."""
        study = get_object_or_404(AgreementStudy, pk=pk)
        asked = SettledSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user = cast(User, request.user)
        case = settle_slice(by=user, study=study, slice_id=slice_id, settled=Settled(**asked.validated_data))
        return Response(describe_case(case, user))


def describe_case(case: Case, user: User) -> dict[str, Any]:
    exam = case.slice.exam
    return {
        "study": {"id": case.study.pk, "name": case.study.name},
        "exam": str(exam.key),
        "patient": exam.initials if has_right(user, "names") else exam.pseudonym,
        "scanner": exam.scanner,
        "slice": case.slice.pk,
        "location_mm": case.slice.location_mm,
        "opinions": [describe_opinion(one) for one in case.opinions],
        "proposals": [one.describe() for one in case.proposals],
        "consensus": case.consensus.describe() if case.consensus else None,
        "part": case.part_of(user),
    }


def describe_opinion(one: LockedOpinion) -> dict[str, Any]:
    review = one.review
    return {
        "reader": describe_reader(one.reader),
        "at": review.at.isoformat(),
        "quality": review.quality,
        "reason": review.reason,
        "note": review.note,
        "seconds_spent": review.seconds_spent,
    }
