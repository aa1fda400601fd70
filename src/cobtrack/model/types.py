"""The types of single values in data files: texts, ids, numbers, sources, references.

A wrong value raises a PydanticCustomError. Users never see the message of this error, because `store.validation`
writes a message in plain words from the error's type and context.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BeforeValidator, Strict, ValidationError, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.languages.lookup import CODE_PATTERN, is_language_code
from cobtrack.model.record import OrRecord, Record
from cobtrack.model.states.currencies import CODES
from cobtrack.model.text.escape import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from cobtrack.model.problem import Path

Item = TypeVar("Item")
# A list in the file becomes a tuple in Python, which nothing can change and pydantic does not copy.
Many = Annotated[tuple[Item, ...], Strict(strict=False)]

Standing = Literal["official", "unofficial", "draft", "outdated"]
"""Whether the text in a language is official, is an unofficial translation or a draft, or is older than the original.
"""
STANDING = "standing"
"""The key beside the languages of a text that maps languages to their standing."""
_STANDINGS = get_args(Standing)


class PlainNumber(str):
    """A text without quotes, such as `1.10`, that other YAML readers read as a number (1.1). It is kept as written."""

    __slots__ = ()


TEXT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                STANDING: {
                    "description": "The standing of the text in each language, for each language where it is known.",
                    "type": "object",
                    "propertyNames": {"pattern": f"^{CODE_PATTERN}$"},
                    "additionalProperties": {"enum": list(_STANDINGS)},
                }
            },
            "patternProperties": {f"^{CODE_PATTERN}$": {"type": "string", "minLength": 1}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
"""The JSON Schema of a text: a string, or a mapping of language codes to strings and of `standing` to standings."""


class Text(str):
    """A text that people read, in one language or in several.

    The string itself is the text in the first of the workspace's languages in which the text exists. When the workspace
    is read in another language, the string is the text in that language, if the text exists in it.
    """

    __slots__ = ()

    @property
    def languages(self) -> Mapping[str, str]:
        """The texts in all languages, keyed by language code. The first one is the original.

        This is empty for a text whose language is not written down.
        """
        return {}

    @property
    def language(self) -> str:
        """The code of the string's language, or "" if it is not written down.

        The text is then in the first language of the workspace.
        """
        return ""

    @property
    def standings(self) -> Mapping[str, Standing]:
        """The standing of the text in each language, keyed by language code, where it is written down."""
        return {}

    @property
    def details(self) -> SourceDetails | None:
        """What else is known about a source; None for a source without details, and for every other text."""
        return None

    def path_of_words(self, path: Path) -> Path:
        """Return the path of the words in the data, where `path` is the path of the text in the record."""
        return path

    def with_words(self, words: str) -> Text:
        """Return other words in the same language."""
        return Text(words)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.with_info_plain_validator_function(
            _text, serialization=core_schema.plain_serializer_function_ser_schema(dump_text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the JSON Schema of a text."""
        # Pydantic adds defaults and titles to what it gets.
        return deepcopy(TEXT_SCHEMA)


class _TranslatedText(Text):
    __slots__ = ("_language", "_languages", "_standings")

    _languages: Mapping[str, str]
    _language: str
    _standings: Mapping[str, Standing]

    @property
    def languages(self) -> Mapping[str, str]:
        return self._languages

    @property
    def language(self) -> str:
        return self._language

    @property
    def standings(self) -> Mapping[str, Standing]:
        return self._standings

    def with_words(self, words: str) -> Text:
        text = _TranslatedText(words)
        text._language, text._languages, text._standings = self._language, {}, {}
        # It stays a translation with its standing.
        if self._standings:
            text._languages = {**dict.fromkeys(self._languages, ""), self._language: words}
            text._standings = self._standings
        return text


def _text(value: object, info: core_schema.ValidationInfo) -> Text:
    if isinstance(value, str):
        if is_blank(value):
            raise PydanticCustomError("empty_text", "empty")
        return value if isinstance(value, Text) else Text(value)
    if isinstance(value, int):
        raise PydanticCustomError("number_for_text", "number", {"typed": str(value)})
    if not isinstance(value, dict) or not value.keys() - {STANDING}:
        raise PydanticCustomError("not_text", "not text")
    languages = {code: part for code, part in value.items() if code != STANDING}
    for code, part in languages.items():
        if not is_language_code(code):
            raise PydanticCustomError("language", "{code}", {"code": code})
        if not isinstance(part, str) or is_blank(part):
            raise PydanticCustomError("language_text", "{code}", {"code": code})
    preferred = (info.context or {}).get("languages", ())
    language = next((code for code in preferred if code in languages), next(iter(languages)))
    text = _TranslatedText(languages[language])
    text._language, text._languages = language, languages
    text._standings = _read_standings(value[STANDING], languages) if STANDING in value else {}
    return text


