"""Whether two texts are the same but for a small correction: a misspelling, an article, a plural.

A changed instrument, name, number, negation or verb makes another recommendation.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from cobtrack.exchange.un.text import text_key

# Articles and prepositions of the languages that reviews are published in.
_LIGHT = frozenset(
    "the a an of to in on for by at with its that as le la les l de des du d un une el los las del una en".split()  # noqa: SIM905
)
_TURNS = ("un", "in", "im", "il", "ir", "non", "dis", "anti", "de", "re", "mis")
_MOST_WORDS, _MOST_ADDED, _SHORT, _LONG = 1_000, 6, 6, 10


class _Word(NamedTuple):
    """A word, and its letters."""

    letters: str
    text: str
    is_first: bool

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name or an acronym."""
        return self.text != self.text.lower() and not (self.is_first and not self.text[1:].isupper())


def is_small_correction(here: str, there: str) -> bool:
    """Whether one text may be the other one with its slips put right."""
    before, after = _words(here), _words(there)
    if not before or not after or max(len(before), len(after)) > _MOST_WORDS:
        return False
    common = len({one.letters for one in before} & {one.letters for one in after})
    if common * 2 < min(len(before), len(after)) or abs(len(before) - len(after)) > _MOST_ADDED:
        return False
    changed = 0
    matcher = SequenceMatcher(None, [one.letters for one in before], [one.letters for one in after], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        olds = [one for one in before[start:end] if one.letters not in _LIGHT]
        news = [one for one in after[first:last] if one.letters not in _LIGHT]
        # Words that were written as one, or apart; two numbers are not one.
        letters = "".join(one.letters for one in olds)
        if letters == "".join(one.letters for one in news) and not re.search(r"\d", letters):
            continue
        if len(olds) != len(news) or not all(map(_is_slip, olds, news)):
            return False
        changed += len(olds)
    return changed <= max(2, len(before) // 8)


@lru_cache(maxsize=10_000)
def _words(text: str) -> list[_Word]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text))
    return [_Word(text_key(word), word, at == 0) for at, word in enumerate(words)]


def _is_slip(old: _Word, new: _Word) -> bool:
    """Whether two words are one word, misspelt or in another number."""
    one, two = sorted((old.letters, new.letters), key=len)
    if not one or one[0] != two[0] or re.search(r"\d", one + two):
        return False
    if any(two == f"{turn}{one}" for turn in _TURNS):
        return False
    is_name = old.is_name or new.is_name
    if is_name and (old.text.isupper() or new.text.isupper() or len(one) < _SHORT + 2):
        return False
    if two in {f"{one}s", f"{one}es"}:
        return len(one) > 3
    most = 2 if len(one) >= _LONG and not is_name else 1
    return len(one) >= _SHORT and _differs_by(one, two) <= most


def _differs_by(one: str, two: str) -> int:
    """How many letters lie between what two words begin and end with in common; two that changed places count once."""
    start = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    one, two = one[start:], two[start:]
    while one and two and one[-1] == two[-1]:
        one, two = one[:-1], two[:-1]
    return 1 if len(one) == 2 and one == two[::-1] else max(len(one), len(two))
