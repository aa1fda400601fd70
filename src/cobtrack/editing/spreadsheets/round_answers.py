"""Compare the answers in a workbook with the data: what is new, what is known, and what has changed meanwhile."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cobtrack.editing.check import refuse_private
from cobtrack.editing.fields.values import parse_value, type_of_field
from cobtrack.editing.log import build_entry, log_of
from cobtrack.errors import CobtrackError
from cobtrack.exchange.rounds.new_records import MODELS, OWNER_FIELDS
from cobtrack.exchange.rounds.rows import ANSWERS, NOTHING_NEW, answers, fingerprint, in_words
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.record import fields_by_key
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.text.ids import free_slug
from cobtrack.model.text.wording import join
from cobtrack.rules import safeguarding
from cobtrack.rules.fields import bad_addresses
from cobtrack.store.validation.build import build
from cobtrack.views.editions.packet import VOICE_OF
from cobtrack.views.reporting.rounds import LISTS, entries, entry_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from cobtrack.exchange.forms.form import CellChange
    from cobtrack.exchange.rounds.workbook import FilledWorkbook, NewRow
    from cobtrack.model.record import Record
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.round import Answer, Round
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.views.reporting.rounds import Entry, Reported

UNCONFIRMED: dict[str, Any] = {"provisional": True, "audience": "members"}
"""The fields of an entry that nobody has confirmed yet."""
UNCONFIRMED_RECORD: dict[str, Any] = {"certainty": "reported", "audience": "members"}
"""The fields of a new record that nobody has confirmed yet."""


@dataclass
class WorkbookPlan:
    """What becomes of the answers in a workbook."""

    path: Path
    round: str = ""
    by: str = ""
    refusal: str = ""
    """Why nothing in the workbook is taken; "" if its answers were compared with the data."""
    is_late: bool = False
    """Whether the organisation was asked to answer earlier."""
    accepted: list[tuple[str, str]] = field(default_factory=list)
    """What is added to the logs: the id of each record, and the answer in words."""
    nothing_new: list[str] = field(default_factory=list)
    """The ids of the records for which there is nothing new."""
    added: list[tuple[str, str]] = field(default_factory=list)
    """The new records: the id and the title of each."""
    unchanged: list[str] = field(default_factory=list)
    """The ids of the records whose answers are already in the data."""
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    """The answers about records that were changed in the data: the id, where the answer is, and what changed."""
    rejected: list[tuple[str, str]] = field(default_factory=list)
    """The answers that cannot be taken: where each is, and the reason."""
    remarks: list[str] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Whether the workbook changes the data."""
        return bool(self.accepted or self.nothing_new or self.added)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in."""
        others = (self.refusal, self.unchanged, self.conflicts, self.rejected, self.remarks)
        return not self.has_news and not any(others)


class NewEntry(NamedTuple):
    """An entry to add to the log of a record."""

    record: Reported
    entry: Entry
    data: dict[str, Any]
    """The entry as plain data for the file."""


class _Row(NamedTuple):
    """A row that was filled in: the id of its record, its place, and the texts of its filled cells."""

    id: str
    location: str
    texts: Mapping[str, str]
    headers: Mapping[str, str]


class AnswerReader:
    """The answers of an organisation in a round, compared with the data."""

    def __init__(self, loaded: Loaded, as_of: date, round_: Round, organisation: Actor, used_ids: set[str]) -> None:
        """Prepare to read the workbook of an organisation. The ids of new records are added to `used_ids`."""
        self.loaded, self.as_of = loaded, as_of
        self.round, self.organisation = round_, organisation
        self.workspace: Workspace = loaded.workspace
        self.answer: Answer | None = round_.answer_of.get(organisation.id)
        """What the organisation has answered before."""
        self.entries: list[NewEntry] = []
        self.records: list[tuple[str, dict[str, Any]]] = []
        """The new records: the name of the list and the data of each."""
        self._used_ids = used_ids
        self._seen: dict[str, object] = {}

    def read(self, plan: WorkbookPlan, filled: FilledWorkbook) -> None:
        """Decide what becomes of each row, and write it into the plan."""
        for identifier, cells in filled.rows.items():
            row = _row(identifier, cells)
            try:
                self._read_row(plan, filled, row)
            except CobtrackError as error:
                plan.rejected.append((f"{row.id} ({row.location})", _reason(error)))
        for new in filled.new:
            try:
                self._read_new(plan, new)
            except CobtrackError as error:
                plan.rejected.append((new.location, _reason(error)))

    def _read_row(self, plan: WorkbookPlan, filled: FilledWorkbook, row: _Row) -> None:
        found = self.workspace.find(row.id)
        if found is None or type(found) not in LISTS:
            raise CobtrackError(f"{row.id} is no longer in the workspace")
        record = cast("Reported", found)
        said = self._said(record, row)
        new = None if said == NOTHING_NEW else self._entry(record, said, row)
        content = _content(new.entry) if new else NOTHING_NEW
        if self._is_known(record, new, has_date="date" in row.texts) or self._seen.get(record.id) == content:
            plan.unchanged.append(record.id)
        elif record.id in self._seen:
            reason = "another workbook of the same organisation has another answer"
            plan.conflicts.append((record.id, row.location, reason))
        elif filled.fingerprints.get(row.id) != fingerprint(record, self.organisation.id):
            plan.conflicts.append((record.id, row.location, _what_changed(record)))
        else:
            self._seen[record.id] = content
            if new:
                self.entries.append(new)
                plan.accepted.append((record.id, _described(new)))
            else:
                plan.nothing_new.append(record.id)

    def _is_known(self, record: Reported, new: NewEntry | None, *, has_date: bool) -> bool:
        """Whether the data have an answer already."""
        if new is None:
            return self.answer is not None and record.id in self.answer.nothing_new_ids
        content, opened = _content(new.entry), self.round.opened.earliest
        for entry in entries(record):
            known, day = _content(entry), entry.date.latest
            if not has_date and opened and day and day >= opened:
                # An earlier import gave the entry the day of the import.
                known["date"] = content["date"]
            if known == content:
                return True
        return False

    def _said(self, record: Reported, row: _Row) -> str:
        """Return the answer in a row, as a word of the data or a number. Raises CobtrackError if there is none."""
        said, others = row.texts.get("answer", ""), [row.headers[key] for key in row.texts if key != "answer"]
        if not said:
            raise CobtrackError(f"there is no answer, only: {join(others)}")
        words = answers(type(record))
        if said == NOTHING_NEW and others:
            raise CobtrackError(f"the answer is “{in_words(said)}”, but something else is filled in: {join(others)}")
        if said in words:
            return said
        if isinstance(record, Indicator):
            return _ascii_digits(said).removesuffix("%").strip()
        typed = in_words(said) if said in ANSWERS else said
        raise CobtrackError(f"“{typed}” is not in the list: {join([*map(in_words, words)], 'or')}")

    def _entry(self, record: Reported, said: str, row: _Row) -> NewEntry:
        """Return the entry that an answer adds to the log of its record. Raises CobtrackError if it is not valid."""
        log = log_of(record)
        if isinstance(record, Indicator) and "date" not in row.texts:
            raise CobtrackError("the date of the value is missing")
        day = _ascii_digits(row.texts.get("date", str(self.as_of)))
        data = {"date": parse_value(type_of_field(log.model, "date"), day, self.workspace)}
        if isinstance(record, Paragraph):
            data |= self._assessed(said, row)
        elif isinstance(record, Indicator):
            data["value"] = parse_value(type_of_field(log.model, "value"), said, self.workspace)
            sources = _lines(row)
            data["source"] = sources[0] if len(sources) == 1 else sources
        else:
            data |= {"status": said, "evidence": _lines(row)}
        if "note" in row.texts and not isinstance(record, Paragraph):
            data["note"] = row.texts["note"]
        data = _in_order(log.model, data | {"by": self.organisation.id} | UNCONFIRMED)
        entry = cast("Entry", build_entry(self.loaded, log, data, self.as_of))
        _refuse_bad_addresses(entry)
        return NewEntry(record, entry, data)

    def _assessed(self, level: str, row: _Row) -> dict[str, Any]:
        if "note" not in row.texts:
            raise CobtrackError("the note is missing: every answer about a recommendation needs its reason")
        voice = VOICE_OF.get(self.organisation.kind, "civil-society")
        evidence = [{"bearing": "supports", "source": source} for source in _lines(row)]
        return {"voice": voice, "level": level, "reason": row.texts["note"], "evidence": evidence}

    def _read_new(self, plan: WorkbookPlan, row: NewRow) -> None:
        """Add the record that a row describes. Raises CobtrackError if it is not valid."""
        model, title = MODELS[row.list], row.fields.get("title", "")
        added = self.answer.added_ids if self.answer else ()
        known = {(type(record), str(getattr(record, "title", ""))) for record in map(self.workspace.by_id.get, added)}
        if (model, title) in known or row.list + title in self._seen:
            plan.unchanged.append(title)
            return
        data = {
            key: parse_value(type_of_field(model, key), _ascii_digits(text) if key == "year" else text, self.workspace)
            for key, text in row.fields.items()
        }
        if row.list in OWNER_FIELDS:
            data[OWNER_FIELDS[row.list]] = [self.organisation.id]
        reported = gettext(
            "%(round)s: report of %(organisation)s", organisation=self.organisation.label, round=self.round.title
        )
        data["source"] = [row.fields["source"], reported] if "source" in row.fields else reported
        identifier = free_slug(title, self._used_ids) or free_slug(f"{self.organisation.id} {row.list}", self._used_ids)
        data = _in_order(model, data | {"id": identifier} | UNCONFIRMED_RECORD)
        self._refuse_invalid(model, data)
        self._used_ids.add(identifier)
        self._seen[row.list + title] = title
        self.records.append((row.list, data))
        plan.added.append((identifier, title))

    def _refuse_invalid(self, model: type[Record], data: Mapping[str, Any]) -> None:
        """Raise CobtrackError if a new record is not valid, has personal data, or names an unknown recommendation."""
        result = build(model, dict(data), "")
        for problem in result.problems:
            raise CobtrackError(problem.message, problem.hint)
        if result.record is not None:
            refuse_private(safeguarding.in_new(result.record, self.workspace.settings))
            _refuse_bad_addresses(result.record)
        for identifier in data.get("recommendations", ()):
            if not isinstance(self.workspace.by_id.get(identifier), Paragraph):
                raise CobtrackError(f"there is no recommendation “{identifier}”")


def _refuse_bad_addresses(record: Record) -> None:
    """Raise CobtrackError if a record has a link that the rules do not allow, so that only its row is left out."""
    for finding in bad_addresses(record):
        raise CobtrackError(finding.message, finding.hint)


def _row(identifier: str, cells: Mapping[str, CellChange]) -> _Row:
    places = {key: change.location.rpartition(", column ") for key, change in cells.items()}
    location = next(iter(places.values()))[0]
    texts = {key: change.returned for key, change in cells.items()}
    return _Row(identifier, location, texts, {key: header for key, (_, _, header) in places.items()})


def _lines(row: _Row) -> list[str]:
    """Return the lines in the cell with the evidence."""
    return [line.strip() for line in row.texts.get("evidence", "").split("\n") if line.strip()]


def _in_order(model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that have a value, in the order of the model."""
    return {key: data[key] for key in fields_by_key(model) if data.get(key) not in (None, [], "")}


def _content(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, without whether somebody has confirmed it."""
    return entry.model_dump(mode="json", exclude={"provisional", "audience"}, exclude_defaults=True)


def _what_changed(record: Reported) -> str:
    log = entries(record)
    last = f"; its last entry is of {format_timeframe(log[-1].date)}" if log else ""
    return f"{record.id} was changed in the data after the workbook was written{last}"


def _described(new: NewEntry) -> str:
    return ". ".join(filter(None, entry_in_words(new.record, new.entry)))


def _reason(error: CobtrackError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message


def _ascii_digits(text: str) -> str:
    """Return a text with the digits of every script written as 0 to 9."""
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
