"""Texts of other systems made into texts of ours: nothing in them is taken for markup, and no character is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.text.escape import CONTROL
from cobtrack.model.text.markup import LINK, NOTE, URL, is_safe_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.exchange.incoming import IncomingDocument, IncomingParagraph

    Contacts = Callable[[str], Iterable[str]]
    """What kinds of contacts a text seems to hold."""

_DOUBT = "something that no public file may hold was left out of its words, or put apart"
_OFFICIAL = frozenset({"text"})
"""Whose words stay as they are, whatever they hold."""
_DATES = {"considered", "adopted", "issued"}
_SCRIPT = re.compile(r"(javascript|data|file|vbscript):", re.IGNORECASE)


def sanitize_document(one: IncomingDocument, contacts: Contacts) -> IncomingDocument:
    """The document with texts as a data file takes them; where there are contacts in them, its records ask."""
    fields = {key: value if key in _DATES else _value(value, _text) for key, value in one.fields.items()}
    fields = {key: value for key, value in fields.items() if key in _DATES or not _found(value, contacts)}
    paragraphs = tuple(_paragraph(each, contacts) for each in one.paragraphs)
    return replace(one, symbol=_text(one.symbol), fields=fields, paragraphs=paragraphs)


def _paragraph(one: IncomingParagraph, contacts: Contacts) -> IncomingParagraph:
    plain = _value(dict(one.fields), lambda text: CONTROL.sub("", text))
    fields: dict[str, Any] = _value(plain, _text)
    doubts = [_DOUBT if any(contacts(doubt)) else _text(doubt) for doubt in one.to_check]
    doubts += [_DOUBT] if fields != plain else []
    for key, value in list(fields.items()):
        for kind in _found(value, contacts):
            if key in _OFFICIAL:
                doubts.append(f"its words hold what looks like {kind}: does the document have it?")
            else:
                fields[key] = [item for item in value if not _found(item, contacts)] if isinstance(value, list) else ""
                doubts.append(f"{key}: what holds {kind} was left out")
    return replace(one, fields=fields, to_check=tuple(doubts))


def _found(value: Any, contacts: Contacts) -> list[str]:
    """The kinds of contacts in a value."""
    found: dict[str, None] = {}

    def look(text: str) -> str:
        found.update(dict.fromkeys(contacts(text)))
        return text

    _value(value, look)
    return list(found)


def no_contacts(_: str) -> tuple[str, ...]:
    """For what is known to hold none."""
    return ()


def _value(value: Any, made: Callable[[str], str]) -> Any:
    """The value with each text in it as `made` makes it."""
    if isinstance(value, str):
        return made(value)
    if isinstance(value, list | tuple):
        return [_value(one, made) for one in value]
    return {key: _value(one, made) for key, one in value.items()} if isinstance(value, dict) else value


def _text(text: str) -> str:
    """The text with spaces in what would be a link, a footnote or an address that may not be followed."""
    text = CONTROL.sub("", text)
    if "[" in text:
        text = NOTE.sub(r"[ ^\1]", text)
        # A link may stand in another.
        while (apart := LINK.sub(r"[\1] (\2)", text)) != text:
            text = apart
    if "://" in text:
        text = URL.sub(lambda found: found[0] if is_safe_link(found[0]) else found[0].replace(":", ": ", 1), text)
    if _SCRIPT.match(text):
        text = text.replace(":", ": ", 1)
    return text
