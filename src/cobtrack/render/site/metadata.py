"""What search engines and services that show links are told about a page: its description, address and picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_day
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.markup import plain_text
from cobtrack.render.site.pages import INDEX
from cobtrack.render.site.publishing import picture_path

if TYPE_CHECKING:
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.results import Results
    from cobtrack.render.site.pages import Page
    from cobtrack.render.site.publishing import Publishing, SiteLanguage


@dataclass(frozen=True)
class InLanguage:
    """The same page in one of the languages of the site."""

    language: SiteLanguage
    path: str
    """The path of the page, relative to the page in the current language."""
    address: str
    """The web address of the page, or the path if the web address of the site is not known."""


@dataclass(frozen=True)
class Metadata:
    """The description of a page, its web address, the address of its picture, and the page in all languages.

    The addresses are "" if the web address of the site is not known, or if there is no picture.
    """

    description: str
    address: str = ""
    picture: str = ""
    languages: tuple[InLanguage, ...] = ()
    """The page in each language of the site; empty if there is only one."""


def metadata(page: Page, results: Results, publishing: Publishing) -> Metadata:
    """Return the metadata of a page."""
    picture = picture_path(page.path) if page.path in publishing.pictures else ""
    address = "" if page.path == INDEX else page.path
    languages = publishing.languages if len(publishing.languages) > 1 else ()
    return Metadata(
        describe(page, results),
        publishing.address(address),
        publishing.address(picture) if picture else "",
        tuple(_in_language(language, page.path, address, publishing) for language in languages),
    )


def _in_language(language: SiteLanguage, path: str, address: str, publishing: Publishing) -> InLanguage:
    relative = f"{publishing.shared}{language.folder}{path}"
    return InLanguage(language, relative, publishing.address_of_site(f"{language.folder}{address}") or relative)


def describe(page: Page, results: Results) -> str:
    """Return a sentence that says what a page contains."""
    workspace = results.workspace
    state, day = plain_text(workspace.settings.state_name), format_day(results.as_of)
    recommendations = results.recommendations.countable(workspace.recommendations)
    match page.template:
        case "index":
            sentence = _describe_index(workspace, state)
        case "activities" | "pillar":
            inside = [row for row in results.activity_states.values() if page.subject in {"", str(row.pillar.pillar)}]
            sentence = ngettext(
                "%(num)s activity of the roadmap for %(state)s, with its timeframe and status.",
                "%(num)s activities of the roadmap for %(state)s, with their timeframe and status.",
                len(inside),
                state=state,
            )
        case "recommendations" | "cluster" | "document":
            sentence = _describe_recommendations(page, recommendations, state)
        case "deadlines" | "mechanism":
            sentence = ngettext(
                "%(num)s date for %(state)s: reports, meetings and replies.",
                "%(num)s dates for %(state)s: reports, meetings and replies.",
                sum(page.subject in {"", row.mechanism.id} for row in results.deadlines),
                state=state,
            )
        case "documents":
            sentence = _(
                "The roadmap for %(state)s to download: documents, a spreadsheet, a calendar and all data as CSV.",
                state=state,
            )
        case _:
            sentence = _("%(title)s: a part of the roadmap for %(state)s.", title=page.title, state=state)
    return f"{sentence} {_('Status on %(date)s.', date=day)}"


def _describe_index(workspace: Workspace, state: str) -> str:
    if workspace.treaty_body:
        return _(
            "How civil society follows up on what the %(committee)s recommended to %(state)s: the status of each"
            " activity, what is next and what has changed.",
            committee=plain_text(workspace.treaty_body.name),
            state=state,
        )
    return _(
        "How civil society follows up on what the UN recommended to %(state)s: the status of each activity, what is"
        " next and what has changed.",
        state=state,
    )


def _describe_recommendations(page: Page, recommendations: tuple[Paragraph, ...], state: str) -> str:
    if page.template == "cluster":
        return ngettext(
            "%(num)s recommendation to %(state)s on this topic, and how far it has been carried out, as different"
            " groups see it.",
            "%(num)s recommendations to %(state)s on this topic, and how far each of them has been carried out, as"
            " different groups see it.",
            sum(row.cluster == page.subject for row in recommendations),
            state=state,
        )
    if page.template == "document":
        return ngettext(
            "%(num)s recommendation to %(state)s in this document, and how far it has been carried out, as different"
            " groups see it.",
            "%(num)s recommendations to %(state)s in this document, and how far each of them has been carried out, as"
            " different groups see it.",
            sum(row.document == page.subject for row in recommendations),
            state=state,
        )
    return ngettext(
        "%(num)s recommendation of UN bodies to %(state)s, and how far it has been carried out, as different groups see"
        " it.",
        "%(num)s recommendations of UN bodies to %(state)s, and how far each of them has been carried out, as different"
        " groups see it.",
        len(recommendations),
        state=state,
    )
