"""What search engines and services that show links are told about a page: its description, address and picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_day
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import quantity
from cobtrack.render.site.pages import INDEX
from cobtrack.render.site.publishing import picture_path

if TYPE_CHECKING:
    from cobtrack.render.results import Results
    from cobtrack.render.site.pages import Page
    from cobtrack.render.site.publishing import Publishing


@dataclass(frozen=True)
class Metadata:
    """The description of a page, its web address and the address of its picture.

    The addresses are "" if the web address of the site is not known, or if there is no picture.
    """

    description: str
    address: str = ""
    picture: str = ""


def metadata(page: Page, results: Results, publishing: Publishing) -> Metadata:
    """Return the metadata of a page."""
    picture = picture_path(page.path) if page.path in publishing.pictures else ""
    return Metadata(
        describe(page, results),
        publishing.address("" if page.path == INDEX else page.path),
        publishing.address(picture) if picture else "",
    )


def describe(page: Page, results: Results) -> str:
    """Return a sentence that says what a page contains."""
    workspace = results.workspace
    state, day = plain_text(str(workspace.settings.state_name)), format_day(results.as_of)
    assessed = "and how far each of them has been carried out, as different groups see it"
    recommendations = results.recommendations.countable(workspace.recommendations)
    match page.template:
        case "index":
            committee = plain_text(workspace.treaty_body.name) if workspace.treaty_body else "UN"
            what = f"How civil society follows up on what the {committee} recommended to {state}"
            sentence = f"{what}: the status of each activity, what is next and what has changed."
        case "activities" | "pillar":
            inside = [row for row in results.activity_states.values() if page.subject in {"", str(row.pillar.pillar)}]
            count = quantity(len(inside), "activity", "activities")
            sentence = f"{count} of the roadmap for {state}, with their timeframe and status."
        case "recommendations":
            sentence = f"{quantity(len(recommendations), 'recommendation')} of UN bodies to {state}, {assessed}."
        case "cluster":
            count = quantity(sum(row.cluster == page.subject for row in recommendations), "recommendation")
            sentence = f"{count} to {state} on this topic, {assessed}."
        case "document":
            count = quantity(sum(row.document == page.subject for row in recommendations), "recommendation")
            sentence = f"{count} to {state} in this document, {assessed}."
        case "deadlines" | "mechanism":
            count = quantity(sum(page.subject in {"", row.mechanism.id} for row in results.deadlines), "date")
            sentence = f"{count} for {state}: reports, meetings and replies."
        case "documents":
            sentence = f"The roadmap for {state} to download: documents, a spreadsheet, a calendar and all data as CSV."
        case _:
            sentence = f"{page.title}: a part of the roadmap for {state}."
    return f"{sentence} Status on {day}."
