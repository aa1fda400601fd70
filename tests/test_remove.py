"""`cobtrack remove`: only what nothing names, with its comments alone, and its id is never used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.store.load import load
from tests.cli_support import ask, on_terminal, replace, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

ROADMAP = "data/roadmap.yaml"
TOOLS = "data/resources/tools.yaml"
TOOLS_TEXT = """\
# Our tools
resources:
  - id: law
    kind: law
    title: A law   # in force

  # About both guides
  - id: guide
    kind: guideline
    title: A guide

  # A second one
  - id: second-guide
    kind: guideline
    title: A second guide
"""
DOCUMENT = """\
id: upr-2029
title: Recommendations of 2029
mechanism: upr
source: Us
paragraphs:
  - {id: upr-2029:1, kind: recommendation, summary: One}
"""
DOCUMENT_FILE = "data/recommendations/upr-2029.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, {TOOLS: TOOLS_TEXT, DOCUMENT_FILE: DOCUMENT})


def removed(root: Path) -> list[tuple[str, str, str, str]]:
    """Return the ids, titles, dates and reasons that the roadmap keeps."""
    return [(one.id, str(one.title), str(one.date), str(one.why)) for one in load(root).workspace.removed]


def test_the_lines_of_the_record_go_and_the_roadmap_keeps_its_id(root: Path) -> None:
    roadmap = (root / ROADMAP).read_text()
    done = ask(root, "remove", "law", "--why", "It was repealed.")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:3] == [
        "The resource law is removed: A law", f"Changed {TOOLS}", f"Changed {ROADMAP}",
    ]  # fmt: skip
    assert (root / TOOLS).read_text() == TOOLS_TEXT.replace(
        "  - id: law\n    kind: law\n    title: A law   # in force\n\n", ""
    )
    assert removed(root) == [("law", "A law", "2026-02-01", "It was repealed.")]
    assert (root / ROADMAP).read_text().startswith(roadmap.rstrip("\n"))
    assert ask(root, "validate", "-q").code == 0


def test_the_id_cannot_be_used_again(root: Path) -> None:
    ask(root, "remove", "law")
    assert "error: law was used before: law was removed" in ask(root, "rename", "guide", "law").err


def test_former_ids_are_kept_too(root: Path) -> None:
    ask(root, "rename", "law", "act")
    ask(root, "remove", "act", "--why", "Repealed")
    assert [entry[0] for entry in removed(root)] == ["act", "law"]
    assert "act was removed" in ask(root, "show", "act").err


def test_a_comment_above_the_record_stays_and_a_note_says_so(root: Path) -> None:
    done = ask(root, "remove", "guide")
    assert "  # About both guides\n  # A second one\n  - id: second-guide\n" in (root / TOOLS).read_text()
    assert f"note: the comment above guide stays; delete it in {TOOLS} if it is about guide alone: # About" in done.err


def test_several_records_go_at_once_with_one_undo(root: Path) -> None:
    before = snapshot(root)
    assert ask(root, "remove", "law", "guide", "second-guide", "law").code == 0
    assert (root / TOOLS).read_text() == "# Our tools\nresources: []\n\n  # About both guides\n\n  # A second one\n"
    assert ask(root, "validate", "-q").code == 0
    run("undo", "-C", str(root))
    assert {name: data for name, (data, _) in snapshot(root).items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_a_record_that_others_name_stays_and_each_place_is_listed(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "remove", "crc-2022:42", "--why", "No")
    assert done.code == 2
    assert "error: data/pillars/1-coordination.yaml:14: 1.1 names crc-2022:42 in recommendations\n" in done.err
    assert "hint: change these records first, for example: cobtrack set " in done.err
    assert snapshot(root) == before


def test_a_link_in_a_text_is_a_use_too(root: Path) -> None:
    replace(root, TOOLS, "title: A guide\n", 'title: "A guide to [the law](#law)"\n')
    done = ask(root, "remove", "law")
    assert (done.code, f"error: {TOOLS}:10: a text has a link to law\n" in done.err) == (2, True)
    assert ask(root, "remove", "law", "guide").code == 0


def test_records_that_name_each_other_can_be_removed_together(root: Path) -> None:
    replace(root, DOCUMENT_FILE, "summary: One}\n", "summary: One, resources: [law]}\n")
    assert ask(root, "remove", "law").code == 2
    assert ask(root, "remove", "law", "upr-2029:1").code == 0


def test_a_text_that_mentions_the_id_stays_and_a_note_says_so(root: Path) -> None:
    replace(root, TOOLS, "title: A second guide\n", "title: Successor of second-guide and guide\n")
    assert f"note: 1 text mentions guide and was not changed: {TOOLS}:" in ask(root, "remove", "guide").err


def test_a_document_with_paragraphs_stays(root: Path) -> None:
    done = ask(root, "remove", "upr-2029")
    assert done.code == 2
    assert "error: The document upr-2029 was not removed, because it has 1 paragraph\n" in done.err
    assert "hint: remove them too: upr-2029:1\n" in done.err


def test_the_file_of_a_document_is_deleted_and_undo_brings_it_back(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "remove", "upr-2029", "upr-2029:1", "--why", "Never issued")
    assert f"Deleted {DOCUMENT_FILE}\n" in done.err
    assert not (root / DOCUMENT_FILE).exists()
    assert ask(root, "validate", "-q").code == 0
    assert run("undo", "-C", str(root)).err.count(f"Restored {DOCUMENT_FILE}") == 1
    assert (root / DOCUMENT_FILE).read_bytes() == before[DOCUMENT_FILE][0]


def test_a_dry_run_shows_a_deleted_file_and_deletes_nothing(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "remove", "upr-2029", "upr-2029:1", "--dry-run")
    assert f"--- {DOCUMENT_FILE}\n+++ /dev/null\n@@ -1,6 +0,0 @@\n-id: upr-2029\n" in done.out
    assert snapshot(root) == before


def test_a_pillar_is_removed_with_its_file_when_it_has_no_activities(root: Path) -> None:
    assert "error: The pillar pillar-2 was not removed, because it has" in ask(root, "remove", "pillar-2").err
    (root / "data/pillars/9-more.yaml").write_text("pillar: 9\ntitle: More\ncategories: []\n")
    done = ask(root, "remove", "pillar-9")
    assert (done.code, (root / "data/pillars/9-more.yaml").exists()) == (0, False)


def test_without_a_roadmap_nothing_is_removed(root: Path) -> None:
    (root / ROADMAP).write_text("# Nothing yet\n")
    before = snapshot(root)
    done = ask(root, "remove", "law")
    assert (done.code, snapshot(root)) == (2, before)
    assert "there is no roadmap in data/roadmap.yaml, which keeps the ids of removed records" in done.err


def test_personal_data_in_the_reason_is_refused(root: Path) -> None:
    before = snapshot(root)
    assert "an e-mail address" in ask(root, "remove", "law", "--why", "Ask sok@example.org").err
    assert snapshot(root) == before


def test_what_only_members_see_is_kept_for_members_only(root: Path) -> None:
    advocacy = "actions:\n  - {id: persuade, title: Persuade the minister, kind: advocacy, source: x}\n"
    (root / "data/actions").mkdir()
    (root / "data/actions/plan.yaml").write_text(advocacy)
    assert ask(root, "remove", "persuade").code == 0
    assert load(root).workspace.removed[0].audience == "members"


def test_the_settings_and_steps_of_procedures_are_not_removed(root: Path) -> None:
    assert ask(root, "remove", "settings").code == 2
    name = "data/reports-due/crc.yaml"
    replace(root, name, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-standard]\n")
    assert "is a step of a review procedure" in ask(root, "remove", "crc-pre-session").err
    assert "crc-standard ships with cobtrack" in ask(root, "remove", "crc-standard").err


def test_at_a_terminal_the_reason_is_asked_for(root: Path) -> None:
    screen = on_terminal("remove", "law", "-C", str(root), "--as-of", "2026-02-01", typed="It was repealed.\n")
    assert screen.code == 0
    assert "The resource law is removed: A law" in screen.text
    assert removed(root)[0][3] == "It was repealed."


@pytest.mark.parametrize(
    ("why", "message"), [("a\x1bb", "the reason contains a control character"), (" ", '"why" is empty')]
)
def test_a_reason_that_cannot_be_written_is_refused(root: Path, why: str, message: str) -> None:
    before = snapshot(root)
    done = ask(root, "remove", "law", "--why", why)
    assert (done.code, snapshot(root)) == (2, before)
    assert f"error: {message}" in done.err
