"""COB5xx: what must not stand in a file that everybody can read: children's data, private contacts."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.model.record import Record
from cobtrack.model.record_texts import RecordText, record_texts
from cobtrack.model.records.document import Paragraph
from cobtrack.model.states.lookup import states
from cobtrack.rules.children import named_children
from cobtrack.rules.rule import read_rule, rule
from cobtrack.rules.telephone import TextRange, telephone_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.model.records.settings import Settings

    Search = Callable[[str, str], Iterator[TextRange]]
    """Where something is in a text of a workspace of this country (ISO 3166-1 alpha-2)."""

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_TAKE_OUT = "take it out; whoever needs it gets it from the secretariat"

_AT = r" ?(?:[@＠﹫]|&#64;|&#x40;|&commat;|%40|[(\[{<] ?(?:at|@) ?[)\]}>]) ?"
_DOT = r"(?:[.．]| ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?)"
_EMAIL = (
    rf"(?<![\w.+-])[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,24}}(?![\w-])"
    r"|(?<![\w.+-])[\w.+-]+ at [\w-]+(?: dot [\w-]+)* dot (?:[a-z]{2}|com|org|net|info|edu|gov|int)(?!\w)"
)
_EMAIL_SIGNS = (
    "@", "＠", "﹫", "&#64;", "&#x40;", "&commat;", "%40", "(at)", "[at]", "{at}", "<at>", "( at )", "[ at ]", " dot ",
)  # fmt: skip
_BIRTH = r"\b(?:born on(?= \d| [a-z]+ \d)|date of birth|d\.o\.b\.?|DOB)\b"
_PRIVATE = (
    r"(?<![\w./@-])(?:https?://)?(?:www\.)?(?:(?:t|telegram)\.me|wa\.me|(?:chat|api)\.whatsapp\.com|m\.me|line\.me"
    r"|signal\.(?:me|group)|zalo\.me|discord\.gg)/[^\s)\]>\"']+"
)
_IDENTITY = (
    r"(?:\b(?:national id(?:entity)?|identity|id)(?:[ -](?:card|number|no\.?))+|\bpassport(?: (?:number|no\.?))?"
    r"|\bbirth certificate (?:number|no\.?)|អត្តសញ្ញាណប័ណ្ណ(?:[^\d\n]{0,12}លេខ)?)[\s:#.]{0,3}(?:is )?"
    r"(?:[A-Z]{0,2}\d{6,12}(?!\d)|[A-Z]{0,2}\d{3}[ -]\d{3}[ -]\d{3}(?![ -]?\d))"
)
_IDENTITY_SIGNS = ("identity", "id card", "id-card", "id no", "id number", "passport", "certificate n", "អត្តសញ្ញាណ")
_LOCATION = re.compile(
    r"(?<![\d.])[+-]?[1-9]\d?\.\d{4,}°?\s?[NS]?[,;]\s?[+-]?[1-9]\d{0,2}\.\d{4,}"
    r"|\d{1,2}°\s?\d{1,2}[′']\s?\d{1,2}(?:\.\d+)?[″\"”]?\s?[NS]\b"
    r"|https?://(?:maps\.app\.goo\.gl|goo\.gl/maps|what3words\.com|w3w\.co)/[^\s\"')>\]]+"
    r"|https?://(?:www\.|maps\.)?google\.[a-z.]+/maps[^\s\"')>\]]*[@=]-?\d+\.\d+[^\s\"')>\]]*|\bgeo:-?\d+\.\d+,-?\d+\.\d+",
)

_LOCATION_SIGNS = re.compile(r"\.\d{4}|°|goo\.gl|w3w\.co|what3words|google\.|geo:")


class Texts(Protocol):
    """Whatever has texts: a workspace, or a record that is in no file yet."""

    @property
    def texts(self) -> tuple[RecordText, ...]:
        """Every text of it."""

    @property
    def settings(self) -> Settings:
        """The settings, which say in what country telephone numbers are looked for."""


class _Sought(NamedTuple):
    """What is looked for, and what is said where it is."""

    search: Search
    message: str
    hint: str
    is_contact: bool = False
    """Whether it is in order in words that were published by others."""


def _pattern(pattern: str, *signs: str) -> Search:
    """Look for a pattern, in whatever case, in the lines that hold one of these signs; most texts hold none of them.

    The signs are in small letters.
    """

    def search(text: str, _: str) -> Iterator[TextRange]:
        lowered = text.lower()
        # A few letters become two.
        lowered = lowered if len(lowered) == len(text) else text
        lines = {}
        for sign in signs:
            at = lowered.find(sign)
            while at >= 0:
                start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                lines[start] = end = len(text) if end < 0 else end
                at = lowered.find(sign, end)
        for start, end in sorted(lines.items()):
            matches = re.compile(pattern, re.IGNORECASE).finditer(text, start, end)
            yield from (TextRange(*found.span()) for found in matches)

    return search


def _children(text: str, _: str) -> Iterator[TextRange]:
    return (TextRange(*found.span()) for found in named_children(text))


def _locations(text: str, _: str) -> Iterator[TextRange]:
    if _LOCATION_SIGNS.search(text):
        yield from (TextRange(*found.span()) for found in _LOCATION.finditer(text))


_ADDRESS = _Sought(
    _pattern(_EMAIL, *_EMAIL_SIGNS), "an e-mail address in a public file: {}", _TAKE_OUT, is_contact=True
)
_NUMBER = _Sought(telephone_numbers, "a telephone number in a public file: {}", _TAKE_OUT, is_contact=True)
_NAMED = _Sought(_children, '"{}" seems to name a child', "leave out the name, the age and the place")
_BORN = _Sought(
    _pattern(_BIRTH, "birth", "born on", "d.o.b", "dob"), '"{}" seems to tell a date of birth', "leave it out"
)
_CHAT = _Sought(
    _pattern(_PRIVATE, ".me/", "whatsapp.com", "signal.group", "discord.gg"), "{} leads to a private chat", _TAKE_OUT
)
_CARD = _Sought(
    _pattern(_IDENTITY, *_IDENTITY_SIGNS), '"{}" seems to be the number of a person\'s papers', "leave it out"
)
_SPOT = _Sought(_locations, '"{}" is an exact place, such as a home', "name the district at most")


@rule("COB501", "e-mail-address", _ERROR)
def email(texts: Texts) -> Iterator[Finding]:
    """An e-mail address stands in a public file.

    Every file below data/ and templates/ is public, whatever its name; comments are, too. Addresses written with (at)
    or [at] are found as well. Focal points and contacts belong to the secretariat; on its own computer they may be in a
    file whose name ends in .internal.yaml, which git ignores and no command reads.

    What was committed stays in the history: take it out of there with "git filter-repo --replace-text FILE" and push
    with --force. What was pushed must be treated as known: tell whoever it belongs to.

    Wrong:  note: ask sokha@example.org
    Right:  note: ask the secretariat
    """
    return _in_passages(texts, _ADDRESS)


@rule("COB502", "telephone-number", _ERROR)
def telephone(texts: Texts) -> Iterator[Finding]:
    """A telephone number stands in a public file.

    Numbers of the workspace's State are found in whatever way they are written, in Khmer digits too, and those of other
    countries with a + or 00. Short numbers of public services, such as helplines, are no contacts of a person.

    Wrong:  note: call 012 345 678
    Right:  note: call the secretariat
    """
    return _in_passages(texts, _NUMBER)


@rule("COB503", "child-identified", _WARNING)
def child_identified(texts: Texts) -> Iterator[Finding]:
    """A text seems to name a child: a name with an age under 18.

    Children and what they said are never told of in a way that they can be found by. A name without an age, a school
    and a class, or a name in small letters is not recognised: read a text about children once more before it is public.

    Wrong:  note: Dara Sok, aged 14, spoke for the network
    Right:  note: a child representative spoke for the network
    """
    return _in_passages(texts, _NAMED)


@rule("COB504", "date-of-birth", _WARNING)
def date_of_birth(texts: Texts) -> Iterator[Finding]:
    """A text seems to tell a person's date of birth."""
    return _in_passages(texts, _BORN)


