"""The language that a command or a document speaks: its phrases, its digits and its direction.

Each phrase is written in English in the code and in the templates, and this English text is its key in the catalogues
of the other languages. A phrase that a catalogue lacks stays in English. Placeholders are written as `%(name)s`, so a
percent sign is written as `%%`.

The language is kept in a context variable: `speaking` sets it for a block of code, and `speak` for the rest of it.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from cobtrack.model.languages.lookup import language_name
from cobtrack.model.languages.marks import in_language, parts_by_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

DIGITS = "0123456789"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_LEFT_TO_RIGHT_SCRIPTS = frozenset({"cyrl", "deva", "latn"})

_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"<[^>]*>")


class Catalogue(Protocol):
    """The translations of phrases, as Python's `gettext.GNUTranslations` has them.

    A phrase that the catalogue lacks comes back as it is.
    """

    def gettext(self, message: str, /) -> str:
        """Return the translation of a phrase."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the translation of a phrase in the form for a number."""

    def pgettext(self, context: str, message: str, /) -> str:
        """Return the translation of a phrase in a context."""

    def npgettext(self, context: str, singular: str, plural: str, number: int, /) -> str:
        """Return the translation of a phrase in a context, in the form for a number."""


@dataclass(frozen=True, eq=False)
class SpokenLanguage:
    """A language with the catalogue of its phrases."""

    code: str
    """The code of the language, such as `km`."""
    catalogue: Catalogue | None = None
    """The translations of the phrases; None if the phrases stay in English."""
    marks_fallback: bool = False
    """Whether phrases and texts that are in another language are marked, for documents (see `languages.marks`)."""
    of_texts: str = ""
    """The code of the language of texts that do not name theirs: the first language of the workspace."""
    read_by: str = ""
    """Who has read the translations of the phrases, as a native speaker; "" if nobody has, so that they are a draft."""

    @property
    def name(self) -> str:
        """The name of the language in the language itself."""
        return language_name(self.code)

    @property
    def direction(self) -> str:
        """The direction of the language: `ltr` or `rtl`."""
        return direction(self.code)

    @property
    def is_translated(self) -> bool:
        """Whether any phrases are translated. English needs no translation."""
        return self.catalogue is not None or self.code == "en"

    @property
    def is_draft(self) -> bool:
        """Whether the phrases are translations that no native speaker has read."""
        return self.catalogue is not None and not self.read_by

    def for_documents(self, of_texts: str) -> SpokenLanguage:
        """Return the language of documents, which mark what is in another language.

        `of_texts` is the code of the language of texts that do not name theirs.
        """
        return replace(self, marks_fallback=True, of_texts=of_texts)

    def marked(self, text: str) -> str:
        """Return a text of the data with the marks that a document in this language needs.

        A text in another language gets marks with its language, and a translation that is not official gets marks with
        its standing too (see `take_standings` in `marks`).
        """
        # A name that is no text of the data has no language. Models are not imported here, because that takes time.
        code = getattr(text, "language", None)
        if code is None or not self.marks_fallback or not text:
            return text
        code = code or self.of_texts
        languages, standings = getattr(text, "languages", {}), getattr(text, "standings", {})
        standing = standings.get(code, "") if code != next(iter(languages), code) else ""
        if standing not in {"", "official"}:
            return in_language(text, f"{code}/{standing}")
        return in_language(text, code) if code not in {"", self.code} else text

    def marked_as(self, text: str, code: str) -> str:
        """Return a text with marks if a document is written in another language than the one with this code."""
        return in_language(text, code) if self.marks_fallback and text and code not in {"", self.code} else text

    @cached_property
    def digits(self) -> Mapping[int, int]:
        """The digits of the language, for `str.translate`; empty if they are those of English."""
        digits = self.catalogue.pgettext("digits", DIGITS) if self.catalogue else DIGITS
        # A catalogue must not write 2028 for 2027.
        is_right = digits.isdecimal() and [int(digit) for digit in digits] == list(range(len(DIGITS)))
        return str.maketrans(DIGITS, digits) if is_right else {}

    @cached_property
    def thousands_separator(self) -> str:
        """The character between the thousands in a number."""
        return self.catalogue.pgettext("between thousands", ",") if self.catalogue else ","

    @cached_property
    def places_in_alphabet(self) -> Mapping[str, int]:
        """The place of each letter of the alphabet, by which names are sorted."""
        alphabet = self.catalogue.pgettext("alphabet", ALPHABET) if self.catalogue else ALPHABET
        return {letter: place for place, letter in enumerate(alphabet)}


