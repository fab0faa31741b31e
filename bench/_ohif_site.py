"""The OHIF viewer as a site would run it: its built files with compression and cache headers, the archive behind it.

An ASGI application for a server process of its own; `bench/_ohif.py` starts it.
"""

import mimetypes
import os
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx

DIST = Path(os.environ["OHIF_DIST"])
ARCHIVE = os.environ["OHIF_ARCHIVE"]
CREDENTIALS = httpx.BasicAuth(os.environ["OHIF_USERNAME"], os.environ["OHIF_PASSWORD"])
DICOMWEB = "/dicom-web"
ALL_FILES = ((b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-embedder-policy", b"require-corp"))
"""With these a page may share memory with its workers; OHIF's own `_headers` ask for them."""
HASHED = (b"cache-control", b"public, max-age=31536000, immutable")
ASKED_AGAIN = (b"cache-control", b"no-cache")
DATA_SOURCE = """
window.config.dataSources[0].configuration = {
  friendlyName: "Orthanc", name: "orthanc",
  qidoRoot: "/dicom-web", wadoRoot: "/dicom-web", wadoUriRoot: "/dicom-web",
  qidoSupportsIncludeField: false, supportsFuzzyMatching: false, supportsWildcard: false,
  imageRendering: "wadors", thumbnailRendering: "wadors", enableStudyLazyLoad: true,
  omitQuotationForMultipartRequest: true, bulkDataURI: { enabled: true },
};
"""
"""All that is added to OHIF's own app-config.js: where the images are."""

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

client = httpx.AsyncClient(base_url=ARCHIVE, auth=CREDENTIALS, trust_env=False, timeout=60)


async def application(scope: Scope, receive: Any, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"].startswith(f"{DICOMWEB}/"):
        await pass_on(scope, send)
        return
    headers, content = find(scope["path"])
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


@cache
def find(path: str) -> tuple[Headers, bytes]:
    """A file of the build with its headers; the page itself for every other address, as it routes in the browser."""
    file = (DIST / path.lstrip("/")).resolve()
    if not file.is_file() or not file.is_relative_to(DIST):
        file = DIST / "index.html"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_hashed = ".bundle." in file.name or file.suffix in {".wasm", ".woff2"}
    headers: Headers = [*ALL_FILES, (b"content-type", kind.encode()), HASHED if is_hashed else ASKED_AGAIN]
    if file.name == "app-config.js":
        return headers, file.read_bytes() + DATA_SOURCE.encode()
    packed = file.with_name(f"{file.name}.gz")
    if packed.is_file():
        return [*headers, (b"content-encoding", b"gzip")], packed.read_bytes()
    return headers, file.read_bytes()


async def pass_on(scope: Scope, send: Send) -> None:
    """The archive's own answer, as it comes; Orthanc builds its addresses from the Host that the browser asked."""
    asked = dict(scope["headers"])
    headers = {name.decode(): asked[name].decode() for name in (b"host", b"accept") if name in asked}
    address = f"{scope['path']}?{scope['query_string'].decode()}"
    async with client.stream(scope["method"], address, headers=headers) as answer:
        told = [(name, value) for name, value in answer.headers.raw if name.lower() == b"content-type"]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": [*ALL_FILES, *told]})
        async for chunk in answer.aiter_bytes():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body"})
