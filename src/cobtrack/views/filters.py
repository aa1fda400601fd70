"""The filters that commands share, and the values that people give them. Help and completion import this module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import OWNER, STATUS_WORDS, STATUSES
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.wording import join, join_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

    Names = Mapping[str, Iterable[str]]
    """The values that a filter can have, and other names for each value."""

MAX_NAMES = 25
"""The greatest number of names that a hint lists."""
MIN_PART = 3
"""The smallest number of letters that can be a part of a name."""
SAVED = "filter"
"""The name of the option for saved filters."""
TWG = "twg-"
"""The beginning of the ids of thematic working groups. People can leave it out."""


class UnknownFilterError(CobtrackError):
    """A filter has a value that does not exist, such as an unknown pillar."""


class Filter(NamedTuple):
    """A filter: how help and messages describe it, and the values that it can have."""

    noun: str
    """The word for a value of the filter in messages, such as "pillar"."""
    metavar: str
    help: str
    names: Callable[[Workspace], Names]
    """A function that returns the values that the filter can have, and other names for each value."""
    parts: Literal["no", "one", "all"] = "no"
    """Whether a part of a name is enough to choose a value. With "one", it has to be a part of one name only. With
    "all", it chooses each value with this part in its name."""


@dataclass(frozen=True)
class Filters:
    """The conditions that a record has to meet. Without conditions, every record matches."""

    conditions: tuple[tuple[str, frozenset[str]], ...] = ()
    """Each condition is the name of a filter and some values. A record needs at least one of the values."""

    def __bool__(self) -> bool:
        """Whether there are any conditions."""
        return bool(self.conditions)

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return the values in all conditions with this filter."""
        return frozenset[str]().union(*(values for filter_, values in self.conditions if filter_ == name))

    def replacing(self, name: str, *values: str) -> Filters:
        """Return the filters with one condition in place of all conditions with the filter `name`."""
        others = (condition for condition in self.conditions if condition[0] != name)
        return Filters((*others, (name, frozenset(values))))

    def allows(self, name: str, value: str) -> bool:
        """Return whether a record with only this value would meet all conditions with this filter."""
        return all(value in values for filter_, values in self.conditions if filter_ == name)


def _texts(*texts: Text | str | None) -> Iterator[str]:
    """Yield the texts that are not empty, in all their languages."""
    for text in filter(None, texts):
        yield str(text)
        yield from getattr(text, "languages", {}).values()


def _groups(workspace: Workspace) -> Names:
    groups = (actor for actor in workspace.actors if actor.kind == "working-group")
    return {actor.id: (actor.id.removeprefix(TWG), *_texts(actor.acronym, actor.name)) for actor in groups}


def _sdgs(workspace: Workspace) -> Names:
    keys = set().union(*(paragraph.sdg_keys for paragraph in workspace.paragraphs))
    return {key: (f"SDG {key}",) for key in sorted(keys)}


def _persons(workspace: Workspace) -> Names:
    keys = set().union(*(paragraph.person_keys for paragraph in workspace.paragraphs))
    return dict.fromkeys(sorted(keys), ())


FILTERS: dict[str, Filter] = {
    "pillar": Filter(
        "pillar", "N", "Only these pillars (repeatable, or comma-separated: 1,2).",
        lambda workspace: {str(pillar.pillar): _texts(pillar.title) for pillar in workspace.pillars}, "one",
    ),
    # Which statuses there are depends on the kind of list.
    "status": Filter("status", "WORD", "Only with this status: {statuses}", lambda _: dict.fromkeys(STATUS_WORDS, ())),
    "actor": Filter(
        "actor", "ID", "Only what this organisation is responsible for or supports.",
        lambda workspace: {actor.id: _texts(actor.acronym, actor.name) for actor in workspace.actors}, "one",
    ),
    "twg": Filter(
        "thematic working group", "N", "Only what belongs to this thematic working group.", _groups, "one"
    ),
    "cluster": Filter(
        "cluster", "ID", "Only what is about this cluster: education, …",
        lambda workspace: {id_: _texts(title) for id_, title in workspace.settings.clusters.items()}, "one",
    ),
    "mechanism": Filter(
        "mechanism", "ID", "Only what belongs to this mechanism: crc, upr, …",
        lambda workspace: {row.id: _texts(row.acronym, row.name) for row in workspace.mechanisms}, "one",
    ),
    "document": Filter(
        "document", "ID", "Only what belongs to this document: crc-2022, …",
        lambda workspace: {row.id: _texts(row.symbol, row.title) for row in workspace.documents}, "one",
    ),
    "sdg": Filter("SDG", "N", "Only what relates to this SDG or target: 4, 16.2, …", _sdgs, "all"),
    "person": Filter("group of people", "WHO", "Only what is about these people: girls, …", _persons, "all"),
    "owner": Filter(
        "owner", "WHO", f"Only deadlines and budgets of: {join([*OWNER], 'or')}.",
        lambda _: {owner: (label.singular, label.plural, label.short) for owner, label in OWNER.items()},
    ),
    "year": Filter("year", "YEAR", "Only what has a date in this year.", lambda _: {}),
}  # fmt: skip
"""The filters, keyed by the names of their options."""


