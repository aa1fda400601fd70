"""Rounds of reporting: what each organisation is asked about, who has answered, and what has to be reviewed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.labels import ASSESSED_LEVEL, LOGGED_STATUS
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.action import Action
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.document import Assessment, Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import Progress
from cobtrack.views.activities import CLOSED, status_on
from cobtrack.views.indicators.wording import amount
from cobtrack.views.recommendations import countable
from cobtrack.views.reporting.roles import leads, supporters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.problem import Place
    from cobtrack.model.record import Record
    from cobtrack.model.records.indicator import Measurement
    from cobtrack.model.records.round import Answer, Round
    from cobtrack.model.workspace import RecordWithId, Workspace

    Entry = Progress | Assessment | Measurement
    Reported = Activity | Action | Paragraph | Indicator

NOT_ASKED = ("ministry", "state-body", "treaty-body", "regional-body")
"""The kinds of organisations that get no workbook unless they are named: the State is asked in other ways."""
MEMBERS = ("coalition", "working-group", "child-led-network", "network", "organisation")
"""The kinds of organisations whose workbooks show what only members may see."""
LISTS: Mapping[type[Record], str] = {
    Activity: "activities",
    Action: "actions",
    Paragraph: "recommendations",
    Indicator: "indicators",
}
"""The models of the records that organisations report on, with the names of their lists."""
LOGS: Mapping[type[Record], str] = {
    Activity: "progress",
    Action: "progress",
    Paragraph: "assessments",
    Indicator: "values",
}
"""The names of the logs that have the reports about these records."""


def portfolios(workspace: Workspace, as_of: date) -> dict[str, tuple[Reported, ...]]:
    """Return the records that each organisation reports on, keyed by the id of the organisation.

    These are the open activities and actions that it leads or supports, the recommendations that it answers for,
    supports or follows up on as a working group, and the indicators that it measures. Recommendations that no longer
    apply, or that only introduce lettered items, are left out.
    """
    return _open_on(_portfolios(workspace), as_of)


def asked_about(workspace: Workspace, record: Round) -> dict[str, tuple[Reported, ...]]:
    """Return the records that each organisation was asked about in a round, keyed by the id of the organisation."""
    return _asked_about(_portfolios(workspace), record)


def _asked_about(known: Mapping[str, Sequence[Reported]], record: Round) -> dict[str, tuple[Reported, ...]]:
    """Return what was open when a round was opened, and all that any organisation has answered for in the round.

    An organisation may report that something is done. The others were asked about it nevertheless.
    """
    answered = {identifier for answer in record.answers for identifier in answer.answered_ids}
    return _open_on(known, record.opened.earliest, answered)


def _portfolios(workspace: Workspace) -> dict[str, list[Reported]]:
    """Return the records that each organisation reports on, with those that are done or cancelled."""
    found: dict[str, list[Reported]] = {actor.id: [] for actor in workspace.actors}
    # A lettered item inherits its organisations from its paragraph, but has a log of its own.
    for record in _to_report(with_inherited(workspace)):
        groups = record.groups if isinstance(record, Paragraph) else ()
        own = cast("Reported", workspace.by_id[record.id])
        for actor in dict.fromkeys((*leads(record), *supporters(record), *groups)):
            if actor in found:
                found[actor].append(own)
    return found


def _to_report(workspace: Workspace) -> Iterator[Reported]:
    yield from workspace.activities
    yield from workspace.actions
    for paragraph in countable(workspace.recommendations, workspace.recommendations):
        if not paragraph.outdated:
            yield paragraph
    yield from workspace.indicators


def _open_on(
    known: Mapping[str, Sequence[Reported]], day: date | None, answered: Collection[str] = ()
) -> dict[str, tuple[Reported, ...]]:
    """Return the records that are not done or cancelled on a day, and those with the given ids."""
    kept = {
        actor: tuple(record for record in records if record.id in answered or not (day and _is_closed(record, day)))
        for actor, records in known.items()
    }
    return {actor: records for actor, records in kept.items() if records}


def _is_closed(record: Reported, day: date) -> bool:
    return isinstance(record, Activity | Action) and status_on(record, day) in CLOSED


def to_ask(workspace: Workspace, as_of: date, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the ids of the organisations to ask in a new round.

    These are the organisations that have something to report on and are not of a kind in NOT_ASKED, and the
    organisations that `also` names.
    """
    named = {*also}
    has_something = portfolios(workspace, as_of)
    return tuple(
        actor.id
        for actor in workspace.actors
        if actor.id in named or (actor.kind not in NOT_ASKED and actor.id in has_something)
    )


def entries(record: Reported) -> tuple[Entry, ...]:
    """Return the log of a record, with the oldest entry first."""
    log: tuple[Entry, ...] = getattr(record, LOGS[type(record)])
    return log


def entry_in_words(record: Record, entry: Entry) -> tuple[str, str]:
    """Return an entry in words: its date with the status, level or value, and its note ("" if it has none)."""
    match entry:
        case Progress():
            said, note = LOGGED_STATUS[entry.status].singular, entry.note
        case Assessment():
            said, note = ASSESSED_LEVEL[entry.level].singular, entry.reason
        case _:
            said, note = amount(entry.value, getattr(record, "unit", None)), entry.note
    return gettext("%(label)s: %(text)s", label=format_timeframe(entry.date), text=said), note or ""


