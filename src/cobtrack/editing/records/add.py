"""Add a record of any kind to the data files: at its place, with the next free id."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from cobtrack.editing.check import checked_changes, refuse_private
from cobtrack.editing.fields.draft import Draft
from cobtrack.editing.fields.values import parse_value, type_of_field
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.records.new_ids import WORDS, propose_id
from cobtrack.editing.records.places import (
    MODELS,
    RecordList,
    article,
    insert,
    kind_of,
    new_file_name,
    place_phrase,
    possible_lists,
)
from cobtrack.errors import CobtrackError, NewErrorsError
from cobtrack.model.problem import Place, at_path
from cobtrack.model.record import Record, field_type, fields_by_key, kind_word, record_type, type_at
from cobtrack.model.records.document import Paragraph
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.text.slug import slug
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.model.text.wording import join, join_first, quantity
from cobtrack.render.json_schema import field_docstrings
from cobtrack.rules import safeguarding
from cobtrack.store.edit.records import indent_of, new_file
from cobtrack.store.edit.source import read_data
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import writer
from cobtrack.views.details import heading, similar_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.editing.fields.assignment import Assignment
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded

NOT_COPIED = (
    "id", "formerly", "was", "notes", "progress", "assessments", "values", "findings", "scores", "remarks", "origins",
    "check", "paragraphs", "deadlines", "step",
)  # fmt: skip
"""The fields that a record does not take over from a similar record: its id, its logs, and what is about it alone."""
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_MISSING = "COB101"
_NEW_FILE = "new"
"""The name of the scratch file in which the data of a new record are put together."""


class Question(NamedTuple):
    """Something that has to be known before a record can be added."""

    field: str
    """The name of the field; "" for the place to which the record is added."""
    text: str
    """An explanation of the field."""
    choices: tuple[str, ...] = ()
    """The possible answers, if they are known."""


class MissingFieldsError(NewErrorsError):
    """A record cannot be added, because fields are missing or its place is not known. `questions` ask for them."""

    def __init__(self, message: str, hint: str, errors: Sequence[str], questions: Sequence[Question]) -> None:
        super().__init__(message, hint, errors)
        self.questions = questions


class NewRecord(NamedTuple):
    """What a person said about a new record."""

    model: type[Record]
    assignments: Sequence[Assignment]
    """The fields, with their values."""
    into: str = ""
    """The place for the record: a category, a pillar, a mechanism, a document or a file."""
    like: RecordWithId | None = None
    """A record from which the fields are copied that are not given."""


def add(loaded: Loaded, new: NewRecord, as_of: date) -> PlannedChange:
    """Return the changes that add a record.

    The record comes last in its list, or at its place if the list is sorted by id. The file is created if there is
    none. If no id is given, the record gets an id that was never used. Raises MissingFieldsError if required fields are
    missing, or if there are several places for the record. Raises NewErrorsError if a value is not valid or if the
    record would add errors to the workspace. Raises CobtrackError if there is no place for the record, if its id was
    used before, if it has personal data, or if the file cannot be edited.
    """
    data, refusals = _assigned(loaded, new)
    place, questions = _place(loaded.workspace, new, data)
    if "id" in fields_by_key(new.model) and not data.get("id") and not questions:
        data["id"] = propose_id(loaded.workspace, new.model, data, place)
    _set_defaults(loaded.workspace, new.model, data)
    data = _in_usual_order(new.model, data)
    questions += _missing_fields(new.model, data)
    if {"", *WORDS} & {question.field for question in questions} and new.model is not Paragraph:
        # The id can be made from the place or from these words.
        questions = [question for question in questions if question.field != "id"]
    _refuse_invalid(new.model, data, refusals, questions)
    identifier = str(data.get("id", ""))
    _refuse_used(loaded.workspace, new.model, identifier)
    record = build(new.model, deepcopy(data), "").record
    if record is None:
        raise RuntimeError("the record was checked before")
    refuse_private(safeguarding.in_new(record, loaded.workspace.settings))
    file, text, where = _new_text(loaded, new.model, data, place)
    texts = {file: text.encode()}
    name = f"{kind_word(new.model)} {identifier or data.get('pillar', '')}".strip()
    sentence = f"The {name} is added {where}: {' '.join(heading(record).split())}"
    return PlannedChange((sentence,), texts, checked_changes(loaded, texts, as_of))


def check_answer(loaded: Loaded, model: type[Record], question: Question, answer: str) -> None:
    """Raise CobtrackError if the answer to a question is not valid, or names a record that does not exist."""
    if not question.field:
        lists = possible_lists(loaded.workspace, model, answer)
        if len(lists) > 1:
            hint = f"type more of the line, such as {lists[0].label}"
            meanings = join([f"“{candidate.label}”" for candidate in lists], "or")
            raise CobtrackError(f'"{answer}" can mean {meanings}', hint)
        return
    kind = type_of_field(model, question.field)
    value = parse_value(kind, answer, loaded.workspace)
    for problem in build(model, {question.field: value}, "").problems:
        if problem.place.path[:1] == (question.field,) and problem.code != _MISSING:
            raise CobtrackError(problem.message, problem.hint)
    if question.field == "id":
        _refuse_used(loaded.workspace, model, answer)
    if kind.target in TYPES_WITH_ID:
        for identifier in value if isinstance(value, list) else [value]:
            _refuse_unknown(loaded.workspace, kind.target, str(identifier))


def _refuse_unknown(workspace: Workspace, kind: str, identifier: str) -> None:
    """Raise CobtrackError if no record of the kind has the id. The hint proposes only ids of this kind."""
    ids = [record.id for record in workspace.all_records() if type(record).__name__ == kind]
    if identifier in ids:
        return
    close = [similar for similar in similar_ids(workspace, identifier) if similar in ids]
    hint = did_you_mean(close or close_matches(identifier, ids), f"use one of {join_first(ids, 12)}" if ids else "")
    raise CobtrackError(f'no {kind_word(kind)} has the id "{identifier}"', hint)


def _assigned(loaded: Loaded, new: NewRecord) -> tuple[dict[str, Any], list[CobtrackError]]:
    """Return the data of the new record, and an error for each field that cannot be set."""
    copied = _copied(loaded, new.like, new.model) if new.like else {}
    ids = [assignment.value for assignment in new.assignments if assignment.field == "id"]
    others = [assignment for assignment in new.assignments if assignment.field != "id"]
    text = "".join(f"{line}\n" for line in writer.record_lines(copied)) or "{}\n"
    name = ids[-1] if ids else f"the new {kind_word(new.model)}"
    draft = Draft(loaded.workspace, new.model, name, Place(_NEW_FILE), {_NEW_FILE: text})
    refusals = [*filter(None, map(draft.try_to_assign, others))]
    return {**draft.data, **({"id": ids[-1]} if ids else {})}, refusals


def _in_usual_order(model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a record with the fields in the order of the model. Unknown fields come last."""
    keys = [*fields_by_key(model)]
    return {key: data[key] for key in (*keys, *(data.keys() - set(keys))) if key in data}


