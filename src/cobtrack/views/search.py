"""Search for words in all texts of all records, in all languages. Case, accents and typography make no difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import address
from cobtrack.model.record import field_type, unwrap_type
from cobtrack.model.record_texts import RecordText, walk_records
from cobtrack.model.records.shared import Earlier
from cobtrack.model.references import target_type
from cobtrack.model.text.fold import LETTERS_WITHOUT_SPACES, fold
from cobtrack.model.text.markup import plain_citation, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

_MAIN_FIELDS = frozenset({"id", "acronym", "symbol", "text", "title", "name", "summary", "heading"})
"""The fields that say what a record is. Words in these fields count most."""
_SOURCES = frozenset({"source", "evidence"})
"""The fields with citations. In these fields, the addresses of links are searched too."""
_QUOTED = re.compile(r'"([^"]*)"')
_WITHOUT_SPACES = re.compile(f"[{LETTERS_WITHOUT_SPACES}]")
_WORD = re.compile(r"[^\W\d_]{3,}")


class Phrase(NamedTuple):
    """One or more words that have to occur one after the other. A word can also be the beginning of a longer word."""

    text: str
    """The words as they were typed."""
    folded: str
    pattern: re.Pattern[str]
    """A pattern for the phrase in a folded text. It has the group `rest` for the rest of the last word."""


@dataclass(frozen=True)
class Passage:
    """A text of a record in which at least one phrase occurs."""

    field: str
    """The path of the text within the record, such as `progress.1.note`. Items of lists are counted from 1."""
    text: str
    found: tuple[tuple[int, int], ...]
    """The start and the end of each place in the text where a phrase occurs, in order and without overlaps."""


@dataclass(frozen=True)
class Hit:
    """A record in which all phrases occur, with the passages in which they occur. The best passages come first."""

    record: Record
    passages: tuple[Passage, ...]


def parse_phrases(arguments: Sequence[str]) -> tuple[Phrase, ...]:
    """Return the phrases to search for.

    Each argument is a phrase. If an argument contains quotation marks, the quoted parts are phrases, and each word
    outside of them is a phrase too.
    """
    texts: list[str] = []
    for argument in arguments:
        folded = fold(argument)
        if '"' in folded:
            texts += [*_QUOTED.findall(folded), *_QUOTED.sub(" ", folded).replace('"', " ").split()]
        else:
            texts.append(argument)
    words = {" ".join(fold(text).split()): " ".join(text.split()) for text in texts}
    return tuple(Phrase(text, folded, _pattern(folded)) for folded, text in words.items() if folded)


def _pattern(folded: str) -> re.Pattern[str]:
    """Return the pattern for a phrase. It matches only where a word begins, if the script has spaces between words."""
    words = " +".join(map(re.escape, folded.split()))
    begin = "" if _WITHOUT_SPACES.match(folded) or not re.match(r"\w", folded) else r"(?<!\w)"
    rest = "" if _WITHOUT_SPACES.match(folded[-1]) else r"\w*"
    return re.compile(rf"{begin}{words}(?P<rest>{rest})")


def search(workspace: Workspace, phrases: Sequence[Phrase]) -> tuple[Hit, ...]:
    """Return the records in which all phrases occur. The best hits come first.

    A record is better if the phrases occur in its main fields, and if they occur as whole words. Otherwise, the records
    are in the order of the files.
    """
    owners = _owners(workspace)
    matches: dict[tuple[str, Path], list[_Match]] = {}
    for text in chain(workspace.texts, _other_texts(workspace)):
        shown = _plain(text)
        folded = fold(shown)
        found = {
            number: _likeness(phrase, folded)
            for number, phrase in enumerate(phrases)
            if phrase.folded.partition(" ")[0] in folded and phrase.pattern.search(folded)
        }
        if found:
            owner = _owner_place(text, owners)
            matches.setdefault(owner, []).append(_Match(text, shown, _rank(text, owners[owner]), found))
    complete = {
        owner: texts
        for owner, texts in matches.items()
        if len({number for match in texts for number in match.found}) == len(phrases)
    }
    ranked = sorted(complete.items(), key=lambda pair: _order(pair[1], len(phrases)))
    return tuple(_hit(owners[owner], len(owner[1]), texts, phrases) for owner, texts in ranked)


class _Match(NamedTuple):
    """A text in which some of the phrases occur."""

    text: RecordText
    shown: str
    rank: int
    """0 for a main field of the record, and greater numbers for fields that matter less."""
    found: dict[int, int]
    """The phrases that occur in the text, given by their numbers. The value is 0 for whole words, or else 1."""


def _order(matches: list[_Match], count: int) -> tuple[int, int]:
    """Return the key for sorting hits: how good the best place of each phrase is, and how many are not whole words."""
    best = [
        min((match.rank, match.found[number]) for match in matches if number in match.found) for number in range(count)
    ]
    return sum(rank for rank, _ in best), sum(part for _, part in best)


def _likeness(phrase: Phrase, folded: str) -> int:
    return 0 if any(not match["rest"] for match in phrase.pattern.finditer(folded)) else 1


def _hit(record: Record, depth: int, matches: list[_Match], phrases: Sequence[Phrase]) -> Hit:
    """Return the hit for a record. `depth` is the length of the record's path in its file."""
    best_first = sorted(matches, key=lambda match: (match.rank, -len(match.found)))
    passages = (
        Passage(address(match.text.place.path[depth:]), match.shown, _places(match.shown, phrases))
        for match in best_first
    )
    return Hit(record, tuple(passages))


