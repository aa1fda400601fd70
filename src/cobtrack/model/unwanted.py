"""Characters that no data file holds and that no terminal gets to see."""

from __future__ import annotations

import re

# C0 but for tab and line ends, DEL, C1, line and paragraph separators, bidirectional overrides and isolates,
# lone surrogates, and code points that are no characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MOVING = re.compile(rf"[\t\n\r]|{CONTROL.pattern}")


def inert(text: str) -> str:
    """The text on one line, with an escape for each character that would move a terminal or turn the writing."""
    return text if text.isprintable() else _MOVING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
