"""Find the ids of a workspace by searching its files as plain text, because completion has no time to load them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cobtrack import package_data
from cobtrack.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MECHANISMS = "data/reports-due"
_DASH = r" *- (?:\{ *)?"
# A regular expression for the text before an id on its line: nothing, spaces, or the dash of a list item.
_ANY_ID = rf"(?:{_DASH}| *)id"
_SPECIAL_IDS = {
    # Other ids in these folders, such as the ids of clusters and steps, are valid only within their file.
    "data/recommendations": rf"(?:{_DASH}(?=id: *[\"']?[\w-]+:))?id",
    "data/procedures": "id",
}
_KEYS = {"actor": {"data/actors.yaml": _ANY_ID}, "pillar": {"data/pillars": "pillar"}, "mechanism": {_MECHANISMS: "id"}}


def starting_with(root: Path, kind: str, beginning: str) -> list[str]:
    """Return the ids that begin with `beginning`, in the order of the files.

    `kind` is "id" for all ids, "actor" for organisations, "mechanism" for mechanisms, or "pillar" for the numbers of
    pillars.
    """
    ids: dict[str, None] = {}
    keys = {place: _SPECIAL_IDS.get(place, _ANY_ID) for place in _places(root)} if kind == "id" else _KEYS[kind]
    for place, key in keys.items():
        pattern = re.compile(rf"^{key}: *[\"']?({re.escape(beginning)}[\w.:-]*)", re.MULTILINE)
        for text in _texts(root, place):
            if beginning in text:
                ids |= dict.fromkeys(pattern.findall(text))
    if kind == "id":
        # A procedure that ships with cobtrack belongs to a workspace if a mechanism names the procedure.
        mechanisms = "\n".join(_texts(root, _MECHANISMS))
        names = sorted(path.stem for path in (package_data.HOME / package_data.PROCEDURES).glob("*.yaml"))
        ids |= dict.fromkeys(name for name in names if name.startswith(beginning) and name in mechanisms)
    return [identifier for identifier in ids if identifier]


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
            yield text
