from __future__ import annotations

import msgspec
import pytest

from extractor.link.indicators import link_indicators
from extractor.model import Link, LinkDecision, Report, document_id
from extractor.patterns import built_in
from extractor.scorecards.parts import with_parts
from tests.support.checking import same
from tests.support.invented import fact, report, row


def links_of(some: Report, links: tuple[Link, ...]) -> list[Link]:
    return [k for k in links if k.document_id == document_id(some.document.sha256)]


def test_equal_names_are_one_indicator() -> None:
    one, other = same(report("2019", [row("Antal besök")]), report("2020", [row("Antal besök")]))
    assert one == other


def test_interim_and_annual_reports_share_indicators() -> None:
    one, other = same(report("2020-T1", [row("Antal besök")]), report("2020", [row("Antal besök.")]))
    assert one == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Andelen nöjda brukare inom hemtjänsten", "Andel nöjda brukare i hemtjänst"),
        ("Mertid", "”Mertid”, timmar utöver schemalagd tid"),
        (
            "Total frånvaro Målet gäller hela förvaltningen och alla yrken",
            "Total frånvaro Vi följer även chefernas frånvaro noga",
        ),
        ("Kontrollmått (svarstid i växeln)", "Svarstid i växeln"),
        ("Kväve i sjön, milligram per liter", "Kväve i sjön (mg/l)"),
        ("Mängden insamlad plast", "Insamlad plast"),
    ],
)
def test_the_same_measure_in_other_words_is_linked(one: str, other: str) -> None:
    first, second = same(
        report("2019", [row(one, goal="God vård")]), report("2020", [row(other, goal="God vård")])
    )
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sjukfrånvaro kvinnor", "Sjukfrånvaro män"),
        ("Insamlad plast, kg", "Insamlad plast, kr"),
        ("Korttidssjukfrånvaro", "Långtidssjukfrånvaro"),
        ("Mål 2.4 Antal besök", "Mål 2.5 Antal besök"),
        ("Antal nöjda brukare", "Antal nöjda medarbetare"),
        ("Andel tillsvidareanställda som slutat", "Andel tillsvidareanställda med heltid"),
        ("Andel chefer med utbildning i förhandling", "Andel chefer med utbildning i brandskydd"),
    ],
)
def test_like_names_of_different_measures_stay_apart(one: str, other: str) -> None:
    first, second = same(
        report("2019", [row(one, goal="God vård")]), report("2020", [row(other, goal="God vård")])
    )
    assert first != second


def test_another_unit_forbids_all_but_equal_names() -> None:
    one, other = same(
        report("2019", [row("Besök på mottagningen", goal="God vård", value="120 st")]),
        report("2020", [row("Besök på mottagning och i hemmet", goal="God vård", value="45 %")]),
    )
    assert one != other


def test_units_of_one_organisation_do_not_share_indicators() -> None:
    one, other = same(
        report("2019", [row("Antal besök")]), report("2019", [row("Antal besök")], unit="Skolnämnden")
    )
    assert one != other


def test_two_rows_of_a_report_are_never_one_indicator() -> None:
    first = report(
        "2019", [row("Uppföljning", goal="Ekonomi i balans"), row("Uppföljning", goal="Nöjda brukare")]
    )
    second = report(
        "2020", [row("Uppföljning", goal="Nöjda brukare"), row("Uppföljning", goal="Ekonomi i balans")]
    )
    linking = link_indicators([first, second], built_in())
    before = [k.indicator_id for k in links_of(first, linking.links)]
    after = [k.indicator_id for k in links_of(second, linking.links)]
    assert before[0] != before[1]
    assert after == before[::-1]


def test_ids_do_not_depend_on_the_order_of_the_reports() -> None:
    reports = [report(y, [row("Antal besök"), row("Svarstid i växeln")]) for y in ("2018", "2019", "2020")]
    forth = link_indicators(reports, built_in())
    back = link_indicators(reports[::-1], built_in())
    assert set(forth.links) == set(back.links)


def test_ids_stay_when_an_older_report_joins() -> None:
    new = report("2020", [row("Svarstid i växeln, median", goal="God service")])
    before = link_indicators([new], built_in())
    old = report("2018", [row("Svarstid i växeln", goal="God service")])
    after = link_indicators([old, new], built_in(), existing=before.indicators, known=before.links)
    assert links_of(new, after.links)[0].indicator_id == before.links[0].indicator_id
    assert links_of(old, after.links)[0].indicator_id == before.links[0].indicator_id


def test_a_report_read_anew_finds_its_indicators_by_name() -> None:
    old = report("2020", [row("Antal besök"), row("Svarstid i växeln")])
    before = link_indicators([old], built_in())
    again = report("2020", [row("Svarstid i växeln"), row("Antal besök")])
    after = link_indicators([again], built_in(), existing=before.indicators, known=before.links)
    assert [k.indicator_id for k in after.links] == [k.indicator_id for k in before.links[::-1]]


def test_a_decision_joins_what_no_level_would() -> None:
    old, new = report("2019", [row("Antal besök")]), report("2020", [row("Mottagningens volym")])
    before = link_indicators([old], built_in())
    decided = LinkDecision(indicator_id=before.links[0].indicator_id, name="Mottagningens volym")
    after = link_indicators(
        [old, new], built_in(), existing=before.indicators, known=before.links, decisions=[decided]
    )
    link = links_of(new, after.links)[0]
    assert (link.indicator_id, link.level) == (before.links[0].indicator_id, "decision")


