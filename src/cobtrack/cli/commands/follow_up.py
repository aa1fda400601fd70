"""Lists of what belongs to recommendations: resources, indicators, initiatives, actions; and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.output.listing import Listing, add, csv_id, date_cell

if TYPE_CHECKING:
    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice
    from cobtrack.views.filters import Filters
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState


def recommendations(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    """The recommendations, with their priority and what was last said of each."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.assessments import latest_by_voice
    from cobtrack.views.priority import priority
    from cobtrack.views.recommendations import TO_CHECK, list_recommendations

    header = ["id", "urgent", "seen", "priority", "assessed", "activities", "recommendation"]
    listing = Listing(header, droppable=["seen", "activities", "urgent", "priority", "assessed"])
    workspace = with_inherited(session.workspace)
    # What has to be checked may be whether it is a recommendation at all.
    for row in list_recommendations(workspace, to_check=TO_CHECK in chosen.statuses):
        one = row.paragraph
        if chosen.matches_recommendation(workspace, one, session.as_of):
            now, pressing = latest_by_voice(one, session.as_of), priority(workspace, one)
            ids = ", ".join(activity.id for activity in row.activities) or "-"
            sheet = "; ".join(csv_id(activity.id) for activity in row.activities)
            named = Cell(f"{ids}{row.named_as_whole}", short=ids, plain=sheet)
            text = ": ".join(str(part) for part in (one.heading, one.text or one.summary) if part)
            kind = "" if one.kind == "recommendation" else f"({one.kind}) "
            urgent = Cell("-", "dim")
            if one.urgent:
                urgent = Cell(f"urgent{one.inherited_note('urgent')}", "yellow", short="urgent", plain="urgent")
            band = [pressing.band] if pressing.scored else []
            said = ", ".join([*band, *(["outdated"] if one.outdated else [])]) or "-"
            cells = [Cell(one.id, "bold"), urgent, one.seen, said, _levels(now), named, kind + markup.plain_text(text)]
            listing.rows.append(cells)
            data, more = as_json.recommendation(row, now, pressing), _columns(workspace, row, now, pressing)
            add(session, listing, one, data, _FIELDS, with_lines=with_lines, **more)
    return listing


_FIELDS = (
    "document", "citation", "section", "heading", "cluster", "position", "responsible", "groups", "made_by", "themes",
    "affected_persons", "sdgs", "stale", "check",
)  # fmt: skip


def _columns(workspace: Workspace, row: RecommendationState, now: LatestByVoice, pressing: Priority) -> dict[str, str]:
    """What a spreadsheet has besides of a recommendation: its body, priority, and what each voice last said."""
    from cobtrack.views.assessments import VOICES
    from cobtrack.views.priority import repetitions

    one, mechanism = row.paragraph, workspace.by_id.get(row.document.mechanism)
    clusters = workspace.settings.clusters
    return {
        "body": getattr(mechanism, "acronym", "") or row.document.mechanism,
        "paragraph": one.label if one.number else "",
        "cluster_title": str(clusters.get(one.cluster, "")),
        "repeated": "; ".join(repetitions(workspace, one)),
        "outdated": one.outdated.reason if one.outdated else "",
        "importance": "" if pressing.importance is None else str(pressing.importance),
        "feasibility": "" if pressing.feasibility is None else str(pressing.feasibility),
        **{voice: now.latest[voice].level if voice in now.latest else "" for voice in VOICES},
        "inherited_from": one.inherited.id if one.inherited else "",
    }


def _levels(now: LatestByVoice) -> Cell:
    """What each voice last said; a narrow terminal gets when that was: no level stands there without its voice."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short

    if not now.latest:
        return Cell("-")
    newest = max(now.latest.values(), key=lambda one: str(one.date.latest or ""))
    levels = ", ".join(
        f"{each.level} ({voice}, {each.date}{now.inherited_note(voice)})" for voice, each in now.latest.items()
    )
    others = f" (+{len(now.latest) - 1})" if len(now.latest) > 1 else ""
    return Cell(levels, short=format_short(newest.date) + others)


def resources(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    """Resources; the filter by mechanism counts."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json

    listing = Listing(["id", "kind", "year", "title"])
    for one in session.workspace.resources:
        if not chosen.mechanisms or one.mechanism in chosen.mechanisms:
            number = f"No. {one.number}: " if one.number else ""
            listing.rows.append(
                [Cell(one.id, "bold"), one.kind, str(one.year or "-"), f"{number}{markup.plain_text(one.title)}"]
            )
            add(
                session,
                listing,
                one,
                as_json.record(one),
                ("mechanism", "symbol", "url", "summary"),
                with_lines=with_lines,
            )
    return listing


