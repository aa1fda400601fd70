"""Describe the errors of pydantic in plain words: what is wrong in the file, and what to type instead."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args, get_origin

from cobtrack.model.dates.parse import suggest_duration, suggest_notation, suggest_relative_date
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.languages.lookup import suggest_languages
from cobtrack.model.record import Record, field_type, fields_by_key, record_type, record_type_at, type_at, unwrap_type
from cobtrack.model.records.roadmap import PARTS
from cobtrack.model.records.shared import EARLIER_DATES, EARLIER_WORDS, Earlier
from cobtrack.model.references import target_type_at
from cobtrack.model.states.currencies import CODES
from cobtrack.model.text.lookalikes import BULLETS, character_name, lookalikes, to_plain_characters
from cobtrack.model.text.suggestions import close_matches, closest_actor, did_you_mean
from cobtrack.model.text.wording import join
from cobtrack.model.types import MONEY, PlainNumber, Standing, Text
from cobtrack.store.validation.error import (
    CURLY_QUOTES,
    MAX_KEYS,
    Error,
    ErrorContext,
    id_pattern,
    list_item_type,
    own_item_type,
    split_ids,
    words_by_label,
)
from cobtrack.store.validation.fixes import certain_correction
from cobtrack.store.yaml.hints import no_space_after_colon, no_space_after_dash, quoted, space_in_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic_core import ErrorDetails

    from cobtrack.model.kinds import Kind
    from cobtrack.model.problem import Path
    from cobtrack.store.validation.fixes import Correction

MessageAndHint = tuple[str, str]


class Description(NamedTuple):
    """An error in plain words: the code of its rule, its path in the file, its message, its hint and its correction.

    `on_key` says whether the error is at the key or at the value. Without a certain correction, `correction` is None.
    """

    code: str
    path: Path
    on_key: bool
    message: str
    hint: str
    correction: Correction | None = None


def describe_error(
    model: type[Record], path: Path, details: ErrorDetails, context: ErrorContext | None = None
) -> Description:
    """Describe an error at `path` in a file of this model."""
    # Pydantic marks an error in the key of a mapping like this.
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    error = Error(model, path, details["input"], details.get("ctx", {}), context or ErrorContext(), details["loc"])
    kind = details["type"]
    correction = None if is_key else certain_correction(kind, error)
    if kind not in _KINDS:
        return Description("COB103", path, False, *_wrong_type(kind, error), correction)
    code, on_key, describe = _KINDS[kind]
    message, hint = describe(error)
    if isinstance(error.value, str):
        if kind in _KINDS_IN_PLAIN_CHARACTERS and (odd := lookalikes(error.value)):
            message += f"; it contains {join([character_name(character) for character in odd[:3]])}"
        if error.value and error.value[0] in CURLY_QUOTES:
            hint = f'use straight quotation marks: "{error.value.strip(CURLY_QUOTES)}"'
    return Description(code, path, on_key or is_key, message, hint, correction)


_KINDS_IN_PLAIN_CHARACTERS = frozenset({"pattern", "timeframe", "literal_error"})
"""The types of errors in values that consist of plain letters, digits and signs."""


# Fields that are missing or unknown (COB101, COB102)

_DATE_FORMS = "a year, a month, a day or an interval, as in 2026, 2026-05 or 2026-01/2026-06"
_MIN_LIKENESS_OF_FIELDS = 0.8
"""How similar an unknown field has to be to a missing one, so that both are one mistake."""


def _missing(error: Error) -> MessageAndHint:
    is_date = type_at(error.model, error.path) is Timeframe
    if error.path in error.context.keys_without_value:
        message = f'"{error.name}" has no value'
        if is_date:
            return message, f"write {_DATE_FORMS}"
        return message, f"write one after the colon: {error.name}: {_example(error) or '…'}"
    message = f'"{error.name}" is missing'
    if text_field := error.context.swallowed.get((error.path[:-1], error.name)):
        return message, f'it is read as part of "{text_field}": indent "{error.name}:" like "{text_field}:"'
    is_in_item = bool(error.loc[-2:-1]) and isinstance(error.loc[-2], int)
    if is_in_item and (first_key := _key_of_item_above(error, error.loc[:-3])):
        return message, _indent_hint(error.name, first_key)
    if is_date:
        return message, f"add {error.name}: with {_DATE_FORMS}"
    return message, f"add {error.name}: {_example(error)}".rstrip()


def _unknown(error: Error) -> MessageAndHint:
    message = f'unknown field "{error.name}"'
    if odd := lookalikes(error.name):
        message += f"; it contains {character_name(odd[0])}"
    if first_key := _key_of_item_above(error, error.loc[:-1]):
        return message, _indent_hint(error.name, first_key)
    if len(error.path) == 1 and (other := _kind_with_list(error)):
        return message, f"the list belongs in a file of its own: move it to {other.file(error.name)}"
    lists = _lists_with_field(error)
    for key in lists:
        if (*error.path[:-1], key) in error.context.keys_without_value:
            return message, f'indent it below "{key}:", with a dash before the first field of each entry'
    known = list(fields_by_key(error.holder)) if error.holder else []
    if len(lists) == 1:
        return message, f'it is a field of the entries below "{lists[0]}:"'
    return message, did_you_mean(
        close_matches(to_plain_characters(error.name), known), f"the fields here are {', '.join(known)}", quoted=True
    )


def _kind_with_list(error: Error) -> Kind | None:
    """Return the kind of file, with a folder of its own, that has the unknown field as its list of records."""
    kinds = (kind for kind in KINDS if kind.is_folder and kind.model is not error.model)
    return next((kind for kind in kinds if error.name in kind.record_types.keys() & fields_by_key(kind.model)), None)


_EARLIER_VALUES = {*EARLIER_DATES, *EARLIER_WORDS}


def _lists_with_field(error: Error) -> list[str]:
    """Return the keys of the record's lists whose items can have a field with the name of the unknown field."""
    holder = error.holder
    if holder is None:
        return []
    types = {key: field_type(holder, name) for key, name in fields_by_key(holder).items()}
    item_models = {key: record_type(kind) for key, kind in types.items() if get_origin(unwrap_type(kind)) is tuple}
    return [
        key
        for key, model in item_models.items()
        # An earlier value can have the name of a field that only other kinds of records have.
        if model and error.name in {*fields_by_key(model)} - (_EARLIER_VALUES if model is Earlier else set())
    ]


