"""Every command, option, column, code and reason is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor import contract
from tests.support import reference

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == reference.PAGES[name](), "run `make docs`"


@pytest.mark.parametrize(
    ("name", "command"), list(reference.commands()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_command_shows_an_example_of_itself(name: str, command) -> None:
    if not hasattr(command, "commands"):
        assert f"Example: {name}" in reference.help_of(name, command)


@pytest.mark.parametrize("code", contract.FINDING_CODES)
def test_every_finding_code_has_a_page(code: str) -> None:
    page = (DOCS / "findings" / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith((f"# {code}", f"# `{code}`"))


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *DOCS.rglob("*.md")]
    links = [(p, t) for p in pages for t in re.findall(r"\]\(([^)#:]+)\)", p.read_text(encoding="utf-8"))]
    assert not [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]


def test_every_command_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {name.removeprefix("styrkort ").split()[0] for name, _ in reference.commands() if " " in name}
    used = set(re.findall(r"^(?:\.venv/bin/)?styrkort ([a-z]+)", text, re.MULTILINE))
    assert used
    assert used <= known


def test_every_make_target_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)`", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
