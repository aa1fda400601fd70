"""COB5xx: what must not stand in a file that everybody can read: children's data, private contacts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cobtrack.model.passages import Passage, passages
from cobtrack.model.problem import Finding, Severity
from cobtrack.model.record import Record
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(
    r"(?<![\w/.:-])(?:\+|00)\d[\d ().-]{6,}\d|(?<![\w/.:-])\(?0\d{1,2}\)?[ .-]\d{3}[ .-]?\d{3,4}(?![\w-])"
)
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,6}"
_AGE = r"(?:1[0-7]|[1-9])"
_CHILD = re.compile(
    rf"{_NAME},? (?:\(?aged? {_AGE}\b|\(?{_AGE} years? old|\({_AGE}\))"
    rf"|(?<!\d){_AGE}[- ]years?[- ]old (?:boy |girl |child |student )?{_NAME}"
    rf"|(?:boy|girl|child|student) (?:named|called) {_NAME}"
)
# Asked first, because most texts hold none of them and looking for names and numbers takes long.
_DIGITS = re.compile(r"\d[\d ().-]{5}")
_BIRTH_WORDS = ("birth", "born", "d.o.b", "dob")
_AGE_WORDS = ("age", "old", "named", "called", "(")
_BIRTH = re.compile(r"\b(?:born on(?= \d| [a-z]+ \d)|date of birth|d\.o\.b\.?|DOB)\b", re.IGNORECASE)
_PRIVATE = re.compile(r"https?://(?:www\.)?(?:t\.me|wa\.me|chat\.whatsapp\.com|m\.me|line\.me)/\S+", re.IGNORECASE)


class Texts(Protocol):
    """Whatever has texts: a workspace, or a record that is in no file yet."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of it."""


_INTERNAL = "keep contacts in a file that ends in .internal.yaml, which git ignores"


@rule("COB501", "e-mail-address", _ERROR)
def email(texts: Texts) -> Iterator[Finding]:
    """An e-mail address stands in a public file.

    Focal points and contacts are kept in a file whose name ends in .internal.yaml, which git and all commands ignore.

    Wrong:  note: ask sokha@example.org
    Right:  note: ask the secretariat
    """
    for passage in texts.passages:
        if "@" in passage.text and (found := _EMAIL.search(passage.text)):
            yield Finding(passage.place, f"an e-mail address in a public file: {found[0]}", _INTERNAL)


@rule("COB502", "telephone-number", _ERROR)
def telephone(texts: Texts) -> Iterator[Finding]:
    """A telephone number stands in a public file.

    Wrong:  note: call 012 345 678
    Right:  note: call the secretariat
    """
    for passage in texts.passages:
        if _DIGITS.search(passage.text) and (found := _PHONE.search(passage.text)):
            yield Finding(passage.place, f"a telephone number in a public file: {found[0]}", _INTERNAL)


@rule("COB503", "child-identified", _WARNING)
def child_identified(texts: Texts) -> Iterator[Finding]:
    """A text seems to name a child: a name with an age under 18.

    Children and what they said are never told of in a way that they can be found by.

    Wrong:  note: Dara Sok, aged 14, spoke for the network
    Right:  note: a child representative spoke for the network
    """
    hint = "leave out the name, the age and the place"
    for passage in texts.passages:
        if any(word in passage.text for word in _AGE_WORDS) and (found := _CHILD.search(passage.text)):
            yield Finding(passage.place, f'"{found[0]}" seems to name a child', hint)


@rule("COB504", "date-of-birth", _WARNING)
def date_of_birth(texts: Texts) -> Iterator[Finding]:
    """A text seems to tell a person's date of birth."""
    for passage in texts.passages:
        if any(word in passage.text.lower() for word in _BIRTH_WORDS) and (found := _BIRTH.search(passage.text)):
            yield Finding(passage.place, f'"{found[0]}" seems to tell a date of birth', "leave it out")


@rule("COB505", "private-chat", _WARNING)
def private_chat(texts: Texts) -> Iterator[Finding]:
    """A text links to a private chat or a messenger account."""
    for passage in texts.passages:
        if "://" in passage.text and (found := _PRIVATE.search(passage.text)):
            yield Finding(passage.place, f"{found[0]} leads to a private chat", _INTERNAL)


class _New(NamedTuple):
    passages: tuple[Passage, ...]


def in_new(record: Record) -> Iterator[Finding]:
    """What all these rules find in a record before it is written."""
    return _found(tuple(passages([record])))


def in_text(text: str) -> Iterator[Finding]:
    """What they find in a text before it is written."""
    return _found((Passage(Record(), (), text),))


def without_contacts(text: str) -> str:
    """The text without e-mail addresses and telephone numbers, for what was not written here."""
    text = _EMAIL.sub("(…)", text) if "@" in text else text
    return _PHONE.sub("(…)", text) if _DIGITS.search(text) else text


def _found(new: tuple[Passage, ...]) -> Iterator[Finding]:
    texts = _New(new)
    for one in (email, telephone, child_identified, date_of_birth, private_chat):
        yield from one.check(texts) if one.check else ()
