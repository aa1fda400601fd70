"""Texts in several languages: their languages, their standing, and the language in which a workspace is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.languages.lookup import is_language_code, language_name, suggest_languages
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.types import Text
from cobtrack.store.load import load
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).parent / "golden/workspace"


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
