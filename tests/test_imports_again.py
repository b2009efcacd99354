"""A damaged report is read a second time with what its unit's other reports say, in whatever order they come."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive
from extractor.archive.packing import packed, unit_key
from extractor.imports import Extraction, ImportSettings, Summary, again, extract_bytes, import_files, run
from extractor.imports.records import Imported
from extractor.imports.workers import Done, LocalWorkers
from extractor.known import Known
from extractor.model import AsRead, Decision, Report, Subject, document_id
from extractor.patterns import built_in
from extractor.reading import ReadSettings
from extractor.restore.spelling import STRIP
from tests.support.importing import CORPUS, ONE_JOB, Files, imported, outcomes, zip_of

UNIT = "Barnhälsonämnden"


class Here:
    """Workers that read in this process: nothing has to be started for a report of ten lines."""

    def __init__(self, settings: ImportSettings) -> None:
        self.settings = settings
        self.done: list[Done] = []

    @property
    def full(self) -> bool:
        return bool(self.done)

    @property
    def busy(self) -> bool:
        return bool(self.done)

    def submit(self, key: str, name: str, content: bytes, known: Known | None = None) -> None:
        found = extract_bytes(content, name, built_in(), ReadSettings(known=known))
        assert found.report is not None
        found = msgspec.structs.replace(found, report=None, packed=packed(found.report))
        self.done.append(Done(key, found, 0.0))

    def wait(self) -> Done:
        return self.done.pop(0)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LocalWorkers", Here)


def report(year: int, *, unit: str = UNIT, goal: str = "Trygga kuvöser i Granvik") -> str:
    """A dump with its marks, whose cells are kept apart by tabs."""
    return f"""Granviks kommun
{unit}
Årsrapport {year}

Perspektiv: Medarbetare

