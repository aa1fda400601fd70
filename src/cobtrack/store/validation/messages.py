"""Pydantic's errors as our sentences: what is wrong and how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from cobtrack.model.dates.parse import suggest_notation
from cobtrack.model.record import type_at
from cobtrack.model.records.roadmap import PARTS
from cobtrack.model.references import target_type_at
from cobtrack.model.text.lookalikes import character_name, lookalikes, to_plain_characters
from cobtrack.model.text.suggestions import KnownWords, closest_actor, did_you_mean
from cobtrack.model.text.wording import join
from cobtrack.store.validation.expected import expected
from cobtrack.store.validation.fields import missing, unknown
from cobtrack.store.validation.swallowed import no_paragraphs
from cobtrack.store.yaml.hints import no_space_after_colon, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import ErrorDetails

    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.store.validation.swallowed import Paragraphs


class ErrorMessage(NamedTuple):
    """A code, where it belongs (and whether to the key there), what is wrong, and how to mend it."""

    code: str
    path: Path
    on_key: bool
    message: str
    hint: str


_CURLY = "“”„‟‘’«»"  # noqa: RUF001


class ErrorContext(NamedTuple):
    """What an error alone does not tell: the data that it is in, keys without a value, names of actors, …"""

    data: Any = None
    empty: frozenset[Path] = frozenset()
    swallowed: Mapping[tuple[Path, str], str] = {}
    """The field whose text holds the line, by the record's path in the file and the key."""
    actors: KnownWords = KnownWords(())
    """The ids of organisations, by ids, acronyms and names."""
    paragraphs: Paragraphs = no_paragraphs
    """Gives the ids of the paragraphs that have a number."""


class Error(NamedTuple):
    """An error of pydantic's at a path in a file, and what stands there."""

    model: type[Record]
    path: Path
    typed: Any
    context: dict[str, Any]
    beside: ErrorContext
    loc: Path
    """The path in the data, out of which records may have been taken."""

    @property
    def name(self) -> str:
        """The field that the error is about."""
        return str(next((step for step in reversed(self.path) if isinstance(step, str)), "the file"))

    @property
    def item(self) -> int | None:
        """Which item of a list it is about, from 0; None for anything else."""
        last = self.path[-1] if self.path else None
        return last if isinstance(last, int) else None

    def data(self, loc: Path) -> Any:
        """The data at a path; None where there is none."""
        here = self.beside.data
        for step in loc:
            try:
                here = here[step]
            except (LookupError, TypeError):
                return None
        return here


def describe_error(
    model: type[Record], path: Path, detail: ErrorDetails, beside: ErrorContext | None = None
) -> ErrorMessage:
    """What to say of an error at `path` in a file of this model."""
    # Pydantic's way to say that the key of a mapping is meant.
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    error = Error(model, path, detail["input"], detail.get("ctx", {}), beside or ErrorContext(), detail["loc"])
    kind = detail["type"]
    if kind not in _SENTENCES:
        return ErrorMessage("COB103", path, False, *expected(kind, error))
    code, on_key, words = _SENTENCES[kind]
    message, hint = words(error)
    if kind in _SPELT and isinstance(error.typed, str) and (odd := lookalikes(error.typed)):
        message += f"; it holds {join([character_name(sign) for sign in odd[:3]])}"
    if isinstance(error.typed, str) and error.typed and error.typed[0] in _CURLY:
        hint = f'use straight quotation marks: "{error.typed.strip(_CURLY)}"'
    return ErrorMessage(code, path, on_key or is_key, message, hint)


_SPELT = frozenset({"pattern", "timeframe", "literal_error"})
"""The errors of what is written in plain letters, figures and signs."""


def _no_choice(error: Error) -> tuple[str, str]:
    choices = [str(choice) for choice in get_args(type_at(error.model, error.path))]
    return f'"{error.name}" cannot be {_shown(error.typed)}', did_you_mean(
        to_plain_characters(str(error.typed)), choices
    )


def _unquoted(error: Error) -> tuple[str, str]:
    text, kind = error.context["typed"], error.context["kind"]
    if not re.fullmatch(error.context["pattern"], text, re.ASCII):
        return f"{text} is a number, not {kind}", _paragraph_hint(error, text)
    return f"{text} is a number to other readers, not {kind}", f'put it in quotes: "{text}"'


