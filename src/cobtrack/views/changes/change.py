"""A change: one difference between two states of the data that a person would tell another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.model.languages.phrases import gettext
from cobtrack.model.problem import address
from cobtrack.views.changes.wording import shorten

if TYPE_CHECKING:
    from cobtrack.model.problem import Path
    from cobtrack.views.changes.subjects import Subject
    from cobtrack.views.changes.wording import Part

Topic = Literal[
    "version", "date", "record", "progress", "recommendation", "measure", "deadline", "indicator", "link",
    "organisation", "other", "wording",
]  # fmt: skip
What = Literal["added", "removed", "renamed", "moved", "changed"]
WORDING: Topic = "wording"
MAX_TITLE = 80
_WORDS = "\ue004"
"""A character that stands for the removed and added words of a text."""


@dataclass(frozen=True)
class Change:
    """One difference between two states of the data."""

    topic: Topic
    subject: Subject
    """The record that changed, in its new state. A removed record is in its old state."""
    earlier: Subject | None
    """The record in its old state; None if the record was added."""
    title: str
    """The title of the record, or its first words."""
    what: What
    """Whether the whole record was added, removed, renamed or moved, or whether a field of it changed."""
    sentence: str
    """What changed, such as "was 2025 (year TBD), now 2027". It does not name the record, and has no full stop."""
    path: Path = ()
    """The path of the field that changed within the record; empty if the whole record changed."""
    before: Any = None
    """The old value as plain data."""
    after: Any = None
    """The new value as plain data."""
    why: str = ""
    """The reason for the change, if the data give a reason."""
    text_label: str = ""
    """For a changed text: how people call the text, such as "summary"."""
    parts: tuple[Part, ...] = ()
    """For a changed text: the same, the removed and the added words, in order."""

    @property
    def id(self) -> str:
        """The id of the record, or a name such as `roadmap` if the record has no id."""
        return self.subject.key

    @property
    def field(self) -> str:
        """The path of the field as people type it, such as `progress.2.note`: with dots, and items counted from 1."""
        return address(self.path)

    @property
    def short_title(self) -> str:
        """The first words of the title without a full stop, for a list of changes: a colon often follows."""
        return shorten(self.title.removesuffix("."), MAX_TITLE)

    @property
    def around_the_words(self) -> tuple[str, str]:
        """What comes before and after the removed and added words of a changed text: its label, and the reason."""
        sentence = gettext("%(label)s: %(text)s", label=self.text_label, text=_WORDS)
        if self.why:
            sentence = gettext("%(sentence)s. Reason: %(why)s", sentence=sentence, why=self.why)
        start, _, end = sentence.partition(_WORDS)
        return start, end

    @property
    def full_sentence(self) -> str:
        """The sentence, followed by the reason for the change."""
        return (
            gettext("%(sentence)s. Reason: %(why)s", sentence=self.sentence, why=self.why)
            if self.why
            else self.sentence
        )
