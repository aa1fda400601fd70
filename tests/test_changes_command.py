"""`cobtrack changes` in git repositories."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from cobtrack.store.yaml import reader
from tests.cli_support import REPOSITORY, ask, put, replace, run, small
from tests.git_support import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
MOVED = ("text: Support a mid-term review in 2025 (year TBD)\n        timeframe: 2025?",
         "text: Support a mid-term review in 2025 (year TBD)\n        timeframe: 2028")  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in the folder `follow-up` of a repository, with a commit on 1 February 2026."""
    root = small(tmp_path / "follow-up")
    repository(tmp_path)
    commit(root, "2026-02-01")
    return root


def shown(root: Path, *arguments: str) -> list[str]:
    """Return the lines about changes."""
    done = ask(root, "changes", *arguments)
    assert done.code == 0, done.err
    return [line.strip() for line in done.out.splitlines() if line.startswith("  ")]


def refused(root: Path, *arguments: str) -> str:
    """Return the message of a command that fails with exit code 2 and prints no result."""
    done = ask(root, "changes", *arguments)
    assert (done.code, done.out) == (2, "")
    return done.err


# The shipped data


def shipped(tmp_path: Path) -> Path:
    """Return a copy of the shipped data in a repository, with the tag `roadmap-1`."""
    for name in ("cobtrack.yaml", "data"):
        source = REPOSITORY / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path)
    repository(tmp_path)
    commit(tmp_path, "2026-02-01")
    git(tmp_path, "tag", "roadmap-1")
    return tmp_path


def test_thirteen_changes_of_the_shipped_data_are_told_and_nothing_else(tmp_path: Path) -> None:
    root = shipped(tmp_path)
    pillar, crc = "data/pillars/2-collaboration-with-the-government.yaml", "data/reports-due/crc.yaml"
    # 1: a date that moved, with its past
    replace(root, pillar, "timeframe: 2025?\n        serves:\n",
            "timeframe: 2027\n        was:\n          - {timeframe: 2025?, until: 2026-11-26, why: No funds.}\n"
            "        serves:\n")  # fmt: skip
    # 2: a deadline that moved and is less uncertain
    replace(root, crc, "due: 2025?\n    certainty: tbd", "due: 2027\n    certainty: tentative")
    # 3, 4: an activity added, and an activity removed with a reason
    text = (root / pillar).read_text(encoding="utf-8")
    start, end = text.index('      - id: "2.12"'), text.index("  - title: Regional exchange")
    added = (
        '      - id: "2.14"\n        text: Hold a dialogue with the National Assembly\n        timeframe: 2027-03\n\n'
    )
    put(root, {pillar: text[:start] + added + text[end:]})
    replace(root, "data/roadmap.yaml", "\narrangements:\n",
            '\nremoved:\n  - {id: "2.12", date: 2026-11-26, why: Others do it.}\n\narrangements:\n')  # fmt: skip
    # 5, 6: work that began, and work that ended
    replace(root, pillar, "CSO partners\n        timeframe: 2022/2027\n",
            "CSO partners\n        timeframe: 2022/2027\n        progress:\n"
            "          - {date: 2026-11-17, status: in-progress, note: Budget training held}\n")  # fmt: skip
    replace(root, "data/pillars/1-civil-society-follow-up-coordination.yaml",
            "indicators for the recommendations\n        timeframe: 2022-10/2023-02\n",
            "indicators for the recommendations\n        timeframe: 2022-10/2023-02\n        progress:\n"
            "          - {date: 2026-11-18, status: done}\n")  # fmt: skip
    # 7, 8: an assessment, and a ministry that is responsible
    replace(root, "data/recommendations/crc-2022.yaml",
            "heading: Education, including vocational training and guidance\n",
            "heading: Education, including vocational training and guidance\n    responsible: [moeys]\n    assessments:\n"
            "      - {date: 2026-11-20, voice: civil-society, level: initial-steps, reason: Fees remain.}\n")  # fmt: skip
    # 9, 10: a comma less in a name, and a name that is known now
    replace(
        root,
        "data/actors.yaml",
        "Ministry of Social Affairs, Veterans, and",
        "Ministry of Social Affairs, Veterans and",
    )
    replace(root, "data/actors.yaml", "  - id: twg-1\n", "  - id: twg-1\n    name: Working group on protection\n")
    # 11: a text in other words
    replace(
        root, pillar, "government better implement the recommendations", "government to implement the recommendations"
    )
    # 12: an organisation with another id
    for path in (root / "data").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("- mosvy\n", "- social-affairs\n")
        path.write_text(
            text.replace("  - id: mosvy\n", "  - id: social-affairs\n    formerly: [mosvy]\n"), encoding="utf-8"
        )
    # 13: a finding about a deadline
    replace(root, crc, "basis: estimate\n    source: Roadmap (2022-2027), version 1, section II, activity 2.7",
            "basis: estimate\n    findings:\n      - {date: 2026-11-01, outcome: not-found}\n"
            "    source: Roadmap (2022-2027), version 1, section II, activity 2.7")  # fmt: skip
    # Without meaning: two activities swapped, and a text folded at other words
    first = "data/pillars/1-civil-society-follow-up-coordination.yaml"
    text = (root / first).read_text(encoding="utf-8")
    a, b, c = text.index('      - id: "1.5"'), text.index('      - id: "1.6"'), text.index("  - title: Action planning")
    put(root, {first: text[:a] + text[b:c] + text[a:b] + text[c:]})
    replace(root, "data/roadmap.yaml", "coordinate these efforts, led by the CRC-Cambodia\n    secretariat and",
            "coordinate these\n    efforts, led by the CRC-Cambodia secretariat and")  # fmt: skip
    done = ask(root, "changes", "roadmap-1", "--format", "json", as_of="2026-11-26")
    result = json.loads(done.out)
    told = {(row["id"], row["field"].partition(".")[0] or row["what"]) for row in result["changes"]}
    assert told == {
        ("2.7", "timeframe"), ("crc-mid-term-review", "due"), ("2.14", "added"), ("2.12", "removed"), ("2.4", "progress"),
        ("1.7", "progress"), ("crc-2022:42", "assessments"), ("crc-2022:42", "responsible"), ("social-affairs", "name"),
        ("twg-1", "name"), ("2.11", "text"), ("social-affairs", "renamed"), ("crc-mid-term-review", "findings"),
    }  # fmt: skip
    assert len(result["changes"]) == 13
    assert result["left_out"] == ["order of 1.5 and 1.6"]


