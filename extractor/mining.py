"""Facts of running text: values, changes, targets, forecasts and deviations, each with its sentence.

A number becomes a fact only with a unit and something it is about: the words of its own clause, what an
earlier number of the sentence was about, or the heading. Durations, dates, names and numbers compared
with are left alone. A fact is tied to a scorecard row only where its own words name that row's measure
and the units are of one family.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor import periods
from extractor.commentary import stems
from extractor.facts import DOUBT, infer_unit
from extractor.model import Comment, Comparator, Kind, Metadata, Observation, Row, Scorecard
from extractor.patterns import Patterns
from extractor.periods import Mention, find_periods
from extractor.phrases import Hit, finder, plain
from extractor.sentences import Sentence, read_sentences
from extractor.subjects import Subject, after_number, name_of
from extractor.values import Quantity

TEXT_CONFIDENCE = 0.85
"""Of a fact whose subject stands in its own clause: right in most cases, yet below `SURE`."""

NOT_FACTS = frozenset({"år", "månader", "veckor", "dagar", "min", "sek"})
"""Units of time: in running text they are deadlines and durations, seldom results."""

NEAR = 28
"""Characters after a number within which a period still belongs to it ("3,41 % 2017", "6 mnkr för året")."""

_CLAUSE_END = re.compile(
    r"[.;:!?]|, (?:vilket|medan|men|dock|samtidigt|därav|varav|och|samt|något)\b| (?:vilket|medan|varav|men|då|eftersom) "
)
_FROM_TO = re.compile(r"\bfran\s*(?:ca\.? |cirka |drygt )?$")
_JOINS_TO = re.compile(r"^[^.;]{0,40}?\b(?:till|ner till|upp till)\s*(?:ca\.? |cirka |drygt )?$")
_PLAN = re.compile(
    r"\b(?:ska|skall|skulle|att|kan|bor|vill|maste|forvantas|kommer|behover|for att|om)\s+(?:\w+\s+){0,2}$"
)


class _Setting(NamedTuple):
    metadata: Metadata
    patterns: Patterns
    rows: tuple[tuple[Scorecard, Row], ...]


class _Window(NamedTuple):
    """What stands around one quantity: back to the number before it, on to the one after it."""

    left: str
    right: str
    uncut: str
    """Like `left`, but not cut at the clause."""
    left_start: int
    whole_left: str
    """Everything of the sentence before the number."""


def mine_comments(
    comments: tuple[Comment, ...],
    scorecards: tuple[Scorecard, ...],
    metadata: Metadata,
    patterns: Patterns,
) -> tuple[Observation, ...]:
    """The facts of running text.

    Args:
        comments: all running text, as `attach_comments` gives it.
        scorecards: the rows facts may be about.
        metadata: the report's own period; without one nothing is mined.
        patterns: the knowledge in use.

    Returns:
        Observations in reading order; `text` is the sentence.
    """
    if not periods.is_label(metadata.period):
        return ()
    rows = tuple((card, row) for card in scorecards for row in card.rows if row.kind != "activity")
    setting = _Setting(metadata, patterns, rows)
    found: list[Observation] = []
    listed_unit = ""
    for comment in comments:
        about: Subject | None = None
        for sentence in read_sentences(comment.text, metadata.period, patterns):
            facts, about = _facts(sentence, comment, about, listed_unit, setting)
            found += facts
        short = len(comment.text) < SHORT_ITEM
        listed_unit = (
            (found[-1].unit if found and found[-1].text in comment.text else listed_unit) if short else ""
        )
    return tuple(found)


SHORT_ITEM = 120
"""A list item of at most so many characters shares its neighbours' unit ("Licenser 0,8" below "… 1,6 mnkr")."""


