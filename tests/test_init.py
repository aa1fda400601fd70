"""`cobtrack init`: a workspace that invents nothing and publishes nothing private."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.editing.problems import all_problems
from cobtrack.model.kinds import KINDS
from cobtrack.store.load import load
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import reader
from tests.cli_support import SHIPPED, ask, put, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("body", ["crc", "cedaw", "upr", "acerwc"])
def test_a_new_workspace_claims_nothing_that_the_user_did_not_give(tmp_path: Path, body: str) -> None:
    root = tmp_path / "new"
    assert run("init", str(root), "--state", "KEN", "--state-name", "Kenya", "--treaty-body", body).code == 0
    workspace = load(root).workspace
    records = [one.id for one in workspace.all_records() if one not in workspace.resources]
    assert records == [body]
    for command in ("validate", "status", "due", "timeline", "list", "render"):
        assert ask(root, command).code == 0, command


def test_init_names_the_treaty_body_in_full(tmp_path: Path) -> None:
    run("init", str(tmp_path), "--state", "NPL", "--state-name", "Nepal", "--treaty-body", "cedaw")
    (one,) = load(tmp_path).workspace.mechanisms
    assert one.name == "Committee on the Elimination of Discrimination against Women"


def test_init_says_that_a_body_is_not_a_treaty_body_of_the_un(tmp_path: Path) -> None:
    done = run("init", str(tmp_path), "--state", "NPL", "--state-name", "Nepal", "--treaty-body", "cedow")
    assert "cedow is not a treaty body of the UN; did you mean cedaw?" in done.err


@pytest.mark.parametrize("name", ["roadmap.yaml", "actors.yaml", "pillars/1-first-pillar.yaml",
                                  "recommendations/crc-example.yaml"])  # fmt: skip
def test_an_example_is_a_valid_record_without_its_comment_marks(tmp_path: Path, name: str) -> None:
    run("init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya")
    commented = (tmp_path / "data" / name).read_text().partition("\n#\n")[2].splitlines()
    data = reader.read("\n".join(line[2:] for line in commented), name).data
    kind = next(one for one in KINDS if name.startswith(one.path.removeprefix("data/")))
    assert build(kind.model, data, name).problems == []


@pytest.mark.parametrize("body", ["crc", "cedaw", "upr"])
def test_all_examples_together_are_valid_and_consistent_without_their_comment_marks(tmp_path: Path, body: str) -> None:
    run("init", str(tmp_path), "--state", "NPL", "--state-name", "Nepal", "--treaty-body", body)
    for folder in ("data", "data/pillars", "data/recommendations", "data/reports-due"):
        for path in (tmp_path / folder).glob("*.yaml"):
            head, mark, rest = path.read_text().partition("\n#\n")
            path.write_text(head + mark + ("\n" + rest).replace("\n# ", "\n"))
    loaded = load(tmp_path)
    assert "1.2" in loaded.workspace.by_id
    for day in (date(2026, 3, 1), date(2029, 3, 1)):
        # Warnings that something is not known or not done yet are right.
        assert [one.message for one in all_problems(loaded, day)[0] if not one.code.startswith("COB4")] == []


@pytest.mark.parametrize("body", ["cedaw", "upr"])
def test_the_examples_for_another_body_are_not_about_the_crc(tmp_path: Path, body: str) -> None:
    run("init", str(tmp_path), "--state", "NPL", "--state-name", "Nepal", "--treaty-body", body)
    text = "".join(path.read_text() for path in [*tmp_path.glob("data/**/*.yaml"), tmp_path / "cobtrack.yaml"])
    assert "crc" not in text.lower()
    assert "children's" not in text.lower()


def test_the_example_of_clusters_replaces_the_line_below_it(tmp_path: Path) -> None:
    run("init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya", "--treaty-body", "cedaw")
    path = tmp_path / "cobtrack.yaml"
    text = path.read_text().replace("clusters: {}\n", "")
    path.write_text(text.replace("# clusters:\n#   health", "clusters:\n  health"))
    assert load(tmp_path).problems == []
    assert load(tmp_path).workspace.settings.clusters == {"health": "Health"}


def test_git_ignores_files_with_contacts_from_the_first_day(tmp_path: Path) -> None:
    run("init", str(tmp_path / "new"), "--state", "KEN", "--state-name", "Kenya")
    lines = (tmp_path / "new/.gitignore").read_text().splitlines()
    assert {
        "build/",
        "members/",
        "committee/",
        "*.internal.yaml",
        "*[._-][iI]nternal[!a-z]*",
        "*~",
        "*.bak",
        ".*.sw[a-p]",
        ".cobtrack/",
        "/*.xlsx",
        "/*.ics",
        "/*.sqlite",
        ".*.cobtrack-tmp",
    } <= set(lines)


def test_init_keeps_an_existing_gitignore_and_says_what_it_lacks(tmp_path: Path) -> None:
    put(tmp_path, {".gitignore": "build/\n"})
    done = run("init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya")
    assert (tmp_path / ".gitignore").read_text() == "build/\n"
    assert "add the line *.internal.yaml to the existing .gitignore" in done.err
    assert "add the line build/" not in done.err


def test_init_ends_with_how_to_go_to_the_new_folder(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "new"), "--state", "KEN", "--state-name", "Kenya")
    assert f"Next: cd {tmp_path / 'new'}, git init, " in done.err


def test_the_clusters_of_the_crc_are_filled_in_and_others_are_left_open(tmp_path: Path) -> None:
    for body in ("crc", "cedaw"):
        run("init", str(tmp_path / body), "--state", "KEN", "--state-name", "Kenya", "--treaty-body", body)
    ours = load(SHIPPED.parent).workspace.settings.clusters
    assert load(tmp_path / "crc").workspace.settings.clusters == ours
    assert load(tmp_path / "cedaw").workspace.settings.clusters == {}


def test_a_time_zone_that_does_not_exist_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "new"), "--state", "KEN", "--state-name", "Kenya", "--timezone", "Nairobi")
    assert done.code == 2
    assert 'there is no time zone "Nairobi"' in done.err
    assert "did you mean Africa/Nairobi?" in done.err
    assert not (tmp_path / "new").exists()


def test_a_new_workspace_in_another_language_has_names_in_it_or_marks_them_as_english(tmp_path: Path) -> None:
    for language, name, violence in (
        ("es", "Comité de los Derechos del Niño", "Violencia contra los niños"),
        ("ar", {"en": "Committee on the Rights of the Child"}, {"en": "Violence against children"}),
    ):
        root = tmp_path / language
        options = ("--state", "KEN", "--state-name", "Kenya", "--language", language)
        assert run("init", str(root), *options).code == 0
        mechanism, settings, resources = (
            reader.read((root / file).read_text(encoding="utf-8"), file).data
            for file in ("data/reports-due/crc.yaml", "cobtrack.yaml", "data/resources/crc-general-comments.yaml")
        )
        assert mechanism["name"] == name
        assert settings["clusters"]["violence"] == violence
        assert settings["clusters"]["follow-up"] == {"en": "Follow-up"}
        assert settings["criteria"][0]["title"] == {"en": "Urgent measures asked for"}
        assert resources["resources"][0]["title"] == {"en": "The aims of education"}
        assert ask(root, "validate", "-q").code == 0
