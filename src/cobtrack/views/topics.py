"""Recommendations by topic: a cluster, a heading or a theme. A topic has a name that can be typed in a shell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.model.text.slug import slug, words
from cobtrack.model.text.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Topic:
    """A topic with its recommendations."""

    name: str
    """The name to type: `child-justice`."""
    title: str
    paragraphs: tuple[Paragraph, ...]
    linked: tuple[Paragraph, ...] = ()
    """Recommendations that are linked with these, and the lettered items of those."""


def topics(workspace: Workspace) -> dict[str, Topic]:
    """Return all topics by name: the id of a cluster, or the slug of a heading or theme.

    Clusters, headings and themes with the same name are one topic.
    """
    titles: dict[str, str] = {}
    paragraphs: dict[str, dict[str, Paragraph]] = {}
    for paragraph in workspace.recommendations:
        names = [(paragraph.cluster, str(workspace.settings.clusters.get(paragraph.cluster, paragraph.cluster)))]
        names += [(slug(str(text)), str(text)) for text in (paragraph.heading, *paragraph.themes) if text]
        for name, title in names:
            if name:
                titles.setdefault(name, title)
                paragraphs.setdefault(name, {})[paragraph.id] = paragraph
    return {name: Topic(name, titles[name], tuple(paragraphs[name].values())) for name in sorted(paragraphs)}


def topic(workspace: Workspace, text: str) -> Topic | None:
    """Return the topic with this name or title.

    Otherwise return the recommendations whose heading or theme contains all words of the text; None without any.
    """
    name = slug(text)
    if topic := topics(workspace).get(name):
        return topic
    wanted = set(words(text))
    paragraphs = tuple(row for row in workspace.recommendations if any(wanted <= words_ for words_ in _word_sets(row)))
    title = " ".join((text if " " in text.strip() else text.replace("-", " ")).split())
    return Topic(name, upper_first(title), paragraphs) if wanted and paragraphs else None


def _word_sets(paragraph: Paragraph) -> Iterator[set[str]]:
    """Return the words of the heading and of each theme, in each language."""
    for text in (paragraph.heading, *paragraph.themes):
        if text:
            yield from (set(words(translation)) for translation in {text, *text.languages.values()})


def with_linked(workspace: Workspace, topic: Topic) -> Topic:
    """Return the topic with the lettered items of its paragraphs, and with what is linked with any of these."""
    paragraphs = _with_items(workspace, {paragraph.id for paragraph in topic.paragraphs})
    ids = {paragraph.id for paragraph in paragraphs}
    linked_ids = {link.to for paragraph in paragraphs for link in paragraph.links}
    linked_ids |= {other.id for id_ in ids for other in workspace.linking_paragraphs.get(id_, ())}
    linked = tuple(other for other in _with_items(workspace, linked_ids) if other.id not in ids)
    return replace(topic, paragraphs=paragraphs, linked=linked)


def _with_items(workspace: Workspace, ids: set[str]) -> tuple[Paragraph, ...]:
    """Return the recommendations with these ids, and the lettered items of the whole paragraphs among them."""
    rows = workspace.recommendations
    whole = {(row.document, row.number) for row in rows if row.id in ids and not row.item}
    return tuple(row for row in rows if row.id in ids or (row.item and (row.document, row.number) in whole))
