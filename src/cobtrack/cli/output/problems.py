"""The report of `validate` as text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack import __version__
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.problem import Severity
from cobtrack.model.text.escape import escape_command, escape_control
from cobtrack.model.text.wording import join, quantity
from cobtrack.store.files import is_internal

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem, Span
    from cobtrack.store.changed_lines import ChangedLines

_MAX_ANNOTATIONS = 10
_CONTEXT = 200
"""The maximum number of characters that are printed from a long line."""


@dataclass
class Located:
    """A problem with its position (line and column) in the file."""

    problem: Problem
    span: Span


class Report:
    """A report on the problems in a workspace. The problems are sorted by file and line."""

    def __init__(
        self,
        session: Session,
        problems: list[Problem],
        *,
        quiet: bool = False,
        folder: str = "",
        changed: ChangedLines | None = None,
        is_fixed: bool = False,
    ) -> None:
        """Create a report on the given problems.

        `folder` is the path of the workspace in its repository. If `changed` has the lines of a change, the problems
        near these lines come first. `is_fixed` says whether all certain corrections have been made.
        """
        self.session = session
        self.problems = problems
        self.quiet = quiet
        self._folder = folder
        self.changed = changed
        self.is_fixed = is_fixed
        # With --quiet, warnings are only counted. To find the place of a problem, its file has to be read again.
        located = [
            Located(problem, session.locator.span(problem.place))
            for problem in problems
            if problem.severity is Severity.ERROR or not quiet
        ]
        order = {name: number for number, name in enumerate(session.loaded.files)}
        last = len(order)
        self.located = sorted(
            located,
            key=lambda item: (
                self.distance(item),
                order.get(item.problem.place.file, last), item.problem.place.file,
                item.span.line, item.span.column, item.problem.code, item.problem.message,
            ),
        )  # fmt: skip

    @property
    def shown(self) -> list[Located]:
        """The problems to print.

        With --quiet, these are only the errors. Otherwise, these are all problems except the known gaps.
        """
        return [item for item in self.located if not self.is_known_gap(item)]

    def is_known_gap(self, located: Located) -> bool:
        """Whether a problem is only a gap in the data, and is not in a line of the checked change.

        Without a checked change, no gap is known.
        """
        problem = located.problem
        return problem.code.startswith("COB4") and problem.severity is Severity.WARNING and self.distance(located) > 0

    def distance(self, located: Located) -> int:
        """Return how far a problem is from the checked change.

        The result is 0 if the problem is on a changed line, 1 if it is elsewhere in a changed file, and 2 if it is in
        another file. If no change is checked, the result is 0.
        """
        if self.changed is None:
            return 0
        lines = self.changed.get(located.problem.place.file)
        if lines is None:
            return 2
        span = located.span
        return 0 if any(span.line < part.stop and part.start <= span.end_line for part in lines) else 1

    def importance(self, located: Located) -> tuple[int, bool]:
        """Return a key for sorting problems.

        Problems near the checked change come first. Among problems at the same distance, errors come before warnings.
        """
        return self.distance(located), located.problem.severity is not Severity.ERROR

    def path(self, file: str) -> str:
        """Return the path of a data file, relative to the top folder of the repository."""
        return f"{self._folder}/{file}" if self._folder else file

    def count(self, severity: Severity) -> int:
        """Return the number of problems that have the given severity."""
        return sum(problem.severity is severity for problem in self.problems)


def text(report: Report) -> None:
    """Print the report for people to read, with a summary at the end.

    For each problem, the report shows its place and message, the line with a caret below the mistake, and the hint.
    Errors come last, because on a terminal the end of the output is seen first. If only a change is checked, the
    problems near the change come first instead.
    """
    from cobtrack.cli.output.table import Cell

    terminal = report.session.terminal
    for located in sorted(report.shown, key=report.importance, reverse=report.changed is None):
        _print_problem(report, located)
        terminal.print()
    terminal.segments([Cell(summary(report))], indent="")


def summary(report: Report) -> str:
    """Return the last line of the report.

    It has the number of problems. If there are no problems, it has the number of checked records.
    """
    workspace = report.session.workspace
    files = len(report.session.loaded.files)
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    read = quantity(files, "file")
    if not report.problems:
        return gettext(
            "%(files)s, %(activities)s, %(recommendations)s, %(deadlines)s: no problems.",
            files=read,
            activities=quantity(len(workspace.activities), "activity", "activities"),
            recommendations=quantity(len(workspace.recommendations), "recommendation"),
            deadlines=quantity(len(workspace.deadlines), "deadline"),
        )
    parts = [quantity(errors, "error") if errors else gettext("no errors")]
    parts += [quantity(warnings, "warning")] if warnings and not report.quiet else []
    words = {"problems": join(parts), "files": read}
    if gaps := sum(map(report.is_known_gap, report.located)):
        text = gettext(
            "%(problems)s; %(gaps)s in unchanged data not shown; %(files)s read.", **words, gaps=quantity(gaps, "gap")
        )
    elif warnings and report.quiet:
        text = gettext(
            "%(problems)s; %(warnings)s not shown; %(files)s read.", **words, warnings=quantity(warnings, "warning")
        )
    else:
        text = gettext("%(problems)s; %(files)s read.", **words)
    return " ".join([text, *filter(None, [_next_step(report)])])


def _next_step(report: Report) -> str:
    """Return a text with the next steps for the user.

    The text says how to read about the code of a problem, and how to make corrections that are certain. If there are
    errors, it also has the place of the first error, which some terminals let users click.
    """
    first = next((item for item in report.shown if item.problem.severity is Severity.ERROR), None)
    if not report.shown:
        return ""
    code = (first or report.shown[0]).problem.code
    steps = [gettext("To see what a code means: %(command)s", command=f"cobtrack rules {code}")]
    if not report.is_fixed and any(item.problem.fix for item in report.shown):
        steps.append(gettext("To correct what is certain: %(command)s", command="cobtrack validate --fix"))
    if first is not None:
        place = f"{escape_control(first.problem.place.file)}:{first.span.line}:{first.span.column}"
        steps.append(gettext("First error: %(place)s", place=place))
    return ". ".join(steps)


def _print_problem(report: Report, located: Located) -> None:
    from cobtrack.cli.output.table import STYLES, Cell

    terminal, problem, span = report.session.terminal, located.problem, located.span
    style = STYLES[problem.severity]
    head = f"{escape_control(problem.place.file)}:{span.line}:{span.column}: "
    terminal.segments(
        [Cell(head, "bold"), Cell(f"{problem.severity}[{problem.code}]", style), Cell(f" {problem.message}")],
        indent="  ",
    )
    line = escape_control(report.session.locator.line(problem.place.file, span.line).expandtabs(1))
    # A line of an internal file can have a name or a contact.
    if line.strip() and not is_internal(problem.place.file):
        number = str(span.line)
        room = terminal.width - len(number) - len(" | ……") if terminal.is_terminal else _CONTEXT
        shown, start, width = _window(line, span, min(room, _CONTEXT))
        terminal.print(f"{' ' * len(number)} |", "dim")
        terminal.segments([Cell(f"{number} | ", "dim"), Cell(shown)])
        terminal.segments([Cell(f"{' ' * len(number)} | ", "dim"), Cell(" " * start + "^" * width, style)])
        margin = " " * len(number)
    else:
        margin = " "
    if problem.hint:
        terminal.segments([Cell(f"{margin} = hint: {problem.hint}")], indent=f"{margin}   ")
    for other in problem.related:
        where = report.session.locator.span(other)
        terminal.print(f"{margin} = also: {escape_control(other.file)}:{where.line}:{where.column}")


def _window(line: str, span: Span, room: int) -> tuple[str, int, int]:
    """Return a line to show, and the start and the width of the caret below it.

    If the line is longer than `room`, return only `room` characters around the place of the problem.
    """
    from rich.cells import cell_len

    line = line.replace("\t", " ")
    first = span.column - 1
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    cut = 0 if first < room else first - room // 2
    shown = ("…" if cut else "") + line[cut : cut + room] + ("…" if len(line) > cut + room else "")
    before = cell_len(line[cut:first]) + (1 if cut else 0)
    return shown, before, max(cell_len(line[first : min(last, cut + room)]), 1)


def _as_json(report: Report, located: Located) -> dict[str, Any]:
    also = [(place.file, report.session.locator.span(place)) for place in located.problem.related]
    return {
        "code": located.problem.code,
        "severity": str(located.problem.severity),
        "message": located.problem.message,
        "hint": located.problem.hint,
        "file": located.problem.place.file,
        **_position(located.span),
        "also": [{"file": file, **_position(span)} for file, span in also],
    }


def _position(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def as_json(report: Report) -> None:
    """Print the report as one JSON document, version 1."""
    document = report.session.json_document("problems", [_as_json(report, item) for item in report.shown])
    counts = {"errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING)}
    report.session.terminal.json({**document, **counts, "files": len(report.session.loaded.files)})


def github(report: Report) -> None:
    """Print annotations, which GitHub shows next to the lines of a pull request, and then the report as text."""
    for severity in Severity:
        problems = [item for item in report.shown if item.problem.severity is severity]
        for item in problems[:_MAX_ANNOTATIONS]:
            report.session.terminal.command(_annotation(report, item))
    text(report)
    severities = [item.problem.severity for item in report.shown]
    dropped = sum(max(severities.count(severity) - _MAX_ANNOTATIONS, 0) for severity in Severity)
    if dropped:
        report.session.terminal.print(
            f"GitHub shows ten errors and ten warnings at their lines; {dropped} more are in this report."
        )


def _annotation(report: Report, located: Located) -> str:
    span = located.span
    title = located.problem.code
    fields = f"file={_field(report.path(located.problem.place.file))},line={span.line},col={span.column}"
    if span.end_line == span.line:
        fields += f",endColumn={span.end_column}"
    message = located.problem.message + (f"; {located.problem.hint}" if located.problem.hint else "")
    return f"::{located.problem.severity} {fields},title={title}::{_data(message)}"


def _data(value: str) -> str:
    # https://docs.github.com/actions: % and line breaks would begin another command.
    return escape_command(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(report: Report) -> None:
    """Print the report as SARIF 2.1.0 (OASIS), for code scanning."""
    from urllib.parse import quote

    from cobtrack.rules import RULES

    used = {item.problem.code for item in report.shown}
    rules = [rule for rule in RULES if rule.code in used]
    run = {
        "tool": {
            "driver": {
                "name": "cobtrack",
                "version": __version__,
                "rules": [
                    {"id": rule.code, "name": rule.name, "shortDescription": {"text": rule.summary},
                     "help": {"text": rule.page}, "defaultConfiguration": {"level": str(rule.severity)}}
                    for rule in rules
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": item.problem.code,
                "level": str(item.problem.severity),
                "message": {"text": item.problem.message + (f"; {item.problem.hint}" if item.problem.hint else "")},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {
                                "uri": quote(report.path(item.problem.place.file).encode(errors="surrogateescape"))
                            },
                            "region": {"startLine": item.span.line, "startColumn": item.span.column,
                                       "endLine": item.span.end_line, "endColumn": item.span.end_column},
                        }
                    }
                ],
            }
            for item in report.shown
        ],
    }  # fmt: skip
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    document = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    report.session.terminal.print(json.dumps(document, ensure_ascii=False, indent=2))
