"""The chain from the words of a recommendation to evidence and to the view of children, on a day.

A chain has seven links. A link is there if at least one record counts for it:

- `words`: the text or a summary of the recommendation.
- `responsible`: an organisation or authority in the recommendation's field `responsible`.
- `measure`: a measure of the State that answers the recommendation, as a whole or in an article. By the day, it was
  adopted, issued or put into force, and not repealed or stopped since then. A draft does not count.
- `action`: an action or advocacy of the plan that names the recommendation and was not cancelled by the day.
- `indicator`: an indicator that names the recommendation, with or without values.
- `evidence`: evidence in an assessment of the recommendation, a value of one of its indicators that was measured since
  the document was adopted, or evidence in the log of one of its actions. All of it is dated on or before the day.
- `children`: an assessment in the voice of children, or a consultation about the recommendation that was held. Both
  are dated on or before the day.

A lettered item inherits from its paragraph: the fields and assessments that every item inherits, and also the records
that name the paragraph if no record of the same kind counts for the item itself. Its words are only its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar, get_args

from cobtrack.model.inheritance import with_inherited
from cobtrack.model.labels import VOICE
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.document import Paragraph, split_paragraph_id
from cobtrack.views import measures
from cobtrack.views.activities import status_on
from cobtrack.views.indicators.groups import in_words
from cobtrack.views.indicators.wording import amount
from cobtrack.views.recommendations import countable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.workspace import Workspace

LinkName = Literal["words", "responsible", "measure", "action", "indicator", "evidence", "children"]
LINKS: tuple[LinkName, ...] = get_args(LinkName)
"""The links of a chain, in order."""
_COMMANDS: Mapping[LinkName, str] = {
    "words": 'cobtrack set {id} summary="TEXT"',
    "responsible": "cobtrack set {id} responsible+=ORGANISATION",
    "measure": "cobtrack set MEASURE recommendations+={id}",
    "action": "cobtrack set ACTION recommendations+={id}",
    "indicator": "cobtrack set INDICATOR recommendations+={id}",
    "evidence": "cobtrack log {id} --voice civil-society --level LEVEL --note TEXT --evidence ADDRESS",
    "children": "cobtrack log {id} --voice children --level LEVEL --note TEXT",
}
"""The command that fills each link."""
CHILDREN = "children"
Named = TypeVar("Named")


class Item(NamedTuple):
    """Something that counts for a link."""

    id: str
    """The id of the record: an organisation, a measure and so on, or the recommendation itself."""
    text: str
    """Its title or name, the words of the recommendation, or a citation of the evidence."""
    date: Timeframe | None = None
    """The date of the measure, assessment, value, report or consultation, or the timeframe of the action."""
    of_whole: bool = False
    """Whether it is about the whole paragraph of a lettered item."""


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain of a recommendation, and what counts for it."""

    name: LinkName
    items: tuple[Item, ...]
    recommendation: str
    """The id of the recommendation."""

    @property
    def command(self) -> str:
        """The command that fills the link, with words in capitals where the user has to write something."""
        return _COMMANDS[self.name].format(id=self.recommendation)

    @property
    def is_there(self) -> bool:
        """Whether anything counts for the link."""
        return bool(self.items)


@dataclass(frozen=True)
class Chain:
    """The chain of a recommendation on a day."""

    paragraph: Paragraph
    citation: str
    links: tuple[ChainLink, ...]

    def link(self, name: str) -> ChainLink:
        """Return the link with this name."""
        return next(link for link in self.links if link.name == name)

    @property
    def first_missing(self) -> ChainLink | None:
        """The first link that is missing; None if the chain is whole."""
        return next((link for link in self.links if not link.is_there), None)


@dataclass(frozen=True)
class ChainSums:
    """The sums over the chains of several recommendations."""

    total: int
    whole: int
    """The number of whole chains, in which no link is missing."""
    there: Counter[str]
    """The number of recommendations that have each link, keyed by link."""
    first_missing: Counter[str]
    """The number of recommendations whose first missing link this is, keyed by link."""
    urgent_first_missing: Counter[str]
    """How many of these are urgent, keyed by link."""


def sum_chains(rows: Iterable[Chain]) -> ChainSums:
    """Return the sums over the chains of several recommendations."""
    sums = {"total": 0, "whole": 0}
    there, first, urgent = (Counter[str](dict.fromkeys(LINKS, 0)) for _ in range(3))
    for row in rows:
        sums["total"] += 1
        there.update(link.name for link in row.links if link.is_there)
        if missing := row.first_missing:
            first[missing.name] += 1
            urgent[missing.name] += row.paragraph.urgent
        else:
            sums["whole"] += 1
    return ChainSums(**sums, there=there, first_missing=first, urgent_first_missing=urgent)


