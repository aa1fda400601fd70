"""`cobtrack add`: a record of any kind, at its place, with an id that was never used."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cobtrack.editing.records.places import MODELS
from cobtrack.model.record import kind_word
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, ask, bare, on_terminal, replace, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
ACTORS = "data/actors.yaml"
STEP = "{id: first, title: First, kind: review, owner: un}"
EVERY_KIND = {
    "activity": ["--in", "2.6", "text=Meet", "timeframe=2026"],
    "actor": ["name=Ministry of Justice", "kind=ministry"],
    "deadline": ["--in", "crc", "title=Review", "kind=review", "owner=un"],
    "document": ["title=Recommendations of 2029", "mechanism=upr"],
    "paragraph": ["id=crc-2022:99", "kind=recommendation", "summary=Something"],
    "mechanism": ["name=Committee on Migrant Workers", "acronym=CMW", "kind=treaty-body"],
    "procedure": ["title=Special", "mechanism=crc", f"steps+={STEP}"],
    "resource": ["kind=law", "title=A law"],
    "indicator": ["title=Births registered", "type=outcome"],
    "initiative": ["title=A campaign"],
    "action": ["title=Write a letter", "kind=action"],
    "discussion": ["title=A meeting", "date=2026-01", "organized_by=Us", "purpose=To meet", "attended_by=All"],
    "measure": ["title=A circular", "kind=circular", "issued_by=The ministry"],
    "submission": ["title=Our report", "to=crc"],
    "data-source": ["title=Register"],
    "consultation": ["title=Pupils", "date=2026-01"],
    "round": ["id=2026-01", "title=Reports", "opened=2026-01-05", "until=2026-02-15"],
    "budget-line": ["title=Training", "owner=state", "year=2026", "currency=USD", "planned=1200"],
    "pillar": ["title=Monitoring"],
    "category": ["--in", "2", "title=Data"],
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


def contents(root: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in snapshot(root).items() if "." in name}


def added(root: Path, *arguments: str) -> tuple[str, str]:
    """Add a record, after checking that only lines were added to one file. Return the file and these lines."""
    before = contents(root)
    done = ask(root, "add", *arguments)
    assert (done.code, done.out) == (0, ""), done.err
    after = contents(root)
    (name,) = [name for name in after if after[name] != before.get(name)]
    old, new = before.get(name, b"").decode(), after[name].decode()
    start = next((index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    start = new.rfind("\n", 0, start) + 1
    rest = old[start:]
    assert new.endswith(rest)
    return name, new[start : len(new) - len(rest)]


def refused(root: Path, *arguments: str) -> str:
    """Return the messages of a refused command, after checking that it wrote nothing."""
    before = contents(root)
    done = ask(root, "add", *arguments)
    assert (done.code, done.out, contents(root)) == (2, "", before)
    return done.err


def test_every_kind_of_record_is_tried_here() -> None:
    assert set(EVERY_KIND) == {kind_word(name).replace(" ", "-") for name in MODELS}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_record_of_every_kind_is_added_and_undone(root: Path, kind: str) -> None:
    before = contents(root)
    ids = set(load(root).workspace.by_id)
    added(root, kind, *EVERY_KIND[kind])
    assert ask(root, "validate", "-q").code == 0
    workspace = load(root).workspace
    kinds = {kind_word(name).replace(" ", "-") for name in TYPES_WITH_ID}
    new_kinds = [kind_word(type(workspace.by_id[new])).replace(" ", "-") for new in set(workspace.by_id) - ids]
    assert new_kinds == ([kind] if kind in kinds else [])
    assert run("undo", "-C", str(root)).code == 0
    assert contents(root) == before


@pytest.mark.parametrize(
    ("word", "kind"),
    [("actors", "actor"), ("Categories", "category"), ("MEASURE", "measure"), ("data_sources", "data-source")],
)
def test_kinds_are_named_in_the_singular_or_plural(root: Path, word: str, kind: str) -> None:
    assert ask(root, "add", word, *EVERY_KIND[kind]).code == 0


def test_an_unknown_kind_gets_a_suggestion(root: Path) -> None:
    assert "hint: did you mean activity?\n" in refused(root, "activty")
    assert "hint: there are action, activity, actor, budget-line, category" in refused(root, "xyz")


def test_an_activity_gets_the_next_number_of_its_pillar_and_comes_last_in_its_category(root: Path) -> None:
    name, text = added(root, "activity", "--in", "2.6", "text=Meet: [the ministry](#cncc)", "timeframe=May 2026")
    last = max((one.id for one in load(root).workspace.activities if one.id.startswith("2.")), key=len)
    assert name == PILLAR
    assert text.strip("\n").splitlines() == [
        f'      - id: "{last}"', '        text: "Meet: [the ministry](#cncc)"', "        timeframe: 2026-05",
    ]  # fmt: skip


def test_removed_and_former_ids_are_left_out(root: Path) -> None:
    replace(root, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        formerly: ["2.70"]\n')
    added(root, "activity", *EVERY_KIND["activity"])
    assert "2.71" in load(root).workspace.by_id


def test_values_are_written_as_in_set(root: Path) -> None:
    _, lines = added(
        root, "activity", "--in", "2.6", "text=Meet[^who]", "timeframe=2026", "notes.who=All", "responsible=cncc,CRC-Cambodia",
        "points+=First", "points+=Second",
    )  # fmt: skip
    assert "points:\n          - First\n          - Second\n        notes:\n          who: All\n" in lines
    assert "responsible:\n          - cncc\n          - crc-cambodia\n" in lines


@pytest.mark.parametrize(
    ("kind", "fields", "identifier"),
    [
        ("actor", ["acronym=MoJ", "name=Ministry of Justice", "kind=ministry"], "moj"),
        ("actor", ["name.km=ក្រសួង", "name.en=Ministry", "kind=ministry"], "ministry"),
        ("deadline", ["--in", "crc", "title=A", "kind=pre-session", "owner=un"], "crc-pre-session"),
        ("document", ["title=A", "mechanism=upr", "issued=2029-05-01"], "upr-2029"),
        ("discussion", EVERY_KIND["discussion"], "discussion-3"),
        ("measure", EVERY_KIND["measure"], "a-circular"),
    ],
)
def test_an_id_is_made_from_the_place_or_the_words(root: Path, kind: str, fields: list[str], identifier: str) -> None:
    extra = "  - {id: discussion-1, title: A, date: 2022, organized_by: x, purpose: x, attended_by: x, source: x}\n"
    roadmap = root / "data/roadmap.yaml"
    roadmap.write_text(roadmap.read_text().replace("discussions:\n", f"discussions:\n{extra}"))
    ids = set(load(root).workspace.by_id)
    added(root, kind, *fields)
    assert set(load(root).workspace.by_id) - ids == {identifier}


def test_an_id_that_cannot_be_made_has_to_be_given(root: Path) -> None:
    told = refused(root, "measure", "title=សារាចរ", "kind=circular", "issued_by=x")
    assert "error: id is missing: The name by which other records refer to this record." in told
    assert ask(root, "add", "measure", "title=សារាចរ", "kind=circular", "issued_by=x", "id=circular-7").code == 0


@pytest.mark.parametrize(
    ("identifier", "message"),
    [
        ("2.6", "error: 2.6 is in use: cobtrack show 2.6\nhint: leave out id="),
        ("2.70", "error: 2.70 was used before, and no id is used again: 2.70 is now 2.6\n"),
        ("2", '"2" is not the id of an activity'),
        ("3.60", "3.60 is in the file of pillar 2"),
    ],
)
def test_an_id_that_is_used_or_malformed_is_refused(root: Path, identifier: str, message: str) -> None:
    replace(root, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        formerly: ["2.70"]\n')
    assert message in refused(root, "activity", f"id={identifier}", *EVERY_KIND["activity"])


def test_a_paragraph_goes_to_its_document_at_its_number(root: Path) -> None:
    name, _ = added(root, "recommendation", "id=crc-2022:41", "summary=Before 42")
    ids = [paragraph.id for paragraph in load(root).workspace.paragraphs if paragraph.document == "crc-2022"]
    assert (name, ids.index("crc-2022:41") + 1) == ("data/recommendations/crc-2022.yaml", ids.index("crc-2022:42"))
    assert load(root).workspace.by_id["crc-2022:41"].kind == "recommendation"  # type: ignore[union-attr]


def test_all_that_is_missing_is_said_at_once(root: Path) -> None:
    told = refused(root, "deadline", "due=2029")
    assert [line.partition(":")[0] + line.partition(":")[2].partition(":")[0] for line in told.splitlines()] == [
        "error --in is missing", "error title is missing", "error kind is missing", "error owner is missing",
        "error nothing was written", "hint add to the command",
    ]  # fmt: skip
    assert "hint: add to the command: --in … title=… kind=… owner=…\n" in told


def test_all_that_is_wrong_is_said_at_once(root: Path) -> None:
    told = refused(root, "actor", "kind=minstry", "colour=red", "part_of+=cncc")
    assert 'error: "kind" cannot be "minstry"; did you mean "ministry"?\n' in told
    assert 'error: unknown field "colour"; ' in told
    assert 'error: "part_of" is not a list; write part_of=cncc\n' in told
    assert "error: id is missing: " in told


def test_links_to_unknown_records_are_refused(root: Path) -> None:
    assert 'no actor has the id "cncx"' in refused(root, "activity", *EVERY_KIND["activity"], "responsible=cncx")


def test_personal_data_is_refused(root: Path) -> None:
    assert "an e-mail address" in refused(root, "activity", "--in", "2.6", "text=Ask sok@example.org", "timeframe=2026")


NINE = """\
pillar: 9
title: Nine
categories:
  - title: Data and research
    activities:
      - {id: "9.1", text: Count, timeframe: 2026}
