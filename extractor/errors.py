"""The one catalogue of errors: each has a stable code, says what, where, and what to do next.

Raised by the library, turned into a message and an exit code by `cli.py` only.
"""

from __future__ import annotations

from typing import ClassVar


class StyrkortError(Exception):
    """Base of all expected errors.

    Args:
        what: one sentence that says what is wrong and where.
        next_step: what the user can do about it (a command where there is one).
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2
    usual_step: ClassVar[str] = ""
    """What to do where an error of the kind says nothing better."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step or self.usual_step

    def __str__(self) -> str:
        """What is wrong, then what to do."""
        return f"{self.what} {self.next_step}".strip()


class ReadError(StyrkortError):
    """A file could not be read: it gets outcome `failed`, the import goes on."""

    code = "unreadable"
    usual_step = (
        "Open it in the program it was made with and save it as PDF or .docx, or ask for the file again."
    )


class EmptyFileError(ReadError):
    """The file has no bytes or no page."""

    code = "empty"
    usual_step = "Ask for the file again."


class EncryptedError(ReadError):
    """The file wants a password."""

    code = "encrypted"


class FormatError(ReadError):
    """The content is of no kind the tool reads, or not what its container promises."""

    code = "unknown_format"


class NeedsProgramError(ReadError):
    """A system program that this file needs is not installed."""

    code = "needs_program"


class NotStorableError(ReadError):
    """What was read of a file cannot be stored, though the archive is in order."""

    code = "not_storable"


class PatternError(StyrkortError):
    """A pattern file is wrong: names file, key and what is wrong."""

    code = "pattern"
    exit_code = 3


class ArchiveError(StyrkortError):
    """The archive cannot be opened, is of another version, or is in use."""

    code = "archive"
    exit_code = 4


class NotFoundError(StyrkortError):
    """The user named something that is not there."""

    code = "not_found"
    exit_code = 5


class WriteError(StyrkortError):
    """The system refuses to write where the user said."""

    code = "not_writable"
    exit_code = 5
    usual_step = "Name another place, or make room there."


class WorkersError(StyrkortError):
    """The processes or machines that read documents cannot be used: none can be reached, or none can start."""

    code = "workers"
    exit_code = 6


class ReviewError(StyrkortError):
    """A decision that cannot be made: the verdict does not suit, or a typed value cannot be read for sure."""

    code = "review"


class TerminalError(StyrkortError):
    """The review application cannot run here: no terminal, or one that is too small."""

    code = "terminal"


class NeedsPackageError(StyrkortError):
    """A Python package that this format needs is not installed: it comes with an extra of styrkort."""

    code = "needs_package"


class MappingError(StyrkortError):
    """The file that maps indicators and units to another system's codes is wrong: names file, entry and what."""

    code = "mapping"
    exit_code = 3
