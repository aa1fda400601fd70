"""Data to records: what pydantic refuses becomes problems in our words, and the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, problem
from cobtrack.model.record import Record, field_type, keys, record_in

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shaped(NamedTuple):
    """A file's record (None where too little of it can be read), its problems, and the ids of what was dropped."""

    record: Record | None
    problems: list[Problem]
    dropped: set[str]


def shape(model: type[Record], data: dict[str, Any], file: str, languages: Sequence[str] = ()) -> Shaped:
    """Make a record of `data`; what is wrong costs as little as possible: a key, or the record that holds it.

    `data` is changed: what could not be read is taken out of it.
    """
    place = Place(file)
    pruned = _Pruned(model, data)
    problems: list[Problem] = []
    while True:
        try:
            record = model.model_validate(data, context={"languages": languages})
        except ValidationError as error:
            # Most files have nothing to say sentences about.
            from cobtrack.store.sentences import sentence  # noqa: PLC0415

            details = error.errors(include_url=False)
            for detail in details:
                found = sentence(model, pruned.in_file(detail["loc"]), detail)
                at = place.at(*found.path[:-1]).key(str(found.path[-1])) if found.on_key else place.at(*found.path)
                problems.append(problem(found.code, Severity.ERROR, Finding(at, found.message, found.hint)))
            if not pruned.prune([(detail["loc"], detail["type"]) for detail in details]):
                return Shaped(None, problems, pruned.dropped)
        else:
            record.put_at(place, pruned.numbers)
            return Shaped(record, problems, pruned.dropped)


class _Pruned:
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
        doomed = {_doomed(self.model, loc, kind) for loc, kind in errors}
        if () in doomed:
            return False
        # From the back, so that the numbers of what is still to go stay right.
        for path in sorted(doomed, key=_order, reverse=True):
            self._take(path)
        return True

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


def _order(path: Path) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def _doomed(model: type[Record], loc: Path, kind: str) -> Path:
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
        elif here is not None and step in keys(here):
            here = record_in(field_type(here, keys(here)[step]))
    if named or item:
        return named or item
    return () if kind == "missing" or _is_required(model, loc[:1]) else loc[:1]


def _is_required(model: type[Record], loc: Path) -> bool:
    name = keys(model).get(str(loc[0])) if loc else None
    return name is None or model.model_fields[name].is_required()


def _ids(gone: Any) -> set[str]:
    if isinstance(gone, dict):
        own = {str(gone["id"])} if isinstance(gone.get("id"), str | int) else set()
        return own.union(*(_ids(value) for value in gone.values()))
    if isinstance(gone, list):
        return set().union(*(_ids(value) for value in gone)) if gone else set()
    return set()
