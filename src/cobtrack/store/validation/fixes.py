"""Find the right value of an invalid field, if it is certain what was meant.

Nothing is certain if several values are possible, or if the typed value might be what was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, get_args

from cobtrack.model.dates.parse import certain_notation, certain_relative_date, suggest_duration
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.record import fields_by_key, record_type, type_at
from cobtrack.model.records.roadmap import PARTS
from cobtrack.model.references import target_type_at
from cobtrack.model.text.lookalikes import BULLETS, to_plain_characters
from cobtrack.model.text.suggestions import KnownWords
from cobtrack.store.validation.error import (
    CURLY_QUOTES,
    MAX_KEYS,
    id_pattern,
    list_item_type,
    own_item_type,
    split_ids,
    words_by_label,
)
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.hints import space_in_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.store.validation.error import Error

Correction = tuple[Literal["key", "value"], Any]
"""What is wrong, and the right name of the key or the right value, as plain data."""
_WORD_WITH_DASH = re.compile(r"-([^\W\d]\S*)")
_TEXT_WITH_BULLET = re.compile(rf"[{BULLETS}]\s*([^{BULLETS}]+)")


def certain_correction(kind: str, error: Error) -> Correction | None:
    """Return the correction of an error of this kind, or None if there is any doubt."""
    if kind == "extra_forbidden":
        name = _field_name(error)
        return ("key", name) if name else None
    find = _VALUES.get(kind)
    value = find(error) if find else None
    return None if value is None else ("value", value)


def _field_name(error: Error) -> str:
    """Return the name of the field that was meant by an unknown field.

    The result is "" if another field of the record has that name, or might have been meant by it too.
    """
    record = error.data_at(error.loc[:-1])
    if error.holder is None or not isinstance(record, dict) or len(record) > MAX_KEYS:
        return ""
    fields = KnownWords(fields_by_key(error.holder))
    name = fields.certain(error.name.strip(CURLY_QUOTES))
    others = (str(key) for key in record if key != error.name)
    return "" if any(fields.certain(other) == name for other in others) else name


def _choice(error: Error) -> str | None:
    choices = [str(choice) for choice in get_args(type_at(error.model, error.path))]
    return _known_word(error, KnownWords(choices, words_by_label(choices)))


def _part(error: Error) -> str | None:
    return _known_word(error, KnownWords(PARTS))


def _known_word(error: Error, words: KnownWords) -> str | None:
    return words.certain(error.value.strip(CURLY_QUOTES)) or None if isinstance(error.value, str) else None


def _quoted_id(error: Error) -> str | None:
    typed = str(error.details["typed"])
    return typed if re.fullmatch(error.details["pattern"], typed, re.ASCII) else None


def _id(error: Error) -> str | None:
    """Return the id that was meant by a text that is not an id."""
    if not isinstance(error.value, str):
        return None
    plain, pattern = to_plain_characters(error.value.strip(CURLY_QUOTES)).strip(), error.details["pattern"]
    if re.fullmatch(pattern, plain, re.ASCII):
        return plain
    if target_type_at(error.model, error.path) == "Actor":
        return error.context.actors.certain(plain) or None
    return plain.lower() if re.fullmatch(pattern, plain.lower(), re.ASCII) else None


def _date(error: Error) -> str | dict[str, Any] | None:
    if not isinstance(error.value, str):
        return None
    text = to_plain_characters(error.value.strip(CURLY_QUOTES))
    return _relative_date(error) or certain_notation(text) or None


def _relative_date(error: Error) -> dict[str, Any] | None:
    """Return the date relative to a deadline, or the length of time, that was meant by a text in words."""
    model, text = type_at(error.model, error.path), error.value
    if not isinstance(text, str) or not (isinstance(model, type) and issubclass(model, Duration)):
        return None
    words = to_plain_characters(text.strip(CURLY_QUOTES))
    notation = certain_relative_date(words) if model is RelativeDate else suggest_duration(words)
    data = reader.read(notation, "").data
    return data if isinstance(data, dict) else None


def _text(error: Error) -> str | None:
    """Return the text of a value that YAML reads as a number, or as true or false."""
    if isinstance(error.value, bool | int):
        return str(error.value).lower()
    # An unquoted number like 1.10 is already a text, which only lacks its quotes.
    return str(error.value) if isinstance(error.value, str) else None


def _text_or_id(error: Error) -> str | None:
    if isinstance(error.value, dict):
        message_and_hint = space_in_id(error.value, id_pattern(list_item_type(error)) or "(?!)")
        return message_and_hint[1].removeprefix("write ") if message_and_hint else None
    return _text(error)


def _list(error: Error) -> list[Any] | None:
    """Return the list that was meant by a single text or record."""
    value, pattern = error.value, id_pattern(own_item_type(error))
    if isinstance(value, dict):
        item_model = record_type(own_item_type(error))
        return [value] if item_model and value.keys() <= fields_by_key(item_model).keys() else None
    if not isinstance(value, str):
        return None
    if items := _items(value):
        return items
    ids = split_ids(value, pattern) if pattern else []
    if pattern and target_type_at(error.model, error.path) == "Actor":
        known, actor = error.context.actors.words, error.context.actors.certain(value)
        return ids if ids and known.issuperset(ids) else [actor] if actor else None
    return ids or None


def _items(text: str) -> list[str]:
    """Return the items of a list that has bullets, or dashes without spaces, such as `-moi -mosvy`.

    The result is empty for any other text.
    """
    if match := _TEXT_WITH_BULLET.fullmatch(text):
        return [match[1]]
    matches = [_WORD_WITH_DASH.fullmatch(word) for word in text.split()]
    return [match[1] for match in matches if match] if all(matches) else []


_VALUES: dict[str, Callable[[Error], Any]] = {
    "literal_error": _choice,
    "part": _part,
    "unquoted": _quoted_id,
    "pattern": _id,
    "timeframe": _date,
    "number_for_text": _text,
    "not_text": _text,
    "string_type": _text_or_id,
    "tuple_type": _list,
    "model_type": _relative_date,
}
"""For each type of error in pydantic, a function that returns the right value, or None if there is any doubt."""
