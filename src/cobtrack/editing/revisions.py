"""Find the problems of a change to the data files, by comparing the states before and after it (COB6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.model.kinds import KINDS_BY_NAME
from cobtrack.model.problem import Finding, Place, Span, make_problem
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.wording import join
from cobtrack.rules.revisions import official_words_changed, removed_without_reason, translation_left_behind
from cobtrack.store.changed_lines import line_after
from cobtrack.store.yaml.reader import SpanReader
from cobtrack.views.changes.change import WORDING
from cobtrack.views.changes.compare import compare
from cobtrack.views.changes.wording import by_language, same_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.problem import Problem
    from cobtrack.model.record import Record
    from cobtrack.rules.rule import Rule
    from cobtrack.store.load import Loaded
    from cobtrack.views.changes.change import Change

_ROADMAP = KINDS_BY_NAME["roadmap"].path


def change_problems(before: Loaded, after: Loaded) -> list[Problem]:
    """Return the problems of the change from the state `before` to the state `after` of a workspace."""
    first = after.workspace.settings.languages[0]
    changes = compare(before.workspace, after.workspace).changes
    found = [
        *(finding for change in changes if change.what == "removed" for finding in _removed(before, after, change)),
        *(finding for change in changes if change.what == "changed" for finding in _words(change, first)),
    ]
    return [make_problem(rule.code, rule.severity, finding) for rule, finding in found]


def _removed(before: Loaded, after: Loaded, change: Change) -> Iterator[tuple[Rule, Finding]]:
    if change.why:
        return
    removed = after.workspace.roadmap.removed if after.workspace.roadmap else ()
    entry = next((entry for entry in removed if entry.id == change.id), None)
    message = f"{change.id} {change.sentence}"
    if entry:
        yield removed_without_reason, Finding(entry.place, message, "add the reason: why: …")
    else:
        hint = f'say why: cobtrack remove {change.id} --why "…", or add it to "removed" in {_ROADMAP}'
        yield removed_without_reason, Finding(_former_place(before, after, change.subject.record), message, hint)


def _former_place(before: Loaded, after: Loaded, record: Record) -> Place:
    """Return the place where a removed record was in its file, or the roadmap's file if its own file was removed."""
    file = record.place.file
    if file not in after.raw_bytes:
        return Place(_ROADMAP)
    old = before.raw_bytes[file]
    span = SpanReader(old.decode(), file).get(record.place.path, on_key=False)
    line = line_after(old, after.raw_bytes[file], span.line) if span else 1
    return Place(file, span=Span(line, 1, line, 2))


def _words(change: Change, first_language: str) -> Iterator[tuple[Rule, Finding]]:
    """Yield the findings about a text that changed."""
    old, new = (_by_language(value, first_language) for value in (change.before, change.after))
    if not old or (change.topic != WORDING and change.path != ("text",)):
        return
    changed = [code for code in old if not same_words(old[code], new.get(code, ""))]
    record = change.subject.record
    place = record.place.at(*change.path)
    is_official = change.path[-1] == "text" and change.path[0] in {"text", "wordings"}
    if isinstance(record, Paragraph) and is_official and changed and not _is_kept(record, old, changed, first_language):
        message = f"the official words of {change.id} changed, and the earlier words are not kept"
        hint = f'restore them, or keep them: cobtrack set {change.id} text="…" --why "…"'
        yield official_words_changed, Finding(place, message, hint)
    others = [code for code in old if code in new and code not in changed]
    if first_language in changed and first_language in new and others:
        message = f"the {change.text_label} of {change.id} changed in {first_language}, but not in {join(others)}"
        yield translation_left_behind, Finding(place, message, "correct the translation too, if it has to be")


def _is_kept(record: Paragraph, old: Mapping[str, str], changed: list[str], first_language: str) -> bool:
    """Whether the record keeps the earlier words in all languages in which they changed."""
    kept = [by_language(entry.text, first_language) for entry in record.was if entry.text]
    return any(all(same_words(old[code], words.get(code, "")) for code in changed) for words in kept)


def _by_language(value: Any, first_language: str) -> Mapping[str, str]:
    """Return a text in plain data, keyed by language code; empty if the value is not a text."""
    if isinstance(value, str):
        return {first_language: value}
    return value if isinstance(value, dict) else {}
