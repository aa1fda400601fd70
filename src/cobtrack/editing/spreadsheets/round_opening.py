"""Open a round of reporting, write its workbooks, and confirm what organisations have reported."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.editing.check import checked_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.errors import CobtrackError
from cobtrack.exchange.forms.read import has_comments
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.rounds import workbook
from cobtrack.model.audience import for_audience
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.edit import Edit
from cobtrack.model.kinds import KINDS
from cobtrack.model.languages.phrases import gettext, ngettext, speaking, spoken
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.round import Round
from cobtrack.store.catalogues import language as spoken_language
from cobtrack.store.edit.apply import apply_edits
from cobtrack.store.edit.records import new_file
from cobtrack.store.edit.source import naming_file
from cobtrack.store.load import load
from cobtrack.store.validation.build import build
from cobtrack.views.reporting.rounds import MEMBERS, asked_about, state, to_ask

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.views.reporting.rounds import Reported, ToReview

_KIND = next(kind for kind in KINDS if kind.model is Round)


def open_round(loaded: Loaded, identifier: str, until: str, also: Sequence[str], as_of: date) -> PlannedChange:
    """Return the changes that open a round: the file that says who is asked, and by when they answer.

    `also` has the ids of organisations to ask that are not asked otherwise. Raises CobtrackError if there is nobody to
    ask, if an id is not valid or in use, or if the date is not valid or has passed.
    """
    workspace = loaded.workspace
    for actor in also:
        if not isinstance(workspace.by_id.get(actor), Actor):
            raise CobtrackError(f"there is no organisation {actor}", "to list them: cobtrack list actors")
    if identifier in workspace.used_ids:
        raise CobtrackError(
            f"{identifier} is in use, or was used before", "choose another id, such as the year and month"
        )
    asked = to_ask(workspace, as_of, also)
    if not asked:
        hint = (
            "say who is responsible for activities, actions, recommendations and indicators, or name them with --also"
        )
        raise CobtrackError("nobody can be asked: no organisation has anything to report on", hint)
    data = {
        "id": identifier,
        "title": gettext("Reports for the round %(round)s", round=identifier),
        "opened": str(as_of),
        "until": until,
        "asked": [*asked],
    }
    result = build(Round, dict(data), "")
    for problem in result.problems:
        raise CobtrackError(problem.message, problem.hint)
    if isinstance(result.record, Round) and result.record.until.is_before(as_of):
        day = format_timeframe(result.record.until)
        raise CobtrackError(f"{day} has passed already", "give the day by which the organisations are to answer")
    file = _KIND.file(identifier)
    texts = {file: new_file(file, _KIND.name, data).encode()}
    words = ngettext("%(num)s organisation is asked", "%(num)s organisations are asked", len(asked))
    sentence = gettext("The round %(round)s is opened: %(asked)s", round=identifier, asked=words)
    return PlannedChange((sentence,), texts, checked_changes(loaded, texts, as_of))


class NewWorkbook(NamedTuple):
    """The workbook of an organisation."""

    organisation: Actor
    data: bytes
    total: int
    """How many records the organisation is asked about."""


def workbooks(loaded: Loaded, round_: Round, as_of: date, language: str = "") -> Iterator[NewWorkbook]:
    """Yield the workbook of each organisation that is asked in a round.

    Each is in the language of its organisation, or else in the spoken language. With `language`, all are in this
    language. Only organisations of the coalition see in it what is for members only.
    """
    workspace = loaded.workspace
    asked = [actor for actor in workspace.actors if actor.id in round_.asked]
    portfolio = asked_about(workspace, round_)
    known = workspace.settings.languages
    by_language: dict[str, list[Actor]] = defaultdict(list)
    for actor in asked:
        own = actor.language if actor.language in known else ""
        by_language[language or own or spoken().code].append(actor)
    for code, actors in by_language.items():
        same = code in {loaded.language or known[0], ""} and code == spoken().code
        read = workspace if same or code not in known else load(loaded.root, loaded.raw_bytes, code).workspace
        with speaking(spoken() if same else spoken_language(loaded.root, code)):
            yield from _workbooks_in(read, round_, actors, portfolio, as_of)


def _workbooks_in(
    workspace: Workspace,
    round_: Round,
    actors: Sequence[Actor],
    portfolio: Mapping[str, tuple[Reported, ...]],
    as_of: date,
) -> Iterator[NewWorkbook]:
    """Yield workbooks in the spoken language, with the texts of a workspace that was read in this language."""
    public = for_audience(workspace, "public")
    for actor in actors:
        visible = workspace if actor.kind in MEMBERS else public
        originals = {record.id: record for record in portfolio.get(actor.id, ())}
        shown = [record for identifier in originals if (record := visible.by_id.get(identifier))]
        organisation = visible.by_id.get(actor.id, actor)
        asked = workbook.Asked(visible, round_, organisation, shown, originals, as_of)  # type: ignore[arg-type]
        yield NewWorkbook(actor, workbook.write(asked), len(shown))


def why_kept(path: Path) -> str:
    """Return why an existing file must not be replaced by a new workbook; "" if nothing would be lost."""
    try:
        filled = workbook.read(path)
    except ImportFormatError:
        return gettext("it is not a workbook as cobtrack wrote it")
    if filled.rows or filled.new or filled.remarks:
        return gettext("it has been filled in")
    return gettext("it contains comments") if has_comments(path) else ""


def confirm(loaded: Loaded, round_: Round, names: Collection[str], as_of: date) -> PlannedChange:
    """Return the changes that confirm what organisations have reported in a round.

    `names` has the ids of organisations, or of records that were reported on. Raises CobtrackError if there is nothing
    to confirm for one of them, or if a file cannot be edited.
    """
    open_items = state(loaded.workspace, round_, as_of).to_review
    chosen = [item for item in open_items if {item.by, item.owner.id} & {*names}]
    for name in names:
        if not any(name in {item.by, item.owner.id} for item in chosen):
            hint = f"to see what is to be reviewed: cobtrack round {round_.id}"
            raise CobtrackError(f"there is nothing to confirm for {name} in the round {round_.id}", hint)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for item in chosen:
        edits[item.place.file] += [
            Edit(item.place.path, field, None) for field, value in _unconfirmed_fields(item) if value
        ]
    texts: dict[str, bytes] = {}
    for file, changes in edits.items():
        with naming_file(file):
            texts[file] = apply_edits(loaded.raw_bytes[file].decode(), changes).encode()
    sentences = tuple(
        gettext("%(record)s: what %(organisation)s reported is confirmed", record=item.owner.id, organisation=item.by)
        for item in chosen
    )
    return PlannedChange(sentences, texts, checked_changes(loaded, texts, as_of))


def _unconfirmed_fields(item: ToReview) -> Iterator[tuple[str, bool]]:
    """Yield the fields that say that something is not confirmed, each with whether it has to be removed."""
    if item.entry is None:
        yield "certainty", getattr(item.owner, "certainty", None) == "reported"
        yield "audience", getattr(item.owner, "audience", None) == "members"
    else:
        yield "provisional", item.entry.provisional
        yield "audience", item.entry.audience == "members"
