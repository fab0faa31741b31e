"""The shapes of the sufficiency policy, its history and its preview."""

from typing import Any

from rest_framework import serializers

from qc.api.serializers import EXAM_VERDICTS


class ProposedPolicySerializer(serializers.Serializer[Any]):
    diagnostic_slices = serializers.IntegerField(min_value=1, max_value=40)
    measurable_area_cm2 = serializers.FloatField(min_value=0, max_value=1000)


class NewPolicySerializer(ProposedPolicySerializer):
    note = serializers.CharField(max_length=400, allow_blank=True, required=False, default="")


class PolicyTermsSerializer(ProposedPolicySerializer):
    name = serializers.CharField()
    sentence = serializers.CharField()


class PolicySerializer(PolicyTermsSerializer):
    note = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()


class PoliciesSerializer(serializers.Serializer[Any]):
    in_force = PolicyTermsSerializer()
    rows = PolicySerializer(many=True)


class PolicyChangeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    patient = serializers.CharField()
    scanner = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    before = serializers.ChoiceField(choices=EXAM_VERDICTS, allow_null=True)
    after = serializers.ChoiceField(choices=EXAM_VERDICTS)


class PolicyPreviewSerializer(serializers.Serializer[Any]):
    exams = serializers.IntegerField()
    changed = PolicyChangeSerializer(many=True)
