"""The lists in the data files to which a record can be added."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.kinds import KINDS, Kind
from cobtrack.model.record import Record, field_type, fields_by_key, fields_with_records, kind_word, record_type
from cobtrack.model.records.document import Document
from cobtrack.model.records.pillar import Category, Pillar
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.slug import slug
from cobtrack.model.text.suggestions import KnownWords, did_you_mean
from cobtrack.model.text.wording import join_first
from cobtrack.store.edit.records import comments_above, cut_record, insert_record, new_file
from cobtrack.store.edit.source import naming_file
from cobtrack.views.details import find_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded

MODELS: Mapping[str, type[Record]] = {"Pillar": Pillar, "Category": Category, **TYPES_WITH_ID}
"""The models whose records can be added to a workspace, keyed by the name of the model."""
_MAX_LISTED = 8
_MAX_COMMENT_LENGTH = 60
_MAX_STEM = 100
_WINDOWS_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that no file on Windows can have, with any extension. A repository with such a file cannot be cloned there."""


class RecordList(NamedTuple):
    """A list of records in a data file. The file or the list does not have to exist yet."""

    file: str
    path: Path
    """The path of the list in the file."""
    title: str
    """How people name the list: the title of a category, the id of a mechanism or document, or the file."""
    label: str
    """A name that no other list has, such as `2: Coordination`."""
    names: tuple[str, ...] = ()
    """What else people can type to name the list."""
    root: Record | None = None
    """The record of the file; None if there is no such record yet."""
    records: Sequence[Record] = ()
    """The records in the list."""


def kind_of(model: type[Record]) -> Kind:
    """Return the kind of file that has the records of a model."""
    return next(kind for kind in KINDS if kind.model is model or _fields_to(kind.model, model))


def possible_lists(
    workspace: Workspace, model: type[Record], name: str = "", like: Record | None = None, identifier: str = ""
) -> list[RecordList]:
    """Return the lists to which a record of a model can be added: several if somebody has to choose.

    `name` is what a person calls the list: a title, the beginning of a title, an id, a number, a file, or a file that
    does not exist yet. Without a name, it is the list of the similar record `like`, or a list to which the record's id
    belongs. Raises CobtrackError if there is no such list, or if each record of the model has a file of its own.
    """
    if kind_of(model).model is model:
        raise CobtrackError(f"{article(model)} gets a file of its own", "leave out --in" if name else "")
    lists = _record_lists(workspace, model)
    if name:
        return _named(workspace, model, lists, name)
    if like:
        lists = [candidate for candidate in lists if _has(candidate, like)] or lists
    elif identifier:
        lists = _lists_for_id(lists, identifier)
    if not lists and (in_new_file := _new_list(model)):
        return [in_new_file]
    if not lists:
        raise CobtrackError(f"there is no place for {identifier or article(model)} yet", _how_to_begin(model))
    return lists


def new_file_name(loaded: Loaded, kind: Kind, name: str) -> str:
    """Return the path for a new file in the folder of a kind. If there is such a file, the name gets a number."""
    folder = loaded.root / kind.path
    # Many disks do not distinguish between small and capital letters.
    taken = {entry.name.lower() for entry in folder.iterdir()} if folder.is_dir() else set[str]()
    stem, number = _usable_stem(name), 2
    file = kind.file(stem)
    while f"{_stem(file)}.yaml" in taken:
        file, number = kind.file(f"{stem}-{number}"), number + 1
    return file


def _usable_stem(name: str) -> str:
    """Return a name for a file without its extension: short enough for every disk, and usable on Windows."""
    stem = name[:_MAX_STEM]
    return f"{stem}-file" if _WINDOWS_DEVICE.fullmatch(stem) else stem


def place_phrase(loaded: Loaded, record_list: RecordList) -> str:
    """Return where a record is added or moved to, such as `to “Coordination” in data/pillars/2-government.yaml`."""
    file = record_list.file
    if file not in loaded.raw_bytes:
        return f"to the new file {file}"
    return f"to {file}" if record_list.title == file else f"to “{record_list.title}” in {file}"


def insert(text: str, record_list: RecordList, model: type[Record], identifier: str, lines: Sequence[str]) -> str:
    """Insert the lines of a record into a list, in the text of the file. A list that is sorted by id stays sorted.

    If the text is "", it becomes the text of a new file. Raises CobtrackError if the file cannot be edited.
    """
    kind, file = kind_of(model), record_list.file
    keys = [natural_key(getattr(record, "id", "")) for record in record_list.records]
    before = sum(key <= natural_key(identifier) for key in keys) if identifier else len(keys)
    # The list in the file can have more records, because some could not be read.
    index = before if before < len(keys) and keys == sorted(keys) else None
    fields = tuple(fields_by_key(kind.model))
    with naming_file(file):
        return insert_record(text or new_file(file, kind.name, {}), record_list.path, index, lines, fields)