def test_the_shipped_data_have_no_changes_since_their_commit(tmp_path: Path) -> None:
    root = shipped(tmp_path)
    assert ask(root, "changes", "roadmap-1").out.endswith("\n\nNothing changed.\n")


# Which states are compared


def test_without_arguments_changes_since_the_last_version_are_told(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    done = ask(root, "changes")
    assert done.out.startswith("What changed since version 1 (")
    assert "2.7  Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2028" in done.out
    assert "note: version 1 has no tag roadmap-1; the commit that brought its number is used" in done.err


def test_the_tag_of_a_version_is_used(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    git(root, "tag", "roadmap-1")
    for since in ("1", "version 1", "roadmap-1"):
        assert shown(root, since) == []
    assert len(shown(root, "HEAD^")) == 1


def test_the_revision_that_a_version_names_is_used(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD").strip()
    replace(root, PILLAR, *MOVED)
    replace(root, "data/roadmap.yaml", "  - number: 1\n", f"  - number: 1\n    revision: {first}\n")
    commit(root, "2026-03-01")
    git(root, "tag", "roadmap-1")
    assert any("now 2028" in line for line in shown(root, "1"))


def test_a_date_means_the_end_of_the_day_in_the_time_zone_of_the_workspace(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    assert len(shown(root, "2026-02-28")) == 1
    assert shown(root, "2026-03-01") == []
    assert shown(root, "1 March 2026") == []
    assert len(shown(root, "2026-02-01", "2026-03-01")) == 1
    assert shown(root, "2026-02-01", "2026-02-15") == []


def test_two_versions_are_compared(root: Path) -> None:
    git(root, "tag", "roadmap-1")
    replace(root, PILLAR, *MOVED)
    text = (root / "data/roadmap.yaml").read_text(encoding="utf-8")
    version = "\n  - {number: 2, date: 2026-03-01, note: The review moves.}\n"
    start = text.index("versions:")
    end = text.index("\n", text.index("note:", start))
    put(root, {"data/roadmap.yaml": text[:end] + version + text[end + 1 :]})
    commit(root, "2026-03-01")
    git(root, "tag", "roadmap-2")
    replace(root, PILLAR, "timeframe: 2028", "timeframe: 2029")
    lines = shown(root, "1", "2")
    assert lines[0].endswith("version 2 (1 March 2026): The review moves.")
    assert lines[1].endswith("was 2025 (year TBD), now 2028")
    assert [line.rpartition(": ")[2] for line in shown(root)] == ["was 2028, now 2029"]


def test_changes_that_are_not_committed_are_included_and_noted(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    done = ask(root, "changes", "HEAD")
    assert "now 2028" in done.out
    assert f"note: changes that are not committed yet are included: {PILLAR}" in done.err
    commit(root)
    assert "not committed" not in ask(root, "changes", "HEAD^").err


def test_the_state_of_a_revision_is_used_whatever_the_files_contain_now(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    shutil.rmtree(root / "data/pillars")
    assert len(shown(root, "HEAD^", "HEAD")) == 1


# What cannot be compared


def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    assert "is not in a git repository" in refused(small(tmp_path), "2026-02-01")


def test_a_missing_git_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "error: git is not installed" in refused(root, "main")


def test_a_repository_without_commits_is_refused(tmp_path: Path) -> None:
    root = small(tmp_path)
    repository(root)
    assert "the git repository has no commit yet" in refused(root)


def test_an_unknown_revision_is_refused(root: Path) -> None:
    for revision in ("no-such-branch", ":/x", "HEAD~99"):
        assert f'error: git finds no revision "{revision}"' in refused(root, revision)


def test_two_revisions_in_one_word_are_explained(root: Path) -> None:
    assert "write the two revisions as two words: cobtrack changes main HEAD" in refused(root, "main..HEAD")


def test_a_revision_that_looks_like_an_option_is_refused(root: Path) -> None:
    done = run("changes", "--root", str(root), "--as-of", "2026-02-01", "--", "--output=x")
    assert done.code == 2
    assert '"--output=x" looks like an option' in done.err


def test_a_month_is_not_a_day(root: Path) -> None:
    assert '"2026-02" is not one day' in refused(root, "2026-02")


def test_an_unknown_version_is_refused(root: Path) -> None:
    assert "there is no version 7 of the roadmap" in refused(root, "7")


def test_a_date_before_the_first_commit_is_refused(root: Path) -> None:
    assert "no commit of this branch is from 31 January 2026 or earlier" in refused(root, "2026-01-31")


def test_a_revision_before_the_workspace_existed_is_refused(tmp_path: Path) -> None:
    repository(tmp_path)
    put(tmp_path, {"README": "Nothing yet"})
    commit(tmp_path, "2026-01-01")
    root = small(tmp_path / "follow-up")
    commit(tmp_path, "2026-02-01")
    assert "there was no workspace in the folder follow-up at 15 January 2026" in refused(root, "2026-01-15")


def test_a_shallow_clone_says_that_older_commits_are_missing(tmp_path: Path, root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}", "shallow")
    copy = tmp_path / "shallow/follow-up"
    for since in ("2026-02-15", "HEAD^", "1"):
        assert "git fetch --unshallow" in refused(copy, since)


def test_a_shallow_clone_says_that_the_commit_of_an_earlier_version_is_missing(tmp_path: Path, root: Path) -> None:
    released = run("release", "2", "--note", "More.", "--root", str(root), "--as-of", "2026-03-01")
    assert released.code == 0, released.err
    commit(root, "2026-03-01")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}", "shallow")
    message = refused(tmp_path / "shallow/follow-up", "1")
    assert "the commit that brought version 1 is not in this clone" in message
    assert "git fetch --unshallow" in message


def test_a_link_in_place_of_a_file_is_refused(root: Path) -> None:
    (root / "data/actors.yaml").rename(root / "actors")
    (root / "data/actors.yaml").symlink_to("../actors")
    commit(root, "2026-03-01")
    assert "data/actors.yaml is a link at HEAD" in refused(root, "HEAD")


def test_problems_at_a_revision_are_noted(root: Path) -> None:
    replace(root, PILLAR, MOVED[0], MOVED[1].replace("2028", "soon"))
    commit(root, "2026-03-01")
    replace(root, PILLAR, "timeframe: soon", "timeframe: 2028")
    done = ask(root, "changes", "HEAD")
    assert "Nothing changed." in done.out
    assert f"note: 1 problem in {PILLAR} at HEAD" in done.err


def test_a_newer_format_at_a_revision_is_refused(root: Path) -> None:
    text = (root / "cobtrack.yaml").read_text(encoding="utf-8")
    put(root, {"cobtrack.yaml": text.replace("schema: 2", "schema: 99")})
    commit(root, "2026-03-01")
    put(root, {"cobtrack.yaml": text})
    assert "at HEAD (1 March 2026), cobtrack.yaml has schema: 99" in refused(root, "HEAD")


# Formats


@pytest.fixture
def changed(root: Path) -> Path:
    """A workspace with hostile changes that are not committed."""
    replace(root, PILLAR, *MOVED)
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)",
            'text: "<script>alert(1)</script> @octocat #12 **bold** ::error::x http://evil.example /close"')  # fmt: skip
    return root


def test_json_has_the_states_and_the_changes(changed: Path) -> None:
    result = json.loads(ask(changed, "changes", "HEAD", "--format", "json").out)
    assert (result["version"], result["until"]) == (1, {"label": "now", "commit": None, "date": None})
    assert (result["since"]["label"], result["since"]["date"]) == ("HEAD (1 February 2026)", "2026-02-01")
    date = next(row for row in result["changes"] if row["field"] == "timeframe")
    assert (date["id"], date["topic"], date["from"], date["to"], date["file"]) == (
        "2.7",
        "date",
        "2025?",
        "2028",
        PILLAR,
    )


def test_csv_has_a_row_for_each_change(changed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(changed, "changes", "HEAD", "--format", "csv").out.lstrip("\ufeff"))))
    assert [row["field"] for row in rows] == ["timeframe", "text"]


def test_html_escapes_the_data(changed: Path) -> None:
    page = ask(changed, "changes", "HEAD", "--all", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page
    assert "<del>Support a mid-term review in 2025 (year TBD)</del>" in page or "<del>" in page


def test_markdown_escapes_the_data(changed: Path) -> None:
    text = ask(changed, "changes", "HEAD", "--all", "--format", "md").out
    assert "<script" not in text.replace("\\<script", "")
    assert "**bold**" not in text.replace("\\*\\*bold\\*\\*", "")


def test_a_comment_forges_neither_mentions_nor_issues_nor_commands(changed: Path) -> None:
    text = ask(changed, "changes", "HEAD", "--format", "github-comment").out
    for forged in ("@octocat", "#12", "::error::", "http://", "<script"):
        assert forged not in text.replace("\\<script", ""), forged
    assert text.splitlines()[0] == "<!-- cobtrack:changes -->"
    assert not any(line.lstrip().startswith("/") for line in text.splitlines())


def test_a_comment_is_never_too_long_for_github(root: Path) -> None:
    text = (root / PILLAR).read_text(encoding="utf-8")
    more = "".join(f'      - {{id: "2.{n}", text: {"word " * 60}, timeframe: 2026}}\n' for n in range(1000, 2200))
    put(root, {PILLAR: f"{text.rstrip()}\n{more}"})
    comment = ask(root, "changes", "HEAD", "--format", "github-comment").out
    assert len(comment) < 65_536
    assert "more changes are not shown" in comment


def test_a_long_text_does_not_push_other_changes_out_of_a_comment(root: Path) -> None:
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)", f"text: Support {'a review ' * 9000}")
    replace(root, PILLAR, "text: Follow the review of the State", "text: Follow the review")
    comment = ask(root, "changes", "HEAD", "--format", "github-comment").out
    assert len(comment) < 10_000
    assert "2.7 Support" in comment
    assert "**2.10**" in comment
    assert "not shown" not in comment


def test_amounts_in_dollars_are_no_formulas_in_a_comment(root: Path) -> None:
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)", "text: Raise $x$")
    comment = ask(root, "changes", "HEAD", "--format", "github-comment").out
    assert "Raise &#36;x&#36;" in comment
    assert "$" not in comment


