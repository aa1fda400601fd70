"""git lists files and reads old versions of them; nothing in a repository can make it run a program."""

from __future__ import annotations

import hashlib
import subprocess
import time
from pathlib import Path

import pytest

from cobtrack.store import git
from tests.cli_support import ask
from tests.git_support import commit
from tests.support import workspace


def run(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = workspace(tmp_path / "w", {"data/x.internal.yaml": "x\n", "data/ភាសា\n.md": "x\n"})
    run(folder, "init", "-q")
    run(folder, "add", "cobtrack.yaml", "data/actors.yaml")
    return folder


def test_files_are_tracked_or_neither_tracked_nor_ignored(root: Path) -> None:
    listing = git.list_files(root)
    assert listing is not None
    assert listing.tracked == {"cobtrack.yaml", "data/actors.yaml"}
    assert {".gitignore", "data/ភាសា\n.md"} <= listing.untracked
    assert "data/x.internal.yaml" not in listing.untracked


def test_names_are_relative_to_the_folder(root: Path) -> None:
    listing = git.list_files(root / "data")
    assert listing is not None
    assert listing.tracked == {"actors.yaml"}


def test_no_setting_of_a_repository_runs_a_program(root: Path) -> None:
    mark, program = root.parent / "ran", root.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "post-checkout", "pre-commit"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    settings = {
        "core.fsmonitor": program, "core.pager": program, "pager.ls-files": program, "core.sshCommand": program,
        "core.hooksPath": hooks, "alias.ls-files": f"!{program}", "filter.x.clean": program, "filter.x.smudge": program,
        "filter.x.process": program, "diff.external": program, "core.editor": program, "core.askPass": program,
        "credential.helper": program, "gpg.program": program, "core.alternateRefsCommand": program,
        "uploadpack.packObjectsHook": program, "core.gitProxy": program, "protocol.ext.allow": "always",
        "remote.origin.url": f"ext::{program}", "remote.origin.promisor": "true", "extensions.partialClone": "origin",
    }  # fmt: skip
    run(root, "config", "core.repositoryFormatVersion", "1")
    for name, value in settings.items():
        run(root, "config", name, str(value))
    (root / ".gitattributes").write_text("* filter=x diff=x\n")
    (root / "data/actors.yaml").write_text((root / "data/actors.yaml").read_text() + "\n")
    mark.unlink(missing_ok=True)
    assert git.list_files(root) is not None
    ask(root, "validate")
    assert not mark.exists()
    # The same settings do run it where nobody takes care.
    subprocess.run(["git", "status"], cwd=root, check=False, capture_output=True)
    assert mark.exists()


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG_PARAMETERS", "GIT_EXTERNAL_DIFF"]
)
def test_variables_of_git_in_the_environment_are_ignored(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    expected = git.list_files(root)
    monkeypatch.setenv(name, str(root.parent / "elsewhere"))
    assert git.list_files(root) == expected


def test_a_program_called_git_in_the_workspace_is_not_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "git").write_text(f"#!/bin/sh\ntouch {root}/ran\n")
    (root / "git").chmod(0o755)
    for path in (str(root), "."):
        monkeypatch.setenv("PATH", path)
        monkeypatch.chdir(root)
        assert git.list_files(root) is None
    assert not (root / "ran").exists()


def test_without_git_or_repository_nothing_is_known(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert git.list_files(tmp_path) is None
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    assert git.list_files(root) is None


@pytest.mark.parametrize("content", [b"", b"gitdir: /nowhere\n", b"\x00\xff"])
def test_a_broken_repository_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".git").write_bytes(content)
    assert git.list_files(tmp_path) is None


def test_a_git_that_takes_too_long_counts_as_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = root.parent / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:/usr/bin:/bin")
    monkeypatch.setattr(git, "_TIMEOUT_SECONDS", 0.2)
    assert git.list_files(root) is None


def test_a_revision_that_excludes_commits_is_no_commit(root: Path) -> None:
    commit(root)
    assert git.commit_id(root, "HEAD")
    assert not git.commit_id(root, "^HEAD")


def test_many_large_files_are_read_in_linear_time(root: Path) -> None:
    blobs = [f"{number}\n".encode() * 40_000 for number in range(1000)]
    done = subprocess.run(["git", "fast-import", "--quiet", "--cat-blob-fd=1"], cwd=root, check=True, capture_output=True,
                          input=b"".join(b"blob\ndata %d\n%s\n" % (len(blob), blob) for blob in blobs))  # fmt: skip
    assert not done.stderr
    ids = [hashlib.sha1(b"blob %d\0%s" % (len(blob), blob), usedforsecurity=False).hexdigest() for blob in blobs]
    start = time.process_time()
    found = git.blob_contents(root, ids)
    assert time.process_time() - start < 3
    assert [found[blob] for blob in ids] == blobs
