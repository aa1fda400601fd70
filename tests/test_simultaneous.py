"""Two commands that write at once: both writes are kept, or one command is refused with a message."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.store.history import History
from cobtrack.store.lock import locked
from cobtrack.store.write import WriteError, read_or_none
from tests.cli_support import DAY, ask, environment, program, run, small

if TYPE_CHECKING:
    from collections.abc import Iterator

PILLAR = "data/pillars/2-government.yaml"
PAIRS = int(os.environ.get("PAIRS", "8"))
"""How many times two log at one moment; 200 were run by hand."""
# Loads everything, says so, and begins to log when told to.
LOGGING = textwrap.dedent("""
    import sys
    import cobtrack.cli.commands.edit.log, cobtrack.editing.check, cobtrack.store.transaction, cobtrack.rules
    from cobtrack.cli.main import app
    for note in sys.stdin:
        code = 0
        try:
            app(["log", "2.6", "-s", "in-progress", "-m", note.strip(), "--as-of", sys.argv[1]], prog_name="cobtrack")
        except SystemExit as left:
            code = left.code
        print(code, flush=True)
""")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "ours")


@pytest.fixture
def two(root: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Start two processes that wait for what to log."""
    made = [
        subprocess.Popen(
            [sys.executable, "-c", LOGGING, DAY],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=root,
            env=environment(),
        )
        for _ in range(2)
    ]  # fmt: skip
    yield made
    for one in made:
        one.stdin.close()  # type: ignore[union-attr]
        one.wait(timeout=30)


def test_two_entries_logged_at_once_are_both_kept(root: Path, two: Any) -> None:
    codes = []
    for number in range(PAIRS):
        for who, process in zip("ab", two, strict=True):
            process.stdin.write(f"Line {number} of {who}.\n")
        for process in two:
            process.stdin.flush()
        codes += [int(process.stdout.readline()) for process in two]
    text = (root / PILLAR).read_text()
    kept = sum(f"note: Line {number} of {who}.\n" in text for number in range(PAIRS) for who in "ab")
    assert kept == codes.count(0)
    assert set(codes) <= {0, 2}
    assert kept == 2 * PAIRS
    assert ask(root, "validate", "-q").code == 0


