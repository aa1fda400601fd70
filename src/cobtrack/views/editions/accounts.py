"""Recommendations with what each voice says about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.views.assessments import latest_by_voice
from cobtrack.views.editions.numbered import by_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.records.document import Assessment, Paragraph
    from cobtrack.model.types import Text


@dataclass(frozen=True)
class Point:
    """A text that voices wrote in their assessments, such as an obstacle, with the voices that wrote it."""

    text: Text
    voices: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """A recommendation with the latest assessment by each voice."""

    paragraph: Paragraph
    assessments: dict[str, Assessment]
    """The latest assessment by each voice, keyed by voice. A lettered item also has the assessments of its whole
    paragraph by voices that did not assess the item itself."""
    own: tuple[str, ...]
    """The voices that assessed this recommendation itself, and not only the whole paragraph of a lettered item. If the
    account is limited to some voices, all others are left out here."""
    items: tuple[Paragraph, ...] = ()
    """The lettered items of a whole paragraph that have no account of their own."""

    @property
    def obstacles(self) -> tuple[Point, ...]:
        """The things that make it difficult to carry out the recommendation."""
        return self._points("obstacles")

    @property
    def remedies(self) -> tuple[Point, ...]:
        """The ways in which the State can overcome the obstacles."""
        return self._points("remedies")

    @property
    def proposed(self) -> tuple[Point, ...]:
        """The recommendations that the voices propose to the mechanism."""
        return self._points("proposed")

    @property
    def help_needed(self) -> tuple[str, ...]:
        """The ids of the organisations whose help is needed."""
        ids = (actor for voice in self.own for actor in self.assessments[voice].help_needed)
        return tuple(dict.fromkeys(ids))

    def _points(self, field: str) -> tuple[Point, ...]:
        voices: dict[Text, list[str]] = defaultdict(list)
        for voice in self.own:
            for text in getattr(self.assessments[voice], field):
                voices[text].append(voice)
        return tuple(Point(text, tuple(names)) for text, names in voices.items())


def accounts(paragraphs: Iterable[Paragraph], as_of: date, voices: Iterable[str] = ()) -> tuple[Account, ...]:
    """Return the accounts of recommendations, sorted by document and number.

    If a whole paragraph has lettered items, what is recommended is in the items. So the whole paragraph has an account
    only if it was assessed itself, or if none of its items was. An item has an account only if it was assessed itself,
    or if its whole paragraph has none. With `voices`, only assessments by these voices count.
    """
    wanted = frozenset(voices)
    made: list[Account] = []
    for group in by_number(paragraphs):
        rows = [_account(paragraph, as_of, wanted) for paragraph in group]
        items = [row for row in rows if row.paragraph.item]
        whole = [row for row in rows if not row.paragraph.item]
        with_own = [row for row in items if row.own]
        if not items or not whole:
            made += rows
        elif with_own and not any(row.own for row in whole):
            made += items
        else:
            covered = tuple(row.paragraph for row in items if not row.own)
            made += [replace(whole[0], items=covered), *whole[1:], *with_own]
    return tuple(made)


def _account(paragraph: Paragraph, as_of: date, voices: frozenset[str]) -> Account:
    found = latest_by_voice(paragraph, as_of)
    own = (voice for voice in found.latest if voice not in found.inherited and (not voices or voice in voices))
    return Account(paragraph, found.latest, tuple(own))
