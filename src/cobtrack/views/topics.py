"""Recommendations, grouped by topic. A topic is a cluster, heading or theme, with a name to type in a shell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.model.text.slug import slug, words
from cobtrack.model.text.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Topic:
    """A topic with its recommendations."""

    name: str
    """The name to type in a shell, such as `child-justice`."""
    title: str
    paragraphs: tuple[Paragraph, ...]
    linked: tuple[Paragraph, ...] = ()
    """Recommendations that are linked with `paragraphs`, and their lettered items."""


def topics(workspace: Workspace) -> dict[str, Topic]:
    """Return all topics, keyed by name. A topic's name is the id of a cluster, or the slug of a heading or theme.

    The slug is made from the original, so that the name is the same in every language. If a cluster, heading or theme
    has the same name as another, both are joined into one topic.
    """
    titles: dict[str, str] = {}
    paragraphs: dict[str, dict[str, Paragraph]] = {}
    for paragraph in workspace.recommendations:
        names: list[tuple[str, str]] = [
            (paragraph.cluster, workspace.settings.clusters.get(paragraph.cluster, paragraph.cluster))
        ]
        names += [(slug(_original(text)), text) for text in (paragraph.heading, *paragraph.themes) if text]
        for name, title in names:
            if name:
                titles.setdefault(name, title)
                paragraphs.setdefault(name, {})[paragraph.id] = paragraph
    return {name: Topic(name, titles[name], tuple(paragraphs[name].values())) for name in sorted(paragraphs)}


def _original(text: Text) -> str:
    return next(iter(text.languages.values()), str(text))


def topic(workspace: Workspace, text: str) -> Topic | None:
    """Return the topic whose name or title is `text`.

    If there is no such topic, return a new topic. It has each recommendation in which one heading or theme contains
    every word of `text`. Return None if there are no such recommendations.
    """
    name = slug(text)
    if topic := topics(workspace).get(name):
        return topic
    wanted = set(words(text))
    paragraphs = tuple(row for row in workspace.recommendations if any(wanted <= words_ for words_ in _word_sets(row)))
    title = " ".join((text if " " in text.strip() else text.replace("-", " ")).split())
    return Topic(name, upper_first(title), paragraphs) if wanted and paragraphs else None


def _word_sets(paragraph: Paragraph) -> Iterator[set[str]]:
    """Yield sets of words: one set for the paragraph's heading and one for each theme.

    If the heading or a theme is in several languages, each language has its own set.
    """
    for text in (paragraph.heading, *paragraph.themes):
        if text:
            yield from (set(words(translation)) for translation in {text, *text.languages.values()})


def with_linked(workspace: Workspace, topic: Topic) -> Topic:
    """Return the topic with the lettered items of its paragraphs and with linked recommendations.

    A linked recommendation is linked with any of the topic's paragraphs or lettered items.
    """
    paragraphs = _with_items(workspace, {paragraph.id for paragraph in topic.paragraphs})
    ids = {paragraph.id for paragraph in paragraphs}
    linked_ids = {link.to for paragraph in paragraphs for link in paragraph.links}
    linked_ids |= {other.id for id_ in ids for other in workspace.linking_paragraphs.get(id_, ())}
    linked = tuple(other for other in _with_items(workspace, linked_ids) if other.id not in ids)
    return replace(topic, paragraphs=paragraphs, linked=linked)


def _with_items(workspace: Workspace, ids: set[str]) -> tuple[Paragraph, ...]:
    """Return the recommendations with these ids, and the lettered items of each whole paragraph among them."""
    rows = workspace.recommendations
    whole = {(row.document, row.number) for row in rows if row.id in ids and not row.item}
    return tuple(row for row in rows if row.id in ids or (row.item and (row.document, row.number) in whole))
