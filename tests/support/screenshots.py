"""Pictures of the review application for docs/review.md: `python -m tests.support.screenshots` writes them anew."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from extractor.archive import Archive
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from extractor.screens.review.app import ReviewApp
from tests.support.importing import CORPUS, ROOT, imported
from tests.support.reviewing import Step, words
from tests.support.tmux import Tmux

FILES = ("granvik-ubn-2021-ocreng.pdf", "granvik-ubn-2022.pdf", "granvik-ubn-2023.pdf")
FOLDER = ROOT / "docs" / "pictures"

SHOTS: dict[str, tuple[tuple[int, int], Sequence[Step]]] = {
    "review-wide.svg": ((132, 36), ()),
    "review-edit.svg": ((80, 24), ("e", "backspace", "backspace", *words("5,3"))),
    "review-finding.svg": ((80, 24), ("g",)),
    "review-without-colour.svg": ((80, 24), ()),
}


async def shoot(archive: Archive, name: str) -> None:
    """Write one picture; without the fonts that it would load from elsewhere."""
    size, steps = SHOTS[name]
    review = Review(archive, built_in(), "anna")
    app = ReviewApp(review, review.queue, no_colour=bool(os.environ.get("NO_COLOR")))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for step in steps:
            assert isinstance(step, str)
            await pilot.press(step)
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = app.export_screenshot(title=f"styrkort review, {size[0]} × {size[1]}")
    (FOLDER / name).write_text(offline(picture), encoding="utf-8")


def in_tmux(place: Path) -> None:
    """Write what a real terminal shows after a decision, colours and all."""
    command = [sys.executable, str(ROOT / "cli.py"), "review", "--archive", str(place), "--user", "anna"]
    pane = Tmux(*command, size=(100, 28), TERM="xterm-256color")
    try:
        assert pane.shows("a accept")
        pane.press("e", "BSpace", "BSpace", "5", ",", "3")
        assert pane.shows("5.3 st")
        pane.press("Enter")
        assert pane.shows("u takes it back")
        shown = pane.screen("-e")
    finally:
        pane.close()
    console = Console(width=100, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown), soft_wrap=True)
    picture = console.export_svg(title="styrkort review in tmux, 100 × 28", theme=MONOKAI)
    (FOLDER / "review-tmux.svg").write_text(offline(picture), encoding="utf-8")


def offline(picture: str) -> str:
    """A picture without the fonts that it would load from elsewhere."""
    picture = re.sub(r"@font-face\s*{.*?}\s*", "", picture, flags=re.DOTALL)
    return picture.replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Import three sample reports and take all pictures."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "styrkort.db") as archive:
        imported(archive, [CORPUS / name for name in FILES])
        relate(archive, built_in())
        for name in SHOTS:
            if "without-colour" in name:
                os.environ["NO_COLOR"] = "1"
            asyncio.run(shoot(archive, name))
        os.environ.pop("NO_COLOR", None)
        in_tmux(Path(folder) / "styrkort.db")


if __name__ == "__main__":
    main()
