"""The shapes of what goes over the wire; the models describe themselves, these fix the contract."""

from typing import Any

from rest_framework import serializers

from qc.api.hanging import HangingSerializer
from qc.domain.reasons import REASON_CODES
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.models import Consensus, Region, Review
from qc.models.roles import ROLES

SLICE_VERDICTS = ["diagnostic", "non_diagnostic", "undecided", "not_assessed"]
EXAM_VERDICTS = ["adequate", "limited", "inadequate", "not_assessed"]
EXAM_STATES = ["receiving", "provisional", "final", "withdrawn"]
SLICE_STATES = ["waiting", "assessing", "assessed", "not_assessed"]
QUALITIES = list(Review.Quality.values)
MOST_POINTS = 2000
"""Of an outline: more than a hand draws."""
MOST_PIXELS = 10_000
"""Beyond every matrix."""


class SignInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()


class UserSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=[*ROLES, ""])


class RightsSerializer(serializers.Serializer[Any]):
    review = serializers.BooleanField()
    quality = serializers.BooleanField()
    ensembles = serializers.BooleanField()
    policies = serializers.BooleanField()
    acknowledge = serializers.BooleanField()
    studies = serializers.BooleanField()


class SessionSerializer(serializers.Serializer[Any]):
    user = UserSerializer(allow_null=True)
    can = RightsSerializer()
    hanging = HangingSerializer(allow_null=True, help_text="How the reader likes the panes to hang")
    statement = serializers.CharField()
    csrf_token = serializers.CharField()


class TileSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    location_mm = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=SLICE_STATES)
    verdict = serializers.ChoiceField(choices=SLICE_VERDICTS, allow_null=True)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    reviewed_quality = serializers.ChoiceField(choices=QUALITIES, allow_null=True)


class BlindingSerializer(serializers.Serializer[Any]):
    study = serializers.CharField()
    to_read = serializers.IntegerField()
    locked = serializers.ListField(child=serializers.IntegerField(), help_text="slices with one's opinion locked")


class MainReasonSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=REASON_CODES)
    slices = serializers.IntegerField()


class NewRescanSerializer(serializers.Serializer[Any]):
    followed = serializers.BooleanField()


class RescanSerializer(serializers.Serializer[Any]):
    previous = serializers.UUIDField()
    previous_verdict = serializers.ChoiceField(choices=EXAM_VERDICTS, allow_null=True)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    advice = serializers.CharField(allow_blank=True)
    followed = serializers.BooleanField(allow_null=True)
    helped = serializers.BooleanField(allow_null=True)


class ExamRowSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    patient = serializers.CharField()
    scanner = serializers.CharField()
    manufacturer = serializers.CharField()
    field_strength_t = serializers.FloatField(allow_null=True)
    sequence = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    last_image_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=EXAM_STATES)
    verdict = serializers.ChoiceField(choices=EXAM_VERDICTS, allow_null=True)
    why = serializers.CharField()
    policy = serializers.CharField()
    policy_sentence = serializers.CharField(allow_blank=True)
    warnings = serializers.ListField(child=serializers.CharField())
    seconds_to_verdict = serializers.FloatField(allow_null=True)
    expected_slices = serializers.IntegerField(allow_null=True)
    images = serializers.IntegerField()
    readers = serializers.ListField(child=serializers.CharField())
    attempt = serializers.IntegerField()
    previous_attempt = serializers.UUIDField(allow_null=True)
    reason = MainReasonSerializer(allow_null=True)
    rescan = RescanSerializer(allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True)
    seen_by = serializers.CharField(allow_blank=True)
    reviewed_slices = serializers.IntegerField()
    slices = TileSerializer(many=True)
    blinding = BlindingSerializer(allow_null=True)


class ExamListSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    seq = serializers.IntegerField()
    results = ExamRowSerializer(many=True)


class FacetSerializer(serializers.Serializer[Any]):
    value = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer[Any]):
    state = FacetSerializer(many=True)
    verdict = FacetSerializer(many=True)
    scanner = FacetSerializer(many=True)
    field = FacetSerializer(many=True)
    sequence = FacetSerializer(many=True)
    mine = serializers.IntegerField()
    disagreement = serializers.IntegerField()
    unread = serializers.IntegerField()
    blind = serializers.IntegerField()
    not_mre = serializers.IntegerField()


class ReaderSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ReviewSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    client_id = serializers.UUIDField()
    slice = serializers.IntegerField()
    assessment = serializers.IntegerField(allow_null=True)
    reader = ReaderSerializer()
    at = serializers.DateTimeField()
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    quality = serializers.ChoiceField(choices=QUALITIES)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    note = serializers.CharField(allow_blank=True)
    seconds_spent = serializers.FloatField()
    ensemble = serializers.CharField()
    region = serializers.IntegerField(allow_null=True)


class PointField(serializers.ListField):
    """Column and row in the stiffness map; whole numbers are the centres of pixels."""

    def __init__(self, **options: Any) -> None:
        number = serializers.FloatField(min_value=-MOST_PIXELS, max_value=MOST_PIXELS)
        super().__init__(child=number, min_length=2, max_length=2, **options)


class RegionNumbersSerializer(serializers.Serializer[Any]):
    mean_kpa = serializers.FloatField()
    median_kpa = serializers.FloatField()
    sd_kpa = serializers.FloatField()
    area_cm2 = serializers.FloatField()
    pixel_count = serializers.IntegerField()
    confident_share = serializers.FloatField(allow_null=True)


