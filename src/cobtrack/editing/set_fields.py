"""Set fields of a record, and keep the earlier values of plans and of words that something was written about."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cobtrack.editing.check import checked_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.values import UNKNOWN, ValueType, parse_items, parse_value, type_of_field
from cobtrack.errors import CobtrackError, NewErrorsError
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import TimeframeError, parse_edtf
from cobtrack.model.problem import Place, at_path
from cobtrack.model.record import (
    Record,
    field_type,
    fields_by_key,
    fields_with_records,
    record_type,
    record_type_at,
    type_at,
)
from cobtrack.model.record_texts import walk_records
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.settings import Settings
from cobtrack.model.records.shared import EARLIER_WORDS
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.text.wording import join
from cobtrack.model.types import Text
from cobtrack.rules import safeguarding
from cobtrack.store.edit.apply import add_item, remove_value, set_value
from cobtrack.store.edit.source import EditError, SourceFile
from cobtrack.store.load import reload_with
from cobtrack.store.yaml.writer import flow_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.problem import Path
    from cobtrack.store.load import Loaded

Operator = Literal["=", "+=", "-="]
_ASSIGNMENT = re.compile(r"([^\s=]*?)(\+=|-=|=)(.*)", re.DOTALL)
_LAST = "last"
PLANS = ("timeframe", "due", "period")
"""The fields with plans. If a plan changes, the record keeps the earlier plan, with the reason for the change."""
_ABOUT_WORDS = ("assessments", "scores", "outdated", "progress", "values", "findings")
"""The fields with what people wrote about a record, and so about its words."""
_MAX_SHOWN = 60
"""The greatest length, in characters, of a value in a sentence about a change."""
_MAX_DIGITS = 6


class Assignment(NamedTuple):
    """A change to one field: set its value, or add or remove an item of a list."""

    field: str
    """The field as commands name it: keys and numbers of list items, joined by dots, such as `progress.last.note`."""
    operator: Operator
    value: str
    """The value as a person types it. If the operator is `=` and the value is "", the field is removed."""


class ReasonNeededError(CobtrackError):
    """A plan or an official text changes, and the reason for the change was not given.

    `question` asks for the reason.
    """

    def __init__(self, message: str, hint: str, question: str) -> None:
        super().__init__(message, hint)
        self.question = question


def parse_assignment(text: str) -> Assignment:
    """Return the assignment that a text such as `status=done` means. Raises CobtrackError if the text has no `=`."""
    match = _ASSIGNMENT.fullmatch(text)
    if not match or not match[1]:
        hint = "write it like timeframe=2028, responsible+=moj or responsible-=moj; put a value with spaces in quotes"
        raise CobtrackError(f'"{text}" does not say which field to set', hint)
    operator: Operator = "+=" if match[2] == "+=" else "-=" if match[2] == "-=" else "="
    return Assignment(match[1], operator, match[3])


def set_fields(  # noqa: PLR0913
    loaded: Loaded,
    record: Record,
    assignments: Sequence[Assignment],
    as_of: date,
    *,
    why: str = "",
    correction: bool = False,
) -> PlannedChange:
    """Return the changes that set fields of a record.

    If a plan changes, the record keeps the earlier plan with the reason `why`. The same applies to words that something
    was written about, such as a translation or an assessment. With `correction`, the earlier values were mistakes and
    are not kept.

    Raises ReasonNeededError if a plan or an official text changes and neither `why` nor `correction` is given. Raises
    CobtrackError if a field cannot be set, or if a value has personal data. Raises NewErrorsError if the change would
    add errors to the workspace.
    """
    return set_fields_of_several(loaded, [(record, assignments)], as_of, why=why, correction=correction)


def set_fields_of_several(
    loaded: Loaded,
    changes: Sequence[tuple[Record, Sequence[Assignment]]],
    as_of: date,
    *,
    why: str = "",
    correction: bool = False,
) -> PlannedChange:
    """Return the changes that set fields of several records at once. Raises the errors of `set_fields`."""
    texts = dict[str, str]()
    drafts, refusals = list[_Draft](), list[CobtrackError]()
    for record, assignments in changes:
        drafts.append(_Draft(loaded, record, texts))
        refusals += filter(None, map(drafts[-1].try_to_assign, assignments))
    if refusals:
        raise _as_one(loaded, texts, as_of, refusals)
    drafts = [draft for draft in drafts if draft.sentences]
    if not drafts:
        what = "this value" if sum(len(assignments) for _, assignments in changes) == 1 else "these values"
        names = join([loaded.workspace.name_of(record) for record, _ in changes])
        return PlannedChange((f"Unchanged: {names} already {'has' if len(changes) == 1 else 'have'} {what}",), {}, {})
    try:
        for draft in drafts:
            _keep_earlier_values(draft, as_of, why, correction=correction)
    except ReasonNeededError:
        # Nobody should be asked for the reason for a change that is not possible.
        checked_changes(loaded, _encoded(texts), as_of)
        raise
    planned = checked_changes(loaded, _encoded(texts), as_of)
    for draft in drafts:
        _refuse_private(loaded, draft)
    sentences = tuple(sentence for draft in drafts for sentence in draft.sentences)
    return PlannedChange(sentences, _encoded(texts), planned)


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


class _Target(NamedTuple):
    """A field of a record, or a part of a field."""

    path: Path
    """The path within the record."""
    kind: ValueType


class _Draft:
    """A record of a file that is being changed. Each change is made in the text of the file at once."""

    def __init__(self, loaded: Loaded, record: Record, texts: dict[str, str]) -> None:
        """Prepare the changes. Raises CobtrackError if the record is in no file of the workspace.

        `texts` has the texts of the files that have changed so far, keyed by file name. Each change updates it.
        """
        self.workspace = loaded.workspace
        self.record = record
        self.model = type(record)
        self.name = self.workspace.name_of(record)
        self.file, self.path = record.place.file, record.place.path
        if self.file not in loaded.raw_bytes:
            raise CobtrackError(f"{self.name} ships with cobtrack", "copy it into data/procedures under another id")
        self._loaded_text = loaded.raw_bytes[self.file].decode()
        self.texts = texts
        self.sentences: list[str] = []
        """What has been changed so far, a sentence for each change."""
        if isinstance(record, Deadline) and self.path[-1:] == ("procedures",):
            self._list_step(record)
        self.before: Mapping[str, Any] = deepcopy(self.data)
        """The record's data before the changes."""

    @property
    def text(self) -> str:
        """The current text of the record's file."""
        return self.texts.get(self.file, self._loaded_text)

    @property
    def data(self) -> dict[str, Any]:
        """The record's current data, as in its file."""
        data: dict[str, Any] = at_path(SourceFile(self.text).data, self.path)
        return data

    def value(self, path: Path) -> Any:
        """Return the current value at a path within the record; None if there is no value."""
        try:
            return at_path(self.data, path)
        except (LookupError, TypeError):
            return None

    def try_to_assign(self, assignment: Assignment) -> CobtrackError | None:
        """Make one change. Return the error if the change is not possible; else None."""
        before = self.text
        try:
            target = self._resolve(assignment.field)
            self._refuse_foreign(target, assignment)
            old = self.value(target.path)
            self._assign(target, assignment)
        except CobtrackError as error:
            return error
        if self.text != before:
            self.sentences.append(f"{self.name} {_describe(assignment, old, self.value(target.path))}")
        return None

    def _assign(self, target: _Target, assignment: Assignment) -> None:
        match assignment.operator:
            case "=" if assignment.value == "":
                self._remove(target.path)
            case "=":
                self.set_value(target.path, parse_value(target.kind, assignment.value, self.workspace))
            case "+=":
                self._add(target, assignment)
            case "-=":
                self._subtract(target, assignment)

    def set_value(self, path: Path, value: Any) -> None:
        """Set the value at a path within the record, unless the record has the same value already."""
        old = self.value(path)
        if _is_same(old, value) or (old is None and self._is_default(path, value)):
            return
        # Records and lists around the value that do not exist yet are created together with the value.
        while len(path) > 1 and not isinstance(self.value(path[:-1]), dict | list):
            path, value = path[:-1], self._around(path, value)
        holder = record_type_at(self.model, path[:-1])
        keys = tuple(fields_by_key(holder)) if holder else ()
        self._edit(lambda text: set_value(text, (*self.path, *path), value, keys))

    def insert_item(self, path: Path, index: int, item: Any) -> None:
        """Insert an item into a list, which is created if it does not exist."""
        items = self.value(path)
        if isinstance(items, list) and items:
            self._edit(lambda text: add_item(text, (*self.path, *path[:-1]), str(path[-1]), index, item))
        else:
            self.set_value(path, [item])

    def _around(self, path: Path, value: Any) -> Any:
        """Return a value for the parent of `path`, with `value` at the last step of the path."""
        step, existing = path[-1], self.value(path[:-1])
        if isinstance(step, int):
            # The only item of a list is written without the list.
            return value
        if isinstance(existing, str) and type_at(self.model, path[:-1]) is Text:
            # A text in one language is in the first language of the workspace.
            return {next(iter(self.workspace.settings.languages), "en"): existing, step: value}
        return {step: value}

    def _is_default(self, path: Path, value: Any) -> bool:
        """Whether a field without a value means the same as `value`."""
        holder = record_type_at(self.model, path[:-1])
        name = fields_by_key(holder).get(str(path[-1])) if holder else None
        return bool(holder and name and type(value) in {bool, str} and holder.model_fields[name].default == value)

    def _edit(self, edit: Callable[[str], str]) -> None:
        try:
            self.texts[self.file] = edit(self.text)
        except EditError as error:
            raise CobtrackError(f"{self.file}: {error.message}", error.hint) from None

    def _resolve(self, field: str) -> _Target:
        """Return the part of the record that a field names. Raises CobtrackError if there is no such part."""
        target = _Target((), ValueType(self.model))
        for step in field.split("."):
            if not step:
                raise CobtrackError(f'"{field}" is not the name of a field', "join its parts with single dots")
            target = self._resolve_step(target, step)
        return target

    def _resolve_step(self, target: _Target, step: str) -> _Target:
        path, kind = target
        if kind.model:
            return _Target((*path, step), type_of_field(kind.model, step))
        if kind.is_list:
            index = _index(step, _as_list(self.value(path)), _shown_path(path))
            return _Target((*path, index), kind.item)
        if kind.is_mapping:
            return _Target((*path, step), kind.item)
        if kind.plain is Text:
            return _Target((*path, step), ValueType(str))
        if kind is UNKNOWN:
            return _Target((*path, step), UNKNOWN)
        raise CobtrackError(f'"{_shown_path(path)}" has no parts', f"write {_shown_path(path)}=…")

    def _refuse_foreign(self, target: _Target, assignment: Assignment) -> None:
        """Raise CobtrackError if another command makes this change."""
        if target.path == ("id",) and self.model.__name__ in TYPES_WITH_ID:
            raise CobtrackError("`set` does not change ids", f"cobtrack rename {self.name} {assignment.value or 'NEW'}")
        if target.path == ("schema",) and self.model is Settings:
            raise CobtrackError("`set` does not change the format of the data files", "cobtrack migrate")
        for length in range(1, len(target.path) + 1):
            inner = record_type_at(self.model, (*target.path[:length], 0))
            if inner and inner.__name__ in TYPES_WITH_ID:
                raise _set_by_own_id(inner, self.value(target.path[: length + 1]), target.path[length + 1 :])
        model = target.kind.model or (target.kind.item.model if target.kind.is_list else None)
        for inner in _models_within(model) if model and assignment.operator != "+=" else ():
            if inner.__name__ in TYPES_WITH_ID:
                raise _set_by_own_id(inner, None, ())

    def _remove(self, path: Path) -> None:
        if self.value(path) is None:
            return
        # A list or record that would be left empty is removed as well.
        while len(path) > 1 and len(_as_list(self.value(path[:-1]))) == 1:
            path = path[:-1]
        self._edit(lambda text: remove_value(text, (*self.path, *path)))

    def _add(self, target: _Target, assignment: Assignment) -> None:
        path, kind = target
        if kind.is_mapping and isinstance(entries := parse_value(kind, assignment.value, self.workspace), dict):
            for key, text in entries.items():
                self.set_value((*path, key), text)
            return
        if kind is UNKNOWN:
            # The validation of the file reports the unknown field.
            self.set_value(path, assignment.value)
            return
        if not kind.is_list:
            raise CobtrackError(f'"{assignment.field}" is not a list', f"write {assignment.field}={assignment.value}")
        for item in parse_items(kind, assignment.value, self.workspace):
            items = _as_list(self.value(path))
            if any(_is_same(item, other) for other in items):
                continue
            if items and not isinstance(self.value(path), list):
                self.set_value(path, [*items, item])
            else:
                self.insert_item(path, _position(kind, items, item), item)

    def _subtract(self, target: _Target, assignment: Assignment) -> None:
        path, kind = target
        if not kind.is_list:
            raise CobtrackError(
                f'"{assignment.field}" is not a list', f"to remove the field, write {assignment.field}="
            )
        for index in sorted(self._indexes_of(target, assignment), reverse=True):
            self._remove((*path, index) if isinstance(self.value(path), list) else path)

    def _indexes_of(self, target: _Target, assignment: Assignment) -> frozenset[int]:
        """Return the indexes of the list items that an assignment removes.

        Raises CobtrackError if the list has no such item, or several such items.
        """
        items = _as_list(self.value(target.path))
        if target.kind.item.model and not assignment.value.lstrip().startswith(("{", "[")):
            return frozenset({_index(assignment.value, items, assignment.field)})
        indexes: list[int] = []
        for value in parse_items(target.kind, assignment.value, self.workspace):
            matching = [index for index, item in enumerate(items) if _is_same(item, value)]
            if not matching:
                message = f'"{assignment.field}" of {self.name} does not have {_shown(value)}'
                raise CobtrackError(message, f"it has {join([_shown(item) for item in items])}" if items else "")
            indexes += matching
        return frozenset(indexes)

    def _list_step(self, step: Deadline) -> None:
        """Add a deadline to the file of its mechanism. So far, only a review procedure has the deadline as a step."""
        path = (*self.path[:-1], "deadlines")
        existing = at_path(SourceFile(self.text).data, path[:-1]).get("deadlines") or []
        fields = step.model_dump(include={"id", "title", "kind", "owner", "step"})
        if existing:
            self._edit(lambda text: add_item(text, path[:-1], "deadlines", len(existing), fields))
        else:
            self._edit(lambda text: set_value(text, path, [fields], tuple(fields_by_key(Mechanism))))
        self.path = (*path, len(existing))


