"""Write the values of fields in words, as sentences about changes need them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.labels import RELATION, VOCABULARIES
from cobtrack.model.languages.phrases import gettext, in_quotes, npgettext, pgettext
from cobtrack.model.record import Record, field_type, kind_word, unwrap_type
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.references import target_type
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import join
from cobtrack.model.types import Text, dump_text
from cobtrack.views.changes.wording import shorten
from cobtrack.views.details import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.labels import Vocabulary
    from cobtrack.model.problem import Path
    from cobtrack.model.workspace import Workspace

_NOUNS: Mapping[str, str] = {
    "Actor": "organisation", "DeadlineFinding": "finding", "Earlier": "earlier value", "Progress": "report",
    "Removed": "removed record",
}  # fmt: skip
"""What people call the records of a model, if it is not the name of the model."""
_MINOR_FIELDS = frozenset({"source", "audience", "evidence", "certainty"})
"""Fields that a summary of a record leaves out."""


def noun(model: type[Record]) -> str:
    """Return what people call a record of a model, such as "assessment" or "review cycle"."""
    return pgettext("record", english_noun(model.__name__))


def counted(number: int, model: type[Record]) -> str:
    """Return a number with what people call the records of a model, such as "12 paragraphs"."""
    singular = english_noun(model.__name__)
    return npgettext("record", f"%(num)s {singular}", f"%(num)s {plural_of(singular)}", number)


def english_noun(model: str) -> str:
    """Return what people call a record of a model in English, which is the key in catalogues."""
    return _NOUNS.get(model) or kind_word(model)


def plural_of(noun: str) -> str:
    """Return the plural of what people call a record in English."""
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def label(model: type[Record], name: str) -> str:
    """Return how people call a field, such as "responsible" or "part of"."""
    key = model.model_fields[name].alias or name
    relation = RELATION.get(f"{model.__name__}.{key}") or RELATION.get(key)
    return relation.singular if relation and relation.singular else pgettext("field", key.replace("_", " "))


@cache
def _vocabulary(model: type[Record], name: str) -> Vocabulary:
    """Return the labels of the words that a field can have; empty if the field can have any value."""
    annotation = unwrap_type(field_type(model, name))
    words = set(get_args(annotation)) if get_origin(annotation) is Literal else set()
    fitting = [vocabulary for vocabulary in VOCABULARIES.values() if words and words <= vocabulary.keys()]
    return min(fitting, key=len, default={})


def is_empty(value: Any) -> bool:
    """Whether a field has no value."""
    return value is None or (isinstance(value, str | tuple | dict) and not value)


def in_words(workspace: Workspace, model: type[Record], name: str, value: Any) -> str:
    """Return the value of a field in words. Texts are in quotes, and long texts are shortened."""
    if is_empty(value):
        return gettext("not given")
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return join([in_words(workspace, model, name, item) for item in value])
    if isinstance(value, Record):
        return _record(workspace, value)
    if isinstance(value, Text):
        return quoted(value)
    if isinstance(value, Timeframe):
        return format_timeframe(value)
    return _word(workspace, model, name, value)


def _record(workspace: Workspace, record: Record) -> str:
    if isinstance(record, RelativeDate):
        return record.phrase.replace(record.anchor, name_of(workspace, record.anchor))
    return record.words if isinstance(record, Duration) else summary(workspace, record)


def _word(workspace: Workspace, model: type[Record], name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if word := _vocabulary(model, name).get(str(value)):
        return in_quotes(word.singular)
    return name_of(workspace, value) if target_type(model, name) else str(value)


def quoted(text: str) -> str:
    """Return a text in quotes, without Markdown and shortened."""
    words = shorten(plain_text(text))
    return in_quotes(text.with_words(words) if isinstance(text, Text) else words)


def name_of(workspace: Workspace, identifier: str) -> str:
    """Return a short name for the record with this id, such as an acronym or a citation."""
    match workspace.by_id.get(identifier):
        case Actor() as actor:
            return actor.label
        case Paragraph() as paragraph:
            return workspace.citation(paragraph)
        case Mechanism() as mechanism:
            return mechanism.acronym or mechanism.name
        case Deadline() as deadline:
            return _with_body(workspace, deadline, shorten(plain_text(deadline.title)))
        case None | Activity():
            return identifier
        case record:
            return gettext("%(text)s (%(detail)s)", text=identifier, detail=shorten(plain_text(heading(record))))


def title(workspace: Workspace, record: Record) -> str:
    """Return the title of a record as its changes are listed: its first words, and the mechanism of a deadline."""
    if isinstance(record, Deadline):
        return _with_body(workspace, record, plain_text(record.title))
    if isinstance(record, Paragraph):
        return plain_text(record.heading or record.summary or record.text or "")
    texts = (getattr(record, name, None) for name in ("text", "title", "name", "summary", "state_name"))
    return plain_text(next(filter(None, texts), ""))


def _with_body(workspace: Workspace, deadline: Deadline, text: str) -> str:
    """Return the title of a deadline with its mechanism, unless the title names the mechanism."""
    mechanism = workspace.mechanism_of.get(deadline.id)
    name = mechanism.acronym or mechanism.name if mechanism else ""
    return text if name in text else gettext("%(text)s (%(detail)s)", text=text, detail=name)


def summary(workspace: Workspace, record: Record) -> str:
    """Return the values of a record in a few words, such as "“Fewer children work”, certainty tentative"."""
    model = type(record)
    words = []
    for name, field in model.model_fields.items():
        value = getattr(record, name)
        if name not in _MINOR_FIELDS and value != field.get_default():
            text = in_words(workspace, model, name, value)
            is_clear = isinstance(value, Text | Timeframe | Record)
            words.append(text if is_clear else gettext("%(field)s %(value)s", field=label(model, name), value=text))
    return join(words, ",")


def with_place(workspace: Workspace, path: Path, holders: tuple[Record, ...], sentence: str) -> str:
    """Return a sentence about a field with its place in the record, such as "report of May 2026: note: added “…”".

    If the record itself has the field, return the sentence alone.
    """
    names = []
    steps = list(path)
    for holder, inner in pairwise(holders):
        name = str(steps.pop(0))
        if steps and isinstance(steps[0], int):
            steps.pop(0)
            names.append(_identity(workspace, inner))
        else:
            names.append(label(type(holder), name))
    for name in reversed(names):
        sentence = gettext("%(label)s: %(text)s", label=name, text=sentence)
    return sentence


def _identity(workspace: Workspace, record: Record) -> str:
    """Return which of several records of a list this is, such as "report of May 2026".

    The first field that such a record must have tells the records apart.
    """
    model = type(record)
    name = next((name for name, field in model.model_fields.items() if field.is_required()), "")
    value = getattr(record, name, None)
    if value is None:
        return noun(model)
    words = in_words(workspace, model, name, value)
    if isinstance(value, Timeframe):
        return gettext("%(record)s of %(date)s", record=noun(model), date=words)
    return gettext("%(record)s %(value)s", record=noun(model), value=words)


def plain(value: Any) -> Any:
    """Return a value as plain data with the notation of the data files."""
    match value:
        case Text():
            return dump_text(value)
        case Record():
            return value.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        case tuple():
            return [plain(item) for item in value]
        case Timeframe():
            return str(value)
    return value
