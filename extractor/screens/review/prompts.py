"""The windows that ask: what the field says, a line of text, which filter; and the help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from extractor.review.preview import Preview
from extractor.screens.review.grid import WORDS
from extractor.screens.review.keys import KEYS, MOVING
from extractor.screens.review.panel import preview_text


class Line(Input):
    """A line to type in, whose keys all act in the order they were typed.

    Textual lets backspace and its like go round by the application, so that a letter typed after it may come first.
    """

    async def _on_key(self, event: events.Key) -> None:
        acts = {
            "backspace": self.action_delete_left, "delete": self.action_delete_right,
            "left": self.action_cursor_left, "right": self.action_cursor_right,
            "home": self.action_home, "end": self.action_end,
        }  # fmt: skip
        act = acts.get(event.key)
        if act is not None:
            event.stop()
            event.prevent_default()
            act()
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()
        else:
            await super()._on_key(event)


class Edit(ModalScreen[str | None]):
    """What does the field say? Shows while typing what it will be read as; gives back what was typed, or None.

    Args:
        title: which field.
        before: what is read now; offered for change.
        choices: the allowed values of an enumeration, () for free text.
        preview: tells what typed words come to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, before: str, choices: Sequence[str], preview: Callable[[str], Preview]
    ) -> None:
        super().__init__()
        self.question, self.before, self.choices, self.preview = title, before, tuple(choices), preview

    def compose(self) -> ComposeResult:
        """A title, a line to type in, the choices, and what it comes to."""
        with Vertical(id="window"):
            yield Static(self.question, id="title", markup=False)
            yield Line("" if self.choices else self.before, id="typed", select_on_focus=False)
            if self.choices:
                options = (Option(_choice(n, c), id=c) for n, c in enumerate(self.choices, 1))
                yield OptionList(*options, id="choices")
            yield Static("", id="preview", markup=False)
            keys = "↑ ↓ or a number chooses · " if self.choices else ""
            yield Static(f"{keys}Enter stores · Esc leaves it as it is", id="keys", markup=False)

    def on_mount(self) -> None:
        """Start in the line, on the choice that is read now."""
        if self.choices:
            options = self.query_one(OptionList)
            options.can_focus = False
            options.highlighted = self.choices.index(self.before) if self.before in self.choices else 0
        self.set_focus(self.query_one(Input))
        self._show()

    def value(self) -> str:
        """What is typed or, where nothing is, chosen."""
        typed = self.query_one(Input).value.strip()
        if not self.choices:
            return typed
        if typed.isdigit() and 1 <= int(typed) <= len(self.choices):
            return self.choices[int(typed) - 1]
        return typed or self.choices[self.query_one(OptionList).highlighted or 0]

    def on_input_changed(self) -> None:
        """Show what the words come to now."""
        self._show()

    def on_input_submitted(self) -> None:
        """Give back what is typed, unless it is refused: then the reason stays in sight."""
        if not self.preview(self.value()).refusal:
            self.dismiss(self.value())

    def action_choose(self, step: int) -> None:
        """Move among the choices; what was typed gives way to them."""
        if self.choices:
            options = self.query_one(OptionList)
            options.highlighted = ((options.highlighted or 0) + step) % len(self.choices)
            self.query_one(Input).value = ""
            self._show()

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _show(self) -> None:
        typed = self.value()
        self.query_one("#preview", Static).update(preview_text(typed, self.preview(typed)))


def _choice(number: int, value: str) -> str:
    return f"{number}  {WORDS.get(value, value)}"


class Ask(ModalScreen[str | None]):
    """A line of text; None if the person leaves without one.

    Args:
        question: what is asked.
        before: what stands there already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, before: str = "") -> None:
        super().__init__()
        self.question, self.before = question, before

    def compose(self) -> ComposeResult:
        """A question and a line to type in."""
        with Vertical(id="window"):
            yield Static(self.question, id="title", markup=False)
            yield Line(self.before, id="typed")
            yield Static("Enter goes on · Esc leaves it as it is", id="keys", markup=False)

    def on_mount(self) -> None:
        """What is typed ahead goes into the line."""
        self.set_focus(self.query_one(Input))

    def on_input_submitted(self) -> None:
        """Give back what is typed."""
        self.dismiss(self.query_one(Input).value.strip())

    def action_leave(self) -> None:
        """Give back nothing."""
        self.dismiss(None)


class NewRow(ModalScreen[bool]):
    """A row that was not found: a line for its page and one for each field; whether it was stored.

    Args:
        title: of which report.
        fields: the names of the lines.
        page: the page to begin with.
        store: stores what is typed; '' or why it was refused, which stays in sight.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(
        self, title: str, fields: Sequence[str], page: int, store: Callable[[dict[str, str]], str]
    ) -> None:
        super().__init__()
        self.question, self.fields, self.page, self.store = title, tuple(fields), page, store

    def compose(self) -> ComposeResult:
        """A title, the lines, and what came of storing."""
        with VerticalScroll(id="window", can_focus=False):
            yield Static(self.question, id="title", markup=False)
            yield Line(str(self.page), placeholder="page", id="page")
            for name in self.fields:
                yield Line(placeholder=name, id=name)
            yield Static("", id="preview", markup=False)
            yield Static("↑ ↓ or Tab moves · Enter stores · Esc leaves it", id="keys", markup=False)

    def on_mount(self) -> None:
        """Start in the first field."""
        self.set_focus(self.query_one(f"#{self.fields[0]}", Input))

    def on_input_submitted(self) -> None:
        """Store what is typed, unless it is refused."""
        refused = self.store({line.id or "": line.value for line in self.query(Input)})
        if refused:
            self.query_one("#preview", Static).update(refused)
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Store nothing."""
        self.dismiss(False)


class Pick(ModalScreen[str | None]):
    """One of several; its id, or None.

    Args:
        question: what is asked.
        options: id and words of each.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f", "leave", show=False),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self, question: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.question, self.options = question, options

    def compose(self) -> ComposeResult:
        """A question and the options."""
        with Vertical(id="window"):
            yield Static(self.question, id="title", markup=False)
            yield OptionList(*(Option(Text(words), id=key) for key, words in self.options), id="options")
            yield Static("↑ ↓ moves · Enter takes it · Esc leaves it as it is", id="keys", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give back the option."""
        self.dismiss(event.option_id)

    def action_cursor(self, step: int) -> None:
        """Move as in the lists."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_leave(self) -> None:
        """Give back nothing."""
        self.dismiss(None)


class Help(ModalScreen[None]):
    """All keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter,space", "leave", show=False)
    ]

    def compose(self) -> ComposeResult:
        """The keys with their meaning, and what the marks mean."""
        with VerticalScroll(id="window"):
            yield Static(help_text(), markup=False)

    def action_leave(self) -> None:
        """Back to the review."""
        self.dismiss(None)


def help_text() -> Text:
    """The keys with their meaning, and what the marks mean."""
    text = Text()
    for shown, meaning in (*((k.shown, k.meaning) for k in KEYS), MOVING):
        text.append(f"{shown:18}", style="bold")
        text.append(f"{meaning}\n")
    text.append("\n?  not sure   !  decided, but something else is read now   *  decided by a person\n")
    text.append("Every decision is stored at once. Esc leaves this help.")
    return text
