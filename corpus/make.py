"""Makes the sample reports of corpus/archive/ from corpus/content/, as corpus.toml declares them.

    python -m corpus.make                 # all files (needs LibreOffice and tesseract)
    python -m corpus.make NAME …          # these files
    python -m corpus.make --golden        # golden/ anew from the content: review the difference

The two never happen in one call: making files must not move the truth they are compared with.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from corpus import forms, truth
from corpus.style import Style
from corpus.typeset import typeset

HERE = Path(__file__).resolve().parent
FROM_PDF = ("pdf", "txt", "scan", "ocr", "ocr-txt")
"""Forms that are made from the PDF."""
ARCHIVE, CONTENT, GOLDEN = HERE / "archive", HERE / "content", HERE.parent / "golden"


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of corpus/archive, as corpus.toml declares it."""

    name: str
    content: str
    """Stem of the content file."""
    form: Literal["docx", "doc", "odt", "pdf", "txt", "word-txt", "scan", "ocr", "ocr-txt"]
    purpose: str
    """What the file is for: one sentence."""
    style: Style = Style()
    scan: forms.Scan = forms.Scan()
    unreadable: list[str] = []
    """Fields that this file does not show, whatever the content says."""

    @property
    def key(self) -> str:
        """A file name without dots, different for every sample."""
        return self.name.replace(".", "_")

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.name.rpartition(".")[0]


def samples() -> tuple[Sample, ...]:
    """Every sample file that corpus.toml declares.

    Raises:
        msgspec.ValidationError: a declaration has an unknown key or a wrong type.
    """
    declared = tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))
    return tuple(msgspec.convert(declared["file"], list[Sample]))


def content(stem: str) -> dict[str, Any]:
    """One content file, parsed."""
    parsed: dict[str, Any] = yaml.safe_load((CONTENT / f"{stem}.yaml").read_text(encoding="utf-8"))
    return parsed


def make(wanted: Iterable[Sample]) -> None:
    """Make sample files; LibreOffice is started once per target format."""
    chosen = list(wanted)
    word = {s.key: typeset(content(s.content), s.style) for s in chosen}
    saved = {
        kind: _converted(word, [s for s in chosen if s.form in of], kind)
        for kind, of in {"pdf": FROM_PDF, "doc": ("doc",), "odt": ("odt",), "txt": ("word-txt",)}.items()
    }
    ARCHIVE.mkdir(exist_ok=True)
    for sample in chosen:
        result = _form(sample, word, saved)
        (ARCHIVE / sample.name).write_bytes(result)
        print(f"{len(result):>9,}  {sample.name}")


def _form(sample: Sample, word: dict[str, bytes], saved: dict[str, dict[str, bytes]]) -> bytes:
    match sample.form:
        case "docx":
            return word[sample.key]
        case "doc" | "odt" | "pdf":
            return saved[sample.form][sample.key]
        case "word-txt":
            return saved["txt"][sample.key]
    pdf = saved["pdf"][sample.key]
    match sample.form:
        case "txt":
            return forms.text_dump(pdf)
        case "scan":
            return forms.scan_pdf(pdf, sample.scan)
        case _:
            return forms.recognise(pdf, sample.scan, "pdf" if sample.form == "ocr" else "txt")


def _converted(word: dict[str, bytes], chosen: list[Sample], kind: str) -> dict[str, bytes]:
    return forms.convert({s.key: word[s.key] for s in chosen}, kind) if chosen else {}


def write_golden() -> None:
    """Write golden/ anew: one file per report, one more per sample file with unreadable fields."""
    GOLDEN.mkdir(exist_ok=True)
    for path in sorted(CONTENT.glob("*.yaml")):
        (GOLDEN / path.name).write_text(truth.as_yaml(truth.truth_of(content(path.stem))), encoding="utf-8")
    for sample in samples():
        if sample.unreadable:
            special = truth.truth_of_file(content(sample.content), sample.stem, sample.unreadable)
            (GOLDEN / f"{sample.stem}.yaml").write_text(truth.as_yaml(special), encoding="utf-8")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="files to make, by name; all without any")
    parser.add_argument("--golden", action="store_true", help="write golden/ from the content, make no file")
    arguments = parser.parse_args()
    if arguments.golden:
        write_golden()
        return
    known = {s.name: s for s in samples()}
    unknown = [name for name in arguments.names if name not in known]
    if unknown:
        parser.error(f"not in corpus.toml: {', '.join(unknown)}")
    make([known[name] for name in arguments.names] if arguments.names else known.values())


if __name__ == "__main__":
    main()
