"""The OHIF viewer to compare with: its published build, fetched once, served beside the product's archive."""

import gzip
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from mreqc_web.parts import ARCHIVE_USER, HOST, ROOT, Site, free_ports

PACKAGE, VERSION = "@ohif/app", "3.13.2"
CACHE = ROOT / "var" / "bench"
"""Kept from run to run, outside git."""
PACKED = {".js", ".css", ".html", ".json", ".svg"}
READY_TIMEOUT_S = 30


@contextmanager
def serve_ohif(site: Site) -> Iterator[str]:
    """OHIF's address while it runs, on the archive of `site`."""
    (port,) = free_ports(1)
    settings = {
        "OHIF_DIST": str(fetch_build()),
        "OHIF_ARCHIVE": site.archive_url,
        "OHIF_USERNAME": ARCHIVE_USER,
        "OHIF_PASSWORD": site.archive_password,
    }
    network = ("--host", HOST, "--port", str(port), "--log-level", "warning")
    command = (sys.executable, "-m", "uvicorn", "bench._ohif_site:application", *network)
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings) as server:
        try:
            _wait_for(f"http://{HOST}:{port}")
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()


def fetch_build() -> Path:
    """The folder of the built viewer, as its makers publish it, with each text also packed by gzip."""
    dist = CACHE / f"ohif-{VERSION}" / "package" / "dist"
    if not dist.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ("npm", "pack", "--silent", f"{PACKAGE}@{VERSION}", "--pack-destination", str(CACHE))
        archive = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout.split()[-1]
        with tarfile.open(CACHE / archive) as package:
            package.extractall(CACHE / f"ohif-{VERSION}", filter="data")
        (CACHE / archive).unlink()
        for file in dist.rglob("*"):
            if file.suffix in PACKED:
                file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    return dist


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while True:
        try:
            httpx.get(address, trust_env=False).raise_for_status()
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
