"""Create a new workspace without overwriting any file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack import package_data
from cobtrack.errors import CobtrackError
from cobtrack.exchange.merge.translations import tag
from cobtrack.exchange.un.bodies import new_mechanism
from cobtrack.exchange.un.phrase_books import phrase_books
from cobtrack.model.dates.time_zones import find_time_zone, time_zone_hint
from cobtrack.model.edit import Edit
from cobtrack.model.kinds import KINDS
from cobtrack.model.records.settings import SCHEMA, Settings
from cobtrack.render.init_files import init_files
from cobtrack.render.json_schema import json_schema
from cobtrack.store.edit.apply import apply_edits
from cobtrack.store.history import HISTORY_FOLDER
from cobtrack.store.root import MARKER
from cobtrack.store.transaction import open_transaction
from cobtrack.store.validation.build import build
from cobtrack.store.write import read_or_none, resolve_inside
from cobtrack.store.yaml.reader import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_IGNORED = (
    "build/", "members/", "committee/", "/rounds/", "/*.xlsx", "/*.ics", "/*.sqlite", "*.internal.yaml",
    "*[._-][iI]nternal[!a-z]*", "*~", "*.bak", "*.orig", ".*.sw[a-p]", ".#*", r"\#*\#", f"{HISTORY_FOLDER}/",
    ".*.cobtrack-tmp",
)  # fmt: skip
"""The lines of .gitignore: documents that can be rendered again, exports, names and contacts of people, copies
that editors make, and the history that `undo` needs."""


@dataclass(frozen=True)
class NewWorkspace:
    """The result of creating a workspace."""

    files: Mapping[str, bool]
    """The file names, each with True if the file was written now, or False if it already existed with the same text."""
    missing_in_gitignore: Sequence[str]
    """Lines that an existing .gitignore should have."""
    recovery_note: str
    """A note on how an interrupted command was finished or reversed, or "" if no command was interrupted."""


def create_workspace(root: Path, settings: Mapping[str, Any]) -> NewWorkspace:
    """Write the files of a new workspace into a folder. The folder is created if it does not exist.

    `settings` has the settings for cobtrack.yaml: state, state_name, treaty_body, timezone and languages. Raises
    CobtrackError if the settings are not valid, if the folder is already a workspace, or if a file already exists with
    a different text.
    """
    texts = _texts(settings)
    if not os.path.lexists(root / HISTORY_FOLDER):
        # Check before anything is created, so that a refusal leaves no trace. After an interrupted command, the
        # transaction has to clean up first.
        _refuse_existing(root, texts)
    with open_transaction(root) as transaction:
        _refuse_existing(root, texts)
        existing = {name: read_or_none(resolve_inside(root, name)) for name in (*texts, ".gitignore")}
        gitignore = existing[".gitignore"]
        if gitignore is None:
            texts[".gitignore"] = "\n".join((*_IGNORED, ""))
        # Write cobtrack.yaml last, because without it the folder is not a workspace and `init` can be run again.
        names = [*(name for name in texts if name != MARKER), MARKER]
        changes = {resolve_inside(root, name): (existing[name], texts[name].encode()) for name in names}
        transaction.commit(changes, f"init {root}")
        lines = _IGNORED if gitignore is None else gitignore.decode(errors="replace").splitlines()
        missing = [line for line in _IGNORED if line not in lines]
        return NewWorkspace({name: existing[name] is None for name in names}, missing, transaction.recovery_note)


def _texts(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of all files of a new workspace, keyed by name. Raises CobtrackError for invalid settings."""
    for problem in build(Settings, {"schema": SCHEMA, **settings}, MARKER).problems:
        raise CobtrackError(problem.message, problem.hint)
    zone = settings["timezone"]
    if find_time_zone(zone) is None:
        raise CobtrackError(f'there is no time zone "{zone}"', time_zone_hint(zone))
    body = str(settings["treaty_body"])
    language = settings["languages"][0]
    texts = init_files({**settings, "mechanism": new_mechanism(body, language)})
    texts |= {f"schema/{kind.name}.json": json_schema(kind) for kind in KINDS}
    for path in sorted((package_data.HOME / package_data.RESOURCES).glob(f"{body}-*.yaml")):
        texts[f"{package_data.RESOURCES}/{path.name}"] = (read_or_none(path) or b"").decode()
    if language != "en":
        for name in texts:
            if name == MARKER or name.startswith(package_data.RESOURCES):
                texts[name] = _tag_english(texts[name], name, language)
    return texts


def _tag_english(text: str, name: str, language: str) -> str:
    """Return a file whose English titles are tagged as English.

    The titles of clusters that treaty bodies use in the first language of the workspace are in this language instead.
    """
    data = read(text, name).data
    official = phrase_books()[language].cluster_titles if language in phrase_books() else {}
    titles = {english: title for title, english in official.items()}
    edits = [
        Edit(("clusters",), cluster, titles.get(title) or tag(title, "en", language))
        for cluster, title in data.get("clusters", {}).items()
    ]
    for key in ("criteria", "resources"):
        for at, record in enumerate(data.get(key, ())):
            edits.append(Edit((key, at), "title", tag(record["title"], "en", language)))
    return apply_edits(text, edits)


def _refuse_existing(root: Path, texts: Mapping[str, str]) -> None:
    """Raise CobtrackError if the folder is a workspace, or has a file with the same name but a different text."""
    if os.path.lexists(root / MARKER):
        raise CobtrackError(f"{root} is already a workspace", "choose another folder, or use this workspace")
    for name, text in texts.items():
        if read_or_none(resolve_inside(root, name)) not in {None, text.encode()}:
            raise CobtrackError(f"{root} already contains {name}", "choose an empty folder")
