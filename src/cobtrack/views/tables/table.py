"""A table of records: a column for each field of their model, and columns for computed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack.model.record import field_type, fields_by_key, fields_with_records, record_type
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.types import STANDING, Text
from cobtrack.views.tables.cells import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.record import Record


@dataclass(frozen=True)
class Row:
    """A record, its plain data, and cells for columns that are not its fields or show a field in another way."""

    record: Record
    data: Mapping[str, Any]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table of records. Every cell is a text."""

    model: type[Record]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_table(
    model: type[Record], first: Sequence[str], last: str, computed: Sequence[str], rows: list[Row]
) -> Table:
    """Return the table of `rows`, whose records are of the type `model`.

    The columns in `first` come first. Then come all other fields of the model, the values in the plain data that are
    named in `computed`, and further cells of the rows. The column `last`, which has the longest texts, comes last.
    """
    cells = [{**_field_cells(model, computed, row), **row.cells} for row in rows]
    more = (name for row in rows[:1] for name in row.cells)
    names = dict.fromkeys((*first, *_field_columns(model, cells), *computed, *more))
    columns = (*(name for name in names if name != last), last)
    return Table(model, columns, tuple(tuple(row.get(name, "") for name in columns) for row in cells))


def _field_columns(model: type[Record], cells: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the names of the columns for the fields of the model.

    A field with texts has a column for each further language in which there are texts, such as `title.km`.
    """
    present = dict.fromkeys(name for row in cells for name in row)
    for key in fields_by_key(model):
        yield key
        yield from (name for name in present if name.startswith(f"{key}."))


def _field_cells(model: type[Record], computed: Sequence[str], row: Row) -> dict[str, str]:
    """Return the cells for the fields of a record and for the computed values, keyed by column."""
    cells = {name: as_csv(row.data.get(name), name) for name in computed}
    for key, name in fields_by_key(model).items():
        own = getattr(row.record, name)
        # Plain data lack values that are the default, such as `full` for `seen`.
        value = row.data.get(key, own if isinstance(own, str | int) else None)
        inner = record_type(field_type(model, name)) if name in fields_with_records(model) else None
        if inner and inner.__name__ in TYPES_WITH_ID:
            # Records with an id are listed by themselves.
            value = [item["id"] for item in value or ()]
        if isinstance(value, dict) and isinstance(own, Text):
            cells |= {f"{key}.{code}": as_csv(text) for code, text in own.languages.items() if code != own.language}
            cells |= {f"{key}.{STANDING}.{code}": as_csv(word) for code, word in own.standings.items()}
            value = str(own)
        elif isinstance(own, tuple) and all(isinstance(item, Text) for item in own):
            # A cell with several texts has each of them in the language of the command.
            value = [str(item) for item in own]
        cells[key] = as_csv(value, key)
    return cells
