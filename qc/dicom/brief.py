"""An image's header as Orthanc's index tells it: read far quicker than the image, and enough to know its role."""

from collections.abc import Mapping
from typing import Any

from pydicom.datadict import dictionary_has_tag, dictionary_VR
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag

from qc.dicom.roles import (
    GE_IMAGES_IN_SERIES,
    GE_INTERNAL_SEQUENCE,
    GE_LOCATIONS_IN_ACQUISITION,
    GE_PULSE_SEQUENCE,
)

UNBROKEN_TEXT = ("LT", "ST", "UT")
"""Value representations in which a backslash is a letter, not a boundary between values (PS3.5 6.2)."""
TOLD_BY = (
    Tag("ImageType"),
    Tag("SeriesDescription"),
    Tag("ImageComments"),
    *(Tag(*tag) for tag in (GE_IMAGES_IN_SERIES, GE_INTERNAL_SEQUENCE, GE_LOCATIONS_IN_ACQUISITION, GE_PULSE_SEQUENCE)),
)
"""What an image's role is told by: where the index leaves one of these out, only the image itself will do."""


def read_brief(tags: Mapping[str, Any]) -> Dataset | None:
    """The data set of Orthanc's `/instances/ID/tags`, without sequences and pixels, every value as text.

    None if the index holds back something by which the role is told: it leaves out what is long or not text.
    """
    ds = Dataset()
    for name, element in tags.items():
        tag = Tag(int(name[:4], 16), int(name[5:], 16))
        if element["Type"] == "String":
            ds.add_new(tag, _representation(tag), element["Value"])
        elif tag in TOLD_BY:
            return None
    return ds


def _representation(tag: BaseTag) -> str:
    """Text as it is, or text of several values: numbers are read from text by whoever needs them."""
    return "LT" if dictionary_has_tag(tag) and dictionary_VR(tag) in UNBROKEN_TEXT else "LO"
