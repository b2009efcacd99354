"""The command line: parses, calls the library, prints, exits. All that knows anything is in `extractor`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from extractor.archive import Archive
    from extractor.patterns import Patterns

EXIT_PARTIAL = 1
"""The command did its work, but not all of it was good: files that failed, findings, wrong values."""
EXIT_CRASH = 70
"""A defect of styrkort itself."""
EXIT_INTERRUPTED = 130

_EPILOG = """\b
Exit codes: 0 all well · 1 partly (a file failed, a finding, a wrong value) · 2 wrong use ·
3 a pattern file is wrong · 4 the archive cannot be used · 5 not found · 70 a defect · 130 interrupted
"""


class _Group(click.Group):
    """Commands in the order of a user's work."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


archive_option = click.option(
    "--archive", "location", default="styrkort.db", show_default=True, metavar="PATH|URL",
    help="The archive: a file, or postgresql://user@host/name.",
)  # fmt: skip
patterns_option = click.option(
    "--patterns", "patterns_folder", type=click.Path(path_type=Path), default=None,
    help="A folder of your own pattern files, added to the built-in ones.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")


@click.group(
    cls=_Group,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="styrkort", prog_name="styrkort")
def cli() -> None:
    """Get decades of goal follow-up out of Swedish report archives: scorecards, series, findings, CSV."""


@cli.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@patterns_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 = one per core.")
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=600.0, show_default=True, help="Seconds per document."
)
@click.option(
    "--memory",
    type=click.IntRange(min=0),
    default=4096,
    show_default=True,
    help="MiB per worker; 0 = no limit.",
)
@click.option("--ocr", type=click.Choice(["auto", "off"]), default="auto", show_default=True,
              help="auto: recognise pages without usable text; off: never.")  # fmt: skip
@click.option("--retry-failed", is_flag=True, help="Read files again that failed before.")
@click.option("--quiet", is_flag=True, help="No progress on stderr.")
@json_option
def import_(
    sources: tuple[Path, ...], location: str, patterns_folder: Path | None, as_json: bool, **options: Any
) -> int:
    """Import reports (folders or files) into the archive.

    \b
    Example: styrkort import corpus/archive --archive my.db
    """
    from extractor import patterns as knowledge
    from extractor.archive import Archive
    from extractor.imports import ImportSettings, import_files
    from extractor.read import ReadSettings
    from extractor.relate import relate
    from extractor.screens import progress

    settings = ImportSettings(
        jobs=options["jobs"], timeout=options["timeout"], memory=options["memory"],
        reading=ReadSettings(ocr=options["ocr"]), patterns_folder=patterns_folder,
        retry_failed=options["retry_failed"],
    )  # fmt: skip
    with Archive(location) as archive, progress.shown(quiet=options["quiet"]) as show:
        summary = import_files(archive, sources, settings, show)
        relate(archive, knowledge.load(patterns_folder))
    if as_json:
        _print_json([_builtins(f) for f in summary.files])
    else:
        progress.summary(summary)
    return 0 if summary.complete else EXIT_PARTIAL


@cli.command("list")
@archive_option
@json_option
def list_(location: str, as_json: bool) -> int:
    """List the documents: organisation, unit, period, form, rows, outcome, reason.

    \b
    Example: styrkort list --json | head -3
    """
    from extractor.screens import documents

    with _existing(location) as archive:
        infos = archive.documents()
    _print_json([_builtins(d) for d in infos]) if as_json else documents.listing(infos)
    return 0


@cli.command()
@click.argument("document")
@click.option("--perspective", "-p", default=None, help="Only scorecards whose perspective resembles this.")
@archive_option
@json_option
def show(document: str, perspective: str | None, location: str, as_json: bool) -> int:
    """Show the scorecards extracted from DOCUMENT (an id, a path or a file name); uncertain cells are marked.

    \b
    Example: styrkort show fjallmark-ms-2019.pdf --perspective Medarbetare
    """
    from extractor import export
    from extractor.screens import documents

    with _existing(location) as archive:
        info = archive.find(document)
        report = archive.report(info.document_id)
        links, differences = archive.links(info.document_id), archive.differences(info.document_id)
        names = {d.document_id: d.source_path for d in archive.documents()}
    if as_json:
        _print_json(list(export.scorecard_records(info, report, links, differences)))
    else:
        documents.scorecards(info, report, perspective, differences, names)
    return 0


