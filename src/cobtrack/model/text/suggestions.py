"""Suggest the known word or id that a mistyped one is most similar to."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from heapq import nsmallest
from operator import eq
from typing import TYPE_CHECKING

from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.lookalikes import to_plain_characters
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_COMPARED_DIRECTLY = 40
"""The greatest number of known words that are all compared with the mistyped word."""
_MAX_SHARED_PIECES, _MAX_COMPARED = 2000, 20
"""If there are more known words, only the words that share rare pieces with the mistyped word are compared. These are
the greatest number of shared pieces to count, and the greatest number of words to compare."""
_MAX_WORD_LENGTH = 200
_MAX_SIMILAR_IDS, _MIN_LIKENESS_OF_IDS = 5, 0.78
"""Ids consist of words that many of them share, such as "report": to be suggested, an id has to be more similar than
a word."""
_MIN_LENGTH_FOR_SWAPS, _MIN_LENGTH_FOR_EDITS = 4, 6
"""The least length of a word in which two swapped letters are certainly a typing mistake, and the least length in which
one wrong letter is. Shorter words are often acronyms, which with another letter stand for something else."""
_MAX_EQUALLY_CLOSE = 4
"""The number of words to compare in addition to the requested number, because several can be equally similar."""


class KnownWords:
    """Words to suggest in place of a mistyped word. Upper and lower case are treated alike.

    Many searches are fast, because the words are prepared once and only a few of them are compared each time.
    """

    def __init__(self, words: Iterable[str], other_names: Mapping[str, str] = {}) -> None:
        """Store the words. `other_names` maps other names for a word to the word, such as acronyms to ids."""
        self._words_by_name = {name.lower(): word for name, word in other_names.items()} | {
            word.lower(): word for word in words
        }

    def __len__(self) -> int:
        return len(self._words_by_name)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words, without their other names."""
        return frozenset(self._words_by_name.values())

    @cached_property
    def examples(self) -> str:
        """The first words in sorted order, as a list for a message."""
        first = nsmallest(8, self.words, key=natural_key)
        return f"{', '.join(first)}{', …' if len(self.words) > len(first) else ''}"

    def closest(self, word: str, *, limit: int = 1, cutoff: float = 0.6) -> list[str]:
        """Return at most `limit` words that are similar to a mistyped word. The most similar word comes first."""
        word = word.lower()
        if len(word) > _MAX_WORD_LENGTH:
            return []
        close = get_close_matches(word, self._candidates(word), limit + _MAX_EQUALLY_CLOSE, cutoff)
        close = sorted(close, key=lambda name: _similarity(name, word), reverse=True)[:limit]
        return list(dict.fromkeys(self._words_by_name[name] for name in close))

    def closest_id(self, identifier: str) -> str:
        """Return the id that is most similar to a mistyped id and has the same numbers.

        Return "" if no id is similar enough. An id with another number is never suggested, because it is the id of
        another record: `twg-5` is not `twg-2`.
        """
        numbers = _numbers(identifier)
        # In a short id, one wrong letter is a large part.
        likeness_with_one_wrong_letter = 1 - 1 / max(len(identifier), 3)
        cutoff = min(_MIN_LIKENESS_OF_IDS, likeness_with_one_wrong_letter)
        close = self.closest(identifier, limit=_MAX_SIMILAR_IDS, cutoff=cutoff)
        return next((word for word in close if _numbers(word) == numbers), "")

    def certain(self, word: str) -> str:
        """Return the word that was certainly meant by a mistyped word, or "" if there is any doubt.

        It is certain if the two words differ only in upper and lower case, in spaces and hyphens, or in characters that
        look alike. It is also certain if they differ by one slip of typing, and no other word does.
        """
        plain = to_plain_characters(word).strip().lower()
        forms = dict.fromkeys([plain, re.sub(r"[\s_-]+", "-", plain), re.sub(r"[\s_-]+", "_", plain)])
        same = {self._words_by_name[form] for form in forms if form in self._words_by_name}
        if not same and len(plain) <= _MAX_WORD_LENGTH:
            same = {self._words_by_name[name] for name in self._candidates(plain) if _is_slip(plain, name)}
        return same.pop() if len(same) == 1 else ""

    def _candidates(self, word: str) -> Iterable[str]:
        """Return the names that are worth comparing with `word`, because they share the most letter sequences with it.

        If there are only a few names, return all of them.
        """
        if len(self._words_by_name) <= _COMPARED_DIRECTLY:
            return self._words_by_name
        shared: Counter[str] = Counter()
        remaining = _MAX_SHARED_PIECES
        for names in sorted((self._names_by_piece.get(piece, []) for piece in _pieces(word)), key=len):
            shared.update(names[:remaining])
            remaining -= len(names)
            if remaining <= 0:
                break
        return sorted(shared, key=lambda name: (-shared[name] / (len(word) + len(name)), name))[:_MAX_COMPARED]

    @cached_property
    def _names_by_piece(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for name in self._words_by_name:
            for piece in _pieces(name):
                names.setdefault(piece, []).append(name)
        return names


def _numbers(identifier: str) -> list[int]:
    """Return the numbers in an id."""
    return [int(digits) for digits in re.findall("[0-9]{1,9}", identifier)]


def _is_slip(typed: str, word: str) -> bool:
    """Whether a text is a word with one slip of typing, such as two swapped letters. The numbers must be the same.

    A word with hyphens may have the slip in one of its parts only, because the parts can be acronyms.
    """
    if _numbers(typed) != _numbers(word):
        return False
    typed_parts, parts = re.split(r"[\s:_-]", typed), re.split(r"[\s:_-]", word)
    differing = [pair for pair in zip(typed_parts, parts, strict=False) if pair[0] != pair[1]]
    return len(typed_parts) == len(parts) and len(differing) == 1 and _is_slip_in_part(*differing[0])


def _is_slip_in_part(typed: str, word: str) -> bool:
    """Whether two parts of words without hyphens differ by one slip of typing."""
    start = next((index for index, pair in enumerate(zip(typed, word, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(typed), len(word)) if start is None else start
    rest, expected = typed[start:], word[start:]
    if len(word) >= _MIN_LENGTH_FOR_SWAPS:
        is_swap = rest[:2] == expected[1::-1] and len(expected) > 1 and rest[2:] == expected[2:]
        if is_swap or _without_doubles(typed) == _without_doubles(word):
            return True
    is_edit = rest[1:] == expected or rest == expected[1:] or rest[1:] == expected[1:]
    return len(word) >= _MIN_LENGTH_FOR_EDITS and is_edit


def _without_doubles(word: str) -> str:
    """Return a word in which each letter that is repeated directly appears only once."""
    return re.sub(r"(.)\1+", r"\1", word)


def _similarity(name: str, word: str) -> tuple[float, int]:
    """Return how similar two words are, and how many of their letters are at the same position."""
    return SequenceMatcher(None, name, word).ratio(), sum(map(eq, name, word))


def _pieces(word: str) -> set[str]:
    """Return all sequences of two and of three letters in a word. A space is added at both ends of the word first."""
    padded = f" {word[:_MAX_WORD_LENGTH]} "
    return {padded[start : start + length] for length in (2, 3) for start in range(len(padded) - length + 1)}


def close_matches(
    word: str, words: Iterable[str], other_names: Mapping[str, str] = {}, *, limit: int = 1, cutoff: float = 0.6
) -> list[str]:
    """Return the words that are most similar to a mistyped word.

    To search the same words many times, use `KnownWords`, which is faster.
    """
    return KnownWords(words, other_names).closest(word, limit=limit, cutoff=cutoff)


def did_you_mean(matches: Sequence[str], otherwise: str = "", *, quoted: bool = False) -> str:
    """Return a hint that suggests the words in `matches` in place of a mistyped word.

    If `matches` is empty, return `otherwise`. With `quoted`, the words are in quotes, as in hints about data files.
    """
    words = [f'"{word}"' for word in matches] if quoted else list(matches)
    return f"did you mean {join(words, 'or')}?" if words else otherwise


def closest_actor(word: str, names: KnownWords) -> str:
    """Return the id of the organisation whose id or name is most similar to `word`; "" if no organisation matches."""
    if " " not in word.strip():
        return names.closest_id(word)
    # Names of ministries often differ in one word only, so a name has to be more similar than an id.
    close = names.closest(word, cutoff=0.85)
    return close[0] if close else ""
