"""Commands that judge and decide: check, decide, decisions, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extractor.commands.shared import (
    EXIT_PARTIAL,
    archive_option,
    builtins,
    existing_archive,
    json_option,
    load_patterns,
    print_json,
)


@click.command()
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="never", show_default=True,
              help="Exit with 1 if there is a finding of this severity or worse.")  # fmt: skip
@click.option("--code", "codes", multiple=True, help="Only findings with this code; may be repeated.")
@click.option(
    "--all", "everything", is_flag=True, help="Dismissed findings, too; they never count for --fail-on."
)
@archive_option
@json_option
def check(fail_on: str, codes: tuple[str, ...], everything: bool, location: str, as_json: bool) -> int:
    """Show the findings, worst first, each with its two statements and pages.

    \b
    Example: styrkort check --code restated --fail-on error
    """
    from extractor.contract import SEVERITIES
    from extractor.export import finding_record
    from extractor.review.decisions import standing, undismissed
    from extractor.screens import findings as screen

    with existing_archive(location) as archive:
        known = [f for f in screen.worst_first(archive.findings()) if not codes or f.code in codes]
        infos, decided = {d.document_id: d for d in archive.documents()}, standing(archive)
    live = undismissed(known, decided)
    shown = known if everything else live
    if as_json:
        print_json([finding_record(f, decided.get(f.finding_id)) for f in shown])
    else:
        screen.listing(shown, infos, decided, len(known) - len(shown))
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    return EXIT_PARTIAL if any(f.severity in grave for f in live) else 0


@click.command()
@click.argument("findings", nargs=-1, required=True, metavar="FINDING_ID...")
@click.option(
    "--dismiss",
    "verdict",
    flag_value="dismissed",
    help="It is no contradiction: `check` hides it from now on.",
)
@click.option("--confirm", "verdict", flag_value="confirmed", help="It is one.")
@click.option("--reopen", "verdict", flag_value="open", help="Take the decision back; it stays in the trail.")
@click.option("--note", default="", help="Why.")
@archive_option
@json_option
def decide(findings: tuple[str, ...], verdict: str | None, note: str, location: str, as_json: bool) -> int:
    """Decide about findings; a decision is kept when reports are imported again.

    \b
    Example: styrkort decide 3f9a --dismiss --note "New way of counting"
    """
    import getpass

    from extractor.review import decisions

    if verdict is None:
        raise click.UsageError("Say --dismiss, --confirm or --reopen.")
    wanted: Any = None if verdict == "open" else verdict
    with existing_archive(location) as archive:
        chosen = decisions.decide(archive, findings, wanted, note=note, user=getpass.getuser())
    if as_json:
        print_json([{"finding_id": f.finding_id, "decision": verdict, "note": note} for f in chosen])
    else:
        for f in chosen:
            click.echo(f"{f.finding_id} {verdict}: {f.code} {f.indicator} {f.period}".rstrip())
    return 0


@click.command("decisions")
@click.option("--all", "everything", is_flag=True, help="Those taken back or replaced, too.")
@click.option("--undo", type=int, metavar="NO", help="Take a decision back; what it replaced stands again.")
@click.option("--redo", type=int, metavar="NO", help="Take a decision up again that was taken back.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, one line per decision.")
@archive_option
@json_option
def decisions_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    everything: bool, undo: int | None, redo: int | None, as_csv: bool, location: str, as_json: bool
) -> int:
    """List what was decided, by whom and when, what was seen then, and whether it still fits.

    \b
    Example: styrkort decisions --all
    """
    from extractor.relate import settle
    from extractor.review import decisions
    from extractor.screens import decisions as screen

    with existing_archive(location) as archive:
        if undo is not None:
            decisions.undo(archive, undo)
        if redo is not None:
            decisions.redo(archive, redo)
        if undo is not None or redo is not None:
            settle(archive, load_patterns(None))
        found = decisions.trail(archive, undone=everything)
    if as_json:
        print_json(screen.records(found))
    elif as_csv:
        screen.as_csv(found)
    else:
        screen.listing(found)
    return 0


@click.command()
@click.argument("golden", type=click.Path(exists=True, path_type=Path))
@click.option("--review", is_flag=True, help="How many fields a reviewer must look at to reach 99.9 % right.")
@archive_option
@json_option
def evaluate(golden: Path, review: bool, location: str, as_json: bool) -> int:
    """Compare the archive with verified truth: precision and recall per field, or the work a review is.

    \b
    Example: styrkort evaluate golden/ --review
    """
    from extractor.evaluate import evaluate as compare
    from extractor.review.effort import effort
    from extractor.screens import evaluation

    with existing_archive(location) as archive:
        scores: list[Any] = effort(archive, golden) if review else compare(archive, golden)
    if as_json:
        print_json([builtins(s) for s in scores])
    else:
        (evaluation.effort if review else evaluation.table)(scores)
    return 0
