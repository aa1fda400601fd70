"""Add the wordings of an imported recommendation to its record, each with the States that made it.

In a UPR review, several States can make the same recommendation in different words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.exchange.merge.corrections import is_small_correction
from cobtrack.exchange.merge.match_paragraphs import incoming_wordings, record_wordings
from cobtrack.exchange.merge.plan import Conflict
from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from cobtrack.exchange.incoming import IncomingParagraph
    from cobtrack.model.records.document import Paragraph

    Wording = tuple[str, list[str]]
    """A text, and the names of the States that made it."""

_IMPORTED_FIELDS = frozenset(
    {"id", "kind", "text", "position", "made_by", "action_category", "themes", "affected_persons", "sdgs", "origins"}
)


def is_redundant(record: Paragraph, linked_ids: Collection[str]) -> bool:
    """Whether a record has only fields that an import fills in and its id is not in `linked_ids`.

    If so, no information is lost when the record is deleted.
    """
    return record.model_fields_set <= _IMPORTED_FIELDS and record.id not in linked_ids


def makers_by_text(records: Iterable[Paragraph]) -> dict[str, dict[str, str]]:
    """Return a dictionary for each text in the records. It maps each State that made the text to the record's id.

    `text_key` makes the keys for the texts, and `state_key` makes the keys for the States.
    """
    makers: dict[str, dict[str, str]] = {}
    for record in records:
        for text, names in record_wordings(record):
            makers.setdefault(text_key(text), {}).update((lookup.state_key(name), record.id) for name in names)
    return makers


def merge_wordings(
    paragraph: IncomingParagraph,
    record: Paragraph,
    makers: Mapping[str, Mapping[str, str]],
    tag: Callable[[str], Any] = str,
) -> tuple[dict[str, Any], list[Conflict]]:
    """Add the texts and States of a paragraph to the texts and States of a record.

    `tag` returns a new text as it is written in a data file.

    Return the changed fields of the record, and a conflict for each text that seems to be a changed form of a text in
    the record. Such a text is not added. A State is not added to a text if `makers` (from `makers_by_text`) says that
    another record already has this text by this State.
    """
    wordings: list[Wording] = [(str(record.text or ""), [str(name) for name in record.made_by])]
    wordings += [(str(wording.text), [str(name) for name in wording.made_by]) for wording in record.wordings]
    translations = {text_key(text) for text in record.text.languages.values()} if record.text else set()
    conflicts = []
    incoming = {text_key(text) for text, _ in incoming_wordings(paragraph)}
    # Only a text that is not in the file can be an earlier form of a text in the file.
    not_in_file = {
        index
        for index, (text, _) in enumerate(wordings)
        if text_key(text) not in incoming and not (index == 0 and translations & incoming)
    }
    for text, names in incoming_wordings(paragraph):
        key = text_key(text)
        states = {name: lookup.state_key(name) for name in names}
        index = _index_of(wordings, key, translations)
        if index is None and not wordings[0][0]:
            wordings[0], index = (text, wordings[0][1]), 0
        if index is None and (index := _changed_text(wordings, not_in_file, text, set(states.values()))) is not None:
            conflicts.append(Conflict("text", wordings[index][0], text))
        if index is None:
            wordings.append((text, []))
            index = len(wordings) - 1
        existing = {lookup.state_key(name) for name in wordings[index][1]}
        elsewhere = makers.get(key, {})
        wordings[index][1].extend(
            name
            for name, state in states.items()
            if state not in existing and elsewhere.get(state, record.id) == record.id
        )
    return _changed_fields(wordings, record, tag), conflicts


def _index_of(wordings: list[Wording], key: str, translations: Collection[str]) -> int | None:
    """Return the index of the wording whose text has the given key, or None.

    The first wording is also found by the key of a translation. `translations` has the keys of its translations.
    """
    matches = (
        index
        for index, (text, _) in enumerate(wordings)
        if text_key(text) == key or (index == 0 and key in translations)
    )
    return next(matches, None)


def _changed_text(wordings: list[Wording], candidates: Collection[int], text: str, states: set[str]) -> int | None:
    """Return the index of the wording that seems to be an earlier form of a text, or None. `states` made the text.

    Only the wordings whose index is in `candidates` are considered. The best one differs by a small correction only.
    The second best was made by one of `states`. The last choice is a wording without States, or any wording if `states`
    is empty.
    """
    makers = {index: {lookup.state_key(name) for name in wordings[index][1]} for index in sorted(candidates)}
    corrected = next((index for index in makers if is_small_correction(wordings[index][0], text)), None)
    shared = next((index for index, others in makers.items() if others & states), None)
    without_states = next((index for index, others in makers.items() if not others or not states), None)
    return next((index for index in (corrected, shared, without_states) if index is not None), None)


def _changed_fields(wordings: list[Wording], record: Paragraph, tag: Callable[[str], Any]) -> dict[str, Any]:
    """Return the new values of the fields `text`, `made_by` and `wordings`. Unchanged fields are left out."""
    (text, makers), *others = wordings
    fields: dict[str, Any] = {} if record.text or not text else {"text": tag(text)}
    if makers != [str(name) for name in record.made_by]:
        fields["made_by"] = makers
    if others != [(str(wording.text), [str(name) for name in wording.made_by]) for wording in record.wordings]:
        # The texts that the record has stay as they are, in all languages.
        texts = [wording.model_dump(mode="json")["text"] for wording in record.wordings]
        texts += [tag(other) for other, _ in others[len(texts) :]]
        fields["wordings"] = [
            {"text": value, **({"made_by": names} if names else {})}
            for value, (_, names) in zip(texts, others, strict=True)
        ]
    return {key: value for key, value in fields.items() if value}
