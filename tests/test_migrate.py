"""`cobtrack migrate` changes all files of an older schema, and nothing else in them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.records.settings import SCHEMA
from cobtrack.store.load import load
from tests.cli_support import DAY, ask, on_terminal, put, replace, run, small, snapshot, words
from tests.git_support import commit, repository
from tests.test_migrations import NEW_MEASURES, OLD_LAYOUTS, OLD_MEASURES, OLD_VERSION, old

if TYPE_CHECKING:
    from pathlib import Path

NEW_VERSION = """\
# as printed
versions:
  - number: 2
    date: 2024-05-08
    note: No note was written for this version.
# The day of the launch.
"""
HEAD = "# yaml-language-server: $schema=../../schema/measures.json\n"
NOTE = (
    "the version has the note “No note was written for this version.” To say what was new:"
    ' cobtrack set roadmap versions.last.note="…"'
)


def roadmap(root: Path) -> str:
    return (root / "data/roadmap.yaml").read_text(encoding="utf-8")


def test_only_the_old_fields_and_the_schema_change(tmp_path: Path) -> None:
    root = old(tmp_path)
    before = snapshot(root)
    assert ask(root, "migrate").code == 0
    after = {name: content for name, (content, _) in snapshot(root).items()}
    changed = {
        "cobtrack.yaml": before["cobtrack.yaml"][0].replace(b"schema: 1", f"schema: {SCHEMA}".encode()),
        "data/roadmap.yaml": before["data/roadmap.yaml"][0]
        .replace(OLD_VERSION.encode(), NEW_VERSION.encode())
        .replace(OLD_MEASURES.encode(), b""),
        "data/measures/measures.yaml": f"{HEAD}{NEW_MEASURES}".encode(),
    }
    assert after == {name: content for name, (content, _) in before.items()} | changed


def test_it_says_what_changes_and_how_to_write_the_note(tmp_path: Path) -> None:
    result = ask(old(tmp_path), "migrate")
    assert result.err.splitlines() == [
        "cobtrack.yaml: schema 1 becomes schema 2",
        'data/roadmap.yaml: "version" and "date" become an item of "versions", with a note',
        'data/roadmap.yaml: "date" of a measure becomes an item of "stages"',
        'data/roadmap.yaml: "measures" moves to the new file data/measures/measures.yaml',
        "Changed cobtrack.yaml",
        "Changed data/roadmap.yaml",
        "Wrote data/measures/measures.yaml",
        f"note: {NOTE}",
        "Not what you meant? cobtrack undo",
    ]


def test_the_command_in_the_note_works(tmp_path: Path) -> None:
    root = old(tmp_path)
    ask(root, "migrate")
    assert ask(root, "set", "roadmap", "versions.last.note=A new plan.").code == 0
    assert "    note: A new plan.\n" in roadmap(root)


@pytest.mark.parametrize("layout", OLD_LAYOUTS, ids=[layout.name for layout in OLD_LAYOUTS])
def test_an_old_layout_has_the_same_records_after_the_migration(layout: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(layout, root)
    before = load(root).workspace
    assert ask(root, "migrate").code == 0
    after = load(root)
    assert not [problem for problem in after.problems if problem.code == "COB020"]
    assert [record.model_dump() for record in after.workspace.file_records()][1:] == [
        record.model_dump() for record in before.file_records()
    ][1:]


def test_migrate_twice_says_that_there_is_nothing_to_migrate(tmp_path: Path) -> None:
    root = old(tmp_path)
    ask(root, "migrate")
    before = snapshot(root)
    result = ask(root, "migrate")
    assert (result.code, result.err) == (0, "There is nothing to migrate: the workspace has the current schema, 2\n")
    assert snapshot(root) == before


def test_undo_restores_the_old_files(tmp_path: Path) -> None:
    root = old(tmp_path)
    before = {name: content for name, (content, _) in snapshot(root).items()}
    ask(root, "migrate")
    assert run("undo", "--root", str(root)).code == 0
    assert {name: content for name, (content, _) in snapshot(root).items()} == before


def test_a_dry_run_shows_the_change_and_writes_nothing(tmp_path: Path) -> None:
    root = old(tmp_path)
    before = snapshot(root)
    result = ask(root, "migrate", "--dry-run")
    assert "-schema: 1\n+schema: 2\n" in result.out
    assert "+    note: No note was written for this version.\n" in result.out
    assert "schema 1 becomes schema 2" in result.err
    assert snapshot(root) == before


def test_a_note_can_be_given(tmp_path: Path) -> None:
    root = old(tmp_path)
    result = ask(root, "migrate", "--note", "A new plan: more time.")
    assert result.code == 0
    assert '    note: "A new plan: more time."\n' in roadmap(root)
    assert "note:" not in result.err


def test_a_note_that_nothing_needs_is_refused(tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "data/roadmap.yaml", OLD_VERSION, NEW_VERSION.replace("No note was written for this version.", "New"))
    result = ask(root, "migrate", "--note", "Another.")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: no version of the roadmap needs a note")


def test_a_note_with_a_contact_is_refused(tmp_path: Path) -> None:
    root = old(tmp_path)
    before = snapshot(root)
    result = ask(root, "migrate", "--note", "Write to sokha@example.org.")
    assert result.code == 2
    assert "e-mail address" in result.err
    assert snapshot(root) == before


@pytest.mark.parametrize("schema", ["", "schema: 0\n", 'schema: "1"\n'])
def test_settings_that_cannot_be_read_are_not_called_current(schema: str, tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "cobtrack.yaml", "schema: 1\n", schema)
    result = ask(root, "migrate")
    assert (result.code, result.out) == (2, "")
    assert "error: cobtrack.yaml could not be read" in result.err


def test_on_a_terminal_the_note_is_asked_for(tmp_path: Path) -> None:
    root = old(tmp_path)
    screen = on_terminal("migrate", "--root", str(root), "--as-of", DAY, typed="A new plan.\n")
    assert screen.code == 0
    assert "What was new in version 2 of the roadmap?" in words(screen.text)
    assert "    note: A new plan.\n" in roadmap(root)


def test_an_empty_answer_says_that_no_note_was_written(tmp_path: Path) -> None:
    root = old(tmp_path)
    assert on_terminal("migrate", "--root", str(root), "--as-of", DAY, typed="\n").code == 0
    assert "    note: No note was written for this version.\n" in roadmap(root)


def test_a_file_that_cannot_be_read_is_not_migrated(tmp_path: Path) -> None:
    root = old(tmp_path)
    replace(root, "data/roadmap.yaml", "subtitle: A small one", "subtitle: A small: one")
    before = snapshot(root)
    result = ask(root, "migrate")
    assert result.code == 2
    assert "error: data/roadmap.yaml could not be read" in result.err
    assert snapshot(root) == before


def test_errors_in_other_files_do_not_prevent_the_migration(tmp_path: Path) -> None:
    root = old(tmp_path)
    put(root, {"data/pillars/9-new.yaml": "pillar: 9\ntitle: A: b\n"})
    assert ask(root, "migrate").code == 0
    assert "versions:" in roadmap(root)


def test_a_field_that_shares_its_line_is_left_to_the_user(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", f"schema: {SCHEMA}", "schema: 1")
    text = "{title: R, period: 2022/2027, version: 1, date: 2022-11-30, maintainer: crc-cambodia, sections: []}\n"
    put(root, {"data/roadmap.yaml": text})
    result = ask(root, "migrate")
    assert result.code == 2
    assert 'error: data/roadmap.yaml: "version" shares its line with something else' in result.err


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    root = old(tmp_path)
    path = root / "data/roadmap.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ask(root, "migrate").code == 0
    assert b"versions:\r\n  - number: 2\r\n" in path.read_bytes()
    for file in (path, root / "data/measures/measures.yaml"):
        assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", f"schema: {SCHEMA}", f"schema: {SCHEMA + 1}")
    result = ask(root, "migrate")
    assert result.code == 2
    assert "install a newer version of cobtrack" in result.err


def test_editors_need_the_new_schema_files(tmp_path: Path) -> None:
    root = old(tmp_path)
    (root / "schema").mkdir()
    assert 'note: run "cobtrack schema" too' in ask(root, "migrate").err


def test_a_migration_is_no_change_of_the_roadmap(tmp_path: Path) -> None:
    root = old(tmp_path)
    repository(root)
    commit(root)
    ask(root, "migrate")
    result = ask(root, "changes", "main")
    assert "Nothing changed." in result.out
    assert "problem" not in result.err
