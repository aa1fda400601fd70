"""The words that a filter by status accepts. This module loads no models, so that completion in the shell is fast."""

from __future__ import annotations

from cobtrack.model.labels import CERTAINTY, DEADLINE_STATE, FLAG, LEVEL, POSITION, PRIORITY, STATUS, TIMING

_ACTIVITY_WORDS = (*STATUS, *TIMING, "stale")
_DEADLINE_WORDS = (*DEADLINE_STATE, "held", *CERTAINTY)
STATUSES: dict[str, tuple[str, ...]] = {
    "activities": _ACTIVITY_WORDS,
    "deadlines": _DEADLINE_WORDS,
    "timeline": tuple(dict.fromkeys((*_ACTIVITY_WORDS, *_DEADLINE_WORDS))),
    "recommendations": (*FLAG, *POSITION, *LEVEL, *PRIORITY),
    "actions": _ACTIVITY_WORDS,
}
"""The words, keyed by the kind of list."""
STATUS_WORDS = tuple(dict.fromkeys(word for words in STATUSES.values() for word in words))
"""All words in STATUSES, without duplicates."""
