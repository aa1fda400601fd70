"""Find texts in a script that needs a font of its own, and say in which language they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
# Spaces within a text belong to its script, and so do the invisible characters that end words and join letters.
_RUN = re.compile("|".join(f"([{letters}](?:[{letters}\u200b-\u200d \u00a0]*[{letters}\u200b-\u200d])?)"
                           for letters in _SCRIPTS))  # fmt: skip
_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "km": "km-KH"}


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


def language_tag(code: str) -> str:
    """Return the language tag that office programs know for the code of a language: `en-GB` for `en`."""
    return _LANGUAGES.get(code, code)
