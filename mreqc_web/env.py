"""Typed readers of the environment: NAME, or NAME_FILE for a secret that lies in a file; fail loudly."""

import os
from pathlib import Path


class EnvironmentInvalid(Exception):
    """A setting is missing or cannot be read; the message names it and says what it should be."""


def text(name: str, default: str | None = None) -> str:
    """NAME, else the contents of the file that NAME_FILE names, else `default`."""
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        return _read_secret(name, Path(path))
    if default is None:
        raise EnvironmentInvalid(f"Set {name}, or {name}_FILE to a file that holds it.")
    return default


def number(name: str, default: float) -> float:
    raw = text(name, str(default))
    try:
        return float(raw)
    except ValueError:
        raise EnvironmentInvalid(f"{name} must be a number, not {raw!r}.") from None


def flag(name: str, default: bool = False) -> bool:
    raw = text(name, "1" if default else "0")
    if raw not in {"0", "1"}:
        raise EnvironmentInvalid(f"{name} must be 0 or 1, not {raw!r}.")
    return raw == "1"


def names(name: str, default: str) -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def _read_secret(name: str, path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        raise EnvironmentInvalid(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from None
