"""What ties an incoming paragraph to the workspace, so far as its words say it for sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.exchange.merge.match_documents import bare_symbol
from cobtrack.exchange.un.citations import general_comments
from cobtrack.exchange.un.clusters import other_titles, section_title
from cobtrack.exchange.un.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cobtrack.exchange.incoming import IncomingDocument, IncomingParagraph
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace

_MOST = 8


def cluster(settings: Settings, sections: Iterable[str]) -> str:
    """The cluster whose title the innermost of these sections has, in any layout of the body; empty where none has."""
    known = {str(title).casefold(): identifier for identifier, title in settings.clusters.items()}
    for section in sections:
        title = section_title(section)
        others = (known[one] for one in sorted(other_titles(title)) if one in known)
        if found := known.get(title) or next(others, ""):
            return found
    return ""


def sections_of(paragraph: IncomingParagraph) -> list[str]:
    """The sections that a paragraph stands in, the innermost first; one system has them all in one text."""
    own = str(paragraph.fields.get("section", ""))
    return [section for section in (own, *reversed(own.split(": ")), *paragraph.fields.get("above", ())) if section]


def unmatched_sections(settings: Settings, one: IncomingDocument) -> list[str]:
    """A sentence on the sections with recommendations of the treaty body that are no clusters in the settings."""
    if one.mechanism != settings.treaty_body or not settings.clusters:
        return []
    asked = (paragraph for paragraph in one.paragraphs if paragraph.kind == "recommendation")
    sections = {str(paragraph.fields.get("section", "")): sections_of(paragraph) for paragraph in asked}
    strange = [f"“{own}”" for own, sections in sections.items() if own and not cluster(settings, sections)]
    told = ", ".join(strange[:_MOST]) + (f" and {len(strange) - _MOST} more" if len(strange) > _MOST else "")
    return [f"no cluster in cobtrack.yaml has the title of {told}; enter the cluster by hand"] if strange else []


def resources(workspace: Workspace, mechanism: str, text: str) -> list[str]:
    """The General Comments of the body itself that a text names with number and year, by their ids."""
    named = general_comments(text) if "omment" in text else set()
    return [
        one.id
        for one in workspace.resources
        if named and one.mechanism == mechanism and one.kind == "general-comment" and (one.number, one.year) in named
    ]


def unrecorded_assessment(assessment: str, there: Paragraph) -> tuple[str, ...]:
    """A sentence on an assessment in a list that the record holds nowhere yet, neither entered nor to be checked."""
    said, held = (
        text_key(assessment),
        [text_key(str(one)) for one in (*there.check, *(a.reason for a in there.assessments))],
    )
    if not said or any(one and (said in one or one in said) for one in held):
        return ()
    return (f"the list has another assessment than before, which is to be entered under assessments: {assessment}",)


def links(workspace: Workspace, own: str, found: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Links to paragraphs of other documents that the workspace has; others stay in what the paragraph cites."""
    seen = set[str]()
    for link in found:
        for document in workspace.documents:
            to = f"{document.id}:{link['number']}{link.get('item', '')}"
            is_it = document.id != own and bare_symbol(document.symbol) == bare_symbol(link["to_symbol"])
            if is_it and to in workspace.by_id and to not in seen:
                seen.add(to)
                yield {"to": to, "kind": "same-subject"}
