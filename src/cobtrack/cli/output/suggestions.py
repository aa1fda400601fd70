"""Certain corrections as suggestions for a pull request on GitHub, which can be applied with a click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import CommandError
from cobtrack.editing.fix import single_corrections
from cobtrack.render.changes.markdown import escape_for_github

if TYPE_CHECKING:
    from cobtrack.cli.output.problems import Report
    from cobtrack.store.edit.fixes import Correction

_MARKER = "<!-- cobtrack:suggestion -->"
_BACKTICKS = re.compile("`+")
_MAX_COMMENTS = 20
"""The greatest number of comments in a review. GitHub notifies people of each comment."""


def review(report: Report) -> None:
    """Print the comments of a review as JSON. Each has a certain correction of changed lines as a suggestion.

    GitHub accepts only comments on changed lines. If there are many, only the first are printed. Raises CommandError if
    no change is checked.
    """
    if report.changed is None:
        message = "--format github-review needs a change to review"
        raise CommandError(message, "name the branch that it is based on: --changed-since main")
    session = report.session
    corrections = single_corrections(session.loaded, session.as_of, report.changed.keys())
    comments = [
        _comment(report, file, correction)
        for file, correction in corrections
        if _is_changed(report.changed[file], correction) and _has_lines_of_github(session.loaded.raw_bytes[file])
    ]
    session.terminal.json({**session.json_document("comments", comments[:_MAX_COMMENTS])})


def _is_changed(ranges: tuple[range, ...], correction: Correction) -> bool:
    """Whether all lines of a correction are changed lines."""
    lines = range(correction.line, correction.line + len(correction.before))
    return len(lines) > 0 and all(any(line in part for part in ranges) for line in lines)


def _has_lines_of_github(data: bytes) -> bool:
    """Whether GitHub gives the lines of a file the same numbers. For GitHub, "\\r" alone does not end a line."""
    return b"\r" not in data.replace(b"\r\n", b"")


def _comment(report: Report, file: str, correction: Correction) -> dict[str, Any]:
    first, last = correction.line, correction.line + len(correction.before) - 1
    start = {"start_line": first, "start_side": "RIGHT"} if first < last else {}
    return {"path": report.path(file), **start, "line": last, "side": "RIGHT", "body": _body(correction)}


def _body(correction: Correction) -> str:
    problem, text = correction.problem, "".join(f"{line}\n" for line in correction.after)
    # A fence has to be longer than any row of backticks in the text.
    fence = "`" * max(3, *(len(row) + 1 for row in _BACKTICKS.findall(text)), 3)
    message = escape_for_github(f"{problem.code}: {problem.message}")
    return f"{_MARKER}\n{message}\n\n{fence}suggestion\n{text}{fence}"