def mistyped_fields(model: type[Record], errors: Iterable[ErrorDetails]) -> set[Path]:
    """Return the path of each field that was probably meant when an unknown field was typed.

    `errors` are pydantic's errors. An unknown field without a similar field name is left out.
    """
    paths = set()
    for error in errors:
        holder = record_type_at(model, error["loc"][:-1]) if error["type"] == "extra_forbidden" else None
        name = to_plain_characters(str(error["loc"][-1]))
        if holder and (close := close_matches(name, fields_by_key(holder), cutoff=_MIN_LIKENESS_OF_FIELDS)):
            paths.add((*error["loc"][:-1], close[0]))
    return paths


def _indent_hint(name: str, first_key: str) -> str:
    return f'it belongs to the list item above: indent "{name}:" like "{first_key}:"'


def _key_of_item_above(error: Error, holder: Path) -> str:
    """Return the first key of the list item above the field, if the field probably belongs to that item.

    The field is then not indented far enough. `holder` is the path of the record that has the field now. The result is
    "" if the field does not belong to the item above.
    """
    model, data = record_type_at(error.model, holder), error.data_at(holder)
    if model is None or not isinstance(data, dict) or error.name not in data or len(data) > MAX_KEYS:
        return ""
    fields = fields_by_key(model)
    previous = ""
    for key in takewhile(lambda key: key != error.name, data):
        previous = key if key in fields else previous
    item_model = record_type(field_type(model, fields[previous])) if previous else None
    item = data[previous][-1] if item_model and isinstance(data[previous], list) and data[previous] else None
    if item_model is None or not isinstance(item, dict) or error.name not in fields_by_key(item_model):
        return ""
    return next(iter(item), "")


def _example(error: Error) -> str:
    """Return an example of a value for the field, or the words that the field can have.

    The result is "" if the model of the record gives neither examples nor a choice of words.
    """
    if error.holder is None:
        return ""
    field = error.holder.model_fields[fields_by_key(error.holder)[error.name]]
    if field.examples:
        return f"…, as in {error.name}: {field.examples[0]}"
    kind = unwrap_type(field.annotation)
    return " | ".join(get_args(kind)) if get_origin(kind) is Literal else ""


# Values of a wrong type or size (COB103)

_EXPECTED = {
    "string_type": "text",
    "not_text": "text, or one text for each language",
    "number_for_text": "text",
    "tuple_type": "a list",
    "dict_type": "names, each followed by a colon and a text",
    "model_type": "a record",
    "int_type": "a whole number",
    "bool_type": "true or false",
}
_TYPE_NAMES = {dict: "a record", list: "a list", bool: "true or false", int: "a number", type(None): "nothing"}
_RECORD_HINT = 'write "name: value" lines below it, indented'
_MAX_LISTED_NUMBERS = 6


