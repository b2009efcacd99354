"""The whole import against PDFium's bare text pass, pdfplumber's tables and camelot's, in one run on the same files.

Run as `python -m benchmarks.imports [--full] [--reports FOLDER]`; writes the tables into `docs/performance.md`. Every
figure comes from a process of its own, which reads other documents before the clock starts: start-up is not measured.
Milliseconds and seconds are those of the processor (user + system, children included), because other work on the
machine lengthens the clock's, unless they are said to be the clock's: two jobs can only be told by it.

Whole reports are the PDF files of `corpus/` as they are, or of a folder of yours; dense documents are put together
from the corpus's pages, a scorecard on each; the growth with pages, documents and jobs is that of dense ones.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime
import importlib.metadata
import importlib.util
import io
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "archive"
REPORT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

RUNS = 2
"""Runs of each reader."""
CAMELOT_PAGES = 25
"""camelot takes a quarter of a second a page: it gets no more than that many."""


class Measured(NamedTuple):
    """What one process spent."""

    pages: int
    processor: float
    clock: float
    main_mb: float
    worker_mb: float

    @property
    def each(self) -> tuple[float, float]:
        """Milliseconds a page takes: of the processor, by the clock."""
        return self.processor / self.pages * 1000, self.clock / self.pages * 1000


# ---------------------------------------------------------------- readers


def text(files: list[Path]) -> None:
    """The floor: PDFium's bare text pass."""
    for file in files:
        document = pypdfium2.PdfDocument(file)
        for page in document:
            page.get_textpage().get_text_bounded()
            page.close()
        document.close()


def tables(files: list[Path]) -> None:
    """pdfplumber's tables on all pages."""
    import pdfplumber

    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()


def camelot(files: list[Path]) -> None:
    """camelot's ruled tables on all pages."""
    import camelot as reader

    for file in files:
        reader.read_pdf(str(file), pages="all", flavor="lattice", suppress_stdout=True)


def reading(files: list[Path]) -> None:
    """Bytes → Document → Report, without processes and archive."""
    from extractor import patterns
    from extractor.pipeline import extract
    from extractor.reading import ReadSettings, read

    for file in files:
        extract(read(file.read_bytes(), file.name, ReadSettings(ocr="off")), patterns.built_in())


def whole_import(files: list[Path], jobs: int) -> None:
    """All of `styrkort import` into a new archive, linking and checks included."""
    from extractor import patterns
    from extractor.archive import Archive
    from extractor.imports import ImportSettings, import_files
    from extractor.reading import ReadSettings
    from extractor.relate import relate

    with tempfile.TemporaryDirectory() as folder, Archive(str(Path(folder) / "bench.db")) as archive:
        settings = ImportSettings(jobs=jobs, reading=ReadSettings(ocr="off"))
        summary = import_files(archive, files, settings)
        relate(archive, patterns.built_in())
        assert {how for _, how in summary.counts} <= {"read"}, "a file that comes twice takes no time"
        assert "failed" not in summary.outcomes, "a failed file takes no time"
        assert summary.files == len(files), "every file must be dealt with"


READERS: dict[str, Callable[[list[Path]], None]] = {
    "text": text,
    "tables": tables,
    "camelot": camelot,
    "reading": reading,
    "import": lambda files: whole_import(files, 1),
    "import2": lambda files: whole_import(files, 2),
}


# ---------------------------------------------------------------- one process


def adopt_orphans() -> None:
    """Let processes whose parent has ended become ours, so that what an import's workers took can be told."""
    set_child_subreaper = 36
    ctypes.CDLL(None, use_errno=True).prctl(set_child_subreaper, 1, 0, 0, 0)


def run(reader: str, files: list[Path], warm: list[Path]) -> tuple[float, float, float, float]:
    """Seconds of the clock and of all processors, memory of the main process and of the largest other one."""
    with tempfile.TemporaryFile("w+") as task, tempfile.TemporaryFile("w+") as answer:
        json.dump({"files": [str(f) for f in files], "warm": [str(f) for f in warm]}, task)
        task.seek(0)
        command = [sys.executable, "-m", "benchmarks.imports", "--one", reader]
        main = subprocess.Popen(command, stdin=task, stdout=answer, cwd=ROOT)
        processor = memory = others = 0.0
        while True:
            try:
                process, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            processor += used.ru_utime + used.ru_stime
            if process == main.pid:
                main.returncode = os.waitstatus_to_exitcode(status)
                assert main.returncode == 0, f"{reader} failed"
                memory = used.ru_maxrss / 1024
            else:
                others = max(others, used.ru_maxrss / 1024)
        answer.seek(0)
        return float(answer.read().splitlines()[-1]), processor, memory, others


def pages_of(files: list[Path]) -> int:
    """How many pages files have together."""
    return sum(len(pypdfium2.PdfDocument(f)) for f in files)


def measure(reader: str, files: list[Path], warm: list[Path]) -> Measured:
    """Run one reader in a process of its own; what it takes to start and read a first document is taken off.

    Of `RUNS` runs the least counts: other work on the machine only adds.
    """
    begun = [run(reader, [], warm)[:2] for _ in range(RUNS)]
    done = [run(reader, files, warm) for _ in range(RUNS)]
    clock, processor = (min(d[n] for d in done) - min(b[n] for b in begun) for n in (0, 1))
    memory, others = (max(d[n] for d in done) for n in (2, 3))
    return Measured(pages_of(files), processor, clock, memory, others)


# ---------------------------------------------------------------- documents


def born_digital(folder: Path) -> list[Path]:
    """The PDF files of a folder but for the corpus's scans and recognised layers."""
    return [f for f in sorted(folder.glob("*.pdf")) if "scan" not in f.name and "ocr" not in f.name]


