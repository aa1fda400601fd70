"""`cobtrack list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    LISTS,
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    CommandError,
    Format,
    FormatOption,
    ListStatus,
    MechanismFilter,
    PillarFilter,
    Quiet,
    Root,
    TwgFilter,
)  # fmt: skip
from cobtrack.cli.output.listing import Listing, add, as_csv, csv_id, date_cell, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record
    from cobtrack.views.filters import Filters


_TAKES = {
    "actors": ("actor", "twg"),
    "resources": ("mechanism",),
    "indicators": ("actor", "twg"),
    "initiatives": ("actor", "twg"),
    "actions": ("status", "actor", "twg"),
}
"""The filters that say something about a kind of thing, where not all do."""


def list_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help=f"{', '.join(LISTS[:-1])} or {LISTS[-1]}.", autocompletion=lambda: list(LISTS)
        ),
    ] = LISTS[0],
    pillar: PillarFilter = [],
    status: ListStatus = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    mechanism: MechanismFilter = [],
    stale: Annotated[
        bool, typer.Option("--stale", help="Only what runs, or still holds, and had no news for 12 months.")
    ] = False,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """List activities, recommendations, deadlines and more. Filters narrow the list.

    \b
      cobtrack list --status overdue
      cobtrack list recommendations --status urgent
      cobtrack list recommendations --stale
      cobtrack list activities --pillar 1,4 --format csv
    """
    from cobtrack.cli.commands import follow_up
    from cobtrack.cli.session import open_session, parse_filters
    from cobtrack.model.text.suggestions import close_matches
    from cobtrack.model.text.wording import join
    from cobtrack.views.filters import STATUSES

    session = open_session(root, as_of, color, quiet=quiet)
    statuses = [*status, *(["stale"] if stale else [])]
    makers: dict[str, Callable[..., Listing]] = {
        "activities": _activities,
        "recommendations": follow_up.recommendations,
        "deadlines": _deadlines,
        "actors": _actors,
        "resources": follow_up.resources,
        "indicators": follow_up.indicators,
        "initiatives": follow_up.initiatives,
        "actions": follow_up.actions,
        **{name: partial(_records, model=model) for name, model in _other_record_types().items()},
    }
    if what not in makers:
        close = close_matches(what, tuple(makers))
        hint = f"did you mean {close[0]}?" if close else f"one of {', '.join(makers)}"
        raise CommandError(f'there is no list of "{what}"', hint)
    if stale and "stale" not in STATUSES.get(what, ()):
        about = join([kind for kind in LISTS if "stale" in STATUSES.get(kind, ())])
        raise CommandError(f"--stale is about {about}, not {what}", "leave out --stale")
    _require_useful(
        what, _takes(what), {"pillar": pillar, "status": statuses, "actor": actor, "twg": twg, "mechanism": mechanism}
    )
    chosen = parse_filters(session, pillar, statuses, actor, twg, mechanism, kind=what)
    listing = makers[what](session, chosen, with_lines=format is Format.json)
    listing.empty_reason = _nobody(session, what) if chosen.actors or chosen.groups else ""
    show(session, what, listing, format)
    if stale and what == "activities":
        _say_what_is_stale(session, chosen)


def _other_record_types() -> dict[str, type[Record]]:
    """Return the kinds of record that have no list of their own, by name: documents, measures, ..."""
    from cobtrack.model.kinds import KINDS

    types = {name: model for kind in KINDS for name, model in kind.record_types.items()}
    return {name: model for name, model in types.items() if name not in LISTS}


def _takes(what: str) -> tuple[str, ...] | None:
    """Return the filters that say something about this kind of record; None if all do."""
    from cobtrack.model.references import target_types

    if model := _other_record_types().get(what):
        targets = target_types(model)
        return (*(["actor", "twg"] if "Actor" in targets else []), *(["mechanism"] if "Mechanism" in targets else []))
    return _TAKES.get(what)


def _require_useful(what: str, takes: tuple[str, ...] | None, given: dict[str, list[str]]) -> None:
    """Raise CommandError if a filter says nothing about this kind of record."""
    from cobtrack.model.text.wording import join

    for name, values in given.items():
        if values and takes is not None and name not in takes:
            can = f"they can be by {join([f'--{take}' for take in takes])}" if takes else f"leave out --{name}"
            raise CommandError(f"{what} cannot be filtered by --{name}", can)


def _nobody(session: Session, what: str) -> str:
    """That nobody is named at all, so that no organisation can find anything."""
    workspace = session.workspace
    if what in {"activities", "deadlines"} and not any(one.responsible for one in workspace.activities):
        return "no activity names anybody responsible yet"
    if what == "recommendations" and not any(one.responsible or one.groups for one in workspace.recommendations):
        return "no recommendation names anybody responsible, or a group, yet"
    return ""


def _say_what_is_stale(session: Session, chosen: Filters) -> None:
    """What stale means, and that what is overdue is not called so."""
    from dataclasses import replace

    from cobtrack.model.text.wording import quantity
    from cobtrack.views import activities

    late = replace(chosen, statuses=frozenset({"overdue"}))
    rows = activities.states(session.workspace, session.as_of)
    left = sum(late.matches_activity(session.workspace, row) for row in rows) if "overdue" not in chosen.statuses else 0
    told = "stale is what runs and was not reported on for 12 months"
    more = f"; {quantity(left, 'activity is', 'activities are')} overdue: --status stale,overdue" if left else ""
    session.terminal.notify(told + more, "note")


def _activities(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import activities, as_json

    listing = Listing(["id", "timeframe", "status", "timing", "activity"])
    for row in activities.states(session.workspace, session.as_of):
        if chosen.matches_activity(session.workspace, row):
            timing = "stale" if row.stale and row.latest else row.timing
            text = markup.plain_text(row.activity.text)
            date = date_cell(row.activity.timeframe)
            told = Cell(f"(seen elsewhere, not confirmed) {text}" if row.seen_elsewhere else text, plain=text)
            name = Cell(row.activity.id, "bold", plain=csv_id(row.activity.id))
            listing.rows.append([name, date, status_cell(row.status), status_cell(timing), told])
            seen = as_csv([str(one.text) for one in row.seen_elsewhere])
            columns = ("pillar", "category", "stale", "responsible", "serves", "recommendations")
            data = as_json.activity(row)
            add(session, listing, row.activity, data, columns, with_lines=with_lines, seen_elsewhere=seen)
    return listing


def _deadlines(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, deadlines

    listing = Listing(["id", "when", "state", "owner", "what"], droppable=["owner"])
    for row in deadlines.states(session.workspace, session.as_of):
        if chosen.matches_deadline(session.workspace, row):
            one = row.deadline
            # The date that the list is sorted by.
            date, owner = date_cell(row.when, "no date"), f"{one.owner}, expected" if one.is_expected else one.owner
            listing.rows.append(
                [Cell(one.id, "bold"), date, status_cell(row.state), owner, markup.plain_text(one.title)]
            )
            columns = ("mechanism", "kind", "due", "certainty", "basis", "days", "activities")
            add(session, listing, one, as_json.deadline(row), columns, with_lines=with_lines)
    return listing


def _actors(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell
    from cobtrack.views import as_json

    listing = Listing(["id", "acronym", "kind", "name"], droppable=["kind"])
    for one in session.workspace.actors:
        if chosen.matches_actors([one.id]):
            name = str(one.name) if one.name else Cell("name not known", plain="")
            listing.rows.append([Cell(one.id, "bold"), one.acronym or "-", one.kind, name])
            add(session, listing, one, as_json.record(one), ("part_of", "role"), with_lines=with_lines)
    return listing


def _records(session: Session, chosen: Filters, *, model: type[Record], with_lines: bool) -> Listing:
    """List the records of a type with their first date; the filters apply to all links of a record."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import field_type, fields_by_key, record_type, unwrap_type
    from cobtrack.model.references import references
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.details import heading

    links: dict[str, dict[str, set[str]]] = {}
    for link in references(session.workspace):
        if isinstance(link.owner, model):
            targets = links.setdefault(getattr(link.owner, "id", ""), {})
            targets.setdefault(link.target_type, set()).add(link.target_id)
    date = next((name for name in model.model_fields if unwrap_type(field_type(model, name)) is Timeframe), "")
    shown = {"id", "title", date}
    columns = [
        key
        for key, name in fields_by_key(model).items()
        if name not in shown and not record_type(field_type(model, name))
    ]
    listing = Listing(["id", *([date] if date else []), "title"])
    for record in session.workspace.all_records():
        targets = links.get(record.id, {})
        mechanisms = targets.get("Mechanism", set())
        if (
            isinstance(record, model)
            and chosen.matches_actors(targets.get("Actor", ()))
            and (not chosen.mechanisms or chosen.mechanisms & mechanisms)
        ):
            dates = [date_cell(getattr(record, date))] if date else []
            listing.rows.append([Cell(record.id, "bold"), *dates, markup.plain_text(heading(record))])
            add(session, listing, record, as_json.record(record), columns, with_lines=with_lines)
    return listing
