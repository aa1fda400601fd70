"""Load a workspace from its folder: every record that can be read, and a problem for everything else."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack import package_data
from cobtrack.model.kinds import KINDS, KINDS_BY_NAME, Kind
from cobtrack.model.problem import Finding, Place, Problem, Severity, make_problem
from cobtrack.model.records.settings import SCHEMA, Settings
from cobtrack.model.workspace import Workspace
from cobtrack.store import files
from cobtrack.store.migrations import converted, is_older, moves
from cobtrack.store.root import MARKER, WorkspaceNotFoundError, require_workspace
from cobtrack.store.validation.build import build
from cobtrack.store.validation.context import OtherFiles, ReadingNotes, reading_notes
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.cut_texts import cut_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cobtrack.model.record import Record

OLD_SCHEMA = "COB020"
"""The code of the problem that the files are written for an older schema."""
MIGRATE_HINT = 'run "cobtrack migrate"'

_KINDS_BY_MODEL = {kind.model: kind for kind in KINDS}
_PARAGRAPH_ID = re.compile(r"^ *- (?:\{ *)?id: *[\"']?([a-z0-9-]{1,99}:([a-z0-9.-]{1,99}))(?=[\"',}\s])", re.MULTILINE)


@dataclass
class Loaded:
    """A workspace and its problems."""

    root: Path
    workspace: Workspace
    problems: list[Problem]
    files: list[str]
    """The names of all data files."""
    unreadable_files: list[str]
    """The names of the data files that could not be turned into a record."""
    raw_bytes: dict[str, bytes]
    """The content of each file when it was loaded. The places of records refer to this content."""
    language: str = ""
    """The code of the language that texts are read in where they exist in it; "" for the workspace's first language."""


def load(root: Path, contents: Mapping[str, bytes] = {}, language: str = "") -> Loaded:
    """Read the workspace at `root`. Mistakes in its files are returned as problems.

    Files in `contents` are not read, but are treated as if they had the given content. Each text is read in the given
    language if the text exists in it, and otherwise in the first of the workspace's languages in which it exists.
    Raises WorkspaceNotFoundError if there is no cobtrack.yaml, or if cobtrack.yaml needs a newer version of cobtrack.
    """
    loader = _Loader(root, contents, language)
    for kind in KINDS:
        for name in loader.names(kind):
            loader.add(kind, name, files.read(root, name, contents))
        if kind.name == "settings":
            loader.ensure_settings()
    loader.problems += files.stray_entries(root, "data", [kind.path for kind in KINDS])
    return loader.result()


def older_schema(loaded: Loaded) -> int:
    """Return the number of the schema that a workspace is written for if the schema is an older one; 0 otherwise."""
    schema = loaded.workspace.settings.schema_version
    return schema if is_older(schema) else 0


def reload_with(loaded: Loaded, texts: Mapping[str, bytes | None]) -> Loaded:
    """Load the workspace as if some files had other content, or did not exist.

    `texts` maps file names to this content, and to None for files that do not exist. All other files are used as they
    were loaded before. Only the problems of the changed files are returned.
    """
    loader = _Loader(loaded.root, language=loaded.language)
    loader.unreadable_ids = set(loaded.workspace.unreadable_ids)
    loader.unreadable_kinds = set(loaded.workspace.unreadable_kinds)
    unchanged = _records_by_file(loaded)
    for kind in KINDS:
        for name in sorted(name for name in {*loaded.files, *texts} if kind.matches(name)):
            if (text := texts.get(name)) is not None:
                loader.add(kind, name, files.decode(name, text))
            elif name in unchanged and name not in texts:
                loader.keep(unchanged[name])
        if kind.name == "settings":
            loader.ensure_settings()
    return loader.result()


def load_contents(
    root: Path, contents: Mapping[str, bytes], known: Sequence[Loaded] = (), language: str = ""
) -> Loaded:
    """Load a workspace whose data files have the given contents. `contents` maps file names to contents.

    Texts are read in the given language, as in `load`. The files at `root` are not read. A file that has the same
    content in one of the workspaces in `known` is not read again: its record is used. Raises WorkspaceNotFoundError if
    cobtrack.yaml needs a newer version of cobtrack.
    """
    loader = _Loader(root, language=language)
    # The language decides which of its languages a text is read in.
    known_files = [(other, _files_without_errors(other)) for other in known if other.language == language]
    for kind in KINDS:
        for name in sorted(name for name in contents if kind.matches(name)):
            data = contents[name]
            usable = (
                by_file[name] for other, by_file in known_files if name in by_file and other.raw_bytes[name] == data
            )
            if records := next(usable, None):
                loader.files.append(name)
                loader.raw_bytes[name] = data
                loader.keep(records)
            else:
                loader.add(kind, name, files.decode(name, data))
        if kind.name == "settings":
            loader.ensure_settings()
            languages = loader.records["settings"][0].languages
            # The other languages decide it for the texts that do not exist in this language.
            known_files = [pair for pair in known_files if pair[0].workspace.settings.languages == languages]
    return loader.result()


