"""Cobtrack as a separate process, in a fraction of the time: a fork of a process that has already imported it.

`start` gives the new process its own streams, working directory and environment, as `subprocess` would.
What only a new interpreter reads (the variables of Python, the locale) needs a new interpreter: see `can_fork`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import socket
import subprocess
import sys
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_")


def can_fork(changes: Mapping[str, str]) -> bool:
    """Return whether a fork behaves like a new interpreter with these changes of the environment."""
    return not any(name.startswith(_READ_AT_START) for name in changes)


def start(
    arguments: list[str], streams: tuple[int, int, int], cwd: Path | None, environment: dict[str, str]
) -> socket.socket:
    """Start cobtrack in a process and a session of its own; `exit_code` waits for its end."""
    ours, theirs = socket.socketpair()
    order = os.memfd_create("order")
    try:
        given = {"arguments": arguments, "cwd": str(cwd or Path.cwd()), "environment": environment}
        os.write(order, json.dumps(given).encode())
        socket.send_fds(_server(), [b"1"], [*streams, theirs.fileno(), order])
    finally:
        os.close(order)
        theirs.close()
    return ours


def exit_code(process: socket.socket) -> int:
    """Wait for the end of a process, and return its exit code: negative if a signal ended it."""
    with process:
        process.settimeout(30)
        return int(process.recv(16))


@cache
def _server() -> socket.socket:
    """Return the connection to the process that forks, which ends with this process."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.started", str(theirs.fileno())]
    folder = Path(__file__).parent.parent
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=folder, stdin=subprocess.DEVNULL)
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(connection: socket.socket) -> None:
    """Start a process for each order, until the connection is closed."""
    while True:
        told, received, _, _ = socket.recv_fds(connection, 1, 5)
        if not told:
            return
        if os.fork() == 0:
            connection.close()
            _run_and_report(received)
        for descriptor in received:
            os.close(descriptor)
        while _reap():
            pass


def _reap() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _run_and_report(received: list[int]) -> None:
    *streams, report, order = received
    child = os.fork()
    if child == 0:
        os.close(report)
        _become_cobtrack(streams, order)
    for descriptor in streams:
        os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(report, str(code).encode())
    os._exit(0)


def _become_cobtrack(streams: list[int], order: int) -> None:
    given = json.loads(os.pread(order, os.fstat(order).st_size, 0))
    os.setsid()
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
    os.closerange(3, max(*streams, order) + 1)
    os.chdir(given["cwd"])
    os.environ.clear()
    os.environ.update(given["environment"])
    time.tzset()
    # As the interpreter opens them: what goes to a terminal is written at the end of each line.
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))
    program = import_module("cobtrack.__main__")
    sys.argv = [program.__file__ or "", *given["arguments"]]
    try:
        program.main()
    except SystemExit as end:
        sys.stderr.write(f"{end.code}\n")
        sys.stderr.flush()
        os._exit(1)
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _import_all() -> None:
    """Import what most commands use, which is most of the time that they take."""
    program = import_module("cobtrack.cli.main")
    for name in program.COMMANDS:
        program.function_of(name)
    for name in ("cobtrack.store.load", "cobtrack.editing.check", "cobtrack.rules", "rich.console", "rich.table"):
        import_module(name)


if __name__ == "__main__":
    _import_all()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
