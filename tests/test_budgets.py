"""Budgets: nothing is added that cannot be added, what is missing is said, and gaps are found."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.audience import for_audience
from cobtrack.render.pictures.budgets import budget_charts
from cobtrack.store.load import load
from cobtrack.views.budgets.sums import Doubtful, budget_table
from tests.cli_support import ask, replace, small

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
LINES = """\
budgets:
  - {id: training-2025, title: Training, owner: state, programme: Schools, year: 2025, currency: USD, allocated: 100000,
     clusters: [violence, education], recommendations: [crc-2022:42], source: Law, certainty: confirmed}
  - {id: training-2026, title: Training, owner: state, programme: Schools, year: 2026, currency: USD, allocated: 112500.50,
     planned: 120000, recommendations: [crc-2022:42], source: Law, certainty: tentative}
  - {id: materials-2026, title: Materials, owner: state, year: 2026, currency: USD, planned: 0.50,
     clusters: [education], source: Law, certainty: confirmed}
  - {id: riel-2026, title: Materials, owner: state, year: 2026, currency: KHR, planned: 4000000, activities: ["2.6"],
     source: Law, certainty: confirmed}
  - {id: ours-2026, title: Meetings, owner: civil-society, year: 2026, currency: USD, planned: 900,
     recommendations: [crc-2022:42], source: Us, certainty: confirmed}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small(tmp_path / "workspace", {"data/budgets/all.yaml": LINES})
    urgent = "    heading: Violence\n"
    replace(made, "data/recommendations/crc-2022.yaml", urgent, f"{urgent}    asks_for_resources: true\n")
    cluster = "  violence: Violence against children\n"
    replace(made, "cobtrack.yaml", cluster, f"{cluster}  education: Education\n")
    return made


def test_only_alike_amounts_are_added_and_each_sum_says_what_is_missing(root: Path) -> None:
    table = budget_table(load(root).workspace, load(root).workspace.budgets, "cluster")
    rows = {
        (row.key, row.owner, str(row.year), row.currency): {
            kind: (str(amount.amount), amount.missing)
            for kind, amount in row.amounts.items()
            if amount.amount is not None
        }
        for row in table.rows
    }
    assert rows == {
        ("violence", "state", "2025", "USD"): {"allocated": ("100000", 0)},
        # The second line has no clusters, so it belongs to the cluster of its recommendation.
        ("violence", "state", "2026", "USD"): {"planned": ("120000", 0), "allocated": ("112500.50", 0)},
        ("violence", "civil-society", "2026", "USD"): {"planned": ("900", 0)},
        ("education", "state", "2025", "USD"): {"allocated": ("100000", 0)},
        ("education", "state", "2026", "USD"): {"planned": ("0.50", 0)},
        ("", "state", "2026", "KHR"): {"planned": ("4000000", 0)},
    }
    totals = {(row.owner, str(row.year), row.currency): row for row in table.totals}
    total = totals["state", "2026", "USD"]
    assert (str(total.amounts["planned"].amount), total.amounts["planned"].doubtful) == (
        "120000.50",
        (Doubtful("tentative", Decimal(120000)),),
    )
    assert (str(total.amounts["allocated"].amount), total.amounts["allocated"].missing) == ("112500.50", 1)
    # The line of 2025 is in two clusters, and counts once in the total.
    assert (table.shared, len(totals["state", "2025", "USD"].lines)) == (1, 1)
    # The change needs both amounts in full.
    assert [str(row.change) for row in table.rows if row.change] == ["12.5005"]
    assert total.change is None


