"""The ids of a workspace as its text has them: what completes a word cannot wait until all records are made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack import package_data
from cobtrack.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MECHANISMS = "data/reports-due"
_ITEM = r" *- (?:\{ *)?"
# What stands before an id, by where: an item, a later line of an item, or a file's own id.
_ANYWHERE = rf"(?:{_ITEM}| *)id"
_KEYS = {
    "id": {
        **dict.fromkeys(("data/roadmap.yaml", "data/actors.yaml", "data/pillars", _MECHANISMS, "data/resources",
                         "data/indicators", "data/initiatives", "data/actions"), _ANYWHERE),
        # Other ids in these files count within them.
        "data/recommendations": rf"(?:{_ITEM}(?=id: *[\"']?[\w-]+:))?id",
        "data/procedures": "id",
    },
    "actor": {"data/actors.yaml": _ANYWHERE},
    "pillar": {"data/pillars": "pillar"},
    "mechanism": {_MECHANISMS: "id"},
}  # fmt: skip


def starting_with(root: Path, kind: str, beginning: str) -> list[str]:
    """The ids of a kind, or the numbers of pillars, that begin like this, in the order of the files."""
    found: dict[str, None] = {}
    for place, key in _KEYS[kind].items():
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


def _texts(root: Path, place: str) -> Iterator[str]:
    names = [place] if place.endswith(".yaml") else files.yaml_files(root, place)[0]
    for name in names:
        if text := files.read(root, name).text:
            yield text
