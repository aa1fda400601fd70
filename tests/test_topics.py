"""A topic is a cluster, heading or theme with that name, or the paragraphs that contain all the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.model.text.slug import slug
from cobtrack.store.load import load
from cobtrack.views.topics import topic, topics
from tests.cli_support import ask, small

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
DOCUMENT = """\
id: crc-2031
title: Concluding observations
mechanism: crc
source: OHCHR
paragraphs:
  - {id: crc-2031:1, kind: recommendation, heading: Administration of child justice}
  - {id: crc-2031:2, kind: recommendation, themes: ["Justice, child-friendly"]}
  - {id: crc-2031:3, kind: recommendation, heading: Justice for grandchildren}
  - {id: crc-2031:4, kind: recommendation, heading: Child labour, themes: [Access to justice]}
  - {id: crc-2031:5, kind: recommendation, heading: {en: Birth registration, km: ការចុះបញ្ជី កំណើត កុមារ}}
  - {id: crc-2031:6, kind: concern, heading: Child justice in courts}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, {"data/recommendations/crc-2031.yaml": DOCUMENT})


def gathered(root: Path, asked: str) -> list[str]:
    found = topic(load(root).workspace, asked)
    return [one.id.partition(":")[2] for one in found.paragraphs] if found else []


@pytest.mark.parametrize("asked", ["child-justice", "Child justice", "JUSTICE CHILD"])
def test_words_select_paragraphs_with_all_of_them_in_one_heading_or_theme(root: Path, asked: str) -> None:
    assert gathered(root, asked) == ["1", "2"]


def test_an_exact_name_selects_only_that_topic(root: Path) -> None:
    assert gathered(root, "access to justice") == ["4"]
    assert gathered(root, "violence") == ["42", "42a"]


@pytest.mark.parametrize("asked", ["grand", "justic", "child prison", "-", "!"])
def test_a_part_of_a_word_or_an_extra_word_selects_nothing(root: Path, asked: str) -> None:
    assert gathered(root, asked) == []


@pytest.mark.parametrize("asked", ["កុមារ", "កំណើត-កុមារ", "birth"])
def test_words_are_found_in_every_language_and_script(root: Path, asked: str) -> None:
    assert gathered(root, asked) == ["5"]


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_topic_has_the_same_name_in_every_language(root: Path, language: str) -> None:
    found = topics(load(root, language=language).workspace)["birth-registration"]
    assert found.title == {"en": "Birth registration", "km": "ការចុះបញ្ជី កំណើត កុមារ"}[language]


def test_a_vowel_sign_is_part_of_its_word(root: Path) -> None:
    assert slug("កុមារ") == "កុមារ"
    assert gathered(root, "ក") == []


def test_the_sheet_is_named_after_the_words_that_were_asked_for(root: Path) -> None:
    done = ask(root, "render", "summary-sheet.md", "--topic", "child-justice", "-o", "-", as_of=DAY)
    assert done.code == 0, done.err
    assert "# Child justice: recommendations and their follow-up" in done.out
    assert "2 recommendations of " in done.out


def test_the_closest_names_are_suggested_if_nothing_has_the_words(root: Path) -> None:
    done = ask(root, "render", "summary-sheet", "--topic", "child-labor", as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert 'there is no topic "child-labor"' in done.err
    assert "child-labour" in done.err
