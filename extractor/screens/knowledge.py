"""The patterns in use, their failing examples, and why a report's tables (don't) match."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from extractor.explain import TableStory
from extractor.pattern_examples import Failure
from extractor.pattern_schemas import SCHEMAS
from extractor.patterns import Patterns
from extractor.screens import out


def listing(patterns: Patterns) -> None:
    """Every group with its phrases and the file it comes from."""
    console = out()
    for lexicon in patterns:
        console.print(f"\n[bold]{lexicon.name}[/]: {escape(SCHEMAS[lexicon.name].purpose)}")
        for group in lexicon:
            shown = ", ".join((*group.phrases, *group.glyphs))
            console.print(f"  [cyan]{group.key}[/]  {escape(shown)}  [dim]{escape(group.source)}[/]")
    console.print(f"\nVersion {patterns.version}, {len(patterns.files)} files.")


def failures(patterns: Patterns, failed: Sequence[Failure]) -> None:
    """The examples that do not hold, or that all do."""
    console = out()
    for f in failed:
        console.print(f"{f.source}: {f.schema}.{f.key}: {f.example!r} {f.problem}", markup=False)
    count = sum(len(g.match) + len(g.reject) for lexicon in patterns for g in lexicon)
    console.print(f"{count} examples, {len(failed)} failed.")


def explanation(stories: Sequence[TableStory]) -> None:
    """For each table: its columns, the pattern each matched, and the verdict."""
    console = out()
    if not stories:
        console.print("No table was found in this file.")
    for story in stories:
        table = Table(
            title=f"Table {story.table_no}, page {story.page}: {story.verdict}", title_justify="left"
        )
        for heading in ("column", "header as read", "read as", "by phrase", "confidence"):
            table.add_column(heading, overflow="fold")
        for column in story.columns:
            cells = (str(column.index + 1), escape(column.label), column.role or "–", escape(column.phrase))
            table.add_row(*cells, f"{column.confidence:.2f}")
        console.print(table)
