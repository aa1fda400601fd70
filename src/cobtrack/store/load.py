"""A workspace from its folder: what could be read, and all that stood in the way."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack import package_data
from cobtrack.model.kinds import KINDS, Kind
from cobtrack.model.problem import Finding, Place, Problem, Severity, make_problem
from cobtrack.model.records.settings import SCHEMA, Settings
from cobtrack.model.workspace import Workspace
from cobtrack.store import files
from cobtrack.store.root import MARKER, WorkspaceNotFoundError, require_workspace
from cobtrack.store.validation.build import build
from cobtrack.store.validation.swallowed import reading_notes
from cobtrack.store.yaml import cut_texts, reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cobtrack.model.record import Record

_PARAGRAPH = re.compile(r"^ *- (?:\{ *)?id: *[\"']?([a-z0-9-]{1,99}:([a-z0-9.-]{1,99}))(?=[\"',}\s])", re.MULTILINE)


@dataclass
class Loaded:
    """A workspace, its problems, the names of the files that were looked at, and of those that could not be read.

    `held` are the bytes that it was made of, by file: the places of records are places in these.
    """

    root: Path
    workspace: Workspace
    problems: list[Problem]
    files: list[str]
    unreadable_files: list[str]
    raw_bytes: dict[str, bytes]


def load(root: Path) -> Loaded:
    """Read the workspace at `root`. What is wrong with its files comes back as problems.

    Raises NoWorkspaceError where cobtrack.yaml cannot be read or is written for a newer version.
    """
    reading = _Reading(root)
    for kind in KINDS:
        for name in reading.names(kind):
            reading.add(kind, name, files.read(root, name))
        if kind.name == "settings":
            reading.need_settings()
    reading.problems += files.stray_entries(root, "data", [kind.path for kind in KINDS])
    return reading.loaded()


def reload_with(loaded: Loaded, texts: Mapping[str, bytes]) -> Loaded:
    """What would be loaded if the files of these names held these bytes; the others are taken as they were read.

    The problems are those of these files alone.
    """
    reading = _Reading(loaded.root)
    reading.dropped, reading.lost = set(loaded.workspace.unreadable_ids), set(loaded.workspace.unreadable_kinds)
    known = {record.place.file: record for record in loaded.workspace.file_records()}
    for kind in KINDS:
        for name in sorted(one for one in {*loaded.files, *texts} if kind.matches(one)):
            if name in texts:
                reading.add(kind, name, files.decode(name, texts[name]))
            elif name in known:
                reading.records[kind.name].append(known[name])
        if kind.name == "settings":
            reading.need_settings()
    return reading.loaded()


class _Reading:
    """A workspace that is being read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.files: list[str] = []
        self.records: dict[str, list[Any]] = {kind.name: [] for kind in KINDS}
        self.dropped: set[str] = set()
        self.lost: set[str] = set()
        self.lost_files: list[str] = []
        self.held: dict[str, bytes] = {}

    def names(self, kind: Kind) -> list[str]:
        """The files of a kind."""
        if not kind.is_folder:
            return [kind.path] if os.path.lexists(self.root / kind.path) else []
        names, problems = files.yaml_files(self.root, kind.path)
        self.problems += problems
        return names

    def add(self, kind: Kind, name: str, source: files.FileText) -> None:
        """Read one file."""
        self.files.append(name)
        if source.data is not None:
            self.held[name] = source.data
        if source.text is not None and _is_only_begun(source.text):
            return
        record = self._record(kind, name, source)
        if record is None:
            self.lost.add(kind.name)
            self.lost_files.append(name)
        else:
            self.records[kind.name].append(record)

    def _record(self, kind: Kind, name: str, source: files.FileText) -> Record | None:
        self.problems += source.problems
        if source.text is None:
            return None
        reading = reader.read(source.text, name)
        self.problems += reading.problems
        self.problems += cut_texts.cut_texts(source.text, name)
        if reading.data is None and reading.problems:
            return None
        if not isinstance(reading.data, dict):
            self.problems.append(_no_record(kind, name, reading.data))
            return None
        if kind.name == "settings":
            _refuse_newer(reading.data)
        languages = self.records["settings"][0].languages if self.records["settings"] else ()
        unsure = reading_notes(kind.model, source.text, reading, self._actors, self._paragraphs)
        shaped = build(kind.model, reading.data, name, languages, unsure)
        self.problems += shaped.problems
        self.dropped |= shaped.dropped
        return shaped.record

    def _actors(self) -> dict[str, str]:
        """The ids of the organisations that were read so far, by their ids, acronyms and names."""
        known: dict[str, str] = {}
        for one in (actor for registry in self.records["actors"] for actor in registry.actors):
            names = (*one.name.languages.values(), str(one.name)) if one.name else ()
            known |= dict.fromkeys((one.id, *filter(None, (one.acronym, *names))), one.id)
        return known

    def _paragraphs(self, number: str) -> Sequence[str]:
        """The ids of the paragraphs that have this number."""
        return self._numbered.get(number, ())

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The ids in the documents' files by what stands behind the colon; most of those files are read only later."""
        found: dict[str, list[str]] = {}
        folder = next(kind.path for kind in KINDS if kind.name == "document")
        for name in files.yaml_files(self.root, folder)[0]:
            for identifier, number in _PARAGRAPH.findall(files.read(self.root, name).text or ""):
                found.setdefault(number, []).append(identifier)
        return found

    def need_settings(self) -> None:
        """Go on without settings where cobtrack.yaml is broken, and refuse where there is none."""
        require_workspace(self.root)
        if not self.records["settings"]:
            self.records["settings"].append(_placeholder_settings())

    def add_shipped_procedures(self) -> None:
        """Read the procedures that mechanisms name and cobtrack ships, where the workspace has none by that id."""
        there = {one.id for one in self.records["procedure"]} | self.dropped
        named = {one for mechanism in self.records["mechanism"] for one in mechanism.procedures} - there
        for name in sorted(named):
            file = f"{package_data.PROCEDURES}/{name}.yaml"
            if (package_data.HOME / file).is_file():
                reading = _Reading(package_data.HOME)
                kind = next(kind for kind in KINDS if kind.name == "procedure")
                reading.add(kind, file, files.read(package_data.HOME, file))
                self.records["procedure"] += reading.records["procedure"]

    def loaded(self) -> Loaded:
        """What could be read, with the procedures that are shipped, and its problems."""
        self.add_shipped_procedures()
        return Loaded(self.root, self.workspace(), self.problems, self.files, self.lost_files, self.held)

    def workspace(self) -> Workspace:
        """What could be read."""
        held: dict[str, Any] = {}
        for kind in KINDS:
            found = self.records[kind.name]
            held[kind.field] = tuple(found) if kind.is_folder else next(iter(found), None)
        held["pillars"] = tuple(sorted(self.records["pillar"], key=lambda pillar: pillar.pillar))
        return Workspace(**held, unreadable_ids=frozenset(self.dropped), unreadable_kinds=frozenset(self.lost))


def _is_only_begun(text: str) -> bool:
    """Whether a file holds nothing but comments, as `cobtrack init` writes it: a gap, not a mistake."""
    return "#" in text and all(line.lstrip()[:1] in {"", "#"} for line in text.splitlines())


def _no_record(kind: Kind, name: str, data: object) -> Problem:
    message = "is empty" if data is None else "has to be a record: keys, each with its value"
    first = next(iter(kind.model.model_fields))
    finding = Finding(Place(name), message, f"a file of this kind starts with {first}: …, or delete the file")
    return make_problem("COB017", Severity.ERROR, finding)


def _refuse_newer(data: dict[str, Any]) -> None:
    version = data.get("schema")
    if isinstance(version, int) and version > SCHEMA:
        raise WorkspaceNotFoundError(
            f"{MARKER} says schema: {version}, this cobtrack knows {SCHEMA}",
            "install a newer cobtrack, in the way that this one was installed",
        )


def _placeholder_settings() -> Settings:
    """Settings that let the rest be read and checked although cobtrack.yaml is broken."""
    values = {"schema": SCHEMA, "state": "XXX", "state_name": "the State", "treaty_body": "unknown"}
    return Settings.model_validate({**values, "timezone": "UTC", "languages": ["en"]})
