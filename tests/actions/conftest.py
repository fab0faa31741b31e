"""Images that reach the product through a real Orthanc."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from pydicom.dataset import Dataset

from qc.actions.ingest import ingest_instances
from qc.actions.promote import ensure_shipped_ensemble
from qc.dicom import pacs
from tests.parts import Archive

Deliver = Callable[[list[Dataset]], list[int]]


@pytest.fixture
def client(archive: Archive) -> pacs.Archive:
    return pacs.Archive(archive.url, archive.username, archive.password)


@pytest.fixture
def deliver(archive: Archive, client: pacs.Archive, redis_url: str) -> Deliver:
    """Send images to the archive and take them up; answers the assessments that became possible."""

    def delivered(images: list[Dataset]) -> list[int]:
        since = _last_change(client)
        archive.receive(images)
        instances = client.changes(since, limit=100).instances
        return ingest_instances(archive=client, instances=instances, seen_at=timezone.now()).assessments

    ensure_shipped_ensemble()
    return delivered


def _last_change(client: pacs.Archive) -> int:
    changes = client.changes(0)
    while not changes.done:
        changes = client.changes(changes.last)
    return changes.last
