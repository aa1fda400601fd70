"""`cobtrack move`: the lines of a record go to another place as they are, and all links follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.store.load import load
from tests.cli_support import ask, on_terminal, put, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

FROM, TO = "data/pillars/2-government.yaml", "data/pillars/9-nine.yaml"
MOVED = """\
      - id: "2.80"   # agreed in May
        text: >-
          Meet the ministry,
          see [the review](#2.6)
        # Not yet confirmed
        timeframe: 2026
"""
TWO = f"""
  - title: Data and research
    activities:
      # All about numbers
{MOVED}
      - id: "2.81"
        text: Count, after 2.80 (see [that](#2.80))
        timeframe: 2027
        after: ["2.80"]
"""
NINE = """\
pillar: 9
title: Nine
categories:
  - title: Research
    activities:
      - id: "9.1"
        text: Ask
        timeframe: 2026

      - id: "9.3"
        text: Ask again
        timeframe: 2026
  - title: Meetings
    activities: []
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    small(tmp_path)
    path = tmp_path / FROM
    path.write_text(path.read_text().rstrip("\n") + "\n" + TWO)
    return put(tmp_path, {TO: NINE})


def contents(root: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in snapshot(root).items() if "." in name}


def category_of(root: Path, identifier: str) -> tuple[int, str]:
    pillar, category = load(root).workspace.activity_index[identifier]
    return pillar.pillar, str(category.title)


def test_within_its_pillar_an_activity_keeps_its_id_and_its_lines(root: Path) -> None:
    before = contents(root)
    done = ask(root, "move", "2.80", "--to", "Submissions")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"The activity 2.80 is moved to “Submissions” in {FROM}\nChanged {FROM}\n")
    after = contents(root)
    assert [name for name in after if after[name] != before[name]] == [FROM]
    assert after[FROM].decode().count(MOVED) == 1
    assert sorted(after[FROM].split()) == sorted(before[FROM].split())
    assert category_of(root, "2.80") == (2, "Submissions")
    assert ask(root, "validate", "-q").code == 0
    run("undo", "-C", str(root))
    assert contents(root) == before


def test_in_another_pillar_it_gets_a_new_id_and_all_links_follow(root: Path) -> None:
    before = contents(root)
    done = ask(root, "move", "2.80", "--to", "9: research")
    assert done.err.startswith(f"The activity 2.80 is moved to “Research” in {TO}, and is now 9.4\n")
    lines = MOVED.replace("2.80", "9.4").replace(
        "agreed in May\n", 'agreed in May\n        formerly:\n          - "2.80"\n'
    )
    assert (root / TO).read_text() == NINE.replace("  - title: Meetings", f"\n{lines}  - title: Meetings")
    workspace = load(root).workspace
    assert workspace.by_id["2.81"].after == ("9.4",)  # type: ignore[union-attr]
    assert workspace.by_id["2.81"].text == "Count, after 2.80 (see [that](#9.4))"  # type: ignore[union-attr]
    assert ask(root, "show", "2.80").err == "note: 2.80 is now 9.4\n"
    assert ask(root, "validate", "-q").code == 0
    run("undo", "-C", str(root))
    assert contents(root) == before


def test_notes_say_what_did_not_move(root: Path) -> None:
    told = ask(root, "move", "2.80", "--to", "9.1").err
    assert f"note: the comment above 2.80 stays; delete it in {FROM} if it is about 2.80 alone: # All about" in told
    assert f"note: 1 text mentions 2.80 and was not changed: {FROM}:" in told


def test_moving_back_gives_a_new_id_because_none_is_used_again(root: Path) -> None:
    ask(root, "move", "2.81", "--to", "9.1")
    ask(root, "move", "9.4", "--to", "2.80")
    assert load(root).workspace.by_id["2.82"].formerly == ("2.81", "9.4")
    assert ask(root, "validate", "-q").code == 0


def test_an_empty_category_is_no_obstacle(root: Path) -> None:
    assert ask(root, "move", "9.3", "--to", "9: Meetings").code == 0
    assert category_of(root, "9.3") == (9, "Meetings")


def test_a_pillar_means_its_category_with_the_same_title(root: Path) -> None:
    path = root / TO
    path.write_text(path.read_text().replace("title: Research", "title: Data and research"))
    ask(root, "move", "2.80", "--to", "9")
    assert category_of(root, "9.4") == (9, "Data and research")


def test_another_name_for_several_categories_is_not_guessed(root: Path) -> None:
    before = contents(root)
    done = ask(root, "move", "2.80", "--to", "9")
    assert (done.code, contents(root)) == (2, before)
    assert 'error: "9" can mean several places\nhint: choose “9: Research” or “9: Meetings”\n' in done.err


def test_on_a_terminal_the_category_is_asked_for(root: Path) -> None:
    screen = on_terminal("move", "2.80", "--to", "9", "-C", str(root), "--as-of", "2026-02-01", typed="9: mee\n")
    assert screen.code == 0
    assert category_of(root, "9.4") == (9, "Meetings")


def test_a_record_that_is_there_already_stays(root: Path) -> None:
    before = contents(root)
    done = ask(root, "move", "2.80", "--to", "2.81")
    assert (done.code, done.err) == (0, "Unchanged: 2.80 is already in “Data and research”\n")
    assert contents(root) == before


def test_other_records_move_to_another_file_and_keep_their_id(root: Path) -> None:
    put(root, {"data/resources/laws.yaml": "resources:\n  - {id: law, kind: law, title: A law}\n"})
    done = ask(root, "move", "law", "--to", "old-laws")
    assert "The resource law is moved to the new file data/resources/old-laws.yaml\n" in done.err
    assert (root / "data/resources/laws.yaml").read_text() == "resources: []\n"
    assert (root / "data/resources/old-laws.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schema/resources.json\n"
        "resources:\n  - {id: law, kind: law, title: A law}\n"
    )
    assert ask(root, "validate", "-q").code == 0


@pytest.mark.parametrize(
    ("identifier", "message"),
    [
        ("crc-2022:42", "crc-2022:42 belongs to its document"),
        ("crc-2022", "crc-2022 has a file of its own"),
        ("cncc", 'there is no place "x" for an actor'),
        ("2.80", 'there is no place "x" for an activity'),
    ],
)
def test_what_cannot_move_is_refused(root: Path, identifier: str, message: str) -> None:
    before = contents(root)
    done = ask(root, "move", identifier, "--to", "x")
    assert (done.code, contents(root)) == (2, before)
    assert f"error: {message}\nhint: " in done.err


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = contents(root)
    done = ask(root, "move", "2.80", "--to", "9.1", "-n")
    assert (done.code, contents(root)) == (0, before)
    assert '-      - id: "2.80"   # agreed in May\n' in done.out
    assert '+      - id: "9.4"   # agreed in May\n' in done.out
