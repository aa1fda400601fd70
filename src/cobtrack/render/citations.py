"""Ids in a sentence as what people call those things: documents for people cite, they never show an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.procedure import Procedure
from cobtrack.model.records.roadmap import Discussion
from cobtrack.model.text.markup import plain_text

if TYPE_CHECKING:
    from cobtrack.model.workspace import Workspace

# Only what no ordinary word looks like: `crc-state-report`, `crc-2022:42a`, `upr-46:136.10`.
_ID_PATTERN = re.compile(r"(?<![\w.-])[a-z0-9]+(?:-[a-z0-9]+)*[-:][a-z0-9]+(?:[.-][a-z0-9]+)*(?![\w-])")


SYSTEMS = {
    "cobs": "the official document",
    "uhri": "UHRI",
    "upr-info": "UPR Info",
    "thematic-list": "a thematic list of OHCHR",
    "impact-oss": "IMPACT OSS",
}
"""What people call the systems that recommendations are imported from."""


def replace_ids(workspace: Workspace, sentence: str) -> str:
    """The sentence with titles and citations where it has ids."""
    return _ID_PATTERN.sub(lambda match: _name_of(workspace, match[0]), sentence)


def _name_of(workspace: Workspace, identifier: str) -> str:
    match workspace.by_id.get(identifier):
        case Paragraph() as one:
            return workspace.citation(one)
        case Document() as one:
            return one.name
        case Deadline() | Procedure() | Discussion() as one:
            return f"“{plain_text(one.title)}”"
    return identifier
