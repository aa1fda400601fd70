"""Data to records: what pydantic refuses becomes problems in our words, and the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, make_problem
from cobtrack.model.record import Record, field_type, fields_by_key, record_type, record_type_at
from cobtrack.store.validation.swallowed import ReadingNotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from cobtrack.store.validation.swallowed import SwallowedField


class BuildResult(NamedTuple):
    """A file's record (None where too little of it can be read), its problems, and the ids of what was dropped."""

    record: Record | None
    problems: list[Problem]
    dropped: set[str]


_NO_DOUBTS = ReadingNotes()


def build(
    model: type[Record],
    data: dict[str, Any],
    file: str,
    languages: Sequence[str] = (),
    doubts: ReadingNotes = _NO_DOUBTS,
) -> BuildResult:
    """Make a record of `data`; what is wrong costs as little as possible: a key, or the record that holds it.

    `data` is changed: what could not be read is taken out of it.
    """
    pruned = _Pruner(model, data)
    problems: list[Problem] = []
    explained: set[SwallowedField] = set()
    unknown = [_unknown(path) for path in doubts.empty if _is_unknown(model, path)]
    broken = doubts.broken
    while True:
        record, details = _validated(model, data, languages)
        if record is not None and not (unknown or broken):
            break
        # The reader has told of what is broken: what it lacks is no news.
        told = [*unknown, *(one for one in details if not _is_in(one["loc"], broken))]
        problems += _told(pruned, file, told, doubts, explained)
        if not pruned.prune([*((path, "broken") for path in broken), *((one["loc"], one["type"]) for one in details)]):
            return BuildResult(None, problems, pruned.dropped)
        unknown, broken = [], frozenset()
    problems += [one.warning(file) for one in doubts.swallowed if one not in explained]
    record.set_places(Place(file), pruned.numbers)
    return BuildResult(record, problems, pruned.dropped)


def _validated(
    model: type[Record], data: dict[str, Any], languages: Sequence[str]
) -> tuple[Record | None, list[ErrorDetails]]:
    try:
        return model.model_validate(data, context={"languages": languages}), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _told(
    pruned: _Pruner, file: str, details: list[ErrorDetails], doubts: ReadingNotes, explained: set[SwallowedField]
) -> Iterator[Problem]:
    """The problems that errors are; the swallowed lines that explain some of them go into `explained`."""
    # Most files have nothing to say sentences about.
    from cobtrack.model.text.suggestions import KnownWords  # noqa: PLC0415
    from cobtrack.store.validation.messages import ErrorContext, describe_error  # noqa: PLC0415

    inside = {(one.record, one.key): one for one in doubts.swallowed}
    fields = {at: one.field for at, one in inside.items()}
    beside = ErrorContext(
        pruned.data, frozenset(doubts.empty), fields, KnownWords((), doubts.actors()), doubts.paragraphs
    )
    for detail in details:
        path = pruned.in_file(detail["loc"])
        found = describe_error(pruned.model, path, detail, beside)
        cause = inside.get((path[:-1], str(path[-1]))) if detail["type"] == "missing" else None
        explained |= {cause} if cause else set()
        above = Place(file).at(*found.path[:-1])
        at = above.at_key(str(found.path[-1])) if found.on_key else Place(file).at(*found.path)
        also = (Place(file, span=cause.span),) if cause else ()
        yield make_problem(found.code, Severity.ERROR, Finding(at, found.message, found.hint, also))


def _is_in(loc: Path, paths: frozenset[Path]) -> bool:
    """Whether one of the paths leads to what holds it."""
    return bool(paths) and any(loc[:length] in paths for length in range(len(loc) + 1))


def _is_unknown(model: type[Record], path: Path) -> bool:
    holder = record_type_at(model, path[:-1])
    return holder is not None and path[-1] not in fields_by_key(holder)


def _unknown(path: Path) -> ErrorDetails:
    return {"type": "extra_forbidden", "loc": path, "msg": "", "input": None}


class _Pruner:
    """Data out of which whatever cannot be read is taken, with the numbers that list items have in the file."""

    def __init__(self, model: type[Record], data: dict[str, Any]) -> None:
        self.model = model
        self.data = data
        self.numbers: dict[Path, list[int]] = {}
        self.dropped: set[str] = set()

    def in_file(self, loc: Path) -> Path:
        """A path into the data as it now is, as the path it has in the file."""
        path: Path = ()
        for step in loc:
            numbers = self.numbers.get(path, [])
            path = (*path, numbers[step] if isinstance(step, int) and step < len(numbers) else step)
        return path

    def prune(self, errors: list[tuple[Path, str]]) -> bool:
        """Take out what the errors (path and type) are about. False where what is missing is the file's own."""
        doomed = {self._there(_path_to_drop(self.model, loc, kind)) for loc, kind in errors}
        if () in doomed:
            return False
        # From the back, so that the numbers of what is still to go stay right.
        for path in sorted(doomed, key=_order, reverse=True):
            self._take(path)
        return True

    def _there(self, path: Path) -> Path:
        """So much of a path as the data have: where one value is taken as a list of one, its item is not there."""
        here: Any = self.data
        for number, step in enumerate(path):
            if not _has(here, step):
                return path[:number]
            here = here[step]
        return path

    def _take(self, path: Path) -> None:
        *above, last = path
        holder: Any = self.data
        for step in above:
            holder = holder[step]
        if isinstance(holder, list):
            at = self.in_file(tuple(above))
            self.numbers.setdefault(at, list(range(len(holder)))).pop(int(last))
        self.dropped.update(_ids(holder[last]))
        del holder[last]


def _has(data: Any, step: int | str) -> bool:
    if isinstance(step, int):
        return isinstance(data, list) and step < len(data)
    return isinstance(data, dict) and step in data


def _order(path: Path) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def _path_to_drop(model: type[Record], loc: Path, kind: str) -> Path:
    """The path of what has to go for this error to go: an unknown key, the record with an id, or the field."""
    if kind == "extra_forbidden":
        return loc
    here: type[Record] | None = model
    item: Path = ()
    named: Path = ()
    for number, step in enumerate(loc):
        if isinstance(step, int):
            item = loc[: number + 1]
            if here is not None and "id" in here.model_fields:
                named = item
        elif here is not None and step in fields_by_key(here):
            here = record_type(field_type(here, fields_by_key(here)[step]))
    if named or item:
        return named or item
    return () if kind == "missing" or _is_required(model, loc[:1]) else loc[:1]


def _is_required(model: type[Record], loc: Path) -> bool:
    name = fields_by_key(model).get(str(loc[0])) if loc else None
    return name is None or model.model_fields[name].is_required()


def _ids(gone: Any) -> set[str]:
    if isinstance(gone, dict):
        own = {str(gone["id"])} if isinstance(gone.get("id"), str | int) else set()
        return own.union(*(_ids(value) for value in gone.values()))
    if isinstance(gone, list):
        return set().union(*(_ids(value) for value in gone)) if gone else set()
    return set()
