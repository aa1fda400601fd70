"""A record that is being changed in the text of its file."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from cobtrack.editing.fields.assignment import Assignment, as_list, describe
from cobtrack.editing.fields.names import Target, find_target, is_log, item_index, refuse_foreign
from cobtrack.editing.fields.values import UNKNOWN, ValueType, parse_items, parse_value
from cobtrack.errors import CobtrackError
from cobtrack.model.dates.timeframe import Timeframe, TimeframeError, parse_edtf
from cobtrack.model.problem import Place, address, at_path
from cobtrack.model.record import annotated_type_at, fields_by_key, record_form, record_type, record_type_at, type_at
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.text.wording import join
from cobtrack.model.types import CITE, STANDING, Text, texts_by_language
from cobtrack.store.edit.apply import add_item, remove_value, set_value
from cobtrack.store.edit.source import naming_file, read_data
from cobtrack.store.yaml.writer import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cobtrack.model.dates.relative import RelativeDate
    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded


class Draft:
    """A record that is being changed. Each change is made in the text of its file at once."""

    def __init__(
        self, workspace: Workspace, model: type[Record], name: str, place: Place, texts: dict[str, str]
    ) -> None:
        """Prepare the changes of the record at `place`.

        `name` names the record in sentences. `texts` has the current texts of files, keyed by file name; each change
        updates the text of the record's file.
        """
        self.workspace = workspace
        self.model = model
        self.name = name
        self.file, self.path = place.file, place.path
        self._texts = texts
        self.sentences: list[str] = []
        """What has been changed so far, a sentence for each change."""
        self._data = self._read()
        self.before: Mapping[str, Any] = deepcopy(self._data)
        """The record's data before the changes."""
        self.texts_before: dict[Path, Any] = {}
        """The texts that the changes are about, as they were before, keyed by their paths."""
        self.set_paths: set[Path] = set()
        """The paths of the values that the changes are about."""
        self.by_procedure: Mapping[str, Any] = {}
        """The date that a review procedure gives to a deadline that has no date of its own, in the field `due`."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The record's current data."""
        return self._data

    def _read(self) -> dict[str, Any]:
        data: dict[str, Any] = at_path(read_data(self._texts[self.file]), self.path)
        return data

    def value(self, *path: str | int) -> Any:
        """Return the current value at a path within the record; None if there is no value."""
        try:
            return at_path(self._data, path)
        except (LookupError, TypeError):
            return None

    def try_to_assign(self, assignment: Assignment) -> CobtrackError | None:
        """Make one change. Return the error if the change is not possible; else None."""
        text = self._texts[self.file]
        try:
            target = find_target(self.model, self._data, assignment.field)
            refuse_foreign(self.model, self._data, target, is_addition=assignment.operator == "+=")
            old = self.value(*target.path)
            self._note_text(target.path)
            self._assign(target, assignment)
        except CobtrackError as error:
            return error
        if self._texts[self.file] != text:
            self.sentences.append(f"{self.name} {describe(assignment, old, self.value(*target.path))}")
        return None

    def _assign(self, target: Target, assignment: Assignment) -> None:
        match assignment.operator:
            case "=" if assignment.value == "":
                self.remove(target.path)
            case "=":
                value = parse_value(target.kind, assignment.value, self.workspace)
                self._refuse_lost_languages(target, value)
                self.set_value(target.path, value)
            case "+=":
                self._add(target, assignment)
            case "-=":
                self._subtract(target, assignment)

    def set_value(self, path: Path, value: Any) -> None:
        """Set the value at a path within the record, unless the record has the same value already."""
        old = self.value(*path)
        if _is_same(old, value) or (old is None and self._is_default(path, value)):
            return
        # Records and lists around the value that do not exist yet are created together with the value.
        while len(path) > 1 and not isinstance(self.value(*path[:-1]), dict | list):
            path, value = path[:-1], self._around(path, value)
        annotation = annotated_type_at(self.model, path[:-1])
        form = record_form(annotation)
        holder = form if form and path[-1] in fields_by_key(form) else record_type(annotation)
        keys = tuple(fields_by_key(holder)) if holder else ()
        if not holder and type_at(self.model, path[:-1]) is Text:
            languages = (code for code in (*self.value(*path[:-1]), path[-1]) if code != STANDING)
            keys = (*dict.fromkeys(map(str, languages)), STANDING)
        self._edit(lambda text: set_value(text, (*self.path, *path), value, keys))

    def add_item(self, path: Path, index: int, item: Any) -> None:
        """Insert an item into a list, which is created if it does not exist."""
        if isinstance(items := self.value(*path), list) and items:
            self._edit(lambda text: add_item(text, (*self.path, *path[:-1]), str(path[-1]), index, item))
        else:
            self.set_value(path, [item])

    def _edit(self, edit: Callable[[str], str]) -> None:
        """Change the text of the file. Raises CobtrackError if the file cannot be edited in this way."""
        with naming_file(self.file):
            self._texts[self.file] = edit(self._texts[self.file])
        self._data = self._read()

    def _around(self, path: Path, value: Any) -> Any:
        """Return a value for the parent of `path`, with `value` at the last step of the path."""
        step, existing = path[-1], self.value(*path[:-1])
        if isinstance(step, int):
            # The only item of a list is written without the list.
            return value
        if not isinstance(existing, str):
            return {step: value}
        form = record_form(annotated_type_at(self.model, path[:-1]))
        if form and step in fields_by_key(form):
            return {CITE: existing, step: value}
        if type_at(self.model, path[:-1]) is not Text:
            return {step: value}
        # A text in one language is in the first language of the workspace.
        first = self.workspace.settings.languages[0]
        return value if step == first else {first: existing, step: value}

    def _is_default(self, path: Path, value: Any) -> bool:
        """Whether a field without a value means the same as `value`."""
        holder = record_type_at(self.model, path[:-1])
        name = fields_by_key(holder).get(str(path[-1])) if holder else None
        if value == []:
            value = ()
        return bool(
            holder and name and type(value) in {bool, str, tuple} and holder.model_fields[name].default == value
        )

    def _refuse_lost_languages(self, target: Target, value: Any) -> None:
        """Raise CobtrackError if a text without a language would replace texts in other languages than the first."""
        first = self.workspace.settings.languages[0]
        old = texts_by_language(self.value(*target.path), first)
        if target.kind.plain is Text and {*old} - {first} and isinstance(value, str):
            field = address(target.path)
            message = f'"{field}" of {self.name} names the language of each text: {", ".join(old)}'
            languages = dict.fromkeys((first, *old))
            raise CobtrackError(message, f"write {join([f'{field}.{language}=…' for language in languages], 'or')}")

    def _note_text(self, path: Path) -> None:
        """Remember the text that the value at a path belongs to, as it was before the changes."""
        self.set_paths.add(path)
        for length in range(len(path), 0, -1):
            if type_at(self.model, path[:length]) is Text:
                self.texts_before.setdefault(path[:length], deepcopy(self.value(*path[:length])))
                return

    def remove(self, path: Path) -> None:
        """Remove the value at a path within the record, and each list or record that would be left empty."""
        if self.value(*path) is None:
            return
        if type_at(self.model, path[:-1]) is Text:
            self.remove((*path[:-1], STANDING, path[-1]))
        while len(path) > 1 and len(self.value(*path[:-1])) == 1:
            path = path[:-1]
        self._edit(lambda text: remove_value(text, (*self.path, *path)))

    def _add(self, target: Target, assignment: Assignment) -> None:
        path, kind = target
        if kind is UNKNOWN:
            # The validation of the file reports the unknown field.
            self.set_value(path, assignment.value)
            return
        if kind.is_mapping and isinstance(entries := parse_value(kind, assignment.value, self.workspace), dict):
            for key, text in entries.items():
                self.set_value((*path, key), text)
            return
        if not kind.is_list:
            has_parts = kind.is_mapping or kind.model
            hint = f"write {assignment.field}{'.NAME' if has_parts else ''}={assignment.value}"
            raise CobtrackError(f'"{assignment.field}" is not a list', hint)
        for item in self._items(kind, assignment):
            items = as_list(self.value(*path))
            if any(_is_same(item, other) for other in items):
                continue
            if isinstance(self.value(*path), str | dict):
                self.set_value(path, [*items, item])
            else:
                self.add_item(path, _position(kind, items, item), item)

    def _subtract(self, target: Target, assignment: Assignment) -> None:
        path, kind = target
        if not kind.is_list:
            hint = f"to remove the field, write {assignment.field}="
            raise CobtrackError(f'"{assignment.field}" is not a list', hint)
        for index in sorted(self._indexes_of(target, assignment), reverse=True):
            self.remove((*path, index) if isinstance(self.value(*path), list) else path)

    def _indexes_of(self, target: Target, assignment: Assignment) -> frozenset[int]:
        """Return the indexes of the list items that an assignment removes.

        Raises CobtrackError if the list does not have one of the items.
        """
        items = as_list(self.value(*target.path))
        if target.kind.item.model and not assignment.value.lstrip().startswith(("{", "[")):
            return frozenset({item_index(assignment.value, items, assignment.field)})
        indexes: list[int] = []
        for value in self._items(target.kind, assignment):
            matching = [index for index, item in enumerate(items) if _is_same(item, value)]
            if not matching:
                message = f'"{assignment.field}" of {self.name} does not have {shortened(value)}'
                raise CobtrackError(message, f"it has {join([shortened(item) for item in items])}" if items else "")
            indexes += matching
        return frozenset(indexes)

    def _items(self, kind: ValueType, assignment: Assignment) -> list[Any]:
        """Return the items in an assignment. Raises CobtrackError if there are none."""
        items = parse_items(kind, assignment.value, self.workspace)
        if not items or not assignment.value.strip():
            field, operator, _ = assignment
            raise CobtrackError(f'"{field}{operator}" has no value', f"write {field}{operator}VALUE")
        return items


