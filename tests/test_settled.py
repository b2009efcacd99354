from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Box, Symbol
from extractor.pages.layout import Line, Measure, heading_levels, paragraphs
from extractor.pages.settled import settled

BODY = (
    "Nämnden har under året arbetat med tillgänglighet",
    "i sina lokaler och följt upp vad det har kostat",
)


def line(text: str, size: float, *, at: int = 0, bold: bool = False, confidence: float = 0.95) -> Line:
    box = Box(60, 40 + 20 * at, 60 + 5 * len(text), 50 + 20 * at)
    return Line(
        page=1, text=text, box=box, size=size, bold=bold, colour="#000000", column=0, confidence=confidence
    )


def report(*headings: tuple[str, float], bold: bool = False) -> list[Line]:
    body = [line(text, size) for text in BODY for size in (10.0, 10.5, 10.5)]
    return [*body, *(line(text, size, at=n, bold=bold) for n, (text, size) in enumerate(headings))]


def levels_of(lines: list[Line]) -> dict[str, int]:
    as_set = settled(lines)
    found = [as_set(some) for some in lines]
    levels = heading_levels(found)
    return {some.text: levels.get((some.size, some.bold, some.colour), 0) for some in found}


def test_headings_of_one_size_measured_apart_are_of_one_level() -> None:
    found = levels_of(report(("Trygghet", 13.5), ("Lärande", 13.0), ("Miljö", 14.5), ("Ekonomi", 13.5)))
    assert {found[t] for t in ("Trygghet", "Lärande", "Miljö", "Ekonomi")} == {1}
    assert found[BODY[0]] == 0


def test_two_sizes_less_than_a_point_apart_are_two_levels_where_many_lines_show_them() -> None:
    areas = [("Trygghet", 13.5), ("Lärande och bildning", 13.4), ("God miljö", 13.9)]
    goals = [("Fler ska gå ut skolan", 12.0), ("Färre ska skadas", 12.2), ("Utsläppen ska minska", 12.1)]
    found = levels_of(report(*areas, *goals))
    assert {found[t] for t, _ in areas} == {1}
    assert {found[t] for t, _ in goals} == {2}


def test_chapters_numbered_on_are_of_one_level_however_one_was_measured() -> None:
    found = levels_of(
        report(("2.1 Trygga elever", 12.0), ("2.2 Mål", 13.4), ("2.3 Fler vuxna lär sig", 12.0))
    )
    assert len({found["2.1 Trygga elever"], found["2.2 Mål"], found["2.3 Fler vuxna lär sig"]}) == 1


def test_a_label_that_comes_back_is_as_bold_as_most_often() -> None:
    labels = [line("Indikatorer", 10.6, at=n, bold=n != 1) for n in range(4)]
    lines = [*report(), *labels]
    as_set = settled(lines)
    assert {(s.size, s.bold) for s in map(as_set, labels)} == {(as_set(lines[0]).size, True)}


def test_rests_of_rules_are_no_headings() -> None:
    rest = line("i E", 0.5, bold=True, confidence=0.2)
    assert not settled([*report(), rest])(rest).bold


def test_what_the_file_says_itself_stays() -> None:
    said = line("Lärande", 13.1, confidence=1.0)
    assert settled([*report(("Miljö", 13.4)), said])(said) is said


@given(st.lists(st.floats(0.0, 60.0), max_size=12), st.floats(0.0, 60.0))
def test_any_sizes_give_every_line_a_size_that_some_line_has_about(sizes: list[float], other: float) -> None:
    as_set = settled([line(f"Rubrik {n}", round(size, 1)) for n, size in enumerate(sizes)])
    once = as_set(line("Något annat", other))
    assert as_set(once).size == once.size


def test_a_light_before_a_heading_is_no_bullet_and_no_letter() -> None:
    lights = (
        Symbol(colour="green", shape="circle", source="pixels"),
        Symbol(colour="blue", shape="arrow_down"),
    )
    lines = [*report(("Färre ska skadas", 13.0)), line("● 1.2 Fler ska gå ut skolan", 13.0, at=3)]
    levels = heading_levels(lines)
    judged = paragraphs(
        [Line(**{**{f: getattr(lines[-1], f) for f in lines[-1].__struct_fields__}, "symbols": lights})],
        levels, Measure(0.2, 60, 500),
    )  # fmt: skip
    assert [(p.text, p.bullet, len(p.symbols)) for p in judged] == [("1.2 Fler ska gå ut skolan", False, 1)]
    assert judged[0].level > 0
    (item,) = paragraphs(lines[-1:], levels, Measure(0.2, 60, 500))
    assert item.bullet
