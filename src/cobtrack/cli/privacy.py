"""What the rules find, in records and in the raw texts of files, each thing once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cobtrack.model.problem import Path, Place, Problem, Span
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.store.yaml.reader import Spans

_STRAY = "COB008"
_OFFICIAL = "COB512"
_CONTACTS = frozenset({"COB501", "COB502"})


def all_problems(loaded: Loaded, as_of: date) -> tuple[list[Problem], set[str]]:
    """All that is wrong with a workspace and everything in its folders, and the names of the files looked at."""
    from cobtrack.store.public_files import find_public_files

    public = find_public_files(loaded.root, loaded.raw_bytes)
    misnamed = {one.place.file for one in public.problems}
    # What may not be there at all need not be told where it would be read.
    read = [one for one in loaded.problems if not (one.code == _STRAY and one.place.file in misnamed)]
    problems = [*read, *public.problems, *check_texts(loaded.workspace, as_of, public.files)]
    return problems, {*loaded.files, *misnamed, *public.files}


def check_texts(
    workspace: Workspace, as_of: date, files: Mapping[str, bytes], *, errors_only: bool = False
) -> list[Problem]:
    """All that the rules find in a workspace and in the raw texts of these files.

    A text that both see is told of by its exact place in the file; contacts in official words only warn.
    """
    from cobtrack.model.problem import Severity
    from cobtrack.rules import check, safeguarding
    from cobtrack.store.public_files import searchable_text

    found: dict[str, list[Problem]] = defaultdict(list)
    # One text at a time: all of them together are as large as the workspace.
    for text in (searchable_text(name, data) for name, data in files.items()):
        for problem in safeguarding.in_file(text.name, text.text, workspace.settings, has_places=text.has_places):
            if problem.severity is Severity.ERROR or not errors_only:
                found[text.name].append(problem)

    def clean(name: str) -> str:
        return "" if name in found else files.get(name, b"").decode("utf-8", "replace")

    # Where the raw text of a file holds nothing, only what it does not show as it is has to be searched.
    texts = safeguarding.not_in_files(workspace, clean)
    ruled = check(workspace, as_of, errors_only=errors_only, texts=texts)
    if not found:
        return ruled
    ruled += check(workspace, as_of, _OFFICIAL) if errors_only else []
    for name, raw in found.items():
        ruled = _merged(name, searchable_text(name, files[name]).text, raw, ruled)
    return [one for one in ruled if one.severity is Severity.ERROR or not errors_only]


def _merged(name: str, text: str, raw: list[Problem], ruled: list[Problem]) -> list[Problem]:
    """The problems of the rules and those of the raw text of this file, without what is the same."""
    from cobtrack.store.yaml import reader

    same = [one for one in ruled if one.place.file == name and one.code.startswith("COB5")]
    spans = reader.read(text, name, places=True).spans if same else {}
    left, kept = list(raw), []
    for one in ruled:
        span = _span(spans, one.place.path) if one in same else None
        twins = [other for other in left if span and _is_same(one, other) and _is_within(other.place.span, span)]
        if not twins:
            kept.append(one)
        elif one.code == _OFFICIAL:
            kept.append(replace(one, place=twins[0].place))
            left = [other for other in left if other not in twins]
        else:
            left = [_at(other, one.place) if other in twins else other for other in left]
    return kept + left


def _at(raw: Problem, place: Place) -> Problem:
    """The problem of a raw text, with the path of the record that it is in."""
    return replace(raw, place=raw.place._replace(path=place.path))


def _span(spans: Spans, path: Path) -> Span | None:
    """Where a text is; a single item may be written without its list."""
    inner = spans.get((path, False))
    return inner or (spans.get((path[:-1], False)) if path and isinstance(path[-1], int) else None)


def _is_same(one: Problem, raw: Problem) -> bool:
    if one.code != _OFFICIAL:
        return one.code == raw.code
    return raw.code in _CONTACTS and one.message.partition(" in the ")[0] == raw.message.partition(" in a ")[0]


def _is_within(span: Span | None, outer: Span) -> bool:
    if span is None:
        return False
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
