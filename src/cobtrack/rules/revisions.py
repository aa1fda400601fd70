"""COB6: what a change to the data files must not lose. `validate` checks this in a pull request only.

The rules compare two states of a workspace, so `editing/revisions.py` checks them.
"""

from __future__ import annotations

from cobtrack.model.problem import Severity
from cobtrack.rules.rule import read_rule

removed_without_reason = read_rule(
    "COB601",
    "removed-without-reason",
    Severity.WARNING,
    """
    A record was removed, and nothing says why.

    Readers who know the record look for it. `removed` in data/roadmap.yaml keeps its id, so no other record gets it,
    and the reason. `cobtrack remove ID --why "…"` writes both.
    """,
)
official_words_changed = read_rule(
    "COB602",
    "official-words-changed",
    Severity.ERROR,
    """
    The official words of a paragraph changed, and the earlier words are not kept.

    `text` is what a UN document says, and other people quote it. If it was entered wrongly, correct it and keep the
    earlier words in `was`, with the reason: `cobtrack set crc-2022:42 text="…" --why "…"` does both. Your own words go
    into `summary`. A correction of quotation marks, dashes, spaces or line breaks is no change of words.

    Wrong:  - text: Ensure free primary education.
    Right:  - text: Ensure free primary education.
              was:
                - text: Ensure free primary and secondary education.
                  until: 2026-11-26
                  why: The sentence was copied from another paragraph.
    """,
)
left_behind = read_rule(
    "COB603",
    "left-behind",
    Severity.WARNING,
    """
    The words of a record changed, but a translation or what was written about the earlier words did not.

    A translation that no longer fits is translated again, or marked as outdated: `cobtrack set ID
    text.standing.km=outdated`. A score or an assessment that no longer fits is corrected, or followed by a newer one.
    If it still fits, say so: `cobtrack log ID --still-holds`. For this, `was` has to keep the earlier words;
    `cobtrack set` keeps them.
    """,
)
assessment_changed = read_rule(
    "COB604",
    "assessment-changed",
    Severity.WARNING,
    """
    An assessment of a recommendation, or a reported stage of a measure, was changed or removed.

    An assessment says how things stood on its date, and others may have quoted it. When the situation or the view
    changes, add an assessment with `cobtrack log`: the latest one of each voice applies. An assessment that nobody has
    reviewed yet (`provisional`) can still be changed. Evidence, translations, the reply of the State and `audience`
    can always be added. The same holds for a stage of a measure of the State that has a `voice`.

    Wrong:  - {date: 2025-03-01, voice: un, level: none, reason: …}   was {…, level: partly, …}
    Right:  - {date: 2025-03-01, voice: un, level: partly, reason: …}
            - {date: 2026-03-01, voice: un, level: none, reason: …}
    """,
)
