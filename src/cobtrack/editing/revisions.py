"""Find the problems of a change to the data files, by comparing the states before and after it (COB6)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.dates.timeframe import Point, timeframe_of
from cobtrack.model.earlier import written_about_earlier_words
from cobtrack.model.kinds import KINDS_BY_NAME
from cobtrack.model.problem import Finding, Place, Span, make_problem
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.measure import Measure
from cobtrack.model.records.shared import EARLIER_WORDS, Earlier
from cobtrack.model.text.wording import join
from cobtrack.model.types import STANDING, Text, texts_by_language
from cobtrack.rules.revisions import (
    assessment_changed,
    left_behind,
    official_words_changed,
    removed_without_reason,
)
from cobtrack.store import files
from cobtrack.store.changed_lines import new_line_numbers
from cobtrack.store.yaml.reader import SpanReader
from cobtrack.views.changes.change import WORDING
from cobtrack.views.changes.compare import compare
from cobtrack.views.changes.wording import by_language, same_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.problem import Path, Problem
    from cobtrack.model.record import Record
    from cobtrack.model.records.roadmap import Removed
    from cobtrack.model.workspace import Workspace
    from cobtrack.rules.rule import Rule
    from cobtrack.store.load import Loaded
    from cobtrack.views.changes.change import Change

_ROADMAP = KINDS_BY_NAME["roadmap"].path


def change_problems(before: Loaded, after: Loaded, as_of: date) -> list[Problem]:
    """Return the problems of the change from the state `before` to the state `after` of a workspace.

    The change is made on the day `as_of`.
    """
    first = after.workspace.settings.languages[0]
    removed = {entry.id: entry for entry in (after.workspace.roadmap.removed if after.workspace.roadmap else ())}
    former_place = _FormerPlaces(before, after)
    changes = compare(before.workspace, after.workspace).changes
    found = [
        *(
            finding
            for change in changes
            if change.what == "removed"
            for finding in _removed(change, removed, former_place)
        ),
        *(finding for change in changes if change.what == "changed" for finding in _words(change, first, as_of)),
        *_assessments([change for change in changes if change.path[:1] == ("assessments",)], first),
        *_stages(before.workspace, after.workspace),
    ]
    return [make_problem(rule.code, rule.severity, finding) for rule, finding in found]


def _removed(
    change: Change, removed: Mapping[str, Removed], former_place: _FormerPlaces
) -> Iterator[tuple[Rule, Finding]]:
    if change.why:
        return
    entry = removed.get(change.id)
    message = f"{change.id} {change.sentence}"
    if entry:
        yield removed_without_reason, Finding(entry.place, message, "add the reason: why: …")
    else:
        hint = f'add its id, the date and the reason to "removed" in {_ROADMAP}, as cobtrack remove does'
        yield removed_without_reason, Finding(former_place(change.subject.record), message, hint)


_KEPT_IN_ASSESSMENTS = ("date", "voice", "level", "grade", "reason", "by", "confidence")
"""The fields of an assessment that are never changed."""


def _assessments(changes: Sequence[Change], first_language: str) -> Iterator[tuple[Rule, Finding]]:
    """Yield a finding for each assessment that was changed or removed. `changes` are those in assessments."""
    changed: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        name = change.subject.record.id if isinstance(change.subject.record, Paragraph) else ""
        hint = f"restore it, and add a new assessment: cobtrack log {name} --voice VOICE --level LEVEL"
        if len(change.path) == 2 and change.after is None:
            if not change.before.get("provisional"):
                what = join([str(change.before[key]) for key in ("date", "voice", "level")], ",")
                message = f"an assessment of {name} was removed: {what}"
                yield assessment_changed, Finding(change.subject.record.place.at("id"), message, hint)
        elif len(change.path) > 2 and _is_kept_field(change, first_language):
            changed.setdefault((name, int(change.path[1])), []).append(change)
    for (name, index), same in changed.items():
        record = same[0].subject.record
        assessment = record.assessments[index] if isinstance(record, Paragraph) else None
        if assessment and not assessment.provisional:
            fields = join(list(dict.fromkeys(str(change.path[2]) for change in same)))
            message = f"the assessment of {name} of {assessment.date} ({assessment.voice}) was changed: {fields}"
            hint = f"restore it, and add a new assessment: cobtrack log {name} --voice {assessment.voice} --level LEVEL"
            yield assessment_changed, Finding(assessment.place.at(str(same[0].path[2])), message, hint)


def _stages(before: Workspace, after: Workspace) -> Iterator[tuple[Rule, Finding]]:
    """Yield a finding for each stage of a measure that somebody reported and that was changed or removed.

    A stage without a voice is a fact that anyone can look up, so it can be corrected.
    """
    for measure in after.measures:
        earlier = before.by_id.get(measure.id)
        kept = {(stage.date, stage.stage, stage.voice) for stage in measure.stages}
        for stage in earlier.stages if isinstance(earlier, Measure) else ():
            if stage.voice and (stage.date, stage.stage, stage.voice) not in kept:
                what = f'"{stage.stage}" ({stage.voice}, {stage.date})'
                message = f"the stage {what} of {measure.id} was changed or removed"
                hint = f"restore it, and add a new stage: cobtrack log {measure.id} --voice {stage.voice} --stage STAGE"
                yield assessment_changed, Finding(measure.place.at("id"), message, hint)


def _is_kept_field(change: Change, first_language: str) -> bool:
    """Whether a change is to a field of an assessment that is never changed. A new translation is no change."""
    if change.path[2] not in _KEPT_IN_ASSESSMENTS:
        return False
    if change.path[2] != "reason":
        return True
    old, new = (texts_by_language(value, first_language) for value in (change.before, change.after))
    return any(not same_words(old[code], new.get(code, "")) for code in old)


class _FormerPlaces:
    """Finds the places where removed records were. Each file is read and compared once."""

    def __init__(self, before: Loaded, after: Loaded) -> None:
        self._before, self._after = before.raw_bytes, after.raw_bytes
        self._file = cache(self._read)

    def __call__(self, record: Record) -> Place:
        """Return the place where a record was in its file, or the roadmap's file if its own file was removed."""
        file = record.place.file
        if file not in self._after:
            return Place(_ROADMAP)
        spans, new_numbers = self._file(file)
        span = spans.get(record.place.path, on_key=False)
        line = new_numbers[span.line - 1] if span and span.line <= len(new_numbers) else 1
        return Place(file, span=Span(line, 1, line, 2))

    def _read(self, file: str) -> tuple[SpanReader, list[int]]:
        """Return the positions in the old file, and the new number of each of its lines."""
        old = self._before[file]
        return SpanReader(files.decode(file, old).text or "", file), new_line_numbers(old, self._after[file])


