"""The tables of the database: which columns they have, what their ids refer to, and which fields fill them.

A new field or a new kind of record needs no code here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, get_args, get_origin

from pydantic import WithJsonSchema

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.references import target_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.kinds import Kind

_DUE = "Due"
"""The type of a field that has a date or a relative date, as it is written in the models."""


ORDINAL = "ordinal"
"""The column that says which item of a list a row is, from 1."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    sql_type: str
    """TEXT, INTEGER or REAL."""
    refers_to: str = ""
    """The table whose primary key is in this column; "" for a column without keys."""
    model: type[Record] | None = None
    """The model with the field that the column shows; None for a column of the database itself."""
    key: str = ""
    """The key of this field in data files."""


@dataclass(frozen=True)
class Source:
    """A field of a record that fills columns of a table."""

    name: str
    """The name of the field in the model."""
    kind: str
    """`value`, `number`, `date`, `due` or `record`."""
    inner: tuple[Source, ...] = ()
    """For a nested record: the fields of this record."""
    width: int = 1
    """The number of columns that the field fills."""


@dataclass(frozen=True)
class Table:
    """A table with its columns.

    The first columns are the primary key and the keys of the records that contain the record of a row.
    """

    name: str
    columns: tuple[Column, ...]
    primary_key: str = ""
    parents: tuple[str, ...] = ()
    """The names of the columns with the keys of the containing records, the nearest one last."""


