"""Drives the review application without a terminal: keys in, what is seen out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from textual.pilot import Pilot

from extractor.archive import Archive
from extractor.model import Decision
from extractor.patterns import built_in
from extractor.review.queue import KINDS
from extractor.review.session import Review
from extractor.screens.review.app import ReviewApp

SMALL = (80, 24)
LARGE = (140, 40)

Step = str | Callable[[Pilot[None]], Awaitable[None] | None]
Start = Callable[..., ReviewApp]


def words(text: str) -> list[str]:
    """The keys that type a text."""
    return list(text)


def drive(app: ReviewApp, keys: Iterable[Step] = (), size: tuple[int, int] = SMALL) -> str:
    """Press keys, one after the other, and give back what is seen then; a step may also be a function.

    An application can be driven once only.
    """

    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                if isinstance(key, str):
                    await pilot.press(key)
                elif (waiting := key(pilot)) is not None:
                    await waiting
                await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return seen(app)

    return asyncio.run(run())


def seen(app: ReviewApp) -> str:
    """The characters on the screen, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def resize(columns: int, lines: int) -> Step:
    """A step that changes the size of the terminal."""

    async def step(pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(columns, lines)

    return step


def started(archive: Archive, *kinds: str, **more) -> ReviewApp:
    review = Review(archive, built_in(), "anna")
    return ReviewApp(review, lambda: review.queue(kinds=kinds or KINDS), **more)


def to(app: ReviewApp, number: int) -> Step:
    """A step that goes to an item of the queue, as many `n` would."""
    return lambda _: app.show_item(app.desk.items[number])


def made(archive: Archive) -> list[tuple[str | None, str, str]]:
    return [(d.about.role, d.verdict, d.value) for d in archive.decisions()]


def last(archive: Archive) -> Decision:
    return archive.decisions()[-1]


def looking_at(archive: Archive, name: str) -> ReviewApp:
    """The review of one document in which nothing is left to decide."""
    review, document_id = Review(archive, built_in(), "anna"), archive.find(name).document_id
    return ReviewApp(review, lambda: review.queue(document_id, kinds=("orphan",)), document_id)
