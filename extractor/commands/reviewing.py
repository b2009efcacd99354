"""Commands by which a person decides: review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.shared import archive_option, existing_archive, load_patterns, patterns_option

if TYPE_CHECKING:
    from extractor.review.queue import Item, Kind
    from extractor.review.session import Review


@click.command()
@click.argument("document", required=False)
@click.option("--indicator", default=None, help="Only what concerns indicators that go by such a name.")
@click.option("--findings", is_flag=True, help="Only the findings.")
@click.option("--links", is_flag=True, help="Only the links between years.")
@click.option("--plain", is_flag=True, help="Ask line by line, on stdin and stdout.")
@click.option("--user", default=None, help="Who decides; default: your login name.")
@patterns_option
@archive_option
def review(  # noqa: PLR0913, PLR0917 - one parameter for each option
    document: str | None,
    indicator: str | None,
    findings: bool,
    links: bool,
    plain: bool,
    user: str | None,
    patterns_folder: Path | None,
    location: str,
) -> int:
    """Decide what the tool is unsure of, in all documents or in DOCUMENT; what matters most comes first.

    \b
    Example: styrkort review fjallmark-ms-2019.pdf --plain
    """
    import getpass

    from extractor.review.queue import KINDS
    from extractor.review.session import Review

    chosen: tuple[Kind, ...] = (*(("finding",) if findings else ()), *(("link",) if links else ()))
    if not plain:
        raise click.UsageError("Say --plain.")
    patterns = load_patterns(patterns_folder)
    with existing_archive(location) as archive:
        session = Review(archive, patterns, user or getpass.getuser())
        items = session.queue(document, indicator, chosen or KINDS)
        _plainly(session, items, location)
    return 0


def _plainly(session: Review, items: list[Item], location: str) -> None:
    """Ask line by line, then let series and findings follow; interrupted or not."""
    from extractor.screens.questions import Questions

    tally = Questions(session, items).run()
    session.settle()
    click.echo(f"{tally.decided} decided, {tally.left} left in {location}. `styrkort decisions` lists all.")
