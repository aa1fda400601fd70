"""Everything below data/ and templates/ is public: all files and their names are searched for contacts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli_support import ask, small, words
from tests.support import line, problems, workspace

CONTACT = "name: Sokha\nmail: sokha@example.org\nphone: +855 12 345 678\n"
IGNORE = "*.internal.yaml\n*[._-][iI]nternal[!a-z]*\n*~\n*.bak\n.*.sw[a-p]\n"


def git(root: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *settings, *arguments], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def repository(root: Path, files: dict[str, str | bytes], ignore: str = IGNORE) -> Path:
    """Make a workspace in a repository; `files` are not added to the repository."""
    workspace(root, {".gitignore": ignore})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    return workspace(root, {**files, ".gitignore": ignore})


def told(root: Path) -> list[str]:
    return [line(root, problem) for problem in problems(root)]


def codes_of(root: Path, name: str) -> list[str]:
    return sorted(problem.code for problem in problems(root) if problem.place.file == name)


NEAR_MISSES = [
    "data/focal-points.yaml", "data/focal_points.yml", "data/FocalPoints.xlsx", "data/contacts.txt", "data/phone-list.md",
    "data/focal-points-internal.yaml", "data/contacts.internal.yml", "data/x.Internal.yaml", "data/x_internal.yaml",
    "data/contacts.internal (1).yaml", "data/contacts.internal.yaml.bak", "data/contacts.internal.yaml~",
    "data/.contacts.internal.yaml.swp", "data/contacts.internal.yaml.txt", "data/x.INTERNAL.YAML", "data/internal.yaml",
    "data/pillars/x-internal.yaml", "data/internal/people.yaml", "data/people.internal", "templates/x.internal.j2",
]  # fmt: skip


@pytest.mark.parametrize("name", NEAR_MISSES)
@pytest.mark.parametrize("in_git", [False, True])
def test_a_name_that_only_looks_internal_is_an_error_and_its_contacts_are_found(
    tmp_path: Path, name: str, in_git: bool
) -> None:
    root = (repository if in_git else workspace)(tmp_path, {name: CONTACT})
    assert {"COB501", "COB502", "COB506"} <= set(codes_of(root, name))


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_mistake_in_a_name_is_reported_once_and_no_hint_makes_it_data(tmp_path: Path, name: str) -> None:
    found = [problem for problem in problems(repository(tmp_path, {name: "x"})) if problem.place.file == name]
    assert {problem.code for problem in found} & {"COB008", "COB508", "COB509"} == set()
    (near_miss,) = (problem for problem in found if problem.code == "COB506")
    assert near_miss.hint == "move it out of here and send it to the secretariat"


@pytest.mark.parametrize(
    "name",
    [
        "data/internalise.yaml",
        "data/pillars/9-international.yaml",
        "data/contactless.yaml",
        "templates/contacts.html.j2",
    ],
)
def test_a_different_word_is_not_a_near_miss(tmp_path: Path, name: str) -> None:
    assert "COB506" not in codes_of(workspace(tmp_path, {name: "x: 1\n"}), name)


@pytest.mark.parametrize("folder", ["data", "data/pillars", "data/notes"])
def test_an_ignored_internal_file_is_never_read(tmp_path: Path, folder: str) -> None:
    assert told(repository(tmp_path / "git", {f"{folder}/x.internal.yaml": CONTACT})) == []
    assert told(workspace(tmp_path / "none", {f"{folder}/x.internal.yaml": CONTACT})) == []


def test_an_internal_file_that_nothing_ignores_is_an_error(tmp_path: Path) -> None:
    root = repository(tmp_path, {"data/x.internal.yaml": CONTACT}, ignore="build/\n")
    assert codes_of(root, "data/x.internal.yaml") == ["COB507"]
    without = workspace(tmp_path / "none", {"data/x.internal.yaml": CONTACT}, without=[".gitignore"])
    assert codes_of(without, "data/x.internal.yaml") == ["COB507"]


def test_the_error_for_an_internal_file_in_git_says_how_to_remove_it_from_the_history(tmp_path: Path) -> None:
    root = repository(tmp_path, {"data/my x.internal.yaml": CONTACT})
    git(root, "add", "-f", "data")
    git(root, "commit", "-q", "-m", "Oops")
    done = ask(root, "validate")
    assert done.code == 1
    said = words(done.out)
    assert "data/my x.internal.yaml:1:1: error[COB507] is in git, where everybody can read it" in said
    assert "git filter-repo --invert-paths --path 'data/my x.internal.yaml'" in said
    assert "if it was pushed, assume that others have read it" in said
    (root / "data/my x.internal.yaml").unlink()
    assert codes_of(root, "data/my x.internal.yaml") == ["COB507"]


def test_the_hint_names_a_file_from_the_root_of_the_repository(tmp_path: Path) -> None:
    workspace(tmp_path / "follow-up", {".gitignore": IGNORE, "data/x.internal.yaml": CONTACT})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "-A")
    done = ask(tmp_path / "follow-up", "validate")
    assert "git filter-repo --invert-paths --path follow-up/data/x.internal.yaml" in words(done.out)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_a_text_in_another_encoding_is_searched(tmp_path: Path, encoding: str) -> None:
    root = workspace(tmp_path, {"data/x.txt": f"caf\xe9\n{CONTACT}".encode(encoding)})
    assert {"COB501", "COB502"} <= set(codes_of(root, "data/x.txt"))


def test_any_other_ignored_file_below_data_is_an_error(tmp_path: Path) -> None:
    files = {"data/pillars/2-more.yaml": "", "data/notes/x.txt": "x", "elsewhere.txt": "x", "data/.DS_Store": "x"}
    root = repository(tmp_path, dict(files), ignore=f"{IGNORE}2-more.yaml\n*.txt\n.DS_Store\n")
    found = {problem.place.file for problem in problems(root) if problem.code == "COB508"}
    assert found == {"data/pillars/2-more.yaml", "data/notes/x.txt"}


@pytest.mark.parametrize(
    "name", ["roadmap.yaml~", "roadmap.yaml.bak", ".roadmap.yaml.swp", "#x.yaml#", "x.orig", "~$x.docx"]
)
@pytest.mark.parametrize("in_git", [False, True])
def test_a_copy_made_by_an_editor_is_an_error_and_is_searched(tmp_path: Path, name: str, in_git: bool) -> None:
    root = (repository if in_git else workspace)(tmp_path, {f"data/{name}": CONTACT})
    assert {"COB501", "COB502", "COB509"} <= set(codes_of(root, f"data/{name}"))


def test_in_other_folders_only_files_that_are_named_internal_are_searched(tmp_path: Path) -> None:
    files = {
        "notes.txt": CONTACT,
        "docs/x.internal.yaml": CONTACT,
        "docs/x-internal.md": CONTACT,
        "international.md": CONTACT,
    }
    root = repository(tmp_path, dict(files), ignore="*.internal.yaml\n")
    assert {problem.place.file for problem in problems(root)} == {"docs/x-internal.md"}
    assert codes_of(root, "docs/x-internal.md") == ["COB501", "COB502", "COB506"]


def test_a_workspace_in_an_ignored_folder_uses_only_its_own_gitignore(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("w/\n")
    assert told(workspace(tmp_path / "w", {"data/x.internal.yaml": CONTACT})) == []


def test_a_contact_is_reported_together_with_a_syntax_error(tmp_path: Path) -> None:
    text = 'pillar: 2\ntitle: "Open\nnote: call 012 345 678\n'
    codes = codes_of(workspace(tmp_path, {"data/pillars/2-more.yaml": text}), "data/pillars/2-more.yaml")
    assert codes == ["COB010", "COB502"]


def test_a_contact_is_reported_once_wherever_it_is(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    path = root / "data/actors.yaml"
    more = (
        "  # Ask 012 345 678\n  - id: mosvy\n    name: Ask sokha@example.org\n    kind: ministry\n"
        '    acronym: "012345678"\n    source: https://example.org\n'
    )
    before = path.read_text()
    path.write_text(before + more)
    first = before.count("\n") + 1
    found = sorted(one.partition(": ")[0] for one in told(root) if "[COB50" in one)
    assert found == sorted(
        f"data/actors.yaml:{line}:{column}" for line, column in ((first, 9), (first + 2, 15), (first + 4, 15))
    )


@pytest.mark.parametrize(
    "text",
    ["    text: >-\n      Call 012\n      345 678\n", '    text: "Ask sokha\\u0040example.org"\n'],
)
def test_a_contact_that_only_the_parsed_text_shows_is_found_too(tmp_path: Path, text: str) -> None:
    head = 'pillar: 2\ntitle: Collaboration\ncategories:\n  - title: Reviews\n    activities:\n      - id: "2.1"\n'
    tail = "        timeframe: 2025\n        responsible: [crc-cambodia]\n"
    body = "".join(f"    {one}\n" for one in text.splitlines())
    found = problems(workspace(tmp_path, {"data/pillars/2-more.yaml": head + body + tail}))
    assert [problem.code for problem in found if problem.code < "COB503" and problem.code > "COB500"]


def test_a_binary_file_is_searched_for_the_texts_in_it(tmp_path: Path) -> None:
    data = b"\x00\x01b0VIM 9.0\x00\x00\x10" + CONTACT.encode() + b"\x00" * 900 + os.urandom(50_000)
    root = workspace(tmp_path, {"data/.x.yaml.swp": data, "data/x.txt": CONTACT.encode("utf-16")})
    assert {"COB501", "COB502"} <= set(codes_of(root, "data/.x.yaml.swp"))
    assert {"COB501", "COB502"} <= set(codes_of(root, "data/x.txt"))
    assert ask(root, "validate").code == 1


def test_bytes_that_are_not_text_are_not_a_contact(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"data/x.bin": bytes(range(256)) * 2000})
    assert codes_of(root, "data/x.bin") == ["COB008"]


def test_links_pipes_and_unreadable_files_are_skipped(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    (tmp_path / "secret.txt").write_text(CONTACT)
    (root / "data/out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "data/nowhere.txt").symlink_to(root / "none")
    os.mkfifo(root / "data/pipe")
    assert [one for one in told(root) if "COB50" in one] == []


def test_a_note_says_that_only_the_beginning_of_a_huge_file_is_searched(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"data/notes/huge.txt": CONTACT.encode() + b"x" * 10 * 1024 * 1024})
    assert codes_of(root, "data/notes/huge.txt") == ["COB003", "COB501", "COB502"]


def test_validate_accepts_the_name_of_any_file_that_it_searches(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"data/notes/x.txt": CONTACT})
    done = ask(root, "validate", str(root / "data/notes/x.txt"))
    assert (done.code, "COB502" in done.out) == (1, True)


def test_without_git_the_patterns_of_every_folder_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.internal.yaml\n[\n!data/\n")
    files = {"data/x.internal.yaml": CONTACT, "data/pillars/.gitignore": "!keep.internal.yaml\n"}
    root = workspace(tmp_path / "w", {**files, "data/pillars/keep.internal.yaml": CONTACT}, without=[".gitignore"])
    assert {problem.place.file for problem in problems(root)} == {"data/pillars/keep.internal.yaml"}


@pytest.mark.parametrize("line", ["[c-2]", "[z-a]*", "!", "[", "**[", "\\", "/"])
def test_an_invalid_line_of_a_gitignore_is_skipped(tmp_path: Path, line: str) -> None:
    root = small(tmp_path, {".gitignore": f"{line}\n"})
    assert ask(root, "validate").code == 0
