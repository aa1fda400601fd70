"""`validate --fix`: corrects what is certain and shows it, leaves the rest, and changes nothing in a correct file."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobtrack.editing.fix import FixedData, fix_problems
from cobtrack.model.problem import Severity
from cobtrack.store.load import Loaded, load
from cobtrack.store.yaml import reader
from tests.cli_support import REPOSITORY, ask, put, run, small, snapshot
from tests.slips import SLIPS, with_logs
from tests.support import AS_OF, EXAMPLE, RULES, workspace
from tests.test_line_mistakes import BEGINNING, GOOD, LOG, MISTAKES, PILLAR, WHOLE, typed

SHIPPED_PILLAR = "data/pillars/2-collaboration-with-the-government.yaml"
ACTIVITY = f'{BEGINNING}      - id: "9.1"\n        text: A\n        timeframe: 2024\n'


def fix(loaded: Loaded) -> FixedData:
    """Return the result of `validate --fix` in a workspace."""
    return fix_problems(loaded, AS_OF, loaded.files)


def fixed(root: Path, text: str | bytes, name: str = PILLAR) -> str:
    """Return the text of a file after `validate --fix`."""
    data = text if isinstance(text, bytes) else text.encode()
    return fix(load(root, {name: data})).loaded.raw_bytes[name].decode()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = workspace(tmp_path_factory.mktemp("fix"), {PILLAR: GOOD})
    with (root / "data/actors.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"  - {{id: {actor}, name: {actor}, kind: ministry}}\n" for actor in ("moi", "moj", "mosvy"))
    return root


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The shipped workspace without UN documents. One pillar has a log for most activities."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copy(REPOSITORY / "cobtrack.yaml", root)
    for name in ("actors.yaml", "roadmap.yaml"):
        (root / "data").mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / "data" / name, root / "data")
    for name in ("pillars", "reports-due"):
        shutil.copytree(REPOSITORY / "data" / name, root / "data" / name)
    (root / SHIPPED_PILLAR).write_text(with_logs((root / SHIPPED_PILLAR).read_text(encoding="utf-8")), encoding="utf-8")
    loaded = load(root)
    assert not [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert loaded.raw_bytes[SHIPPED_PILLAR].count(b"progress:") > 5
    return loaded


# Ten slips at once


def test_ten_slips_in_one_file_are_gone_after_one_run(base: Path) -> None:
    result = fix(load(base, {PILLAR: typed().encode()}))
    assert result.loaded.raw_bytes[PILLAR].decode() == GOOD
    assert len(result.change.sentences) == len(MISTAKES) == 10


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_each_of_the_slips_is_corrected_on_its_own(base: Path, number: int) -> None:
    right, wrong = MISTAKES[number]
    assert fixed(base, GOOD.replace(right, wrong)) == GOOD


TEN = [
    "colon in a text", "tab", "no-break space after a dash", "no dash before an id", "curly quotes", "day first",
    "capital letter in a choice", "misspelt field", "misspelt id", "hash in a text",
]  # fmt: skip


@pytest.mark.parametrize("start", [0, 40, 80, 120])
def test_ten_slips_in_a_shipped_pillar_are_gone_after_one_run(shipped: Loaded, start: int) -> None:
    text = shipped.raw_bytes[SHIPPED_PILLAR].decode()
    lines = text.split("\n")
    for kind in TEN:
        numbers = [*range(start, len(lines)), *range(start)]
        # Leave four lines between two slips, because a slip can hide what belongs to its neighbours.
        number = next(
            n
            for n in numbers
            if SLIPS[kind](text.split("\n"), n) and lines[n - 4 : n + 5] == text.split("\n")[n - 4 : n + 5]
        )
        lines[number] = SLIPS[kind](lines, number) or ""
    assert fixed(shipped.root, "\n".join(lines), SHIPPED_PILLAR) == text


NEEDS_A_PERSON = [
    ('note: "We met #3 of them"', 'note: "We met #3 of them'),
    ("responsible: [crc-cambodia]\n        progress:\n          - date: 2024-02", "responsible: [crc-cambodia\n        progress:\n          - date: 2024-02"),
    ("      - id: \"9.5\"\n", "<<<<<<< HEAD\n      - id: \"9.5\"\n"),
]  # fmt: skip
"""What is right, and a mistake that only a person can correct."""


@pytest.mark.parametrize(("right", "wrong"), NEEDS_A_PERSON)
def test_after_a_person_has_corrected_the_rest_nine_slips_are_gone_in_the_second_run(
    base: Path, right: str, wrong: str
) -> None:
    text = GOOD.replace(right, wrong)
    for meant, slip in MISTAKES:
        text = text.replace(meant, slip, 1) if text.count(meant) == 1 else text
    first = fixed(base, text)
    assert first != GOOD
    [(old, new)] = [pair for pair in zip(right.split("\n"), wrong.split("\n"), strict=False) if pair[0] != pair[1]][:1]
    corrected = first.replace("<<<<<<< HEAD\n", "") if new.startswith("<") else first.replace(f"{new}\n", f"{old}\n")
    assert fixed(base, corrected) == GOOD


# Other slips, in a shipped file


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_anywhere_in_a_shipped_pillar_is_corrected(shipped: Loaded, kind: str) -> None:
    text = shipped.raw_bytes[SHIPPED_PILLAR].decode()
    lines = text.split("\n")
    numbers = [number for number in range(len(lines)) if SLIPS[kind](lines, number)]
    assert numbers
    for number in {numbers[0], numbers[len(numbers) // 2], numbers[-1]}:
        line = SLIPS[kind](lines, number) or ""
        after = fixed(shipped.root, "\n".join([*lines[:number], line, *lines[number + 1 :]]), SHIPPED_PILLAR)
        assert reader.read(after, "").data == reader.read(text, "").data
        assert [a for a, b in zip(after.split("\n"), lines, strict=True) if a != b and a != _line_with_quotes(b)] == []


def _line_with_quotes(line: str) -> str:
    """Return a line whose text was in other quotation marks."""
    return line.replace("'", '"')


@settings(max_examples=25)
@given(st.data())
def test_no_correction_changes_what_a_file_means(shipped: Loaded, data: st.DataObject) -> None:
    text = shipped.raw_bytes[SHIPPED_PILLAR].decode()
    right = text.split("\n")
    lines = [*right]
    for kind in data.draw(st.lists(st.sampled_from([*SLIPS]), min_size=1, max_size=8)):
        numbers = [
            number for number in range(len(right)) if lines[number] == right[number] and SLIPS[kind](lines, number)
        ]
        if numbers:
            number = data.draw(st.sampled_from(numbers))
            lines[number] = SLIPS[kind](lines, number) or ""
    loaded = load(shipped.root, {SHIPPED_PILLAR: "\n".join(lines).encode()})
    result = fix(loaded)
    after = result.loaded.raw_bytes[SHIPPED_PILLAR].decode().split("\n")
    wrong = [
        (typed_line, line)
        for line, typed_line, meant in zip(after, lines, right, strict=True)
        if line != typed_line and _without_quotes(line) != _without_quotes(meant)
    ]
    assert wrong == []
    if not any(problem.severity is Severity.ERROR for problem in result.loaded.problems):
        assert reader.read("\n".join(after), "").data == reader.read(text, "").data
    assert fix(result.loaded).change.sentences == ()


def _without_quotes(line: str) -> str:
    return re.sub(r"[\"'\s]", "", line)


# Correct files


def test_correct_files_stay_as_they_are() -> None:
    roots = [REPOSITORY, EXAMPLE, *sorted(RULES.glob("*/good"))]
    assert len(roots) > 50
    for root in roots[:2]:
        assert fix(load(root)).change.texts == {}


@pytest.mark.parametrize("path", sorted(RULES.glob("*/good")), ids=lambda path: path.parent.name)
def test_the_good_case_of_each_rule_stays_as_it_is(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, workspace(tmp_path), dirs_exist_ok=True)
    assert fix(load(tmp_path)).change.texts == {}


def test_windows_line_ends_a_byte_order_mark_and_a_missing_line_end_stay(base: Path) -> None:
    windows = "\ufeff" + GOOD.replace("\n", "\r\n").removesuffix("\r\n")
    slips = "\ufeff" + typed().replace("\n", "\r\n").removesuffix("\r\n")
    assert fixed(base, slips) == windows


# Single corrections


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("responsible: moi", "responsible: [moi]"),
        ("responsible: moi, mosvy", "responsible: [moi, mosvy]"),
        ("responsible:\n  -moi\n  -mosvy", "responsible:\n  - moi\n  - mosvy"),
        ("responsible:\n  • moi", "responsible:\n  - moi"),
        ("responsible: [\u201cmoi\u201d]", "responsible: [moi]"),
        ("responsible: [MoI, mosvy]", "responsible: [moi, mosvy]"),
        ("responsible: [' moi']", "responsible: ['moi']"),
        ("serves: [crc-state-reprot]", "serves: [crc-state-report]"),
        ("serves: [CRC-State-Report]", "serves: [crc-state-report]"),
        ("after: [9.2]", 'after: ["9.2"]'),
        ("progress:\n    date: 2024-05-06\n    status: done", "progress:\n  - date: 2024-05-06\n    status: done"),
        ("progress:\n  - {date: 6 May 2024, status: Done}", "progress:\n  - {date: 2024-05-06, status: done}"),
        ("progress:\n  - {date: 'about May 2024', status: done}", "progress:\n  - {date: '2024-05~', status: done}"),
        ("progress:\n  - date: 2024-05\n    status: 'In progress' # now", "progress:\n  - date: 2024-05\n    status: 'in-progress' # now"),
        ("progress:\n  - date: 2024-05\n    status: done\n    note: 20", 'progress:\n  - date: 2024-05\n    status: done\n    note: "20"'),
        ("progress:\n  - date: 2024-05\n    status: done\n    note: true", 'progress:\n  - date: 2024-05\n    status: done\n    note: "true"'),
        ("notes: {brief:It is short}", "notes: {brief: It is short}"),
        ("source: @home, page 3", 'source: "@home, page 3"'),
        ("source: 50% of *all* books: many", 'source: "50% of *all* books: many"'),
        ('source: "Law" of 2024', 'source: "\\"Law\\" of 2024"'),
        ("source: Law of 2024: article 3 # see below", 'source: "Law of 2024: article 3" # see below'),
        ("source: Law of 2024: article #3", 'source: "Law of 2024: article #3"'),
        ("source: Law of 2024: an\n  article", 'source: "Law of 2024: an\n  article"'),
        ("source: A: B", 'source: "A: B"'),
        ("\u00a0source: Law", "source: Law"),
        ("source:\tLaw", "source:\tLaw"),
        ("starts: {after:crc-state-report}", "starts: {after: crc-state-report}"),
        ("starts: 3 months after crc-state-report", "starts: {after: crc-state-report, months: 3}"),
        ("“source”: Law", "source: Law"),
    ],
)  # fmt: skip
def test_a_certain_correction_is_made_and_the_hint_says_the_same(base: Path, wrong: str, right: str) -> None:
    wrong, right = (_indented(text) for text in (wrong, right))
    if wrong.startswith("        \u00a0"):
        wrong = "       \u00a0" + wrong.lstrip()
    loaded = load(base, {PILLAR: (ACTIVITY + wrong).encode()})
    assert fix(loaded).loaded.raw_bytes[PILLAR].decode() == ACTIVITY + right
    for problem in loaded.problems:
        if problem.fix and isinstance(problem.fix.new, str) and problem.fix.kind != "text":
            assert problem.fix.new in problem.hint


def _indented(text: str) -> str:
    return "".join(f"        {line}\n" for line in text.split("\n"))


@pytest.mark.parametrize(
    "lines",
    [
        "progress:\n  - {date: 11/12/2023, status: done}",
        "progress:\n  - {date: 2024-05/08, status: done}",
        "progress:\n  - {date: 2024-02-30, status: done}",
        "progress:\n  - {date: 2024-05-06 10:30, status: done}",
        "progress:\n  - {date: 2024-05, status: finished}",
        "progress:\n  - {date: 2024-05, status: done #checked}",
        "progress:\n  - date: 2024-05\n    status: done #checked",
        "responsible: [moc]",
        "responsible: [mok]",
        "responsible: [twg-9]",
        "responsible: Ministry of Something",
        "serves: [ced-state-report]",
        "serves: [crc-state-rapport]",
        'after: ["9.22"]',
        "textt: Also this",
        "deadline: 2024",
        "source: *books",
        "source: &books Law",
        "source: - Law",
        'source: "The "Law" of 2024"',
        "source: en: Law",
        "source: Law of 2024 serves: crc-state-report",
        "source: > Law\n  of 2024",
        "source: #3 of the law",
        "source: Law\n  • and order",
        "starts: 3 months after the session",
        "source: Law\nsource: Book",
        "notes:\n\tbrief: It is short",
    ],
)  # fmt: skip
def test_nothing_is_changed_if_there_is_any_doubt(base: Path, lines: str) -> None:
    text = ACTIVITY + _indented(lines)
    assert fixed(base, text) == text


def test_nothing_is_corrected_near_a_conflict(base: Path) -> None:
    conflict = f"        progress:\n<<<<<<< HEAD\n{LOG.format(1)}=======\n{LOG.format(2)}>>>>>>> other\n"
    text = ACTIVITY + conflict + '        source: Law: article 3\n      -\u00a0id: "9.2"\n' + WHOLE
    assert fixed(base, text) == text


def test_a_misspelt_field_stays_if_the_record_has_the_right_one_too(base: Path) -> None:
    text = GOOD.replace("        text: A\n", "        text: A\n        tetx: B\n", 1)
    assert fixed(base, text) == text


def test_a_misspelt_field_without_a_value_is_corrected_too(base: Path) -> None:
    assert fixed(base, ACTIVITY + "        respnosible:\n") == ACTIVITY + "        responsible:\n"


def test_a_space_within_the_id_of_a_paragraph_is_removed(base: Path) -> None:
    text = ACTIVITY + _indented("recommendations:\n  - crc-2022: 42\nsource: Law")
    assert "  - crc-2022:42\n        source: Law" in fixed(base, text)


def test_a_link_to_a_former_id_gets_the_new_id(base: Path) -> None:
    renamed = GOOD.replace('- id: "9.2"\n', '- id: "9.2"\n        formerly: ["9.7"]\n')
    text = renamed.replace('- id: "9.1"\n', '- id: "9.1"\n        after: ["9.7"]\n')
    assert fixed(base, text) == text.replace('after: ["9.7"]', 'after: ["9.2"]')


def test_a_link_to_a_removed_record_stays_even_if_another_id_is_similar(base: Path) -> None:
    roadmap = (base / "data/roadmap.yaml").read_text(encoding="utf-8")
    removed = roadmap + "removed:\n  - {id: crc-state-reprot, title: Report, date: 2024-01-01, why: Twice.}\n"
    text = ACTIVITY + "        serves: [crc-state-reprot]\n"
    result = fix(load(base, {PILLAR: text.encode(), "data/roadmap.yaml": removed.encode()}))
    assert result.change.texts == {}


def test_an_acronym_of_two_organisations_is_not_replaced(base: Path) -> None:
    actors = (base / "data/actors.yaml").read_text(encoding="utf-8")
    text = ACTIVITY + "        responsible: [MoL]\n"
    for count in (1, 2):
        more = "".join(
            f"  - {{id: labour-{number}, name: L{number}, acronym: MoL, kind: ministry}}\n" for number in range(count)
        )
        result = fix(load(base, {PILLAR: text.encode(), "data/actors.yaml": (actors + more).encode()}))
        assert bool(result.change.texts) == (count == 1)


def test_personal_data_stay(base: Path) -> None:
    text = ACTIVITY + "        source: Call 012 345 678\n"
    assert fixed(base, text) == text


# The order of a log

ENTRY = '          # {note} comes first.\n          - date: {date}\n            status: done\n            note: "{note}"\n            # Until here.\n'


def test_the_entries_of_a_log_are_put_in_order_with_their_comments(base: Path) -> None:
    entries = [
        ENTRY.format(date=date, note=note) for date, note in (("2024-01", "A"), ("2024-02", "B"), ("2024-03", "C"))
    ]
    other = '      - id: "9.2"\n' + WHOLE
    right, wrong = ("".join(entries[number] for number in order) for order in ((0, 1, 2), (2, 0, 1)))
    assert (
        fixed(base, f"{ACTIVITY}        progress:\n{wrong}\n{other}")
        == f"{ACTIVITY}        progress:\n{right}\n{other}"
    )


def test_entries_that_are_misdated_and_out_of_order_take_one_run(base: Path) -> None:
    log = "        progress:\n          - {{date: {}, status: planned}}\n          - {{date: {}, status: done}}\n"
    wrong, right = log.format("20.02.2024", "5 January 2024"), log.format("2024-02-20", "2024-01-05").split("\n")
    assert fixed(base, ACTIVITY + wrong).split("\n")[-4:] == [right[0], right[2], right[1], right[3]]


def test_the_last_entry_may_lack_a_line_end(base: Path) -> None:
    log = "        progress:\n          - {date: 2024-02, status: done}\n          - {date: 2024-01, status: planned}"
    assert fixed(base, ACTIVITY + log).endswith("status: planned}\n          - {date: 2024-02, status: done}")


# Other files


def test_a_mistake_in_one_file_can_hide_the_correction_in_another(base: Path) -> None:
    actors = (base / "data/actors.yaml").read_text(encoding="utf-8")
    broken = actors.replace("- id: ", "-\u00a0id: ", 1)
    pillar = GOOD.replace("crc-cambodia", "CRC-Camboda")
    result = fix(load(base, {"data/actors.yaml": broken.encode(), PILLAR: pillar.encode()}))
    assert result.loaded.raw_bytes["data/actors.yaml"].decode() == actors
    assert result.loaded.raw_bytes[PILLAR].decode() == GOOD


def test_cobtrack_yaml_is_corrected_too(base: Path) -> None:
    settings_text = (base / "cobtrack.yaml").read_text(encoding="utf-8")
    broken = settings_text.replace("timezone: ", "timezone:\u00a0")
    assert broken != settings_text
    assert fixed(base, broken, "cobtrack.yaml") == settings_text


# The command


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workspace with two certain corrections and one mistake that needs a person."""
    pillar = (
        ACTIVITY
        + "        progress:\n          - {date: 20.05.2023, status: Done}\n          - {date: 11/12/2023, status: done}\n"
    )
    return small(tmp_path / "ours", {PILLAR: pillar})


