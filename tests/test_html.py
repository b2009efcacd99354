"""The HTML pages: what they tell, that they need nothing else, and that a real browser shows them."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor import patterns
from extractor.archive import Archive
from extractor.errors import NotFoundError
from extractor.html import write_pages
from extractor.html.content import coverage
from extractor.imports import ImportSettings, import_files
from extractor.relate import relate
from extractor.review.decisions import decide

ROOT = Path(__file__).parent.parent
FILES = ("fjallmark-ms-2017.pdf", "fjallmark-ms-2018.pdf", "fjallmark-ms-2020.pdf", "granvik-ubn-2021.pdf")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Tags(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("html") / "a.db"
    with Archive(place) as made:
        import_files(made, [ROOT / "corpus" / "archive" / name for name in FILES], ImportSettings(jobs=1))
        relate(made, patterns.built_in())
    return place


@pytest.fixture(scope="module")
def folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages") / "out"
    with Archive(archive, create=False) as opened:
        write_pages(opened, out)
    return out


def unit_page(folder: Path) -> str:
    return (folder / "region-fjallmark-division-medicinsk-service.html").read_text(encoding="utf-8")


def test_there_is_a_page_per_unit_and_an_index_that_leads_to_it(folder: Path) -> None:
    links = [a["href"] for tag, a in Tags((folder / "index.html").read_text()).tags if tag == "a"]
    assert sorted(p.name for p in folder.iterdir()) == sorted(["index.html", *map(str, links)])
    assert len(links) == 2


def test_a_page_needs_no_other_file_no_script_and_no_network(folder: Path) -> None:
    for file in folder.iterdir():
        for tag, attributes in Tags(file.read_text(encoding="utf-8")).tags:
            assert tag not in ("script", "link", "iframe", "object")
            assert (attributes.get("src") or "data:").startswith("data:")
    assert "http" not in re.sub(r"data:[^\"]+", "", unit_page(folder)).replace("http-equiv", "")


def test_the_year_without_a_report_is_told_as_missing(folder: Path) -> None:
    assert re.search(r"2019</th><td[^>]*>missing", unit_page(folder))


def test_a_finding_shows_both_statements_and_the_place_on_the_page(archive: Path, folder: Path) -> None:
    page = unit_page(folder)
    with Archive(archive, create=False) as opened:
        infos = {i.document_id: i for i in opened.documents() if i.unit.startswith("Division")}
        finding = next(f for f in opened.findings() if f.document_id in infos and f.a and f.b and f.page_a)
    article = page[page.index(f'id="finding-{finding.finding_id}"') :].split("</article>")[0]
    told = Tags(article).text
    assert finding.a in told
    assert finding.b in told
    pictures = re.findall(r"data:image/png;base64,([^\"]+)", article)
    assert pictures
    assert all(base64.b64decode(p).startswith(b"\x89PNG") for p in pictures)


def test_a_chart_says_its_numbers_to_those_who_do_not_see_it(folder: Path) -> None:
    charts = [a for tag, a in Tags(unit_page(folder)).tags if tag == "img" and a.get("class") == "chart"]
    assert charts
    assert all(re.search(r"\d{4}: \d", chart["alt"] or "") for chart in charts)


def test_the_same_archive_gives_the_same_bytes(archive: Path, folder: Path, tmp_path: Path) -> None:
    with Archive(archive, create=False) as opened:
        write_pages(opened, tmp_path / "again")
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_what_was_decided_is_shown(archive: Path, tmp_path: Path) -> None:
    shutil.copy(archive, tmp_path / "b.db")
    with Archive(tmp_path / "b.db", create=False) as opened:
        finding = next(f for f in opened.findings() if f.severity == "error")
        decide(opened, [finding.finding_id], "dismissed", note="Rounded <twice>", user="controller")
        write_pages(opened, tmp_path / "out")
    page = "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "out").iterdir())
    assert "dismissed by controller" in page
    assert "Rounded &lt;twice&gt;" in page


def test_a_file_that_is_gone_costs_its_pictures_only(archive: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "c.db") as opened:
        moved = [shutil.copy(ROOT / "corpus" / "archive" / name, tmp_path / name) for name in FILES[:2]]
        import_files(opened, [Path(m) for m in moved], ImportSettings(jobs=1))
        relate(opened, patterns.built_in())
        for m in moved:
            Path(m).unlink()
        write_pages(opened, tmp_path / "out")
    assert "The file is no longer where it was imported from." in unit_page(tmp_path / "out")


def test_a_folder_with_files_in_it_is_not_replaced_unasked(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with Archive(archive, create=False) as opened, pytest.raises(NotFoundError):
        write_pages(opened, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_coverage_lists_the_gap_of_each_kind_of_period(archive: Path) -> None:
    with Archive(archive, create=False) as opened:
        infos = [i for i in opened.documents() if i.unit.startswith("Division")]
    assert [(c.period, c.count) for c in coverage(infos)] == [
        ("2017", 1),
        ("2018", 1),
        ("2019", 0),
        ("2020", 1),
    ]


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed: apt-get install chromium")
def test_a_browser_shows_the_page_with_all_its_pictures(folder: Path, tmp_path: Path) -> None:
    page = folder / "region-fjallmark-division-medicinsk-service.html"
    probe = tmp_path / "probe.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    script = (
        "<script>addEventListener('load', () => { const all = [...document.images];"
        "const bad = all.filter(i => !i.naturalWidth).length;"
        "const wide = document.documentElement.scrollWidth > innerWidth;"
        "document.title = `images ${all.length} broken ${bad} wide ${wide}`; });</script>"
    )
    shown = policy.sub("", page.read_text(encoding="utf-8")).replace('loading="lazy"', "")
    probe.write_text(shown.replace("</head>", script + "</head>"), encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=1000,900", "--dump-dom", probe.as_uri(),
    ]  # fmt: skip
    dumped = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    title = re.search(r"<title>images (\d+) broken (\d+) wide (\w+)</title>", dumped)
    assert title, dumped[:300]
    assert int(title[1]) > 20
    assert (title[2], title[3]) == ("0", "false")
