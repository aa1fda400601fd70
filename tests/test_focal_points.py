"""The focal points: only `focal-points` and `validate` know them, and nothing else ever contains a name or a contact."""

from __future__ import annotations

import os
import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from cobtrack.cli.main import COMMANDS
from cobtrack.model.internal.focal_point import EXAMPLE, FocalPoint
from cobtrack.store.files import FOCAL_POINTS_FILE
from cobtrack.store.focal_points import read_focal_points
from tests.cli_support import DAY, ask, english, on_terminal, put, run, small
from tests.started import exit_code, start
from tests.test_public_files import IGNORE, git

FILE = """\
focal_points:
  - name: {en: Zyxwona Plantedname, km: ដើម ចាន់ធូ}
    organisation: crc-cambodia
    pillars: [1]
    email: zyxwona@planted.example
    telephone: 012 987 654
    language: km
    since: 2026-01
    agreed: 2026-01-15
  - name: Qwertzo Plantedname
    organisation: cncc
    groups: [twg-1]
    activities: ["2.6"]
    telephone: +855 98 765 432
"""
PLANTED = re.compile(
    rb"plantedname|zyxwona|qwertzo|planted\.example|987 ?654|765 ?432|" + "ចាន់ធូ".encode(), re.IGNORECASE
)


def workspace(root: Path, file: str = FILE) -> Path:
    return english(root, files={FOCAL_POINTS_FILE: file, ".gitignore": IGNORE})


def problems(root: Path) -> list[str]:
    """Return the place, the code and the message of each problem in the file of focal points."""
    pattern = rf"^{re.escape(FOCAL_POINTS_FILE)}:(\d+):\d+: \w+\[(\w+)\] (.*)"
    found = re.findall(pattern, ask(root, "validate").out, re.MULTILINE)
    return [" ".join(parts) for parts in sorted(found, key=lambda parts: int(parts[0]))]


def found_in(path: Path) -> bool:
    """Whether a file, or a part of an archive, has something of the planted focal points."""
    data = path.read_bytes()
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return bool(PLANTED.search(data))


ARGUMENTS: dict[str, list[list[str]]] = {
    "status": [["--recommendations"], ["--format", "json"]],
    "list": [["actors"], ["actors", "--format", "json"], ["activities", "--format", "csv"]],
    "show": [["cncc"], ["2.6"], ["crc-cambodia", "--format", "json"]],
    "search": [["coalition"], ["coalition", "--format", "json"]],
    "changes": [["HEAD"]],
    "log": [["2.6", "--status", "in-progress", "--note", "A meeting took place."]],
    "set": [["2.6", "text=Support the annual review"]],
    "postpone": [["crc-state-report", "--to", "2028", "--why", "It was moved."]],
    "add": [["action", "title=Write a letter", "kind=action"]],
    "rename": [["cncc", "children-council"]],
    "move": [["2.9", "--to", "Meetings"]],
    "remove": [["write-a-letter"]],
    "release": [["2", "--note", "The second version."]],
    "validate": [[], ["--fix"], *(["--format", name] for name in ("json", "github", "sarif"))],
    "rules": [[], ["COB517"]],
    "render": [
        ["--audience", "members", "--format", "html", "--format", "md", "--format", "docx"],
        ["site", "--audience", "members"], ["site"],
    ],
    "export": [["matrix.xlsx", "--audience", "members"], ["deadlines.ics", "--audience", "members"], ["impact-measures.csv"]],
}  # fmt: skip


def test_no_other_command_ever_writes_or_prints_a_focal_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path / "w")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    monkeypatch.chdir(root)
    monkeypatch.setenv("COBTRACK_AS_OF", DAY)
    failed = []
    for name in [name for name in COMMANDS if name != "focal-points"]:
        for arguments in ARGUMENTS.get(name, [[]]):
            done = run(name, *arguments)
            assert not PLANTED.search(f"{done.out}{done.err}".encode())
            failed += [(name, done.err)] if done.code > 1 and name in ARGUMENTS else []
    assert failed == []
    written = [path for path in root.rglob("*") if path.is_file() and path != root / FOCAL_POINTS_FILE]
    assert [path for path in written if found_in(path)] == []
    assert {path.suffix for path in written} >= {".docx", ".html", ".xlsx", ".json", ".csv", ".ics", ".yaml", ".md"}
    assert [path for path in written if ".cobtrack" in path.parts]
    git(root, "add", "-A", "-f", "build", "members", "data/pillars")
    git(root, "commit", "-q", "-m", "What was written")
    objects = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=root, check=True, capture_output=True
    ).stdout
    assert b"A meeting took place" in objects
    assert not PLANTED.search(objects)


