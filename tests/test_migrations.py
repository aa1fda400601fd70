"""Files of an older schema are read like files of the current schema."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cobtrack.editing.problems import errors
from cobtrack.model.edit import Edit, with_edits
from cobtrack.model.kinds import KINDS
from cobtrack.model.problem import Place
from cobtrack.model.records.settings import SCHEMA
from cobtrack.store import migrations
from cobtrack.store.edit.apply import apply_edits
from cobtrack.store.edit.source import EditError
from cobtrack.store.load import load, load_contents, reload_with
from cobtrack.store.yaml import reader
from tests.cli_support import DAY, replace, run, small, snapshot
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from cobtrack.model.kinds import Kind
    from cobtrack.model.records.roadmap import Roadmap

OLD_LAYOUTS = sorted((Path(__file__).parent / "old_layouts").iterdir())
"""Workspaces as older versions of cobtrack read them: the first one, and the example of schema 1 with every field."""
VERSIONS = """\
versions:
  - number: 1
    date: 2022-11-30
    note: The first version.
"""
OLD_MEASURES = """\
# What the government issued.
measures:
  # Its text was not found.
  - id: circular-12
    title: Circular No. 12
    date: 2022-10
    issued_by: The government
"""
NEW_MEASURES = OLD_MEASURES.replace(
    "    date: 2022-10\n", "    stages:\n      - date: 2022-10\n        stage: issued\n"
)
OLD_VERSION = """\
version: 2   # as printed
# The day of the launch.
date: 2024-05-08
"""


def old(root: Path) -> Path:
    """Make the small workspace in schema 1."""
    small(root)
    replace(root, "cobtrack.yaml", f"schema: {SCHEMA}", "schema: 1")
    replace(root, "data/roadmap.yaml", VERSIONS, OLD_VERSION)
    (root / "data/measures/measures.yaml").unlink()
    replace(root, "data/roadmap.yaml", "sections:\n", f"{OLD_MEASURES}sections:\n")
    return root


def the_roadmap(root: Path) -> Roadmap:
    roadmap = load(root).workspace.roadmap
    assert roadmap
    return roadmap


@pytest.mark.parametrize("layout", OLD_LAYOUTS, ids=[layout.name for layout in OLD_LAYOUTS])
def test_an_old_layout_is_read_without_other_errors(layout: Path) -> None:
    loaded = load(layout)
    # Only a part of the first workspace was copied, so some of its links (COB2) have no target.
    assert [problem.code for problem in errors(loaded, date(2026, 11, 26)) if problem.code[3] != "2"] == ["COB020"]
    assert loaded.unreadable_files == []


def test_version_and_date_are_read_as_a_version(tmp_path: Path) -> None:
    [version] = the_roadmap(old(tmp_path)).versions
    assert (version.number, str(version.date)) == (2, "2024-05-08")


def test_a_version_without_a_note_says_so(tmp_path: Path) -> None:
    assert the_roadmap(old(tmp_path)).versions[0].note == "No note was written for this version."


def test_measures_in_an_old_roadmap_are_read_with_their_places_and_problems(tmp_path: Path) -> None:
    root = old(tmp_path)
    loaded = load(root)
    [measure] = loaded.workspace.measures
    assert [(stage.stage, str(stage.date)) for stage in measure.stages] == [("issued", "2022-10")]
    assert (measure.id, measure.place) == ("circular-12", Place("data/roadmap.yaml", ("measures", 0)))
    replace(root, "data/roadmap.yaml", "    title: Circular No. 12\n", "")
    assert [problem.place for problem in load(root).problems if problem.code == "COB101"] == [
        Place("data/roadmap.yaml", ("measures", 0, "title"), on_key=True)
    ]


def test_an_old_file_that_did_not_change_keeps_all_its_records(tmp_path: Path) -> None:
    loaded = load(old(tmp_path))
    assert reload_with(loaded, {"data/actors.yaml": b"actors: []\n"}).workspace.measures == loaded.workspace.measures
    assert load_contents(tmp_path, loaded.raw_bytes, [loaded]).workspace.measures == loaded.workspace.measures


def test_measures_in_a_roadmap_of_the_current_schema_are_an_error_that_says_where_they_belong(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/roadmap.yaml", "sections:\n", f"{OLD_MEASURES}sections:\n")
    [problem] = load(root).problems
    assert (problem.message, problem.hint) == (
        'unknown field "measures"',
        "the list belongs in a file of its own: move it to data/measures/measures.yaml",
    )


def test_what_is_missing_in_an_old_file_is_still_an_error(tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "data/roadmap.yaml", "date: 2024-05-08\n", "")
    assert [problem.code for problem in load(root).problems] == ["COB020", "COB101"]


def test_an_old_key_is_an_error_in_the_current_schema(tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "cobtrack.yaml", "schema: 1", f"schema: {SCHEMA}")
    assert {problem.message for problem in load(root).problems} == {
        'unknown field "version"', 'unknown field "date"', 'unknown field "measures"',
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_of_the_current_schema_is_not_converted(kind: Kind) -> None:
    paths = EXAMPLE.glob(f"{kind.path}/*.yaml") if kind.is_folder else [EXAMPLE / kind.path]
    for path in paths:
        data = reader.read(path.read_text(encoding="utf-8"), "").data
        assert migrations.converted(kind.name, data, 1) == data


def test_settings_with_errors_still_say_the_schema(tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "cobtrack.yaml", "timezone: ", "timezones: ")
    assert the_roadmap(root).versions[0].number == 2


def test_a_question_is_answered_with_one_note(tmp_path: Path) -> None:
    result = run("show", "2.6", "--root", str(old(tmp_path)), "--as-of", DAY)
    assert result.code == 0
    assert result.err == 'note: this workspace is written for schema 1; run "cobtrack migrate"\n'


def test_validate_reports_the_old_schema_as_an_error_at_its_line(tmp_path: Path) -> None:
    result = run("validate", "-q", "--root", str(old(tmp_path)), "--as-of", DAY)
    assert result.code == 1
    assert "cobtrack.yaml:" in result.out
    assert "error[COB020] the files are written for schema 1" in result.out
    assert 'hint: run "cobtrack migrate"' in result.out


@pytest.mark.parametrize(
    "command", ["log 2.6 -s done", "log 2.6 -s done -n", "rename 2.6 2.99", "import x.docx --write"]
)
def test_commands_that_change_files_refuse(tmp_path: Path, command: str) -> None:
    root = old(tmp_path)
    before = snapshot(root)
    result = run(*command.split(), "--root", str(root), "--as-of", DAY)
    assert result.code == 2
    assert "this workspace is written for schema 1, so it can be read but not changed" in result.err
    assert snapshot(root) == before


def test_documents_are_rendered_from_an_old_schema(tmp_path: Path) -> None:
    root = old(tmp_path / "workspace")
    result = run("render", "roadmap.md", "-o", str(tmp_path / "out"), "--root", str(root), "--as-of", DAY)
    assert result.code == 0
    assert "Version 2 (8 May 2024)" in (tmp_path / "out/roadmap.md").read_text(encoding="utf-8")


def test_comments_of_a_replaced_field_stay_above_the_new_fields() -> None:
    edit = Edit((), "version", {"versions": [{"number": 2}]}, "replace")
    new = apply_edits(OLD_VERSION, [edit])
    assert new == "# as printed\nversions:\n  - number: 2\n# The day of the launch.\ndate: 2024-05-08\n"
    assert reader.read(new, "").data == with_edits(reader.read(OLD_VERSION, "").data, [edit])


def test_a_replaced_field_in_braces_is_refused() -> None:
    with pytest.raises(EditError, match="shares its line"):
        apply_edits("{version: 1}\n", [Edit((), "version", {}, "replace")])


def test_edits_change_plain_data_as_they_change_a_file() -> None:
    text = "a: 1\nitems:\n  - id: x\n  - id: y\n  - id: z\nlist:\n  - one\n"
    edits = [
        Edit((), "a", None), Edit(("items", 1), "name", "Y"), Edit((), "list", "two", "append"),
        Edit((), "new", "three", "append"), Edit(("items", 0), "", None, "remove"), Edit(("items", 2), "", None, "remove"),
    ]  # fmt: skip
    data = with_edits(reader.read(text, "").data, edits)
    assert data == {"items": [{"id": "y", "name": "Y"}], "list": ["one", "two"], "new": ["three"]}
    assert reader.read(apply_edits(text, edits), "").data == data
