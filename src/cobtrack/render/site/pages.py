"""The pages of the site: their paths, their titles, and the templates that they are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.text.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace
    from cobtrack.render.results import Results

INDEX = "index.html"
ACTIVITIES = "activities.html"
RECOMMENDATIONS = "recommendations.html"
DEADLINES = "deadlines.html"
CHANGES = "changes.html"
ORGANISATIONS = "organisations.html"
CHILDREN = "children.html"
ABOUT = "about.html"
LISTS = {
    "indicators": "Indicators",
    "actions": "Action and advocacy plan",
    "initiatives": "Initiatives",
    "submissions": "Submissions",
    "consultations": "Consultations",
    "resources": "Resources",
}
"""The kinds of records that have a page of their own if there are any such records, with the title of the page."""


class Page(NamedTuple):
    """A page of the site."""

    path: str
    """The name of the file. All pages are in one folder, and no two names differ only in their case."""
    template: str
    """The name of the template in `templates/site`, without its endings."""
    title: str
    subject: str = ""
    """The id of the record that the page is about, the id of a cluster, or the number of a pillar. Else ""."""
    parent: str = INDEX
    """The path of the page above this page; "" for the index."""


def site_pages(results: Results) -> tuple[Page, ...]:
    """Return all pages of the site, the index first. A page that would have nothing to show is left out."""
    return tuple(_pages(results))


def cluster_page(cluster: str) -> str:
    """Return the path of the page about a cluster."""
    return f"cluster-{cluster}.html"


def pillar_page(number: int | str) -> str:
    """Return the path of the page about a pillar."""
    return f"pillar-{number}.html"


def _pages(results: Results) -> Iterator[Page]:
    workspace = results.workspace
    yield Page(INDEX, "index", plain_text(results.title), parent="")
    if workspace.pillars:
        yield Page(ACTIVITIES, "activities", "Activities")
    for pillar in workspace.pillars:
        title = f"Pillar {pillar.pillar}. {plain_text(pillar.title)}"
        yield Page(pillar_page(pillar.pillar), "pillar", title, str(pillar.pillar), ACTIVITIES)
    yield from _recommendation_pages(workspace)
    if workspace.mechanisms:
        yield Page(DEADLINES, "deadlines", "Deadlines")
    for mechanism in workspace.mechanisms:
        path = f"mechanism-{mechanism.id}.html"
        yield Page(path, "mechanism", plain_text(mechanism.name), mechanism.id, DEADLINES)
    yield Page(CHANGES, "changes", "Changes")
    if workspace.actors:
        yield Page(ORGANISATIONS, "organisations", "Organisations")
    for name, title in LISTS.items():
        if getattr(workspace, name):
            yield Page(f"{name}.html", name, title)
    if not results.contributions.is_empty:
        yield Page(CHILDREN, "children", "What children did")
    yield Page("documents.html", "documents", "Documents")
    yield Page(ABOUT, "about", "About the roadmap")


def _recommendation_pages(workspace: Workspace) -> Iterator[Page]:
    if workspace.documents:
        yield Page(RECOMMENDATIONS, "recommendations", "Recommendations")
    clusters = workspace.settings.clusters
    used = {paragraph.cluster for paragraph in workspace.recommendations}
    for cluster in (name for name in clusters if name in used):
        yield Page(cluster_page(cluster), "cluster", plain_text(clusters[cluster]), cluster, RECOMMENDATIONS)
    for document in workspace.documents:
        path = f"document-{document.id}.html"
        yield Page(path, "document", plain_text(document.title), document.id, RECOMMENDATIONS)
