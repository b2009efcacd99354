"""Reports people read: one self-contained HTML page per unit, with an index where there are several.

A page needs no network, no script and no other file: charts and pictures are inside it. The same archive
gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from extractor.archive import Archive
from extractor.html.content import UnitPage, printed_value, unit_pages
from extractor.model import SURE
from extractor.outputs import whole_folder


def write_pages(archive: Archive, folder: Path, *, force: bool = False) -> list[str]:
    """Write a page per unit and `index.html` into a folder.

    Args:
        archive: what to tell of. Pictures of pages come from the imported files, where they still are.
        folder: where to; made if missing.
        force: replace an existing folder.

    Returns:
        The names of the files written, the index first.

    Raises:
        NotFoundError: the folder has files in it and `force` is not given.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only pages need it

    environment = Environment(
        loader=PackageLoader("extractor.html", "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(sure=SURE, printed_value=printed_value)
    names: list[str] = ["index.html"]
    listed: list[UnitPage] = []
    with whole_folder(folder, force=force) as scratch:
        template = environment.get_template("unit.html.jinja")
        for page in unit_pages(archive):
            (scratch / page.file).write_text(template.render(page=page), encoding="utf-8")
            names.append(page.file)
            listed.append(page.without_pictures())
        index = environment.get_template("index.html.jinja").render(pages=listed)
        (scratch / "index.html").write_text(index, encoding="utf-8")
    return names
