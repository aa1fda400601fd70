"""One review of the UPR from several files: each recommendation once, whichever file comes first."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cobtrack.exchange.merge.match_paragraphs import record_wordings
from cobtrack.exchange.sources import thematic_list, upr_info
from cobtrack.exchange.un.text import text_key
from cobtrack.model.states import lookup
from cobtrack.store.load import load
from tests.cli_support import DAY, ask, replace, small, snapshot, words
from tests.docx_support import thematic_list as write_list
from tests.test_merge import imported

HEADER = "To,Text,From,Response,Action,Issue,Session"
OWN = lookup.state_keys_of("KHM", ["Cambodia"])
FILE = "data/recommendations/upr-session-20.yaml"
Rec = tuple[str, str, list[tuple[str, list[str]]]]
REVIEW: list[Rec] = [
    ("115.3", "Supported", [("Ratify the Protocol on a communications procedure", ["Portugal", "Slovakia"])]),
    ("115.38", "Supported", [
        ("Ensure the compliance of the Ombudsman with the Paris Principles", ["Egypt"]),
        ("continue to guarantee that the Human Rights Ombudsperson complies", ["Peru"]),
        ("take measures to bring the Ombudsman’s Office into compliance", ["Azerbaijan"]),
    ]),
    ("115.8", "Noted", [("Ratify ICRMW", ["Senegal", "Venezuela (Bolivarian Republic of)", "Peru"])]),
]  # fmt: skip


def in_list(path: Path, review: list[Rec]) -> Path:
    rows: list[tuple[str, ...]] = []
    for number, position, texts in review:
        said = "; ".join(f"{text} ({', '.join(names)})" for text, names in texts)
        rows.append((f"{number} {said};\nSource of position: A/HRC/28/15/Add.1 - Para. 3", position, "- Play", ""))
    write_list(path / "list.docx", [*rows])
    import docx

    document = docx.Document(str(path / "list.docx"))
    document.sections[0].header.paragraphs[0].text = "UPR of Cambodia (2nd Cycle \u2013 20th session)"
    document.save(str(path / "list.docx"))
    return path / "list.docx"


def in_csv(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER.split(","), *rows])
    (path / "upr.csv").write_text(out.getvalue(), encoding="utf-8")
    return path / "upr.csv"


def rows_of(review: list[Rec], typeset: bool = False) -> list[tuple[str, ...]]:
    """Return a row for each State, as UPR Info has them, with other spellings of names and signs."""
    other = {"Venezuela (Bolivarian Republic of)": "Venezuela"} if typeset else {}
    return [
        ("Cambodia", text.replace("’", "'") + " " if typeset else text, other.get(name, name),
         "Accepted" if position == "Supported" else "Noted", "5", "Play", "20")
        for _, position, texts in review
        for text, names in texts
        for name in names
    ]  # fmt: skip


def held(root: Path) -> Counter[frozenset[tuple[str, frozenset[str]]]]:
    """Return each recommendation of the review as its texts and its recommending States."""
    (document,) = (one for one in load(root).workspace.documents if one.mechanism == "upr")
    return Counter(
        frozenset((text_key(text), frozenset(map(lookup.state_key, names))) for text, names in record_wordings(one))
        for one in document.paragraphs
    )


def contents(root: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in snapshot(root).items()}


def expected(review: list[Rec]) -> Counter[frozenset[tuple[str, frozenset[str]]]]:
    return Counter(
        frozenset((text_key(text), frozenset(map(lookup.state_key, names))) for text, names in texts)
        for _, _, texts in review
    )


def both(root: Path, tmp_path: Path, review: list[Rec], order: str, rows: Sequence[tuple[str, ...]]) -> None:
    for file in order:
        source = in_list(tmp_path, review) if file == "L" else in_csv(tmp_path, rows)
        imported(root, thematic_list.read(source) if file == "L" else upr_info.read(source, OWN))


@pytest.mark.parametrize("order", ["LU", "UL", "LUL", "ULU", "UULL"])
def test_each_recommendation_is_one_record_whichever_file_comes_first(tmp_path: Path, order: str) -> None:
    root = small(tmp_path / "w")
    both(root, tmp_path, REVIEW, order, rows_of(REVIEW, typeset=True))
    assert held(root) == expected(REVIEW)
    before = contents(root)
    both(root, tmp_path, REVIEW, "LU", rows_of(REVIEW, typeset=True))
    assert contents(root) == before


NAMES = [
    "Peru",
    "Chad",
    "Norway",
    "Viet Nam",
    "Côte d'Ivoire",
    "Türkiye",
    "Republic of Korea",
    "Iran (Islamic Republic of)",
]
SUBJECTS = ["water", "schools", "prisons", "marriage", "asylum", "budget", "adoption", "journalists", "land", "torture"]
VERBS = ["Guarantee", "Publish", "Finance", "Prohibit"]


@st.composite
def reviews(draw: st.DrawFn) -> list[Rec]:
    texts = draw(
        st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(SUBJECTS)), min_size=1, max_size=7, unique=True)
    )
    made = [(f"{verb} what concerns {what}", draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)))
            for verb, what in texts]  # fmt: skip
    found: list[Rec] = []
    while made:
        count = draw(st.integers(1, min(3, len(made))))
        found.append((f"118.{len(found) + 1}", draw(st.sampled_from(["Supported", "Noted"])), made[:count]))
        made = made[count:]
    return found


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(review=reviews(), order=st.permutations("LLUU"), seed=st.integers(0, 99))
def test_the_order_of_files_and_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, review: list[Rec], order: list[str], seed: int
) -> None:
    place = tmp_path_factory.mktemp("review")
    root, rows = small(place / "w"), rows_of(review)
    random.Random(seed).shuffle(rows)
    both(root, place, review, "".join(order), rows)
    assert held(root) == expected(review)
    before = contents(root)
    both(root, place, review, "UL", rows)
    assert contents(root) == before


ROW = ("Cambodia", "Build schools for all – d’abord “now”", "Norway", "Supported", "4", "Play", "20")


def rerun(tmp_path: Path, text: str, name: str = "Norway") -> tuple[list[tuple[str, str]], list[str]]:
    """Import the row with this text after it was imported with its own text and assessed."""
    root = small(tmp_path / "w")
    imported(root, upr_info.read(in_csv(tmp_path, [ROW]), OWN))
    replace(root, FILE, "    origins:\n",
            "    assessments: [{date: 2026-01, voice: un, level: partly, reason: Some were built.}]\n    origins:\n")  # fmt: skip
    changed = (ROW[0], text, name, *ROW[3:])
    made = imported(root, upr_info.read(in_csv(tmp_path, [changed]), OWN)).documents[0]
    return [(row.state, row.id) for row in made.paragraphs], [
        one.incoming for row in made.paragraphs for one in row.conflicts
    ]


@pytest.mark.parametrize("text", [
    "Build schools for all - d'abord \"now\"", "Build schools for all \u2013 d\u2019abord \u201cnow\u201d.",
    "  BUILD\u00a0schools for\u200b all \u2014 d\u02bcabord \u00abnow\u00bb ",
])  # fmt: skip
def test_the_same_words_with_other_typography_are_the_same_record(tmp_path: Path, text: str) -> None:
    rows, conflicts = rerun(tmp_path, text)
    assert [state for state, _ in rows] == ["same"]
    assert not conflicts


def test_a_small_correction_is_the_same_record_and_reported_as_changed_words(tmp_path: Path) -> None:
    text = "Build schools for all children – d’abord “now”".replace(" children", "").replace("schools", "school")
    rows, conflicts = rerun(tmp_path, text)
    assert [state for state, _ in rows] == ["changed"]
    assert conflicts == [text]


def test_a_different_text_of_the_same_state_is_another_record(tmp_path: Path) -> None:
    rows, _ = rerun(tmp_path, "Build hospitals for all – d’abord “now”")
    assert [state for state, _ in rows] == ["new", "gone"]


def test_two_protocols_stay_two_recommendations(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    texts = [f"Ratify the Optional Protocol to {name}" for name in ("CEDAW", "CRPD")]
    for text in (texts[0], texts[1]):
        imported(root, upr_info.read(in_csv(tmp_path, [(ROW[0], text, *ROW[2:])]), OWN))
    assert held(root).total() == 2


def test_another_state_of_the_same_text_is_added_unless_a_person_removed_it(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    for names in (["Norway"], ["Norway", "Peru"]):
        imported(root, upr_info.read(in_csv(tmp_path, [(*ROW[:2], name, *ROW[3:]) for name in names]), OWN))
    assert held(root) == Counter([frozenset({(text_key(ROW[1]), frozenset({"NOR", "PER"}))})])
    replace(root, FILE, "      - Peru\n", "")
    made = imported(root, upr_info.read(in_csv(tmp_path, [(*ROW[:2], name, *ROW[3:]) for name in names]), OWN))
    assert (made.documents[0].edits, made.documents[0].paragraphs[0].removed_by_hand) == ([], ("made_by",))


def test_the_same_words_with_another_answer_stay_two_records(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    imported(root, upr_info.read(in_csv(tmp_path, [ROW]), OWN))
    imported(root, upr_info.read(in_csv(tmp_path, [ROW, (*ROW[:2], "Peru", "Noted", *ROW[4:])]), OWN))
    assert held(root).total() == 2


@pytest.mark.parametrize(
    "what", ["responsible: [moj]", "assessments: [{date: 2026-01, voice: un, level: partly, reason: So.}]"]
)
def test_a_record_with_more_than_its_text_is_never_replaced(tmp_path: Path, what: str) -> None:
    root = small(tmp_path / "w")
    both(root, tmp_path, REVIEW, "U", rows_of(REVIEW))
    text = (root / FILE).read_text(encoding="utf-8")
    at = text.index("    position:", text.index("continue to guarantee"))
    (root / FILE).write_text(f"{text[:at]}    {what}\n{text[at:]}", encoding="utf-8")
    made = imported(root, thematic_list.read(in_list(tmp_path, REVIEW)))
    states_ = Counter(row.state for row in made.documents[0].paragraphs)
    assert (states_["merged"], states_["double"]) == (1, 1)
    assert what in (root / FILE).read_text(encoding="utf-8")


def test_a_record_that_is_referred_to_is_never_replaced(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    both(root, tmp_path, REVIEW, "U", rows_of(REVIEW))
    record = next(one for one in load(root).workspace.paragraphs if "continue" in str(one.text))
    replace(root, "data/pillars/1-coordination.yaml", "[crc-2022:42]", f'[crc-2022:42, "{record.id}"]')
    made = imported(root, thematic_list.read(in_list(tmp_path, REVIEW)))
    assert [row.id for row in made.documents[0].paragraphs if row.state == "double"] == [record.id]


def test_pledges_alone_are_summed_up_in_one_line(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    rows = [("Cambodia", f"{verb} what concerns {what}", "Norway", *ROW[3:]) for verb in VERBS for what in SUBJECTS]
    ask(root, "import", str(in_csv(tmp_path, rows)), "--write", as_of=DAY)
    pledges = [("Cambodia", f"We shall look at {what}", "Cambodia", "Voluntary Pledge", *ROW[4:]) for what in SUBJECTS]
    done = ask(root, "import", str(in_csv(tmp_path, pledges)), "--write", as_of=DAY)
    assert "it does not contain 40 records from earlier imports, which will stay" in words(done.out)
    assert "not in the file" not in done.out


def test_new_records_and_doubts_fit_on_one_screen(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    rows = [(("Cambodia", "Chad")[at % 2], f"{verb} what concerns {what}", "Norway", "?" * (at % 3), "9", "Play", "20")
            for verb in VERBS for at, what in enumerate(SUBJECTS)]  # fmt: skip
    done = ask(root, "import", str(in_csv(tmp_path, rows)), as_of=DAY)
    lines = [*done.out.splitlines(), *done.err.splitlines()]
    assert sum(-(-max(len(line), 1) // 80) for line in lines) <= 24
    assert "20 skipped: another State: Chad 20" in done.out
    whole = ask(root, "import", str(in_csv(tmp_path, rows)), "--all", as_of=DAY)
    assert whole.out.count("  new  ") == 20


def test_two_numbers_of_the_same_words_keep_their_states_and_origins_apart(tmp_path: Path) -> None:
    root, review = small(tmp_path / "w"), [REVIEW[0], ("115.5", "Supported", [(REVIEW[0][2][0][0], ["Chad"])])]
    both(root, tmp_path, review, "LULU", rows_of(review))
    assert held(root) == expected(review)
    assert ask(root, "validate", "-q", as_of=DAY).code == 0


def test_the_report_on_many_reviews_fits_on_one_screen(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    name = load(root).workspace.settings.state_name
    rows = [f"{name},Build {session},Norway,Odd,4,Play,{session}" for session in range(1, 48)]
    (tmp_path / "upr.csv").write_text("\n".join(["To,Text,From,Response,Action,Issue,Session", *rows]))
    done = ask(root, "import", str(tmp_path / "upr.csv"), "--write")
    assert done.code == 0, done.err
    lines = [*done.out.splitlines(), *done.err.splitlines()]
    assert sum(-(-max(len(line), 1) // 80) for line in lines) <= 24
    assert "Wrote 44 more" in done.err
