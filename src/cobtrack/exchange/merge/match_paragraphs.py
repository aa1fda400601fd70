"""Match each imported paragraph with a record in the workspace, or make an id for a new record."""

from __future__ import annotations

from collections import Counter, deque
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from cobtrack.exchange.merge.corrections import is_small_correction
from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup
from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from cobtrack.exchange.incoming import IncomingParagraph
    from cobtrack.model.records.document import Paragraph

    Wording = tuple[str, tuple[str, ...]]
    """A text of a recommendation, and the States that made it."""

_MAX_CANDIDATES = 300
"""The most records to compare with a paragraph. A recommendation is made by fewer States than this, but a hostile file
might contain more records of it."""


class Matches(NamedTuple):
    """The result of `match_paragraphs`: the records in the workspace that match the imported paragraphs."""

    ids: dict[int, str]
    """The id of the matching record, keyed by the index of the paragraph."""
    redundant: dict[int, list[Paragraph]]
    """Other records that have no number and the same text as a paragraph, grouped by the index of the paragraph.

    Only UPR reviews have such records."""


def match_paragraphs(
    paragraphs: Iterable[IncomingParagraph],
    records: Iterable[Paragraph],
    document_id: str,
    system: str,
    compared: Literal["texts", "wordings", "numbers"] = "texts",
) -> Matches:
    """Find the record that matches each imported paragraph. A paragraph without a match gets an unused id.

    These criteria are tried one after another: the id in the workspace; the id in the other system; the text and the
    States that made the recommendation; the number and kind; the number alone. A record does not match by text if its
    number is different. A record does not match by number if it was imported from the same system before.

    With `compared="wordings"` (for a UPR review), texts that differ only by small corrections also match. Several
    paragraphs without a number can match the same record there. They add wordings or States to this recommendation.

    With `compared="numbers"` (for texts in different languages), only the number and the letter are compared.
    """
    is_review = compared == "wordings"
    matcher = _Matcher(list(paragraphs), list(records), system, is_review=is_review)
    if compared == "numbers":
        matcher.from_system = set()
        matcher.match_by_number(lambda _: "")
    else:
        _match_step_by_step(matcher, is_review=is_review)
    used, last_numbers = {record.id for record in matcher.records}, Counter[str]()
    for index, paragraph in enumerate(matcher.paragraphs):
        if index not in matcher.ids:
            matcher.ids[index] = unique_id(f"{document_id}:{_local_id(paragraph)}", used, last_numbers)
            used.add(matcher.ids[index])
    return Matches(matcher.ids, matcher.redundant)


def _match_step_by_step(matcher: _Matcher, *, is_review: bool) -> None:
    matcher.match_by_id({record.id: record for record in matcher.records}, lambda paragraph: [paragraph.id])
    matcher.match_by_id(
        matcher.records_by_origin,
        lambda paragraph: [f"{paragraph.system} {external_id}" for external_id in paragraph.external_ids],
    )
    if is_review:
        matcher.match_by_wording()
    else:
        matcher.match_by_text()
    matcher.match_by_number(lambda record: record.kind)
    matcher.match_by_number(lambda _: "")
    if is_review:
        matcher.match_by_correction()


def record_wordings(record: Paragraph) -> Iterator[Wording]:
    """Yield each text of a record, in all languages, with the names of the States that made it."""
    if record.text:
        for text in record.text.languages.values() or (record.text,):
            yield str(text), tuple(map(str, record.made_by))
    for wording in record.wordings:
        yield str(wording.text), tuple(map(str, wording.made_by))


def incoming_wordings(paragraph: IncomingParagraph) -> Iterator[Wording]:
    """Yield each text of an imported paragraph with the names of the States that made it."""
    for wording in (paragraph.fields, *paragraph.fields.get("wordings", ())):
        if text := str(wording.get("text") or ""):
            yield text, tuple(map(str, wording.get("made_by", ())))


def _states(wordings: Iterable[Wording]) -> set[str]:
    """Return the keys of all States that made one of the wordings."""
    return {lookup.state_key(name) for _, names in wordings for name in names}


