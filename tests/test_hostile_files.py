"""Bad files of every kind: each is reported as a problem, never raises an exception, and nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cobtrack.model.problem import Severity
from cobtrack.render.templates import available_templates
from cobtrack.store.load import load
from cobtrack.store.locate import Locator
from cobtrack.store.root import WorkspaceNotFoundError
from cobtrack.store.write import replace_all, resolve_inside
from tests.cli_support import run, small
from tests.support import codes, line, problems, workspace

PILLAR = "data/pillars/9.yaml"
GOOD = 'pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n      - id: "9.1"\n        text: A\n        timeframe: 2024\n'


def read_codes(root: Path) -> list[str]:
    """Return the codes of the problems that the reader finds in the files."""
    return [problem.code for problem in load(root).problems]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["COB017"]),
        (b"  \n\n", ["COB017"]),
        (b"# only a comment\n", []),
        (b"# a comment\nnull\n", ["COB017"]),
        (b"...\n", ["COB017"]),
        (b"---\n", ["COB017"]),
        (b"- a\n- b\n", ["COB017"]),
        (b"just text\n", ["COB017"]),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ["COB004"]),
        ("title: Gen\u00e8ve\n".encode("latin-1"), ["COB004"]),
        (GOOD.encode("utf-16"), ["COB004"]),
        (b"\xef\xbb\xbf" + GOOD.encode(), ["COB006"]),
        (GOOD.replace("\n", "\r\n").encode(), ["COB007"]),
        (GOOD.replace("\n", "\r").encode(), ["COB007"]),
        (GOOD.replace("    ", "\t").encode(), ["COB010"]),
        (GOOD.replace("Nine", "Ni\x00ne").encode(), ["COB005"]),
        (GOOD.replace("Nine", "Ni\u202ene").encode(), ["COB005"]),
        (GOOD.replace("Nine", "\ue001ar\ue002Nine").encode(), ["COB005", "COB005"]),
        (GOOD.replace("Nine", r'"Ni\ue000ne"').encode(), ["COB005"]),
        (GOOD.encode() + b"x: " + b"a" * 11_000_000, ["COB003"]),
        (b"x: " + b"[" * 10_000, ["COB016"]),
        (b"a: &a [x]\nb: &b [*a, *a]\n", ["COB012"]),
    ],
)
def test_a_bad_file_is_reported(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    root = workspace(tmp_path, {PILLAR: content})
    found = read_codes(root)
    assert list(dict.fromkeys(found)) == expected or found[: len(expected)] == expected
    assert (root / PILLAR).read_bytes() == content


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_that_is_not_utf_8_is_located_with_any_line_ends(tmp_path: Path, end: str) -> None:
    root = workspace(tmp_path, {PILLAR: b"\xef\xbb\xbf" + f"pillar: 9{end}title: Gen\u00e8ve{end}".encode("latin-1")})
    (problem,) = load(root).problems
    assert line(root, problem).startswith(f"{PILLAR}:2:11: error[COB004] ")


@pytest.mark.parametrize("text", ["...\n", "---\n", "---", "a: [\n", "a: {b", 'a: "x', "a:\n  - b: |\n   c", "\n\n"])
def test_the_place_of_a_problem_is_within_its_file(tmp_path: Path, text: str) -> None:
    root = workspace(tmp_path, {PILLAR: text})
    lines = text.removesuffix("\n").split("\n")
    found = load(root).problems
    assert found
    for problem in found:
        span = Locator(root).span(problem.place)
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1


@pytest.mark.parametrize("name", ["._9.yaml", ".9.yaml", ".9.yaml.swp", "9.yaml~"])
def test_a_hidden_file_is_ignored(tmp_path: Path, name: str) -> None:
    assert read_codes(workspace(tmp_path, {f"data/pillars/{name}": b"\x00\x05\x16\x07 no: ["})) == []


def test_a_byte_of_latin_1_is_located_and_the_encoding_is_named(tmp_path: Path) -> None:
    root = workspace(tmp_path, {PILLAR: "pillar: 9\ntitle: Gen\u00e8ve\n".encode("latin-1")})
    (problem,) = load(root).problems
    assert line(root, problem) == f"{PILLAR}:2:11: error[COB004] byte 0xe8 is not UTF-8"
    assert "è" in problem.hint


def test_a_folder_with_the_name_of_a_file_is_reported(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / PILLAR).mkdir()
    assert read_codes(root) == ["COB001"]


@pytest.mark.parametrize("target", ["9.yaml", "nowhere.yaml"])
def test_a_broken_link_is_reported(tmp_path: Path, target: str) -> None:
    root = workspace(tmp_path)
    (root / PILLAR).symlink_to(target)
    assert read_codes(root) == ["COB001"]


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(GOOD)
    root = workspace(tmp_path / "inside")
    (root / PILLAR).symlink_to(secret)
    assert read_codes(root) == ["COB002"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    os.mkfifo(root / PILLAR)
    assert read_codes(root) == ["COB001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    root = workspace(tmp_path, {PILLAR: GOOD})
    (root / PILLAR).chmod(0)
    assert read_codes(root) == ["COB001"]


def test_a_file_with_another_ending_is_reported(tmp_path: Path) -> None:
    assert read_codes(workspace(tmp_path, {"data/pillars/9.yml": GOOD})) == ["COB008"]


def test_contacts_in_an_internal_file_are_never_read(tmp_path: Path) -> None:
    assert codes(workspace(tmp_path, {"data/actors.internal.yaml": "phone: +855 12 345 678\n"})) == []


def test_a_workspace_for_a_newer_cobtrack_is_refused(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    text = (root / "cobtrack.yaml").read_text().replace("schema: 2", "schema: 3")
    with pytest.raises(WorkspaceNotFoundError, match="schema: 3") as refused:
        load(workspace(root, {"cobtrack.yaml": text}))
    assert "newer" in refused.value.hint


def test_broken_settings_do_not_hide_other_problems(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"cobtrack.yaml": "state: kenya\n", PILLAR: GOOD.replace("2024", "soon")})
    assert {"COB101", "COB106", "COB107"} <= set(read_codes(root))


THREE = GOOD + (
    '      - id: "9.2"\n        text: B\n        timeframe: soon\n        progress: [{date: 2024, status: done}]\n'
    '      - id: "9.3"\n        text: ""\n        timeframe: 2024\n        after: ["9.2"]\n'
    '      - id: "9.4"\n        text: D\n        timeframe: 2024\n        after: ["9.2", "9.3"]\n        serves: [nothing]\n'
)


def test_a_bad_activity_costs_only_that_activity(tmp_path: Path) -> None:
    loaded = load(workspace(tmp_path, {PILLAR: THREE}))
    assert [one.code for one in loaded.problems] == ["COB107", "COB108"]
    assert [one.id for one in loaded.workspace.activities if one.id.startswith("9.")] == ["9.1", "9.4"]


def test_an_invalid_id_in_a_list_does_not_hide_the_other_unknown_ids(tmp_path: Path) -> None:
    pillar = "pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n"
    activity = '      - {id: "9.1", text: One, timeframe: 2024, responsible: [CNCC, crc-camboda, unesco]}\n'
    root = workspace(tmp_path, {PILLAR: pillar + activity})
    reported = [problem for problem in problems(root) if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.message.split('"')[1]) for problem in reported] == [
        ("COB106", "CNCC"),
        ("COB203", "crc-camboda"),
        ("COB203", "unesco"),
    ]
    assert [problem.place.path[-1] for problem in reported] == [0, 1, 2]


def test_an_invalid_id_that_is_the_only_one_of_its_list_costs_the_record(tmp_path: Path) -> None:
    pillar = "pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n"
    activity = '      - {id: "9.1", text: One, timeframe: 2024, responsible: [CNCC]}\n'
    assert "9.1" not in load(workspace(tmp_path, {PILLAR: pillar + activity})).workspace.by_id


def test_links_to_unreadable_records_are_not_called_unknown(tmp_path: Path) -> None:
    root = workspace(tmp_path, {PILLAR: THREE})
    assert [one.message for one in problems(root) if one.code == "COB203"] == ['no deadline has the id "nothing"']


def test_unreadable_paragraphs_are_not_called_forgotten(tmp_path: Path) -> None:
    document = "id: x\ntitle: X\nsymbol: X\nmechanism: crc\nsource: x\nparagraphs:\n" + "".join(
        f"  - id: x:{number}\n    kind: {kind}\n    text: One\n"
        for number, kind in [("1", "progress"), ("2", "bad"), ("3a", "bad"), ("5", "progress")]
    )
    root = workspace(tmp_path, {"data/recommendations/x.yaml": document})
    assert [one.message for one in problems(root) if one.code == "COB403"] == [
        "x:4: neither entered nor listed under not_seen"
    ]


@pytest.mark.parametrize("broken", ["timeframe: soon", "timeframe: ["])
def test_recommendations_are_not_called_uncovered_if_activities_are_unreadable(tmp_path: Path, broken: str) -> None:
    root = workspace(tmp_path)
    file = root / "data/pillars/1-coordination.yaml"
    file.write_text(file.read_text().replace("timeframe: 2022/2027", broken))
    assert "COB406" not in codes(root)


def test_broken_settings_do_not_make_the_treaty_body_unknown(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "cobtrack.yaml").write_text((root / "cobtrack.yaml").read_text().replace("KHM", "Cambodia"))
    assert codes(root) == ["COB106"]


def test_places_after_a_dropped_record_are_those_of_the_file(tmp_path: Path) -> None:
    root = workspace(tmp_path, {PILLAR: THREE})
    (problem,) = [one for one in problems(root) if one.code == "COB203"]
    number = THREE.split("\n").index("        serves: [nothing]") + 1
    assert line(root, problem).startswith(f"{PILLAR}:{number}:18: ")


def test_ids_of_an_unreadable_file_are_not_called_unknown(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"data/actors.yaml": "actors: ["})
    assert set(codes(root)) == {"COB010"}


def test_thousands_of_control_characters_are_one_problem_with_ten_places(tmp_path: Path) -> None:
    root = workspace(tmp_path, {PILLAR: GOOD.replace("Nine", "\x01\n" * 100_000)})
    found = [one for one in problems(root) if one.code == "COB005"]
    assert [(one.message, len(one.related)) for one in found] == [
        ("the file contains a control character (U+0001) 100000 times", 9)
    ]


@pytest.mark.parametrize(
    ("escape", "description"),
    [
        (r"\x07", "a control character (U+0007)"),
        (r"\u202e", "a character that changes the direction of writing (U+202E)"),
        (r"\ud800", "a character that is not allowed (U+D800)"),
        (r"\u2028", "a character that is not allowed (U+2028)"),
    ],
)
def test_a_character_that_is_not_allowed_is_described(tmp_path: Path, escape: str, description: str) -> None:
    root = workspace(tmp_path, {PILLAR: GOOD.replace("Nine", f'"Ni{escape}ne"')})
    messages = [problem.message for problem in problems(root) if problem.code == "COB005"]
    assert messages == [f"the text contains {description}"]


@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\n", "\u202e"])
def test_control_characters_in_names_and_lines_do_not_reach_the_terminal(tmp_path: Path, character: str) -> None:
    root = workspace(tmp_path, {f"data/pillars/a{character}[2Jb.yaml": GOOD.replace("Nine", f"Ni{character}ne: [")})
    told = run("validate", "--root", str(root), "--as-of", "2026-01-01")
    assert told.code == 1
    assert f"a\\u{ord(character):04x}[2Jb.yaml:" in told.out
    assert character not in told.out.replace("\n", "") + told.err.replace("\n", "")


def test_a_write_follows_a_link_within_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: 1\n")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    path = resolve_inside(tmp_path, "link.yaml")
    replace_all({path: (path.read_bytes(), b"a: 2\n")})
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "a: 2\n"


def test_nothing_is_written_outside_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/data").symlink_to(tmp_path)
    with pytest.raises(OSError, match="points outside the workspace"):
        resolve_inside(tmp_path / "inside", "data/new.yaml")


@pytest.mark.parametrize(
    ("link", "command"),
    [("build", ["render", "roadmap.md"]), ("schema", ["schema"]), ("deadlines.ics", ["export", "deadlines.ics"]),
     ("data", ["init", ".", "--state", "KEN", "--state-name", "Kenya"])],
)  # fmt: skip
def test_no_command_follows_a_link_out_of_the_workspace_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str, command: list[str]
) -> None:
    root = tmp_path / "empty" if "init" in command else small(tmp_path / "workspace")
    outside = tmp_path / "outside"
    for folder in (root, outside):
        folder.mkdir(exist_ok=True)
    (root / link).symlink_to(outside / "x.ics" if link.endswith("ics") else outside)
    monkeypatch.chdir(root)
    done = run(*command)
    assert (done.code, list(outside.iterdir())) == (2, [])
    assert "a link points outside the workspace" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        replace_all({path: (b"a: 1\n", b"a: 2\n")})


def test_a_hidden_file_is_not_a_template(tmp_path: Path) -> None:
    root = small(tmp_path, {"templates/._roadmap.md.j2": b"\x00\x05\x16\x07{{", "templates/.x.html.j2": "{{"})
    assert [one.name for one in available_templates(root)] == [
        one.name for one in available_templates(small(tmp_path / "without"))
    ]


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_a_file_name_that_is_not_utf_8_is_reported(tmp_path: Path, format: str) -> None:
    root = small(tmp_path)
    (root / "data/pillars/\udcff.yaml").write_text("pillar: [")
    told = run("validate", "--root", str(root), "--as-of", "2026-01-01", "--format", format)
    assert (told.code, told.err) == (1, "")
    assert ("%FF.yaml" if format == "sarif" else "udcff.yaml") in told.out
