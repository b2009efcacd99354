"""The `patterns` commands: what is known, does it hold, why did a report (not) match."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.shared import (
    EXIT_PARTIAL,
    builtins,
    json_option,
    load_patterns,
    patterns_option,
    print_json,
)


@click.group()
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

    loaded = load_patterns(patterns_folder)
    if as_json:
        print_json([{"schema": lexicon.name, **builtins(g)} for lexicon in loaded for g in lexicon])
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
    from extractor.pattern_examples import check_examples
    from extractor.screens import knowledge as screen

    loaded = load_patterns(patterns_folder)
    failures = check_examples(loaded)
    print_json([f._asdict() for f in failures]) if as_json else screen.failures(loaded, failures)
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

    stories = explain(file, load_patterns(patterns_folder))
    print_json([builtins(s) for s in stories]) if as_json else screen.explanation(stories)
    return 0