def _models_within(model: type[Record]) -> Iterator[type[Record]]:
    """Yield a model, and the models of all records within a record of this model."""
    yield model
    for name in fields_with_records(model):
        if inner := record_type(field_type(model, name)):
            yield from _models_within(inner)


def _set_by_own_id(model: type[Record], data: Any, rest: Path) -> CobtrackError:
    """Return the error for a change to a record with an id, which was named as a part of another record."""
    kind = model.__name__.lower()
    identifier = data.get("id") if isinstance(data, dict) else None
    message = f"each {kind} has an id, and commands name the {kind} by this id"
    field = _shown_path(rest) or "FIELD"
    hint = (
        f"cobtrack set {identifier or 'ID'} {field}=…"
        if identifier or rest
        else f"cobtrack add {kind}, or cobtrack remove ID"
    )
    return CobtrackError(message, hint)


def _index(step: str, items: list[Any], name: str) -> int:
    """Return the index of a list item, given as a number from 1 or as "last".

    Raises CobtrackError if the list has no such item.
    """
    if step == _LAST and items:
        return len(items) - 1
    if step.isascii() and step.isdecimal() and len(step) <= _MAX_DIGITS and 1 <= int(step) <= len(items):
        return int(step) - 1
    if not items:
        raise CobtrackError(f'"{name}" has no items yet', f"to add an item, write {name}+=…")
    last = f"a number from 1 to {len(items)}, or last" if len(items) > 1 else "1 or last"
    raise CobtrackError(f'"{name}" has no item "{step}"', f"give {last}")


