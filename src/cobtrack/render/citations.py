"""Replace ids in sentences with citations and titles, because documents are for people and never show ids."""

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

# Matches ids such as `crc-state-report`, `crc-2022:42a` and `upr-46:136.10`, but no words without a hyphen or colon.
_ID_PATTERN = re.compile(r"(?<![\w.-])[a-z0-9]+(?:-[a-z0-9]+)*[-:][a-z0-9]+(?:[.-][a-z0-9]+)*(?![\w-])")


def replace_ids(workspace: Workspace, sentence: str) -> str:
    """Replace the ids of paragraphs, documents, deadlines, procedures and discussions in a sentence."""
    return _ID_PATTERN.sub(lambda match: _display_name(workspace, match[0]), sentence)


def _display_name(workspace: Workspace, identifier: str) -> str:
    """Return the citation or the quoted title of a record. If no such record exists, return the id itself."""
    match workspace.by_id.get(identifier):
        case Paragraph() as paragraph:
            return workspace.citation(paragraph)
        case Document() as document:
            return document.name
        case Deadline() | Procedure() | Discussion() as record:
            return f"“{plain_text(record.title)}”"
    return identifier
