"""Change the files of a workspace from an older schema to the current schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.editing.check import file_changes, refuse_private, require_no_new_errors
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.records.places import new_file_name
from cobtrack.errors import CobtrackError
from cobtrack.model.edit import Edit
from cobtrack.model.kinds import KINDS, KINDS_BY_NAME
from cobtrack.model.records.settings import SCHEMA
from cobtrack.rules import safeguarding
from cobtrack.store.edit.apply import apply_edits
from cobtrack.store.edit.records import cut_list, new_file
from cobtrack.store.edit.source import SourceFile, naming_file
from cobtrack.store.load import older_schema, reload_with
from cobtrack.store.migrations import NO_NOTE, conversions, moves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded

_SCHEMAS = "schema"
"""The folder in which `cobtrack schema` writes the JSON Schemas for text editors."""
_SET_NOTE = 'cobtrack set roadmap versions.last.note="…"'
_ROADMAP = KINDS_BY_NAME["roadmap"].path


def migrate(loaded: Loaded, as_of: date, note: str = "") -> PlannedChange:
    """Return the change that brings all files from an older schema to the current schema.

    `note` says what was new in the version of the roadmap, if the older schema had no field for that. Nothing changes
    if the workspace already has the current schema.

    Raises CobtrackError if a file cannot be read or edited, if there is no version that needs a note, or if the note
    has personal data. Raises NewErrorsError if the change would add errors to the workspace.
    """
    if KINDS_BY_NAME["settings"].path in loaded.unreadable_files:
        # The placeholder for the settings has the current schema.
        raise _unreadable(KINDS_BY_NAME["settings"].path)
    refuse_private(safeguarding.in_text(note, loaded.workspace.settings))
    schema = older_schema(loaded)
    if not schema:
        return PlannedChange((f"There is nothing to migrate: the workspace has the current schema, {SCHEMA}",), {}, {})
    texts, sentences = _converted_files(loaded, schema)
    for name in loaded.files:
        sentences += _move_lists(loaded, name, schema, texts)
    after = reload_with(loaded, texts)
    _require_same_records(loaded, after)
    notes = []
    if note:
        texts[_ROADMAP] = _with_note(after, note)
    elif needs_note(after.workspace):
        notes.append(f"the version has the note “{NO_NOTE}” To say what was new: {_SET_NOTE}")
    require_no_new_errors(loaded, texts, as_of)
    if (loaded.root / _SCHEMAS).is_dir():
        notes.append('run "cobtrack schema" too, so that text editors know the new fields')
    return PlannedChange(tuple(sentences), texts, file_changes(loaded, texts), tuple(notes))


def needs_note(workspace: Workspace) -> bool:
    """Whether the latest version of the roadmap only has the note that a migration writes."""
    version = workspace.roadmap.latest_version if workspace.roadmap else None
    return version is not None and version.note == NO_NOTE


def _converted_files(loaded: Loaded, schema: int) -> tuple[dict[str, bytes], list[str]]:
    """Return the new texts of the files that change, keyed by file name, and all changes in words."""
    texts, sentences = dict[str, bytes](), list[str]()
    for kind in KINDS:
        for name in filter(kind.matches, loaded.files):
            if kind.name == "settings" or conversions(kind.name, schema):
                text, changes = _converted(loaded, kind.name, name, schema)
                sentences += [f"{name}: {change}" for change in changes]
                texts |= {name: text.encode()} if changes else {}
    return texts, sentences


def _converted(loaded: Loaded, kind: str, name: str, schema: int) -> tuple[str, list[str]]:
    """Return the text of a file in the current schema, and the changes in words. Raises CobtrackError if it fails."""
    if name in loaded.unreadable_files:
        raise _unreadable(name)
    text, changes = loaded.raw_bytes[name].decode(), list[str]()
    with naming_file(name):
        for conversion in conversions(kind, schema):
            if edits := conversion.edits(SourceFile(text).data or {}):
                text = apply_edits(text, edits)
                changes.append(conversion.sentence)
        if kind == "settings":
            text = apply_edits(text, [Edit((), "schema", SCHEMA)])
            changes.append(f"schema {schema} becomes schema {SCHEMA}")
    return text, changes


def _move_lists(loaded: Loaded, name: str, schema: int, texts: dict[str, bytes]) -> Iterator[str]:
    """Move the lists that belong in other files now to new files. Yield each change in words.

    The new texts of the files are put in `texts`. Raises CobtrackError if the file cannot be edited.
    """
    kind = next(kind for kind in KINDS if kind.matches(name))
    for move in moves(kind.name, schema):
        text = (texts.get(name) or loaded.raw_bytes[name]).decode()
        if move.field not in (SourceFile(text).data or {}):
            continue
        with naming_file(name):
            text, moved = cut_list(text, move.field)
        new_name = new_file_name(loaded, KINDS_BY_NAME[move.kind], move.kind)
        line_end = "\r\n" if "\r\n" in moved else "\n"
        head = new_file(new_name, move.kind, {}).replace("\n", line_end)
        texts |= {name: text.encode(), new_name: (head + moved).encode()}
        yield f'{name}: "{move.field}" moves to the new file {new_name}'


def _unreadable(file: str) -> CobtrackError:
    return CobtrackError(f"{file} could not be read", 'run "cobtrack validate" and fix that first')


def _with_note(after: Loaded, note: str) -> bytes:
    """Return the text of data/roadmap.yaml in which the latest version has the given note."""
    version = after.workspace.roadmap and after.workspace.roadmap.latest_version
    if version is None or not needs_note(after.workspace):
        raise CobtrackError("no version of the roadmap needs a note", "run the command without --note")
    text = after.raw_bytes[_ROADMAP].decode()
    return apply_edits(text, [Edit(version.place.path, "note", note)]).encode()


def _require_same_records(loaded: Loaded, after: Loaded) -> None:
    """Raise RuntimeError if a file holds other records after the migration."""
    for old, new in zip(loaded.workspace.file_records(), after.workspace.file_records(), strict=True):
        if old.model_dump(exclude={"schema_version"}) != new.model_dump(exclude={"schema_version"}):
            raise RuntimeError(f"{new.place.file} would not hold the same records after the migration")