def _position(kind: ValueType, items: list[Any], item: Any) -> int:
    """Return the index at which to insert a new item in a list.

    The entries of a log are ordered by date. In all other lists, the new item comes last.
    """
    model = kind.item.model
    date_field = model.model_fields.get("date") if model else None
    day = _last_day(item) if date_field and date_field.is_required() else None
    if day is None:
        return len(items)
    return sum((_last_day(other) or day) <= day for other in items)


def _last_day(entry: Any) -> date | None:
    """Return the last day that the date of a log entry can mean; None if the entry has no such day."""
    try:
        return parse_edtf(str(entry.get("date"))).latest if isinstance(entry, dict) else None
    except TimeframeError:
        return None


def _as_list(value: Any) -> list[Any]:
    """Return a value as a list. A value that is neither a list nor a record becomes the only item."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | dict) else [value]


def _is_same(old: Any, new: Any) -> bool:
    """Whether two values from a file mean the same, such as the year 2025 with and without quotes."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, str | int) and isinstance(new, str | int):
        return str(old) == str(new)
    return bool(old == new)


def _shown_path(path: Path) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _shown(value: Any) -> str:
    """Return a value as a short text for a sentence."""
    text = " ".join(value.split()) if isinstance(value, str) else flow_text(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def _describe(assignment: Assignment, old: Any, new: Any) -> str:
    """Return what an assignment has changed, such as "timeframe: 2025? -> 2028"."""
    field, operator, value = assignment
    match operator:
        case "+=":
            return f"{field}: added {_shown(value)}"
        case "-=":
            return f"{field}: removed {_shown(value)}"
        case _ if value == "":
            return f"{field}: removed {_shown(old)}"
        case _:
            return f"{field}: {_shown(new)}" if old is None else f"{field}: {_shown(old)} -> {_shown(new)}"


def _as_one(loaded: Loaded, texts: Mapping[str, str], as_of: date, refusals: list[CobtrackError]) -> CobtrackError:
    """Return one error for several assignments that are not possible.

    The errors that the other assignments would add to the workspace are included.
    """
    errors = [f"{error.message}; {error.hint}" if error.hint else error.message for error in refusals]
    try:
        checked_changes(loaded, _encoded(texts), as_of)
    except NewErrorsError as error:
        errors += error.errors
    if len(errors) == 1:
        return refusals[0]
    return NewErrorsError("nothing was written", "", errors)


def _keep_earlier_values(draft: _Draft, as_of: date, why: str, *, correction: bool) -> None:
    """Add the earlier values that the record has to keep to its field `was`.

    Raises ReasonNeededError if a reason is needed. Raises CobtrackError if a reason was given for a change that keeps
    no earlier value.
    """
    if correction:
        if why:
            raise CobtrackError(
                "a correction keeps no earlier value, and so no reason", "leave out --why or --correction"
            )
        return
    changed = _changed_values(draft)
    plans = [field for field in changed if field in PLANS]
    official = [field for field in changed if field == "text" and _is_official(draft)]
    if (plans or official) and not why:
        raise _reason_needed(draft, plans[0] if plans else official[0])
    kept = {
        field: value for field, value in changed.items() if why or field in plans or _is_written_about(draft, field)
    }
    if not kept:
        if why:
            fields = join([key for key in (*PLANS, *EARLIER_WORDS) if key in fields_by_key(draft.model)], "or")
            reason = f"only a change of {fields} keeps its reason" if "was" in fields_by_key(draft.model) else ""
            raise CobtrackError(f"{draft.name} has no place for the reason of this change", reason or "leave out --why")
        return
    _refuse_earlier_day(draft, as_of)
    certainty = draft.before.get("certainty")
    if "due" in kept and certainty and certainty != draft.value(("certainty",)):
        kept["certainty"] = certainty
    entry = {**kept, "until": str(as_of)} | ({"why": why} if why else {})
    draft.insert_item(("was",), len(_as_list(draft.value(("was",)))), entry)
    values = join([f"{field} {_shown(value)}" for field, value in kept.items()])
    draft.sentences.append(f"{draft.name} was: {values}, until {format_day(as_of)}")


def _changed_values(draft: _Draft) -> dict[str, Any]:
    """Return the earlier values of the fields that have changed, if the record can keep them, keyed by field."""
    fields = fields_by_key(draft.model)
    if "was" not in fields:
        return {}
    after = draft.data
    before = {key: draft.before[key] for key in (*PLANS, *EARLIER_WORDS) if key in fields and key in draft.before}
    return {
        key: value
        for key, value in before.items()
        if (value != after.get(key) if key in PLANS else _words_changed(value, after.get(key)))
    }


def _words_changed(old: Any, new: Any) -> bool:
    """Whether any words of a text or a list of texts were replaced. Added languages do not count."""
    if isinstance(old, dict) and isinstance(new, dict):
        return any(_words_changed(text, new.get(language)) for language, text in old.items())
    if isinstance(old, str) and isinstance(new, dict):
        return old not in new.values()
    if isinstance(old, str) and isinstance(new, str):
        return old.split() != new.split()
    return bool(old != new)


def _is_official(draft: _Draft) -> bool:
    """Whether the text of the record is the official text of a UN document."""
    if not isinstance(draft.record, Paragraph):
        return False
    document = draft.workspace.document_of(draft.record)
    return bool(draft.record.origins or (document and document.symbol))


def _is_written_about(draft: _Draft, field: str) -> bool:
    """Whether the record has something that was written about the earlier words in a field.

    This is a translation that has not changed, an entry of a log, a score, or the summary of a text.
    """
    old, new = draft.before[field], draft.value((field,))
    is_translated = isinstance(old, dict) and isinstance(new, dict)
    if is_translated and any(text == new.get(language) for language, text in old.items()):
        return True
    about = (*_ABOUT_WORDS, "summary") if field == "text" else _ABOUT_WORDS
    return any(draft.before.get(name) for name in about)


def _reason_needed(draft: _Draft, field: str) -> ReasonNeededError:
    what = f"the {'official text' if field == 'text' else field} of {draft.name}"
    message = f"{what} changes, and the earlier value is kept with the reason for the change"
    hint = 'give the reason with --why "…", or --correction if the earlier value was a mistake'
    return ReasonNeededError(message, hint, f"Why does {what} change?")


def _refuse_earlier_day(draft: _Draft, as_of: date) -> None:
    """Raise CobtrackError if the record was changed after the given day, because its history is ordered by date."""
    days = [entry.until for entry in getattr(draft.record, "was", ())]
    if days and not days[-1].is_on_or_before(as_of):
        message = f"{draft.name} was changed on {format_timeframe(days[-1])}, which is after {format_day(as_of)}"
        raise CobtrackError(message, "give the day of this change with --as-of")


def _refuse_private(loaded: Loaded, draft: _Draft) -> None:
    """Raise CobtrackError if the changes add personal data.

    Personal data must never be written, because git keeps the data even if somebody deletes them later.
    """
    settings = loaded.workspace.settings
    after = reload_with(loaded, _encoded(draft.texts)).workspace
    place = Place(draft.file, draft.path)
    known = {finding.message for finding in safeguarding.in_new(draft.record, settings)}
    for record in walk_records(after.file_records()):
        if record.place == place:
            for finding in safeguarding.in_new(record, settings):
                if finding.message not in known:
                    raise CobtrackError(finding.message, finding.hint)
