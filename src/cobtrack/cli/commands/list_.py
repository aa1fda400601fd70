"""`cobtrack list`."""

from __future__ import annotations

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
from cobtrack.cli.output.listing import Listing, add, in_sheet, sheet_id, show, when

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
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
            metavar="[WHAT]", help=f"{', '.join(LISTS[:-1])} or {LISTS[-1]}.", autocompletion=lambda: list(LISTS)
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
    makers = {
        "activities": _activities,
        "recommendations": follow_up.recommendations,
        "deadlines": _deadlines,
        "actors": _actors,
        "resources": follow_up.resources,
        "indicators": follow_up.indicators,
        "initiatives": follow_up.initiatives,
        "actions": follow_up.actions,
    }
    if what not in makers:
        close = close_matches(what, LISTS)
        hint = f"did you mean {close[0]}?" if close else f"one of {', '.join(LISTS)}"
        raise CommandError(f'there is no list of "{what}"', hint)
    if stale and "stale" not in STATUSES.get(what, ()):
        about = join([kind for kind in LISTS if "stale" in STATUSES.get(kind, ())])
        raise CommandError(f"--stale is about {about}, not {what}", "leave out --stale")
    _require_useful(what, {"pillar": pillar, "status": statuses, "actor": actor, "twg": twg, "mechanism": mechanism})
    chosen = parse_filters(session, pillar, statuses, actor, twg, mechanism, kind=what)
    listing = makers[what](session, chosen, with_lines=format is Format.json)
    listing.why = _nobody(session, what) if chosen.actors or chosen.groups else ""
    show(session, what, listing, format)
    if stale and what == "activities":
        _say_what_is_stale(session, chosen)


def _require_useful(what: str, given: dict[str, list[str]]) -> None:
    """Raise CannotError where a filter says nothing about this kind of thing."""
    from cobtrack.model.text.wording import join

    takes = _TAKES.get(what, tuple(given))
    for name, values in given.items():
        if values and name not in takes:
            can = join([f"--{one}" for one in takes])
            raise CommandError(f"{what} cannot be filtered by --{name}", f"they can be by {can}")


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
            date = when(row.activity.timeframe)
            told = Cell(f"(seen elsewhere, not confirmed) {text}" if row.seen_elsewhere else text, plain=text)
            name = Cell(row.activity.id, "bold", plain=sheet_id(row.activity.id))
            listing.rows.append([name, date, status_cell(row.status), status_cell(timing), told])
            seen = in_sheet([str(one.text) for one in row.seen_elsewhere])
            columns = ("pillar", "category", "stale", "responsible", "serves", "recommendations")
            data = as_json.activity(row)
            add(session, listing, row.activity, data, columns, with_lines=with_lines, seen_elsewhere=seen)
    return listing


def _deadlines(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, deadlines

    listing = Listing(["id", "when", "state", "owner", "what"], spare=["owner"])
    for row in deadlines.states(session.workspace, session.as_of):
        if chosen.matches_deadline(session.workspace, row):
            one = row.deadline
            # The date that the list is sorted by.
            date, owner = when(row.when, "no date"), f"{one.owner}, expected" if one.is_expected else one.owner
            listing.rows.append(
                [Cell(one.id, "bold"), date, status_cell(row.state), owner, markup.plain_text(one.title)]
            )
            columns = ("mechanism", "kind", "due", "certainty", "basis", "days", "activities")
            add(session, listing, one, as_json.deadline(row), columns, with_lines=with_lines)
    return listing


def _actors(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell
    from cobtrack.views import as_json

    listing = Listing(["id", "acronym", "kind", "name"], spare=["kind"])
    for one in session.workspace.actors:
        if chosen.matches_actors([one.id]):
            name = str(one.name) if one.name else Cell("name not known", plain="")
            listing.rows.append([Cell(one.id, "bold"), one.acronym or "-", one.kind, name])
            add(session, listing, one, as_json.record(one), ("part_of", "role"), with_lines=with_lines)
    return listing
