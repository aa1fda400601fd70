"""The packet for an organisation: what is asked of it, what it is responsible for, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.records.actor import Actor
from cobtrack.views import activities, deadlines, measures
from cobtrack.views.activities import CLOSED, action_state
from cobtrack.views.children import consultations
from cobtrack.views.editions.period import last_12_months
from cobtrack.views.editions.review import IndicatorRow, Step, indicator_row, steps
from cobtrack.views.editions.voices import Comparison, compare_all, current_recommendations, voices_in, without_chapeaus
from cobtrack.views.reporting.awaited import open_promises
from cobtrack.views.reporting.roles import supporters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.initiative import Initiative
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.children.consultations import ConsultationState
    from cobtrack.views.editions.period import Period
    from cobtrack.views.measures import MeasureState
    from cobtrack.views.reporting.awaited import Promise

VOICE_OF = {
    "ministry": "government",
    "state-body": "government",
    "child-led-network": "children",
    "un-agency": "un",
    "treaty-body": "un",
    "coalition": "civil-society",
    "working-group": "civil-society",
    "network": "civil-society",
    "organisation": "civil-society",
}
"""The voice with which an organisation of each kind says how far recommendations have been carried out."""


@dataclass(frozen=True)
class Packet:
    """Everything in the roadmap that concerns an organisation."""

    actor: Actor
    whole: Actor | None
    """The larger organisation that it is part of."""
    parts: tuple[Actor, ...]
    """Its members, groups or departments."""
    voice: str
    """The voice with which it speaks about recommendations; "" if it has none."""
    activities: tuple[ActivityState, ...]
    """The activities that it carries out, except those that are done or cancelled."""
    closed: int
    """The number of its activities and actions that are done or cancelled."""
    actions: tuple[ActionState, ...]
    supported: tuple[ActivityState | ActionState, ...]
    """The open activities and actions of others that it supports."""
    promises: tuple[Promise, ...]
    """What it promised in a contact and has not settled. Only members see it."""
    addressed: tuple[ActionState, ...]
    """Open actions of others that are meant to persuade it. Only members see them."""
    recommendations: tuple[Comparison, ...]
    """The treaty body's current recommendations that it has to carry out, supports or follows up."""
    voices: tuple[str, ...]
    """The voices that assessed any of these recommendations."""
    other_recommendations: int
    """The number of recommendations in other documents that it has to carry out or follows up."""
    help_wanted: tuple[Comparison, ...]
    """Recommendations for which a voice says that its help is needed."""
    indicators: tuple[IndicatorRow, ...]
    """The indicators that it measures."""
    initiatives: tuple[Initiative, ...]
    consultations: tuple[ConsultationState, ...]
    """The consultations with it, and those with a point that its work answers."""
    measures: tuple[MeasureState, ...]
    """The measures of the State that it issued, or that answer one of these recommendations."""
    steps: tuple[Step, ...]
    """The next steps that it has to take."""
    common_steps: tuple[Step, ...]
    """The deadlines of the next 12 months, whoever has to meet them."""
    to_report: tuple[ActivityState, ...]
    """Its activities that are late, or on which nothing was reported for 12 months though they should be under way."""
    to_report_actions: tuple[ActionState, ...]
    to_assess: tuple[Comparison, ...]
    """Its recommendations that its voice has not assessed for 12 months. The urgent ones come first."""
    to_measure: tuple[IndicatorRow, ...]
    """Its indicators with a value that is due, and those without a planned date and without a value of 12 months."""

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked of it."""
        return bool(
            self.to_report
            or self.to_report_actions
            or self.to_assess
            or self.to_measure
            or self.help_wanted
            or self.promises
        )

    @property
    def is_empty(self) -> bool:
        """Whether the data connect nothing with it."""
        mine = (
            self.activities, self.actions, self.addressed, self.recommendations, self.indicators, self.initiatives,
            self.consultations, self.measures,
            self.consultations, self.supported, self.promises,
        )  # fmt: skip
        return not any(mine) and not self.is_asked and not self.closed and not self.other_recommendations


def packet(workspace: Workspace, as_of: date, actor: Actor) -> Packet:
    """Return the packet for an organisation. `workspace` has the values that lettered items inherit."""
    period = last_12_months(as_of)
    all_states = activities.states(workspace, as_of)
    states = [row for row in all_states if actor.id in row.activity.responsible]
    all_actions = [action_state(action, as_of) for action in workspace.actions]
    actions = [row for row in all_actions if actor.id in row.action.responsible]
    work: tuple[ActivityState | ActionState, ...] = (*all_states, *all_actions)
    open_states = tuple(row for row in states if row.timing != "closed")
    open_actions = tuple(row for row in actions if row.status not in CLOSED)
    of_actor = [row for row in workspace.recommendations if _concerns(row, actor)]
    current = {row.id for row in current_recommendations(workspace)}
    of_current = [row for row in of_actor if row.id in current]
    recommendations = without_chapeaus(compare_all(workspace, of_current, period))
    indicators = tuple(
        indicator_row(indicator, as_of) for indicator in workspace.indicators if actor.id in indicator.responsible
    )
    outlook = deadlines.outlook(deadlines.states(workspace, as_of), as_of)
    all_steps = steps(workspace, as_of, outlook, all_states, all_actions)
    voice = VOICE_OF.get(actor.kind, "")
    whole = workspace.by_id.get(actor.part_of or "")
    return Packet(
        actor=actor,
        whole=whole if isinstance(whole, Actor) else None,
        parts=tuple(other for other in workspace.actors if other.part_of == actor.id),
        voice=voice,
        activities=open_states,
        closed=len(states) + len(actions) - len(open_states) - len(open_actions),
        actions=open_actions,
        supported=tuple(row for row in work if actor.id in supporters(row.record) and row.status not in CLOSED),
        promises=tuple(row for row in open_promises(workspace, as_of) if row.contact.with_ == actor.id),
        addressed=tuple(row for row in all_actions if actor.id in row.action.addressed_to and row.status not in CLOSED),
        recommendations=recommendations,
        voices=voices_in(recommendations),
        other_recommendations=len(of_actor) - len(of_current),
        help_wanted=tuple(
            row
            for row in compare_all(workspace, [row for row in workspace.recommendations if row.id in current], period)
            if any(
                actor.id in opinion.assessment.help_needed and not opinion.of_whole for opinion in row.opinions.values()
            )
        ),
        indicators=indicators,
        initiatives=tuple(row for row in workspace.initiatives if actor.id in row.organisations),
        consultations=tuple(
            row for row in consultations.states(workspace, as_of) if row.is_held and _is_answered_by(row, actor)
        ),
        measures=tuple(row for row in measures.states(workspace, as_of) if row.past and _is_of(row, actor, of_current)),
        steps=tuple(step for step in all_steps if _is_step_of(step, actor)),
        common_steps=tuple(step for step in all_steps if step.kind == "due"),
        to_report=tuple(row for row in open_states if _is_report_missing(row, period)),
        to_report_actions=tuple(row for row in open_actions if row.timing in {"overdue", "unconfirmed"} or row.stale),
        to_assess=tuple(
            sorted(
                (
                    row
                    for row in recommendations
                    if voice and not _is_assessed(row, voice) and actor.id not in supporters(row.paragraph)
                ),
                key=lambda row: not row.paragraph.urgent,
            )
        ),
        to_measure=tuple(row for row in indicators if _is_value_missing(row, period)),
    )


def _concerns(paragraph: Paragraph, actor: Actor) -> bool:
    return actor.id in (*paragraph.responsible, *paragraph.groups, *paragraph.supports)


def _is_of(row: MeasureState, actor: Actor, recommendations: Iterable[Paragraph]) -> bool:
    """Return whether an organisation issued a measure, or the measure answers one of the recommendations."""
    ids = {paragraph.id for paragraph in recommendations}
    ids |= {paragraph.inherited.id for paragraph in recommendations if paragraph.inherited}
    return actor.id in row.measure.issuer or not ids.isdisjoint(row.measure.answers)


def _is_answered_by(row: ConsultationState, actor: Actor) -> bool:
    """Return whether an organisation was consulted, or carries out something that answers a point."""
    answers = (answer.record for point in row.points for answer in point.answers)
    return actor.id in row.consultation.with_ or any(
        actor.id in (*getattr(record, "responsible", ()), *getattr(record, "organisations", ())) for record in answers
    )


def _is_step_of(step: Step, actor: Actor) -> bool:
    if step.action:
        return actor.id in step.action.action.responsible
    return any(actor.id in row.activity.responsible for row in step.activities)


def _is_report_missing(row: ActivityState, period: Period) -> bool:
    is_recent = row.latest is not None and period.includes(row.latest.date)
    return row.timing in {"overdue", "unconfirmed"} or (row.timing == "current" and not is_recent)


def _is_value_missing(row: IndicatorRow, period: Period) -> bool:
    """Return whether a value is due. If no date is planned, a value is due if the last one is older than the period."""
    if row.measuring.due:
        return row.measuring.is_wanted
    return not (row.latest and period.touches(row.latest.date))


def _is_assessed(row: Comparison, voice: str) -> bool:
    opinion = row.opinions.get(voice)
    return opinion is not None and opinion.is_new
