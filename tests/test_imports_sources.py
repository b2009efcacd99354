"""Folders, patterns, lists and zip archives give every file once, in a stable order, or say why not."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.errors import NotFoundError
from extractor.imports import sources, zips
from extractor.imports.sources import Candidate, Unusable, find, read_list
from extractor.imports.zips import open_bag
from tests.support.importing import CORPUS, GOOD, zip_of


def put(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    return folder


def found(*given: Path | str, base: Path) -> list[str]:
    return [os.path.relpath(c.path, base) for c in find(given)]


def loaded(candidate: Candidate) -> bytes:
    assert candidate.load is not None
    return candidate.load()[0]


def problem(candidate: Candidate) -> str:
    if candidate.problem:
        return candidate.problem.code
    with pytest.raises(Unusable) as refused:
        loaded(candidate)
    return refused.value.problem.code


# ---------------------------------------------------------------- folders


def test_a_folder_gives_all_files_below_it_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b/2.pdf", "b/10.pdf", "a.docx", "b/c/d.txt")
    assert found(tmp_path, base=tmp_path) == ["a.docx", "b/10.pdf", "b/2.pdf", "b/c/d.txt"]


def test_hidden_files_lock_files_and_what_is_never_a_report_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".git/x.pdf", "~$rapport.docx", "styrkort.db", "data.csv", "rapport.pdf")
    assert found(tmp_path, base=tmp_path) == ["rapport.pdf"]


def test_a_linked_folder_is_followed_and_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path, "arkiv/a.pdf", "annat/b.pdf")
    (tmp_path / "arkiv" / "länk").symlink_to(tmp_path / "annat")
    (tmp_path / "annat" / "tillbaka").symlink_to(tmp_path / "arkiv")
    (tmp_path / "annat" / "själv").symlink_to(tmp_path / "annat" / "själv")
    assert found(tmp_path / "arkiv", base=tmp_path) == ["arkiv/a.pdf", "arkiv/länk/b.pdf", "arkiv/länk/själv"]


def test_what_cannot_be_opened_is_a_problem_not_a_gap(tmp_path: Path) -> None:
    (tmp_path / "borta.pdf").symlink_to(tmp_path / "finns-inte.pdf")
    os.mkfifo(tmp_path / "rör.pdf")
    assert [(c.name, problem(c)) for c in find([tmp_path])] == [
        ("borta.pdf", "unreadable"), ("rör.pdf", "unreadable"),
    ]  # fmt: skip


def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ingen does not exist"):
        find([put(tmp_path, "a.pdf"), tmp_path / "ingen"])


# ---------------------------------------------------------------- patterns and lists


def test_a_pattern_gives_what_it_matches_and_each_file_once(tmp_path: Path) -> None:
    put(tmp_path, "2019/a.pdf", "2019/b.docx", "2020/c.pdf")
    assert found(f"{tmp_path}/**/*.pdf", base=tmp_path) == ["2019/a.pdf", "2020/c.pdf"]
    assert found(f"{tmp_path}/**", base=tmp_path) == ["2019/a.pdf", "2019/b.docx", "2020/c.pdf"]
    assert found(f"{tmp_path}/2019*", base=tmp_path) == ["2019/a.pdf", "2019/b.docx"]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    put(tmp_path, "rapport[1].pdf", "rapport1.pdf")
    assert found(tmp_path / "rapport[1].pdf", base=tmp_path) == ["rapport[1].pdf"]


def test_a_pattern_without_a_match_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="No file matches"):
        find([f"{tmp_path}/*.pdf"])


def test_a_list_is_separated_by_lines_or_by_nul() -> None:
    assert read_list(io.BytesIO("a å.pdf\r\n\nb.pdf".encode())) == ["a å.pdf", "b.pdf"]
    assert read_list(io.BytesIO(b"two\nlines.pdf\0\xe5.pdf\0")) == ["two\nlines.pdf", "\udce5.pdf"]


def test_a_listed_file_that_has_gone_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    listed = [f"{tmp_path}/borta.pdf", f"{tmp_path}/a.pdf"]
    assert [c.problem is None for c in find([], listed)] == [False, True]


def test_a_name_as_it_is_shown_can_be_given_back(tmp_path: Path) -> None:
    put(tmp_path, "två\nrader.pdf")
    (shown,) = (c.path for c in find([tmp_path]))
    assert [c.problem for c in find([shown], [shown])] == [None, None]


def test_of_a_very_long_path_the_middle_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"{'å' * 1500}/{end}/rapport.pdf" for end in ("2019", "2020")]
    paths = [c.path for c in find([], names)]
    assert all(len(p.encode()) < 2000 and p.endswith("/rapport.pdf") for p in paths)
    assert len(set(paths)) == 2


# ---------------------------------------------------------------- reading


def test_a_file_too_large_is_refused_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 3)
    (candidate,) = find([put(tmp_path, "stor.pdf")])
    assert problem(candidate) == "too_large"


def test_a_file_that_changes_while_it_is_read_is_read_again_and_then_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (candidate,) = find([put(tmp_path, "växer.txt")])
    sizes = iter([(8, 1), (9, 2), (9, 2), (9, 2)])

    def changing(_handle: int) -> SimpleNamespace:
        size, time = next(sizes)
        return SimpleNamespace(st_size=size, st_mtime_ns=time)

    (tmp_path / "växer.txt").write_bytes(b"123456789")
    with monkeypatch.context() as patched:
        patched.setattr(sources.os, "fstat", changing)
        assert loaded(candidate) == b"123456789"
        sizes = iter([(9, 1), (9, 2), (9, 3), (9, 4)])
        assert problem(candidate) == "changing"


# ---------------------------------------------------------------- zip archives


def bag(path: Path, content: bytes) -> list[Candidate]:
    path.write_bytes(content)
    (candidate,) = find([path])
    opened = open_bag(candidate)
    assert opened
    return list(opened.members())


def test_the_members_of_a_zip_archive_are_documents_with_a_path_of_their_own(tmp_path: Path) -> None:
    members = bag(
        tmp_path / "arkiv.zip", zip_of({"2019/rapport å.txt": b"ett", "b.txt": "två".encode(), ".x": b""})
    )
    assert [(m.path.rpartition("/arkiv")[2], m.name) for m in members] == [
        (".zip!/2019/rapport å.txt", "rapport å.txt"), (".zip!/b.txt", "b.txt"),
    ]  # fmt: skip
    assert [loaded(m) for m in members] == [b"ett", "två".encode()]


def test_a_word_file_is_one_document_though_it_is_a_zip_file() -> None:
    (candidate,) = find([CORPUS / GOOD])
    assert open_bag(candidate) is None


def test_a_damaged_zip_archive_is_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "halv.zip").write_bytes(zip_of({"a.txt": b"x" * 1000})[:60])
    (candidate,) = find([tmp_path / "halv.zip"])
    with pytest.raises(Unusable, match="damaged"):
        open_bag(candidate)


def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path) -> None:
    content = bytearray(zip_of({"a.txt": b"abc" * 100, "b.txt": b"hel"}))
    content[40] ^= 0xFF
    members = bag(tmp_path / "a.zip", bytes(content))
    assert problem(members[0]) == "zip_damaged"
    assert loaded(members[1]) == b"hel"


def test_a_zip_archive_in_a_zip_archive_is_refused(tmp_path: Path) -> None:
    (member,) = bag(tmp_path / "a.zip", zip_of({"inre.zip": zip_of({"x.txt": b"x"})}))
    assert problem(member) == "zip_nested"


def test_a_member_that_wants_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(zip_of({"a.txt": b"hemligt"}))
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1
    (member,) = bag(tmp_path / "a.zip", bytes(content))
    assert problem(member) == "encrypted"


def test_a_member_that_unpacks_without_end_is_refused_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "RATIO_FROM", 1000)
    monkeypatch.setattr(zips, "MOST_RATIO", 100)
    (member,) = bag(tmp_path / "a.zip", zip_of({"nollor.txt": bytes(1_000_000)}))
    assert problem(member) == "zip_bomb"


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_MEMBERS", 2)
    (tmp_path / "a.zip").write_bytes(zip_of({f"{n}.txt": b"" for n in range(3)}))
    (candidate,) = find([tmp_path / "a.zip"])
    with pytest.raises(Unusable, match="more than 2"):
        open_bag(candidate)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\rapport.pdf", "a\nb.pdf", "å\u202e.pdf"]
)
def test_a_bad_name_in_a_zip_archive_is_only_a_name(tmp_path: Path, name: str) -> None:
    (member,) = bag(tmp_path / "a.zip", zip_of({name: b"x"}))
    assert loaded(member) == b"x"
    assert member.path.startswith(f"{tmp_path}/a.zip!/")
    assert "\n" not in member.path
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_name_that_occurs_twice_gets_a_number(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.txt", b"2")
    members = bag(tmp_path / "a.zip", stream.getvalue())
    assert [(m.path.rpartition("!/")[2], loaded(m)) for m in members] == [("a.txt", b"1"), ("a.txt#2", b"2")]


@pytest.mark.parametrize("encoding", ["cp437", "utf-8"])
def test_names_of_old_windows_and_of_macos_zip_archives_keep_their_letters(
    tmp_path: Path, encoding: str
) -> None:
    content = zip_of({"xx" * len("å".encode(encoding)) + "rsrapport.pdf": b"1"})
    content = content.replace(
        b"xx" * len("å".encode(encoding)), "åå".encode(encoding)[: 2 * len("å".encode(encoding))]
    )
    (member,) = bag(tmp_path / "a.zip", content)
    assert member.name == "åårsrapport.pdf"