def draft_of(loaded: Loaded, record: Record, texts: dict[str, str]) -> Draft:
    """Return a draft of a record of the workspace.

    `texts` has the files that have changed so far, keyed by file name. The record's file is added to it. Raises
    CobtrackError if the record is in no file of the workspace.
    """
    name, place = loaded.workspace.name_of(record), record.place
    if place.file not in loaded.raw_bytes:
        raise CobtrackError(f"{name} ships with cobtrack", "copy it into data/procedures under another id")
    texts.setdefault(place.file, loaded.raw_bytes[place.file].decode())
    if isinstance(record, Deadline) and place.path[-1:] == ("procedures",):
        draft = Draft(loaded.workspace, type(record), name, _list_step(record, texts), texts)
        draft.by_procedure = {"due": _as_data(record.due)} if record.due else {}
        return draft
    return Draft(loaded.workspace, type(record), name, place, texts)


def _as_data(due: Timeframe | RelativeDate) -> Any:
    """Return a date as people write it in a file, such as `{after: crc-state-report, months: 3}`."""
    if isinstance(due, Timeframe):
        return str(due)
    amounts = due.model_dump(exclude_none=True)
    anchor = {key: amounts.pop(key) for key in ("after", "before") if key in amounts}
    return anchor | {key: int(value) if value.isdecimal() else value for key, value in amounts.items()}


