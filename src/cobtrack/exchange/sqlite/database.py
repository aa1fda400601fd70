"""Write the records of a workspace into an SQLite database. The same workspace always gives the same bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cobtrack import __version__
from cobtrack.exchange.sqlite.tables import ORDINAL, Node, Source, nodes, tables
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.problem import address
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.types import Text
from cobtrack.views import activities, deadlines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from cobtrack.exchange.sqlite.tables import Column, Table
    from cobtrack.model.record import Audience, Record
    from cobtrack.model.workspace import Workspace

    Descriptions = Callable[[type[Record]], Mapping[str, str]]
    """A function that returns the description of each field of a model, keyed by the key of the field."""

_APPLICATION = int.from_bytes(b"cobt")
"""The number in the header of a database by which a later export recognises it."""
_FORMAT = 1
"""The number of the schema. A change that breaks queries needs a new number."""
_MAGIC = b"SQLite format 3\0"
_ROWS_AT_ONCE = 2000
_FIXED_NUMBERS = {24: 1, 92: 1, 96: 3_040_000}
"""Numbers in the header, keyed by their place: how often the file was changed, and the version of SQLite that did it.

Readers do not need the version, and without it, all versions give the same bytes.
"""

_OTHER_TABLES = """
CREATE TABLE "about" ("name" TEXT PRIMARY KEY, "value" TEXT);
CREATE TABLE "columns" ("table" TEXT, "column" TEXT, "type" TEXT, "refers_to" TEXT, "description" TEXT,
  PRIMARY KEY ("table", "column"));
CREATE TABLE "translations" ("record" TEXT, "field" TEXT, "language" TEXT, "text" TEXT, "standing" TEXT,
  PRIMARY KEY ("record", "field", "language"));
CREATE TABLE "activity_states" ("activity" TEXT PRIMARY KEY REFERENCES "activities", "status" TEXT, "timing" TEXT,
  "stale" INTEGER);
CREATE TABLE "deadline_states" ("deadline" TEXT PRIMARY KEY REFERENCES "deadlines", "state" TEXT, "days" INTEGER);
CREATE VIEW "recommendations" AS SELECT * FROM "paragraphs" WHERE "kind" = 'recommendation' AND "document" IN
  (SELECT "id" FROM "documents" WHERE coalesce("state", '') IN ('', (SELECT "state" FROM "settings")));
"""
_DESCRIPTIONS = {
    "key": "The number of the row.",
    ORDINAL: "Which item of the list this is, from 1.",
    "name": "The name of the text.",
    "value": "An item of the list.",
}
"""What the columns hold that show no field of a model."""


def database(
    workspace: Workspace, as_of: date, *, audience: Audience, language: str, descriptions: Descriptions
) -> bytes:
    """Return the database with all records. The workspace has only the data that the audience may see.

    The states of activities and deadlines are those on the day `as_of`. `language` is the language of the texts.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "page_size = 4096", "cache_size = -65536"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute("BEGIN")
            _create(connection)
            _Writer(connection, workspace).write()
            _index(connection)
            _write_about(connection, workspace, as_of, audience, language)
            _write_descriptions(connection, descriptions)
            _write_states(connection, workspace, as_of)
            connection.execute("COMMIT")
        with path.open("r+b") as file:
            for offset, number in _FIXED_NUMBERS.items():
                file.seek(offset)
                file.write(number.to_bytes(4))
        return path.read_bytes()


def is_database(content: bytes) -> bool:
    """Whether a file with this content is a database that was exported earlier."""
    return content.startswith(_MAGIC) and content[68:72] == _APPLICATION.to_bytes(4)


def _create(connection: sqlite3.Connection) -> None:
    for table in tables():
        columns = [_definition(table, column) for column in table.columns]
        if not table.primary_key and table.columns[len(table.parents)].name in {ORDINAL, "name"}:
            names = ", ".join(f'"{column.name}"' for column in table.columns[: len(table.parents) + 1])
            columns.append(f"PRIMARY KEY ({names})")
        connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    for statement in _OTHER_TABLES.strip().split(";\n"):
        connection.execute(statement.removesuffix(";"))


