"""The worklist, one exam, and the pixels of its slices."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.actions.acknowledge import acknowledge_verdict
from qc.actions.audit import note_pixels, note_view
from qc.actions.rescan import note_rescan
from qc.actions.withdraw import withdraw_if_gone
from qc.api.filters import count_facets, select_exams
from qc.api.packing import answer_pixels, takes_gzip
from qc.api.permissions import HasRole, MayAcknowledge
from qc.api.serializers import (
    ErrorSerializer,
    ExamListSerializer,
    ExamRowSerializer,
    ExamSerializer,
    FacetsSerializer,
    NewRescanSerializer,
    RescanSerializer,
)
from qc.dicom import frames
from qc.domain.errors import ImageGone, StillBlind
from qc.elastography.liver import estimator_digest
from qc.models import Event, Exam, Heatmap, Instance, Reading, Region, Slice
from qc.models.archive import open_archive
from qc.models.blinding import blinding_of, is_blind_to
from qc.models.redaction import PICTURES_SHOWN, redact_exams
from qc.models.region import visible_regions
from qc.models.roles import has_right

PAGE_SIZE = 50
LAST_PAGE = 1_000_000
"""Beyond every list, and within what a database can count."""
LIST_PARAMETERS = [
    OpenApiParameter(name, str, many=True) for name in ("state", "verdict", "scanner", "field", "sequence")
] + [
    OpenApiParameter("mine", bool),
    OpenApiParameter("disagreement", bool),
    OpenApiParameter("unread", bool),
    OpenApiParameter("blind", bool),
    OpenApiParameter("study", str),
    OpenApiParameter("ordering", str),
]
AHEAD = OpenApiParameter("ahead", bool, description="Fetched before anybody looks: audited as that, not as a view.")
IMMUTABLE = "private, max-age=31536000, immutable"


class ExamListView(APIView):
    permission_classes = [HasRole]

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OpenApiParameter("page", int), OpenApiParameter("page_size", int)],
        responses=ExamListSerializer,
        operation_id="exams_list",
    )
    def get(self, request: Request) -> Response:
        """A page of the worklist."""
        seq = Event.objects.last_seq()
        chosen = select_exams(request.query_params, request)
        page = _whole_number(request, "page", default=1, largest=LAST_PAGE)
        page_size = _whole_number(request, "page_size", default=PAGE_SIZE, largest=PAGE_SIZE)
        rows = chosen.with_slices()[(page - 1) * page_size : page * page_size]
        return Response(
            {
                "count": chosen.count(),
                "page": page,
                "page_size": page_size,
                "seq": seq,
                "results": tell_rows(list(rows), to=cast(User, request.user)),
            }
        )


class FacetsView(APIView):
    permission_classes = [HasRole]

    @extend_schema(parameters=LIST_PARAMETERS, responses=FacetsSerializer)
    def get(self, request: Request) -> Response:
        """The values of each filter with their counts."""
        return Response(count_facets(request.query_params, request))


class ExamView(APIView):
    permission_classes = [HasRole]

    @extend_schema(parameters=[AHEAD], responses={200: ExamSerializer, 404: ErrorSerializer})
    def get(self, request: Request, key: str) -> Response:
        """One exam with its slices, measurements, reviews and the history of its verdict."""
        seq = Event.objects.last_seq()
        exam = get_object_or_404(Exam.objects.with_slices(), key=key)
        note_view(user=request.user, exam=exam, is_ahead=request.query_params.get("ahead") == "true")
        user = cast(User, request.user)
        regions = visible_regions(user, exam).newest_by_reader()
        described = describe_exam(exam, sees_names=has_right(user, "names"), regions=regions)
        (told,) = redact_exams([described], user)
        return Response({**told, "seq": seq})


class SeenView(APIView):
    permission_classes = [MayAcknowledge]

    @extend_schema(request=None, responses={200: ExamRowSerializer, 409: ErrorSerializer})
    def post(self, request: Request, key: str) -> Response:
        """The technologist has seen the final verdict."""
        exam = get_object_or_404(Exam.objects.with_slices(), key=key)
        acknowledge_verdict(user=cast(User, request.user), exam=exam)
        exam.refresh_from_db()
        return Response(tell_rows([exam], to=cast(User, request.user))[0])


class RescanView(APIView):
    permission_classes = [MayAcknowledge]

    @extend_schema(request=NewRescanSerializer, responses={200: RescanSerializer, 409: ErrorSerializer})
    def post(self, request: Request, key: str) -> Response:
        """Whether this repeat was made as the attempt before it advised."""
        wanted = NewRescanSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        exam = get_object_or_404(Exam, key=key)
        if blinding_of(request.user, {exam.pk, exam.previous_attempt_id or exam.pk}):
            raise StillBlind("You read this session blind. Give your own opinion on its slices first.")
        noted = note_rescan(user=cast(User, request.user), exam=exam, followed=wanted.validated_data["followed"])
        return Response(noted.describe_rescan())


class PixelsView(APIView):
    permission_classes = [HasRole]

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: ErrorSerializer})
    def get(self, request: Request, key: str, slice_id: int, role: str) -> HttpResponse:
        """The pixels of one slice in one role; their address changes when they do, so they can be kept for good."""
        slices = Slice.objects.select_related("exam", "assessment__heatmap").prefetch_related("images__exam")
        one = get_object_or_404(slices, pk=slice_id, exam__key=key)
        if role not in PICTURES_SHOWN and is_blind_to(request.user, one):
            raise StillBlind("You read this exam blind. Give your own opinion on this slice first.")
        note_pixels(user=request.user, exam=one.exam)
        is_packed = takes_gzip(request)
        etag = f'"{_version_of(one, role)}{"-gzip" if is_packed else ""}"'
        headers = {"Cache-Control": IMMUTABLE, "ETag": etag}
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={**headers, "Vary": "Accept-Encoding"})
        return answer_pixels(read_frames(one, role), is_packed=is_packed, headers=headers)


def tell_rows(exams: Sequence[Exam], *, to: User) -> list[dict[str, Any]]:
    """Rows of a list, as this user may see them."""
    sees_names = has_right(to, "names")
    return redact_exams([describe_row(exam, sees_names=sees_names) for exam in exams], to)


def describe_row(exam: Exam, *, sees_names: bool) -> dict[str, Any]:
    now = timezone.now()
    readers = {one.user.get_full_name() for one in exam.readings.all() if now - one.seen_at < Reading.LEASE}
    strip = exam.strip()
    return {
        "id": str(exam.key),
        "patient": exam.initials if sees_names else exam.pseudonym,
        "scanner": exam.scanner,
        "manufacturer": exam.manufacturer,
        "field_strength_t": exam.field_strength_t,
        "sequence": exam.sequence,
        "arrived_at": exam.arrived_at,
        "last_image_at": exam.last_image_at,
        "state": exam.state,
        "verdict": exam.verdict,
        "why": exam.why,
        "policy": exam.policy,
        "policy_sentence": exam.policy_sentence,
        "warnings": exam.warnings,
        "seconds_to_verdict": exam.seconds_to_verdict,
        "expected_slices": exam.expected_slices,
        "images": exam.image_count,
        "readers": sorted(readers),
        "attempt": exam.attempt,
        "previous_attempt": str(exam.previous_attempt.key) if exam.previous_attempt else None,
        "reason": exam.main_reason(),
        "rescan": exam.describe_rescan(),
        "seen_at": exam.seen_at,
        "seen_by": exam.seen_by_name,
        "reviewed_slices": sum(tile["reviewed_quality"] is not None for tile in strip),
        "slices": strip,
    }


def describe_exam(exam: Exam, *, sees_names: bool, regions: Iterable[Region]) -> dict[str, Any]:
    slices = exam.slices.select_related(
        "assessment__ensemble", "assessment__primary", "assessment__partner", "evidence"
    )
    slices = slices.prefetch_related("reviews__reader", "images", "consensuses__by", "consensuses__study")
    measured: dict[int, list[Region]] = {}
    for region in regions:
        measured.setdefault(region.slice_id, []).append(region)
    details = [describe_slice(exam, one, measured.get(one.pk, [])) for one in slices]
    used = [one.assessment.ensemble for one in slices if one.assessment and one.assessment.ensemble]
    return {
        **describe_row(exam, sees_names=sees_names),
        "study_instance_uid": exam.study_instance_uid,
        "ensemble": used[-1].describe() if used else None,
        "history": list(exam.judgements.values("at", "state", "verdict", "why", "policy")),
        "slices": details,
    }


def describe_slice(exam: Exam, one: Slice, regions: list[Region]) -> dict[str, Any]:
    reviews = sorted(one.reviews.all(), key=lambda review: review.pk)
    consensuses = sorted(one.consensuses.all(), key=lambda consensus: -consensus.pk)
    pictures = {role: images for role, images in images_of(one).items() if images}
    if one.assessment and Heatmap.of(one.assessment):
        pictures["heatmap"] = [one.assessment.primary]  # on whose pixels it lies
    return {
        **one.describe(),
        "images": {role: _describe_images(exam, one, role, images) for role, images in pictures.items()},
        "reviews": [review.describe() for review in reviews],
        "consensus": next((one.describe() for one in consensuses), None),
        "regions": [region.describe() for region in regions],
    }


def images_of(one: Slice) -> dict[str, list[Instance]]:
    """The images that each pane is made of: one, but for the wave all its time points, for the liver what tells it."""
    by_role: dict[str, list[Instance]] = {}
    for image in one.images.all():
        by_role.setdefault(image.role, []).append(image)
    confidence = by_role.get("confidence", by_role.get("hatched_elastogram", []))
    return {
        "stiffness": _newest(by_role.get("stiffness", [])),
        "confidence": _newest(confidence),
        "magnitude": by_role.get("magnitude", [])[:1],
        "wave": by_role.get("wave", []),
        "colour": by_role.get("colour_save", [])[-1:],
        "liver": one.liver_images(),
    }


def read_frames(one: Slice, role: str) -> bytes:
    """The bytes of a pane's images, from the archive. Raises NotFound, ImageGone and what reading can raise."""
    if role == "heatmap" and (heatmap := Heatmap.of(one.assessment)):
        return heatmap.pixels
    images = images_of(one).get(role, [])
    if not images:
        raise NotFound
    try:
        if role == "liver":
            return frames.liver_frame(one.read_maps(open_archive())[1])
        pixels = [image.retrieve(open_archive()) for image in images]
    except ImageGone:
        withdraw_if_gone(archive=open_archive(), exam=one.exam)
        raise
    if role == "confidence" and images[0].role == "hatched_elastogram":
        return frames.hatch_frame(images_of(one)["stiffness"][0].retrieve(open_archive()), pixels[0])
    if role == "wave":
        return frames.wave_frames(pixels)
    return {
        "stiffness": frames.stiffness_frame,
        "confidence": frames.confidence_frame,
        "magnitude": frames.magnitude_frame,
        "colour": frames.colour_frame,
    }[role](pixels[0])