def _wrong_type(kind: str, error: Error) -> MessageAndHint:
    subject = f'item {error.item + 1} of "{error.name}"' if error.item is not None else f'"{error.name}"'
    if typing_mistake := _missing_or_extra_space(kind, error):
        return typing_mistake
    match kind:
        case "too_short":
            return f"{subject} must not be empty", "write at least one item"
        case "string_too_short":
            return f"{subject} must not be empty", "write a text"
        case "greater_than_equal" | "less_than_equal":
            return f"{subject} cannot be {error.value}", f"write {_number_range(error)}"
    expected = _EXPECTED.get(kind, "something else")
    return f"{subject} must be {expected}, not {_type_name(error.value)}", _type_hint(kind, error)


def _missing_or_extra_space(kind: str, error: Error) -> MessageAndHint | None:
    """Return a message and a hint if a missing or extra space gave the value the wrong type.

    Return None if a space is not the cause.
    """
    match kind:
        case "model_type":
            return no_space_after_colon(error.value)
        case "string_type":
            return space_in_id(error.value, id_pattern(list_item_type(error)) or "(?!)")
        case "tuple_type" if text := _text_with_dash(error.value):
            return no_space_after_dash(text)
    return None


def _text_with_dash(value: object) -> str:
    """Return a text like `-moi`, which has no space after the dash, or "" if the value is not such a text."""
    text = next(iter(value), "") if isinstance(value, dict) else value
    if not isinstance(text, str) or not re.match(r"-[^\W\d]", text):
        return ""
    return f"{text}:" if isinstance(value, dict) else text


def _type_name(value: object) -> str:
    return str(value) if isinstance(value, PlainNumber) else _TYPE_NAMES.get(type(value), "text")


def _type_hint(kind: str, error: Error) -> str:
    match kind:
        case "tuple_type":
            return _list_hint(error)
        case "string_type" | "number_for_text" | "not_text":
            return _text_hint(error.value)
        case "int_type":
            return f"write {_number_range(error)}"
        case "bool_type":
            return "write true or false without quotes"
        case "model_type" | "dict_type":
            return _record_hint(error)
        case _:
            return "compare it with a record that has no errors"


def _record_hint(error: Error) -> str:
    model = type_at(error.model, error.path)
    if isinstance(model, type) and issubclass(model, Duration):
        text = str(error.value)
        if model is RelativeDate:
            return f"write {suggest_relative_date(text) or 'it like {after: crc-state-report, months: 3}'}"
        return f"write {suggest_duration(text) or 'it like {months: 9}'}"
    return _RECORD_HINT


def _text_hint(value: object) -> str:
    match value:
        case bool() | int():
            return f'put it in quotes: "{str(value).lower()}"'
        case list():
            return "write one text, without a dash; put a text that begins with [ or - in double quotes"
        case dict():
            return "write the text after the colon; put a text that begins with { or contains a colon in double quotes"
        case _:
            return "write a text, or delete the line"


def _number_range(error: Error) -> str:
    """Describe the numbers that are allowed in a field, as part of a sentence."""
    least, most = _limits(error)
    if least is None or most is None:
        return "a whole number without quotes" + (f", {least} or more" if least is not None else "")
    if most - least < _MAX_LISTED_NUMBERS:
        return join([str(number) for number in range(least, most + 1)], "or")
    return f"a whole number from {least} to {most}"


def _limits(error: Error) -> tuple[int | None, int | None]:
    """Return the lowest and the highest number that is allowed in the field, or None for a missing limit."""
    name = fields_by_key(error.holder).get(error.name) if error.holder else None
    constraints = error.holder.model_fields[name].metadata if error.holder and name else []
    least = (constraint.ge for constraint in constraints if hasattr(constraint, "ge"))
    most = (constraint.le for constraint in constraints if hasattr(constraint, "le"))
    return next(least, None), next(most, None)


def _list_hint(error: Error) -> str:
    name, value = error.name, error.value
    item_type = own_item_type(error)
    item_model = unwrap_type(item_type)
    if isinstance(item_model, type) and issubclass(item_model, Record):
        first_key = next(iter(value if isinstance(value, dict) and value else fields_by_key(item_model)))
        return f'begin each record below "{name}:" with a dash: - {first_key}: …'
    if not isinstance(value, str | int) or isinstance(value, bool):
        return f'write one item per line below "{name}:", each after a dash'
    if not (pattern := id_pattern(item_type)):
        item = quoted(str(value)) if item_model is Text else "…"
        return f"write {name}: [{item}], or one item per line, each after a dash"
    return _ids_hint(error, str(value).lstrip(f"{BULLETS} "), pattern)


