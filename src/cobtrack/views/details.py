"""One thing in full, with all that links to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.action import Action
from cobtrack.model.relative import Relative
from cobtrack.model.spelling import acronyms, likeliest
from cobtrack.model.timeframe import Timeframe
from cobtrack.model.workspace import Workspace, natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Named


@dataclass(frozen=True)
class Tie:
    """A link to something else: what it is to the thing, and the thing (None where the id leads nowhere)."""

    relation: str
    id: str
    record: Named | None


@dataclass(frozen=True)
class Details:
    """A record, what it links to and what links to it."""

    record: Named
    to: tuple[Tie, ...]
    back: tuple[Tie, ...]


FORWARD = (
    "responsible", "groups", "organisations", "addressed_to", "resources", "activities", "serves", "due", "starts",
    "ends", "procedures", "recommendations", "discussions", "after", "answers", "actors", "part_of", "previous",
    "mechanism",
)  # fmt: skip
_HANGING = {"due": "hangs on", "starts": "waits for", "ends": "has to end by"}
_BACKWARD = {
    "responsible": "responsible for",
    "groups": "follows up",
    "organisations": "runs",
    "addressed_to": "is to be moved by",
    "resources": "helps with",
    "activities": "belongs to it",
    "serves": "served by",
    "due": "decides the date of",
    "starts": "waited for by",
    "ends": "sets an end to",
    "procedures": "procedure of",
    "recommendations": "carried out by",
    "discussions": "took place for",
    "after": "followed by",
    "answers": "answered by",
    "actors": "took part in",
    "part_of": "includes",
    "previous": "next document",
    "mechanism": "documents",
}
_BY_KIND = {
    ("recommendations", "indicator"): "measured by",
    ("recommendations", "initiative"): "supported by",
    ("recommendations", "advocacy"): "advocated by",
    ("mechanism", "resource"): "resources",
    ("mechanism", "procedure"): "procedures",
}
"""Where the word depends on what the other thing is."""
LINKED = {
    "same-subject": "same-subject",
    "repeats": "repeated by",
    "strengthens": "strengthened by",
    "narrows": "narrowed by",
    "contradicts": "contradicted by",
}
"""What a paragraph is to another one that names it in a link."""


def find(workspace: Workspace, identifier: str) -> Named | None:
    """The thing with that id, however it is written: `CERD`, `crc-2022:42 (a)`."""
    tidy = identifier.strip().lower().replace(" ", "").replace("(", "").replace(")", "")
    return workspace.by_id.get(identifier) or workspace.by_id.get(tidy)


def nearest(workspace: Workspace, identifier: str) -> list[str]:
    """Ids like this one, at most three, the likeliest first."""
    ids = list(workspace.by_id)
    head = identifier.partition(".")[0] + "."
    same_pillar = sorted((one for one in ids if one.startswith(head)), key=natural) if "." in identifier else []
    return likeliest(identifier, same_pillar or ids, acronyms(workspace), most=3, cutoff=0.5)


def details(workspace: Workspace, record: Named) -> Details:
    """The thing with all its ties."""
    to = tuple(
        Tie(_HANGING.get(name, name), one, workspace.by_id.get(one)) for name in FORWARD for one in _ids(record, name)
    ) + tuple(Tie(link.kind, link.to, workspace.by_id.get(link.to)) for link in getattr(record, "links", ()))
    # What both say of each other, such as a mechanism and its procedures, is told once.
    found = (tie for tie in _back(workspace, record.id) if tie not in to)
    back = sorted(found, key=lambda tie: (tie.relation, natural(tie.id)))
    return Details(record, to, tuple(back))


def _back(workspace: Workspace, identifier: str) -> Iterator[Tie]:
    for other in workspace.named():
        for name in FORWARD:
            if identifier in _ids(other, name):
                yield Tie(_backward(name, other), other.id, other)
        for link in getattr(other, "links", ()):
            if link.to == identifier:
                yield Tie(LINKED[link.kind], other.id, other)


def _backward(name: str, other: Named) -> str:
    """What the other thing is to the one that it names."""
    kind = "advocacy" if isinstance(other, Action) and other.kind == "advocacy" else type(other).__name__.lower()
    return _BY_KIND.get((name, kind), _BACKWARD[name])


def _ids(record: Named, name: str) -> tuple[str, ...]:
    value = getattr(record, name, None)
    if isinstance(value, Relative):
        return (value.anchor,)
    if isinstance(value, Timeframe):
        return ()
    return (value,) if isinstance(value, str) else value or ()
