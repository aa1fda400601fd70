"""Compute everything that the documents of a workspace can show on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cobtrack.model.earlier import describe_older_texts, records_with_earlier_values, written_about_earlier_words
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.languages.phrases import gettext, spoken
from cobtrack.model.scenario import as_planned_on, without_later_replies
from cobtrack.model.schedule import build_schedule
from cobtrack.render.citations import replace_ids
from cobtrack.render.footnotes import Footnote, footnotes
from cobtrack.render.pictures.budgets import BudgetChart, budget_charts
from cobtrack.render.pictures.share_card import ShareCard, share_cards
from cobtrack.render.pictures.timeline import TimelineChart, timeline_charts
from cobtrack.render.recommendations import Recommendations
from cobtrack.views import activities, deadlines, measures, recommendations, status
from cobtrack.views import timeline as timeline_view
from cobtrack.views.budgets.overview import BudgetOverview, budget_overview
from cobtrack.views.changes.dated import dated_updates
from cobtrack.views.changes.versions import version_note
from cobtrack.views.children import consultations
from cobtrack.views.children.contributions import contributions
from cobtrack.views.editions.agenda import agenda
from cobtrack.views.editions.cobs_summary import cobs_summary
from cobtrack.views.editions.committee_report import committee_report
from cobtrack.views.editions.main_points import main_points
from cobtrack.views.editions.other_reviews import other_reviews
from cobtrack.views.editions.outdated import outdated_groups
from cobtrack.views.editions.packet import packet
from cobtrack.views.editions.period import last_12_months, since_adoption
from cobtrack.views.editions.regional_comparison import regional_comparison
from cobtrack.views.editions.review import review
from cobtrack.views.editions.state_report import state_report_input
from cobtrack.views.editions.summary_sheet import summary_sheet
from cobtrack.views.editions.word_limits import LIMITED_DOCUMENTS, lowest_limit, word_limits
from cobtrack.views.evidence.trace import Tracer, sum_chains
from cobtrack.views.languages.translations import translations
from cobtrack.views.measures import Answers
from cobtrack.views.plain_words.child_friendly import child_friendly
from cobtrack.views.plain_words.key_messages import key_messages
from cobtrack.views.plans import describe_changes
from cobtrack.views.recommendations import current_documents
from cobtrack.views.reporting import rounds
from cobtrack.views.reporting.awaited import awaited_replies, open_promises
from cobtrack.views.reporting.owed import owed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.changes.dated import VersionUpdates
    from cobtrack.views.children.consultations import ConsultationState, OwedFeedback
    from cobtrack.views.children.contributions import Contributions
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.editions.agenda import Agenda
    from cobtrack.views.editions.cobs_summary import CobsSummary
    from cobtrack.views.editions.committee_report import CommitteeReport
    from cobtrack.views.editions.main_points import MainPoints
    from cobtrack.views.editions.other_reviews import OtherReviews
    from cobtrack.views.editions.outdated import OutdatedGroup
    from cobtrack.views.editions.packet import Packet
    from cobtrack.views.editions.regional_comparison import RegionalComparison
    from cobtrack.views.editions.review import Review
    from cobtrack.views.editions.state_report import StateReportInput
    from cobtrack.views.editions.summary_sheet import SummarySheet
    from cobtrack.views.editions.word_limits import WordLimit
    from cobtrack.views.evidence.trace import Chain, ChainSums
    from cobtrack.views.languages.translations import Translations
    from cobtrack.views.measures import MeasureState
    from cobtrack.views.plain_words.child_friendly import ChildFriendly
    from cobtrack.views.plain_words.key_messages import KeyMessages
    from cobtrack.views.recommendations import Coverage
    from cobtrack.views.reporting.awaited import Promise, Reply
    from cobtrack.views.reporting.owed import Owed
    from cobtrack.views.reporting.rounds import RoundState
    from cobtrack.views.status import StatusReport
    from cobtrack.views.timeline import Timeline
    from cobtrack.views.topics import Topic

_RAISED_FIRST = 10
"""The number of recommendations to raise first in the alternative report."""


@dataclass(frozen=True)
class Results:
    """Everything that the documents of one workspace can show on one day. Each result is computed when it is needed.

    `context` converts the results to plain data for the templates.
    """

    recorded: Workspace
    """The workspace as it is in the files. Use `workspace` for everything that a document shows."""
    as_of: date
    time_problems: tuple[Problem, ...] = ()
    """The problems that the rules about time report."""
    topic: Topic | None = None
    """The topic of a summary sheet; None if the user named no topic."""
    actor: Actor | None = None
    """The organisation or working group that a packet is for; None if the user named no organisation."""

    @cached_property
    def _planned(self) -> Workspace:
        return without_later_replies(as_planned_on(self.recorded, self.as_of), self.as_of)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace with the dates that were planned on the day, and with what lettered items inherit."""
        return with_inherited(self._planned)

    @cached_property
    def owed(self) -> tuple[Owed, ...]:
        """What each organisation answers for and owes on the day. Those that owe most come first."""
        return owed(self._planned, self.as_of)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The promises of organisations that are not settled on the day."""
        return open_promises(self._planned, self.as_of)

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """The replies to assessments that the State was asked for and has not given by the day."""
        return awaited_replies(self._planned, self.as_of)

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """The chains of all recommendations, from words to evidence."""
        return tuple(Tracer(self._planned, self.as_of).chains())

    @cached_property
    def first_missing(self) -> dict[str, str]:
        """The first missing link of each recommendation whose chain is not whole, keyed by id."""
        return {chain.paragraph.id: chain.first_missing.name for chain in self.chains if chain.first_missing}

    @cached_property
    def chain_sums(self) -> ChainSums:
        """The sums over the chains of the treaty body's current recommendations."""
        current = {document.id for document in current_documents(self.workspace)}
        return sum_chains(chain for chain in self.chains if chain.paragraph.document in current)

    @property
    def title(self) -> str:
        """The title of the roadmap, or "Roadmap" if the workspace has no roadmap."""
        return self.workspace.roadmap.title if self.workspace.roadmap else gettext("Roadmap")

    @property
    def version_note(self) -> str:
        """A note that the roadmap's text is newer than the day of the document; "" if the text is not newer."""
        return version_note(self.workspace.roadmap, self.as_of)

    @cached_property
    def updates(self) -> tuple[VersionUpdates, ...]:
        """The updates of each version up to the day, with the newest first."""
        return dated_updates(self.recorded, self.as_of)

    @cached_property
    def report(self) -> StatusReport:
        """The numbers of activities, and the lists of those that need attention."""
        return status.report(self.workspace, self.as_of)

    @cached_property
    def activity_states(self) -> dict[str, ActivityState]:
        """The states of the activities on the day, keyed by id."""
        return {row.activity.id: row for row in activities.states(self.workspace, self.as_of)}

    @cached_property
    def end_dates(self) -> dict[str, Timeframe | None]:
        """The dates by which the activities have to be done, keyed by the id of the activity.

        A date is None if nothing says when the activity has to be done.
        """
        schedule = build_schedule(self.workspace.deadlines, self.as_of)
        return {
            activity.id: timeline_view.has_to_end(self.workspace, activity, self.as_of, schedule)
            for activity in self.workspace.activities
        }

    @cached_property
    def deadlines(self) -> tuple[DeadlineState, ...]:
        """All deadlines, sorted by date."""
        return deadlines.states(self.workspace, self.as_of)

    @cached_property
    def outlook(self) -> Outlook:
        """The deadlines, grouped by the time when they are due or have to be prepared."""
        return deadlines.outlook(self.deadlines, self.as_of)

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """The UN documents with their recommendations, sorted from the newest."""
        return recommendations.coverage(self.workspace)

    @cached_property
    def footnotes(self) -> dict[str, Footnote]:
        """All footnotes, keyed by name."""
        return footnotes(self.workspace)

    @cached_property
    def moved(self) -> dict[str, str]:
        """How the planned date of each record moved, keyed by id or "roadmap".

        Records whose date never moved are left out.
        """
        return _moved(self.workspace, self.deadlines)

    @cached_property
    def older_texts(self) -> dict[str, str]:
        """What was written about earlier words of each record, as a sentence, keyed by id."""
        return _older_texts(self._planned, self.as_of)

    @cached_property
    def timeline(self) -> Timeline:
        """The activities and deadlines over time."""
        return timeline_view.timeline(self.workspace, self.as_of)

    @cached_property
    def charts(self) -> tuple[TimelineChart, ...]:
        """The geometry of the timeline's charts."""
        return timeline_charts(self.timeline)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Contradictions between dates, with citations in place of ids."""
        return tuple(
            replace(problem, message=replace_ids(self.workspace, problem.message)) for problem in self.time_problems
        )

    @cached_property
    def recommendations(self) -> Recommendations:
        """The facts about recommendations."""
        return Recommendations(self.workspace, self.as_of)

    def word_limit(self, document: str) -> WordLimit | None:
        """Return the limit for the number of words of a document, such as `alternative-report`; None if none is known.

        If it is not known which of several limits applies, return the lowest.
        """
        kind = LIMITED_DOCUMENTS.get(document)
        return lowest_limit(word_limits(self.workspace, kind)) if kind else None

    @cached_property
    def alternative_report(self) -> CommitteeReport:
        """The content of the alternative report of civil society."""
        kind = LIMITED_DOCUMENTS["alternative-report"]
        current = self.recommendations.current
        return committee_report(self.workspace, self.as_of, kind, current, raise_first=_RAISED_FIRST)

    @cached_property
    def children_report(self) -> CommitteeReport:
        """The content of the children's report."""
        kind, current = LIMITED_DOCUMENTS["children-report"], self.recommendations.current
        return committee_report(self.workspace, self.as_of, kind, current, voices=("children",))

    @cached_property
    def cobs_summary(self) -> CobsSummary:
        """The summary of the treaty body's current documents."""
        return cobs_summary(self.workspace, self.recommendations.current)

    @cached_property
    def summary_sheet(self) -> SummarySheet | None:
        """The content of the summary sheet about the topic; None if the user named no topic."""
        if self.topic is None:
            return None
        current, coming = self.recommendations.current, (*self.outlook.coming, *self.outlook.later)
        return summary_sheet(self.workspace, self.as_of, self.topic, current, self.activity_states, coming)

    @cached_property
    def annual_review(self) -> Review:
        """The content of a review of the last 12 months."""
        return review(self.workspace, last_12_months(self.as_of))

    @cached_property
    def mid_term_review(self) -> Review:
        """The content of a review of the time since the Concluding Observations were adopted."""
        return review(self.workspace, since_adoption(self.workspace, self.as_of))

    @cached_property
    def main_points(self) -> MainPoints:
        """What happened and what comes next."""
        recommendations = self.recommendations
        clusters = recommendations.by_cluster(recommendations.current)
        return main_points(self.workspace, self.as_of, clusters, self.updates)

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda of a review meeting."""
        return agenda(self.workspace, self.as_of)

    @cached_property
    def packet(self) -> Packet | None:
        """Everything that concerns the organisation that a packet is for; None if the user named no organisation."""
        return packet(self.workspace, self.as_of, self.actor) if self.actor else None

    @cached_property
    def state_report_input(self) -> StateReportInput:
        """The input to the State's next report to the treaty body."""
        return state_report_input(self.workspace, self.as_of)

    @cached_property
    def translations(self) -> tuple[Translations, ...]:
        """How many texts exist in each of the workspace's languages."""
        return translations(self.workspace)

    @cached_property
    def measures(self) -> tuple[MeasureState, ...]:
        """What the State has done: all measures that had reached a stage. The measure that moved last comes first."""
        return tuple(row for row in measures.states(self.workspace, self.as_of) if row.past)

    @cached_property
    def measure_answers(self) -> Answers:
        """The measures that answer each recommendation."""
        return Answers(self.workspace, self.as_of)

    @cached_property
    def consultations(self) -> tuple[ConsultationState, ...]:
        """All consultations, with what came of each point. The newest comes first."""
        return consultations.states(self.workspace, self.as_of)

    @cached_property
    def rounds(self) -> tuple[RoundState, ...]:
        """All rounds of reporting, with who has answered. The newest comes first."""
        return rounds.states(self.workspace, self.as_of)

    @cached_property
    def owed_feedback(self) -> tuple[OwedFeedback, ...]:
        """The feedback that is owed to the participants of consultations, the most urgent first."""
        return consultations.owed_feedback(self.consultations)

    @cached_property
    def contributions(self) -> Contributions:
        """What children did, as far as it is recorded."""
        return contributions(self.workspace, self.as_of)

    @cached_property
    def budgets(self) -> BudgetOverview:
        """What the budget lines add up to, and which recommendations that ask for resources have none."""
        return budget_overview(self.workspace)

    @cached_property
    def budget_charts(self) -> tuple[BudgetChart, ...]:
        """What was planned, allocated and spent in each year, as pictures."""
        return budget_charts(self.budgets.tables["year"].totals)

    @cached_property
    def outdated(self) -> tuple[OutdatedGroup, ...]:
        """The recommendations that no longer hold as they are written, grouped by reason."""
        return outdated_groups(self.workspace, self.as_of)

    @cached_property
    def other_reviews(self) -> OtherReviews:
        """What other mechanisms could take up in their coming reviews."""
        return other_reviews(self.workspace, self.as_of)

    @cached_property
    def child_friendly(self) -> ChildFriendly:
        """What the child-friendly edition says in the spoken language."""
        return child_friendly(self.workspace, self.as_of, self.recommendations.current, spoken().code)

    @cached_property
    def share_cards(self) -> tuple[ShareCard, ...]:
        """The cards to share in the spoken language."""
        return share_cards(self.workspace, self.recommendations.current, spoken().code)

    @cached_property
    def regional_comparison(self) -> RegionalComparison:
        """The current recommendations beside those to other States."""
        return regional_comparison(self.workspace, self.recommendations.current)

    @cached_property
    def key_messages(self) -> KeyMessages:
        """The key messages in the spoken language."""
        return key_messages(self.workspace, self.recommendations.current, spoken().code)


def _moved(workspace: Workspace, deadline_states: Iterable[DeadlineState]) -> dict[str, str]:
    texts = {activity.id: describe_changes(activity) for activity in workspace.activities}
    texts |= {action.id: describe_changes(action) for action in workspace.actions}
    texts |= {row.deadline.id: describe_changes(row.deadline, row.due) for row in deadline_states}
    texts |= {"roadmap": describe_changes(workspace.roadmap)} if workspace.roadmap else {}
    return {name: replace_ids(workspace, text) for name, text in texts.items() if text}


def _older_texts(workspace: Workspace, as_of: date) -> dict[str, str]:
    parts = (
        (workspace.name_of(record), written_about_earlier_words(record, as_of))
        for record, _ in records_with_earlier_values(workspace)
    )
    return {name: describe_older_texts(older) for name, older in parts if older}
