"""The site's policy of what is enough: its history, a new version, and what that would have changed."""

from typing import Any, cast

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.change_policy import Change, change_policy, preview_policy
from qc.api.permissions import HasRole, MayChangePolicies
from qc.api.policy_serializers import (
    NewPolicySerializer,
    PoliciesSerializer,
    PolicyPreviewSerializer,
    PolicySerializer,
    ProposedPolicySerializer,
)
from qc.domain.verdict import Policy
from qc.models.policy import PolicyVersion
from qc.models.roles import has_right


class PoliciesView(APIView):
    def get_permissions(self) -> list[Any]:
        return [HasRole()] if self.request.method == "GET" else [MayChangePolicies()]

    @extend_schema(responses=PoliciesSerializer)
    def get(self, request: Request) -> Response:
        """What is in force, and every version before it."""
        rows = [describe_version(row) for row in PolicyVersion.objects.select_related("by")]
        return Response({"in_force": describe_policy(PolicyVersion.objects.in_force()), "rows": rows})

    @extend_schema(request=NewPolicySerializer, responses={201: PolicySerializer})
    def post(self, request: Request) -> Response:
        """Put a new version in force for every exam from now on."""
        asked = NewPolicySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = change_policy(by=cast(User, request.user), **asked.validated_data)
        return Response(describe_version(row), status=status.HTTP_201_CREATED)


class PolicyPreviewView(APIView):
    permission_classes = [MayChangePolicies]

    @extend_schema(request=ProposedPolicySerializer, responses=PolicyPreviewSerializer)
    def post(self, request: Request) -> Response:
        """Which of the last 200 exams would have come out otherwise."""
        asked = ProposedPolicySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        count, changes = preview_policy(**asked.validated_data)
        sees_names = has_right(request.user, "names")
        rows = [describe_change(one, sees_names=sees_names) for one in changes]
        return Response({"exams": count, "changed": rows})


def describe_policy(policy: Policy) -> dict[str, Any]:
    return {
        "name": str(policy),
        "sentence": policy.sentence,
        "diagnostic_slices": policy.diagnostic_slices,
        "measurable_area_cm2": policy.measurable_area_cm2,
    }


def describe_change(change: Change, *, sees_names: bool) -> dict[str, Any]:
    exam = change.exam
    return {
        "id": str(exam.key),
        "patient": exam.initials if sees_names else exam.pseudonym,
        "scanner": exam.scanner,
        "arrived_at": exam.arrived_at,
        "before": exam.verdict,
        "after": change.after,
    }


def describe_version(row: PolicyVersion) -> dict[str, Any]:
    by = row.by.get_full_name() or row.by.get_username()
    return {**describe_policy(row.as_policy()), "note": row.note, "at": row.at, "by": by}
