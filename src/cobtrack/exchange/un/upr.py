"""Recommendations of the Universal Periodic Review (UPR): positions, recommending States, texts with the same number.

The UN counts a numbered recommendation once, even if several States made it in several wordings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.un.text import html_to_text, text_key
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cobtrack.exchange.incoming import IncomingParagraph

POSITIONS = {
    "accepted": "supported", "supported": "supported", "noted": "noted", "rejected": "noted", "notsupported": "noted",
    "supportednoted": "partly-supported",
}  # fmt: skip
"""The positions in data files, keyed by the State's answers in other systems in the form that `text_key` returns."""

_MAX_TEXT_LENGTH = 20_000
# Longer than the names of all States, and more than there are States.
_MAX_NAMES_LENGTH, _MAX_BRACKETS = 8_000, 250
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_TEXT_END = re.compile(r"\s*(?:[;.]|$)\s*")
_COMMA = re.compile(r"[,;|]\s*(?![^(]*\))")
_AND = re.compile(r"\s+(?:and|&|et|y)\s+", re.IGNORECASE)
_LIST_FIELDS = ("themes", "affected_persons", "sdgs")


def split_by_state(text: str) -> list[tuple[str, list[str]]]:
    """Return a pair of text and States for each wording in the text of a numbered recommendation.

    The States are named in brackets at the end of a wording. If no States are found there, their list is empty.
    """
    wordings, begin = [], 0
    for start, brackets, end in _text_ends(text) if len(text) < _MAX_TEXT_LENGTH else ():
        states: list[str] = []
        while brackets and (names := states_in(brackets[-1][1:-1])):
            states = [*names, *states]
            brackets.pop()
        if states:
            wordings.append((" ".join([text[begin:start].strip(), *brackets]).strip(), states))
            begin = end
    rest = text[begin:].strip(" ;.")
    return [*wordings, (text[begin:].strip(), [])] if rest or not wordings else wordings


def _text_ends(text: str) -> Iterator[tuple[int, list[str], int]]:
    """For each wording in a text, yield three values about the brackets at the wording's end.

    The values are the position where the brackets start, the texts of the brackets, and the position where the next
    wording starts.
    """
    # Each bracket is read once. A pattern for all adjacent brackets would start again at each of them.
    adjacent: list[re.Match[str]] = []
    for bracket in _BRACKETS.finditer(text):
        if adjacent and text[adjacent[-1].end() : bracket.start()].strip():
            adjacent.clear()
        adjacent.append(bracket)
        if end := _TEXT_END.match(text, bracket.end()):
            yield adjacent[0].start(), [match[0] for match in adjacent], end.end()
            adjacent.clear()


def states_in(text: str) -> list[str]:
    """Return the names of the States in a list such as `Chad, Nepal and Peru`.

    If any name in the list is not the name of a State, return [].
    """
    if len(text) > _MAX_NAMES_LENGTH:
        return []
    if lookup.state_code_in_text(text):
        return [text.strip()]
    names = [name.strip() for name in _COMMA.split(text) if name.strip()]
    if len(names) < 2:
        names = [name.strip() for name in _AND.split(text)]
    elif not lookup.state_code_in_text(names[-1]):
        names[-1:] = [name.strip() for name in _AND.split(names[-1].removeprefix("and "))]
    return names if len(names) > 1 and all(map(lookup.state_code_in_text, names)) else []