def test_the_digest_has_at_most_fifteen_lines(tmp_path: Path) -> None:
    root = shipped(tmp_path)
    text = (root / "data/actors.yaml").read_text(encoding="utf-8")
    put(root, {"data/actors.yaml": text.replace("    name: ", "    name: New ").replace("role: ", "role: New ")})
    replace(root, "data/reports-due/crc.yaml", "due: 2025?\n", "due: 2027\n")
    lines = ask(root, "changes", "--digest").out.splitlines()
    assert 3 < len(lines) <= 15
    assert max(map(len, lines)) < 160


def test_removed_and_added_words_are_shown_with_all(root: Path) -> None:
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)", "text: Help with a mid-term review")
    assert "[-Support-]{+Help with+} a mid-term review" in ask(root, "changes", "HEAD", "--all").out
    assert "[-" not in ask(root, "changes", "HEAD").out


def test_the_words_of_a_text_within_a_record_are_shown_with_its_place(root: Path) -> None:
    replace(root, PILLAR, "note: The third review was held.", "note: The third review took place.")
    told = "report of 10 December 2025: note: The third review [-was held-]{+took place+}."
    assert told in ask(root, "changes", "HEAD", "--all").out


# Filters


def test_filters_choose_the_records_whose_changes_are_told(root: Path) -> None:
    replace(root, PILLAR, *MOVED)
    assert "Nothing changed in the chosen records." in ask(root, "changes", "HEAD", "--pillar", "1").out
    replace(root, "data/actors.yaml", "id: twg-1\n", "id: twg-1\n    role: Helps.\n")
    assert len(shown(root, "HEAD")) == 2
    assert [line.split()[0] for line in shown(root, "HEAD", "--pillar", "2")] == ["2.7"]
    assert [line.split()[0] for line in shown(root, "HEAD", "--twg", "1")] == ["twg-1"]


