"""Reading on other machines: documents go to the workers of a Dask scheduler, results come back to be stored here.

On each machine a document is read in a process of its own, as it is here, so a document that crashes or hangs
takes no Dask worker along. A worker that is lost all the same has its documents read by another one.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import logging
import multiprocessing
import queue
import shutil
import tempfile
import threading
import time
import uuid
from asyncio import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from extractor import patterns as knowledge
from extractor.archive.packing import encode
from extractor.errors import WorkersError
from extractor.imports.extraction import tool_version
from extractor.imports.records import Extraction, ImportSettings
from extractor.imports.workers import AGAIN, Done, LocalWorkers, failure
from extractor.known import Known

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10
"""How long the scheduler may take to answer."""
PATIENCE_SECONDS = 60
"""How long an import waits for a worker when there is none (a machine may just be starting again), for an answer of
the scheduler, and, beyond the time a document may take, for the next one to be finished."""
LOOK_SECONDS = 2
"""How often it looks how many workers there are."""
IN_FLIGHT_PER_THREAD = 2
"""Documents handed out per thread of the workers: one being read, one on its way."""
LARGE_GRAPH = "1GiB"
"""Dask warns of tasks over 10 MiB; here a document is the task, and there are only a few at a time."""


class Order(msgspec.Struct, frozen=True):
    """How the workers are to read, and with what version and knowledge."""

    version: str
    settings: ImportSettings
    pattern_files: tuple[tuple[str, bytes], ...]
    """The user's own pattern files: name and content."""


class _OtherVersionError(Exception):
    """A worker has another version of styrkort or of its patterns than the importing process."""


