"""Agreement studies: opened and closed by the quality manager, with progress, results and every locked opinion."""

import csv
from io import StringIO
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.close_study import close_study
from qc.actions.open_study import check_readers, open_study
from qc.api.permissions import HasRole, MayRunStudies
from qc.api.serializers import ErrorSerializer
from qc.api.study_serializers import (
    NewStudySerializer,
    ProposedStudySerializer,
    StudiesSerializer,
    StudyPreviewSerializer,
    StudyResultsSerializer,
)
from qc.models import AgreementStudy, Exam, Slice
from qc.models.agreement import ExamChoice, choose_exams, describe_reader
from qc.models.roles import RIGHTS, has_right
from qc.models.study_results import count_cases, csv_rows, describe_progress, measure_agreement

DECIDING_ROLES = [role for role, rights in RIGHTS.items() if "review" in rights]


class StudiesView(APIView):
    def get_permissions(self) -> list[Any]:
        return [HasRole()] if self.request.method == "GET" else [MayRunStudies()]

    @extend_schema(responses=StudiesSerializer, operation_id="studies_list")
    def get(self, request: Request) -> Response:
        """All studies for who runs them, with what a new one can choose from; their own for the readers."""
        user = cast(User, request.user)
        studies = AgreementStudy.objects.select_related("created_by")
        if not has_right(user, "studies"):
            rows = [describe_own(study, user) for study in studies.read_by(user)]
            return Response({"rows": rows, "readers": [], "scanners": []})
        scanners = Exam.objects.of_mre().order_by("scanner").values_list("scanner", flat=True).distinct()
        rows = [describe_study(study) for study in studies]
        readers = [describe_reader(reader) for reader in possible_readers()]
        return Response({"rows": rows, "readers": readers, "scanners": list(scanners)})

    @extend_schema(request=NewStudySerializer, responses={201: StudyResultsSerializer, 400: ErrorSerializer})
    def post(self, request: Request) -> Response:
        """Open a study: from now on its readers read its exams blind."""
        asked = NewStudySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        readers, choice = read_proposal(asked.validated_data)
        study = open_study(
            by=cast(User, request.user), name=asked.validated_data["name"], readers=readers, choice=choice
        )
        return Response(describe_results(study), status=status.HTTP_201_CREATED)


class StudyPreviewView(APIView):
    permission_classes = [MayRunStudies]

    @extend_schema(request=ProposedStudySerializer, responses={200: StudyPreviewSerializer, 400: ErrorSerializer})
    def post(self, request: Request) -> Response:
        """How many exams a study would have, and how many its readers know already."""
        asked = ProposedStudySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        readers, choice = read_proposal(asked.validated_data)
        check_readers(readers)
        chosen = choose_exams(choice, readers)
        slices = Slice.objects.filter(exam__in=chosen.exams, state=Slice.State.ASSESSED).count()
        counts = {"exams": len(chosen.exams), "slices": slices, "fitting": chosen.fitting, "known": chosen.known}
        return Response(counts)


class StudyView(APIView):
    permission_classes = [MayRunStudies]

    @extend_schema(responses={200: StudyResultsSerializer, 404: ErrorSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """One study with the agreement found so far."""
        return Response(describe_results(get_object_or_404(AgreementStudy, pk=pk)))


class CloseStudyView(APIView):
    permission_classes = [MayRunStudies]

    @extend_schema(request=None, responses={200: StudyResultsSerializer, 404: ErrorSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Take no more opinions; nobody reads these exams blind any more."""
        study = get_object_or_404(AgreementStudy, pk=pk)
        return Response(describe_results(close_study(by=cast(User, request.user), study=study)))


class OpinionsCsvView(APIView):
    permission_classes = [MayRunStudies]

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR, 404: ErrorSerializer})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Every locked opinion with the ensemble's verdict and the consensus, a row each; patients by pseudonym."""
        study = get_object_or_404(AgreementStudy, pk=pk)
        text = StringIO()
        csv.writer(text).writerows(csv_rows(study))
        name = slugify(study.name) or f"study-{study.pk}"
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
        return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def possible_readers() -> Any:
    deciding = User.objects.filter(is_active=True, groups__name__in=DECIDING_ROLES, is_superuser=False)
    return deciding.distinct().order_by("first_name", "last_name", "pk")


def read_proposal(asked: dict[str, Any]) -> tuple[list[User], ExamChoice]:
    choice = asked["choice"]
    lists = {"scanners": tuple(choice["scanners"]), "exams": tuple(str(key) for key in choice["exams"])}
    readers = list(User.objects.filter(pk__in=asked["readers"], is_active=True))
    return readers, ExamChoice(**{**choice, **lists})


def describe_study(study: AgreementStudy) -> dict[str, Any]:
    return {
        "id": study.pk,
        "name": study.name,
        "state": study.state,
        "created_at": study.created_at,
        "created_by": describe_reader(study.created_by),
        "closed_at": study.closed_at,
        "exams": study.exams.count(),
        "progress": describe_progress(study),
        **count_cases(study),
    }


def describe_own(study: AgreementStudy, reader: User) -> dict[str, Any]:
    """What a reader is told of a study: not how far the others are, nor where they differ."""
    told = describe_study(study)
    own = [one for one in told["progress"] if one["reader"]["id"] == reader.pk]
    return {**told, "progress": own, "differing": None, "settled": None}


def describe_results(study: AgreementStudy) -> dict[str, Any]:
    return {**describe_study(study), "choice": study.choice, "agreement": measure_agreement(study)}
