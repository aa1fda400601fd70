"""Speed as ratios in one run: python benchmarks/run.py [--large]; needs the extra `bench`.

The floor is the time in which Python starts and imports typer, pydantic with one model, rich and ruamel.yaml: a program
that uses these libraries cannot be faster. Times are processor seconds, and of several interleaved runs the lowest
counts, so that other processes matter little.
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
    print("\\n".join(paragraph["id"] for paragraph in data["paragraphs"] if paragraph["urgent"]))
"""
"""A script that lists the urgent recommendations without cobtrack."""
SITE = """\
import gc, os
gc.disable()
from datetime import date
from pathlib import Path
from cobtrack.editing.documents import results_on
from cobtrack.model.audience import for_audience
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.render.renderer import Renderer
from cobtrack.render.templates import available_templates
from cobtrack.store.load import load
root, day = Path(), date(2026, 11, 26)
results = results_on(for_audience(load(root).workspace, "public"), day)
pages, documents = dict(SiteRenderer(root, results).files()), Renderer(root, results)
for template in available_templates(root):
    if template.format == "md" and not template.subject:
        documents.render(template.name)
os._exit(0)
"""
"""A script that renders the HTML and the Markdown of the site: its pages, and the text of its documents.

Like the command, it collects no garbage and ends at once."""
QUERY = """\
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute(
    "SELECT a.name, count(*) FROM recommendations p JOIN paragraphs_responsible r ON r.paragraph = p.id"
    " JOIN actors a ON a.id = r.value WHERE NOT EXISTS"
    " (SELECT 1 FROM activities_recommendations s WHERE s.value = p.id) GROUP BY 1"
).fetchall()
"""
"""A script that counts, for each organisation, the recommendations that no activity serves."""
PYTHON = [sys.executable, "-c"]
COBTRACK = [sys.executable, "-m", "cobtrack"]
LARGE = 20_000


class Used(NamedTuple):
    """What a command used: processor seconds, and the maximum of memory in MiB."""

    seconds: float
    memory: float


class Row(NamedTuple):
    """A row of the table: what was run, what it used, the ratio to what it is compared with, and the target."""

    name: str
    used: Used
    ratio: float
    target: str = ""
    is_met: bool = True


# As after an installation: with compiled bytecode.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def used(command: list[str], cwd: Path = ROOT, **changes: str) -> Used:
    """Run a command and return the time and memory that it used.

    Raises CalledProcessError if the command fails, because a failure would be too fast.
    """
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=cwd, env={**ENVIRONMENT, **changes}, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def lowest(runs: list[Used]) -> Used:
    """Return the lowest time, and the median of the memory."""
    return Used(min(run.seconds for run in runs), statistics.median(run.memory for run in runs))


def row(name: str, took: Used, other: Used, max_ratio: float, unit: str) -> Row:
    """Return the row of a command that may take at most `max_ratio` times as long as another one."""
    ratio = took.seconds / other.seconds
    return Row(name, took, ratio, f"<= {max_ratio:g} {unit}", ratio <= max_ratio)


def completed(place: Path, *words: str) -> Used:
    """Complete the last word as bash does, and return the time and memory that the completion used."""
    typed, number = "\n".join(("cobtrack", *words)), str(len(words))
    return used(COBTRACK, place, _COBTRACK_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=number)