class Tracer:
    """Finds the chains of the recommendations of a workspace on a day."""

    def __init__(self, workspace: Workspace, as_of: date) -> None:
        self._workspace, self._as_of = with_inherited(workspace), as_of
        self._measures = _by_recommendation(
            (row, row.measure.answers) for row in measures.states(workspace, as_of) if row.exists
        )
        self._actions = _by_recommendation(
            (action, action.recommendations) for action in workspace.actions if status_on(action, as_of) != "cancelled"
        )
        self._indicators = _by_recommendation(
            (indicator, indicator.recommendations) for indicator in workspace.indicators
        )
        self._consultations = _by_recommendation(
            (row, row.subjects) for row in workspace.consultations if row.is_held(as_of)
        )

    def chains(self, matches: Callable[[Paragraph], bool] = lambda _: True) -> Iterator[Chain]:
        """Yield the chains of all matching recommendations, in the order of the files.

        Paragraphs that only introduce lettered items are left out.
        """
        paragraphs = self._workspace.recommendations
        for paragraph in countable(paragraphs, paragraphs):
            if matches(paragraph):
                yield self._chain(paragraph)

    def chain(self, paragraph: Paragraph) -> Chain:
        """Return the chain of a recommendation of the workspace, with or without inherited values."""
        complete = self._workspace.by_id.get(paragraph.id, paragraph)
        return self._chain(complete if isinstance(complete, Paragraph) else paragraph)

    def _chain(self, paragraph: Paragraph) -> Chain:
        actions, indicators = self._naming(self._actions, paragraph), self._naming(self._indicators, paragraph)
        evidence = (
            *self._assessed(paragraph), *self._measured(paragraph, indicators), *self._reported(paragraph, actions),
        )  # fmt: skip
        items: Mapping[LinkName, Iterable[Item]] = {
            "words": self._words(paragraph),
            "responsible": self._responsible(paragraph),
            "measure": [
                Item(row.measure.id, row.measure.title, row.date, self._is_of_whole(paragraph, row.measure.answers))
                for row in self._naming(self._measures, paragraph)
            ],
            "action": [
                Item(row.id, row.title, row.timeframe, self._is_of_whole(paragraph, row.recommendations))
                for row in actions
            ],
            "indicator": [
                Item(row.id, row.title, None, self._is_of_whole(paragraph, row.recommendations)) for row in indicators
            ],
            "evidence": evidence,
            "children": self._children(paragraph),
        }
        links = tuple(ChainLink(name, tuple(items[name]), paragraph.id) for name in LINKS)
        return Chain(paragraph, self._workspace.citation(paragraph), links)

    @staticmethod
    def _naming(records: Mapping[str, tuple[Named, ...]], paragraph: Paragraph) -> tuple[Named, ...]:
        """Return the records that name a recommendation or, if there is none, those that name its whole paragraph."""
        return next((records[identifier] for identifier in _ids(paragraph) if identifier in records), ())

    @staticmethod
    def _is_of_whole(paragraph: Paragraph, named: Sequence[str]) -> bool:
        return paragraph.inherited is not None and paragraph.id not in named

    def _words(self, paragraph: Paragraph) -> Iterator[Item]:
        if words := paragraph.text or paragraph.summary:
            document = self._workspace.document_of(paragraph)
            yield Item(paragraph.id, words, document.adoption if document else None)

    def _responsible(self, paragraph: Paragraph) -> Iterator[Item]:
        inherited = paragraph.inherited
        of_whole = inherited is not None and "responsible" in inherited.fields
        for identifier in paragraph.responsible:
            actor = self._workspace.by_id.get(identifier)
            yield Item(identifier, getattr(actor, "name", "") or "", None, of_whole)

    def _assessed(self, paragraph: Paragraph) -> Iterator[Item]:
        count = paragraph.inherited.assessment_count if paragraph.inherited else 0
        for number, assessment in enumerate(paragraph.assessments):
            if assessment.date.is_on_or_before(self._as_of):
                for evidence in assessment.evidence:
                    for text in evidence.source or filter(None, [evidence.text]):
                        said = gettext("%(label)s: %(text)s", label=VOICE[assessment.voice].singular, text=text)
                        yield Item(paragraph.id, said, assessment.date, number < count)

    def _measured(self, paragraph: Paragraph, indicators: Iterable[Indicator]) -> Iterator[Item]:
        document = self._workspace.document_of(paragraph)
        adopted = document.adoption if document else None
        since = adopted.latest if adopted else None
        for indicator in indicators:
            of_whole = self._is_of_whole(paragraph, indicator.recommendations)
            for value in indicator.values:
                begins = value.date.earliest
                is_since = since is None or (begins is not None and begins >= since)
                if is_since and value.date.is_on_or_before(self._as_of):
                    said = amount(value.value, indicator.unit)
                    if value.group:
                        group = in_words(self._workspace.settings, value.group)
                        said = gettext("%(label)s: %(text)s", label=group, text=said)
                    yield Item(indicator.id, said, value.date, of_whole)

    def _reported(self, paragraph: Paragraph, actions: Iterable[Action]) -> Iterator[Item]:
        for action in actions:
            of_whole = self._is_of_whole(paragraph, action.recommendations)
            for entry in action.progress:
                if entry.date.is_on_or_before(self._as_of):
                    yield from (Item(action.id, source, entry.date, of_whole) for source in entry.evidence)

    def _children(self, paragraph: Paragraph) -> Iterator[Item]:
        count = paragraph.inherited.assessment_count if paragraph.inherited else 0
        for number, assessment in enumerate(paragraph.assessments):
            if assessment.voice == CHILDREN and assessment.date.is_on_or_before(self._as_of):
                yield Item(paragraph.id, assessment.reason, assessment.date, number < count)
        for row in self._naming(self._consultations, paragraph):
            yield Item(row.id, row.title, row.date, self._is_of_whole(paragraph, row.subjects))


def _ids(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the id of a recommendation and, for a lettered item, the ids of the paragraphs that contain it."""
    number = split_paragraph_id(paragraph.id) if paragraph.inherited else None
    if number is None:
        return (paragraph.id,)
    whole = f"{paragraph.document}:{number.number}"
    return (paragraph.id, *([f"{whole}{number.letter}"] if number.roman else []), whole)


def _by_recommendation(records: Iterable[tuple[Named, Iterable[str]]]) -> dict[str, tuple[Named, ...]]:
    """Return records, keyed by the id of each recommendation that they name."""
    found: dict[str, list[Named]] = {}
    for record, ids in records:
        for identifier in dict.fromkeys(ids):
            found.setdefault(identifier, []).append(record)
    return {identifier: tuple(named) for identifier, named in found.items()}