@rule("COB505", "private-chat", _WARNING)
def private_chat(texts: Texts) -> Iterator[Finding]:
    """A text links to a private chat or a messenger account."""
    return _in_passages(texts, _CHAT)


near_miss = read_rule(
    "COB506",
    "near-miss-of-internal",
    _ERROR,
    """
    A file looks as if it held contacts or were internal, but its name does not keep it from the public.

    Only a name that ends in .internal.yaml does, in small letters and with nothing after it. Take the file out and
    send it to the secretariat. Where it was committed it stays in the history: take it out of there with
    "git filter-repo --invert-paths --path NAME" and push with --force, and treat what was pushed as known: tell those
    whose contacts it holds.

    Wrong:  data/focal-points-internal.yaml
    Right:  data/focal-points.internal.yaml
    """,
)
internal_in_git = read_rule(
    "COB507",
    "internal-file-in-git",
    _ERROR,
    """
    A file that ends in .internal.yaml is in git, or nothing keeps it from being put there.

    The name alone keeps nothing secret: .gitignore needs the line *.internal.yaml, and a web page on which files are
    uploaded ignores nothing. Where the file was committed it is public and stays in the history: take it out of there
    with "git filter-repo --invert-paths --path NAME" and push with --force, and treat what was pushed as known.
    """,
)
ignored_file = read_rule(
    "COB508",
    "ignored-file",
    _ERROR,
    """
    A file below data/ or templates/ is ignored by git, so that nobody else would ever see it.

    Only files that end in .internal.yaml are meant to be. "git check-ignore -v NAME" shows the pattern that covers it.
    """,
)
copy_of_an_editor = read_rule(
    "COB509",
    "copy-of-an-editor",
    _ERROR,
    """
    A copy that an editor or a merge left lies below data/ or templates/.

    It holds what the file held at some time, contacts too, and is published with the rest. Delete it.
    """,
)