def _ids_hint(error: Error, text: str, pattern: str) -> str:
    """Return a hint for a text in a field that needs a list of ids. The hint says what to write instead."""
    if parts := split_ids(text, pattern):
        ids = [part if re.search("[a-z]", part) else f'"{part}"' for part in parts]
        return f"write {error.name}: [{', '.join(ids)}], or one id per line, each after a dash"
    if target_type_at(error.model, error.path) == "Actor":
        actor = closest_actor(text, error.context.actors)
        return f"write {error.name}: [{actor}]" if actor else f"write {error.name}: […] with ids from data/actors.yaml"
    return f"write {error.name}: […] with ids, or one id per line, each after a dash"


# Words, ids, dates and texts (COB104 to COB109)

_MIN_LIKENESS_OF_CHOICES = 0.75
"""For a shadow report, `state-report` must not be suggested."""


def _not_a_choice(error: Error) -> MessageAndHint:
    choices = [str(choice) for choice in get_args(type_at(error.model, error.path))]
    is_in_list = isinstance(error.value, list) and len(error.value) == 1
    typed = to_plain_characters(str(error.value[0] if is_in_list else error.value))
    close = close_matches(typed, choices, words_by_label(choices), cutoff=_MIN_LIKENESS_OF_CHOICES)
    hint = did_you_mean(close, f"one of {', '.join(choices)}", quoted=True)
    return f'"{error.name}" cannot be {_as_written(error.value)}', hint


def _not_a_part(error: Error) -> MessageAndHint:
    return f'there is no part "{error.value}"', did_you_mean(
        close_matches(str(error.value), PARTS), f"one of {', '.join(PARTS)}", quoted=True
    )


def _unquoted(error: Error) -> MessageAndHint:
    text, kind = error.details["typed"], error.details["kind"]
    if not re.fullmatch(error.details["pattern"], text, re.ASCII):
        return f"{text} is a number, not {kind}", _paragraph_hint(error, text)
    return f"other programs read {text} as a number, not as {kind}", f'put it in quotes: "{text}"'


def _paragraph_hint(error: Error, number: str) -> str:
    """Return a hint which id to write instead of the paragraph number `number`.

    If only one paragraph has this number, the hint gives its id. Otherwise, the hint gives an example of an id.
    """
    document = error.data_at(("id",))
    if error.name == "id" and isinstance(document, str):
        return f"write {document}:{number}"
    ids = error.context.paragraphs(number)
    if len(ids) == 1:
        return f"did you mean {ids[0]}?"
    return _example_hint(error)


def _example_hint(error: Error) -> str:
    return f"write it like {error.details['example']}"


def _not_matching(error: Error) -> MessageAndHint:
    text, pattern, kind = str(error.value), error.details["pattern"], error.details["kind"]
    hint = _money_hint(error, text) if kind == MONEY else _id_hint(error, text, pattern)
    return f'"{text}" is not {kind}', hint


def _id_hint(error: Error, text: str, pattern: str) -> str:
    if error.item is not None and len(parts := re.split(r"\s+-\s+", text)) > 1:
        return f"indent the dash before {parts[1]} like the one before {parts[0]}"
    if lookalikes(text) and re.fullmatch(pattern, plain := to_plain_characters(text).strip(), re.ASCII):
        return f'write "{plain}"'
    lower_case = text.lower().replace(" ", "-")
    actors = error.context.actors
    is_actor = target_type_at(error.model, error.path) == "Actor"
    if is_actor and lower_case not in actors.words and (len(actors) or " " in text):
        actor = closest_actor(text, actors)
        return f'did you mean "{actor}"?' if actor else "write an id from data/actors.yaml, or add it there"
    if re.fullmatch(pattern, text.strip(), re.ASCII):
        return "delete the spaces around it"
    if re.fullmatch(pattern, lower_case, re.ASCII):
        return f'write it in small letters: "{lower_case}"'
    return _example_hint(error)


_WITH_SEPARATORS = re.compile(r"\d{1,3}(?:([ ,.'\u2019\u00a0\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?", re.ASCII)


def _money_hint(error: Error, text: str) -> str:
    """Return how an amount of money is written. `text` might have separators between thousands."""
    if separated := _WITH_SEPARATORS.fullmatch(text.strip()):
        whole, _, rest = text.strip().replace(separated[1], "").replace(",", ".").partition(".")
        return f"write it without separators between thousands: {whole}{f'.{rest}' if rest else ''}"
    return _example_hint(error)


