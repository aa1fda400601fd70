"""Import a file: find the changes to the workspace, and prepare the new texts of the data files.

To import a file, with `load` of `store.load` and `open_transaction` of `store.transaction`:

    with open_transaction(root) as transaction:
        prepared = prepare_import(load(root), path, as_of)
        transaction.commit(prepared.changes, f"import {path.name}")
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack.editing.check import checked_changes, require_valid
from cobtrack.editing.spreadsheets.phrases import plan_phrases
from cobtrack.editing.spreadsheets.values import ValuePlan, plan_values, texts_with_values
from cobtrack.errors import CobtrackError
from cobtrack.exchange.formats import ReadOptions, detect_format, format_named
from cobtrack.exchange.incoming import ImportedFile, ImportFormatError
from cobtrack.exchange.matrix.compare import CellPlan, plan_cells
from cobtrack.exchange.phrase_sheet import FilledPhrases
from cobtrack.exchange.rounds.workbook import FilledWorkbook
from cobtrack.exchange.un.bodies import new_mechanism
from cobtrack.exchange.values import FilledValues
from cobtrack.model.edit import Edit
from cobtrack.model.languages.lookup import is_language_code, suggest_languages
from cobtrack.model.records.document import Document
from cobtrack.model.states import lookup
from cobtrack.model.text.markup import is_safe_link, links
from cobtrack.model.text.suggestions import did_you_mean
from cobtrack.model.text.wording import join, quantity
from cobtrack.rules.safeguarding import contacts, in_text
from cobtrack.store.edit.apply import apply_edits, insert_records
from cobtrack.store.edit.records import new_file
from cobtrack.store.edit.source import EditError
from cobtrack.store.validation.build import build
from cobtrack.store.write import read_or_none, resolve_inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cobtrack.exchange.incoming import Progress
    from cobtrack.exchange.merge.plan import DeadlineOffer, MergePlan
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

_MAX_NAMES = 8
_MAX_STATES, _MAX_SIMILAR = 5, 3


@dataclass(frozen=True)
class ImportOptions:
    """The options for importing a file."""

    format_name: str = ""
    """The name of one of FORMATS, or "" to detect the format of the file."""
    document: str = ""
    """The id for the only document in the file, or "" to find the id automatically."""
    language: str = ""
    """The code of the document's language, or "" to recognise the language."""
    indicator: str = ""
    """The id of the indicator that the values in a table are of, or "" if a column of the table names it."""
    with_deadlines: bool = False
    """Whether to add the deadlines that the imported documents set."""
    progress: Progress | None = None


@dataclass(frozen=True)
class PreparedImport:
    """The changes that an import would make. Nothing has been written yet."""

    plan: MergePlan | CellPlan
    """The plan for each record of the file, or for each changed cell of a matrix."""
    texts: Mapping[str, bytes]
    """The new text of every changed file, keyed by file name."""
    changes: Changes
    """The changes that a transaction has to commit."""


def prepare_import(loaded: Loaded, path: Path, as_of: date, options: ImportOptions = ImportOptions()) -> PreparedImport:
    """Return the changes that importing a file would make in a workspace.

    Raises everything that `plan_import` raises. Also raises CobtrackError if a file of the workspace cannot be edited,
    and NewErrorsError if the import would add errors to the workspace.
    """
    plan = plan_import(loaded, path, as_of, options)
    if isinstance(plan, CellPlan) and plan.texts:
        paths = {name: resolve_inside(loaded.root, name) for name in plan.texts}
        changes = {paths[name]: (read_or_none(paths[name]), data) for name, data in plan.texts.items()}
        return PreparedImport(plan, plan.texts, changes)
    if isinstance(plan, ValuePlan):
        texts = texts_with_values(loaded, plan)
    elif isinstance(plan, CellPlan):
        texts = dict(_matrix_texts(loaded, plan))
    else:
        texts = dict(_merged_texts(loaded, plan, plan.offers if options.with_deadlines else []))
    return PreparedImport(plan, texts, checked_changes(loaded, texts, as_of) if texts else {})


