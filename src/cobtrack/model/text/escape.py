"""Escape text that other programs would act on: control characters, commands to GitHub, formulas in spreadsheets."""

from __future__ import annotations

import re

# C0 except tab and line ends, DEL, C1, line and paragraph separators, bidirectional overrides and isolates, lone
# surrogates, and code points that are not characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# These private characters mark the languages and the places of texts while a document is written (see
# `model.languages.phrases`). In a file, they would be taken for such marks.
NOT_IN_FILES = re.compile(f"{CONTROL.pattern}|[\ue000-\ue004]")


def clean_text(text: str) -> str:
    """Return the text with "\\n" as its only line end, without control characters and without spaces at either end."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


_CONTROL_OR_SPACING = rf"[\t\n\r]|{CONTROL.pattern}"


def escape_control(text: str) -> str:
    """Return a text as one line, with an escape such as `\\u001b` in place of each line end, tab and control character.

    Control characters could move the cursor of a terminal or reverse the direction of the text.
    """
    return text if text.isprintable() else re.sub(_CONTROL_OR_SPACING, lambda match: f"\\u{ord(match[0]):04x}", text)


_INVISIBLE = "\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff"
"""Characters that GitHub's runner ignores when it looks for commands."""
_BLANK = re.compile(rf"[\s{_INVISIBLE}]*")
_COMMAND = re.compile(
    rf"#[{_INVISIBLE}]*#[{_INVISIBLE}]*\[|:[{_INVISIBLE}]*:(?=[a-zA-Z-]+(?: [^\n]*?)?:[{_INVISIBLE}]*:)",
)


def is_blank(text: str) -> bool:
    """Whether a text has nothing to read: it is empty, or it consists of spaces and of characters without a width."""
    return _BLANK.fullmatch(text) is not None


def escape_command(text: str, escape: str = "\\u{:04x}") -> str:
    """Escape everything in a text that GitHub would execute as a command in the log of a check, and return the text.

    A line that begins with `::error ::` or contains `##[error]` creates an annotation. Other commands hide all lines
    that follow. By default, the escape sequences of JSON are used.
    """
    # https://github.com/actions/runner: ActionCommand.cs.
    if "[" not in text and ":" not in text:
        return text
    return _COMMAND.sub(lambda match: match[0][:-1] + escape.format(ord(match[0][-1])), text)


_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def escape_formula(cell: str) -> str:
    """Return the text for a cell of a CSV file so that no spreadsheet program treats the text as a formula.

    A number is not changed.
    """
    # A leading apostrophe makes the cell a text: https://owasp.org/www-community/attacks/CSV_Injection.
    may_be_formula = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if may_be_formula and not _NUMBER.fullmatch(cell) else cell
