"""IMPACT OSS, the recommendations tracker of several States: its CSV files, written for its import and read from it.

The relationship columns of IMPACT part references by commas, so a reference that is made here has none. A link is
written once, from the action or the indicator to the recommendation: the recommendations are imported first.
"""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from cobtrack.exchange.columns import normal
from cobtrack.exchange.incoming import Incoming, IncomingDocument, IncomingParagraph, UnreadableError
from cobtrack.model import words
from cobtrack.model.timeframe import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cobtrack.model.action import Action
    from cobtrack.model.document import Document, Paragraph
    from cobtrack.model.indicator import Indicator
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace

_HUMAN_RIGHTS = "1"
_SUPPORT = {"supported": "2", "partly-supported": "1", "noted": "0"}
_TEXTS, _LINK = ("reference", "title", "description"), "recommendation-reference"
_COLUMNS = {
    "recommendations": ("framework_id", *_TEXTS, "response", "support_level"),
    "measures": (*_TEXTS, "outcome", "indicator_summary", "target_date", "target_date_comment", _LINK),
    "indicators": (*_TEXTS, "start_date", "end_date", "frequency_months", "repeat", _LINK),
}
_TAKEN = {"framework_id", "reference", "title", "description", "support_level"}
_ONLY_IN = {
    "actions": {"outcome", "indicator_summary", "target_date", "target_date_comment"},
    "indicators": {"start_date", "end_date", "frequency_months", "repeat"},
}
_MARKER = re.compile(r"\[(?:database|rel):([a-z_-]+)\]", re.IGNORECASE)
_HINT = re.compile(r"(required|optional)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:[A-Z][A-Za-z.0-9-]*)(?:/[A-Za-z0-9.()-]+){2,}")
_PARAGRAPH = re.compile(
    r"(?:\bpara(?:graph)?s?\b\.?\s*(?P<number>\d{1,4}(?:\.\d{1,4})?)|(?<![\w./])(?P<dotted>\d{1,3}\.\d{1,3}))"
    r"(?:\s*\(?(?P<letter>[a-z])\)?(?:\s*\((?P<roman>[ivx]{1,6})\))?)?$"
)
_ROUNDED = re.compile(r"\d{1,3}\.\d")
_BODIES = {f"{one.upper()}/": one for one in ("crc", "cedaw", "ccpr", "cerd", "cat", "ced", "crpd")}
_BODIES |= {"E/C.12/": "cescr", "A/HRC/": "upr"}
_COUNTRY = re.compile(r"(?:[A-Z]+/C|E/C\.12)/(?:OP[A-Z]+/)?([A-Z]{3})/")
_TITLE, _MOST_BYTES = 80, 50_000_000
_OURS = "import the file of the recommendations; actions and indicators are kept in the data files here"
_HOW = "export it from IMPACT OSS again, or save it as CSV in UTF-8"


def write(workspace: Workspace, what: str) -> bytes:
    """What IMPACT OSS imports as `recommendations`, `measures` or `indicators`; the same workspace, the same bytes."""
    import csv  # noqa: PLC0415

    references = _references(workspace)
    rows: dict[str, Iterable[tuple[str, ...]]] = {
        "recommendations": (_recommendation(references, one) for one in workspace.recommendations),
        "measures": (_measure(workspace, references, one) for one in workspace.actions),
        "indicators": (_indicator(workspace, references, one) for one in workspace.indicators),
    }
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(_header, _COLUMNS[what]))
    writer.writerows([_inert(normal(cell)) for cell in row] for row in rows[what])
    return target.getvalue().encode()


def _header(attribute: str) -> str:
    label = attribute.replace("_", " ").capitalize()
    return f"{attribute} [rel:{attribute}]" if "-" in attribute else f"{label} [database:{attribute}]"