def _records_by_file(loaded: Loaded) -> dict[str, list[Record]]:
    """Return the records of the files, keyed by file name. A file of an older schema can have several records."""
    records: dict[str, list[Record]] = {}
    for record in loaded.workspace.file_records():
        records.setdefault(record.place.file, []).append(record)
    return records


def _files_without_errors(loaded: Loaded) -> dict[str, list[Record]]:
    """Return the records of the files in which everything could be read, keyed by file name."""
    bad = {problem.place.file for problem in loaded.problems if problem.severity is Severity.ERROR}
    by_file = _records_by_file(loaded)
    return {name: records for name, records in by_file.items() if name not in bad and name in loaded.raw_bytes}


class _Loader:
    """Collects the records and problems of a workspace, file by file."""

    def __init__(self, root: Path, contents: Mapping[str, bytes] = {}, language: str = "") -> None:
        self.root = root
        self.contents = contents
        self.language = language
        self.problems: list[Problem] = []
        self.files: list[str] = []
        self.records: dict[str, list[Any]] = {kind.name: [] for kind in KINDS}
        self.unreadable_ids: set[str] = set()
        self.unreadable_kinds: set[str] = set()
        self.unreadable_files: list[str] = []
        self.raw_bytes: dict[str, bytes] = {}
        self.schema = SCHEMA
        """The schema that the files are written for. It is known once cobtrack.yaml has been read."""

    def names(self, kind: Kind) -> list[str]:
        """Return the names of the files of a kind."""
        if not kind.is_folder:
            return [kind.path] if os.path.lexists(self.root / kind.path) else []
        names, problems = files.yaml_files(self.root, kind.path)
        self.problems += problems
        return names

    def add(self, kind: Kind, name: str, file_text: files.FileText) -> None:
        """Build the record of one file and add it to the result."""
        self.files.append(name)
        if file_text.data is not None:
            self.raw_bytes[name] = file_text.data
        if file_text.text is not None and has_only_comments(file_text.text):
            return
        record = self._build(kind, name, file_text)
        if record is None:
            self.unreadable_kinds.add(kind.name)
            self.unreadable_files.append(name)
        else:
            self.records[kind.name].append(record)

    def _build(self, kind: Kind, name: str, file_text: files.FileText) -> Record | None:
        self.problems += file_text.problems
        if file_text.text is None:
            return None
        reading = reader.read(file_text.text, name)
        self.problems += reading.problems
        self.problems += cut_texts(file_text.text, name)
        if reading.data is None and reading.problems:
            return None
        if not isinstance(reading.data, dict):
            self.problems.append(_not_a_record(kind, name, reading.data))
            return None
        notes = reading_notes(kind.model, file_text.text, reading)
        if kind.name == "settings":
            self._check_schema(reading.data.get("schema"))
        data = converted(kind.name, reading.data, self.schema)
        for field, new_kind in moves(kind.name, self.schema):
            if field in data:
                incomplete = frozenset(path for path in notes.incomplete if path[:1] == (field,))
                notes = notes._replace(incomplete=notes.incomplete - incomplete)
                moved_notes = ReadingNotes(incomplete=incomplete)
                moved = self._valid_part(KINDS_BY_NAME[new_kind], {field: data.pop(field)}, name, moved_notes)
                self.keep([moved] if moved else [])
        return self._valid_part(kind, data, name, notes)

    def _valid_part(self, kind: Kind, data: dict[str, Any], name: str, notes: ReadingNotes) -> Record | None:
        """Build a record from the valid parts of `data`, the content of a file. Problems are added to the result."""
        others = OtherFiles(self._preferred_languages(data), self._actors, self._paragraphs)
        result = build(kind.model, data, name, others, notes)
        self.problems += result.problems
        self.unreadable_ids |= result.dropped
        return result.record

    def keep(self, records: Sequence[Record]) -> None:
        """Add records of files to the result."""
        for record in records:
            self.records[_KINDS_BY_MODEL[type(record)].name].append(record)

    def _check_schema(self, schema: object) -> None:
        """Note which schema the files are written for. Raises WorkspaceNotFoundError if the schema is too new."""
        if isinstance(schema, int) and schema > SCHEMA:
            raise WorkspaceNotFoundError(
                f"{MARKER} has schema: {schema}, but this cobtrack supports only schema: {SCHEMA}",
                "install a newer version of cobtrack",
            )
        if is_older(schema):
            self.schema = schema
            message = f"the files are written for schema {schema}, and this cobtrack writes schema {SCHEMA}"
            finding = Finding(Place(MARKER).at("schema"), message, MIGRATE_HINT)
            self.problems.append(make_problem(OLD_SCHEMA, Severity.ERROR, finding))

    def _preferred_languages(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the codes of the languages that texts are read in, the preferred one first.

        `data` has the data of the file that is read. The settings are read first, so they say it about themselves.
        """
        settings = self.records["settings"]
        languages = settings[0].languages if settings else data.get("languages")
        chosen = (self.language,) if self.language else ()
        return (*chosen, *languages) if isinstance(languages, list | tuple) else chosen

    def _actors(self) -> dict[str, str]:
        """Return the ids of the organisations read so far, keyed by id, acronym and name.

        An acronym or a name that several organisations have is left out.
        """
        actors = [actor for registry in self.records["actors"] for actor in registry.actors]
        owners: dict[str, set[str]] = {}
        for actor in actors:
            texts = (text for text in (actor.acronym, actor.name) if text)
            for name in {name for text in texts for name in (str(text), *text.languages.values())}:
                owners.setdefault(name.lower(), set()).add(actor.id)
        ids = {name: min(owner_ids) for name, owner_ids in owners.items() if len(owner_ids) == 1}
        return ids | {actor.id: actor.id for actor in actors}

    def _paragraphs(self, number: str) -> Sequence[str]:
        """Return the ids of the paragraphs with this number."""
        return self._paragraph_ids_by_number.get(number, ())

    @cached_property
    def _paragraph_ids_by_number(self) -> dict[str, list[str]]:
        """The ids of all paragraphs, keyed by paragraph number.

        The ids are found by searching the raw texts, because most documents are read after the files that refer to
        them.
        """
        ids: dict[str, list[str]] = {}
        folder = KINDS_BY_NAME["document"].path
        for name in files.yaml_files(self.root, folder)[0]:
            for identifier, number in _PARAGRAPH_ID.findall(files.read(self.root, name, self.contents).text or ""):
                ids.setdefault(number, []).append(identifier)
        return ids

    def ensure_settings(self) -> None:
        """Use placeholder settings if cobtrack.yaml is invalid.

        Raises WorkspaceNotFoundError if there is no cobtrack.yaml.
        """
        require_workspace(self.root)
        if not self.records["settings"]:
            self.records["settings"].append(_placeholder_settings(self.schema))
        self.schema = self.records["settings"][0].schema_version

    def result(self) -> Loaded:
        """Return everything that could be read, with the procedures that ship with cobtrack, and the problems."""
        self._add_shipped_procedures()
        workspace, language = self._workspace(), self.language
        return Loaded(self.root, workspace, self.problems, self.files, self.unreadable_files, self.raw_bytes, language)

    def _add_shipped_procedures(self) -> None:
        """Add each procedure that ships with cobtrack if a mechanism names it and the workspace does not define it."""
        defined = {procedure.id for procedure in self.records["procedure"]} | self.unreadable_ids
        named = {identifier for mechanism in self.records["mechanism"] for identifier in mechanism.procedures}
        for identifier in sorted(named - defined):
            file = f"{package_data.PROCEDURES}/{identifier}.yaml"
            if (package_data.HOME / file).is_file():
                loader = _Loader(package_data.HOME, language=self.language)
                loader.add(KINDS_BY_NAME["procedure"], file, files.read(package_data.HOME, file))
                self.records["procedure"] += loader.records["procedure"]

    def _workspace(self) -> Workspace:
        fields: dict[str, Any] = {}
        for kind in KINDS:
            records = self.records[kind.name]
            fields[kind.field] = tuple(records) if kind.is_folder else next(iter(records), None)
        fields["pillars"] = tuple(sorted(self.records["pillar"], key=lambda pillar: pillar.pillar))
        return Workspace(
            **fields,
            unreadable_ids=frozenset(self.unreadable_ids),
            unreadable_kinds=frozenset(self.unreadable_kinds),
        )


def has_only_comments(text: str) -> bool:
    """Return whether a file contains only comments, like the files that `cobtrack init` creates.

    Such a file is no mistake.
    """
    return "#" in text and all(line.lstrip()[:1] in {"", "#"} for line in text.splitlines())


def _not_a_record(kind: Kind, name: str, data: object) -> Problem:
    message = "is empty" if data is None else "must consist of fields with their values"
    first_field = next(iter(kind.model.model_fields))
    finding = Finding(Place(name), message, f"begin the file with {first_field}: …, or delete it")
    return make_problem("COB017", Severity.ERROR, finding)


def _placeholder_settings(schema: int) -> Settings:
    """Return settings for reading and checking the other files when cobtrack.yaml is invalid."""
    values = {"schema": schema, "state": "XXX", "state_name": "the State", "treaty_body": "unknown"}
    return Settings.model_validate({**values, "timezone": "UTC", "languages": ["en"]})
