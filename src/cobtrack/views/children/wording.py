"""What came of a point that children made in a consultation, in sentences for the terminal. Documents say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_limit, format_timeframe
from cobtrack.model.labels import ANSWER_STATUS, FEEDBACK_HOW, VOICE
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.wording import as_sentence, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.views.children.consultations import Answer, Change, PointState, Standing


_MARKS = frozenset('.!?।။។؟\u06d4”"»)')


def sentences(state: PointState) -> Iterator[str]:
    """Yield sentences that say what came of a point: what was done, why not, the feedback, and what changed later."""
    point = state.point
    if point.done and point.done.note:
        yield _ended(str(point.done.note))
    if state.answers:
        yield gettext("Answered by: %(records)s.", records=join([_answer(answer) for answer in state.answers], ";"))
    if point.not_done_because:
        yield gettext("Why it was not done: %(reason)s", reason=_ended(str(point.not_done_because)))
    if not point.has_outcome:
        yield gettext("Nothing has been recorded about what came of it.")
    yield from _feedback(state)


def _ended(text: str) -> str:
    """Return a text with a full stop, unless the text ends with a mark. Other sentences follow on the same line."""
    return text if text[-1:] in _MARKS else as_sentence(text)


def _feedback(state: PointState) -> Iterator[str]:
    given = state.given
    if given and given.given:
        day, how = format_timeframe(given.given), join([FEEDBACK_HOW[word].singular for word in given.how], ",")
        if how:
            yield gettext("The group got an answer on %(date)s (%(how)s).", date=day, how=how)
        else:
            yield gettext("The group got an answer on %(date)s.", date=day)
    due = format_limit(state.due) if state.due else ""
    if state.feedback == "feedback-owed-again":
        changes = join([_changes(answer) for answer in state.changed], ";")
        yield gettext(
            "Since then, something has changed that the group has not been told: %(changes)s.", changes=changes
        )
    elif state.feedback == "feedback-overdue":
        yield gettext("An answer was promised by %(date)s, and none has been recorded.", date=due)
    elif state.is_owed and due:
        yield gettext("An answer is due by %(date)s.", date=due)
    elif state.is_owed and not given:
        yield gettext("No answer to the group has been recorded yet.")


def _answer(answer: Answer) -> str:
    """Return a record with how it stands, such as "2.7 (in progress, 17 December 2024)"."""
    if not answer.standings:
        return answer.id
    status = join([_standing(standing) for standing in answer.standings], ";")
    return gettext("%(record)s (%(status)s)", record=answer.id, status=status)


def _changes(answer: Answer) -> str:
    changes = join([_change(change) for change in answer.changes], ";")
    return gettext("%(record)s: %(changes)s", record=answer.id, changes=changes)


def _change(change: Change) -> str:
    before = ANSWER_STATUS[change.before.status].singular
    return gettext("%(now)s (before: %(before)s)", now=_standing(change.after), before=before)


def _standing(standing: Standing) -> str:
    status = ANSWER_STATUS[standing.status].singular
    if standing.voice:
        status = gettext("%(voice)s: %(level)s", voice=VOICE[standing.voice].singular, level=status)
    if standing.date is None:
        return status
    return gettext("%(status)s, %(date)s", status=status, date=format_timeframe(standing.date))
