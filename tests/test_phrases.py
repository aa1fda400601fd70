"""The phrases of documents and commands are in the language that they speak; what a catalogue lacks stays in English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError

from cobtrack.model.dates.format import format_day, format_month, format_timeframe, relative_time
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.labels import STATUS
from cobtrack.model.languages.marks import in_language, replace_marks, without_marks
from cobtrack.model.languages.phrases import SpokenLanguage, direction, gettext, ngettext, speaking, whole_number
from cobtrack.model.text.wording import join, quantity, upper_first
from cobtrack.render.markup.languages import tag_languages
from cobtrack.render.sandbox import Listing, Sandbox
from cobtrack.store.catalogues import language, mistakes, parse, problems

CATALOGUE = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgctxt "digits"
msgid "0123456789"
msgstr "०१२३४५६७८९"

msgctxt "month"
msgid "October"
msgstr "ottobre"

msgctxt "short month"
msgid "Oct"
msgstr "ott"

msgid "%(day)s %(month)s %(year)s"
msgstr "%(year)s, %(month)s, %(day)s"

msgctxt "status"
msgid "done"
msgstr "fatto"

msgctxt "list"
msgid "%(items)s and %(last)s"
msgstr "%(items)s e %(last)s"

msgid "%(num)s activity"
msgid_plural "%(num)s activities"
msgstr[0] "%(num)s attività"
msgstr[1] "%(num)s delle attività"

msgid "planned for %(date)s"
msgstr "previsto per %(date)s"

msgid "in %(num)s week"
msgid_plural "in %(num)s weeks"
msgstr[0] "fra <b>%(num)s</b> settimana"
msgstr[1] "fra %(num)s settimane"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages/it.po").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def italian(workspace: Path) -> SpokenLanguage:
    return language(workspace, "it")


def test_a_phrase_is_in_the_language_that_is_spoken(italian: SpokenLanguage) -> None:
    with speaking(italian):
        assert gettext("planned for %(date)s", date="x") == "previsto per x"
        assert STATUS["done"].singular == "fatto"
        assert join(["a", "b", "c"]) == "a, b e c"
    assert STATUS["done"].singular == "done"


def test_numbers_have_the_digits_and_the_plural_forms_of_the_language(italian: SpokenLanguage) -> None:
    with speaking(italian):
        assert quantity(0, "activity", "activities") == "० attività"
        assert quantity(12, "activity", "activities") == "१२ delle attività"


def test_dates_are_written_as_in_the_language(italian: SpokenLanguage) -> None:
    with speaking(italian):
        assert format_day(date(2022, 10, 28)) == "२०२२, ottobre, २८"
        assert format_month(parse_edtf("2022-10-28")) == "ott २०२२"
        assert format_timeframe(parse_edtf("2022-10/2022-12")) == "ottobre - December २०२२"


def test_a_phrase_that_the_catalogue_lacks_stays_in_english(italian: SpokenLanguage) -> None:
    with speaking(italian):
        assert relative_time(-21) == "३ weeks ago"


def test_a_translation_with_markup_or_other_placeholders_is_not_used(italian: SpokenLanguage) -> None:
    with speaking(italian):
        assert relative_time(35) == "in ५ weeks"


@pytest.mark.parametrize(
    ("translation", "what"),
    [
        ("per %(day)s", "has a placeholder that the English phrase lacks: %(day)s"),
        ("per", "lacks the placeholder %(date)s"),
        ("per %(date)s, 5%", "has a placeholder that the English phrase lacks: %"),
        ("per %(date)1000000000s", "has a placeholder that the English phrase lacks: %"),
        ("<i>per</i> %(date)s", "has characters that the English phrase lacks: '<' '>'"),
        ("per %(date)s\ue0049\ue004", "has characters that the English phrase lacks: '\\ue004'"),
        ("per %(date)s\u202e", "has characters that the English phrase lacks: '\\u202e'"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(translation: str, what: str) -> None:
    catalogue = parse("it.po", f'msgid "planned for %(date)s"\nmsgstr "{translation}"\n')
    assert what in list(mistakes(catalogue.phrases["", "planned for %(date)s"]))


@pytest.mark.parametrize(
    ("translation", "is_right"),
    [("%(link)sapri%(end)s", True), ("%(end)sapri%(link)s", False), ("%(link)sapri%(end)s%(end)s", False)],
)
def test_a_link_in_a_translation_ends_after_its_beginning(translation: str, is_right: bool) -> None:
    catalogue = parse("it.po", f'msgid "%(link)sopen%(end)s it"\nmsgstr "{translation}"\n')
    assert (not list(mistakes(catalogue.phrases["", "%(link)sopen%(end)s it"]))) is is_right


def test_the_catalogue_of_a_language_serves_its_regions(workspace: Path) -> None:
    with speaking(language(workspace, "it-CH")):
        assert STATUS["done"].singular == "fatto"


def test_a_formula_for_plural_forms_that_fails_leaves_the_phrase_in_english(workspace: Path) -> None:
    (workspace / "languages/it.po").write_text(CATALOGUE.replace("plural=(n > 1)", "plural=1/(n-5)"), encoding="utf-8")
    with speaking(language(workspace, "it")):
        assert quantity(5, "activity", "activities") == "५ activities"


@pytest.mark.parametrize("formula", ["1/(n-1)", "n**n", "((n", "n n", "(" * 90 + "n" + ")" * 90, "n n;\\nnplurals=1"])
def test_a_formula_for_plural_forms_that_cannot_be_computed_is_not_used(workspace: Path, formula: str) -> None:
    (workspace / "languages/it.po").write_text(CATALOGUE.replace("(n > 1)", formula), encoding="utf-8")
    with speaking(language(workspace, "it")):
        assert gettext("Source") == "Source"
        assert quantity(2, "activity", "activities") == "२ delle attività"


def test_an_entry_that_pretends_to_be_something_else_changes_nothing(workspace: Path) -> None:
    entries = (
        'msgctxt ""\nmsgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=((;\\n"\n\n'
        'msgid "%(label)s: %(text)s"\nmsgid_plural "%(secret)s"\nmsgstr[0] "%(label)s %(text)s %(secret)s"\n'
    )
    (workspace / "languages/it.po").write_text(f"{CATALOGUE}\n{entries}", encoding="utf-8")
    with speaking(language(workspace, "it")):
        assert gettext("%(label)s: %(text)s", label="a", text="b") == "a: b"


@pytest.mark.parametrize("digits", ["1234567890", "०१२३४५६७९८", "abcdefghij", "0 1 2 3 4 5 6 7 8 9", "=+-@'{};/#"])
def test_digits_that_would_change_numbers_are_not_used(workspace: Path, digits: str) -> None:
    (workspace / "languages/it.po").write_text(CATALOGUE.replace("०१२३४५६७८९", digits), encoding="utf-8")
    with speaking(language(workspace, "it")):
        assert format_day(date(2027, 10, 5)) == "2027, ottobre, 5"


def test_a_catalogue_that_would_take_minutes_to_read_is_left_out(workspace: Path) -> None:
    (workspace / "languages/it.po").write_text(CATALOGUE + '\nmsgid "Source"\nmsgstr ""\n' + '"a"\n' * 2_000_000)
    with speaking(language(workspace, "it")):
        assert gettext("Source") == "Source"
    assert [problem.message for problem in problems(workspace)] == ["has more than 2,000,000 characters"]


def test_a_file_that_is_no_catalogue_is_left_out(workspace: Path) -> None:
    (workspace / "languages/it.po").write_text("no catalogue\nat all", encoding="utf-8")
    with speaking(language(workspace, "it")):
        assert STATUS["done"].singular == "done"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("ar", "rtl"), ("ur-PK", "rtl"), ("km", "ltr"), ("az-Arab", "rtl"), ("ku-Latn", "ltr"), ("ar-Latn", "ltr")],
)
def test_a_language_has_a_direction(code: str, expected: str) -> None:
    assert direction(code) == expected


def test_english_phrases_in_a_document_in_another_language_are_marked(workspace: Path) -> None:
    with speaking(language(workspace, "it").for_documents("en")):
        assert gettext("planned for %(date)s", date="x") == "previsto per x"
        assert upper_first(STATUS["planned"].singular) == in_language("Planned", "en")
        assert upper_first(in_language(in_language("word", "it"), "en")) == in_language(in_language("Word", "it"), "en")
        assert whole_number(2000) == "२,०००"
        text = ngettext("%(num)s word", "%(num)s words", 2)
    assert without_marks(text) == "२ words"
    assert (
        tag_languages(f"<p title='{text}'>{text}</p>")
        == '<p title=\'२ words\'><span lang="en" dir="ltr">२ words</span></p>'
    )


def test_marks_that_are_not_in_pairs_are_taken_away() -> None:
    wild = "a\ue001<b>\ue002c\ue003\ue003\ue001en\ue002d\ue001"
    assert replace_marks(wild, lambda code: f"[{code}:", "]") == "ac[en:d]"
    assert without_marks(wild) == "acd"


def test_a_template_joins_items_as_in_the_language(italian: SpokenLanguage) -> None:
    environment = Sandbox(undefined=StrictUndefined, autoescape=True)
    environment.filters["listed"] = Listing(lambda value: value)
    text = (
        "{% macro bold(item) %}<b>{{ item }}</b>{% endmacro %}"
        "{{ ['a', 'b'|safe, '<c>']|listed }}; {{ ['a', 'b']|listed(';', bold) }}"
    )
    with speaking(italian):
        assert environment.from_string(text).render() == "a, b e &lt;c&gt;; <b>a</b>; <b>b</b>"
    with pytest.raises(SecurityError, match="only a macro"):
        environment.from_string("{{ ['a']|listed(write=range) }}").render()