def _list_step(step: Deadline, texts: dict[str, str]) -> Place:
    """Add a deadline to the file of its mechanism, and return its place there.

    So far, only a review procedure has the deadline as a step.
    """
    file, holder = step.place.file, step.place.path[:-1]
    existing = at_path(read_data(texts[file]), holder).get("deadlines") or []
    fields = step.model_dump(include={"id", "title", "kind", "owner", "step"})
    with naming_file(file):
        if existing:
            texts[file] = add_item(texts[file], holder, "deadlines", len(existing), fields)
        else:
            texts[file] = set_value(texts[file], (*holder, "deadlines"), [fields], tuple(fields_by_key(Mechanism)))
    return Place(file, (*holder, "deadlines", len(existing)))


def _position(kind: ValueType, items: list[Any], item: Any) -> int:
    """Return the index at which to insert a new item in a list.

    The entries of a log are ordered by date. In all other lists, the new item comes last.
    """
    day = _last_day(item) if is_log(kind) else None
    if day is None:
        return len(items)
    return sum((_last_day(other) or day) <= day for other in items)


def _last_day(entry: Any) -> date | None:
    """Return the last day that the date of a log entry can mean; None if the entry has no such day."""
    try:
        return parse_edtf(str(entry.get("date"))).latest if isinstance(entry, dict) else None
    except TimeframeError:
        return None


def _is_same(old: Any, new: Any) -> bool:
    """Whether two values from a file mean the same, such as the year 2025 with and without quotes."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, str | int) and isinstance(new, str | int):
        return str(old) == str(new)
    return bool(old == new)
