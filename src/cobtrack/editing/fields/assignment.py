"""A change to a field, as a person types it: `timeframe=2028`, `responsible+=moj`, `points.2=`."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.text.escape import CONTROL
from cobtrack.store.files import describe_character
from cobtrack.store.yaml.writer import shortened

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
    if control := CONTROL.search(text):
        raise CobtrackError(f"{field}{typed_operator}… contains {describe_character(control[0])}", "remove it")
    operator: Operator = "+=" if typed_operator == "+=" else "-=" if typed_operator == "-=" else "="
    return Assignment(field, operator, value)


def describe(assignment: Assignment, old: Any, new: Any) -> str:
    """Return what an assignment has changed, such as "timeframe: 2025? -> 2028"."""
    field, operator, value = assignment
    match operator:
        case "+=":
            return f"{field}: added {shortened(value)}"
        case "-=":
            return f"{field}: removed {shortened(value)}"
        case _ if value == "":
            return f"{field}: removed {shortened(old)}"
        case _:
            return f"{field}: {shortened(new)}" if old is None else f"{field}: {shortened(old)} -> {shortened(new)}"
