"""A template of a workspace can only format plain data: no known way out of the sandbox works."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cobtrack.cli.session import open_session
from cobtrack.model.languages.phrases import ENGLISH
from cobtrack.model.types import Text
from cobtrack.render.context import Context
from cobtrack.render.plain_data import AnnotatedText, PlainDataConverter, PlainRecord
from cobtrack.render.results import Results
from cobtrack.render.sandbox import Sandbox
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, SMALL, ask, put, small
from tests.support import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = "planted"
"""The file that each way out would make."""
MAKE = f"open('{PLANTED}', 'w')"


class _Make:
    def __reduce__(self) -> Any:
        return (eval, (MAKE,))


PICKLE = "".join(f"\\x{byte:02x}" for byte in pickle.dumps(_Make(), 0))
RUN = f".__builtins__.eval({MAKE!r})"

WAYS_OUT = {
    # Through our own objects.
    "a pydantic model": f"doc.workspace.settings.parse_raw('{PICKLE}'.encode('latin-1'), proto='pickle', allow_pickle=true)",
    "a model of a list": f"doc.workspace.activities[0].parse_raw('{PICKLE}', proto='pickle', allow_pickle=true)",
    "parse_file": "doc.workspace.settings.parse_file('cobtrack.yaml')",
    "model_construct": "doc.workspace.settings.model_construct()",
    "model_copy": "doc.workspace.settings.model_copy(update={'state': 'XXX'})",
    "model_validate": "doc.workspace.settings.model_validate({})",
    "model_fields": "doc.workspace.settings.model_fields",
    "the place of a record": "doc.workspace.settings.place.file",
    "set_places": "doc.workspace.settings.set_places(1, 2)",
    "a method of our own": "doc.report.latest_by_voice(1)",
    "the fields of a record": "doc.fields",
    "the attributes of a text": "doc.as_of.attributes",
    "the class of a record": "doc.__class__.__init__.__globals__",
    "private fields of a record": "doc._fields",
    "today": "doc.as_of.today()",
    "strftime": "doc.as_of.strftime('%Y')",
    "the schema of a text": "doc.title.__get_pydantic_core_schema__",
    # Through Python's.
    "class": "''.__class__.__mro__[1].__subclasses__()",
    "class by brackets": "''['__class__']['__mro__']",
    "class by attr": "''|attr('__class__')|attr('__mro__')",
    "class by attr of joined words": "''|attr(['__cl', 'ass__']|join)",
    "class by map": "['']|map(attribute='__class__')|list|first|attr('mro')",
    "class by sort": "['', '']|sort(attribute='__class__.__name__')",
    "class by groupby": "(['']|groupby('__class__')|first).grouper.mro()",
    "class by sum": "['']|sum(attribute='__class__')",
    "class by selectattr": "['']|selectattr('__class__.__name__', 'equalto', 'str')|list|first|string ~ doc.nothing",
    "class by unique": "['']|unique(attribute='__class__')|list",
    "class by max": "['', '']|max(attribute='__class__')",
    "format": "'{0.__class__.__mro__}'.format(doc)",
    "format_map": "'{a.__class__}'.format_map({'a': doc})",
    "format by attr": "('{0.__class__}'|attr('format'))(doc)",
    "format by brackets": "'{0.__class__}'['format'](doc)",
    "format of safe text": "('{0.__class__}'|safe).format(doc)",
    "format by map": "['{0.__class__}']|map(attribute='format')|list|first",
    "format of a translated text": "doc.title.format(doc)",
    "encode": "'x'.encode()",
    "translate": "'x'.translate({})",
    "a generator": "(['a']|map('upper')).gi_frame.f_builtins",
    "a generator by attr": "(['a']|map('upper')|attr('gi_frame'))",
    "a generator that acts": "(['a']|select).send(none)",
    "code of a generator": "(['a']|map('upper')).gi_code.co_consts",
    "dict of a type": "dict.fromkeys(['a'])",
    "mro of a type": "dict.mro()",
    "subclasses of a type": "range.__class__.__base__.__subclasses__()",
    "changing a list": "[1].append(2)",
    "changing a dictionary": "{'a': 1}.update({'b': 2})",
    "changing our data": "doc.by_id.clear()",
    "popping our data": "doc.by_id.popitem()",
    "a method's own object": "({}.get).__self__",
    "a method's own object by attr": "({}.get)|attr('__self__')",
    # Through Jinja's.
    "lipsum": "lipsum.__globals__['os'].popen('touch planted')",
    "cycler": "cycler.__init__.__globals__.os.popen('touch planted').read()",
    "cycler by attr": "cycler|attr('__init__')|attr('__globals__')",
    "an object of cycler": "cycler('a').__class__.__init__.__globals__",
    "joiner": f"joiner.__init__.__globals__{RUN}",
    "namespace": f"namespace.__init__.__globals__{RUN}",
    "an object of namespace": "namespace(a=1).__class__",
    "the values of a namespace": "namespace(a=1)._Namespace__attrs",
    "range": f"range.__globals__{RUN}",
    "self": "self._TemplateReference__context",
    "self by attr": "self|attr('_TemplateReference__context')",
    "the environment of self": "self.__init__.__globals__",
    "undefined": f"nothing.__init__.__globals__{RUN}",
    "undefined by attr": "nothing|attr('_fail_with_undefined_error')|attr('__globals__')",
    "an imported template": "m.__class__",
    "the body of an imported template": "m._body_stream",
    "a macro": "m.actor._environment",
    "a macro's function": "m.actor._func.__globals__",
    "a macro by attr": "m.actor|attr('_func')|attr('__globals__')",
    "a loop": "[1]|map(attribute='__iter__')|list|first",
    "random words": "['a', 'b']|random",
    "calling a text": "'x'()",
    "calling a record": "doc()",
    "a module": "os.system('touch planted')",
    "an import": "__import__('os')",
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_known_way_out_of_the_sandbox_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    text = f"{{% import '_macros.html.j2' as m %}}{{{{ {WAYS_OUT[way]} }}}}"
    root = small(tmp_path, {"templates/mine.md.j2": text})
    monkeypatch.chdir(root)
    for command in (["render", "mine.md"], ["render", "mine.md", "-o", "-"], ["render", "mine.md", "--check"]):
        done = ask(root, *command)
        assert (done.code, done.out) == (2, "")
        assert "templates/mine.md.j2" in done.err
    assert not list(tmp_path.rglob(PLANTED))
    assert not (root / "build").exists()


def test_the_pickle_would_act_if_a_template_were_given_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the tests above try an attack that would work without plain data."""
    monkeypatch.chdir(tmp_path)
    settings = load(SMALL).workspace.settings
    text = f"{{{{ one.parse_raw('{PICKLE}'.encode('latin-1'), proto='pickle', allow_pickle=true) }}}}"
    with pytest.raises(Exception, match="validation error"):
        ImmutableSandboxedEnvironment().from_string(text).render(one=settings)
    assert (tmp_path / PLANTED).exists()


