"""Find ids and other values in the files by searching them as plain text: completion has no time to load them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cobtrack import package_data
from cobtrack.store import files
from cobtrack.store.root import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MECHANISMS = "data/reports-due"
_ROADMAP = "data/roadmap.yaml"
# The list of removed records: from its key to the next key.
_REMOVED = re.compile(r"^removed:.*?(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)
_DASH = r" *- (?:\{ *)?"
# A regular expression for the text before an id on its line: nothing, spaces, or the dash of a list item.
_ANY_ID = rf"(?:{_DASH}| *)id"
_SPECIAL_IDS = {
    # Other ids in these folders, such as the ids of clusters and steps, are valid only within their file.
    "data/recommendations": rf"(?:{_DASH}(?=id: *[\"']?[\w-]+:))?id",
    "data/procedures": "id",
}
_ACTORS, _DOCUMENTS = "data/actors.yaml", "data/recommendations"
_KEYS = {
    "actor": {_ACTORS: rf"{_ANY_ID}: *[\"']?"},
    "twg": {_ACTORS: rf"{_ANY_ID}: *[\"']?twg-"},
    "pillar": {"data/pillars": "pillar: *[\"']?"},
    "mechanism": {_MECHANISMS: "id: *[\"']?"},
    "document": {_DOCUMENTS: "id: *[\"']?"},
}
"""For each kind of value, the place of its files, and a regular expression for the text before a value on its line."""
_LISTS = {"sdg": "sdgs", "person": "affected_persons"}
"""The fields of recommendations that hold the values of a filter."""


def starting_with(root: Path, kind: str, beginning: str) -> list[str]:
    """Return the values that begin with `beginning`, in the order of the files.

    `kind` is "id" for all ids in the workspace, or the name of a filter. There are no values for other words.
    """
    if kind in _LISTS:
        return _list_values(root, _LISTS[kind], beginning)
    if kind == "cluster":
        return re.findall(rf"^ +[\"']?({re.escape(beginning)}[\w-]*)[\"']?:", _setting(root, "clusters"), re.MULTILINE)
    if kind == "filter":
        section = _setting(root, "saved_filters")
        return re.findall(rf"^{_ANY_ID}: *[\"']?({re.escape(beginning)}[\w-]*)", section, re.MULTILINE)
    ids: dict[str, None] = {}
    for place, key in _keys(root, kind).items():
        pattern = re.compile(rf"^{key}({re.escape(beginning)}[\w.:-]*)", re.MULTILINE)
        for text in _texts(root, place):
            if beginning in text:
                ids |= dict.fromkeys(pattern.findall(text))
    if kind == "id":
        # A procedure that ships with cobtrack belongs to a workspace if a mechanism names the procedure.
        mechanisms = "\n".join(_texts(root, _MECHANISMS))
        names = sorted(path.stem for path in (package_data.HOME / package_data.PROCEDURES).glob("*.yaml"))
        ids |= dict.fromkeys(name for name in names if name.startswith(beginning) and name in mechanisms)
    return [identifier for identifier in ids if identifier]


def _setting(root: Path, name: str) -> str:
    """Return the lines below a key in the settings."""
    text = files.read(root, MARKER).text or ""
    section = re.search(rf"^{name}:.*\n((?:[ #-].*\n|\n)*)", f"{text}\n", re.MULTILINE)
    return section[1] if section else ""


def places_of(root: Path, kind: str, value: str) -> Iterator[tuple[str, str, int]]:
    """Yield each place with an id: its folder or file, the text of the file, and the position of its line there.

    `kind` is "id" for the id of a record, or a kind in `_KEYS`.
    """
    for place, key in _keys(root, kind).items():
        pattern = re.compile(rf"^{key}{re.escape(value)}(?![\w.:-])", re.MULTILINE)
        for text in _texts(root, place):
            if value in text and (match := pattern.search(text)):
                yield place, text, match.start()


def _keys(root: Path, kind: str) -> dict[str, str]:
    """Return a regular expression for the text before an id on its line, keyed by the places of files with such ids."""
    if kind == "id":
        return {place: rf"{_SPECIAL_IDS.get(place, _ANY_ID)}: *[\"']?" for place in _places(root)}
    return _KEYS.get(kind, {})


def _list_values(root: Path, field: str, beginning: str) -> list[str]:
    """Return the values in a field of recommendations that begin with `beginning`. Case makes no difference.

    A shell would need quotes around a value with spaces, so such a value is left out. Of the name of an SDG, the number
    is returned.
    """
    values: dict[str, None] = {}
    pattern = re.compile(rf"\b{field}:(?: *\[([^\]]*)\]|((?:\n *- +.*)+))")
    for text in _texts(root, _DOCUMENTS):
        for in_brackets, in_lines in pattern.findall(text):
            for item in re.split(r"\n *- +|,", in_lines or in_brackets):
                value = re.sub(r"^(\d[\d.]*) .*", r"\1", item.strip(" \n\"'")).lower()
                if value.startswith(beginning.lower()) and not re.search(r"[\s:]", value):
                    values[value] = None
    return [value for value in values if value]


def _places(root: Path) -> list[str]:
    """Return the names of the data files in `data/`, followed by the names of the folders in `data/`."""
    entries = os.scandir(root / "data") if (root / "data").is_dir() else ()
    folders = sorted(f"data/{entry.name}" for entry in entries if entry.is_dir())
    return [*files.yaml_files(root, "data")[0], *folders]


def _texts(root: Path, place: str) -> Iterator[str]:
    """Yield the text of `place` if `place` is a file. If it is a folder, yield the text of each file in the folder."""
    names = [place] if place.endswith(".yaml") else files.yaml_files(root, place)[0]
    for name in names:
        if text := files.read(root, name).text:
            yield _REMOVED.sub("", text) if name == _ROADMAP else text