def test_status_shows_sums_and_recommendations_without_money(root: Path) -> None:
    shown = ask(root, "status", "--budgets", "--as-of", DAY).out
    assert "\nThe State, KHR\n2026   4,000,000  " in shown
    assert "≥ 112,500.50" in shown
    assert "The State, USD, 2026: planned: of which 120,000 tentative; allocated: of which" in shown
    assert "1 line serves several groups" in shown
    assert "in nominal amounts" in shown
    assert "1 recommendation asks for resources; for each, a budget line of the State with money is recorded" in shown
    only_ours = ask(root, "status", "--budgets", "--owner", "civil-society", "--as-of", DAY).out
    assert "900" in only_ours
    assert "State, USD" not in only_ours
    found = json.loads(ask(root, "status", "--budgets", "--year", "2025", "--format", "json", "--as-of", DAY).out)[
        "budgets"
    ]
    (total,) = next(each for each in found["sums"] if each["by"] == "programme")["rows"]
    assert (total["key"], total["planned"], total["lines"]) == (
        "Schools",
        {"sum": None, "missing": 1},
        ["training-2025"],
    )
    table = ask(root, "status", "--budgets", "--format", "csv", "--as-of", DAY).out
    assert "cluster,education,Education,state,2026,USD,1,0.50,0,,,,1,,,,1,,,\n" in table


def test_a_recommendation_has_resources_only_if_the_state_has_money_for_it(root: Path) -> None:
    lacking = ("list", "recommendations", "--status", "no-budget", "--as-of", DAY)
    assert "no recommendations match" in ask(root, *lacking).err
    lines = root / "data/budgets/all.yaml"
    lines.write_text("budgets:\n" + LINES[LINES.index("  - {id: ours-2026") :])
    assert "crc-2022:42" in ask(root, *lacking).out
    assert "(other lines: ours-2026)" in ask(root, "status", "--budgets", "--as-of", DAY).out


def test_a_document_has_the_sums_and_what_is_missing_from_them(root: Path) -> None:
    assert (
        ask(root, "render", "state-report-input", "--format", "md", "-o", str(root / "out"), "--as-of", DAY).code == 0
    )
    text = (root / "out/state-report-input.md").read_text(encoding="utf-8")
    assert "| 2026 | **All lines** | 120,000.50 | ≥ 112,500.50 | – | – |\n" in text
    assert "- 2026: planned: of which 120,000 tentative; allocated: of which 112,500.50 tentative, not known" in text
    assert "1 line serves several groups" in text
    # The document is for the public.
    assert "Civil society" not in text


def test_a_picture_compares_only_what_has_the_same_owner_and_currency(root: Path) -> None:
    workspace = load(root).workspace
    charts = budget_charts(budget_table(workspace, workspace.budgets, "year").totals)
    assert [chart.heading for chart in charts] == ["The State, KHR", "The State, USD", "Civil society, USD"]
    bars = {(str(year.total.year), bar.kind): bar for year in charts[1].years for bar in year.bars}
    planned, unknown = bars["2026", "planned"], bars["2026", "spent"]
    assert (planned.width, planned.doubtful) == (100, 100)
    assert (unknown.width, unknown.amount.amount) == (0, None)
    assert bars["2025", "allocated"].width == 83.33


def test_only_members_see_the_budget_of_the_coalition(root: Path) -> None:
    public = for_audience(load(root).workspace, "public")
    assert [line.id for line in public.budgets] == ["training-2025", "training-2026", "materials-2026", "riel-2026"]


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        (
            "planned: 1,200,000",
            '"1,200,000" is not an amount of money',
            "without separators between thousands: 1200000",
        ),
        ("planned: 1.200,5", '"1.200,5" is not an amount of money', "without separators between thousands: 1200.5"),
        ("planned: 1.200", '"1.200" is not an amount of money', "without separators between thousands: 1200"),
        ("planned: -5", '"-5" is not an amount of money', "write it like 1200000 or 950.50"),
        ("currency: usd", '"usd" is not the code of a currency', "write USD"),
        ("currency: US$", '"US$" is not the code of a currency', "write the three letters of ISO 4217, as in USD"),
    ],
)
def test_an_amount_is_a_plain_number_and_a_currency_a_code(tmp_path: Path, typed: str, message: str, hint: str) -> None:
    line = f"budgets:\n  - id: a\n    title: A\n    owner: state\n    year: 2026\n    {typed}\n"
    (problem,) = load(small(tmp_path, {"data/budgets/a.yaml": line})).problems
    assert (problem.code, problem.message) == ("COB106", message)
    assert hint in problem.hint
