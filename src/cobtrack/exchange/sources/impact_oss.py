"""IMPACT OSS, the recommendations tracker of several States: the CSV files that it imports.

The relationship columns of IMPACT part references by commas, so a reference that is made here has none. A link is
written once, from the action or the indicator to the recommendation: the recommendations are imported first.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from cobtrack.exchange.matrix.columns import normalize
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Point
from cobtrack.model.text.escape import escape_formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.workspace import Workspace

HUMAN_RIGHTS = "1"
SUPPORT = {"supported": "2", "partly-supported": "1", "noted": "0"}
_TEXTS, _LINK = ("reference", "title", "description"), "recommendation-reference"
_COLUMNS = {
    "recommendations": ("framework_id", *_TEXTS, "response", "support_level"),
    "measures": (*_TEXTS, "outcome", "indicator_summary", "target_date", "target_date_comment", _LINK),
    "indicators": (*_TEXTS, "start_date", "end_date", "frequency_months", "repeat", _LINK),
}
_TITLE = 80


def write(workspace: Workspace, what: str) -> bytes:
    """What IMPACT OSS imports as `recommendations`, `measures` or `indicators`; the same workspace, the same bytes."""
    import csv  # noqa: PLC0415

    known = references(workspace)
    rows: dict[str, Iterable[tuple[str, ...]]] = {
        "recommendations": (_recommendation(known, one) for one in workspace.recommendations),
        "measures": (_measure(workspace, known, one) for one in workspace.actions),
        "indicators": (_indicator(workspace, known, one) for one in workspace.indicators),
    }
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(_header, _COLUMNS[what]))
    writer.writerows([escape_formula(normalize(cell)) for cell in row] for row in rows[what])
    return target.getvalue().encode()


def _header(attribute: str) -> str:
    label = attribute.replace("_", " ").capitalize()
    return f"{attribute} [rel:{attribute}]" if "-" in attribute else f"{label} [database:{attribute}]"


def references(workspace: Workspace) -> dict[str, str]:
    """What IMPACT knows each recommendation by: the reference that it came with, else symbol and paragraph."""
    made, taken = dict[str, str](), set[str]()
    for document in workspace.documents:
        for one in document.paragraphs:
            reference = _reference(document, one)
            made.setdefault(one.id, one.id if reference in taken else reference)
            taken.add(made[one.id])
    return made


def exported(workspace: Workspace) -> dict[str, dict[str, str]]:
    """The cells of each recommendation as an export has them, by its reference."""
    known = references(workspace)
    names = _COLUMNS["recommendations"]
    rows = (_recommendation(known, one) for one in workspace.recommendations)
    return {row[1]: dict(zip(names, map(normalize, row), strict=True)) for row in rows}


def _reference(document: Document, one: Paragraph) -> str:
    own = next((origin.id for origin in one.origins if origin.system == "impact-oss"), "")
    return own or (f"{document.symbol or document.id} {one.label}".replace(",", "") if one.number else one.id)


def _recommendation(references: dict[str, str], one: Paragraph) -> tuple[str, ...]:
    text = "; ".join(str(text) for text in (one.text or "", *(other.text for other in one.wordings)))
    title = one.summary or (text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…") or one.heading or ""
    return HUMAN_RIGHTS, references[one.id], title, text, "", SUPPORT.get(one.position or "", "")


def _measure(workspace: Workspace, references: dict[str, str], one: Action) -> tuple[str, ...]:
    lines = [
        f"Kind: {one.kind}",
        _named(workspace, "Responsible", one.responsible),
        _named(workspace, "Addressed to", one.addressed_to),
        f"Activities of the roadmap: {', '.join(one.activities)}" if one.activities else "",
        *(f"{format_timeframe(each.date)}: {each.status}. {each.note or ''}" for each in one.progress),
    ]
    when, links = one.timeframe, _linked(references, one.recommendations)
    comment = format_timeframe(when) if when and not when.is_exact else ""
    return one.id, one.title, _paragraphs(lines), "", "", _last_day(when), comment, links


def _indicator(workspace: Workspace, references: dict[str, str], one: Indicator) -> tuple[str, ...]:
    """Its days are those of reports that are due, of which we know nothing; what was measured stands in the text."""
    unit = f" {one.unit}" if one.unit else ""
    measured = [("Baseline", one.baseline), ("Target", one.target), *(("Measured", each) for each in one.values)]
    lines = [
        f"Type: {one.type}",
        *(f"{name}: {each.value}{unit}, {format_timeframe(each.date)}" for name, each in measured if each),
        f"Measured by: {one.measured_by}" if one.measured_by else "",
        f"Disaggregated by: {', '.join(one.disaggregated_by)}" if one.disaggregated_by else "",
        _named(workspace, "Responsible", one.responsible),
    ]
    links = _linked(references, one.recommendations)
    return one.id, one.title, _paragraphs(lines), "", "", "", "false", links


def _named(workspace: Workspace, name: str, ids: Iterable[str]) -> str:
    told = ", ".join(str(getattr(workspace.by_id.get(one), "label", one)) for one in ids)
    return f"{name}: {told}" if told else ""


def _linked(references: dict[str, str], ids: Iterable[str]) -> str:
    return ",".join(references[one] for one in ids if one in references)


def _paragraphs(lines: Iterable[str]) -> str:
    """Markdown: a line of its own needs an empty one before it."""
    return "\n\n".join(line.strip() for line in lines if line)


def _last_day(when: Timeframe | None) -> str:
    """The last day as dd/MM/yyyy, where it is exact: IMPACT stores any other date as none."""
    end = when.end if when else None
    if isinstance(end, Point) and end.day and not end.mark:
        return f"{end.day:02}/{end.month:02}/{end.year:04}"
    return ""
