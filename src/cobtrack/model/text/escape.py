"""What must not get out: characters that would move a terminal, commands to a runner, formulas for a spreadsheet."""

from __future__ import annotations

import re

# C0 but for tab and line ends, DEL, C1, line and paragraph separators, bidirectional overrides and isolates,
# lone surrogates, and code points that are no characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return the text with "\\n" as its only line end, without control characters and without space around it."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
_MOVING = rf"[\t\n\r]|{CONTROL.pattern}"


def escape_control(text: str) -> str:
    """The text on one line, with an escape for each character that would move a terminal or turn the writing."""
    return text if text.isprintable() else re.sub(_MOVING, lambda found: f"\\u{ord(found[0]):04x}", text)


_UNSEEN = "\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff"
"""What the runner, which compares as people read, passes over."""
_COMMAND = re.compile(
    rf"#[{_UNSEEN}]*#[{_UNSEEN}]*\[|:[{_UNSEEN}]*:(?=[a-zA-Z-]+(?: [^\n]*?)?:[{_UNSEEN}]*:)",
)


def escape_command(text: str, escape: str = "\\u{:04x}") -> str:
    """The text with an escape, by default that of JSON, in what GitHub takes for a command in the log of a check.

    A line that begins with `::error ::` or holds `##[error]` makes an annotation; others mute all that follow.
    """
    # https://github.com/actions/runner: ActionCommand.cs.
    if "[" not in text and ":" not in text:
        return text
    return _COMMAND.sub(lambda found: found[0][:-1] + escape.format(ord(found[0][-1])), text)


def escape_formula(cell: str) -> str:
    """The cell of a CSV file so that no spreadsheet program takes it for a formula; a number stays one."""
    # https://owasp.org/www-community/attacks/CSV_Injection: a leading apostrophe makes it text.
    begins_one = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if begins_one and not _NUMBER.fullmatch(cell) else cell
