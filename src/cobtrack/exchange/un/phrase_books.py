"""Phrase books: the fixed wording of treaty bodies in each language, and what each standard phrase means.

A phrase book is a file in `languages/`. To add a language, add a file. Case and line breaks make no difference in
phrases, because documents of 2026 write "State Party".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
"""A pattern for the letter that begins a sentence or a title: any letter except the small Latin letters."""
_PIECES = {
    "capital": f"(?-i:{CAPITAL})",
    # Any words of the same sentence, which ends with a full stop and a capital after it.
    "words": rf"(?:(?!\.\s+(?-i:{CAPITAL}))[^;]){{0,300}}?",
}
_PIECE = re.compile(r"\{([a-z_]+)\}")
_MAX_TEXT_LENGTH = 8_000
"""The most characters to search for phrases with several parts. The longest paragraphs have about 5,000 characters."""


class Meaning(StrEnum):
    """A meaning that a standard phrase gives to its paragraph, or a section title to the paragraphs of its section."""

    introduces = "introduces"
    progress = "progress"
    recommends = "recommends"
    concern = "concern"
    but = "but"
    welcomes = "welcomes"
    urgent = "urgent"
    resources = "resources"
    follow_up = "follow-up"
    report = "report"
    no_date = "no-date"
    list_of_issues = "list-of-issues"
    replies = "replies"
    dialogue = "dialogue"


REPORTING = (
    Meaning.follow_up, Meaning.report, Meaning.no_date, Meaning.list_of_issues, Meaning.replies, Meaning.dialogue
)  # fmt: skip
"""Meanings about future reports and reviews. Paragraphs with these meanings are also recommendations to the State."""
CLOSING = (Meaning.report, Meaning.no_date, Meaning.list_of_issues, Meaning.dialogue)
"""Meanings of the last paragraphs of Concluding Observations. A file with such a paragraph is complete to the end."""


@dataclass(frozen=True)
class Phrase:
    """A pattern that finds a standard phrase with a certain meaning, and an example of the phrase.

    The example comes from a document of a treaty body. Other treaty bodies might use the same phrase.
    """

    meaning: Meaning
    pattern: str
    example: str
    body: str
    source: str = ""
    """The document with the example; "" if the phrase was not found in a document yet."""

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern, which ignores upper and lower case."""
        return _compiled(self.pattern)


@dataclass(frozen=True, eq=False)
class PhraseBook:
    """The fixed wording of UN documents in a language. Every part is empty for a language without a phrase book."""

    code: str
    """The code of the language."""
    name: str = ""
    section_titles: tuple[Phrase, ...] = ()
    """Titles of sections that show the kind of the paragraphs in the section."""
    phrases: tuple[Phrase, ...] = ()
    """Phrases in the text of a paragraph."""
    title: str = ""
    """The words in the title of Concluding Observations."""
    item: str = "(%s)"
    """How the letter of a lettered item is written."""
    items: Mapping[str, str] = field(default_factory=dict)
    """Patterns for the words around lettered items within a text."""
    months: tuple[str, ...] = ()
    """The names of the months in lower case."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The numbers that are written as words in periods, such as "within two years"."""
    ordinals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words for the ordinals from first to nineteenth (`ones`) and the beginnings of those of the tens (`tens`)."""
    patterns: Mapping[str, str] = field(default_factory=dict)
    """Patterns for single words and for the parts of the first page."""
    citations: Mapping[str, Any] = field(default_factory=dict)
    """How articles, General Comments and paragraphs are cited."""
    cluster_titles: Mapping[str, str] = field(default_factory=dict)
    """The English titles of the sections in documents of the Committee on the Rights of the Child, keyed by title."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """The names of the treaty bodies, keyed by their ids. English names are in `bodies.py`."""

    def find_title(self, front: str) -> str:
        """Return the line with the title of Concluding Observations on a first page, or "" if there is no such line."""
        words = r"\s+".join(map(re.escape, self.title.split()))
        lines = re.search(rf"^{words}.*", front, re.IGNORECASE | re.MULTILINE) if words else None
        return lines[0].rstrip("* ,") if lines else ""

    def has_title(self, front: str) -> bool:
        """Whether a first page has the words of the title of Concluding Observations."""
        words = r"\s+".join(map(re.escape, self.title.split()))
        return bool(words) and bool(re.search(words, front, re.IGNORECASE))

    def match(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first match of one of `patterns` in a text, or None. A pattern that is missing never matches."""
        return _compiled(self.patterns[name]).search(text) if name in self.patterns else None

    def matches(self, name: str, text: str) -> list[re.Match[str]]:
        """Return all matches of one of `patterns` in a text. A pattern that is missing never matches."""
        return list(_compiled(self.patterns[name]).finditer(text)) if name in self.patterns else []

    def find(self, meaning: Meaning, text: str) -> re.Match[str] | None:
        """Return the match of a standard phrase with the given meaning in a text, or None if there is none."""
        found = self._find(meaning, text)
        return found[1] if found else None

    def is_verified(self, meaning: Meaning, text: str) -> bool:
        """Whether the phrase that gives a text the given meaning was found in a document of a treaty body."""
        found = self._find(meaning, text)
        return not found or bool(found[0].source)

    def _find(self, meaning: Meaning, text: str) -> tuple[Phrase, re.Match[str]] | None:
        text = text[:_MAX_TEXT_LENGTH] if meaning in REPORTING else text
        return _find(self, meaning, text)

    def section_means(self, meaning: Meaning, sections: str) -> bool:
        """Return whether at least one of the section titles in `sections` has the given meaning."""
        return any(title.regex.search(sections) for title in self.section_titles if title.meaning is meaning)


