"""Opens a picture of a report's page in the viewer of the desktop, or says where it lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.archive import DocumentInfo
from extractor.model import Place
from extractor.review.pages import page_picture
from extractor.screens.review.terminal import has_display


def show_page(info: DocumentInfo, place: Place) -> str:
    """Write a page's picture into a temporary file and open it; what was done, in a sentence.

    Args:
        info: the document.
        place: the page, and the box to frame.

    Raises:
        StyrkortError: there is no picture of the page; says why.
    """
    picture = page_picture(info, place)
    folder = Path(tempfile.mkdtemp(prefix="styrkort-page-"))
    file = folder / f"{Path(info.name).stem}-page-{place.page}.png"
    file.write_bytes(picture)
    viewer = viewer_program()
    if viewer is None:
        return f"The page is in {file}"
    subprocess.Popen(  # noqa: S603 - a program of the desktop with one file of ours
        [viewer, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    return f"Opened {file}"


def viewer_program() -> str | None:
    """The program that opens a picture, None where there is no display to open it on."""
    if not has_display():
        return None
    return shutil.which("open" if sys.platform == "darwin" else "xdg-open")
