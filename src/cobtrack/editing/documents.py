"""The results that documents show, with the problems that the rules find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import speaking, spoken
from cobtrack.model.scenario import as_known_on
from cobtrack.render.results import Results
from cobtrack.rules import check

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.actor import Actor
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.topics import Topic


def results_on(workspace: Workspace, as_of: date, topic: Topic | None = None, actor: Actor | None = None) -> Results:
    """Return everything that the documents of a workspace can show on a day, with the contradictions between its dates.

    See Results for `topic` and `actor`.
    """
    with speaking(spoken().for_documents(workspace.settings.languages[0])):
        contradictions = tuple(check(as_known_on(workspace, as_of), as_of, "COB3"))
    return Results(workspace, as_of, contradictions, topic, actor)
