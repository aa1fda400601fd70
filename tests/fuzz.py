"""A bounded fuzzer: mutated workspaces and mutated import files, in this process, reproducible by a seed.

    python -m tests.fuzz --workspaces 20000 --imports 5000 --seed 1
    python -m tests.fuzz --workspaces 1 --only workspace:4711

A failure is an exception that leaves a command, an unknown exit code, or a problem whose place is outside its file.
Each case depends only on the seed and its number.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cobtrack.rules import check
from cobtrack.store.load import load
from cobtrack.store.locate import Locator
from cobtrack.store.root import WorkspaceNotFoundError
from tests import docx_support
from tests.cli_support import BROKEN, SMALL, run, small
from tests.support import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cobtrack.model.problem import Problem
    from cobtrack.store.load import Loaded

Files = dict[str, bytes]
DAY = "2026-02-01"
VIEWS = [
    ["status"], ["status", "--format", "json"], ["list", "activities"], ["list", "recommendations", "--format", "csv"],
    ["list", "deadlines"], ["show", "2.6"], ["show", "crc-2022:42"], ["show", "crc"], ["due"], ["due", "--format", "json"],
    ["timeline"], ["matrix"], ["validate"], ["validate", "--format", "json"], ["validate", "--format", "github"],
    ["validate", "--format", "sarif"], ["validate", "--fix"],
]  # fmt: skip
DOCUMENTS = [["render", "-o", "-", name] for name in ("roadmap.md", "roadmap.html", "annual-review.md")]
VALUES = [
    "", "~", "null", "true", "0", "-1", "9" * 400, "1.10", "1e999", "0x1F", "2025?", "2022/2027", "../2024", "2024-02-30", "2024-13",
    "0000", "9999-12-31/..", "[2024..2026]", "២០២៤", "20.11.2026", "Q1 2027", "[]", "{}", "[[[[]]]]", "{a: {b: {c: d}}}", "[a, b",
    "{a: 1", "&a x", "*a", "!!str x", "<<", "- x", "? x", "| x", "> x", "@x", "`x`", "%x", "'x", '"x', '"\\U00110000"', '"\\uD800"',
    '"\\0"', '"\\x1b[2J"', "x: y", "x #y", "\u00a0x", "\u202ex", "\U0001f600", "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}",
    "[x](javascript:alert(1))", "[^x]", "**a", "##[error]x", "::error::x", "=1+1", "crc-2022:42", "2.6", "2.9", "crc", "cncc",
    "crc-state-report", "{after: crc-state-report, months: 999999999}", "{after: x, before: y}", "{after: crc-state-report, months: 3}",
    "[crc-2022:42, crc-2022:42]", "[2.6, 2.6]", "done", "Done", "supported", "not-submitted", "{en: a, km: b}", "{xx: }", "x" * 5000,
    "a-" * 3000, "[" * 60 + "]" * 60, "{a: " * 50 + "}" * 50,
]  # fmt: skip
LINES = [
    "---", "...", "%YAML 1.3", "%TAG ! x", "<<<<<<< HEAD", "=======", "||||||| x", ">>>>>>> y", "\t", "\u00a0", "# x", "- x", "• x", "x",
    "x:", "? x", ": x", "a: b: c", "]", "}", "id: 2.6", 'id: "2.6"', "  - id: 1", "<<: *a", "&a x: 1", "\ufeff", "\x00", "\x85", "\u2028",
]  # fmt: skip
NAMES = ["x.yaml", "._x.yaml", ".x.yaml", "x.yml", "X.YAML", "\u202ex.yaml", "a\nb.yaml", "a\x1b[2J.yaml", "x" * 200 + ".yaml", " .yaml",
         "x.internal.yaml", "\udcff.yaml", "%0A::error::.yaml", "ខ្មែរ.yaml"]  # fmt: skip
CHARACTERS = [b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\r", b"\t", b"\n", b" ", b":", b"-", b"#", b'"', b"'", b"[", b"{", b"}", b"]",
              b"&", b"*", b"!", b"|", b">", b"%", b"?", b",", "\u00a0".encode(), "\u0301".encode(), "\ufdd0".encode()]  # fmt: skip


@dataclass
class Outcome:
    """The result of a run: the number of cases, the longest time of a case, and the failures."""

    cases: int = 0
    slowest: float = 0
    slowest_case: str = ""
    wrong: list[str] = field(default_factory=list)


# Workspaces.


@cache
def _bases() -> list[Files]:
    def read(root: Path) -> Files:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    return [read(SMALL), read(BASE), read(SMALL) | read(BROKEN)]


def _bytes(rng: random.Random, data: bytes) -> bytes:
    """Return the data with a few changed bytes."""
    at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    to = min(to, at + rng.choice([1, 3, 40, 400]))
    match rng.randrange(6):
        case 0:
            return data[:at] + rng.choice(CHARACTERS) * rng.choice([1, 1, 1, 50]) + data[at:]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:to] * rng.choice([1, 2, 30]) + data[to:]
        case 3:
            return data[:at]
        case 4:
            return data[:at] + bytes(rng.randrange(256) for _ in range(to - at)) + data[to:]
        case _:
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _encoded(rng: random.Random, data: bytes) -> bytes:
    """Return the text in another encoding or with other line ends."""
    text = data.decode(errors="replace")
    match rng.randrange(6):
        case 0:
            return text.encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig"]))
        case 1:
            return text.encode(rng.choice(["latin-1", "cp1252", "cp874"]), errors="replace")
        case 2:
            return text.replace("\n", rng.choice(["\r\n", "\r", "\u2028", "\x85", "\n\n", "\v"])).encode()
        case 3:
            return re.sub(r"(?m)^( +)", lambda found: "\t" * len(found[1]), text).encode()
        case 4:
            return text.rstrip("\n").encode()
        case _:
            return text.replace(" ", "\u00a0", rng.choice([1, 3, 1000])).encode()


def _lines(rng: random.Random, data: bytes) -> bytes:
    """Return the text with a line added, removed, moved or indented."""
    lines = data.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(7):
        case 0:
            del lines[at : at + rng.choice([1, 1, 3, 20])]
        case 1:
            lines[at:at] = lines[other : other + rng.choice([1, 3, 20])]
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = rng.choice([b" ", b"  ", b"\t", b"      ", b"- ", "\u00a0".encode()]) + lines[at]
        case 4:
            lines[at] = lines[at][rng.choice([1, 2, 4]) :]
        case 5:
            lines.insert(at, (b" " * rng.choice([0, 0, 2, 4, 8])) + rng.choice(LINES).encode())
        case _:
            lines[at] = lines[at].replace(b"- ", rng.choice(["-", "  ", "-\u00a0", "• ", "- - "]).encode(), 1)
    return b"\n".join(lines)


_PAIR = re.compile(rb"(?m)^([ ]*(?:- )?)([\w-]+|\"[^\"]*\")(: ?)(.*)$")


def _structure(rng: random.Random, data: bytes) -> bytes:
    """Return the data with another value, another key, or both from elsewhere in the file."""
    pairs = list(_PAIR.finditer(data))
    if not pairs:
        return _lines(rng, data)
    one, other = rng.choice(pairs), rng.choice(pairs)
    key, value = one[2], one[4]
    match rng.randrange(4):
        case 0:
            value = rng.choice(VALUES).encode(errors="surrogatepass")
        case 1:
            value = other[4]
        case 2:
            key = other[2]
        case _:
            return data[: one.end()] + b"\n" + b" " * len(one[1]) + other[2] + b": " + other[4] + data[one.end() :]
    return data[: one.start()] + one[1] + key + one[3] + value + data[one.end() :]


_CONTENT: list[Callable[[random.Random, bytes], bytes]] = [_bytes, _encoded, _lines, _structure, _structure, _structure]


def _mutated(rng: random.Random) -> tuple[Files, list[Callable[[Path], None]]]:
    """Return the files of a damaged workspace, and what else to do on the disk."""
    files = dict(rng.choice(_bases()))
    deeds: list[Callable[[Path], None]] = []
    for _ in range(rng.choice([1, 1, 2, 3, 6])):
        name = rng.choice(sorted(files))
        match rng.randrange(12):
            case 0:
                folder = name.rpartition("/")[0]
                files[f"{folder}/{rng.choice(NAMES)}" if folder else rng.choice(NAMES)] = files[name]
            case 1 if name != "cobtrack.yaml":
                files.pop(name)
            case 2 if name != "cobtrack.yaml":
                deeds.append(_placed(rng, name))
            case 3:
                other = rng.choice(sorted(files))
                files[name], files[other] = files[other], files[name]
            case _:
                files[name] = rng.choice(_CONTENT)(rng, files[name])
    return files, deeds


def _placed(rng: random.Random, name: str) -> Callable[[Path], None]:
    """Put something that is not a file in place of a file."""
    kind = rng.choice(["folder", "loop", "dangling", "outside", "pipe", "empty"])

    def place(root: Path) -> None:
        path = root / name
        if path.is_dir() and not path.is_symlink():
            return
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        match kind:
            case "folder":
                path.mkdir()
            case "loop":
                path.symlink_to(path.name)
            case "dangling":
                path.symlink_to("nowhere")
            case "outside":
                path.symlink_to("/etc/hostname")
            case "pipe":
                os.mkfifo(path)
            case _:
                path.write_bytes(b"")

    return place


def _written(root: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = os.fsencode(root) + b"/" + name.encode("utf-8", "surrogateescape")
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(data)


def workspace(seed: int, number: int, root: Path) -> Iterator[str]:
    """Load a mutated workspace, check it, locate its problems and show it; return the failures."""
    rng = random.Random(f"{seed}:workspace:{number}")
    files, deeds = _mutated(rng)
    _written(root, files)
    for deed in deeds:
        deed(root)
    try:
        loaded = load(root)
    except WorkspaceNotFoundError:
        loaded = None
    if loaded:
        yield from misplaced(loaded, loaded.problems + check(loaded.workspace, date.fromisoformat(DAY)))
    command = rng.choice(DOCUMENTS if not rng.randrange(8) else VIEWS)
    yield from ran(*command, "--root", str(root), "--as-of", DAY)


def ran(*command: str) -> Iterator[str]:
    """Run a command, which may refuse the data but must not crash."""
    done = run(*command)
    if done.code not in {0, 1, 2}:
        yield f"exit code {done.code} of {' '.join(command)}"


def misplaced(loaded: Loaded, problems: list[Problem]) -> Iterator[str]:
    """Return the problems whose place is not in their file."""
    locator = Locator(loaded.root)
    for problem in problems:
        for place in (problem.place, *problem.related):
            span = locator.span(place)
            if not _is_inside(loaded.root / place.file, span.line, span.column):
                yield f"{problem.code} at {place.file!r}:{span.line}:{span.column}, which is not there"
            if not _is_inside(loaded.root / place.file, span.end_line, span.end_column):
                yield f"{problem.code} ends at {place.file!r}:{span.end_line}:{span.end_column}, which is not there"


def _is_inside(path: Path, line: int, column: int) -> bool:
    """Whether a file has this line and column; of an unreadable file, only the first one."""
    if not path.is_file() or path.is_symlink():
        return (line, column) == (1, 1)
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


# Import files.


@cache
def _imports() -> dict[str, bytes]:
    """Return a file of each kind that can be imported, by a name with its ending."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        docx_support.cobs(here / "cobs.docx", paragraphs=12)
        docx_support.cobs(here / "automatic.docx", paragraphs=12, automatic=True, symbol="CRC/C/KHM/CO/4-6")
        docx_support.thematic_list(here / "list.docx", [("Theme: Play",), _LISTED, _LISTED])
        (here / "uhri.json").write_text(json.dumps([_UHRI, _UHRI | {"AnnotationType": "- Concerns/Observations"}]))
        (here / "upr.csv").write_text(_UPR)
        _sheet(here / "uhri.xlsx")
        root = small(here / "workspace")
        for name in ("matrix.xlsx", "impact-recommendations.csv"):
            run("export", name, "--root", str(root), "--as-of", DAY, "-o", str(here / name))
        for path in sorted(here.glob("*.*")):
            made[path.name] = path.read_bytes()
    return made


