"""Marks around a text in another language than its document, until the document is complete.

The marks are characters for private use, which no data file and no catalogue may contain. HTML, Word and PDF turn them
into the attributes of their own that say a language; all other outputs take them away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.languages.lookup import is_language_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# A text in another language than its document, until the document is complete: START code MIDDLE text END.
_START, _MIDDLE, _END = "\ue001", "\ue002", "\ue003"
_MARKS = re.compile(f"{_START}[^{_START}{_MIDDLE}{_END}]*{_MIDDLE}|[{_START}{_MIDDLE}{_END}]")

_OPENING_MARKS = re.compile(f"(?:{_START}[^{_START}{_MIDDLE}{_END}]*{_MIDDLE})*")

_MARKUP = re.compile(rf"<[^>]*>|[*_\\]|{_MARKS.pattern}")


def is_in_another_language(text: str) -> bool:
    """Whether a text begins with a mark that says its language."""
    return text.startswith(_START)


def split_opening_marks(text: str) -> tuple[str, str]:
    """Return the marks at the beginning of a text, and the rest of the text."""
    match = _OPENING_MARKS.match(text)
    end = match.end() if match else 0
    return text[:end], text[end:]


def in_language(text: str, code: str) -> str:
    """Return a text with marks that say its language, until `replace_marks` or `without_marks` takes them away."""
    return f"{_START}{code}{_MIDDLE}{text}{_END}"


def without_marks(text: str) -> str:
    """Return a text without the marks that say the language of its parts."""
    return _MARKS.sub("", text)


def parts_by_language(text: str, opened: list[str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text with marks, each with the code of its language; "" if it has no mark.

    `opened` has the codes of the marks that were opened before the text. It is updated.
    """
    opened = [] if opened is None else opened
    # Parts of a text for templates are parts of its words.
    text, last = str(text), 0
    for match in _MARKS.finditer(text):
        if part := text[last : match.start()]:
            yield part, opened[-1] if opened else ""
        last = match.end()
        if match[0] == _END and opened:
            opened.pop()
        elif match[0].endswith(_MIDDLE) and len(match[0]) > 1:
            opened.append(match[0][1:-1] if is_language_code(match[0][1:-1].partition("/")[0]) else "")
    if part := text[last:]:
        yield part, opened[-1] if opened else ""


def take_standings(text: str, language: str, after_outdated: str) -> tuple[str, Mapping[str, set[str]]]:
    """Take the standings out of the marks in a text, and the marks away that say the document's own `language`.

    Return the text, in which `after_outdated` follows each outdated translation, and the translations by standing.
    """
    found: dict[str, set[str]] = {}
    if "/" not in "".join(_MARKS.findall(text)):
        return text, found
    parts: list[str] = []
    # The end mark, the standing and the first part of each translation that has not ended.
    opened: list[tuple[str, str, int]] = []
    last = 0
    for match in _MARKS.finditer(text):
        parts.append(text[last : match.start()])
        last = match.end()
        if match[0] == _END and opened:
            end, standing, start = opened.pop()
            parts.append(end)
            if standing:
                # A text that is shown several times, with and without emphasis, is one text.
                found.setdefault(standing, set()).add(_MARKUP.sub("", "".join(parts[start:])))
                parts.append(after_outdated if standing == "outdated" else "")
        elif match[0].endswith(_MIDDLE) and len(match[0]) > 1:
            code, _, standing = match[0][1:-1].partition("/")
            is_needed = code != language
            parts.append(f"{_START}{code}{_MIDDLE}" if is_needed else "")
            opened.append((_END if is_needed else "", standing, len(parts)))
    return "".join([*parts, text[last:]]), found


def replace_marks(text: str, opening: Callable[[str], str], closing: str) -> str:
    """Return a text in which each mark is replaced: at the start by `opening(code)`, and at the end by `closing`.

    Marks without a partner, and marks with something else than a language code, are taken away.
    """
    parts: list[str] = []
    is_open: list[bool] = []
    last = 0
    for match in _MARKS.finditer(text):
        parts.append(text[last : match.start()])
        last = match.end()
        if match[0] == _END:
            parts.append(closing if is_open and is_open.pop() else "")
        elif match[0].endswith(_MIDDLE) and len(match[0]) > 1:
            is_open.append(is_language_code(match[0][1:-1]))
            parts.append(opening(match[0][1:-1]) if is_open[-1] else "")
    parts.append(text[last:])
    return "".join(parts) + closing * sum(is_open)
