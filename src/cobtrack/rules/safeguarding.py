"""COB5xx: personal data in public files, such as private contacts and children who could be identified."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.model.record import Record
from cobtrack.model.record_texts import RecordText, record_texts
from cobtrack.model.states.lookup import alpha_2_code
from cobtrack.rules.children import named_children
from cobtrack.rules.rule import read_rule, rule
from cobtrack.rules.search_texts import SearchTexts, file_of
from cobtrack.rules.telephone import TextRange, telephone_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace

    Search = Callable[[str, str], Iterator[TextRange]]
    """A function that searches a text and yields each match. Its arguments are the text and the workspace's country.

    The country is a code of ISO 3166-1 alpha-2.
    """

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_TAKE_OUT = "delete it; anybody who needs it can ask the secretariat"

_AT_SIGN = r" ?(?:[@＠﹫]|&#64;|&#x40;|&commat;|%40|[(\[{<] ?(?:at|@) ?[)\]}>]) ?"
_DOT = r"(?:[.．]| ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?)"
_EMAIL = (
    rf"(?<![\w.+-])[\w.+-]+{_AT_SIGN}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,24}}(?![\w-])"
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

_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Sra|Srta|Mme|Mlle)\b\.? ?[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)*"
    r"|(?:លោកស្រី|លោក|អ្នកស្រី|កញ្ញា) ?[\u1780-\u17d3]{2,14}"
)
# The numbers of a shape in a picture (SVG), which can look like telephone numbers.
_SHAPE = re.compile(r"""\b(?:d|points|transform|viewBox)=(["'])[-+\d.,()\sA-Za-z]*\1""")
_LOCATION_SIGNS = re.compile(r"\.(?<=\d\.)\d{4}|°|goo\.gl|w3w\.co|what3words|google\.|geo:")


class _Pattern(NamedTuple):
    """A kind of personal data, with a function that searches for it.

    `message` and `hint` are shown for each match.
    """

    search: Search
    message: str
    hint: str
    is_contact: bool = False
    """Whether this kind of data is a contact, which the official text of a document can contain."""


def _regex(pattern: str, *signs: str) -> Search:
    """Return a function that searches a text for a regular expression, ignoring case.

    The function searches only the lines that contain one of the `signs`, which must be in lower case. This is faster,
    because most texts contain none of the signs.
    """

    def search(text: str, _: str) -> Iterator[TextRange]:
        lowered = text.lower()
        # A few letters become two letters in lower case, which would shift the positions.
        lowered = lowered if len(lowered) == len(text) else text
        line_ends = {}
        for sign in signs:
            at = lowered.find(sign)
            while at >= 0:
                start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                line_ends[start] = end = len(text) if end < 0 else end
                at = lowered.find(sign, end)
        for start, end in sorted(line_ends.items()):
            matches = re.compile(pattern, re.IGNORECASE).finditer(text, start, end)
            yield from (TextRange(*match.span()) for match in matches)

    return search


def _children(text: str, _: str) -> Iterator[TextRange]:
    return (TextRange(*match.span()) for match in named_children(text))


def _locations(text: str, _: str) -> Iterator[TextRange]:
    if _LOCATION_SIGNS.search(text):
        yield from (TextRange(*match.span()) for match in _LOCATION.finditer(text))


_EMAIL_ADDRESS = _Pattern(
    _regex(_EMAIL, *_EMAIL_SIGNS), "an e-mail address in a public file: {}", _TAKE_OUT, is_contact=True
)
_TELEPHONE = _Pattern(telephone_numbers, "a telephone number in a public file: {}", _TAKE_OUT, is_contact=True)
_CHILD = _Pattern(_children, '"{}" seems to identify a child', "remove the name, the age and the place")
_BIRTH_DATE = _Pattern(
    _regex(_BIRTH, "date of birth", "born on", "d.o.b", "dob"), '"{}" seems to be a date of birth', "delete it"
)
_CHAT = _Pattern(
    _regex(_PRIVATE, ".me/", "whatsapp.com", "signal.group", "discord.gg"), "{} is a link to a private chat", _TAKE_OUT
)
_IDENTITY_NUMBER = _Pattern(
    _regex(_IDENTITY, *_IDENTITY_SIGNS), '"{}" seems to be the number of an identity document', "delete it"
)
_EXACT_PLACE = _Pattern(
    _locations, '"{}" is an exact location, which can reveal a home', "write at most the name of the district"
)


@rule("COB501", "e-mail-address", _ERROR)
def email(texts: SearchTexts) -> Iterator[Finding]:
    """A public file contains an e-mail address.

    All files in data/ and templates/ are public, including their comments. Addresses written with (at) or [at] are
    found as well. Only the secretariat keeps the contacts of focal points. It keeps them on its own computer, in a file
    whose name ends in .internal.yaml. Git and all commands ignore such files.

    A committed address stays in the history of git. Remove it with "git filter-repo --replace-text FILE" and push with
    --force. Somebody might have read an address that was pushed, so tell its owner.

    Wrong:  note: ask sokha@example.org
    Right:  note: ask the secretariat
    """
    return _in_passages(texts, _EMAIL_ADDRESS)


@rule("COB502", "telephone-number", _ERROR)
def telephone(texts: SearchTexts) -> Iterator[Finding]:
    """A public file contains a telephone number.

    Numbers from the workspace's State are found in every notation, even in Khmer digits. Numbers from other countries
    are found if they begin with + or 00. Short numbers and numbers that are free of charge are not reported, because
    they belong to public services, such as helplines.

    Wrong:  note: call 012 345 678
    Right:  note: call the secretariat
    """
    return _in_passages(texts, _TELEPHONE)


@rule("COB503", "child-identified", _WARNING)
def child_identified(texts: SearchTexts) -> Iterator[Finding]:
    """A text seems to identify a child, because it has a name with an age under 18, or says "my name is".

    A published text must never allow others to find a child. This rule does not recognise other names without an age,
    a school with a class, or a name in lower case. Read every text about children again before you publish it, and
    above all what children said in their own words.

    Wrong:  note: Dara Sok, aged 14, spoke for the network
    Right:  note: a child representative spoke for the network
    """
    return _in_passages(texts, _CHILD)


@rule("COB504", "date-of-birth", _WARNING)
def date_of_birth(texts: SearchTexts) -> Iterator[Finding]:
    """A text seems to contain a person's date of birth."""
    return _in_passages(texts, _BIRTH_DATE)


@rule("COB505", "private-chat", _WARNING)
def private_chat(texts: SearchTexts) -> Iterator[Finding]:
    """A text contains a link to a private chat or a messenger account."""
    return _in_passages(texts, _CHAT)


near_miss = read_rule(
    "COB506",
    "near-miss-of-internal",
    _ERROR,
    """
    A file seems to be internal or to contain contacts, but its name does not make it private.

    Only files whose names end in .internal.yaml (in lower case) are private. Send the file to the secretariat and
    remove it from the workspace. A committed file stays in the history of git. Remove it with
    "git filter-repo --invert-paths --path NAME" and push with --force. Somebody might have read a file that was pushed,
    so tell the people whose contacts it contains.

    Wrong:  data/focal-points-internal.yaml
    Right:  data/focal-points.internal.yaml
    """,
)
internal_in_git = read_rule(
    "COB507",
    "internal-file-in-git",
    _ERROR,
    """
    A file whose name ends in .internal.yaml is in git, or git does not ignore the file.

    The name alone does not keep the file private. The file .gitignore needs the line *.internal.yaml, and uploads on a
    web page ignore .gitignore. A committed file is public and stays in the history of git. Remove it with
    "git filter-repo --invert-paths --path NAME" and push with --force. Somebody might have read a file that was pushed.
    """,
)
ignored_file = read_rule(
    "COB508",
    "ignored-file",
    _ERROR,
    """
    Git ignores a file in data/ or templates/, so nobody else will ever see the file.

    Only files whose names end in .internal.yaml should be ignored. To see which pattern in .gitignore matches the file,
    run "git check-ignore -v NAME".
    """,
)
editor_copy = read_rule(
    "COB509",
    "editor-copy",
    _ERROR,
    """
    A text editor or a merge has left a copy of a file in data/ or templates/.

    Delete the copy. It is an earlier version of the file, possibly with contacts, and is published with all other
    files.
    """,
)


focal_point_not_agreed = read_rule(
    "COB515",
    "focal-point-not-agreed",
    _WARNING,
    """
    The date on which a focal point agreed to be listed is missing.

    Ask every person before you keep a name and a contact, and write the date of the answer in the field `agreed`. An
    address list leaves out everybody without this date.
    """,
)
focal_point_twice = read_rule(
    "COB516",
    "focal-point-twice",
    _WARNING,
    """
    A focal point is listed twice: with the same e-mail address, or with the same name in the same organisation.

    A person can answer for several groups, pillars and activities in a single entry.
    """,
)
focal_point_in_public = read_rule(
    "COB517",
    "focal-point-in-public",
    _WARNING,
    """
    A public file contains the name of a focal point.

    The name is in data/focal-points.internal.yaml, so it is found only on the computer that has this file. Everybody
    can read the public file, so write the organisation instead of the person.
    """,
)


@rule("COB510", "identity-number", _WARNING)
def identity_number(texts: SearchTexts) -> Iterator[Finding]:
    """A text seems to contain the number of an identity card, a passport or a birth certificate.

    The number is recognised only if the text says what kind of number it is.
    """
    return _in_passages(texts, _IDENTITY_NUMBER)


@rule("COB511", "exact-place", _WARNING)
def exact_place(texts: SearchTexts) -> Iterator[Finding]:
    """A text contains coordinates or a link to a place on a map, which can reveal where somebody lives.

    Postal addresses are not recognised.
    """
    return _in_passages(texts, _EXACT_PLACE)


@rule("COB512", "contact-in-official-words", _WARNING)
def in_official_words(texts: SearchTexts) -> Iterator[Finding]:
    """The official text of a paragraph seems to contain an e-mail address or a telephone number.

    This is only a warning, because the texts of imported paragraphs (with `origins`) are already public and are never
    changed. Check whether the document really contains the contact, and whether the contact is private.
    """
    hint = "compare with the official document; if the contact is not in it, delete it"
    for pattern in _CONTACTS:
        message = pattern.message.replace("in a public file", "in the official text")
        yield from _in_passages(texts, pattern._replace(message=message, hint=hint), official=True)


@rule("COB513", "help-names-a-person", _WARNING)
def help_names_a_person(workspace: Workspace) -> Iterator[Finding]:
    """An entry in `help` seems to name a person. The entries are read by children, and must be public services only.

    The name of a person in a text is recognised by a title such as Ms or Dr.

    Wrong:  name: Ms Sokha, social worker
    Right:  name: Office for children in every district
    """
    for text in record_texts(workspace.settings.help):
        if match := _PERSON.search(text.text):
            hint = "name the service, not a person who works there"
            yield Finding(text.place, f'"{match[0]}" seems to be a person', hint)


@rule("COB514", "private-number-in-help", _ERROR)
def private_number_in_help(workspace: Workspace) -> Iterator[Finding]:
    """The number of an entry in `help` might be private: it is neither short nor free of charge.

    Children who need help must reach a service. Helplines have short numbers or numbers that are free of charge. For
    any other service, give its web address or say where it is.

    Wrong:  number: 012 345 678
    Right:  number: 1280
    """
    country = alpha_2_code(workspace.settings.state)
    hint = "give a short number, a number that is free of charge, or the web address of the service (url:)"
    for service in workspace.settings.help:
        if any(telephone_numbers(service.number, country)):
            yield Finding(service.place.at("number"), f"{service.number} might be a private number", hint)


_CONTACTS = (_EMAIL_ADDRESS, _TELEPHONE)
_RULES = (
    (email, _EMAIL_ADDRESS), (telephone, _TELEPHONE), (child_identified, _CHILD), (date_of_birth, _BIRTH_DATE),
    (private_chat, _CHAT), (identity_number, _IDENTITY_NUMBER), (exact_place, _EXACT_PLACE),
)  # fmt: skip


def in_new(record: Record, settings: Settings) -> Iterator[Finding]:
    """Yield a finding for personal data in a record. This is called before the record is written to a file."""
    return _all_findings(SearchTexts(record_texts([record]), settings))


def in_text(text: str, settings: Settings) -> Iterator[Finding]:
    """Yield a finding for personal data in a text. This is called before the text is written to a file."""
    return _all_findings(SearchTexts([RecordText(Record(), (), text)], settings))


def contacts(text: str, settings: Settings) -> Iterator[str]:
    """Yield the name of each kind of contact that a text contains, as in `an e-mail address`."""
    country = alpha_2_code(settings.state)
    return (pattern.message.partition(" in a ")[0] for pattern in _CONTACTS if any(pattern.search(text, country)))


def in_file(name: str, text: str, settings: Settings, *, has_places: bool = True) -> Iterator[Problem]:
    """Yield a problem for each piece of personal data in `text`, which is the raw text of the file `name`.

    With `has_places`, each problem has the line and column of the match. Otherwise, each problem has the first line of
    the file, because line numbers are of no use in a file that is not plain text.
    """
    country = alpha_2_code(settings.state)
    if name.endswith(".svg"):
        text = _SHAPE.sub(lambda match: re.sub(r"\S", "-", match[0]), text)
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for rule_, pattern in _RULES:
        for start, end in pattern.search(text, country):
            line = bisect_right(line_starts, start)
            column = start - line_starts[line - 1] + 1
            span = Span(line, column, line, column + end - start) if has_places else Span(1, 1, 1, 2)
            finding = Finding(Place(name, span=span), pattern.message.format(text[start:end]), pattern.hint)
            yield make_problem(rule_.code, rule_.severity, finding)


_NEAR = 5_000
"""The maximum distance in characters from one text of a file to the next text."""


def not_in_files(workspace: Workspace, read: Callable[[str], str]) -> SearchTexts:
    """Return the texts that do not appear literally in their file.

    For example, a text can be folded over several lines of its file. All other texts are searched as part of the raw
    text of their file. `read` returns the raw text of a file.
    """
    others = []
    for name, group in groupby(workspace.texts, file_of):
        raw, end = read(name), 0
        for passage in group:
            text = passage.text
            # A number at the beginning of a text comes after a key in the file, which could affect the search.
            start = raw.find(text, end, end + len(text) + _NEAR) if text[:1].isalpha() else -1
            if start < 0:
                others.append(passage)
                start = raw.find(text[:20], end, end + _NEAR)
            end = max(start, end)
    return SearchTexts(others, workspace.settings)


def _all_findings(texts: SearchTexts) -> Iterator[Finding]:
    for _, pattern in _RULES:
        yield from _in_passages(texts, pattern)


def _in_passages(texts: SearchTexts, pattern: _Pattern, *, official: bool = False) -> Iterator[Finding]:
    """Yield a finding for the first match in each text.

    If `pattern` describes contacts, only some of the texts are searched. These are the official texts if `official` is
    true, and otherwise all other texts.
    """
    for group in texts.groups:
        if pattern.is_contact and group.is_official is not official:
            continue
        matches = list(pattern.search(group.joined, texts.country))
        ends = list(accumulate(len(text.text) + 1 for text in group.texts)) if matches else []
        previous = -1
        for match in matches:
            number = bisect_right(ends, match.start)
            if number != previous:
                previous, text = number, group.texts[number]
                start = ends[number] - len(text.text) - 1
                words = text.text[match.start - start : match.end - start]
                yield Finding(text.place, pattern.message.format(words), pattern.hint)