def _facts(
    sentence: Sentence, comment: Comment, about: Subject | None, listed_unit: str, setting: _Setting
) -> tuple[list[Observation], Subject | None]:
    mentions = find_periods(sentence.text, setting.metadata.period, setting.patterns, cumulative=True)
    quantities = sentence.reading.quantities
    found: list[Observation] = []
    for index, quantity in enumerate(quantities):
        window = _window(sentence, quantities, index)
        subject = _subject(window, quantity, comment, about if index else None, about, setting.patterns)
        if subject is None:
            continue
        about = subject
        unit, inferred = _unit(quantity, subject, window, listed_unit, setting.patterns)
        if not unit or unit in NOT_FACTS or not _worth(sentence, quantity, subject, unit, setting):
            continue
        observation = _number(sentence, comment, quantity, window, subject, unit, mentions, setting)
        if observation is None:
            continue
        reasons = observation.reasons + (("unit_inferred",) if inferred else ())
        found.append(
            _with(observation, reasons=reasons, confidence=DOUBT if inferred else observation.confidence)
        )
    if not quantities:
        found += _directions(sentence, comment, mentions, setting)
    return found, about


def _worth(sentence: Sentence, quantity: Quantity, subject: Subject, unit: str, setting: _Setting) -> bool:
    """Whether a number in words is a measure's value and not prose ("inom två områden")."""
    if any(c.isdigit() for c in sentence.text[quantity.start : quantity.end]) or unit != "st":
        return True
    return subject.measured or _row_of(subject, unit, setting)[1] is not None


def _window(sentence: Sentence, quantities: tuple[Quantity, ...], index: int) -> _Window:
    quantity = quantities[index]
    start = quantities[index - 1].end if index else 0
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(sentence.low)
    left, right = sentence.text[start : quantity.start], sentence.text[quantity.end : stop]
    uncut = left
    cuts = [m.end() for m in _CLAUSE_END.finditer(plain(left))]
    if cuts and re.search(r"[a-zåäö]{4}", left[cuts[-1] :].casefold()):
        start += cuts[-1]
        left = left[cuts[-1] :]
    cut = _CLAUSE_END.search(plain(right))
    return _Window(
        left, right[: cut.start()] if cut else right, uncut, start, sentence.text[: quantity.start]
    )


def _subject(
    window: _Window,
    quantity: Quantity,
    comment: Comment,
    same_sentence: Subject | None,
    earlier: Subject | None,
    patterns: Patterns,
) -> Subject | None:
    """What a number is about: its clause, else the sentence, else the number before, else the heading."""
    subject = name_of(window.left, window.right, quantity, patterns)
    if (subject is None or (subject.deviation and "–" not in subject.name)) and window.left != window.uncut:
        whole = name_of(window.uncut, "", quantity, patterns)
        if whole is not None and (subject is None or whole.measured):
            subject = whole
    if subject is None:
        subject = same_sentence or after_number(window.right, patterns)
    headed = bool(finder(patterns, "measures").all(plain(comment.heading)))
    if subject is not None:
        lone = not subject.measured and not subject.deviation and quantity.unit not in ("st", "%")
        return subject._replace(name=f"{comment.heading} – {subject.name}") if lone and headed else subject
    if headed or earlier is None:
        return Subject(comment.heading, weak=True) if comment.heading else None
    return earlier._replace(weak=True)


def _unit(
    quantity: Quantity, subject: Subject, window: _Window, listed: str, patterns: Patterns
) -> tuple[str, bool]:
    if quantity.unit:
        return quantity.unit, False
    assert quantity.value is not None
    verb = re.search(r"\b(?:till|pa|med|ar|var|blev|ligger|fran)\s*$", plain(window.left))
    if verb and not subject.weak:
        return infer_unit(subject.name, patterns), True
    item = listed and not window.right.strip(" .,;") and len(window.whole_left) < SHORT_ITEM
    return (listed, True) if item else ("", False)


# ---------------------------------------------------------------- one number