def _words(change: Change, first_language: str, as_of: date) -> Iterator[tuple[Rule, Finding]]:
    """Yield the findings about a text that changed."""
    old, new = (texts_by_language(value, first_language) for value in (change.before, change.after))
    if not old or (change.topic != WORDING and change.path != ("text",)):
        return
    changed = [code for code in old if not same_words(old[code], new.get(code, ""))]
    record = change.subject.record
    if not changed:
        return
    place = record.place.at(*change.path)
    is_official = change.path[-1] == "text" and change.path[0] in {"text", "wordings"}
    is_kept = _is_kept(change, old, changed, first_language)
    if isinstance(record, Paragraph) and is_official and not is_kept:
        message = f"the official words of {change.id} changed, and the earlier words are not kept"
        hint = 'restore them, or add them to "was" with the date and the reason, as cobtrack set does'
        yield official_words_changed, Finding(place, message, hint)
    elif (original := next(iter(new), "")) in changed:
        marks = change.after.get(STANDING, {}) if isinstance(change.after, dict) else {}
        for code in old:
            if code in new and code not in changed and marks.get(code) != "outdated":
                message = f"the {change.text_label} of {change.id} changed in {original}, but not in {code}"
                hint = f"translate it again, or mark it as outdated: cobtrack set {change.id} {change.field}"
                yield left_behind, Finding(place, message, f"{hint}.{STANDING}.{code}=outdated")
        if is_kept is not None and (parts := _older_parts(change, as_of, is_kept=is_kept)):
            message = f"the {change.text_label} of {change.id} changed, but {join(parts)} did not"
            yield left_behind, Finding(place, message, "read it again, and correct it if it no longer fits")


def _is_kept(change: Change, old: Mapping[str, str], changed: list[str], first_language: str) -> bool | None:
    """Whether the record keeps the earlier words in all languages in which they changed.

    Return None if records like this keep no earlier words in this field.
    """
    record, field = change.subject.record, str(change.path[0])
    if field not in EARLIER_WORDS or "was" not in type(record).model_fields:
        return None
    values = [getattr(entry, field) for entry in getattr(record, "was")]  # noqa: B009 - not every record has it
    # Of a list of texts, the record keeps all texts.
    texts = [text for value in values for text in (value if isinstance(value, tuple) else (value,)) if text]
    kept = [by_language(text, first_language) for text in texts if isinstance(text, Text)]
    return any(all(same_words(old[code], words.get(code, "")) for code in changed) for words in kept)


def _older_parts(change: Change, as_of: date, *, is_kept: bool) -> list[str]:
    """Return the names of the parts of a record that were written about its earlier words and did not change.

    If the record does not keep the earlier words, the parts are those that it would have if it kept them.
    """
    record, field = change.subject.record, str(change.path[0])
    if change.earlier is None:
        return []
    before = change.earlier.record
    if not is_kept:
        today = timeframe_of(Point(as_of.year, as_of.month, as_of.day))
        entry = Earlier.model_validate({field: getattr(before, field), "until": today})
        record = record.model_copy(update={"was": (*getattr(record, "was"), entry)})  # noqa: B009
    known = written_about_earlier_words(before, as_of)
    parts = [part for part in written_about_earlier_words(record, as_of) if part not in known]
    return [part.name for part in parts if part.path[0] == field or _is_in(before, record, part.path)]


def _is_in(before: Record, after: Record, path: Path) -> bool:
    """Whether the value at a path in a record was in the record before, at the same place or at another place."""
    name = str(path[0])
    old, new = getattr(before, name), getattr(after, name)
    return new[path[1]] in old if len(path) > 1 else old == new
