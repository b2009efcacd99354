"""Rules of the structure that no reader would notice being broken one import at a time."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "extractor").rglob("*.py"))
LONGEST_FILE = 650
"""No file of the code bases we learn from is longer."""

ACROSS_DOCUMENTS = {
    "extractor.archive",
    "extractor.imports",
    "extractor.library",
    "extractor.relate",
    "extractor.export",
    "extractor.html",
    "extractor.html.content",
    "extractor.html.pictures",
    "extractor.review.apply",
    "extractor.review.decisions",
    "extractor.review.queue",
    "extractor.review.session",
    "extractor.evaluate",
    "extractor.plot",
    "extractor.series",
}
"""Modules that know the archive; reading and extracting one document must not."""

ALLOWED = {
    "rich": {"extractor.screens"},
    "sqlalchemy": {"extractor.archive"},
    "jinja2": {"extractor.html"},
    "pyarrow": {"extractor.export.parquet"},
    "xlsxwriter": {"extractor.export.workbook"},
    "matplotlib": {"extractor.plot"},
    "pebble": {"extractor.imports"},
    "distributed": {"extractor.imports.cluster"},
    "plotext": {"extractor.plot"},
    "pdfplumber": {"extractor.reading", "extractor.pages.tables"},
    "docx": {"extractor.reading"},
    "click": {"extractor.commands"},
    "textual": {"extractor.screens.review"},
}
"""Where a library may be imported; everywhere else it would spread."""


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(p for p in parts if p != "__init__")


@cache
def imports_of(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls_of(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_the_library_neither_prints_nor_exits(file: Path) -> None:
    assert not calls_of(file) & {"print", "exit", "input"}
    assert "sys.exit" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_library_is_imported_only_where_it_belongs(file: Path) -> None:
    name = name_of(file)
    for library, homes in ALLOWED.items():
        used = any(i == library or i.startswith(f"{library}.") for i in imports_of(file))
        assert not used or any(name == h or name.startswith(f"{h}.") for h in homes), library


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_nothing_but_screens_and_the_command_line_knows_the_screens(file: Path) -> None:
    if not name_of(file).startswith(("extractor.screens", "extractor.commands")):
        assert not any(i.startswith("extractor.screens") or i == "cli" for i in imports_of(file))


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_reading_one_document_does_not_know_the_archive(file: Path) -> None:
    name = name_of(file)
    outside = {"extractor", "extractor.forms", "extractor.explain"} | ACROSS_DOCUMENTS
    if name in outside or name.startswith(
        (
            "extractor.archive.",
            "extractor.export.",
            "extractor.imports.",
            "extractor.review.",
            "extractor.commands",
            "extractor.screens",
        )
    ):
        return
    assert not imports_of(file) & ACROSS_DOCUMENTS


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_fits_on_a_few_screens_and_says_what_it_promises(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text))


def test_the_model_knows_nothing_but_itself() -> None:
    inside = {i for i in imports_of(ROOT / "extractor" / "model.py") if i.startswith("extractor")}
    assert not inside
