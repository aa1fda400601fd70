"""Audiences: a document contains nothing that its readers may not see, and says whom it is for."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest

from cobtrack.exchange.matrix.workbook import read as read_matrix
from cobtrack.model.audience import VISIBLE_FIELDS, for_audience
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.references import TYPES_WITH_ID, target_type
from cobtrack.render import fingerprint
from cobtrack.store.load import load
from cobtrack.store.yaml import reader
from tests.cli_support import SMALL, ask, put, replace, run, site_pages, small
from tests.docx_support import thematic_list
from tests.support import models

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "2026-11-24"
WORD, NUMBER, ACTIVITY = "planted", "98765432.5", "1.7777"
"""What nothing public may hold: a word in each text and id, a value, the id of an activity."""
ORIGIN = "A/HRC/43/15:121.1"
CRITERIA = """
criteria:
  - {id: urgent, title: Urgent, axis: importance}
  - {id: severity, title: Severity, axis: importance}
"""
MORE = {
    "data/recommendations/crc-2031.yaml": f"""\
id: crc-2031
title: Concluding observations on the seventh report
mechanism: crc
source: OHCHR
paragraphs:
  - id: crc-2031:11
    kind: recommendation
    heading: Corporal punishment
    cluster: violence
    text: Prohibit it.
    origins: [{{system: thematic-list, id: "{ORIGIN}"}}]
    outdated: {{reason: inaccurate, note: It was prohibited.}}
    assessments:
      - {{date: 2025-06-01, voice: civil-society, level: partly, reason: A decree., evidence: [{{bearing: context, text: It}}]}}