def _paragraph_hint(error: Error, number: str) -> str:
    """The id of the paragraph of that number, where it is plain which one is meant; else what an id looks like."""
    document = error.data(("id",))
    if error.name == "id" and isinstance(document, str):
        return f"write {document}:{number}"
    found = error.beside.paragraphs(number)
    if len(found) == 1:
        return f"did you mean {found[0]}?"
    return f"one looks like {error.context['example']}"


def _pattern(error: Error) -> tuple[str, str]:
    typed, pattern = str(error.typed), error.context["pattern"]
    return f'"{typed}" is not {error.context["kind"]}', _id_hint(error, typed, pattern)


def _id_hint(error: Error, typed: str, pattern: str) -> str:
    if error.item is not None and len(parts := re.split(r"\s+-\s+", typed)) > 1:
        return f"indent the dash before {parts[1]} as the one before {parts[0]}"
    if lookalikes(typed) and re.fullmatch(pattern, plain := to_plain_characters(typed).strip(), re.ASCII):
        return f'write "{plain}"'
    small = typed.lower().replace(" ", "-")
    actors = error.beside.actors
    if target_type_at(error.model, error.path) == "Actor" and small not in actors.ids and (len(actors) or " " in typed):
        found = closest_actor(typed, actors)
        return f'did you mean "{found}"?' if found else "write an id from data/actors.yaml"
    if re.fullmatch(pattern, typed.strip(), re.ASCII):
        return "take out the space around it"
    if re.fullmatch(pattern, small, re.ASCII):
        return f'it has small letters only: "{small}"'
    return f"one looks like {error.context['example']}"


def _no_timeframe(error: Error) -> tuple[str, str]:
    if slip := no_space_after_colon(error.typed):
        return slip
    hint = "write 2026, 2026-05, 2026-05-31, 2026-05/2026-08, or 2026? for a year to be determined"
    if isinstance(error.typed, list | dict | bool):
        if isinstance(error.typed, list) and any(".." in str(one) for one in error.typed):
            hint = 'put it in quotes: "[2026-05..2026-08]"'
        return f'"{error.name}" cannot be {_shown(error.typed)}', hint
    text = str(error.typed)
    if lookalikes(text) and (written := suggest_notation(to_plain_characters(text))):
        hint = written
    return f'"{error.name}" cannot be "{text}": {error.context["reason"]}', suggest_notation(text) or hint


def _shown(typed: object) -> str:
    """What stands in the file, as far as a sentence can quote it."""
    match typed:
        case list():
            return "a list"
        case dict():
            return "a record"
        case bool():
            return str(typed).lower()
        case _:
            return f'"{typed}"'


def _empty(error: Error) -> tuple[str, str]:
    return f'"{error.name}" is empty', "write a text, or delete the line"


def _no_language(error: Error) -> tuple[str, str]:
    code = error.context["code"]
    hint = "write en, km, … and a text for each"
    if isinstance(value := error.typed[code], str):
        hint += f"; a text that holds a colon needs double quotes: {quoted(f'{code}: {value}')}"
    return f'"{code}" is not a language code', hint


def _no_translation(error: Error) -> tuple[str, str]:
    return f'the text for "{error.context["code"]}" is empty or no text', "write it, or delete the line"


def _no_part(error: Error) -> tuple[str, str]:
    return f'there is no part "{error.typed}"', did_you_mean(str(error.typed), PARTS)


_SENTENCES: dict[str, tuple[str, bool, Callable[[Error], tuple[str, str]]]] = {
    "missing": ("COB101", True, missing),
    "extra_forbidden": ("COB102", True, unknown),
    "literal_error": ("COB104", False, _no_choice),
    "part": ("COB104", False, _no_part),
    "unquoted": ("COB105", False, _unquoted),
    "pattern": ("COB106", False, _pattern),
    "timeframe": ("COB107", False, _no_timeframe),
    "empty_text": ("COB108", False, _empty),
    "language": ("COB109", False, _no_language),
    "language_text": ("COB109", False, _no_translation),
}
