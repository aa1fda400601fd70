"""`cobtrack release` issues the next version of the roadmap, with a note and the changes since the last version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.store.load import load
from tests.cli_support import DAY, ask, on_terminal, put, replace, run, small, snapshot, words
from tests.git_support import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.records.roadmap import Version
    from tests.cli_support import Result

NOTE = "The mid-term review is settled for 2025."
PILLAR = "data/pillars/2-government.yaml"
ROADMAP = "data/roadmap.yaml"
FIRST = """\
  - number: 1
    date: 2022-11-30
    note: The first version.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace whose version 1 has a tag."""
    root = small(tmp_path / "workspace")
    repository(root)
    commit(root, "2022-11-30")
    git(root, "tag", "roadmap-1")
    return root


def settle(root: Path) -> None:
    old = "review in 2025 (year TBD)\n        timeframe: 2025?"
    replace(root, PILLAR, old, old.replace("timeframe: 2025?", "timeframe: 2025"))


def release(root: Path, number: int = 2, *arguments: str, note: str = NOTE, as_of: str = DAY) -> Result:
    return ask(root, "release", str(number), *(["--note", note] if note else []), *arguments, as_of=as_of)


def versions(root: Path) -> tuple[Version, ...]:
    roadmap = load(root).workspace.roadmap
    assert roadmap
    return roadmap.versions


def test_a_version_has_its_number_the_day_the_note_and_the_changes(root: Path) -> None:
    settle(root)
    assert release(root).code == 0
    new = versions(root)[-1]
    assert (new.number, str(new.date), new.note) == (2, DAY, NOTE)
    assert new.changes == ("2.7 Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2025.",)


def test_every_other_byte_stays(root: Path) -> None:
    replace(root, ROADMAP, FIRST, f"  # The launch.\n{FIRST}  # The end of the versions.\n")
    before = (root / ROADMAP).read_text(encoding="utf-8")
    settle(root)
    release(root)
    added = """\
  - number: 2
    date: 2026-02-01
    note: The mid-term review is settled for 2025.
    changes:
      - "2.7 Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2025."