def _copied(loaded: Loaded, record: RecordWithId, model: type[Record]) -> dict[str, Any]:
    """Return the data that a new record of a model takes over from another record.

    These are the fields that both can have, except what is about the other record alone. Marks of footnotes are left
    out of the texts. Raises CobtrackError if the other record is in no file of the workspace.
    """
    file = record.place.file
    if file not in loaded.raw_bytes or record.place.path[-1:] == ("procedures",):
        raise CobtrackError(f"{record.id} is not in a file of the workspace", "name another record with --like")
    data = at_path(read_data(loaded.raw_bytes[file].decode()), record.place.path)
    keys = [key for key in fields_by_key(model) if key in data and key not in NOT_COPIED]
    return {key: _without_footnote_marks(data[key]) for key in keys}


def _without_footnote_marks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_footnote_marks(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_footnote_marks(part) for part in value]
    return _FOOTNOTE.sub("", value) if isinstance(value, str) and "[^" in value else value


def _place(workspace: Workspace, new: NewRecord, data: Mapping[str, Any]) -> tuple[RecordList | None, list[Question]]:
    """Return the list for the new record, and the question for its place if there are several such lists.

    The list is None if the record gets a file of its own, or if there is a question. Raises CobtrackError if there is
    no list for the record.
    """
    if kind_of(new.model).model is new.model and not new.into:
        return None, []
    lists = possible_lists(workspace, new.model, new.into, new.like, str(data.get("id", "")))
    if len(lists) == 1:
        return lists[0], []
    text = f"The place for the {kind_word(new.model)} (--in), as in a line of this list."
    return None, [Question("", text, tuple(candidate.label for candidate in lists))]