class _Matcher:
    """Matches paragraphs with records in several steps. Each method `match_by_…` is one step.

    A step considers only the paragraphs that no earlier step has matched.
    """

    def __init__(
        self, paragraphs: list[IncomingParagraph], records: list[Paragraph], system: str, *, is_review: bool
    ) -> None:
        self.paragraphs = paragraphs
        self.records = records
        self.is_review = is_review
        self.ids: dict[int, str] = {}
        self.redundant: dict[int, list[Paragraph]] = {}
        self.used: set[str] = set()
        own_origins = {
            record.id: [origin.id for origin in record.origins if origin.system == system] for record in records
        }
        imported = {external_id for paragraph in paragraphs for external_id in paragraph.external_ids}
        # The ids of the records that came from this system, and of the records whose origin is in the file.
        self.from_system = {record_id for record_id, origins in own_origins.items() if origins}
        self.in_file = {record_id for record_id, origins in own_origins.items() if not imported.isdisjoint(origins)}
        self.records_by_origin = {
            f"{origin.system} {origin.id}": record for record in records for origin in record.origins
        }
        self.states = {record.id: _states(record_wordings(record)) for record in records} if is_review else {}

    def match_by_id(self, records: Mapping[str, Paragraph], keys: Callable[[IncomingParagraph], Iterable[str]]) -> None:
        """Match each paragraph with the first record in `records` that has one of the paragraph's keys.

        `keys` is a function that returns the keys of a paragraph.
        """
        for index, paragraph in enumerate(self.paragraphs):
            record = next(filter(None, map(records.get, keys(paragraph))), None)
            if record and index not in self.ids and self._is_available(paragraph, record):
                self._match(index, record)

    def match_by_text(self) -> None:
        """Match each paragraph with a record that has the same text and kind and matches no other paragraph.

        A record with a different number does not match. A record that only other States made does not match.
        """

        def key(record: Paragraph) -> tuple[str, str] | None:
            return (text_key(str(record.text)), record.kind) if record.text else None

        queues = self._queues(self.in_file, key)
        for index, paragraph in enumerate(self.paragraphs):
            text = str(paragraph.fields.get("text") or "")
            states = set(map(lookup.state_key, paragraph.fields.get("made_by", ())))
            if not text or index in self.ids:
                continue

            def fits(record: Paragraph, paragraph: IncomingParagraph = paragraph, states: set[str] = states) -> bool:
                others = {lookup.state_key(str(name)) for name in record.made_by}
                return not (states and others and not states & others) and _numbers_agree(paragraph, record)

            self._match_first(index, queues.get((text_key(text), paragraph.kind)), fits)

    def match_by_wording(self) -> None:
        """Match each paragraph with the most similar of the records that have the same text.

        If the paragraph has a number, the other records with this text that have no number are added to `redundant`.
        """
        records_by_text: dict[tuple[str, str], list[Paragraph]] = {}
        for record in self.records:
            for text, _ in record_wordings(record):
                records_by_text.setdefault((text_key(text), record.kind), []).append(record)
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.ids:
                continue
            keys = dict.fromkeys((text_key(text), paragraph.kind) for text, _ in incoming_wordings(paragraph))
            candidates = {
                record.id: record for key in keys for record in islice(records_by_text.get(key, ()), _MAX_CANDIDATES)
            }
            states = _states(incoming_wordings(paragraph))
            scored = [
                (score, record)
                for record in candidates.values()
                if (score := self._similarity(paragraph, states, record))
            ]
            if not scored:
                continue
            # If several records have the highest score, this is the first of these records.
            best = max(scored, key=lambda pair: pair[0])[1]
            self._match(index, best)
            if paragraph.number:
                self.redundant[index] = [
                    record
                    for (shares_state, _, _), record in scored
                    if record is not best and shares_state and not record.number and record.id not in self.used
                ]
                self.used.update(record.id for record in self.redundant[index])

    def _similarity(
        self, paragraph: IncomingParagraph, states: set[str], record: Paragraph
    ) -> tuple[bool, bool, bool] | None:
        """Rate how similar a record is to a paragraph that has the same text.

        Return three values: whether the same State made both, whether the State under review took the same position on
        both, and whether the record matches no other paragraph yet. Return None if the record cannot match the
        paragraph, for example because their numbers differ.
        """
        if not _numbers_agree(paragraph, record) or not self._is_available(paragraph, record):
            return None
        others = self.states[record.id]
        shares_state = not states or not others or bool(states & others)
        position = paragraph.fields.get("position", "not-stated")
        differs = "not-stated" not in {position, record.position or "not-stated"} and position != record.position
        if differs and (not shares_state or record.id in self.in_file or record.id in self.used):
            return None
        return shares_state, not differs, record.id not in self.used

    def match_by_correction(self) -> None:
        """Match each paragraph with a record by the same State whose text differs only by a small correction.

        A record that was imported from a paragraph of the same file is left out.
        """
        records_by_state: dict[str, list[Paragraph]] = {}
        for record in self.records:
            for state in self.states[record.id] or {""}:
                records_by_state.setdefault(state, []).append(record)
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.ids:
                continue
            wordings = list(incoming_wordings(paragraph))
            states = _states(wordings)
            candidates = {
                record.id: record
                for state in states or {""}
                for record in islice(records_by_state.get(state, ()), _MAX_CANDIDATES)
            }
            for record in candidates.values():
                if record.kind != paragraph.kind or record.id in self.in_file:
                    continue
                if not self._similarity(paragraph, states, record):
                    continue
                pairs = ((old, new) for new, _ in wordings for old, _ in record_wordings(record))
                if any(is_small_correction(old, new) for old, new in pairs):
                    self._match(index, record)
                    break

    def match_by_number(self, kind: Callable[[IncomingParagraph | Paragraph], str]) -> None:
        """Match each paragraph with a record that has the same number and matches no other paragraph.

        The function `kind` must also return the same text for the paragraph and the record.
        """
        queues = self._queues(self.from_system, lambda record: (_number(record), kind(record)))
        for index, paragraph in enumerate(self.paragraphs):
            if index not in self.ids:
                self._match_first(index, queues.get((_local_id(paragraph), kind(paragraph))), lambda _: True)

    def _queues(
        self, excluded: Collection[str], key: Callable[[Paragraph], tuple[str, str] | None]
    ) -> dict[tuple[str, str], deque[Paragraph]]:
        """Return the records, grouped by the result of the function `key`.

        Records whose id is in `excluded`, and records for which `key` returns None, are left out.
        """
        queues: dict[tuple[str, str], deque[Paragraph]] = {}
        for record in self.records:
            if record.id not in excluded and (value := key(record)):
                queues.setdefault(value, deque()).append(record)
        return queues

    def _is_available(self, paragraph: IncomingParagraph, record: Paragraph) -> bool:
        """Whether a record can still be matched with a paragraph.

        Normally, a record can match only one paragraph. In a UPR review, however, any number of paragraphs without a
        number can match the same record of their kind.
        """
        may_share = self.is_review and paragraph.kind == record.kind and not paragraph.number
        return may_share or record.id not in self.used

    def _match_first(self, index: int, queue: deque[Paragraph] | None, fits: Callable[[Paragraph], bool]) -> None:
        """Match a paragraph with the first record in a queue for which the function `fits` returns True.

        Records that already match a paragraph are skipped and removed from the queue.
        """
        passed: list[Paragraph] = []
        while queue and len(passed) < _MAX_CANDIDATES:
            record = queue.popleft()
            if record.id in self.used:
                continue
            if fits(record):
                self._match(index, record)
                break
            passed.append(record)
        if queue is not None:
            queue.extendleft(reversed(passed))

    def _match(self, index: int, record: Paragraph) -> None:
        self.ids[index] = record.id
        self.used.add(record.id)