class ToReview(NamedTuple):
    """Something that an organisation reported and that nobody has confirmed yet."""

    by: str
    """The id of the organisation."""
    owner: RecordWithId
    """The record that was reported on, or that the organisation added."""
    entry: Entry | None
    """The entry of the record's log; None if the organisation added the record."""

    @property
    def place(self) -> Place:
        """The place of the entry, or of the added record, in the data files."""
        return (self.entry or self.owner).place


@dataclass(frozen=True)
class AnswerState:
    """How far an organisation has answered in a round."""

    actor: str
    """The id of the organisation."""
    organisation: Actor | None
    records: tuple[Reported, ...]
    """The records that the organisation was asked about, and those that it has answered for."""
    answer: Answer | None
    to_review: tuple[ToReview, ...] = ()

    @property
    def answered(self) -> int:
        """The number of records that the organisation has answered for."""
        return len(set(self.answer.answered_ids)) if self.answer else 0

    @property
    def total(self) -> int:
        """The number of records that the organisation was asked about."""
        return len(self.records)

    @property
    def label(self) -> str:
        """The acronym or the name of the organisation."""
        return self.organisation.label if self.organisation else self.actor


@dataclass(frozen=True)
class RoundState:
    """A round on a day: who has answered, who has not, and what is still to be reviewed."""

    round: Round
    rows: tuple[AnswerState, ...]
    """All organisations that were asked or have answered, in the order of the files."""
    is_late: bool
    """Whether the day by which the organisations were asked to answer has passed."""

    @property
    def answered(self) -> tuple[AnswerState, ...]:
        """The organisations that have answered."""
        return tuple(row for row in self.rows if row.answer)

    @property
    def waiting(self) -> tuple[AnswerState, ...]:
        """The organisations that have not answered yet."""
        return tuple(row for row in self.rows if not row.answer)

    @property
    def to_review(self) -> tuple[ToReview, ...]:
        """Everything that is still to be reviewed."""
        return tuple(item for row in self.rows for item in row.to_review)

    @property
    def is_open(self) -> bool:
        """Whether an organisation has not answered yet."""
        return bool(self.waiting)


def states(workspace: Workspace, as_of: date) -> tuple[RoundState, ...]:
    """Return the states of all rounds that were opened by the given day. The newest round comes first."""
    begun = [record for record in workspace.rounds if record.opened.may_have_begun_by(as_of)]
    if not begun:
        return ()
    known, reviews = _portfolios(workspace), _to_review(workspace)
    rows = [_state(workspace, record, as_of, known, reviews) for record in begun]
    return tuple(sorted(rows, key=lambda row: row.round.sorting_key, reverse=True))


def state(workspace: Workspace, record: Round, as_of: date) -> RoundState:
    """Return the state of a round on the given day."""
    return _state(workspace, record, as_of, _portfolios(workspace), _to_review(workspace))


def _state(
    workspace: Workspace,
    record: Round,
    as_of: date,
    known: Mapping[str, Sequence[Reported]],
    reviews: Mapping[str, list[ToReview]],
) -> RoundState:
    answers, asked, rows = record.answer_of, _asked_about(known, record), list[AnswerState]()
    for actor in dict.fromkeys((*record.asked, *answers)):
        answer = answers.get(actor)
        answer = answer if answer and answer.date.is_on_or_before(as_of) else None
        answered = [workspace.by_id[id_] for id_ in answer.answered_ids if id_ in workspace.by_id] if answer else []
        records = {item.id: item for item in (*asked.get(actor, ()), *answered) if type(item) in LISTS}
        named = {*answer.reported_ids, *answer.added_ids} if answer else set[str]()
        to_review = tuple(item for item in reviews.get(actor, ()) if item.owner.id in named)
        organisation = workspace.by_id.get(actor)
        rows.append(
            AnswerState(
                actor,
                organisation if isinstance(organisation, Actor) else None,
                tuple(records.values()),  # type: ignore[arg-type]
                answer,
                to_review,
            )
        )
    return RoundState(record, tuple(rows), record.until.is_certainly_before(as_of))


def _to_review(workspace: Workspace) -> Mapping[str, list[ToReview]]:
    """Return everything that organisations have reported and nobody has confirmed, keyed by organisation."""
    found: defaultdict[str, list[ToReview]] = defaultdict(list)
    for model, name in LISTS.items():
        for record in getattr(workspace, name):
            for entry in getattr(record, LOGS[model]):
                if entry.provisional and entry.by:
                    found[entry.by].append(ToReview(entry.by, record, entry))
    for round_ in workspace.rounds:
        for answer in round_.answers:
            for identifier in answer.added_ids:
                record = workspace.by_id.get(identifier)
                if record is not None and is_unconfirmed(record):
                    found[answer.by].append(ToReview(answer.by, record, None))
    return found


def is_unconfirmed(record: Record) -> bool:
    """Whether a record that an organisation added is still to be reviewed."""
    return getattr(record, "certainty", None) == "reported" and getattr(record, "audience", None) == "members"
