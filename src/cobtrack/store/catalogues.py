"""Read the catalogues of phrases: those that ship with cobtrack, and those of a workspace.

A catalogue is a gettext file `languages/CODE.po`. The phrases in a workspace's own catalogue win over those that ship
with cobtrack, phrase by phrase. Anybody might have written it, so a translation is used only if it has the same
placeholders as the English phrase and no markup.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from gettext import GNUTranslations, c2py
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from cobtrack.errors import CobtrackError
from cobtrack.model.languages.lookup import is_language_code
from cobtrack.model.languages.phrases import ENGLISH, SpokenLanguage
from cobtrack.model.languages.plural_forms import plural_forms
from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.model.text.wording import join
from cobtrack.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = "languages"
"""The folder of a workspace with its own catalogues."""
BUILT_IN = Path(__file__).parents[1] / FOLDER
"""The folder of the catalogues that ship with cobtrack."""
TEMPLATE = "phrases.pot"
"""The file in BUILT_IN with all phrases in English."""
READ_BY = "X-Read-By"
"""The header of a catalogue that names who has read its translations as a native speaker."""

_NOT_A_CATALOGUE, _WRONG_TRANSLATION = "COB021", "COB022"
_WRITE_ENTRIES = 'write each phrase as msgid "…" and its translation below it as msgstr "…"'
_WIDTH = 110
_MAX_LENGTH = 2_000_000
"""The largest number of characters in a catalogue. Larger files take minutes to read. A whole catalogue has 300,000."""
HEADERS = {
    "Project-Id-Version": "cobtrack",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
"""The headers of every catalogue."""
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(%)|(.?))", re.DOTALL)
# Characters that have a meaning in Markdown or HTML, characters that nobody sees, and those for private use.
_MARKUP = re.compile(r"[<>\[\]`|*\\&\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")

# The placeholders that open a link or bold letters, each closed by `end`.
_OPENING = ("link", "bold")
_PAIRS = [[name, "end"] for name in _OPENING]


class CatalogueError(CobtrackError):
    """A catalogue is not a gettext file."""


@dataclass
class Catalogue:
    """The phrases of a catalogue file."""

    name: str
    """The path of the file."""
    phrases: dict[tuple[str, str], polib.POEntry] = field(default_factory=dict)
    """The entries, keyed by context and English phrase."""
    headers: dict[str, str] = field(default_factory=dict)
    is_built_in: bool = False

    @property
    def read_by(self) -> str:
        """Who has read the translations as a native speaker; "" if nobody has."""
        return self.headers.get(READ_BY, "").strip()


def language(root: Path, code: str) -> SpokenLanguage:
    """Return a language with its phrases. Phrases that cannot be used stay in English.

    If no catalogue has the language with its region or script, such as `es-MX`, the catalogue of `es` is used.
    """
    found = catalogues(root, code)
    if not found:
        return SpokenLanguage(code) if code != ENGLISH.code else ENGLISH
    usable: dict[tuple[str, str], polib.POEntry] = {}
    headers: dict[str, str] = {}
    for catalogue in found:
        headers |= {name: text for name, text in catalogue.headers.items() if text}
        # The tests check the built-in catalogues.
        is_right = polib.POEntry.translated if catalogue.is_built_in else is_usable
        usable |= {key: entry for key, entry in catalogue.phrases.items() if is_right(entry)}
    compiled = polib.POFile()
    compiled.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": _usable_plural_forms(code, headers),
    }
    compiled.extend(usable.values())
    return SpokenLanguage(
        code,
        GNUTranslations(io.BytesIO(compiled.to_binary())),
        read_by=headers.get(READ_BY, "").strip(),
    )


def catalogues(root: Path, code: str) -> list[Catalogue]:
    """Return the catalogues of a language that exist and can be read: the built-in one, then the workspace's own."""
    for candidate in dict.fromkeys((code, code.partition("-")[0])):
        name = f"{FOLDER}/{candidate}.po"
        built_in, own = _read(BUILT_IN.parent, name), _read(root, name)
        if built_in:
            built_in.is_built_in = True
        if found := [catalogue for catalogue in (built_in, own) if catalogue]:
            return found
    return []


def _read(folder: Path, name: str) -> Catalogue | None:
    """Return the catalogue in a file, or None if the file does not exist or is not a gettext file."""
    text = files.read(folder, name).text if (folder / name).is_file() else None
    try:
        return parse(name, text) if text is not None else None
    except CatalogueError:
        return None


def translated_phrases(root: Path, code: str) -> Catalogue:
    """Return all phrases with their translations into a language, also those that are not usable."""
    phrases = template().phrases
    headers: dict[str, str] = {"Plural-Forms": plural_forms(code)}
    for catalogue in catalogues(root, code):
        headers |= {name: text for name, text in catalogue.headers.items() if text}
        phrases |= {key: entry for key, entry in catalogue.phrases.items() if key in phrases and translations(entry)}
    return Catalogue(f"{FOLDER}/{code}.po", phrases, headers)


