"""Which record of the workspace an incoming paragraph is, and the id of one that is none of them."""

from __future__ import annotations

from collections import Counter, deque
from itertools import islice
from typing import TYPE_CHECKING

from cobtrack.exchange.merge.corrections import is_small_correction
from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup
from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from cobtrack.exchange.incoming import IncomingParagraph
    from cobtrack.model.records.document import Paragraph

# So many States may have made recommendations of the same words; a file may be hostile.
_MOST_PASSED = 300


class Matches:
    """The id of each incoming paragraph by its position, and the records that it makes superfluous."""

    def __init__(self, ids: dict[int, str], others: dict[int, list[Paragraph]]) -> None:
        self.ids = ids
        self.others = others
        """Records of a review without a number whose words the numbered paragraph has, too."""


def match_paragraphs(
    incoming: Iterable[IncomingParagraph],
    there: Iterable[Paragraph],
    document: str,
    system: str,
    *,
    is_review: bool = False,
) -> Matches:
    """Find the record of each incoming paragraph.

    A record is known by what the system knows it by; where either has no number by its words and who made it; else by
    number and kind, and by the number alone only where no other incoming paragraph is of its kind. In a review of the
    UPR a record without a number is known by words with small corrections, too, and several paragraphs without one may
    be one record: its wordings, or its States. What came from the same system as something else is never it.
    """
    found = _Match(list(incoming), list(there), system, is_review=is_review)
    found.by_id({record.id: record for record in found.records}, lambda one: [one.id])
    found.by_id(found.origins, lambda one: [f"{one.system} {origin}" for origin in one.external_ids])
    if is_review:
        found.by_wording()
    else:
        found.by_text()
    found.by_number(lambda one: one.kind)
    found.by_number(lambda _: "")
    if is_review:
        found.by_correction()
    used, last = {record.id for record in found.records}, Counter[str]()
    for position, one in enumerate(found.incoming):
        if position not in found.ids:
            wanted = f"{document}:{_local_id(one)}"
            found.ids[position] = unique_id(wanted, used, last)
            used.add(found.ids[position])
    return Matches(found.ids, found.others)


def record_wordings(one: Paragraph) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text of a record, in whatever language, and the States that made it."""
    if one.text:
        for text in one.text.languages.values() or (one.text,):
            yield str(text), tuple(map(str, one.made_by))
    for other in one.wordings:
        yield str(other.text), tuple(map(str, other.made_by))


def incoming_wordings(one: IncomingParagraph) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text that comes in, and the States that made it."""
    for each in (one.fields, *one.fields.get("wordings", ())):
        if text := str(each.get("text") or ""):
            yield text, tuple(map(str, each.get("made_by", ())))


def _makers(texts: Iterable[tuple[str, tuple[str, ...]]]) -> set[str]:
    return {lookup.state_key(name) for _, names in texts for name in names}


