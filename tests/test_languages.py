"""Texts in several languages: their languages, their standing, and the language in which a workspace is read."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cobtrack.model.languages.lookup import is_language_code, language_name, suggest_languages
from cobtrack.model.languages.marks import in_language
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.records.settings import Settings
from cobtrack.model.types import Text
from cobtrack.model.workspace import Workspace
from cobtrack.render.tree.about import About
from cobtrack.render.tree.parser import parse
from cobtrack.render.typst.markup import write_typst
from cobtrack.store.load import load
from cobtrack.store.validation.build import build
from cobtrack.views.changes.compare import compare
from tests.cli_support import ask, replace, small

SETTINGS = Settings.model_validate(
    {"schema": 2, "state": "XXX", "state_name": "X", "treaty_body": "crc", "timezone": "UTC", "languages": ["en", "km"]}
)


def pillar(title: object) -> Any:
    return {"pillar": 1, "title": title, "categories": []}


def read(title: object) -> Text:
    record = Pillar.model_validate(pillar(title), context={"languages": ("en", "km")})
    return record.title


def errors(title: object) -> list[tuple[str, str]]:
    result = build(Pillar, pillar(title), "data/pillars/1.yaml")
    return [(problem.message, problem.hint) for problem in result.problems]


def test_a_text_says_its_languages_its_own_language_and_their_standing() -> None:
    text = read({"km": "ផែនការ", "en": "Plan", "standing": {"km": "official", "en": "draft"}})
    assert (text, text.language) == ("Plan", "en")
    assert list(text.languages) == ["km", "en"]
    assert text.standings == {"km": "official", "en": "draft"}
    plain, only = read("Plan"), read({"fr": "Plan"})
    assert (plain.language, plain.languages, plain.standings) == ("", {}, {})
    assert (only.language, only) == ("fr", "Plan")


def test_a_text_is_written_as_it_was_read() -> None:
    for title in ("Plan", {"en": "Plan"}, {"km": "ផែនការ", "en": "Plan", "standing": {"km": "draft"}}):
        record = Pillar.model_validate(pillar(title))
        assert record.model_dump(mode="json")["title"] == title


@pytest.mark.parametrize(
    ("title", "message", "hint"),
    [
        ({"kh": "x"}, '"kh" is not a language code', "did you mean km (Khmer)?"),
        ({"Khmer": "x"}, '"Khmer" is not a language code', "did you mean km (Khmer)?"),
        ({"khm": "x"}, '"khm" is not a language code', "did you mean km (Khmer)?"),
        ({"Español": "x"}, '"Español" is not a language code', "did you mean es (Spanish)?"),
        ({"ge": "x"}, '"ge" is not a language code', "did you mean de (German) or ka (Georgian)?"),
        (
            {"en": "x", "standing": {"km": "draft"}},
            '"title" has a standing for "km", but no text in this language',
            "write the text, or delete the standing; the text is in en",
        ),
        (
            {"en": "x", "km": "y", "standing": {"km": "drafted"}},
            'the standing of the text for "km" cannot be "drafted"',
            'did you mean "draft"?',
        ),
        (
            {"en": "x", "km": "y", "standing": {"km": "checked"}},
            'the standing of the text for "km" cannot be "checked"',
            "one of official, unofficial, draft, outdated",
        ),
        (
            {"en": "x", "km": "y", "standing": "draft"},
            'the standing of "title" must name a language, because it applies to the text in this language',
            "write it like standing: {km: draft}",
        ),
        ("\u200b \u200d", '"title" is empty', "write a text, or delete the line"),
        ({"en": "x", "km": "\u200b"}, 'the text for "km" is empty or not a text', "write it, or delete the line"),
    ],
)
def test_a_mistake_in_the_languages_of_a_text_is_explained(title: object, message: str, hint: str) -> None:
    assert errors(title) == [(message, hint)]


def test_a_text_needs_more_than_a_standing() -> None:
    assert (
        errors({"standing": {"km": "draft"}})[0][0]
        == '"title" must be text, or one text for each language, not a record'
    )


def test_languages_are_known_by_their_codes_and_named_in_their_own_words() -> None:
    assert all(map(is_language_code, ("en", "km", "pt-BR", "zh-Hant", "fil")))
    assert not any(map(is_language_code, ("kh", "EN", "english", "en_GB", "khm", "", f"xyz{'-abcdefgh' * 9}")))
    assert [language_name(code) for code in ("en", "km", "es-MX", "fil")] == ["English", "ខ្មែរ", "Español", "fil"]
    assert suggest_languages("zz") == []


def test_a_workspace_is_read_in_the_chosen_language_where_a_text_exists_in_it(tmp_path: Path) -> None:
    (tmp_path / "cobtrack.yaml").write_text(
        "schema: 2\nstate: XXX\nstate_name: {en: Exampleland, fr: Pays-Exemple}\ntreaty_body: crc\ntimezone: UTC\n"
        "languages: [en, fr, es]\nclusters:\n  a: {es: Violencia, en: Violence}\n  b: Education\n",
        encoding="utf-8",
    )
    chosen = {code: load(tmp_path, language=code).workspace.settings for code in ("", "fr", "es")}
    assert [str(settings.state_name) for settings in chosen.values()] == ["Exampleland", "Pays-Exemple", "Exampleland"]
    assert [settings.clusters["a"].language for settings in chosen.values()] == ["en", "en", "es"]
    assert {settings.clusters["b"] for settings in chosen.values()} == {"Education"}
    assert all(settings.languages == ("en", "fr", "es") for settings in chosen.values())


# Setting an original or a translation


ACTORS = "data/actors.yaml"
NAME = "name: {en: Cambodia National Council for Children, km: ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def set_name(root: Path, *assignments: str) -> tuple[str, str]:
    """Set the name of an organisation. Return its line in the file, and what the command says."""
    done = ask(root, "set", "cncc", *assignments)
    assert done.code == 0, done.err
    text = (root / ACTORS).read_text(encoding="utf-8")
    return next(line.strip() for line in text.splitlines() if "name: {en: C" in line), done.err


def test_setting_the_original_marks_the_translation_and_changes_nothing_else(root: Path) -> None:
    before = (root / ACTORS).read_bytes()
    line, said = set_name(root, "name.en=Council")
    new = "name: {en: Council, km: ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ, standing: {km: outdated}}"
    assert line == new
    assert (root / ACTORS).read_bytes() == before.replace(NAME.encode(), new.encode())
    assert "cncc name.km: marked as outdated, because name.en changed" in said
    assert "if name.km of cncc still fits, remove the mark: cobtrack set cncc name.standing.km=" in said


def test_setting_the_translation_removes_the_mark_and_can_give_a_standing(root: Path) -> None:
    set_name(root, "name.en=Council")
    assert set_name(root, "name.km=ក្រុម")[0] == "name: {en: Council, km: ក្រុម}"
    set_name(root, "name.en=Council for Children")
    line, said = set_name(root, "name.km=ក្រុម ២", "name.standing.km=draft")
    assert line == "name: {en: Council for Children, km: ក្រុម ២, standing: {km: draft}}"
    assert "no longer marked" not in said


def test_an_original_and_its_translation_that_are_set_together_need_no_mark(root: Path) -> None:
    for name in ("1", "2"):
        values = [f"name.en=Council {name}", f"name.km=ក្រុម {name}"]
        line, _ = set_name(root, *(values if name == "1" else values[::-1]))
        assert line == f"name: {{en: Council {name}, km: ក្រុម {name}}}"


def test_other_typography_and_a_new_translation_mark_nothing(root: Path) -> None:
    assert "standing" not in set_name(root, "name.en=Cambodia  National Council for Children")[0]
    assert "standing" not in set_name(root, "name.fr=Conseil")[0]


def test_a_standing_that_the_mark_replaces_can_be_set_again(root: Path) -> None:
    set_name(root, "name.standing.km=official")
    line, said = set_name(root, "name.en=Council")
    assert line.endswith("standing: {km: outdated}}")
    assert "remove the mark: cobtrack set cncc name.standing.km=official" in said


def test_a_removed_translation_takes_its_standing_with_it(root: Path) -> None:
    set_name(root, "name.standing.km=draft")
    assert set_name(root, "name.km=")[0] == "name: {en: Cambodia National Council for Children}"


def test_a_new_translation_comes_before_the_standings(root: Path) -> None:
    set_name(root, "name.standing.km=draft")
    assert set_name(root, "name.fr=Conseil")[0].endswith("fr: Conseil, standing: {km: draft}}")


# Changes


def changes_of(before: object, after: object) -> list[str]:
    old, new = (
        Workspace(settings=SETTINGS, pillars=(Pillar.model_validate(pillar(title)),)) for title in (before, after)
    )
    return [change.sentence for change in compare(old, new).changes]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"en": "A", "km": "ក", "standing": {"km": "draft"}}, {"en": "A", "km": "ក", "standing": {"km": "official"}},
         "title: km: was draft, now official"),
        ({"en": "A", "km": "ក"}, {"en": "A", "km": "ក", "standing": {"km": "draft"}}, "title: km: now draft"),
        ({"en": "A", "km": "ក", "standing": {"km": "outdated"}}, {"en": "A", "km": "ក"}, "title: km: no longer outdated"),
        ({"en": "A", "km": "ក"}, {"en": "B", "km": "ក"}, "title: en: “B” instead of “A”; km did not change"),
        ({"en": "A", "km": "ក"}, {"en": "B", "km": "ក", "standing": {"km": "outdated"}},
         "title: en: “B” instead of “A”; km: now outdated"),
        ({"km": "ក", "en": "A"}, {"km": "ខ", "en": "A"}, "title: km: “ខ” instead of “ក”; en did not change"),
    ],
)  # fmt: skip
def test_changes_tell_what_happened_to_the_languages_of_a_text(before: object, after: object, sentence: str) -> None:
    assert changes_of(before, after) == [sentence]


# Documents


TEMPLATE = """\
<title>{{ title }}</title><p title="{{ title }}">{{ title }}</p><p>{{ title|md }}</p><p>{{ title|unmarked }}</p>
<p>{{ "1. " ~ title|plain }}</p><p>{{ [title, own]|join(", ") }}</p><svg><title>{{ title }}</title><text>{{ title }}</text></svg>
<p>{{ title.language }} {{ title.standing }} {{ own.language }}</p>
<p>{{ title == "Plan & *steps*" }} {{ {"Plan & *steps*": 1}[title] }} {{ title.endswith("*") }} {{ title in title.languages.values() }}</p><p>{{ _("“%(text)s”", text=title) }}</p>
"""
TITLE = 'title: {en: "Plan & *steps*", standing: {en: draft}}'
DATA = "{% set title = doc.workspace.roadmap.title %}{% set own = doc.workspace.settings.state_name %}\n"
FOREIGN = '<span lang="en" dir="ltr">Plan &amp; <em>steps</em></span>'


@pytest.fixture(scope="module")
def in_spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in Spanish with an English title, and templates that show the title in all ways."""
    root = small(tmp_path_factory.mktemp("in-spanish"))
    replace(root, "cobtrack.yaml", "languages: [en, km]", "languages: [es, en, km]")
    replace(root, "cobtrack.yaml", "state_name: Cambodia", "state_name: País")
    path = root / "data/roadmap.yaml"
    path.write_text(re.sub("^title: .*", TITLE, path.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "templates").mkdir()
    (root / "templates/all.html.j2").write_text(DATA + TEMPLATE, "utf-8")
    markdown = "# {{ title }}\n\n{{ title|md }} {{ own }}\n\n| a |\n|---|\n| {{ title|plain }} |\n"
    (root / "templates/all.md.j2").write_text(DATA + markdown, "utf-8")
    return root


def rendered(root: Path, name: str) -> str:
    done = ask(root, "render", name, "-o", str(root / "out"), "--force")
    assert (root / "out" / name).exists(), done.err
    return (root / "out" / name).read_text(encoding="utf-8")


def test_a_page_marks_every_text_in_another_language(in_spanish: Path) -> None:
    page = rendered(in_spanish, "all.html")
    text = '<span lang="en" dir="ltr">Plan &amp; *steps*</span>'
    assert f'<title>Plan &amp; *steps*</title><p title="Plan &amp; *steps*">{text}</p>' in page
    assert f"<p>{FOREIGN}</p><p>{FOREIGN}</p>" in page
    assert f"<p>1. {text}</p><p>{text}, País</p>" in page
    assert '<title>Plan &amp; *steps*</title><text><tspan lang="en" dir="ltr">Plan &amp; *steps*</tspan></text>' in page
    assert "<p>en draft es</p>" in page
    assert "<p>True 1 True True</p>" in page
    assert f">«{text}»<" in page


def test_words_made_of_a_text_are_marked_as_the_text(tmp_path: Path) -> None:
    paragraph = "{id: crc-2030:schools, kind: recommendation, text: Teach all.}"
    activity = '{id: "3.1", text: "Teach all, in:", points: [Towns], timeframe: 2026}'
    files = {
        "data/recommendations/crc-2030.yaml": f"{{id: crc-2030, title: Text, mechanism: crc, paragraphs: [{paragraph}]}}",
        "data/pillars/3.yaml": f"{{pillar: 3, title: Schools, categories: [{{title: Work, activities: [{activity}]}}]}}",
        "templates/all.html.j2": '<p>{{ "3.1"|mention }} {{ "crc-2030:schools"|mention }}</p>',
    }
    root = small(tmp_path, files)
    done = ask(root, "render", "all.html", "--language", "km")
    assert done.code == 0, done.err
    page = (root / "build/all.km.html").read_text(encoding="utf-8")
    assert '<span lang="en" dir="ltr">Teach all, in …</span>' in page
    assert '«<span lang="en" dir="ltr">Teach all.</span>»' in page


def test_markdown_shows_no_language_and_the_page_made_of_it_does(in_spanish: Path) -> None:
    text = rendered(in_spanish, "all.md")
    assert "# Plan & \\*steps\\*\n\n" in text
    assert "\n\nPlan & *steps* País\n\n| a |\n|---|\n| Plan & \\*steps\\* |" in text
    (in_spanish / "templates/all.html.j2").rename(in_spanish / "kept")
    try:
        page = rendered(in_spanish, "all.html")
    finally:
        (in_spanish / "kept").rename(in_spanish / "templates/all.html.j2")
    assert '<h1 id="plan--steps"><span lang="en" dir="ltr">Plan &amp; *steps*</span></h1>' in page
    assert f"<p>{FOREIGN} País</p>" in page
    assert not set(page) & set("\ue001\ue002\ue003")


def test_word_and_pdf_say_the_language_of_a_text(in_spanish: Path) -> None:
    ask(in_spanish, "render", "all.docx", "-o", str(in_spanish / "out"), "--force")
    with zipfile.ZipFile(in_spanish / "out/all.docx") as archive:
        document = archive.read("word/document.xml").decode()
    assert '<w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">Plan &amp; </w:t>' in document
    assert '<w:r><w:t xml:space="preserve"> País</w:t></w:r>' in document
    tree = parse(in_language("Plan", "ar") + " País")
    about = About("Plan", "", "", "es", date(2026, 2, 1), "public", "")
    assert '#text(lang: "ar")[#"Plan"]#" País"' in write_typst(tree, about, "")


def test_the_words_of_results_for_programs_are_in_english_in_every_language(root: Path) -> None:
    for command in (["status"], ["due"], ["timeline"], ["list", "recommendations"], ["show", "crc"]):
        in_english, in_khmer = (
            ask(root, *command, "--format", "json", "--language", code).out for code in ("en", "km")
        )
        assert in_khmer == in_english
    assert "ទាំងអស់" in ask(root, "status", "--language", "km").out


# What is translated


def counts(root: Path) -> dict[str, Any]:
    data = json.loads(ask(root, "status", "--translations", "--format", "json").out)["translations"]
    return {row["language"]: row for row in data}


def missing(root: Path, *arguments: str) -> dict[str, list[str]]:
    rows = json.loads(ask(root, "list", *arguments, "--format", "json").out)["untranslated"]
    return {row["id"]: row["missing"] + [f"{field}!" for field in row["outdated"]] for row in rows}


def test_status_counts_the_texts_in_each_language_by_kind_and_standing(root: Path) -> None:
    before = counts(root)
    ask(root, "set", "2.10", "text.km=តាមដាន", "text.standing.km=draft")
    after = counts(root)
    assert after["en"]["translated"] == after["en"]["texts"] == before["en"]["texts"]
    assert after["km"]["translated"] == before["km"]["translated"] + 1
    assert after["km"]["standings"] == {"official": 0, "unofficial": 0, "draft": 1, "outdated": 0}
    assert after["km"]["by_kind"]["activities"] == {
        "texts": before["km"]["by_kind"]["activities"]["texts"], "translated": 1, "standings": after["km"]["standings"],
    }  # fmt: skip
    assert sum(kind["texts"] for kind in after["km"]["by_kind"].values()) == after["km"]["texts"]
    assert (
        f"ខ្មែរ: {after['km']['translated']} of {after['km']['texts']} texts (1 draft)"
        in ask(root, "status", "--translations").out
    )


def test_sources_and_earlier_words_are_not_counted(root: Path) -> None:
    before = counts(root)["en"]["texts"]
    ask(root, "set", "2.10", "source=[Minutes](https://example.org)", "text=Follow it", "--why", "Shorter.")
    assert counts(root)["en"]["texts"] == before


def test_a_list_says_which_texts_lack_a_translation_or_have_an_outdated_one(root: Path) -> None:
    assert missing(root, "activities", "--untranslated", "km")["2.10"] == ["text"]
    ask(root, "set", "2.10", "text.km=តាមដាន")
    assert "2.10" not in missing(root, "activities", "--untranslated", "km")
    ask(root, "set", "2.10", "text.en=Follow it")
    assert missing(root, "activities", "--untranslated", "km")["2.10"] == ["text!"]
    assert missing(root, "activities", "--untranslated", "en") == {}
    everything = missing(root, "--untranslated", "km")
    assert {"settings", "roadmap", "pillar-2", "2.10", "crc-2022:42", "crc-state-report"} <= everything.keys()
    refused = ask(root, "list", "--untranslated", "fr")
    assert (refused.code, refused.err.splitlines()[1]) == (
        2, "hint: use en or km, or add it to languages in cobtrack.yaml",
    )  # fmt: skip


STANDINGS = """\
title: {km: ផែនការ, en: Plan, standing: {en: outdated}}
subtitle: {km: ក, en: "A *draft*", standing: {en: draft}}
"""


def test_a_document_marks_outdated_translations_and_says_how_many_are_drafts(root: Path) -> None:
    path = root / "data/roadmap.yaml"
    path.write_text(re.sub("^title: .*\nsubtitle: .*\n", STANDINGS, path.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "templates").mkdir()
    data = "{% set roadmap = doc.workspace.roadmap %}"
    page = '<title>{{ roadmap.title }}</title><main><p id="{{ roadmap.title }}">{{ roadmap.title }}</p>'
    page += "<p>{{ roadmap.subtitle|md }}</p><p>{{ roadmap.subtitle|plain }}</p></main>"
    (root / "templates/all.html.j2").write_text(data + page, "utf-8")
    (root / "templates/all.md.j2").write_text(
        data + "# {{ roadmap.title }}\n\n{{ roadmap.subtitle|md }}\n\n## Notes\n\n[^1]: A note.\n", "utf-8"
    )
    shown = rendered(root, "all.html")
    assert ">Plan (outdated translation)</p><p>A <em>draft</em></p><p>A *draft*</p>" in shown
    assert '<p class="translations soft">1 text shown here is a draft translation.</p>\n</main>' in shown
    text = rendered(root, "all.md")
    assert (
        "# Plan (outdated translation)\n\nA *draft*\n\n1 text shown here is a draft translation.\n\n## Notes\n\n[^1]:"
        in text
    )


def test_a_document_in_the_original_language_says_nothing_of_translations(root: Path) -> None:
    path = root / "data/roadmap.yaml"
    path.write_text(re.sub("^title: .*\nsubtitle: .*\n", STANDINGS, path.read_text(encoding="utf-8")), encoding="utf-8")
    done = ask(root, "render", "roadmap.md", "--language", "km", "-o", "-")
    assert "\n# ផែនការ\n" in done.out
    assert "draft translation" not in done.out


def test_show_has_the_text_in_each_language_with_its_standing(root: Path) -> None:
    set_name(root, "name.standing.km=official", "name.standing.en=draft")
    lines = [" ".join(line.split()) for line in ask(root, "show", "cncc").out.splitlines()]
    assert "name in en draft" in lines
    assert "name in km ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ (official)" in lines
    khmer = ask(root, "show", "cncc", "--language", "km").out
    assert khmer.startswith("cncc  ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ\n")


def test_a_table_has_the_language_of_the_command_first_and_the_others_in_columns_of_their_own(root: Path) -> None:
    set_name(root, "name.standing.km=official")
    for arguments, name, other in (
        ((), "Cambodia National Council for Children", "name.km"), (("--language", "km"), "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ", "name.en"),
    ):  # fmt: skip
        header, *rows = csv.reader(
            ask(root, "list", "actors", "-f", "csv", *arguments).out.lstrip("\ufeff").splitlines()
        )
        row = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == "cncc")
        assert (row["name"], row["name.standing.km"]) == (name, "official")
        assert {other} == {column for column in header if column in {"name.en", "name.km"}}