def test_each_correction_is_shown_and_the_rest_is_reported(broken: Path) -> None:
    result = ask(broken, "validate", "--fix")
    assert result.code == 1
    assert result.err.splitlines() == [
        f"{PILLAR}:10: date: 20.05.2023 -> 2023-05-20",
        f"{PILLAR}:10: status: Done -> done",
        f"Changed {PILLAR}",
        "Not what you meant? cobtrack undo",
    ]
    assert '"date" cannot be "11/12/2023"' in result.out
    assert "1 error and" in result.out
    assert "{date: 2023-05-20, status: done}" in (broken / PILLAR).read_text(encoding="utf-8")


def test_a_dry_run_shows_the_difference_and_reports_what_would_be_left(broken: Path) -> None:
    before = snapshot(broken)
    result = ask(broken, "validate", "--fix", "-n")
    assert result.code == 1
    assert "+          - {date: 2023-05-20, status: done}" in result.out
    assert f'{PILLAR}:11:20: error[COB107] "date" cannot be "11/12/2023"' in result.out
    assert "error[COB104]" not in result.out
    assert "Nothing written" in result.err
    assert snapshot(broken) == before


def test_undo_takes_the_corrections_back(broken: Path) -> None:
    before = snapshot(broken)
    ask(broken, "validate", "--fix")
    assert run("undo", "--list", "--root", str(broken)).out.startswith("validate --fix\n")
    assert run("undo", "-y", "--root", str(broken)).code == 0
    assert {name: content for name, (content, _) in snapshot(broken).items()} == {
        name: content for name, (content, _) in before.items()
    }


