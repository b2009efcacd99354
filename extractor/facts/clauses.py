"""What a number in a sentence is: level, change, deviation, target or forecast, and for which period.

Told by the words of the number's own clause and by how its period is introduced: a period after "jämfört
med" is what is compared with, not what the number is about.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.facts.sentences import Sentence
from extractor.model import Comparator, Kind
from extractor.patterns import Patterns
from extractor.periods import Mention
from extractor.phrases import Hit, finder, plain
from extractor.values.quantities import Quantity

NEAR = 28
"""Characters after a number within which a period still belongs to it ("3,41 % 2017", "6 mnkr för året")."""

NEXT = 40
"""Characters after a number within which a comparison still speaks of it ("3 mnkr högre än budget")."""

CLAUSE_END = re.compile(
    r"[.;:!?]|, (?:vilket|medan|men|dock|samtidigt|darav|varav|och|samt|nagot)\b"
    r"| (?:vilket|medan|varav|men|da|eftersom) "
)
_FROM = re.compile(r"\bfran\s*(?:\w+\.? )?$")
_TO = re.compile(r"\btill\s*(?:\w+\.? )?$")
_SIZE = re.compile(r"(?:\b(?:med|pa|om|motsvarande)\b|\()\s*(?:\w+\.?\s+){0,2}[(+-]*$|^\W*$")
_DIRECTION_NOUN = re.compile(r"(?:utveckling(?:en)?|okning(?:en)?|minskning(?:en)?)$")
_FRAME = re.compile(
    r"\bram(?:en)?\b(?: \w+){0,3}\s*(?:¤+\s*)?\((?:totalt )?$|ram(?:en)?\b[^.,]{0,30}\((?:totalt )?$"
)


class Window(NamedTuple):
    """What stands around one quantity: back to the number before it, on to the one after it."""

    left: str
    """The number's own clause before it."""
    right: str
    uncut: str
    """Like `left`, but back to the number before, over clauses."""
    left_start: int
    whole_left: str
    """Everything of the sentence before the number."""


def window_of(sentence: Sentence, index: int) -> Window:
    """The window of a sentence's quantity."""
    quantities = sentence.reading.quantities
    quantity = quantities[index]
    start = quantities[index - 1].end if index else 0
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(sentence.low)
    left, right = sentence.text[start : quantity.start], sentence.text[quantity.end : stop]
    uncut = left
    cuts = [m.end() for m in CLAUSE_END.finditer(plain(left))]
    if cuts and re.search(r"[^\W\d_]{4}", left[cuts[-1] :]):
        start += cuts[-1]
        left = left[cuts[-1] :]
    cut = CLAUSE_END.search(plain(right))
    return Window(left, right[: cut.start()] if cut else right, uncut, start, sentence.text[: quantity.start])


def kind_of(window: Window, heading: str, patterns: Patterns) -> Kind:
    """Whether a number is an outcome, a target, a forecast or a budget."""
    cues = finder(patterns, "cues")
    left, before = plain(window.left), plain(window.whole_left)
    hits = cues.all(left)
    wished = _wished(left, patterns)
    if wished or _told_as_goal(left, hits):
        return "target"
    right = plain(window.right)[:24].partition(" och ")[0]
    told = {h.key for h in cues.all(before)} | {h.key for h in cues.all(right)}
    if "forecast" in told:
        return "forecast"
    if any(h.key == "forecast" for h in cues.all(plain(heading))) and "utfall" not in left:
        return "forecast"
    first = hits[0].key if hits else ""
    if (
        first in ("budget", "against") and re.search(r"\bborde\b|\btill\s*$|\bar\s*$|\bpa\s*$", left)
    ) or _FRAME.search(left):
        return "budget"
    return "actual"


def _told_as_goal(left: str, hits: list[Hit]) -> bool:
    """Whether a goal is what the number is: not one that is said to be reached, nor a plan further off."""
    for hit in hits:
        after = left[hit.end :]
        if hit.key == "planned" and not after.strip(" ("):
            return True
        if hit.key == "goal" and not re.search(r"^ att\b|\b(?:uppna|nas|natt|nadd|uppfyll)\w*", after):
            return True
    return False


def _wished(left: str, patterns: Patterns) -> bool:
    """A change that is only wanted: "… i uppdrag att minska kostnaderna med 10 %"."""
    infinitive = _infinitive(left, patterns)
    if infinitive is None:
        return False
    return any(h.key == "wish" for h in finder(patterns, "frames").all(left[: infinitive.start]))


def _infinitive(left: str, patterns: Patterns) -> Hit | None:
    """The last infinitive of change before a number: `minska`, `öka`."""
    hits = [h for h in finder(patterns, "targets").all(left) if h.key in ("increase", "decrease")]
    found = [h for h in hits if left[h.start : h.end].endswith("a") or " med" in left[h.start : h.end]]
    return found[-1] if found else None


