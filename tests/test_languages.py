"""Texts in several languages: their languages, their standing, and the language in which a workspace is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.languages.lookup import is_language_code, language_name, suggest_languages
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.records.settings import Settings
from cobtrack.model.types import Text
from cobtrack.model.workspace import Workspace
from cobtrack.store.load import load
from cobtrack.store.validation.build import build
from cobtrack.views.changes.compare import compare
from tests.cli_support import ask, small

if TYPE_CHECKING:
    pass

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
    assert not any(map(is_language_code, ("kh", "EN", "english", "en_GB", "khm", "")))
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
