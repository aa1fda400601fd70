"""Speed as ratios in one run: python benchmarks/run.py [--large]; needs the extra `bench`.

The floor is Python starting plus importing typer, pydantic with one model, rich and ruamel.yaml: what a program made of
these libraries cannot go below. Times are medians; commands are interleaved, so that a busy moment hits all of them.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generate import observations, uhri, workspace

ROOT = Path(__file__).parent.parent
FLOOR = """\
import typer, pydantic, rich.console, rich.table, ruamel.yaml
class M(pydantic.BaseModel):
    a: int
M(a=1)
"""
COBTRACK = [sys.executable, "-m", "cobtrack"]


@dataclass
class Row:
    """A line of the table: what was run, how long it took, against what, and the budget for the ratio."""

    name: str
    seconds: float
    ratio: float
    budget: str
    kept: bool


# As after an installation: with compiled bytecode.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> float:
    """How long a command takes. Raises CalledProcessError where it fails: what does nothing is always fast."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env={**ENVIRONMENT, **(env or {})}, capture_output=True, check=True)
    return time.perf_counter() - start


def start_up(rounds: int) -> list[Row]:
    """Short commands against the floor."""
    bounds = {
        "--version": 0.75,
        "--help": 0.75,
        "completion": 0.75,
        "status": 1.5,
        "status --pillar 2": 1.5,
        "due": 1.5,
        "show 2.6": 1.5,
        "validate": 1.5,
    }
    complete = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "cobtrack st", "COMP_CWORD": "1"}
    taken: dict[str, list[float]] = {name: [] for name in ("floor", *bounds)}
    for _ in range(rounds):
        taken["floor"].append(seconds([sys.executable, "-c", FLOOR]))
        for name in bounds:
            if name == "completion":
                taken[name].append(seconds(COBTRACK, env=complete))
            else:
                taken[name].append(seconds([*COBTRACK, *name.split()]))
    floor = statistics.median(taken["floor"])
    rows = [Row("floor", floor, 1, "", kept=True)]
    for name, bound in bounds.items():
        took = statistics.median(taken[name])
        rows.append(Row(name, took, took / floor, f"<= {bound} floors", took / floor <= bound))
    return rows


def against_json_schema(folder: Path, rounds: int) -> list[Row]:
    """`validate` on 2,000 recommendations against check-jsonschema on the same file and schema."""
    workspace(folder, 2000)
    schema = folder / "document.json"
    schema.write_bytes(subprocess.run([*COBTRACK, "schema", "document"], capture_output=True, check=True).stdout)
    data = folder / "data/recommendations/crc-0001.yaml"
    other = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(data)]
    ours = statistics.median(seconds([*COBTRACK, "validate"], folder) for _ in range(rounds))
    theirs = statistics.median(seconds(other, folder) for _ in range(max(rounds // 3, 1)))
    return [
        Row("check-jsonschema, 2,000", theirs, 1, "", kept=True),
        Row("validate, 2,000", ours, theirs / ours, ">= 10 times faster", theirs / ours >= 10),
    ]


def measured(command: list[str], cwd: Path) -> tuple[float, float]:
    """How long a command takes, and the memory that it needs at its peak, in MB. Raises CalledProcessError."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def follow_up(folder: Path, *, large: bool) -> list[Row]:
    """The matrix out and in, and imports, on 2,000 recommendations; with `large`, the whole of UHRI."""
    workspace(folder, 2000)
    lines = [f'Example,"Text {number} of it",Peru,Accepted,4,Education,18' for number in range(2000)]
    (folder / "upr.csv").write_text("To,Text,From,Response,Action,Issue,Session\n" + "\n".join(lines) + "\n")
    observations(folder / "cobs.docx", 50)
    validate, _ = measured([*COBTRACK, "validate"], folder)
    rows = [Row("validate, 2,000", validate, 1, "", kept=True)]
    for name, bound in (
        ("matrix --rows cluster --columns status", 1.5),
        ("export matrix.xlsx", 2.5),
        ("import matrix.xlsx", 2.5),
        ("import cobs.docx", 2.5),
        ("import upr.csv --write", 5),
        ("import upr.csv", 5),
        ("render alternative-report.md", 3),
    ):
        took, memory = measured([*COBTRACK, *name.split()], folder)
        ratio = took / validate
        rows.append(Row(f"{name} ({memory:.0f} MB)", took, ratio, f"<= {bound} of validate", ratio <= bound))
    if large:
        uhri(folder / "uhri.json", 267_500)
        took, memory = measured([*COBTRACK, "import", "uhri.json"], folder)
        rows.append(
            Row(f"import of 267,500 UHRI records ({memory:.0f} MB)", took, memory / 300, "<= 300 MB", memory <= 300)
        )
    return rows


def growth(folder: Path, sizes: list[int]) -> list[Row]:
    """`validate` on larger and larger workspaces: the time for each recommendation must not grow."""
    rows = []
    first = 0.0
    for size in sizes:
        place = folder / str(size)
        workspace(place, size)
        took = seconds([*COBTRACK, "validate"], place) - seconds([*COBTRACK, "rules", "COB203"], place)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        each = took / size
        first = first or each
        name = f"validate, {size:,} ({each * 1e6:.0f} µs each, peak {memory:.0f} MB)"
        rows.append(Row(name, took, each / first, "<= 1.5 of the first", each / first <= 1.5))
    return rows


def main() -> int:
    """Measure, print the table; exit code 1 where a budget is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--large", action="store_true", help="up to 250,000 recommendations: minutes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = start_up(given.rounds)
        rows += against_json_schema(folder / "compared", given.rounds)
        rows += follow_up(folder / "follow-up", large=given.large)
        rows += growth(folder / "growth", [2_000, 20_000, *([250_000] if given.large else [])])
    print(f"{'':50} {'seconds':>8} {'ratio':>6}  budget")
    for row in rows:
        verdict = "" if not row.budget else ("kept" if row.kept else "NOT KEPT")
        print(f"{row.name:50} {row.seconds:8.3f} {row.ratio:6.2f}  {row.budget:20} {verdict}".rstrip())
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