ENGLISH = SpokenLanguage("en")
_spoken: ContextVar[SpokenLanguage] = ContextVar("language", default=ENGLISH)


def spoken() -> SpokenLanguage:
    """Return the language that is spoken now."""
    return _spoken.get()


def speak(language: SpokenLanguage) -> None:
    """Speak this language from now on, until the end of the innermost block of `speaking`."""
    _spoken.set(language)


@contextmanager
def speaking(language: SpokenLanguage) -> Iterator[None]:
    """Speak this language within the block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def gettext(message: str, /, **values: object) -> str:
    """Return a phrase in the spoken language, with these values for its placeholders."""
    language = _spoken.get()
    text = language.catalogue.gettext(message) if language.catalogue else message
    return _filled(language, text, message, values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Return a phrase in the spoken language. The context tells apart equal English phrases with other translations."""
    language = _spoken.get()
    text = language.catalogue.pgettext(context, message) if language.catalogue else message
    return _filled(language, text, message, values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return a phrase in the spoken language, in the form for a number, which is `%(num)s` in the phrase."""
    language = _spoken.get()
    english = singular if number == 1 else plural
    text = _in_form_for(number, language.catalogue.ngettext, singular, plural) if language.catalogue else english
    return _filled(language, text, english, {"num": number, **values})


def npgettext(context: str, singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return a phrase with a context, in the form for a number, which is `%(num)s` in the phrase."""
    language = _spoken.get()
    english = singular if number == 1 else plural
    text = english
    if language.catalogue:
        text = _in_form_for(number, language.catalogue.npgettext, context, singular, plural)
    return _filled(language, text, english, {"num": number, **values})


def _in_form_for(number: int, translate: Callable[..., str], *phrases: str) -> str:
    try:
        return translate(*phrases, number)
    except (ArithmeticError, ValueError):
        # The formula for plural forms comes from the catalogue. It may divide by zero for some numbers.
        return phrases[-2] if number == 1 else phrases[-1]


def _filled(language: SpokenLanguage, text: str, english: str, values: Mapping[str, object]) -> str:
    is_marked = text is english and language.marks_fallback and language.code != ENGLISH.code and bool(text)
    if "%" in text:
        try:
            text %= {name: _written(language, value, is_marked=is_marked) for name, value in values.items()}
        except (KeyError, TypeError, ValueError):
            if text is english:
                raise
            # A catalogue can have the phrase as a form of another phrase, which has other placeholders.
            return _filled(language, english, english, values)
    return in_language(text, ENGLISH.code) if is_marked else text


def _written(language: SpokenLanguage, value: object, *, is_marked: bool) -> object:
    """Return a value as it is written in a phrase: a whole number in the digits of the language, a text with marks."""
    if type(value) is int:
        return str(value).translate(language.digits)
    if not isinstance(value, str):
        return value
    marked = language.marked(value)
    return own_words_marked(marked) if is_marked else marked


def own_words_marked(text: str) -> str:
    """Return a value of a phrase that stays in English, with marks if it has words in the language of the document."""
    has_words = any(not code and _LETTER.search(_TAG.sub("", part)) for part, code in parts_by_language(text))
    # The start of a link or its end alone may be a value, too: it has no words, and no mark fits around it.
    return in_language(text, _spoken.get().code) if has_words else text


def in_digits(text: str) -> str:
    """Return a text with its numbers in the digits of the spoken language."""
    return text.translate(_spoken.get().digits)


def whole_number(number: int) -> str:
    """Return a number with separators between the thousands, such as "10,000", in the digits of the language."""
    return in_digits(f"{number:,}".replace(",", _spoken.get().thousands_separator))


def money(amount: Decimal) -> str:
    """Return an amount of money with separators between the thousands, such as "1,200,000" or "950.50"."""
    whole, cents = divmod(amount, 1)
    number = whole_number(int(whole))
    if not cents:
        return number
    mark = "." if _spoken.get().thousands_separator == "," else ","
    return number + mark + in_digits(f"{cents:.2f}"[-2:])


def in_quotes(text: str) -> str:
    """Return a text in the quotation marks of the spoken language."""
    return gettext("“%(text)s”", text=text)


def direction(code: str) -> str:
    """Return the direction of a language: `ltr` or `rtl`."""
    first, *subtags = code.lower().split("-")
    if _RIGHT_TO_LEFT_SCRIPTS.intersection(subtags):
        return "rtl"
    return "rtl" if first in _RIGHT_TO_LEFT and not _LEFT_TO_RIGHT_SCRIPTS.intersection(subtags) else "ltr"
