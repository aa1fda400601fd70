"""Find all problems of a workspace: in its records, in its files and in the raw text of the files."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from cobtrack.model.problem import Severity
from cobtrack.rules import check, safeguarding
from cobtrack.store import catalogues
from cobtrack.store.files import FOCAL_POINTS_FILE
from cobtrack.store.public_files import find_public_files, searchable_text
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cobtrack.model.problem import Path, Problem, Span
    from cobtrack.store.load import Loaded
    from cobtrack.store.yaml.reader import Spans

_MISPLACED = "COB008"
_CONTACT_IN_OFFICIAL_TEXT = "COB512"
_CONTACTS = frozenset({"COB501", "COB502"})


def all_problems(loaded: Loaded, as_of: date) -> tuple[list[Problem], set[str]]:
    """Return all problems of a workspace on the given day, and the names of all checked files.

    `cobtrack validate` reports these problems. Besides the data files, every other public file is searched for personal
    data.
    """
    public = find_public_files(loaded.root, loaded.raw_bytes)
    badly_named = {problem.place.file for problem in public.problems}
    # If a file must not exist at all, do not report it as misplaced as well.
    reading = [item for item in loaded.problems if not (item.code == _MISPLACED and item.place.file in badly_named)]
    in_catalogues = catalogues.problems(loaded.root) if (loaded.root / catalogues.FOLDER).is_dir() else ()
    by_rules = _rule_problems(loaded, as_of, public.files, errors_only=False)
    has_focal_points = os.path.lexists(loaded.root / FOCAL_POINTS_FILE)
    in_focal_points = focal_point_problems(loaded, public.files) if has_focal_points else []
    problems = [*reading, *public.problems, *in_catalogues, *by_rules, *in_focal_points]
    internal = [FOCAL_POINTS_FILE] if has_focal_points else []
    return problems, {*loaded.files, *badly_named, *public.files, *internal}


def focal_point_problems(loaded: Loaded, public_files: Mapping[str, bytes] = {}) -> list[Problem]:
    """Return the problems of the file of focal points.

    Their messages do not quote what is in the file, because others can read the output of `validate`. The names of
    focal points are searched for in `public_files`.
    """
    # Hardly any computer has this file.
    from cobtrack.rules.focal_points import check_focal_points, without_quotes  # noqa: PLC0415
    from cobtrack.store.focal_points import read_focal_points  # noqa: PLC0415

    found = read_focal_points(loaded.root, loaded.workspace.settings.languages)
    if found is None:
        return []
    texts = {name: searchable_text(name, data) for name, data in public_files.items()} if found.focal_points else {}
    searched = {name: text.text for name, text in texts.items() if text.has_places}
    by_rules = check_focal_points(loaded.workspace, found.focal_points, searched)
    return [*map(without_quotes, found.problems), *by_rules]


def errors(loaded: Loaded, as_of: date) -> list[Problem]:
    """Return the errors in the data files: the errors found while reading, and the errors found by the rules.

    The rules use `as_of` as today's date.
    """
    reading = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    return reading + _rule_problems(loaded, as_of, loaded.raw_bytes, errors_only=True)


def _rule_problems(loaded: Loaded, as_of: date, files: Mapping[str, bytes], *, errors_only: bool) -> list[Problem]:
    """Run the rules on the workspace, and search the raw text of `files` for personal data.

    Personal data found both in a record and in the raw text of its file are reported once, at the exact place in the
    file.
    """
    workspace = loaded.workspace
    in_files: dict[str, list[Problem]] = defaultdict(list)
    # Search one text at a time, because all texts together are as large as the workspace.
    for text in (searchable_text(name, data) for name, data in files.items()):
        for problem in safeguarding.in_file(text.name, text.text, workspace.settings, has_places=text.has_places):
            if problem.severity is Severity.ERROR or not errors_only:
                in_files[text.name].append(problem)

    def clean_text(name: str) -> str:
        return "" if name in in_files else files.get(name, b"").decode("utf-8", "replace")

    # If the raw text of a file has no match, search only the texts that do not appear literally in the file.
    texts = safeguarding.not_in_files(workspace, clean_text)
    in_records = check(workspace, as_of, errors_only=errors_only, texts=texts)
    if not in_files:
        return in_records
    in_records += check(workspace, as_of, _CONTACT_IN_OFFICIAL_TEXT) if errors_only else []
    for name, in_file in in_files.items():
        in_records = _merge(name, searchable_text(name, files[name]).text, in_file, in_records)
    return [problem for problem in in_records if problem.severity is Severity.ERROR or not errors_only]


def _merge(name: str, text: str, in_file: list[Problem], in_records: list[Problem]) -> list[Problem]:
    """Merge the problems from the raw text of a file with the problems from records, without duplicates.

    If both report the same data, the problem from the raw text is kept, because its position is exact. It gets the path
    of the record.

    A contact in an official text is an exception: the warning about the record is kept, with the position from the raw
    text.
    """
    private = [problem for problem in in_records if problem.place.file == name and problem.code.startswith("COB5")]
    spans = reader.read(text, name, places=True).spans if private else {}
    raw, result = list(in_file), []
    for problem in in_records:
        span = _span(spans, problem.place.path) if problem in private else None
        same = [other for other in raw if span and _is_same(problem, other) and _is_within(other.place.span, span)]
        if not same:
            result.append(problem)
        elif problem.code == _CONTACT_IN_OFFICIAL_TEXT:
            result.append(replace(problem, place=same[0].place))
            raw = [other for other in raw if other not in same]
        else:
            raw = [_with_path(other, problem.place.path) if other in same else other for other in raw]
    return result + raw


def _with_path(problem: Problem, path: Path) -> Problem:
    return replace(problem, place=problem.place._replace(path=path))


def _span(spans: Spans, path: Path) -> Span | None:
    """Return the span of the value at a path, or None if the file has no such value.

    If a list with one item is written as the item alone, the path of the item finds that value too.
    """
    span = spans.get((path, False))
    return span or (spans.get((path[:-1], False)) if path and isinstance(path[-1], int) else None)


def _is_same(in_record: Problem, in_file: Problem) -> bool:
    """Whether both problems report the same kind of data, or the same contact in an official text."""
    if in_record.code != _CONTACT_IN_OFFICIAL_TEXT:
        return in_record.code == in_file.code
    contact = in_record.message.partition(" in the ")[0]
    return in_file.code in _CONTACTS and contact == in_file.message.partition(" in a ")[0]


def _is_within(span: Span | None, outer: Span) -> bool:
    if span is None:
        return False
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
