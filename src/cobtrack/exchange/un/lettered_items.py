"""Paragraphs whose lettered items stand in one text, as in UHRI: the words before them, and each item."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import IncomingParagraph
from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.text import normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHARED = {"section", "heading", "urgent"}
"""Where an item stands and how pressing its paragraph is. What it is about, the system says of the whole alone."""
_NO_ORDER = "its lettered items are not in the order a, b, c: it was kept whole"
_UNSURE = "it may hold lettered items, which were not divided"
_LETTERS = [chr(number) for number in range(ord("a"), ord("z") + 1)]
_SIGN = re.compile(r"\(([a-z]{1,6})\)")
_GOES_ON = re.compile(r"\n(?!\s{0,9}\([a-z]{1,6}\))")
# What stands before an item: the line's start, or the end of the item before it; before a later item also a full stop.
_BEFORE = re.compile(r"(?:\n|[:;]\s{0,5}(?:(?:and|or)\s)?\s{0,3})\Z")
_BEFORE_LATER = re.compile(r"(?:\n|[:;.]\s{0,5}(?:(?:and|or)\s)?\s{0,3})\Z")
# A letter of an article or a paragraph goes on so: `(a) and (b)`, `(a) of the Convention`, `(a), (b)`.
_IS_CITED = re.compile(r"\s*(?:$|[,.;:()–-]|(?:and|or|above|below)\b|of\s+(?:the|its|article)\b|to\s*\()")  # noqa: RUF001
_UNDIVIDED = re.compile(r"(?:[:;,]|\b(?:to|by|and|or))\s{0,3}\((?:a|b)\)\s")


def unwrap_lines(text: str) -> str:
    """The text on one line, but for the items that stand on lines of their own."""
    return "\n".join(filter(None, map(normalize_space, _GOES_ON.sub(" ", text).split("\n"))))


def split_items(one: IncomingParagraph) -> Iterator[IncomingParagraph]:
    """A recommendation apart from its items; what is said of all of it stays with the paragraph, even without words."""
    if one.kind != "recommendation" or not one.number or one.item:
        yield one
        return
    found = _pieces(one.fields["text"])
    if not found:
        yield replace(one, to_check=(*one.to_check, _NO_ORDER))
        return
    items = [piece for piece in found if piece[0]]
    if not items and may_hold_items(one.fields["text"]):
        yield replace(one, to_check=(*one.to_check, _UNSURE))
        return
    own = {key: value for key, value in one.fields.items() if key != "text"}
    yield replace(one, fields=own if items == found else {**own, "text": found[0][1]})
    shared = {key: value for key, value in one.fields.items() if key in _SHARED}
    for item, each in items:
        signs, origin = item.replace("-", ") ("), one.external_id and f"{one.external_id}#{item}"
        fields = {**shared, "text": each}
        where = f"{one.location} ({signs})"
        yield IncomingParagraph(where, one.kind, one.number, item, fields, one.system, origin, continues_previous=True)


def split_text(text: str, first: str = "a") -> list[tuple[str, str]]:
    """The same, of a text whose items go on from a letter; the text alone where it has no two of them."""
    found = _pieces(text, _LETTERS[_LETTERS.index(first) :] if first in _LETTERS else [])
    return found if sum(bool(item) for item, _ in found) > 1 else [("", text)]


def may_hold_items(text: str) -> bool:
    """Whether an undivided text may hold lettered items all the same."""
    return len(_UNDIVIDED.findall(text)) > 1


def _pieces(text: str, letters: Sequence[str] = _LETTERS) -> list[tuple[str, str]]:
    """Each item (`a`, `b-ii`) with its text, first the words before them; the text alone where it has no items.

    Nothing where there are letters on lines of their own that are not a, b, c and so on.
    """
    found = _apart(text, letters)
    if not found:
        return []
    made = found[:1]
    for letter, item in found[1:]:
        inner = _apart(item, ROMANS) or [("", item)]
        made += [(f"{letter}-{sign}" if sign else letter, each) for sign, each in inner]
    return [(item, each) for item, each in made if each]


def _apart(text: str, signs: Sequence[str]) -> list[tuple[str, str]]:
    """The text at those signs that stand in their order; nothing where others of the kind stand among them."""
    cuts: list[tuple[str, int, int]] = []
    end = 0
    for sign in _SIGN.finditer(text):
        before = text[max(end, sign.start() - 12) : sign.start()]
        is_begun = sign.start() == end or (_BEFORE_LATER if cuts else _BEFORE).search(before)
        if not is_begun or (_IS_CITED.match(text, sign.end()) and not before.endswith("\n")):
            continue
        expected = signs[len(cuts)] if len(cuts) < len(signs) else ""
        announces = sign[1] == "i" and bool(cuts) and before.rstrip().endswith(":")
        if sign[1] == expected and not (announces and signs is not ROMANS):
            cuts.append((sign[1], sign.start(), sign.end()))
            end = sign.end()
        elif signs is not ROMANS and sign[1] not in ROMANS and (sign.start() == 0 or before.endswith("\n")):
            return []
    if len(cuts) < 2:
        return [] if any(before == 0 or text[before - 1] == "\n" for _, before, _ in cuts) else [("", text.strip())]
    ends = [start for _, start, _ in cuts[1:]] + [len(text)]
    items = [(sign, text[start:last].strip()) for (sign, _, start), last in zip(cuts, ends, strict=True)]
    return [("", text[: cuts[0][1]].strip()), *items]


def format_item(item: str) -> str:
    """`a-ii` as (a) (ii)."""
    return " ".join(f"({part})" for part in item.split("-") if part)
