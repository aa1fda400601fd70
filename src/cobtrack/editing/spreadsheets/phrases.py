"""Give the phrases of a language to translators, and take their translations into a catalogue of the workspace."""

from __future__ import annotations

import copy
from dataclasses import replace
from gettext import c2py
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.exchange.matrix.compare import CellPlan
from cobtrack.exchange.phrase_sheet import FilledPhrases, Phrase, phrase_key, write
from cobtrack.model.languages.lookup import is_language_code
from cobtrack.model.languages.phrases import ENGLISH
from cobtrack.model.languages.plural_forms import plural_forms
from cobtrack.store.catalogues import mistakes, translated_phrases, with_translations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polib

_EXAMPLES = 6
"""How many numbers are shown as examples of the form of a phrase."""


class _Row(NamedTuple):
    """A row of the sheet: a phrase, or a form of a phrase with a number."""

    key: str
    entry: polib.POEntry
    form: int
    english: str
    examples: str

    @property
    def translation(self) -> str:
        entry = self.entry
        text = entry.msgstr_plural.get(self.form, "") if entry.msgid_plural else entry.msgstr
        return str(text)


def phrases_for_translators(root: Path, code: str) -> tuple[bytes, str]:
    """Return a spreadsheet of all phrases with their translations, and what to say about it.

    Raises CobtrackError for English, which is the language of the phrases.
    """
    if code == ENGLISH.code:
        message = "the phrases are written in English, so there is nothing to translate"
        raise CobtrackError(message, "name another language of the workspace: --language km")
    catalogue = translated_phrases(root, code)
    rows = list(_rows(list(catalogue.phrases.values()), code))
    shown = [Phrase(row.key, _where(row.entry), row.english, row.examples, row.translation) for row in rows]
    done = sum(bool(row.translation) for row in rows)
    return write(code, shown, catalogue.read_by), f": {done:,} of {len(rows):,} translated"


def plan_phrases(root: Path, filled: FilledPhrases) -> CellPlan:
    """Compare the translations in a sheet with the catalogues, and return the outcome, with the new catalogue.

    The catalogue of the workspace is changed. Nothing is written. Raises CobtrackError if the sheet is for English or
    names no language, or if the workspace's catalogue cannot be read.
    """
    if not is_language_code(filled.language) or filled.language == ENGLISH.code:
        raise CobtrackError(f'"{filled.language}" is not a language to translate into', "use a code such as km")
    catalogue = translated_phrases(root, filled.language)
    entries = {key: copy.deepcopy(entry) for key, entry in catalogue.phrases.items()}
    rows = {row.key: row for row in _rows(list(entries.values()), filled.language)}
    plan = CellPlan("phrases", count=len(filled.changes), remarks=filled.remarks)
    changed: dict[int, polib.POEntry] = {}
    for change in filled.changes:
        row = rows.get(change.id)
        shown = replace(change, id=row.english) if row else change
        if row is None:
            plan.rejected.append((shown, "cobtrack no longer has this phrase"))
        elif row.translation == change.returned:
            plan.unchanged.append(shown)
        elif row.translation != change.exported:
            plan.conflicts.append((shown, row.translation))
        elif wrong := _translate(row, change.returned):
            plan.rejected.append((shown, f"the translation {wrong}"))
        else:
            plan.accepted.append(shown)
            changed[id(row.entry)] = row.entry
    is_new_reader = bool(filled.read_by) and filled.read_by != catalogue.read_by
    if not changed and not is_new_reader:
        return plan
    name, data = with_translations(root, filled.language, changed.values(), filled.read_by)
    plan.texts[name] = data
    return plan


def _translate(row: _Row, text: str) -> str:
    """Give the entry of a row this translation. If it is wrong, leave the entry as it was and return what is wrong."""
    entry, before = row.entry, (row.entry.msgstr, dict(row.entry.msgstr_plural))
    if entry.msgid_plural:
        entry.msgstr_plural = {**entry.msgstr_plural, row.form: text}
    else:
        entry.msgstr = text
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    wrong = next(mistakes(entry), "") if text else ""
    if wrong:
        entry.msgstr, entry.msgstr_plural = before
    return wrong


def _rows(entries: list[polib.POEntry], code: str) -> Iterator[_Row]:
    forms = _examples_by_form(code)
    for entry in entries:
        context = entry.msgctxt or ""
        entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in forms if entry.msgid_plural}
        if not entry.msgid_plural:
            yield _Row(phrase_key(context, entry.msgid, 0), entry, 0, entry.msgid, "")
            continue
        for form, examples in forms.items():
            english = entry.msgid if examples == [1] else entry.msgid_plural
            yield _Row(phrase_key(context, entry.msgid, form), entry, form, english, ", ".join(map(str, examples)))


def _examples_by_form(code: str) -> dict[int, list[int]]:
    """Return some numbers for each form that phrases with a number have in a language."""
    forms: dict[int, list[int]] = {}
    form_of = c2py(plural_forms(code).partition("plural=")[2].rstrip(";"))
    for number in range(200):
        forms.setdefault(form_of(number), []).append(number)
    return {form: numbers[:_EXAMPLES] for form, numbers in sorted(forms.items())}


def _where(entry: polib.POEntry) -> str:
    files = ", ".join(dict.fromkeys(file.rpartition("/")[2] for file, _ in entry.occurrences))
    return f"{entry.msgctxt}: {files}" if entry.msgctxt else files
