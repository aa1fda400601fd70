"""Sums of budget lines by cluster, programme, organisation, recommendation or activity, and by budget year.

Amounts are added only if they have the same currency, the same budget year and the same kind of owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from cobtrack.model.inheritance import with_inherited
from cobtrack.model.labels import AMOUNT, CERTAINTY, OWNER
from cobtrack.model.languages.phrases import gettext, in_digits, money, ngettext
from cobtrack.model.record import Certainty
from cobtrack.model.records.budget import AMOUNT_KINDS
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import in_same_language, plain_text
from cobtrack.model.text.wording import join, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.budget import AmountKind, BudgetLine
    from cobtrack.model.workspace import Workspace

Grouping = Literal["year", "cluster", "programme", "organisation", "recommendation", "activity"]
"""What the rows of a table of sums are about. In a table by year, each row has all lines of a year."""
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
_DOUBTFUL = tuple(word for word in get_args(Certainty) if word != "confirmed")


class Doubtful(NamedTuple):
    """The part of a sum that is reported or tentative."""

    certainty: str
    amount: Decimal


@dataclass(frozen=True)
class AmountSum:
    """The sum of an amount over several budget lines."""

    amount: Decimal | None
    """The sum of the known amounts; None if no amount is known."""
    missing: int
    """The number of lines for which the amount is not known."""
    doubtful: tuple[Doubtful, ...] = ()
    """The parts of the sum that are not confirmed."""

    @property
    def text(self) -> str:
        """The sum in digits: "≥ 120,000" if an amount is missing from it, and "" if no amount is known."""
        if self.amount is None:
            return ""
        number = money(self.amount)
        return gettext("≥ %(amount)s", amount=number) if self.missing else number


@dataclass(frozen=True)
class BudgetSum:
    """The sums over all lines of a group that have the same owner, budget year and currency."""

    key: str
    """The id of the cluster, recommendation, activity or organisation, or the programme; "" for lines without it."""
    title: str
    """How people name the group; "" for lines without a group and for all lines of a year."""
    owner: str
    year: Timeframe
    currency: str
    """The currency; "" for lines without a currency. The amounts of these lines are not added."""
    lines: tuple[BudgetLine, ...]
    amounts: Mapping[AmountKind, AmountSum]
    change: Decimal | None = None
    """The change of the allocated amount since the year before, in per cent of nominal amounts.

    It is None if the year before or a part of either amount is not known.
    """

    @property
    def change_text(self) -> str:
        """The change with its sign, such as "+4.2%"; "" if it is not known."""
        return "" if self.change is None else in_digits(f"{self.change:+.1f}%".replace("-", "\u2212"))

    @property
    def heading(self) -> str:
        """The owner and the currency, which all rows have in common that can be compared."""
        return join([upper_first(OWNER[self.owner].singular), self.currency or gettext("no currency")], ",")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader has to know about the sums: which parts are not confirmed, and what is missing.

        An amount that is not known for any line is left out, because there is no sum.
        """
        details = {kind: self._details(amount) for kind, amount in self.amounts.items() if amount.amount is not None}
        return tuple(
            gettext("%(label)s: %(text)s", label=AMOUNT[kind].singular, text=join(texts, ","))
            for kind, texts in details.items()
            if texts
        )

    def _details(self, amount: AmountSum) -> list[str]:
        texts = [
            gettext(
                "of which %(amount)s %(certainty)s",
                amount=money(part.amount),
                certainty=CERTAINTY[part.certainty].singular,
            )
            for part in amount.doubtful
        ]
        if amount.missing:
            text = ngettext(
                "not known for %(num)s of %(lines)s lines",
                "not known for %(num)s of %(lines)s lines",
                amount.missing,
                lines=len(self.lines),
            )
            texts.append(text)
        return texts


class YearRows(NamedTuple):
    """The total of a budget year, and the groups of the year."""

    total: BudgetSum
    rows: tuple[BudgetSum, ...]


class BudgetPart(NamedTuple):
    """The budget years with the same owner and currency."""

    heading: str
    years: tuple[YearRows, ...]


@dataclass(frozen=True)
class BudgetTable:
    """A table of sums. A line that serves several groups counts in full in each of them, and once in the totals."""

    by: Grouping
    rows: tuple[BudgetSum, ...]
    totals: tuple[BudgetSum, ...]
    """The sums over all lines, each counted once."""
    shared: int
    """The number of lines that are in several groups."""

    @property
    def how_counted(self) -> str:
        """A sentence without a full stop that says how lines in several groups are counted; "" if there are none."""
        if not self.shared:
            return ""
        return ngettext(
            "%(num)s line serves several groups: it counts in full in each of them, and once in the total",
            "%(num)s lines serve several groups: each counts in full in each of them, and once in the total",
            self.shared,
        )

    @property
    def has_change(self) -> bool:
        """Whether the change since the year before is known for any row or total."""
        return any(row.change is not None for row in (*self.rows, *self.totals))

    @property
    def parts(self) -> tuple[BudgetPart, ...]:
        """The totals with their rows, in a part for each owner and currency."""
        rows: dict[tuple[str, str], list[BudgetSum]] = {}
        for row in self.rows:
            rows.setdefault((row.heading, str(row.year)), []).append(row)
        return tuple(
            BudgetPart(heading, tuple(YearRows(total, tuple(rows[heading, str(total.year)])) for total in totals))
            for heading, totals in groupby(self.totals, lambda row: row.heading)
        )


