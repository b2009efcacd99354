from __future__ import annotations

import signal
import threading

import pytest

from extractor.imports.interruption import held_back


def test_what_is_begun_is_ended_before_an_interruption_counts() -> None:
    done = []

    def store() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            done.append("stored")

    with pytest.raises(KeyboardInterrupt):
        store()
    assert done == ["stored"]


def test_an_interruption_counts_at_once_again_afterwards() -> None:
    with held_back():
        pass
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_error_of_the_work_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="disk"), held_back():
        raise ValueError("disk")


def test_another_thread_works_on_as_it_is() -> None:
    done = []

    def work() -> None:
        with held_back():
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