def split_states(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return two lists: the names of States, and all other names (for example `(Unknown)` or an organisation)."""
    known: list[str] = []
    others: list[str] = []
    for name in map(html_to_text, names):
        (known if lookup.state_code(name) else others).append(name)
    return known, others


def recommending_states(text: str, known_states: Iterable[str]) -> tuple[str, list[str]]:
    """Return the text without the recommending States in brackets at its end, and all recommending States.

    `known_states` are the recommending States that are already known. They come first in the returned list. If there
    are any, brackets without a known State stay in the text.
    """
    states = list(known_states)
    is_known, keys = bool(states), set(map(lookup.state_key, states))
    for _ in range(_MAX_BRACKETS):
        start, words = _last_brackets(text)
        names = states_in(words) or ([words] if lookup.state_key(words) in keys else [])
        new = [name for name in names if lookup.state_key(name) not in keys]
        # If the States are known, brackets without any of them are part of the text, which mentions another State.
        if not names or (is_known and len(new) == len(names)):
            break
        text, states = text[:start].rstrip(), [*states, *new]
        keys.update(map(lookup.state_key, new))
    return text, states


def _last_brackets(text: str) -> tuple[int, str]:
    """Return the position where the brackets at the end of a text start, and the words in these brackets.

    If the text does not end with brackets, return the position of its end and "".
    """
    end, depth = len(text.rstrip(" ;.,")), 0
    for position in range(end - 1, max(-1, end - _MAX_NAMES_LENGTH), -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position, text[position + 1 : end - 1]
    return end, ""


def combine_by_number(paragraphs: Iterable[IncomingParagraph]) -> list[IncomingParagraph]:
    """Combine paragraphs of the same kind that have the same number and item.

    Paragraphs without a number are combined if they have the same kind, text and position.
    """
    groups: dict[tuple[str, ...], list[IncomingParagraph]] = {}
    for paragraph in paragraphs:
        content = (text_key(str(paragraph.fields.get("text", ""))), str(paragraph.fields.get("position", "")))
        key = (paragraph.number, paragraph.item) if paragraph.number else content
        groups.setdefault((paragraph.kind, *key), []).append(paragraph)
    return [combine(group) for group in groups.values()]


def combine(paragraphs: Sequence[IncomingParagraph]) -> IncomingParagraph:
    """Combine paragraphs that are the same recommendation into one paragraph.

    This paragraph has all the wordings, list values and external ids of the given paragraphs. If their positions
    differ, it has the position `not-stated` and a reason to check it.
    """
    first = paragraphs[0]
    if len(paragraphs) == 1:
        return first
    fields: dict[str, Any] = {**first.fields}
    to_check = list(chain.from_iterable(paragraph.to_check for paragraph in paragraphs))
    wording, *others = _wordings(paragraphs)
    fields |= {**wording, "wordings": others}
    for key in _LIST_FIELDS:
        lists = (paragraph.fields.get(key, ()) for paragraph in paragraphs)
        fields[key] = list(dict.fromkeys(chain.from_iterable(lists)))
    positions = _values(paragraphs, "position")
    if len(positions) > 1:
        fields["position"] = "not-stated"
        to_check.append(f"the State gave different answers: {', '.join(sorted(positions))}")
    elif positions:
        fields["position"] = positions[0]
    categories = _values(paragraphs, "action_category")
    fields["action_category"] = categories[0] if len(categories) == 1 else None
    # Different wordings may well have different categories.
    if len(categories) > 1 and not others:
        to_check.append(f"the action categories differ: {', '.join(sorted(map(str, categories)))}")
    if assessments := _values(paragraphs, "assessment"):
        fields["assessment"] = "\n".join(map(str, assessments))
    external_id, *further = dict.fromkeys(chain.from_iterable(paragraph.external_ids for paragraph in paragraphs)) or [
        ""
    ]
    return replace(
        first,
        fields={key: value for key, value in fields.items() if value},
        external_id=external_id,
        other_external_ids=tuple(further),
        to_check=tuple(dict.fromkeys(to_check)),
        record_count=sum(paragraph.record_count for paragraph in paragraphs),
    )


def _values(paragraphs: Iterable[IncomingParagraph], key: str) -> list[Any]:
    """Return the different values that the paragraphs have in the field `key`, in the order of the paragraphs."""
    return list(dict.fromkeys(value for paragraph in paragraphs if (value := paragraph.fields.get(key))))


def _wordings(paragraphs: Iterable[IncomingParagraph]) -> list[dict[str, Any]]:
    """Return the different texts of the given paragraphs. Each text comes with the States that used it.

    If a text has several spellings, the most common spelling is returned.
    """
    spellings: dict[str, Counter[str]] = {}
    made_by: dict[str, dict[str, str]] = {}
    for paragraph in paragraphs:
        own = {"text": paragraph.fields.get("text", ""), "made_by": paragraph.fields.get("made_by", ())}
        for wording in (own, *paragraph.fields.get("wordings", ())):
            key, text = text_key(str(wording["text"])), str(wording["text"])
            spellings.setdefault(key, Counter())[text] += 1
            names = made_by.setdefault(key, {})
            for name in wording.get("made_by", ()):
                names.setdefault(lookup.state_key(name), name)
    return [{"text": _commonest(spellings[key]), "made_by": [*made_by[key].values()]} for key in spellings]


def _commonest(spellings: Counter[str]) -> str:
    """Return the most common spelling in `spellings`.

    If several spellings are equally common, return the spelling that comes first in the alphabet. So the result does
    not depend on the order of rows.
    """
    return min(spellings, key=lambda text: (-spellings[text], text))