def start_up(place: Path, rounds: int) -> Iterator[Row]:
    """Compare short commands on 100 recommendations and the shipped data with the floor, and `render` with `status`."""
    workspace(place, 100)
    targets = {
        "--version": 0.4, "--help": 0.4, "status": 1.2, "status --pillar 1": 1.2, "due --all": 1.2, "show 1.3": 1.2,
        "list": 1.2, "validate": 1.4,
    }  # fmt: skip
    words = {
        "completion of a command": ("st",),
        "completion of a status": ("due", "--status", "o"),
        "completion of an id": ("show", "crc-0001", ":", "4"),
    }
    shipped = {"status": 1.2, "due --all": 1.2, "show 2.6": 1.2, "list": 1.2, "validate": 1.4, "validate -q": 1.4}
    taken: dict[str, list[Used]] = {}
    for number in range(rounds):
        taken.setdefault("floor", []).append(used([*PYTHON, FLOOR]))
        for command in targets:
            taken.setdefault(command, []).append(used([*COBTRACK, *command.split()], place))
        for command in (*shipped, "changes HEAD"):
            taken.setdefault(f"{command}, shipped data", []).append(used([*COBTRACK, *command.split()]))
        for what, typed in words.items():
            taken.setdefault(what, []).append(completed(place, *typed))
        for what in ("render, cold", "render, warm"):
            cache = str(place / f"cache-{number}")
            taken.setdefault(what, []).append(used([*COBTRACK, "render"], place, XDG_CACHE_HOME=cache))
    results = {what: lowest(runs) for what, runs in taken.items()}
    floor, status = results["floor"], results["status"]
    yield Row("floor", floor, 1)
    for what in words:
        yield row(what, results[what], floor, 0.4, "floors")
    for what, max_ratio in targets.items():
        yield row(what, results[what], floor, max_ratio, "floors")
    for command, max_ratio in shipped.items():
        what = f"{command}, shipped data"
        yield row(what, results[what], floor, max_ratio, "floors")
    changes = "changes HEAD, shipped data"
    yield row(changes, results[changes], results["status, shipped data"], 1.3, "times status")
    yield row("render, warm", results["render, warm"], status, 2, "times status")
    yield row("render, cold", results["render, cold"], status, 4, "times status")


