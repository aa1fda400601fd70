"""The sample of docstrings and messages that readers judge."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sample_texts

CODE = '''"""A module about deadlines."""

import re

PATTERN = re.compile(r"some words in a pattern")


class Deadline:
    """A thing that is due."""

    due: str
    """When it is due, in EDTF."""


def _check(deadline):
    """Raise an error if the deadline has no date."""
    if not deadline.due:
        raise CommandError(f"{deadline.id} has no date yet", "write it after due:")
    raise RuntimeError("this is for programmers only")
'''


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sample_texts, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/deadlines.py").write_text(CODE)
    return tmp_path / "src"


def test_docstrings_are_those_of_modules_classes_and_functions(source: Path) -> None:
    texts = [(text.owner, text.text) for text in sample_texts.docstrings(source)]
    assert texts == [
        ("module deadlines", "A module about deadlines."),
        ("Deadline", "A thing that is due."),
        ("_check", "Raise an error if the deadline has no date."),
    ]


def test_messages_are_sentences_that_users_see(source: Path) -> None:
    texts = [(text.line, text.text) for text in sample_texts.messages(source)]
    assert texts == [(18, "write it after due:"), (18, "{deadline.id} has no date yet")]


def test_the_same_seed_prints_the_same_sample(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sample_texts, "SOURCE", sample_texts.SOURCE / "editing")
    prints = []
    for seed in ("7", "7", "8"):
        sample_texts.main(["--seed", seed])
        prints.append(capsys.readouterr().out)
    assert prints[0] == prints[1] != prints[2]
    assert len(re.findall(r"^ *\d+\. src/cobtrack/editing/[\w/]+\.py:\d+", prints[0], re.MULTILINE)) == 80
