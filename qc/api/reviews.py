"""Readers' decisions, and the six reasons to choose from."""

from dataclasses import asdict
from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.review import Decision, review_slice
from qc.api.permissions import HasRole, MayReview
from qc.api.serializers import ErrorSerializer, NewReviewSerializer, ReasonSerializer, ReviewSerializer
from qc.domain.reasons import REASONS
from qc.models import Exam


class ReviewsView(APIView):
    permission_classes = [MayReview]

    @extend_schema(
        request=NewReviewSerializer,
        responses={201: ReviewSerializer, 200: ReviewSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request, key: str) -> Response:
        """Accept or override the verdict of a slice. Sending the same `client_id` again changes nothing."""
        exam = get_object_or_404(Exam, key=key)
        asked = NewReviewSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        decision = Decision(**asked.validated_data)
        review, is_new = review_slice(reader=cast(User, request.user), exam=exam, decision=decision)
        return Response(review.describe(), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class ReasonsView(APIView):
    permission_classes = [HasRole]

    @extend_schema(responses=ReasonSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Why slices fail, and what to do now."""
        return Response([asdict(reason) for reason in REASONS])
