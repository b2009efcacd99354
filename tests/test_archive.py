"""The archive keeps what it was given, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from extractor.archive import SCHEMA_VERSION, Archive, Source, Told
from extractor.archive.packing import packed
from extractor.errors import ArchiveError, NotFoundError
from extractor.model import Finding, Indicator, Link, document_id
from tests.support.reports import report, row

SOURCE = Source(path="a/rapport 2020.pdf", size=10, modified_ns=5)
ROWS = [row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", "5,1 %", "not_met")]


@pytest.fixture
def archive(location: str):
    with Archive(location) as opened:
        yield opened


def test_a_saved_report_comes_back_as_it_was(archive: Archive) -> None:
    saved = report("2020", ROWS)
    identity = archive.save(saved, SOURCE, "v1", "done", "")
    found = archive.report(identity)
    assert (found.scorecards, found.observations, found.metadata) == (
        saved.scorecards,
        saved.observations,
        saved.metadata,
    )
    assert archive.document(identity) == saved.document


def test_a_document_read_again_is_replaced_not_doubled(archive: Archive) -> None:
    archive.save(report("2020", ROWS), SOURCE, "v1", "partial", "half")
    archive.save(report("2020", ROWS), SOURCE, "v2", "done", "")
    (only,) = archive.documents()
    assert (only.outcome, only.version, only.paths) == ("done", "v2", (SOURCE.path,))


def test_the_same_content_at_two_paths_is_one_document(archive: Archive) -> None:
    identity = archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    archive.add_path(identity, Source(path="b/kopia.pdf", size=10, modified_ns=6))
    (only,) = archive.documents()
    assert only.paths == ("a/rapport 2020.pdf", "b/kopia.pdf")


def test_a_failure_is_listed_with_its_reason(archive: Archive) -> None:
    identity = archive.save_failure("f" * 64, SOURCE, "v1", "failed", "The file is empty.")
    (only,) = archive.documents()
    assert (only.outcome, only.reason) == ("failed", "The file is empty.")
    with pytest.raises(NotFoundError, match="The file is empty"):
        archive.report(identity)


def test_what_is_known_across_documents_is_replaced_per_unit(archive: Archive) -> None:
    saved = report("2020", ROWS)
    identity = archive.save(saved, SOURCE, "v1", "done", "")
    unit = (saved.metadata.organisation, saved.metadata.unit)
    indicator = Indicator(indicator_id="i1", organisation=unit[0], unit=unit[1], name="Sjukfrånvaro")
    link = Link(document_id=identity, indicator_id="i1", level="new", table_no=1, row_no=1)
    finding = Finding(
        finding_id="f1", code="restated", severity="error", document_id=identity, message="m", a="1", b="2"
    )
    archive.save_unit(*unit, [indicator], [link], [finding])
    archive.save_unit(*unit, [indicator], [link], [])
    assert archive.indicators(*unit) == [indicator]
    assert archive.links(identity) == (link,)
    assert archive.findings() == []


def test_a_document_is_found_by_id_beginning_and_file_name(archive: Archive) -> None:
    identity = archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    for name in (identity, identity[:6], "rapport 2020.pdf", SOURCE.path):
        assert archive.find(name).document_id == identity
    with pytest.raises(NotFoundError, match="No document matches"):
        archive.find("finns-inte.pdf")


def test_an_ambiguous_name_is_refused(archive: Archive) -> None:
    archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    archive.save(
        report("2021", ROWS), Source(path="a/rapport 2021.pdf", size=1, modified_ns=1), "v1", "done", ""
    )
    with pytest.raises(NotFoundError, match="matches 2 documents"):
        archive.find("rapport")


def test_a_missing_archive_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no archive"):
        Archive(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Inte en databas. " * 100)
    before = other.read_bytes()
    with pytest.raises(ArchiveError, match="cannot be opened as an archive"):
        Archive(other)
    assert other.read_bytes() == before


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "new.db"
    Archive(place).close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION + 1),))
    with pytest.raises(ArchiveError, match="newer styrkort"):
        Archive(place)


def test_an_archive_from_before_documents_asked_is_led_here_with_all_it_holds(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    with Archive(place) as archive:
        archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    with sqlite3.connect(place) as connection:
        for column in ("asks", "told", "told_of"):
            connection.execute(f"ALTER TABLE document DROP COLUMN {column}")
        connection.execute("DROP INDEX document_unit")
        connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
    with Archive(place) as archive:
        (document,) = archive.documents()
        assert archive.report(document.document_id).scorecards == report("2020", ROWS).scorecards
        assert archive.asking("v1") == []
    with sqlite3.connect(place) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
    assert ("document_unit",) in named


def test_a_document_that_asks_is_told_and_says_so(archive: Archive) -> None:
    asking = report("2020", ROWS)
    asking = msgspec.structs.replace(asking, document=msgspec.structs.replace(asking.document, asks=True))
    identity = archive.save(asking, SOURCE, "v1", "done", "")
    (first,) = archive.asking("v1")
    assert (first.document_id, first.told, first.paths) == (identity, "", (SOURCE.path,))
    told = Told(asks=first.asks, told="digest", told_of="state")
    archive.note_told(identity, told)
    (second,) = archive.asking("v1")
    assert (second.told, second.told_of) == ("digest", "state")
    archive.save(asking, SOURCE, "v1", "done", "", told=told)
    assert archive.asking("v1") == [second]
    archive.save(asking, SOURCE, "v1", "done", "")
    assert archive.asking("v1") == [first]


def test_a_name_or_text_that_is_no_proper_text_is_stored_all_the_same(archive: Archive) -> None:
    broken = msgspec.structs.replace(report("2020", ROWS).metadata, title="Års\0redovisning \udce5")
    saved = msgspec.structs.replace(report("2020", ROWS), metadata=broken)
    archive.save(saved, SOURCE, "v1", "done", "")
    (document,) = archive.documents()
    assert document.title == "Års\ufffdredovisning \\udce5"
    assert archive.report(document.document_id).scorecards == saved.scorecards


def test_what_comes_back_has_the_same_order_in_every_database(archive: Archive) -> None:
    names = ["b", "B", "a-1", "a1", "å", "ä", "Z", "10", "9"]
    findings = [
        Finding(finding_id=n, code="restated", severity="error", document_id="d", message="m", a="1", b="2")
        for n in names
    ]
    archive.save_unit("Granviks kommun", "Kulturnämnden", [], [], findings)
    assert [f.finding_id for f in archive.findings()] == sorted(names)


def test_a_failure_is_forgotten_once_its_file_is_another(archive: Archive) -> None:
    archive.save_failure("f" * 64, SOURCE, "v1", "failed", "The file is empty.")
    archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    assert [d.outcome for d in archive.documents()] == ["done"]


def test_a_failure_that_lies_elsewhere_too_is_kept(archive: Archive) -> None:
    other = Source(path="b/tom.pdf", size=0, modified_ns=1)
    identity = archive.save_failure("f" * 64, SOURCE, "v1", "failed", "The file is empty.")
    archive.add_path(identity, other)
    archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    assert sorted(d.outcome for d in archive.documents()) == ["done", "failed"]


def test_a_unit_is_stale_until_its_readings_as_they_are_have_been_related(archive: Archive) -> None:
    archive.save(report("2020", ROWS), SOURCE, "v1", "done", "")
    (unit,) = archive.stale_units()
    archive.save_unit(*unit, [], [], [], state=archive.unit_state(*unit))
    assert archive.stale_units() == []
    archive.save(report("2020", ROWS), SOURCE, "v2", "done", "")
    assert archive.stale_units() == [unit]


def test_a_unit_that_lost_its_last_document_is_stale_once_more(archive: Archive) -> None:
    first = report("2020", ROWS)
    archive.save(first, SOURCE, "v1", "done", "")
    (unit,) = archive.stale_units()
    archive.save_unit(*unit, [], [], [], state=archive.unit_state(*unit))
    renamed = msgspec.structs.replace(first.metadata, unit="Fritidsnämnden")
    archive.save(msgspec.structs.replace(first, metadata=renamed), SOURCE, "v2", "done", "")
    assert set(archive.stale_units()) == {unit, (unit[0], "Fritidsnämnden")}
    archive.save_unit(*unit, [], [], [], state=archive.unit_state(*unit))
    assert archive.stale_units() == [(unit[0], "Fritidsnämnden")]


def test_one_process_at_a_time_may_import(archive: Archive, location: str) -> None:
    with archive.importing(), archive.importing():
        code = f"from extractor.archive import Archive\nwith Archive({location!r}).importing(): pass"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "ArchiveError: Another import" in other.stderr
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_many_processes_may_make_one_archive_at_the_same_time(location: str) -> None:
    code = f"from extractor.archive import Archive\nArchive({location!r}).documents()"
    makers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(m.communicate()[1], m.returncode) for m in makers] == [(b"", 0)] * 4


def test_two_processes_may_store_the_same_unit_at_the_same_time(location: str) -> None:
    Archive(location).close()
    code = f"""
