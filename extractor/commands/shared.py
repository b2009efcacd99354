"""What all commands share: options, exit codes, the archive, JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from extractor.archive import Archive
    from extractor.patterns import Patterns

EXIT_PARTIAL = 1
"""The command did its work, but not all of it was good: files that failed, findings, wrong values."""

archive_option = click.option(
    "--archive", "location", default="styrkort.db", show_default=True, metavar="PATH|URL",
    help="The archive: a file, or postgresql://user@host/name.",
)  # fmt: skip
patterns_option = click.option(
    "--patterns", "patterns_folder", type=click.Path(path_type=Path), default=None,
    help="A folder of your own pattern files, added to the built-in ones.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")


@contextmanager
def existing_archive(location: str) -> Iterator[Archive]:
    """An archive that must exist, with all decisions applied, closed afterwards."""
    from extractor.archive import Archive

    with Archive(location, create=False) as archive:
        if archive.unsettled():
            from extractor.relate import settle

            settle(archive, load_patterns(None))
        yield archive


def load_patterns(folder: Path | None) -> Patterns:
    """The built-in knowledge with the user's own folder on top."""
    from extractor.patterns import load

    return load(folder)


def builtins(value: object) -> Any:
    """A value as dicts, lists, strings and numbers, for JSON."""
    import msgspec

    return msgspec.to_builtins(value, str_keys=True)


def print_json(records: list[Any]) -> None:
    """One JSON object per line on stdout."""
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
