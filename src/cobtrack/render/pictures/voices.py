"""The geometry of two pictures of assessments: a strip for one recommendation, and bars for several.

The strip shows the latest level that each voice gave. The bars show, for each voice, how many recommendations are at
each level.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.labels import LEVEL
from cobtrack.model.languages.marks import without_marks
from cobtrack.views.assessments import LEVELS, NO_INFORMATION, NOT_ASSESSED, SCALE

if TYPE_CHECKING:
    from collections.abc import Iterator

from cobtrack.views.assessments import LatestByVoice, LevelCounts

MARK_HEIGHT = 24
"""The height of the mark of a voice, in pixels."""
_X = {NO_INFORMATION: 6.0} | {level: 24.0 + 14 * number for number, level in enumerate(SCALE)}
"""The x of each level. `no-information` is apart from the scale."""
_MIN_LABEL_WIDTH = 7.0
"""The width of a part of a bar, in percent, from which its number fits inside even on a telephone."""
_CHARACTER, _MARGIN = 1.7, 2.0
"""The width of a character and the room around words, in percent of a bar on paper."""


@dataclass(frozen=True)
class LevelTick:
    """A level on the scale of a strip."""

    level: str
    x: float


@dataclass(frozen=True)
class VoiceMark:
    """The mark of a voice above the level that it gave. `x` and `y` are the middle of the mark."""

    voice: str
    level: str
    x: float
    y: float


@dataclass(frozen=True)
class VoiceStrip:
    """The latest level that each voice gave to a recommendation."""

    ticks: tuple[LevelTick, ...]
    """The levels from the worst to the best. The level `no-information` is not among them."""
    apart: LevelTick
    """The place of the level `no-information`."""
    marks: tuple[VoiceMark, ...]
    """The marks, in the order of the voices. Voices with the same level are above each other."""
    axis: int
    """The y of the scale."""
    spread: int | None
    """How many levels are between the lowest and the highest level; None if fewer than two voices gave a level."""
    lowest: LevelTick | None
    highest: LevelTick | None


@dataclass(frozen=True)
class BarPart:
    """The recommendations at one level, as a part of a bar."""

    level: str
    number: int
    x: float
    width: float

    @property
    def has_label(self) -> bool:
        """Whether the number fits into the part."""
        return self.width >= _MIN_LABEL_WIDTH

    @property
    def has_words(self) -> bool:
        """Whether the number and the level in words fit into the part, on a page that is wide enough."""
        text = f"{self.number} {without_marks(LEVEL[self.level].short)}"
        return self.width >= _MARGIN + _CHARACTER * len(text)


@dataclass(frozen=True)
class VoiceBar:
    """How many recommendations are at each level in the view of one voice. Levels without any are left out."""

    voice: str
    assessed: int
    parts: tuple[BarPart, ...]


@dataclass(frozen=True)
class VoiceBars:
    """A bar for each voice that assessed any of the recommendations. All bars have the same length."""

    total: int
    """The number of recommendations."""
    introductions: int
    """The number of further paragraphs, which are not counted because they only introduce lettered items."""
    assessed: int
    """The number of recommendations that at least one voice assessed."""
    compared: int
    """The number of recommendations to which at least two voices gave a level."""
    differing: int
    """The number of recommendations to which the voices gave different levels."""
    levels: tuple[str, ...]
    """The levels that occur in any bar, from the best to the worst, then `no-information` and `not-assessed`."""
    bars: tuple[VoiceBar, ...]


def voice_strip(row: LatestByVoice) -> VoiceStrip:
    """Return the strip of a recommendation."""
    levels = {voice: assessment.level for voice, assessment in row.latest.items()}
    stacks = Counter(levels.values())
    axis = MARK_HEIGHT * max([1, *stacks.values()]) + 2
    above: Counter[str] = Counter()
    marks = []
    for voice, level in levels.items():
        marks.append(VoiceMark(voice, level, _X[level], axis - MARK_HEIGHT * (above[level] + 0.5) - 2))
        above[level] += 1
    ticks = tuple(LevelTick(level, _X[level]) for level in SCALE)
    given = [tick for tick in ticks if tick.level in stacks]
    return VoiceStrip(
        ticks=ticks,
        apart=LevelTick(NO_INFORMATION, _X[NO_INFORMATION]),
        marks=tuple(marks),
        axis=axis,
        spread=row.spread,
        lowest=given[0] if given else None,
        highest=given[-1] if given else None,
    )


def voice_bars(counts: LevelCounts, introductions: int = 0) -> VoiceBars:
    """Return the bars of several recommendations.

    `introductions` is the number of further paragraphs that only introduce lettered items.
    """
    order = (*LEVELS, NOT_ASSESSED)
    return VoiceBars(
        total=counts.total,
        introductions=introductions,
        assessed=counts.assessed,
        compared=counts.compared,
        differing=counts.differing,
        levels=tuple(level for level in order if any(tally[level] for tally in counts.by_voice.values())),
        bars=tuple(
            VoiceBar(voice, counts.total - tally[NOT_ASSESSED], tuple(_parts(tally, order, counts.total)))
            for voice, tally in counts.by_voice.items()
        ),
    )


def _parts(tally: Counter[str], order: tuple[str, ...], total: int) -> Iterator[BarPart]:
    before = 0
    for level in order:
        if number := tally[level]:
            x = round(100 * before / total, 2)
            before += number
            yield BarPart(level, number, x, round(100 * before / total - x, 2))
