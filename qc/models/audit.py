"""Who looked at what, and who decided what: one row each, never changed."""

from django.conf import settings
from django.db import models


class AuditRow(models.Model):
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    action = models.CharField(max_length=40)
    exam = models.ForeignKey("qc.Exam", null=True, on_delete=models.PROTECT)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.user} {self.action}"
