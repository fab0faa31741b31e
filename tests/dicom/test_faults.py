"""The faults of a delivery are what they are called, and the same each time."""

import pytest
from pydicom import Dataset

from qc.dicom.faults import FAULTS, disturb


def scan() -> list[Dataset]:
    """Four slices of three images, in the order of a scanner."""
    images = []
    for number in range(12):
        image = Dataset()
        image.SOPInstanceUID, image.SliceLocation = f"1.2.{number}", 10.0 * (number % 4)
        image.PixelData = bytes(120)
        images.append(image)
    return images


def uids(images: list[Dataset]) -> list[str]:
    return [image.SOPInstanceUID for image in images]


def test_without_a_fault_all_arrives_in_order() -> None:
    delivery = disturb(scan(), [], seed=1)
    assert (uids(delivery.now), delivery.late, delivery.lost) == (uids(scan()), [], [])


def test_a_lost_slice_never_arrives_and_a_late_one_apart() -> None:
    delivery = disturb(scan(), ["lose", "delay"], seed=1)
    assert [len(part) for part in (delivery.now, delivery.late, delivery.lost)] == [6, 3, 3]
    assert len({image.SliceLocation for image in delivery.lost}) == 1
    assert sorted(uids([*delivery.now, *delivery.late, *delivery.lost])) == sorted(uids(scan()))


def test_repeated_and_reordered_images_are_the_same_images() -> None:
    delivery = disturb(scan(), ["repeat", "reorder"], seed=1)
    assert len(delivery.now) > len(scan())
    assert set(uids(delivery.now)) == set(uids(scan()))
    assert list(dict.fromkeys(uids(delivery.now))) != uids(scan())


def test_the_images_of_one_slice_lose_pixels_and_no_others() -> None:
    images = scan()
    delivery = disturb(images, ["corrupt"], seed=1)
    assert uids(delivery.now) == uids(images)
    assert [len(image.PixelData) for image in delivery.corrupt] == [40, 40, 40]
    assert len({image.SliceLocation for image in delivery.corrupt}) == 1
    assert sum(len(image.PixelData) == 120 for image in delivery.now) == 9
    assert all(len(image.PixelData) == 120 for image in images)


def test_a_seed_gives_the_same_faults_again() -> None:
    first, second = (disturb(scan(), FAULTS, seed=7) for _ in range(2))
    assert uids(first.now) == uids(second.now)


def test_a_fault_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault called burn"):
        disturb(scan(), ["burn"], seed=1)