@lru_cache(maxsize=1000)
def _find(book: PhraseBook, meaning: Meaning, text: str) -> tuple[Phrase, re.Match[str]] | None:
    """Return the first phrase with a meaning that is in a text, with its match. Prefer phrases with a source.

    Results are cached because each paragraph is searched several times: for its kind, the paragraphs that it names, and
    the dates that it sets.
    """
    phrases = sorted((phrase for phrase in book.phrases if phrase.meaning is meaning), key=lambda one: not one.source)
    matches = ((phrase, phrase.regex.search(text)) for phrase in phrases)
    return next(((phrase, match) for phrase, match in matches if match), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


@cache
def phrase_books() -> Mapping[str, PhraseBook]:
    """Return all phrase books, keyed by the code of their language."""
    folder = files("cobtrack.exchange.un") / "languages"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    books = (_read(file.name.removesuffix(".yaml"), yaml.safe_load(file.read_bytes())) for file in found)
    return MappingProxyType({book.code: book for book in books})


def english() -> PhraseBook:
    """Return the phrase book for English, the language of the documents in UHRI."""
    return phrase_books()["en"]


def _read(code: str, data: Mapping[str, Any]) -> PhraseBook:
    """Return a phrase book from the content of its file. The pieces of its patterns are put together."""
    months = tuple(month.casefold() for month in data["months"])
    pieces = {**_PIECES, "month": f"(?:{'|'.join(months)})", "number": f"(?:{'|'.join(data['numbers'])}|[0-9]{{1,2}})"}
    for name, pattern in data["pieces"].items():
        pieces[name] = _whole(pattern, pieces)
    titles, phrases = (
        tuple(
            Phrase(**{**phrase, "meaning": Meaning(phrase["meaning"]), "pattern": _whole(phrase["pattern"], pieces)})
            for phrase in data[key]
        )
        for key in ("section_titles", "phrases")
    )
    return PhraseBook(
        code=code,
        name=data["name"],
        section_titles=titles,
        phrases=phrases,
        title=data["title"],
        item=data["item"],
        items=data["items"],
        months=months,
        numbers=data["numbers"],
        ordinals={key: tuple(words) for key, words in data.get("ordinals", {}).items()},
        patterns={name: _whole(pattern, pieces) for name, pattern in data["patterns"].items()},
        citations=data["citations"],
        cluster_titles={title["title"]: title["english"] for title in data.get("clusters", ())},
        bodies=data.get("bodies", {}),
    )


def _whole(pattern: str, pieces: Mapping[str, str]) -> str:
    """Return a pattern in which the names of pieces are replaced by these pieces."""
    return _PIECE.sub(lambda name: pieces[name[1]], pattern)
