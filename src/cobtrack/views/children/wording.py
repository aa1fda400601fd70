"""What came of a point that children made in a consultation, in words for the terminal: in lines, or in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_limit, format_timeframe
from cobtrack.model.labels import FEEDBACK
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.views.children.consultations import Answer, PointState


def lines(state: PointState) -> Iterator[str]:
    """Yield lines that say what came of a point: the records that answer it, the reason, and the feedback."""
    point, given = state.point, state.given
    if point.done and point.done.note:
        yield f"done: {point.done.note}"
    for answer in state.answers:
        yield f"answered by {answer.id}{_standing(answer)}"
    if point.not_done_because:
        yield f"not done: {point.not_done_because}"
    if not point.has_outcome:
        yield "nothing is recorded about what came of it"
    if given and given.given:
        how = f" ({join([*given.how])})" if given.how else ""
        note = f": {given.note}" if given.note else ""
        yield f"feedback given on {format_timeframe(given.given)}{how}{note}"
    if state.is_owed:
        yield _owed(state)
    for answer in state.changed:
        yield f"  {answer.id} has changed since{_standing(answer)}"


def outcome(state: PointState) -> str:
    """Return what came of a point in one sentence, such as "Answered by 2.7: in-progress. Feedback overdue."."""
    answers = [f"{answer.id}{_standing(answer)}" for answer in state.answers]
    parts = [f"Answered by {'; '.join(answers)}." if answers else ""]
    if not state.answers and state.point.done:
        parts.append(f"Done: {state.point.done.note}" if state.point.done.note else "")
    parts.append(f"Not done: {state.point.not_done_because}" if state.point.not_done_because else "")
    parts.append("" if state.point.has_outcome else "Nothing is recorded about what came of it.")
    changed = f": {', '.join(answer.id for answer in state.changed)} changed since" if state.changed else ""
    feedback = _owed(state) if state.is_owed else FEEDBACK[state.feedback].singular
    return " ".join([*filter(None, parts), f"{feedback[:1].upper()}{feedback[1:]}{changed}."])


def _owed(state: PointState) -> str:
    due = f", due {format_limit(state.due)}" if state.due else ""
    return f"{FEEDBACK[state.feedback].singular}{due}"


def _standing(answer: Answer) -> str:
    """Return how a record stands, such as ": in-progress (17 December 2024)"; "" if nothing is reported on it."""
    parts = (
        f"{f'{standing.voice} ' if standing.voice else ''}{standing.status}"
        f"{f' ({format_timeframe(standing.date)})' if standing.date else ''}"
        for standing in answer.standings
    )
    text = ", ".join(parts)
    return f": {text}" if text else ""
