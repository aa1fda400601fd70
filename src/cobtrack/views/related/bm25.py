"""Rank texts by their likeness to another text: BM25, by the beginnings of words.

Okapi BM25 is described in Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.text.fold import LETTERS_WITHOUT_SPACES, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

STEM_LENGTH = 6
"""How many letters of a word are compared, so that "educate" and "education" are the same."""
_K1, _B = 1.2, 0.75
_K3 = 1.2
"""This limits the weight of a term that the other text repeats: it counts more, but not twice as much."""
_MAX_SHARE = 0.2
"""A term that is in a greater share of all texts says too little: texts that share only such terms are not alike."""
_FEW = 5
"""A term that is in at most so many texts always counts, because little can be said about shares of few texts."""
_SHORT = 3
"""Words of so few letters, such as "for", say too little, except in scripts without spaces between words."""
_WITHOUT_SPACES = re.compile(f"[{LETTERS_WITHOUT_SPACES}]")
_WORD = re.compile(rf"[{LETTERS_WITHOUT_SPACES}]+|(?:(?![{LETTERS_WITHOUT_SPACES}])[^\W\d_]){{2,}}")
_PIECE_LENGTH = 3
"""The length of the pieces of a text in a script without spaces."""


class Match(NamedTuple):
    """A text that is like another text."""

    key: str
    likeness: float
    """How like the texts are, from 0 (no common word) to 1 (as like as the other text is to itself)."""
    terms: tuple[str, ...]
    """The common terms that are not in many texts, with the rarest first. There is at least one."""


def terms(text: str) -> list[str]:
    """Return the terms of a text: the first letters of each word.

    In scripts that do not write a space between words, each piece of 3 letters is a term.
    """
    return [term for word in _WORD.findall(fold(text)) for term in _terms_of_word(word)]


def words_with(text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return a word of at least 3 letters in the text for each term in `wanted`, in the order of `wanted`.

    In scripts that do not write a space between words, neighbouring terms are joined.
    """
    order = {term: number for number, term in enumerate(wanted)}
    found: dict[str, int] = {}
    for word in (match[0] for match in _WORD.finditer(text) if len(match[0]) >= _PIECE_LENGTH):
        parts = [word] if _is_whole(word) else _joined_pieces(word, order)
        for part in parts:
            ranks = [order[term] for term in terms(part) if term in order]
            if ranks:
                found.setdefault(part, min(ranks))
    best = {rank: word for word, rank in reversed(found.items())}
    return tuple(best[rank] for rank in sorted(best))


def _joined_pieces(word: str, wanted: Collection[str]) -> list[str]:
    """Return the parts of a word in a script without spaces that consist of wanted pieces."""
    parts, start, end = list[str](), 0, 0
    for at in range(len(word) - _PIECE_LENGTH + 1):
        if fold(word[at : at + _PIECE_LENGTH]) not in wanted:
            continue
        if at > end:
            parts.append(word[start:end])
            start = at
        elif end == 0:
            start = at
        end = at + _PIECE_LENGTH
    return [part for part in [*parts, word[start:end]] if part]


def _is_whole(word: str) -> bool:
    return not _WITHOUT_SPACES.search(word)


def _terms_of_word(word: str) -> list[str]:
    if _is_whole(word):
        return [word[:STEM_LENGTH]]
    return [word[at : at + _PIECE_LENGTH] for at in range(max(1, len(word) - _PIECE_LENGTH + 1))]


def _emphasis(occurrences: int) -> float:
    """Return how much a term counts that occurs so often in the text that is searched for."""
    return occurrences * (_K3 + 1) / (occurrences + _K3)


class Index:
    """Texts, by the terms that occur in them."""

    def __init__(self, texts: Mapping[str, str], wanted: Collection[str]) -> None:
        """Index texts, which are keyed by any names. Only the terms in `wanted` can be searched for."""
        self._lengths: dict[str, int] = {}
        self._counts: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, text in texts.items():
            found = Counter(terms(text))
            self._lengths[key] = found.total()
            for term in found.keys() & wanted:
                self._counts[term].append((key, found[term]))
        self._average = sum(self._lengths.values()) / len(texts) if texts else 1.0

    def best(self, text: str, count: int, *excluded: Collection[str]) -> list[Match]:
        """Return the `count` texts that are most like a text. Texts with a key in `excluded` are left out.

        Texts that are equally like it are in the order of their keys.
        """
        query = Counter(terms(text))
        scores, shared = defaultdict[str, float](float), defaultdict[str, list[str]](list)
        for term in sorted(query, key=lambda term: (len(self._counts.get(term, ())), term)):
            for key, occurrences in self._counts.get(term, ()):
                scores[key] += _emphasis(query[term]) * self._score(term, occurrences, self._lengths[key])
                if self._is_telling(term):
                    shared[key].append(term)
        to_itself = (_emphasis(times) * self._score(term, times, query.total()) for term, times in query.items())
        own = sum(to_itself) or 1.0
        left = [key for key in shared if not any(key in keys for keys in excluded)]
        keys = sorted(left, key=lambda key: (-scores[key], key))[:count]
        return [Match(key, min(1.0, scores[key] / own), tuple(shared[key])) for key in keys]

    def _is_telling(self, term: str) -> bool:
        if len(term) <= _SHORT and _is_whole(term):
            return False
        return len(self._counts[term]) <= max(_FEW, len(self._lengths) * _MAX_SHARE)

    def _weight(self, term: str) -> float:
        """Return how much a term says: the rarer it is, the more."""
        number = len(self._counts.get(term, ()))
        return math.log(1 + (len(self._lengths) - number + 0.5) / (number + 0.5))

    def _score(self, term: str, occurrences: int, length: int) -> float:
        norm = _K1 * (1 - _B + _B * length / self._average)
        return self._weight(term) * occurrences * (_K1 + 1) / (occurrences + norm)