def test_a_second_run_changes_nothing(broken: Path) -> None:
    ask(broken, "validate", "--fix")
    before = snapshot(broken)
    assert ask(broken, "validate", "--fix").err == "There is no correction that is certain\n"
    assert snapshot(broken) == before


def test_only_the_named_files_are_corrected(broken: Path) -> None:
    put(broken, {"data/pillars/8.yaml": (broken / PILLAR).read_text(encoding="utf-8").replace("9", "8")})
    result = ask(broken, "validate", "--fix", str(broken / "data/pillars/8.yaml"))
    assert "Done" in (broken / PILLAR).read_text(encoding="utf-8")
    assert "data/pillars/9.yaml" not in result.err + result.out


def test_the_exit_code_is_0_if_everything_was_corrected(broken: Path) -> None:
    put(broken, {PILLAR: (broken / PILLAR).read_text(encoding="utf-8").replace("11/12/2023", "2023-12")})
    assert ask(broken, "validate", "--fix", "-q").code == 0


def test_without_the_option_the_report_says_that_there_is_one(broken: Path) -> None:
    assert "To correct what is certain: cobtrack validate --fix" in ask(broken, "validate").out
    assert "validate --fix" not in ask(broken, "validate", "--fix").out


def test_after_the_corrections_the_report_does_not_propose_the_option_again(broken: Path) -> None:
    text = (broken / PILLAR).read_text(encoding="utf-8")
    put(broken, {PILLAR: text + "\n\t  x: [\nid: “2.9”\n"})
    result = ask(broken, "validate", "--fix")
    assert "validate --fix" not in result.out
    assert "while the file has other errors" in result.err


