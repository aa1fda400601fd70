"""Find children who can be identified from a text, because it has a name next to an age under 18, or "my name is"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cobtrack.model.states.lookup import state_code
from cobtrack.rules.ordinary_words import IN_PLACES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_ANY_AGE = rf"(?:1[0-7]|[1-9]|១[០-៧]|[១-៩]|(?:{_NUMBER})(?![a-z]))(?![\d\u17e0-\u17e9]|[.,/-]\d)"
_AGE = rf"(?<![\d.,/-]){_ANY_AGE}"
# In U+0100 to U+024F upper-case and lower-case letters alternate.
_FURTHER = [chr(code) for code in range(0x100, 0x250)]
_CAPITALS = r"A-Z\u00c0-\u00de" + "".join(letter for letter in _FURTHER if letter.isupper())
_CAPITAL = rf"[{_CAPITALS}]"
_SMALL = rf"[a-z\u00df-\u00ff'’{''.join(letter for letter in _FURTHER if letter.islower())}]"
_PART = rf"{_CAPITAL}{_SMALL}+(?:-{_CAPITAL}?{_SMALL}+)*"
# A family name can be in capitals, and a middle name can be an initial.
_NAME = (
    rf"(?P<name>(?<![\w-])(?:[A-Z]{{2,}} (?={_CAPITAL}{_SMALL}))?{_PART}"
    rf"(?: (?:{_CAPITAL}\.|{_PART}|[A-Z]{{2,}}(?!\w))){{0,3}}(?!\w))"
)
_KHMER_NAME = r"(?P<name>[\u1780-\u17d3]{2,14})"
_CHILD = r"(?:boys?|girls?|child|student|pupil|son|daughter|kid|teenager|youth|delegate|representative|member|survivor)"
_NAMING = ("named", "called", "by the name of", "whose name is")
# How children introduce themselves, in texts in their own words.
_INTRODUCED = r"(?:[Mm]y name(?: is|['’]s)|[Mm]e llamo|[Mm]i nombre es|[Jj]e m['’]appelle)"
_INTRODUCED_IN_KHMER = "ខ្ញុំឈ្មោះ"
_WORDS_OF_INTRODUCTION = ("y name", "e llamo", "i nombre", "appelle", _INTRODUCED_IN_KHMER)
_ABOUT = "(?:(?:only|just|now|about) )?"
_SEX = rf"(?:(?:an? )?(?:{_CHILD}|male|female)|[fmFM])(?!\w)"
_YEARS = r"[- ]?(?:years?|yrs?)\.?"
_OLD = rf"(?:{_YEARS}(?:[- ]?old| of age)|[- ]?y/?o)(?!\w)"
_ALONE = r"(?! (?:to|and(?! \w+ months)|or|-|–))"
_IS = r"(?:,? (?:who|he|she) (?:is|was)| is| was| turned| turns)"
_CLOSE = r"[*_\"”’»]{0,3}"
_MARK = rf"{_CLOSE}(?: ?[(\[]|,| [–—-]|:)? ?"
_END = r"(?=[,;.)\]\"”'’](?! ?\d)|$|\n"
_GOES_ON = r"(?:said|says|told|tells|asked|asks|spoke|who|from|wrote|of)(?!\w)"
_AGED = r"(?:មាន)?អាយុ ?"

# Patterns whose words make it certain that the number is an age.
_SURE = (
    rf"{_NAME}{_MARK}(?:{_SEX},? )?[Aa]ged?[: ] ?{_AGE}{_ALONE}",
    rf"{_NAME}(?:{_IS})?{_MARK}(?:{_SEX},? )?(?:(?:only|just|now|about|an?|the) )?{_AGE}{_OLD}",
    rf"{_NAME}(?: and {_PART})?(?:,| are|, who are)? both (?:aged )?{_AGE}{_ALONE}",
    rf"{_NAME} age(?: is| was|:) {_AGE}{_ALONE}",
    rf"{_NAME}{_MARK}(?:an? |the )?{_CHILD} (?:of|aged) {_AGE}{_ALONE}",
    rf"(?:{_AGE}|\b(?i:{_NUMBER})){_OLD},? ?(?:{_CHILD} ?)?,? ?(?:(?:named|called) )?{_NAME}",
    rf"{_CHILD} (?:{'|'.join(_NAMING)}) {_NAME}",
    rf"{_INTRODUCED} {_NAME}",
    rf"{_INTRODUCED_IN_KHMER} ?{_KHMER_NAME}",
    rf"{_NAME}{_MARK}(?:{_SEX}(?:, ?|/| ){_ANY_AGE}|{_AGE}(?:, ?|/| ){_SEX})(?=[)\],;.]|$|\n)",
    rf"(?:ឈ្មោះ|នាង|កុមារា|កុមារី) ?{_KHMER_NAME}(?: [\u1780-\u17d3]{{2,14}})? ?[,(]? ?(?:{_AGED}{_AGE}|{_AGE} ?ឆ្នាំ)",
)
# Patterns in which the number is probably an age.
_LIKELY = (
    rf"{_NAME}{_CLOSE} ?[(\[] ?{_AGE} ?[)\]]",
    rf"{_NAME}{_MARK}{_AGE}(?:{_YEARS}|(?<= )ឆ្នាំ| ឆ្នាំ)(?![-\w])",
    rf"{_NAME}{_CLOSE}(?:, ?| [–—-] ?|: ){_ABOUT}{_AGE}{_END}| {_GOES_ON})",
    rf"{_NAME}{_IS} {_AGE}{_END}| (?:and|when|now|last|this|today|yesterday)(?!\w))",
    rf"(?<![\u1780-\u17d3]){_KHMER_NAME} ?[,(]? ?{_AGED}{_AGE} ?ឆ្នាំ",
    rf"(?<![\u1780-\u17d3]){_KHMER_NAME} ?\( ?{_AGE} ?(?:ឆ្នាំ)? ?\)",
)
# Search for possible ages first and then for names nearby, because texts have many names and that search is slow.
# The pattern begins with the digit, because a look-behind at its start would be tried at every character.
_DIGITS = re.compile(r"[1-9១-៩](?<![\d.,-].)(?<!\d/.)(?:(?<=[1១])[0-7០-៧])?(?!\d|[.,/-]\d)")
# To match the first letter and then the rest is twice as fast. It is harmless that "fine" and "night" match too.
_NUMBERS = re.compile(rf"[efnostEFNOST](?<!\w.)(?:{'|'.join(number[1:] for number in _NUMBER.split('|'))})\b(?!\.\w)")
_NAMED = re.compile(rf"{_CHILD} (?:{'|'.join(_NAMING)}) (?={_CAPITAL})")
_SAYS_NAME = re.compile(rf"{_INTRODUCED} (?={_CAPITAL})|{_INTRODUCED_IN_KHMER}")
_BEFORE = re.compile(
    rf"(?:(?P<word>{_CAPITAL}[\w'’]*?|[\u1780-\u17d3]+)(?:\]|{_CLOSE})(?: ?[(\[]|,| [–—-]|:|{_IS}) ?{_ABOUT}"
    rf"|\b[Aa]ge(?:d|:| is| was)? ?|\bboth |(?:{_CHILD}|male),? (?:of |aged )?|\b[fmFM][, /]+|អាយុ ?)$"
)
_AFTER = re.compile(
    r"[- ]?(?:years?|yrs?)\.?(?:[- ]?old| of age)|[- ]?y/?o\b"
    rf"|[, /]+(?:[fmFM]|(?:fe)?male|{_CHILD})(?=[)\],;.]|$|\n)|.?ឆ្នាំ"
)
_NEAR = 500
_ORDINARY = re.compile(r"(?:tion|sion|ship|ness|ism|ics|ology|\w{4}ments?)s?$")
_NO_KHMER_NAME = re.compile(
    "សាលា|គ្រូ|ភ្នំ|ឃុំ|ស្រុក|ភូមិ|ក្រសួង|អង្គការ|គ្រួសារ|ករណី|សំណួរ|ទំព័រ|តារាង|សរុប|ឆ្នាំ"
    "|កំពង់|សៀមរាប|បាត់ដំបង|តាកែវ|កណ្ដាល|កណ្តាល|កំពត|ព្រៃវែង|ស្វាយរៀង|ពោធិ៍សាត់|ក្រចេះ|គិរី|ស្ទឹងត្រែង"
    "|កុមារ|ក្មេង|យុវ|អនីតិជន|មនុស្ស|នាក់|(?<![\u1780-\u17d3])ស្រី(?![\u1780-\u17d3])|ប្រុស|ដែល|មាន|និង|រៀន|សិស្ស|ក្រោម|លើ|ចំនួន|ជន|នារី|ស្ត្រី|មាត្រា|កម្ពុជា|ខេត្ត|ក្រុង|គោលដៅ|ជំពូក|សារាចរ"
)


@cache
def _patterns() -> list[tuple[re.Pattern[str], bool]]:
    """Return the compiled patterns that find a named child.

    Each pattern comes with a flag that says whether all its matches contain an age. The patterns are compiled at the
    first call only, because compiling takes long and most texts have no age next to a name.
    """
    return [(re.compile(pattern), pattern in _SURE) for pattern in (*_SURE, *_LIKELY)]


def named_children(text: str) -> Iterator[re.Match[str]]:
    """Yield each part of a text that seems to identify a child. No part extends over more than one line."""
    signs = [sign.start() for pattern in (_DIGITS, _NUMBERS) for sign in pattern.finditer(text) if _is_age(text, sign)]
    if any(words in text for words in _NAMING):
        signs += [sign.start() for sign in _NAMED.finditer(text)]
    if any(words in text for words in _WORDS_OF_INTRODUCTION):
        signs += [sign.start() for sign in _SAYS_NAME.finditer(text)]
    end = -1
    for sign in sorted(signs):
        if sign > end:
            start, end = text.rfind("\n", 0, sign) + 1, text.find("\n", sign)
            end = len(text) if end < 0 else end
            yield from _in_line(text, start, end)


def _is_age(text: str, sign: re.Match[str]) -> bool:
    """Whether the number at `sign` can be an age, judging by the words before and after the number."""
    if _AFTER.match(text, sign.end()):
        return True
    before = _BEFORE.search(text, max(sign.start() - 40, 0), sign.start())
    return before is not None and (before["word"] or "").lower() not in WORDS


def _in_line(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    found = [
        match
        for pattern, is_sure in _patterns()
        for match in pattern.finditer(text, start, end)
        if _is_person(match["name"], text[max(match.start() - _NEAR, start) : match.end() + _NEAR], is_sure=is_sure)
    ]
    end = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def _is_person(name: str, text: str, *, is_sure: bool) -> bool:
    if "\u1780" <= name[0] <= "\u17d3":
        return not _NO_KHMER_NAME.search(name)
    words = re.sub("['’]s$", "", name).split()
    if not is_sure and any(word.lower() in IN_PLACES for word in words):
        return False
    while words and words[0].lower() in WORDS:
        del words[0]
    if not words or any(word.lower() in WORDS or word.lower() in IN_PLACES for word in words):
        return False
    return is_sure or not (_is_place(" ".join(words)) or any(_is_ordinary(word, text) for word in words))


def _is_ordinary(word: str, text: str) -> bool:
    """Whether a capitalised word seems to be an ordinary word and not a name.

    This is assumed if the word has a typical ending (for example -tion), or if `text` has the same word in lower case.
    """
    return bool(_ORDINARY.search(word) or re.search(rf"\b{re.escape(word.lower())}\b", text))


@lru_cache(1000)
def _is_place(name: str) -> bool:
    """Whether `name` is the name of a State, or of a city after which a time zone is named."""
    return bool(state_code(name) or state_code(name.rpartition(" ")[2])) or name in _cities()


@cache
def _cities() -> frozenset[str]:
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads many files, and is seldom needed

    return frozenset(zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones())
