"""Build the record of a file from its data. Invalid parts are reported as problems, and the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from cobtrack.model.problem import Finding, Fix, Path, Place, Problem, Severity, make_problem
from cobtrack.model.record import Record, field_type, fields_by_key, record_type, record_type_at
from cobtrack.store.validation.context import OtherFiles, ReadingNotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from cobtrack.store.validation.context import SwallowedField


class BuildResult(NamedTuple):
    """The record of a file, its problems, and the ids of the records that were dropped.

    `record` is None if the file cannot be used without its invalid parts.
    """

    record: Record | None
    problems: list[Problem]
    dropped: set[str]


_NO_NOTES = ReadingNotes()
_NO_OTHER_FILES = OtherFiles()


def build(
    model: type[Record],
    data: dict[str, Any],
    file: str,
    others: OtherFiles = _NO_OTHER_FILES,
    notes: ReadingNotes = _NO_NOTES,
) -> BuildResult:
    """Build a record from the valid parts of `data`.

    For each error, only the key or the record around it is dropped. The dropped parts are removed from `data`.
    """
    pruner = _Pruner(model, data)
    problems: list[Problem] = []
    explained: set[SwallowedField | None] = set()
    unknown = [_unknown_key_error(path) for path in notes.keys_without_value if _is_unknown(model, path)]
    incomplete = notes.incomplete
    while True:
        record, errors = _validate(model, data, others.languages)
        if record is not None and not (unknown or incomplete):
            break
        # The reader has already reported the incomplete mappings, so their missing fields need no further problem.
        new_errors = [*unknown, *(error for error in errors if not _is_within(error["loc"], incomplete))]
        for problem, cause in _describe_all(pruner, file, new_errors, others, notes):
            problems.append(problem)
            explained.add(cause)
        dropped = [*((path, "incomplete") for path in incomplete), *((error["loc"], error["type"]) for error in errors)]
        if not pruner.prune(dropped):
            return BuildResult(None, problems, pruner.dropped)
        unknown, incomplete = [], frozenset()
    problems += [field.warning(file) for field in notes.swallowed if field not in explained]
    record.set_places(Place(file), pruner.original_indexes)
    return BuildResult(record, problems, pruner.dropped)


def _validate(
    model: type[Record], data: dict[str, Any], languages: Sequence[str]
) -> tuple[Record | None, list[ErrorDetails]]:
    """Return the record if the data are valid, or None and pydantic's errors if the data are invalid."""
    try:
        return model.model_validate(data, context={"languages": languages}), []
    except ValidationError as error:
        return None, [part for details in error.errors(include_url=False) for part in _parts(details)]


def _parts(error: ErrorDetails) -> Iterator[ErrorDetails]:
    """Yield the errors within a source with details, each at its own place, or else the error itself."""
    if error["type"] != "source_details":
        yield error
        return
    for part in error["ctx"]["errors"]:
        part["loc"] = (*error["loc"], *part["loc"])
        yield part


def _describe_all(
    pruner: _Pruner, file: str, errors: list[ErrorDetails], others: OtherFiles, notes: ReadingNotes
) -> Iterator[tuple[Problem, SwallowedField | None]]:
    """Yield a problem for each error.

    Each problem comes with the line in a multi-line text that seems to be the missing field, or None if there is no
    such line.
    """
    # Import these late, because most files have no errors.
    from cobtrack.model.text.suggestions import KnownWords  # noqa: PLC0415
    from cobtrack.store.validation.error import ErrorContext  # noqa: PLC0415
    from cobtrack.store.validation.messages import describe_error, mistyped_fields  # noqa: PLC0415

    swallowed = {(field.record, field.key): field for field in notes.swallowed}
    error_context = ErrorContext(
        data=pruner.data,
        keys_without_value=frozenset(notes.keys_without_value),
        swallowed={key: field.text_field for key, field in swallowed.items()},
        actors=KnownWords((), others.actors()),
        paragraphs=others.paragraphs,
    )
    mistyped = mistyped_fields(pruner.model, errors)
    for error in errors:
        # A missing field that is there with a typing mistake is reported as an unknown field.
        if error["type"] == "missing" and error["loc"] in mistyped:
            continue
        path = pruner.path_in_file(error["loc"])
        description = describe_error(pruner.model, path, error, error_context)
        cause = swallowed.get((path[:-1], str(path[-1]))) if error["type"] == "missing" else None
        holder = Place(file).at(*description.path[:-1])
        place = holder.at_key(str(description.path[-1])) if description.on_key else Place(file).at(*description.path)
        also = (Place(file, span=cause.span),) if cause else ()
        fix = Fix(description.correction[0], place, description.correction[1]) if description.correction else None
        finding = Finding(place, description.message, description.hint, also, fix)
        yield make_problem(description.code, Severity.ERROR, finding), cause


def _is_within(loc: Path, paths: frozenset[Path]) -> bool:
    """Whether `loc` is one of the paths, or is inside the part of the data at one of the paths."""
    return bool(paths) and any(loc[:length] in paths for length in range(len(loc) + 1))


def _is_unknown(model: type[Record], path: Path) -> bool:
    holder = record_type_at(model, path[:-1])
    return holder is not None and path[-1] not in fields_by_key(holder)


