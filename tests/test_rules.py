"""Every rule finds what it is for, at the right place, and nothing else.

A folder in `rules` is for one rule: `bad` and `good` are copied over the workspace in `base`; `bad/expected.txt` has
the lines that the rule has to report, and `without.txt` the files of the base that are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cobtrack.rules import RULES as ALL
from cobtrack.rules import check, fields, files, gaps, links, revisions, safeguarding, time
from cobtrack.rules.rule import Rule
from cobtrack.store.load import load
from tests.support import AS_OF, BASE, GAPS, RULES, line, problems, workspace

if TYPE_CHECKING:
    from types import ModuleType

    from cobtrack.model.problem import Problem

CASES = sorted(folder for folder in RULES.iterdir() if folder != BASE)
BY_CODE = {rule.code: rule for rule in ALL}
# Files that git or an editor would change: test_hostile_files.py and test_public_files.py write them.
MADE_BY_CODE = {"COB001", "COB002", "COB003", "COB004", "COB006", "COB007", "COB507", "COB508", "COB509"}
# Changes between two states: test_pull_request.py makes them.
# The file of focal points is ignored by git: test_focal_points.py writes it.
MADE_BY_CODE |= {"COB225", "COB515", "COB516", "COB517"}
MADE_BY_CODE |= {"COB601", "COB602", "COB603", "COB604"}
# One mistake is one problem, except here: paragraphs listed as not seen are always reported.
COMES_WITH = {"COB403": {"COB402"}}


def code_of(case: Path) -> str:
    return case.name.partition("-")[0]


def problems_of(case: Path, root: Path) -> list[Problem]:
    """Return the problems in the files of a case, without gaps of recommendations that the case is not about."""
    own = code_of(case)
    return [one for one in problems(root, with_gaps=own in GAPS) if one.code == own or one.code not in GAPS]


def laid_over_base(case: Path, root: Path) -> Path:
    notes = {"expected.txt", "without.txt"}
    files = {
        path.relative_to(case).as_posix(): path.read_bytes()
        for path in case.rglob("*")
        if path.is_file() and path.name not in notes
    }
    without = case / "without.txt"
    return workspace(root, files, without.read_text().split() if without.exists() else ())


def named(cases: list[Path]) -> list[str]:
    return [case.name for case in cases]


def test_the_base_has_no_problem(tmp_path: Path) -> None:
    assert problems(workspace(tmp_path)) == []


@pytest.mark.parametrize("case", CASES, ids=named(CASES))
def test_the_bad_files_give_the_expected_lines(case: Path, tmp_path: Path) -> None:
    root = laid_over_base(case / "bad", tmp_path)
    lines = [line(root, problem) for problem in problems_of(case, root) if problem.code == code_of(case)]
    assert sorted(lines) == sorted((case / "bad/expected.txt").read_text().splitlines())


@pytest.mark.parametrize("case", CASES, ids=named(CASES))
def test_the_bad_files_give_no_problem_of_another_rule(case: Path, tmp_path: Path) -> None:
    root = laid_over_base(case / "bad", tmp_path)
    found = {problem.code for problem in problems_of(case, root)}
    assert found == {code_of(case)} | COMES_WITH.get(code_of(case), set())


@pytest.mark.parametrize("case", CASES, ids=named(CASES))
def test_every_problem_says_how_to_fix_it(case: Path, tmp_path: Path) -> None:
    assert all(problem.hint for problem in problems_of(case, laid_over_base(case / "bad", tmp_path)))


GOOD = [case for case in CASES if (case / "good").is_dir()]


@pytest.mark.parametrize("case", GOOD, ids=named(GOOD))
def test_the_good_files_give_no_problem(case: Path, tmp_path: Path) -> None:
    root = laid_over_base(case / "good", tmp_path)
    assert [line(root, problem) for problem in problems_of(case, root)] == []


def test_every_rule_has_a_case_under_its_name() -> None:
    wanted = {f"{rule.code}-{rule.name}" for rule in ALL if rule.code not in MADE_BY_CODE}
    assert {case.name for case in CASES} == wanted


def test_only_the_rule_about_absent_files_takes_the_base_for_its_good_case() -> None:
    assert [code_of(case) for case in CASES if case not in GOOD] == ["COB415"]


def test_codes_and_names_of_rules_are_unique() -> None:
    codes_and_names = Counter(text for rule in ALL for text in (rule.code, rule.name))
    assert codes_and_names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_has_a_code_of_a_family_and_a_name_of_words(rule: Rule) -> None:
    assert re.fullmatch(r"COB[0-6]\d\d", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)


@pytest.mark.parametrize(
    ("digit", "family"),
    list(enumerate([files, fields, links, time, gaps, safeguarding, revisions])),
    ids=lambda value: str(value)[:9],
)
def test_the_first_digit_of_a_code_names_its_file(digit: int, family: ModuleType) -> None:
    rules = [value for value in vars(family).values() if isinstance(value, Rule)]
    assert {rule.code[:4] for rule in rules} == {f"COB{digit}"}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_page_begins_with_one_sentence(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", rule.summary)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_page_that_shows_what_is_wrong_shows_what_is_right_below_it(rule: Rule) -> None:
    marks = re.findall(r"^(Wrong|Right): ", rule.page, re.MULTILINE)
    assert marks in ([], ["Wrong", "Right"])


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_rules_that_depend_on_the_day_only_warn(rule: Rule) -> None:
    takes_date = rule.check is not None and rule.check.__code__.co_argcount > 1
    assert not (takes_date and rule.severity == "error")


def test_every_problem_of_the_reader_has_a_registered_rule_and_its_severity(tmp_path: Path) -> None:
    found = set()
    for case in CASES:
        found |= {(one.code, one.severity) for one in load(laid_over_base(case / "bad", tmp_path / case.name)).problems}
    assert found
    assert found <= {(rule.code, rule.severity) for rule in ALL if rule.check is None}


def test_the_same_files_and_the_same_day_give_the_same_problems(tmp_path: Path) -> None:
    loaded = load(laid_over_base(RULES / "COB203-unknown-id/bad", tmp_path))
    assert check(loaded.workspace, AS_OF) == check(loaded.workspace, AS_OF)


def test_the_hint_for_an_activity_without_progress_is_the_command_that_logs_it(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    pillar = root / "data/pillars/1-coordination.yaml"
    pillar.write_text(pillar.read_text().replace("2025?", "2024-01"))
    assert [problem.hint for problem in problems(root) if problem.code == "COB408"] == [
        'run "cobtrack log 1.2 --status WORD --note TEXT", or add an entry to progress:'
    ]


@pytest.mark.parametrize(
    ("not_seen", "expected"),
    [
        ("[1-]", [("crc-2011:25, 30: entered, but also listed under not_seen", "write not_seen: [1-24, 26-29, 31-]")]),
        ("[1-24, 26-29]", []),
        ("[1-20, 25-]", [
            ("crc-2011:21, 22, 23, 24: neither entered nor listed under not_seen", "enter the paragraphs, or list them under not_seen"),
            ("crc-2011:25, 30: entered, but also listed under not_seen", "write not_seen: [1-20, 26-29, 31-]"),
        ]),
        ("[1-24, 26-29, 30]", [("crc-2011:30: entered, but also listed under not_seen", "write not_seen: [1-24, 26-29]")]),
    ],
)  # fmt: skip
def test_what_not_seen_says_is_compared_with_what_is_entered(
    tmp_path: Path, not_seen: str, expected: list[tuple[str, str]]
) -> None:
    entered = "".join(f"  - {{id: crc-2011:{number}, kind: introduction}}\n" for number in (25, 30))
    head = "id: crc-2011\nsymbol: CRC/C/KHM/CO/2-3\ntitle: Concluding observations\nmechanism: crc\nsource: OHCHR\n"
    document = f"{head}not_seen: {not_seen}\nparagraphs:\n{entered}"
    root = workspace(tmp_path, {"data/recommendations/crc-2011.yaml": document})
    found = [(problem.message, problem.hint) for problem in problems(root) if problem.code == "COB403"]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Phnom Penh", "did you mean Asia/Phnom_Penh?"),
        ("africa/nairobi", "did you mean Africa/Nairobi?"),
        ("Asia/Katmando", "did you mean Asia/Katmandu?"),
        ("Cambodia", "write a name from the IANA list, such as Africa/Nairobi"),
        # Etc/GMT+7, which is similar, is seven hours behind UTC, not ahead of it.
        ("GMT+7", "write a name from the IANA list, such as Africa/Nairobi"),
    ],
)
def test_a_time_zone_that_does_not_exist_has_a_hint_with_a_similar_one(tmp_path: Path, name: str, hint: str) -> None:
    root = workspace(tmp_path)
    settings = root / "cobtrack.yaml"
    settings.write_text(settings.read_text().replace("Asia/Phnom_Penh", name))
    assert [problem.hint for problem in problems(root) if problem.code == "COB110"] == [hint]
