"""docs/architecture.md names every module of the library, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_names_every_module_and_no_other() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([\w/]+\.py)` \|", text, re.MULTILINE)
    library = ROOT / "extractor"
    modules = {str(p.relative_to(library)) for p in library.rglob("*.py")}
    packages = {"__init__.py", *(m for m in modules if m.endswith("/__init__.py"))}
    assert len(named) == len(set(named))
    assert set(named) <= modules
    assert modules - packages <= set(named)
