"""Questions to the person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.cli.output import ask as questions
from cobtrack.cli.output.terminal import Terminal
from cobtrack.errors import CobtrackError
from tests.cli_support import ask, on_terminal, program, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

LOG = ("log", "2.6", "--status", "in-progress", "--note", "Held.")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Type these answers; the questions are lost."""
    lines: list[str] = []

    def next_line(_: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr("builtins.input", next_line)
    return lines


def test_an_answer_comes_without_white_space_around_it(answers: list[str]) -> None:
    answers += ["  Children's parliament \t"]
    assert questions.ask(Terminal(), "Title") == "Children's parliament"


def test_an_empty_answer_means_the_default(answers: list[str]) -> None:
    answers += ["", " "]
    assert questions.ask(Terminal(), "Date", default="2026-02-01") == "2026-02-01"
    assert questions.ask(Terminal(), "Note", default="") == ""


def test_without_a_default_the_question_is_asked_until_there_is_an_answer(
    answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["", "", "Title"]
    assert questions.ask(Terminal(), "Title") == "Title"
    assert capsys.readouterr().err.count("an answer is needed") == 2


def test_a_choice_can_be_shortened_and_written_in_capitals(answers: list[str]) -> None:
    choices = ("planned", "in-progress", "done", "in")
    answers += ["pl", "Done", "in", "in-"]
    assert [questions.ask(Terminal(), "Status", choices=choices) for _ in range(4)] == [
        "planned", "done", "in", "in-progress",
    ]  # fmt: skip


def test_an_unknown_or_unclear_choice_is_asked_again(answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answers += ["finished", "p", "postponed"]
    assert questions.ask(Terminal(), "Status", choices=("planned", "postponed")) == "postponed"
    said = capsys.readouterr().err
    assert 'error: "finished" is not one of the answers\nhint: type one of planned, postponed\n' in said
    assert 'error: "p" can mean planned or postponed\n' in said


def test_long_choices_are_listed_above_the_question(answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answers += ["2: co"]
    choices = ("1: Coordination and meetings", "2: Coordination and meetings", "2: Regional exchange")
    assert questions.ask(Terminal(), "Where to?", choices=choices) == "2: Coordination and meetings"
    assert capsys.readouterr().err == "".join(f"  {choice}\n" for choice in choices)


def test_an_answer_that_does_not_pass_the_check_is_asked_again(
    answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def check(text: str) -> None:
        if text == "soon":
            raise CobtrackError("soon is not a date", "write 2026-02-01")

    answers += ["soon", "2026-02-01"]
    assert questions.ask(Terminal(), "Date", check=check) == "2026-02-01"
    assert capsys.readouterr().err == "error: soon is not a date\nhint: write 2026-02-01\n"


@pytest.mark.parametrize(("typed", "default", "meant"), [("", True, True), ("", False, False), ("N", True, False)])
def test_yes_or_no(answers: list[str], typed: str, default: bool, meant: bool) -> None:
    answers += ["perhaps", typed]
    assert questions.confirm(Terminal(), "Write it?", default=default) is meant


def test_at_the_end_of_the_input_nothing_is_written(answers: list[str]) -> None:
    with pytest.raises(CobtrackError, match="nothing was written"):
        questions.ask(Terminal(), "Title")


def test_control_characters_in_a_question_have_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(prompt: str) -> str:
        assert "red?" in prompt
        assert "\x1b" not in prompt
        return "y"

    monkeypatch.setattr("builtins.input", answer)
    assert questions.confirm(Terminal(), "Delete \x1b[31mred?")


def test_undo_asks_neither_in_a_pipe_nor_when_it_is_to_be_quiet(root: Path) -> None:
    before = snapshot(root).keys()
    ask(root, *LOG)
    assert b"Undo this?" not in program("undo", "-C", str(root)).stderr
    ask(root, *LOG)
    screen = on_terminal("undo", "-q", "-C", str(root))
    assert (screen.code, "Undo this?" in screen.text) == (0, False)
    assert snapshot(root).keys() == before


def test_ctrl_d_is_an_error_that_writes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_ctrl_d(_: str) -> str:
        raise EOFError

    ask(root, *LOG)
    before = snapshot(root)
    monkeypatch.setattr("cobtrack.cli.output.ask.can_ask", lambda _: True)
    monkeypatch.setattr("builtins.input", press_ctrl_d)
    code, _, err = run("undo", "-C", str(root))
    assert (code, snapshot(root)) == (2, before)
    assert "error: no answer was given, so nothing was written\n" in err


def test_ctrl_c_ends_with_130_and_writes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_ctrl_c(_: str) -> str:
        raise KeyboardInterrupt

    ask(root, *LOG)
    before = snapshot(root)
    monkeypatch.setattr("cobtrack.cli.output.ask.can_ask", lambda _: True)
    monkeypatch.setattr("builtins.input", press_ctrl_c)
    code, _, err = run("undo", "-C", str(root))
    assert (code, err.endswith("\nNothing was written.\n"), snapshot(root)) == (130, True, before)
