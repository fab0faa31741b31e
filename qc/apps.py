"""The Django application."""

from django.apps import AppConfig


class QcConfig(AppConfig):
    name = "qc"
    verbose_name = "MRE quality control"

    def ready(self) -> None:
        from qc import checks  # noqa: F401  (registers the system checks)
