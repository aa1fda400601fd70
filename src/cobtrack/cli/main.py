"""The program `cobtrack`: its commands, the errors that end them, and its standard streams."""

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

# Pydantic would read the metadata of all installed packages to find plugins, and cobtrack uses no plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

SUMMARY = "Follow up on what the UN told your government."
HELP = f"""{SUMMARY} The roadmap, recommendations and deadlines are plain YAML files.

\b
  cobtrack status --pillar 2      the progress of a pillar
  cobtrack due                    deadlines, overdue ones first
  cobtrack validate               the problems in the files
  cobtrack render                 the living roadmap as a document
"""

_GROUPS = {
    "read": {
        "status": "Show progress by pillar, what is overdue, and what comes next.",
        "list": "List activities, recommendations, deadlines or other records.",
        "show": "Show a record in full, with everything that links to it.",
        "search": "Search for words in all texts of all records.",
        "due": "Show what is due, when, and from whom.",
        "timeline": "Show the roadmap over time, and problems with its dates.",
        "changes": "Show what changed since a version, a date or a git revision.",
        "matrix": "Count recommendations by two of their properties.",
        "trace": "Show how far recommendations lead from words to evidence, and what is missing first.",
        "focal-points": "List the focal points, whom only the secretariat knows.",
    },
    "edit": {
        "log": "Record what happened.",
        "set": "Set fields of a record.",
        "suggest": "Suggest related recommendations or resources, and link those that you confirm.",
        "postpone": "Move the date of an activity, an action or a deadline.",
        "add": "Add a record, such as an activity, an organisation or a deadline.",
        "rename": "Give a record another id, and change all links to it.",
        "move": "Move an activity to another category or pillar, or another record to another file.",
        "remove": "Remove records that no other record names.",
        "release": "Issue the next version of the roadmap.",
        "undo": "Undo the last change that cobtrack made.",
    },
    "files": {
        "validate": "Check all files, and report every problem.",
        "rules": "Explain the codes of `validate`.",
        "evidence": "Find dead links: visit every web address in sources, evidence, other texts and fields.",
        "schema": "Write JSON Schemas for text editors.",
        "render": "Write the living roadmap and the other documents.",
        "import": "Import an official document, UHRI data, a UPR list, a matrix, values or the workbooks of a round.",
        "round": "Ask organisations how their work goes on, and show who has answered.",
        "export": "Export data for other programs.",
        "init": "Create an empty workspace.",
        "migrate": "Change the files of an older workspace to the current format.",
    },
}
"""The commands, keyed by the package of `cli/commands/` that they are in, and in the order of the help.

Each has the first sentence of its own help.
"""
_EVERYDAY = [
    ("cobtrack status", "the progress of each pillar"),
    ("cobtrack due", "deadlines, overdue ones first"),
    ("cobtrack show 2.6", "a record in full"),
    ("cobtrack log 2.6", "record what happened"),
    ("cobtrack undo", "undo the last change"),
    ("cobtrack validate", "the problems in the files"),
    ("cobtrack render", "the living roadmap as a document"),
]
"""What the program's help shows to a user who gave no arguments."""
_TITLES = {"read": "Questions", "edit": "Changes", "files": "Checks and files"}
COMMANDS = {name: summary for group in _GROUPS.values() for name, summary in group.items()}
_PACKAGES = {name: package for package, group in _GROUPS.items() for name in group}

_NO_ARGUMENTS = f"{__name__}.no_arguments"
"""A key in the context of typer. Its value says whether the user gave no arguments."""


def function_of(name: str) -> Callable[..., None]:
    """Import the module of a command, and return the command's function."""
    # `import` is a keyword of Python, and `list`, `round` and `set` are built-ins.
    identifier = f"{name}_" if name in {"import", "list", "round", "set"} else name.replace("-", "_")
    function: Callable[..., None] = getattr(
        import_module(f"cobtrack.cli.commands.{_PACKAGES[name]}.{identifier}"), identifier
    )
    return function


