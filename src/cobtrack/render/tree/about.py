"""What an office document says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.record import Audience


@dataclass(frozen=True)
class About:
    """What a document says about itself: its title, author, language, day and audience."""

    title: str
    subject: str
    author: str
    language: str
    """The code of the main language, such as `en`."""
    day: date
    audience: Audience = "public"
    audience_note: str = ""
    """The note at the top of every page if the document is not for the public."""
    is_large: bool = False
    """Whether the smallest letters have 14 points."""