def _definition(table: Table, column: Column) -> str:
    primary = " PRIMARY KEY" if column.name == table.primary_key else ""
    refers_to = f' REFERENCES "{column.refers_to}"' if column.refers_to else ""
    return f'"{column.name}" {column.sql_type}{primary}{refers_to}'


def _index(connection: sqlite3.Connection) -> None:
    """Make an index of each column with ids, so that what refers to a record is found without reading a whole table."""
    for table in tables():
        # The primary key is an index of its first column.
        first = "" if table.primary_key else table.columns[0].name
        for column in table.columns:
            if column.refers_to and column.name != first:
                name = f"{table.name}_by_{column.name}"
                connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')


class _Writer:
    """Writes the records of a workspace. Rows are collected, because single rows would take several times as long."""

    def __init__(self, connection: sqlite3.Connection, workspace: Workspace) -> None:
        self._connection = connection
        self._workspace = workspace
        self._rows: dict[str, list[Sequence[Any]]] = {table.name: [] for table in tables()}
        self._numbers = dict.fromkeys(self._rows, 0)
        self._translations: list[Sequence[Any]] = []
        self._deadlines: dict[str, list[Deadline]] = {}
        for deadline in workspace.deadlines:
            self._deadlines.setdefault(workspace.mechanism_of[deadline.id].id, []).append(deadline)
        self._inserts = {
            table.name: f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'  # noqa: S608
            for table in tables()
        }

    def write(self) -> None:
        """Write all records of all files."""
        for kind, node in nodes():
            content = getattr(self._workspace, kind.field)
            for number, record in enumerate(content if isinstance(content, tuple) else filter(None, [content]), 1):
                self._add(node, record, number, (), record)
        for table in self._rows:
            self._flush(table)
        insert = 'INSERT INTO "translations" VALUES (?, ?, ?, ?, ?)'
        self._connection.executemany(insert, self._translations)

    def _add(self, node: Node, record: Record, number: int, parents: tuple[Any, ...], owner: Record) -> None:
        """Add the row of a record, and the rows of everything within it.

        `parents` are the keys of the records that contain it, and `owner` is the nearest of them with a name.
        """
        owner = record if hasattr(record, "id") and node.key == "id" else owner
        inner = parents
        if table := node.table:
            lead: tuple[Any, ...] = ()
            if table.primary_key:
                row = self._next(table.name)
                key = getattr(record, node.key) if node.key else row
                # Records with an id are numbered over all files, so that the numbers have the order of the files.
                lead = (key, *parents, row if node.key else number)
                inner = (key,) if node.key else (*parents, key)
            values = list(lead)
            self._fill(values, node.sources, record, owner)
            self._append(table.name, values)
        for child in node.children:
            self._add_children(child, record, inner, owner)

    def _add_children(self, child: Node, record: Record, parents: tuple[Any, ...], owner: Record) -> None:
        holder: Any = record
        for name in child.path[:-1]:
            holder = getattr(holder, name)
            if holder is None:
                return
        name = child.path[-1]
        items = self._items(holder, name)
        if not child.is_list_of_values:
            for number, item in enumerate(items, 1):
                self._add(child, item, number, parents, owner)
        elif items and child.table:
            for index, item in items.items() if child.is_map else enumerate(items):
                value = self._text(item, holder, (name, index), owner)
                self._append(child.table.name, (*parents, index if child.is_map else index + 1, value))

    def _items(self, holder: Record, name: str) -> Any:
        """Return the items of a list. A mechanism has the steps of its review procedure too."""
        if isinstance(holder, Mechanism) and name == "deadlines":
            return self._deadlines.get(holder.id, ())
        return getattr(holder, name)

    def _fill(self, values: list[Any], sources: tuple[Source, ...], record: Record | None, owner: Record) -> None:
        """Add the values of a record's columns to `values`. Without a record, all of them are NULL."""
        if record is None:
            values.extend([None] * sum(source.width for source in sources))
            return
        for source in sources:
            value = getattr(record, source.name)
            match source.kind:
                case "value":
                    values.append(self._text(value, record, (source.name,), owner))
                case "number":
                    values.append(None if value is None else float(value))
                case "date":
                    values.extend(_date(value))
                case "record":
                    self._fill(values, source.inner, value, owner)
                case _:
                    is_date = isinstance(value, Timeframe)
                    values.extend(_date(self._due(record, value)))
                    self._fill(values, source.inner, None if is_date else value, owner)

    def _due(self, record: Record, value: Any) -> Timeframe | None:
        """Return the date of a deadline, which is computed if it depends on another deadline."""
        if isinstance(record, Deadline):
            return self._workspace.schedule.date_of(record.id)
        return value if isinstance(value, Timeframe) else None

    def _text(self, value: Any, holder: Record, path: tuple[Any, ...], owner: Record) -> Any:
        """Return a single value for a column. The translations of a text are kept for their own table."""
        if isinstance(value, Text):
            if value.languages:
                self._translate(value, holder, path, owner)
            return str(value) or None
        return int(value) if isinstance(value, bool) else (value if value != "" else None)

    def _translate(self, text: Text, holder: Record, path: tuple[Any, ...], owner: Record) -> None:
        inner = (*holder.place.path[len(owner.place.path) :], *path)
        name, field = self._workspace.name_of(owner), address(inner)
        for code, words in text.languages.items():
            self._translations.append((name, field, code, words, text.standings.get(code)))

    def _append(self, table: str, row: Sequence[Any]) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _ROWS_AT_ONCE:
            self._flush(table)

    def _flush(self, table: str) -> None:
        self._connection.executemany(self._inserts[table], self._rows[table])
        self._rows[table].clear()

    def _next(self, table: str) -> int:
        self._numbers[table] += 1
        return self._numbers[table]


