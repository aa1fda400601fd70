"""The phrases of each treaty body and their meaning, each in a wording from a real document."""

from __future__ import annotations

import pytest

from cobtrack.exchange.sources.concluding_observations.paragraphs import paragraph_kind
from cobtrack.exchange.un.bodies import TREATY_BODIES
from cobtrack.exchange.un.phrases import PHRASES, REPORTING, SECTION_TITLES, Meaning, Phrase, find_phrase, section_means

BELOW = "C. Principal subjects of concern and recommendations"


def shown(phrase: Phrase) -> str:
    return f"{phrase.body}-{phrase.meaning}"


@pytest.mark.parametrize("phrase", PHRASES, ids=shown)
@pytest.mark.parametrize("change", [str, str.upper, str.lower, lambda text: text.replace(" ", "\n")])
def test_a_phrase_is_recognised_in_the_words_of_its_source(phrase: Phrase, change: object) -> None:
    text = phrase.example if change in {str.upper, str.lower} else f"{phrase.example}."
    assert phrase.regex.search(change(text))  # type: ignore[operator]
    assert find_phrase(phrase.meaning, phrase.example)


@pytest.mark.parametrize("phrase", [*PHRASES, *SECTION_TITLES], ids=shown)
def test_a_phrase_has_a_body_and_a_source(phrase: Phrase) -> None:
    assert phrase.body in TREATY_BODIES
    assert "/" in phrase.source or "not noted" in phrase.source


@pytest.mark.parametrize("phrase", SECTION_TITLES, ids=shown)
def test_a_section_is_recognised_in_the_words_of_its_source(phrase: Phrase) -> None:
    assert section_means(phrase.meaning, phrase.example)
    assert not section_means(phrase.meaning, BELOW)


KINDS = {
    Meaning.recommends: "recommendation",
    Meaning.concern: "concern",
    Meaning.urgent: "introduction",
    **dict.fromkeys(REPORTING, "recommendation"),
}


@pytest.mark.parametrize("phrase", [one for one in PHRASES if one.meaning in KINDS], ids=shown)
def test_a_phrase_decides_the_kind_of_its_paragraph(phrase: Phrase) -> None:
    assert paragraph_kind(BELOW, phrase.example) == (KINDS[phrase.meaning], "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Committee welcomes the plan. It is, however, concerned that it has no budget.", "concern"),
        ("The Committee welcomes the plan. It remains, nevertheless, deeply concerned.", "concern"),
        ("While welcoming the plan, the Committee is nonetheless particularly concerned about it.", "concern"),
        ("The Committee welcomes the plan and encourages the State Party to fund it.", "recommendation"),
        ("The State Party is requested to act.", "recommendation"),
        ("THE COMMITTEE URGES THE STATE PARTY TO ACT.", "recommendation"),
    ],
)
def test_mixed_paragraphs_and_capitals_are_recognised(text: str, kind: str) -> None:
    assert paragraph_kind(BELOW, text) == (kind, "")


def test_praise_that_is_qualified_without_the_word_concern_is_a_concern_to_check() -> None:
    kind, doubt = paragraph_kind(BELOW, "The Committee welcomes the plan. However, it has no budget.")
    assert (kind, bool(doubt)) == ("concern", True)


@pytest.mark.parametrize("meaning", [*REPORTING, Meaning.urgent])
@pytest.mark.parametrize(
    "text",
    [
        "The Committee recommends that the State party provide shelters in provinces with few of them.",
        "The report was due to a mistake in 2020 and no urgent measures were taken.",
        "Provide schools by 2030, in line with article 28, paragraph 1. The Committee recalls paragraphs 7 and 8.",
        "Submit bills on play to parliament.",
    ],
)
def test_a_text_that_only_resembles_a_phrase_is_not_recognised(meaning: Meaning, text: str) -> None:
    assert not find_phrase(meaning, text)
