"""`cobtrack suggest`: related records by the words that they share, and links that a person confirms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.views.related.bm25 import Index, terms, words_with
from tests.cli_support import REPOSITORY, ask, run, small

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OLD = """\
id: upr-2031
title: Report of the Working Group
mechanism: upr
source: Us
paragraphs:
  - {id: "upr-2031:1", kind: recommendation, text: Prohibit corporal punishment of children in all settings.}
  - {id: "upr-2031:2", kind: recommendation, text: Register the birth of every child free of charge.}
  - {id: "upr-2031:3", kind: recommendation, text: Prohibit by law the marriage of children.}
  - {id: "upr-2031:4", kind: recommendation, text: Abolish the death penalty.}
"""
NEW = """\
id: crc-2032
title: Concluding observations
mechanism: crc
source: Us
paragraphs:
  - id: crc-2032:20
    kind: recommendation
    text: "Corporal punishment has to be prohibited:"
  - {id: "crc-2032:20a", kind: recommendation, text: In schools.}
  - {id: "crc-2032:21", kind: recommendation, text: The Committee asks for registration of births.}
  - {id: "crc-2032:22", kind: recommendation, text: Prohibit forced marriage of girls.}
"""
FILES = {"data/recommendations/upr-2031.yaml": OLD, "data/recommendations/crc-2032.yaml": NEW}
JUDGED = {
    "crc-2011:15": "national human rights institution",
    "crc-2011:37": "registration",
    "crc-2011:25": "human rights defenders",
}


def suggested(root: Path, *arguments: str) -> list[str]:
    """Return the ids that are suggested for the first record."""
    return [row["id"] for row in groups(root, *arguments)[0]["suggested"]]


def groups(root: Path, *arguments: str) -> list[dict[str, Any]]:
    done = ask(root, "suggest", *arguments, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["suggestions"]
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, FILES)


def test_words_are_compared_by_their_beginnings() -> None:
    assert terms("Educate, EDUCATION") == ["educat", "educat"]
    assert words_with("The Éducation of girls", ["educat", "girls"]) == ("Éducation", "girls")


def test_a_script_without_spaces_is_compared_in_pieces() -> None:
    assert terms("កុមារ") == ["កុម", "ុមា", "មារ"]


def test_neighbouring_pieces_of_such_a_script_are_shown_as_one() -> None:
    assert words_with("សិទ្ធិកុមារ និងអប់រំ", terms("កុមារ")) == ("កុមារ",)


def test_rare_words_count_more_and_long_texts_less() -> None:
    texts: Mapping[str, str] = {
        "common": "children children children",
        "rare": "children dowry",
        "long": "children dowry " + "and other words " * 20,
        **{str(number): "children" for number in range(10)},
    }
    best = Index(texts, {"childr", "dowry"}).best("children dowry", 3)
    assert [match.key for match in best] == ["rare", "long"]
    assert best[0].terms == ("dowry",)


def test_a_word_that_the_text_repeats_counts_more() -> None:
    texts: Mapping[str, str] = {"first": "dowry of girls", "second": "orphans of war"}
    best = Index(texts, {"dowry", "orphan"}).best("dowry, orphans and orphans", 2)
    assert [match.key for match in best] == ["second", "first"]
    [itself] = Index({"same": "dowry dowry girls"}, {"dowry", "girls"}).best("dowry dowry girls", 1)
    assert itself.likeness == 1


def test_the_most_similar_recommendations_of_other_documents_come_first(root: Path) -> None:
    assert suggested(root, "crc-2032:21")[0] == "upr-2031:2"
    assert not any(identifier.startswith("crc-2032:") for identifier in suggested(root, "crc-2032:21"))


def test_a_lettered_item_is_compared_with_the_words_of_its_paragraph(root: Path) -> None:
    assert suggested(root, "crc-2032:20a")[0] == "upr-2031:1"


def test_what_is_linked_in_either_direction_or_not_related_is_left_out(root: Path) -> None:
    assert ask(root, "set", "crc-2032:20a", "links+={to: upr-2031:1, kind: repeats}").code == 0
    assert "upr-2031:1" not in suggested(root, "crc-2032:20a")
    assert "crc-2032:20a" not in suggested(root, "upr-2031:1")
    assert ask(root, "set", "crc-2032:21", "not_related.recommendations+=upr-2031:2").code == 0
    assert "upr-2031:2" not in suggested(root, "crc-2032:21")


def test_resources_and_activities_have_suggestions_too(root: Path) -> None:
    assert ask(root, "add", "resource", "kind=general-comment", "title=Birth registration", "id=gc-99").code == 0
    assert suggested(root, "crc-2032:21", "--kind", "resources")[0] == "gc-99"
    assert ask(root, "add", "activity", "--in", "2.6", "text=Talk about death penalty", "timeframe=2026").code == 0
    by_activity = {group["for"]: group["suggested"] for group in groups(root, "activities")}
    assert any(rows and rows[0]["id"] == "upr-2031:4" for rows in by_activity.values())


def test_a_table_shows_the_common_words(root: Path) -> None:
    printed = ask(root, "suggest", "crc-2032:21").out
    assert "1. upr-2031:2" in printed
    assert "common words: " in printed


def test_a_key_links_and_another_says_that_nothing_else_is_related(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter("2x")
    monkeypatch.setattr("cobtrack.cli.output.ask.can_ask", lambda _: True)
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    first, *others = suggested(root, "upr-2031:3")
    assert others
    done = ask(root, "suggest", "upr-2031:3")
    assert done.code == 0, done.err
    (shown,) = json.loads(ask(root, "show", "upr-2031:3", "--format", "json").out)["records"]
    assert shown["links"] == [{"to": first, "kind": "repeats"}]
    assert shown["not_related"]["recommendations"] == others
    assert suggested(root, "upr-2031:3") == []
    monkeypatch.undo()
    assert run("undo", "-q", "-C", str(root)).code == 0
    assert (root / "data/recommendations/upr-2031.yaml").read_text(encoding="utf-8") == OLD


def test_only_recommendations_and_activities_have_suggestions(root: Path) -> None:
    done = ask(root, "suggest", "cncc")
    assert (done.code, done.out) == (2, "")
    assert "name a recommendation or an activity" in done.err


def test_the_subject_of_a_recommendation_is_found_in_the_shipped_data() -> None:
    """A person judged that these recommendations of 2011 have a recommendation of the UPR on the same subject."""
    found = {group["for"]: group["suggested"] for group in groups(REPOSITORY, *JUDGED)}
    for identifier, words in JUDGED.items():
        assert any(words in row["text"] for row in found[identifier]), identifier
