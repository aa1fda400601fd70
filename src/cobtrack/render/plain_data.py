"""Convert results to plain data. Templates get plain data only, so they can read values but cannot run other code.

A template runs in the sandbox. An instance of a model would give the template methods, and through the methods the rest
of Python. So records become `PlainRecord`, dates and texts in several languages become `AnnotatedText`, and everything
else becomes a string, number, tuple or dict.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, SupportsIndex

from cobtrack.model.dates.format import format_limit, format_timeframe
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import SpokenLanguage, gettext
from cobtrack.model.record import Record
from cobtrack.model.types import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_TIMEFRAME_PROPERTIES = (
    "earliest", "latest", "is_exact", "is_interval", "is_window", "is_uncertain", "is_to_be_determined",
    "has_exact_days",
)  # fmt: skip
_HIDDEN_PROPERTIES = {"place", "length"}
"""The names of properties that templates do not need."""


MISSING = object()
"""The result of reading a field that does not exist."""
_NOT_COMPUTED = object()


class PlainRecord:
    """A record of plain data. A template reads its fields as `record.name`."""

    __slots__ = ("_compute", "_fields")

    _compute: Callable[[str], Any]

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)

    @classmethod
    def lazy(cls, names: Iterable[str], compute: Callable[[str], Any]) -> PlainRecord:
        """Return a record in which each field is computed when it is read for the first time."""
        record = cls(dict.fromkeys(names, _NOT_COMPUTED))
        record._compute = compute
        return record

    def read(self, name: str) -> Any:
        """Return the value of a field, or MISSING if there is no such field."""
        value = self._fields.get(name, MISSING)
        if value is _NOT_COMPUTED:
            value = self._fields[name] = self._compute(name)
        return value

    @property
    def fields(self) -> dict[str, Any]:
        """All fields with their values."""
        return {name: self.read(name) for name in self._fields}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(self._fields)

    def __repr__(self) -> str:
        return f"<{', '.join(self._fields)}>"


class AnnotatedText(str):
    """A string with attributes, such as a date with its `year`, or a text with its translations in `languages`.

    The marks that say the language of a text are printed with it. When a template compares the text or takes a part of
    it, only the words matter.
    """

    __slots__ = ("attributes", "words")

    attributes: Mapping[str, Any]
    words: str
    """The text without marks."""

    def __new__(cls, text: str, attributes: Mapping[str, Any]) -> AnnotatedText:
        """Create the string with these attributes."""
        instance = super().__new__(cls, text)
        instance.attributes = attributes
        instance.words = without_marks(text)
        return instance

    def __eq__(self, other: object) -> bool:
        return self.words == (other.words if isinstance(other, AnnotatedText) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, index: SupportsIndex | slice) -> str:
        return self.words[index]

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and str.__contains__(self.words, without_marks(part))

    def endswith(self, *arguments: Any) -> bool:
        """Return whether the words of the text have this ending."""
        return self.words.endswith(*arguments)

    def startswith(self, *arguments: Any) -> bool:
        """Return whether the words of the text have this beginning."""
        return self.words.startswith(*arguments)


class PlainDataConverter:
    """Converts values to plain data. If an object is converted again, the earlier result is returned."""

    def __init__(self, language: SpokenLanguage) -> None:
        """Create the converter for a document in this language. Texts in other languages get marks."""
        self._language = language
        # The original object is kept too, because another object could get the same id() if the original were freed.
        self._converted: dict[int, tuple[Any, Any]] = {}

    def __call__(self, value: Any) -> Any:
        """Convert a value to strings, numbers, tuples, dicts, `AnnotatedText` and `PlainRecord`.

        Raises TypeError for an object that is not a record, dataclass or named tuple.
        """
        if value is None or type(value) in {str, int, bool, float}:
            return value
        if known := self._converted.get(id(value)):
            return known[1]
        result = self._convert(value)
        self._converted[id(value)] = value, result
        return result

    def _convert(self, value: Any) -> Any:
        result: Any
        match value:
            case Text():
                result = AnnotatedText(self._language.marked(value) + _archived(value), self._attributes(value))
            case str() | Decimal():
                result = str(value)
            case date():
                parts = {"year": value.year, "month": value.month, "day": value.day}
                result = AnnotatedText(value.isoformat(), parts)
            case Timeframe():
                result = self._convert_timeframe(value)
            case dict():
                result = {key if isinstance(key, int) else str(key): self(item) for key, item in value.items()}
            case set() | frozenset():
                result = tuple(sorted(self(item) for item in value))
            case tuple() | list() if not hasattr(value, "_fields"):
                result = tuple(self(item) for item in value)
            case SpokenLanguage():
                parts = {
                    name: getattr(value, name) for name in ("code", "name", "direction", "is_draft", "is_translated")
                }
                result = PlainRecord(parts)
            case _:
                cls: type = type(value)
                result = PlainRecord.lazy(_field_names(cls), lambda name: self(getattr(value, name)))
        return result

    def _attributes(self, text: Text) -> dict[str, Any]:
        """Return what templates can read of a text: all its languages, its own language, and its standing in it."""
        standing = text.standings.get(text.language, "")
        code = text.language or self._language.of_texts
        return {"languages": dict(text.languages), "language": code, "standing": standing}

    def _convert_timeframe(self, value: Timeframe) -> AnnotatedText:
        attributes = {"words": format_timeframe(value), "limit": format_limit(value)}
        attributes |= {name: self(getattr(value, name)) for name in _TIMEFRAME_PROPERTIES}
        return AnnotatedText(value.text, attributes)


def _archived(source: Text) -> str:
    """Return a link to the archived copy of a source, in brackets; "" if no copy is known."""
    address = source.details.archived if source.details else ""
    if not address:
        return ""
    # Round brackets would end the link.
    link = f"[{gettext('archived copy')}]({address.replace('(', '%28').replace(')', '%29')})"
    return gettext("%(text)s (%(detail)s)", text="", detail=link)


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    """Return the names of the public fields and properties of a record, dataclass or named tuple."""
    names: tuple[str, ...]
    if issubclass(cls, Record):
        names = tuple(cls.model_fields)
    elif is_dataclass(cls):
        names = tuple(field.name for field in fields(cls))
    elif issubclass(cls, tuple):
        names = cls._fields  # type: ignore[attr-defined]
    else:
        raise TypeError(f"{cls.__name__} cannot be passed to a template")
    properties = (
        name
        for base in cls.__mro__
        if base.__module__.startswith("cobtrack.")
        for name, value in vars(base).items()
        if isinstance(value, property)
    )
    unique = dict.fromkeys((*names, *properties))
    return tuple(name for name in unique if not name.startswith("_") and name not in _HIDDEN_PROPERTIES)