def with_translations(root: Path, code: str, entries: Iterable[polib.POEntry], read_by: str) -> tuple[str, bytes]:
    """Return the name and the new content of a workspace's own catalogue, with some entries added or replaced.

    `read_by` says who has read the translations as a native speaker; with "", the catalogue says what it said before.
    Raises CatalogueError if there is a file with this name that is not a gettext file.
    """
    name = f"{FOLDER}/{code}.po"
    text = files.read(root, name).text if (root / name).is_file() else ""
    try:
        file = _read_entries(text or "")
    except CatalogueError as error:
        raise CatalogueError(f"{name} is not a gettext file", f'run "cobtrack validate {name}" and fix it') from error
    new = {(entry.msgctxt or "", entry.msgid): entry for entry in entries}
    for entry in new.values():
        # They are lines of cobtrack's own code.
        entry.occurrences = []
    for position, entry in enumerate(file):
        file[position] = new.pop((entry.msgctxt or "", entry.msgid), entry)
    file.extend(new.values())
    file.metadata = {**HEADERS, "Language": code, "Plural-Forms": plural_forms(code), **file.metadata}
    if read_by:
        file.metadata[READ_BY] = read_by
    return name, f"{file}\n".encode()


def problems(root: Path) -> Iterator[Problem]:
    """Yield what is wrong with the workspace's own catalogues."""
    for path in sorted((root / FOLDER).glob("*.po")):
        name = f"{FOLDER}/{path.name}"
        reading = files.read(root, name)
        yield from reading.problems
        if not is_language_code(path.stem):
            finding = Finding(Place(name), f'"{path.stem}" is not the code of a language', "name it after one: km.po")
            yield make_problem(_NOT_A_CATALOGUE, Severity.ERROR, finding)
        try:
            found = parse(name, reading.text or "")
        except CatalogueError as error:
            line = re.search(r"line (\d+)", str(error))
            is_long = len(reading.text or "") > _MAX_LENGTH
            message = f"has more than {_MAX_LENGTH:,} characters" if is_long else "is not a gettext file"
            finding = Finding(_line(name, int(line[1]) - 1 if line else 1), message, _WRITE_ENTRIES)
            yield make_problem(_NOT_A_CATALOGUE, Severity.ERROR, finding)
            continue
        for entry in found.phrases.values():
            if wrong := list(mistakes(entry)):
                message = f'the translation of "{entry.msgid}" {join(wrong)}, so the phrase stays in English'
                hint = "write all placeholders, such as %(date)s, as in English, and no characters of HTML or Markdown"
                finding = Finding(_line(name, entry.linenum - 1), message, hint)
                yield make_problem(_WRONG_TRANSLATION, Severity.ERROR, finding)


def _line(name: str, line: int) -> Place:
    return Place(name, span=Span(max(line, 1), 1, max(line, 1), 1))


def template() -> Catalogue:
    """Return all phrases in English, without translations."""
    return parse(TEMPLATE, (BUILT_IN / TEMPLATE).read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Catalogue:
    """Return the catalogue in the text of a file. Raises CatalogueError if it is not a gettext file."""
    parsed = _read_entries(text)
    # An entry without a phrase would be read as the headers of the catalogue.
    phrases = {(entry.msgctxt or "", entry.msgid): entry for entry in parsed if entry.msgid and not entry.obsolete}
    return Catalogue(name, phrases, dict(parsed.metadata))


def _read_entries(text: str) -> polib.POFile:
    if len(text) > _MAX_LENGTH:
        raise CatalogueError(f"more than {_MAX_LENGTH:,} characters")
    try:
        # A text with a line break is never taken for the path of a file.
        return polib.pofile(f"\n{text}", wrapwidth=_WIDTH)
    except (OSError, ValueError, IndexError, AttributeError) as error:
        raise CatalogueError(str(error)) from error


def is_usable(entry: polib.POEntry) -> bool:
    """Return whether an entry has a translation that may be used."""
    return entry.translated() and not any(mistakes(entry))


def mistakes(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with the translations of an entry, in words."""
    english = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    allowed = set(_MARKUP.findall("".join(english)))
    expected = {name for text in english for name in placeholders(text)}
    for text in translations(entry):
        if extra := sorted(set(_MARKUP.findall(text)) - allowed):
            yield f"has characters that the English phrase lacks: {' '.join(map(repr, extra))}"
        names = placeholders(text)
        found = set(names)
        # A link or bold words begin at the first of these placeholders, and end at the second.
        if "end" in found & expected and [name for name in names if name in {*_OPENING, "end"}] not in _PAIRS:
            yield "has the placeholder %(end)s at the wrong place, or more than once"
        # The number can be left out in the form for one form of the plural: "a report" for "1 report".
        lost = expected - found - ({"num"} if entry.msgid_plural else set())
        if unknown := sorted(found - expected):
            yield f"has a placeholder that the English phrase lacks: {_shown(unknown)}"
        if lost:
            yield f"lacks the placeholder {_shown(sorted(lost))}"


def translations(entry: polib.POEntry) -> list[str]:
    """Return the translations of an entry, without empty ones."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return [text for text in forms if text]


def placeholders(text: str) -> list[str]:
    """Return the names of the placeholders in a phrase. A percent sign that is not written as `%%` is named `%`."""
    return [match[1] or "%" for match in _PLACEHOLDER.finditer(text) if not match[2]]


def _shown(names: list[str]) -> str:
    return ", ".join(name if name == "%" else f"%({name})s" for name in names)


def _usable_plural_forms(code: str, headers: dict[str, str]) -> str:
    """Return the header `Plural-Forms` of a catalogue, or that of the language if the formula cannot be computed."""
    text = headers.get("Plural-Forms", "")
    match = re.fullmatch(r"nplurals=\d; *plural=([-n0-9%<>=!&|?:() +*/]{1,300});?", text)
    try:
        # Phrases without a number are asked for in the form for 1.
        c2py(match[1] if match else "")(1)
    except (ArithmeticError, ValueError):
        return plural_forms(code)
    return text
