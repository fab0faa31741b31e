"""The archive: Orthanc's change log by pyorthanc, images by DICOMweb."""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlparse

import httpx
import requests
from dicomweb_client.api import DICOMwebClient
from pydicom import config
from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.tag import Tag
from pyorthanc import Orthanc
from requests.adapters import HTTPAdapter

from qc.dicom.brief import read_brief
from qc.dicom.roles import ImageHeader
from qc.domain.errors import ArchiveFault, ArchiveRefused, ArchiveUnavailable, ImageGone, ImageUnreadable

# Scanners write much that the standard does not allow; a warning about each would put whole values into the log.
config.settings.reading_validation_mode = config.IGNORE

TIMEOUT_S = 4.0
CONNECTIONS = 8
UNPACKED = {"Accept-Encoding": "identity"}
"""Orthanc packs by gzip whatever may be packed: eight times the work of giving an image, for an eighth of its bytes."""
UNREADABLE = "The archive holds an image that is not whole. Send it again."
NOT_DICOM = (InvalidDicomError, BytesLengthException, struct.error, EOFError, ValueError, AttributeError)
"""What pydicom raises on a file that was cut short, by where it was cut."""
MODALITIES = ("MR", "OT", "SC", "")
"""Images of other modalities are noted, never fetched: no part of an MRE exam is among them."""


@dataclass(frozen=True)
class Changes:
    """A stretch of the archive's change log."""

    instances: list[str]
    """Orthanc's identifiers of the images that are new."""
    last: int
    """Number of the last change in it; the next stretch begins after it."""
    done: bool
    """Whether the log ends here."""


@dataclass(frozen=True)
class ImageAddress:
    """Where an image lies, and what Orthanc indexed of it."""

    key: str
    """Orthanc's own identifier."""
    study: str
    series: str
    instance: str
    modality: str
    tags: Mapping[str, str]
    header: Mapping[str, Any] | None = None
    """What Orthanc reads from the image's header, where that has been asked for already."""


