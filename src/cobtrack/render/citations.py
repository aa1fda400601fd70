"""Citations and titles in place of ids, because documents are for people and never show ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.languages.marks import is_in_another_language
from cobtrack.model.languages.phrases import gettext, in_quotes, own_words_marked, spoken
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.procedure import Procedure
from cobtrack.model.records.roadmap import Discussion
from cobtrack.model.text.markup import plain_text
from cobtrack.views.activities import activity_title

if TYPE_CHECKING:
    from cobtrack.model.workspace import Workspace

# Matches ids such as `crc-state-report`, `crc-2022:42a` and `upr-46:136.10`, but no words without a hyphen or colon.
_ID_PATTERN = re.compile(r"(?<![\w.-])[a-z0-9]+(?:-[a-z0-9]+)*[-:][a-z0-9]+(?:[.-][a-z0-9]+)*(?![\w-])")


def mention(workspace: Workspace, identifier: str) -> str:
    """Return the words by which documents mention a record: its citation, title or short name.

    An activity is mentioned by its number and its text. If no such record exists, return the id itself. In a document,
    words in another language are marked.
    """
    record = workspace.by_id.get(identifier)
    if record is None:
        return identifier
    match record:
        case Paragraph():
            words = workspace.citation(record)
        case Document():
            words = record.name
        case Mechanism():
            words = record.acronym or record.name
        case Actor():
            words = record.label
        case Activity():
            _, category = workspace.activity_index[record.id]
            words = f"{record.id} {spoken().marked(activity_title(record, category))}"
        case _:
            words = record.title
    return spoken().marked(plain_text(words))


def replace_ids(workspace: Workspace, sentence: str) -> str:
    """Replace the ids of paragraphs, documents, deadlines, procedures and discussions in a sentence."""
    mark = own_words_marked if is_in_another_language(sentence) else str
    return _ID_PATTERN.sub(lambda match: mark(_display_name(workspace, match[0])), sentence)


def _display_name(workspace: Workspace, identifier: str) -> str:
    """Return the citation or the quoted title of a record. If no such record exists, return the id itself."""
    match workspace.by_id.get(identifier):
        case Paragraph() as paragraph:
            return workspace.citation(paragraph)
        case Document() as document:
            return document.name
        case Deadline() | Procedure() | Discussion() as record:
            return in_quotes(plain_text(record.title))
    return _point_of_consultation(workspace, identifier)


def _point_of_consultation(workspace: Workspace, identifier: str) -> str:
    """Return how a point of a consultation is mentioned, for an id such as `schools-2026:2`."""
    consultation = workspace.by_id.get(identifier.partition(":")[0])
    if not isinstance(consultation, Consultation):
        return identifier
    title = in_quotes(plain_text(consultation.title))
    return gettext("%(consultation)s, point %(number)s", consultation=title, number=identifier.partition(":")[2])