@cli.command()
@click.argument("indicator", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, one line per observation.")
@click.option("--wide", is_flag=True, help="CSV on stdout, one line per indicator, one column per period.")
@archive_option
@json_option
def series(indicator: str | None, as_csv: bool, wide: bool, location: str, as_json: bool) -> int:
    """Show the time series: one line per indicator over the periods, or the whole story of INDICATOR.

    \b
    Example: styrkort series sjukfrånvaro
    """
    from extractor.screens import series as screen
    from extractor.series import all_series, matching

    with _existing(location) as archive:
        found = matching(all_series(archive), indicator)
        findings = archive.findings()
    if as_json:
        _print_json([_builtins(s) for s in found])
    elif wide:
        screen.as_wide_csv(found)
    elif as_csv:
        screen.as_csv(found)
    elif indicator:
        screen.stories(found, findings)
    else:
        screen.overview(found)
    return 0


@cli.command()
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), help="A .png or .svg file.")
@click.option("--terminal", is_flag=True, help="Draw in the terminal instead.")
@archive_option
def plot(indicators: tuple[str, ...], file: Path | None, terminal: bool, location: str) -> int:
    """Draw value and target over time, of the INDICATORs or of all scorecard rows; missing values are gaps.

    \b
    Example: styrkort plot sjukfrånvaro --out sick-leave.svg
    """
    from extractor import plot as drawing
    from extractor.errors import NotFoundError
    from extractor.series import all_series, matching

    if (file is None) == (not terminal):
        raise click.UsageError("Say either --out FILE or --terminal.")
    if file is not None and file.suffix.lower() not in drawing.FORMATS:
        raise click.UsageError(f"{file.name}: a plot ends in .png or .svg.")
    with _existing(location) as archive:
        known = all_series(archive)
    chosen = [s for name in indicators for s in matching(known, name)] or [s for s in known if s.judgements]
    panels = [p for p in map(drawing.panel, dict.fromkeys(chosen)) if p.lines]
    if not panels or not all(matching(known, name) for name in indicators):
        raise NotFoundError("No such series with numbers.", "Run `styrkort series` to see them.")
    if file is not None:
        drawing.draw(panels, file)
    else:
        for one in panels:
            click.echo(drawing.in_terminal(one))
    return 0


@cli.command()
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
    from extractor.decisions import standing, undismissed
    from extractor.export import finding_record
    from extractor.screens import findings as screen

    with _existing(location) as archive:
        known = [f for f in screen.worst_first(archive.findings()) if not codes or f.code in codes]
        infos, decided = {d.document_id: d for d in archive.documents()}, standing(archive)
    live = undismissed(known, decided)
    shown = known if everything else live
    if as_json:
        _print_json([finding_record(f, decided.get(f.finding_id)) for f in shown])
    else:
        screen.listing(shown, infos, decided, len(known) - len(shown))
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    return EXIT_PARTIAL if any(f.severity in grave for f in live) else 0


@cli.command()
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

    from extractor import decisions

    if verdict is None:
        raise click.UsageError("Say --dismiss, --confirm or --reopen.")
    wanted: Any = None if verdict == "open" else verdict
    with _existing(location) as archive:
        chosen = decisions.decide(archive, findings, wanted, note=note, user=getpass.getuser())
    if as_json:
        _print_json([{"finding_id": f.finding_id, "decision": verdict, "note": note} for f in chosen])
    else:
        for f in chosen:
            click.echo(f"{f.finding_id} {verdict}: {f.code} {f.indicator} {f.period}".rstrip())
    return 0


@cli.command("decisions")
@click.option("--all", "everything", is_flag=True, help="Those taken back or replaced, too.")
@archive_option
@json_option
def decisions_(everything: bool, location: str, as_json: bool) -> int:
    """List what was decided about findings, by whom and when.

    \b
    Example: styrkort decisions --all
    """
    from extractor.screens import findings as screen

    with _existing(location) as archive:
        found = archive.decisions(undone=everything)
        findings = {f.finding_id: f for f in archive.findings()}
    _print_json([_builtins(d) for d in found]) if as_json else screen.decisions(found, findings)
    return 0


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dialect", type=click.Choice(["standard", "excel-sv"]), default="standard", show_default=True,
              help="excel-sv: semicolon, decimal comma and BOM, as a Swedish Excel expects.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing folder.")
@archive_option
@json_option
def export(folder: Path, dialect: str, force: bool, location: str, as_json: bool) -> int:
    """Write all CSV files and datapackage.json into FOLDER.

    \b
    Example: styrkort export out --dialect excel-sv
    """
    from extractor.export import export as write

    with _existing(location) as archive:
        counts = write(archive, folder, dialect=dialect, force=force)  # type: ignore[arg-type]
    if as_json:
        _print_json([{"file": f"{name}.csv", "lines": lines} for name, lines in counts.items()])
    else:
        for name, lines in counts.items():
            click.echo(f"{folder / name}.csv  {lines} lines")
    return 0


@cli.command()
@click.argument("golden", type=click.Path(exists=True, path_type=Path))
@archive_option
@json_option
def evaluate(golden: Path, location: str, as_json: bool) -> int:
    """Compare the archive with verified truth: precision and recall per field.

    \b
    Example: styrkort evaluate golden/
    """
    from extractor.evaluate import evaluate as compare
    from extractor.screens import evaluation

    with _existing(location) as archive:
        scores = compare(archive, golden)
    _print_json([_builtins(s) for s in scores]) if as_json else evaluation.table(scores)
    return 0