class Choice(NamedTuple):
    """A filter that somebody chose, with the values that it was given."""

    name: str
    values: Sequence[str]
    saved_in: str = ""
    """The name of the saved filter that the values come from; "" if the user typed them."""


def choices(workspace: Workspace, typed: Mapping[str, Sequence[str]]) -> list[Choice]:
    """Return the filters that the user typed, with the fields of saved filters in place of their names.

    `typed` has the texts that the user typed, keyed by the name of the option. The names of saved filters have the key
    SAVED. Raises UnknownFilterError if there is no such saved filter.
    """
    chosen = [Choice(name, values) for name, values in typed.items() if name != SAVED and values]
    saved_filters = {saved.id: saved for saved in workspace.settings.saved_filters}
    for name in _split(*typed.get(SAVED, ())):
        if name not in saved_filters:
            raise _unknown("saved filter", saved_filters, {}, name)
        fields = ((field, getattr(saved_filters[name], field)) for field in FILTERS)
        chosen += [Choice(field, [str(value) for value in values], name) for field, values in fields if values]
    return chosen


def parse_filters(workspace: Workspace, chosen: Iterable[Choice], kind: str = "") -> Filters:
    """Return the filters with the given values, which are written as people type them.

    A value can be an id or another name, such as an acronym or a title. `kind` is the kind of list, a key of STATUSES.
    Without `kind`, a status can be any of STATUS_WORDS. Raises UnknownFilterError if there is no such value, or if the
    name could mean several values.
    """
    conditions = []
    for name, values, saved_in in chosen:
        texts = list(values)
        if name == "status" and saved_in:
            # Each kind of record has its own statuses, and a saved filter can have statuses of several kinds.
            statuses = STATUSES.get(kind, STATUS_WORDS)
            texts = [value for value in values if value in statuses] or texts
        try:
            parsed = [value for text in texts for value in _parse(workspace, name, text, kind)]
        except UnknownFilterError as error:
            where = f' (in the saved filter "{saved_in}")' if saved_in else ""
            raise UnknownFilterError(f"{error.message}{where}", error.hint) from None
        if parsed:
            conditions.append((name, frozenset(parsed)))
    return Filters(tuple(conditions))


def _parse(workspace: Workspace, name: str, text: str, kind: str) -> Iterator[str]:
    """Yield the values that a text means. Commas in the text separate several values."""
    typed = _split(text)
    if name == "year":
        yield from map(_year, typed)
        return
    filter_ = FILTERS[name]
    known = dict.fromkeys(STATUSES.get(kind, STATUS_WORDS), ()) if name == "status" else filter_.names(workspace)
    values_by_name = _values_by_name(known)
    # A single name can contain commas too.
    whole = _with_name(values_by_name, text)
    for part in [text] if len(whole) == 1 else typed:
        found = _with_name(values_by_name, part) or _with_part(values_by_name, part, filter_)
        if not found:
            raise _unknown(filter_.noun, known, values_by_name, part)
        if len(found) > 1 and filter_.parts != "all":
            hint = f"use one of {join_first(found, MAX_NAMES)}"
            raise UnknownFilterError(f'"{part}" can mean more than one {filter_.noun}', hint)
        yield from found


def _split(*texts: str) -> list[str]:
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _year(text: str) -> str:
    if len(text) == 4 and text.isascii() and text.isdecimal():
        return text
    raise UnknownFilterError(f'"{text}" is not a year', "write it with four digits, such as 2026")


def _values_by_name(known: Names) -> dict[str, list[str]]:
    """Return the values, grouped by their names. Names are folded. A value is also a name of itself."""
    values: dict[str, list[str]] = {}
    for value, others in known.items():
        for name in dict.fromkeys(fold_name(name) for name in (value, *others) if name):
            values.setdefault(name, []).append(value)
    return values


def _with_name(values_by_name: Mapping[str, list[str]], name: str) -> list[str]:
    return values_by_name.get(fold_name(name), [])


def _with_part(values_by_name: Mapping[str, list[str]], part: str, filter_: Filter) -> list[str]:
    """Return the values whose names contain the part. In the name, the part has to begin where a word begins."""
    part = fold_name(part)
    if filter_.parts == "no" or len(part) < MIN_PART or part[0].isdecimal():
        return []
    names = (name for name in values_by_name if name.startswith(part) or f" {part}" in name)
    return list(dict.fromkeys(value for name in names for value in values_by_name[name]))


def _unknown(
    noun: str, known: Iterable[str], values_by_name: Mapping[str, list[str]], typed: str
) -> UnknownFilterError:
    """Return the error for a value that does not exist. `noun` is the word for such a value."""
    # Help and completion have no time to import this.
    from cobtrack.model.text.suggestions import close_matches, did_you_mean  # noqa: PLC0415

    values = [value.removeprefix(TWG) if noun == FILTERS["twg"].noun else value for value in known]
    others = f"use one of {join_first(values, MAX_NAMES)}" if values else f"the workspace has no {noun} yet"
    names = {name: value for name, (value, *_) in values_by_name.items()}
    hint = did_you_mean(close_matches(typed, () if names else values, names), others)
    return UnknownFilterError(f'there is no {noun} "{typed}"', hint)
