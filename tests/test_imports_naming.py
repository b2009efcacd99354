"""Any file name can be stored, shown on one line, and found again."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.imports.naming import openable, printable

names = st.binary(min_size=1, max_size=30).map(os.fsdecode)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xe5rsrapport.pdf", "\\xe5rsrapport.pdf"),
        ("årsrapport 2019 (slutlig).pdf".encode(), "årsrapport 2019 (slutlig).pdf"),
        (b"tv\xc3\xa5\nrader.pdf", "två\\nrader.pdf"),
        ("fdp\u202egnp.pdf".encode(), "fdp\\u202egnp.pdf"),
        (b"a\\nb.pdf", "a\\\\nb.pdf"),
    ],
)
def test_a_name_is_shown_as_it_is_but_for_what_cannot_be_seen(name: bytes, shown: str) -> None:
    assert printable(os.fsdecode(name)) == shown


@given(names)
def test_every_name_comes_back(name: str) -> None:
    assert os.fsencode(openable(printable(name))) == os.fsencode(name)


@given(names, names)
def test_two_names_never_look_the_same(one: str, other: str) -> None:
    assert (one == other) == (printable(one) == printable(other))


@given(names)
def test_what_is_shown_can_be_stored_and_stands_on_one_line(name: str) -> None:
    shown = printable(name)
    shown.encode("utf-8")
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
