"""The program: its commands, and the boundary where errors become one line."""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from cobtrack import __version__
from cobtrack.cli import completion
from cobtrack.errors import CobtrackError, InvalidDataError, NewErrorsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Buffer

# Looking for pydantic plugins reads the metadata of all installed packages; there are none that matter here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

HELP = """Follow up on what the UN told your government: roadmap, recommendations and deadlines as plain YAML.

\b
  cobtrack status --pillar 2      how a pillar stands
  cobtrack due                    what is due, overdue first
  cobtrack validate               what is wrong with the files
  cobtrack render                 the living roadmap as a document
"""

COMMANDS = {
    "status": "Show how the roadmap stands.",
    "list": "List activities, recommendations, deadlines and more.",
    "show": "Show one thing in full, with all that links to it.",
    "due": "Show what is due, and by whom.",
    "timeline": "Show the roadmap over time, and what does not hold together.",
    "matrix": "Show the recommendations by any two of their properties.",
    "log": "Record what happened.",
    "rename": "Give a record another id, and change all links to it.",
    "undo": "Undo what cobtrack wrote last.",
    "validate": "Say all that is wrong with the files.",
    "rules": "Show what the codes of `validate` mean.",
    "schema": "Write JSON Schemas of the files, for editors.",
    "render": "Write the living roadmap and the other documents.",
    "import": "Import the official document, UHRI, UPR lists, a filled-in matrix.",
    "export": "Write data in other people's formats.",
    "init": "Start an empty workspace.",
}
"""The commands in the order of the help, each with the first sentence of its own."""


class Commands(Mapping[str, Any]):
    """The commands by name, each made when it is asked for: one does not wait for the others."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self.made:
            word = f"{name}_" if name in {"import", "list"} else name
            function = getattr(import_module(f"cobtrack.cli.commands.{word}"), word)
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(name, cls=Command)(handle_errors(function))
            self.made[name] = get_command(alone)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Program(TyperGroup):
    """The program, whose commands are made when they are asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Any]", Commands())

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Their names; completion makes no other command than those that begin as what was typed."""
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """What they do, without making them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments read."""
        if ctx.resilient_parsing:
            completion.keep_as_typed(self.get_params(ctx))
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Program,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="How the files are written: docs/data.md, and `cobtrack schema` for the editor.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"cobtrack {__version__}")
        raise typer.Exit


@app.callback(help=HELP)
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


def handle_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Run a command; whatever it cannot do is one line on standard error and exit code 2."""

    @functools.wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
            sys.stdout.flush()
        except CobtrackError as error:
            _exit_with_cobtrack_error(error)
        except BrokenPipeError:
            # The reader has gone, as `head` does; there is nobody to tell.
            _drop_output()
        except ModuleNotFoundError as error:
            _exit_with_error(
                f"the library {error.name} is not installed", hint="install cobtrack again with its dependencies"
            )
        except MemoryError:
            _exit_with_error(
                "not enough memory", hint="check for a very large file among those given and those of the workspace"
            )
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _exit_with_error(f"{where}{(error.strerror or str(error)).lower()}")
        except Exception as error:
            if isinstance(error, typer.Exit | typer.Abort | typer.TyperException) or os.environ.get("COBTRACK_DEBUG"):
                raise
            hint = "report it to the maintainers of cobtrack; COBTRACK_DEBUG=1 shows where it happened"
            _exit_with_error(f"a mistake in cobtrack itself ({type(error).__name__})", hint=hint)

    return run


class Command(TyperCommand):
    """A command whose usage errors are sentences of our own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments read; raises BadParameter in our words."""
        if ctx.resilient_parsing:
            completion.keep_as_typed(self.get_params(ctx))
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = _in_our_words(error.message)
            raise


def _in_our_words(message: str) -> str:
    if "valid int" in message:
        return "it takes a whole number, such as 8"
    return message.removeprefix("Value error, ")


def _exit_with_cobtrack_error(error: CobtrackError) -> None:
    messages = [*error.errors, error.message] if isinstance(error, NewErrorsError) else [error.message]
    _exit_with_error(*messages, hint=error.hint, code=1 if isinstance(error, InvalidDataError) else 2)


def _exit_with_error(*messages: str, hint: str = "", code: int = 2) -> None:
    sys.stdout.flush()
    from cobtrack.cli.output.terminal import Terminal

    terminal = Terminal()
    for message in messages:
        terminal.notify(message, "error")
    if hint:
        terminal.notify(hint, "hint")
    raise typer.Exit(code)


class Output(io.BufferedWriter):
    """The bytes of standard output. Where they cannot be written, the program ends with a line and exit code 1."""

    def write(self, data: Buffer) -> int:
        """Write bytes, those of a text among them."""
        with _or_end():
            return super().write(data)

    def flush(self) -> None:
        """Write what is still to be written."""
        with _or_end():
            super().flush()


@contextmanager
def _or_end() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        sys.exit(f"error: the result cannot be written: {(error.strerror or str(error)).lower()}")


def _drop_output() -> None:
    """Send what is still to be written nowhere: Python would fail again on leaving."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """The `cobtrack` program."""
    if sys.stdout is None:
        sys.exit("error: standard output is closed")
    if sys.stderr is None:
        # So that no file that is opened later takes its number.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = io.StringIO()
    # Khmer does not fit into what an old locale asks for; what is written is UTF-8 everywhere, and bytes of a name that
    # are none come out as escapes.
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        is_terminal = sys.stdout.line_buffering
        raw: Any = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(Output(raw), "utf-8", "backslashreplace", line_buffering=is_terminal)
    with completion.words_of_bash():
        app(prog_name="cobtrack")
