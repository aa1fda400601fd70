"""Speed as ratios in one run: python benchmarks/run.py [--large]; needs the extra `bench`.

The floor is Python starting plus importing typer, pydantic with one model, rich and ruamel.yaml: what a program made of
these libraries cannot go below. Times are seconds of the processor, so that what else the machine does counts little;
medians, of commands that are interleaved.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generate import observations, uhri, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FLOOR = """\
import typer, pydantic, rich.console, rich.table, ruamel.yaml
class M(pydantic.BaseModel):
    a: int
M(a=1)
"""
LINER = """\
import yaml
from pathlib import Path
for path in Path("data/recommendations").glob("*.yaml"):
    data = yaml.load(path.read_text(), yaml.CSafeLoader)
    print("\\n".join(one["id"] for one in data["paragraphs"] if one["urgent"]))
"""
"""What somebody would write without cobtrack, to list the urgent recommendations."""
PYTHON = [sys.executable, "-c"]
COBTRACK = [sys.executable, "-m", "cobtrack"]
LARGE = 20_000


class Used(NamedTuple):
    """What a command needed: seconds of the processor, and MiB of memory at its peak."""

    seconds: float
    memory: float


class Row(NamedTuple):
    """A line of the table: what was run, what it used, the ratio to what it is compared with, and the target."""

    name: str
    used: Used
    ratio: float
    target: str = ""
    kept: bool = True


# As after an installation: with compiled bytecode.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def used(command: list[str], cwd: Path = ROOT, **changes: str) -> Used:
    """What a command needs. Raises CalledProcessError where it fails: what does nothing is always fast."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=cwd, env={**ENVIRONMENT, **changes}, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(many: list[Used]) -> Used:
    """The median of the seconds, and of the memory."""
    return Used(statistics.median(one.seconds for one in many), statistics.median(one.memory for one in many))


def row(name: str, took: Used, other: Used, most: float, what: str) -> Row:
    """A command that may take at most so many times as long as another one."""
    ratio = took.seconds / other.seconds
    return Row(name, took, ratio, f"<= {most:g} {what}", ratio <= most)


def completed(place: Path, *words: str) -> Used:
    """What it needs to say, as bash asks it, how the last word goes on."""
    typed, number = "\n".join(("cobtrack", *words)), str(len(words))
    return used(COBTRACK, place, _COBTRACK_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=number)


def start_up(place: Path, rounds: int) -> Iterator[Row]:
    """Short commands on 100 recommendations, two on the shipped data, against the floor; `render` against `status`."""
    workspace(place, 100)
    targets = {
        "--version": 0.4, "--help": 0.4, "status": 1.2, "status --pillar 1": 1.2, "due --all": 1.2, "show 1.3": 1.2,
        "list": 1.2, "validate": 1.4,
    }  # fmt: skip
    words = {"completion of a word": ("st",), "completion of an id": ("show", "crc-0001", ":", "4")}
    shipped = ("status", "validate")
    taken: dict[str, list[Used]] = {}
    for number in range(rounds):
        taken.setdefault("floor", []).append(used([*PYTHON, FLOOR]))
        for command in targets:
            taken.setdefault(command, []).append(used([*COBTRACK, *command.split()], place))
        for command in shipped:
            taken.setdefault(f"{command}, shipped data", []).append(used([*COBTRACK, command]))
        for what, typed in words.items():
            taken.setdefault(what, []).append(completed(place, *typed))
        for what in ("render, cold", "render, warm"):
            cache = str(place / f"cache-{number}")
            taken.setdefault(what, []).append(used([*COBTRACK, "render"], place, XDG_CACHE_HOME=cache))
    medians = {what: median(many) for what, many in taken.items()}
    floor, status = medians["floor"], medians["status"]
    yield Row("floor", floor, 1)
    for what in words:
        yield row(what, medians[what], floor, 0.4, "floors")
    for what, most in targets.items():
        yield row(what, medians[what], floor, most, "floors")
    for command in shipped:
        what = f"{command}, shipped data"
        yield row(what, medians[what], floor, targets[command], "floors")
    yield row("render, warm", medians["render, warm"], status, 2, "times status")
    yield row("render, cold", medians["render, cold"], status, 4, "times status")


