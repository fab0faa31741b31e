"""Regions in which readers measured, every version of them, and the one that is proposed."""

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.measure import Drawing, measure_region
from qc.api.permissions import HasRole, MayReview
from qc.api.serializers import (
    AskedProposalSerializer,
    ErrorSerializer,
    NewRegionSerializer,
    ProposalSerializer,
    RegionSerializer,
    RegionsSerializer,
)
from qc.dicom.pacs import Archive
from qc.domain.errors import StillBlind
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.measure import Point
from qc.elastography.proposal import propose_region
from qc.models import Exam, Slice
from qc.models.archive import open_archive
from qc.models.blinding import is_blind_to
from qc.models.region import measurements_by_reader, visible_regions


class RegionsView(APIView):
    def get_permissions(self) -> list[HasRole | MayReview]:
        return [MayReview() if self.request.method == "POST" else HasRole()]

    @extend_schema(responses={200: RegionsSerializer, 404: ErrorSerializer})
    def get(self, request: Request, key: str) -> Response:
        """Every version of every region of the exam, oldest first, and each reader's stiffness of the exam."""
        exam = get_object_or_404(Exam, key=key)
        visible = visible_regions(request.user, exam)
        return Response(
            {
                "regions": [region.describe() for region in visible],
                "measurements": measurements_by_reader(visible.standing().select_related("slice")),
            }
        )

    @extend_schema(
        request=NewRegionSerializer,
        responses={201: RegionSerializer, 200: RegionSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request, key: str) -> Response:
        """A new version of one's region on a slice. Sending the same `client_id` again changes nothing."""
        exam = get_object_or_404(Exam, key=key)
        asked = NewRegionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        points = tuple((round(col, 2), round(row, 2)) for col, row in asked.validated_data["points"])
        region, is_new = measure_region(
            reader=cast(User, request.user),
            exam=exam,
            drawing=Drawing(**{**asked.validated_data, "points": points}),
            archive=open_archive(),
        )
        return Response(region.describe(), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class ProposalView(APIView):
    permission_classes = [HasRole]

    @extend_schema(
        parameters=[OpenApiParameter("threshold", float, default=CONFIDENCE_THRESHOLD)],
        responses={200: ProposalSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, key: str, slice_id: int) -> Response:
        """Where this slice could be measured: confident liver, away from its edge."""
        one = get_object_or_404(Slice, pk=slice_id, exam__key=key)
        if is_blind_to(request.user, one):
            raise StillBlind("You read this exam blind. Where to measure is proposed once your opinion is locked.")
        asked = AskedProposalSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        points = propose_on_slice(one, threshold=asked.validated_data["threshold"], archive=open_archive())
        return Response({"points": points})


def propose_on_slice(one: Slice, *, threshold: float, archive: Archive) -> tuple[Point, ...]:
    """The proposed polygon; empty where the slice lacks a map. Raises what reading the maps can raise."""
    if not one.liver_images():
        return ()
    maps, liver = one.read_maps(archive)
    return propose_region(maps, liver, threshold=threshold)
