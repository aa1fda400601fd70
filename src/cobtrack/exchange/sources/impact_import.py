"""IMPACT OSS, the recommendations tracker of several States: what is read of its CSV files."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import (
    ImportedFile,
    ImportFormatError,
    IncomingDocument,
    IncomingParagraph,
    other_state_reason,
)
from cobtrack.exchange.matrix.columns import normalize
from cobtrack.exchange.sources.impact_oss import HUMAN_RIGHTS, SUPPORT
from cobtrack.exchange.un.bodies import mechanism_of, state_of
from cobtrack.model.text.escape import escape_formula
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TAKEN = {"framework_id", "reference", "title", "description", "support_level"}
_ONLY_IN = {
    "actions": {"outcome", "indicator_summary", "target_date", "target_date_comment"},
    "indicators": {"start_date", "end_date", "frequency_months", "repeat"},
}
_MARKER = re.compile(r"\[(?:database|rel):([a-z_-]+)\]", re.IGNORECASE)
_HINT = re.compile(r"(required|optional)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:[A-Z][A-Za-z.0-9-]*)(?:/[A-Za-z0-9.()-]+){2,}")
_PARAGRAPH = re.compile(
    r"(?:\bpara(?:graph)?s?\b\.?\s*(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4})?)|(?<![\w./])(?P<dotted>[0-9]{1,3}\.[0-9]{1,3}))"
    r"(?:\s*\(?(?P<letter>[a-z])\)?(?:\s*\((?P<roman>[ivx]{1,6})\))?)?$"
)
_ROUNDED = re.compile(r"[0-9]{1,3}\.[0-9]")
_MOST_BYTES = 50_000_000
_OURS = (
    "import the recommendations; enter these by hand: IMPACT OSS does not say of which kind an action or indicator is"
)
_HOW = "export it from IMPACT OSS again, or save it as CSV in UTF-8"


def is_impact(path: Path) -> bool:
    """Whether the header has the markers of IMPACT OSS."""
    try:
        start = path.read_bytes()[:20_000].decode("utf-8-sig", errors="replace")
    except OSError:
        return False
    return bool(_MARKER.search(start.lstrip().partition("\n")[0]))


def read(
    path: Path,
    state: str,
    known: Mapping[str, str] | None = None,
    exported: Mapping[str, Mapping[str, str]] | None = None,
) -> ImportedFile:
    """The recommendations of the human rights framework in an IMPACT OSS file.

    `known` has the workspace's ids by the references that an export gives them, `exported` the cells that it has for
    them: what comes back as it went out says nothing. Raises UnreadableError where it is no
    such file, or one of actions or indicators.
    """
    known, exported = known or {}, exported or {}
    homes = {symbol: _home(one) for reference, one in known.items() if (symbol := _symbol(reference))}
    rows = _rows(path)
    made = ImportedFile("impact-oss", record_count=len(rows), notes=list(_not_taken(rows)))
    symbols = dict[tuple[str, str], str]()
    seen, found = set[str](), dict[tuple[str, str], list[IncomingParagraph]]()
    for number, row in rows:
        reference = row.get("reference", "")
        symbol = _symbol(reference)
        if why := _left(row, reference, symbol, state, seen):
            made.skip(why)
        else:
            seen.add(reference)
            own = known.get(reference, "")
            home = _home(own) or homes.get(symbol, "")
            key = home, "" if home else symbol
            symbols[key] = symbols.get(key) or symbol
            found.setdefault(key, []).append(_incoming(number, row, symbol, own, exported.get(reference, {})))
    made.documents = tuple(_document(symbols[key], key[0], paragraphs) for key, paragraphs in found.items())
    return made


def _document(symbol: str, home: str, paragraphs: list[IncomingParagraph]) -> IncomingDocument:
    # One that no reference names is called by what it has.
    name = symbol or home or f"what has references such as {paragraphs[0].external_id}"
    return IncomingDocument(symbol, name, mechanism_of(symbol), tuple(paragraphs), id=home)


def _home(identifier: str) -> str:
    """The document of a paragraph's id."""
    return identifier.partition(":")[0]


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header and the hints, by attribute, with their numbers."""
    table = _table(_text(path))
    names = [_attribute(cell) for cell in table[0]] if table else []
    for what, attributes in _ONLY_IN.items():
        if attributes & set(names) and "framework_id" not in names:
            raise ImportFormatError(f"this is a file of {what}: of IMPACT OSS only recommendations are read", _OURS)
    if "reference" not in names:
        raise ImportFormatError("its header has no column [database:reference]", _HOW)
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
    text = normalize(text)
    return text[1:] if text.startswith("'") and escape_formula(text[1:]) == text else text


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _MOST_BYTES:
            raise ImportFormatError("it is larger than 50 MB", _HOW)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ImportFormatError(f"it cannot be read ({error.strerror})", _HOW) from None
    except UnicodeDecodeError:
        raise ImportFormatError("it is not in UTF-8", _HOW) from None


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
        raise ImportFormatError(f"it is no CSV file ({error})", _HOW) from None


def _not_taken(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    """Sentences on what has no place in the data here."""
    others = Counter(key for _, row in rows for key, cell in row.items() if cell and key not in _TAKEN)
    for key, count in sorted(others.items()):
        yield f"the column {key} was not taken over: {quantity(count, 'row')}"
    strange = [level for _, row in rows if (level := row.get("support_level", "")) and not _position(level)]
    if strange:
        yield f"{quantity(len(strange), 'row')} with a support level that is not known, such as {strange[0][:40]}"
    if rows and "framework_id" not in rows[0][1]:
        yield "there is no column framework_id: all rows were taken for human rights"


def _left(row: dict[str, str], reference: str, symbol: str, state: str, seen: set[str]) -> str:
    """Why a row is not taken; nothing where it is."""
    if not reference:
        return "no reference"
    if row.get("framework_id", HUMAN_RIGHTS).removesuffix(".0") != HUMAN_RIGHTS:
        return "another framework than human rights"
    if (country := state_of(symbol)) and country != state:
        return other_state_reason(country)
    if reference in seen:
        return "a reference that stands twice"
    return "" if row.get("title") or row.get("description") else "no text"


def _incoming(
    number: int, row: dict[str, str], symbol: str, own: str, exported: Mapping[str, str]
) -> IncomingParagraph:
    """The recommendation of a row; `own` is its id here, where that is known and no number has to be read."""
    reference = row["reference"]
    description = row.get("description", "")
    row = {key: "" if exported.get(key) == cell else cell for key, cell in row.items()}
    match = _PARAGRAPH.search(reference.removeprefix(symbol))
    level, title, text = row.get("support_level", ""), row.get("title", ""), row.get("description", "")
    position = _position(level)
    summary = "" if description and description.startswith(title.removesuffix("…")) else title
    doubts = []
    if not match and not own:
        doubts.append(f"the paragraph number could not be read from the reference {reference}")
    elif match and match["dotted"] and not own and _ROUNDED.fullmatch(reference):
        doubts.append(f"{reference} may have been {reference}0 before a spreadsheet program took it for a number")
    if level and not position:
        doubts.append(f"the support level {level} is not known")
    if summary and not description:
        doubts.append("the title was taken as the summary: there is no description with the official words")
    return IncomingParagraph(
        f"row {number}", "recommendation",
        number=(match["number"] or match["dotted"]) if match else "",
        item="-".join(filter(None, (match["letter"], match["roman"]))) if match else "",
        fields={"text": text, "summary": summary, "position": position},
        # A reference that was made of symbol and number here says nothing new.
        system="impact-oss", external_id="" if exported else reference, to_check=tuple(doubts), id=own,
    )  # fmt: skip


def _position(level: str) -> str:
    return {value: key for key, value in SUPPORT.items()}.get(level.removesuffix(".0"), "")


def _symbol(reference: str) -> str:
    match = _SYMBOL.match(reference)
    return match[0].rstrip(".-(") if match else ""