def corpus_pages() -> list[tuple[Path, int]]:
    """Every page of the corpus's born-digital PDF files."""
    return [(f, n) for f in born_digital(CORPUS) for n in range(len(pypdfium2.PdfDocument(f)))]


def document(folder: Path, name: str, count: int, first: int, pages: list[tuple[Path, int]]) -> Path:
    """A PDF file of `count` pages, from the page `first` of the corpus on, round and round; no two are alike."""
    made = pypdfium2.PdfDocument.new()
    for n in range(first, first + count):
        file, page = pages[(n + n // len(pages)) % len(pages)]
        source = pypdfium2.PdfDocument(file)
        made.import_pages(source, [page])
        source.close()
    buffer = io.BytesIO()
    made.save(buffer)
    made.close()
    path = folder / f"{name}.pdf"
    path.write_bytes(buffer.getvalue() + f"\n% {name}\n".encode())
    return path


# ---------------------------------------------------------------- tables


def compare(files: list[Path], warm: list[Path]) -> Iterator[str]:
    """All readers on the same files."""
    yield "| reader | ms a page | × `extract_tables` | ms a page by the clock | × by the clock | peak memory, MB |"
    yield "|---|---|---|---|---|---|"
    found = {}
    for reader in ("text", "tables", "reading", "import", "import2"):
        found[reader] = measure(reader, files, warm)
    if importlib.util.find_spec("camelot"):
        few = list(
            itertools.takewhile(lambda f: pages_of(files[: files.index(f) + 1]) <= CAMELOT_PAGES, files)
        )
        found["camelot"] = measure("camelot", few, warm[:1])
    names = {
        "text": "PDFium's bare text pass (the floor)",
        "tables": "pdfplumber `extract_tables`",
        "camelot": f"camelot, lattice (at most {CAMELOT_PAGES} pages)",
        "reading": "reading and extraction, in one process",
        "import": "the whole import, 1 job",
        "import2": "the whole import, 2 jobs",
    }
    base = found["tables"].each
    for reader, name in names.items():
        if reader in found:
            each, clock = found[reader].each
            memory = max(found[reader].main_mb, found[reader].worker_mb)
            yield (
                f"| {name} | {each:.1f} | {each / base[0]:.2f} | {clock:.1f} | {clock / base[1]:.2f} | {memory:.0f} |"
            )
        else:
            yield f"| {name} | not installed | | | | |"


def growth(folder: Path, pages: list[tuple[Path, int]], warm: list[Path], full: bool) -> Iterator[str]:
    """The whole import of longer documents and of more of them."""
    yield "| documents | pages each | jobs | pages a second (clock) | ms a page (processor) | memory of a worker, MB | memory of the importer, MB |"  # noqa: E501
    yield "|---|---|---|---|---|---|---|"
    long = (25, 100, 500, 2000) if full else (25, 100)
    many = (10, 100, 1000) if full else (10,)
    sets = [(1, n, [document(folder, f"long-{n}", n, 0, pages)], (1,)) for n in long]
    sets += [(m, 3, [document(folder, f"many-{m}-{i}", 3, i, pages) for i in range(m)], (1, 2)) for m in many]
    for count, length, files, jobs in sets:
        for job in jobs:
            seen = measure("import" if job == 1 else "import2", files, warm[:job])
            yield (
                f"| {count} | {length} | {job} | {seen.pages / seen.clock:.0f} | "
                f"{seen.each[0]:.1f} | {seen.worker_mb:.0f} | {seen.main_mb:.0f} |"
            )


def machine() -> str:
    """What was measured on what."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("pypdfium2", "pdfplumber", "numpy", "spacy")
    )
    today = datetime.datetime.now(tz=datetime.UTC).date()
    load = os.getloadavg()[0]
    return (
        f"Measured {today} with `python -m benchmarks.imports` on {os.cpu_count()} cores ({platform.machine()}, "
        f"load {load:.1f} at the start), Python {platform.python_version()}, {versions}."
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--one", choices=READERS, help=argparse.SUPPRESS)
    arguments.add_argument("--full", action="store_true", help="also 2,000 pages and 1,000 documents")
    arguments.add_argument(
        "--reports", type=Path, default=CORPUS, help="folder of whole reports, born digital"
    )
    options = arguments.parse_args()
    if options.one:
        task = json.load(sys.stdin)
        files, warm = ([Path(f) for f in task[key]] for key in ("files", "warm"))
        started = time.perf_counter()
        READERS[options.one]([*warm, *files])
        print(time.perf_counter() - started)
        return
    adopt_orphans()
    if not importlib.util.find_spec("camelot"):
        print("camelot is not installed (pip install camelot-py): left out.", file=sys.stderr)
    lines = [machine(), ""]
    with tempfile.TemporaryDirectory() as name:
        folder, pages = Path(name), corpus_pages()
        # Long enough to have met every stage; one for each worker.
        warm = [document(folder, f"warm-{i}", 30, 5 + i, pages) for i in range(2)]
        dense = [document(folder, f"dense-{i}", 25, 25 * i, pages) for i in range(4)]
        whole = born_digital(options.reports)
        tables = {
            f"Whole reports ({len(whole)} files, {pages_of(whole)} pages).": compare(whole, warm),
            f"Dense documents ({len(dense)} files, {pages_of(dense)} pages).": compare(dense, warm),
            "Growth.": growth(folder, pages, warm, options.full),
        }
        for title, table in tables.items():
            for line in (title, "", *table, ""):
                print(line, flush=True)
                lines.append(line)
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    REPORT.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