def _not_a_currency(error: Error) -> MessageAndHint:
    code = error.details["code"]
    upper_case = code.strip().upper()
    hint = f"write {upper_case}" if upper_case in CODES else "write the three letters of ISO 4217, as in USD"
    return f'"{code}" is not the code of a currency', hint


def _not_a_timeframe(error: Error) -> MessageAndHint:
    if typing_mistake := no_space_after_colon(error.value):
        return typing_mistake
    hint = "write 2026, 2026-05, 2026-05-31, 2026-05/2026-08, or 2026? for a year to be determined"
    if isinstance(error.value, list | dict | bool):
        if isinstance(error.value, list) and any(".." in str(item) for item in error.value):
            hint = 'put it in quotes: "[2026-05..2026-08]"'
        return f'"{error.name}" cannot be {_as_written(error.value)}', hint
    text = str(error.value)
    if type_at(error.model, error.path) is RelativeDate and (notation := suggest_relative_date(text)):
        return f'"{error.name}" cannot be "{text}": {error.details["reason"]}', f"write {notation}"
    if lookalikes(text) and (notation := suggest_notation(to_plain_characters(text))):
        hint = notation
    return f'"{error.name}" cannot be "{text}": {error.details["reason"]}', suggest_notation(text) or hint


def _as_written(value: object) -> str:
    """Return a value as text for a message. A list becomes "a list", and a record becomes "a record"."""
    match value:
        case list():
            return "a list"
        case dict():
            return "a record"
        case bool():
            return str(value).lower()
        case _:
            return f'"{value}"'


def _empty(error: Error) -> MessageAndHint:
    return f'"{error.name}" is empty', "write a text, or delete the line"


def _not_a_language(error: Error) -> MessageAndHint:
    code = error.details["code"]
    text = error.value[code] if isinstance(error.value, dict) else None
    meant = [f"{language.code} ({language.name})" for language in suggest_languages(to_plain_characters(code))]
    if meant:
        hint = f"did you mean {join(meant, 'or')}?"
    elif isinstance(error.value, dict):
        hint = "write a line for each language, such as en: text and km: text"
    else:
        hint = "write the code of the language, such as en or km (ISO 639-1)"
    if isinstance(text, str) and not meant:
        hint += f"; put a text that contains a colon in double quotes: {quoted(f'{code}: {text}')}"
    return f'"{code}" is not a language code', hint


def _not_a_translation(error: Error) -> MessageAndHint:
    return f'the text for "{error.details["code"]}" is empty or not a text', "write it, or delete the line"


def _not_standings(error: Error) -> MessageAndHint:
    message = f'the standing of "{error.name}" must name a language, because it applies to the text in this language'
    return message, f"write it like standing: {{{error.details['languages'][-1]}: draft}}"


def _standing_without_text(error: Error) -> MessageAndHint:
    code, languages = error.details["code"], error.details["languages"]
    message = f'"{error.name}" has a standing for "{code}", but no text in this language'
    return message, f"write the text, or delete the standing; the text is in {join(languages)}"


def _not_a_standing(error: Error) -> MessageAndHint:
    word = error.details["word"]
    choices = get_args(Standing)
    close = close_matches(word, choices, words_by_label(choices)) if isinstance(word, str) else []
    message = f'the standing of the text for "{error.details["code"]}" cannot be {_as_written(word)}'
    return message, did_you_mean(close, f"one of {', '.join(choices)}", quoted=True)


_KINDS: dict[str, tuple[str, bool, Callable[[Error], MessageAndHint]]] = {
    "missing": ("COB101", True, _missing),
    "extra_forbidden": ("COB102", True, _unknown),
    "literal_error": ("COB104", False, _not_a_choice),
    "part": ("COB104", False, _not_a_part),
    "unquoted": ("COB105", False, _unquoted),
    "pattern": ("COB106", False, _not_matching),
    "timeframe": ("COB107", False, _not_a_timeframe),
    "currency": ("COB106", False, _not_a_currency),
    "empty_text": ("COB108", False, _empty),
    "language": ("COB109", False, _not_a_language),
    "language_text": ("COB109", False, _not_a_translation),
    "standings": ("COB109", False, _not_standings),
    "standing_language": ("COB109", False, _standing_without_text),
    "standing": ("COB109", False, _not_a_standing),
}
"""For each type of error in pydantic: the code, whether the error is at the key, and a function that describes it.

All other types of error have the code COB103.
"""