def _number(
    sentence: Sentence,
    comment: Comment,
    quantity: Quantity,
    window: _Window,
    subject: Subject,
    unit: str,
    mentions: tuple[Mention, ...],
    setting: _Setting,
) -> Observation | None:
    patterns, own = setting.patterns, setting.metadata.period
    low_left, low_right = plain(window.left), plain(window.right)
    kind = _kind(sentence, comment, window, setting)
    period = _period(quantity, window, mentions, kind, own)
    if not period or (kind == "actual" and period[:4] > own[:4]):
        return None
    cues = {h.key for h in finder(patterns, "cues").all(f"{low_left} ¤ {low_right[:60]}")}
    comparator, value = quantity.comparator, quantity.value
    assert value is not None
    suffix = ""
    earlier = bool(_FROM_TO.search(low_left))
    later = bool(_JOINS_TO.search(low_left)) and bool(
        _FROM_TO.search(plain(window.whole_left[: window.left_start])[-1:] or "")
    )
    change = (
        None
        if earlier or later or comparator in ("<=", ">=", "<", ">")
        else _direction(sentence, quantity, window)
    )
    deviation = bool(cues & {"surplus", "deficit", "deviation"}) and _deviates(low_left, low_right, cues)
    if deviation:
        suffix, comparator = " – avvikelse mot budget", "="
        value = _signed(quantity, low_left, low_right, cues, subject, patterns)
    elif change:
        suffix, comparator, value = " – förändring", change, abs(value)
    if earlier and period == own:
        period = periods.previous(own)
    card, row = _row_of(subject, unit, setting) if not (suffix or subject.part) else (None, None)
    name = (row.text("indicator") or row.text("goal")) if row else subject.name + suffix
    weak = subject.weak and row is None
    return Observation(
        indicator=name,
        perspective=card.perspective if card else "",
        period=period,
        kind=kind,
        breakdown=subject.breakdown,
        comparator=comparator,
        value=value,
        unit=unit,
        text=sentence.text,
        origin="text",
        place=comment.place,
        table_no=row.table_no if row else None,
        row_no=row.row_no if row else None,
        confidence=DOUBT if weak else TEXT_CONFIDENCE,
        obs_status="F" if kind == "forecast" else "E" if quantity.approximate else "A",
        reasons=quantity.reasons + (("subject_from_context",) if weak else ()),
    )


def _kind(sentence: Sentence, comment: Comment, window: _Window, setting: _Setting) -> Kind:
    cues = finder(setting.patterns, "cues")
    left = plain(window.left)
    keys = {h.key for h in cues.all(left)}
    if "goal" in keys and not re.search(r"\bmal(?:et|en)? att\b", left):
        return "target"
    before = {h.key for h in cues.all(plain(window.whole_left))}
    near_right = plain(window.right)[:24]
    headed = {h.key for h in cues.all(plain(comment.heading))}
    if "forecast" in before or re.search(r"\bprognos(?:ti|ti[cs])\w*", near_right):
        return "forecast"
    if "forecast" in headed and not re.search(r"\b(?:utfall|hittills)\b", left):
        return "forecast"
    if re.search(
        r"enligt \w*budgeten? borde|budgeterat till|budgeten (?:ar|uppgar|uppgick)", plain(window.whole_left)
    ):
        return "budget"
    if re.search(r"\bram(?:en)?\b[^.]*\($|ram(?:en)? [^.,]*\((?:totalt )?$", left):
        return "budget"
    return "actual"


def _period(quantity: Quantity, window: _Window, mentions: tuple[Mention, ...], kind: Kind, own: str) -> str:
    whole_year = own[:4]
    default = own if kind == "actual" else whole_year
    stop = quantity.end + min(NEAR, len(window.right))
    after = [m for m in mentions if quantity.end <= m.start < stop]
    before = [m for m in mentions if m.end <= quantity.start]
    for mention in (*after[:1], *reversed(before)):
        if not mention.label or _compared(mention, quantity, window):
            continue
        if mention.label == whole_year:
            return default
        if mention.shape == "relative" and kind == "forecast":
            return default
        return mention.label
    return default


