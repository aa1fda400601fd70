"""Correct the mistakes in data files for which the correction is certain. All other mistakes stay as they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.editing.check import file_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.model.text.lookalikes import lookalikes
from cobtrack.model.text.wording import join, quantity
from cobtrack.rules import check
from cobtrack.store.edit.fixes import apply_fixes
from cobtrack.store.load import load
from cobtrack.store.locate import Locator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.problem import Problem, Span
    from cobtrack.store.edit.fixes import Correction
    from cobtrack.store.load import Loaded

_RULES_WITH_FIXES = ("COB2", "COB3")
_FOUND_IN_READING = ("COB0", "COB1")
_MISSING = "COB101"
"""The code for a missing field. Such a problem is at the beginning of its record, whatever is there."""
_MAX_SHOWN, _SHOWN_BEFORE = 60, 12


class FixedData(NamedTuple):
    """The corrections, and the workspace with these corrections."""

    change: PlannedChange
    loaded: Loaded


def fix_problems(loaded: Loaded, as_of: date, names: Collection[str]) -> FixedData:
    """Return all corrections in the given files that are certain, and the corrected workspace.

    The files are corrected in rounds, because one mistake can hide another. A correction is left out if it cannot be
    checked that it changes nothing else, or if the corrected part would still be wrong. Raises OSError if a file is a
    link that points outside the workspace.
    """
    current, contents = loaded, dict[str, bytes]()
    made: list[tuple[str, Correction]] = []
    rejected: list[Problem] = []
    while corrected := _next_round(current, as_of, names, rejected):
        current, corrections = corrected
        made += corrections
        contents |= {name: current.raw_bytes[name] for name, _ in corrections}
    made.sort(key=lambda item: (loaded.files.index(item[0]), item[1].line))
    sentences = tuple(_sentence(name, correction) for name, correction in made)
    notes = tuple(
        _notes(current, _problems_by_file([*current.problems, *_rule_problems(current, as_of)], names), rejected)
    )
    change = PlannedChange(sentences, contents, file_changes(loaded, contents), notes)
    return FixedData(change, current)


def single_corrections(loaded: Loaded, as_of: date, names: Collection[str]) -> list[tuple[str, Correction]]:
    """Return corrections in the given files that are certain, each with the name of its file.

    Each of them can be made without the others. Corrections of mistakes that another mistake hides are left out.
    """
    corrected = _next_round(loaded, as_of, names, [])
    return corrected[1] if corrected else []


def _next_round(
    loaded: Loaded, as_of: date, names: Collection[str], rejected: list[Problem]
) -> tuple[Loaded, list[tuple[str, Correction]]] | None:
    """Return the workspace after the next corrections, and these corrections with the names of their files.

    Corrections that do not help are added to `rejected`. Return None if there is nothing left to correct.
    """
    while True:
        corrected = _corrected(loaded, loaded.problems, names, rejected)
        corrected = corrected or _corrected(loaded, _rule_problems(loaded, as_of), names, rejected)
        if not corrected:
            return None
        texts = {name: text.encode() for name, (text, _) in corrected.items()}
        corrections = [(name, correction) for name, (_, found) in corrected.items() for correction in found]
        after = load(loaded.root, {**loaded.raw_bytes, **texts}, loaded.language)
        wrong = _still_wrong(after, texts, corrections)
        if not wrong:
            return after, corrections
        rejected += wrong


def _corrected(
    loaded: Loaded, problems: Sequence[Problem], names: Collection[str], rejected: Sequence[Problem]
) -> dict[str, tuple[str, list[Correction]]]:
    """Return the new text and the corrections of each of the files that can be corrected."""
    corrected = {
        name: apply_fixes(loaded.raw_bytes[name].decode(), found, rejected)
        for name, found in _problems_by_file(problems, names).items()
        if any(problem.fix and problem not in rejected for problem in found)
    }
    return {name: result for name, result in corrected.items() if result[1]}


def _rule_problems(loaded: Loaded, as_of: date) -> list[Problem]:
    return [problem for family in _RULES_WITH_FIXES for problem in check(loaded.workspace, as_of, family)]


def _problems_by_file(problems: Sequence[Problem], names: Collection[str]) -> Mapping[str, list[Problem]]:
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.place.file in names:
            by_file[problem.place.file].append(problem)
    return by_file


def _still_wrong(
    after: Loaded, texts: Mapping[str, bytes], corrections: Sequence[tuple[str, Correction]]
) -> list[Problem]:
    """Return the problems whose place has a problem when the corrected files are read again."""
    locator = Locator(after.root, texts)
    spans: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for problem in after.problems:
        name, code = problem.place.file, problem.code
        if name in texts and code.startswith(_FOUND_IN_READING) and code != _MISSING:
            span = locator.span(problem.place)
            for line in range(span.line, span.end_line + 1):
                spans[name, line].append(span)
    return [
        correction.problem
        for name, correction in corrections
        for lines in [range(correction.span.line, correction.span.end_line + 1)]
        if any(_overlap(span, correction.span) for line in lines for span in spans.get((name, line), ()))
    ]


def _overlap(first: Span, second: Span) -> bool:
    return first[:2] < second[2:] and second[:2] < first[2:]


def _notes(loaded: Loaded, problems: Mapping[str, list[Problem]], rejected: Sequence[Problem]) -> Iterator[str]:
    """Yield a note for each file in which corrections were left out, because they could not be checked."""
    locator = Locator(loaded.root, loaded.raw_bytes)
    for name, found in problems.items():
        lines = [locator.span(problem.place).line for problem in found if problem.fix and problem not in rejected]
        if lines:
            verb = "was" if len(lines) == 1 else "were"
            where = f"{'line' if len(lines) == 1 else 'lines'} {join([*map(str, dict.fromkeys(sorted(lines)))])}"
            corrections = f"{quantity(len(lines), 'certain correction')} ({where})"
            reason = "because the effect cannot be checked while the file has other errors"
            yield f"{name}: {corrections} {verb} left out, {reason}; correct these, then run it again"


# How people read corrections


def _sentence(name: str, correction: Correction) -> str:
    """Return a sentence with the place of a correction, and the text before and after it.

    Characters that only looked right are shown by their code points.
    """
    old, new = _before_and_after(correction)
    start = next((index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    odd = {*lookalikes(old), "\t", "\u00a0"} - {*new}
    shown = "".join(f"<U+{ord(character):04X}>" if character in odd else character for character in _part(old, start))
    return f"{name}:{correction.line}: {shown} -> {_part(new, start)}"


def _before_and_after(correction: Correction) -> tuple[str, str]:
    fix = correction.problem.fix
    if fix and fix.kind == "order":
        return correction.problem.message, "in the order of their dates"
    if fix and fix.kind == "key":
        return f"{correction.old}:", f"{correction.new}:"
    if fix and fix.kind == "value":
        key = next((step for step in reversed(fix.place.path) if isinstance(step, str)), "")
        return f"{key}: {correction.old}", correction.new
    before, after = (" ".join(line.strip(" ") for line in lines) for lines in (correction.before, correction.after))
    return before, after


def _part(text: str, start: int) -> str:
    """Return the part of a long text around the position `start`."""
    first = max(start - _SHOWN_BEFORE, 0) if len(text) > _MAX_SHOWN else 0
    last = first + _MAX_SHOWN
    return f"{'… ' if first else ''}{text[first:last]}{' …' if len(text) > last else ''}"
