"""Keep the earlier values of plans, and of words that something was written about, in the field `was`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.errors import CobtrackError
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.record import fields_by_key
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.shared import EARLIER_WORDS
from cobtrack.model.text.wording import join
from cobtrack.model.types import texts_by_language
from cobtrack.store.yaml.writer import shortened
from cobtrack.views.changes.wording import same_words

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.editing.fields.draft import Draft
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

PLANS = ("timeframe", "due", "period")
"""The fields with plans. If a plan changes, the record keeps the earlier plan, with the reason for the change."""
_ABOUT_WORDS = ("assessments", "scores", "outdated", "progress", "values", "findings")
"""The fields with what people wrote about a record, and so about its words."""


class ReasonNeededError(CobtrackError):
    """A plan or an official text changes, and the reason for the change was not given.

    `question` asks for the reason.
    """

    def __init__(self, message: str, hint: str, question: str) -> None:
        super().__init__(message, hint)
        self.question = question


def keep_earlier_values(draft: Draft, record: Record, as_of: date, why: str) -> None:
    """Add the earlier values that a changed record has to keep to its field `was`. `record` is the unchanged record.

    Raises ReasonNeededError if the reason `why` is "" and a plan or an official text changes. Raises CobtrackError if a
    reason was given for a change that keeps no earlier value, or if the record was changed after the given day.
    """
    changed = _changed_values(draft, in_any_language=bool(why))
    own = [field for field in changed if field in draft.before]
    needing_reason = [
        field for field in own if field in PLANS or (field == "text" and _is_official(draft.workspace, record))
    ]
    if needing_reason and not why:
        raise _reason_needed(draft, needing_reason[0])
    kept = {
        field: value for field, value in changed.items() if why or (field in own and _is_written_about(draft, field))
    }
    if not kept:
        if why:
            raise _no_place_for_reason(draft)
        return
    certainty = draft.before.get("certainty")
    if "due" in kept and certainty and certainty != draft.value("certainty"):
        kept["certainty"] = certainty
    _refuse_earlier_day(record, draft.name, as_of)
    entry = {**kept, "until": str(as_of)} | ({"why": why} if why else {})
    draft.add_item(("was",), len(draft.value("was") or ()), entry)
    values = join([f"{field} {shortened(value)}" for field, value in kept.items()])
    draft.sentences.append(f"{draft.name} was: {values}, until {format_day(as_of)}")


def _changed_values(draft: Draft, *, in_any_language: bool) -> dict[str, Any]:
    """Return the earlier values of the fields that have changed, if the record can keep them, keyed by field.

    With `in_any_language`, words have changed as well if only a translation was changed or removed.
    """
    fields = fields_by_key(draft.model)
    if "was" not in fields:
        return {}
    before = {key: draft.before[key] for key in (*PLANS, *EARLIER_WORDS) if key in fields and key in draft.before}
    # Without a value of its own, a deadline keeps the date that its review procedure gives.
    before |= {key: value for key, value in draft.by_procedure.items() if draft.value(key) is not None}
    changed = {}
    for key, old in before.items():
        new = draft.value(key)
        if key in PLANS:
            is_changed = old != new
        elif in_any_language:
            is_changed = _is_text_lost(draft.workspace, old, new)
        else:
            is_changed = _words_changed(draft.workspace, old, new)
        if is_changed:
            changed[key] = old
    return changed


def _is_text_lost(workspace: Workspace, old: Any, new: Any) -> bool:
    """Whether a text, its form in one of the languages, or a list of texts is no longer in the record."""
    if isinstance(old, list) or isinstance(new, list):
        return bool(old != new)
    first = workspace.settings.languages[0]
    before, after = (texts_by_language(text, first) for text in (old, new))
    return any(after.get(code) != text for code, text in before.items())


def _words_changed(workspace: Workspace, old: Any, new: Any) -> bool:
    """Whether the words of a text or of a list of texts have changed in the first language.

    Other spaces and other quotation marks are no change.
    """
    if isinstance(old, list) and isinstance(new, list):
        pairs = zip(old, new, strict=False)
        return len(old) != len(new) or any(_words_changed(workspace, *pair) for pair in pairs)
    before, after = _in_first_language(workspace, old), _in_first_language(workspace, new)
    return before != after and not (before and after and same_words(before, after))


def _in_first_language(workspace: Workspace, text: Any) -> str:
    """Return a text in the first of the workspace's languages in which it exists; "" if there is no text."""
    languages = workspace.settings.languages
    texts = texts_by_language(text, languages[0])
    return next((texts[code] for code in languages if code in texts), next(iter(texts.values()), ""))


def _is_official(workspace: Workspace, record: Record) -> bool:
    """Whether the text of a record is the official text of a UN document."""
    if not isinstance(record, Paragraph):
        return False
    document = workspace.document_of(record)
    return bool(record.origins or (document and document.symbol))


def _is_written_about(draft: Draft, field: str) -> bool:
    """Whether the record has something that was written about the earlier words in a field.

    This is an entry of a log, a score, or the summary of a text. A translation has a standing instead.
    """
    about = (*_ABOUT_WORDS, "summary") if field == "text" else _ABOUT_WORDS
    return any(draft.before.get(name) for name in about)


def _reason_needed(draft: Draft, field: str) -> ReasonNeededError:
    what = f"the {'official text' if field == 'text' else field} of {draft.name}"
    message = f"{what} changes, and the earlier value is kept with the reason for the change"
    hint = 'give the reason with --why "…", or --correction if the earlier value was a mistake'
    return ReasonNeededError(message, hint, f"Why does {what} change?")


def _no_place_for_reason(draft: Draft) -> CobtrackError:
    fields = fields_by_key(draft.model)
    keeping = [key for key in (*PLANS, *EARLIER_WORDS) if key in fields and "was" in fields]
    hint = f"a reason is kept if one of these fields changes: {', '.join(keeping)}" if keeping else "leave it out"
    return CobtrackError(f"{draft.name} has no place for the reason of this change", hint)


def _refuse_earlier_day(record: Record, name: str, as_of: date) -> None:
    """Raise CobtrackError if the record was changed after the given day, because its history is ordered by date."""
    days = [entry.until for entry in getattr(record, "was", ())]
    if days and not days[-1].is_on_or_before(as_of):
        message = f"{name} was changed on {format_timeframe(days[-1])}, which is after {format_day(as_of)}"
        raise CobtrackError(message, "give the day of this change with --as-of")
