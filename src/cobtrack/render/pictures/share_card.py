"""The cards to share: for each cluster one sentence in plain words with its picture, on a square.

A sentence is never shortened. A long sentence gets smaller letters, and one that is too long gets no card. The width of
a text is estimated, because the fonts of a reader are not known. The estimate is generous, so a text always fits.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.markup import plain_text
from cobtrack.views.editions.numbered import cite_together
from cobtrack.views.plain_words.clusters import plain_clusters
from cobtrack.views.plain_words.language import reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.plain_words.clusters import PlainCluster

SIZE = 1080
"""The width and height of a card in pixels. All other lengths are for a card of this size."""
TEXT_WIDTH, TEXT_HEIGHT = 920, 430
LETTERS = (92, 80, 70, 62, 54, 48)
"""The sizes of the letters of a sentence. Letters below the last size cannot be read on a telephone."""
NOTE_LETTERS = 28
_NOTE_HEIGHT = 250


@dataclass(frozen=True)
class ShareCard:
    """A card to share."""

    cluster: str
    """The id of the cluster."""
    title: str
    """The title of the cluster."""
    text: str
    """The sentence in plain words."""
    icon: str
    """The name of the picture; "" if there is none."""
    note: str
    """The source of the sentence, and that adults wrote it if no child has checked it."""
    site: str
    """The title of the roadmap."""
    letters: int
    """The size of the letters of the sentence; 0 if the sentence, the note or the title is too long for a card."""

    @property
    def leading(self) -> float:
        """The height of the lines in relation to the size of the letters."""
        return max(map(leading, (self.text, self.note, self.site)))


def share_cards(workspace: Workspace, current: Sequence[Paragraph], language: str) -> tuple[ShareCard, ...]:
    """Return a card for each cluster that has plain words in the language, in the order of the settings.

    `current` has the treaty body's current recommendations.
    """
    clusters = plain_clusters(workspace, current, reader(workspace, language))
    return tuple(_card(workspace, cluster) for cluster in clusters)


def _card(workspace: Workspace, cluster: PlainCluster) -> ShareCard:
    text, note = plain_text(cluster.words.plain), _note(workspace, cluster)
    site = plain_text(workspace.roadmap.title) if workspace.roadmap else plain_text(workspace.settings.state_name)
    height = sum(lines(part, NOTE_LETTERS) * NOTE_LETTERS * leading(part) for part in (without_marks(note), site))
    letters = letter_size(text) if height <= _NOTE_HEIGHT else 0
    title = plain_text(cluster.title)
    return ShareCard(cluster.words.cluster, title, text, cluster.words.icon or "", note, site, letters)


def _note(workspace: Workspace, cluster: PlainCluster) -> str:
    source = cite_together(workspace, cluster.recommendations) if cluster.recommendations else ""
    parts = [gettext("Source: %(source)s.", source=source)] if source else []
    if not cluster.words.checked_with_children:
        parts.append(gettext("Written by adults. Children have not checked it yet."))
    return " ".join(parts)


def letter_size(text: str) -> int:
    """Return the size of the letters with which a sentence fits on a card. Return 0 if it is too long."""
    return next((size for size in LETTERS if lines(text, size) * size * leading(text) <= TEXT_HEIGHT), 0)


def leading(text: str) -> float:
    """Return the height of a line in relation to the size of its letters.

    Scripts with marks above and below the letters need high lines.
    """
    return 1.75 if any(unicodedata.category(char) in {"Mn", "Mc"} for char in text) else 1.25


def lines(text: str, size: int) -> float:
    """Return the number of lines of a text, which is infinite if a word is wider than a line.

    Where a script has no spaces between words, a line can end after any letter.
    """
    count, used = (1, 0.0) if text else (0, 0.0)
    for word in text.split():
        width = size * sum(map(_width, word))
        if width > TEXT_WIDTH:
            if not any(unicodedata.category(char) == "Lo" for char in word):
                return math.inf
            # Line ends between words leave a tenth of each line empty.
            count += math.ceil((used + width) / (TEXT_WIDTH * 0.9)) - 1
            used = (used + width) % (TEXT_WIDTH * 0.9)
        elif used + width > TEXT_WIDTH:
            count, used = count + 1, width
        else:
            used += width
        used += size * 0.3
    return count


def _width(char: str) -> float:
    """Return the estimated width of a bold letter in relation to its size."""
    category = unicodedata.category(char)
    if category in {"Mn", "Cf"}:
        return 0.0
    if category == "Mc":
        return 0.4
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1.0
    if category == "Lo":
        return 0.8
    return 0.8 if category == "Lu" or char in "mw—" else 0.62