"""
    after = (root / ROADMAP).read_text(encoding="utf-8")
    assert after.count(added) == 1
    assert after.replace(added, "") == before


def test_it_says_what_is_new_and_prints_the_git_commands(root: Path) -> None:
    settle(root)
    assert release(root).err.splitlines() == [
        "Version 2 of the roadmap, 1 February 2026: The mid-term review is settled for 2025.",
        "2.7 Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2025.",
        "Changed data/roadmap.yaml",
        "Not what you meant? cobtrack undo",
        "When the texts are as you want them, commit the version and give it a tag:",
        f"  git -C {root} add cobtrack.yaml data",
        f'  git -C {root} commit -m "Version 2 of the roadmap"',
        f"  git -C {root} tag roadmap-2",
    ]


def test_the_next_changes_are_those_since_the_new_version(root: Path) -> None:
    settle(root)
    release(root)
    commit(root, DAY)
    git(root, "tag", "roadmap-2")
    assert "Nothing changed." in ask(root, "changes").out


def test_a_dry_run_writes_nothing(root: Path) -> None:
    settle(root)
    before = snapshot(root)
    result = release(root, 2, "--dry-run")
    assert "+    note: The mid-term review is settled for 2025.\n" in result.out
    assert "git" not in result.err
    assert snapshot(root) == before


def test_undo_takes_the_version_back(root: Path) -> None:
    settle(root)
    before = (root / ROADMAP).read_bytes()
    release(root)
    assert run("undo", "--root", str(root)).code == 0
    assert (root / ROADMAP).read_bytes() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_must_be_the_next(root: Path, number: int) -> None:
    settle(root)
    result = release(root, number)
    assert result.code == 2
    assert result.err.splitlines() == [
        f"error: {number} is not the number of the next version: the last version is version 1 (30 November 2022)",
        "hint: cobtrack release 2",
    ]


@pytest.mark.parametrize("typed", ["two", "2.0", "٢"])
def test_the_number_must_be_a_number(root: Path, typed: str) -> None:
    result = ask(root, "release", typed, "--note", NOTE)
    assert (result.code, result.err.splitlines()[0]) == (2, f'error: "{typed}" is not the number of a version')


def test_a_version_needs_a_note(root: Path) -> None:
    settle(root)
    result = release(root, note="")
    assert result.code == 2
    assert result.err.splitlines() == [
        "error: version 2 needs a note that says what is new",
        'hint: say it in a sentence or two: cobtrack release 2 --note "…"',
    ]


def test_on_a_terminal_the_note_is_asked_for_after_the_changes(root: Path) -> None:
    settle(root)
    screen = on_terminal("release", "2", "--root", str(root), "--as-of", DAY, typed=f"{NOTE}\n")
    assert screen.code == 0
    text = words(screen.text)
    assert text.index("now 2025.") < text.index("What is new in version 2, in a sentence or two?")
    assert versions(root)[-1].note == NOTE


def test_without_changes_there_is_no_version(root: Path) -> None:
    result = release(root, note="")
    assert result.code == 2
    assert result.err.splitlines() == [
        "error: nothing has changed since version 1 (30 November 2022)",
        'hint: if there should be a new version all the same, say why: --note "…"',
    ]


def test_a_note_is_enough_for_a_version_without_changes(root: Path) -> None:
    assert release(root, note="Confirmed by all members.").code == 0
    assert versions(root)[-1].changes == ()


def test_data_with_errors_is_not_released(root: Path) -> None:
    settle(root)
    replace(root, PILLAR, "timeframe: 2025", "timeframe: 2029")
    before = snapshot(root)
    result = release(root)
    assert result.code == 1
    assert "error: a version cannot be issued while the data has errors: data/pillars/2-government.yaml:" in result.err
    assert snapshot(root) == before


def test_a_version_before_the_last_one_is_refused(root: Path) -> None:
    settle(root)
    result = release(root, as_of="2022-01-01")
    assert result.code == 2
    assert "error: version 1 (30 November 2022) is later than 1 January 2022" in result.err


def test_a_note_with_a_contact_is_refused(root: Path) -> None:
    settle(root)
    before = snapshot(root)
    assert "e-mail address" in release(root, note="Write to sokha@example.org.").err
    assert snapshot(root) == before


def test_a_note_that_identifies_a_child_is_refused(root: Path) -> None:
    settle(root)
    done = release(root, note="Sokha, 13, asked for it.")
    assert (done.code, len(versions(root))) == (2, 1)
    assert '"Sokha, 13" seems to identify a child' in done.err


def test_what_only_members_see_is_not_written(root: Path) -> None:
    settle(root)
    replace(root, PILLAR, "timeframe: 2025\n", "timeframe: 2025\n        audience: members\n")
    put(root, {"data/actions/more.yaml": "actions:\n  - {id: visit, title: A quiet visit, kind: advocacy}\n"})
    result = release(root)
    assert result.code == 0
    assert "quiet" not in (root / ROADMAP).read_text(encoding="utf-8")
    assert versions(root)[-1].changes == ()
    assert "not listed, because not everybody may see these records" in result.err


def test_a_record_that_the_public_sees_no_longer_is_not_called_removed(root: Path) -> None:
    replace(root, PILLAR, "        timeframe: 2025?\n", "        timeframe: 2025?\n        audience: members\n")
    release(root)
    assert versions(root)[-1].changes == ()


def test_many_changes_of_a_topic_are_counted(root: Path) -> None:
    documents = "".join(f"  - {{id: paper-{n}, kind: law, title: Paper {n}, source: x}}\n" for n in range(12))
    put(root, {"data/resources/more.yaml": f"resources:\n{documents}"})
    release(root)
    assert versions(root)[-1].changes == (
        "Added, renamed and ended: 12 changes (paper-0, paper-1, paper-2 and 9 more).",
    )


def test_changes_of_wording_are_counted(root: Path) -> None:
    replace(root, PILLAR, "Support a mid-term review in 2025 (year TBD)\n", "Help with a mid-term review\n")
    release(root)
    assert versions(root)[-1].changes == ("1 change of wording (2.7).",)


def test_settings_are_no_part_of_a_version(root: Path) -> None:
    replace(root, "cobtrack.yaml", "timezone: Asia/Phnom_Penh", "timezone: Asia/Bangkok")
    release(root)
    assert versions(root)[-1].changes == ()


def test_without_git_a_version_can_be_issued_and_the_changes_are_left_to_people(tmp_path: Path) -> None:
    root = small(tmp_path / "workspace")
    result = release(root)
    assert result.code == 0
    assert versions(root)[-1].changes == ()
    assert "note: the changes since the last version are not known, because" in result.err
    assert "tag" not in result.err


def test_the_first_version_has_the_number_1(tmp_path: Path) -> None:
    root = small(tmp_path / "workspace")
    replace(root, ROADMAP, f"versions:\n{FIRST}", "versions: []\n")
    assert release(root, 1, note="The first version.").code == 0
    assert [version.number for version in versions(root)] == [1]


def test_without_a_roadmap_there_is_no_version(tmp_path: Path) -> None:
    root = small(tmp_path / "workspace")
    (root / ROADMAP).unlink()
    (root / "data/actions").mkdir(exist_ok=True)
    result = release(root, 1)
    assert result.code in {1, 2}
    assert "version" in result.err


def test_commands_in_the_folder_of_the_workspace_are_short(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(root)
    monkeypatch.chdir(root)
    assert "\n  git tag roadmap-2\n" in release(root).err
