"""Detect whether two texts differ only by small corrections: a misspelling, an article, a plural.

If two texts differ in an instrument, a name, a number, a negation or a verb, they are different recommendations.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from cobtrack.exchange.un.text import text_key

_ARTICLES_AND_PREPOSITIONS = frozenset(
    "the a an of to in on for by at with its that as le la les l de des du d un une el los las del una en".split()  # noqa: SIM905
)
"""Words of English, French and Spanish, because reviews are published in these languages."""
_NEGATIONS = ("un", "in", "im", "il", "ir", "non", "dis", "anti", "de", "re", "mis")
"""Prefixes that change the meaning of a word: unlawful, decriminalize."""
_MAX_WORDS, _MAX_ADDED = 1_000, 6
# The lengths from which words may differ by one letter and by two letters.
_LONG, _VERY_LONG = 6, 10


class _Word(NamedTuple):
    """A word of a text: the word in the form that `text_key` returns, and the word as it is written."""

    letters: str
    text: str
    is_first: bool

    @property
    def is_name(self) -> bool:
        """Whether the word is written like a name or an acronym."""
        return self.text != self.text.lower() and not (self.is_first and not self.text[1:].isupper())


def is_small_correction(old: str, new: str) -> bool:
    """Whether two texts differ by small corrections only."""
    before, after = _words(old), _words(new)
    if not before or not after or max(len(before), len(after)) > _MAX_WORDS:
        return False
    shared = len({word.letters for word in before} & {word.letters for word in after})
    if shared * 2 < min(len(before), len(after)) or abs(len(before) - len(after)) > _MAX_ADDED:
        return False
    changed = 0
    matcher = SequenceMatcher(None, [word.letters for word in before], [word.letters for word in after], autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            continue
        old_words, new_words = _without_articles(before[start:end]), _without_articles(after[new_start:new_end])
        # The words may only have been joined or separated. Joined numbers, however, are a different number.
        letters = "".join(word.letters for word in old_words)
        if letters == "".join(word.letters for word in new_words) and not re.search(r"\d", letters):
            continue
        if len(old_words) != len(new_words) or not all(map(_is_same_word, old_words, new_words)):
            return False
        changed += len(old_words)
    return changed <= max(2, len(before) // 8)


@lru_cache(maxsize=10_000)
def _words(text: str) -> list[_Word]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text))
    return [_Word(text_key(word), word, index == 0) for index, word in enumerate(words)]


def _without_articles(words: list[_Word]) -> list[_Word]:
    return [word for word in words if word.letters not in _ARTICLES_AND_PREPOSITIONS]


def _is_same_word(old: _Word, new: _Word) -> bool:
    """Whether two words differ only by a misspelling or a plural ending."""
    short, long = sorted((old.letters, new.letters), key=len)
    if not short or short[0] != long[0] or re.search(r"\d", short + long):
        return False
    if any(long == f"{negation}{short}" for negation in _NEGATIONS):
        return False
    is_name = old.is_name or new.is_name
    if is_name and (old.text.isupper() or new.text.isupper() or len(short) < _LONG + 2):
        return False
    if long in {f"{short}s", f"{short}es"}:
        return len(short) > 3
    max_difference = 2 if len(short) >= _VERY_LONG and not is_name else 1
    return len(short) >= _LONG and _difference(short, long) <= max_difference


def _difference(first: str, second: str) -> int:
    """Count the letters that differ between two words: those between their common beginning and their common end.

    Two neighbouring letters that are swapped count as one difference.
    """
    start = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return 1 if len(first) == 2 and first == second[::-1] else max(len(first), len(second))
