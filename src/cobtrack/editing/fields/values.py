"""Turn what people type into the values of fields: the type of a field decides how a text is read."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import WithJsonSchema

from cobtrack.model.dates.parse import certain_relative_date, parse_date, suggest_duration
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe, TimeframeError
from cobtrack.model.record import Record, field_type, fields_by_key, record_form, unwrap_type
from cobtrack.model.references import TYPES_WITH_ID, target_type
from cobtrack.model.types import PlainNumber, Text, has_details, is_single_or_list
from cobtrack.store.yaml import reader
from cobtrack.views.details import find_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_DECIMAL = re.compile(rf"{_INTEGER.pattern}\.[0-9]+", re.ASCII)
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
_BOOLEANS = {"true": True, "false": False}


class ValueType(NamedTuple):
    """The type of a field, or of a value within a field."""

    annotation: Any
    """The annotated type; None if the field is not known."""
    marks: tuple[Any, ...] = ()
    """The annotations of a whole field, which pydantic separates from its type."""
    target: str = ""
    """The name of the model whose ids the field holds; "" if the field does not hold ids."""

    @property
    def plain(self) -> Any:
        """The type without annotations and without None."""
        return unwrap_type(self.annotation)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return get_origin(self.plain) is tuple

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping of names to texts, such as footnotes."""
        return get_origin(self.plain) is dict

    @property
    def model(self) -> type[Record] | None:
        """The model of the value; None if the value is not a record."""
        return self.plain if isinstance(self.plain, type) and issubclass(self.plain, Record) else None

    @property
    def is_single_or_list(self) -> bool:
        """Whether the value is a list that can be written as its only item."""
        return self.is_list and is_single_or_list(self.marks)

    @property
    def item(self) -> ValueType:
        """The type of the items of a list or of the values of a mapping."""
        arguments = get_args(self.plain)
        return ValueType(arguments[1] if self.is_mapping else arguments[0], (), self.target)

    @property
    def number(self) -> str:
        """Which numbers the text of the value can be written as without quotes: "integer", "number" or ""."""
        schemas = [mark.json_schema or {} for mark in self._all_marks() if isinstance(mark, WithJsonSchema)]
        types = {choice.get("type", "") for schema in schemas for choice in schema.get("anyOf", ())}
        return next((name for name in ("number", "integer") if name in types), "")

    def _all_marks(self) -> Iterator[Any]:
        yield from self.marks
        annotation = self.annotation
        while get_origin(annotation) is Annotated or type(None) in get_args(annotation):
            if get_origin(annotation) is Annotated:
                yield from annotation.__metadata__
            annotation = get_args(annotation)[0]


UNKNOWN = ValueType(None)
"""The type of a field that does not exist."""


def type_of_field(model: type[Record], key: str) -> ValueType:
    """Return the type of a field. The result is UNKNOWN if the model has no field with this key."""
    name = fields_by_key(model).get(key)
    if name is None:
        return UNKNOWN
    marks = tuple(model.model_fields[name].metadata)
    return ValueType(field_type(model, name), marks, target_type(model, name))


def parse_value(kind: ValueType, text: str, workspace: Workspace) -> Any:
    """Return the value that a text means in a field of the given type, as plain data for a file.

    A text that has no meaning in this field is returned unchanged, so that the validation of the file reports it.
    """
    if kind.is_list:
        return _parse_list(kind, text, workspace)
    if kind.model and not text.lstrip().startswith("{"):
        return _parse_in_words(kind, text, workspace)
    if kind.model or kind.is_mapping:
        data = _read_yaml(text)
        return typed(kind, data, workspace) if isinstance(data, dict) else text
    return _parse_scalar(kind, text, workspace)


def parse_items(kind: ValueType, text: str, workspace: Workspace) -> list[Any]:
    """Return the items that a text means, in a list of the given type."""
    items = _parse_list(kind, text, workspace)
    return items if isinstance(items, list) else [items]


def typed(kind: ValueType, data: Any, workspace: Workspace) -> Any:
    """Return data that were read from YAML with each value in the type that its field has.

    For example, a number becomes a text if the field holds texts or ids.
    """
    model = kind.model or (record_form(kind.annotation) if has_details(data) else None)
    if model and isinstance(data, dict):
        return {key: typed(type_of_field(model, key), value, workspace) for key, value in data.items()}
    if kind.is_mapping and isinstance(data, dict):
        return {key: typed(kind.item, value, workspace) for key, value in data.items()}
    if kind.is_list and isinstance(data, list):
        return [typed(kind.item, item, workspace) for item in data]
    if kind is UNKNOWN or not isinstance(data, str | int):
        return data
    text = str(data).lower() if isinstance(data, bool) else str(data)
    return parse_value(kind, text, workspace) if not kind.is_list else data


def _parse_list(kind: ValueType, text: str, workspace: Workspace) -> Any:
    item = kind.item
    if text.lstrip().startswith("[") and isinstance(data := _read_yaml(text), list):
        return typed(kind, data, workspace)
    if (form := record_form(item.annotation)) and text.lstrip().startswith("{"):
        data = _read_yaml(text)
        return [typed(ValueType(form), data, workspace)] if has_details(data) else [text]
    if item.plain is Text:
        return text if kind.is_single_or_list else [text]
    if item.model:
        return [parse_value(item, text, workspace)]
    return [_parse_scalar(item, part.strip(), workspace) for part in text.split(",") if part.strip()]


def _parse_in_words(kind: ValueType, text: str, workspace: Workspace) -> Any:
    """Return a length of time or a date, given in words, as plain data. Any other text is returned unchanged."""
    if kind.plain is RelativeDate:
        notation = certain_relative_date(text)
        if not notation:
            return _parse_timeframe(text)
    else:
        notation = suggest_duration(text) if issubclass(kind.plain, Duration) else ""
    data = _read_yaml(notation) if notation else None
    return typed(kind, data, workspace) if isinstance(data, dict) else text


def _parse_scalar(kind: ValueType, text: str, workspace: Workspace) -> Any:
    if kind.plain is bool:
        return _BOOLEANS.get(text, text)
    if kind.plain is Timeframe:
        return _parse_timeframe(text)
    if kind.plain is int or kind.number:
        return _parse_number(text, with_decimals=kind.number == "number")
    if kind.target in TYPES_WITH_ID and kind.plain is str:
        return _parse_id(kind.target, text, workspace)
    return text


def _parse_timeframe(text: str) -> Any:
    """Return a date in EDTF, given in EDTF or in words. A year is a number. Any other text is returned unchanged."""
    with suppress(TimeframeError):
        edtf = str(parse_date(text))
        return int(edtf) if _YEAR.fullmatch(edtf) else edtf
    return text


def _parse_number(text: str, *, with_decimals: bool) -> Any:
    """Return a number that every YAML reader reads alike, so it needs no quotes. Any other text is unchanged."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return PlainNumber(text) if with_decimals and _DECIMAL.fullmatch(text) else text


def _parse_id(target: str, text: str, workspace: Workspace) -> str:
    """Return the id of a record, given in any notation that commands accept. Any other text is returned unchanged."""
    record = find_record(workspace, text)
    return record.id if record and type(record).__name__ == target else text


def _read_yaml(text: str) -> Any:
    """Return the list or record that a text is in YAML; None if the text is not valid YAML."""
    reading = reader.read(text, "")
    return None if reading.problems else reading.data
