"""What a command is about to write is read first: it may bring no error that is not there already."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import CannotError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Path, Problem
    from cobtrack.store.load import Loaded

_MOST = 10


def refuse_new_errors(session: Session, texts: Mapping[str, bytes]) -> None:
    """Tell the errors that the workspace would have with these files and has not now, where there are any.

    Raises CannotError then. `texts` is what each file is to hold, by its name.
    """
    from cobtrack.model import words
    from cobtrack.store.load import as_if

    new = _errors(session, as_if(session.loaded, texts))
    # Most often there are none, and what is wrong now need not be known.
    known = Counter(map(_told, _errors(session, session.loaded))) if new else Counter()
    new = [one for one in new if not _taken(known, _told(one))]
    if not new:
        return
    shown = new[:_MOST]
    data = {name: _data(texts.get(name, b"")) for name in {one.place.file for one in shown}}
    for one in shown:
        where = _innermost(data[one.place.file], one.place.path)
        session.terminal.say(f"{one.place.file}: {where}{one.message} [{one.code}]", "error")
    more = f"; the first {_MOST} are shown" if len(new) > _MOST else ""
    count = words.count(len(new), "error")
    raise CannotError(f"nothing was written: the files would have {count} that they have not now{more}", new[0].hint)


def _errors(session: Session, loaded: Loaded) -> list[Problem]:
    from cobtrack.model.problem import Severity
    from cobtrack.rules import check

    errors = [one for one in loaded.problems if one.severity is Severity.ERROR]
    return errors + check(loaded.workspace, session.as_of, errors_only=True)


def _told(one: Problem) -> tuple[str, str, str]:
    """What an error says; where it stands in the file changes with every line above it."""
    return one.code, one.place.file, one.message


def _taken(known: Counter[tuple[str, str, str]], told: tuple[str, str, str]) -> bool:
    """Whether it is known; each counts once."""
    known[told] -= 1
    return known[told] >= 0


def _data(text: bytes) -> Any:
    from cobtrack.store import files, reader

    return reader.read(files.source("", text).text or "", "").data


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