from extractor.archive import Archive
from extractor.model import Finding
some = [Finding(finding_id=str(n), code="restated", severity="error", document_id="d", message="m", a="1", b="2")
        for n in range(50)]
with Archive({location!r}) as archive:
    for _ in range(20):
        archive.save_unit("Granviks kommun", "Kulturnämnden", [], [], some)
"""
    writers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(2)]
    assert [(w.communicate()[1], w.returncode) for w in writers] == [(b"", 0)] * 2


def test_a_password_is_not_shown(postgres_location: str) -> None:
    url = postgres_location.replace("@", ":hemligt@")
    with Archive(url) as archive:
        assert "hemligt" not in archive.location
    with pytest.raises(ArchiveError) as refused:
        Archive(url.rpartition("/")[0] + "/finns_inte")
    assert "hemligt" not in str(refused.value)


def test_an_unreachable_server_is_an_error_with_its_reason() -> None:
    with pytest.raises(ArchiveError, match="cannot be opened as an archive"):
        Archive("postgresql://nobody@127.0.0.1:1/none")


def test_ids_come_from_content() -> None:
    assert document_id("ab" * 32) == "ab" * 8


def test_a_report_packed_by_another_process_is_stored_like_the_report_itself(archive: Archive) -> None:
    saved = report("2020", ROWS)
    identity = archive.save(saved, SOURCE, "v1", "done", "")
    before = archive.reading(identity), archive.document(identity), archive.find(identity)
    assert archive.save(packed(saved), SOURCE, "v1", "done", "") == identity
    after = archive.reading(identity), archive.document(identity), archive.find(identity)
    assert after[:2] == before[:2]
    assert msgspec.structs.replace(after[2], imported_at="") == msgspec.structs.replace(
        before[2], imported_at=""
    )
