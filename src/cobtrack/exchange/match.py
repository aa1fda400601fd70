"""Which record of the workspace an incoming paragraph is, and the id of one that is none of them."""

from __future__ import annotations

import re
from collections import Counter, deque
from typing import TYPE_CHECKING

from cobtrack.exchange.un_text import squash
from cobtrack.model import states

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from cobtrack.exchange.incoming import IncomingParagraph
    from cobtrack.model.document import Paragraph

# So many States may have made recommendations of the same words; a file may be hostile.
_MOST_PASSED = 300


def match(
    incoming: Iterable[IncomingParagraph], there: Iterable[Paragraph], document: str, system: str
) -> dict[int, str]:
    """The id of each incoming paragraph, by its position.

    A record is known by what the system knows it by; where either has no number by its words and who made it; else by
    number and kind, and by the number alone only where no other incoming paragraph is of its kind. What came from the
    same system as something else is never it.
    """
    found = _Match(list(incoming), list(there), system)
    found.by_key({record.id: record for record in found.records}, lambda one: one.id)
    found.by_key(found.origins, lambda one: one.origin and f"{one.system} {one.origin}")
    found.by_words()
    found.by_place(lambda one: one.kind)
    found.by_place(lambda _: "")
    used, last = {record.id for record in found.records}, Counter[str]()
    for position, one in enumerate(found.incoming):
        if position not in found.ids:
            wanted = f"{document}:{_local(one)}"
            found.ids[position] = free(wanted, used, last)
            used.add(found.ids[position])
    return found.ids


class _Match:
    """What has been found so far."""

    def __init__(self, incoming: list[IncomingParagraph], records: list[Paragraph], system: str) -> None:
        self.incoming = incoming
        self.records = records
        self.ids: dict[int, str] = {}
        self.used: set[str] = set()
        self.claimed = {record.id for record in records if any(one.system == system for one in record.origins)}
        self.origins = {f"{one.system} {one.id}": record for record in records for one in record.origins}

    def by_key(self, records: Mapping[str, Paragraph], key: Callable[[IncomingParagraph], str]) -> None:
        """Take the records that the system itself names."""
        for position, one in enumerate(self.incoming):
            record = records.get(key(one))
            if record and position not in self.ids and record.id not in self.used:
                self._take(position, record)

    def by_words(self) -> None:
        """Take the first free record of the same words that no other State made, where one has no number."""
        queues = self.queues(lambda record: (squash(str(record.text)), record.kind) if record.text else None)
        for position, one in enumerate(self.incoming):
            text, makers = str(one.fields.get("text") or ""), set(map(states.key, one.fields.get("made_by", ())))
            if not text or position in self.ids:
                continue

            def fits(record: Paragraph, one: IncomingParagraph = one, makers: set[str] = makers) -> bool:
                theirs = {states.key(str(name)) for name in record.made_by}
                return not (makers and theirs and not makers & theirs) and not (one.number and record.number)

            self._first(position, queues.get((squash(text), one.kind)), fits)

    def by_place(self, what: Callable[[IncomingParagraph | Paragraph], str]) -> None:
        """Take the first record of the same number that says the same on one thing and is still free."""
        queues = self.queues(lambda record: (_place(record), what(record)))
        for position, one in enumerate(self.incoming):
            if position not in self.ids:
                self._first(position, queues.get((_local(one), what(one))), lambda _: True)

    def queues(self, key: Callable[[Paragraph], tuple[str, str] | None]) -> dict[tuple[str, str], deque[Paragraph]]:
        """The records that the system has not claimed, by what they are looked for by."""
        found: dict[tuple[str, str], deque[Paragraph]] = {}
        for record in self.records:
            if record.id not in self.claimed and (at := key(record)):
                found.setdefault(at, deque()).append(record)
        return found

    def _first(self, position: int, queue: deque[Paragraph] | None, fits: Callable[[Paragraph], bool]) -> None:
        """Take the first record of a queue that is free and fits; those that are not free leave it for good."""
        passed: list[Paragraph] = []
        while queue and len(passed) < _MOST_PASSED:
            record = queue.popleft()
            if record.id in self.used:
                continue
            if fits(record):
                self._take(position, record)
                break
            passed.append(record)
        if queue is not None:
            queue.extendleft(reversed(passed))

    def _take(self, position: int, record: Paragraph) -> None:
        self.ids[position] = record.id
        self.used.add(record.id)


def _place(record: Paragraph) -> str:
    """The number and letters of a record, those of a second part too; else the word in their place."""
    return f"{record.number}{record.item}" or record.id.partition(":")[2]


def _local(one: IncomingParagraph) -> str:
    """What stands behind the colon of an id."""
    if one.number:
        return f"{one.number}{one.item}" if not one.item or one.item[0].isalpha() else f"{one.number}-{one.item}"
    return f"x{slug(one.origin).replace('-', '')[:10]}" if one.origin else f"x{slug(one.where)}"


def slug(text: str) -> str:
    """The text as an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def free(identifier: str, taken: Collection[str], last: Counter[str] | None = None) -> str:
    """The id, or with a number behind it where it is taken; `last` has the numbers that were given before."""
    number = last[identifier] if last else 0
    name = identifier if number < 2 else f"{identifier}-{number}"
    while name in taken:
        number = max(number, 1) + 1
        name = f"{identifier}-{number}"
    if last is not None:
        last[identifier] = number
    return name