""",
    "data/resources/a.yaml": "resources:\n  - {id: guide, kind: tool, title: A guide, source: Us}\n",
    "data/indicators/a.yaml": "indicators:\n  - {id: beaten, title: Beaten, type: outcome, baseline: {date: 2022, value: 60}, "
    "values: [{date: 2024, value: 55}], source: Us}\n",
    "data/initiatives/a.yaml": "initiatives:\n  - {id: classes, title: Classes, source: Us}\n",
    "data/actions/a.yaml": "actions:\n  - {id: letter, title: Write a letter, kind: action, recommendations: [crc-2031:11], "
    "timeframe: 2027}\n  - {id: planted-advocacy, title: planted in the title, kind: advocacy}\n",
    "data/data-sources/a.yaml": "data_sources:\n  - {id: register, title: Register, source: Us}\n",
    "data/consultations/a.yaml": "consultations:\n  - {id: pupils-2025, title: Pupils, date: 2025, source: Us, "
    "said: [{number: 1, text: Do not beat us., feedback: [{due: 2025-06}]}]}\n",
    "data/budgets/a.yaml": "budgets:\n  - {id: training-2026, title: Training, owner: state, year: 2026, source: Us}\n"
    "  - {id: planted-workshop, title: planted in the title, owner: civil-society, year: 2026, programme: planted}\n",
    "data/submissions/a.yaml": "submissions:\n  - {id: report-2027, title: Our report, to: crc, source: Us}\n",
    "data/rounds/a.yaml": "id: 2026-12\ntitle: Reports\nopened: 2026-12-01\nuntil: 2027-01-15\n",
    "data/procedures/a.yaml": "id: short\ntitle: Short procedure\nmechanism: crc\nsource: Us\nsteps:\n"
    "  - {id: report, title: Report, kind: state-report, owner: state, source: Us}\n",
}


MARKED = {name for name, model in models().items() if "audience" in model.model_fields}


def hidden_id(name: str) -> str:
    return {"Activity": ACTIVITY, "Paragraph": f"crc-2031:{WORD}"}.get(name, f"{WORD}-{name.lower()}")


_OTHER_VALUES = {
    "age": "10-12",
    "value": NUMBER,
    "not_seen": "900",
    "formerly": f"{WORD}-earlier-id",
    "language": "fr",
    "state": "KHM",
    "country": "PHL",
    "currency": "USD",
    "planned": "1200",
    "allocated": "1000",
    "spent": "900",
    "revision": f"{WORD}-tag",
}


def value(model: type[Record], name: str) -> Any:
    """Return a value for a field, which contains the word wherever it can; None for a link that can be left out."""
    annotation = unwrap_type(field_type(model, name))
    if get_origin(annotation) is tuple:
        (annotation, *_), several = get_args(annotation), True
        annotation = unwrap_type(annotation)
    else:
        several = False
    if name == "id":
        return hidden_id(model.__name__)
    if target := target_type(model, name):
        required = {"Actor": "cncc", "Criterion": "severity", "Mechanism": "crc", "Paragraph": "crc-2022:42"}
        return required[target] if model.model_fields[name].is_required() else None
    one: Any = f"{WORD} {model.__name__} {name}"
    if isinstance(annotation, type) and issubclass(annotation, Record):
        dates = {"due": "2031-05", "lead": {"months": "3"}, "starts": {"after": "crc-state-report"}}
        one = dates.get(name) or (dates["starts"] if issubclass(annotation, RelativeDate) else record(annotation))
    elif get_origin(annotation) is Literal:
        one = get_args(annotation)[0]
    elif annotation is Timeframe:
        one = "2026-05"
    elif annotation in {bool, int}:
        one = annotation(1)
    elif get_origin(annotation) is dict:
        one = {f"{WORD}-note": one}
    elif name in _OTHER_VALUES:
        one = _OTHER_VALUES[name]
    return [one] if several else one


def record(model: type[Record], **given: Any) -> dict[str, Any]:
    """A record of the model with every field that can hold the word."""
    names = [name for name in model.model_fields if name not in {*given, "audience"}]
    keys = {name: field.alias or name for name, field in model.model_fields.items()}
    found = {keys[name]: made for name in names if (made := value(model, name)) is not None}
    return found | given


def plant(model: type[Record], data: dict[str, Any], planted: set[str]) -> None:
    """Add a hidden record to each list, links to hidden records to each list of links, and a value to each field."""
    for name in model.model_fields:
        held = unwrap_type(field_type(model, name))
        below = record_type(field_type(model, name))
        if below and get_origin(held) is tuple:
            for item in data.get(name, []):
                plant(below, item, planted)
            if below.__name__ in MARKED:
                data[name] = [*data.get(name, []), record(below, audience="members")]
                planted.add(below.__name__)
        elif below and below.__name__ in MARKED and get_origin(held) is not tuple and name not in data:
            data[name] = record(below, audience="members")
            planted.add(below.__name__)
        elif below and isinstance(data.get(name), dict):
            plant(below, data[name], planted)
        elif (target := target_type(model, name)) in MARKED and (name in data or model is not RelativeDate):
            hidden, key = hidden_id(target), model.model_fields[name].alias or name
            data[key] = [*data.get(key, []), hidden] if get_origin(held) is tuple else hidden
    for audience, names in VISIBLE_FIELDS[model.__name__].items():
        for name in names.split() if audience == "members" else ():
            made = value(model, name)
            # Whom an action is to move is an organisation that is public; that it is to be moved is not.
            data[name] = ["cncc"] if made is None else made
            planted.add(f"{model.__name__}.{name}")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with hidden records and values everywhere. Tests must not change it."""
    made = put(small(tmp_path_factory.mktemp("audience") / "workspace"), MORE)
    settings = made / "cobtrack.yaml"
    settings.write_text(settings.read_text() + CRITERIA)
    planted: set[str] = set()
    for kind in KINDS:
        for path in [made / kind.path] if not kind.is_folder else sorted((made / kind.path).glob("*.yaml")):
            data = reader.read(path.read_text(encoding="utf-8"), path.name).data
            plant(kind.model, data, planted)
            path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    own = record(models()["Paragraph"], id=f"{hidden_id('Document')}:1")
    hidden = record(models()["Document"], audience="members", paragraphs=[own])
    put(made, {"data/recommendations/hidden.yaml": json.dumps(hidden)})
    put(made, {"data/rounds/hidden.yaml": json.dumps(record(models()["Round"], id=hidden_id("Round")))})
    planted |= {"Document", "Round"}
    not_public = {
        f"{model}.{name}" for model, names in VISIBLE_FIELDS.items() for name in names.get("members", "").split()
    }
    assert planted | {"Score.criterion", "Score.date", "Score.score", "Score.reason"} == not_public | MARKED
    loaded = load(made)
    assert [(one.message, one.place) for one in loaded.problems] == []
    return made


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Return the bytes of a file; of an archive, those of all its parts."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from ((f"{name}/{part}", archive.read(part)) for part in archive.namelist())


@cache
def outputs(root: Path, audience: str) -> dict[str, bytes]:
    """Every document and every export for an audience, by name."""
    out = root.parent / audience
    listed = root.parent / "list.docx"
    thematic_list(
        listed,
        [("121.1 Prohibit it (Freedonia);\nSource of Position: A/HRC/43/15 - Para 121", "Supported", "- Play\n", "")],
    )
    options = ["--audience", audience, "-C", str(root), "--as-of", DAY]
    exports = (
        "deadlines.ics",
        "matrix.xlsx",
        "impact-recommendations.csv",
        "impact-measures.csv",
        "impact-indicators.csv",
    )
    every = [part for name in ("html", "md", "docx") for part in ("--format", name)]
    subjects = (["summary-sheet", "--topic", "violence"], ["packet", "--actor", "cncc"], ["packet", "--twg", "twg-1"])
    commands = [["render", *document, *every, "-o", str(out)] for document in ([], *subjects)]
    commands += [["render", "site", "-o", str(out / "site")]]
    commands += [["export", name, "-o", str(out / name)] for name in exports]
    commands += [["export", "thematic-list.docx", "--into", str(listed), "-o", str(out / "thematic-list.docx")]]
    for command in commands:
        done = ask(root, *command, *options[:2], as_of=DAY)
        assert done.code == 0, (command, done.err)
    files = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    assert len(files) > 30
    return dict(part for name, data in files.items() for part in unpacked(name, data))