def _inert(cell: str) -> str:
    # https://owasp.org/www-community/attacks/CSV_Injection: a leading apostrophe makes it text.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _references(workspace: Workspace) -> dict[str, str]:
    """What IMPACT knows each recommendation by: the reference that it came with, else symbol and paragraph."""
    made, taken = dict[str, str](), set[str]()
    for document in workspace.documents:
        for one in document.paragraphs:
            reference = _reference(document, one)
            made.setdefault(one.id, one.id if reference in taken else reference)
            taken.add(made[one.id])
    return made


def _reference(document: Document, one: Paragraph) -> str:
    own = next((origin.id for origin in one.origins if origin.system == "impact-oss"), "")
    return own or (f"{document.symbol or document.id} {one.label}".replace(",", "") if one.number else one.id)


def _recommendation(references: dict[str, str], one: Paragraph) -> tuple[str, ...]:
    text = one.text or ""
    title = one.summary or (text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…") or one.heading or ""
    return _HUMAN_RIGHTS, references[one.id], title, text, "", _SUPPORT.get(one.position or "", "")


def _measure(workspace: Workspace, references: dict[str, str], one: Action) -> tuple[str, ...]:
    lines = [
        f"Kind: {one.kind}",
        _named(workspace, "Responsible", one.responsible),
        _named(workspace, "Addressed to", one.addressed_to),
        f"Activities of the roadmap: {', '.join(one.activities)}" if one.activities else "",
        *(f"{words.timeframe(each.date)}: {each.status}. {each.note or ''}" for each in one.progress),
    ]
    when, links = one.timeframe, _linked(references, one.recommendations)
    comment = words.timeframe(when) if when and not when.is_exact else ""
    return one.id, one.title, _paragraphs(lines), "", "", _last_day(when), comment, links


def _indicator(workspace: Workspace, references: dict[str, str], one: Indicator) -> tuple[str, ...]:
    """Its days are those of reports that are due, of which we know nothing; what was measured stands in the text."""
    unit = f" {one.unit}" if one.unit else ""
    measured = [("Baseline", one.baseline), ("Target", one.target), *(("Measured", each) for each in one.values)]
    lines = [
        f"Type: {one.type}",
        *(f"{name}: {each.value}{unit}, {words.timeframe(each.date)}" for name, each in measured if each),
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


def is_impact(path: Path) -> bool:
    """Whether the header has the markers of IMPACT OSS."""
    try:
        start = path.read_bytes()[:20_000].decode("utf-8-sig", errors="replace")
    except OSError:
        return False
    return bool(_MARKER.search(start.lstrip().partition("\n")[0]))


def read(path: Path, state: str, name: str) -> Incoming:  # noqa: ARG001
    """The recommendations of the human rights framework in an IMPACT OSS file.

    Raises UnreadableError where it is no such file, or one of actions or indicators.
    """
    rows = _rows(path)
    made = Incoming("impact-oss", read=len(rows), remarks=list(_not_taken(rows)))
    seen, found = set[str](), dict[str, list[IncomingParagraph]]()
    for number, row in rows:
        reference = row.get("reference", "")
        symbol = _symbol(reference)
        if why := _left(row, reference, symbol, state, seen):
            made.leave(why)
        else:
            seen.add(reference)
            found.setdefault(symbol, []).append(_incoming(number, row, reference, symbol))
    made.documents = tuple(
        IncomingDocument(symbol, symbol or "IMPACT OSS", _mechanism(symbol), tuple(paragraphs))
        for symbol, paragraphs in found.items()
    )
    return made


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header and the hints, by attribute, with their numbers."""
    table = _table(_text(path))
    names = [_attribute(cell) for cell in table[0]] if table else []
    for what, attributes in _ONLY_IN.items():
        if attributes & set(names) and "framework_id" not in names:
            raise UnreadableError(f"this is a file of {what}, which are written for IMPACT OSS and not read", _OURS)
    if "reference" not in names:
        raise UnreadableError("its header has no column [database:reference]", _HOW)
    rows = []
    for number, line in enumerate(table[1:], 2):
        row = {name: _cell(cell) for name, cell in zip(names, line, strict=False) if name}
        is_hint = number == 2 and any(_HINT.match(row.get(key, "")) for key in ("framework_id", "reference"))
        if any(row.values()) and not is_hint:
            rows.append((number, row))
    return rows


def _attribute(header: str) -> str:
    """What stands in the marker at the end of a header; nothing where there is none, or several."""
    found = list(_MARKER.finditer(header))
    return found[0][1].lower() if len(found) == 1 and found[0].end() == len(header.rstrip()) else ""


def _cell(text: str) -> str:
    text = normal(text)
    return text[1:] if text.startswith("'") and _inert(text[1:]) == text else text


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _MOST_BYTES:
            raise UnreadableError("it is larger than 50 MB", _HOW)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})", _HOW) from None
    except UnicodeDecodeError:
        raise UnreadableError("it is not in UTF-8", _HOW) from None


def _table(text: str) -> list[list[str]]:
    """The cells; spreadsheet programs part them by semicolons in some languages."""
    import csv  # noqa: PLC0415

    def parsed(delimiter: str) -> Iterator[list[str]]:
        return csv.reader(StringIO(text, newline=""), delimiter=delimiter)

    try:
        heads = {one: next(parsed(one), []) for one in ",;\t"}
        best = max(heads, key=lambda one: sum(bool(_attribute(cell)) for cell in heads[one]))
        return list(parsed(best))
    except csv.Error as error:
        raise UnreadableError(f"it is no CSV file ({error})", _HOW) from None


def _not_taken(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    """Sentences on what has no place in the data here."""
    others = Counter(key for _, row in rows for key, cell in row.items() if cell and key not in _TAKEN)
    for key, count in sorted(others.items()):
        yield f"the column {key} was not taken over: {words.count(count, 'row')}"
    if rows and "framework_id" not in rows[0][1]:
        yield "there is no column framework_id: all rows were taken for human rights"


def _left(row: dict[str, str], reference: str, symbol: str, state: str, seen: set[str]) -> str:
    """Why a row is not taken; nothing where it is."""
    country = _COUNTRY.match(symbol)
    if not reference:
        return "no reference"
    if row.get("framework_id", _HUMAN_RIGHTS).removesuffix(".0") != _HUMAN_RIGHTS:
        return "another framework than human rights"
    if country and country[1] != state:
        return f"another State: {country[1]}"
    if reference in seen:
        return "a reference that stands twice"
    return "" if row.get("title") or row.get("description") else "no text"


def _incoming(number: int, row: dict[str, str], reference: str, symbol: str) -> IncomingParagraph:
    match = _PARAGRAPH.search(reference.removeprefix(symbol))
    level, title, text = row.get("support_level", ""), row.get("title", ""), row.get("description", "")
    position = {value: key for key, value in _SUPPORT.items()}.get(level.removesuffix(".0"), "")
    summary = "" if text and text.startswith(title.removesuffix("…")) else title
    doubts = []
    if not match:
        doubts.append(f"the paragraph number could not be read from the reference {reference}")
    elif match["dotted"] and _ROUNDED.fullmatch(reference):
        doubts.append(f"{reference} may have been {reference}0 before a spreadsheet program took it for a number")
    if level and not position:
        doubts.append(f"the support level {level} is not known")
    if not text:
        doubts.append("the title was taken as the summary: there is no description with the official words")
    return IncomingParagraph(
        f"row {number}", "recommendation",
        number=(match["number"] or match["dotted"]) if match else "",
        item="-".join(filter(None, (match["letter"], match["roman"]))) if match else "",
        fields={"text": text, "summary": summary, "position": position},
        system="impact-oss", origin=reference, doubts=tuple(doubts),
    )  # fmt: skip


def _symbol(reference: str) -> str:
    match = _SYMBOL.match(reference)
    return match[0].rstrip(".-(") if match else ""


def _mechanism(symbol: str) -> str:
    return next((one for start, one in _BODIES.items() if symbol.startswith(start)), "")