def _owners(workspace: Workspace) -> dict[tuple[str, Path], Record]:
    """Return the records that hits are grouped by, keyed by their file and their path in it."""
    records = (*workspace.file_records(), *workspace.all_records())
    return {(record.place.file, record.place.path): record for record in reversed(records)}


def _owner_place(text: RecordText, owners: Mapping[tuple[str, Path], Record]) -> tuple[str, Path]:
    """Return the file and the path of the innermost record that contains the text."""
    file, path, *_ = text.record.place
    while (file, path) not in owners:
        path = path[:-1]
    return file, path


def _rank(text: RecordText, owner: Record) -> int:
    if isinstance(text.record, Earlier):
        return 3
    if text.record is not owner:
        return 2
    name = text.path[0]
    return 0 if name in _MAIN_FIELDS else 2 if name == "notes" or name in _SOURCES else 1


def _plain(text: RecordText) -> str:
    return plain_citation(text.text) if text.path[0] in _SOURCES else plain_text(text.text)


def _other_texts(workspace: Workspace) -> Iterator[RecordText]:
    """Yield the values that are not for reading but can be searched for too, such as ids, acronyms and UN symbols."""
    for record in walk_records(workspace.file_records()):
        for name in _other_fields(type(record)):
            if value := getattr(record, name):
                yield RecordText(record, (name,), value)


@cache
def _other_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields of a model with a single text that is not the id of another record."""
    names = (name for name in model.model_fields if not target_type(model, name))
    return tuple(name for name in names if unwrap_type(field_type(model, name)) is str)


def _places(text: str, phrases: Iterable[Phrase]) -> tuple[tuple[int, int], ...]:
    """Return the start and the end of each place where a phrase occurs. Places that overlap are joined."""
    parts = list(map(fold, text)) if not text.isascii() else list(text.lower())
    folded = "".join(parts)
    positions = [position for position, part in enumerate(parts) for _ in part]
    places = list[tuple[int, int]]()
    matches = (match for phrase in phrases for match in phrase.pattern.finditer(folded))
    for start, end in sorted((match.start(), match.start("rest")) for match in matches):
        first, last = positions[start], positions[end - 1] + 1
        if places and first < places[-1][1]:
            first, last = places[-1][0], max(last, places.pop()[1])
        places.append((first, last))
    return tuple(places)


def known_words(workspace: Workspace) -> set[str]:
    """Return all words of the texts in a folded form, to suggest them in place of a word that does not occur."""
    return {word for text in workspace.texts for word in _WORD.findall(fold(text.text))}
