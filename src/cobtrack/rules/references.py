"""Every link of a workspace from one record to another, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.relative import Relative
from cobtrack.shipped import PROCEDURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.document import Paragraph
    from cobtrack.model.problem import Place
    from cobtrack.model.workspace import Workspace


class Reference(NamedTuple):
    """Where a link stands, and where it leads."""

    place: Place
    to: str
    kind: str
    """The name of the model that it has to lead to."""


def references(workspace: Workspace) -> Iterator[Reference]:
    """All links, in the order of the files."""
    yield from _of_roadmap(workspace)
    yield from _of_activities(workspace)
    for actor in workspace.actors:
        if actor.part_of:
            yield Reference(actor.place.at("part_of"), actor.part_of, "Actor")
    yield from _of_documents(workspace)
    yield from _of_mechanisms(workspace)
    yield from _of_follow_up(workspace)


def _of_roadmap(workspace: Workspace) -> Iterator[Reference]:
    roadmap = workspace.roadmap
    if workspace.mechanisms and "settings" not in workspace.lost:
        yield Reference(workspace.settings.place.at("treaty_body"), workspace.settings.treaty_body, "Mechanism")
    if roadmap:
        yield Reference(roadmap.place.at("maintainer"), roadmap.maintainer, "Actor")
        if cycle := roadmap.review_cycle:
            yield Reference(cycle.place.at("next_report"), cycle.next_report, "Deadline")
        if work := roadmap.arrangements:
            yield Reference(work.place.at("lead"), work.lead, "Actor")
            yield from _many(work.place, "thematic_groups", work.thematic_groups, "Actor")
    for talk in workspace.discussions:
        yield from _many(talk.place, "actors", talk.actors, "Actor")


def _of_activities(workspace: Workspace) -> Iterator[Reference]:
    for activity in workspace.activities:
        at = activity.place
        yield from _many(at, "responsible", activity.responsible, "Actor")
        yield from _many(at, "serves", activity.serves, "Deadline")
        yield from _many(at, "recommendations", activity.recommendations, "Paragraph")
        yield from _many(at, "discussions", activity.discussions, "Discussion")
        yield from _many(at, "after", activity.after, "Activity")
        yield from _relative(at.at("starts"), activity.starts)
        yield from _relative(at.at("ends"), activity.ends)


def _of_mechanisms(workspace: Workspace) -> Iterator[Reference]:
    for mechanism in workspace.mechanisms:
        yield from _many(mechanism.place, "procedures", mechanism.procedures, "Procedure")
        for deadline in mechanism.deadlines:
            yield from _many(deadline.place, "after", deadline.after, "Deadline")
            yield from _relative(deadline.place.at("due"), deadline.due)
    for procedure in workspace.procedures:
        # Where the mechanism of a shipped one is not there, it is its naming that is wrong: COB212.
        if not procedure.place.file.startswith(f"{PROCEDURES}/"):
            yield Reference(procedure.place.at("mechanism"), procedure.mechanism, "Mechanism")


def _of_follow_up(workspace: Workspace) -> Iterator[Reference]:
    for resource in workspace.resources:
        if resource.mechanism:
            yield Reference(resource.place.at("mechanism"), resource.mechanism, "Mechanism")
    for record in (*workspace.indicators, *workspace.initiatives, *workspace.actions):
        for name, kind in _OF_FOLLOW_UP.items():
            if ids := getattr(record, name, ()):
                yield from _many(record.place, name, ids, kind)


_OF_FOLLOW_UP = {
    "recommendations": "Paragraph",
    "activities": "Activity",
    "responsible": "Actor",
    "organisations": "Actor",
    "addressed_to": "Actor",
}
"""What the lists of ids lead to, in indicators, initiatives and actions."""


def _relative(place: Place, date: object) -> Iterator[Reference]:
    if isinstance(date, Relative):
        for name in ("after", "before"):
            if to := getattr(date, name):
                yield Reference(place.at(name), to, "Deadline")


def _of_documents(workspace: Workspace) -> Iterator[Reference]:
    for document in workspace.documents:
        yield Reference(document.place.at("mechanism"), document.mechanism, "Mechanism")
        if document.previous:
            yield Reference(document.place.at("previous"), document.previous, "Document")
        for paragraph in document.paragraphs:
            yield from _of_paragraph(paragraph)


def _of_paragraph(paragraph: Paragraph) -> Iterator[Reference]:
    for name, kind in _OF_PARAGRAPHS.items():
        if ids := getattr(paragraph, name):
            yield from _many(paragraph.place, name, ids, kind)
    for link in paragraph.links:
        yield Reference(link.place.at("to"), link.to, "Paragraph")
    for assessment in paragraph.assessments:
        yield from _many(assessment.place, "help_needed", assessment.help_needed, "Actor")
        if assessment.by:
            yield Reference(assessment.place.at("by"), assessment.by, "Actor")


_OF_PARAGRAPHS = {"answers": "Paragraph", "responsible": "Actor", "groups": "Actor", "resources": "Resource"}


def _many(place: Place, name: str, ids: Sequence[str], kind: str) -> Iterator[Reference]:
    for number, one in enumerate(ids):
        yield Reference(place.at(name, number), one, kind)
