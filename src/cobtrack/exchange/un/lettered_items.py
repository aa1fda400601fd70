"""Split paragraphs with lettered items in one text (as in UHRI) into the words before the items, and each item."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import IncomingParagraph
from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.phrase_books import english
from cobtrack.exchange.un.text import normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.exchange.un.phrase_books import PhraseBook

_SHARED_FIELDS = {"section", "heading", "urgent"}
"""The fields that an item inherits from its paragraph. It does not inherit fields such as themes, because UHRI gives
them for the whole paragraph."""
_NOT_IN_ORDER = "the lettered items are not in the order a, b, c, so the paragraph was not split"
_MAY_HAVE_ITEMS = "the text seems to contain lettered items, which were not split"
_LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]


class _Patterns:
    """The patterns that find lettered items in texts of one language."""

    def __init__(self, book: PhraseBook) -> None:
        # A letter without a bracket before it must not be the end of a word.
        begin, bracket = ("", r"\(") if book.item.startswith("(") else (r"(?<![\w(])", r"\(?")
        words = book.items
        and_ = rf"(?:(?:{words['and']})\s)?" if words else ""
        introduced = rf"|\b(?:{words['introduced_by']})" if words else ""
        cited = f"|{words['cited']}" if words else ""
        self.sign = re.compile(rf"{begin}{bracket}([a-z]{{1,6}})\)")
        self.line_end_in_text = re.compile(rf"\n(?!\s{{0,9}}{bracket}[a-z]{{1,6}}\))")
        # What is before an item: the start of a line or the end of the item before it.
        self.before = re.compile(rf"(?:\n|[:;]\s{{0,5}}{and_}\s{{0,3}})\Z")
        # What is before a later item: also a full stop.
        self.before_later = re.compile(rf"(?:\n|[:;.]\s{{0,5}}{and_}\s{{0,3}})\Z")
        # What follows the letter of a cited article or paragraph: `(a) and (b)`, `(a) of the Convention`, `(a), (b)`.
        self.after_cited = re.compile(rf"\s*(?:$|[,.;:()\u2013-]{cited})")
        self.unsplit = re.compile(rf"(?:[:;,]{introduced})\s{{0,3}}{bracket}(?:a|b)\)\s")


@cache
def _patterns(book: PhraseBook) -> _Patterns:
    return _Patterns(book)


def unwrap_lines(text: str, book: PhraseBook | None = None) -> str:
    """Replace line breaks in a text with spaces, except before a line that begins with an item (for example `(a)`).

    `book` is the phrase book of the text's language; the default is English.
    """
    line_end = _patterns(book or english()).line_end_in_text
    return "\n".join(filter(None, map(normalize_space, line_end.sub(" ", text).split("\n"))))


def split_items(paragraph: IncomingParagraph) -> Iterator[IncomingParagraph]:
    """Split a numbered recommendation that has lettered items. Yield any other paragraph unsplit.

    First yield a recommendation with the words before the items, then a recommendation for each item. Fields of the
    whole paragraph (for example its themes) stay with the first recommendation, even if no words come before the items.
    If the items cannot be split reliably, yield the paragraph unsplit, with a reason to check it.
    """
    if paragraph.kind != "recommendation" or not paragraph.number or paragraph.item:
        yield paragraph
        return
    parts = _parts(paragraph.fields["text"], _patterns(english()))
    if not parts:
        yield replace(paragraph, to_check=(*paragraph.to_check, _NOT_IN_ORDER))
        return
    items = [part for part in parts if part[0]]
    if not items and may_have_items(paragraph.fields["text"]):
        yield replace(paragraph, to_check=(*paragraph.to_check, _MAY_HAVE_ITEMS))
        return
    own_fields = {key: value for key, value in paragraph.fields.items() if key != "text"}
    yield replace(paragraph, fields=own_fields if items == parts else {**own_fields, "text": parts[0][1]})
    shared = {key: value for key, value in paragraph.fields.items() if key in _SHARED_FIELDS}
    for item, text in items:
        yield IncomingParagraph(
            location=f"{paragraph.location} {format_item(item)}",
            kind=paragraph.kind,
            number=paragraph.number,
            item=item,
            fields={**shared, "text": text},
            system=paragraph.system,
            external_id=paragraph.external_id and f"{paragraph.external_id}#{item}",
            continues_previous=True,
        )


def split_text(text: str, first: str = "a", book: PhraseBook | None = None) -> list[tuple[str, str]]:
    """Split a text into its lettered items, and return pairs of item and text.

    `first` is the letter of the first item. The words before the items have the item "". If the text has fewer than two
    items, return a single pair with the whole text. `book` is the phrase book of the text's language; the default is
    English.
    """
    letters = _LETTERS[_LETTERS.index(first) :] if first in _LETTERS else []
    parts = _parts(text, _patterns(book or english()), letters)
    return parts if sum(bool(item) for item, _ in parts) > 1 else [("", text)]


def may_have_items(text: str, book: PhraseBook | None = None) -> bool:
    """Return whether a text that was not split looks as if it had lettered items.

    `book` is the phrase book of the text's language; the default is English.
    """
    return len(_patterns(book or english()).unsplit.findall(text)) > 1


def format_item(item: str, form: str = "(%s)") -> str:
    """Return an item such as `a-ii` in the form that documents use: `(a) (ii)`.

    `form` is how documents in the language write a letter.
    """
    return " ".join(form % part for part in item.split("-") if part)


def _parts(text: str, patterns: _Patterns, letters: Sequence[str] = _LETTERS) -> list[tuple[str, str]]:
    """Split a text into its lettered items, and return pairs of item and text.

    An item is written `a` or `b-ii`. The words before the items have the item "". If the text has no items, return a
    single pair with the whole text. If the letters that begin lines are not in order, return an empty list.
    """
    outer = _split_at(text, letters, patterns)
    if not outer:
        return []
    parts = outer[:1]
    for letter, item_text in outer[1:]:
        inner = _split_at(item_text, ROMANS, patterns) or [("", item_text)]
        parts += [(f"{letter}-{numeral}" if numeral else letter, words) for numeral, words in inner]
    return [(item, words) for item, words in parts if words]


def _split_at(text: str, signs: Sequence[str], patterns: _Patterns) -> list[tuple[str, str]]:
    """Split a text into items. Each item begins with one of `signs`, such as (a); the signs come in the given order.

    Return pairs of sign and text. The words before the first item have the sign "". If the text has no items, return a
    single pair with the whole text. If lines begin with signs, but a sign is skipped or the signs are out of order,
    return an empty list.
    """
    cuts: list[tuple[str, int, int]] = []
    end = 0
    for match in patterns.sign.finditer(text):
        sign, before = match[1], text[max(end, match.start() - 12) : match.start()]
        may_begin_item = match.start() == end or (patterns.before_later if cuts else patterns.before).search(before)
        if not may_begin_item or (patterns.after_cited.match(text, match.end()) and not before.endswith("\n")):
            continue
        expected = signs[len(cuts)] if len(cuts) < len(signs) else ""
        # After a colon, (i) begins the inner items of the item before; elsewhere it is the letter after (h).
        begins_inner = sign == "i" and bool(cuts) and before.rstrip().endswith(":") and signs is not ROMANS
        if sign == expected and not begins_inner:
            cuts.append((sign, match.start(), match.end()))
            end = match.end()
        elif signs is not ROMANS and sign not in ROMANS and (match.start() == 0 or before.endswith("\n")):
            return []
    if len(cuts) < 2:
        return [] if any(start == 0 or text[start - 1] == "\n" for _, start, _ in cuts) else [("", text.strip())]
    ends = [start for _, start, _ in cuts[1:]] + [len(text)]
    items = [(sign, text[start:last].strip()) for (sign, _, start), last in zip(cuts, ends, strict=True)]
    return [("", text[: cuts[0][1]].strip()), *items]