def period_of_number(
    quantity: Quantity,
    window: Window,
    mentions: tuple[Mention, ...],
    about: tuple[Kind, str],
    patterns: Patterns,
) -> str:
    """The period a number is about: its nearest own mention, else the report's period (or its year).

    Args:
        quantity: the number.
        window: what stands around it.
        mentions: every period its sentence names.
        about: the kind of the number and the report's own period.
        patterns: the knowledge in use.
    """
    kind, own = about
    whole_year = own[:4]
    default = own if kind == "actual" else whole_year
    stop = quantity.end + min(NEAR, len(window.right))
    after = [m for m in mentions if quantity.end <= m.start < stop]
    before = [m for m in mentions if m.end <= quantity.start]
    for mention in (*after[:1], *reversed(before)):
        if not mention.label or _compared(mention, quantity, window, patterns):
            continue
        if mention.label == whole_year or (kind == "forecast" and mention.label[:4] == whole_year):
            return default
        return mention.label
    return default


def _compared(mention: Mention, quantity: Quantity, window: Window, patterns: Patterns) -> bool:
    """Whether a period is only what the number is compared with, or dates a decision."""
    frames = finder(patterns, "frames")
    if mention.start < quantity.end:
        lead = plain(window.whole_left)[: mention.start].rstrip()
        if re.search(r"\b\d{4} och$", lead):
            return True
        return any(h.key == "compared" and h.end == len(lead) for h in frames.all(lead))
    lead = plain(window.right)[: mention.start - quantity.end].strip(" ,(")
    if any(h.key == "compared" and h.end == len(lead) for h in frames.all(lead)):
        return True
    plainly = any(h.key == "plain_lead" and h.start == 0 and h.end == len(lead) for h in frames.all(lead))
    return len(lead) > 2 and not plainly


def is_end_of_change(window: Window) -> bool:
    """Whether a number is one end of "från 5 % till 4 %", so a level and no size of a change."""
    left = plain(window.left)
    return starts_change(window) or bool(
        _TO.search(left) and re.search(r"\bfran\b", plain(window.whole_left))
    )


def starts_change(window: Window) -> bool:
    """Whether a number is where a change began ("från 5 %")."""
    return bool(_FROM.search(plain(window.left)))


def direction_of(
    sentence: Sentence, quantity: Quantity, window: Window, patterns: Patterns
) -> Comparator | None:
    """Increase or decrease where the number is the size of a change, None where it is a level."""
    if quantity.comparator in ("increase", "decrease"):
        return quantity.comparator
    if quantity.comparator != "=":
        return None
    inside = [h for h in sentence.changes if window.left_start <= h.start < quantity.start]
    inside = [h for h in inside if h.key != "unchanged"]
    if inside:
        between = sentence.low[inside[-1].end : quantity.start]
        noun = _DIRECTION_NOUN.search(sentence.low[inside[-1].start : inside[-1].end])
        if noun and quantity.value is not None and quantity.value < 0:
            return "decrease"
        if (_SIZE.search(between) and not re.search(r"\ban\b", between)) or noun:
            return "increase" if inside[-1].key == "increase" else "decrease"
    left = plain(window.left)
    infinitive = _infinitive(left, patterns)
    if infinitive and re.search(r"\bmed\s*(?:\w+ )?[+-]?\s*$", left[infinitive.end - 4 :]):
        return "increase" if infinitive.key == "increase" else "decrease"
    return None


def deviates(window: Window, patterns: Patterns) -> bool:
    """Whether a number is the distance to a budget or plan, not an amount of its own."""
    left, right = plain(window.left), plain(window.right)[:NEXT]
    cues = finder(patterns, "cues")
    if any(h.key == "deviation" for h in cues.all(f"{left} ¤ {right}")):
        return True
    if re.search(r"overskott|underskott|avvikelse", f"{left} {right[:24]}"):
        return True
    beyond = next((h for h in finder(patterns, "frames").all(right) if h.key == "beyond"), None)
    if beyond is None or beyond.start > len(right) - len(right.lstrip()) + 8:
        return False
    rest = right[beyond.end :]
    return bool(re.match(r"\s*(?:\w+ ){0,2}\w*(?:budget|plan|prognos|beraknat|maluppfyllelse)", rest))


def signed_deviation(quantity: Quantity, window: Window, name: str, patterns: Patterns) -> Decimal:
    """A deviation with its sign: printed, or said (`underskott`, `sämre än`, a cost above budget)."""
    assert quantity.value is not None
    if quantity.value < 0:
        return quantity.value
    words = f"{plain(window.left)} ¤ {plain(window.right)[:NEXT]}"
    cues = {h.key for h in finder(patterns, "cues").all(words)}
    if "deficit" in cues and "surplus" not in cues:
        return -quantity.value
    costs = any(h.key == "cost_word" for h in finder(patterns, "frames").all(plain(name)))
    above, below = (re.search(rf"\b(?:{w}) an\b", words) for w in ("hogre|mer", "lagre|mindre"))
    return -quantity.value if (above and costs) or (below and not costs) else quantity.value
