"""Reads files in a process of its own: a crash of the interpreter or a hang is an answer, not the end of the test."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import resource
import traceback
from types import TracebackType

import pebble

from extractor import patterns, pipeline
from extractor.errors import StyrkortError
from extractor.reading import ReadSettings, read

SECONDS = 90.0
"""A report of the corpus takes a second, scans without recognition four; a busy machine ten times that."""
MEMORY = 4 * 2**30
"""Bytes of address space, as an import gives a worker."""


class Reader:
    """A process that reads one file after the other.

    Args:
        seconds: the time each gets.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool = self._new()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()
        self._pool.join()

    def fault(self, content: bytes, name: str, ocr: str = "off") -> str:
        """What is wrong with how a file is read: '' where a document or a reasoned refusal comes of it."""
        future = self._pool.schedule(_fault, args=[content, name, ocr], timeout=self._seconds)
        try:
            return str(future.result())
        except concurrent.futures.TimeoutError:
            return f"hang: not read within {self._seconds:g} seconds"
        except pebble.ProcessExpired as error:
            self.__exit__(None, None, None)
            self._pool = self._new()
            return f"crash: the process ended with exit code {error.exitcode}"

    def _new(self) -> pebble.ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, "extractor.reading.pdf", "extractor.reading.docx"])
        return pebble.ProcessPool(max_workers=1, context=context, initializer=_limit)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _fault(content: bytes, name: str, ocr: str) -> str:
    try:
        document = read(content, name, ReadSettings(ocr=ocr))  # type: ignore[arg-type]
        pipeline.extract(document, patterns.built_in())
    except StyrkortError as error:
        whole = error.what.endswith((".", "?)")) and 10 < len(error.what) < 400
        return "" if whole else f"a refusal that gives no reason: {error.what!r}"
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
        return f"{type(error).__name__}: {error}\n" + "".join(traceback.format_tb(error.__traceback__)[-6:])
    return ""