def cut(file: str, text: str, path: Path, name: str) -> tuple[str, list[str], list[str]]:
    """Cut the record at a path out of the text of a file.

    Return the new text, the record's lines without indentation, and a note if a comment above the record stays. `name`
    names the record in the note. Raises CobtrackError if the file cannot be edited.
    """
    with naming_file(file):
        above = comments_above(text, path)
        text, lines = cut_record(text, path)
    if not above:
        return text, lines, []
    comment = above[0] if len(above[0]) <= _MAX_COMMENT_LENGTH else f"{above[0][: _MAX_COMMENT_LENGTH - 1]}…"
    return text, lines, [f"the comment above {name} stays; delete it in {file} if it is about {name} alone: {comment}"]


def article(model: type[Record]) -> str:
    """Return the name of a kind of record with its article, as in `an activity`."""
    name = kind_word(model)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


@cache
def _fields_to(model: type[Record], inner: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that lead from a record of `model` to a list of records of the model `inner`.

    Return () if there is no such list.
    """
    for name in fields_with_records(model):
        nested = record_type(field_type(model, name))
        if nested is inner:
            return (name,)
        if nested in MODELS.values() and nested and (rest := _fields_to(nested, inner)):
            return (name, *rest)
    return ()


def _record_lists(workspace: Workspace, model: type[Record]) -> list[RecordList]:
    """Return the lists of the workspace that can have records of a model, in the order of the files."""
    kind = kind_of(model)
    fields = _fields_to(kind.model, model)
    content = getattr(workspace, kind.field)
    roots = content if kind.is_folder else filter(None, [content])
    return [_list_of(root, holder, fields[-1]) for root in roots for holder in _holders(root, fields[:-1])]


def _holders(record: Record, fields: Sequence[str]) -> Iterator[Record]:
    """Yield the records that the given fields lead to."""
    if not fields:
        yield record
    for nested in getattr(record, fields[0]) if fields else ():
        yield from _holders(nested, fields[1:])


def _list_of(root: Record, holder: Record, field: str) -> RecordList:
    file = root.place.file
    number = getattr(root, "pillar", None)
    names = [getattr(root, "id", ""), getattr(root, "acronym", ""), _stem(file), file]
    names += [str(number), f"pillar-{number}"] if number is not None else []
    title = str(holder.title) if isinstance(holder, Category | Pillar) else getattr(root, "id", file)
    label = f"{number}: {title}" if isinstance(holder, Category) else title
    path = holder.place.at(field).path
    return RecordList(file, path, title, label, tuple(filter(None, names)), root, getattr(holder, field))


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _named(workspace: Workspace, model: type[Record], lists: Sequence[RecordList], name: str) -> list[RecordList]:
    record = find_record(workspace, name)
    if type(record) is model and record and (own := [candidate for candidate in lists if _has(candidate, record)]):
        return own
    text = " ".join(name.split()).lower()
    exact = [candidate for candidate in lists if text in (*_titles(candidate), *map(str.lower, candidate.names))]
    beginning = [candidate for candidate in lists if any(title.startswith(text) for title in _titles(candidate))]
    if matching := exact or beginning:
        return matching
    if in_new_file := _new_list(model, slug(_stem(name), ascii_only=True)):
        return [in_new_file]
    other_names = {other: candidate.title for candidate in lists for other in candidate.names}
    words = KnownWords([candidate.title for candidate in lists], other_names)
    labels = [f"“{candidate.label}”" for candidate in lists]
    known = f"the only place is {labels[0]}" if len(labels) == 1 else f"there are {join_first(labels, _MAX_LISTED)}"
    hint = did_you_mean(words.closest(name), known if labels else _how_to_begin(model))
    raise CobtrackError(f'there is no place "{name}" for {article(model)}', hint)


def _titles(record_list: RecordList) -> tuple[str, str]:
    """Return the title and the label of a list in lower case."""
    return record_list.title.lower(), record_list.label.lower()


def _has(record_list: RecordList, record: Record) -> bool:
    return any(record is other for other in record_list.records)


def _lists_for_id(lists: Sequence[RecordList], identifier: str) -> list[RecordList]:
    """Return the lists whose pillar or document the id begins with. For any other id, return all lists."""
    pillar, dot, _ = identifier.partition(".")
    document, colon, _ = identifier.partition(":")
    if colon:
        return [
            candidate for candidate in lists if isinstance(candidate.root, Document) and candidate.root.id == document
        ]
    if dot:
        return [
            candidate
            for candidate in lists
            if isinstance(candidate.root, Pillar) and str(candidate.root.pillar) == pillar
        ]
    return [*lists]


def _new_list(model: type[Record], name: str = "") -> RecordList | None:
    """Return the list in a new file, or None if a file with such a list needs more than the list.

    `name` is the name of the file without its extension, if there can be several such files.
    """
    kind = kind_of(model)
    fields = _fields_to(kind.model, model)
    if len(kind.model.model_fields) > 1 or (name and not kind.is_folder):
        return None
    file = kind.file(_usable_stem(name or kind.name)) if kind.is_folder else kind.path
    return RecordList(file, fields, file, file)


def _how_to_begin(model: type[Record]) -> str:
    """Return a hint for a workspace that has no list for records of a model."""
    kind = kind_of(model)
    return (
        f"add {article(kind.model)} first: cobtrack add {kind.name}" if kind.is_folder else f"write {kind.path} first"
    )
