"""An error of pydantic with everything that is needed to explain it, and facts about the field that it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from pydantic import WithJsonSchema

from cobtrack.model.labels import VOCABULARIES
from cobtrack.model.record import Record, annotated_type_at, record_form, record_type, type_at
from cobtrack.model.text.suggestions import KnownWords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cobtrack.model.problem import Path

CURLY_QUOTES = "“”„‟‘’«»"  # noqa: RUF001
MAX_KEYS = 100
"""The maximum number of keys to compare with each other. A record with more keys was not written by a person."""
_WORDS_OF_SENTENCES = frozenset({"and", "for", "of", "on", "the", "to"})
"""A text that contains one of these words is a name or a sentence, not a list of ids."""


class ErrorContext(NamedTuple):
    """Facts that help to explain the errors in a file."""

    data: Any = None
    keys_without_value: frozenset[Path] = frozenset()
    swallowed: Mapping[tuple[Path, str], str] = {}
    """Maps a record's path and a key to the field whose text contains a line that looks like this key."""
    actors: KnownWords = KnownWords(())
    """The ids of organisations, keyed by id, acronym and name."""
    paragraphs: Callable[[str], Sequence[str]] = lambda _: ()
    """A function that returns the ids of all paragraphs with the given number."""


class Error(NamedTuple):
    """An error of pydantic: the model of the file, the path in the file, and the invalid value."""

    model: type[Record]
    path: Path
    value: Any
    details: dict[str, Any]
    """Details from the validator (for example the pattern that the value does not match)."""
    context: ErrorContext
    loc: Path
    """The path in the data, which differs from the path in the file if items have been dropped."""

    @property
    def name(self) -> str:
        """The field that the error is about."""
        return str(next((step for step in reversed(self.path) if isinstance(step, str)), "the file"))

    @property
    def item(self) -> int | None:
        """The index of the list item that the error is about, or None if the error is not about a list item."""
        last = self.path[-1] if self.path else None
        return last if isinstance(last, int) else None

    @property
    def holder(self) -> type[Record] | None:
        """The model of the record that has the field."""
        annotation = annotated_type_at(self.model, self.path[:-1])
        return record_type(annotation) if record_form(annotation) is None else record_form(annotation)

    def data_at(self, loc: Path) -> Any:
        """Return the data at a path, or None if there are no data."""
        data = self.context.data
        for step in loc:
            try:
                data = data[step]
            except (LookupError, TypeError):
                return None
        return data


def own_item_type(error: Error) -> Any:
    """Return the type of the list's items if the error is about a whole list, or None if it is not."""
    kind = type_at(error.model, error.path)
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def list_item_type(error: Error) -> Any:
    """Return the type of the list item that the error is about, or None if it is not about a list item.

    The type includes its metadata (for example the pattern of an id).
    """
    kind = type_at(error.model, error.path[:-1]) if error.item is not None else None
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def id_pattern(item_type: Any) -> str:
    """Return the regular expression for an id of this type, without ^ and $, or "" if the type has none."""
    schemas = [mark.json_schema for mark in get_args(item_type)[1:] if isinstance(mark, WithJsonSchema)]
    return next((str(schema["pattern"])[1:-1] for schema in schemas if schema and "pattern" in schema), "")


def split_ids(text: str, pattern: str) -> list[str]:
    """Return the ids in a text that has nothing but ids, separated by commas or spaces; [] for any other text.

    `pattern` is the regular expression for an id.
    """
    parts = re.split(r"[\s,;]+", text.strip(" ,;"))
    are_ids = all(re.fullmatch(pattern, part, re.ASCII) for part in parts) and not _WORDS_OF_SENTENCES & set(parts)
    return parts if are_ids else []


def words_by_label(choices: Sequence[str]) -> dict[str, str]:
    """Return the words that a field can have, keyed by label (for example "NGOs" for civil-society)."""
    labels = (vocabulary for vocabulary in VOCABULARIES.values() if vocabulary.keys() >= set(choices))
    return {
        text: word
        for vocabulary in labels
        for word in choices
        for text in (vocabulary[word].singular, vocabulary[word].plural, vocabulary[word].short)
    }
