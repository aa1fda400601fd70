"""COB2xx and COB4xx, too: what is said of recommendations by scores, assessments, indicators and imports."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cobtrack.model import words
from cobtrack.model.problem import Finding, Severity
from cobtrack.rules.links import nearest
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


@rule("COB214", "unknown-criterion", _ERROR)
def unknown_criterion(workspace: Workspace) -> Iterator[Finding]:
    """A score is for a criterion that cobtrack.yaml does not list, or a second one for the same.

    Wrong:  - criterion: severty
    Right:  - criterion: severity
    """
    known = [one.id for one in workspace.settings.criteria]
    for paragraph in workspace.paragraphs:
        seen: set[str] = set()
        for score in paragraph.scores:
            if score.criterion not in known and "settings" not in workspace.lost:
                message = f'no criterion has the id "{score.criterion}"'
                yield Finding(score.place.at("criterion"), message, nearest(score.criterion, known, "criterion"))
            elif score.criterion in seen:
                message = f"{paragraph.id} is scored twice for {score.criterion}"
                yield Finding(score.place.at("criterion"), message, "keep one of the two")
            seen.add(score.criterion)


@rule("COB417", "to-be-checked", _WARNING)
def to_be_checked(workspace: Workspace) -> Iterator[Finding]:
    """An import was not sure of something, and nobody has settled it yet.

    Compare it with the official document, mend the record, and take the line out of `check`.
    """
    for document in workspace.documents:
        open_ones = [one for one in document.paragraphs if one.check]
        for paragraph in open_ones[:_MOST]:
            hint = "compare it with the official document, then take the line out of check"
            yield Finding(paragraph.place.at("check", 0), f"{paragraph.id}: {paragraph.check[0]}", hint)
        if len(open_ones) > _MOST:
            message = f"{len(open_ones) - _MOST} more paragraphs of {document.name} are to be checked"
            hint = "cobtrack list recommendations --status to-check"
            yield Finding(open_ones[_MOST].place.at("check", 0), message, hint)


_MOST = 20


@rule("COB418", "only-structural-indicators", _WARNING)
def only_structural(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation is measured by structural indicators alone: they show what was promised, not what came of it.

    Structural, process and outcome indicators after OHCHR's guide; a law is structural, a result is an outcome.
    """
    types: dict[str, set[str]] = defaultdict(set)
    for indicator in workspace.indicators:
        for one in indicator.recommendations:
            types[one].add(indicator.type)
    for indicator in workspace.indicators:
        for number, one in enumerate(indicator.recommendations):
            if types.pop(one, None) == {"structural"}:
                hint = "add a process or an outcome indicator for it"
                message = f"{one} has structural indicators only"
                yield Finding(indicator.place.at("recommendations", number), message, hint)


@rule("COB419", "assessment-without-evidence", _WARNING)
def assessment_without_evidence(workspace: Workspace) -> Iterator[Finding]:
    """Somebody says how far a recommendation was carried out, and nothing shows it.

    An assessment that there is no information needs no evidence.
    """
    for paragraph in workspace.paragraphs:
        for one in paragraph.assessments:
            if not one.evidence and one.level != "no-information":
                message = f"{paragraph.id}: {one.level}, says {one.voice}, by no evidence"
                hint = "add evidence: with bearing (supports, contradicts, context) and source"
                yield Finding(one.place.at("level"), message, hint)


@rule("COB420", "indicator-not-measured", _WARNING)
def indicator_not_measured(workspace: Workspace) -> Iterator[Finding]:
    """Indicators have no value at all, or no baseline to compare one with."""
    for file in workspace.indicator_files:
        bare = [one for one in file.indicators if not one.values and not one.baseline]
        if bare:
            ids = words.listing([one.id for one in bare[:8]])
            more = f" and {len(bare) - 8} more" if len(bare) > 8 else ""
            message = f"{words.count(len(bare), 'indicator')} without any value: {ids}{more}"
            yield Finding(bare[0].place.at("id"), message, "add baseline: or values: with date, value and source")


@rule("COB421", "document-without-symbol", _WARNING)
def document_without_symbol(workspace: Workspace) -> Iterator[Finding]:
    """The UN symbol of a document is not known, so that nobody can cite it."""
    for document in workspace.documents:
        if not document.symbol:
            yield Finding(document.place.at("id"), f"the symbol of {document.id} is not known", "add symbol:")


@rule("COB422", "action-without-owner-or-date", _WARNING)
def action_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An action of the plan does not say who does it, by when, or whom advocacy is addressed to.

    Wrong:  - {id: ask-for-a-ban, title: Ask for a ban, kind: advocacy}
    Right:  - {id: ask-for-a-ban, …, responsible: [crc-cambodia], addressed_to: [mosvy], timeframe: 2027}
    """
    for one in workspace.actions:
        lacking = [
            name
            for name, there in (
                ("responsible", one.responsible),
                ("timeframe", one.timeframe),
                ("addressed_to", one.addressed_to or one.kind != "advocacy"),
            )
            if not there
        ]
        if lacking:
            yield Finding(one.place.at("id"), f"{one.id} has no {words.listing(lacking)}", f"add {lacking[0]}:")