STATEMENTS = {
    "a loop's object": "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "a loop's iterator": "{% for a in [1] %}{{ loop._iterable }}{% endfor %}",
    "the caller": "{% macro a() %}{{ caller._func }}{% endmacro %}{% call a() %}{% endcall %}",
    "a macro of its own": "{% macro a() %}{% endmacro %}{{ a._environment }}",
    "a block": "{% block a %}{{ self.a._context }}{% endblock %}",
    "setting what is ours": "{% set doc.title = 'x' %}",
    "a file beside the templates": "{% include '../cobtrack.yaml' %}",
    "a file of the data": "{% include 'data/roadmap.yaml' %}",
    "a file by its whole path": "{% include '/etc/hostname' %}",
    "an import of a file": "{% import '../data/roadmap.yaml' as a %}",
    "a parent that is a file": "{% extends '../cobtrack.yaml' %}",
    "a statement that is not Jinja's": "{% do doc.by_id.clear() %}",
    "the debugger": "{% debug %}",
}
BOMBS = {
    "a range": "{{ range(1000000000)|list }}",
    "a text, multiplied": "{{ 'a' * 10000000000 }}",
    "a text, multiplied the other way round": "{{ 10000000000 * 'a' }}",
    "a list, multiplied": "{{ [1] * 10000000000 }}",
    "a power": "{{ 10 ** 10000000 }}",
    "a power of a power": "{{ (10 ** 10000) ** 10000 }}",
    "a format": "{{ '%9999999999d' % 1 }}",
    "a format with a name": "{{ '%(a)99999999d' % {'a': 1} }}",
    "a format with a name in parentheses": "{{ '%((a)b)99999999d'|format(**{'(a)b': 1}) }}",
    "a phrase": "{{ _('%(a)99999999s', a=1) }}",
    "a phrase with a number": "{{ ngettext('%(num)s a', '%(num)99999999d a', 2) }}",
    "a format with a star": "{{ '%*d' % (9999999999, 1) }}",
    "the filter format": "{{ '%9999999999d'|format(1) }}",
    "the filter center": "{{ 'a'|center(9999999999) }}",
    "the filter indent": "{{ 'a'|indent(9999999999, true) }}",
    "the filter round": "{{ 1|round(999999999) }}",
    "a padded text": "{{ 'a'.ljust(9999999999) }}",
    "a macro that calls itself": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a template that includes itself": "{% include 'mine.md.j2' %}",
    "nought": "{{ 1 / 0 }}",
}


