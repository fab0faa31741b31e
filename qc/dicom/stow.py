"""Sends images to an archive by STOW-RS (DICOM PS3.18 10.5), one request an image, as `sender` does by C-STORE."""

import time
from collections.abc import Iterable
from io import BytesIO

import requests
from dicomweb_client.api import DICOMwebClient
from pydicom import Dataset, dcmread

from qc.dicom.pacs import open_session
from qc.dicom.sender import REPLY_TIMEOUT_S, SendReport
from qc.domain.errors import ArchiveUnavailable


def store_datasets(
    datasets: Iterable[Dataset], *, url: str, username: str, password: str, pause_s: float = 0.0
) -> SendReport:
    """Send images in the order given to the Orthanc at `url`, and report which ones it accepted.

    An image that cannot be encoded, or that the archive rejects, is reported as refused and holds up no other.
    Raises ArchiveUnavailable if the archive does not answer.
    """
    session = open_session(username, password)
    client = DICOMwebClient(f"{url}/dicom-web", session=session, timeout=REPLY_TIMEOUT_S, permissive_uid=True)
    client.set_http_retry_params(retry=False)
    report = SendReport()
    for image in datasets:
        refusal = _store(client, image, url)
        if refusal is None:
            report.accept(image.SOPInstanceUID)
        else:
            report.refused.append((str(image.get("SOPInstanceUID", "an image without a UID")), refusal))
        time.sleep(pause_s)
    session.close()
    return report


def _store(client: DICOMwebClient, image: Dataset, url: str) -> str | None:
    """Why the archive did not take the image, or None."""
    try:
        answer = client.store_instances([_as_file(image)])
    except requests.HTTPError as error:
        return f"The archive refused it (status {error.response.status_code})."
    except (requests.ConnectionError, requests.Timeout) as error:
        raise ArchiveUnavailable(f"The archive at {url} does not answer.") from error
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        return str(error)
    # Orthanc also sends an empty sequence of failures when all went well.
    failed = answer.get("FailedSOPSequence") or []
    return f"The archive refused it (reason {failed[0].FailureReason:04X})." if failed else None


def _as_file(image: Dataset) -> Dataset:
    """The image with preamble and file header: the client writes none, and without them nobody can read it."""
    file = BytesIO()
    image.save_as(file, enforce_file_format=True)
    file.seek(0)
    return dcmread(file)
