"""Compare texts: whether they differ only in typography, and which words were removed and added."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_quotes, spoken
from cobtrack.model.text.compare import Comparison
from cobtrack.model.text.markup import in_same_language
from cobtrack.model.types import CITE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.types import Text

_DOUBLE_QUOTES, _SINGLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb", "\u2018\u2019\u201a\u201b\u2039\u203a"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_LINE_BREAK_HINTS = "\u00ad\u200b\u2060\ufeff"
_VARIANTS = str.maketrans({
    **dict.fromkeys(_DOUBLE_QUOTES, '"'), **dict.fromkeys(_SINGLE_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_LINE_BREAK_HINTS), "\u2026": "...",
})  # fmt: skip
_WITHOUT_SPACES = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
"""A letter or a mark of a script that puts no spaces between words: Thai, Lao, Myanmar and Khmer."""
_MARK = r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u17dd]"
_TOKEN = re.compile(rf"{_WITHOUT_SPACES}(?:{_MARK})*|(?:(?!{_WITHOUT_SPACES})\w)+|\s+|.", re.DOTALL)
"""A word, white space or another character. In scripts that put no spaces between words, a letter with its marks."""
_MAX_COMPARED = 4000
"""The greatest number of words of a text that are compared one by one."""
_SHORT = 60
_CONTEXT = 40
"""The number of characters before and after a change that are shown with it."""


class Part(NamedTuple):
    """A part of a changed text."""

    kind: Literal["same", "removed", "added"]
    text: str


def by_language(text: Text | None, first_language: str) -> Mapping[str, str]:
    """Return the text in each language, keyed by language code. A text without a code is in the first language."""
    if text is None:
        return {}
    return text.languages or {first_language: str(text)}


def changing_details(source: Text | None) -> Mapping[str, str]:
    """Return the details of a source, keyed by field; empty for any other text.

    The day on which it was last seen is left out, because nothing changes when a source is still where it was.
    """
    data = source.details.model_dump(mode="json", exclude_defaults=True) if source and source.details else {}
    return {name: str(value) for name, value in data.items() if name not in {CITE, "seen"}}


def without_typography(text: str) -> str:
    """Return a text in which typography has no influence: line breaks, spaces, forms of quotes and dashes."""
    if text.isascii() and "\n" not in text and "  " not in text:
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", text).translate(_VARIANTS).split())


def same_words(before: str, after: str) -> bool:
    """Whether two texts differ in typography at most."""
    return without_typography(before) == without_typography(after)


def parts(before: str, after: str) -> tuple[Part, ...]:
    """Return the parts of two texts in order: the same words, the removed words and the added words."""
    old, new = (_TOKEN.findall(without_typography(text)) for text in (before, after))
    if max(len(old), len(new)) > _MAX_COMPARED:
        return Part("removed", "".join(old)), Part("added", "".join(new))
    return tuple(_merged(_steps(old, new)))


def changed_parts(before: str, after: str) -> tuple[Part, ...]:
    """Return the removed and added words of two texts, with only a few of the same words around them."""
    found = parts(before, after)
    last = len(found) - 1
    return tuple(
        Part("same", _context(part.text, is_first=index == 0, is_last=index == last)) if part.kind == "same" else part
        for index, part in enumerate(found)
    )


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return the beginning and the end of a text that did not change, as far as they are next to a change."""
    if len(text) <= 2 * _CONTEXT:
        return text
    before, after = text[:_CONTEXT].rpartition(" ")[0], text[-_CONTEXT:].partition(" ")[2]
    return f"{'' if is_first else before}…{'' if is_last else after}"


def short_change(before: str, after: str, language: str = "") -> str:
    """Return the first changed words of a text, such as "“now” instead of “soon”" or "added “soon”".

    `language` is the code of the language of both texts, if they do not name it.
    """
    found = parts(before, after)
    first = next((index for index, part in enumerate(found) if part.kind != "same"), 0)
    pair = [part for part in found[first : first + 2] if part.kind != "same"]
    texts = (in_same_language(after if part.kind == "added" else before, shorten(part.text)) for part in pair)
    words = [in_quotes(spoken().marked_as(text, language)) for text in texts]
    if len(pair) == 2:
        sentence = _("%(new)s instead of %(old)s", new=words[1], old=words[0])
    elif pair[0].kind == "added":
        sentence = _("added %(text)s", text=words[0])
    else:
        sentence = _("removed %(text)s", text=words[0])
    has_more = sum(part.kind != "same" for part in found) > len(pair)
    return _("%(change)s, and more", change=sentence) if has_more else sentence


def shorten(text: str, length: int = _SHORT) -> str:
    """Return the beginning of a text on one line, cut at a word if it is longer than `length`."""
    words = " ".join(text.split())
    if len(words) > length:
        start = words[: length - 1]
        words = f"{start.rpartition(' ')[0] or start}…"
    return in_same_language(text, words)


def _steps(old: list[str], new: list[str]) -> Iterator[Part]:
    for tag, first, last, other_first, other_last in Comparison(old, new, str.isspace).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(old[first:last]))
        else:
            yield Part("removed", "".join(old[first:last]))
            yield Part("added", "".join(new[other_first:other_last]))


def _merged(steps: Iterator[Part]) -> Iterator[Part]:
    """Join changes that only a space separates, and leave out empty parts."""
    removed = added = ""
    for part in steps:
        if part.kind == "same" and (part.text.strip() or not (removed or added)):
            yield from _changed(removed, added)
            removed = added = ""
            yield part
        else:
            removed += part.text if part.kind != "added" else ""
            added += part.text if part.kind != "removed" else ""
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Part]:
    if removed:
        yield Part("removed", removed)
    if added:
        yield Part("added", added)