@pytest.mark.parametrize("text", [*STATEMENTS.values(), *BOMBS.values()], ids=[*STATEMENTS, *BOMBS])
def test_a_template_that_asks_for_too_much_is_refused_by_name(tmp_path: Path, text: str) -> None:
    root = small(tmp_path, {"templates/mine.md.j2": text})
    done = ask(root, "render", "mine.md", "-o", "-")
    assert (done.code, done.out) == (2, "")
    assert "templates/mine.md.j2" in done.err
    assert "Traceback" not in done.err


def test_a_mistake_in_an_included_template_is_located(tmp_path: Path) -> None:
    root = small(tmp_path, {"templates/_standing.html.j2": "\n{{ doc.workspace.settings.parse_raw }}\n"})
    done = ask(root, "render", "roadmap.html", "-o", "-")
    assert (done.code, done.out) == (2, "")
    assert 'templates/_standing.html.j2:2: no field "parse_raw"; the fields are affected_persons, ' in done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ missing.field }}", "'missing' is undefined"),
        ("{{ missing.__class__ }}", "'missing' is undefined"),
        ("{{ doc.missing() }}", 'no field "missing"; the fields are '),
        ("{{ doc.workspace.settings.parse_raw('') }}", 'no field "parse_raw"; the fields are affected_persons, '),
        ("{{ 'a'.upperr() }}", "'str object' has no attribute 'upperr'"),
        ("{{ ''.__class__.__mro__ }}", "'str object' has no attribute '__class__'"),
        ("{% include 'missing.md.j2' %}", 'there is no template "missing.md.j2"'),
    ],
)
def test_a_name_that_a_template_cannot_use_is_named(tmp_path: Path, text: str, message: str) -> None:
    root = small(tmp_path, {"templates/mine.md.j2": text})
    result = ask(root, "render", "mine.md", "-o", "-")
    assert (result.code, result.out) == (2, "")
    assert f"templates/mine.md.j2:1: {message}" in result.err


def test_a_link_to_data_of_the_workspace_is_not_a_template(tmp_path: Path) -> None:
    root = small(tmp_path, {"templates/mine.md.j2": "{% include 'link' %}", "data/a.internal.yaml": "secret\n"})
    for link in ("link", "leak.md.j2"):
        (root / "templates" / link).symlink_to("../data/a.internal.yaml")
    assert "leak" not in ask(root, "render", "--list").out
    done = ask(root, "render", "mine.md", "-o", "-")
    assert (done.code, done.out) == (2, "")


