"""Mark the translations of a text as outdated when the original changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.problem import address
from cobtrack.model.types import STANDING, texts_by_language
from cobtrack.views.changes.wording import same_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.editing.fields.draft import Draft

_OUTDATED = "outdated"


def mark_translations(draft: Draft) -> Iterator[str]:
    """Mark the translations of each original that was set as outdated. Yield a note for each of them.

    A translation that was set too is not marked, and loses its earlier mark. A standing that was set stays as it is.
    """
    first = draft.workspace.settings.languages[0]
    for path, text in draft.texts_before.items():
        before, after = (texts_by_language(value, first) for value in (text, draft.value(*path)))
        original = next(iter(before), "")
        changed = original in after and not same_words(before[original], after[original])
        for code in [code for code in after if code != original]:
            standing = (*path, STANDING, code)
            field, old = address((*path, code)), draft.value(*standing)
            if {standing, standing[:-1]} & draft.set_paths:
                continue
            if (*path, code) in draft.set_paths and old == _OUTDATED:
                draft.remove(standing)
                draft.sentences.append(f"{draft.name} {field}: no longer marked as outdated")
            elif (*path, code) not in draft.set_paths and changed and code in before and old != _OUTDATED:
                draft.set_value(standing, _OUTDATED)
                reason = f"because {address((*path, original))} changed"
                draft.sentences.append(f"{draft.name} {field}: marked as outdated, {reason}")
                command = f"cobtrack set {draft.name} {address(standing)}={old or ''}"
                yield f"if {field} of {draft.name} still fits, remove the mark: {command}"
