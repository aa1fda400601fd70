"""The topics that recommendations can be gathered by: clusters, headings and themes, by a name for the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.model.text.slug import slug, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Topic:
    """A topic and the recommendations that belong to it."""

    name: str
    """`child-justice`"""
    title: str
    paragraphs: tuple[Paragraph, ...]
    linked: tuple[Paragraph, ...] = ()
    """Recommendations of other documents that are linked with these, and their lettered items."""


def topics(workspace: Workspace) -> dict[str, Topic]:
    """All topics by name: a cluster's id, else the words of a heading or a theme. One of a name gathers them all."""
    titles: dict[str, str] = {}
    found: dict[str, dict[str, Paragraph]] = {}
    for paragraph in workspace.recommendations:
        named = [(paragraph.cluster, str(workspace.settings.clusters.get(paragraph.cluster, paragraph.cluster)))]
        named += [(slug(str(text)), str(text)) for text in (paragraph.heading, *paragraph.themes) if text]
        for name, title in named:
            if name:
                titles.setdefault(name, title)
                found.setdefault(name, {})[paragraph.id] = paragraph
    return {name: Topic(name, titles[name], tuple(found[name].values())) for name in sorted(found)}


def topic(workspace: Workspace, asked: str) -> Topic | None:
    """The topic of that name; else all recommendations whose heading or theme has all the words asked for."""
    name = slug(asked)
    if found := topics(workspace).get(name):
        return found
    wanted = set(words(asked))
    paragraphs = tuple(one for one in workspace.recommendations if any(wanted <= text for text in _named(one)))
    title = " ".join((asked if " " in asked.strip() else asked.replace("-", " ")).split())
    return Topic(name, title[:1].upper() + title[1:], paragraphs) if wanted and paragraphs else None


def _named(paragraph: Paragraph) -> Iterator[set[str]]:
    """The words of its heading and of each theme, in each language."""
    for text in (paragraph.heading, *paragraph.themes):
        if text:
            yield from (set(words(one)) for one in {text, *text.languages.values()})


def with_linked(workspace: Workspace, topic: Topic) -> Topic:
    """The topic with the lettered items of its paragraphs, and with what is linked with any of them."""
    own = _with_items(workspace, {one.id for one in topic.paragraphs})
    ties = {link.to for one in own for link in one.links}
    ties |= {other.id for one in own for other in workspace.linking_paragraphs.get(one.id, ())}
    there = {one.id for one in own}
    linked = (one for one in _with_items(workspace, ties) if one.id not in there)
    return replace(topic, paragraphs=own, linked=tuple(linked))


def _with_items(workspace: Workspace, ids: set[str]) -> tuple[Paragraph, ...]:
    """The recommendations of these ids; with a whole paragraph come its items."""
    whole = {(one.document, one.number) for one in workspace.recommendations if one.id in ids and not one.item}
    return tuple(
        one for one in workspace.recommendations if one.id in ids or (one.item and (one.document, one.number) in whole)
    )