def _numbers_agree(paragraph: IncomingParagraph, record: Paragraph) -> bool:
    """Whether a paragraph and a record have the same number, or one of them has no number."""
    return not (paragraph.number and record.number) or _local_id(paragraph) == _number(record)


def _number(record: Paragraph) -> str:
    """Return a record's number and letter. If it has no number, return the part of its id after the colon."""
    return f"{record.number}{record.item}" or record.id.partition(":")[2]


def _local_id(paragraph: IncomingParagraph) -> str:
    """Return the part of a paragraph's new id that comes after the colon."""
    if paragraph.number and (not paragraph.item or paragraph.item[0].isalpha()):
        return f"{paragraph.number}{paragraph.item}"
    if paragraph.number:
        return f"{paragraph.number}-{paragraph.item}"
    if paragraph.external_id:
        return f"x{slug(paragraph.external_id, ascii_only=True).replace('-', '')[:10]}"
    return f"x{slug(paragraph.location, ascii_only=True)}"


def unique_id(identifier: str, taken: Collection[str], last_numbers: Counter[str] | None = None) -> str:
    """Return an identifier that is not in `taken`: `identifier` itself or, if taken, `identifier` with a number.

    `last_numbers` stores the last number that was used for each identifier. The search for a free number starts there,
    so it is fast even for thousands of equal identifiers.
    """
    number = last_numbers[identifier] if last_numbers else 0
    name = identifier if number < 2 else f"{identifier}-{number}"
    while name in taken:
        number = max(number, 1) + 1
        name = f"{identifier}-{number}"
    if last_numbers is not None:
        last_numbers[identifier] = number
    return name