def test_a_command_that_waits_too_long_is_refused_with_a_message(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobtrack.store.lock.MAX_WAIT", 0.05)
    history = History(root)
    history.prepare()
    before = (root / PILLAR).read_bytes()
    with locked(history.lock):
        for command in (["log", "2.6", "-s", "done"], ["render"], ["rename", "cncc", "council"]):
            done = ask(root, *command)
            assert (done.code, (root / PILLAR).read_bytes()) == (2, before)
            assert f"error: another cobtrack command is changing {root}; nothing was written\nhint: wait" in done.err


def test_a_reading_command_neither_waits_nor_writes(root: Path) -> None:
    history = History(root)
    history.prepare()
    before = sorted(one.name for one in root.iterdir())
    with locked(history.lock):
        for command in (["status"], ["validate"], ["log", "2.6", "-s", "done", "-n"], ["render", "-n"]):
            assert ask(root, *command).code == 0
    assert sorted(one.name for one in root.iterdir()) == before


def test_reading_creates_no_history(root: Path) -> None:
    for command in (["status"], ["log", "2.6", "-s", "done", "-n"], ["render", "-o", "-", "roadmap.md"]):
        assert ask(root, *command).code == 0
    assert not (root / ".cobtrack").exists()


def test_a_lock_ends_with_its_process(root: Path) -> None:
    history = History(root)
    history.prepare()
    code = f"import time; from pathlib import Path; from cobtrack.store.lock import locked\nwith locked(Path({str(history.lock)!r})):\n  print('has it', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "has it\n"
    with pytest.raises(WriteError), locked(history.lock, 0.05):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locked(history.lock, 0.05):
        pass


def test_a_lock_file_that_was_removed_meanwhile_is_created_again(root: Path) -> None:
    history = History(root)
    history.prepare()
    with locked(history.lock):
        history.lock.unlink()
        with locked(history.lock, 0.05):
            assert history.lock.exists()


@pytest.mark.parametrize("name", ["lock", ".gitignore"])
def test_a_folder_that_another_command_removes_meanwhile_is_created_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Another command removes the folder of the lock each time at the worst moment."""
    opens, left = os.open, [3]

    def opens_late(path: Any, *arguments: Any, **options: Any) -> int:
        if str(path).endswith(f".cobtrack/{name}") and left[0]:
            left[0] -= 1
            shutil.rmtree(root / ".cobtrack")
        return opens(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opens_late)
    done = ask(root, "log", "2.6", "-s", "done")
    assert (done.code, left) == (0, [0]), done.err
    assert (root / ".cobtrack/.gitignore").exists()


@pytest.mark.parametrize(("mode", "others"), [(0o755, 0o750), (0o775, 0o770), (0o777, 0o777), (0o700, 0o700)])
def test_everybody_who_may_write_in_the_workspace_can_take_the_lock(root: Path, mode: int, others: int) -> None:
    root.chmod(mode)
    umask = os.umask(0o022)
    try:
        assert ask(root, "log", "2.6", "-s", "done").code == 0
    finally:
        os.umask(umask)
    history = History(root)
    assert stat.S_IMODE(history.folder.stat().st_mode) == others
    assert stat.S_IMODE(history.lock.stat().st_mode) == others & 0o666


@pytest.mark.parametrize("command", [["log", "2.6", "-s", "done"], ["rename", "cncc", "council"]])
def test_a_file_that_an_editor_saves_at_the_last_moment_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """An editor takes no lock: it saves after everything was checked and the copies were written."""
    replace, saved = os.replace, b"# Saved by an editor.\n"

    def replaces(source: Any, target: Any) -> None:
        replace(source, target)
        # The last thing before the files themselves is the record of what they were.
        if Path(target).name == "pending.zip" and not (root / PILLAR).read_bytes().startswith(saved):
            (root / PILLAR).write_bytes(saved + (root / PILLAR).read_bytes())

    monkeypatch.setattr(os, "replace", replaces)
    others = {one: one.read_bytes() for one in root.rglob("*.yaml") if one.name != Path(PILLAR).name}
    done = ask(root, *command)
    assert done.code == 2
    assert f"{PILLAR} was changed while the command ran; nothing was written\nhint: run the command again" in done.err
    assert (root / PILLAR).read_bytes().startswith(saved)
    assert {one: one.read_bytes() for one in others} == others
    assert not (root / ".cobtrack").exists()


@pytest.mark.parametrize("at", range(1, 12))
def test_the_write_of_a_killed_command_is_reversed_or_finished_by_the_next_command(root: Path, at: int) -> None:
    """The command is killed at its n-th replace or fsync, while it renames a record with links in several files."""
    kill = textwrap.dedent(f"""
        import os, signal, sys
        calls = []
        def counted(function):
            def call(*arguments):
                calls.append(function)
                if len(calls) == {at}:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments)
            return call
        os.replace, os.fsync = counted(os.replace), counted(os.fsync)
        from cobtrack.cli.main import app
        app(["rename", "cncc", "council", "--as-of", "{DAY}"], prog_name="cobtrack")
    """)
    before = {one: one.read_bytes() for one in root.rglob("*.yaml")}
    killed = subprocess.run([sys.executable, "-c", kill], cwd=root, env=environment(), check=False, capture_output=True)
    assert killed.returncode in {-signal.SIGKILL, 0}
    if killed.returncode == 0:
        pytest.skip("it writes less often")
    done = ask(root, "log", "2.6", "-s", "in-progress", "-m", "After.")
    assert done.code == 0, done.err
    assert run("undo", "--root", str(root)).code == 0
    after = {one: one.read_bytes() for one in root.rglob("*.yaml")}
    is_finished = after != before
    assert ("a command was interrupted" in done.err) <= (not is_finished)
    if is_finished:
        assert b"council" in after[root / "data/actors.yaml"]
        assert run("undo", "--root", str(root)).code == 0
        assert {one: one.read_bytes() for one in root.rglob("*.yaml")} == before
    assert not [one for one in root.rglob("*") if one.name.endswith(".cobtrack-tmp")]


@pytest.mark.parametrize(
    "name", [".x.yaml.k0zvavyf", ".x.yaml.swp", "x.cobtrack-tmp", ".x.yaml.12345678.cobtrack-tmpx"]
)
def test_hidden_files_of_other_programs_stay(root: Path, name: str) -> None:
    (root / "data" / name).write_bytes(b"")
    assert ask(root, "log", "2.6", "-s", "done").code == 0
    assert (root / "data" / name).exists()


@pytest.mark.parametrize("folder", [".", "data", "data/pillars", "build/members"])
def test_leftover_copies_are_removed_by_the_next_command_that_writes(root: Path, folder: str) -> None:
    left = root / folder / ".2-government.yaml.0123abcd.cobtrack-tmp"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"")
    assert ask(root, "status").code == 0
    assert left.exists()
    assert ask(root, "log", "2.6", "-s", "done").code == 0
    assert not left.exists()


def test_a_leftover_copy_in_another_folder_is_removed_by_the_next_export_to_it(root: Path) -> None:
    left = root / "our/.deadlines.ics.0123abcd.cobtrack-tmp"
    left.parent.mkdir()
    left.write_bytes(b"")
    assert ask(root, "export", "deadlines.ics", "-o", str(left.with_name("deadlines.ics"))).code == 0
    assert [one.name for one in left.parent.iterdir()] == ["deadlines.ics"]


def test_an_init_that_was_killed_is_finished_by_running_it_again(tmp_path: Path) -> None:
    kill = textwrap.dedent("""
        import os, signal
        replace = os.replace
        def call(source, target):
            if str(target).endswith("cobtrack.yaml"):
                os.kill(os.getpid(), signal.SIGKILL)
            replace(source, target)
        os.replace = call
        from cobtrack.cli.main import app
        app(["init", "new", "--state", "KEN", "--state-name", "Kennya"], prog_name="cobtrack")
    """)
    subprocess.run([sys.executable, "-c", kill], cwd=tmp_path, env=environment(), check=False, capture_output=True)
    assert (tmp_path / "new/data/actors.yaml").exists()
    assert not (tmp_path / "new/cobtrack.yaml").exists()
    done = program("init", "new", "--state", "KEN", "--state-name", "Kenya", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"a command was interrupted while it wrote (init new)" in done.stderr
    assert program("validate", cwd=tmp_path / "new").returncode == 0
    assert read_or_none(tmp_path / "new/cobtrack.yaml").count(b"Kenya") == 1  # type: ignore[union-attr]


def test_init_completes_an_interrupted_init_without_a_journal(tmp_path: Path) -> None:
    arguments = ["init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya"]
    assert run(*arguments).code == 0
    whole = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file() and ".cobtrack" not in one.parts}
    for name in ("cobtrack.yaml", "schema/pillar.json", ".cobtrack/000001.zip"):
        (tmp_path / name).unlink()
    assert run(*arguments).code == 0
    assert {one: one.read_bytes() for one in whole} == whole


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    arguments = ["init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya"]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/actors.yaml").write_text("actors: []\n")
    done = run(*arguments)
    assert (done.code, [one.name for one in tmp_path.rglob("*")]) == (2, ["data", "actors.yaml"])
    assert "already contains data/actors.yaml" in done.err


def test_nothing_is_written_if_today_is_not_known(root: Path) -> None:
    settings = root / "cobtrack.yaml"
    settings.write_text(settings.read_text().replace("Asia/Phnom_Penh", "Asia/Phnom_Pen"))
    before = (root / PILLAR).read_bytes()
    done = run("log", "2.6", "-s", "done", "--root", str(root))
    assert (done.code, (root / PILLAR).read_bytes()) == (2, before)