def many(folder: Path, rounds: int) -> Iterator[Row]:
    """20,000 recommendations: against the floor half of what 0.1.0 took, and no more memory."""
    workspace(folder, LARGE)
    halves = {"validate": (9.4, 140), "status": (5.4, 126), "show 1.3": (8.9, 146)}
    listing = [*COBTRACK, *"list recommendations --status urgent".split()]
    taken: dict[str, list[Used]] = {}
    for _ in range(max(rounds // 5, 1)):
        taken.setdefault("floor", []).append(used([*PYTHON, FLOOR]))
        for command in halves:
            taken.setdefault(command, []).append(used([*COBTRACK, *command.split()], folder))
        taken.setdefault("complete", []).append(completed(folder, "show", "crc-0003", ":", "12"))
        taken.setdefault("list", []).append(used(listing, folder))
        taken.setdefault("CSafeLoader", []).append(used([*PYTHON, LINER], folder))
    medians = {what: median(many) for what, many in taken.items()}
    floor = medians["floor"]
    yield row(f"completion of an id, {LARGE:,}", medians["complete"], floor, 1.5, "floors")
    for what, (most, memory) in halves.items():
        took = medians[what]
        yield row(f"{what}, {LARGE:,}", took, floor, most, "floors")
        ratio = took.memory / memory
        yield Row(f"{what}, {LARGE:,}: memory", took, ratio, f"<= {memory} MiB", ratio <= 1)
    yield row(f"list, {LARGE:,}", medians["list"], medians["CSafeLoader"], 0.7, "of CSafeLoader")


def against_json_schema(folder: Path, rounds: int) -> Iterator[Row]:
    """What another recommendation costs in `validate`, against check-jsonschema on the same file and schema."""
    schema = folder / "document.json"
    folder.mkdir()
    schema.write_bytes(subprocess.run([*COBTRACK, "schema", "document"], capture_output=True, check=True).stdout)
    others = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    ours, theirs = [], []
    few, more = 200, 2000
    for size in (few, more):
        place = folder / str(size)
        workspace(place, size)
        data = str(place / "data/recommendations/crc-0001.yaml")
        ours.append(median([used([*COBTRACK, "validate"], place) for _ in range(rounds)]))
        theirs.append(median([used([*others, data]) for _ in range(max(rounds // 5, 1))]))
    each, other = (Used((b.seconds - a.seconds) / (more - few), b.memory) for a, b in (ours, theirs))
    times = other.seconds / each.seconds
    yield Row(f"check-jsonschema, {more:,}", theirs[1], 1)
    yield Row(f"validate, {more:,}: marginal", ours[1], times, ">= 14 times less", times >= 14)


def follow_up(folder: Path, *, large: bool) -> Iterator[Row]:
    """The matrix out and in, and imports, on 2,000 recommendations; with `large`, the whole of UHRI."""
    workspace(folder, 2000)
    lines = [f'Kenya,"Text {number} of it",Peru,Accepted,4,Education,18' for number in range(2000)]
    (folder / "upr.csv").write_text("To,Text,From,Response,Action,Issue,Session\n" + "\n".join(lines) + "\n")
    observations(folder / "cobs.docx", 50)
    validate = used([*COBTRACK, "validate"], folder)
    yield Row("validate, 2,000", validate, 1)
    for name, most in (
        ("matrix --rows cluster --columns status", 1.5),
        ("export matrix.xlsx", 2.5),
        ("import matrix.xlsx", 2.5),
        ("import cobs.docx", 2.5),
        ("import upr.csv --write", 5),
        ("import upr.csv", 5),
        ("render alternative-report.md", 4),
    ):
        yield row(name, used([*COBTRACK, *name.split()], folder), validate, most, "times validate")
    if large:
        uhri(folder / "uhri.json", 267_500)
        took = used([*COBTRACK, "import", "uhri.json"], folder)
        yield Row("import of 267,500 UHRI records", took, took.memory / 300, "<= 300 MiB", took.memory <= 300)


def growth(folder: Path, sizes: list[int]) -> Iterator[Row]:
    """`validate` on larger and larger workspaces: the time for each recommendation must not grow."""
    first = 0.0
    for size in sizes:
        place = folder / str(size)
        workspace(place, size)
        took = used([*COBTRACK, "validate"], place)
        each = (took.seconds - used([*COBTRACK, "rules", "COB203"], place).seconds) / size
        first = first or each
        name = f"validate, {size:,}: {each * 1e6:.0f} µs each"
        yield Row(name, took, each / first, "<= 1.5 of the first", each / first <= 1.5)


def rows(folder: Path, rounds: int, *, large: bool) -> Iterator[Row]:
    """All lines of the table."""
    yield from start_up(folder / "few", rounds)
    yield from many(folder / "many", rounds)
    yield from against_json_schema(folder / "compared", rounds)
    yield from follow_up(folder / "follow-up", large=large)
    yield from growth(folder / "growth", [2_000, LARGE, *([250_000] if large else [])])


def main() -> int:
    """Measure, print the table; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--large", action="store_true", help="up to 250,000 recommendations: minutes")
    given = parser.parse_args()
    print(f"{'':40} {'CPU s':>7} {'MiB':>5} {'ratio':>6}  target")
    is_kept = True
    with tempfile.TemporaryDirectory() as name:
        for one in rows(Path(name), given.rounds, large=given.large):
            verdict = "" if not one.target else ("kept" if one.kept else "MISSED")
            line = f"{one.name:40} {one.used.seconds:7.3f} {one.used.memory:5.0f} {one.ratio:6.2f}"
            print(f"{line}  {one.target:20} {verdict}".rstrip(), flush=True)
            is_kept = is_kept and one.kept
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
