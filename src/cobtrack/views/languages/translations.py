"""Which texts exist in which languages, and what standing they have there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.kinds import KINDS
from cobtrack.model.languages.lookup import language_name
from cobtrack.model.problem import address
from cobtrack.model.record import Record, fields_with_records, kind_word
from cobtrack.model.record_texts import texts_in_fields
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.shared import Earlier
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.types import is_single_or_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.problem import Path
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

OUTDATED = "outdated"
_NOT_TRANSLATED = {"acronym", "cites", "sdgs", "person"}
"""Fields with acronyms, names of documents and numbers, which are often the same in every language."""
_KIND_OF_MODEL = {model: name for kind in KINDS for name, model in kind.record_types.items()}


@dataclass
class Tally:
    """How many of some texts exist in a language."""

    total: int = 0
    """The number of texts in any language."""
    translated: int = 0
    """The number of texts that exist in the language."""
    standings: Counter[str] = field(default_factory=Counter)
    """The number of texts in the language that have a standing, keyed by standing."""


@dataclass(frozen=True)
class Translations:
    """How many texts of a workspace exist in a language."""

    language: str
    """The code of the language."""
    all: Tally
    by_kind: Mapping[str, Tally]
    """The numbers for each kind of record, keyed by kind, such as `activities`."""

    @property
    def name(self) -> str:
        """The name of the language in the language itself."""
        return language_name(self.language)


@dataclass(frozen=True)
class Untranslated:
    """The texts of a record that lack a translation, or whose translation is outdated."""

    record: Record
    kind: str
    missing: tuple[str, ...]
    """The texts that do not exist in the language, as commands name them, such as `text` or `points.2`."""
    outdated: tuple[str, ...]
    """The texts whose translation is outdated."""


def translations(workspace: Workspace) -> tuple[Translations, ...]:
    """Return how many texts exist in each of the workspace's languages."""
    first, *others = workspace.settings.languages
    results = [Translations(code, Tally(), {}) for code in (first, *others)]
    by_kind: dict[str, list[Tally]] = {}
    for owner, _, text in _texts(workspace):
        tallies = by_kind.setdefault(_kind(owner), [Tally() for _ in results])
        for result, tally in zip(results, tallies, strict=True):
            is_translated = result.language in (text.languages or (first,))
            for counted in (result.all, tally):
                counted.total += 1
                counted.translated += is_translated
                if standing := text.standings.get(result.language):
                    counted.standings[standing] += 1
    return tuple(
        Translations(result.language, result.all, {kind: tallies[number] for kind, tallies in by_kind.items()})
        for number, result in enumerate(results)
    )


def untranslated(workspace: Workspace, language: str) -> tuple[Untranslated, ...]:
    """Return the records with texts that do not exist in a language, or that are outdated in it."""
    first = workspace.settings.languages[0]
    found: dict[int, tuple[Record, list[str], list[str]]] = {}
    for owner, path, text in _texts(workspace):
        _, missing, outdated = found.setdefault(id(owner), (owner, [], []))
        if language not in (text.languages or (first,)):
            missing.append(address(path))
        elif text.standings.get(language) == OUTDATED:
            outdated.append(address(path))
    return tuple(
        Untranslated(owner, _kind(owner), tuple(missing), tuple(outdated))
        for owner, missing, outdated in found.values()
        if missing or outdated
    )


def _texts(workspace: Workspace) -> Iterator[tuple[Record, Path, Text]]:
    """Yield each text that can be translated, with the record that it belongs to and its path within this record.

    Sources and earlier values are left out, and so is everything that ships with cobtrack.
    """
    for record in workspace.file_records():
        if any(kind.matches(record.place.file) for kind in KINDS):
            yield from _texts_within(record, record)


def _texts_within(record: Record, owner: Record) -> Iterator[tuple[Record, Path, Text]]:
    if isinstance(record, Earlier):
        return
    owner = record if type(record).__name__ in TYPES_WITH_ID else owner
    depth = len(owner.place.path)
    for path, text in texts_in_fields(record):
        if str(path[0]) not in _left_out(type(record)):
            yield owner, (*record.place.path, *path)[depth:], text
    for name in fields_with_records(type(record)):
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,) if isinstance(value, Record) else ():
            yield from _texts_within(item, owner)


@cache
def _left_out(model: type[Record]) -> frozenset[str]:
    sources = {name for name, info in model.model_fields.items() if is_single_or_list(info.metadata)}
    return frozenset(sources | _NOT_TRANSLATED)


def _kind(record: Record) -> str:
    """Return the kind of a record as `cobtrack list` names it."""
    if isinstance(record, Paragraph) and record.kind == "recommendation":
        return "recommendations"
    model = type(record)
    return _KIND_OF_MODEL.get(model) or next(
        (kind.field for kind in KINDS if kind.model is model and kind.is_folder), kind_word(model)
    )