def budget_table(workspace: Workspace, lines: Iterable[BudgetLine], by: Grouping) -> BudgetTable:
    """Return the table with the sums of the given lines."""
    lines = tuple(lines)
    groups = _Groups(workspace)
    in_groups: dict[str, list[BudgetLine]] = {}
    for line in lines:
        for key in groups.of(line, by):
            in_groups.setdefault(key, []).append(line)
    order = _order(workspace, by)
    keys = sorted(in_groups, key=lambda key: (not key, order.get(key, len(order)), natural_key(key)))
    rows = [row for key in keys for row in _sums(in_groups[key], key, groups.title(key, by))]
    shared = sum(len(groups.of(line, by)) > 1 for line in lines)
    return BudgetTable(by, tuple(rows), tuple(_sums(lines, "", "")), shared)


class _Groups:
    """The groups of budget lines, and their titles."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = with_inherited(workspace)
        self._programmes = {str(line.programme): line.programme for line in workspace.budgets if line.programme}

    def of(self, line: BudgetLine, by: Grouping) -> tuple[str, ...]:
        """Return the groups that a line belongs to: (""), if it belongs to none."""
        keys: dict[Grouping, Sequence[str]] = {
            "year": (),
            "cluster": line.clusters or self._clusters(line),
            "programme": (str(line.programme or ""),),
            "organisation": (line.organisation or "",),
            "recommendation": line.recommendations,
            "activity": line.activities,
        }
        return tuple(dict.fromkeys(keys[by])) or ("",)

    def _clusters(self, line: BudgetLine) -> list[str]:
        """Return the clusters of the recommendations that a line serves."""
        records = map(self._workspace.by_id.get, line.recommendations)
        return [record.cluster for record in records if isinstance(record, Paragraph) and record.cluster]

    def title(self, key: str, by: Grouping) -> str:
        """Return how people name a group."""
        record = self._workspace.by_id.get(key)
        if by == "cluster":
            return _plain(self._workspace.settings.clusters.get(key, key))
        if by == "recommendation" and isinstance(record, Paragraph):
            return self._workspace.citation(record)
        words = getattr(record, "acronym", "") or getattr(record, "name", "") or getattr(record, "text", "")
        return _plain(words or self._programmes.get(key, key))


def _plain(words: str) -> str:
    """Return words without markup, in the language that they are in."""
    return in_same_language(words, plain_text(words))


def _order(workspace: Workspace, by: Grouping) -> dict[str, int]:
    """Return the place of each group in the table. Groups that are not in the result are sorted by their key."""
    return {key: place for place, key in enumerate(workspace.settings.clusters)} if by == "cluster" else {}


def _sums(lines: Iterable[BudgetLine], key: str, title: str) -> list[BudgetSum]:
    """Return the sums of the lines of a group, sorted by owner, currency and budget year."""
    alike: dict[tuple[str, str, str], list[BudgetLine]] = {}
    for line in lines:
        alike.setdefault((line.owner, line.currency or "", str(line.year)), []).append(line)
    sums: list[BudgetSum] = []
    for (owner, currency, _), group in alike.items():
        amounts = {kind: _amount_sum(group, kind, has_currency=bool(currency)) for kind in AMOUNT_KINDS}
        sums.append(BudgetSum(key, title, owner, group[0].year, currency, tuple(group), amounts))
    owners = list(OWNER)
    sums.sort(key=lambda row: (owners.index(row.owner), row.currency, str(row.year.earliest or ""), str(row.year)))
    return [BudgetSum(**{**vars(row), "change": _change(row, sums)}) for row in sums]


def _amount_sum(lines: Sequence[BudgetLine], kind: AmountKind, *, has_currency: bool) -> AmountSum:
    known = [(line.certainty, line.amounts[kind]) for line in lines if kind in line.amounts] if has_currency else []
    doubtful = (
        Doubtful(word, sum((amount for certainty, amount in known if certainty == word), Decimal()))
        for word in _DOUBTFUL
    )
    return AmountSum(
        sum((amount for _, amount in known), Decimal()) if known else None,
        len(lines) - len(known),
        tuple(part for part in doubtful if part.amount),
    )


def _change(row: BudgetSum, rows: Sequence[BudgetSum]) -> Decimal | None:
    """Return the change of the allocated amount since the year before, in per cent, if both are fully known."""
    start = row.year.earliest
    day_before = start - timedelta(days=1) if start else None
    alike = [other for other in rows if (other.owner, other.currency) == (row.owner, row.currency)]
    before = next((other.amounts["allocated"] for other in alike if other.year.latest == day_before), None)
    now = row.amounts["allocated"]
    if before is None or before.missing or now.missing or not before.amount or now.amount is None:
        return None
    return (now.amount - before.amount) * 100 / before.amount
