"""The columns and cells of the template: what they are called, what they mean, and the words that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobtrack.exchange.un.bodies import MECHANISM_IDS
from cobtrack.model.labels import ACTOR_KIND, PARAGRAPH_KIND, POSITION
from cobtrack.model.languages.lookup import language_name
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.workspace import Workspace

YES = "yes"
"""The word of the data for a yes."""


@dataclass(frozen=True)
class Field:
    """A column of the sheet of recommendations, or a cell of the sheet about the document."""

    key: str
    """The field of the record, or `number` for the number of the paragraph."""
    label: str
    explanation: str
    width: int = 16
    choices: Mapping[str, str] = field(default_factory=dict)
    """What the drop-down list shows for each word of the data; empty if there is no list."""
    is_strict: bool = True
    """Whether only the choices are valid."""


def recommendation_fields(workspace: Workspace) -> tuple[Field, ...]:
    """Return the columns of the sheet of recommendations."""
    several = gettext("Ids, acronyms or names, separated by commas; the list offers one at a time.")
    names = {actor.id: actor.id for actor in workspace.actors}
    groups = {actor.id: actor.id for actor in workspace.actors if actor.kind == "working-group"}
    kinds = {kind: upper_first(label.singular) for kind, label in PARAGRAPH_KIND.items()}
    positions = {position: label.singular for position, label in POSITION.items()}
    clusters = {cluster: cluster for cluster in workspace.settings.clusters}
    return (
        Field("number", gettext("Paragraph"), gettext("The number in the document, such as 42, 42 (a) or 136.10.")),
        Field(
            "kind", gettext("Kind"), gettext("What the paragraph is. If the cell is empty, it is a recommendation."),
            18, kinds,
        ),
        Field("heading", gettext("Heading"), gettext("The heading above the recommendation in the document."), 24),
        Field("text", gettext("Text"), gettext("The official text, word for word."), 60),
        Field(
            "summary", gettext("Summary"), gettext("A summary of the recommendation, in the coalition's own words."), 40
        ),
        Field("cluster", gettext("Cluster"), gettext("The id of the Committee's cluster."), 20, clusters),
        Field(
            "urgent", gettext("Urgent"), gettext("Whether the Committee asks for urgent measures."), 10,
            {YES: gettext("yes")},
        ),
        Field(
            "groups", gettext("Groups"),
            " ".join([gettext("The working groups that follow up on the recommendation."), several]), 18, groups, False,
        ),
        Field(
            "responsible", gettext("Responsible"),
            " ".join([gettext("Who has to implement the recommendation."), several]), 20, names, False,
        ),
        Field(
            "supports", gettext("Supports"),
            " ".join([gettext("Who helps to implement the recommendation."), several]), 20, names, False,
        ),
        Field(
            "position", gettext("Position"), gettext("The State's response to the recommendation, as in the UPR."), 18,
            positions,
        ),
        Field(
            "made_by", gettext("Made by"),
            gettext("In the UPR: the States that made the recommendation, separated by commas."), 24,
        ),
        Field("sdgs", gettext("SDGs"), gettext("Goals and targets, such as 16.2, separated by commas.")),
        Field(
            "source", gettext("Source"),
            gettext("Where the words come from, if not from the document itself: a citation or a web address."), 30,
        ),
    )  # fmt: skip


def document_fields(workspace: Workspace) -> tuple[Field, ...]:
    """Return the cells of the sheet about the document."""
    documents = {document.id: document.id for document in workspace.documents}
    mechanisms = {name: name for name in (*(row.id for row in workspace.mechanisms), *MECHANISM_IDS)}
    languages = {code: f"{code}: {language_name(code)}" for code in workspace.settings.languages}
    needed = gettext("Needed for a new document.")
    day = gettext("A date such as 2026-02-01 or 2026-02.")
    return (
        Field(
            "id", gettext("Document"),
            gettext("Choose a document that is already there, or leave it empty for a new document."), 0, documents,
            False,
        ),
        Field("symbol", gettext("Symbol"), gettext("The UN symbol, such as CRC/C/XXX/CO/4-6, if there is one.")),
        Field("title", gettext("Title"), " ".join([gettext("The title of the document."), needed])),
        Field(
            "mechanism", gettext("Mechanism"),
            " ".join([gettext("Who made the recommendations: the id of a mechanism."), needed]), 0, mechanisms,
        ),
        Field("session", gettext("Session"), gettext("The session in which the document was adopted.")),
        Field("adopted", gettext("Adopted"), day),
        Field("issued", gettext("Issued"), day),
        Field("url", gettext("Web address"), gettext("Where the document can be read.")),
        Field(
            "source", gettext("Source"),
            gettext("Where the document was found, if it has no symbol: a citation or a web address."),
        ),
        Field(
            "language", gettext("Language"),
            gettext("The language of the texts, if it is not the first language of the workspace."), 0, languages,
        ),
    )  # fmt: skip


def title() -> str:
    """Return the title of the template."""
    return gettext("Add recommendations")


def sheet_titles() -> tuple[str, str]:
    """Return the names of the sheet about the document and of the sheet of recommendations."""
    return gettext("Document"), gettext("Recommendations")


def readme_rows(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the rows of the first sheet: instructions, then an explanation of each column, cluster and organisation."""
    document, recommendations = sheet_titles()
    yield title(), ""
    for line in (
        gettext(
            "First say in the sheet “%(sheet)s” which document the recommendations are from. A file is for one"
            " document.",
            sheet=document,
        ),
        gettext(
            "Then write each recommendation in a row of the sheet “%(sheet)s”. A row needs a text or a summary.",
            sheet=recommendations,
        ),
        gettext("If a cell has a list, choose from the list. You can leave out any other column."),
        gettext("Copy official words exactly. Do not write names of children, e-mail addresses or telephone numbers."),
        gettext("When you have finished, send the file to the person who keeps the data."),
        gettext(
            "This person runs %(command)s, which shows every new recommendation before any data file is changed.",
            command="cobtrack import FILE.xlsx",
        ),
        gettext(
            "Nothing that is already in the data is overwritten. A file can be imported again when it has more rows."
        ),
    ):
        yield "", line
    lists = {
        document: ((field.label, field.explanation) for field in document_fields(workspace)),
        recommendations: ((field.label, field.explanation) for field in recommendation_fields(workspace)),
        gettext("Clusters"): ((key, str(text)) for key, text in workspace.settings.clusters.items()),
        gettext("Organisations"): (
            (actor.id, str(actor.name or actor.acronym or ACTOR_KIND[actor.kind].singular))
            for actor in workspace.actors
        ),
    }  # fmt: skip
    for name, rows in lists.items():
        yield from (("", ""), (name, ""))
        yield from rows
