"""The phrases of each treaty body and their meaning, each in a wording from a real document."""

from __future__ import annotations

import pytest

from cobtrack.exchange.sources.concluding_observations.paragraphs import paragraph_kind
from cobtrack.exchange.un.bodies import TREATY_BODIES
from cobtrack.exchange.un.phrase_books import REPORTING, Meaning, PhraseBook, english, phrase_books

BELOW = {
    "en": "C. Principal subjects of concern and recommendations",
    "es": "III. Principales motivos de preocupación y recomendaciones",
    "fr": "III. Principaux sujets de préoccupation et recommandations",
}


def below(book: PhraseBook) -> str:
    """The title of the section with concerns and recommendations."""
    return BELOW[book.code]


def kind_of(text: str) -> tuple[str, str]:
    return paragraph_kind(BELOW["en"], text, english())


KINDS = {
    Meaning.recommends: "recommendation",
    Meaning.concern: "concern",
    Meaning.urgent: "introduction",
    **dict.fromkeys(REPORTING, "recommendation"),
}
BOOKS = list(phrase_books().values())


def code(book: PhraseBook) -> str:
    return book.code


@pytest.mark.parametrize("book", BOOKS, ids=code)
def test_each_phrase_is_recognised_in_the_words_of_its_example(book: PhraseBook) -> None:
    for phrase in book.phrases:
        example = phrase.example
        forms = (f"{example}.", example.upper(), example.lower(), f"{example}.".replace(" ", "\n"))
        assert [bool(phrase.regex.search(form)) for form in forms] == [True] * 4, example
        assert book.find(phrase.meaning, example), example
    for title in book.section_titles:
        assert book.section_means(title.meaning, title.example), title.example
        assert not book.section_means(title.meaning, below(book)), title.example


@pytest.mark.parametrize("book", BOOKS, ids=code)
def test_each_phrase_decides_the_kind_of_its_paragraph(book: PhraseBook) -> None:
    for phrase in book.phrases:
        if phrase.meaning in KINDS:
            kind, doubt = paragraph_kind(below(book), phrase.example, book)
            assert (kind, bool(doubt and phrase.source)) == (KINDS[phrase.meaning], False), phrase.example


def test_a_phrase_without_a_source_has_to_be_checked() -> None:
    dialogue = "El próximo diálogo constructivo tendrá lugar en 2028."
    kind, doubt = paragraph_kind(BELOW["es"], dialogue, phrase_books()["es"])
    assert kind == "recommendation"
    assert "without an example from a UN document" in doubt


@pytest.mark.parametrize("book", BOOKS, ids=code)
def test_each_language_has_phrases_of_every_meaning_from_documents_of_treaty_bodies(book: PhraseBook) -> None:
    assert {phrase.meaning for phrase in (*book.phrases, *book.section_titles)} == set(Meaning)
    for phrase in (*book.phrases, *book.section_titles):
        assert phrase.body in TREATY_BODIES
        assert not phrase.source or "/" in phrase.source or "not noted" in phrase.source
    sure = {phrase.meaning for phrase in book.phrases if phrase.source}
    assert {Meaning.recommends, Meaning.concern, Meaning.welcomes, Meaning.but} <= sure


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
    assert kind_of(text) == (kind, "")


def test_praise_that_is_qualified_without_the_word_concern_is_a_concern_to_check() -> None:
    kind, doubt = kind_of("The Committee welcomes the plan. However, it has no budget.")
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
    assert not english().find(meaning, text)