class _Match:
    """What has been found so far."""

    def __init__(
        self, incoming: list[IncomingParagraph], records: list[Paragraph], system: str, *, is_review: bool
    ) -> None:
        self.incoming = incoming
        self.records = records
        self.is_review = is_review
        self.ids: dict[int, str] = {}
        self.others: dict[int, list[Paragraph]] = {}
        self.used: set[str] = set()
        own = {record.id: [one.id for one in record.origins if one.system == system] for record in records}
        coming = {origin for one in incoming for origin in one.external_ids}
        self.claimed = {identifier for identifier, origins in own.items() if origins}
        self.held = {identifier for identifier, origins in own.items() if not coming.isdisjoint(origins)}
        self.origins = {f"{one.system} {one.id}": record for record in records for one in record.origins}
        self.makers = {record.id: _makers(record_wordings(record)) for record in records} if is_review else {}

    def by_id(self, records: Mapping[str, Paragraph], keys: Callable[[IncomingParagraph], Iterable[str]]) -> None:
        """Take the records that the system itself names."""
        for position, one in enumerate(self.incoming):
            record = next(filter(None, map(records.get, keys(one))), None)
            if record and position not in self.ids and (record.id not in self.used or self._may_share(one, record)):
                self._take(position, record)

    def by_text(self) -> None:
        """Take the first free record of the same words that no other State made; the numbers of both may not differ."""
        queues = self.queues(
            self.held, lambda record: (text_key(str(record.text)), record.kind) if record.text else None
        )
        for position, one in enumerate(self.incoming):
            text, makers = str(one.fields.get("text") or ""), set(map(lookup.state_key, one.fields.get("made_by", ())))
            if not text or position in self.ids:
                continue

            def fits(record: Paragraph, one: IncomingParagraph = one, makers: set[str] = makers) -> bool:
                theirs = {lookup.state_key(str(name)) for name in record.made_by}
                return not (makers and theirs and not makers & theirs) and _numbers_agree(one, record)

            self._first(position, queues.get((text_key(text), one.kind)), fits)

    def by_wording(self) -> None:
        """Take the record that has one of the texts and most in common; those of the other texts with it."""
        index: dict[tuple[str, str], list[Paragraph]] = {}
        for record in self.records:
            for text, _ in record_wordings(record):
                index.setdefault((text_key(text), record.kind), []).append(record)
        for position, one in enumerate(self.incoming):
            if position in self.ids:
                continue
            keys = dict.fromkeys((text_key(text), one.kind) for text, _ in incoming_wordings(one))
            near = {record.id: record for key in keys for record in islice(index.get(key, ()), _MOST_PASSED)}
            makers = _makers(incoming_wordings(one))
            scored = [(score, record) for record in near.values() if (score := self._score(one, makers, record))]
            if not scored:
                continue
            # Of equals the first.
            best = max(scored, key=lambda each: each[0])[1]
            self._take(position, best)
            if one.number:
                self.others[position] = [
                    record
                    for score, record in scored
                    if record is not best and score[0] and not record.number and record.id not in self.used
                ]
                self.used.update(record.id for record in self.others[position])

    def _score(self, one: IncomingParagraph, mine: set[str], record: Paragraph) -> tuple[bool, bool, bool] | None:
        """How much a record has in common with what comes in: a State, the answer, being free; None where it is not it.

        Further States of the same words are added to it, unless they got another answer.
        """
        if not _numbers_agree(one, record) or (record.id in self.used and not self._may_share(one, record)):
            return None
        theirs = self.makers[record.id]
        shares = not mine or not theirs or bool(mine & theirs)
        position = one.fields.get("position", "not-stated")
        differs = "not-stated" not in {position, record.position or "not-stated"} and position != record.position
        if differs and (not shares or record.id in self.held or record.id in self.used):
            return None
        return shares, not differs, record.id not in self.used

    def by_correction(self) -> None:
        """Take a record of the same State that differs by a small correction and whose words the file no longer has."""
        index: dict[str, list[Paragraph]] = {}
        for record in self.records:
            for maker in self.makers[record.id] or {""}:
                index.setdefault(maker, []).append(record)
        for position, one in enumerate(self.incoming):
            if position in self.ids:
                continue
            texts = list(incoming_wordings(one))
            makers = _makers(texts)
            near = {
                record.id: record for maker in makers or {""} for record in islice(index.get(maker, ()), _MOST_PASSED)
            }
            for record in near.values():
                if record.kind != one.kind or record.id in self.held or not self._score(one, makers, record):
                    continue
                pairs = ((text, other) for text, _ in texts for other, _ in record_wordings(record))
                if any(is_small_correction(other, text) for text, other in pairs):
                    self._take(position, record)
                    break

    def by_number(self, what: Callable[[IncomingParagraph | Paragraph], str]) -> None:
        """Take the first record of the same number that says the same on one thing and is still free."""
        queues = self.queues(self.claimed, lambda record: (_place(record), what(record)))
        for position, one in enumerate(self.incoming):
            if position not in self.ids:
                self._first(position, queues.get((_local_id(one), what(one))), lambda _: True)

    def queues(
        self, but: Collection[str], key: Callable[[Paragraph], tuple[str, str] | None]
    ) -> dict[tuple[str, str], deque[Paragraph]]:
        """The records but for some, by what they are looked for by."""
        found: dict[tuple[str, str], deque[Paragraph]] = {}
        for record in self.records:
            if record.id not in but and (at := key(record)):
                found.setdefault(at, deque()).append(record)
        return found

    def _may_share(self, one: IncomingParagraph, record: Paragraph) -> bool:
        """Whether a record that is found already may be this one, too."""
        return self.is_review and one.kind == record.kind and not one.number

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


def _numbers_agree(one: IncomingParagraph, record: Paragraph) -> bool:
    """Whether either has no number, or both have the same."""
    return not (one.number and record.number) or _local_id(one) == _place(record)


def _place(record: Paragraph) -> str:
    """The number and letters of a record, those of a second part too; else the word in their place."""
    return f"{record.number}{record.item}" or record.id.partition(":")[2]


def _local_id(one: IncomingParagraph) -> str:
    """What stands behind the colon of an id."""
    if one.number:
        return f"{one.number}{one.item}" if not one.item or one.item[0].isalpha() else f"{one.number}-{one.item}"
    return (
        f"x{slug(one.external_id, ascii_only=True).replace('-', '')[:10]}"
        if one.external_id
        else f"x{slug(one.location, ascii_only=True)}"
    )


def unique_id(identifier: str, taken: Collection[str], last: Counter[str] | None = None) -> str:
    """The id, or with a number behind it where it is taken; `last` has the numbers that were given before."""
    number = last[identifier] if last else 0
    name = identifier if number < 2 else f"{identifier}-{number}"
    while name in taken:
        number = max(number, 1) + 1
        name = f"{identifier}-{number}"
    if last is not None:
        last[identifier] = number
    return name
