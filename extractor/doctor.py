"""What is installed, what is missing, and what that costs."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
from collections.abc import Callable

from extractor.model import Value
from extractor.reading import ocr_cache

ASK_SECONDS = 20
"""Seconds a program may take to say its version; LibreOffice's first start took 6 on a slow machine."""

_LIBRARIES = (
    "pdfplumber",
    "pypdfium2",
    "python-docx",
    "spacy",
    "rapidfuzz",
    "pandas",
    "rich",
    "wordfreq",
    "opencv-python-headless",
)


_EXTRAS = (
    ("excel", "xlsxwriter", "writes workbooks", "no `export --format xlsx`"),
    ("parquet", "pyarrow", "writes Parquet files", "no `export --format parquet`"),
    ("postgres", "psycopg", "keeps the archive on PostgreSQL", "archives are SQLite files"),
    ("dask", "distributed", "imports on other machines", "no `import --scheduler`"),
)
"""Extra of `pyproject.toml`, the library it brings, what for, and what its absence costs."""


class Part(Value, frozen=True, kw_only=True):
    """One program or library."""

    name: str
    version: str
    """'' when missing."""
    purpose: str
    cost: str
    """What does not work without it."""
    remedy: str
    """What to install."""


def examine() -> list[Part]:
    """Every program and library the tool uses, with version or what its absence costs."""
    extras = (_extra(*extra) for extra in _EXTRAS)
    return [*_programs(), _cache(), *map(_library, _LIBRARIES), *extras]


def _cache() -> Part:
    """Where recognised pages are kept; '' as version when they are not."""
    home = ocr_cache.folder()
    kept = f"{home} ({ocr_cache.size() / 2**20:.1f} of {ocr_cache.MOST_BYTES / 2**20:.0f} MiB)"
    return Part(
        name="recognised pages", version=kept if home and ocr_cache.writable() else "",
        purpose="no scanned page is recognised twice", cost="every import recognises scanned pages again",
        remedy=f"set {ocr_cache.VARIABLE} to a folder that can be written",
    )  # fmt: skip


def _programs() -> list[Part]:
    return [
        Part(
            name="tesseract", version=_ask(["tesseract", "--version"]), purpose="recognises scanned pages",
            cost="scanned reports are listed as needs_ocr", remedy="Debian: tesseract-ocr",
        ),
        Part(
            name="tesseract model script/Latin", version=_model("script/Latin", "Latin"),
            purpose="reads Swedish with % and å ä ö",
            cost="swe+eng is used: some % signs are lost and flagged", remedy="Debian: tesseract-ocr-script-latn",
        ),
        Part(
            name="tesseract models swe, eng", version=_model("swe") and _model("eng"),
            purpose="second reading of number cells", cost="numbers in scans are not cross-checked",
            remedy="Debian: tesseract-ocr-swe tesseract-ocr-eng",
        ),
        Part(
            name="LibreOffice", version=_ask(["soffice", "--version"]), purpose="reads .doc and .odt",
            cost=".doc and .odt files fail with a reason", remedy="Debian: libreoffice-writer",
        ),
    ]  # fmt: skip


def _library(name: str) -> Part:
    return Part(
        name=name, version=_version(name), purpose="library", cost="the tool does not work",
        remedy=f"pip install {name}",
    )  # fmt: skip


def _extra(extra: str, library: str, purpose: str, cost: str) -> Part:
    return Part(
        name=f"{library} (extra {extra})", version=_version(library), purpose=purpose, cost=cost,
        remedy=f"pip install 'styrkort[{extra}]'",
    )  # fmt: skip


def _version(library: str) -> str:
    """'' when it is not installed."""
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _ask(
    command: list[str], pick: Callable[[str], str] = lambda text: text.splitlines()[0] if text else ""
) -> str:
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return pick((done.stdout or done.stderr).strip())


def _model(*names: str) -> str:
    def pick(text: str) -> str:
        installed = {line.strip() for line in text.splitlines()}
        return "installed" if installed & set(names) else ""

    return _ask(["tesseract", "--list-langs"], pick)
