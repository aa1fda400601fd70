"""Scratch git repositories for tests."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false",
             "-c", "protocol.file.allow=always"]  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return its output."""
    done = subprocess.run(["git", *_SETTINGS, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path) -> None:
    """Make a git repository in a folder."""
    git(folder, "init", "--quiet", "--initial-branch", "main")


def commit(folder: Path, day: str = "2026-02-01", message: str = "A change") -> str:
    """Commit everything in a folder at noon (UTC) of a day, and return the id of the commit."""
    git(folder, "add", "--all")
    moment = f"{day}T12:00:00+00:00"
    subprocess.run(
        ["git", *_SETTINGS, "commit", "--quiet", "--allow-empty", "--message", message],
        cwd=folder, check=True, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )  # fmt: skip
    return git(folder, "rev-parse", "HEAD").strip()