def test_a_template_folder_that_is_a_link_to_data_is_ignored(tmp_path: Path) -> None:
    root = put(small(tmp_path), {"data/leak.md.j2": "secret"})
    (root / "templates").symlink_to("data")
    assert "leak" not in ask(root, "render", "--list").out


PLAIN = {PlainRecord, AnnotatedText, str, int, float, bool, tuple, dict, type(None)}


def reached(value: Any) -> list[Any]:
    """Return everything that can be reached from a value that a template receives."""
    seen: dict[int, Any] = {}
    todo = [value]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if type(one) is PlainRecord:
            todo += one.fields.values()
        elif type(one) is AnnotatedText:
            todo += one.attributes.values()
        elif isinstance(one, dict):
            todo += [*one, *one.values()]
        elif isinstance(one, tuple):
            todo += one
    return list(seen.values())


@pytest.mark.parametrize("root", [SMALL, REPOSITORY], ids=["small", "shipped"])
def test_templates_are_given_plain_data_and_nothing_else(root: Path) -> None:
    workspace = load(root).workspace
    context = Context(Results(workspace, AS_OF), ENGLISH)
    given = reached(context.doc)
    paragraphs = [one for one in given if type(one) is PlainRecord and "origins" in one.fields]
    assert len(paragraphs) == len(workspace.paragraphs)
    for name in ("citation", "latest_assessments", "priority", "related", "imported_from"):
        given += reached(tuple(context.filters[name](one) for one in paragraphs))
    assert {type(one) for one in given} <= PLAIN


def test_only_records_become_data_for_templates() -> None:
    for one in (print, object(), open_session, Sandbox(undefined=StrictUndefined)):
        with pytest.raises(TypeError):
            PlainDataConverter(ENGLISH)(one)


def test_a_text_keeps_its_translations_and_a_date_its_parts() -> None:
    environment = Sandbox(undefined=StrictUndefined)
    values = {"day": PlainDataConverter(ENGLISH)(AS_OF), "text": PlainDataConverter(ENGLISH)(Text("Hello"))}
    text = "{{ day }} {{ day.year }} {{ text }} {{ text.languages }} {{ text.upper() }} {{ text.endswith('lo') }}"
    assert environment.from_string(text).render(values) == "2024-06-30 2024 Hello {} HELLO True"


FORMATS = {
    "{{ [1, 2, 3]|sum }}": "6",
    "{% set n = namespace(a=1) %}{% set n.a = n.a + 1 %}{{ n.a }}": "2",
    "{% for a in [1, 2] %}{{ loop.index }}/{{ loop.length }}{{ ', ' if not loop.last }}{% endfor %}": "1/2, 2/2",
    "{% macro a(b) %}<{{ b }}>{% endmacro %}{{ a('x') }}": "<x>",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}": "aba",
    "{% set j = joiner(', ') %}{{ j() }}a{{ j() }}b": "a, b",
    "{{ {'a': 1}.items()|list }}": "[('a', 1)]",
    "{{ dict(a=1).get('b', 2) }}": "2",
    "{{ range(3)|list }}": "[0, 1, 2]",
    "{% for key, many in [{'a': 1}, {'a': 2}]|groupby('a') %}{{ key }}{% endfor %}": "12",
    "{% for group in [{'a': 1}]|groupby('a') %}{{ group.grouper }}{{ group.list|length }}{% endfor %}": "11",
    "{{ 'a-b'.split('-')|join('+') }}": "a+b",
    "{{ 'ab' * 2 }}{{ 2 ** 3 }}{{ 7 % 4 }}{{ '%03d' % 7 }}{{ '%s'|format('x') }}": "abab83007x",
    "{{ 'abc'[1:] }}{{ 'abc'|truncate(2, true, '', 0) }}{{ 'a'|center(3) }}": "bcab a ",
    "{% block a %}x{% endblock %}{{ self.a() }}": "xx",
}


@pytest.mark.parametrize("text", FORMATS)
def test_formatting_works_in_the_sandbox(text: str) -> None:
    assert Sandbox(undefined=StrictUndefined).from_string(text).render() == FORMATS[text]
