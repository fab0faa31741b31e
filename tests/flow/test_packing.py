"""What goes over the network packed, how long it may be kept and by whom, and what is never packed."""

import gzip
import re

import httpx
import pytest

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.stack import Json, Stack

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def exam(stack: Stack) -> Json:
    return stack.judge(ge_datasets(simulate_exam(seed=7301, quality="adequate")))


def fetch(stack: Stack, address: str, encodings: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer, and its bytes as they went over the network."""
    asked = {"Accept-Encoding": encodings, **headers}
    with stack.client() as client, client.stream("GET", address, headers=asked) as answer:
        return answer, b"".join(answer.iter_raw())


def pixels(exam: Json, role: str) -> str:
    address: str = exam["slices"][0]["images"][role]["url"]
    return address


@pytest.mark.parametrize("role", ["stiffness", "confidence", "magnitude", "wave"])
def test_pixels_travel_packed_and_are_the_same(stack: Stack, exam: Json, role: str) -> None:
    plain, all_bytes = fetch(stack, pixels(exam, role), "identity")
    answer, fewer = fetch(stack, pixels(exam, role), "gzip, deflate, br")
    assert "Content-Encoding" not in plain.headers
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(fewer) == all_bytes
    assert len(fewer) < 0.7 * len(all_bytes)
    for one in (plain, answer):
        assert "Accept-Encoding" in one.headers["Vary"]
        assert one.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert plain.headers["ETag"] != answer.headers["ETag"]


def test_pixels_that_a_browser_has_are_not_sent_again(stack: Stack, exam: Json) -> None:
    address = pixels(exam, "stiffness")
    etag = fetch(stack, address, "gzip")[0].headers["ETag"]
    again, content = fetch(stack, address, "gzip", **{"If-None-Match": etag})
    assert (again.status_code, content) == (304, b"")
    assert fetch(stack, address, "identity", **{"If-None-Match": etag})[0].status_code == 200


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_scripts_and_styles_travel_packed_and_are_kept_for_good(stack: Stack, encoding: str) -> None:
    page, text = fetch(stack, "/", "identity")
    assert page.headers["Cache-Control"] == "no-cache"
    files = re.findall(rb'"(/assets/[^"]+\.(?:js|css))"', text)
    assert len(files) >= 2
    for name in files:
        answer, fewer = fetch(stack, name.decode(), encoding)
        assert answer.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert len(fewer) < len(fetch(stack, name.decode(), "identity")[1])


@pytest.mark.parametrize("address", ["/", "/api/session/"])
def test_what_holds_a_token_is_never_packed(stack: Stack, address: str) -> None:
    assert "Content-Encoding" not in fetch(stack, address, "gzip, br")[0].headers
