"""The program tesseract: the words of a picture with their boxes. Each picture is recognised once and kept."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2

from extractor.errors import NeedsProgramError
from extractor.model import Box, Word
from extractor.read import ocr_cache
from extractor.read.picture import Pixels

MODELS = ("script/Latin", "Latin", "swe+eng", "eng")
"""Recognition models, best first. `swe` alone has no `%` (5,4 % becomes 5,4 26), so it is never used alone."""
SECOND_MODEL = "eng"
"""Reads digits about as well as the first one, and errs elsewhere."""
PAGE_SECONDS = 120
"""A page takes 2–3 seconds; one that takes this long is a picture of noise."""

_PROGRAM = "tesseract"
_DEBRIS = re.compile(r"[|_~\[\]{}\\—–-]{1,2}")
"""What OCR makes of the rest of a painted-over line."""
_LISTED = re.compile(r'languages in "([^"]+)"')
_REMEDY = (
    "Install tesseract-ocr and tesseract-ocr-script-latn (Debian), then import again with --retry-failed."
)


class Installed(NamedTuple):
    """What of tesseract is installed."""

    version: str
    models: dict[str, int]
    """Names of the models with the size of their files: a model changes with its file, not with its name."""


def available() -> bool:
    """Whether tesseract is installed."""
    return shutil.which(_PROGRAM) is not None


@functools.cache
def model() -> str:
    """The best recognition model that is installed.

    Raises:
        NeedsProgramError: tesseract or every known model is missing.
    """
    if not available():
        raise NeedsProgramError("The page is a picture and tesseract is not installed.", _REMEDY)
    for name in MODELS:
        if has(name):
            return name
    raise NeedsProgramError("Tesseract has no model that reads Swedish numbers.", _REMEDY)


def has(name: str) -> bool:
    """Whether a model (or each of several joined by `+`) is installed."""
    return all(part in _installed().models for part in name.split("+"))


def words_of(grey: Pixels, scale: float, name: str, psm: int = 3) -> list[tuple[Word, tuple[str, ...]]]:
    """The recognised words of a picture, each with the key of its line.

    Args:
        grey: the picture, one channel.
        scale: pixels per point.
        name: the model.
        psm: tesseract's page segmentation mode; 3 = find the blocks, 6 = one block, 7 = one line.

    Returns:
        Words in the program's order; boxes in points, sizes the boxes' heights.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes longer than `PAGE_SECONDS`.
    """
    words = []
    for row in _table_of(grey, scale, name, psm).splitlines()[1:]:
        cells = row.split("\t")
        text = cells[11].strip() if len(cells) > 11 else ""
        if not text or _DEBRIS.fullmatch(text):
            continue
        left, top, width, height = (int(c) / scale for c in cells[6:10])
        box = Box(left, top, left + width, top + height)
        word = Word(text=text, box=box, size=height, confidence=max(0.0, float(cells[10]) / 100))
        words.append((word, tuple(cells[1:5])))
    return words


def _table_of(grey: Pixels, scale: float, name: str, psm: int) -> str:
    """Tesseract's own table of words, from the cache where the same was asked before."""
    installed = _installed()
    models = [f"{part}:{installed.models.get(part, 0)}" for part in name.split("+")]
    shape = "x".join(map(str, grey.shape))
    dpi = str(round(scale * 72))
    key = ocr_cache.key_of(grey.tobytes(), [shape, dpi, str(psm), installed.version, *models])
    known = ocr_cache.get(key)
    if known is not None:
        return known
    table = _run(grey, ["-l", name, "--psm", str(psm), "--dpi", dpi, "tsv"])
    ocr_cache.put(key, table)
    return table


def _run(grey: Pixels, options: list[str]) -> str:
    with tempfile.TemporaryDirectory(prefix="styrkort-ocr-") as folder:
        image = Path(folder, "page.png")
        cv2.imwrite(str(image), grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        try:
            done = subprocess.run(  # noqa: S603
                [_PROGRAM, str(image), "-", *options], capture_output=True, text=True,
                timeout=PAGE_SECONDS, check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads fight over the cores: 18 s instead of 2
            )  # fmt: skip
        except FileNotFoundError as error:
            raise NeedsProgramError(
                "The page is a picture and tesseract is not installed.", _REMEDY
            ) from error
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"Tesseract took more than {PAGE_SECONDS} seconds for a page.") from error
    if done.returncode:
        raise NeedsProgramError(f"Tesseract failed: {done.stderr.strip()[:200]}.", "Run `styrkort doctor`.")
    return done.stdout


@functools.cache
def _installed() -> Installed:
    if not available():
        return Installed("", {})
    version = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    listed = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    place = _LISTED.search(listed.stdout + listed.stderr)
    names = [line.strip() for line in listed.stdout.splitlines() if line.strip() and ":" not in line]
    sizes = {name: _size(Path(place[1], f"{name}.traineddata")) if place else 0 for name in names}
    first_line = (version.stdout or version.stderr).partition("\n")[0]
    return Installed(first_line.strip(), sizes)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
