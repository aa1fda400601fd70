"""Every web address in the data files: in sources, evidence, other texts, and fields that hold an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import address as field_name
from cobtrack.model.record import Record, fields_with_records
from cobtrack.model.record_texts import sources_in_fields, texts_in_fields
from cobtrack.model.text.markup import LINK, URL, is_web_address, links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.problem import Path
    from cobtrack.model.types import SourceDetails, Text
    from cobtrack.model.workspace import Workspace

_NAMES = re.compile(r"(?:.+_)?url")
"""The names of the fields that hold a web address."""
_AFTER_ADDRESS = ".,;:!?"
"""The marks that end a sentence after an address, and are not a part of the address."""


class Address(NamedTuple):
    """A web address at one place in the data files."""

    url: str
    record: str
    """The id of the record, or the name that commands use for it."""
    field: str
    """The field within the record, such as `progress.1.evidence.1`."""
    details: SourceDetails | None = None
    """What else is known about the source at this address."""

    @property
    def is_copy(self) -> bool:
        """Whether this is the address of an archived copy."""
        return self.details is not None and self.url == self.details.archived


def addresses(workspace: Workspace, records: Iterable[Record]) -> Iterator[Address]:
    """Yield each web address in some records and in the records nested within them, in the order of the files."""
    for record in records:
        yield from _within(record, workspace.name_of(record), ())


def _within(record: Record, name: str, path: Path) -> Iterator[Address]:
    own_sources = dict(sources_in_fields(record))
    for key in type(record).model_fields:
        if _NAMES.fullmatch(key) and is_web_address(url := getattr(record, key) or ""):
            yield Address(url, name, field_name((*path, key)))
    for step, text in texts_in_fields(record):
        if step[:2] not in own_sources and not text.details:
            yield from (Address(url, name, field_name((*path, *step))) for url in urls_in(text))
    for step, source in own_sources.items():
        field, details = field_name((*path, *step)), source.details
        yield from (Address(url, name, field, details) for url in urls_in(source))
        if details and details.archived:
            yield Address(details.archived, name, f"{field}.archived", details)
    for step, inner in _records_in(record):
        if identifier := getattr(inner, "id", ""):
            yield from _within(inner, str(identifier), ())
        else:
            yield from _within(inner, name, (*path, *step))


def _records_in(record: Record) -> Iterator[tuple[Path, Record]]:
    """Yield the records in the fields of a record, each with its path."""
    for key in fields_with_records(type(record)):
        value = getattr(record, key)
        if isinstance(value, tuple):
            yield from (((key, number), inner) for number, inner in enumerate(value))
        elif isinstance(value, Record):
            yield (key,), value


def urls_in(text: Text) -> tuple[str, ...]:
    """Return the web addresses in a text, in all its languages. Each is returned once."""
    found: dict[str, None] = {}
    for words in text.languages.values() or [text]:
        if "://" in words:
            found |= dict.fromkeys(_urls(str(words)))
    return tuple(filter(is_web_address, found))


def _urls(words: str) -> Iterator[str]:
    yield from (target for _, target in links(words))
    yield from (url.rstrip(_AFTER_ADDRESS) for url in URL.findall(LINK.sub("", words)))
