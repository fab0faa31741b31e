"""The shapes of agreement studies and of adjudication on the wire."""

from typing import Any

from rest_framework import serializers

from qc.api.quality_serializers import KappaSerializer
from qc.api.serializers import QUALITIES, ConsensusSerializer, ReaderSerializer
from qc.domain.reasons import REASON_CODES
from qc.models.agreement import AgreementStudy


class ExamChoiceSerializer(serializers.Serializer[Any]):
    scanners = serializers.ListField(child=serializers.CharField(max_length=64), required=False, default=list)
    weeks = serializers.IntegerField(min_value=1, max_value=520, allow_null=True, required=False, default=None)
    exams = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    sample = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, required=False, default=None)
    seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, default=0)


class ProposedStudySerializer(serializers.Serializer[Any]):
    readers = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=20)
    choice = ExamChoiceSerializer()


class NewStudySerializer(ProposedStudySerializer):
    name = serializers.CharField(max_length=80)


class StudyPreviewSerializer(serializers.Serializer[Any]):
    exams = serializers.IntegerField()
    slices = serializers.IntegerField()
    fitting = serializers.IntegerField()
    known = serializers.IntegerField(help_text="left out, because one of the readers knows them")


class ProgressSerializer(serializers.Serializer[Any]):
    reader = ReaderSerializer()
    locked = serializers.IntegerField()
    to_read = serializers.IntegerField()


class AgreementSerializer(serializers.Serializer[Any]):
    first = serializers.CharField()
    second = serializers.CharField()
    slices = serializers.IntegerField()
    both_measurable = serializers.IntegerField()
    only_first = serializers.IntegerField()
    only_second = serializers.IntegerField()
    neither = serializers.IntegerField()
    kappa = KappaSerializer(allow_null=True)


class StudySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=AgreementStudy.State.choices)
    created_at = serializers.DateTimeField()
    created_by = ReaderSerializer()
    closed_at = serializers.DateTimeField(allow_null=True)
    exams = serializers.IntegerField()
    progress = ProgressSerializer(many=True, help_text="a reader is told of their own alone")
    differing = serializers.IntegerField(allow_null=True)
    settled = serializers.IntegerField(allow_null=True)


class StudyResultsSerializer(StudySerializer):
    choice = ExamChoiceSerializer()
    agreement = AgreementSerializer(many=True)


class StudiesSerializer(serializers.Serializer[Any]):
    rows = StudySerializer(many=True)
    readers = ReaderSerializer(many=True, help_text="whom a study can ask")
    scanners = serializers.ListField(child=serializers.CharField())


class GivenOpinionSerializer(serializers.Serializer[Any]):
    reader = ReaderSerializer()
    at = serializers.DateTimeField()
    quality = serializers.ChoiceField(choices=QUALITIES)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    note = serializers.CharField(allow_blank=True)
    seconds_spent = serializers.FloatField()


class SettlementProposalSerializer(serializers.Serializer[Any]):
    by = ReaderSerializer()
    at = serializers.DateTimeField()
    quality = serializers.ChoiceField(choices=QUALITIES)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True)
    note = serializers.CharField(allow_blank=True)


class CaseStudySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class CaseSerializer(serializers.Serializer[Any]):
    study = CaseStudySerializer()
    exam = serializers.UUIDField()
    patient = serializers.CharField()
    scanner = serializers.CharField()
    slice = serializers.IntegerField()
    location_mm = serializers.FloatField(allow_null=True)
    opinions = GivenOpinionSerializer(many=True)
    proposals = SettlementProposalSerializer(many=True)
    consensus = ConsensusSerializer(allow_null=True)
    part = serializers.ChoiceField(choices=["adjudicate", "propose"], allow_null=True)


class SettledSerializer(serializers.Serializer[Any]):
    quality = serializers.ChoiceField(choices=QUALITIES)
    reason = serializers.ChoiceField(choices=REASON_CODES, allow_null=True, required=False, default=None)
    note = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")