def _unknown_key_error(path: Path) -> ErrorDetails:
    """Return an error about an unknown key, in the form of pydantic's errors.

    It is used for an unknown key without a value, because pydantic does not get keys without a value.
    """
    return {"type": "extra_forbidden", "loc": path, "msg": "", "input": None}


class _Pruner:
    """Drops the invalid parts of data, and remembers the index that each remaining list item has in the file."""

    def __init__(self, model: type[Record], data: dict[str, Any]) -> None:
        self.model = model
        self.data = data
        self.original_indexes: dict[Path, list[int]] = {}
        """For each list with dropped items, the indexes that the remaining items have in the file, keyed by path."""
        self.dropped: set[str] = set()
        """The ids of the records that were dropped, or lost an item of a list or a field."""

    def path_in_file(self, loc: Path) -> Path:
        """Return the path in the file for a path in the pruned data."""
        path: Path = ()
        value: Any = self.data
        for step in loc:
            if isinstance(step, int) and isinstance(value, dict):
                # A list with one record can be written as this record alone.
                continue
            value = value[step] if _has(value, step) else None
            indexes = self.original_indexes.get(path, [])
            path = (*path, indexes[step] if isinstance(step, int) and step < len(indexes) else step)
        return path

    def prune(self, errors: list[tuple[Path, str]]) -> bool:
        """Drop the parts with these errors (location and type). Return False if the whole file would be dropped."""
        invalid = {loc for loc, _ in errors}
        paths = {
            loc
            if self._is_one_of_several_values(loc, invalid)
            else self._existing_part(_path_to_drop(self.model, loc, kind))
            for loc, kind in errors
        }
        if () in paths:
            return False
        # Drop later items first, because dropping an item changes the indexes of the items after it.
        for path in sorted(paths, key=_order, reverse=True):
            self._drop(path)
        return True

    def _is_one_of_several_values(self, loc: Path, invalid: set[Path]) -> bool:
        """Whether the value at `loc` is an invalid text or number in a list that also has valid items.

        Only this value is then dropped, so the other values in the list can still be checked. If no item is valid, the
        result is False, because the list would seem to be empty after dropping all items.
        """
        *parents, index = loc or ("",)
        values: Any = self.data
        for step in parents:
            if not _has(values, step):
                return False
            values = values[step]
        if not (isinstance(index, int) and _has(values, index)) or isinstance(values[index], dict | list):
            return False
        return any((*parents, number) not in invalid for number in range(len(values)))

    def _existing_part(self, path: Path) -> Path:
        """Return the longest beginning of a path that exists in the data.

        If the data have a single value instead of a list, pydantic reports an error in item 0. This item does not
        exist, so the result is the path of the single value.
        """
        value: Any = self.data
        for number, step in enumerate(path):
            if not _has(value, step):
                return path[:number]
            value = value[step]
        return path

    def _drop(self, path: Path) -> None:
        *parents, last = path
        holder: Any = self.data
        record_id: set[str] = set()
        for step in parents:
            holder = holder[step]
            if isinstance(holder, dict) and isinstance(holder.get("id"), str | int):
                record_id = {str(holder["id"])}
        if isinstance(holder, list):
            path_in_file = self.path_in_file(tuple(parents))
            self.original_indexes.setdefault(path_in_file, list(range(len(holder)))).pop(int(last))
        self.dropped.update(_ids(holder[last]) if isinstance(holder[last], dict | list) else record_id)
        del holder[last]


def _has(data: Any, step: int | str) -> bool:
    if isinstance(step, int):
        return isinstance(data, list) and step < len(data)
    return isinstance(data, dict) and step in data


def _order(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key for a path.

    Paths themselves cannot be sorted, because Python cannot compare a list index with the key of a field.
    """
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def _path_to_drop(model: type[Record], loc: Path, kind: str) -> Path:
    """Return the path of the part to drop from the data because of an error at `loc`.

    For an unknown key, the result is the path of this key. Otherwise, the result is the path of the innermost list item
    that is a record with an id. If no such record contains the error, the result is the innermost list item that
    contains the error.

    If the error is not in a list, the result is the top-level field. The result is () if this field is required or if a
    field is missing, because the whole file is then invalid.
    """
    if kind == "extra_forbidden":
        return loc
    record: type[Record] | None = model
    item: Path = ()
    item_with_id: Path = ()
    for number, step in enumerate(loc):
        if isinstance(step, int):
            item = loc[: number + 1]
            if record is not None and "id" in record.model_fields:
                item_with_id = item
        elif record is not None and step in fields_by_key(record):
            record = record_type(field_type(record, fields_by_key(record)[step]))
    if item_with_id or item:
        return item_with_id or item
    return () if kind == "missing" or _is_required(model, loc[:1]) else loc[:1]


def _is_required(model: type[Record], loc: Path) -> bool:
    name = fields_by_key(model).get(str(loc[0])) if loc else None
    return name is None or model.model_fields[name].is_required()


def _ids(data: Any) -> set[str]:
    """Return the ids of all records in the data."""
    if isinstance(data, dict):
        own_id = {str(data["id"])} if isinstance(data.get("id"), str | int) else set()
        return own_id.union(*(_ids(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*(_ids(value) for value in data)) if data else set()
    return set()
