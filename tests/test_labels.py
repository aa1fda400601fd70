"""Labels: every word of the data files and of the views has one, and no other file has labels."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest
from jinja2 import Environment, nodes

from cobtrack.cli.options import AudienceName, VoiceName
from cobtrack.exchange.formats import FORMATS
from cobtrack.exchange.web import State
from cobtrack.model.labels import AUDIENCE, FLAG, GROUP, GROUP_AXIS, RELATION, STATUS_WORDS, SYSTEM, VOCABULARIES, VOICE
from cobtrack.model.record import Certainty
from cobtrack.model.records.budget import AMOUNT_KINDS
from cobtrack.model.records.measure import MeasureStage
from cobtrack.model.types import SourceType, Standing
from cobtrack.views.activities import NOT_REPORTED, Timing
from cobtrack.views.assessments import NOT_ASSESSED
from cobtrack.views.changes.change import Topic
from cobtrack.views.children.consultations import NO_OUTCOME, PLANNED, FeedbackState
from cobtrack.views.deadlines import DeadlineWord
from cobtrack.views.evidence.trace import LinkName
from cobtrack.views.indicators.measuring import MeasuringStatus
from cobtrack.views.measures import NO_STAGE
from cobtrack.views.priority import Band
from cobtrack.views.reporting.awaited import AwaitedState
from cobtrack.views.whatif import MovedDate
from tests.cli_support import REPOSITORY
from tests.support import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = REPOSITORY / "src/cobtrack"
TEMPLATES = REPOSITORY / "templates"
WORDS = {name: vocabulary for name, vocabulary in VOCABULARIES.items() if vocabulary is not RELATION}
NOT_COUNTED = {"advocacy", "other"}
"""Kinds that have no plural."""


def literals(annotation: Any) -> Iterator[tuple[str, ...]]:
    """The words of each `Literal` in a type."""
    if get_origin(annotation) is Literal:
        yield get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from literals(part)


LITERALS = {
    f"{model}.{name}": words
    for model, fields in models().items()
    for name, field in fields.model_fields.items()
    for words in literals(field.annotation)
    # A saved filter can have any word of the status of any kind of record.
    if (model, name) != ("SavedFilter", "status")
}
COMPUTED = {
    "the timing of an activity": get_args(Timing),
    "an activity without a report": (NOT_REPORTED,),
    "the state of a deadline": get_args(DeadlineWord),
    "a recommendation without an assessment": (NOT_ASSESSED,),
    "the role of an organisation": ("lead", "supports"),
    "a promise or a reply that is awaited": get_args(AwaitedState),
    "the priority of a recommendation": get_args(Band),
    "the date that moves": get_args(MovedDate),
    "the topic of a change": get_args(Topic),
    "the standing of a text": get_args(Standing),
    "the type of a source": get_args(SourceType),
    "a link of a chain": get_args(LinkName),
    "a web address": get_args(State),
    "the feedback to children": get_args(FeedbackState),
    "a consultation": (*get_args(FeedbackState), NO_OUTCOME, PLANNED),
    "a measure": (*get_args(MeasureStage), NO_STAGE),
    "the measuring of an indicator": get_args(MeasuringStatus),
    "an axis of groups": tuple(GROUP_AXIS),
    "a group": tuple(GROUP),
    "a submission that answers a point": ("submitted",),
    "an amount of a budget line": AMOUNT_KINDS,
    "a budget line": (*get_args(Certainty), "overspent"),
}


def vocabularies_of(words: Iterable[str]) -> list[str]:
    """The names of the vocabularies that have all these words."""
    return [name for name, vocabulary in WORDS.items() if set(words) <= set(vocabulary)]


def test_the_literals_of_nested_records_are_found() -> None:
    assert {"Progress.status", "Assessment.level", "Evidence.bearing", "Deadline.owner", "Link.kind"} <= set(LITERALS)
    assert len(LITERALS) > 30


@pytest.mark.parametrize("name", [*LITERALS, *COMPUTED])
def test_every_word_has_a_label(name: str) -> None:
    """A new word belongs in the vocabulary of model/labels.py that has the other words of its Literal."""
    words = (LITERALS | COMPUTED)[name]
    assert vocabularies_of(words), f"no vocabulary has all of {', '.join(words)}"


def test_every_word_that_a_filter_by_status_takes_has_a_label() -> None:
    assert all(vocabularies_of([word]) for word in STATUS_WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_every_label_belongs_to_a_word_that_is_used(name: str) -> None:
    used = {word for words in (LITERALS | COMPUTED).values() for word in words if name in vocabularies_of(words)}
    assert set(WORDS[name]) - used <= {NOT_REPORTED, NOT_ASSESSED, *(FLAG if name == "flag" else ())}


@pytest.mark.parametrize("name", WORDS)
def test_every_label_is_readable(name: str) -> None:
    for word, label in WORDS[name].items():
        if (name, word) != ("move", "due"):
            assert label.singular.strip() == label.singular != ""
            assert label.plural.strip() == label.plural != ""
        if name.endswith("_kind") and word not in NOT_COUNTED:
            assert label.plural != label.singular, word
        for text in (label.singular, label.plural, label.short, label.of_meeting):
            assert not re.search(r"\w-\w", text) or text in {
                "follow-up report", "follow-up reports", "mid-term review", "mid-term reviews", "pre-session",
                "pre-sessions", "child-led network", "child-led networks",
            }, text  # fmt: skip


def test_the_words_that_options_list_are_those_of_the_vocabularies() -> None:
    assert [voice.value for voice in VoiceName] == list(VOICE)
    assert [audience.value for audience in AudienceName] == list(AUDIENCE)
    assert {one.name for one in FORMATS} == {*SYSTEM, "matrix", "phrases", "round", "template", "values"}


# No other file says how a word is read. The scan reports a place as `file: the words there`.

FORMS = {
    word: {
        text.casefold()
        for vocabulary in WORDS.values()
        if word in vocabulary
        for label in [vocabulary[word]]
        for text in (label.singular, label.plural, label.short, label.of_meeting, word.replace("-", " "))
        if text and text != word
    }
    for vocabulary in WORDS.values()
    for word in vocabulary
}
"""How each word may be read, in small letters, where that is not the word itself."""
LONG = {
    text.casefold()
    for name, vocabulary in WORDS.items()
    for label in vocabulary.values()
    for text in (label.singular, label.plural, label.of_meeting)
    if (len(text.split()) > 3 or "," in text) and name != "move" and not name.endswith("_kind")
}
"""Labels that no other text has by chance."""


def in_one_vocabulary(words: Iterable[str], most: int = 2) -> list[str]:
    """Return the words if at least this many of them are in one vocabulary."""
    found = list(words)
    return found if any(len(set(found) & set(vocabulary)) >= most for vocabulary in WORDS.values()) else []


def is_label(text: str, word: str) -> bool:
    """Whether a text is exactly a label of the word, and not the word itself."""
    text = re.sub(r"<[^<>]*>?", "", text).strip(" \n,;:.()“”*").casefold()
    return text in FORMS.get(word, set()) or (text == word and text != word.casefold())


def long_labels(text: str) -> list[str]:
    return sorted(label for label in LONG if label in " ".join(text.casefold().split()))


def strings(node: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def string(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def holds_text(node: ast.AST) -> bool:
    """Whether a value is a text or contains one: a tuple, or a call with a text."""
    if isinstance(node, ast.Call):
        return any(map(is_text, node.args))
    if isinstance(node, ast.Tuple | ast.List):
        return any(map(is_text, node.elts))
    return is_text(node)


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or bool(string(node))


def in_python(source: str) -> Iterator[str]:
    """Return the labels in a Python file: mappings, lists of most words, branches with a label, long labels."""
    module = ast.parse(source)
    nodes = list(ast.walk(module))
    notes = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    types = {
        id(node.slice)
        for node in nodes
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal"
    }
    for node in nodes:
        match node:
            case ast.Dict():
                items = zip(node.keys, node.values, strict=True)
                yield from in_one_vocabulary(string(key) for key, value in items if holds_text(value))
            case ast.Call(func=ast.Name(id="dict")):
                yield from in_one_vocabulary(one.arg or "" for one in node.keywords if holds_text(one.value))
            case ast.List() | ast.Tuple() | ast.Set():
                pairs = [one for one in node.elts if isinstance(one, ast.Tuple) and len(one.elts) > 1]
                yield from in_one_vocabulary(string(one.elts[0]) for one in pairs if holds_text(one.elts[1]))
                # A set is for asking whether a word is one of some; a list of most words has to grow with them.
                if not isinstance(node, ast.Set) and id(node) not in types:
                    yield from in_one_vocabulary(map(string, node.elts), 3)
            case ast.ClassDef():
                values = (one.value for one in node.body if isinstance(one, ast.Assign))
                yield from in_one_vocabulary(map(string, values), 3)
            case ast.If() | ast.IfExp():
                body = node.body if isinstance(node.body, list) else [node.body]
                yield from in_branch(strings(node.test), [text for one in body for text in strings(one)])
            case ast.match_case():
                yield from in_branch(strings(node.pattern), [text for one in node.body for text in strings(one)])
            case ast.Constant(value=str()) if id(node) not in notes:
                yield from long_labels(string(node))


def in_branch(words: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """The words that a condition names and that its branch reads."""
    texts = list(texts)
    yield from (word for word in words if any(is_label(text, word) for text in texts))


def constants(node: nodes.Node) -> list[str]:
    """The texts in a part of a template."""
    inside = [node, *node.find_all((nodes.Const, nodes.TemplateData))]
    found = [one.value for one in inside if isinstance(one, nodes.Const)]
    found += [one.data for one in inside if isinstance(one, nodes.TemplateData)]
    return [one for one in found if isinstance(one, str)]


def constant(node: nodes.Node) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def in_template(source: str) -> Iterator[str]:
    """Return the labels in a template, and places where it replaces the hyphens of a word."""
    template = Environment(autoescape=True).parse(source)
    for node in template.find_all(nodes.Node):
        match node:
            case nodes.Dict():
                yield from in_one_vocabulary(constant(one.key) for one in node.items if constants(one.value))
            case nodes.List() | nodes.Tuple():
                pairs = [one for one in node.items if isinstance(one, nodes.Tuple) and len(one.items) > 1]
                yield from in_one_vocabulary(constant(one.items[0]) for one in pairs if constants(one.items[1]))
                yield from in_one_vocabulary(map(constant, node.items), 5)
            case nodes.Filter(name="replace") if [constant(one) for one in node.args] == ["-", " "]:
                yield "replace"
            case nodes.If() | nodes.CondExpr():
                body = node.body if isinstance(node, nodes.If) else [node.expr1]
                yield from in_branch(constants(node.test), [text for one in body for text in constants(one)])
            case nodes.Const(value=str()) | nodes.TemplateData():
                yield from long_labels(constants(node)[0])


ALLOWED = {
    "cli/output/table.py": "the colours of states",
    "cli/commands/read/trace.py": "the links that the option --missing takes",
    "cli/options.py": "the audiences and voices that options take, compared above",
    "exchange/ics.py": "a sentence for each owner",
    "exchange/merge/deadline_offers.py": "short names in ids",
    "exchange/sources/impact_oss.py": "the words of another system",
    "exchange/un/upr.py": "the words of another system",
    "model/audience.py": "the fields that each audience may see",
    "model/schedule.py": "the certainties from the best to the worst",
    "views/children/consultations.py": "the states of feedback that is owed, from the most urgent",
    "views/editions/packet.py": "the voice of each kind of organisation",
    "views/evidence/trace.py": "what counts for each link, and the command that fills it",
    "views/languages/translations.py": "recommendations are counted apart from other paragraphs",
    "views/reporting/rounds.py": "the kinds of organisations that are not asked, and that see what is for members",
    "views/plain_words/child_friendly.py": "the order of levels",
    "rules/revisions.py": "what the message calls a stage's record",
    "rules/links.py": "where to write instead of a score for a derived criterion",
}
"""Files that do name several words of a vocabulary, and what else they say of them."""
ALLOWED_TEMPLATES = {
    "_icons.html.j2": "the picture for each status and level",
    "_pictures.html.j2": "the shapes of marks, and the order of states in the legend",
    "_plain_words.j2": "sentences for children",
    "alternative-report.md.j2": "the order in which a report names voices, and the questions for each kind of view",
    "children-report.md.j2": "the levels and the questions in plain words",
    "cobs-summary.md.j2": "a sentence about texts that are known in part only",
    "site/budgets.html.j2": "the kinds of groups, in the order of the tables",
    "site/recommendations.html.j2": "the choices of the filter",
}


def test_no_other_module_says_how_a_word_is_read() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): sorted(set(in_python(path.read_text(encoding="utf-8"))))
        for path in SOURCE.rglob("*.py")
        if path != SOURCE / "model/labels.py"
    }
    assert {name: words for name, words in found.items() if words and name not in ALLOWED} == {}
    assert {name for name in ALLOWED if not found[name]} == set()


def test_no_template_says_how_a_word_is_read() -> None:
    found = {
        path.relative_to(TEMPLATES).as_posix(): sorted(set(in_template(path.read_text(encoding="utf-8"))))
        for path in TEMPLATES.rglob("*.j2")
    }
    assert {name: words for name, words in found.items() if words and name not in ALLOWED_TEMPLATES} == {}
    assert {name for name in ALLOWED_TEMPLATES if not found[name]} == set()


@pytest.mark.parametrize(
    "source",
    [
        'X = {"done": "Finished", "planned": "To come"}',
        'X = {"done": ("Finished", "green"), "planned": ("To come", "")}',
        'X = {"done": _("Finished"), "planned": f"To {x}"}',
        'X = dict(done="Finished", planned="To come")',
        'X = dict([("done", "Finished"), ("planned", "To come")])',
        'X = dict(zip(("done", "planned", "in-progress"), TEXTS))',
        'ORDER = ("done", "in-progress", "planned")',
        'class Status(StrEnum):\n    a = "done"\n    b = "in-progress"\n    c = "planned"',
        'text = "In progress" if status == "in-progress" else status',
        'if row.timing == "upcoming":\n    yield "Not begun yet"',
        'match level:\n    case "partly":\n        return "partly carried out"',
        'print(f"{row}: date passed, not confirmed")',
    ],
)
def test_the_scan_finds_labels_in_python(source: str) -> None:
    assert list(in_python(source))


@pytest.mark.parametrize(
    "source",
    ['STATUS: X = Literal["done", "in-progress", "planned"]', 'if row.status == "done":\n    done.append(row)'],
)
def test_the_scan_lets_other_uses_of_words_pass(source: str) -> None:
    assert not list(in_python(source))


@pytest.mark.parametrize(
    "source",
    [
        '{% set X = {"done": "Finished", "planned": "To come"} %}',
        '{% for word, title in [("done", "Finished"), ("planned", "To come")] %}{{ title }}{% endfor %}',
        '{% for word in ["done", "in-progress", "planned", "postponed", "cancelled"] %}{{ word }}{% endfor %}',
        '{{ one.position|replace("-", " ") }}',
        '{{ "In progress" if row.status == "in-progress" else row.status }}',
        '{% if row.timing == "unconfirmed" %}<b class="x">Date passed, not confirmed</b>{% endif %}',
        "<p>What was already carried out, what is known in part only</p>",
    ],
)
def test_the_scan_finds_labels_in_templates(source: str) -> None:
    assert list(in_template(source))
