"""Collect the phrases of cobtrack for translators, and bring the catalogues up to date.

`python tools/phrases.py` writes src/cobtrack/languages/phrases.pot and updates each catalogue beside it: new phrases
come in without a translation, phrases that are gone are dropped. With `--check`, nothing is written: it fails if a file
is not up to date or a translation is wrong, and says how much of each language is translated.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from babel.messages.extract import extract_from_dir

from cobtrack.model.audience import VISIBLE_FIELDS
from cobtrack.model.dates.format import MONTHS, TO_BE_DETERMINED, WEEKDAYS
from cobtrack.model.labels import VOCABULARIES
from cobtrack.model.languages.phrases import ALPHABET, DIGITS
from cobtrack.model.languages.plural_forms import plural_forms
from cobtrack.store.catalogues import BUILT_IN, HEADERS, TEMPLATE, mistakes
from cobtrack.views.changes.values import english_noun, plural_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
_KEYWORDS = {
    "gettext": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_COUNTED = re.compile(r"""\|\s*count\(\s*(["'])(.+?)\1\s*(?:,\s*(["'])(.+?)\3\s*)?\)""")
_NEVER_COUNTED = {"checked with children", "cluster in plain words", "done", "evidence", "feedback", "outdated"}
"""Records of which another record has at most one, or whose name has no plural."""

Phrase = tuple[str, str, str]
"""A context, an English phrase, and its plural; "" for a context or a plural that it does not have."""


def _phrases() -> Iterator[tuple[Phrase, str]]:
    """Yield all phrases, each with the file that it is in."""
    yield from _called_phrases("src/cobtrack", "python", "**.py")
    yield from _called_phrases("templates", "jinja2.ext:babel_extract", "**.j2")
    for folder, pattern, nouns in (("src/cobtrack", "*.py", _counted_in_python), ("templates", "*.j2", _counted)):
        for path in sorted((ROOT / folder).rglob(pattern)):
            for noun, plural in nouns(path.read_text(encoding="utf-8")):
                yield ("", f"%(num)s {noun}", f"%(num)s {plural}"), str(path.relative_to(ROOT))
    yield from _columns()
    for label in (label for words in VOCABULARIES.values() for label in words.values()):
        for text in filter(None, label.english.values()):
            yield (label.context, text, ""), "src/cobtrack/model/labels.py"
    for model, fields in VISIBLE_FIELDS.items():
        noun = english_noun(model)
        yield ("record", noun, ""), "src/cobtrack/views/changes/values.py"
        if not noun.endswith("s") and noun not in _NEVER_COUNTED:
            yield ("record", f"%(num)s {noun}", f"%(num)s {plural_of(noun)}"), "src/cobtrack/views/changes/values.py"
        for name in " ".join(fields.values()).split():
            yield ("field", name.replace("_", " "), ""), "src/cobtrack/views/changes/values.py"
    words = [("month", name) for name in MONTHS] + [("short month", name[:3]) for name in MONTHS]
    words += [("weekday", name) for name in WEEKDAYS] + [("", text) for text in TO_BE_DETERMINED]
    for context, text in [*words, ("digits", DIGITS), ("alphabet", ALPHABET)]:
        yield (context, text, ""), "src/cobtrack/model/dates/format.py"


def _called_phrases(folder: str, method: str, pattern: str) -> Iterator[tuple[Phrase, str]]:
    """Yield the phrases that are arguments of a function such as `gettext`."""
    options = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}
    found = extract_from_dir(ROOT / folder, [(pattern, method)], {pattern: options}, keywords=_KEYWORDS)
    for file, _, message, _, context in found:
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield (context or "", singular, plural), f"{folder}/{file}"


def _counted(template: str) -> Iterator[tuple[str, str]]:
    """Yield the nouns of filters such as `3|count("activity", "activities")`, each with its plural."""
    for match in _COUNTED.finditer(template):
        yield match[2], match[4] or f"{match[2]}s"


def _counted_in_python(text: str) -> Iterator[tuple[str, str]]:
    """Yield the nouns of calls such as `quantity(3, "activity", "activities")`, each with its plural."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", getattr(node.func, "attr", "")) != "quantity":
            continue
        words = [str(argument.value) for argument in node.args[1:] if isinstance(argument, ast.Constant)]
        if words and len(words) == len(node.args) - 1:
            yield words[0], words[1] if len(words) > 1 else f"{words[0]}s"


def _columns() -> Iterator[tuple[Phrase, str]]:
    """Yield the names of columns in calls such as `column_heads(["id", "title"])` and `Listing(["id", "title"])`."""
    for path in sorted((ROOT / "src/cobtrack/cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"column_heads", "Listing"}:
                for part in (part for argument in node.args[:1] for part in ast.walk(argument)):
                    if isinstance(part, ast.Constant):
                        yield ("column", str(part.value), ""), str(path.relative_to(ROOT))


def _collect() -> dict[tuple[str, str], polib.POEntry]:
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for (context, text, plural), file in _phrases():
        entry = entries.setdefault((context, text), polib.POEntry(msgid=text, msgctxt=context or None))
        if plural:
            entry.msgid_plural = plural
        if (file, "") not in entry.occurrences:
            entry.occurrences.append((file, ""))
    return dict(sorted(entries.items(), key=lambda item: (min(item[1].occurrences), item[0][0])))


def _file(entries: dict[tuple[str, str], polib.POEntry], old: polib.POFile | None, forms: int) -> polib.POFile:
    """Return a catalogue of the entries with the translations of the old one; `forms` is the number of plural forms."""
    translated = [] if old is None else [entry for entry in old if not entry.obsolete]
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in translated}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {**HEADERS, **(old.metadata if old is not None else {})}
    new.header = old.header if old is not None else "The phrases of cobtrack's documents and commands."
    for key, entry in entries.items():
        translation, plural = known.get(key, entry), entry.msgid_plural
        new.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                msgstr="" if entry.msgid_plural else translation.msgstr,
                msgstr_plural={form: translation.msgstr_plural.get(form, "") for form in range(forms if plural else 0)},
                occurrences=entry.occurrences,
                flags=translation.flags,
                tcomment=translation.tcomment,
            )
        )
    return new


def main() -> None:
    """Write or check the files."""
    check = sys.argv[1:] == ["--check"]
    entries, failures = _collect(), []
    for path in sorted({BUILT_IN / TEMPLATE, *BUILT_IN.glob("*.po")}):
        old = polib.pofile(str(path)) if path.exists() and path.name != TEMPLATE else None
        file = _file(entries, old, int(plural_forms(path.stem)[len("nplurals=")]))
        text = f"{file}\n"
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            failures.append(f"{path.relative_to(ROOT)} is not up to date; run: python tools/phrases.py")
        if not check:
            path.write_text(text, encoding="utf-8")
        if path.name == TEMPLATE:
            print(f"{len(file)} phrases")
            continue
        failures += [f"{path.name}: {entry.msgid!r} {what}" for entry in file for what in mistakes(entry)]
        done = len(file.translated_entries())
        print(f"{path.stem}: {done} of {len(file)} phrases translated, {100 * done // (len(file) or 1)} %")
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
