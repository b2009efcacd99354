"""Word accuracy of the restorer against doing nothing, the nearest word of the list, and hunspell.

Run `python -m benchmarks.restore [FOLDER …]`. First the pages of the project's own reports as tesseract's English model
really read them, held against the same pages born digital; then the text of the sample reports, spoiled by two noise
models: all marks lost, and the confusions of an English recogniser. A folder of further content files (the same
form as corpus/content) is measured beside it. hunspell takes part where `chunspell` and `hunspell-sv` are installed.
"""

from __future__ import annotations

import difflib
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from rapidfuzz import fuzz, process

from extractor.restore.restorer import Restorer
from extractor.restore.spelling import STRIP, swedish_lexicon
from extractor.swedish import fold

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "content"
ARCHIVE = CORPUS.parent / "archive"
DICTIONARIES = (Path(sys.prefix) / "share" / "hunspell", Path("/usr/share/hunspell"))
SAME_WORD = 60
"""rapidfuzz ratio of the skeletons from which a word of a recognised page is the word of the printed one."""
NEAREST_WORDS = 30_000
"""Words of the list that the nearest-neighbour method searches: more makes it slower, not better."""
NEAREST_FLOOR = 80
SEED = 20

ENGLISH = {
    "å": (("a", 0.93), ("4", 0.02), ("&", 0.02), ("d", 0.02), ("é", 0.01)),
    "ä": (("a", 0.88), ("é", 0.04), ("i", 0.02), ("&", 0.03), ("4", 0.02), ("ia", 0.01)),
    "ö": (("o", 0.30), ("é", 0.45), ("6", 0.17), ("d", 0.05), ("@", 0.01), ("", 0.02)),
}
"""What an English recogniser made of the letters, with shares counted on real reports."""
_WORD = re.compile(r"[^\W\d_]+")


def texts_of(node: Any) -> Iterator[str]:
    """All strings with a space in a content file: the sentences, cells and headings."""
    if isinstance(node, str):
        if " " in node:
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value)


def misread(text: str, rng: random.Random) -> str:
    """The text as an English recogniser would read it."""
    out = []
    for letter in text:
        options = ENGLISH.get(letter.lower())
        if options is None:
            out.append(letter)
            continue
        read = rng.choices([o for o, _ in options], [w for _, w in options])[0]
        out.append(read.upper() if letter.isupper() and read.isalpha() else read)
    return "".join(out)


def nearest() -> Callable[[str], str]:
    """A method that replaces every unknown word by the nearest of the commonest words."""
    lexicon = swedish_lexicon()
    from wordfreq import top_n_list

    words = [w for w in top_n_list("sv", NEAREST_WORDS) if w.isalpha()]
    cache: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word not in cache:
            found = None
            if not lexicon.frequency(word):
                found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=NEAREST_FLOOR)
            cache[word] = found[0] if found else word
        return cache[word]

    return lambda text: re.sub(r"[^\W_]+", one, text)


def hunspell() -> Callable[[str], str] | None:
    """A method that takes hunspell's first suggestion for every word it does not know; None where it is missing."""
    try:
        from hunspell import Hunspell
    except ImportError:
        return None
    folder = next((d for d in DICTIONARIES if (d / "sv_SE.dic").is_file()), None)
    if folder is None:
        return None
    checker = Hunspell("sv_SE", hunspell_data_dir=str(folder))
    cache: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        word = match.group()
        if word not in cache:
            found = () if checker.spell(word) or word.isdigit() else checker.suggest(word)
            cache[word] = found[0] if found and " " not in found[0] else word
        return cache[word]

    return lambda text: re.sub(r"[^\W_]+", one, text)


def recognised_pages() -> Iterator[tuple[str, str]]:
    """The text of every OCR'd file of the corpus and of the same report born digital."""
    for file in sorted([*ARCHIVE.glob("*-ocreng.pdf"), *ARCHIVE.glob("*-txteng.txt")]):
        printed = ARCHIVE / f"{file.stem.rsplit('-', 1)[0]}.pdf"
        if printed.is_file():
            yield _text(file), _text(printed)


