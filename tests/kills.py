"""Kill commands that write, at random moments: every file is whole, the old one or the new one, and the next run works.

    python -m tests.kills --kills 1000 --seed 1
    python -m tests.kills --kills 1 --first 4711 --seed 1

A command is killed by SIGKILL in a process of its own: before, after or in the middle of a random call that changes the
disk, at a random step of the program, or after a random time. Each kill depends only on the seed and its number, except
for kills after a time.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from tests.cli_support import environment
from tests.writing_commands import COMMANDS, Setting, arguments, ask, files, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli_support import Result

CALLS = ("open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir", "chmod")
"""The functions of `os` by which files are changed."""
WAYS = {"at a call": 70, "at a step": 15, "after a time": 10, "as a program": 5}
"""The ways to kill a command, with their shares. The last one starts the program, and kills it after a time."""
WHEN = ("before", "within", "after")
NEXT = ["log", "1.2", "-s", "in-progress", "-m", "The next run."]
FIRST_AGAIN = {"init": [["schema", "--root", "fresh"]], "migrate": [NEXT, ["undo", "-y"]]}
"""The commands that have to be finished before any other command can be run, and what is run after them."""
CANNOT_BE_UNDONE = {"init", "undo", "export elsewhere"}


class Killer:
    """Counts the calls and steps of a command in this process, and kills the process at one of them."""

    def __init__(self, call: int = 0, when: str = "", step: int = 0) -> None:
        self._call, self._when, self._step = call, when, step
        self.calls = self.steps = 0

    def start(self) -> None:
        """Begin to count. This changes the functions of `os`, so it must only be done in a process that ends soon."""
        for name in CALLS:
            setattr(os, name, self._counted(name, getattr(os, name)))
        if not self._call:
            sys.setprofile(self._count_step)

    def _counted(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            self.calls += 1
            is_last = self.calls == self._call
            if is_last and self._when == "before":
                die()
            if is_last and self._when == "within" and name == "write":
                function(given[0], given[1][: len(given[1]) // 2])
                die()
            result = function(*given, **options)
            if is_last:
                die()
            return result

        return call

    def _count_step(self, *_: object) -> None:
        self.steps += 1
        if self.steps == self._step:
            die()


def die() -> NoReturn:
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nothing comes after SIGKILL")


def start(root: Path, command: list[str], killer: Killer | None = None, report: int | None = None) -> int:
    """Run a command in a process of its own, and return the number of that process.

    The counts of the killer are written to the file handle `report` at the end.
    """
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        if killer:
            killer.start()
        code = ask(root, command).code
        if killer and report:
            sys.setprofile(None)
            os.write(report, f"{killer.calls} {killer.steps}".encode())
    finally:
        os._exit(code)


def end(child: int) -> int:
    """Wait until a process ends. Return its exit code, or the negative number of the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Extent(NamedTuple):
    """How long a command takes."""

    calls: int
    steps: int
    seconds: float


class Case(NamedTuple):
    """A command, its setting, and how long it takes."""

    name: str
    setting: Setting
    extent: Extent


def make_case(name: str, folder: Path) -> Case:
    """Make the setting of a command, and measure the command in a copy of it."""
    root = prepare(folder / "old", name)
    shutil.copytree(folder / "old", folder / "new")
    reader, writer = os.pipe()
    begun = time.monotonic()
    assert end(start(folder / "new/ours", COMMANDS[name], Killer(), writer)) == 0, name
    seconds = time.monotonic() - begun
    calls, steps = map(int, os.read(reader, 100).split())
    os.close(reader)
    os.close(writer)
    setting = Setting(root.parent, COMMANDS[name], files(folder / "old"), files(folder / "new"))
    assert setting.old != setting.new, name
    return Case(name, setting, Extent(calls, steps, seconds))


