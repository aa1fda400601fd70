"""A change to a field, as a person types it: `timeframe=2028`, `responsible+=moj`, `points.2=`."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.text.escape import NOT_IN_FILES
from cobtrack.store.files import describe_character
from cobtrack.store.yaml.writer import shortened
from cobtrack.views.changes.wording import same_words, short_change

Operator = Literal["=", "+=", "-="]
_ASSIGNMENT = re.compile(r"([^\s=]*?)(\+=|-=|=)(.*)", re.DOTALL)


class Assignment(NamedTuple):
    """A change to one field: set its value, or add or remove an item of a list."""

    field: str
    """The field as commands name it: keys and numbers of list items, joined by dots, such as `progress.last.note`."""
    operator: Operator
    value: str
    """The value as a person types it. If the operator is `=` and the value is "", the field is removed."""


def parse_assignment(text: str) -> Assignment:
    """Return the assignment that a text such as `status=done` means.

    Raises CobtrackError if the text has no field or no `=`, or a character that is not allowed in data files.
    """
    match = _ASSIGNMENT.fullmatch(text)
    if not match or not match[1]:
        hint = "write it like timeframe=2028, responsible+=moj or responsible-=moj; put a value with spaces in quotes"
        raise CobtrackError(f'"{text}" does not say which field to set', hint)
    field, typed_operator, value = match.groups()
    if control := NOT_IN_FILES.search(text):
        raise CobtrackError(f"{field}{typed_operator}… contains {describe_character(control[0])}", "remove it")
    operator: Operator = "+=" if typed_operator == "+=" else "-=" if typed_operator == "-=" else "="
    return Assignment(field, operator, value)


def describe(assignment: Assignment, old: Any, new: Any) -> str:
    """Return what an assignment has changed in a field, such as "timeframe: 2025? -> 2028"."""
    field = assignment.field
    match assignment.operator:
        case "+=":
            return f"{field}: added {_join(_difference(new, old))}"
        case "-=":
            return f"{field}: removed {_join(_difference(old, new))}"
        case _ if assignment.value == "":
            return f"{field}: removed {shortened(old)}"
        case _ if old is None:
            return f"{field}: {shortened(new)}"
        case _ if _is_long(old) and _is_long(new) and not same_words(old, new):
            return f"{field}: {short_change(old, new)}"
        case _:
            return f"{field}: {shortened(old)} -> {shortened(new)}"


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and shortened(value).endswith("…")


def _difference(items: Any, others: Any) -> list[Any]:
    """Return the items of a list, or the parts of a record, that are not in `others`."""
    if isinstance(items, dict):
        return [{key: value} for key, value in items.items() if key not in (others or {})]
    return [item for item in as_list(items) if item not in as_list(others)]


def _join(values: list[Any]) -> str:
    return ", ".join(map(shortened, values))


def as_list(value: Any) -> list[Any]:
    """Return the items of a list. A single value that is written instead of a list becomes the only item."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
