"""`cobtrack validate` in a repository: paths from its root, and problems near changed lines first."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from cobtrack.store.changed_lines import changed_ranges
from tests.cli_support import REPOSITORY, Result, ask, replace, run, small

if TYPE_CHECKING:
    from collections.abc import Iterator

PILLAR = "data/pillars/2-government.yaml"
NOTE = "        timeframe: 2023\n"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in the folder `follow-up` of a repository, with a commit."""
    root = small(tmp_path / "follow-up")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A change")


def cut_a_text(root: Path) -> None:
    """Cut a text at a # by mistake, in a separate line."""
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)", "text: Support a #review in 2025")


def commands(done: Result) -> Iterator[str]:
    return (line for line in done.out.splitlines() if line.startswith(("::error", "::warning")))


def test_paths_of_annotations_are_relative_to_the_root_of_the_repository(root: Path) -> None:
    cut_a_text(root)
    done = ask(root, "validate", "--format", "github")
    assert f"file=follow-up/{PILLAR}," in next(commands(done))


def test_paths_in_sarif_are_relative_to_the_root_of_the_repository(root: Path) -> None:
    cut_a_text(root)
    results = json.loads(ask(root, "validate", "--format", "sarif").out)["runs"][0]["results"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert all(place.startswith("follow-up/") for place in places)


def test_paths_of_a_workspace_without_a_repository_are_relative_to_its_root(tmp_path: Path) -> None:
    cut_a_text(small(tmp_path))
    assert f"file={PILLAR}," in next(commands(ask(tmp_path, "validate", "--format", "github")))


def test_in_a_pull_request_problems_near_changed_lines_come_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_a_text(root)
    commit(root)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    assert "error[COB019]" in ask(root, "validate").out.split("\n\n")[0]


def test_existing_gaps_are_summed_up_in_one_line(root: Path) -> None:
    cut_a_text(root)
    gaps = sum("[COB4" in line for line in ask(root, "validate").out.splitlines())
    done = ask(root, "validate", "--changed-since", "main")
    assert "[COB4" not in done.out
    assert f"{gaps} gaps in unchanged data not shown" in done.out


def test_a_gap_that_the_change_causes_is_shown(root: Path) -> None:
    path = root / "data/actors.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n  - id: twg-9\n    kind: working-group\n", encoding="utf-8")
    out = ask(root, "validate", "--changed-since", "main").out
    gaps = [line for line in out.splitlines() if "[COB4" in line]
    assert [line.partition(": ")[2] for line in gaps] == ["warning[COB401] twg-9 has no source"]


def test_lines_next_to_deleted_lines_count_as_changed(root: Path) -> None:
    replace(root, PILLAR, NOTE, "")
    commit(root)
    first = ask(root, "validate", "--changed-since", "HEAD^").out.split("\n\n")[0]
    assert "COB101" in first
    assert PILLAR in first


def test_changed_lines_of_a_large_file_are_found_in_a_moment(root: Path) -> None:
    paragraphs = "".join(f"  - id: {n}\n    kind: recommendation\n    text: Old {n}\n" for n in range(20_000)).encode()
    start = time.process_time()
    ranges = changed_ranges(paragraphs, paragraphs.replace(b"Old", b"New"))
    assert time.process_time() - start < 5
    assert ranges == [range(line, line + 1) for line in range(3, 60_001, 3)]
    changed_ranges(b"- x\n" * 500_000, b"y\n" + b"- x\n" * 400_000)
    assert time.process_time() - start < 10


def test_an_unknown_revision_ends_with_2(root: Path) -> None:
    for revision in ("no-such-branch", "--help", "-p", "main..main", ":/x"):
        done = run("validate", f"--changed-since={revision}", "--root", str(root))
        assert done.code == 2, revision
        assert f'git finds no revision "{revision}"' in done.err


def test_a_shallow_clone_gets_the_usual_order(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    expected = ask(root, "validate").out
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}", "shallow")
    assert ask(tmp_path / "shallow/follow-up", "validate").out == expected


def test_the_pre_commit_hook_runs_for_every_commit(tmp_path: Path, root: Path) -> None:
    hook = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    assert (hook["always_run"], hook["pass_filenames"], "files" in hook) == (True, False, False)
    (root / "data/actors.yaml").unlink()
    assert run(*hook["entry"].split()[1:], "--root", str(root), "--as-of", "2026-02-01").code == 1
