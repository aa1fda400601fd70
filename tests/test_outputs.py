"""Where documents and exports may be written: only over files that cobtrack wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli_support import ask, program, put, run, small, snapshot
from tests.docx_support import SECOND, thematic_list

ICS = ["export", "deadlines.ics", "-o"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = small(tmp_path / "ours", {"README.md": "Ours\n", "templates/extra.md.j2": "# {{ doc.title }}\n"})
    monkeypatch.chdir(made)
    return made


def refused(root: Path, *command: str) -> str:
    """Return the error of a command that is refused and changes nothing."""
    before = snapshot(root.parent)
    done = ask(root, *command)
    assert (done.code, snapshot(root.parent)) == (2, before), done.err
    return done.err


@pytest.mark.parametrize(
    "name",
    ["data/roadmap.yaml", "cobtrack.yaml", "data/new.ics", "templates/extra.md.j2", ".gitignore", ".cobtrack/x.ics",
     ".git/hooks/pre-commit", "build/../data/roadmap.yaml", "Data/roadmap.yaml", "COBTRACK.YAML", "to-data/actors.yaml",
     "to-actors", "second-name"],
)  # fmt: skip
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_no_export_replaces_a_file_of_the_workspace(root: Path, name: str, force: list[str]) -> None:
    (root / "to-data").symlink_to("data")
    (root / "to-actors").symlink_to("data/actors.yaml")
    os.link(root / "data/roadmap.yaml", root / "second-name")
    says = refused(root, *ICS, name, *force)
    assert f"error: {name} is one of the workspace's own files" in says


def test_no_export_replaces_a_file_of_another_workspace(root: Path, tmp_path: Path) -> None:
    small(tmp_path / "theirs")
    assert "workspace's own files" in refused(root, *ICS, str(tmp_path / "theirs/data/roadmap.yaml"), "--force")


@pytest.mark.parametrize("folder", ["data", "data/pillars", "templates", ".git"])
def test_no_document_and_no_schema_is_written_into_the_data(root: Path, folder: str) -> None:
    assert "workspace's own files" in refused(root, "render", "-o", folder, "--force")
    before = snapshot(root)
    assert run("schema", "-o", folder, "--root", str(root)).code == 2
    assert snapshot(root) == before


@pytest.mark.parametrize(
    "export", ["deadlines.ics", "matrix.xlsx", "impact-recommendations.csv", "impact-measures.csv"]
)
def test_an_export_replaces_only_an_earlier_export_of_its_kind(root: Path, export: str) -> None:
    assert "README.md already exists" in refused(root, "export", export, "-o", "README.md")
    assert ask(root, "export", export, "-o", "ours").code == 0
    assert ask(root, "export", export, "-o", "ours", as_of="2026-03-01").code == 0
    other = "impact-indicators.csv" if export != "impact-indicators.csv" else "deadlines.ics"
    assert "already exists" in refused(root, "export", other, "-o", "ours")
    assert ask(root, "export", other, "-o", "ours", "--force").code == 0


def test_somebody_elses_calendar_is_not_replaced(root: Path) -> None:
    put(root, {"theirs.ics": "BEGIN:VCALENDAR\r\nPRODID:-//Other//Calendar//EN\r\nEND:VCALENDAR\r\n"})
    assert "theirs.ics already exists" in refused(root, *ICS, "theirs.ics")


def test_a_filled_in_list_replaces_an_earlier_copy_and_never_the_list_itself(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    thematic_list(
        path, [("Theme: Children",), ("6.1 Go on (Kenya);\nSource of position: A/HRC/1/1", "Supported", "", "")], SECOND
    )
    command = ["export", "thematic-list.docx", "--into", str(path), "-o"]
    assert "is the list that --into names" in refused(root, *command, str(path), "--force")
    put(root, {"ours.docx": b"PK no list"})
    assert "ours.docx already exists" in refused(root, *command, "ours.docx")
    assert ask(root, *command, "filled.docx").code == 0
    assert ask(root, *command, "filled.docx").code == 0


def test_a_document_never_replaces_a_file_that_cobtrack_did_not_write(root: Path) -> None:
    put(root, {"out/roadmap.md": "# Mine\n", "templates/README.md.j2": "# No marker\n"})
    assert "not written by cobtrack" in refused(root, "render", "roadmap.md", "-o", "out")
    assert "not written by cobtrack" in refused(root, "render", "README.md", "-o", ".")
    assert ask(root, "render", "roadmap.md", "-o", "out", "--force").code == 0


def test_a_schema_of_an_earlier_version_is_replaced(root: Path) -> None:
    assert run("schema", "-o", "out", "--root", str(root)).code == 0
    path = root / "out/pillar.json"
    new = path.read_text(encoding="utf-8")
    path.write_text(new.replace('"in-progress",', ""), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != new
    assert run("schema", "-o", "out", "--root", str(root)).code == 0
    assert path.read_text(encoding="utf-8") == new


@pytest.mark.parametrize(
    "foreign",
    [
        "{}\n",
        "[]\n",
        '{"properties": 1}\n',
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"street": {}}}\n',
    ],
)
def test_a_schema_never_replaces_a_file_that_is_not_a_schema(root: Path, foreign: str) -> None:
    put(root, {"out/pillar.json": foreign})
    before = snapshot(root)
    done = run("schema", "-o", "out", "--root", str(root))
    assert (done.code, snapshot(root)) == (2, before)
    assert "out/pillar.json already exists" in done.err.replace(f"{root}/", "")
    assert run("schema", "-o", "out", "--force", "--root", str(root)).code == 0
    assert run("schema", "-o", "out", "--root", str(root)).code == 0


@pytest.mark.parametrize(
    ("device", "export"),
    [
        *((one, "deadlines.ics") for one in ("/dev/null", "/dev/full", "/dev/stdout", "/dev/fd/1", "pipe", "socket")),
        *(("/dev/zero", one) for one in ("deadlines.ics", "matrix.xlsx", "impact-measures.csv")),
        ("pipe", "matrix.xlsx"),
    ],
)
def test_devices_and_pipes_are_neither_replaced_nor_waited_for(root: Path, device: str, export: str) -> None:
    os.mkfifo(root / "pipe")
    os.mknod(root / "socket", stat.S_IFSOCK | 0o600)
    about = Path(device).stat() if device.startswith("/dev") else (root / device).lstat()
    done = program("export", export, "-o", device, "--force", cwd=root, COBTRACK_AS_OF="2026-02-01")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not an ordinary file\nhint: to write to standard output, use -o -\n" in done.stderr
    if device not in {"/dev/stdout", "/dev/fd/1"}:
        assert stat.S_IFMT(Path(device).lstat().st_mode) == stat.S_IFMT(about.st_mode)


def test_the_file_that_standard_output_is_redirected_to_is_not_replaced(root: Path) -> None:
    import subprocess
    import sys

    from tests.cli_support import environment

    with (root / "out.ics").open("wb") as out:
        command = [sys.executable, "-m", "cobtrack", *ICS, "/dev/stdout"]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False, cwd=root, env=environment())
    assert (done.returncode, (root / "out.ics").read_bytes()) == (2, b"")
    assert b"is not an ordinary file" in done.stderr


@pytest.mark.parametrize("name", ["pipe", "/dev/null", "/dev/zero"])
@pytest.mark.parametrize("command", [["import", "--write"], ["export", "thematic-list.docx", "--into"]])
def test_only_an_ordinary_file_is_read(root: Path, command: list[str], name: str) -> None:
    os.mkfifo(root / "pipe")
    done = program(*command, name, cwd=root, COBTRACK_AS_OF="2026-02-01")
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"error: {name} is not an ordinary file".encode() in done.stderr


@pytest.mark.parametrize("command", [["import", "--write"], ["export", "thematic-list.docx", "--into"]])
def test_a_missing_file_is_reported(root: Path, command: list[str]) -> None:
    done = program(*command, "missing.docx", cwd=root, COBTRACK_AS_OF="2026-02-01")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"error: there is no file missing.docx" in done.stderr


def test_a_pipe_with_the_name_of_a_document_is_reported(root: Path) -> None:
    (root / "build").mkdir()
    os.mkfifo(root / "build/roadmap.md")
    for check in ([], ["--check"]):
        done = program("render", "roadmap.md", *check, cwd=root, COBTRACK_AS_OF="2026-02-01")
        assert done.returncode == 2
        assert b"not an ordinary file" in done.stderr


def test_a_folder_with_the_name_of_an_export_is_reported(root: Path) -> None:
    (root / "out").mkdir()
    assert "error: out is a folder\nhint: name a file in it" in refused(root, *ICS, "out")
