"""Check the data before it is used, and a change before it is written: a change may not add an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cobtrack.editing.problems import errors
from cobtrack.errors import CobtrackError, InvalidDataError, NewErrorsError
from cobtrack.model.problem import Severity
from cobtrack.model.text.ids import replace_ids
from cobtrack.model.text.wording import quantity
from cobtrack.store import files
from cobtrack.store.load import reload_with
from cobtrack.store.locate import Locator
from cobtrack.store.write import resolve_inside
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cobtrack.model.problem import Path, Problem
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

_MAX_ERRORS = 10
_SHOWN_IN_DOCUMENTS = "COB3"
"""Contradictions between dates, which documents are meant to show."""
_FIXED_BY_IMPORT = "COB203"
"""A link to an unknown recommendation: the import may bring it."""


def require_valid(loaded: Loaded, as_of: date, *, for_import: bool = False) -> None:
    """Raise InvalidDataError if the data has errors that a document, an export or an import would carry on.

    Raises CobtrackError if a file could not be read from the disk.
    """
    require_readable(loaded)
    allowed = (_SHOWN_IN_DOCUMENTS, _FIXED_BY_IMPORT) if for_import else _SHOWN_IN_DOCUMENTS
    serious = [error for error in errors(loaded, as_of) if not error.code.startswith(allowed)]
    if not serious:
        return
    if for_import:
        raise _invalid("nothing can be imported while the data has errors", _places(loaded, serious))
    if any(problem.severity is Severity.ERROR for problem in loaded.problems):
        raise _invalid("the data has errors: a document would lack what could not be read")
    if private := [error for error in serious if error.code.startswith("COB5")]:
        what = "the data holds personal data that a document would make public"
        raise _invalid(what, _places(loaded, private), "remove it")
    raise _invalid("the data has errors that a document would repeat", _places(loaded, serious))


def require_readable(loaded: Loaded) -> None:
    """Raise CobtrackError if a file could not be read from the disk: what is not read cannot be checked either."""
    for problem in loaded.problems:
        if problem.code == "COB001":
            raise CobtrackError(f"{problem.place.file} {problem.message}; nothing was written", problem.hint)


def _invalid(message: str, places: str = "", remedy: str = "fix them") -> InvalidDataError:
    text = f"{message}: {places}" if places else message
    return InvalidDataError(text, f'run "cobtrack validate" and {remedy} first')


def _places(loaded: Loaded, problems: list[Problem]) -> str:
    """Return `file:line` of the first problem, and how many more there are."""
    place = problems[0].place
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"{place.file}:{Locator(loaded.root).span(place).line}{more}"


def checked_changes(
    loaded: Loaded, texts: Mapping[str, bytes], as_of: date, new_ids: Mapping[str, str] = {}
) -> Changes:
    """Return the changes that give files of the workspace these texts, for a transaction to commit.

    `texts` are by file name; `new_ids` are by the old ids, for a change that renames records. Raises NewErrorsError if
    the files would have errors that they do not have now, OSError if a link leads a file out of the workspace.
    """
    require_no_new_errors(loaded, texts, as_of, new_ids)
    return {resolve_inside(loaded.root, name): (loaded.raw_bytes.get(name), text) for name, text in texts.items()}


def require_no_new_errors(
    loaded: Loaded, texts: Mapping[str, bytes], as_of: date, new_ids: Mapping[str, str] = {}
) -> None:
    """Raise NewErrorsError if the workspace would have errors with these texts of files that it does not have now.

    An error that is reported with a new id in place of an old one is not new.
    """
    after = errors(reload_with(loaded, texts), as_of)
    # Usually there are none, and then the existing errors need not be found.
    existing = Counter(_identity(error, new_ids) for error in errors(loaded, as_of)) if after else Counter()
    new = [error for error in after if not _take(existing, _identity(error))]
    if not new:
        return
    data = {name: _data(texts.get(name, b"")) for name in {error.place.file for error in new[:_MAX_ERRORS]}}
    sentences = [
        f"{error.place.file}: {_record_prefix(data[error.place.file], error.place.path)}{error.message} [{error.code}]"
        for error in new[:_MAX_ERRORS]
    ]
    more = f" (the first {_MAX_ERRORS} are listed)" if len(new) > _MAX_ERRORS else ""
    message = f"nothing was written: the change would add {quantity(len(new), 'error')}{more}"
    raise NewErrorsError(message, new[0].hint, sentences)


def _identity(error: Problem, new_ids: Mapping[str, str] = {}) -> tuple[str, str, str]:
    """Return what makes two errors the same; not their lines, which change with every line added above them."""
    return error.code, error.place.file, replace_ids(error.message, new_ids) if new_ids else error.message


def _take(existing: Counter[tuple[str, str, str]], identity: tuple[str, str, str]) -> bool:
    """Take one such error out of the existing ones; return whether there was one."""
    existing[identity] -= 1
    return existing[identity] >= 0


def _data(text: bytes) -> Any:
    return reader.read(files.decode("", text).text or "", "").data


def _record_prefix(data: Any, path: Path) -> str:
    """Return `id: ` of the innermost record on a path into the data of a file; "" if none has an id."""
    identifier = ""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict):
            identifier = str(data.get("id", identifier))
    return f"{identifier}: " if identifier else ""