def holding(files: dict[str, bytes], *words: str) -> list[str]:
    """Return the files that contain any of the words."""
    return [name for name, data in files.items() if any(word.encode() in data.lower() for word in words)]


@pytest.mark.usefixtures("open_gate")
@pytest.mark.parametrize("audience", ["public", "committee"])
def test_records_for_members_are_in_no_other_document(root: Path, audience: str) -> None:
    files = outputs(root, audience)
    assert holding(files, WORD, NUMBER, ACTIVITY, ", addressed to ", "severity") == []
    assert b"Addressed to" not in files["impact-measures.csv"]


@pytest.mark.usefixtures("open_gate")
def test_members_see_everything(root: Path) -> None:
    files = outputs(root, "members")
    everything = b"".join(files.values()).decode(errors="replace")
    # Of a value no document shows more than the number.
    shown = {
        f"{model}.{name}"
        for model in MARKED | {"Score"}
        for name in models()[model].model_fields
        if f"{WORD} {model} {name}" in everything
    }
    assert {"Score.reason", "Paragraph.check", "Remark.text", "Activity.text", "Progress.note", "Action.title"} <= shown
    assert {name.partition(".")[0] for name in shown} == MARKED | {"Score"}
    assert NUMBER in everything
    assert ", addressed to " in everything
    assert b"Addressed to" in files["impact-measures.csv"]
    assert len(holding(files, WORD)) > 10


@pytest.mark.usefixtures("open_gate")
def test_a_link_to_a_hidden_record_breaks_nothing(root: Path) -> None:
    files = outputs(root, "public")
    page = files["site/document-crc-2031.html"].decode()
    assert "Prohibit it." in page
    assert "A decree." in page
    assert b"maintained by" not in files["roadmap.html"].lower()
    workspace = for_audience(load(root).workspace, "public")
    ids = set(workspace.by_id)
    assert not [one for activity in workspace.activities for one in activity.recommendations if one not in ids]


def test_a_field_for_members_can_be_left_out() -> None:
    for name, model in models().items():
        fields = VISIBLE_FIELDS[name].get("members", "").split() if "public" in VISIBLE_FIELDS[name] else []
        assert not [field for field in fields if model.model_fields[field].is_required()]


def test_every_private_kind_of_record_can_have_an_audience() -> None:
    assert set(TYPES_WITH_ID) - MARKED == {"Mechanism", "Procedure"}
    assert {"Remark", "Progress", "Assessment", "Evidence", "Measurement", "DeadlineFinding", "Section"} <= MARKED


def test_a_record_for_the_committee_is_not_public(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/roadmap.yaml", "    title: Debrief with the Committee\n",
            "    title: Debrief with the Committee\n    audience: committee\n")  # fmt: skip
    shown = {
        one: ask(root, "render", "roadmap.md", "--audience", one, "-o", "-").out
        for one in ("public", "committee", "members")
    }
    assert {one for one, text in shown.items() if "Debrief with the Committee" in text} == {"committee", "members"}


ADVOCACY = "actions:\n  - id: ban\n    title: Ask for a ban\n    kind: advocacy\n    addressed_to: [cncc]\n    audience: public\n"


def test_advocacy_that_is_marked_as_public_is_shown_without_whom_it_addresses(tmp_path: Path) -> None:
    text = site_pages(small(tmp_path, {"data/actions/a.yaml": ADVOCACY}))["actions.html"]
    assert "Ask for a ban" in text
    assert "addressed to" not in text


HANGING = """\
  - id: reply
    title: Reply to the list
    kind: list-of-issues-reply
    owner: state
    due: {before: crc-mid-term-review, months: 3}
    certainty: confirmed
    source: Us
"""


