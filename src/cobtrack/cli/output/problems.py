"""The report of `validate` as text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack import __version__
from cobtrack.model.problem import Severity
from cobtrack.model.text.escape import escape_command, escape_control
from cobtrack.model.text.wording import join, quantity

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem, Span
    from cobtrack.store.changed_lines import ChangedLines

_GITHUB_MOST = 10
_CONTEXT = 200


@dataclass
class Located:
    """A problem with its line and column."""

    problem: Problem
    span: Span


class Report:
    """The problems of a workspace, by file and line, and where to print them."""

    def __init__(
        self,
        session: Session,
        problems: list[Problem],
        *,
        quiet: bool = False,
        folder: str = "",
        changed: ChangedLines | None = None,
    ) -> None:
        """`folder` is where the workspace is in its repository; what is near `changed` lines comes first."""
        self.session = session
        self.quiet = quiet
        self._folder = folder
        self.changed = changed
        located = [Located(problem, session.locator.span(problem.place)) for problem in problems]
        order = {name: number for number, name in enumerate(session.loaded.files)}
        last = len(order)
        self.located = sorted(
            located,
            key=lambda one: (
                self.distance(one),
                order.get(one.problem.place.file, last), one.problem.place.file,
                one.span.line, one.span.column, one.problem.code, one.problem.message,
            ),
        )  # fmt: skip

    @property
    def problems(self) -> list[Problem]:
        """The problems in their order."""
        return [one.problem for one in self.located]

    @property
    def shown(self) -> list[Located]:
        """What is printed of them: where it is to be quiet, errors alone; else all but the known gaps."""
        if self.quiet:
            return [one for one in self.located if one.problem.severity is Severity.ERROR]
        return [one for one in self.located if not self.is_known_gap(one)]

    def is_known_gap(self, one: Located) -> bool:
        """Whether it is a gap in the data that was not made by the change that is looked at."""
        problem = one.problem
        return problem.code.startswith("COB4") and problem.severity is Severity.WARNING and self.distance(one) > 0

    def distance(self, one: Located) -> int:
        """How far it is from what changed: 0 on a changed line, 1 in its file, 2 elsewhere; 0 where nobody asks."""
        if self.changed is None:
            return 0
        lines = self.changed.get(one.problem.place.file)
        if lines is None:
            return 2
        return 0 if any(one.span.line < part.stop and part.start <= one.span.end_line for part in lines) else 1

    def importance(self, one: Located) -> tuple[int, bool]:
        """What sorts the most important first: near the change, and an error."""
        return self.distance(one), one.problem.severity is not Severity.ERROR

    def path(self, file: str) -> str:
        """A file of the workspace, from the top of its repository."""
        return f"{self._folder}/{file}" if self._folder else file

    def count(self, severity: Severity) -> int:
        """How many problems of a severity there are."""
        return sum(one.severity is severity for one in self.problems)


def text(report: Report) -> None:
    """For people: place, sentence, the line with a caret, the hint; the count last.

    Errors come last, where they are seen first on a terminal; near changed lines they come first.
    """
    terminal = report.session.terminal
    for one in sorted(report.shown, key=report.importance, reverse=report.changed is None):
        _block(report, one)
        terminal.print()
    terminal.print(summary(report))


def summary(report: Report) -> str:
    """The last line: how much was looked at, or how many problems there are."""
    workspace = report.session.workspace
    files = len(report.session.loaded.files)
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if not report.problems:
        counted = [
            quantity(files, "file"),
            quantity(len(workspace.activities), "activity", "activities"),
            quantity(len(workspace.recommendations), "recommendation"),
            quantity(len(workspace.deadlines), "deadline"),
        ]
        return f"{', '.join(counted)}: no problems."
    parts = [quantity(errors, "error") if errors else "no errors"]
    parts += [quantity(warnings, "warning")] if warnings and not report.quiet else []
    hidden = f"; {quantity(warnings, 'warning')} not shown" if warnings and report.quiet else ""
    if gaps := sum(map(report.is_known_gap, report.located)) if not report.quiet else 0:
        hidden = f"; {quantity(gaps, 'gap')} in other lines of the data not shown"
    return f"{join(parts)}{hidden}; {quantity(files, 'file')} read.{_next(report)}"


def _next(report: Report) -> str:
    """What to look at next: the page of a code, and the first error, where it can be clicked on."""
    first = next((one for one in report.shown if one.problem.severity is Severity.ERROR), None)
    if not report.shown:
        return ""
    page = f" What a code means: cobtrack rules {(first or report.shown[0]).problem.code}"
    if first is None:
        return page
    return f"{page}. The first error: {escape_control(first.problem.place.file)}:{first.span.line}:{first.span.column}"


def _block(report: Report, one: Located) -> None:
    from cobtrack.cli.output.table import STYLES, Cell

    terminal, problem, span = report.session.terminal, one.problem, one.span
    style = STYLES[problem.severity]
    head = f"{escape_control(problem.place.file)}:{span.line}:{span.column}: "
    terminal.segments(
        [Cell(head, "bold"), Cell(f"{problem.severity}[{problem.code}]", style), Cell(f" {problem.message}")]
    )
    line = escape_control(report.session.locator.line(problem.place.file, span.line).expandtabs(1))
    if line.strip():
        number = str(span.line)
        shown, start, width = _window(line, span)
        terminal.print(f"{' ' * len(number)} |", "dim")
        terminal.segments([Cell(f"{number} | ", "dim"), Cell(shown)])
        terminal.segments([Cell(f"{' ' * len(number)} | ", "dim"), Cell(" " * start + "^" * width, style)])
        margin = " " * len(number)
    else:
        margin = " "
    if problem.hint:
        terminal.print(f"{margin} = hint: {problem.hint}")
    for other in problem.related:
        where = report.session.locator.span(other)
        terminal.print(f"{margin} = also: {escape_control(other.file)}:{where.line}:{where.column}")


def _window(line: str, span: Span) -> tuple[str, int, int]:
    """The line, or the part of a long one around the place; the cells before the caret; the cells it is wide."""
    from rich.cells import cell_len

    line = line.replace("\t", " ")
    first = span.column - 1
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    cut = 0 if first < _CONTEXT else first - _CONTEXT // 2
    shown = ("…" if cut else "") + line[cut : cut + _CONTEXT] + ("…" if len(line) > cut + _CONTEXT else "")
    before = cell_len(line[cut:first]) + (1 if cut else 0)
    return shown, before, max(cell_len(line[first : min(last, cut + _CONTEXT)]), 1)


def _plain(report: Report, one: Located) -> dict[str, Any]:
    also = [(place.file, report.session.locator.span(place)) for place in one.problem.related]
    return {
        "code": one.problem.code,
        "severity": str(one.problem.severity),
        "message": one.problem.message,
        "hint": one.problem.hint,
        "file": one.problem.place.file,
        **_position(one.span),
        "also": [{"file": file, **_position(span)} for file, span in also],
    }


def _position(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def as_json(report: Report) -> None:
    """One JSON document, version 1."""
    document = report.session.json_document("problems", [_plain(report, one) for one in report.shown])
    counts = {"errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING)}
    report.session.terminal.json({**document, **counts, "files": len(report.session.loaded.files)})


def github(report: Report) -> None:
    """Workflow commands that GitHub shows beside the lines of a pull request, then the report as text."""
    for severity in Severity:
        for one in [each for each in report.shown if each.problem.severity is severity][:_GITHUB_MOST]:
            report.session.terminal.command(_annotation(report, one))
    text(report)
    shown = [one.problem.severity for one in report.shown]
    dropped = sum(max(shown.count(severity) - _GITHUB_MOST, 0) for severity in Severity)
    if dropped:
        report.session.terminal.print(
            f"GitHub shows ten of each kind beside the lines; {dropped} more are in this report."
        )


def _annotation(report: Report, one: Located) -> str:
    span = one.span
    title = one.problem.code
    fields = f"file={_field(report.path(one.problem.place.file))},line={span.line},col={span.column}"
    if span.end_line == span.line:
        fields += f",endColumn={span.end_column}"
    message = one.problem.message + (f"; {one.problem.hint}" if one.problem.hint else "")
    return f"::{one.problem.severity} {fields},title={title}::{_data(message)}"


def _data(value: str) -> str:
    # https://docs.github.com/actions: % and line ends would begin another command.
    return escape_command(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(report: Report) -> None:
    """SARIF 2.1.0 (OASIS), for code scanning."""
    from urllib.parse import quote

    from cobtrack.rules import RULES

    used = {one.problem.code for one in report.shown}
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
                "ruleId": one.problem.code,
                "level": str(one.problem.severity),
                "message": {"text": one.problem.message + (f"; {one.problem.hint}" if one.problem.hint else "")},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {
                                "uri": quote(report.path(one.problem.place.file).encode(errors="surrogateescape"))
                            },
                            "region": {"startLine": one.span.line, "startColumn": one.span.column,
                                       "endLine": one.span.end_line, "endColumn": one.span.end_column},
                        }
                    }
                ],
            }
            for one in report.shown
        ],
    }  # fmt: skip
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    document = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    report.session.terminal.print(json.dumps(document, ensure_ascii=False, indent=2))