"""


@pytest.mark.parametrize("place", ["9.1", "data and research", "DATA", "9: dat", "9", "pillar-9", "9-nine"])
def test_a_place_is_a_category_a_pillar_a_file_or_a_neighbour(root: Path, place: str) -> None:
    (root / "data/pillars/9-nine.yaml").write_text(NINE)
    added(root, "activity", "--in", place, "text=Ask", "timeframe=2026")
    assert load(root).workspace.activity_index["9.2"][1].title == "Data and research"


def test_a_place_that_can_mean_several_categories_is_not_guessed(root: Path) -> None:
    told = refused(root, "activity", "--in", "2", "text=Ask", "timeframe=2026")
    assert "It is one of “2: Reviews” or “2: Submissions”.\n" in told


def test_an_unknown_place_gets_a_list(root: Path) -> None:
    told = refused(root, "deadline", "--in", "cmw", "title=A", "kind=review", "owner=un")
    assert 'error: there is no place "cmw" for a deadline\nhint: ' in told


def test_a_file_that_does_not_exist_is_made_with_its_schema(root: Path) -> None:
    name, lines = added(root, "action", *EVERY_KIND["action"])
    assert name == "data/actions/actions.yaml"
    assert lines == (
        "# yaml-language-server: $schema=../../schema/actions.json\n"
        "actions:\n  - id: write-a-letter\n    title: Write a letter\n    kind: action\n"
    )
    assert added(root, "action", "--in", "data/actions/Plan 2027.yaml", "title=Another", "kind=action")[0] == (
        "data/actions/plan-2027.yaml"
    )
    assert "--in is missing" in refused(root, "action", "title=A third", "kind=action")


def test_a_file_with_nothing_but_comments_keeps_them(root: Path) -> None:
    (root / ACTORS).write_text("# Who takes part\n")
    for file in (root / "data").rglob("*.yaml"):
        if file != root / ACTORS:
            file.unlink()
    ask(root, "add", "actor", *EVERY_KIND["actor"])
    assert (root / ACTORS).read_text() == (
        "# Who takes part\nactors:\n  - id: ministry-of-justice\n    name: Ministry of Justice\n    kind: ministry\n"
    )


def test_a_whole_roadmap_can_be_begun_in_an_empty_workspace(tmp_path: Path) -> None:
    root = bare(tmp_path)
    assert "hint: add a pillar first: cobtrack add pillar\n" in refused(root, "activity", "text=Meet", "timeframe=2026")
    ask(root, "add", "pillar", "title=Coordination")
    assert (root / "data/pillars/1-coordination.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schema/pillar.json\npillar: 1\ntitle: Coordination\ncategories: []\n"
    )
    ask(root, "add", "category", "title=Meetings")
    ask(root, "add", "activity", "text=Meet", "timeframe=2026")
    ask(root, "add", "activity", "text=Meet again", "timeframe=2027")
    assert [activity.id for activity in load(root).workspace.activities] == ["1.1", "1.2"]


def test_fields_are_copied_from_a_similar_record_without_its_log(root: Path) -> None:
    ask(root, "log", "2.6", "-s", "in-progress", "-m", "Begun.")
    old = load(root).workspace.by_id["2.6"]
    name, _ = added(root, "activity", "--like", "2.6", "text=Hold the second review")
    new = load(root).workspace.activities[-1] if name != PILLAR else max(
        (one for one in load(root).workspace.activities if one.id.startswith("2.")), key=lambda one: int(one.id[2:])
    )  # fmt: skip
    assert (new.text, new.progress, new.timeframe, new.recommendations) == (
        "Hold the second review", (), old.timeframe, old.recommendations,  # type: ignore[union-attr]
    )  # fmt: skip


def test_a_step_of_a_procedure_is_not_copied_because_it_has_only_one_deadline(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    shutil.copy(REPOSITORY / "cobtrack.yaml", tmp_path)
    assert ask(tmp_path, "add", "deadline", "--like", "crc-state-report", "id=crc-later-report").code == 0
    assert load(tmp_path).workspace.by_id["crc-later-report"].step is None  # type: ignore[union-attr]


def test_footnotes_are_not_copied(root: Path) -> None:
    replace(root, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        notes: {who: All}\n        points: ["A[^who] b"]\n')
    ask(root, "add", "activity", "--like", "2.6", "text=New")
    assert [one.points for one in load(root).workspace.activities if one.text == "New"] == [("A b",)]


def test_a_record_with_a_file_of_its_own_has_no_other_place(root: Path) -> None:
    assert "error: a mechanism gets a file of its own\n" in refused(
        root, "mechanism", "--in", "x", "kind=upr", "name=A"
    )


def test_a_file_name_that_is_taken_gets_a_number(root: Path) -> None:
    (root / "data/reports-due/cmw.yaml").write_text("# Nothing\n")
    assert added(root, "mechanism", *EVERY_KIND["mechanism"])[0] == "data/reports-due/cmw-2.yaml"


def test_a_dry_run_shows_the_record_and_writes_nothing(root: Path) -> None:
    before = contents(root)
    done = ask(root, "add", "measure", *EVERY_KIND["measure"], "-n")
    assert (done.code, contents(root)) == (0, before)
    assert "+  - id: a-circular\n+    title: A circular\n" in done.out
    assert done.err.startswith("The measure a-circular is added to data/measures/measures.yaml: A circular\n")


def test_on_a_terminal_what_is_missing_is_asked_for(root: Path) -> None:
    typed = "cmw\ncrc\nNext review\nreview\nun\n"
    screen = on_terminal("add", "deadline", "due=2029", "-C", str(root), "--as-of", "2026-02-01", typed=typed)
    assert screen.code == 0
    assert 'there is no place "cmw" for a deadline' in screen.text
    deadline = load(root).workspace.by_id["crc-review"]
    assert (deadline.title, deadline.owner, str(deadline.due)) == ("Next review", "un", "2029")  # type: ignore[union-attr]


def test_an_id_that_does_not_exist_is_asked_again_and_only_ids_of_the_right_kind_are_proposed(root: Path) -> None:
    arguments = ("add", "submission", "title=Input", "-C", str(root), "--as-of", "2026-02-01")
    screen = on_terminal(*arguments, typed="cncc\ncrc\n", columns=200)
    assert screen.code == 0
    assert 'error: no mechanism has the id "cncc"\nhint: did you mean crc' in screen.text


def test_answers_are_not_lost_if_the_record_is_refused(root: Path) -> None:
    arguments = ("add", "measure", "kind=circular", "issued_by=x", "source=Ask sok@example.org")
    screen = on_terminal(*arguments, "-C", str(root), "--as-of", "2026-02-01", typed="A circular\n", columns=200)
    assert screen.code == 2
    command = "cobtrack add measure kind=circular issued_by=x 'source=Ask sok@example.org' 'title=A circular'"
    assert f"note: your answers as a command: {command}\n" in screen.text


def test_a_paragraph_that_was_removed_can_be_entered_again(root: Path) -> None:
    ask(root, "add", *("paragraph", *EVERY_KIND["paragraph"]))
    ask(root, "remove", "crc-2022:99", "--why", "Mistyped")
    assert ask(root, "add", *("paragraph", *EVERY_KIND["paragraph"])).code == 0
    assert ask(root, "validate", "-q").code == 0


def test_fields_can_be_copied_from_a_record_of_another_kind(root: Path) -> None:
    ask(root, "add", "action", "--like", "1.1", "title=Ask the ministry", "kind=action")
    action, activity = load(root).workspace.by_id["ask-the-ministry"], load(root).workspace.by_id["1.1"]
    assert (action.timeframe, action.recommendations) == (activity.timeframe, activity.recommendations)  # type: ignore[union-attr]


# Names of new files


def new_mechanism(root: Path, identifier: str) -> str:
    """Add a mechanism with this id, and return the name of its new file."""
    before = contents(root)
    done = ask(root, "add", "mechanism", f"id={identifier}", "name=X", "kind=treaty-body")
    assert done.code == 0, done.err
    (file,) = contents(root).keys() - before.keys()
    return file


@pytest.mark.parametrize("identifier", ["con", "nul", "com1", "lpt9"])
def test_no_file_has_a_name_that_windows_cannot_have(root: Path, identifier: str) -> None:
    assert new_mechanism(root, identifier) == f"data/reports-due/{identifier}-file.yaml"


def test_a_file_of_several_records_is_not_named_after_a_device_either(root: Path) -> None:
    assert added(root, "resource", "--in", "con", "kind=law", "title=A law")[0] == "data/resources/con-file.yaml"


def test_a_long_id_gives_a_short_name(root: Path) -> None:
    assert new_mechanism(root, "a" * 300) == f"data/reports-due/{'a' * 100}.yaml"


def test_a_name_that_differs_only_in_capital_letters_is_in_use(root: Path) -> None:
    (root / "data/reports-due/CMW.yaml").write_text("# Nothing yet\n")
    assert new_mechanism(root, "cmw") == "data/reports-due/cmw-2.yaml"