@dataclass
class Node:
    """A place in the data files with records or values: their table, and the places within these records."""

    table: Table | None
    """The table of the records. Without a table, only the places within the record have tables."""
    path: tuple[str, ...]
    """The fields that lead to the records or values, from the record of the place above."""
    key: str = ""
    """The field with the primary key of a record; "" if rows are numbered, and for values."""
    sources: tuple[Source, ...] = ()
    is_list_of_values: bool = False
    is_map: bool = False
    """Whether the values have names, as footnotes have."""
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this place and all places within it."""
        yield self
        for child in self.children:
            yield from child.walk()


class _Within(NamedTuple):
    """Where fields are: what the names of their tables begin with, and the records that contain the fields."""

    kind: Kind
    table: str = ""
    parents: tuple[Column, ...] = ()
    """The columns with the keys of the containing records."""
    path: tuple[str, ...] = ()
    """The fields that lead from the nearest of these records to the fields."""


@cache
def nodes() -> tuple[tuple[Kind, Node], ...]:
    """Return the places of the records of each kind of file."""
    return tuple((kind, _file_node(kind)) for kind in KINDS)


def tables() -> list[Table]:
    """Return all tables, in the order in which they refer to each other where that is possible."""
    return [node.table for _, root in nodes() for node in root.walk() if node.table]


def table_of(model_name: str) -> str:
    """Return the name of the table with the records of a model whose ids are unique; "" if there is none."""
    names = (name for kind in KINDS for name, model in kind.record_types.items() if model.__name__ == model_name)
    return next(names, "")


def _file_node(kind: Kind) -> Node:
    own = next((name for name, model in kind.record_types.items() if model is kind.model), "")
    if own or not _holds_only_records(kind):
        return _record_node(_Within(kind, own or kind.field), kind.model, is_single=not kind.is_folder)
    node = Node(None, ())
    _add_children(node, _Within(kind), kind.model)
    return node


def _holds_only_records(kind: Kind) -> bool:
    """Whether a file of this kind has nothing but lists of records with ids, so that it needs no table."""
    models = set(kind.record_types.values())
    return all(record_type(field_type(kind.model, name)) in models for name in kind.model.model_fields)


def _record_node(within: _Within, model: type[Record], *, is_single: bool = False) -> Node:
    """Return the place of records of a model. `is_single` says whether there can be only one such record."""
    kind, table, parents, path = within
    key = "id" if kind.record_types.get(table) is model else "pillar" if model is Pillar else ""
    columns, sources = _columns(model, "")
    own = next((column for column in columns if column.name == key), Column("key", "INTEGER"))
    lead = [] if is_single else [own, *parents, Column(ORDINAL, "INTEGER")]
    rest = [column for column in columns if column is not own]
    made = Table(table, (*lead, *rest), own.name if lead else "", tuple(parent.name for parent in parents))
    node = Node(made, path, key, tuple(source for source in sources if source.name != key))
    containing = () if is_single else (Column(_snake(model.__name__), own.sql_type, table),)
    # The key of a record without an id is not enough for a reader, so that of the record around it is there too.
    _add_children(node, _Within(kind, table, containing if key else (*parents, *containing)), model)
    return node


def _add_children(node: Node, within: _Within, model: type[Record]) -> None:
    """Add the places of the lists in the fields of a model, and in the single records within it."""
    for name, info in model.model_fields.items():
        annotation, inner = unwrap_type(info.annotation), record_type(info.annotation)
        key = info.alias or name
        table = f"{within.table}_{key}" if within.table else key
        below = within._replace(table=table, path=(*within.path, name))
        if inner is None:
            if get_origin(annotation) in {tuple, dict}:
                node.children.append(_values_node(below, model, name))
        elif get_origin(annotation) is tuple:
            own = next((known for known, with_id in within.kind.record_types.items() if with_id is inner), table)
            node.children.append(_record_node(below._replace(table=own), inner))
        elif inner is not RelativeDate:
            _add_children(node, below, inner)


def _values_node(within: _Within, model: type[Record], name: str) -> Node:
    """Return the place of values in a list, or of named texts."""
    annotation, key = unwrap_type(field_type(model, name)), model.model_fields[name].alias or name
    is_map = get_origin(annotation) is dict
    number = Column("name", "TEXT") if is_map else Column(ORDINAL, "INTEGER")
    sql_type = "INTEGER" if get_args(annotation)[0] is int else "TEXT"
    value = Column("value", sql_type, table_of(target_type(model, name)), model, key)
    parents = tuple(parent.name for parent in within.parents)
    made = Table(within.table, (*within.parents, number, value), "", parents)
    return Node(made, within.path, is_list_of_values=True, is_map=is_map)


def _columns(model: type[Record], prefix: str, target: str = "") -> tuple[list[Column], list[Source]]:
    """Return the columns for the single values in a model's fields, and the fields that fill them.

    The fields of a single nested record are columns too, whose names begin with the name of the field. If `target` is
    given, all ids refer to records of this model.
    """
    columns, sources = [], []
    for name, info in model.model_fields.items():
        key = f"{prefix}{info.alias or name}"
        annotation = unwrap_type(info.annotation)
        inner = record_type(annotation)
        if get_origin(annotation) in {tuple, dict}:
            continue
        if inner is not None:
            is_due = str(model.__annotations__.get(name, "")).startswith(_DUE)
            dates = _date_columns(model, name, key) if is_due else []
            nested, within = _columns(inner, f"{key}_", target_type(model, name) or target)
            columns += [*dates, *nested]
            kind = "due" if is_due else "record"
            sources.append(Source(name, kind, tuple(within), len(dates) + len(nested)))
        elif annotation is Timeframe:
            columns += _date_columns(model, name, key)
            sources.append(Source(name, "date", width=3))
        else:
            own_target = target_type(model, name)
            refers_to = table_of(target or own_target) if own_target else ""
            sql_type = _sql_type(model, name)
            columns.append(Column(key, sql_type, refers_to, model, info.alias or name))
            sources.append(Source(name, "number" if sql_type == "REAL" else "value"))
    return columns, sources


def _date_columns(model: type[Record], name: str, key: str) -> list[Column]:
    field_key = model.model_fields[name].alias or name
    return [Column(f"{key}{end}", "TEXT", "", model, field_key) for end in ("", "_earliest", "_latest")]


def _sql_type(model: type[Record], name: str) -> str:
    """Return the type of a column. A number that the files keep as it was written, such as 12.50, is a number too."""
    info = model.model_fields[name]
    if unwrap_type(info.annotation) in {int, bool}:
        return "INTEGER"
    schemas = (mark.json_schema or {} for mark in info.metadata if isinstance(mark, WithJsonSchema))
    return "REAL" if any({"type": "number"} in schema.get("anyOf", ()) for schema in schemas) else "TEXT"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