class ClusterWorkers:
    """The workers of a Dask scheduler.

    Args:
        settings: the scheduler's address, limits per document, and how to read.

    Raises:
        WorkersError: Dask is not installed, the scheduler does not answer, or it has no workers.
    """

    def __init__(self, settings: ImportSettings) -> None:
        self._address = settings.scheduler
        self._client = _connect(settings.scheduler)
        self._order = _order(settings)
        self._working: dict[Future, tuple[str, float]] = {}
        self._finished: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._timeout = settings.timeout
        self._looked = 0.0
        self._threads = 0
        self._moved = time.monotonic()
        """When a document was last finished or handed to idle workers, or workers came or went."""
        self._seen = time.monotonic()
        """When there was last a worker."""

    @property
    def full(self) -> bool:
        """Whether the workers have as many documents as they can use."""
        self._look()
        return len(self._working) >= max(self._threads, 1) * IN_FLIGHT_PER_THREAD

    @property
    def busy(self) -> bool:
        """Whether a document is still out."""
        return bool(self._working)

    def submit(self, key: str, name: str, content: bytes, known: Known | None = None) -> None:
        """Send a document to a worker."""
        now = time.monotonic()
        if not self._working:
            self._moved = now
        # A key of its own: to Dask, equal keys are one task, though another import reads with other patterns.
        task = f"styrkort-{key}-{uuid.uuid4().hex}"
        future = self._client.submit(_read_here, content, name, known, self._order, key=task, pure=False)
        self._working[future] = (key, now)
        future.add_done_callback(self._finished.put)

    def wait(self) -> Done:
        """The next document that is finished.

        Raises:
            WorkersError: the scheduler is lost, there has been no worker for a while, the workers finish nothing,
                or a worker is of another version.
        """
        while True:
            try:
                future = self._finished.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._look()
                continue
            extraction = self._result(future)
            key, started = self._working.pop(future)
            self._moved = time.monotonic()
            return Done(key, extraction, self._moved - started)

    def close(self) -> None:
        """Leave the scheduler, which then drops what it has not yet handed out."""
        self._working = {}
        with contextlib.suppress(TimeoutError):  # a scheduler that hangs need not see us off
            self._client.close(timeout=CONNECT_SECONDS)

    def _look(self) -> None:
        """See how many workers there are; give up when there has been none for long, or none that gets on."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        ask = self._client.scheduler.ncores  # as `Client.nthreads` does, which knows no limit of time
        try:
            threads = sum(self._client.sync(ask, callback_timeout=PATIENCE_SECONDS).values())
        except (OSError, RuntimeError, TimeoutError) as error:
            raise self._lost() from error
        if self._client.status != "running":
            raise self._lost()
        if threads != self._threads:
            self._threads, self._moved = threads, now
        if threads:
            self._seen = now
        elif now - self._seen > PATIENCE_SECONDS:
            raise WorkersError(
                f"The scheduler {self._address} has had no worker for {PATIENCE_SECONDS} seconds.",
                "Start workers and run the same command again; it continues where it stopped.",
            )
        if self._working and now - self._moved > self._timeout + PATIENCE_SECONDS:
            raise WorkersError(
                f"The workers of {self._address} have finished nothing for {now - self._moved:.0f} seconds.",
                "Start them again and run the same command; it continues where it stopped.",
            )

    def _lost(self) -> WorkersError:
        return WorkersError(
            f"The connection to the scheduler {self._address} is lost.",
            "Run the same command again when it is back; it continues where it stopped.",
        )

    def _result(self, future: Future) -> Extraction:
        """What came of a document; it is read again where its worker was lost before the result was fetched."""
        from distributed import KilledWorker  # noqa: PLC0415 - an optional extra

        while future.status not in {"cancelled", "error"}:
            try:
                packed = future.result(timeout=PATIENCE_SECONDS)
            except (Exception, CancelledError):  # noqa: BLE001 - what it means is told by the future and by a look
                self._look()
            else:
                return msgspec.msgpack.decode(packed, type=Extraction)
        if future.status == "cancelled":
            raise self._lost()
        error = future.exception()
        if isinstance(error, KilledWorker):
            return failure("died", f"Every worker that read it was lost. {AGAIN}")
        if isinstance(error, _OtherVersionError | ImportError):
            raise WorkersError(
                f"A worker of {self._address} cannot be used: {error}",
                "Install the same version of styrkort there and start the worker again.",
            )
        if isinstance(error, WorkersError):
            raise error
        return failure(
            "internal", f"Reading stopped with an internal error ({type(error).__name__}: {error}). {AGAIN}"
        )


def _connect(address: str) -> Client:
    try:
        import dask  # noqa: PLC0415 - an optional extra
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise WorkersError(
            "Reading on other machines needs Dask, which is not installed.", "pip install 'styrkort[dask]'"
        ) from error
    dask.config.set({"distributed.admin.large-graph-warning-threshold": LARGE_GRAPH})
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it would say becomes an error of ours
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkersError(
            f"The scheduler {address} does not answer: {error}.",
            "Start it (`dask scheduler`), or check the address: tcp://host:8786.",
        ) from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise WorkersError(
            f"The scheduler {address} has no workers.", f"Start one: `dask worker {address}`."
        ) from error
    return client


def _order(settings: ImportSettings) -> Order:
    folder = settings.patterns_folder
    files = tuple((f.name, f.read_bytes()) for f in sorted(folder.glob("*.toml"))) if folder else ()
    return Order(
        version=tool_version(knowledge.load(folder)),
        settings=msgspec.structs.replace(settings, patterns_folder=None, jobs=1),
        pattern_files=files,
    )


# ---------------------------------------------------------------- what runs on a worker

_own = threading.local()
"""Each thread of a Dask worker has a process that reads for it."""


def _read_here(content: bytes, name: str, known: Known | None, order: Order) -> bytes:
    """Read one document on this machine, in a process of its own."""
    workers = _workers_of_thread(order)
    workers.submit("", name, content, known)
    return encode(workers.wait().extraction)


def _workers_of_thread(order: Order) -> LocalWorkers:
    if getattr(_own, "order", None) != order:
        settings = msgspec.structs.replace(order.settings, patterns_folder=_folder(order.pattern_files))
        version = tool_version(knowledge.load(settings.patterns_folder))
        if version != order.version:
            raise _OtherVersionError(f"it runs version {version}, the import {order.version}.")
        if previous := getattr(_own, "workers", None):
            previous.close()
        # Dask starts its workers as daemons, which may have no children. Ours end with their parent: `guard.tie`.
        multiprocessing.current_process().daemon = False
        _own.workers, _own.order = LocalWorkers(settings), order
    workers: LocalWorkers = _own.workers
    return workers


@functools.cache
def _folder(files: tuple[tuple[str, bytes], ...]) -> Path | None:
    """The user's pattern files on this machine."""
    if not files:
        return None
    folder = Path(tempfile.mkdtemp(prefix="styrkort-patterns-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in files:
        (folder / name).write_bytes(content)
    return folder