def test_a_removed_record_is_chosen_by_its_old_state(root: Path) -> None:
    text = (root / PILLAR).read_text(encoding="utf-8")
    start = text.index('      - id: "2.9"')
    end = text.find("      - id:", start + 10)
    put(root, {PILLAR: text[:start] + (text[end:] if end > 0 else "")})
    assert [line.split()[0] for line in shown(root, "HEAD", "--pillar", "2")] == ["2.9"]


# Who may see it


@pytest.fixture
def with_advocacy(root: Path) -> Path:
    """A workspace with a new advocacy plan, which only members see."""
    action = "actions:\n  - {id: talk, title: Talk to the ministry, kind: advocacy, source: Minutes}\n"
    return put(root, {"data/actions/plan.yaml": action})


def test_documents_and_the_digest_leave_out_what_only_members_see(with_advocacy: Path) -> None:
    for arguments in (["--digest"], ["--format", "md"], ["--format", "html"], ["--format", "github-comment"]):
        done = ask(with_advocacy, "changes", "HEAD", *arguments)
        assert "Talk to the ministry" not in done.out
        assert "note: 1 change left out, because not everybody may see all data" in done.err


def test_members_see_everything(with_advocacy: Path) -> None:
    assert "Talk to the ministry: added" in ask(with_advocacy, "changes", "HEAD").out
    assert "Talk to the ministry" in ask(with_advocacy, "changes", "HEAD", "-f", "md", "--audience", "members").out