def _compared(mention: Mention, quantity: Quantity, window: _Window) -> bool:
    """Whether a period is only what the number is compared with, or dates a decision."""
    if mention.start >= quantity.end:
        lead = plain(window.right)[: mention.start - quantity.end]
        return bool(_COMPARED.search(lead)) or (
            mention.start - quantity.end > 4 and lead.strip() not in _PLAIN_LEADS
        )
    lead = plain(window.whole_left)[: mention.start]
    return bool(
        _COMPARED.search(lead) or re.search(r"\bbeslut\w*\s+(?:infor\s+|under\s+|av\s+\w+\s+)?$", lead)
    )


_COMPARED = re.compile(
    r"\b(?:mellan|mellan aren|\d{4} och|jamfort med|jamforelse med|jamfort mot|an|mot|gentemot|fran|sedan|fore|infor|innan|till skillnad fran|till)"
    r"(?:\s+(?:resultatet|utfallet|nivan|samma period|motsvarande period|ar|aret))?\s*$"
)
_PLAIN_LEADS = frozenset(
    [
        "for",
        "under",
        "i",
        "(",
        "per",
        "pa",
        "av budget",
        "avseende",
        "hittills",
        "totalt",
        "ar",
        "under ar",
        "i ar",
        "for ar",
    ]
)


def _direction(sentence: Sentence, quantity: Quantity, window: _Window) -> Comparator | None:
    """Increase or decrease where the number is the size of a change, not a level."""
    if quantity.comparator in ("increase", "decrease"):
        return quantity.comparator
    lead = plain(window.left)
    inside = [
        h for h in sentence.changes if window.left_start <= h.start < quantity.start and h.key != "unchanged"
    ]
    if inside:
        between = sentence.low[inside[-1].end : quantity.start]
        sized = re.search(
            r"(?:\bmed\b|\bpa\b|\bom\b|\bmotsvarande\b|\()\s*(?:\w+\.?\s+){0,2}\(?$|^\W*$", between
        )
        named = sentence.low[inside[-1].start : inside[-1].end].endswith(
            ("utvecklingen", "utveckling", "okning", "okningen", "minskning", "minskningen")
        )
        if sized or named:
            key = inside[-1].key
            if named and quantity.value is not None and quantity.value < 0:
                key = "decrease"
            return "increase" if key == "increase" else "decrease"
    if window.left.strip() in ("(", ",(", ", (") and window.whole_left and sentence.changes:
        return "increase" if sentence.changes[0].key == "increase" else "decrease"
    return "increase" if re.search(r"\bokat\b.*\bmed\s*$", lead) else None


def _deviates(left: str, right: str, cues: set[str]) -> bool:
    if "deviation" in cues or re.search(r"\w*(?:overskott|underskott)", f"{left} {right[:24]}"):
        return True
    return bool(
        re.match(
            r"\s*(?:battre|samre|lagre|hogre|mer|mindre) an (?:\w+ ){0,2}\w*(?:budget|plan|prognos|beraknat|maluppfyllelse)",
            right,
        )
    )


def _signed(
    quantity: Quantity, left: str, right: str, cues: set[str], subject: Subject, patterns: Patterns
) -> Decimal:
    """A deviation with its sign: printed, or said (`underskott`, `sämre än`, a cost above budget)."""
    assert quantity.value is not None
    size = abs(quantity.value)
    if quantity.value < 0:
        return quantity.value
    words = f"{left} {right[:40]}"
    if "deficit" in cues and "surplus" not in cues:
        return -size
    costs = any(h.key == "cost_word" for h in finder(patterns, "frames").all(plain(subject.name)))
    if re.search(r"\b(?:hogre|mer) an\b", words) and costs:
        return -size
    if re.search(r"\b(?:lagre|mindre) an\b", words) and not costs:
        return -size
    return size


# ---------------------------------------------------------------- rows and directions