def indicators(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    """Indicators, with their values over time as a sparkline."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.indicators import progress_to_target, series
    from cobtrack.views.sparkline import sparkline

    listing = Listing(["id", "type", "values", "last", "target", "indicator"], droppable=["type", "values"])
    for one in session.workspace.indicators:
        if chosen.matches_actors(one.responsible):
            values = series(one, session.as_of)
            last = Cell(f"{values[-1].value} ({values[-1].date})", plain=values[-1].value) if values else "-"
            gone = progress_to_target(one, session.as_of)
            aim = one.target.value if one.target else "-"
            target = Cell(f"{aim} ({gone:.0%} of the way)", short=aim, plain=aim) if gone is not None else aim
            line = Cell(
                sparkline([each.number for each in values]) or "-", plain=" ".join(each.value for each in values)
            )
            listing.rows.append([Cell(one.id, "bold"), one.type, line, last, target, markup.plain_text(one.title)])
            add(
                session,
                listing,
                one,
                as_json.record(one),
                ("unit", "responsible", "recommendations"),
                with_lines=with_lines,
            )
    return listing


def initiatives(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    """Initiatives; the filter by actor counts."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json

    listing = Listing(["id", "when", "organisations", "initiative"], droppable=["organisations"])
    for one in session.workspace.initiatives:
        if chosen.matches_actors(one.organisations):
            who = ", ".join(one.organisations) or "-"
            listing.rows.append([Cell(one.id, "bold"), date_cell(one.timeframe), who, markup.plain_text(one.title)])
            add(
                session,
                listing,
                one,
                as_json.record(one),
                ("location", "recommendations", "activities"),
                with_lines=with_lines,
            )
    return listing


def actions(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    """The action and advocacy plan; the filters by actor and status count."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.activities import action_state

    header = ["id", "by when", "status", "timing", "responsible", "addressed to", "action"]
    listing = Listing(header, droppable=["addressed to", "responsible", "timing"])
    for one in session.workspace.actions:
        row = action_state(one, session.as_of)
        if chosen.matches_action(row):
            who, whom = ", ".join(one.responsible) or "-", ", ".join(one.addressed_to) or "-"
            timing = "stale" if row.stale and row.latest else row.timing or "-"
            head = [Cell(one.id, "bold"), date_cell(one.timeframe), status_cell(row.status), status_cell(timing)]
            listing.rows.append([*head, who, whom, markup.plain_text(one.title)])
            add(
                session,
                listing,
                one,
                as_json.action(row),
                ("kind", "recommendations", "activities"),
                with_lines=with_lines,
            )
    return listing


def standing(session: Session, found: tuple[AssessmentSummary, ...]) -> None:
    """How the recommendations stand: by document and voice, and what stands in the way."""
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.dates.format import format_day, format_timeframe
    from cobtrack.model.text.wording import chapeau_note, quantity
    from cobtrack.views.assessments import LEVELS, NOT_ASSESSED

    terminal = session.terminal
    terminal.print(f"Recommendations, as of {format_day(session.as_of)}", "bold")
    for one in found:
        terminal.print()
        counted = quantity(len(one.rows), "recommendation") + chapeau_note(one.lead_ins)
        terminal.wrapped(f"{one.document.name}: {counted}", style="bold")
        whole = f" ({one.assessed_as_whole} of them as of their paragraph)" if one.assessed_as_whole else ""
        told = f"{one.assessed} assessed by anybody{whole}, {one.stale} without news for 12 months"
        terminal.print(f"  {told}")
        if one.by_voice:
            levels = [level for level in (*LEVELS, NOT_ASSESSED) if any(by[level] for by in one.by_voice.values())]
            table = Table([*(level.replace("-", "-\n") for level in levels), "voice"], frozenset(range(len(levels))))
            for voice, by in one.by_voice.items():
                table.rows.append([*(Cell(str(by[level] or "-")) for level in levels), Cell(voice)])
            terminal.print()
            terminal.table(table)
        for row in one.rows:
            # Voices are never merged, and none is shown without its date.
            for voice, each in row.latest.items():
                if voice in row.inherited:
                    continue  # Said once, of the paragraph.
                said = f"({voice}, {format_timeframe(each.date)})"
                for obstacle in each.obstacles:
                    terminal.wrapped(f"{row.paragraph.id}: {obstacle} {said}", "            ", "  obstacle  ")
                if each.help_needed:
                    needed = ", ".join(each.help_needed)
                    terminal.wrapped(f"{row.paragraph.id}: {needed} {said}", "            ", "  help from ")
    terminal.print()
    terminal.wrapped(
        "Each: cobtrack list recommendations, cobtrack show ID, cobtrack matrix --columns status", style="dim"
    )