# Layout


def test_a_file_that_changed_only_in_layout_is_named(root: Path) -> None:
    text = (root / PILLAR).read_text(encoding="utf-8")
    put(root, {PILLAR: f"# A comment\n{text}"})
    done = ask(root, "changes", "HEAD")
    assert f"Nothing changed.\n\nLeft out, because it has no meaning: layout or comments in {PILLAR}." in done.out


# Reading


def test_files_that_are_the_same_in_both_states_are_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace(root, PILLAR, *MOVED)
    commit(root, "2026-03-01")
    names = list[str]()
    read = reader.read

    def counted(text: str, name: str) -> reader.Reading:
        names.append(name)
        return read(text, name)

    monkeypatch.setattr(reader, "read", counted)
    assert len(shown(root, "HEAD^", "HEAD")) == 1
    assert sorted(names) == sorted([*dict.fromkeys(names), PILLAR])


# How a report reads

AGREED = """\
What changed since HEAD (1 February 2026)

4 changes and 1 of wording. 9 of 9 activities are still in the plan; 1 is new.

Dates that moved
  2.7  Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2028. Reason: No funds.

Added, renamed and ended
  2.9  Hand in the stakeholders' report: done (1 March 2026): “Handed in.”
  2.11  Hold a dialogue: added (2027)

Organisations
  twg-1  Working group on violence: role: “Helps.”, not given before

Wording
  2.10  Attend the review of the State: text: “Attend” instead of “Follow”

Left out, because it has no meaning: layout or comments in data/pillars/1-coordination.yaml.
"""