class Commands(Mapping[str, Any]):
    """The commands, keyed by name.

    A command is imported only when it is used, because importing all commands would make each command slower.
    """

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._loaded:
            command = typer.Typer(add_completion=False, rich_markup_mode=None)
            command.command(name, cls=Command)(handle_errors(function_of(name)))
            self._loaded[name] = get_command(command)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Program(TyperGroup):
    """The program `cobtrack`, which imports a command only when the command is used."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Any]", Commands())

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands. No command is imported."""
        return list(COMMANDS)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the program's help text.

        If the user gave no arguments, write a short text that fits on a screen of 24 lines.
        """
        if not ctx.meta.get(_NO_ARGUMENTS):
            super().format_help(ctx, formatter)
            return
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(SUMMARY)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_dl(_EVERYDAY)
        with formatter.section("All commands"):
            formatter.write_dl([(_TITLES[package], ", ".join(group)) for package, group in _GROUPS.items()])
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("Options and examples: cobtrack --help, cobtrack COMMAND --help")

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write a summary of each command without importing the commands."""
        width = max(map(len, COMMANDS))
        for package, group in _GROUPS.items():
            with formatter.section(_TITLES[package]):
                formatter.write_dl([(name.ljust(width), summary) for name, summary in group.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and remember whether the user gave any arguments."""
        if ctx.resilient_parsing:
            completion.keep_as_typed(self.get_params(ctx))
        ctx.meta[_NO_ARGUMENTS] = not args
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Program,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="How to write the data files: docs/data.md in cobtrack's repository.",
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"cobtrack {__version__}")
        raise typer.Exit


@app.callback(help=HELP)
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def handle_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Return a function that calls `command` and turns each exception into an error message and an exit code.

    The message goes to standard error. The exit code is 1 for invalid data, and 2 for other errors.
    """

    @functools.wraps(command)
    def run(**options: Any) -> None:
        # The help of the program needs no language, so it does not wait for this import.
        from cobtrack.model.languages.phrases import ENGLISH, speaking

        try:
            with speaking(ENGLISH):
                # Commands speak the language of the workspace as soon as they have read its settings.
                command(**options)
            sys.stdout.flush()
        except CobtrackError as error:
            _exit_with_cobtrack_error(error)
        except BrokenPipeError:
            # The reader of the output, such as `head`, has seen enough.
            _discard_output()
        except ModuleNotFoundError as error:
            message = f"the library {error.name} is not installed"
            _exit_with_error(message, hint="install cobtrack again with its dependencies")
        except MemoryError:
            _exit_with_error("not enough memory", hint="is one of the files very large?")
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _exit_with_error(f"{where}{(error.strerror or str(error)).lower()}")
        except Exception as error:
            if isinstance(error, typer.Exit | typer.Abort | typer.TyperException) or os.environ.get("COBTRACK_DEBUG"):
                raise
            hint = "report it to the maintainers of cobtrack; set COBTRACK_DEBUG=1 to see where it happened"
            _exit_with_error(f"internal error in cobtrack ({type(error).__name__})", hint=hint)

    return run


class Command(TyperCommand):
    """A command that reports wrong arguments in plain words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments. Raises BadParameter with a plain message if an argument is not valid."""
        if ctx.resilient_parsing:
            completion.keep_as_typed(self.get_params(ctx))
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = _plain_message(error.message)
            raise


def _plain_message(message: str) -> str:
    """Return a message in plain words for an error that pydantic or typer found in an argument."""
    if "valid int" in message:
        return "write a whole number, such as 8"
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
    """A stream for standard output.

    If standard output cannot be written, the program prints one line to standard error and ends with exit code 1.
    """

    def write(self, data: Buffer) -> int:
        """Write bytes to standard output. A text stream on top of this stream calls this method too."""
        with _exit_if_unwritable():
            return super().write(data)

    def flush(self) -> None:
        """Write all buffered bytes to standard output."""
        with _exit_if_unwritable():
            super().flush()


@contextmanager
def _exit_if_unwritable() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _discard_output()
        sys.exit(f"error: cannot write to standard output: {(error.strerror or str(error)).lower()}")


def _discard_output() -> None:
    """Send the buffered output to the null device after standard output has failed.

    Otherwise, Python would try to write the output again at exit, and fail with the same error.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the program `cobtrack`."""
    if sys.stdout is None:
        sys.exit("error: standard output is closed")
    if sys.stderr is None:
        # Otherwise a file that is opened later would get the number of standard error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = io.StringIO()
    # Always use UTF-8, because an old locale's encoding might lack Khmer. Bytes that are not UTF-8 are escaped.
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        is_terminal = sys.stdout.line_buffering
        raw: Any = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(Output(raw), "utf-8", "backslashreplace", line_buffering=is_terminal)
    try:
        with completion.join_words_of_bash():
            app(prog_name="cobtrack")
    finally:
        _flush_output()


def _flush_output() -> None:
    """Write what is left of the output. If the reader of a pipe has stopped reading, the rest is dropped."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