def site(place: Path, rounds: int) -> Iterator[Row]:
    """Compare the site of the filled workspace with `status` on it."""
    subprocess.run([sys.executable, "-m", "tests.filled", str(place)], cwd=ROOT, check=True, capture_output=True)
    commands = {
        "status, filled": [*COBTRACK, "status", "--as-of", "2026-11-26"],
        "site, filled: HTML and Markdown": [*PYTHON, SITE],
        "render site, filled: all files": [*COBTRACK, "render", "site", "--as-of", "2026-11-26"],
    }
    taken: dict[str, list[Used]] = {name: [] for name in commands}
    for _ in range(max(rounds // 3, 2)):
        for name, command in commands.items():
            taken[name].append(used(command, place))
    status, text, files = (lowest(runs) for runs in taken.values())
    names = list(commands)
    yield Row(names[0], status, 1)
    yield row(names[1], text, status, 4, "times status")
    yield row(names[2], files, status, 9, "times status")


def large_workspace(folder: Path, rounds: int) -> Iterator[Row]:
    """Compare commands on 20,000 recommendations with the floor.

    The targets are half the time of the first measurement.
    """
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
        taken.setdefault("list all", []).append(used(listing[:-2], folder))
        taken.setdefault("search", []).append(used([*COBTRACK, *"search budget education".split()], folder))
        taken.setdefault("CSafeLoader", []).append(used([*PYTHON, LINER], folder))
    results = {what: lowest(runs) for what, runs in taken.items()}
    floor = results["floor"]
    yield row(f"completion of an id, {LARGE:,}", results["complete"], floor, 1.5, "floors")
    for what, (max_ratio, memory) in halves.items():
        took = results[what]
        yield row(f"{what}, {LARGE:,}", took, floor, max_ratio, "floors")
        ratio = took.memory / memory
        yield Row(f"{what}, {LARGE:,}: memory", took, ratio, f"<= {memory} MiB", ratio <= 1)
    yield row(f"list, {LARGE:,}", results["list"], results["CSafeLoader"], 0.7, "of CSafeLoader")
    yield row(f"search, {LARGE:,}", results["search"], results["list all"], 1, "times list recommendations")


def against_json_schema(folder: Path, rounds: int) -> Iterator[Row]:
    """Compare the time that `validate` takes for one more recommendation with check-jsonschema on the same schema."""
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
        ours.append(lowest([used([*COBTRACK, "validate"], place) for _ in range(rounds)]))
        theirs.append(lowest([used([*others, data]) for _ in range(max(rounds // 5, 1))]))
    each, other = (Used((b.seconds - a.seconds) / (more - few), b.memory) for a, b in (ours, theirs))
    times = other.seconds / each.seconds
    yield Row(f"check-jsonschema, {more:,}", theirs[1], 1)
    yield Row(f"validate, {more:,}: marginal", ours[1], times, ">= 14 times less", times >= 14)


def follow_up(folder: Path, *, large: bool) -> Iterator[Row]:
    """Compare the matrix and imports on 2,000 recommendations with `validate`; with `large`, import all of UHRI too."""
    workspace(folder, 2000)
    lines = [f'Kenya,"Text {number} of it",Peru,Accepted,4,Education,18' for number in range(2000)]
    (folder / "upr.csv").write_text("To,Text,From,Response,Action,Issue,Session\n" + "\n".join(lines) + "\n")
    observations(folder / "cobs.docx", 50)
    validate = used([*COBTRACK, "validate"], folder)
    yield Row("validate, 2,000", validate, 1)
    for name, max_ratio in (
        ("matrix --rows cluster --columns status", 1.5),
        ("export matrix.xlsx", 2.5),
        ("import matrix.xlsx", 2.5),
        ("import cobs.docx", 2.5),
        ("import upr.csv --write", 5),
        ("import upr.csv", 5),
        ("render alternative-report.md", 4),
    ):
        yield row(name, used([*COBTRACK, *name.split()], folder), validate, max_ratio, "times validate")
    if large:
        uhri(folder / "uhri.json", 267_500)
        took = used([*COBTRACK, "import", "uhri.json"], folder)
        yield Row("import of 267,500 UHRI records", took, took.memory / 300, "<= 300 MiB", took.memory <= 300)


def growth(folder: Path, sizes: list[int]) -> Iterator[Row]:
    """Run `validate` on larger and larger workspaces, because the time for each recommendation must not grow."""
    first = 0.0
    for size in sizes:
        place = folder / str(size)
        workspace(place, size)
        took = used([*COBTRACK, "validate"], place)
        each = (took.seconds - used([*COBTRACK, "rules", "COB203"], place).seconds) / size
        first = first or each
        name = f"validate, {size:,}: {each * 1e6:.0f} µs each"
        yield Row(name, took, each / first, "<= 1.5 of the first", each / first <= 1.5)


def databases(folder: Path, sizes: list[int]) -> Iterator[Row]:
    """Export larger and larger workspaces, which `growth` made, as SQLite databases, and query each database."""
    first = 0.0
    for size in sizes:
        file = folder / f"{size}.sqlite"
        took = used([*COBTRACK, "export", "data.sqlite", "-o", str(file)], folder / str(size))
        each = (took.seconds - used([*COBTRACK, "rules", "COB203"], folder / str(size)).seconds) / size
        first = first or each
        name = f"export data.sqlite, {size:,}: {each * 1e6:.0f} µs each"
        yield Row(name, took, each / first, "<= 1.5 of the first", each / first <= 1.5)
        query = used([*PYTHON, QUERY, str(file)])
        share = query.seconds / took.seconds
        yield Row(f"query of {file.stat().st_size / 1e6:.0f} MB", query, share, "<= 0.1 of the export", share <= 0.1)


def rows(folder: Path, rounds: int, *, large: bool) -> Iterator[Row]:
    """Yield all rows of the table."""
    yield from start_up(folder / "few", rounds)
    yield from site(folder / "filled", rounds)
    yield from large_workspace(folder / "many", rounds)
    yield from against_json_schema(folder / "compared", rounds)
    yield from follow_up(folder / "follow-up", large=large)
    sizes = [2_000, LARGE, *([250_000] if large else [])]
    yield from growth(folder / "growth", sizes)
    yield from databases(folder / "growth", sizes)


def main() -> int:
    """Measure and print the table; return exit code 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--large", action="store_true", help="up to 250,000 recommendations, which takes minutes")
    options = parser.parse_args()
    print(f"{'':40} {'CPU s':>7} {'MiB':>5} {'ratio':>6}  target")
    are_met = True
    with tempfile.TemporaryDirectory() as name:
        for measured in rows(Path(name), options.rounds, large=options.large):
            verdict = "" if not measured.target else ("met" if measured.is_met else "MISSED")
            line = f"{measured.name:40} {measured.used.seconds:7.3f} {measured.used.memory:5.0f} {measured.ratio:6.2f}"
            print(f"{line}  {measured.target:20} {verdict}".rstrip(), flush=True)
            are_met = are_met and measured.is_met
    return 0 if are_met else 1


if __name__ == "__main__":
    sys.exit(main())
