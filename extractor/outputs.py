"""What is written for users: a folder in whole or not at all, and a plain word where writing fails."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import NotFoundError, WriteError


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """What a block writes to a place: where the system refuses, the error says which place and why.

    Raises:
        WriteError: the folder is missing or read-only, the disk is full.
    """
    try:
        yield
    except OSError as error:
        raise WriteError(f"{place} cannot be written: {error.strerror or error}.") from error


@contextmanager
def whole_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """A scratch folder that takes the place of `folder` when the block ends well, and is gone when it doesn't.

    Args:
        folder: where the files shall be; its parents are made if missing.
        force: replace a folder that has files in it.

    Yields:
        The folder to write into.

    Raises:
        NotFoundError: the folder has files in it and `force` is not given, or it is a file.
        WriteError: the system refuses; nothing is left behind, and what was there stays.
    """
    if folder.exists() and not folder.is_dir():
        raise NotFoundError(f"{folder} is a file, no folder.", "Name a folder.")
    if folder.exists() and not force and any(folder.iterdir()):
        raise NotFoundError(
            f"The folder {folder} exists and is not empty.", "Use --force to replace it, or name another."
        )
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            yield scratch
            if folder.exists():
                shutil.rmtree(folder)
            scratch.chmod(0o755)
            scratch.rename(folder)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
