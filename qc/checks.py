"""What must be right before the service starts, told by `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def archive_has_credentials(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if settings.ORTHANC_USERNAME and settings.ORTHANC_PASSWORD:
        return []
    hint = "Set ORTHANC_USERNAME and ORTHANC_PASSWORD or ORTHANC_PASSWORD_FILE."
    return [checks.Warning("The archive is used without a name and password.", hint=hint, id="qc.W001")]
