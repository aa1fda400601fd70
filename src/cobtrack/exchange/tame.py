"""Texts of other systems made into texts of ours: nothing in them is taken for markup, and no character is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.markup import LINK, NOTE, URL, is_safe
from cobtrack.model.unwanted import CONTROL

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.exchange.incoming import IncomingDocument, IncomingParagraph

    Without = Callable[[str], str]

_DOUBT = "something that no public file may hold was left out of its words, or put apart"
_DATES = {"considered", "adopted", "issued"}
_SCRIPT = re.compile(r"(javascript|data|file|vbscript):", re.IGNORECASE)


def tamed(one: IncomingDocument, without: Without) -> IncomingDocument:
    """The document with texts as a data file takes them; `without` takes out what must not be public."""
    fields = {
        key: value if key in _DATES else _value(value, lambda text: _text(text, without))
        for key, value in one.fields.items()
    }
    paragraphs = tuple(_paragraph(each, without) for each in one.paragraphs)
    return replace(one, symbol=_text(one.symbol, without), fields=fields, paragraphs=paragraphs)


def _paragraph(one: IncomingParagraph, without: Without) -> IncomingParagraph:
    plain = _value(dict(one.fields), lambda text: CONTROL.sub("", text))
    fields = _value(plain, lambda text: _text(text, without))
    doubts = [_text(doubt, without) for doubt in one.doubts]
    return replace(one, fields=fields, doubts=(*doubts, _DOUBT) if fields != plain else tuple(doubts))


def _value(value: Any, made: Without) -> Any:
    """The value with each text in it as `made` makes it."""
    if isinstance(value, str):
        return made(value)
    if isinstance(value, list | tuple):
        return [_value(one, made) for one in value]
    return {key: _value(one, made) for key, one in value.items()} if isinstance(value, dict) else value


def _text(text: str, without: Without) -> str:
    """The text with spaces in what would be a link, a footnote or an address that may not be followed."""
    text = CONTROL.sub("", text)
    if "[" in text:
        text = NOTE.sub(r"[ ^\1]", text)
        # A link may stand in another.
        while (apart := LINK.sub(r"[\1] (\2)", text)) != text:
            text = apart
    if "://" in text:
        text = URL.sub(lambda found: found[0] if is_safe(found[0]) else found[0].replace(":", ": ", 1), text)
    if _SCRIPT.match(text):
        text = text.replace(":", ": ", 1)
    return without(text)
