"""Compare two states of one record, field by field. The types of the fields say how their values are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from cobtrack.model.dates.relative import Duration
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.references import target_type
from cobtrack.model.types import STANDING, Text
from cobtrack.views.changes.match import match
from cobtrack.views.changes.subjects import fields_with_subjects, own_fields
from cobtrack.views.changes.wording import by_language, changing_details, without_typography

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from pydantic.fields import FieldInfo

    from cobtrack.model.problem import Path
    from cobtrack.views.changes.match import Matches

_MIN_LIKENESS_OF_TEXTS = 0.4
_SIMPLE = frozenset({str, int, bool, type(None), Text, Timeframe})
_SAME_IDENTITY = 100
"""The likeness of two records with the same first required field, such as two log entries of one date."""


@dataclass(frozen=True)
class Difference:
    """A field that differs in two states of a record, or in two states of a record within it."""

    path: Path
    """The path of the field within the record of the change. Indexes are those of the new state, if there is one."""
    holders: tuple[Record, ...]
    """The records that contain the field: the record of the change in its new state, followed by records within it in
    their old state, in which people know them. The last record has the field."""
    name: str
    """The name of the field."""
    before: Any
    """The old value. For a list of ids or texts, the items that are no longer there; None if there is nothing."""
    after: Any

    @property
    def model(self) -> type[Record]:
        """The model of the record that has the field."""
        return type(self.holders[-1])

    @property
    def is_within_record(self) -> bool:
        """Whether the field is in a record within the record of the change."""
        return len(self.holders) > 1


class LeftOut(NamedTuple):
    """A difference without meaning, which is only counted."""

    kind: Literal["order", "typography"]
    holders: tuple[Record, ...]
    name: str
    """The name of the field."""


FieldKind = Literal["text", "record", "records", "ids", "texts", "values", "texts by key", "value"]


@cache
def kind_of_field(model: type[Record], name: str) -> FieldKind:
    """Return how the values of a field are compared."""
    annotation = field_type(model, name)
    inner, nested = unwrap_type(annotation), record_type(annotation)
    is_list = get_origin(inner) is tuple
    if nested and not issubclass(nested, Duration):
        return "records" if is_list else "record"
    if is_list:
        item = unwrap_type(get_args(inner)[0])
        return "ids" if target_type(model, name) else "texts" if item is Text else "values"
    if get_origin(inner) is dict:
        return "texts by key"
    return "text" if inner is Text else "value"


@dataclass
class Comparison:
    """Compares the states of records, and remembers which records within them belong together."""

    new_ids: Mapping[str, str]
    """The new ids of renamed records, keyed by their old ids."""
    languages: tuple[str, str]
    """The first language of each of the two workspaces."""
    left_out: list[LeftOut] = field(default_factory=list)
    _pairs: set[tuple[int, int]] = field(default_factory=set)

    def belong_together(self, before: Record, after: Record) -> bool:
        """Whether two records within other records are two states of the same record."""
        return before is after or (id(before), id(after)) in self._pairs

    def differences(self, before: Record, after: Record) -> Iterator[Difference]:
        """Yield the differences between two states of a record. Subjects within it are not compared."""
        yield from self._records(before, after, (), (after,))

    def _records(self, before: Record, after: Record, path: Path, holders: tuple[Record, ...]) -> Iterator[Difference]:
        if before is after:
            return
        self._pairs.add((id(before), id(after)))
        for name in own_fields(type(after)):
            old, new = getattr(before, name), getattr(after, name)
            if not _are_equal(old, new):
                at = _At((*path, name), holders, name)
                yield from self._compare[kind_of_field(type(after), name)](old, new, at)

    @cached_property
    def _compare(self) -> Mapping[FieldKind, Callable[[Any, Any, _At], Iterator[Difference]]]:
        """The method that compares the values of each kind of field."""
        return {
            "text": self._texts,
            "record": self._optional_records,
            "records": self._lists_of_records,
            "ids": self._lists,
            "values": self._lists,
            "texts": self._lists_of_texts,
            "texts by key": self._texts_by_key,
            "value": self._single_values,
        }

    def _single_values(self, old: Any, new: Any, at: _At) -> Iterator[Difference]:
        if self._value(old) != self._value(new):
            yield at.difference(old, new)

    def _texts(self, old: Text | None, new: Text | None, at: _At) -> Iterator[Difference]:
        if self._text(old, 0) != self._text(new, 1):
            yield at.difference(old, new)
        elif by_language(old, self.languages[0]) != by_language(new, self.languages[1]):
            self.left_out.append(LeftOut("typography", at.holders, at.name))

    def _optional_records(self, old: Record | None, new: Record | None, at: _At) -> Iterator[Difference]:
        if old is None or new is None:
            yield at.difference(old, new)
        else:
            yield from self._records(old, new, at.path, (*at.holders, old))

    def _texts_by_key(self, old: Mapping[str, Text], new: Mapping[str, Text], at: _At) -> Iterator[Difference]:
        for key in dict.fromkeys((*old, *new)):
            before, after = old.get(key), new.get(key)
            # The names of groups are words of the data, not texts.
            if isinstance(before or after, Text):
                yield from self._texts(before, after, at.item(key))
            elif before != after:
                yield at.item(key).difference(before, after)

    def _lists(self, old: tuple[Any, ...], new: tuple[Any, ...], at: _At) -> Iterator[Difference]:
        yield from self._unmatched(match(old, new, self._value), old, new, at)

    def _lists_of_texts(self, old: tuple[Text, ...], new: tuple[Text, ...], at: _At) -> Iterator[Difference]:
        texts = [self._text(text, 0) for text in old], [self._text(text, 1) for text in new]
        found = match(*texts, lambda text: text, _likeness_of_texts)
        for before, after in found.pairs:
            yield from self._texts(old[before], new[after], at.item(after))
        yield from self._unmatched(found, old, new, at)

    def _unmatched(self, found: Matches, old: tuple[Any, ...], new: tuple[Any, ...], at: _At) -> Iterator[Difference]:
        """Yield the difference that consists of all removed and added items of a list, if there are such items."""
        removed, added = tuple(old[index] for index in found.removed), tuple(new[index] for index in found.added)
        if removed or added:
            yield at.difference(removed or None, added or None)
        if found.is_reordered:
            self.left_out.append(LeftOut("order", at.holders, at.name))

    def _lists_of_records(self, old: tuple[Record, ...], new: tuple[Record, ...], at: _At) -> Iterator[Difference]:
        signatures = {id(item): self._signature(item, side) for side, items in enumerate((old, new)) for item in items}

        def likeness(before: Record, after: Record) -> float:
            return self._likeness(before, after, signatures[id(before)], signatures[id(after)])

        found = match(old, new, lambda item: signatures[id(item)], likeness)
        for before, after in found.pairs:
            yield from self._records(old[before], new[after], (*at.path, after), (*at.holders, old[before]))
        for index in found.removed:
            yield at.item(index).difference(old[index], None)
        for index in found.added:
            yield at.item(index).difference(None, new[index])
        if found.is_reordered:
            self.left_out.append(LeftOut("order", at.holders, at.name))

    def _likeness(self, before: Record, after: Record, old: tuple[Hashable, ...], new: tuple[Hashable, ...]) -> float:
        """Return how probable it is that two records are states of the same record; 0 if it is not probable.

        `old` and `new` are the signatures of the records.
        """
        fields = [type(after).model_fields[name] for name in own_fields(type(after))]
        values = zip(_own_values(before), _own_values(after), strict=True)
        filled = [(a != none, b != none) for (a, b), none in zip(values, map(_default, fields), strict=True)]
        same = sum(a == b and any(is_filled) for a, b, is_filled in zip(old, new, filled, strict=True))
        ids, other_ids = ({self._value(key) for key in _ids_within(record)} for record in (before, after))
        same += len(ids & other_ids)
        first = next((at for at, field in enumerate(fields) if field.is_required()), None)
        if first is not None and old[first] == new[first]:
            return _SAME_IDENTITY + same
        most = max(sum(a for a, _ in filled) + len(ids), sum(b for _, b in filled) + len(other_ids))
        return same / most if same * 2 >= most else 0

    def _signature(self, record: Record, side: int) -> tuple[Hashable, ...]:
        """Return a value for each field of a record that is equal if the field means the same in both states."""
        return tuple(self._hashable(value, side) for value in _own_values(record))

    def _hashable(self, value: Any, side: int) -> Hashable:
        if isinstance(value, Text):
            return self._text(value, side)
        if isinstance(value, Record):
            return self._signature(value, side)
        if isinstance(value, tuple):
            return tuple(self._hashable(item, side) for item in value)
        if isinstance(value, dict):
            return tuple(sorted((key, self._hashable(item, side)) for key, item in value.items()))
        return self._value(value)

    def _text(self, text: Text | None, side: int) -> tuple[tuple[str, str], ...]:
        languages = by_language(text, self.languages[side])
        words = sorted((code, without_typography(part)) for code, part in languages.items())
        standings = sorted(text.standings.items()) if text else ()
        details = changing_details(text)
        return (*words, *((f"{STANDING}.{code}", word) for code, word in standings), *sorted(details.items()))

    def _value(self, value: Any) -> Hashable:
        """Return a single value that is equal if the value means the same in both states."""
        if isinstance(value, Duration):
            return type(value).__name__, *(self._value(getattr(value, name)) for name in type(value).model_fields)
        return self.new_ids.get(value, value) if isinstance(value, str) else value


class _At(NamedTuple):
    """Where a field is."""

    path: Path
    holders: tuple[Record, ...]
    name: str

    def item(self, key: str | int) -> _At:
        """Return the place of an item of the field."""
        return self._replace(path=(*self.path, key))

    def difference(self, before: Any, after: Any) -> Difference:
        """Return the difference between two values of the field."""
        return Difference(self.path, self.holders, self.name, before, after)


def _are_equal(old: Any, new: Any) -> bool:
    """Whether two values are certainly equal. Most values are, and a longer comparison takes time."""
    if type(old) is not type(new):
        return False
    if type(old) is tuple:
        return all(type(item) in _SIMPLE for item in old) and bool(old == new)
    # Texts with translations are equal if they are equal in one language.
    return old is new or (type(old) in _SIMPLE and old == new)


def _default(field: FieldInfo) -> Any:
    return field.get_default()


def _own_values(record: Record) -> list[Any]:
    return [getattr(record, name) for name in own_fields(type(record))]


def _ids_within(record: Record) -> Iterator[str]:
    """Yield the ids of the records directly within a record, such as the activities of a category."""
    own = own_fields(type(record))
    for name in fields_with_subjects(type(record)):
        if name not in own:
            yield from (item.id for item in getattr(record, name))


def _likeness_of_texts(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> float:
    """Return how many words two texts have in common, from 0 to 1; 0 if they are too few."""
    old, new = ({word for _, part in text for word in part.split()} for text in (before, after))
    shared = len(old & new) / max(len(old | new), 1)
    return shared if shared >= _MIN_LIKENESS_OF_TEXTS else 0
