"""The topics that recommendations can be gathered by: clusters, headings and themes, by a name for the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cobtrack.model.document import Paragraph
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Topic:
    """A topic and the recommendations that belong to it."""

    name: str
    """`child-justice`"""
    title: str
    paragraphs: tuple[Paragraph, ...]


def slug(text: str) -> str:
    """`Child justice` as `child-justice`; letters of every script stay."""
    return re.sub(r"\W+", "-", text.casefold(), flags=re.UNICODE).strip("-_")


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
