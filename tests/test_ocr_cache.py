"""What was recognised once is kept, never stale, never half written, never more than the limit."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extractor.reading import ocr_cache, tesseract

KEY = ocr_cache.key_of(b"pixels", ["300", "Latin"])


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ocr_cache.VARIABLE, str(tmp_path))
    return tmp_path / "ocr"


def test_what_was_kept_is_found_again() -> None:
    assert ocr_cache.get(KEY) is None
    assert ocr_cache.put(KEY, "Måluppfyllelse 5,4 %")
    assert ocr_cache.get(KEY) == "Måluppfyllelse 5,4 %"


def test_another_picture_or_setting_has_another_key() -> None:
    others = [ocr_cache.key_of(b"pixel", ["s300", "Latin"]), ocr_cache.key_of(b"pixels", ["300", "eng"])]
    assert KEY not in others


def test_a_damaged_entry_counts_as_none(cache: Path) -> None:
    ocr_cache.put(KEY, "text")
    (entry,) = cache.glob("*/*")
    entry.write_bytes(b"half")
    assert ocr_cache.get(KEY) is None


def test_what_was_not_used_for_longest_goes_first(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ["ab" + str(n) * 38 for n in range(4)]
    for n, key in enumerate(keys[:3]):
        ocr_cache.put(key, key)
        os.utime(cache / "ab" / key[2:], (n, n))
    ocr_cache.get(keys[0])
    held = sum(f.stat().st_size for f in cache.glob("*/*"))
    monkeypatch.setattr(ocr_cache, "MOST_BYTES", held * ocr_cache.SHELVES)
    ocr_cache.put(keys[3], keys[3])
    assert [key for key in keys if ocr_cache.get(key)] == [keys[0], keys[2], keys[3]]


def test_many_writers_of_one_entry_leave_it_whole(cache: Path) -> None:
    text = "rad\n" * 20_000
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: ocr_cache.put(KEY, text), range(40)))
    assert ocr_cache.get(KEY) == text
    assert len(list(cache.glob("*/*"))) == 1


def test_without_a_folder_nothing_is_kept_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    for value in ("", str(blocked)):
        monkeypatch.setenv(ocr_cache.VARIABLE, value)
        assert not ocr_cache.put(KEY, "text")
        assert ocr_cache.get(KEY) is None
        assert not ocr_cache.writable()
        assert ocr_cache.size() == 0


@pytest.mark.skipif(not tesseract.available(), reason="tesseract is not installed (Debian: tesseract-ocr)")
def test_a_picture_is_recognised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[np.ndarray] = []

    def run(pictures: list[np.ndarray], _: list[str]) -> str:
        asked.extend(pictures)
        return "head\n"

    monkeypatch.setattr(tesseract, "_run", run)
    for picture in (np.zeros((20, 30), np.uint8), np.zeros((20, 30), np.uint8), np.zeros((30, 20), np.uint8)):
        assert tesseract.words_of(picture, 2.0, "eng") == []
    assert len(asked) == 2
