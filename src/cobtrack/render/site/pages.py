"""The pages of the site: their paths, their titles, and the templates that they are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import spoken
from cobtrack.model.text.markup import plain_text
from cobtrack.views.plain_words.child_friendly import has_plain_words

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
FOR_CHILDREN = "for-children.html"
LISTS = (
    "indicators", "actions", "initiatives", "measures", "submissions", "consultations", "budgets",
    "data_sources", "resources", "rounds",
)  # fmt: skip
"""The kinds of records that have a page of their own if there are any such records."""


class Page(NamedTuple):
    """A page of the site."""

    path: str
    """The name of the file. All pages are in one folder, and no two names differ only in their case."""
    template: str
    """The name of the template in `templates/site`, without its endings."""
    title: str
    """The title in the language of the site, with marks at words in other languages."""
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


def list_page(name: str) -> str:
    """Return the path of the page with all records of one of the kinds in LISTS."""
    return f"{name.replace('_', '-')}.html"


def pillar_page(number: int | str) -> str:
    """Return the path of the page about a pillar."""
    return f"pillar-{number}.html"


def _list_title(name: str) -> str:
    """Return the title of the page with all records of one of the kinds in LISTS."""
    return {
        "indicators": _("Indicators"),
        "actions": _("Action and advocacy plan"),
        "initiatives": _("Initiatives"),
        "measures": _("What the State has done"),
        "submissions": _("Submissions"),
        "consultations": _("Consultations"),
        "budgets": _("Budgets"),
        "data_sources": _("Data sources"),
        "resources": _("Resources"),
        "rounds": _("Rounds of reporting"),
    }[name]


def _pages(results: Results) -> Iterator[Page]:
    workspace = results.workspace
    yield Page(INDEX, "index", _title(results.title), parent="")
    if workspace.pillars:
        yield Page(ACTIVITIES, "activities", _("Activities"))
    for pillar in workspace.pillars:
        title = _("Pillar %(number)s. %(title)s", number=pillar.pillar, title=plain_text(pillar.title))
        yield Page(pillar_page(pillar.pillar), "pillar", title, str(pillar.pillar), ACTIVITIES)
    yield from _recommendation_pages(workspace)
    if workspace.mechanisms:
        yield Page(DEADLINES, "deadlines", _("Deadlines"))
    for mechanism in workspace.mechanisms:
        path = f"mechanism-{mechanism.id}.html"
        yield Page(path, "mechanism", _title(mechanism.name), mechanism.id, DEADLINES)
    yield Page(CHANGES, "changes", _("Changes"))
    if workspace.actors:
        yield Page(ORGANISATIONS, "organisations", _("Organisations"))
    for name in LISTS:
        if getattr(workspace, name):
            yield Page(list_page(name), name, _list_title(name))
    if has_plain_words(workspace):
        yield Page(FOR_CHILDREN, "for-children", _("For children"))
    if not results.contributions.is_empty:
        yield Page(CHILDREN, "children", _("What children did"))
    yield Page("documents.html", "documents", _("Documents"))
    yield Page(ABOUT, "about", _("About the roadmap"))


def _title(text: str) -> str:
    """Return a text of the data as a title, with marks if it is in another language than the site."""
    return spoken().marked(plain_text(text))


def _recommendation_pages(workspace: Workspace) -> Iterator[Page]:
    if workspace.documents:
        yield Page(RECOMMENDATIONS, "recommendations", _("Recommendations"))
    clusters = workspace.settings.clusters
    used = {paragraph.cluster for paragraph in workspace.recommendations}
    for cluster in (name for name in clusters if name in used):
        yield Page(cluster_page(cluster), "cluster", _title(clusters[cluster]), cluster, RECOMMENDATIONS)
    for document in workspace.documents:
        path = f"document-{document.id}.html"
        yield Page(path, "document", _title(document.title), document.id, RECOMMENDATIONS)
