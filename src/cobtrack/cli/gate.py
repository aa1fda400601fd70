"""What a command makes something of or is about to write is checked first: no error is passed on, and none is made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import typer

from cobtrack.cli.options import CommandError
from cobtrack.model.text.suggestions import replace_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Path, Problem
    from cobtrack.store.load import Loaded

_MOST = 10
_SHOWN = ("COB3",)
"""Errors that documents are there to show: what does not hold together in time."""
_MENDED = "COB203"
"""What an import may mend: it brings the paragraphs that links name already."""


def require_valid(session: Session, *, for_import: bool = False) -> None:
    """Leave with exit code 1 where the data has errors, which what is made of it would pass on.

    Raises CannotError where a file could not be had from the disk.
    """
    require_readable(session)
    passed = (*_SHOWN, _MENDED) if for_import else _SHOWN
    found = [one for one in errors(session, session.loaded) if not one.code.startswith(passed)]
    if not found:
        return
    message, what = _of_import(session, found) if for_import else _of_document(session, found)
    session.terminal.notify(message, "error")
    session.terminal.notify(f'run "cobtrack validate" and {what} first', "hint")
    raise typer.Exit(1)


def require_readable(session: Session) -> None:
    """Raise CannotError where a file could not be had from the disk: what cannot be read cannot be checked either."""
    for one in session.loaded.problems:
        if one.code == "COB001":
            raise CommandError(f"{one.place.file} {one.message}; nothing was written", one.hint)


def _of_import(session: Session, found: list[Problem]) -> tuple[str, str]:
    return f"nothing can be imported before the errors are mended: {_places(session, found)}", "mend them"


def _of_document(session: Session, found: list[Problem]) -> tuple[str, str]:
    """What a document of data with these errors would be, and what to do with them."""
    from cobtrack.model.problem import Severity

    if any(one.severity is Severity.ERROR for one in session.loaded.problems):
        return "the data has errors, a document would lack what could not be read", "mend them"
    private = [one for one in found if one.code.startswith("COB5")]
    if private:
        return f"a document would make personal data public: {_places(session, private)}", "take them out"
    return f"the data has errors, a document would pass them on: {_places(session, found)}", "mend them"


def _places(session: Session, found: list[Problem]) -> str:
    """Where the first of them is, and how many more there are."""
    first = found[0].place
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{first.file}:{session.locator.span(first).line}{more}"


def require_no_new_errors(session: Session, texts: Mapping[str, bytes], ids: Mapping[str, str] = {}) -> None:
    """Tell the errors that the workspace would have with these files and has not now, where there are any.

    Raises CannotError then. `texts` is what each file is to hold, by its name; `ids` are new ids by the old ones: an
    error that is told of a record under its new id is no new one.
    """
    from cobtrack.model.text.wording import quantity
    from cobtrack.store.load import reload_with

    new = errors(session, reload_with(session.loaded, texts))
    # Most often there are none, and what is wrong now need not be known.
    known = Counter(_told(one, ids) for one in errors(session, session.loaded)) if new else Counter()
    new = [one for one in new if not _taken(known, _told(one))]
    if not new:
        return
    shown = new[:_MOST]
    data = {name: _data(texts.get(name, b"")) for name in {one.place.file for one in shown}}
    for one in shown:
        where = _innermost(data[one.place.file], one.place.path)
        session.terminal.notify(f"{one.place.file}: {where}{one.message} [{one.code}]", "error")
    more = f"; the first {_MOST} are shown" if len(new) > _MOST else ""
    count = quantity(len(new), "error")
    raise CommandError(f"nothing was written: the files would have {count} that they have not now{more}", new[0].hint)


def errors(session: Session, loaded: Loaded) -> list[Problem]:
    """All that makes `validate` end with 1: what was met while the files were read, and what the rules find."""
    from cobtrack.cli.privacy import check_texts
    from cobtrack.model.problem import Severity

    errors = [one for one in loaded.problems if one.severity is Severity.ERROR]
    return errors + check_texts(loaded.workspace, session.as_of, loaded.raw_bytes, errors_only=True)


def _told(one: Problem, ids: Mapping[str, str] = {}) -> tuple[str, str, str]:
    """What an error says, with new ids for old ones; where it stands changes with every line above it."""
    return one.code, one.place.file, replace_ids(one.message, ids) if ids else one.message


def _taken(known: Counter[tuple[str, str, str]], told: tuple[str, str, str]) -> bool:
    """Whether it is known; each counts once."""
    known[told] -= 1
    return known[told] >= 0


def _data(text: bytes) -> Any:
    from cobtrack.store import files
    from cobtrack.store.yaml import reader

    return reader.read(files.decode("", text).text or "", "").data


def _innermost(data: Any, path: Path) -> str:
    """The id of the innermost record on the way to what an error is about, as it stands before what is said."""
    found = ""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict):
            found = str(data.get("id", found))
    return f"{found}: " if found else ""
