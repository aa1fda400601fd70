"""Concluding Observations in English, Spanish, French and other languages: read by their phrases, and merged."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import docx
import pytest
from ruamel.yaml import YAML

from cobtrack.exchange.incoming import ImportedFile, ImportFormatError
from cobtrack.exchange.sources.concluding_observations.read import read
from tests.cli_support import ask, put, replace, small, snapshot
from tests.docx_support import Builder
from tests.un_texts import AZERBAIJAN, FRANCE, Version, word_file


def workspace(folder: Path, state: str, languages: str) -> Path:
    """A workspace about a State, in languages."""
    root = small(folder / "workspace")
    replace(root, "cobtrack.yaml", "state: KHM", f"state: {state}")
    replace(root, "cobtrack.yaml", "languages: [en, km]", f"languages: {languages}")
    return root


def rewrite(file: Path, texts: dict[str, str]) -> None:
    """Replace texts in a Word file."""
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        for old, new in texts.items():
            if old in paragraph.text:
                paragraph.runs[0].text = paragraph.text.replace(old, new)
    document.save(str(file))


def file_of(folder: Path, version: Version, name: str) -> Path:
    path = folder / f"{name}.docx"
    word_file(path, version)
    return path


def places(imported: ImportedFile) -> list[str]:
    return [f"{one.number}{one.item} {one.kind}" for one in imported.documents[0].paragraphs]


@pytest.mark.parametrize(("versions", "language"), [(AZERBAIJAN, "es"), (FRANCE, "fr")], ids=["es", "fr"])
def test_a_document_is_read_as_its_english_version(tmp_path: Path, versions: dict[str, Version], language: str) -> None:
    english, other = (read(file_of(tmp_path, versions[code], code)) for code in ("en", language))
    assert places(other) == places(english)
    assert places(other)[-4:-1] == ["17 recommendation", "17a recommendation", "17b recommendation"]
    there, here = english.documents[0], other.documents[0]
    assert (here.symbol, here.state, here.language) == (there.symbol, there.state, language)
    dates = ("issued", "considered", "adopted")
    assert [here.fields[key] for key in dates] == [there.fields[key] for key in dates]
    assert here.fields["title"] == versions[language].title.rstrip("*")
    urgent = [
        [one.number + one.item for one in document.paragraphs if one.fields.get("urgent")] for document in (here, there)
    ]
    assert urgent[0] == urgent[1]
    assert here.has_last_paragraph
    concern, recommendation, item = here.paragraphs[4:7]
    assert concern.fields["text"] == "\n".join(
        [versions[language].concern[0], f"a) {versions[language].concern[1]}", f"b) {versions[language].concern[2]}"]
    )
    assert recommendation.fields["cites"][0].endswith("13")
    assert item.fields["cites"] == ["art. 19"]


def imported(root: Path, file: Path, *options: str) -> str:
    result = ask(root, "import", str(file), "--write", *options)
    assert result.code == 0, result.err
    return result.out


def data(root: Path, name: str = "crc-2023") -> dict[str, Any]:
    return dict(YAML(typ="safe").load((root / f"data/recommendations/{name}.yaml").read_text(encoding="utf-8")))


def records(root: Path, name: str = "crc-2023") -> dict[str, dict[str, Any]]:
    return {one["id"].partition(":")[2]: one for one in data(root, name)["paragraphs"]}


@pytest.mark.parametrize(
    ("versions", "language", "state"), [(AZERBAIJAN, "es", "AZE"), (FRANCE, "fr", "FRA")], ids=["es", "fr"]
)
def test_two_language_versions_become_one_document(
    tmp_path: Path, versions: dict[str, Version], language: str, state: str
) -> None:
    root = workspace(tmp_path, state, f"[en, {language}]")
    english, other = (file_of(tmp_path, versions[code], code) for code in ("en", language))
    imported(root, english)
    numbers = list(records(root))
    imported(root, other)
    assert list(records(root)) == numbers
    there, here = versions["en"], versions[language]
    for at, number in enumerate("1234"):
        assert records(root)[number]["text"] == {
            "en": there.paragraphs[at], language: here.paragraphs[at], "standing": {language: "official"},
        }  # fmt: skip
    item = records(root)["17b"]
    assert item["heading"] == {"en": there.heading, language: here.heading, "standing": {language: "official"}}
    assert item["text"] == {
        "en": there.recommendation[2], language: here.recommendation[2], "standing": {language: "official"},
    }  # fmt: skip
    assert data(root)["language"] == "en"
    assert data(root)["title"][language] == here.title.rstrip("*")
    before = snapshot(root)
    for file in (other, english, other):
        assert "Nothing to write" in ask(root, "import", str(file), "--write").err
    assert snapshot(root) == before
    assert ask(root, "validate", "-q").code == 0


def test_texts_are_tagged_unless_they_are_in_the_first_language(tmp_path: Path) -> None:
    spanish = file_of(tmp_path, AZERBAIJAN["es"], "es")
    title = AZERBAIJAN["es"].title.rstrip("*")
    first, second = (
        workspace(tmp_path / code, "AZE", f"[{code}, es]" if code == "en" else "[es]") for code in ("es", "en")
    )
    for root, expected in ((first, title), (second, {"es": title})):
        imported(root, spanish)
        assert data(root)["title"] == expected
        assert data(root)["language"] == "es"
    assert records(first)["17"]["heading"] == AZERBAIJAN["es"].heading
    assert records(second)["17"]["heading"] == {"es": AZERBAIJAN["es"].heading}
    imported(second, file_of(tmp_path, AZERBAIJAN["en"], "en"))
    assert list(records(second)["17"]["heading"]) == ["es", "en", "standing"]


def test_a_section_finds_the_cluster_that_has_its_title_in_another_language(tmp_path: Path) -> None:
    root = workspace(tmp_path, "AZE", "[en, es]")
    replace(root, "cobtrack.yaml", "  violence:", "  principles: General principles\n  violence:")
    imported(root, file_of(tmp_path, AZERBAIJAN["es"], "es"))
    assert records(root)["17"]["cluster"] == "principles"
    replace(root, "cobtrack.yaml", "principles: General principles", "principles: {es: Principios generales}")
    before = snapshot(root)
    imported(root, file_of(tmp_path, AZERBAIJAN["en"], "en"))
    imported(root, file_of(tmp_path, AZERBAIJAN["es"], "es"))
    assert snapshot(root) != before
    assert records(root)["17"]["cluster"] == "principles"


def test_a_text_that_a_person_changed_is_a_conflict_in_its_language_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path, "AZE", "[en, es]")
    english, spanish = (file_of(tmp_path, AZERBAIJAN[code], code) for code in ("en", "es"))
    imported(root, english)
    imported(root, spanish)
    replace(root, "data/recommendations/crc-2023.yaml", "es: Financie el plan.", "es: Financie el proyecto.")
    before = snapshot(root)
    out = imported(root, spanish, "--all")
    assert "conflict  crc-2023:17b different text" in out
    assert "Financie el proyecto." in out
    assert "Finance the plan" not in out
    assert "conflict" not in imported(root, english, "--all")
    assert snapshot(root) == before


def test_numbers_that_exist_in_only_one_language_are_named(tmp_path: Path) -> None:
    root = workspace(tmp_path, "AZE", "[en, es]")
    imported(root, file_of(tmp_path, AZERBAIJAN["en"], "en"))
    spanish = AZERBAIJAN["es"]
    fewer = dataclasses.replace(spanish, recommendation=spanish.recommendation[:2], end=("V. Fin", "El Comité pide."))
    file = file_of(tmp_path, fewer, "es")
    rewrite(file, {"18.\tEl": "19.\tEl"})
    out = imported(root, file)
    assert "only in Spanish: 1 paragraph (19)" in out
    assert "not in Spanish: 2 paragraphs (17b and 18)" in out
    assert records(root)["19"]["text"] == {"es": "El Comité pide."}
    assert records(root)["18"]["text"] == AZERBAIJAN["en"].end[1]


def test_a_document_in_an_unknown_language_is_read_by_numbers_and_headings(tmp_path: Path) -> None:
    khmer = dataclasses.replace(
        AZERBAIJAN["en"], title="សេចក្តីសង្កេតសន្និដ្ឋាន", heading="ការមិនរើសអើង",
        sections=("I. សេចក្តីផ្តើម", "II. វឌ្ឍនភាព", "III. កង្វល់", "C. គោលការណ៍", "ការមិនរើសអើង"),
        paragraphs=("ទីមួយ។", "ទីពីរ។", "ទីបី។", "ទីបួន។"), concern=("កង្វល់៖", "ក;", "ខ;"),
        recommendation=("អនុសាសន៍៖", "ធ្វើផែនការ;", "ផ្តល់ថវិកា។"), end=("IV. បញ្ចប់", "ចុងក្រោយ។"),
    )  # fmt: skip
    file = file_of(tmp_path, khmer, "km")
    with pytest.raises(ImportFormatError) as refused:
        read(file)
    assert "--language" in refused.value.hint
    document = read(file, "km").documents[0]
    assert (document.symbol, document.fields["title"], document.language) == (khmer.symbol, khmer.title, "km")
    assert places(read(file, "km")) == [
        "1 introduction", "2 introduction", "3 introduction", "4 introduction", "16 concern", "17 recommendation",
        "17a recommendation", "17b recommendation", "18 introduction",
    ]  # fmt: skip
    assert all(one.to_check for one in document.paragraphs if not one.item)
    # The same document is in the workspace: it says what each paragraph is.
    root = workspace(tmp_path, "AZE", "[en, km]")
    imported(root, file_of(tmp_path, AZERBAIJAN["en"], "en"))
    out = imported(root, file, "--language", "km")
    assert "does not know the phrases" in out
    assert records(root)["17b"]["text"]["km"] == "ផ្តល់ថវិកា។"
    assert records(root)["17b"]["text"]["standing"] == {"km": "unofficial"}
    assert records(root)["16"]["text"]["km"] == "កង្វល់៖\n(a) ក;\n(b) ខ;"
    assert "check" not in records(root)["17"]


def test_an_unofficial_translation_does_not_stand_in_for_the_official_text(tmp_path: Path) -> None:
    root = workspace(tmp_path, "KHM", "[en, km]")
    made = Builder()
    made.line("ក", bold=True)
    made.number = 41
    made.paragraph("អនុសាសន៍៖", "មួយ;", "ពីរ។")
    made.save(tmp_path / "x.docx")
    before = records(root, "crc-2022")["42a"]
    assert "text" not in before
    out = imported(root, tmp_path / "x.docx", "--language", "km", "--document", "crc-2022")
    assert "only in Khmer: 1 paragraph (42b)" in out
    assert records(root, "crc-2022")["42a"] == before
    assert records(root, "crc-2022")["42b"]["text"] == {"km": "ពីរ។", "standing": {"km": "unofficial"}}


@pytest.mark.parametrize("digits", ["១២៣៤៥", "١٢٣٤٥"], ids=["khmer", "arabic"])
def test_digits_and_letters_of_another_script_are_numbers_too(tmp_path: Path, digits: str) -> None:
    made = Builder()
    made.line("CRC/C/AZE/CO/5-6")
    made.line("ក", bold=True)
    made.line(f"{digits[0]}.\tទីមួយ។")
    made.line("ចំណងជើង", bold=True)
    made.line(f"{digits[1]} - ទីពីរ៖")
    made.line("(ក)\tមួយ;")
    made.line("(ខ)\tពីរ។")
    made.save(tmp_path / "x.docx")
    assert places(read(tmp_path / "x.docx", "km")) == [
        "1 introduction", "2 recommendation", "2a recommendation", "2b recommendation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "the title of the document is in Spanish"),
        ("km", "the title of the document is in Spanish"),
        ("spanish", '"spanish" is not the code of a language'),
    ],
)
def test_a_wrong_language_is_refused(tmp_path: Path, language: str, message: str) -> None:
    root = workspace(tmp_path, "AZE", "[en, es]")
    file = file_of(tmp_path, AZERBAIJAN["es"], "es")
    result = ask(root, "import", str(file), "--language", language)
    assert (result.code, message in result.err) == (2, True)
    assert "es" in result.err.partition("hint")[2]


def test_an_export_has_no_language_option(tmp_path: Path) -> None:
    root = workspace(tmp_path, "AZE", "[en, es]")
    put(root, {"x.csv": "a,b\n"})
    result = ask(root, "import", str(root / "x.csv"), "--as", "upr-info", "--language", "es")
    assert (result.code, "only for official documents" in result.err) == (2, True)


def test_the_english_texts_of_other_systems_are_tagged_in_a_workspace_in_another_language(tmp_path: Path) -> None:
    root = workspace(tmp_path, "KHM", "[es, en]")
    header = "To,Text,From,Response,Action,Issue,Session"
    put(root, {"x.csv": f"{header}\nCambodia,Build schools,Norway,Accepted,4,Right to education,91\n"})
    imported(root, root / "x.csv", "--document", "upr-91")
    (only,) = data(root, "upr-91")["paragraphs"]
    assert (only["text"], only["made_by"]) == ({"en": "Build schools"}, ["Norway"])
    before = snapshot(root)
    imported(root, root / "x.csv", "--document", "upr-91")
    assert snapshot(root) == before