def kill(case: Case, root: Path, rng: random.Random) -> tuple[str, bool]:
    """Run the command of a case, and kill it at a random moment. Return how, and whether it was killed before its end."""
    way = rng.choices([*WAYS], [*WAYS.values()])[0]
    command, extent = case.setting.command, case.extent
    if way == "at a call":
        call, when = rng.randint(1, extent.calls), rng.choice(WHEN)
        return f"{when} call {call} of {extent.calls}", end(start(root, command, Killer(call, when))) < 0
    if way == "at a step":
        step = rng.randint(1, extent.steps)
        return f"at step {step} of {extent.steps}", end(start(root, command, Killer(step=step))) < 0
    if way == "after a time":
        seconds = rng.uniform(0, extent.seconds)
        child = start(root, command)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        return f"after {seconds:.3f} s", end(child) < 0
    seconds = rng.uniform(0, 4 * extent.seconds)
    program = [sys.executable, "-m", "cobtrack", *arguments(command)]
    with subprocess.Popen(program, cwd=root, env=environment(), stdout=-3, stderr=-3, stdin=-3) as process:
        time.sleep(seconds)
        process.kill()
    return f"the program after {seconds:.3f} s", process.returncode < 0


def failures(case: Case, home: Path) -> Iterator[str]:
    """Look at the files that a killed command left, run the next commands, and yield what is wrong."""
    old, new = case.setting.old, case.setting.new
    left = files(home)
    for name in sorted(left.keys() | old.keys() | new.keys()):
        if left.get(name) not in {old.get(name), new.get(name)}:
            yield f"{name} is neither the old file nor the new one"
    yield from wrong_in_next_runs(case, home)
    if files(home) != new:
        yield "the command has not done the same when it was run again"
    # A copy in another folder is removed by the next command that writes there.
    if case.name != "export elsewhere":
        yield from (f"{path.name} was left" for path in [*home.rglob("*.cobtrack-tmp"), *home.rglob("pending.zip")])
    if case.name not in CANNOT_BE_UNDONE:
        yield from failed(ask(home / "ours", ["undo", "-y"]))
        if files(home) != old:
            yield "undo has not brought the old files back"


def wrong_in_next_runs(case: Case, home: Path) -> Iterator[str]:
    """Run other commands, and the killed command again if it has to be run again. Yield what is wrong."""
    old, new, root = case.setting.old, case.setting.new, home / "ours"
    if case.name not in FIRST_AGAIN:
        yield from failed(ask(root, NEXT), ask(root, ["undo", "-y"]))
        if files(home) not in (old, new):
            yield "after the next run, some files are old and some are new"
    if files(home) != new:
        yield from failed(ask(root, case.setting.command))
    yield from failed(*(ask(root, command) for command in FIRST_AGAIN.get(case.name, ())))


def failed(*results: Result) -> Iterator[str]:
    """Yield the errors of commands that failed."""
    return (f"the next run failed: {result.err}" for result in results if result.code)


def state(case: Case, home: Path) -> str:
    """Say which files a killed command left."""
    left = files(home)
    return "old" if left == case.setting.old else "new" if left == case.setting.new else "some old, some new"


def kills(numbers: range, seed: int, report: Callable[[str], None]) -> tuple[Counter[str], list[str]]:
    """Make the kills with these numbers. Return how often which files were left, and the failures."""
    states, wrong, cases = Counter[str](), list[str](), dict[str, Case]()
    with tempfile.TemporaryDirectory(prefix="cobtrack-kills-") as folder:
        for number in numbers:
            rng = random.Random(f"{seed}:{number}")
            name = [*COMMANDS][number % len(COMMANDS)]
            case = cases.get(name) or cases.setdefault(name, make_case(name, Path(folder) / name))
            home = Path(folder) / f"kill-{number}"
            is_killed = False
            while not is_killed:
                shutil.rmtree(home, ignore_errors=True)
                shutil.copytree(case.setting.home, home)
                how, is_killed = kill(case, home / "ours", rng)
            states[state(case, home)] += 1
            for failure in failures(case, home):
                wrong.append(f"kill {number} (seed {seed}): {name}, {how}: {failure}")
                report(wrong[-1])
            shutil.rmtree(home)
    return states, wrong


def say(text: str) -> None:
    """Print a line of the report at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="the number of the first kill")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = time.monotonic()
    states, wrong = kills(range(given.first, given.first + given.kills), given.seed, say)
    seconds = time.monotonic() - begun
    left = ", ".join(f"{count} left {what}" for what, count in sorted(states.items()))
    say(
        f"{given.kills} kills of {min(given.kills, len(COMMANDS))} commands in {seconds:.0f} s: {left}; {len(wrong)} wrong"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
