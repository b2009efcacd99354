"""Wrong files at random: a document or a reasoned refusal comes of each, never anything else.

A few here, always the same; `make fuzz` goes on for ten minutes with others (`STYRKORT_FUZZ_MINUTES`, and
`STYRKORT_FUZZ_SEED` to see the same ones again). What fails is kept in `build/fuzz`.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests.support.fuzzing import Reader
from tests.support.importing import CORPUS, ROOT
from tests.support.mutation import inflated, mutated

MINUTES = float(os.environ.get("STYRKORT_FUZZ_MINUTES", "0"))
SEED = int(os.environ.get("STYRKORT_FUZZ_SEED", "0"))
KEPT = ROOT / "build" / "fuzz"
CASES = 24
"""Cases of the ordinary tests, and of each round of `make fuzz`."""
SMALL = 100_000
"""Bytes. Larger ones are scans: slow to read, and most of what is hit in them is a picture."""
QUICK = (".docx", ".txt", ".pdf")
REPORTS = {f.name: f.read_bytes() for f in sorted(CORPUS.iterdir())}
SOURCES = [n for n, content in REPORTS.items() if n.endswith(QUICK) and len(content) < SMALL]
SLOW = [n for n in REPORTS if n not in SOURCES]
"""Scans, and what goes through LibreOffice."""
SLOW_SHARE = 0.03
ALL = settings(
    max_examples=CASES, deadline=None, database=None, phases=(Phase.generate,), print_blob=False,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


def failed(reader: Reader, source: str, dice: random.Random) -> str:
    """What is wrong with how a file made of a report is read; the file is kept."""
    suffix = Path(source).suffix
    kin = [n for n in SOURCES if n.endswith(suffix)] or [source]
    content = mutated(REPORTS[source], dice, [REPORTS[dice.choice(kin)] for _ in range(2)])
    fault = reader.fault(content, source)
    if fault:
        KEPT.mkdir(parents=True, exist_ok=True)
        file = KEPT / f"{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        file.write_bytes(content)
        note(f"kept as {file}")
        fault = f"{file}: {fault}"
    return fault


@seed(SEED)
@ALL
@given(source=st.sampled_from(SOURCES), dice=st.randoms(use_true_random=True))
def test_wrong_files_give_a_document_or_a_reason(reader: Reader, source: str, dice: random.Random) -> None:
    assert not failed(reader, source, dice)


@pytest.mark.skipif(not MINUTES, reason="run by `make fuzz`")
def test_wrong_files_for_minutes(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    first = SEED or random.SystemRandom().randrange(1, 10**9)
    until, cases, faults = time.monotonic() + 60 * MINUTES, 0, {}

    @settings(ALL, max_examples=CASES)
    @given(source=st.sampled_from(SOURCES), slow=st.sampled_from(SLOW), dice=st.randoms(use_true_random=True))
    def one_round(source: str, slow: str, dice: random.Random) -> None:
        nonlocal cases
        if time.monotonic() > until:
            return
        cases += 1
        fault = failed(reader, slow if dice.random() < SLOW_SHARE else source, dice)
        if fault:
            faults.setdefault(re.sub(r"\d+", "0", fault.split(": ", 1)[1]), fault)

    for turn in range(10**6):
        if time.monotonic() > until:
            break
        seed(first + turn)(one_round)()
    with capsys.disabled():
        print(f"\n{cases} wrong files, STYRKORT_FUZZ_SEED={first}")  # noqa: T201 - what to repeat it with
    assert not faults, f"STYRKORT_FUZZ_SEED={first}\n" + "\n".join(faults.values())


def test_the_streams_of_a_pdf_are_opened_before_they_are_made_wrong() -> None:
    content = REPORTS["vattenvard-2023.pdf"]
    assert b" Tf" not in content
    assert b" Tf" in inflated(content)


def test_the_same_dice_make_the_same_wrong_file() -> None:
    source = REPORTS[SOURCES[0]]
    made = [mutated(source, random.Random(n), [source]) for n in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_what_takes_too_long_is_a_fault() -> None:
    with Reader(seconds=0.01) as impatient:
        assert impatient.fault(REPORTS["fjallmark-ms-2019.pdf"], "a.pdf").startswith("hang")