def test_the_rest_is_also_reported_as_json(broken: Path) -> None:
    result = ask(broken, "validate", "--fix", "--format", "json")
    assert json.loads(result.out)["errors"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-n"], "--dry-run has no effect without --fix"),
        (["--fix", "-n", "--format", "json"], "--dry-run shows a diff, which is not JSON"),
        (["--fix", "nothing.yaml"], "nothing.yaml is not a data file of this workspace"),
        (["--fix", "--changed-since", "nowhere"], 'git finds no revision "nowhere"'),
    ],
)
def test_wrong_options_are_refused_before_anything_is_written(broken: Path, options: list[str], message: str) -> None:
    before = snapshot(broken)
    result = ask(broken, "validate", *options)
    assert result.code == 2
    assert message in result.err
    assert snapshot(broken) == before


def test_a_file_that_cannot_be_opened_does_not_stop_the_corrections(broken: Path) -> None:
    (broken / "data/pillars/7.yaml").mkdir()
    assert ask(broken, "validate", "--fix").code == 1
    assert "status: done" in (broken / PILLAR).read_text(encoding="utf-8")


def test_a_workspace_whose_cobtrack_yaml_is_broken_is_corrected(broken: Path) -> None:
    text = (broken / "cobtrack.yaml").read_text(encoding="utf-8")
    put(broken, {"cobtrack.yaml": text.replace("timezone: ", "timezone:\u00a0")})
    ask(broken, "validate", "--fix")
    assert (broken / "cobtrack.yaml").read_text(encoding="utf-8") == text


def test_invisible_characters_are_shown_by_their_code_points(broken: Path) -> None:
    put(broken, {PILLAR: ACTIVITY.replace("- id", "-\u00a0id") + "        responsible: [\u0441ncc]\n"})
    err = ask(broken, "validate", "--fix").err
    assert '-<U+00A0>id: "9.1" -> - id: "9.1"' in err
    assert "responsible: <U+0441>ncc -> cncc" in err
