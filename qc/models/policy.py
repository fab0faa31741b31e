"""What counts as enough at this site, version by version; old verdicts keep the policy that made them."""

from django.conf import settings
from django.db import models

from qc.domain.verdict import DEFAULT_POLICY, Policy

SITE_POLICY_NAME = "liver-mre-site"


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force(self) -> Policy:
        """The newest version, or the default while the site has none of its own."""
        newest = self.first()
        return newest.as_policy() if newest else DEFAULT_POLICY


class PolicyVersion(models.Model):
    """Rows are only added; the newest counts."""

    version = models.PositiveIntegerField(unique=True)
    diagnostic_slices = models.PositiveIntegerField()
    measurable_area_cm2 = models.FloatField()
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.as_policy())

    def as_policy(self) -> Policy:
        return Policy(SITE_POLICY_NAME, self.version, self.diagnostic_slices, self.measurable_area_cm2)