class Archive:
    """One Orthanc. Every method raises ArchiveUnavailable, ArchiveRefused, or ImageGone."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._rest = Orthanc(url, username, password, timeout=TIMEOUT_S)
        self._rest.headers.update(UNPACKED)
        session = open_session(username, password)
        # Permissive, because scanners also make identifiers that the standard does not allow (1.2.03).
        self._web = DICOMwebClient(f"{url}/dicom-web", session=session, timeout=TIMEOUT_S, permissive_uid=True)
        # Without the port, Orthanc's links to bulk data would lead nowhere.
        self._web.host = urlparse(url).netloc
        self._web.set_http_retry_params(retry=False)
        self._series = lru_cache(maxsize=1000)(self._read_series)

    def changes(self, since: int, limit: int = 40) -> Changes:
        """The changes after number `since`. A log that ends before it belongs to a new archive: start anew."""
        with _archive_errors():
            answer: Any = self._rest.get_changes(params={"since": since, "limit": limit})
        new = [one["ID"] for one in answer["Changes"] if one["ChangeType"] == "NewInstance"]
        return Changes(list(dict.fromkeys(new)), int(answer["Last"]), bool(answer["Done"]))

    def locate(self, instances: Sequence[str]) -> list[ImageAddress]:
        """Where the images with these identifiers of Orthanc's lie; those that are gone are left out.

        Images come in series, so one question about a series answers for its other images too.
        """
        known: dict[str, ImageAddress] = {}
        for instance in instances:
            if instance not in known:
                known.update(self._read_siblings(instance))
        return [known[instance] for instance in instances if instance in known]

    def look_up(self, instance: str) -> ImageAddress | None:
        """Where one image lies, with its header, which the same question answers; None if it is gone."""
        try:
            with _archive_errors():
                header: Any = self._rest.get_instances_id_tags(instance)
        except ImageGone:
            return None
        tags = {
            one["Name"]: one["Value"]
            for number, one in header.items()
            if one["Type"] == "String" and not Tag(int(number[:4], 16), 0).is_private
        }
        study, series, image = (tags[f"{level}InstanceUID"] for level in ("Study", "Series", "SOP"))
        return ImageAddress(instance, study, series, image, tags.get("Modality", ""), tags, header)

    def retrieve(self, study: str, series: str, instance: str) -> Dataset:
        """The whole image. Raises ImageUnreadable, too, if what comes back is not that image, or not DICOM."""
        try:
            with _archive_errors():
                image = self._web.retrieve_instance(study, series, instance)
                if (image.StudyInstanceUID, image.SOPInstanceUID) == (study, instance):
                    return image
        except NOT_DICOM as error:
            raise ImageUnreadable(UNREADABLE) from error
        except ImageGone:
            self._refuse_without_dicomweb()
            raise
        raise ImageUnreadable(UNREADABLE)

    def brief(self, address: ImageAddress) -> Dataset | None:
        """The image's header from Orthanc's index, or None where only the image itself tells enough."""
        if address.header is not None:
            return read_brief(address.header)
        with _archive_errors():
            header: Any = self._rest.get_instances_id_tags(address.key)
        return read_brief(header)

    def fingerprint(self, address: ImageAddress) -> str:
        """The checksum of the stored file, which Orthanc keeps: another file has another one."""
        with _archive_errors():
            md5: Any = self._rest.get_instances_id_attachments_name_md5(address.key, "dicom")
        return f"md5:{md5.decode() if isinstance(md5, bytes) else md5}"

    def _refuse_without_dicomweb(self) -> None:
        """An archive without DICOMweb answers 404 to everything, which must not pass for images that are gone."""
        with _archive_errors():
            plugins: Any = self._rest.get_plugins()
        if "dicom-web" not in plugins:
            raise ArchiveRefused("The archive does not speak DICOMweb. Install and enable Orthanc's DICOMweb plugin.")

    def has_study(self, study: str) -> bool:
        with _archive_errors():
            return bool(self._web.search_for_studies(search_filters={"StudyInstanceUID": study}))

    def _read_siblings(self, instance: str) -> dict[str, ImageAddress]:
        """All images of its series."""
        try:
            with _archive_errors():
                image: Any = self._rest.get_instances_id(instance)
                siblings: Any = self._rest.get_series_id_instances(image["ParentSeries"])
                series_uid, modality, study_uid, tags = self._series(image["ParentSeries"])
        except ImageGone:
            return {}
        return {
            one["ID"]: ImageAddress(
                one["ID"], study_uid, series_uid, one["MainDicomTags"]["SOPInstanceUID"], modality, tags
            )
            for one in siblings
        }

    def _read_series(self, series: str) -> tuple[str, str, str, dict[str, str]]:
        answer: Any = self._rest.get_series_id(series)
        study: Any = self._rest.get_studies_id(answer["ParentStudy"])
        tags = {**study["PatientMainDicomTags"], **study["MainDicomTags"], **answer["MainDicomTags"]}
        return tags["SeriesInstanceUID"], tags.get("Modality", ""), tags["StudyInstanceUID"], tags


def header_of_other(address: ImageAddress) -> ImageHeader:
    """The header of an image that is no part of an MRE exam, from what Orthanc indexed."""
    tags = address.tags
    return ImageHeader(
        study_instance_uid=address.study,
        series_instance_uid=address.series,
        sop_instance_uid=address.instance,
        role="other",
        vendor="unknown",
        patient_id=tags.get("PatientID", ""),
        patient_name=tags.get("PatientName", ""),
        scanner=tags.get("StationName") or "unknown scanner",
        field_strength_t=None,
        sequence="",
        series_number=None,
        instance_number=None,
        acquisition="",
        location_mm=None,
        expected_slices=None,
        geometry=None,
    )


def open_session(username: str, password: str) -> requests.Session:
    """Connections to the archive that are kept open and know no proxy."""
    session = requests.Session()
    session.auth = (username, password)
    session.trust_env = False
    session.headers.update(UNPACKED)
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))
    return session


@contextmanager
def _archive_errors() -> Iterator[None]:
    """Tell the two libraries' errors in the words of the field."""
    try:
        yield
    except requests.HTTPError as error:
        raise _refusal(error.response.status_code) from error
    except (httpx.TransportError, requests.RequestException) as error:
        raise ArchiveUnavailable("The archive does not answer. Check that Orthanc runs and can be reached.") from error
    except httpx.HTTPError as error:
        # pyorthanc tells the status only in its message, before what the archive answered.
        status = re.match(r"HTTP code: (\d+)", str(error))
        raise _refusal(int(status[1]) if status else 0) from error


def _refusal(status: int) -> Exception:
    if status == 404:
        return ImageGone("The image is no longer in the archive.")
    if status in (401, 403):
        return ArchiveRefused("The archive refuses the user name or password. Check ORTHANC_USERNAME and its password.")
    return ArchiveFault(f"The archive answered with a fault (HTTP status {status}). Look at Orthanc's log.")
