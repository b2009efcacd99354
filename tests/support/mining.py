"""Facts of running text told in one line each, with or without a scorecard they may be about."""

from __future__ import annotations

from extractor.facts.mining import mine_comments
from extractor.model import Column, Comment, Field, Metadata, Observation, Place, Row, Scorecard
from extractor.patterns import built_in

PATTERNS = built_in()
HERE = Place(page=2)


def row(number: int, indicator: str, target: str) -> Row:
    fields = {"indicator": Field(text=indicator), "target": Field(text=target)}
    return Row(kind="indicator", table_no=1, row_no=number, page=2, fields=fields)  # type: ignore[arg-type]


CARD = Scorecard(
    table_no=1,
    page=2,
    perspective="Medarbetare",
    columns=(Column(index=0, label="Indikator", role="indicator", confidence=1),),
    rows=(
        row(1, "Total sjukfrånvaro", "4 %"),
        row(2, "Nöjd-medarbetar-index (NMI)", "minst 75"),
        row(3, "Förebyggande underhåll på medicinsk teknik utfört i tid", "90 %"),
    ),
)


RESULT = (
    Scorecard(
        table_no=1, page=2, perspective="Ekonomi", columns=CARD.columns,
        rows=(row(1, "Resultat mot budget (mnkr)", "0"), row(2, "Antal e-tjänster", "10")),
    ),
)  # fmt: skip


def mined(text: str, period: str = "2022", heading: str = "", cards: tuple[Scorecard, ...] = ()) -> list[str]:
    comment = Comment(heading=heading, text=text, place=HERE)
    return [told(o) for o in mine_comments((comment,), cards, Metadata(period=period), PATTERNS)]


def told(o: Observation) -> str:
    """A fact in one line: name | kind period part | comparator value unit."""
    when = " ".join(x for x in (o.kind, o.period, o.breakdown) if x)
    return f"{o.indicator} | {when} | {'' if o.comparator == '=' else o.comparator + ' '}{o.value} {o.unit}"
