"""`cobtrack rename`: a new id in the record and in all links to it, and every other byte stays."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.records.rename import rename
from cobtrack.model.records.pillar import Activity
from cobtrack.model.references import TYPES_WITH_ID, references
from cobtrack.store.edit.apply import substitute
from cobtrack.store.edit.source import EditError
from cobtrack.store.load import Loaded, load
from tests.cli_support import DAY, ask, replace, small, snapshot
from tests.test_recommendations import FILES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
RECOMMENDATIONS = "data/recommendations/crc-2022.yaml"
LATER = """\
# A document of the next cycle.
id: crc-2031
title: A document, see [the first](#crc-2022)
mechanism: crc
previous: "crc-2022"      # in quotes
source: Us, on crc-2022 and crc-2022:42
paragraphs:
  - id: crc-2031:41
    kind: recommendation
    links:
      - {to: 'crc-2022:42', kind: repeats}
      - to: crc-2022:42a   # its first item
        kind: strengthens
    summary: >-
      What [the Committee](#crc-2022:42) said before, at crc-2022:42;
      see [there](#crc-2022:42).
    notes: 1
  - {id: crc-2031:42-2, kind: recommendation, summary: Two}
"""
LATER = LATER.replace("    notes: 1\n", "")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a document that names another one in every possible way."""
    return small(tmp_path, {"data/recommendations/crc-2031.yaml": LATER})


def renamed(loaded: Loaded, old: str, new: str) -> PlannedChange:
    return rename(loaded, loaded.workspace.by_id[old], new, date.fromisoformat(DAY))


def changed(root: Path, old: str, new: str) -> list[str]:
    """Return the changed lines after a rename, after checking that no other line changes.

    The lines with the former ids are left out.
    """
    before = {name: data.decode().splitlines() for name, (data, _) in snapshot(root).items()}
    done = ask(root, "rename", old, new)
    assert (done.code, done.out) == (0, ""), done.err
    after = {name: without_former_ids(data.decode()).splitlines() for name, (data, _) in snapshot(root).items()}
    assert set(before) == set(after)
    pairs = [pair for name in before for pair in zip(before[name], after[name], strict=True)]
    return [new for old, new in pairs if old != new]


def without_former_ids(text: str) -> str:
    return re.sub(r" *formerly:\r?\n( *- .*\n)+|, formerly: \[.*?\]", "", text)


def test_a_paragraph_is_renamed_with_its_items_in_all_links(root: Path) -> None:
    lines = [line.strip() for line in changed(root, "crc-2022:42", "crc-2022:43")]
    assert sorted(lines) == sorted(
        [
            "- id: crc-2022:43",
            "- id: crc-2022:43a",
            "- {to: 'crc-2022:43', kind: repeats}",
            "- to: crc-2022:43a   # its first item",
            "What [the Committee](#crc-2022:43) said before, at crc-2022:42;",
            "see [there](#crc-2022:43).",
            *(line for line in lines if line.startswith(("recommendations:", "- crc-2022:43"))),
        ]
    )
    assert ask(root, "validate", "-q").code == 0


def test_a_document_is_renamed_with_its_paragraphs(root: Path) -> None:
    lines = [line.strip() for line in changed(root, "crc-2022", "crc-first")]
    assert {
        "id: crc-first",
        "- id: crc-first:42",
        "- id: crc-first:42a",
        'previous: "crc-first"      # in quotes',
        "title: A document, see [the first](#crc-first)",
    } <= set(lines)
    assert ask(root, "validate", "-q").code == 0


def test_an_activity_keeps_its_quotation_marks(root: Path) -> None:
    assert '      - id: "2.60"' in changed(root, "2.6", "2.60")


def test_the_steps_of_a_procedure_follow_their_mechanism(tmp_path: Path) -> None:
    own = "id: own\ntitle: Own\nmechanism: cerd\nsource: x\nsteps:\n"
    own += "  - {id: first, title: First, kind: review, owner: un}\n"
    root = small(tmp_path, {"data/procedures/own.yaml": own})
    name = next(one for one in snapshot(root) if one.endswith("reports-due/cerd.yaml"))
    replace(root, name, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [own]\n")
    replace(root, PILLAR, "serves: [crc-state-report", "serves: [cerd-first, crc-state-report")
    lines = changed(root, "cerd", "cerd-committee")
    assert any("serves: [cerd-committee-first, crc-state-report" in line for line in lines)
    assert "mechanism: cerd-committee" in lines


@pytest.mark.parametrize("old", ["crc-state-report", "crc-cambodia", "discussion-2", "circular-06", "cerd"])
def test_nothing_refers_to_the_old_id_afterwards(root: Path, old: str) -> None:
    changed(root, old, "quite-new")
    workspace = load(root).workspace
    assert old not in workspace.by_id
    assert old not in {link.target_id for link in references(workspace)}
    assert ask(root, "validate", "-q").code == 0


def test_rename_lists_what_changed_and_which_texts_stay(root: Path) -> None:
    told = ask(root, "rename", "crc-2022:42", "crc-2022:43").err.splitlines()
    assert told[0] == "The paragraph crc-2022:42 is now crc-2022:43, and 1 id that begins with it"
    assert "Changed data/recommendations/crc-2031.yaml" in told
    first = "data/recommendations/crc-2031.yaml:6"
    assert f"note: 2 texts mention an old id and were not changed: {first}, and 1 more" in told


def test_a_file_named_after_the_record_keeps_its_name(root: Path) -> None:
    told = ask(root, "rename", "crc-2031", "crc-2032").err
    assert "note: the file data/recommendations/crc-2031.yaml was not renamed" in told
    assert "crc-2032" in load(root).workspace.by_id


def test_a_dry_run_shows_the_change_and_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "rename", "2.6", "2.60", "--dry-run")
    assert done.code == 0
    assert '-      - id: "2.6"\n+      - id: "2.60"\n+        formerly:\n+          - "2.6"\n' in done.out
    assert done.err.startswith("The activity 2.6 is now 2.60\n")
    assert done.err.endswith("Nothing written (--dry-run).\n")
    assert snapshot(root) == before


def test_the_same_id_changes_nothing(root: Path) -> None:
    before = snapshot(root)
    assert ask(root, "rename", "2.6", "2.6").err == "Unchanged: 2.6 is already the id\n"
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("crc-2202", "x", 'there is no record "crc-2202"'),
        ("2.6", "2.7", "2.7 is in use"),
        ("crc-cambodia", "CRC Cambodia", '"CRC Cambodia" is not an id'),
        ("2.6", "two", '"two" is not the id of an activity'),
        ("2.6", "3.60", "2.6 is an activity of pillar 2"),
        ("crc-2022:42", "crc-2031:43", "crc-2022:42 is a paragraph of crc-2022"),
        ("crc-2022:42", "43", '"43" is not the id of a paragraph'),
        ("cncc", "crc-2031", "crc-2031 is in use"),
    ],
)
def test_a_malformed_id_is_refused_and_nothing_is_written(root: Path, old: str, new: str, message: str) -> None:
    before = snapshot(root)
    done = ask(root, "rename", old, new)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "hint: " in done.err
    assert snapshot(root) == before


def test_an_unknown_id_gets_suggestions(root: Path) -> None:
    assert "did you mean crc-2022" in ask(root, "rename", "crc-2202", "x").err


def test_all_ids_that_are_in_use_are_named(root: Path) -> None:
    text = "id: x\ntitle: X\nmechanism: crc\nsource: x\nparagraphs:\n"
    text += "".join(
        f"  - {{id: 'x:{one}', kind: recommendation, summary: A}}\n" for one in ("1", "1a", "1b", "2a", "2b")
    )
    (root / "data/recommendations/x.yaml").write_text(text)
    assert "x:2a and x:2b are in use" in ask(root, "rename", "x:1", "x:2").err


def test_an_id_of_two_records_is_refused(root: Path) -> None:
    actors = root / "data/actors.yaml"
    actors.write_text(actors.read_text() + "  - {id: cncc, kind: ministry, source: x}\n")
    assert "2 records have the id cncc" in ask(root, "rename", "cncc", "council").err


def test_rename_is_refused_if_an_unreadable_part_may_name_the_record(root: Path) -> None:
    replace(root, "data/roadmap.yaml", "thematic_groups: [twg-1, twg-2]", "thematic_groups: twg-1")
    done = ask(root, "rename", "crc-cambodia", "coalition")
    assert done.code == 2
    assert "parts of data/roadmap.yaml could not be read, and these parts might name crc-cambodia" in done.err


def test_a_shipped_record_is_not_renamed(root: Path) -> None:
    name = "data/reports-due/crc.yaml"
    replace(root, name, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-standard]\n")
    assert "crc-standard ships with cobtrack" in ask(root, "rename", "crc-standard", "x").err
    assert "is a step of a review procedure" in ask(root, "rename", "crc-pre-session", "x").err
    # Its procedure stays that of crc, which is an error that there was not.
    before = snapshot(root)
    done = ask(root, "rename", "crc", "committee")
    assert done.code == 2
    assert "nothing was written" in done.err
    assert snapshot(root) == before


def test_existing_errors_do_not_prevent_a_rename(root: Path) -> None:
    replace(root, "data/roadmap.yaml", "thematic_groups: [twg-1, twg-2]", "thematic_groups: [twg-1, twg-1]")
    assert ask(root, "validate", "-q").code == 1
    assert ask(root, "rename", "twg-1", "group-1").code == 0


def test_a_value_in_an_unusual_notation_is_refused(root: Path) -> None:
    (root / "data/initiatives").mkdir()
    text = "initiatives:\n  - id: one\n    title: One\n    source: x\n    organisations:\n      - >-\n        cncc\n"
    (root / "data/initiatives/one.yaml").write_text(text)
    done = ask(root, "rename", "cncc", "council")
    assert done.code == 2
    assert 'data/initiatives/one.yaml: "cncc" is written over several lines or with escapes' in done.err


@pytest.mark.parametrize(
    ("typed", "new", "written"),
    [
        ("abc", "x-1", "x-1"),
        ("abc", "123", '"123"'),
        ('"123"', "abc", "abc"),
        ('"abc"', "x-1", '"x-1"'),
        ("'123'", "abc", "'abc'"),
        ("abc", "null", '"null"'),
    ],
)
def test_a_value_keeps_its_quotation_marks_or_gets_those_it_needs(typed: str, new: str, written: str) -> None:
    text = f"a: [x, {typed}]   # a comment\nb: {typed}\n"
    old = typed.strip("\"'")
    result = substitute(text, {("a", 1): {old: new}, ("b",): {old: new}})
    assert result == f"a: [x, {written}]   # a comment\nb: {written}\n"


def test_words_that_are_not_in_the_text_of_the_file_cannot_be_replaced() -> None:
    with pytest.raises(EditError):
        substitute('a: "see [x](#\\u0061bc)"\n', {("a",): {"](#abc)": "](#d)"}})


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with files of every kind, some with the line ends and byte-order mark of other systems."""
    root = small(
        tmp_path_factory.mktemp("full"), {**FILES, "data/recommendations/crc-2032.yaml": LATER.replace("2031", "2032")}
    )
    crlf = root / "data/recommendations/crc-2032.yaml"
    crlf.write_bytes(b"\xef\xbb\xbf" + crlf.read_bytes().replace(b"\n", b"\r\n"))
    return root


SLUG = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


@settings(max_examples=60)
@given(data=st.data())
def test_renaming_back_restores_every_byte_except_the_former_ids(full: Path, data: st.DataObject) -> None:
    loaded = load(full)
    workspace = loaded.workspace
    old = data.draw(st.sampled_from(sorted(one for one in workspace.by_id)))
    record = workspace.by_id[old]
    new = data.draw(SLUG)
    if isinstance(record, Activity):
        new = f"{old.partition('.')[0]}.{data.draw(st.integers(100, 999))}"
    elif ":" in old:
        new = f"{old.partition(':')[0]}:{new}"
    assume(new not in workspace.by_id)
    made = renamed(loaded, old, new)
    before = {name: loaded.raw_bytes[name] for name in made.texts}
    try:
        _write(full, {name: text or b"" for name, text in made.texts.items()})
        again = load(full)
        assert not [one for one in again.problems if str(one.severity) == "error"]
        new_ids = {one: f"{new}{one.removeprefix(old)}" for one in workspace.by_id if one not in again.workspace.by_id}
        assert new_ids[old] == new
        assert set(again.workspace.by_id) == {new_ids.get(one, one) for one in workspace.by_id}
        assert _links(again) == sorted((f, new_ids.get(a, a), k) for f, a, k in _links(loaded))
        back = renamed(again, new, old)
        assert {
            name: without_former_ids((text or b"").decode()).encode() for name, text in back.texts.items()
        } == before
    finally:
        _write(full, before)


def _write(root: Path, texts: Mapping[str, bytes]) -> None:
    for name, text in texts.items():
        (root / name).write_bytes(text)


def _links(loaded: Loaded) -> list[tuple[str, str, str]]:
    return sorted(
        (one.field_path, one.target_id, one.target_type)
        for one in references(loaded.workspace)
        if one.target_type in TYPES_WITH_ID
    )


def test_the_help_shows_an_example(root: Path) -> None:
    assert re.search(r"cobtrack rename \S+ \S+", ask(root, "rename", "--help").out)


def formerly(root: Path, identifier: str) -> tuple[str, ...]:
    return load(root).workspace.by_id[identifier].formerly


def test_the_record_keeps_its_old_ids(root: Path) -> None:
    ask(root, "rename", "2.6", "2.60")
    ask(root, "rename", "2.60", "2.61")
    assert formerly(root, "2.61") == ("2.6", "2.60")
    assert ask(root, "show", "2.6").err == "note: 2.6 is now 2.61\n"
    assert ask(root, "validate", "-q").code == 0


def test_the_items_of_a_paragraph_keep_their_old_ids_too(root: Path) -> None:
    ask(root, "rename", "crc-2022:42", "crc-2022:43")
    assert (formerly(root, "crc-2022:43"), formerly(root, "crc-2022:43a")) == (("crc-2022:42",), ("crc-2022:42a",))


def test_a_document_keeps_its_old_id_for_all_its_paragraphs(root: Path) -> None:
    ask(root, "rename", "crc-2022", "crc-first")
    assert (formerly(root, "crc-first"), formerly(root, "crc-first:42")) == (("crc-2022",), ())
    assert "note: crc-2022:42a is now crc-first:42a\n" in ask(root, "show", "crc-2022:42a").err


def test_a_record_can_get_its_own_former_id_back(root: Path) -> None:
    ask(root, "rename", "cncc", "council")
    assert ask(root, "rename", "council", "cncc").code == 0
    assert formerly(root, "cncc") == ("council",)


def test_no_other_record_gets_a_former_id(root: Path) -> None:
    ask(root, "rename", "2.6", "2.60")
    done = ask(root, "rename", "2.7", "2.6")
    assert done.code == 2
    assert "error: 2.6 was used before: 2.6 is now 2.60\n" in done.err


def test_the_numbers_of_two_paragraphs_can_be_swapped(root: Path) -> None:
    (root / "data/recommendations/upr-2029.yaml").write_text(
        "id: upr-2029\ntitle: A\nmechanism: upr\nsource: x\nparagraphs:\n"
        "  - {id: upr-2029:1, kind: recommendation, summary: Two}\n"
        "  - {id: upr-2029:2, kind: recommendation, summary: One}\n"
    )
    for old, new in (("upr-2029:1", "upr-2029:x"), ("upr-2029:2", "upr-2029:1"), ("upr-2029:x", "upr-2029:2")):
        assert ask(root, "rename", old, new).code == 0
    assert ask(root, "validate", "-q").code == 0
    summaries = {one.id: one.summary for one in load(root).workspace.paragraphs if one.document == "upr-2029"}
    assert summaries == {"upr-2029:1": "One", "upr-2029:2": "Two"}
    assert (
        "upr-2029:x was used before: upr-2029:x is now upr-2029:2"
        in ask(root, "rename", "upr-2029:1", "upr-2029:x").err
    )