def plan_import(
    loaded: Loaded, path: Path, as_of: date, options: ImportOptions = ImportOptions()
) -> MergePlan | CellPlan:
    """Read a file and compare it with a workspace.

    Raises InvalidDataError if the workspace has errors. Raises ImportFormatError if the file cannot be read. Raises
    CobtrackError if nothing in the file can be imported.
    """
    require_valid(loaded, as_of, for_import=True)
    if not path.is_file():
        message = f"{path} is not an ordinary file" if path.exists() else f"there is no file {path}"
        raise CobtrackError(message, "name a .docx, .pdf, .xlsx, .json or .csv file")
    workspace = loaded.workspace
    settings = workspace.settings
    if options.language and not is_language_code(options.language):
        close = suggest_languages(options.language)
        hint = did_you_mean([language.code for language in close], "use a code such as es or km")
        raise CobtrackError(f'"{options.language}" is not the code of a language', hint)
    try:
        file_format = format_named(options.format_name) if options.format_name else detect_format(path)
        if options.language and not file_format.has_language:
            raise CobtrackError(
                f"--language is only for official documents, but the file is {file_format.label}",
                "leave out --language",
            )
        incoming = file_format.read(path, workspace, ReadOptions(options.language, options.document, options.progress))
    except ImportFormatError as error:
        raise ImportFormatError(f"{path}: {error}", error.hint) from None
    if options.indicator and not isinstance(incoming, FilledValues):
        message = f"--indicator is only for tables of values, but the file is {file_format.label}"
        raise CobtrackError(message, "leave out --indicator")
    if isinstance(incoming, FilledValues):
        return plan_values(
            workspace, incoming, options.indicator, as_of, lambda text: _why_unpublishable(text, settings)
        )
    if isinstance(incoming, FilledPhrases):
        return plan_phrases(loaded.root, incoming)
    if isinstance(incoming, FilledWorkbook):
        raise CobtrackError(f"{path} is a workbook of a round", "import it without other options: cobtrack import FILE")
    if not isinstance(incoming, ImportedFile):
        return plan_cells(workspace, incoming, lambda text: _why_unpublishable(text, settings))
    # Import this late, because it loads many modules that a matrix does not need.
    from cobtrack.exchange.merge.merge import plan_merge  # noqa: PLC0415

    _refuse_id(workspace, incoming, options.document)
    plan = plan_merge(workspace, incoming, options.document, lambda text: contacts(text, settings))
    _refuse_other_states(settings, plan)
    return plan


def _refuse_id(workspace: Workspace, incoming: ImportedFile, document: str) -> None:
    """Raise CobtrackError if the imported document cannot have the id `document`."""
    if not document:
        return
    if len(incoming.documents) > 1:
        names = join([imported.name for imported in incoming.documents[:_MAX_NAMES]])
        message = f"--document gives one id, but the file has {len(incoming.documents)} documents: {names}"
        raise CobtrackError(message, "leave out --document, so that each document gets its own id")
    existing = workspace.by_id.get(document)
    if existing is not None and not isinstance(existing, Document):
        raise CobtrackError(
            f"{document} is the id of another record",
            f"use another id; to see the record, run cobtrack show {document}",
        )
    for problem in build(Document, {"id": document}, "").problems:
        if problem.place.path[:1] == ("id",):
            raise CobtrackError(f"--document: {problem.message}", problem.hint)


def _refuse_other_states(settings: Settings, plan: MergePlan) -> None:
    """Raise CobtrackError if the imported file has records about other States only."""
    others = plan.imported.other_states
    if plan.accepted or not others:
        return
    names = [
        f"{lookup.state_name(name)} ({quantity(count, 'record')})" for name, count in others.most_common(_MAX_STATES)
    ]
    more = f" and {quantity(len(others) - _MAX_STATES, 'other State')}" if len(others) > _MAX_STATES else ""
    known_names = lookup.states()[settings.state].names if settings.state in lookup.states() else ()
    similar = lookup.closest_names((str(settings.state_name), *known_names), others)
    names_in_file = f"the most similar names in the file are {join(similar[:_MAX_SIMILAR])}; "
    hint = names_in_file if similar and len(others) > 1 else ""
    raise CobtrackError(
        f"nothing to import: the file is about {', '.join(names)}{more}, but this workspace is about"
        f" {settings.state_name}",
        f"{hint}the State of a workspace is set in cobtrack.yaml: state: {settings.state}",
    )


