"""`cobtrack undo`: writes are undone byte by byte, the latest first."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from cobtrack.store.history import MAX_WRITES, FileWrite, History, Write, _pack
from tests.cli_support import ask, on_terminal, program, put, run, small
from tests.docx_support import cobs
from tests.test_spreadsheet import put_in

PILLAR = "data/pillars/2-government.yaml"
LOG = ["log", "2.6", "--status", "in-progress", "--note"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "ours")


def files(root: Path) -> dict[str, bytes | None]:
    """The files and folders of a workspace, without what `undo` itself needs."""
    found = {one.relative_to(root).as_posix(): one.read_bytes() if one.is_file() else None for one in root.rglob("*")}
    return {name: data for name, data in found.items() if not name.startswith(".cobtrack")}


def undo(root: Path, *arguments: str) -> tuple[int, str]:
    done = run("undo", *arguments, "--root", str(root))
    return done.code, done.err


def fill_in(root: Path, path: Path) -> Path:
    """A matrix with one cell filled in."""
    assert ask(root, "export", "matrix.xlsx", "-o", str(path)).code == 0
    put_in(path, "crc-2022:42a", "Cluster", "general-measures")
    return path


@pytest.mark.parametrize("number", range(8))
def test_every_command_that_writes_can_be_undone(root: Path, tmp_path: Path, number: int) -> None:
    cobs(tmp_path / "new.docx", symbol="CRC/C/KHM/CO/9")
    commands: list[list[str]] = [
        [*LOG, "Held."],
        ["log", "crc-2022:42", "--voice", "un", "--level", "partly", "--note", "A bill."],
        ["import", str(tmp_path / "new.docx"), "--write"],
        ["import", str(fill_in(root, tmp_path / "matrix.xlsx")), "--write"],
        ["render"],
        ["export", "deadlines.ics", "-o", str(root / "our/deadlines.ics")],
        ["schema"],
        ["rename", "cncc", "national-council"],
    ]
    before = files(root)
    command = commands[number]
    done = run(*command, "--root", str(root)) if command[0] == "schema" else ask(root, *command)
    assert (done.code, files(root) == before) == (0, False), done.err
    code, _ = undo(root)
    assert (code, files(root)) == (0, before)
    assert not (root / ".cobtrack").exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_init_can_be_undone_as_long_as_it_is_the_last_write(tmp_path: Path, is_there: bool) -> None:
    root = tmp_path / "new"
    if is_there:
        put(root, {"README.md": "Ours\n"})
    assert run("init", str(root), "--state", "KEN", "--state-name", "Kenya").code == 0
    assert undo(root)[0] == 0
    assert [one.name for one in root.rglob("*")] == ["README.md"] if is_there else not root.exists()


def test_writes_are_undone_one_by_one_the_newest_first(root: Path) -> None:
    states = [files(root)]
    for note in ("First.", "Second.", "Third."):
        assert ask(root, *LOG, note).code == 0
        states.append(files(root))
    for state in reversed(states[:-1]):
        assert undo(root)[0] == 0
        assert files(root) == state
    hint = f"cobtrack keeps its last {MAX_WRITES} writes in this workspace; for older changes use git"
    assert undo(root) == (2, f"error: there is nothing to undo\nhint: {hint}\n")


def test_undo_says_what_it_undoes(root: Path) -> None:
    ask(root, *LOG, "Held.")
    code, says = undo(root)
    assert code == 0
    assert "This undoes: log 2.6: date: 2026-02-01 status: in-progress note: Held.\n" in says
    assert f"  {PILLAR}\n" in says
    assert "    -            note: Held.\n" in says
    assert f"Restored {PILLAR}\n" in says


def test_a_dry_run_shows_the_write_and_changes_nothing(root: Path) -> None:
    ask(root, *LOG, "Held.")
    before = files(root)
    code, says = undo(root, "--dry-run")
    assert (code, files(root)) == (0, before)
    assert "This undoes: log 2.6" in says
    assert undo(root)[0] == 0


def test_the_list_has_the_newest_write_first(root: Path) -> None:
    ask(root, *LOG, "First.")
    ask(root, *LOG, "Second.")
    lines = run("undo", "--list", "--root", str(root)).out.splitlines()
    assert [line.rpartition(": ")[2] for line in lines if line.startswith("log")] == ["Second.", "First."]


def test_undo_and_its_list_say_if_there_is_nothing_to_undo(root: Path) -> None:
    assert undo(root, "--list") == (0, "note: there is nothing to undo\n")
    code, says = undo(root, "--dry-run")
    assert code == 2
    assert "error: there is nothing to undo\n" in says


def test_undo_works_in_a_later_process_and_without_git(root: Path) -> None:
    before = files(root)
    assert program(*LOG, "Held.", "--as-of", "2026-02-01", cwd=root).returncode == 0
    assert program("undo", cwd=root, PATH="").returncode == 0
    assert files(root) == before


def test_a_file_that_was_changed_since_is_not_undone(root: Path) -> None:
    ask(root, *LOG, "Held.")
    with (root / PILLAR).open("a") as file:
        file.write("# Mine\n")
    before = files(root)
    code, says = undo(root)
    assert (code, files(root)) == (2, before)
    assert f'error: nothing was undone: {PILLAR} changed after "log 2.6' in says
    assert undo(root, "--dry-run") == (2, says)


def test_fifty_writes_are_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobtrack.store.history.MAX_WRITES", 3)
    for number in range(5):
        ask(root, *LOG, f"Number {number}.")
    assert MAX_WRITES == 50
    assert len(History(root).numbers()) == 3
    assert [undo(root)[0] for _ in range(4)] == [0, 0, 0, 2]


def test_the_history_has_a_limit_and_keeps_the_newest_write(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobtrack.store.history.MAX_BYTES", 10)
    for number in range(3):
        ask(root, *LOG, f"Number {number}.")
    assert len(History(root).numbers()) == 1


def test_git_ignores_the_history_wherever_it_is(root: Path) -> None:
    ask(root, *LOG, "Held.")
    assert (root / ".cobtrack/.gitignore").read_text() == "*\n"
    assert (root / ".cobtrack").stat().st_mode & 0o007 == 0


def test_a_refused_command_leaves_no_history(root: Path) -> None:
    assert ask(root, "log", "2.6").code == 2
    assert not (root / ".cobtrack").exists()


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04"])
def test_a_damaged_history_is_reported_and_affects_nothing_else(root: Path, data: bytes) -> None:
    ask(root, *LOG, "Held.")
    (root / ".cobtrack/000001.zip").write_bytes(data)
    code, says = undo(root)
    assert code == 2
    assert "000001.zip is damaged" in says
    assert "delete the folder .cobtrack" in says
    assert ask(root, *LOG, "Again.").code == 0
    assert undo(root)[0] == 0


@pytest.mark.parametrize(
    "name", ["../outside.yaml", "/etc/outside.yaml", ".git/hooks/pre-commit", "data/../../outside.yaml", "link/x.yaml"]
)
def test_a_forged_history_changes_no_file_that_cobtrack_would_not_write(root: Path, tmp_path: Path, name: str) -> None:
    victim = Path(os.path.normpath(root / name)) if not name.startswith(("/", "link")) else tmp_path / "x.yaml"
    victim.parent.mkdir(parents=True, exist_ok=True)
    victim.write_bytes(b"old")
    (root / "link").symlink_to(tmp_path)
    ask(root, *LOG, "Held.")
    from hashlib import sha256

    planted = _pack(Write("log", [FileWrite(name, b"evil", sha256(b"old").hexdigest())]))
    (root / ".cobtrack/000001.zip").write_bytes(planted)
    assert undo(root)[0] == 2
    (root / ".cobtrack/pending.zip").write_bytes(planted)
    ask(root, *LOG, "Again.")
    assert victim.read_bytes() == b"old"


def test_a_link_instead_of_the_history_folder_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / ".cobtrack").symlink_to(tmp_path / "elsewhere")
    before = files(root)
    done = ask(root, *LOG, "Held.")
    assert (done.code, files(root), list((tmp_path / "elsewhere").iterdir())) == (2, before, [])


def test_undo_asks_on_a_terminal(root: Path) -> None:
    ask(root, *LOG, "Held.")
    before = files(root)
    screen = on_terminal("undo", "--root", str(root), typed="n\n")
    assert "Undo this?" in screen.text
    assert "Nothing was undone." in screen.text
    assert "error" not in screen.text
    assert (screen.code, files(root)) == (2, before)
    assert on_terminal("undo", "--root", str(root), typed="y\n").code == 0
    assert files(root) != before


def test_others_can_write_while_undo_asks_and_their_write_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(root, *LOG, "Held.")
    codes = []

    def answers(*_: object, **__: object) -> bool:
        codes.append(ask(root, *LOG, "Somebody else's.").code)
        return True

    monkeypatch.setattr("cobtrack.cli.output.ask.can_ask", lambda _: True)
    monkeypatch.setattr("cobtrack.cli.output.ask.confirm", answers)
    code, says = undo(root)
    assert (code, codes) == (2, [0])
    assert "error: nothing was undone, because another command has changed files in the meantime\n" in says
    text = (root / PILLAR).read_text()
    assert "Held." in text
    assert "Somebody else's." in text


def test_a_copied_workspace_keeps_its_history(root: Path, tmp_path: Path) -> None:
    before = files(root)
    ask(root, *LOG, "Held.")
    shutil.copytree(root, tmp_path / "copy")
    assert undo(tmp_path / "copy")[0] == 0
    assert files(tmp_path / "copy") == before


def test_the_history_has_the_old_contents_and_a_checksum_of_the_new_ones(root: Path) -> None:
    before = (root / PILLAR).read_bytes()
    ask(root, *LOG, "Held.")
    with zipfile.ZipFile(root / ".cobtrack/000001.zip") as archive:
        assert archive.read("0") == before