def _read_standings(standings: object, languages: Mapping[str, str]) -> Mapping[str, Standing]:
    if not isinstance(standings, dict):
        raise PydanticCustomError("standings", "not by language", {"languages": list(languages)})
    for code, word in standings.items():
        if code not in languages:
            raise PydanticCustomError("standing_language", "{code}", {"code": code, "languages": list(languages)})
        if word not in _STANDINGS:
            raise PydanticCustomError("standing", "{word}", {"code": code, "word": word})
    return standings


def dump_text(value: Text) -> str | dict[str, Any]:
    """Return a text as plain data, in the form that it has in data files."""
    if value.details:
        return value.details.model_dump(mode="json", exclude_defaults=True)
    if not value.languages:
        return str(value)
    return {**value.languages, **({STANDING: dict(value.standings)} if value.standings else {})}


def texts_by_language(data: Any, first_language: str) -> Mapping[str, str]:
    """Return a text in plain data, keyed by language code. Without a code, a text is in the first language.

    The first text is the original. The result is empty if the data are not a text.
    """
    if has_details(data):
        data = data.get(CITE)
    if isinstance(data, str):
        return {first_language: str(data)}
    return {code: text for code, text in data.items() if code != STANDING} if isinstance(data, dict) else {}


def _check_language(value: object) -> object:
    if isinstance(value, str) and not is_language_code(value):
        raise PydanticCustomError("language", "{code}", {"code": value})
    return value


if TYPE_CHECKING:
    LanguageCode = str
else:
    LanguageCode = Annotated[
        str,
        BeforeValidator(_check_language),
        WithJsonSchema({"type": "string", "pattern": f"^{CODE_PATTERN}$", "examples": ["en"]}),
    ]
    """The code of a language, such as en (ISO 639-1)."""


def _matching(kind: str, pattern: str, example: str) -> Any:
    """Return the type of a string that matches a pattern, such as an id.

    `kind` ("an id") and `example` appear in the message about a string that does not match.
    """
    matches = re.compile(pattern, re.ASCII).fullmatch
    context = {"kind": kind, "example": example, "pattern": pattern}

    def check(value: object) -> object:
        if isinstance(value, PlainNumber | int) and not isinstance(value, bool):
            raise PydanticCustomError("unquoted", "number", {**context, "typed": str(value)})
        if isinstance(value, str) and not matches(value):
            raise PydanticCustomError("pattern", "no match", context)
        return value

    schema = {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}
    return Annotated[str, BeforeValidator(check), WithJsonSchema(schema)]


def _number_or(kind: str, pattern: str, example: str) -> Any:
    """Return the type that `_matching` returns, but accept whole numbers too.

    Every YAML reader reads 6 and "6" alike, so quotes are not needed.
    """
    text = _matching(kind, pattern, example)
    schema = {"anyOf": [{"type": "string", "pattern": f"^{pattern}$"}, {"type": "integer"}], "examples": [example]}
    as_text = BeforeValidator(lambda value: str(value) if type(value) is int else value)
    return Annotated[text, as_text, WithJsonSchema(schema)]


MONEY = "an amount of money"
"""How messages name a value of the type Money."""


def _number_as_text(value: object) -> object:
    return str(value) if type(value) is int or isinstance(value, PlainNumber) else value


def _check_currency(value: object) -> object:
    if isinstance(value, str) and value not in CODES:
        raise PydanticCustomError("currency", "{code}", {"code": str(value)})
    return value


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
if TYPE_CHECKING:
    Id = str
    ActivityId = str
    ParagraphId = str
    AnyId = str
    Revision = str
    NoteName = str
    CountryCode = str
    ParagraphRange = str
    Amount = str
    SdgNumber = str
    TelephoneNumber = str
    EmailAddress = str
    Number = str
    Money = str
    CurrencyCode = str
    GroupName = str
    WebAddress = str
    Checksum = str
