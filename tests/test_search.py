"""`search` finds words in all texts of all records, however they are written."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import ask, on_terminal, replace, small
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

ACTOR = """\
  - id: {id}
    name: {name}
    kind: network
    role: {role}
    source: https://example.org
"""


def found(root: Path, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    """Return the passages of each record that is found, keyed by the id of the record."""
    rows = json.loads(ask(root, "search", *arguments, "--format", "json").out)["search"]
    return {row["id"]: row["passages"] for row in rows}


def fields(root: Path, *arguments: str) -> dict[str, list[str]]:
    return {name: [one["field"] for one in passages] for name, passages in found(root, *arguments).items()}


def with_actor(root: Path, name: str, role: str = "Nothing", identifier: str = "searched") -> Path:
    """Add an organisation to the small workspace in `root`."""
    text = (root / "data/actors.yaml").read_text(encoding="utf-8")
    text += ACTOR.format(id=identifier, name=json.dumps(name, ensure_ascii=False), role=json.dumps(role))
    (root / "data/actors.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("word", "record", "field"),
    [
        ("prohibit", "crc-2022:26", "text"),
        ("draft law", "crc-2022:26", "assessments.1.reason"),
        ("survey of parents", "crc-2022:26", "assessments.1.evidence.2.text"),
        ("invited", "2.7", "progress.1.note"),
        ("form is agreed", "2.7", "notes.form"),
        ("with the working groups", "2.7", "points.2"),
        ("with children", "2.7", "was.1.points.1"),
        ("reviews and submission", "pillar-2", "categories.1.title"),
        ("education", "settings", "clusters.education"),
        ("CRC/C/XXX/CO/4-6", "crc-2022", "symbol"),
        ("CfC", "council", "acronym"),
        ("example.org/survey", "crc-2022:26", "assessments.1.evidence.2.source.1"),
    ],
)
def test_every_text_is_searched(word: str, record: str, field: str) -> None:
    assert field in fields(EXAMPLE, word)[record]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("The CHILD rights", "child RIGHTS"),
        ("Égalité des chances", "egalite"),
        ("Egalite des chances", "ÉGALITÉ"),
        ("The State’s “duty”", "state's"),
        ("The State's duty", "State’s duty"),
        ("2026–2030", "2026-2030"),
        ("no\u00a0break space", "no break"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ពិនិត្យ\u200bមើល\u200bឡើង\u200bវិញ", "មើលឡើង"),
        ("ពិនិត្យមើលឡើងវិញ", "ពិនិត្យ\u200bមើល"),
        ("ﬁnancing", "financing"),
    ],
)
def test_case_accents_and_typography_do_not_matter(written: str, typed: str, tmp_path: Path) -> None:
    assert "searched" in found(with_actor(small(tmp_path), written), typed)


def test_vowels_of_khmer_are_no_accents(tmp_path: Path) -> None:
    assert found(with_actor(small(tmp_path), "កុមារ"), "កមរ") == {}


def test_all_languages_are_searched(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert "searched" not in found(root, "កុមារ")
    with_actor(root, "Children")
    replace(root, "data/actors.yaml", 'name: "Children"', "name: {en: Children, km: កុមារ}")
    assert fields(root, "កុមារ")["searched"] == ["name.km"]


def test_all_words_have_to_occur_in_the_record_but_not_in_one_text() -> None:
    assert fields(EXAMPLE, "prohibit", "survey")["crc-2022:26"] == [
        "text", "summary", "assessments.1.evidence.2.text", "assessments.1.evidence.2.source.1", "was.1.summary",
    ]  # fmt: skip
    assert "crc-2022:26" not in found(EXAMPLE, "prohibit", "kindergarten")


def test_a_phrase_has_to_occur_as_it_is() -> None:
    assert "crc-2022:26" in found(EXAMPLE, "corporal punishment")
    assert "crc-2022:26" not in found(EXAMPLE, "punishment corporal")
    assert "crc-2022:26" in found(EXAMPLE, "punishment", "corporal")
    assert found(EXAMPLE, "“corporal punishment” prohibit") == found(EXAMPLE, "corporal punishment", "prohibit")


def test_a_word_is_found_where_a_word_begins(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "Supporting reporters")
    assert "searched" in found(root, "report")
    assert "searched" in found(root, "supporting")
    assert "searched" not in found(root, "porting")


def test_a_mark_in_the_text_does_not_separate_words(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "The [best interests](https://example.org/best) of the child")
    assert "searched" in found(root, "interests of the child")


def test_titles_come_before_notes_and_whole_words_before_parts(tmp_path: Path) -> None:
    root = small(tmp_path)
    with_actor(root, "Something else", "It is about kites", "in-role")
    with_actor(root, "The kitesurfers", identifier="part-of-name")
    with_actor(root, "The kites", identifier="in-name")
    assert list(found(root, "kites")) == ["in-name", "part-of-name", "in-role"]


def test_the_best_passage_of_a_record_comes_first() -> None:
    passages = found(EXAMPLE, "corporal punishment")["crc-2022:26"]
    assert [one["field"] for one in passages][:2] == ["heading", "text"]
    assert passages[1]["found"] == ["corporal punishment"]


def test_what_was_found_is_given_as_it_is_written(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "L’É\u200bcole ﬁnale")
    assert found(root, "ecole")["searched"][0]["found"] == ["É\u200bcole"]
    assert found(root, "final")["searched"][0]["found"] == ["ﬁnal"]


def test_kinds_and_filters_narrow_the_search() -> None:
    assert set(found(EXAMPLE, "punishment")) >= {"crc-2022:25", "crc-2022:26", "crc-gc-8"}
    assert set(found(EXAMPLE, "punishment", "--kind", "resources")) == {"crc-gc-8"}
    assert set(found(EXAMPLE, "punishment", "--kind", "recommendations")) == {
        "crc-2011:41", "crc-2022:26", "other-state-2023:20", "upr-2024:121.7"
    }  # fmt: skip
    assert set(found(EXAMPLE, "review", "--kind", "pillars,activities")) == {"2.6", "2.7", "pillar-2"}
    assert set(found(EXAMPLE, "punishment", "--status", "urgent")) == {"crc-2022:26"}
    assert set(found(EXAMPLE, "review", "--pillar", "2")) >= {"2.6", "crc-mid-term-review", "pillar-2"}
    assert "upr-review" not in found(EXAMPLE, "review", "--pillar", "2")


def test_a_filter_that_does_not_apply_to_the_kind_is_refused() -> None:
    done = ask(EXAMPLE, "search", "punishment", "--kind", "documents", "--pillar", "2")
    assert (done.code, done.out) == (2, "")
    assert "documents cannot be filtered by --pillar" in done.err
    done = ask(EXAMPLE, "search", "punishment", "--kind", "document")
    assert done.err == 'error: "document" is not a kind of record\nhint: did you mean documents?\n'


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (["prohibbit"], "note: no record has “prohibbit”\nhint: did you mean prohibit?\n"),
        (["law punishment"], "note: no record has “law punishment”\nhint: 5 records have these words in other places: leave out the quotes\n"),
        (["kindergarten", "prohibit"], "note: no record has “kindergarten”\n"),
        (["Stakeholders", "invited"], "note: no record has all of these words: “Stakeholders” in 1 record and “invited” in 1 record\n"),
        (["invited", "--cluster", "education"],
         "note: no record that matches the options has these words; 1 other record has them\n"),
    ],
)  # fmt: skip
def test_a_search_without_a_hit_says_why_and_what_occurs(words: list[str], note: str) -> None:
    for format_ in ("table", "csv"):
        done = ask(EXAMPLE, "search", *words, "--format", format_)
        assert (done.code, done.err) == (0, note)
    assert ask(EXAMPLE, "search", *words).out == ""


@pytest.mark.parametrize("word", ["", "  ", '""'])
def test_a_search_for_nothing_is_refused(word: str) -> None:
    done = ask(EXAMPLE, "search", word)
    assert (done.code, done.out) == (2, "")
    assert "there are no words to search for" in done.err


def test_a_word_is_not_read_as_a_pattern() -> None:
    assert found(EXAMPLE, ".*") == {}
    assert found(EXAMPLE, "(") == found(EXAMPLE, "(")


def test_csv_has_a_line_for_each_passage() -> None:
    text = ask(EXAMPLE, "search", "invited", "--format", "csv").out.removeprefix("\ufeff")
    assert list(csv.DictReader(io.StringIO(text))) == [
        {"id": "activity:2.7", "kind": "activity", "field": "progress.1.note",
         "text": "The Council for Children invited the coalition to a first meeting."}
    ]  # fmt: skip


def test_a_terminal_shows_the_passage_around_the_words_and_marks_them(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "Something", "word " * 100 + "kites " + "word " * 100)
    screen = on_terminal("search", "kites", "--root", str(root), "--as-of", "2026-02-01")
    assert "\x1b[7mkites\x1b[0m" in screen.raw
    assert "searched  actor  Something\n" in screen.text
    assert screen.text.count("word") < 60
    assert max(map(len, screen.lines)) <= 80


def test_a_pipe_gets_the_whole_text(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "Something", "word " * 100 + "kites " + "word " * 100)
    line = next(line for line in ask(root, "search", "kites").out.splitlines() if "kites" in line)
    assert line.count("word") == 200


def test_hostile_texts_are_shown_without_effect(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "=cmd kites [bold]x[/bold]")
    assert "[bold]" in ask(root, "search", "kites").out
    assert ",'=cmd kites" in ask(root, "search", "kites", "--format", "csv").out


def test_records_with_problems_are_searched_as_far_as_they_could_be_read(tmp_path: Path) -> None:
    root = with_actor(small(tmp_path), "Kites")
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2025?", "timeframe: soon")
    assert "searched" in found(root, "kites")
