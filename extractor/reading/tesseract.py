"""The program tesseract: the words of a picture with their boxes. Each picture is recognised once and kept."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2

from extractor.errors import NeedsProgramError
from extractor.model import Box, Word
from extractor.reading import ocr_cache
from extractor.reading.tones import Pixels

MODELS = ("script/Latin", "Latin", "swe+eng", "eng")
"""Recognition models, best first. `swe` alone has no `%` (5,4 % becomes 5,4 26), so it is never used alone."""
SECOND_MODEL = "eng"
"""Reads digits about as well as the first one, and errs elsewhere."""
LINE = 7
"""Tesseract's page segmentation mode for a single line."""
WORD_LEVEL = "5"
"""Level of the rows that are words in tesseract's table; the others are blocks and lines."""
PAGE_SECONDS = 120
"""A page takes 2–3 seconds; one that takes this long is a picture of noise."""

_PROGRAM = "tesseract"
_DEBRIS = re.compile(r"[|_~\[\]{}\\]{1,2}")
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
    return _words_in(_tables_of([grey], scale, name, psm)[0], scale)


def words_of_lines(pictures: Sequence[Pixels], scale: float, name: str) -> list[list[Word]]:
    """The recognised words of many small pictures, each of a single line, in one run of the program.

    Args:
        pictures: the pictures, one channel each.
        scale: pixels per point.
        name: the model.

    Returns:
        The words of each picture; boxes in points from its corner.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes longer than `PAGE_SECONDS`.
    """
    return [[w for w, _ in _words_in(t, scale)] for t in _tables_of(pictures, scale, name, LINE)]


def _words_in(table: str, scale: float) -> list[tuple[Word, tuple[str, ...]]]:
    words = []
    for row in table.splitlines():
        cells = row.split("\t")
        text = cells[11].strip() if len(cells) > 11 and cells[0] == WORD_LEVEL else ""
        if not text or _DEBRIS.fullmatch(text):
            continue
        left, top, width, height = (int(c) / scale for c in cells[6:10])
        box = Box(left, top, left + width, top + height)
        word = Word(text=text, box=box, size=height, confidence=max(0.0, float(cells[10]) / 100))
        words.append((word, tuple(cells[2:5])))
    return words


def _tables_of(pictures: Sequence[Pixels], scale: float, name: str, psm: int) -> list[str]:
    """Tesseract's own table of words for each picture, from the cache where the same was asked before."""
    installed = _installed()
    models = [f"{part}:{installed.models.get(part, 0)}" for part in name.split("+")]
    dpi = str(round(scale * 72))
    keys = [
        ocr_cache.key_of(
            p.tobytes(), ["x".join(map(str, p.shape)), dpi, str(psm), installed.version, *models]
        )
        for p in pictures
    ]
    tables = [ocr_cache.get(key) for key in keys]
    asked = [n for n, table in enumerate(tables) if table is None]
    if asked:
        found = _run([pictures[n] for n in asked], ["-l", name, "--psm", str(psm), "--dpi", dpi, "tsv"])
        for n, table in zip(asked, _by_picture(found, len(asked)), strict=True):
            tables[n] = table
            ocr_cache.put(keys[n], table)
    return [table or "" for table in tables]


def _by_picture(table: str, count: int) -> list[str]:
    """One table of words cut into those of its pictures, without the header."""
    rows: list[list[str]] = [[] for _ in range(count)]
    for row in table.splitlines()[1:]:
        picture = row.split("\t", 2)[1]
        rows[int(picture) - 1].append(row)
    return ["\n".join(some) for some in rows]


def _run(pictures: Sequence[Pixels], options: list[str]) -> str:
    with tempfile.TemporaryDirectory(prefix="styrkort-ocr-") as folder:
        files = [Path(folder, f"{n}.png") for n in range(len(pictures))]
        for file, picture in zip(files, pictures, strict=True):
            cv2.imwrite(str(file), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        image = files[0]
        if len(files) > 1:
            image = Path(folder, "pictures.txt")
            image.write_text("\n".join(map(str, files)), encoding="utf-8")
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