def test_a_report_reads_as_agreed(root: Path) -> None:
    was = "\n        was: [{timeframe: 2025?, until: 2026-03-01, why: No funds.}]"
    replace(root, PILLAR, MOVED[0], MOVED[1] + was)
    replace(root, PILLAR, "timeframe: 2023\n",
            "timeframe: 2023\n        progress: [{date: 2026-03-01, status: done, note: Handed in.}]\n")  # fmt: skip
    replace(root, PILLAR, "text: Follow the review", "text: Attend the review")
    text = (root / PILLAR).read_text(encoding="utf-8")
    put(root, {PILLAR: f'{text.rstrip()}\n      - {{id: "2.11", text: Hold a dialogue, timeframe: 2027}}\n'})
    replace(root, "data/actors.yaml", "id: twg-1\n", "id: twg-1\n    role: Helps.\n")
    first = "data/pillars/1-coordination.yaml"
    put(root, {first: f"# A comment\n{(root / first).read_text(encoding='utf-8')}"})
    assert ask(root, "changes", "HEAD").out == AGREED


def test_windows_line_ends_are_no_change(root: Path) -> None:
    for path in (root / "data").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = ask(root, "changes", "HEAD")
    assert done.out.endswith("\n\nNothing changed.\n")
    assert "not committed" not in done.err


def test_a_repository_with_long_ids_is_read(tmp_path: Path) -> None:
    root = small(tmp_path)
    git(root, "init", "--quiet", "--object-format", "sha256")
    commit(root)
    replace(root, PILLAR, *MOVED)
    assert [line.rpartition(": ")[2] for line in shown(root, "HEAD")] == ["was 2025 (year TBD), now 2028"]


def test_a_submodule_in_place_of_the_data_is_refused(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD").strip()
    git(root, "rm", "-r", "--quiet", "--cached", "data")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},follow-up/data")
    git(root, "commit", "--quiet", "--message", "A submodule")
    assert "data is a submodule at HEAD" in refused(root, "HEAD")


def test_an_option_that_would_change_nothing_is_refused(root: Path) -> None:
    assert "--digest is a text" in refused(root, "HEAD", "--digest", "--format", "md")
    for arguments in (["--digest"], ["--format", "json"], ["--format", "csv"], ["--format", "github-comment"]):
        assert "--all applies to" in refused(root, "HEAD", "--all", *arguments)


def test_with_a_time_zone_that_does_not_exist_days_are_those_of_utc(root: Path) -> None:
    replace(root, "cobtrack.yaml", "timezone: Asia/Phnom_Penh", "timezone: Asia/Nowhere")
    assert "timezone: was Asia/Phnom_Penh, now Asia/Nowhere" in ask(root, "changes", "2026-02-01").out


def test_no_full_stop_stands_before_the_colon_after_a_title(root: Path) -> None:
    replace(root, PILLAR, "text: Support a mid-term review in 2025 (year TBD)\n", "text: Support a review.\n")
    assert any("Support a review: text: " in line for line in shown(root))