def _describe_images(exam: Exam, one: Slice, role: str, images: list[Instance]) -> dict[str, Any]:
    plane = images[0].geometry or {}
    address = reverse("pixels", args=[exam.key, one.pk, role])
    return {
        "url": f"{address}?v={_version_of(one, role)}",
        "rows": plane.get("rows", 0),
        "cols": plane.get("cols", 0),
        "spacing_mm": plane.get("spacing_mm", [1.0, 1.0]),
        "orientation": plane.get("orientation", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        "position": plane.get("position", [0.0, 0.0, 0.0]),
        "frames": len(images) if role == "wave" else 1,
        "kind": "rgb8" if role == "colour" else "uint16",
    }


def _newest(images: list[Instance]) -> list[Instance]:
    """The one that came last: the one that was judged and is measured."""
    return sorted(images, key=lambda image: image.pk)[-1:]


def _version_of(one: Slice, role: str) -> str:
    """Changes with the pixels, and with what is computed from them."""
    if role == "heatmap":
        return f"assessment-{one.assessment_id}"
    sums = [image.version for image in images_of(one).get(role, [])]
    return "-".join([*sums, estimator_digest()[:8]] if role == "liver" else sums)


def _whole_number(request: Request, name: str, *, default: int, largest: int) -> int:
    """A number of the query from 1 on; what is none counts as the default."""
    text = request.query_params.get(name, "")
    return min(max(1, int(text)), largest) if text.isdecimal() else default
