"""Check the data before they are used, and a change before it is written. A change must not add an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cobtrack.editing.problems import errors
from cobtrack.errors import CobtrackError, InvalidDataError, NewErrorsError
from cobtrack.model.text.ids import replace_ids
from cobtrack.model.text.wording import quantity
from cobtrack.store import files
from cobtrack.store.load import MIGRATE_HINT, OLD_SCHEMA, older_schema, reload_with
from cobtrack.store.locate import Locator
from cobtrack.store.write import resolve_inside
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cobtrack.model.problem import Finding, Problem
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

_MAX_ERRORS = 10
_SHOWN_IN_DOCUMENTS = "COB3"
"""The codes for contradictions between dates, which are allowed because documents show them."""
_FIXED_BY_IMPORT = "COB203"
"""The code for a link to an unknown recommendation, which the import might add."""


def require_valid(loaded: Loaded, as_of: date, *, for_import: bool = False) -> None:
    """Raise InvalidDataError if the data have errors that would affect a document, an export or an import.

    Raises CobtrackError if a file could not be read from the disk.
    """
    require_readable(loaded)
    # An older schema does no harm, because its files are read like files of the current schema.
    allowed = (_SHOWN_IN_DOCUMENTS, OLD_SCHEMA, *([_FIXED_BY_IMPORT] if for_import else []))
    serious = [error for error in errors(loaded, as_of) if not error.code.startswith(allowed)]
    if not serious:
        return
    if for_import:
        raise _invalid("nothing can be imported while the data has errors", _places(loaded, serious))
    if any(problem in serious for problem in loaded.problems):
        raise _invalid("the data has errors, so a part of the document would be missing")
    if private := [error for error in serious if error.code.startswith("COB5")]:
        what = "the data contains personal data that a document would make public"
        raise _invalid(what, _places(loaded, private), "remove it")
    raise _invalid("the data has errors that a document would repeat", _places(loaded, serious))


def refuse_errors(loaded: Loaded, as_of: date, message: str) -> None:
    """Raise InvalidDataError with this message and the place of the first error if the data have any errors."""
    require_readable(loaded)
    if found := errors(loaded, as_of):
        raise _invalid(message, _places(loaded, found))


def require_readable(loaded: Loaded) -> None:
    """Raise CobtrackError if a file could not be read from the disk, because its data cannot be checked."""
    for problem in loaded.problems:
        if problem.code == "COB001":
            raise CobtrackError(f"{problem.place.file} {problem.message}; nothing was written", problem.hint)


def require_current_schema(loaded: Loaded) -> None:
    """Raise CobtrackError if the workspace is written for an older schema, because its files must not be changed."""
    if schema := older_schema(loaded):
        message = f"this workspace is written for schema {schema}, so it can be read but not changed"
        raise CobtrackError(message, f"{MIGRATE_HINT} first")


def _invalid(message: str, places: str = "", remedy: str = "fix them") -> InvalidDataError:
    text = f"{message}: {places}" if places else message
    return InvalidDataError(text, f'run "cobtrack validate" and {remedy} first')


def _places(loaded: Loaded, problems: list[Problem]) -> str:
    """Return the file and line of the first problem as text, with the number of further problems."""
    place = problems[0].place
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"{place.file}:{Locator(loaded.root).span(place).line}{more}"


def checked_changes(
    loaded: Loaded, texts: Mapping[str, bytes | None], as_of: date, new_ids: Mapping[str, str] = {}
) -> Changes:
    """Check the new texts of some files, and return the changes for a transaction to commit.

    `texts` has the new texts, keyed by file name; None means that the file is deleted. `new_ids` maps old to new ids if
    the change renames records. Raises NewErrorsError if the change would add errors to the workspace. Raises
    CobtrackError if the workspace is written for an older schema. Raises OSError if a file is a link that points
    outside the workspace.
    """
    require_current_schema(loaded)
    require_no_new_errors(loaded, texts, as_of, new_ids)
    return file_changes(loaded, texts)


def file_changes(loaded: Loaded, texts: Mapping[str, bytes | None]) -> Changes:
    """Return the changes that give files new texts, without checking the texts.

    Raises OSError if a file is a link that points outside the workspace.
    """
    return {resolve_inside(loaded.root, name): (loaded.raw_bytes.get(name), text) for name, text in texts.items()}


def require_no_new_errors(
    loaded: Loaded, texts: Mapping[str, bytes | None], as_of: date, new_ids: Mapping[str, str] = {}
) -> None:
    """Raise NewErrorsError if the new texts would add errors to the workspace.

    `new_ids` maps old to new ids if the change renames records. An existing error whose message only names the new id
    instead of the old id is not a new error.
    """
    after = errors(reload_with(loaded, texts), as_of)
    # Usually there are no errors after the change, so there is no need to find the existing errors.
    existing = Counter(_identity(error, new_ids) for error in errors(loaded, as_of)) if after else Counter()
    new = [error for error in after if not _take(existing, _identity(error))]
    if not new:
        return
    changed = {**loaded.raw_bytes, **texts}
    data = {name: _data(changed.get(name) or b"") for name in {error.place.file for error in new[:_MAX_ERRORS]}}
    sentences = [
        f"{error.place.file}: {_with_record(data[error.place.file], error)} [{error.code}]"
        for error in new[:_MAX_ERRORS]
    ]
    if len(new) > 1:
        # With several errors, a hint at the end would not say which error it is about.
        hints = [f"; {error.hint}" if error.hint else "" for error in new]
        sentences = [sentence + hint for sentence, hint in zip(sentences, hints, strict=False)]
    more = f" (the first {_MAX_ERRORS} are listed)" if len(new) > _MAX_ERRORS else ""
    message = f"nothing was written: the change would add {quantity(len(new), 'error')}{more}"
    raise NewErrorsError(message, new[0].hint if len(new) == 1 else "", sentences)


def _identity(error: Problem, new_ids: Mapping[str, str] = {}) -> tuple[str, str, str]:
    """Return the code, file and message of an error, to compare errors before and after a change.

    The line is left out, because an inserted line would change it. `new_ids` maps old ids to the new ids to use in the
    message.
    """
    return error.code, error.place.file, replace_ids(error.message, new_ids) if new_ids else error.message


def _take(existing: Counter[tuple[str, str, str]], identity: tuple[str, str, str]) -> bool:
    """Remove one error from the counted errors. Return False if the error was not among them."""
    existing[identity] -= 1
    return existing[identity] >= 0


def _data(text: bytes) -> Any:
    return reader.read(files.decode("", text).text or "", "").data


def _with_record(data: Any, error: Problem) -> str:
    """Return the message of an error after the id of the innermost record that has the error, such as "2.6: …".

    The id is left out if the message begins with it, or if no record at the place of the error has an id.
    """
    identifier = ""
    for step in error.place.path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict):
            identifier = str(data.get("id", identifier))
    is_named = not identifier or error.message.startswith(f"{identifier} ")
    return error.message if is_named else f"{identifier}: {error.message}"


def refuse_private(findings: Iterable[Finding]) -> None:
    """Raise CobtrackError if there are findings of personal data in something that is about to be written.

    Personal data must never be written, because git keeps the data even if somebody deletes them later.
    """
    for finding in findings:
        raise CobtrackError(finding.message, finding.hint)
