"""What makes plain words hard to read: long sentences and abbreviations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.text.fold import LETTERS_WITHOUT_SPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 15
"""The most words in a plain sentence."""
_SENTENCE_END = re.compile(r"(?<=[.!?…؟।။។៕፧።])[\"”’»)]*\s+|[\n。！？]")
_ZERO_WIDTH_SPACE = "\u200b"
_WITHOUT_SPACES = re.compile(f"[{LETTERS_WITHOUT_SPACES}]")
_WORD = re.compile(r"[^\W_]")
# Two capital letters or more, as in UN and NGOs, and capital letters with full stops, as in U.N.
_CAPITALS = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b[^\W\d_]{2,}\b")
_SHORT_FORMS = re.compile(r"(?<!\w)(?:e\.g|i\.e|etc|art|arts|para|paras|approx|incl|esp|resp)\.(?!\w)", re.IGNORECASE)


def long_sentences(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sentence with more words than MOST_WORDS, and the number of its words.

    The words of a language that has no spaces between words are counted only if the text has zero-width spaces there.
    """
    for sentence in filter(None, map(str.strip, _SENTENCE_END.split(text))):
        if (count := _count_words(sentence)) > MOST_WORDS:
            yield sentence, count


def _count_words(sentence: str) -> int:
    """Count the words of a sentence. Return 0 if the ends of words cannot be seen."""
    if _WITHOUT_SPACES.search(sentence) and _ZERO_WIDTH_SPACE not in sentence:
        return 0
    return sum(bool(_WORD.search(part)) for part in sentence.replace(_ZERO_WIDTH_SPACE, " ").split())


def abbreviations(text: str) -> Iterator[str]:
    """Yield each abbreviation in a text once, such as `UN`, `NGOs` or `e.g.`."""
    found = [match[0] for match in _CAPITALS.finditer(text) if _is_abbreviation(match[0])]
    found += [match[0] for match in _SHORT_FORMS.finditer(text)]
    yield from dict.fromkeys(found)


def _is_abbreviation(word: str) -> bool:
    """Whether a word has two capital letters or more, and nothing else but the ending of a plural."""
    letters = word.removesuffix("s").replace(".", "")
    return len(letters) > 1 and letters.isupper()
