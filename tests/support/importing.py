"""Imports for tests: in this process with what became of each file, and as a command in a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.archive import Archive
from extractor.imports import Imported, ImportSettings, Watcher, import_files

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "archive"
GOOD = "fjallmark-ms-2019.docx"
ONE_JOB = ImportSettings(jobs=1)

UNITS = ("Kulturnämnden", "Socialnämnden", "Miljönämnden", "Byggnadsnämnden", "Utbildningsnämnden")

_WITHOUT_ROOTS_RIGHTS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


class Files(Watcher):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.all: list[Imported] = []

    def finished(self, file: Imported) -> None:
        self.all.append(file)


def imported(
    archive: Archive, sources: Sequence[str | Path], settings: ImportSettings = ONE_JOB, **more: Any
) -> list[Imported]:
    """Import in this process; what became of each file."""
    files = Files()
    summary = import_files(archive, sources, settings, files, **more)
    assert summary.files + summary.again == len(files.all)
    return files.all


def outcomes(files: Sequence[Imported]) -> dict[str, tuple[str, str]]:
    """Outcome and how it was dealt with, by file name."""
    return {Path(f.path).name: (f.outcome, f.how) for f in files}


def command(*arguments: str | Path | bytes, limited: bool = False) -> list[str | bytes]:
    """The command line of `styrkort …`; limited: without root's right to read and write everything."""
    before = _WITHOUT_ROOTS_RIGHTS if limited and os.geteuid() == 0 else ()
    rest = [a if isinstance(a, bytes) else str(a) for a in arguments]
    return [*before, sys.executable, str(ROOT / "cli.py"), *rest]


def styrkort(
    *arguments: str | Path | bytes,
    limited: bool = False,
    env: Mapping[str, str] | None = None,
    **more: Any,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments, limited=limited), capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, **(env or {})}, **more,
    )  # fmt: skip


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def small_report(number: int) -> str:
    """A short interim report as a text dump, each number another one; quick to read."""
    year = 2000 + number // len(UNITS) % 24
    return f"""Granviks kommun
{UNITS[number % len(UNITS)]}
Årsrapport {year}

Perspektiv: Medarbetare

Mål\tIndikator\tMålvärde {year}\tUtfall {year}\tStatus
God arbetsmiljö\tTotal sjukfrånvaro\tHögst 5,0 %\t{4 + number // 100 % 3},{number % 100:02d} %\tUppnått
Rätt bemanning\tPersonalomsättning\tHögst 10 %\t{7 + number % 5},2 %\tDelvis uppnått
"""