@rule("COB510", "number-of-papers", _WARNING)
def number_of_papers(texts: Texts) -> Iterator[Finding]:
    """A text seems to give the number of somebody's identity card, passport or birth certificate.

    It is found where the text says what it is; a number alone is not recognised.
    """
    return _in_passages(texts, _CARD)


@rule("COB511", "exact-place", _WARNING)
def exact_place(texts: Texts) -> Iterator[Finding]:
    """A text gives coordinates or a link to a spot on a map, by which a home can be found.

    Addresses in words are not recognised.
    """
    return _in_passages(texts, _SPOT)


@rule("COB512", "contact-in-official-words", _WARNING)
def in_official_words(texts: Texts) -> Iterator[Finding]:
    """The official words of a paragraph hold what looks like an e-mail address or a telephone number.

    What was imported (it has `origins`) is public already and its words are never changed, so that this is no error.
    See whether the document really has it, and whether it is a person's.
    """
    hint = "see whether the document has it; if not, take it out"
    for sought in _CONTACTS:
        message = sought.message.replace("in a public file", "in the official words")
        yield from _in_passages(texts, sought._replace(message=message, hint=hint), official=True)


_CONTACTS = (_ADDRESS, _NUMBER)
_RULES = (
    (email, _ADDRESS), (telephone, _NUMBER), (child_identified, _NAMED), (date_of_birth, _BORN), (private_chat, _CHAT),
    (number_of_papers, _CARD), (exact_place, _SPOT),
)  # fmt: skip


def in_new(record: Record, settings: Settings) -> Iterator[Finding]:
    """What all these rules find in a record before it is written."""
    return _found(_New(tuple(record_texts([record])), settings))


def in_text(text: str, settings: Settings) -> Iterator[Finding]:
    """What they find in a text before it is written."""
    return _found(_New((RecordText(Record(), (), text),), settings))


def contacts(text: str, settings: Settings) -> Iterator[str]:
    """What kinds of contacts a text seems to hold."""
    country = region(settings.state)
    return (sought.message.partition(" in a ")[0] for sought in _CONTACTS if any(sought.search(text, country)))


def in_file(name: str, text: str, settings: Settings, *, has_places: bool = True) -> Iterator[Problem]:
    """What they find in the text of a file before it is parsed, line by line; each with its place."""
    country = region(settings.state)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    for rule_, sought in _RULES:
        for start, end in sought.search(text, country):
            line = bisect_right(starts, start)
            column = start - starts[line - 1] + 1
            span = Span(line, column, line, column + end - start) if has_places else Span(1, 1, 1, 2)
            finding = Finding(Place(name, span=span), sought.message.format(text[start:end]), sought.hint)
            yield make_problem(rule_.code, rule_.severity, finding)


def region(state: str) -> str:
    """The two letters of a country, by the three that the settings have; empty where it is none."""
    known = states().get(state)
    return known.alpha_2 if known else ""


class _New(NamedTuple):
    texts: tuple[RecordText, ...]
    settings: Settings


_NEAR = 5_000
"""Characters behind the last text within which the next one of a file is looked for."""


def not_in_files(texts: Texts, read: Callable[[str], str]) -> Texts:
    """The texts that cannot be searched in the raw text of their file (`read`), such as those on several lines."""
    left = []
    for name, group in groupby(texts.texts, lambda one: one.place.file):
        raw, end = read(name), 0
        for passage in group:
            text = passage.text
            # What is before a number decides what it is: in a file that is the key.
            start = raw.find(text, end, end + len(text) + _NEAR) if text[:1].isalpha() else -1
            if start < 0:
                left.append(passage)
                start = raw.find(text[:20], end, end + _NEAR)
            end = max(start, end)
    return _New(tuple(left), texts.settings)


def _found(texts: _New) -> Iterator[Finding]:
    for _, sought in _RULES:
        yield from _in_passages(texts, sought)


def _in_passages(texts: Texts, sought: _Sought, *, official: bool = False) -> Iterator[Finding]:
    """The first in each text; for contacts either in official words or in all others.

    Those of a file are searched as lines of one text: most hold nothing, and a search begun for each takes far longer.
    """
    country = region(texts.settings.state)
    for _, group in groupby(texts.texts, lambda one: one.place.file):
        passages = [one for one in group if not sought.is_contact or _is_official(one) is official]
        ends = list(accumulate(len(one.text) + 1 for one in passages))
        last = -1
        for stretch in sought.search("\n".join(one.text for one in passages), country):
            number = bisect_right(ends, stretch.start)
            if number != last:
                last, passage = number, passages[number]
                start = ends[number] - len(passage.text) - 1
                words = passage.text[stretch.start - start : stretch.end - start]
                yield Finding(passage.place, sought.message.format(words), sought.hint)


def _is_official(passage: RecordText) -> bool:
    """Whether a text came in as the words of a document, which are public already."""
    return isinstance(passage.record, Paragraph) and passage.path[0] == "text" and bool(passage.record.origins)
