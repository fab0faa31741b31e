"""The follower goes on, whatever an image or a part does to it."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import OperationalError
from pydicom.dataset import Dataset

from qc.dicom.pacs import Changes, ImageAddress
from qc.domain.errors import ArchiveFault, ArchiveUnavailable
from qc.management.commands.follow import AWAY_SECONDS, MOST_FAULTS, Follower
from qc.models import ArchiveCursor, Assessment, Event, Instance, PartHealth
from tests.making import make_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]


@dataclasses.dataclass
class ArchiveInMemory:
    """As much of an archive as the follower asks for; `poison` breaks whoever reads it."""

    images: dict[str, Dataset]
    poison: str = ""
    faulty: str = ""
    """Images for which the archive has a fault instead."""
    is_away: bool = False

    def changes(self, since: int) -> Changes:
        if self.is_away:
            raise ArchiveUnavailable("The archive does not answer.")
        return Changes(list(self.images)[since:], len(self.images), True)

    def locate(self, instances: Sequence[str]) -> list[ImageAddress]:
        found = [(key, self.images[key]) for key in instances]
        return [ImageAddress(key, ds.StudyInstanceUID, ds.SeriesInstanceUID, key, "MR", {}) for key, ds in found]

    def look_up(self, instance: str) -> ImageAddress:
        return self.locate([instance])[0]

    def brief(self, address: ImageAddress) -> None:
        """Nothing is known of an image but by reading it."""

    def retrieve(self, study: str, series: str, instance: str) -> Dataset:
        if instance == self.poison:
            raise RecursionError("sequence in sequence in sequence")
        if instance in self.faulty:
            raise ArchiveFault("The archive answered with a fault.")
        # what was taken up is asked for by the name that it has in DICOM
        return self.images.get(instance) or next(ds for ds in self.images.values() if ds.SOPInstanceUID == instance)

    def has_study(self, study: str) -> bool:
        return True


@pytest.fixture
def archive() -> Any:
    return ArchiveInMemory(dict(zip("abc", [*make_pair(), make_pair()[0]], strict=True)))


def test_an_image_that_breaks_ingest_does_not_keep_the_others_out(archive: Any) -> None:
    archive.poison = "b"
    Follower(archive).turn()
    assert Instance.objects.count() == 2
    assert ArchiveCursor.load().last_change == 3


def test_a_turn_that_fails_is_tried_again(archive: Any) -> None:
    follower = Follower(archive)
    whole, archive.images = archive.images, None
    assert follower.turn() == AWAY_SECONDS
    archive.images = whole
    follower.turn()
    assert Instance.objects.count() == 3


def test_arrivals_that_could_not_be_told_are_told_by_the_next_turn(
    archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the database is away")

    follower = Follower(archive)
    with monkeypatch.context() as away:
        away.setattr("qc.management.commands.follow.tell_arrivals", fail)
        assert follower.turn() == AWAY_SECONDS
    assert Assessment.objects.open().exists()
    assert not Event.objects.filter(kind="exam.changed").exists()
    follower.next_telling = 0
    follower.turn()
    assert Event.objects.filter(kind="exam.changed").exists()


def test_workers_are_asked_for_a_sign_of_life_while_the_archive_is_away(archive: Any) -> None:
    archive.is_away = True
    follower = Follower(archive)
    assert follower.turn() == AWAY_SECONDS
    assert not PartHealth.objects.get(pk="archive").ok
    assert follower.next_pulse > 0


def test_an_image_that_the_archive_cannot_give_is_asked_for_again(archive: Any) -> None:
    archive.faulty = "b"
    follower = Follower(archive)
    assert follower.turn() == AWAY_SECONDS
    archive.faulty = ""
    follower.turn()
    assert Instance.objects.exclude(pixel_checksum="").count() == 3


def test_patience_with_one_image_ends_so_that_the_others_are_judged(archive: Any) -> None:
    archive.faulty = "b"
    follower = Follower(archive)
    for _ in range(MOST_FAULTS):
        follower.turn()
    assert Instance.objects.exclude(pixel_checksum="").count() == 2
    assert ArchiveCursor.load().last_change == 3


def test_an_archive_that_gives_nothing_at_all_is_waited_for(archive: Any) -> None:
    archive.faulty = "abc"
    follower = Follower(archive)
    for _ in range(2 * MOST_FAULTS):
        follower.turn()
    assert not PartHealth.objects.get(pk="archive").ok
    assert (Instance.objects.count(), ArchiveCursor.load().last_change) == (0, 0)
