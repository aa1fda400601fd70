"""What somebody may have meant by an id or a word that is not there."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from functools import cached_property
from heapq import nsmallest
from typing import TYPE_CHECKING

from cobtrack.model.text.ids import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_FEW = 40
"""Words that are each compared."""
_LOOKED_AT, _COMPARED = 2000, 20
"""Of more words, how many pieces in common are counted, and how many words are compared."""
_LONGEST = 200


class KnownWords:
    """Words that another one may be a slip of, capitals and small letters alike; `also` are other names of them.

    Asked again and again: of many, only those are compared that share the rarest pieces.
    """

    def __init__(self, words: Iterable[str], also: Mapping[str, str] = {}) -> None:
        self.names = {name.lower(): one for name, one in also.items()} | {one.lower(): one for one in words}

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _by_piece(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.names:
            for piece in _pieces(name):
                found.setdefault(piece, []).append(name)
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The words, whatever they are named besides."""
        return frozenset(self.names.values())

    @cached_property
    def examples(self) -> str:
        """The first of them, to choose from."""
        some = nsmallest(8, self.ids, key=natural_key)
        return f"{', '.join(some)}{', …' if len(self.ids) > len(some) else ''}"

    def closest(self, word: str, *, most: int = 1, cutoff: float = 0.6) -> list[str]:
        """The likeliest of them, at most so many."""
        word = word.lower()
        if len(word) > _LONGEST:
            return []
        close = get_close_matches(word, self._near(word), most, cutoff)
        return list(dict.fromkeys(self.names[one] for one in close))

    def _near(self, word: str) -> Iterable[str]:
        if len(self.names) <= _FEW:
            return self.names
        shared: Counter[str] = Counter()
        left = _LOOKED_AT
        for names in sorted((self._by_piece.get(piece, []) for piece in _pieces(word)), key=len):
            shared.update(names[:left])
            left -= len(names)
            if left <= 0:
                break
        return sorted(shared, key=lambda name: (-shared[name] / (len(word) + len(name)), name))[:_COMPARED]


def _pieces(word: str) -> set[str]:
    """Its pairs and threes of letters, the ends of the word marked."""
    padded = f" {word[:_LONGEST]} "
    return {padded[at : at + length] for length in (2, 3) for at in range(len(padded) - length + 1)}


def close_matches(
    word: str, words: Iterable[str], also: Mapping[str, str] = {}, *, most: int = 1, cutoff: float = 0.6
) -> list[str]:
    """The words that this one may be a slip of; whoever asks more than once makes `Words` once."""
    return KnownWords(words, also).closest(word, most=most, cutoff=cutoff)


def did_you_mean(word: str, words: Sequence[str], otherwise: str = "one of ") -> str:
    """A hint: the likeliest of the words, or all of them."""
    close = close_matches(word, words)
    return f'did you mean "{close[0]}"?' if close else otherwise + ", ".join(words)


def closest_actor(word: str, names: KnownWords) -> str:
    """The id of the organisation that a word or a name means, of all names and their ids; empty where none is near."""
    # Ministries have names that differ in one word.
    close = names.closest(word, cutoff=0.85 if " " in word.strip() else 0.6)
    return close[0] if close else ""
