"""Link an imported paragraph to the workspace records that its text identifies without doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.exchange.merge.match_documents import symbol_key
from cobtrack.exchange.un.citations import general_comments
from cobtrack.exchange.un.clusters import other_titles, section_title
from cobtrack.exchange.un.phrase_books import PhraseBook, phrase_books
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cobtrack.exchange.incoming import IncomingDocument, IncomingParagraph
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace

_MAX_SECTIONS = 8


def find_cluster(settings: Settings, paragraph: IncomingParagraph) -> str:
    """Return the id of the cluster that a paragraph belongs to, or "" if it is unknown.

    A paragraph belongs to a cluster if the title of its section is the title of the cluster, or a title that other
    documents of the treaty body use for the same topic. If several sections match, the innermost section is used.
    """
    clusters = {
        section_title(text): identifier
        for identifier, title in settings.clusters.items()
        for text in (title.languages.values() or (str(title),))
    }
    for section in _sections(paragraph):
        title = section_title(section)
        for candidate in (title, *sorted(other_titles(title))):
            if candidate in clusters:
                return clusters[candidate]
    return ""


def _sections(paragraph: IncomingParagraph) -> list[str]:
    """Return the titles of the sections that contain a paragraph, the innermost section first.

    UHRI writes nested sections as one text, such as `A: B: C`. This text is split, but the whole text comes first.
    """
    section = str(paragraph.fields.get("section", ""))
    sections = (section, *reversed(section.split(": ")), *paragraph.fields.get("above", ()))
    return [name for name in sections if name]


def unmatched_sections_note(settings: Settings, document: IncomingDocument) -> list[str]:
    """Return a note that names the sections with recommendations that match no cluster in the workspace.

    If no note is needed, or if the document is from another mechanism, the list is empty.
    """
    if document.mechanism != settings.treaty_body or not settings.clusters:
        return []
    by_section = {
        str(paragraph.fields.get("section", "")): paragraph
        for paragraph in document.paragraphs
        if paragraph.kind == "recommendation"
    }
    unmatched = [
        f"“{section}”" for section, paragraph in by_section.items() if section and not find_cluster(settings, paragraph)
    ]
    if not unmatched:
        return []
    what = "section" if len(unmatched) == 1 else "sections"
    verb = "matches" if len(unmatched) == 1 else "match"
    names = join_first(unmatched, _MAX_SECTIONS)
    return [f"{what} {names} {verb} no cluster in cobtrack.yaml: add the field cluster to the recommendations by hand"]


def cited_general_comments(workspace: Workspace, mechanism: str, text: str, language: str = "en") -> list[str]:
    """Return the ids of a treaty body's General Comments that a text cites by number and year.

    `language` is the code of the text's language.
    """
    book = phrase_books().get(language, PhraseBook(language))
    cited = general_comments(text, book) if re.search(r"\d{4}\)", text) else set()
    return [
        resource.id
        for resource in workspace.resources
        if cited
        and resource.mechanism == mechanism
        and resource.kind == "general-comment"
        and (resource.number, resource.year) in cited
    ]


def links_to_documents(
    workspace: Workspace, document_id: str, cited: Iterable[Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    """Yield a link to each cited paragraph in another document, if the workspace contains that paragraph."""
    linked = set[str]()
    for citation in cited:
        for document in workspace.documents:
            target = f"{document.id}:{citation['number']}{citation.get('item', '')}"
            is_cited = document.id != document_id and symbol_key(document.symbol) == symbol_key(citation["to_symbol"])
            if is_cited and target in workspace.by_id and target not in linked:
                linked.add(target)
                yield {"to": target, "kind": "same-subject"}
