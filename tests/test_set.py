"""`cobtrack set`: any field of any record, in its place; what changes is said, and every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, replace, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
CRC = "data/reports-due/crc.yaml"
DOCUMENT = "data/recommendations/crc-2022.yaml"
ACTORS = "data/actors.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def changed(root: Path, *arguments: str) -> list[str]:
    """Run `set`, and return the removed and the added lines."""
    before = {name: data.decode().splitlines() for name, (data, _) in snapshot(root).items()}
    done = ask(root, "set", *arguments)
    assert (done.code, done.out) == (0, ""), done.err
    lines = []
    for name, (data, _) in snapshot(root).items():
        old, new = before[name], data.decode().splitlines()
        while old and new and old[0] == new[0]:
            old, new = old[1:], new[1:]
        while old and new and old[-1] == new[-1]:
            old, new = old[:-1], new[:-1]
        lines += [f"-{line}" for line in old] + [f"+{line}" for line in new]
    return lines


def told(root: Path, *arguments: str) -> str:
    """Run `set` without writing, and return what it says."""
    done = ask(root, "set", *arguments, "--dry-run")
    assert done.code == 0, done.err
    return done.err


def refused(root: Path, *arguments: str) -> str:
    """Run `set`, which must fail and change nothing, and return what it says."""
    before = snapshot(root)
    done = ask(root, "set", *arguments)
    assert (done.code, done.out) == (2, "")
    assert snapshot(root) == before
    return done.err


# Values


@pytest.mark.parametrize(
    ("record", "fields", "lines"),
    [
        # A text stays as it is typed, with quotes where YAML needs them.
        ("2.9", ["text=Yes: no # maybe"], ["-        text: Hand in the stakeholders' report",
                                           '+        text: "Yes: no # maybe"']),
        ("2.9", ["text=2.10"], ["-        text: Hand in the stakeholders' report", '+        text: "2.10"']),
        ("crc", ["acronym=CRC-1"], ["-acronym: CRC", "+acronym: CRC-1"]),
        # Numbers, true and false.
        ("crc-2022:1", ["urgent=true"], ["+    urgent: true"]),
        ("crc-2022:42", ["urgent=false"], ["-    urgent: true", "+    urgent: false"]),
        ("crc-2022:1", ["action_category=4"], ["+    action_category: 4"]),
        # Dates in words, also within a record.
        ("crc-state-report", ["due=the first half of 2028", "--correction"], None),
        ("crc-state-report", ["due=first half of 2028", "--correction"], ["-    due: 2027-11", "+    due: 2028-40"]),
        ("crc-2022", ["issued=27 June 2022"], None),
        ("crc-2022", ["considered=May 2022"], ["+considered: 2022-05"]),
        ("crc-children-report", ["due=3 months after crc-state-report", "--correction"],
         ["-    due: 2028?", "+    due: {after: crc-state-report, months: 3}"]),
        ("crc-children-report", ["lead=9 months"], ["+    lead: {months: 9}"]),
        ("2.9", ["progress+={date: 20 November 2025, status: done, note: 5}"],
         ["+        progress:", "+          - date: 2025-11-20", "+            status: done", '+            note: "5"']),
        # Lists: in brackets, separated by commas, and item by item.
        ("2.9", ["responsible=[cncc, twg-1]"], ["-        responsible: [crc-cambodia]",
                                                "+        responsible: [cncc, twg-1]"]),
        ("2.9", ["responsible=cncc,twg-1"], ["-        responsible: [crc-cambodia]",
                                             "+        responsible: [cncc, twg-1]"]),
        ("2.9", ["responsible+=cncc", "responsible+=twg-1", "responsible-=crc-cambodia"],
         ["-        responsible: [crc-cambodia]", "+        responsible: [cncc, twg-1]"]),
        ("2.10", ["after+=2.6, 2.9"], ['+        after:', '+          - "2.6"', '+          - "2.9"']),
        ("2.10", ["after=[2.6]"], ['+        after:', '+          - "2.6"']),
        ("2.9", ["points+=One, with a comma", "points+=Two"], ["+        points:", '+          - One, with a comma',
                                                               "+          - Two"]),
        ("crc-2022", ["not_seen+=60-"], ["-not_seen: [2-41]", "+not_seen: [2-41, 60-]"]),
        # One source is a text, several are a list.
        ("crc", ["source+=[A page](https://example.org)"],
         ["-source: Roadmap (2022-2027), version 1, section I", "+source:",
          "+  - Roadmap (2022-2027), version 1, section I", '+  - "[A page](https://example.org)"']),
        ("2.6", ["progress.last.evidence=[A page](https://example.org)"],
         ["-            evidence: https://example.org/review",
          '+            evidence: "[A page](https://example.org)"']),
        # Footnotes, and other texts by name.
        ("2.9", ["notes.why=Because"], ["+        notes:", "+          why: Because"]),
        ("settings", ["clusters.violence=Violence"], ["-  violence: Violence against children",
                                                      "+  violence: Violence"]),
        # Records that have no id.
        ("settings", ["languages+=fr"], ["-languages: [en, km]", "+languages: [en, km, fr]"]),
        ("pillar-2", ["overview.1=Reviews", "categories.2.title=Papers"], None),
        ("roadmap", ["subtitle="], ["-subtitle: A small one, for the tests"]),
        ("roadmap", ["sections.1.title=Start"], None),
        # Acronyms and the UN's citations name records here too.
        ("2.9", ["responsible+=CNCC"], ["-        responsible: [crc-cambodia]",
                                        "+        responsible: [crc-cambodia, cncc]"]),
        ("2.9", ["recommendations+=crc-2022:42 (a)"], ["+        recommendations:", "+          - crc-2022:42a"]),
    ],
)  # fmt: skip
def test_a_value_is_written_as_its_field_needs_it(
    root: Path, record: str, fields: list[str], lines: list[str] | None
) -> None:
    if lines is None:
        ask(root, "set", record, *fields)
    else:
        assert changed(root, record, *fields) == lines
    assert ask(root, "validate").code == 0


def test_a_text_gets_a_second_language(root: Path) -> None:
    assert changed(root, "twg-1", "name.km=ក្រុម") == [
        "-    name: Working group on violence", "+    name:", "+      en: Working group on violence", "+      km: ក្រុម",
    ]  # fmt: skip
    assert changed(root, "twg-2", "name.en=Group", "name.km=ក្រុម") == [
        "+    name:", "+      en: Group", "+      km: ក្រុម",
    ]  # fmt: skip


def test_a_text_in_one_language_stays_without_a_language(root: Path) -> None:
    assert changed(root, "twg-1", "name.en=Group") == ["-    name: Working group on violence", "+    name: Group"]


def test_a_text_does_not_replace_a_translation_by_accident(root: Path) -> None:
    error = refused(root, "cncc", "name=Council")
    assert '"name" of cncc names the language of each text: en, km' in error
    assert "hint: write name.en=… or name.km=…" in error


def test_a_text_does_not_replace_the_only_text_in_another_language(root: Path) -> None:
    ask(root, "set", "twg-2", "name.km=ក្រុម")
    assert "hint: write name.en=… or name.km=…" in refused(root, "twg-2", "name=Group")


def test_an_empty_list_is_the_same_as_no_list(root: Path) -> None:
    assert changed(root, "2.7", "recommendations=[]") == []


@pytest.mark.parametrize(("field", "hint"), [("notes", "notes.NAME=x"), ("starts", "starts.NAME=x")])
def test_a_part_of_a_record_is_added_with_its_name(root: Path, field: str, hint: str) -> None:
    assert f"hint: write {hint}" in refused(root, "2.7", f"{field}+=x")


def test_a_date_relative_to_no_deadline_is_refused_as_it_was_typed(root: Path) -> None:
    error = refused(root, "crc-state-report", "due=3 months after 2.7", "--why", "Later.")
    assert '"due" cannot be "3 months after 2.7"' in error


def test_an_empty_record_is_refused_like_any_other_without_its_fields(root: Path) -> None:
    assert '2.6: "date" is missing' in refused(root, "2.6", "progress.1={}")


def test_a_field_of_other_records_is_not_explained_by_the_earlier_values(root: Path) -> None:
    assert "hint: the fields here are id, " in refused(root, "2.7", "title=Review")


def test_an_error_names_its_record_once(root: Path) -> None:
    message = refused(root, "2.7", "timeframe=2040", "--why", "Later.")
    assert "2-government.yaml: 2.7 (2040) is outside" in message
    assert "cobtrack postpone 2.7 --to DATE" in message


def test_an_error_in_another_file_names_its_record(root: Path) -> None:
    ask(root, "set", "crc-2022:42", "cluster=violence")
    error = refused(root, "settings", "clusters.violence=")
    assert f'{DOCUMENT}: crc-2022:42: no cluster has the id "violence"' in error


def test_a_new_field_is_inserted_in_the_usual_order(root: Path) -> None:
    ask(root, "set", "crc-2022:42", "certainty=confirmed", "position=noted", "section=Part", "cluster=")
    text = (root / DOCUMENT).read_text()
    record = text.partition("  - id: crc-2022:42\n")[2].partition("  - id:")[0]
    assert [line.split(":")[0].strip() for line in record.splitlines()] == [
        "kind", "section", "heading", "urgent", "text", "position", "certainty",
    ]  # fmt: skip


def test_entries_of_a_log_stay_in_order(root: Path) -> None:
    ask(root, "set", "2.6", "progress+={date: 2024-12-01, status: in-progress}")
    ask(root, "set", "2.6", "progress+={date: 2025-12-31, status: done}")
    text = (root / PILLAR).read_text()
    assert text.index("2024-12-01") < text.index("2025-12-10") < text.index("2025-12-31")


def test_a_wrong_entry_of_a_log_is_corrected_and_removed(root: Path) -> None:
    assert changed(root, "2.6", "progress.last.note=Two reviews were held.") == [
        "-            note: The third review was held.", "+            note: Two reviews were held.",
    ]  # fmt: skip
    assert changed(root, "2.6", "progress.1.evidence=") == ["-            evidence: https://example.org/review"]
    assert "-        progress:" in changed(root, "2.6", "progress-=last")


@pytest.mark.parametrize("fields", [["responsible-=crc-cambodia", "responsible-=cncc"], ["responsible="]])
def test_a_list_without_items_is_removed(root: Path, fields: list[str]) -> None:
    assert changed(root, "2.6", *fields) == ["-        responsible: [crc-cambodia, cncc]"]


def test_comments_and_everything_else_stay(root: Path) -> None:
    replace(root, PILLAR, "timeframe: 2023\n", "timeframe: 2023   # as planned\n        # Nothing else.\n")
    assert changed(root, "2.9", "timeframe=2023-06", "--correction") == [
        "-        timeframe: 2023   # as planned", "+        timeframe: 2023-06   # as planned",
    ]  # fmt: skip


def test_windows_line_ends_stay(root: Path) -> None:
    path = root / PILLAR
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ask(root, "set", "2.9", "notes.why=Because", "points+=One").code == 0
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


def test_a_step_of_a_procedure_becomes_a_deadline_of_its_own(root: Path) -> None:
    replace(root, CRC, "id: crc\n", "id: crc\nprocedures: [crc-simplified]\n")
    assert changed(root, "crc-pre-session", "due=February 2028", "certainty=confirmed") == [
        "+  - id: crc-pre-session", "+    title: Pre-session", "+    kind: pre-session", "+    owner: un",
        "+    due: 2028-02", "+    step: pre-session", "+    certainty: confirmed",
    ]  # fmt: skip
    assert ask(root, "validate").code == 0


def test_nothing_is_written_if_the_record_has_the_value_already(root: Path) -> None:
    replace(root, PILLAR, "timeframe: 2023\n", 'timeframe: "2023"\n')
    before = snapshot(root)
    done = ask(root, "set", "2.9", "timeframe=2023", "responsible+=crc-cambodia", "points=")
    assert (done.code, "Unchanged: 2.9 already has these values" in done.err) == (0, True)
    assert "Unchanged: crc-2022:1 already has this value" in ask(root, "set", "crc-2022:1", "urgent=false").err
    assert snapshot(root) == before


def test_undo_gives_the_bytes_back(root: Path) -> None:
    before = {name: data for name, (data, _) in snapshot(root).items()}
    assert changed(root, "2.9", "points+=One", "responsible+=cncc")
    assert "set 2.9 points+=One responsible+=cncc" in run("undo", "--list", "--root", str(root)).out
    assert run("undo", "--root", str(root)).code == 0
    assert {name: data for name, (data, _) in snapshot(root).items()} == before


# What is said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2.9", "timeframe=2023-06", "--correction"], "2.9 timeframe: 2023 -> 2023-06"),
        (["2.9", "points+=One"], "2.9 points: added One"),
        (["2.6", "responsible-=CNCC"], "2.6 responsible: removed cncc"),
        (["2.6", "responsible="], "2.6 responsible: removed [crc-cambodia, cncc]"),
        (["crc-2022:1", "urgent=true"], "crc-2022:1 urgent: true"),
        (
            [
                "2.6",
                (
                    "text=Support the government to conduct a yearly review of the implementation of the Concluding "
                    "Observations, as a systematic and sustainable form of follow-up leading up to the next cycle"
                ),
            ],
            "2.6 text: “a yearly” instead of “an annual”",
        ),
        (["roadmap", "title=Plan", "--correction"], "roadmap title: Roadmap (2022-2027) -> Plan"),
    ],
)
def test_each_change_is_a_sentence(root: Path, arguments: list[str], sentence: str) -> None:
    assert sentence in told(root, *arguments).splitlines()


def test_the_heading_shows_whether_the_id_was_mistyped(root: Path) -> None:
    assert told(root, "2.9", "points+=One").startswith("2.9  Hand in the stakeholders' report\n")


def test_a_dry_run_shows_the_difference_and_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "set", "2.9", "points+=One", "-n")
    assert "+        points:\n+          - One\n" in done.out
    assert done.err.endswith("Nothing written (--dry-run).\n")
    assert snapshot(root) == before


# What cannot be set


@pytest.mark.parametrize(
    ("record", "fields", "messages"),
    [
        ("2.6", ["timefrane=2024"], ['2.6: unknown field "timefrane"', 'did you mean "timeframe"?']),
        ("2.6", ["nothing=2024"], ['unknown field "nothing"', "the fields here are id, formerly, text, points"]),
        ("2.6", ["nothing.at.all+=2024"], ['unknown field "nothing"']),
        ("2.6", ["status=done"], ['"status" is a field of the entries below "progress"', "progress.last.status=…",
                                  "to add an entry, use cobtrack log"]),
        ("crc-2022:42", ["level=partly"], ["assessments.last.level=…"]),
        ("2.6", ["progress.last.state=done"], ['unknown field "state"', 'did you mean "status"?']),
        ("2.6", ["progress.last.status=finished"], ['"status" cannot be "finished"', "one of planned, in-progress"]),
        ("2.6", ["timeframe=soon", "--correction"], ['"timeframe" cannot be "soon"', "write 2026, 2026-05"]),
        ("2.6", ["timeframe="], ['"timeframe" is missing']),
        ("2.6", ["text= "], ['"text" is empty']),
        ("2.6", ["responsible+=cnc"], ['no actor has the id "cnc"', "cncc"]),
        ("2.6", ["responsible+=crc-2022:1"], ['"crc-2022:1"']),
        ("2.6", ["responsible-=twg-1"], ['"responsible" of 2.6 does not have twg-1', "it has crc-cambodia and cncc"]),
        ("2.6", ["timeframe+=2024"], ['"timeframe" is not a list', "write timeframe=2024"]),
        ("2.6", ["timeframe-=2024"], ['"timeframe" is not a list', "to remove the field, write timeframe="]),
        ("2.6", ["timeframe.year=2024"], ['"timeframe" has no parts', "write timeframe=…"]),
        ("2.6", ["points.1=One"], ['"points" has no items yet', "write points+=…"]),
        ("2.6", ["progress.2.note=Two"], ['"progress" has no item "2"', "give 1 or last"]),
        ("2.6", ["responsible.9=cncc"], ['"responsible" has no item "9"', "give a number from 1 to 2, or last"]),
        ("2.6", ["progress-=first"], ['"progress" has no item "first"']),
        ("2.6", ["notes..x=One"], ['"notes..x" is not the name of a field']),
        ("2.6", ["responsible+="], ['"responsible+=" has no value']),
        ("2.6", ["text.english=One"], ['"english" is not a language code']),
        ("2.6", ["timeframe"], ['"timeframe" does not say which field to set', "put a value with spaces in quotes"]),
        ("2.6", ["=2024"], ['"=2024" does not say which field to set']),
        ("2.6", ["text=a\x1bb"], ["contains a control character (U+001B)"]),
        ("2.6", ["id=2.11"], ["an id is not set like other fields", "cobtrack rename 2.6 NEW-ID"]),
        ("settings", ["schema=3"], ["the format of the data files is not set like", "cobtrack migrate"]),
        ("crc-2022:1", ["action_category=9"], ['"action_category" cannot be 9', "1, 2, 3, 4 or 5"]),
        ("crc-2022:1", ["urgent=yes"], ['"urgent" must be true or false']),
        ("crc-2022:1", ["links.1=nonsense"], ["links"]),
        ("crc-state-report", ["due={after: crc-state-report", "--correction"], ['"due" cannot be']),
        ("pillar-2", ["categories.1.activities.1.text=One"], ["each activity has an id", "cobtrack set 2.6 text=…"]),
        ("pillar-2", ["categories.1="], ["each activity has an id", "cobtrack remove ID"]),
        ("crc", ["deadlines+={id: x}"], ["each deadline has an id", "cobtrack add deadline"]),
        ("crc", ["deadlines.2="], ["each deadline has an id", "cobtrack remove crc-follow-up"]),
        ("roadmap", ["discussions.1.title=x"], ["each discussion has an id", "cobtrack set discussion-1 title=…"]),
        ("pillar-7", ["title=x"], ['there is no record "pillar-7"']),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_the_reason(
    root: Path, record: str, fields: list[str], messages: list[str]
) -> None:
    error = refused(root, record, *fields)
    for message in messages:
        assert message in error


def test_all_mistakes_are_reported_at_once(root: Path) -> None:
    error = refused(root, "2.6", "points.3=x", "timefrane=2024", "responsible+=cnc", "responsible-=moj")
    assert '"points" has no items yet; to add an item, write points+=…' in error
    assert '"responsible" of 2.6 does not have moj; it has crc-cambodia, cncc and cnc' in error
    assert '2.6: unknown field "timefrane" [COB102]; did you mean "timeframe"?' in error
    assert '2.6: no actor has the id "cnc" [COB203]' in error
    assert error.endswith("error: nothing was written\n")


@pytest.mark.parametrize("text", ["Dara Sok, aged 14, spoke", "ask sokha@example.org", "call 012 345 678"])
@pytest.mark.parametrize("where", ["points+=", "--why"])
def test_personal_data_is_refused(root: Path, text: str, where: str) -> None:
    fields = [f"{where}{text}"] if where == "points+=" else ["timeframe=2023-06", where, text]
    assert refused(root, "2.9", *fields)


def test_personal_data_that_is_there_already_does_not_prevent_a_change(root: Path) -> None:
    replace(root, PILLAR, "text: Hand in", "text: Dara Sok, aged 14, asked to hand in")
    assert changed(root, "2.9", "responsible+=cncc")


def test_a_procedure_that_ships_with_cobtrack_is_not_changed(root: Path) -> None:
    replace(root, CRC, "id: crc\n", "id: crc\nprocedures: [crc-simplified]\n")
    assert "crc-simplified ships with cobtrack" in refused(root, "crc-simplified", "title=x")


def test_a_comment_is_not_lost(root: Path) -> None:
    replace(root, PILLAR, "serves: [upr-review]\n", "serves: [upr-review]  # as agreed\n")
    assert "the comment “# as agreed” would be lost" in refused(root, "2.10", "serves=")
    assert changed(root, "2.10", "serves+=crc-state-report", "timeframe=2027", "--correction")


def test_a_field_that_a_file_needs_is_the_only_error_if_it_is_removed(root: Path) -> None:
    replace(root, PILLAR, "text: Follow the review of the State", 'text: "Follow [the workshop](#discussion-1)"')
    errors = refused(root, "roadmap", "title=")
    assert errors.splitlines()[0] == 'error: data/roadmap.yaml: "title" is missing [COB101]'
    assert "COB208" not in errors
