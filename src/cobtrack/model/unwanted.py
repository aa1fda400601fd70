"""What must not get out: characters that would move a terminal, and cells that a spreadsheet would work out."""

from __future__ import annotations

import re

# C0 but for tab and line ends, DEL, C1, line and paragraph separators, bidirectional overrides and isolates,
# lone surrogates, and code points that are no characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
_MOVING = rf"[\t\n\r]|{CONTROL.pattern}"


def inert(text: str) -> str:
    """The text on one line, with an escape for each character that would move a terminal or turn the writing."""
    return text if text.isprintable() else re.sub(_MOVING, lambda found: f"\\u{ord(found[0]):04x}", text)


def no_formula(cell: str) -> str:
    """The cell of a CSV file so that no spreadsheet program takes it for a formula; a number stays one."""
    # https://owasp.org/www-community/attacks/CSV_Injection: a leading apostrophe makes it text.
    begins_one = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if begins_one and not _NUMBER.fullmatch(cell) else cell
