"""Set fields of records: the checked change of the data files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.editing.check import checked_changes, refuse_private
from cobtrack.editing.fields.draft import Draft, draft_of
from cobtrack.editing.fields.earlier_values import ReasonNeededError, keep_earlier_values
from cobtrack.editing.fields.translations import mark_translations
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.errors import CobtrackError, NewErrorsError
from cobtrack.model.earlier import describe_older_texts, written_about_earlier_words
from cobtrack.model.problem import Place
from cobtrack.model.record import Record
from cobtrack.model.record_texts import walk_records
from cobtrack.model.text.escape import NOT_IN_FILES
from cobtrack.model.text.wording import join
from cobtrack.rules import safeguarding
from cobtrack.store.files import describe_character
from cobtrack.store.load import reload_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.editing.fields.assignment import Assignment
    from cobtrack.store.load import Loaded


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
    CobtrackError if a field cannot be set, or if a value has personal data. Raises NewErrorsError if there are several
    such reasons, or if the change would add errors to the workspace.
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
    _check_reason(why, correction=correction)
    texts = dict[str, str]()
    drafts, refusals = list[tuple[Draft, Record]](), list[CobtrackError]()
    for record, assignments in changes:
        drafts.append((draft := draft_of(loaded, record, texts), record))
        refusals += filter(None, map(draft.try_to_assign, assignments))
    if refusals:
        raise _as_one(loaded, texts, as_of, refusals)
    drafts = [(draft, record) for draft, record in drafts if draft.sentences]
    if not drafts:
        return _unchanged(loaded, changes)
    notes = [note for draft, _ in drafts for note in mark_translations(draft)]
    try:
        for draft, record in drafts if not correction else ():
            keep_earlier_values(draft, record, as_of, why)
    except ReasonNeededError:
        # Nobody should be asked for the reason for a change that is not possible.
        checked_changes(loaded, _changed(loaded, texts), as_of)
        raise
    new = _changed(loaded, texts)
    planned = checked_changes(loaded, new, as_of)
    results = {record.place: record for record in walk_records(reload_with(loaded, new).workspace.file_records())}
    for draft, record in drafts:
        result = results[Place(draft.file, draft.path)]
        _refuse_private(loaded, record, result)
        notes += _notes(draft.name, record, result, as_of)
    sentences = tuple(sentence for draft, _ in drafts for sentence in draft.sentences)
    return PlannedChange(sentences, new, planned, tuple(notes))


def _check_reason(why: str, *, correction: bool) -> None:
    """Raise CobtrackError if the reason cannot be kept, or has a character that is not allowed in data files."""
    if why and correction:
        message = "a correction keeps neither the earlier value nor a reason"
        raise CobtrackError(message, "leave out --why, or --correction")
    if control := NOT_IN_FILES.search(why):
        raise CobtrackError(f"--why contains {describe_character(control[0])}", "remove it")
    if why and not why.strip():
        raise CobtrackError("--why is empty", "write the reason")


def _changed(loaded: Loaded, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the new texts of the files that differ from the loaded files, keyed by file name."""
    new = {name: text.encode() for name, text in texts.items()}
    return {name: text for name, text in new.items() if text != loaded.raw_bytes[name]}


def _unchanged(loaded: Loaded, changes: Sequence[tuple[Record, Sequence[Assignment]]]) -> PlannedChange:
    names = join([loaded.workspace.name_of(record) for record, _ in changes])
    what = "this value" if sum(len(assignments) for _, assignments in changes) == 1 else "these values"
    return PlannedChange((f"Unchanged: {names} already {'has' if len(changes) == 1 else 'have'} {what}",), {}, {})


def _as_one(loaded: Loaded, texts: Mapping[str, str], as_of: date, refusals: Sequence[CobtrackError]) -> CobtrackError:
    """Return one error for all reasons why fields cannot be set.

    This includes the errors that the other assignments would add to the workspace.
    """
    errors = [f"{error.message}; {error.hint}" if error.hint else error.message for error in refusals]
    try:
        checked_changes(loaded, _changed(loaded, texts), as_of)
    except NewErrorsError as error:
        errors += error.errors
    return NewErrorsError("nothing was written", "", errors) if len(errors) > 1 else refusals[0]


def _refuse_private(loaded: Loaded, before: Record, after: Record) -> None:
    """Raise CobtrackError if the changes of a record add personal data."""
    settings = loaded.workspace.settings
    known = {finding.message for finding in safeguarding.in_new(before, settings)}
    refuse_private(finding for finding in safeguarding.in_new(after, settings) if finding.message not in known)


def _notes(name: str, before: Record, after: Record, as_of: date) -> Iterator[str]:
    """Yield a note if a change of words leaves parts of a record that were written about the earlier words."""
    known = written_about_earlier_words(before, as_of)
    if parts := tuple(part for part in written_about_earlier_words(after, as_of) if part not in known):
        what = "that it still holds" if len(parts) == 1 else "that they still hold"
        yield f"{describe_older_texts(parts)}; to confirm {what}: cobtrack log {name} --still-holds"