def test_a_date_relative_to_a_hidden_record_stays_and_is_tentative(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = root / "data/reports-due/crc.yaml"
    text = path.read_text().rstrip("\n") + "\n" + HANGING
    path.write_text(
        text.replace("  - id: crc-mid-term-review\n", "  - id: crc-mid-term-review\n    audience: members\n")
    )
    before = load(root).workspace.schedule.date_of("reply")
    workspace = for_audience(load(root).workspace, "public")
    assert "crc-mid-term-review" not in workspace.by_id
    reply = next(one for one in workspace.deadlines if one.id == "reply")
    assert (reply.due, reply.certainty) == (before, "tentative")
    assert before is not None


def test_a_record_that_everybody_may_see_is_unchanged(tmp_path: Path) -> None:
    workspace = load(SMALL).workspace
    shown = for_audience(workspace, "public")
    assert all(one is other for one, other in zip(workspace.paragraphs, shown.paragraphs, strict=True))
    assert for_audience(workspace, "members") is workspace


@pytest.mark.parametrize("audience", ["committee", "members"])
def test_a_document_that_is_not_public_says_so_at_the_top_and_has_its_own_folder(tmp_path: Path, audience: str) -> None:
    root = small(
        tmp_path, {"templates/own.md.j2": "# Own\n", "templates/page.html.j2": "<html><body><h1>P</h1></body></html>"}
    )
    assert ask(root, "render").code == 0
    before = {path: path.read_bytes() for path in (root / "build").iterdir()}
    assert ask(root, "render", "--audience", audience).code == 0
    assert {path: path.read_bytes() for path in (root / "build").iterdir() if path.is_file()} == before
    made = list((root / "build" / audience).iterdir())
    assert len(made) == len(before)
    note = {"members": "For members only.", "committee": "For the Committee only."}[audience]
    for path in made:
        text = path.read_text()
        assert text.count(note) == 1, path
        assert text.index(note) < text.index("<h1" if path.suffix == ".html" else "# "), path
    assert not any(note.encode() in data for data in before.values())


def test_the_marker_names_the_audience_and_is_covered_by_the_checksum(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "roadmap", "--audience", "members").code == 0
    path = root / "build/members/roadmap.md"
    assert fingerprint.read_fingerprint(path.read_bytes()) == fingerprint.Fingerprint(
        "2026-02-01", "members", is_edited=False
    )
    assert ask(root, "render", "roadmap", "--audience", "members", "--check").code == 0
    path.write_text(path.read_text().replace("as-of 2026-02-01 members", "as-of 2026-02-01"))
    found = fingerprint.read_fingerprint(path.read_bytes())
    assert found is not None
    assert found.is_edited


def test_a_document_for_another_audience_is_not_overwritten(tmp_path: Path) -> None:
    root = small(tmp_path)
    out = ["-o", str(tmp_path / "out")]
    assert ask(root, "render", "roadmap", "--audience", "members", *out).code == 0
    done = ask(root, "render", "roadmap", *out)
    assert done.code == 2
    assert "made for another audience: " in done.err
    assert ask(root, "render", "roadmap", "--force", *out).code == 0


def test_an_export_for_members_has_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path / "workspace")
    monkeypatch.chdir(tmp_path)
    for options in ([], ["--audience", "members"]):
        assert ask(root, "export", "deadlines.ics", *options).code == 0
    assert "for members only" in (tmp_path / "members/deadlines.ics").read_text()
    assert "for members only" not in (tmp_path / "deadlines.ics").read_text()


def test_the_list_shows_which_audience_sees_what(tmp_path: Path) -> None:
    out = ask(small(tmp_path), "render", "--list").out
    for said in (
        "Paragraph: scores, check",
        "Action: addressed_to",
        "everything with audience: committee",
        "Action: advocacy",
    ):
        assert said in out, said


SCORED = "    scores: [{criterion: severity, score: 2, reason: Many children.}]\n    text: The Committee"


def test_a_public_matrix_has_no_scores_and_importing_it_removes_none(tmp_path: Path) -> None:
    root = small(tmp_path / "workspace")
    (root / "cobtrack.yaml").write_text((root / "cobtrack.yaml").read_text() + CRITERIA)
    replace(root, "data/recommendations/crc-2022.yaml", "    text: The Committee", SCORED)
    before = (root / "data/recommendations/crc-2022.yaml").read_bytes()
    path = tmp_path / "matrix.xlsx"
    assert ask(root, "export", "matrix.xlsx", "-o", str(path)).code == 0
    assert not any(b"Severity" in data or b"Many children" in data for _, data in unpacked("m", path.read_bytes()))
    assert read_matrix(path).changes == ()
    done = ask(root, "import", str(path), "--write")
    assert done.code == 0, done.err
    assert (root / "data/recommendations/crc-2022.yaml").read_bytes() == before
    other = tmp_path / "members.xlsx"
    assert ask(root, "export", "matrix.xlsx", "--audience", "members", "-o", str(other)).code == 0
    assert any(b"Many children" in data for _, data in unpacked("m", other.read_bytes()))


def test_init_says_that_an_audience_does_not_filter_git(tmp_path: Path) -> None:
    done = run("init", str(tmp_path / "new"), "--state", "KEN", "--state-name", "Kenya")
    assert "--audience filters only documents" in done.err