@cli.group()
def patterns() -> None:
    """The knowledge: what is loaded from where, does every example hold, why did a report (not) match."""


@patterns.command("list")
@patterns_option
@json_option
def patterns_list(patterns_folder: Path | None, as_json: bool) -> int:
    """List all groups of all pattern files with where they come from.

    \b
    Example: styrkort patterns list --patterns my-patterns
    """
    from extractor.screens import knowledge as screen

    loaded = _load(patterns_folder)
    if as_json:
        _print_json([{"schema": lexicon.name, **_builtins(g)} for lexicon in loaded for g in lexicon])
    else:
        screen.listing(loaded)
    return 0


@patterns.command("check")
@patterns_option
@json_option
def patterns_check(patterns_folder: Path | None, as_json: bool) -> int:
    """Run every example of every group through the real matcher.

    \b
    Example: styrkort patterns check --patterns my-patterns
    """
    from extractor.patterns import check_examples
    from extractor.screens import knowledge as screen

    loaded = _load(patterns_folder)
    failures = check_examples(loaded)
    _print_json([f._asdict() for f in failures]) if as_json else screen.failures(loaded, failures)
    return EXIT_PARTIAL if failures else 0


@patterns.command("explain")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@patterns_option
@json_option
def patterns_explain(file: Path, patterns_folder: Path | None, as_json: bool) -> int:
    """Say for each table of FILE what each column is read as, by which pattern, and why it is (no) scorecard.

    \b
    Example: styrkort patterns explain corpus/archive/fjallmark-ms-2019.pdf
    """
    from extractor.explain import explain
    from extractor.screens import knowledge as screen

    stories = explain(file, _load(patterns_folder))
    _print_json([_builtins(s) for s in stories]) if as_json else screen.explanation(stories)
    return 0


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--page", type=click.IntRange(min=1), required=True, help="The page, counted from 1.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="PNG",
              help="The picture to write; default: the file's name with the page, in this folder.")  # fmt: skip
@patterns_option
@json_option
def explain(file: Path, page: int, out: Path | None, patterns_folder: Path | None, as_json: bool) -> int:
    """Draw a page of FILE (PDF) with its cells, roles, symbols and confidences; what is unsure is red.

    \b
    Example: styrkort explain corpus/archive/fjallmark-ms-2019.pdf --page 3 --out page.png
    """
    from extractor.drawing import write_page

    out = out or Path(f"{file.stem}-page-{page}.png")
    drawn = write_page(file, page, out, _load(patterns_folder))
    counts = {"tables": drawn.tables, "cells": drawn.cells, "unsure": drawn.unsure}
    if as_json:
        _print_json([{"out": str(out), "width": drawn.width, "height": drawn.height, **counts}])
    else:
        click.echo(f"{out}  " + ", ".join(f"{number} {what}" for what, number in counts.items()))
    return 0


@cli.command()
@json_option
def doctor(as_json: bool) -> int:
    """Say what is installed, what is missing, and what that costs.

    \b
    Example: styrkort doctor
    """
    from extractor.doctor import examine
    from extractor.screens import health

    found = examine()
    _print_json([_builtins(p) for p in found]) if as_json else health.table(found)
    return 0


# ---------------------------------------------------------------- shared by the commands


@contextmanager
def _existing(location: str) -> Iterator[Archive]:
    from extractor.archive import Archive

    with Archive(location, create=False) as archive:
        yield archive


def _load(folder: Path | None) -> Patterns:
    from extractor.patterns import load

    return load(folder)


def _builtins(value: object) -> Any:
    import msgspec

    return msgspec.to_builtins(value, str_keys=True)


def _print_json(records: list[Any]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False, default=str))


def main(argv: list[str] | None = None) -> None:
    """Run a command line and exit: the only place that turns errors into messages and exit codes."""
    sys.exit(_run(lambda: cli.main(argv, prog_name="styrkort", standalone_mode=False)))


def _run(command: Callable[[], int | None]) -> int:
    from extractor.errors import StyrkortError

    try:
        return command() or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "Interrupted; everything finished so far is stored. Run the same command to continue.", err=True
        )
        return EXIT_INTERRUPTED
    except StyrkortError as error:
        click.echo(f"styrkort: {error.what}", err=True)
        if error.next_step:
            click.echo(f"  {error.next_step}", err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (`| head`); nothing is left to say
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost frame: a defect gets its own exit code
        import traceback

        traceback.print_exc()
        click.echo(
            f"styrkort: this is a defect ({type(error).__name__}); nothing already stored is lost.", err=True
        )
        return EXIT_CRASH


if __name__ == "__main__":
    main()