def _set_defaults(workspace: Workspace, model: type[Record], data: dict[str, Any]) -> None:
    """Set the required fields that need no answer: an empty list of records, and the number of a new pillar."""
    for key, name in fields_by_key(model).items():
        if model.model_fields[name].is_required() and key not in data:
            if record_type(field_type(model, name)) in MODELS.values():
                data[key] = []
            elif key == "pillar":
                data[key] = max((pillar.pillar for pillar in workspace.pillars), default=0) + 1


def _missing_fields(model: type[Record], data: dict[str, Any]) -> Iterator[Question]:
    """Yield a question for each required field that has no value."""
    docstrings = field_docstrings(model)
    for key, name in fields_by_key(model).items():
        if model.model_fields[name].is_required() and not data.get(key) and data.get(key) not in ([], 0):
            data.pop(key, None)
            kind = type_at(model, (key,))
            choices = get_args(kind) if get_origin(kind) is Literal else ()
            text = " ".join(docstrings.get(key, "").split())
            yield Question(key, text, tuple(map(str, choices)))


def _refuse_invalid(
    model: type[Record],
    data: Mapping[str, Any],
    refusals: Sequence[CobtrackError],
    questions: Sequence[Question],
) -> None:
    """Raise the errors of `add` about fields that are not valid, that cannot be set, or that are missing."""
    problems = [
        problem
        for problem in build(model, deepcopy(dict(data)), "").problems
        if problem.code != _MISSING or len(problem.place.path) > 1
    ]
    invalid = [*refusals, *(CobtrackError(problem.message, problem.hint) for problem in problems)]
    missing = [f"{question.field or '--in'} is missing: {_described(question)}" for question in questions]
    if len(invalid) == 1 and not missing:
        raise invalid[0]
    sentences = [f"{error.message}; {error.hint}" if error.hint else error.message for error in invalid]
    if invalid:
        raise NewErrorsError("nothing was written", "", [*sentences, *missing])
    if missing:
        message = f"nothing was written: {article(model)} needs {quantity(len(missing), 'more value')}"
        raise MissingFieldsError(message, _example(questions), missing, questions)


def _described(question: Question) -> str:
    choices = question.choices if question.field else [f"“{label}”" for label in question.choices]
    return f"{question.text} It is one of {join([*choices], 'or')}." if choices else question.text


def _example(questions: Sequence[Question]) -> str:
    """Return a hint with the arguments that are missing."""
    values = [f"{question.field}=…" if question.field else "--in …" for question in questions]
    return f"add to the command: {' '.join(values)}"


def _refuse_used(workspace: Workspace, model: type[Record], identifier: str) -> None:
    """Raise CobtrackError if the id of a new record is in use, or was used before."""
    if identifier not in workspace.used_ids:
        return
    hint = "choose another id" if model is Paragraph else "leave out id=, and the record gets the next free id"
    if what := workspace.what_became_of(identifier):
        raise CobtrackError(f"{identifier} was used before, and no id is used again: {what}", hint)
    raise CobtrackError(f"{identifier} is in use: cobtrack show {identifier}", hint)


def _new_text(
    loaded: Loaded, model: type[Record], data: Mapping[str, Any], place: RecordList | None
) -> tuple[str, str, str]:
    """Return the file with the new record, its new text, and where the record is, for a sentence."""
    kind = kind_of(model)
    if place is None:
        number = data.get("pillar")
        words = slug(str(data.get("title", "")), ascii_only=True)
        file = new_file_name(loaded, kind, "-".join(filter(None, [str(number), words])) if number else str(data["id"]))
        return file, new_file(file, kind.name, data), f"to the new file {file}"
    text = loaded.raw_bytes.get(place.file, b"").decode()
    lines = [*writer.item_lines(data, 0, indent_of(text))]
    text = insert(text, place, model, str(data.get("id", "")), lines)
    return place.file, text, place_phrase(loaded, place)
