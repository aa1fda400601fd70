"""Pydantic's errors as our sentences: what is wrong and how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from cobtrack.model import spoken
from cobtrack.model.record import Record, field_type, inner, keys
from cobtrack.model.roadmap import PARTS
from cobtrack.model.spelling import likeliest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic_core import ErrorDetails

    from cobtrack.model.problem import Path


class Sentence(NamedTuple):
    """A code, where it belongs (and whether to the key there), what is wrong, and how to mend it."""

    code: str
    path: Path
    on_key: bool
    message: str
    hint: str


_CURLY = "“”„‟‘’«»"  # noqa: RUF001


class _Error(NamedTuple):
    model: type[Record]
    path: Path
    typed: Any
    context: dict[str, Any]

    @property
    def name(self) -> str:
        """The field that the error is about."""
        return str(next((step for step in reversed(self.path) if isinstance(step, str)), "the file"))


def sentence(model: type[Record], path: Path, detail: ErrorDetails) -> Sentence:
    """What to say of an error at `path` in a file of this model."""
    # Pydantic's way to say that the key of a mapping is meant.
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    error = _Error(model, path, detail["input"], detail.get("ctx", {}))
    kind = detail["type"]
    if kind not in _SENTENCES:
        return Sentence("COB103", path, False, f'"{error.name}" {_expected(kind, error.typed)}', _how(kind, error))
    code, on_key, words = _SENTENCES[kind]
    message, hint = words(error)
    if isinstance(error.typed, str) and error.typed[:1] in _CURLY:
        hint = f'use straight quotation marks: "{error.typed.strip(_CURLY)}"'
    return Sentence(code, path, on_key or is_key, message, hint)


def _missing(error: _Error) -> tuple[str, str]:
    return f'"{error.name}" is missing', f"add {error.name}: {_example(error)}".rstrip()


def _unknown(error: _Error) -> tuple[str, str]:
    holder = _type_at(error.model, error.path[:-1])
    names = list(keys(holder)) if isinstance(holder, type) and issubclass(holder, Record) else []
    return f'unknown field "{error.name}"', _suggest(error.name, names, "known are ")


def _no_choice(error: _Error) -> tuple[str, str]:
    choices = [str(choice) for choice in get_args(_type_at(error.model, error.path))]
    return f'"{error.name}" is not "{error.typed}"', _suggest(str(error.typed), choices)


def _unquoted(error: _Error) -> tuple[str, str]:
    text = error.context["typed"]
    return f"{text} is a number to other readers, not {error.context['kind']}", f'put it in quotes: "{text}"'


def _pattern(error: _Error) -> tuple[str, str]:
    small = str(error.typed).lower().replace(" ", "-")
    fits = re.fullmatch(error.context["pattern"], small, re.ASCII)
    hint = f'it has small letters only: "{small}"' if fits else f"one looks like {error.context['example']}"
    return f'"{error.typed}" is not {error.context["kind"]}', hint


def _no_timeframe(error: _Error) -> tuple[str, str]:
    text = error.typed if isinstance(error.typed, str | int) else "this"
    hint = "write 2026, 2026-05, 2026-05-31, 2026-05/2026-08, or 2026? for a year to be determined"
    if isinstance(error.typed, list) and any(".." in str(one) for one in error.typed):
        hint = 'put it in quotes: "[2026-05..2026-08]"'
    return f'"{error.name}" cannot be "{text}": {error.context["reason"]}', spoken.instead(str(text)) or hint


def _empty(error: _Error) -> tuple[str, str]:
    return f'"{error.name}" is empty', "write a text, or delete the line"


def _no_language(error: _Error) -> tuple[str, str]:
    return f'"{error.context["code"]}" is not a language code', "write en, km, … and a text for each"


def _no_translation(error: _Error) -> tuple[str, str]:
    return f'the text for "{error.context["code"]}" is empty or no text', "write it, or delete the line"


def _no_part(error: _Error) -> tuple[str, str]:
    return f'there is no part "{error.typed}"', _suggest(str(error.typed), PARTS)


_SENTENCES: dict[str, tuple[str, bool, Callable[[_Error], tuple[str, str]]]] = {
    "missing": ("COB101", True, _missing),
    "extra_forbidden": ("COB102", True, _unknown),
    "literal_error": ("COB104", False, _no_choice),
    "part": ("COB104", False, _no_part),
    "unquoted": ("COB105", False, _unquoted),
    "pattern": ("COB106", False, _pattern),
    "timeframe": ("COB107", False, _no_timeframe),
    "empty_text": ("COB108", False, _empty),
    "language": ("COB109", False, _no_language),
    "language_text": ("COB109", False, _no_translation),
}

_EXPECTED = {
    "string_type": "has to be text",
    "not_text": "has to be text, or a text for each language",
    "number_for_text": "has to be text",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a record of keys and texts",
    "model_type": "has to be a record",
    "int_type": "has to be a whole number",
    "bool_type": "has to be true or false",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "greater_than_equal": "is too small",
}


def _expected(kind: str, typed: object) -> str:
    found = {dict: "a record", list: "a list", bool: "true or false", int: "a number", type(None): "nothing"}
    said = _EXPECTED.get(kind, "is not what it should be")
    return said if kind in {"too_short", "string_too_short"} else f"{said}, not {found.get(type(typed), 'text')}"


def _how(kind: str, error: _Error) -> str:
    match kind:
        case "tuple_type":
            one = error.typed if isinstance(error.typed, str | int) else "…"
            return f"write {error.name}: [{one}], or an item a line, each with a dash"
        case "string_type" | "number_for_text" | "not_text" if isinstance(error.typed, int):
            return f'put it in quotes: "{str(error.typed).lower()}"'
        case _:
            return _HOW.get(kind, "compare it with a record that works")


_HOW = {
    "model_type": "write key: value lines below it, indented",
    "dict_type": "write key: value lines below it, indented",
    "int_type": "write the number without quotes",
    "bool_type": "write true or false without quotes",
}


def _example(error: _Error) -> str:
    holder = _type_at(error.model, error.path[:-1])
    if not (isinstance(holder, type) and issubclass(holder, Record)):
        return ""
    field = holder.model_fields[keys(holder)[error.name]]
    if field.examples:
        return str(field.examples[0])
    kind = inner(field.annotation)
    return " | ".join(get_args(kind)) if get_origin(kind) is Literal else ""


def _type_at(model: type[Record], loc: Path) -> Any:
    """The type that is expected at a path, as far as it can be followed."""
    here: Any = model
    for step in loc:
        here = inner(here)
        if isinstance(step, int):
            here = get_args(here)[0] if get_origin(here) is tuple else None
        elif isinstance(here, type) and issubclass(here, Record):
            name = keys(here).get(step)
            here = field_type(here, name) if name else None
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            here = None
    return inner(here)


def _suggest(word: str, words: Sequence[str], otherwise: str = "one of ") -> str:
    close = likeliest(word, words)
    return f'did you mean "{close[0]}"?' if close else otherwise + ", ".join(words)
