"""The ids of a workspace as its text has them: what completes a word cannot wait until all records are made."""

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
_ITEM = r" *- (?:\{ *)?"
_ANY_ID = rf"(?:{_ITEM}| *)id"
"""What comes before an id: it begins an item, is on a later line of an item, or is the id of the whole file."""
_IDS = {
    # Other ids in these folders are used within their file only.
    "data/recommendations": rf"(?:{_ITEM}(?=id: *[\"']?[\w-]+:))?id",
    "data/procedures": "id",
}
_KEYS = {"actor": {"data/actors.yaml": _ANY_ID}, "pillar": {"data/pillars": "pillar"}, "mechanism": {_MECHANISMS: "id"}}


def starting_with(root: Path, kind: str, beginning: str) -> list[str]:
    """The ids of a kind, or the numbers of pillars, that begin like this, in the order of the files."""
    found: dict[str, None] = {}
    keys = {place: _IDS.get(place, _ANY_ID) for place in _places(root)} if kind == "id" else _KEYS[kind]
    for place, key in keys.items():
        pattern = re.compile(rf"^{key}: *[\"']?({re.escape(beginning)}[\w.:-]*)", re.MULTILINE)
        for text in _texts(root, place):
            if beginning in text:
                found |= dict.fromkeys(pattern.findall(text))
    if kind == "id":
        # The procedures that are shipped are there where a mechanism names them.
        named = "\n".join(_texts(root, _MECHANISMS))
        names = sorted(path.stem for path in (package_data.HOME / package_data.PROCEDURES).glob("*.yaml"))
        found |= dict.fromkeys(name for name in names if name.startswith(beginning) and name in named)
    return [one for one in found if one]


def _places(root: Path) -> list[str]:
    """Return the files and folders in `data/`, the single files first."""
    entries = os.scandir(root / "data") if (root / "data").is_dir() else ()
    folders = sorted(f"data/{entry.name}" for entry in entries if entry.is_dir())
    return [*files.yaml_files(root, "data")[0], *folders]


def _texts(root: Path, place: str) -> Iterator[str]:
    names = [place] if place.endswith(".yaml") else files.yaml_files(root, place)[0]
    for name in names:
        if text := files.read(root, name).text:
            yield text
