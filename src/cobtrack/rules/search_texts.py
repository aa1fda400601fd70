"""Texts that are searched for personal data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.records.document import Paragraph
from cobtrack.model.states.lookup import alpha_2_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.record_texts import RecordText
    from cobtrack.model.records.settings import Settings


class TextGroup(NamedTuple):
    """Texts from one file. They are joined with line ends, because one search in a long text is faster than many."""

    is_official: bool
    """Whether the texts were imported as official texts of a document, so they are already public."""
    texts: list[RecordText]
    joined: str


class SearchTexts:
    """Texts to search for personal data, and the State whose telephone numbers are searched for."""

    def __init__(self, texts: Iterable[RecordText], settings: Settings) -> None:
        self.country = alpha_2_code(settings.state)
        self.groups: list[TextGroup] = []
        for _, of_file in groupby(texts, file_of):
            groups: dict[bool, list[RecordText]] = {False: [], True: []}
            for text in of_file:
                groups[_is_official(text)].append(text)
            for is_official, group in groups.items():
                self.groups.append(TextGroup(is_official, group, "\n".join(text.text for text in group)))


def file_of(text: RecordText) -> str:
    """Return the name of the file that contains a text."""
    return text.record.place.file


def _is_official(text: RecordText) -> bool:
    return isinstance(text.record, Paragraph) and text.path[0] == "text" and bool(text.record.origins)