else:
    Id = _matching("an id", _SLUG, "crc-state-report")
    """The name by which other records refer to this record. It consists of lower-case letters, digits and hyphens."""
    ActivityId = _matching("the id of an activity", r"\d+\.\d+", "2.10")
    ParagraphId = _matching("the id of a paragraph", rf"{_SLUG}:[a-z0-9]+(?:[.-][a-z0-9]+)*", "crc-2022:42a")
    AnyId = _matching("an id", r"\d+\.\d+|[a-z0-9]+(?:[.:-][a-z0-9]+)*", "crc-state-report")
    """The id of a record of any kind."""
    Revision = _matching("the name of a git revision", r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}", "roadmap-2")
    NoteName = _matching("the name of a footnote", _SLUG, "latest-cobs")
    CountryCode = _matching("a country code", "[A-Z]{3}", "KHM")
    ParagraphRange = _number_or(
        "a paragraph number or a range of paragraphs", r"\d{1,9}[a-z]?(?:-(?:\d{1,9}[a-z]?)?)?", "6-25"
    )
    Number = Annotated[
        _matching("a number", r"-?\d{1,15}(?:\.\d{1,6})?", "12.5"),
        # A number without quotes is fine here. It is kept as it was written.
        BeforeValidator(_number_as_text),
        WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, {"type": "number"}]}),
    ]
    Money = Annotated[
        # More than two decimals would accept 1.200, which is 1200 in many countries.
        _matching(MONEY, r"\d{1,18}(?:\.\d{1,2})?", "1200000 or 950.50"),
        BeforeValidator(_number_as_text),
        WithJsonSchema(
            {"anyOf": [{"type": "string", "pattern": r"^\d{1,18}(\.\d{1,2})?$"}, {"type": "number", "minimum": 0}]}
        ),
    ]
    """An amount of money: an exact decimal number without separators between thousands."""
    CurrencyCode = Annotated[
        _matching("a currency code", "[A-Z]{3}", "USD"),
        BeforeValidator(_check_currency),
        WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["USD"]}),
    ]
    """The code of a currency, such as USD (ISO 4217)."""
    Amount = _number_or("a number or a range", r"\d{1,4}(?:-\d{1,4})?", "2-3")
    TelephoneNumber = Annotated[
        _number_or("a telephone number", r"\+?\d[\d ./()-]{1,20}\d", "1280"),
        # Without quotes, a number that begins with 0 is kept as it was written.
        BeforeValidator(lambda value: str(value) if isinstance(value, PlainNumber) else value),
    ]
    EmailAddress = _matching("an e-mail address", r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+", "name@example.org")
    GroupName = _number_or("the name of a group", r"[^\s,;=|](?:[^\n\r\t,;=|]{0,58}[^\s,;=|])?", "female")
    """The name of a group on an axis, such as female, rural or 0-4."""
    WebAddress = _matching("a web address", r"https?://[^\s/]\S*", "https://example.org/archive/report")
    Checksum = _matching("a SHA-256 checksum", "[0-9a-f]{64}", "e3b0c442" * 8)
    SdgNumber = _number_or("the number of a goal or a target", r"\d{1,2}(?:\.[0-9a-z]{1,2})?", "16.2")


class RefersTo(NamedTuple):
    """An annotation of a field's type that says which kind of record the ids in the field refer to.

    If the field holds a nested record, the annotation applies to the ids in the nested record.
    """

    target: str
    """The name of the model whose records have these ids."""


if TYPE_CHECKING:
    ActivityRef = str
    ActorRef = str
    ConsultationRef = str
    DataSourceRef = str
    DeadlineRef = str
    DiscussionRef = str
    DocumentRef = str
    IndicatorRef = str
    InitiativeRef = str
    MeasureRef = str
    MechanismRef = str
    ParagraphRef = str
    PlannedActionRef = str
    ProcedureRef = str
    ResourceRef = str
    SubmissionRef = str
    AxisRef = str
    ClusterRef = str
    CriterionRef = str
    StepRef = str
else:
    ActivityRef = Annotated[ActivityId, RefersTo("Activity")]
    ActorRef = Annotated[Id, RefersTo("Actor")]
    ConsultationRef = Annotated[Id, RefersTo("Consultation")]
    DataSourceRef = Annotated[Id, RefersTo("DataSource")]
    DeadlineRef = Annotated[Id, RefersTo("Deadline")]
    DiscussionRef = Annotated[Id, RefersTo("Discussion")]
    DocumentRef = Annotated[Id, RefersTo("Document")]
    IndicatorRef = Annotated[Id, RefersTo("Indicator")]
    InitiativeRef = Annotated[Id, RefersTo("Initiative")]
    MeasureRef = Annotated[Id, RefersTo("Measure")]
    MechanismRef = Annotated[Id, RefersTo("Mechanism")]
    ParagraphRef = Annotated[ParagraphId, RefersTo("Paragraph")]
    PlannedActionRef = Annotated[Id, RefersTo("Action")]
    ProcedureRef = Annotated[Id, RefersTo("Procedure")]
    ResourceRef = Annotated[Id, RefersTo("Resource")]
    SubmissionRef = Annotated[Id, RefersTo("Submission")]
    # These ids are defined and used within one file: cobtrack.yaml or a procedure.
    AxisRef = Annotated[Id, RefersTo("Axis")]
    ClusterRef = Annotated[str, RefersTo("Cluster")]
    CriterionRef = Annotated[Id, RefersTo("Criterion")]
    StepRef = Annotated[Id, RefersTo("Step")]


FormerIds = Many[AnyId]
"""The earlier ids of a record that was renamed or moved. They still find the record, and are never used again."""


def _as_list(value: object) -> object:
    if isinstance(value, dict):
        return [_Alone(value)] if has_details(value) else [value]
    return [value] if isinstance(value, str) else value


SourceType = Literal["report", "statistics", "law", "letter", "news", "testimony", "photo", "other"]
CITE = "cite"
"""The key of the citation in a source that is written as a mapping."""


class SourceDetails(Record):
    """A source with details: what kind of source it is, when it was published, and whether it can still be found.

    A source can be written as a mapping wherever sources and evidence are written, such as in the evidence for a status
    or for an assessment. A source without details is written as a plain text.
    """

    cite: Text
    """The source: a citation, a web address, or both (`[title](https://…)`)."""
    type: SourceType | None = None
    """The kind of source."""
    date: Timeframe | None = None
    """The date of the source, such as the day on which a report was published."""
    archived: WebAddress = ""
    """The web address of a copy in an archive, in case that the source disappears."""
    seen: Timeframe | None = None
    """The last day on which somebody found the source at its web address."""
    sha256: Checksum = ""
    """The SHA-256 checksum of the file at the web address. It shows whether the file was changed later."""


class _DetailedSource(_TranslatedText):
    __slots__ = ("_details", "_is_alone")

    _details: SourceDetails
    _is_alone: bool

    @property
    def details(self) -> SourceDetails:
        return self._details

    def path_of_words(self, path: Path) -> Path:
        return (*(path[:-1] if self._is_alone else path), CITE)


class _Alone(dict[str, Any]):
    """A source with details that is written without a list around it."""


def has_details(data: object) -> bool:
    """Return whether plain data are a source that is written as a mapping, and not a text in several languages."""
    return isinstance(data, dict) and not SourceDetails.model_fields.keys().isdisjoint(data)


def _read_source(value: object, info: ValidationInfo) -> object:
    """Return a source that is written as a mapping as a text with details, and any other value unchanged."""
    if not has_details(value):
        return value
    try:
        details = SourceDetails.model_validate(value, context=info.context)
    except ValidationError as error:
        # `store.validation` reports each of these errors at its own place.
        raise PydanticCustomError("source_details", "invalid", {"errors": error.errors(include_url=False)}) from None
    source = _DetailedSource(details.cite)
    source._language, source._languages = details.cite.language, details.cite.languages
    source._standings, source._details = details.cite.standings, details
    source._is_alone = isinstance(value, _Alone)
    return source


DETAILS_SCHEMA = {"$comment": "a source with details"}
"""A part of the JSON Schema of sources, in whose place `render.json_schema` puts a reference to `SourceDetails`."""
_ITEM_SCHEMA = {"anyOf": [*TEXT_SCHEMA["anyOf"], DETAILS_SCHEMA]}
_SOURCE_SCHEMA = {"anyOf": [*_ITEM_SCHEMA["anyOf"], {"type": "array", "items": _ITEM_SCHEMA}]}
Sources = Annotated[
    tuple[Annotated[Text, BeforeValidator(_read_source), OrRecord(SourceDetails)], ...],
    Strict(strict=False),
    BeforeValidator(_as_list),
    WithJsonSchema(_SOURCE_SCHEMA),
]
"""Where the information comes from: a citation, a web address, or both (`[title](https://…)`). Several sources are
written as a list."""


def is_single_or_list(marks: Iterable[object]) -> bool:
    """Whether a list with one item can be written as this item alone. `marks` are the annotations of the field."""
    return any(isinstance(mark, BeforeValidator) and mark.func is _as_list for mark in marks)