_LISTED = ("121.1 Build playgrounds (Norway) (Peru);\nSource of Position: A/HRC/43/15 - Para 121", "Supported",
           "- Play\nSDGs: \n- 4 - QUALITY EDUCATION\nAffected persons: \n- Children\n", "")  # fmt: skip
_UHRI = {
    "AnnotationId": "1", "AnnotationType": "- Recommendations", "Body": "- CRC", "Countries": ["Cambodia"],
    "Symbol": "CRC/C/KHM/CO/4-6", "PublicationDate": "2022-06-27T00:00:00", "Text": "12. Build schools: (a) now; (b) well.",
    "Themes": ["Education"], "AffectedPersons": ["Children"], "Sdgs": ["4 - QUALITY EDUCATION"], "UprCycle": None,
    "UprPositions": [], "UprRecommendingCountry": [],
}  # fmt: skip
_UPR = (
    "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n"
    'Cambodia,Asia,"ASEAN, OIF",Build schools ,Norway,EEG,EU,Accepted,4,"Right to education,Rights of the Child",18\n'
    "Cambodia,Asia,ASEAN,Ratify the protocol,Peru,GRULAC,OAS,Noted,5,International instruments,18\n"
)


def _sheet(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        header = ["Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons",
                  "Sdgs", "Document Publication Date", "UPR Reccomending States", "UPR Position", "Type",
                  "OHCHR Annotation Id", "UPR Session"]  # fmt: skip
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, ["12. Build schools.", "- Cambodia", "- CRC", "CRC/C/KHM/CO/4-6", "- Education", "- Children",
                               "- 4", "27/06/2022", "", "", "- Recommendations", "1", ""])  # fmt: skip


