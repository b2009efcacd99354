"""What tesseract said about a picture, kept beside the user's other caches: no page is recognised twice.

The key is made of everything the answer depends on, so an entry is never stale, only unused. Entries are
written whole or not at all; any number of processes may read and write. Without a writable folder there is
no cache and nothing else changes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "STYRKORT_CACHE"
"""Environment variable that names another folder; empty means no cache."""
MOST_BYTES = 512 * 2**20
"""Size the cache is kept under: an entry of a full page has 5 KB packed, so about fifty thousand pages
in two readings each."""
SHELVES = 256
"""Folders the entries are spread over; each is kept under its share, so that tidying looks at one of them."""


def folder() -> Path | None:
    """The folder of the cache, None where it is switched off or the user has no home."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) / "ocr" if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "styrkort" / "ocr"
    except RuntimeError:  # no home: a service account in a container
        return None


def key_of(picture: bytes, settings: Iterable[str]) -> str:
    """The key of a recognition.

    Args:
        picture: the picture's pixels.
        settings: everything else the answer depends on: size, program, model, mode.
    """
    digest = hashlib.blake2b(picture, digest_size=20)
    for setting in settings:
        digest.update(b"\0" + setting.encode())
    return digest.hexdigest()


def get(key: str) -> str | None:
    """What was kept under a key, None where nothing or nothing readable is."""
    home = folder()
    if home is None:
        return None
    entry = _entry(home, key)
    try:
        text = zlib.decompress(entry.read_bytes()).decode()
        os.utime(entry)  # what is used stays
    except (OSError, zlib.error, UnicodeDecodeError):
        return None
    return text


def put(key: str, text: str) -> bool:
    """Keep an answer under its key.

    Returns:
        Whether it was kept; not where the folder cannot be written.
    """
    home = folder()
    if home is None:
        return False
    entry = _entry(home, key)
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=entry.parent, prefix=".", delete=False) as half:
            half.write(zlib.compress(text.encode(), 6))
        Path(half.name).replace(entry)
        _tidy(entry.parent)
    except OSError:
        return False
    return True


def writable() -> bool:
    """Whether entries can be kept."""
    home = folder()
    if home is None:
        return False
    existing = next(parent for parent in (home, *home.absolute().parents) if parent.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


def size() -> int:
    """Bytes the cache takes."""
    home = folder()
    return sum(size for _, size, _ in _entries(home.glob("*/*"))) if home else 0


def _entry(home: Path, key: str) -> Path:
    return home / key[:2] / key[2:]


def _tidy(shelf: Path) -> None:
    """Remove the entries that were not used for longest, down to the shelf's share of the size."""
    entries = sorted(_entries(shelf.iterdir()))
    excess = sum(size for _, size, _ in entries) - MOST_BYTES // SHELVES
    for _, size, entry in entries:
        if excess <= 0:
            break
        entry.unlink(missing_ok=True)
        excess -= size


def _entries(files: Iterable[Path]) -> list[tuple[float, int, Path]]:
    """Files with the time of their last use and their size; what another process just removed is left out."""
    found = []
    for file in files:
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime, status.st_size, file))
    return found