def _text(file: Path) -> str:
    if file.suffix == ".txt":
        return file.read_text(encoding="utf-8")
    pages = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def paired(read: str, printed: str) -> list[tuple[int, str]]:
    """The words of a recognised text that stand in the printed one: their number and what was printed."""
    one, two = read.split(), printed.replace("\ufffe", "-").replace("\x02", "-").split()
    blocks = difflib.SequenceMatcher(None, [fold(w) for w in one], [fold(w) for w in two], autojunk=False)
    pairs: list[tuple[int, str]] = []
    for kind, a, b, c, d in blocks.get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            pairs += [
                (i, w)
                for i, w in zip(range(a, b), two[c:d], strict=True)
                if fuzz.ratio(fold(one[i]), fold(w)) >= SAME_WORD
            ]
    return [(i, w) for i, w in pairs if _WORD.search(w)]


def recognised_accuracy(method: Callable[[str], str]) -> tuple[float, int]:
    """Share of the words right on recognised pages, and how many there are."""
    right = total = 0
    for read, printed in recognised_pages():
        restored = method(read).split()
        for i, word in paired(read, printed):
            total += 1
            right += i < len(restored) and restored[i].lower() == word.lower()
    return right / (total or 1), total


def accuracy(truth: list[str], damaged: list[str], method: Callable[[str], str]) -> tuple[float, float]:
    """Share of words right (case apart) and words a second."""
    start = time.perf_counter()
    restored = [method(text) for text in damaged]
    seconds = time.perf_counter() - start
    right = total = 0
    for true, got in zip(truth, restored, strict=True):
        for a, b in zip(true.split(), got.split(), strict=False):
            if _WORD.search(a):
                total += 1
                right += a.lower() == b.lower()
    return right / total, total / seconds


def measure(folder: Path) -> Iterator[str]:
    """The table's lines for one folder of content files."""
    files = sorted(folder.glob("*.yaml"))
    content = {f: list(texts_of(yaml.safe_load(f.read_text(encoding="utf-8")))) for f in files}
    rng = random.Random(SEED)
    noises: dict[str, Callable[[str], str]] = {
        "marks lost": lambda t: t.translate(STRIP),
        "English OCR": lambda t: misread(t, rng),
    }
    near = nearest()
    plain = Restorer()
    for name, noise in noises.items():
        results: dict[str, list[tuple[float, float]]] = {}
        for file, truth in content.items():
            damaged = [noise(t) for t in truth]
            siblings = Restorer(t for other, texts in content.items() if other != file for t in texts)
            methods: dict[str, Callable[[str], str]] = {
                "nothing": lambda t: t,
                "nearest word": near,
                "ours": lambda t: plain.restore(t).text,
                "ours, sibling years known": lambda t, r=siblings: r.restore(t).text,  # type: ignore[misc]
            }
            for method, run in methods.items():
                results.setdefault(method, []).append(accuracy(truth, damaged, run))
        for method, scores in results.items():
            share = sum(s for s, _ in scores) / len(scores)
            speed = sum(w for _, w in scores) / len(scores)
            yield f"{name:12} {method:26} {100 * share:6.2f} % {speed:10,.0f} words/s"


def main() -> None:
    """Print one table for the recognised pages, and one per folder."""
    swedish_lexicon()
    plain = Restorer()
    methods: dict[str, Callable[[str], str] | None] = {
        "nothing": lambda t: t,
        "nearest word": nearest(),
        "hunspell": hunspell(),
        "ours": lambda t: plain.restore(t).text,
    }
    sys.stdout.write(f"{ARCHIVE}: pages read by tesseract's English model\n")
    for name, method in methods.items():
        if method is None:
            sys.stdout.write(f"  {name:26} not installed\n")
            continue
        share, total = recognised_accuracy(method)
        sys.stdout.write(f"  {name:26} {100 * share:6.2f} % of {total} words\n")
    for folder in [CORPUS, *map(Path, sys.argv[1:])]:
        sys.stdout.write(f"{folder}\n")
        for line in measure(folder):
            sys.stdout.write(f"  {line}\n")


if __name__ == "__main__":
    main()