def _why_unpublishable(text: str, settings: Settings) -> str:
    """Return why a text is not allowed in a public file, or "" if the text is allowed."""
    unsafe = (f'"{target}" is not a safe link' for _, target in links(text) if not is_safe_link(target))
    return next((problem.message for problem in in_text(text, settings)), next(unsafe, ""))


def _merged_texts(loaded: Loaded, plan: MergePlan, offers: Sequence[DeadlineOffer]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the new text of every changed file. Mechanisms come first, because documents refer to them."""
    for identifier, file in plan.mechanisms.items():
        deadlines = [offer.data for offer in offers if offer.mechanism == identifier]
        data = {**new_mechanism(identifier, loaded.workspace.settings.languages[0]), "deadlines": deadlines}
        yield file, _new_file(loaded, file, "mechanism", data, "deadlines")
    added = [offer for offer in offers if offer.mechanism not in plan.mechanisms]
    places = {mechanism.id: mechanism.place for mechanism in loaded.workspace.mechanisms}
    for file in dict.fromkeys(offer.file for offer in added):
        edits = [
            Edit(places[offer.mechanism].path, "deadlines", offer.data, "append")
            for offer in added
            if offer.file == file
        ]
        yield file, _edited(loaded, file, edits)
    for document in plan.documents:
        if document.data is not None:
            yield document.file, _new_file(loaded, document.file, "document", document.data, "paragraphs")
        elif document.edits or document.inserts:
            yield document.file, _edited(loaded, document.file, document.edits, document.inserts)


def _new_file(loaded: Loaded, file: str, schema: str, data: Mapping[str, Any], list_key: str) -> bytes:
    """Return the text of a new data file.

    `list_key` is the key of the list of records in `data`. This list comes last, with a blank line between two records.
    Raises CobtrackError if the file already exists.
    """
    if os.path.lexists(loaded.root / file):
        raise CobtrackError(f"{file} already exists and is about something else", "rename the existing file")
    return new_file(file, schema, data, list_key).encode()


def _edited(
    loaded: Loaded, file: str, edits: Sequence[Edit], inserts: Mapping[int, list[dict[str, Any]]] = {}
) -> bytes:
    """Return the text of a file after the given edits. `inserts` has the paragraphs to insert."""
    try:
        text = apply_edits(loaded.raw_bytes.get(file, b"").decode(), edits)
        return (insert_records(text, "paragraphs", inserts) if inserts else text).encode()
    except EditError as error:
        raise CobtrackError(f"{file}: {error}", error.hint) from None


def _matrix_texts(loaded: Loaded, plan: CellPlan) -> Iterator[tuple[str, bytes]]:
    """Yield the name and new text of each file that an imported matrix changes.

    If the new value of a cell cannot be written to the file, the cell is marked as rejected in `plan`.
    """
    for file, edits in list(plan.edits.items()):
        text = loaded.raw_bytes.get(file, b"").decode()
        try:
            yield file, apply_edits(text, edits).encode()
        except EditError:
            # If one value cannot be edited (for example because it has a comment), the others must still be changed.
            for edit in edits:
                if reason := _why_not_editable(text, edit):
                    plan.reject(file, edit, reason)
            if plan.edits[file]:
                yield file, _edited(loaded, file, plan.edits[file])


def _why_not_editable(text: str, edit: Edit) -> str:
    """Return why an edit cannot be made, or "" if the edit can be made."""
    try:
        apply_edits(text, [edit])
    except EditError as error:
        return f"{error}; {error.hint}"
    return ""
