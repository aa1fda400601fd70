"""Ask the person at a terminal. Commands must not ask in a pipe: they call `can_ask` first."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from cobtrack.cli.options import CommandError
from cobtrack.errors import CobtrackError
from cobtrack.model.text.escape import escape_control

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from cobtrack.cli.output.terminal import Terminal

_INTERRUPTED = 130
_KEY_NAMES = {"\r": "Enter"}
_MAX_CHOICES_LENGTH = 60
"""The maximum length in characters of choices that are shown in the question itself, and not on lines above it."""


def can_ask(terminal: Terminal) -> bool:
    """Whether a person can be asked: nothing is a pipe or a file, and --quiet was not given."""
    return not terminal.quiet and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def ask(
    terminal: Terminal,
    question: str,
    *,
    check: Callable[[str], object] = str,
    default: str | None = None,
    choices: Collection[str] = (),
) -> str:
    """Ask a question, and return the answer without white space around it.

    An empty answer means `default`; without a default, the question is asked again. If there are `choices`, the answer
    is one of them, and the person can type its first letters. `check` is called with each other answer. If it raises a
    CobtrackError, the error is printed and the question is asked again.

    The workspace should not be locked meanwhile, because the person may take long. Raises CommandError at the end of
    the input (Ctrl-D), and Exit if the person presses Ctrl-C.
    """
    words = f" ({', '.join(choices)})" if choices else ""
    if len(words) > _MAX_CHOICES_LENGTH:
        for choice in choices:
            terminal.notify(f"  {choice}")
        words = ""
    prompt = f"{question}{words}{f' [{default}]' if default else ''}"
    prompt += " " if prompt.endswith("?") else ": "
    while True:
        answer = _read_line(terminal, prompt)
        if not answer and default is not None:
            return default
        if not answer:
            terminal.notify("an answer is needed; to stop without writing anything, press Ctrl-C", "note")
            continue
        try:
            answer = _choice(answer, choices) if choices else answer
            check(answer)
        except CobtrackError as error:
            terminal.notify(error.message, "error")
            if error.hint:
                terminal.notify(error.hint, "hint")
        else:
            return answer


def confirm(terminal: Terminal, question: str, *, default: bool = True) -> bool:
    """Ask a question that is answered with yes or no. An empty answer means `default`.

    Raises the same exceptions as `ask`.
    """
    prompt = f"{question} [{'Y/n' if default else 'y/N'}]: "
    answers = {"": default, "y": True, "yes": True, "n": False, "no": False}
    while (answer := _read_line(terminal, prompt).lower()) not in answers:
        terminal.notify("answer with y or n", "note")
    return answers[answer]


def explain_keys(terminal: Terminal, keys: Mapping[str, str]) -> None:
    """Print what each key means."""
    names = (f"[{_KEY_NAMES.get(key, key)}] {meaning}".replace(" ", "\u00a0") for key, meaning in keys.items())
    terminal.wrapped("   ".join(names), style="cyan")


def ask_key(terminal: Terminal, keys: Mapping[str, str]) -> str:
    """Return one of the keys as soon as it is pressed, and print what it means, which is the key's value in `keys`.

    Raises Exit if the person presses Ctrl-C or Ctrl-D.
    """
    while True:
        try:
            key = typer.getchar()
        except (EOFError, KeyboardInterrupt):
            terminal.notify("stopped; what was decided about the earlier records is written", "note")
            raise typer.Exit(_INTERRUPTED) from None
        key = "\r" if key in {"\n", "\r"} else key.lower()
        if key in keys:
            terminal.print(f"   > {keys[key]}", "cyan")
            return key


def _choice(answer: str, choices: Collection[str]) -> str:
    """Return the choice that the person means: the answer itself, or the only choice that begins with the answer.

    Raises CommandError if there is no such choice.
    """
    matching = [choice for choice in choices if choice.lower().startswith(answer.lower())]
    exact = [choice for choice in matching if choice.lower() == answer.lower()]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    if matching:
        raise CommandError(f'"{answer}" can mean {" or ".join(matching)}', "type more letters")
    raise CommandError(f'"{answer}" is not one of the answers', f"type one of {', '.join(choices)}")


def _read_line(terminal: Terminal, prompt: str) -> str:
    """Print the prompt, and return the line that the person types, without white space around it."""
    while True:
        try:
            line = _input(escape_control(prompt))
            # The terminal might not use UTF-8.
            line.encode()
        except UnicodeError:
            terminal.notify("the answer could not be read as text; type it again", "error")
        except EOFError:
            sys.stderr.write("\n")
            raise CommandError("no answer was given, so nothing was written") from None
        except KeyboardInterrupt:
            sys.stderr.write("\nNothing was written.\n")
            raise typer.Exit(_INTERRUPTED) from None
        else:
            return line.strip()


def _input(prompt: str) -> str:
    """Return the next line that the person types. Raises EOFError if the input has ended."""
    # With this module, the person can move within the line and correct it. Windows can do so without the module.
    with suppress(ImportError):
        import readline  # noqa: F401
    return input(prompt)