def names(output: str) -> list[tuple[str, str]]:
    """Return the first cell of each row, and the first word of the focal point in the row."""
    return re.findall(r"^(\S*)  +(\S+)", "\n".join(output.splitlines()[1:]), re.MULTILINE)


def test_focal_points_are_listed_and_grouped(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    everybody = ask(root, "focal-points").out.splitlines()
    assert [line.split()[0] for line in everybody] == ["name", "Zyxwona", "Qwertzo"]
    assert everybody[1].endswith("zyxwona@planted.example, 012 987 654")
    assert names(ask(root, "focal-points", "--by", "activity", "--pillar", "2").out) == [
        ("2.6", "Zyxwona"), ("", "Qwertzo"), ("2.7", "Zyxwona"), ("2.9", "Zyxwona"), ("2.10", "Zyxwona"),
    ]  # fmt: skip
    by_group = ask(root, "focal-points", "--by", "group")
    assert by_group.out.splitlines()[1].split("  ")[:2] == ["Working group on violence", "Qwertzo Plantedname"]
    assert "1 of 2 have no focal point" in by_group.err
    assert names(ask(root, "focal-points", "--by", "organisation", "--actor", "cncc").out) == [("CNCC", "Qwertzo")]
    for option, value in (("--twg", "1"), ("--actor", "cncc")):
        assert [line.split()[0] for line in ask(root, "focal-points", option, value).out.splitlines()[1:]] == [
            "Qwertzo"
        ]
    screen = on_terminal("focal-points", "-C", str(root), "--as-of", DAY)
    assert max(map(len, screen.lines)) <= 80
    assert "zyxwona@planted.example, 012 987 654" in screen.text


def test_missing_lists_the_open_activities_for_which_nobody_answers(tmp_path: Path) -> None:
    root = workspace(tmp_path, FILE.replace("pillars: [1]", "pillars: []").replace("crc-cambodia", "twg-2"))
    listed = ask(root, "focal-points", "--missing").out
    assert re.findall(r"^\d+\.\d+", listed, re.MULTILINE) == ["1.1", "1.2", "2.7", "2.9", "2.10"]
    for path in (root / "data/pillars").iterdir():
        path.unlink()
    assert "the workspace has no activities yet" in ask(root, "focal-points", "--missing").err


def test_validate_reports_mistakes_without_quoting_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = FILE.replace("language: km", "language: Zyxwonian").replace("organisation: cncc", "organisation: cnc")
    wrong += """\
    pillars: [9]
    activities: ["2.6", "2.66"]
    phone: 012 987 654
  - {name: Zyxwona Plantedname, organisation: cncc, email: zyxwona at planted.example, agreed: 2026}
  - {name: Qwertzo Plantedname, organisation: crc-cambodia, agreed: 2026}
  - {name: qwertzo plantedname, organisation: crc-cambodia, agreed: 2026}
"""
    wrong = wrong.replace('    activities: ["2.6"]\n', "")
    root = workspace(tmp_path, wrong)
    assert problems(root) == [
        '7 COB109 "language" cannot be read',
        "10 COB515 it is not recorded that this person agreed to be listed",
        "11 COB225 there is no organisation with this id",
        "14 COB225 there is no pillar with this number",
        "15 COB225 there is no activity with this id",
        "16 COB102 a record has a field that does not exist for this kind of record",
        '17 COB106 "email" cannot be read',
        "19 COB516 this person is listed twice",
    ]
    said = ask(root, "validate").out
    assert "hint: did you mean cncc?" in said
    assert "hint: write it as in this example: email: first.last@example.org" in said
    for arguments in ([], ["--format", "json"], ["--format", "github"], ["--format", "sarif"], ["--fix"]):
        done = ask(root, "validate", *arguments)
        assert not PLANTED.search(f"{done.out}{done.err}".encode())
    put(root, {FOCAL_POINTS_FILE: "focal_points: [Zyxwona: {\n"})
    assert [problem.split()[:2] for problem in problems(root)] == [["1", "COB010"]]
    assert not PLANTED.search(ask(root, "validate").out.encode())


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_link_in_the_data_does_not_make_the_file_public(tmp_path: Path, format_: str) -> None:
    root = workspace(tmp_path)
    (root / "data/actions").mkdir(exist_ok=True)
    (root / "data/actions/plan.yaml").symlink_to("../focal-points.internal.yaml")
    done = ask(root, "validate", "--format", format_)
    assert "is a link to a private file" in done.out
    assert not PLANTED.search((done.out + done.err).encode())


def test_validate_finds_the_name_of_a_focal_point_in_a_public_file(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    put(root, {"data/actions/a.yaml": "actions:\n  - {id: letter, title: Zyxwona Plantedname writes, kind: action}\n"})
    assert "data/actions/a.yaml:2:25: warning[COB517] this is the name of a focal point" in ask(root, "validate").out


def test_an_address_list_is_written_only_where_git_ignores_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path / "w")
    git(root, "init", "-q")
    monkeypatch.chdir(root)
    monkeypatch.setenv("COBTRACK_AS_OF", DAY)
    for place in ("list.csv", "list.xlsx", "build/list.csv", "docs/list.csv", "data/list.internal.csv"):
        done = run("focal-points", "-o", place)
        assert done.code == 2
        assert not Path(place).exists()
    done = run("focal-points", "-o", "list.xlsx")
    assert "error: list.xlsx would not stay private" in done.err
    assert "hint: choose a file that git ignores: -o focal-points.internal.xlsx" in done.err
    done = run("focal-points", "-o", "focal-points.internal.csv")
    assert "1 person is left out, because it is not recorded that the person agreed" in done.err
    first = Path("focal-points.internal.csv").read_text(encoding="utf-8-sig").splitlines()
    assert first == [
        "name,organisation,groups,pillars,activities,email,telephone,language,since",
        "Zyxwona Plantedname,CRC-Cambodia,,1,,zyxwona@planted.example,012 987 654,km,2026-01",
    ]
    assert run("focal-points", "-o", "focal-points.internal.xlsx").code == 0
    assert run("focal-points", "-o", "focal-points.internal.xlsx", "--actor", "cncc").code == 0
    assert found_in(Path("focal-points.internal.xlsx")) is False
    put(root, {"mine.internal.csv": "my own\n"})
    assert "already exists" in run("focal-points", "-o", "mine.internal.csv").err
    assert run("undo").code == 2
    outside = tmp_path / "list.csv"
    assert run("focal-points", "-o", str(outside)).code == 0
    assert found_in(outside)


def test_without_git_the_patterns_of_gitignore_decide(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert ask(root, "focal-points", "-o", str(root / "list.csv")).code == 2
    assert ask(root, "focal-points", "-o", str(root / "list.internal.csv")).code == 0


def test_nothing_is_printed_into_a_file(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    with (tmp_path / "out").open("wb") as out, (tmp_path / "errors").open("wb") as errors:
        command = ["focal-points", "-C", str(root), "--as-of", DAY]
        streams = (os.open(os.devnull, os.O_RDONLY), out.fileno(), errors.fileno())
        exit_code(start(command, streams, None, dict(os.environ)))
        os.close(streams[0])
    assert b"names and contacts are not written to a file" in (tmp_path / "errors").read_bytes()
    assert (tmp_path / "out").read_bytes() == b""


def test_an_officer_can_start_the_file_from_an_example(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert "cobtrack focal-points --create" in ask(root, "focal-points").err
    assert "add the line *.internal.yaml to .gitignore" in ask(root, "focal-points", "--create").err
    put(root, {".gitignore": IGNORE})
    assert ask(root, "focal-points", "--create").code == 0
    assert problems(root) == []
    assert ask(root, "focal-points").out == ""
    assert "already exists" in ask(root, "focal-points", "--create").err
    used = "\n".join(line.removeprefix("# ") for line in EXAMPLE.splitlines() if re.match("# (?:focal_| {2})", line))
    put(root, {FOCAL_POINTS_FILE: used.replace("moj ", "cncc ")})
    assert problems(root) == []
    found = read_focal_points(root, ["en"])
    assert found
    assert found.focal_points[0].model_fields_set == set(FocalPoint.model_fields)