def _row_of(subject: Subject, unit: str, setting: _Setting) -> tuple[Scorecard | None, Row | None]:
    """The one row whose measure the subject names, in a unit of the same family."""
    words = stems(subject.name)
    if not words:
        return None, None
    scored = []
    for card, row in setting.rows:
        indicator = stems(row.text("indicator"))
        named = indicator | stems(row.text("target"))
        common = words & named
        share = len(common) / len(words)
        if (
            common
            and share >= ROW_SHARE
            and _covers(row, common, setting)
            and _same_family(row, unit, setting)
        ):
            scored.append((share + len(common & indicator) / 10 - len(indicator) / 1000, card, row))
    scored.sort(key=lambda s: -s[0])
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.01):
        return None, None
    return scored[0][1], scored[0][2]


ROW_SHARE = 0.67
"""Share of a subject's weighty words that a row must print: two of three."""


def _covers(row: Row, common: set[str], setting: _Setting) -> bool:
    """Whether the words in common are the row's measure: half of its words, or its word of measure."""
    for text in (row.text("indicator"), row.text("target")):
        wanted = stems(text)
        if wanted and len(common & wanted) >= len(wanted) / 2:
            return True
    low = plain(row.text("indicator"))
    for hit in finder(setting.patterns, "measures").all(low):
        unit = setting.patterns["measures"][hit.key].attributes.get("unit")
        if unit not in ("st", "money") and stems(low[hit.start : hit.end]) & common:
            return True
    return False


def _same_family(row: Row, unit: str, setting: _Setting) -> bool:
    units = setting.patterns["units"]
    words = " ".join(row.text(r) for r in ("value", "target", "baseline", "previous_value", "indicator"))
    printed = [h.key for h in finder(setting.patterns, "units").all(plain(words)) if h.key not in NOT_FACTS]
    own = printed[0] if printed else infer_unit(words, setting.patterns, "kr")
    if own not in units or unit not in units:
        return own == unit
    return units[own].attributes.get("family") == units[unit].attributes.get("family")


def _directions(
    sentence: Sentence, comment: Comment, mentions: tuple[Mention, ...], setting: _Setting
) -> list[Observation]:
    """Bare directions ("Extratiden har minskat"): one per measure named, never of a plan or a wish."""
    found = []
    floor = 0
    for hit in sentence.changes:
        left = sentence.text[floor : hit.start]
        cut = [m.end() for m in _CLAUSE_END.finditer(plain(left))]
        left = left[cut[-1] :] if cut else left
        floor = hit.end
        word = sentence.low[hit.start : hit.end]
        if (
            hit.key == "unchanged"
            or _PLAN.search(plain(left))
            or word.endswith(("ning", "ningen", "gang", "veckling", "vecklingen"))
        ):
            continue
        subject = name_of(left, "", None, setting.patterns)
        if (
            subject is None
            or subject.weak
            or not finder(setting.patterns, "measures").all(plain(subject.name))
        ):
            continue
        unit = infer_unit(subject.name, setting.patterns)
        card, row = _row_of(subject, unit, setting) if unit and not subject.part else (None, None)
        found.append(_bare(sentence, comment, hit, subject, (card, row, unit), setting))
    return found


def _bare(
    sentence: Sentence,
    comment: Comment,
    hit: Hit,
    subject: Subject,
    home: tuple[Scorecard | None, Row | None, str],
    setting: _Setting,
) -> Observation:
    card, row, unit = home
    return Observation(
        indicator=(row.text("indicator") or row.text("goal")) if row else subject.name,
        perspective=card.perspective if card else "",
        period=setting.metadata.period,
        kind="actual",
        breakdown=subject.breakdown,
        comparator="increase" if hit.key == "increase" else "decrease",
        value=None,
        unit=unit,
        text=sentence.text,
        origin="text",
        place=comment.place,
        table_no=row.table_no if row else None,
        row_no=row.row_no if row else None,
        confidence=TEXT_CONFIDENCE,
    )


def _with(observation: Observation, **changes: object) -> Observation:
    fields = {name: getattr(observation, name) for name in observation.__struct_fields__}
    return Observation(**{**fields, **changes})
