"""UPR recommendations as the UN counts them: a number is one, whoever made it and in however many wordings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.exchange.incoming import IncomingParagraph

_LISTS = ("themes", "affected_persons", "sdgs")
_SINGLE = {"position": "the answers to its texts differ", "action_category": "the categories of its action differ"}


def grouped(paragraphs: Iterable[IncomingParagraph]) -> list[IncomingParagraph]:
    """One paragraph for all of a number; without a number, for all of the same words and answer."""
    groups: dict[tuple[str, ...], list[IncomingParagraph]] = {}
    for one in paragraphs:
        words = (text_key(str(one.fields.get("text", ""))), str(one.fields.get("position", "")))
        groups.setdefault((one.kind, one.number, one.item) if one.number else (one.kind, *words), []).append(one)
    return [joined(ones) for ones in groups.values()]


def joined(ones: Sequence[IncomingParagraph]) -> IncomingParagraph:
    """One paragraph of several that are the same recommendation."""
    first = ones[0]
    if len(ones) == 1:
        return first
    fields: dict[str, Any] = {**first.fields}
    doubts = dict.fromkeys(doubt for one in ones for doubt in one.to_check)
    text, *others = _wordings(ones)
    fields |= {"text": text["text"], "made_by": text["made_by"], "wordings": others}
    for key in _LISTS:
        fields[key] = list(dict.fromkeys(chain.from_iterable(one.fields.get(key, ()) for one in ones)))
    for key, what in _SINGLE.items():
        values = dict.fromkeys(one.fields[key] for one in ones if one.fields.get(key))
        if len(values) > 1 and others and key == "action_category":
            # Each text has its own.
            fields[key] = None
        elif len(values) > 1:
            doubts[f"{what}: {', '.join(sorted(map(str, values)))}"] = None
            fields[key] = "not-stated" if key == "position" else None
        elif values:
            fields[key] = next(iter(values))
    if said := dict.fromkeys(str(one.fields["assessment"]) for one in ones if one.fields.get("assessment")):
        fields["assessment"] = "\n".join(said)
    origin, *further = dict.fromkeys(chain.from_iterable(one.external_ids for one in ones)) or [""]
    return replace(
        first,
        fields={key: value for key, value in fields.items() if value},
        external_id=origin,
        other_external_ids=tuple(further),
        to_check=tuple(doubts),
        record_count=sum(one.record_count for one in ones),
    )


def _wordings(ones: Iterable[IncomingParagraph]) -> list[dict[str, Any]]:
    """Each text once, however it is set, with the States that made it."""
    spelt: dict[str, Counter[str]] = {}
    made_by: dict[str, dict[str, str]] = {}
    for one in ones:
        for wording in ({"text": one.fields.get("text", ""), "made_by": one.fields.get("made_by", ())},
                        *one.fields.get("wordings", ())):  # fmt: skip
            words = text_key(str(wording["text"]))
            spelt.setdefault(words, Counter())[str(wording["text"])] += 1
            names = made_by.setdefault(words, {})
            for name in wording.get("made_by", ()):
                names.setdefault(lookup.key(name), name)
    return [{"text": _usual(spelt[words]), "made_by": [*made_by[words].values()]} for words in spelt]


def _usual(spelt: Counter[str]) -> str:
    """The spelling of most rows; of equally many the first in the alphabet, so that their order does not matter."""
    return min(spelt, key=lambda text: (-spelt[text], text))