def _zipped(rng: random.Random, data: bytes) -> bytes:
    """Return the archive with another part, or with a damaged part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one.filename: archive.read(one) for one in archive.infolist()}
    for _ in range(rng.choice([1, 1, 2, 4])):
        name = rng.choice(sorted(parts))
        match rng.randrange(10):
            case 0:
                parts.pop(name)
                if not parts:
                    break
            case 1:
                other = rng.choice(sorted(parts))
                parts[name], parts[other] = parts[other], parts[name]
            case 2:
                parts[name] = _bytes(rng, parts[name])
            case _:
                # Most of what is read stands in few parts.
                inner = [
                    one for one in parts if re.search(r"document\.xml|sheet|styles|numbering|workbook|Strings", one)
                ]
                name = rng.choice(sorted(inner) or [name])
                parts[name] = _marked_up(rng, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


_TAG = re.compile(rb"<[^>]*>")
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_NASTY = [
    b"",
    b"-1",
    b"0",
    b"999999999999",
    b"x",
    b"&#0;",
    b"&x;",
    b"\xff",
    b"A1:XFD1048576",
    b"ZZZZ99",
    b"1e999",
    b"true",
    b"NaN",
]


def _marked_up(rng: random.Random, data: bytes) -> bytes:  # noqa: PLR0911
    """Return an XML part with other tags, attributes and texts."""
    tags = list(_TAG.finditer(data))
    values = list(_ATTRIBUTE.finditer(data))
    if not tags:
        return _bytes(rng, data)
    one, other = rng.choice(tags), rng.choice(tags)
    match rng.randrange(9):
        case 0:
            return data[: one.start()] + data[one.end() :]
        case 1:
            return data[: one.end()] + one[0] * rng.choice([1, 2, 300]) + data[one.end() :]
        case 2:
            return data[: one.start()] + other[0] + data[one.end() :]
        case 3 if values:
            value = rng.choice(values)
            return data[: value.start()] + b'="' + rng.choice(_NASTY) + b'"' + data[value.end() :]
        case 4:
            start, end = sorted([one.start(), other.end()])
            return data[:end] + data[start:end] + data[end:]
        case 5:
            start, end = sorted([one.start(), other.end()])
            return data[:start] + data[end:]
        case 6:
            return data[: one.end()] + rng.choice(VALUES).encode(errors="replace") + data[one.end() :]
        case 7:
            return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x "y">]>' + data.partition(b"?>")[2]
        case _:
            return data.replace(rng.choice([b">", b"w:", b"<", b"1", b"t"]), rng.choice(_NASTY), rng.choice([1, 5]))


def _in_json(rng: random.Random, data: bytes) -> bytes:
    """Return JSON with other values."""
    try:
        records = json.loads(data)
    except ValueError:
        return _bytes(rng, data)
    holders = [records]
    for one in holders:
        inner = one.values() if isinstance(one, dict) else one
        holders += [each for each in inner if isinstance(each, dict | list)]
    holder = rng.choice(holders)
    nasty: Any = rng.choice(
        [None, True, -1, 10**30, 1e308, "", [], {}, [[]], {"a": None}, float("nan"), "x" * 5000, "\ud800", *VALUES]
    )
    if isinstance(holder, dict) and holder:
        holder[rng.choice([*holder, "x"])] = nasty
    elif isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), nasty)
    return json.dumps(records).encode()


def _in_csv(rng: random.Random, data: bytes) -> bytes:
    """Return CSV with other cells."""
    cells = data.split(b",")
    at, other = rng.randrange(len(cells)), rng.randrange(len(cells))
    match rng.randrange(5):
        case 0:
            del cells[at]
        case 1:
            cells.insert(at, cells[other])
        case 2:
            cells[at], cells[other] = cells[other], cells[at]
        case 3:
            cells[at] = rng.choice(VALUES).encode(errors="replace")
        case _:
            return data.replace(b",", rng.choice([b";", b"\t", b",,", b'",'])).replace(
                b"\n", rng.choice([b"\n", b"\r\n", b"\r"])
            )
    return b",".join(cells)


def damaged_import(rng: random.Random) -> tuple[str, bytes]:
    """Return a damaged import file."""
    name = rng.choice(sorted(_imports()))
    data = _imports()[name]
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        match rng.randrange(8):
            case 0:
                data = _bytes(rng, data)
            case 1 if name.endswith((".csv", ".json")):
                data = _encoded(rng, data)
            case 2:
                name = f"x{Path(rng.choice(sorted(_imports()))).suffix}" if not rng.randrange(4) else name
            case _:
                data = _inside(rng, name, data)
    return name, data


def _inside(rng: random.Random, name: str, data: bytes) -> bytes:
    if zipfile.is_zipfile(io.BytesIO(data)):
        try:
            return _zipped(rng, data)
        except Exception:  # noqa: BLE001
            # It was damaged before.
            return _bytes(rng, data)
    return _in_json(rng, data) if name.endswith(".json") else _in_csv(rng, data)


def import_file(seed: int, number: int, root: Path) -> Iterator[str]:
    """Import a mutated file into a workspace, which must stay intact; return the failures."""
    rng = random.Random(f"{seed}:import:{number}")
    name, data = damaged_import(rng)
    small(root)
    file = root.parent / f"{root.name}-{name}"
    file.write_bytes(data)
    options = ["--write"] if not rng.randrange(3) else []
    options += rng.choice(
        [
            [],
            [],
            [],
            ["--format", "json"],
            ["--as", rng.choice(["cobs", "uhri", "upr-info", "thematic-list", "impact-oss", "matrix"])],
        ]
    )
    try:
        yield from ran("import", str(file), *options, "--root", str(root), "--as-of", DAY)
    finally:
        file.unlink()
    loaded = load(root)
    found = loaded.problems + check(loaded.workspace, date.fromisoformat(DAY))
    yield from misplaced(loaded, found)
    yield from (f"{one.code} after the import: {one.message}" for one in found if one.severity == "error")


# The run.

KINDS: dict[str, Callable[[int, int, Path], Iterator[str]]] = {"workspace": workspace, "import": import_file}


def fuzz(kind: str, seed: int, numbers: range, report: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run the cases with these numbers."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="cobtrack-fuzz-") as folder:
        for number in numbers:
            root = Path(folder) / str(number)
            root.mkdir()
            start = time.monotonic()
            try:
                wrong = list(KINDS[kind](seed, number, root))
            except KeyboardInterrupt:
                raise
            # Not only Exception: a panic in an extension module is not one.
            except BaseException:  # noqa: BLE001
                wrong = [traceback.format_exc()]
            took = time.monotonic() - start
            shutil.rmtree(root)
            outcome.cases += 1
            if took > outcome.slowest:
                outcome.slowest, outcome.slowest_case = took, f"{kind}:{number}"
            for failure in wrong:
                outcome.wrong.append(f"{kind}:{number} (seed {seed}): {failure}")
                report(outcome.wrong[-1])
    return outcome


def say(text: str) -> None:
    """Print a line of the report at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspaces", type=int, default=200)
    parser.add_argument("--imports", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="KIND:NUMBER", help="one case, such as import:17")
    given = parser.parse_args()
    os.environ["COBTRACK_DEBUG"] = "1"
    counts = {"workspace": range(given.workspaces), "import": range(given.imports)}
    if given.only:
        kind, _, number = given.only.partition(":")
        counts = {kind: range(int(number), int(number) + 1)}
    wrong = 0
    for kind, numbers in counts.items():
        start = time.monotonic()
        found = fuzz(kind, given.seed, numbers, say)
        seconds = time.monotonic() - start
        say(f"{found.cases} of kind {kind} in {seconds:.0f} s: {len(found.wrong)} wrong")
        say(f"the slowest is {found.slowest_case} with {found.slowest:.1f} s")
        wrong += len(found.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
