"""What a review of the UPR adds to a record: further States of the same words, further texts under its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.exchange.merge.corrections import is_small_correction
from cobtrack.exchange.merge.match_paragraphs import incoming_wordings, record_wordings
from cobtrack.exchange.merge.plan import Conflict
from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cobtrack.exchange.incoming import IncomingParagraph
    from cobtrack.model.records.document import Paragraph

_IMPORTED = frozenset(
    {"id", "kind", "text", "position", "made_by", "action_category", "themes", "affected_persons", "sdgs", "origins"}
)


def makers_by_text(records: Iterable[Paragraph]) -> dict[str, dict[str, str]]:
    """Of each text the States that made it, by their keys, and the record that says so."""
    found: dict[str, dict[str, str]] = {}
    for record in records:
        for text, makers in record_wordings(record):
            found.setdefault(text_key(text), {}).update((lookup.state_key(name), record.id) for name in makers)
    return found


def merge_wordings(
    paragraph: IncomingParagraph, there: Paragraph, known: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, Any], list[Conflict]]:
    """The fields of a record with what comes in added to its texts and States, and where words differ.

    A State that made the same words elsewhere in the document, by `known`, is not added here.
    """
    here: list[tuple[str, list[str]]] = [(str(there.text or ""), [str(name) for name in there.made_by])]
    here += [(str(other.text), [str(name) for name in other.made_by]) for other in there.wordings]
    own = {text_key(text) for text in there.text.languages.values()} if there.text else set()
    conflicts = []
    coming = {text_key(text) for text, _ in incoming_wordings(paragraph)}
    # Only words that do not come in may have come in changed.
    absent = {at for at, (text, _) in enumerate(here) if text_key(text) not in coming and not (not at and own & coming)}
    for text, makers in incoming_wordings(paragraph):
        words = text_key(text)
        keys = {name: lookup.state_key(name) for name in makers}
        at = _same(here, words, own)
        if at is None and not here[0][0]:
            here[0], at = (text, here[0][1]), 0
        if at is None and (at := _changed(here, absent, text, set(keys.values()))) is not None:
            conflicts.append(Conflict("text", here[at][0], text))
        if at is None:
            here.append((text, []))
            at = len(here) - 1
        said = {lookup.state_key(name) for name in here[at][1]}
        elsewhere = known.get(words, {})
        here[at][1].extend(
            name for name, key in keys.items() if key not in said and elsewhere.get(key, there.id) == there.id
        )
    return _fields(here, there), conflicts


def _same(here: list[tuple[str, list[str]]], words: str, own: Collection[str]) -> int | None:
    """Which of the texts has these words."""
    return next((at for at, (text, _) in enumerate(here) if text_key(text) == words or (not at and words in own)), None)


def _changed(here: list[tuple[str, list[str]]], among: Collection[int], text: str, makers: set[str]) -> int | None:
    """Which of some of the texts is this one in changed words; none where another State made it."""
    keys = {at: {lookup.state_key(name) for name in here[at][1]} for at in sorted(among)}
    small = next((at for at in keys if is_small_correction(here[at][0], text)), None)
    shared = next((at for at, names in keys.items() if names & makers), None)
    unsigned = next((at for at, names in keys.items() if not names or not makers), None)
    return next((at for at in (small, shared, unsigned) if at is not None), None)


def _fields(here: list[tuple[str, list[str]]], there: Paragraph) -> dict[str, Any]:
    """What differs from the record."""
    (text, makers), *others = here
    fields: dict[str, Any] = {} if there.text else {"text": text}
    if makers != [str(name) for name in there.made_by]:
        fields["made_by"] = makers
    if others != [(str(other.text), [str(name) for name in other.made_by]) for other in there.wordings]:
        fields["wordings"] = [{"text": other, **({"made_by": names} if names else {})} for other, names in others]
    return {key: value for key, value in fields.items() if value}


def is_redundant(record: Paragraph, named: Collection[str]) -> bool:
    """Whether a record holds nothing but what an import brought, and nothing leads to it."""
    return record.model_fields_set <= _IMPORTED and record.id not in named
