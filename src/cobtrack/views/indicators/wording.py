"""What the values of an indicator show, in sentences for the terminal and for documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_limit, format_timeframe
from cobtrack.model.labels import EVERY
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_digits, ngettext
from cobtrack.model.text.wording import join
from cobtrack.views.indicators.groups import axis_title, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cobtrack.model.records.indicator import Measurement
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.types import Text
    from cobtrack.views.indicators.gaps import Disaggregation, Gap
    from cobtrack.views.indicators.measuring import MeasuringState

_NOTABLE_RATIO = 1.2
"""The ratio of the higher to the lower value from which a sentence says it."""


def amount(value: Decimal | str, unit: Text | None) -> str:
    """Return a value with its unit, such as "58%" or "1200 children"."""
    number = in_digits(str(value))
    if unit == "%":
        return _("%(number)s%%", number=number)
    return _("%(number)s %(unit)s", number=number, unit=unit) if unit else number


def sentences(settings: Settings, found: Disaggregation, unit: Text | None) -> Iterator[str]:
    """Yield sentences about the widest gap on each axis, and about the axes whose groups cannot be compared."""
    for gap in found.gaps:
        yield " ".join(_about_gap(settings, gap, unit))
    if found.not_compared:
        axes = join([axis_title(settings, axis) for axis in found.not_compared])
        yield _(
            "Values by %(axes)s are not compared, because they are of different dates or from different sources.",
            axes=axes,
        )


def _about_gap(settings: Settings, gap: Gap, unit: Text | None) -> Iterator[str]:
    axis, when = axis_title(settings, gap.axis), format_timeframe(gap.date)
    if not gap.difference:
        yield _("There is no gap by %(axis)s (%(date)s).", axis=axis, date=when)
    else:
        yield _(
            "The widest gap by %(axis)s (%(date)s) is %(difference)s: %(high)s and %(low)s.",
            axis=axis,
            date=when,
            difference=_difference(gap.difference, unit),
            high=_of_group(settings, gap.high, unit),
            low=_of_group(settings, gap.low, unit),
        )
        if gap.ratio and gap.ratio >= _NOTABLE_RATIO:
            yield _("The higher value is %(ratio)s times the lower one.", ratio=in_digits(f"{gap.ratio:.1f}"))
    yield from _about_change(gap, unit)
    if gap.furthest:
        yield _("Furthest from the target: %(group)s.", group=in_words(settings, gap.furthest.group))


def _about_change(gap: Gap, unit: Text | None) -> Iterator[str]:
    before = gap.earlier_difference
    if gap.earlier is None or before is None:
        return
    values = {"date": format_timeframe(gap.earlier[0].date), "difference": _difference(before, unit)}
    if gap.difference < before:
        yield _("It has become narrower: between the same groups, it was %(difference)s (%(date)s).", **values)
    elif gap.difference > before:
        yield _("It has become wider: between the same groups, it was %(difference)s (%(date)s).", **values)
    else:
        yield _("Between the same groups, it was the same before (%(date)s).", date=values["date"])


def _of_group(settings: Settings, value: Measurement, unit: Text | None) -> str:
    return _("%(group)s %(value)s", group=in_words(settings, value.group), value=amount(value.value, unit))


def _difference(number: Decimal, unit: Text | None) -> str:
    if unit != "%":
        return amount(number, unit)
    digits = in_digits(str(number))
    return ngettext("%(num)s percentage point", "%(num)s percentage points", 1 if number == 1 else 2, num=digits)


def schedule(row: MeasuringState) -> str:
    """Return how often an indicator is measured and when the next value is due; "" if nothing is planned."""
    every = EVERY[row.indicator.every].singular if row.indicator.every else ""
    if not row.due:
        return every
    due = format_limit(row.due)
    if row.status == "overdue":
        due = _("the next value was due by %(date)s", date=due)
    else:
        due = _("the next value is due by %(date)s", date=due)
    return join([*filter(None, [every, due])], ";")