def _date(value: Timeframe | None) -> tuple[str | None, ...]:
    """Return a date as it was written, and the earliest and the latest day that it can mean."""
    if value is None:
        return None, None, None
    return value.text, *(str(day) if day else None for day in (value.earliest, value.latest))


def _write_about(
    connection: sqlite3.Connection, workspace: Workspace, as_of: date, audience: Audience, language: str
) -> None:
    facts = {
        "program": f"cobtrack {__version__}",
        "format": str(_FORMAT),
        "schema": str(workspace.settings.schema_version),
        "state": workspace.settings.state,
        "as_of": str(as_of),
        "audience": audience,
        "language": language,
    }
    connection.executemany('INSERT INTO "about" VALUES (?, ?)', facts.items())


def _write_descriptions(connection: sqlite3.Connection, descriptions: Descriptions) -> None:
    """Write what each column means. The descriptions of fields are those of the data reference."""
    rows = []
    for table in tables():
        for column in table.columns:
            text = (
                descriptions(column.model).get(column.key, "") if column.model else _DESCRIPTIONS.get(column.name, "")
            )
            if column.name in table.parents:
                text = f"The record that contains this one: a row of {column.refers_to}."
            rows.append((table.name, column.name, column.sql_type, column.refers_to, " ".join(text.split())))
    connection.executemany('INSERT INTO "columns" VALUES (?, ?, ?, ?, ?)', rows)


def _write_states(connection: sqlite3.Connection, workspace: Workspace, as_of: date) -> None:
    """Write the states of activities and deadlines on a day, which are not in the files but computed."""
    connection.executemany(
        'INSERT INTO "activity_states" VALUES (?, ?, ?, ?)',
        ((row.activity.id, row.status, row.timing, row.stale) for row in activities.states(workspace, as_of)),
    )
    connection.executemany(
        'INSERT INTO "deadline_states" VALUES (?, ?, ?)',
        ((row.deadline.id, row.state, row.days) for row in deadlines.states(workspace, as_of)),
    )
