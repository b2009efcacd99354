"""Commands by which a person decides: review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.shared import archive_option, existing_archive, load_patterns, patterns_option

if TYPE_CHECKING:
    from collections.abc import Callable

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

    Opens an application in the terminal; ? shows its keys. Every decision is stored at once.

    With --patterns, what the decisions teach is offered as additions to that folder; written only on yes.

    \b
    Example: styrkort review fjallmark-ms-2019.pdf
    """
    import getpass

    from extractor.review.queue import KINDS
    from extractor.review.session import Review

    chosen: tuple[Kind, ...] = (*(("finding",) if findings else ()), *(("link",) if links else ()))
    if not plain:
        from extractor.screens.review import terminal

        terminal.check()
    patterns = load_patterns(patterns_folder)
    with existing_archive(location) as archive:
        session = Review(archive, patterns, user or getpass.getuser())

        def load() -> list[Item]:
            return session.queue(document, indicator, chosen or KINDS)

        if plain:
            _plainly(session, load(), location, patterns_folder)
        else:
            only = archive.find(document).document_id if document else ""
            _on_screen(session, load, location, only, patterns_folder)
    return 0


@click.command("add-row")
@click.argument("document")
@click.option("--page", type=int, required=True, help="The page it stands on, from 1.")
@click.option("--box", nargs=4, type=float, default=None, metavar="X0 TOP X1 BOTTOM",
              help="Where on the page, in points from its top left corner.")  # fmt: skip
@click.option("--perspective", default="", help="The perspective it stands under.")
@click.option("--goal", default="", help="The goal.")
@click.option("--indicator", default="", help="The indicator.")
@click.option("--baseline", default="", help="The baseline.")
@click.option("--target", default="", help="The target.")
@click.option("--previous-value", default="", help="The value of the period before.")
@click.option("--value", default="", help="The value.")
@click.option("--forecast", default="", help="The forecast.")
@click.option("--status", default="", help="met, partly_met or not_met, or the report's own words.")
@click.option("--trend", default="", help="up, unchanged or down, or the report's own words.")
@click.option("--comment", default="", help="The comment printed with it.")
@click.option("--note", default="", help="Why it is entered.")
@click.option("--user", default=None, help="Who enters it; default: your login name.")
@patterns_option
@archive_option
def add_row(  # noqa: PLR0913, PLR0917 - one parameter for each option
    document: str,
    page: int,
    box: tuple[float, float, float, float] | None,
    note: str,
    user: str | None,
    patterns_folder: Path | None,
    location: str,
    **typed: str,
) -> int:
    """Enter a scorecard row of DOCUMENT that was not found; kept when the report is imported again.

    What is typed is read as if it were printed. A row entered again under the same name and goal replaces
    the first; `styrkort decisions --undo NO` takes it back.

    \b
    Example: styrkort add-row rapport-2019.pdf --page 4 --indicator Sjukfrånvaro --target "högst 5 %" --value "5,4 %"
    """
    import getpass

    from extractor.model import Box
    from extractor.review.added import ROLES
    from extractor.review.session import Review

    with existing_archive(location) as archive:
        session = Review(archive, load_patterns(patterns_folder), user or getpass.getuser())
        fields = {role: typed[role] for role in ROLES}
        made = session.add_row(document, page, fields, box=Box(*box) if box else None, note=note)
        session.settle()
    click.echo(f"{made.decision_id} added: {made.about.indicator or made.about.goal}, page {page}")
    return 0


def _plainly(session: Review, items: list[Item], location: str, folder: Path | None) -> None:
    """Ask line by line, then let series and findings follow; interrupted or not."""
    from extractor.screens.questions import Questions

    questions = Questions(session, items)
    tally = questions.run()
    session.settle()
    if folder is not None:
        learned = questions.teach(folder)
        click.echo(f"{learned} additions in {folder}.")
    click.echo(f"{tally.decided} decided, {tally.left} left in {location}. `styrkort decisions` lists all.")


def _on_screen(
    session: Review, load: Callable[[], list[Item]], location: str, only: str, folder: Path | None
) -> None:
    """Run the application, then let series and findings follow."""
    from extractor.screens.questions import Questions
    from extractor.screens.review import run

    decided, left = run(session, load, only)
    session.settle()
    if folder is not None:
        click.echo(f"{Questions(session, []).teach(folder)} additions in {folder}.")
    click.echo(f"{decided} decided, {left} left in {location}. `styrkort decisions` lists all.")
