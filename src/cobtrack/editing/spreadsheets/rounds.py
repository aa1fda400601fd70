"""Take the answers in the workbooks of a round into the data files.

An answer becomes an entry in the log of its record. It names the organisation, it is provisional, and only members see
it, until somebody has confirmed it. An answer is refused if its record was changed after the workbook was written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack.editing.check import checked_changes, require_valid
from cobtrack.editing.log import position
from cobtrack.editing.spreadsheets.round_answers import AnswerReader, WorkbookPlan
from cobtrack.errors import CobtrackError
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.rounds import workbook
from cobtrack.exchange.rounds.new_records import MODELS
from cobtrack.model.edit import Edit
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import fields_by_key
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.round import Round
from cobtrack.store.edit.apply import NewItems, apply_edits, insert_items
from cobtrack.store.edit.records import new_file
from cobtrack.store.edit.source import naming_file
from cobtrack.views.reporting.rounds import LISTS, LOGS, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cobtrack.editing.spreadsheets.round_answers import NewEntry
    from cobtrack.exchange.rounds.workbook import FilledWorkbook
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes


@dataclass(frozen=True)
class PreparedWorkbooks:
    """The changes that importing workbooks would make. Nothing has been written yet."""

    plans: tuple[WorkbookPlan, ...]
    texts: Mapping[str, bytes]
    """The new text of every changed file, keyed by file name."""
    changes: Changes
    """The changes that a transaction has to commit."""


def prepare_workbooks(loaded: Loaded, paths: Sequence[Path], as_of: date) -> PreparedWorkbooks:
    """Return the changes that importing workbooks would make in a workspace.

    If a workbook cannot be used, its plan says why, and the other workbooks are used. Raises InvalidDataError if the
    workspace has errors. Raises NewErrorsError if the import would add errors. Raises CobtrackError if no workbook can
    be used, or if a file of the workspace cannot be edited.
    """
    require_valid(loaded, as_of, for_import=True)
    plans, used_ids = list[WorkbookPlan](), {*loaded.workspace.used_ids}
    readers: dict[tuple[str, str], AnswerReader] = {}
    news: dict[tuple[str, str], list[WorkbookPlan]] = defaultdict(list)
    for path in paths:
        plan = WorkbookPlan(path)
        plans.append(plan)
        if (found := _read(loaded.workspace, plan)) is None:
            continue
        filled, round_, organisation = found
        plan.round, plan.by, plan.is_late = round_.id, organisation.id, round_.until.is_certainly_before(as_of)
        key = (round_.id, organisation.id)
        if key not in readers:
            readers[key] = AnswerReader(loaded, as_of, round_, organisation, used_ids)
        readers[key].read(plan, filled)
        news[key].append(plan)
    if plans and all(plan.refusal for plan in plans):
        raise CobtrackError(f"{plans[0].path}: {plans[0].refusal}", "use a workbook of a round of this workspace")
    texts = _new_texts(loaded, readers, news, as_of)
    return PreparedWorkbooks(tuple(plans), texts, checked_changes(loaded, texts, as_of) if texts else {})


def _read(workspace: Workspace, plan: WorkbookPlan) -> tuple[FilledWorkbook, Round, Actor] | None:
    """Return what is filled in, the round and the organisation. If the workbook is refused, write why into its plan."""
    try:
        filled = workbook.read(plan.path)
    except ImportFormatError as error:
        plan.refusal = error.message
        return None
    plan.round, plan.by, plan.remarks = filled.round, filled.by, [*filled.remarks]
    round_, organisation = workspace.find(filled.round), workspace.find(filled.by)
    if filled.state != workspace.settings.state:
        plan.refusal = f"the workbook is from a workspace about {filled.state or 'another State'}"
    elif not isinstance(round_, Round):
        plan.refusal = f"this workspace has no round {filled.round}"
    elif not isinstance(organisation, Actor):
        plan.refusal = f"this workspace has no organisation {filled.by}"
    elif organisation.id not in round_.asked:
        plan.refusal = f"{organisation.id} was not asked in the round {round_.id}"
    else:
        return filled, round_, organisation
    return None


def _new_texts(
    loaded: Loaded,
    readers: Mapping[tuple[str, str], AnswerReader],
    news: Mapping[tuple[str, str], list[WorkbookPlan]],
    as_of: date,
) -> dict[str, bytes]:
    """Return the new text of every changed file, keyed by file name."""
    texts: dict[str, str] = {}
    for file, lists in _new_items(entry for reader in readers.values() for entry in reader.entries).items():
        with naming_file(file):
            texts[file] = insert_items(loaded.raw_bytes[file].decode(), lists)
    records: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    answers: dict[str, list[Edit]] = defaultdict(list)
    for key, reader in readers.items():
        for name, data in reader.records:
            records[reader.round.id, name].append(data)
        if any(plan.has_news for plan in news[key]):
            answers[reader.round.id] += _answer_edits(loaded.workspace, reader, news[key], as_of)
    for (round_id, name), new in records.items():
        file, text = _with_records(loaded, round_id, name, new)
        texts[file] = text
    for round_id, edits in answers.items():
        file = loaded.workspace.by_id[round_id].place.file
        with naming_file(file):
            texts[file] = apply_edits(loaded.raw_bytes[file].decode(), edits)
    return {file: text.encode() for file, text in texts.items()}


def _new_items(new: Iterable[NewEntry]) -> dict[str, list[NewItems]]:
    """Return the items to insert into the logs, keyed by file name."""
    by_record: dict[str, list[NewEntry]] = defaultdict(list)
    for entry in new:
        by_record[entry.record.id].append(entry)
    lists: dict[str, list[NewItems]] = defaultdict(list)
    for group in by_record.values():
        record, before = group[0].record, defaultdict[int, list[Any]](list)
        for item in sorted(group, key=lambda item: str(item.entry.date.latest)):
            before[position(entries(record), item.entry)].append(item.data)
        path = (*record.place.path, LOGS[type(record)])
        lists[record.place.file].append(NewItems(path, before, tuple(fields_by_key(type(record)))))
    return lists


def _with_records(loaded: Loaded, round_id: str, name: str, records: list[dict[str, Any]]) -> tuple[str, str]:
    """Return the file for the new records of a round, and its text with these records at the end."""
    kind = next(kind for kind in KINDS if name in kind.record_types)
    file = kind.file(f"round-{round_id}")
    if file not in loaded.raw_bytes:
        return file, new_file(file, kind.name, {name: records}, name)
    with naming_file(file):
        edits = [Edit((), name, record, "append") for record in records]
        return file, apply_edits(loaded.raw_bytes[file].decode(), edits)


def _answer_edits(
    workspace: Workspace, reader: AnswerReader, plans: Sequence[WorkbookPlan], as_of: date
) -> Iterator[Edit]:
    """Yield the edits that record in its round what an organisation has answered."""
    answer, data = reader.answer, {"date": str(as_of), **_answer_data(workspace, reader, plans)}
    if answer is None:
        new = {"by": reader.organisation.id, **{key: value for key, value in data.items() if value}}
        yield Edit(reader.round.place.path, "answers", new, "append")
        return
    current = answer.model_dump(mode="json", exclude_defaults=True)
    for key, value in data.items():
        if current.get(key) != (value or None):
            yield Edit(answer.place.path, key, value or None)


def _answer_data(workspace: Workspace, reader: AnswerReader, plans: Sequence[WorkbookPlan]) -> dict[str, Any]:
    """Return the ids of the records that an organisation has answered for and added, also earlier, by their lists."""
    answer = reader.answer
    reported = [identifier for plan in plans for identifier, _ in plan.accepted]
    nothing_new = [identifier for plan in plans for identifier in plan.nothing_new]
    added = {name: list(getattr(answer.added, name)) if answer and answer.added else [] for name in MODELS}
    for name, record in reader.records:
        added[name].append(record["id"])
    all_reported = [*(answer.reported_ids if answer else ()), *reported]
    all_nothing_new = [*(answer.nothing_new_ids if answer else ()), *nothing_new]
    return {
        "reported": _by_list(workspace, all_reported),
        "nothing_new": _by_list(workspace, [id_ for id_ in all_nothing_new if id_ not in all_reported]),
        "added": {name: ids for name, ids in added.items() if ids},
    }


def _by_list(workspace: Workspace, identifiers: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids, keyed by the names of the lists that have their records."""
    found: dict[str, list[str]] = defaultdict(list)
    for identifier in dict.fromkeys(identifiers):
        record = workspace.by_id.get(identifier)
        if record is not None and type(record) in LISTS:
            found[LISTS[type(record)]].append(identifier)
    return {name: found[name] for name in LISTS.values() if name in found}
