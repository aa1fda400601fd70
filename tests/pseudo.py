"""A made-up language that puts each phrase into brackets, and a workspace whose own words are in Greek letters.

Rendered in this language, `⟦Due ⟧6 Μαψ 2022` shows which words come from a catalogue and which come from the data. Latin
letters that are in neither are words that no translator can reach.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from string import ascii_lowercase
from types import NoneType
from typing import TYPE_CHECKING, Any

import yaml

from cobtrack.model.languages.phrases import SpokenLanguage
from cobtrack.model.record_texts import record_texts
from cobtrack.store.load import load
from cobtrack.store.yaml import reader
from tests.cli_support import REPOSITORY
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cobtrack.model.workspace import Workspace

CODE = "qaa"
"""The code of the language, which ISO 639 reserves for private use."""
DAY = "2026-11-26"
_PLACEHOLDER = re.compile(r"(%\(\w+\)s|\d+)")
# What is no word: addresses, the names of footnotes and the places of the roadmap's parts.
_KEPT = re.compile(r"(https?://\S+?(?=[)\s]|$)|^\d[\d.a-z]*$|\[\^[\w-]+\]|\{\w+\})")
_OTHER_FIELDS = {"name", "acronym", "session", "source"}
"""Fields that are no texts in several languages, and whose words are data all the same."""


def in_letters(text: str, first: str) -> str:
    """Return a text with other letters in the place of Latin ones: `first` for a, the letter after it for b, and so on."""
    letters = {ord(letter) + upper: ord(first) + at for at, letter in enumerate(ascii_lowercase) for upper in (0, -32)}
    parts = _KEPT.split(text)
    return "".join(part if number % 2 else part.translate(letters) for number, part in enumerate(parts))


def greek(text: str) -> str:
    """Return a text in Greek letters."""
    return in_letters(text, "α")


def in_brackets(phrase: str) -> str:
    """Return a phrase with each of its pieces in brackets. Placeholders and digits are outside of them."""
    parts = _PLACEHOLDER.split(phrase)
    made = "".join(
        part if number % 2 or not re.search(r"[^\W\d_]", part) else f"⟦{part}⟧" for number, part in enumerate(parts)
    )
    # An equal text that is another object: the same object would be a phrase without translation.
    return made.encode().decode()


class Brackets:
    """A catalogue that puts every phrase into brackets."""

    def gettext(self, message: str) -> str:
        return in_brackets(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return in_brackets(singular if number == 1 else plural)

    def pgettext(self, _: str, message: str) -> str:
        return in_brackets(message)

    def npgettext(self, _: str, singular: str, plural: str, number: int) -> str:
        return self.ngettext(singular, plural, number)


def language(root: Path, code: str) -> SpokenLanguage:
    """Return the made-up language, as `store.catalogues.language` returns a language."""
    assert code == CODE
    return SpokenLanguage(code, Brackets(), read_by="Νοψοδζ")


def workspace(root: Path) -> Path:
    """Make the example of the guide at `root` into a workspace in the made-up language."""
    return translated_example(root, [CODE], greek, greek)


def translated_example(
    root: Path, languages: list[str], text: Callable[[str], str | dict[str, str]], name: Callable[[str], str]
) -> Path:
    """Make the example of the guide at `root` into a workspace in other languages.

    `text` translates the texts that can be in several languages, and `name` all other words.
    """
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "templates/procedures", root / "data/procedures", dirs_exist_ok=True)
    loaded = load(root).workspace
    texts = {str(found.text) for found in record_texts([*loaded.file_records(), loaded.settings])}

    def translated(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            # A text in several languages keeps only the first one, which is then translated.
            return translated(value["en"]) if "en" in value else {at: translated(one, at) for at, one in value.items()}
        if isinstance(value, list):
            return [translated(item, key) for item in value]
        if isinstance(value, str) and key not in {"id", "language"}:
            if value in texts:
                return text(value)
            if key in _OTHER_FIELDS:
                return name(value)
        return value if type(value) in {str, int, bool, NoneType} else float(value)

    for path in sorted(root.rglob("*.yaml")):
        data = translated(reader.read(path.read_text(encoding="utf-8"), path.name).data)
        if path.name == "cobtrack.yaml":
            data["languages"] = languages
        dumped = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(dumped, encoding="utf-8")
    return root


_ADDRESS = re.compile(r"https?://[^\s\"'<>)]+|example\.org\S*|\bCRCE?\b")
_WORD = r"(?<![\w.:/#-])[A-Za-z][A-Za-z'’-]+(?![\w:/])"
_WORDS = re.compile(rf"{_WORD}(?:[ ,.;:]+(?:a )?{_WORD})*")
_META = r"<meta (?:name=\"description\"|property=\"og:(?:title|description|site_name)\") content=\"([^\"]*)\""


def leaks(text: str, known: set[str]) -> Iterator[str]:
    """Yield the words in Latin letters that are neither in brackets nor known."""
    outside = re.sub(r"⟦[^⟧]*⟧", "⟦⟧", _ADDRESS.sub("", text))
    for match in _WORDS.finditer(outside):
        if any(part not in known for part in re.findall(_WORD, match[0])):
            yield match[0]


def words_of_html(html: str) -> str:
    """Return what people see or hear of a page: its text, and the attributes with text."""
    said = [
        *re.findall(_META, html),
        *re.findall(r" (?:alt|title|aria-label|placeholder|data-label|data-count)=\"([^\"]*)\"", html),
    ]
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
    return "\n".join(map(unescape, [text, *said]))


def words_of_markdown(text: str) -> str:
    """Return the text of a Markdown document without addresses, names of footnotes and comments."""
    return re.sub(r"\]\([^)]*\)|\[\^[\w-]+\]|<!--.*?-->|<[^>]*>|\{#[\w:.-]+\}", " ", text, flags=re.DOTALL)


def words_of_calendar(text: str) -> str:
    """Return the texts of a calendar."""
    unfolded = text.replace("\r\n ", "").replace("\r\n", "\n")
    unfolded = unfolded.replace("\\n", " ")
    return "\n".join(re.findall(r"^(?:SUMMARY|DESCRIPTION|LOCATION|X-WR-CAL\w+)[^:\n]*:(.*)", unfolded, re.MULTILINE))


def words_of_feed(text: str) -> str:
    """Return the texts of a feed."""
    return unescape(" ".join(re.findall(r">([^<]*)<", text)))


def parts_of_id(name: str) -> list[str]:
    """Return the words of an id."""
    return re.split(r"[:.-]", name)


NAMES = {"cobtrack", "CSV", "Escape", "Excel", "JSON", "KB", "OHCHR", "PDF", "SDG", "UHRI", "UN", "Word"}
"""Names that are the same in every language."""


def known_words(workspace: Workspace) -> set[str]:
    """Return the words that may be in Latin letters in every language: names, ids and codes of currencies and States."""
    codes = {line.currency for line in workspace.budgets} | {document.state for document in workspace.documents}
    ids = {record.id for record in workspace.all_records()} | workspace.settings.clusters.keys()
    return NAMES | ids | {code for code in codes if code} | {part for name in ids for part in parts_of_id(name)}