def test_a_decision_parts_what_was_linked() -> None:
    old, new = report("2019", [row("Antal besök")]), report("2020", [row("Antal besök.")])
    before = link_indicators([old, new], built_in())
    apart = LinkDecision(indicator_id=before.links[0].indicator_id, name="Antal besök.", same=False)
    after = link_indicators(
        [old, new], built_in(), existing=before.indicators, known=before.links, decisions=[apart]
    )
    assert links_of(new, after.links)[0].indicator_id != before.links[0].indicator_id


def test_what_is_only_likely_is_a_suggestion() -> None:
    old = report(
        "2019", [row("Andel patienter som är nöjda med bemötandet på mottagningen", goal="Nöjda patienter")]
    )
    new = report("2020", [row("Patienternas upplevelse av bemötandet på mottagningen", goal="Gott rykte")])
    linking = link_indicators([old, new], built_in())
    mine = links_of(new, linking.links)
    assert [k.suggestion for k in mine] == [False, True]
    assert mine[1].indicator_id == links_of(old, linking.links)[0].indicator_id


def test_a_fact_in_the_text_lands_on_the_row_it_names() -> None:
    said = fact("Den totala sjukfrånvaron", "2020", "Den totala sjukfrånvaron var 5,1 %")
    some = report("2020", [row("Sjukfrånvaro", value="5,1 %")], facts=[said])
    linking = link_indicators([some], built_in())
    assert len({k.indicator_id for k in linking.links}) == 1


def test_a_fact_nobody_measures_gets_an_indicator_of_its_own() -> None:
    said = fact("Antal uppsägningar", "2020", "fem uppsägningar", unit="st")
    some = report("2020", [row("Sjukfrånvaro", value="5,1 %")], facts=[said])
    linking = link_indicators([some], built_in())
    assert len(linking.indicators) == 2


def test_a_fact_whose_words_name_no_measure_makes_no_series() -> None:
    said = fact("läget fortsatte", "2020", "I kommunen är läget 81 %.", reasons=("subject_unsure",))
    some = report("2020", [row("Sjukfrånvaro", value="5,1 %")], facts=[said])
    linking = link_indicators([some], built_in())
    assert len(linking.indicators) == 1
    assert all(k.observation_no is None for k in linking.links)


def test_it_still_joins_the_row_its_words_name() -> None:
    said = fact("Sjukfrånvaron", "2020", "Sjukfrånvaron var 5,1 %.", reasons=("subject_unsure",))
    some = report("2020", [row("Sjukfrånvaro", value="5,1 %")], facts=[said])
    assert len({k.indicator_id for k in link_indicators([some], built_in()).links}) == 1


def test_every_row_has_exactly_one_link() -> None:
    reports = [report(y, [row(f"Mått {n}", goal="Mål") for n in "abc"]) for y in ("2019", "2020")]
    linking = link_indicators(reports, built_in())
    firm = [(k.document_id, k.table_no, k.row_no) for k in linking.links if not k.suggestion]
    assert len(firm) == len(set(firm)) == 6


def test_the_newest_name_is_the_indicators_and_all_are_aliases() -> None:
    reports = [
        report("2019", [row("Mertid", goal="M")]),
        report("2020", [row("”Mertid”, timmar utöver schema", goal="M")]),
    ]
    (indicator,) = link_indicators(reports, built_in()).indicators
    assert indicator.name == "”Mertid”, timmar utöver schema"
    assert set(indicator.aliases) == {"Mertid", "”Mertid”, timmar utöver schema"}


def test_a_name_with_equal_numbers_and_a_word_more_is_the_same_under_the_same_goal() -> None:
    goal = "Fler unga ska simma tryggt och ofta"
    old = report("2019", [row("Simkunnighet 11–13 år", goal=goal, target="minst 90 %", value="84,2 %")])
    new = report(
        "2020", [row("Simkunnighet bland elever 11–13 år", goal=goal, target="minst 95 %", value="86,1 %")]
    )
    linking = link_indicators([old, new], built_in())
    assert len({k.indicator_id for k in linking.links if not k.suggestion and k.table_no == 1}) == 1


def test_the_parts_of_a_measure_belong_to_its_series() -> None:
    some = report("2031", [row("Antal besök", value="90"), row("varav barn", value="40")])
    (card,) = some.scorecards
    cards = (msgspec.structs.replace(card, rows=tuple(with_parts(card.rows, {}, built_in()))),)
    linking = link_indicators([msgspec.structs.replace(some, scorecards=cards)], built_in())
    assert len({k.indicator_id for k in linking.links if k.row_no}) == 1
    assert [i.name for i in linking.indicators] == ["Antal besök"]


def test_parts_of_a_measure_that_no_row_prints_as_a_whole_are_one_series() -> None:
    some = report("2031", [row("Frånvaro"), row("Kvinnor", value="5 %"), row("Män", value="4 %")])
    (card,) = some.scorecards
    cards = (msgspec.structs.replace(card, rows=tuple(with_parts(card.rows, {}, built_in()))),)
    linking = link_indicators([msgspec.structs.replace(some, scorecards=cards)], built_in())
    assert [i.name for i in linking.indicators] == ["Frånvaro"]


def test_a_summary_without_goals_repeats_the_only_row_of_its_name_and_target() -> None:
    some = report(
        "2031", [row("Antal besök", target="80"), row("Antal besök", target="80", goal="Trygga bad")]
    )
    (card,) = some.scorecards
    first, second = (msgspec.structs.replace(r, table_no=n) for n, r in enumerate(card.rows, start=1))
    cards = tuple(msgspec.structs.replace(card, rows=(r,), table_no=r.table_no) for r in (first, second))
    linking = link_indicators([msgspec.structs.replace(some, scorecards=cards)], built_in())
    assert len({k.indicator_id for k in linking.links if k.row_no}) == 1
