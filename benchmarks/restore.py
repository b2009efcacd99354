"""Word accuracy of the restorer against doing nothing, the nearest word of a list, and hunspell.

Run `python -m benchmarks.restore [FOLDER …]`. Measured are the sample reports as tesseract's English model really
reads them (`recognised.py`), and their text spoiled by two noise models: all marks lost, and an English recogniser's
confusions. A folder of further reports with their OCR'd forms is measured beside them. hunspell takes part where
`chunspell` and `hunspell-sv` are installed (LGPL: for development only). `--write` puts the tables into the docs.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz, process

from benchmarks.recognised import Sample, ocred, rendered
from extractor.known import NOTHING, Known, known_of
from extractor.restore.restorer import Restorer
from extractor.restore.spelling import STRIP, swedish_lexicon

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PAGE = CORPUS.parent / "docs" / "restoring.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
DICTIONARIES = (Path(sys.prefix) / "share" / "hunspell", Path("/usr/share/hunspell"))
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
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_TOKEN = re.compile(r"[^\W_]+")

Method = Callable[[str], str]


class Score(NamedTuple):
    """How many words are right, and what the changes were worth."""

    words: int = 0
    before: int = 0
    """Right as read."""
    right: int = 0
    changed: int = 0
    mended: int = 0
    """Changed, and right since."""
    spoiled: int = 0
    """Right as read, and changed."""

    def __add__(self, other: tuple[int, ...]) -> Score:  # type: ignore[override]
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    def line(self, name: str) -> str:
        """One row of the table."""
        worth = f"{100 * self.mended / self.changed:.1f} %" if self.changed else "–"
        return f"| {name} | {100 * self.right / (self.words or 1):.2f} % | {self.changed} | {worth} | {self.spoiled} |"


def score(sample: Sample, method: Method) -> Score:
    """A method on one report; words are compared without case and the figures and signs around them."""
    read, made = sample.read.split(), method(sample.read).split()
    found = Score()
    for n, printed in sample.printed.items():
        truth, before, after = plain(printed), plain(read[n]), plain(made[n])
        changed = before != after
        found += (
            1,
            before == truth,
            after == truth,
            changed,
            changed and after == truth,
            changed and before == truth,
        )
    return found


def plain(word: str) -> str:
    """A word for comparison."""
    return _AROUND.sub("", word).replace("–", "-").lower()


# ---------------------------------------------------------------- methods


def nearest() -> Method:
    """Every unknown word becomes the nearest of the commonest words."""
    lexicon = swedish_lexicon()
    from wordfreq import top_n_list

    words = [w for w in top_n_list("sv", NEAREST_WORDS) if w.isalpha()]
    cache: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word not in cache:
            found = None
            if not lexicon.frequency(word) and not word.isdigit():
                found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=NEAREST_FLOOR)
            cache[word] = found[0] if found else word
        return cache[word]

    return lambda text: _TOKEN.sub(one, text)


def hunspell() -> Method | None:
    """Every word hunspell does not know becomes its first suggestion; None where it is missing."""
    try:
        from hunspell import Hunspell  # type: ignore[import-untyped]
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

    return lambda text: _TOKEN.sub(one, text)


def ours(known: Known = NOTHING) -> Method:
    """The restorer, told what is known."""
    restorer = Restorer(known.texts, shares=known.common)
    return lambda text: restorer.restore(text).text


# ---------------------------------------------------------------- samples


def real(archive: Path, names: Sequence[str]) -> dict[str, list[Sample]]:
    """The reports of a folder as really recognised: the OCR'd files as they lie there, and pages drawn anew."""
    found = {
        "old text layers": list(ocred(sorted(archive.glob("*-ocreng.pdf")))),
        "dumps of them": list(ocred(sorted(archive.glob("*-txteng.txt")))),
        "pages drawn and read": list(
            rendered(archive / f"{n}.pdf" for n in names if (archive / f"{n}.pdf").is_file())
        ),
    }
    return {kind: samples for kind, samples in found.items() if samples}


def spoiled(folder: Path) -> dict[str, list[Sample]]:
    """The texts of content files, spoiled by each noise model."""
    rng = random.Random(SEED)
    noises: dict[str, Method] = {
        "marks lost (simulated)": lambda t: t.translate(STRIP),
        "English OCR (simulated)": lambda t: misread(t, rng),
    }
    texts = {
        f.stem: "\n\n".join(texts_of(yaml.safe_load(f.read_text(encoding="utf-8"))))
        for f in sorted(folder.glob("*.yaml"))
    }
    return {
        kind: [Sample(name, noise(text), _by_number(text), text) for name, text in texts.items()]
        for kind, noise in noises.items()
    }


def _by_number(text: str) -> dict[int, str]:
    return {n: w for n, w in enumerate(text.split()) if any(c.isalpha() for c in w)}


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
    """The text as an English recogniser would read it; a word never vanishes whole."""
    return re.sub(r"\S+", lambda m: _misread(m.group(), rng) or m.group(), text)


def _misread(word: str, rng: random.Random) -> str:
    out = []
    for letter in word:
        options = ENGLISH.get(letter.lower())
        if options is None:
            out.append(letter)
            continue
        read = rng.choices([o for o, _ in options], [w for _, w in options])[0]
        out.append(read.upper() if letter.isupper() and read.isalpha() else read)
    return "".join(out)


# ---------------------------------------------------------------- the table


def table(kinds: dict[str, list[Sample]]) -> Iterator[str]:
    """One table per kind of damage: all methods."""
    plain_methods = {
        "nothing": lambda t: t,
        "nearest word": nearest(),
        "hunspell": hunspell(),
        "ours": ours(),
    }
    everything = {s.report: s for samples in kinds.values() for s in samples}
    for kind, samples in kinds.items():
        words = sum(len(s.printed) for s in samples)
        yield from ("", f"**{kind}** ({len(samples)} reports, {words} words)", "")
        yield "| method | words right | changed | of these right | right ones spoiled |"
        yield "|---|---|---|---|---|"
        for name, method in plain_methods.items():
            if method is None:
                yield f"| {name} | not installed | | | |"
            else:
                yield sum((score(s, method) for s in samples), Score()).line(name)
        told = Score()
        for sample in samples:
            texts = [t for s in _siblings(sample, everything) for t in s.text.split("\n\n")]
            told += score(sample, ours(known_of((), texts)))
        yield told.line("ours, told the publisher's other reports")


def _siblings(sample: Sample, reports: dict[str, Sample]) -> list[Sample]:
    return [s for s in reports.values() if s.publisher == sample.publisher and s.report != sample.report]


def main() -> None:
    """Print the tables of the corpus and of further folders; with `--write` put the corpus's into the docs."""
    folders = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    names = [f.stem for f in sorted((CORPUS / "content").glob("*.yaml"))]
    lines = list(table(real(CORPUS / "archive", names) | spoiled(CORPUS / "content")))
    sys.stdout.write("\n".join(lines) + "\n")
    if "--write" in sys.argv:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        PAGE.write_text("\n".join([head + BEGIN, *lines, "", END + tail]), encoding="utf-8")
    for folder in folders:
        born = sorted(f.stem for f in folder.glob("*.pdf") if not f.stem.endswith(("-scan", "-ocreng")))
        sys.stdout.write(f"\n{folder}\n" + "\n".join(table(real(folder, born))) + "\n")


if __name__ == "__main__":
    main()
