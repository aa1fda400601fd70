"""COB2xx and COB4xx, too: what is said of recommendations by scores, assessments, indicators and imports."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cobtrack.model.problem import Finding, Severity
from cobtrack.model.text.suggestions import KnownWords
from cobtrack.model.text.wording import join, quantity
from cobtrack.rules.links import nearest
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.records.action import Action
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.initiative import Initiative
    from cobtrack.model.workspace import Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


@rule("COB214", "unknown-criterion", _ERROR)
def unknown_criterion(workspace: Workspace) -> Iterator[Finding]:
    """A score is for a criterion that cobtrack.yaml does not list, or a second one for the same.

    Wrong:  - criterion: severty
    Right:  - criterion: severity
    """
    known = {one.id for one in workspace.settings.criteria}
    ids = KnownWords(known)
    for paragraph in workspace.paragraphs:
        seen: set[str] = set()
        for score in paragraph.scores:
            if score.criterion not in known and "settings" not in workspace.unreadable_kinds:
                message = f'no criterion has the id "{score.criterion}"'
                yield Finding(score.place.at("criterion"), message, nearest(score.criterion, ids, "criterion"))
            elif score.criterion in seen:
                message = f"{paragraph.id} is scored twice for {score.criterion}"
                yield Finding(score.place.at("criterion"), message, "keep one of the two")
            seen.add(score.criterion)


@rule("COB216", "origin-twice", _ERROR)
def origin_twice(workspace: Workspace) -> Iterator[Finding]:
    """Two recommendations of a document have the same origin, so that an import cannot tell which of them is meant.

    Wrong:  origins: [{system: uhri, id: 5f3a}]   … in crc-2022:42 and in crc-2022:43
    Right:  origins: [{system: uhri, id: 5f3a}]   … in one of them
    """
    for document in workspace.documents:
        first: dict[tuple[str, str], Paragraph] = {}
        for one in document.paragraphs:
            for origin in one.origins if one.kind == "recommendation" else ():
                other = first.setdefault((origin.system, origin.id), one)
                if other is not one:
                    message = f"{one.id} has the same origin in {origin.system} as {other.id}"
                    hint = "leave it where it belongs; if both are one recommendation, make one record of them"
                    yield Finding(origin.place.at("id"), message, hint, (other.place.at("origins"),))


@rule("COB217", "scored-although-worked-out", _WARNING)
def scored_although_worked_out(workspace: Workspace) -> Iterator[Finding]:
    """A score is given for a criterion that is worked out, and stands for what the file itself says.

    `urgent` follows from `urgent: true`, `repeated` from the links with other documents.

    Wrong:  - {criterion: urgent, score: 3, reason: The Committee says so}
    Right:  urgent: true
    """
    worked_out = {one.id for one in workspace.settings.criteria if one.is_derived}
    says = {"urgent": "urgent: true", "repeated": "links: to what repeats it"}
    for paragraph in workspace.paragraphs:
        for score in paragraph.scores:
            if score.criterion in worked_out:
                message = f"{paragraph.id} is scored for {score.criterion}, which is worked out"
                hint = f"take the score out; {says[score.criterion]} says it"
                yield Finding(score.place.at("criterion"), message, hint)


@rule("COB417", "to-be-checked", _WARNING)
def to_be_checked(workspace: Workspace) -> Iterator[Finding]:
    """An import was not sure of something, and nobody has settled it yet.

    Compare it with the official document, mend the record, and take the line out of `check`.
    """
    for document in workspace.documents:
        lines = [(one, number) for one in document.paragraphs for number in range(len(one.check))]
        for one, number in lines[:_MOST]:
            hint = "compare it with the official document, then take the line out of check"
            yield Finding(one.place.at("check", number), f"{one.id}: {one.check[number]}", hint)
        if more := lines[_MOST:]:
            message = f"{quantity(len(more), 'more line')} of check in {document.name}"
            one, number = more[0]
            yield Finding(one.place.at("check", number), message, f"look for check: in {document.place.file}")


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
            ids = join([one.id for one in bare[:8]])
            more = f" and {len(bare) - 8} more" if len(bare) > 8 else ""
            message = f"{quantity(len(bare), 'indicator')} without any value: {ids}{more}"
            yield Finding(bare[0].place.at("id"), message, "add baseline: or values: with date, value and source")


@rule("COB421", "document-without-symbol", _WARNING)
def document_without_symbol(workspace: Workspace) -> Iterator[Finding]:
    """The UN symbol of a document is not known, so that nobody can cite it.

    Where nothing of the document has been entered, COB402 says so with that.
    """
    for document in workspace.documents:
        if not document.symbol and (document.paragraphs or not document.not_seen):
            yield Finding(document.place.at("id"), f"the symbol of {document.id} is not known", "add symbol:")


@rule("COB422", "action-without-owner-or-date", _WARNING)
def action_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An action of the plan does not say who does it, by when, or whom advocacy is addressed to.

    Wrong:  - {id: ask-for-a-ban, title: Ask for a ban, kind: advocacy}
    Right:  - {id: ask-for-a-ban, …, responsible: [crc-cambodia], addressed_to: [mosvy], timeframe: 2027}
    """
    for one in workspace.actions:
        is_addressed = bool(one.addressed_to) or one.kind != "advocacy"
        there = {"responsible": one.responsible, "timeframe": one.timeframe, "addressed_to": is_addressed}
        yield from _lacking(one, there)


@rule("COB423", "initiative-incomplete", _WARNING)
def initiative_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An initiative does not say which organisations run it, where, or when.

    Wrong:  - {id: classes, title: Classes for parents}
    Right:  - {id: classes, …, organisations: [crc-cambodia], location: Two provinces, timeframe: 2024/2026}
    """
    for one in workspace.initiatives:
        there = {"organisations": one.organisations, "location": one.location, "timeframe": one.timeframe}
        yield from _lacking(one, there)


def _lacking(one: Action | Initiative, there: Mapping[str, object]) -> Iterator[Finding]:
    """What is not there of a record."""
    if lacking := [name for name, value in there.items() if not value]:
        yield Finding(one.place.at("id"), f"{one.id} has no {join(lacking)}", f"add {lacking[0]}:")