Mål\tIndikator\tMålvärde {year}\tUtfall {year}\tStatus
{goal}\tAntal nyanskaffade kuvöser\tHögst 5 st\t{year - 2010} st\tUppnått
Rätt bemanning\tPersonalomsättning\tHögst 10 %\t7,2 %\tDelvis uppnått
"""


def damaged(year: int, **more: str) -> str:
    """The same as an English recogniser reads it."""
    return report(year, **more).replace("kuvöser", "kuvdser").translate(STRIP)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "rapporter"
    place.mkdir()
    (place / "2019.txt").write_text(damaged(2019), encoding="utf-8")
    (place / "2020.txt").write_text(report(2020), encoding="utf-8")
    return place


def reading(archive: Archive, name: str) -> Report:
    return archive.reading(next(d.document_id for d in archive.documents() if d.name == name))


def indicators(archive: Archive, name: str) -> list[str]:
    return [row.text("indicator") for card in reading(archive, name).scorecards for row in card.rows]


def test_a_word_that_only_another_year_knows_is_restored_and_says_where_it_comes_from(folder: Path) -> None:
    with Archive(":memory:") as archive:
        imported(archive, [folder / "2019.txt"])
        assert indicators(archive, "2019.txt")[0] == "Antal nyanskaffade kuvdser"
        files = imported(archive, [folder / "2020.txt"])
        assert [(Path(f.path).name, f.how) for f in files] == [("2020.txt", "read"), ("2019.txt", "again")]
        assert indicators(archive, "2019.txt")[0] == "Antal nyanskaffade kuvöser"
        field = reading(archive, "2019.txt").scorecards[0].rows[0].field("indicator")
    assert field.raw == "Antal nyanskaffade kuvdser"
    assert "restored_from_reports" in field.reasons


def test_the_order_of_import_does_not_matter(folder: Path) -> None:
    (folder / "2021.txt").write_text(report(2021, goal="Trygga kuvöser i hela Granvik"), encoding="utf-8")
    (folder / "2018.txt").write_text(damaged(2018), encoding="utf-8")
    found = []
    for order in list(permutations(sorted(folder.iterdir())))[::7]:
        with Archive(":memory:") as archive:
            for file in order:
                imported(archive, [file])
            found.append([archive.reading(d.document_id) for d in archive.documents()])
    assert len(found) == 4
    assert all(some == found[0] for some in found)


def test_a_real_damaged_dump_and_later_years_give_the_same_archive_in_both_orders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LocalWorkers", LocalWorkers)
    names = ("granvik-ubn-2021-txteng.txt", "granvik-ubn-2022.docx", "granvik-ubn-2023.docx")
    found = []
    for order in (names, names[::-1]):
        with Archive(tmp_path / f"{order[0]}.db") as archive:
            read = [f for name in order for f in imported(archive, [CORPUS / name])]
            assert any(f.how == "again" and f.rows == 11 for f in read)
            found.append([archive.reading(d.document_id) for d in archive.documents()])
    assert found[0] == found[1]


def test_nothing_is_read_again_where_nothing_new_is_known(folder: Path) -> None:
    with Archive(":memory:") as archive:
        first = imported(archive, [folder])
        assert [f.how for f in first] == ["read", "read", "again"]
        assert [f.how for f in imported(archive, [folder])] == ["unchanged", "unchanged"]
        (folder / "2022.txt").write_text(report(2020).replace("2020", "2022"), encoding="utf-8")
        assert outcomes(imported(archive, [folder]))["2020.txt"] == ("done", "unchanged")
        assert [f.how for f in imported(archive, [folder])] == ["unchanged"] * 3


def test_another_units_report_tells_it_nothing(folder: Path) -> None:
    (folder / "2020.txt").write_text(report(2020, unit="Hamnnämnden"), encoding="utf-8")
    with Archive(":memory:") as archive:
        assert [f.how for f in imported(archive, [folder])] == ["read", "read"]


def test_a_file_that_is_gone_or_has_changed_keeps_its_first_reading(folder: Path) -> None:
    with Archive(":memory:") as archive:
        imported(archive, [folder / "2019.txt"])
        before = reading(archive, "2019.txt")
        (folder / "2019.txt").write_text("Någon annan text.", encoding="utf-8")
        assert [f.how for f in imported(archive, [folder / "2020.txt"])] == ["read"]
        (folder / "2019.txt").unlink()
        assert [f.how for f in imported(archive, [folder / "2020.txt"])] == ["unchanged"]
        assert reading(archive, "2019.txt") == before
        (folder / "2019.txt").write_text(damaged(2019), encoding="utf-8")
        files = imported(archive, [folder])
        assert [f.how for f in files] == ["duplicate", "unchanged", "again"]
        assert indicators(archive, "2019.txt")[0] == "Antal nyanskaffade kuvöser"


def test_a_report_in_a_zip_archive_is_found_again(tmp_path: Path, folder: Path) -> None:
    package = tmp_path / "gamla.zip"
    package.write_bytes(zip_of({"arkiv/2019.txt": damaged(2019).encode()}))
    with Archive(":memory:") as archive:
        imported(archive, [package])
        files = imported(archive, [folder / "2020.txt"])
        assert [f.path for f in files if f.how == "again"] == [f"{package}!/arkiv/2019.txt"]
        assert indicators(archive, "2019.txt")[0] == "Antal nyanskaffade kuvöser"


def test_what_persons_decided_is_known_too(folder: Path) -> None:
    with Archive(":memory:") as archive:
        imported(archive, [folder])
        about = Subject(
            organisation="Granviks kommun", unit=UNIT, report_type="annual", period="2020", role="goal",
            perspective="Medarbetare", goal="Rätt bemanning", indicator="Personalomsättning",
        )  # fmt: skip
        archive.record([
            Decision(
                kind="field", subject="1", verdict="edited", value="Rätt bemannning", about=about,
                seen=AsRead(raw="Rätt bemanning", text="Rätt bemanning"),
            )
        ])  # fmt: skip
        assert [f.how for f in imported(archive, [folder])] == ["unchanged", "unchanged", "again"]
        assert [f.how for f in imported(archive, [folder])] == ["unchanged", "unchanged"]


class Failing:
    """Workers that fail whatever is known."""

    full = False

    def __init__(self) -> None:
        self.keys: list[str] = []

    @property
    def busy(self) -> bool:
        return bool(self.keys)

    def submit(self, key: str, *_: object) -> None:
        self.keys.append(key)

    def wait(self) -> Done:
        return Done(self.keys.pop(), Extraction(outcome="failed", code="timeout", reason="Too slow."), 0.1)

    def close(self) -> None:
        """Nothing is open."""


def test_a_second_reading_that_fails_leaves_the_first_and_is_tried_again_on_demand(folder: Path) -> None:
    with Archive(":memory:") as archive:
        imported(archive, [folder / "2019.txt"])
        before = reading(archive, "2019.txt")
        version = archive.seen([str(folder / "2019.txt")])[str(folder / "2019.txt")].version
        imported(archive, [folder / "2020.txt"], ONE_JOB)
        after = reading(archive, "2019.txt")
        assert after != before
    with Archive(":memory:") as archive:
        imported(archive, [folder / "2019.txt"])
        os.rename(folder / "2019.txt", folder / "undan")  # noqa: PTH104 - so that the import cannot read it again
        imported(archive, [folder / "2020.txt"])
        os.rename(folder / "undan", folder / "2019.txt")  # noqa: PTH104
        told: list[Imported] = _again(archive, version)
        assert [(f.outcome, f.code) for f in told] == [("done", "timeout")]
        assert "stays as it was read first" in told[0].reason
        assert reading(archive, "2019.txt") == before
        assert not _again(archive, version)
        imported(archive, [folder / "2020.txt"], ImportSettings(jobs=1, retry_failed=True))
        assert reading(archive, "2019.txt") == after


def _again(archive: Archive, version: str) -> list[Imported]:
    files = Files()
    again.SecondReading(archive, built_in(), version, Failing(), files, Summary()).go()
    return files.all


def test_a_document_read_by_another_version_waits_until_this_one_reads_it(folder: Path) -> None:
    with Archive(":memory:") as archive:
        imported(archive, [folder])
        assert not archive.asking("an older one")
        (asking,) = archive.asking(archive.documents()[0].version)
        assert asking.document_id == document_id(asking.sha256)
        assert asking.asks == unit_key("Granviks kommun", UNIT)
        assert asking.told


def test_the_summary_counts_second_readings_apart(folder: Path) -> None:
    with Archive(":memory:") as archive:
        summary = import_files(archive, [folder], ONE_JOB)
    assert (summary.files, summary.again) == (2, 1)