class NewRegionSerializer(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    slice = serializers.IntegerField()
    assessment = serializers.IntegerField(allow_null=True)
    pixels = serializers.CharField(max_length=80, help_text="The `v` of the address of the stiffness map drawn on")
    shape = serializers.ChoiceField(choices=Region.Shape.choices, allow_null=True, help_text="null removes the region")
    origin = serializers.ChoiceField(choices=Region.Origin.choices)
    points = serializers.ListField(child=PointField(), max_length=MOST_POINTS)
    threshold = serializers.FloatField(min_value=0.5, max_value=0.99)


class RegionSerializer(NewRegionSerializer):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    reader = ReaderSerializer()
    at = serializers.DateTimeField()
    numbers = RegionNumbersSerializer(allow_null=True)


class ExamMeasurementSerializer(serializers.Serializer[Any]):
    reader = ReaderSerializer()
    mean_kpa = serializers.FloatField()
    area_cm2 = serializers.FloatField()
    slices = serializers.IntegerField()


class RegionsSerializer(serializers.Serializer[Any]):
    regions = RegionSerializer(many=True)
    measurements = ExamMeasurementSerializer(many=True)


class AskedProposalSerializer(serializers.Serializer[Any]):
    threshold = serializers.FloatField(min_value=0.5, max_value=0.99, required=False, default=CONFIDENCE_THRESHOLD)


class ProposalSerializer(serializers.Serializer[Any]):
    points = serializers.ListField(child=PointField(), help_text="A polygon; empty where there is nothing to propose")


class NewReviewSerializer(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    slice = serializers.IntegerField()
    assessment = serializers.IntegerField(allow_null=True, required=False, default=None)
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    quality = serializers.ChoiceField(choices=QUALITIES, allow_null=True, required=False, default=None)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True, required=False, default=None)
    note = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
    seconds_spent = serializers.FloatField(min_value=0, max_value=86400)
    shown = serializers.DictField()
    reader = serializers.IntegerField(
        allow_null=True, required=False, default=None, help_text="who decided; refused if it is not who sends it"
    )


class ConsensusSerializer(serializers.Serializer[Any]):
    by = ReaderSerializer()
    at = serializers.DateTimeField()
    quality = serializers.ChoiceField(choices=QUALITIES)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    note = serializers.CharField(allow_blank=True)
    made = serializers.ChoiceField(choices=Consensus.Made.choices)
    study = serializers.CharField()


class ImageSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
    rows = serializers.IntegerField()
    cols = serializers.IntegerField()
    spacing_mm = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    orientation = serializers.ListField(child=serializers.FloatField(), min_length=6, max_length=6)
    position = serializers.ListField(child=serializers.FloatField(), min_length=3, max_length=3)
    frames = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["uint16", "rgb8"])


class ImagesSerializer(serializers.Serializer[Any]):
    stiffness = ImageSerializer(required=False)
    confidence = ImageSerializer(required=False)
    magnitude = ImageSerializer(required=False)
    wave = ImageSerializer(required=False)
    colour = ImageSerializer(required=False)
    liver = ImageSerializer(required=False)
    heatmap = ImageSerializer(required=False)


class HeatmapSerializer(serializers.Serializer[Any]):
    is_there = serializers.BooleanField()


class OpinionSerializer(serializers.Serializer[Any]):
    probability = serializers.FloatField(min_value=0, max_value=1)
    abstains = serializers.BooleanField()
    band = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


class IndexSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    normal = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, allow_null=True)
    formula = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    better = serializers.ChoiceField(choices=["higher", "lower", "inside"])


class LikelyReasonSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=REASON_CODES)
    probability = serializers.FloatField()
    indices = serializers.ListField(child=serializers.CharField())


class UntoldReasonSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=REASON_CODES)
    why = serializers.CharField()


class EvidenceSerializer(serializers.Serializer[Any]):
    indices = IndexSerializer(many=True)
    reasons = LikelyReasonSerializer(many=True)
    cannot_tell = UntoldReasonSerializer(many=True)
    model = serializers.CharField()


class SliceSerializer(TileSerializer):
    assessment = serializers.IntegerField(allow_null=True)
    probability = serializers.FloatField(allow_null=True)
    opinion = OpinionSerializer(allow_null=True)
    votes = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=1))
    member_probabilities = serializers.ListField(child=serializers.FloatField())
    measurable_area_cm2 = serializers.FloatField(allow_null=True)
    stiffness_kpa = serializers.FloatField(allow_null=True)
    crosscheck_kpa = serializers.FloatField(allow_null=True)
    crosscheck_ratio = serializers.FloatField(allow_null=True)
    crosscheck_source = serializers.ChoiceField(choices=["phase", "wave"], allow_null=True)
    evidence = EvidenceSerializer(allow_null=True)
    why = serializers.CharField(allow_blank=True)
    warnings = serializers.ListField(child=serializers.CharField())
    sop_instance_uids = serializers.DictField(child=serializers.CharField())
    pixel_checksum = serializers.CharField(allow_blank=True)
    stages = serializers.DictField(child=serializers.FloatField())
    images = ImagesSerializer()
    reviews = ReviewSerializer(many=True)
    consensus = ConsensusSerializer(allow_null=True)
    regions = RegionSerializer(many=True)


class EnsembleSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    version = serializers.CharField()
    statement = serializers.CharField()


class JudgementSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    state = serializers.CharField()
    verdict = serializers.CharField(allow_null=True)
    why = serializers.CharField()
    policy = serializers.CharField()


class ExamSerializer(ExamRowSerializer):
    study_instance_uid = serializers.CharField()
    seq = serializers.IntegerField()
    ensemble = EnsembleSerializer(allow_null=True)
    history = JudgementSerializer(many=True)
    slices = SliceSerializer(many=True)


class ReasonSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    advice = serializers.CharField()
    looks_like = serializers.CharField()
    advice_epi = serializers.CharField(allow_blank=True, help_text="In place of `advice` where the exam is SE-EPI")


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]
