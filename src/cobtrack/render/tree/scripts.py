"""Find texts in a script that needs a font of its own, and say in which language they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.languages.phrases import direction

if TYPE_CHECKING:
    from collections.abc import Iterator


class Script(NamedTuple):
    """A script whose letters are joined or stacked, so that a program has to shape them."""

    language: str
    """The language that is written in this script, such as `km-KH`."""
    fonts: tuple[str, ...]
    """Fonts that contain the script, the first choice first."""


_SCRIPTS = {
    "\u1780-\u17ff\u19e0-\u19ff": Script("km-KH", ("Khmer OS Siemreap", "Noto Sans Khmer", "Khmer OS", "Leelawadee UI",
                                                   "Khmer UI", "Khmer MN")),
    "\u0e00-\u0e7f": Script("th-TH", ("Leelawadee UI", "Noto Sans Thai")),
    "\u0e80-\u0eff": Script("lo-LA", ("Leelawadee UI", "Noto Sans Lao")),
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f": Script("my-MM", ("Myanmar Text", "Noto Sans Myanmar")),
}  # fmt: skip
"""The scripts by the range of their letters, as in a regular expression."""
SCRIPTS = tuple(_SCRIPTS.values())
_RIGHT_TO_LEFT = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_INVISIBLE = {"ltr": "\u200e", "rtl": "\u200f"}
"""An invisible letter of each direction."""
_LETTER = rf"(?!{_RIGHT_TO_LEFT.pattern})[^\W\d_]"
_WORDS = re.compile(rf"{_RIGHT_TO_LEFT.pattern}+|(?:{_LETTER})+(?:(?:(?!{_RIGHT_TO_LEFT.pattern}|{_LETTER}).)*\d)?")
"""A word in letters of one direction. Digits after a word that runs from left to right belong to it (UAX #9, W7)."""
# Spaces within a text belong to its script, and so do the invisible characters that end words and join letters.
_RUN = re.compile("|".join(f"([{letters}](?:[{letters}\u200b-\u200d \u00a0]*[{letters}\u200b-\u200d])?)"
                           for letters in _SCRIPTS))  # fmt: skip
_LANGUAGES = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR"} | {
    script.language.partition("-")[0]: script.language for script in SCRIPTS
}


def split_by_script(text: str) -> Iterator[tuple[str, Script | None]]:
    """Yield the parts of a text with their scripts. The script is None for letters that need no attention."""
    end = 0
    for match in _RUN.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], None
        yield match[0], SCRIPTS[(match.lastindex or 1) - 1]
        end = match.end()
    if end < len(text):
        yield text[end:], None


def split_by_direction(text: str, base: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each runs from right to left.

    `base` is the direction of the document, `ltr` or `rtl`. Digits, spaces and marks between words of one direction
    belong to these words; between words of different directions they have the direction of the document.
    """
    is_base = base == "rtl"
    if not is_base and not _RIGHT_TO_LEFT.search(text):
        yield text, False
        return
    start, words, was = 0, 0, is_base
    for match in _WORDS.finditer(text):
        is_rtl = bool(_RIGHT_TO_LEFT.match(match[0]))
        if is_rtl != was:
            # What is between the words before and these words.
            cut = words if was != is_base else match.start()
            if cut > start:
                yield text[start:cut], was
            start = cut
            if cut < match.start() and is_rtl != is_base:
                yield text[cut : match.start()], is_base
                start = match.start()
            was = is_rtl
        words = match.end()
    end = words if was != is_base else len(text)
    if end > start:
        yield text[start:end], was
    if end < len(text):
        yield text[end:], is_base


def set_in(text: str, language: str, base: str) -> str:
    """Return a text in a language that a document with the direction `base` contains.

    If the language runs the other way, marks at the edges of the text, such as a full stop, are kept in their places by
    invisible letters of its direction. `language` is "" for the language of the document.
    """
    own = direction(language) if language else base
    if own == base or not text:
        return text
    mark = _INVISIBLE[own]
    return f"{'' if text[:1].isalnum() else mark}{text}{'' if text[-1:].isalnum() else mark}"


def language_tag(code: str) -> str:
    """Return the language tag that office programs know for the code of a language: `en-GB` for `en`."""
    return _LANGUAGES.get(code, code)


def script_of(code: str) -> Script | None:
    """Return the script of a language if its letters are joined or stacked and so need a font and higher lines."""
    return next((script for script in SCRIPTS if script.language == language_tag(code)), None)
