"""Zip archives of reports: their members as documents, under `archive.zip!/folder/report.pdf`.

Nothing is unpacked to disk, so no name in an archive can lead anywhere; sizes are bounded while reading,
whatever the archive says of itself. Word and OpenDocument files are zip packages, too: they are one document.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from extractor.imports.naming import printable, shortened
from extractor.imports.sources import MOST_BYTES, SKIPPED_STARTS, Candidate, Problem, Unusable, too_large

MOST_MEMBERS = 100_000
"""Members of one archive; their list is held in memory, about 1 kB each."""
MOST_RATIO = 1000
"""Bytes per packed byte. Deflate reaches 1032 on nothing but zeros; text dumps have 3 to 20."""
RATIO_FROM = 10 * 2**20
"""Bytes up to which a member may be packed as tightly as it likes: a form full of blanks is harmless."""

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_PACKAGES = ("[Content_Types].xml", "mimetype", "AndroidManifest.xml")
_PACKAGE_FOLDERS = ("META-INF/", "word/", "xl/", "ppt/")
"""Members that make a zip file one document or program, not a bag of files."""
_ENCRYPTED = 0x1
_UTF8 = 0x800
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What `zipfile` raises on damaged archives and on ways of packing it does not know."""


class Bag:
    """An open zip archive of reports.

    Args:
        candidate: the archive file.

    Raises:
        Unusable: it is a damaged archive, or has too many members.
    """

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate
        try:
            self._package = zipfile.ZipFile(candidate.real)
        except _FAILURES as error:
            raise Unusable(Problem("zip_damaged", f"The zip archive is damaged: {error}.")) from error
        self._members = [m for m in self._package.infolist() if not m.is_dir()]
        if len(self._members) > MOST_MEMBERS:
            self.close()
            raise Unusable(Problem("zip_members", f"The zip archive holds more than {MOST_MEMBERS} files."))

    def is_document(self) -> bool:
        """Whether the archive is one document (Word, OpenDocument, …) and no bag of files."""
        names = self._package.NameToInfo
        return any(n in names for n in _PACKAGES) or any(n.startswith(_PACKAGE_FOLDERS) for n in names)

    def close(self) -> None:
        """Close the file."""
        self._package.close()

    @property
    def count(self) -> int:
        """Number of files in it, as far as its list tells."""
        return len(self._members)

    def members(self) -> Iterator[Candidate]:
        """The files in it, in the order of the archive; a name that occurs twice gets a number."""
        seen: Counter[str] = Counter()
        for member in self._members:
            inside = printable(_name(member).replace("\\", "/"))
            name = inside.rpartition("/")[2]
            if name.startswith(SKIPPED_STARTS) or inside.startswith("__MACOSX/"):
                continue
            seen[inside] += 1
            number = f"#{seen[inside]}" if seen[inside] > 1 else ""
            yield msgspec.structs.replace(
                self._candidate,
                path=shortened(f"{self._candidate.path}!/{inside}{number}"),
                name=name,
                load=lambda member=member: self._load(member),
                real="",
            )

    def _load(self, member: zipfile.ZipInfo) -> tuple[bytes, int, int]:
        if member.flag_bits & _ENCRYPTED:
            raise Unusable(
                Problem("encrypted", "The file wants a password in its zip archive. Unpack it and import it.")
            )
        bound = min(MOST_BYTES, max(RATIO_FROM, member.compress_size * MOST_RATIO))
        try:
            with self._package.open(member) as stream:
                content = stream.read(bound + 1)
        except _FAILURES as error:
            raise Unusable(
                Problem("zip_damaged", f"The file is damaged in its zip archive: {error}.")
            ) from error
        if len(content) > bound:
            raise Unusable(too_large(member.file_size) if bound == MOST_BYTES else _bomb(member))
        if content.startswith(_SIGNATURES) and member.filename.lower().endswith(".zip"):
            raise Unusable(
                Problem("zip_nested", "It is a zip archive inside a zip archive. Unpack it and import it.")
            )
        return content, self._candidate.size, self._candidate.modified_ns


def open_bag(candidate: Candidate) -> Bag | None:
    """The archive, if a file is a zip archive of files; None if it is anything else.

    Raises:
        Unusable: it calls itself a zip archive and is damaged.
    """
    if not candidate.real or candidate.problem:
        return None
    try:
        with open(candidate.real, "rb") as stream:  # noqa: PTH123 - a path that may hold any bytes
            start = stream.read(4)
    except OSError:
        return None  # reading it will tell why
    if start not in _SIGNATURES:
        return None
    try:
        bag = Bag(candidate)
    except Unusable:
        if candidate.real.lower().endswith(".zip"):
            raise
        return None  # a damaged Word file: its reader says so
    if bag.is_document():
        bag.close()
        return None
    return bag


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; macOS writes UTF-8 without saying so, which reads as `aÌŠ` or `├Ñ` otherwise."""
    if member.flag_bits & _UTF8 or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _bomb(member: zipfile.ZipInfo) -> Problem:
    return Problem(
        "zip_bomb",
        f"The file is packed more than {MOST_RATIO} to 1 ({member.compress_size} bytes), as no report is.",
    )
