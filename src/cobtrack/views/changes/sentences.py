"""Turn the differences between two states of a record into changes, each with a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from cobtrack.model.dates.relative import Duration
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.labels import STANDING
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.records.shared import Earlier
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import join
from cobtrack.model.types import Text
from cobtrack.views.changes import values
from cobtrack.views.changes.change import WORDING, Change, Topic
from cobtrack.views.changes.differences import kind_of_field
from cobtrack.views.changes.entries import describe_entry
from cobtrack.views.changes.wording import Part, by_language, changed_parts, changing_details, same_words, short_change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.changes.differences import Difference
    from cobtrack.views.changes.subjects import Subject

_TOPICS: Mapping[str, Topic] = {
    "Paragraph": "recommendation", "Document": "recommendation", "Measure": "measure", "Deadline": "deadline",
    "Mechanism": "deadline", "Procedure": "deadline", "Indicator": "indicator", "Actor": "organisation",
}  # fmt: skip
"""The topics of the changes of records, keyed by the name of the model."""
_ABOUT_A_DATE = ("certainty", "basis")
"""Fields that say something of the date of a record. If both change, one sentence tells it."""
_MAIN_DATES = ("timeframe", "due")
"""Dates that a sentence does not have to name, because the record has no other."""


@dataclass(frozen=True)
class Describer:
    """Describes the differences between two states of a record in sentences.

    The names of other records are those of the new state.
    """

    before: Workspace
    after: Workspace
    old: Subject
    new: Subject

    def changes(self, differences: Sequence[Difference]) -> Iterator[Change]:
        """Yield the changes that the differences mean."""
        reasons, told = _reasons(differences)
        remaining = [difference for difference in differences if difference.path not in told]
        dates = [difference for difference in remaining if _is_own_date(difference)]
        about = [item for item in remaining if dates and item.path[-1] in _ABOUT_A_DATE and not item.is_within_record]
        for difference in remaining:
            if difference not in about:
                change = self._describe(difference)
                change = replace(change, why=reasons.get(difference.path, ""))
                if dates and difference is dates[0]:
                    details = [*map(self._scalar, about), *self._dates_that_follow()]
                    change = replace(change, sentence=join([change.sentence, *details], ";"))
                yield change

    def _describe(self, difference: Difference) -> Change:
        if difference.before is None and not difference.is_within_record:
            earlier = getattr(self.old.record, difference.name)
            settings = self.after.settings
            entry = describe_entry(settings, self.new.record, difference.name, difference.after, earlier)
            if entry:
                return self._change(difference, *entry)
        return self._other(difference)

    def _change(self, difference: Difference, topic: Topic, sentence: str) -> Change:
        return Change(
            topic, self.new, self.old, values.title(self.after, self.new.record), "changed", sentence,
            path=difference.path, before=values.plain(difference.before),
            after=values.plain(difference.after),
        )  # fmt: skip

    def _dates_that_follow(self) -> Iterator[str]:
        """Yield how many dates of other deadlines move with the date of the record, if any other date moves."""
        deadlines = {deadline.id: deadline for deadline in self.after.deadlines}
        following = 0
        for deadline in deadlines.values():
            anchors: list[str] = []
            anchor = deadline.anchor_id
            while anchor in deadlines and anchor not in anchors:
                anchors.append(anchor)
                anchor = deadlines[anchor].anchor_id
            if self.new.key in anchors:
                dates = [workspace.schedule.date_of(deadline.id) for workspace in (self.before, self.after)]
                following += dates[0] != dates[1]
        if following:
            yield ngettext(
                "%(num)s date that depends on it also moved", "%(num)s dates that depend on it also moved", following
            )

    def _other(self, difference: Difference) -> Change:
        """Describe a difference by its type alone."""
        model, name = difference.model, difference.name
        within = partial(values.with_place, self.after, difference.path, difference.holders)
        kind = kind_of_field(model, name)
        old, new = difference.before, difference.after
        is_name = name == "name" and not difference.is_within_record and old != new
        if isinstance(old or new, Text) and old and new and not is_name:
            label, (sentence, parts) = _label(difference), self._wording(difference)
            change = self._change(difference, WORDING, within(_("%(label)s: %(text)s", label=label, text=sentence)))
            return replace(change, text_label=within(label), parts=parts)
        if kind in {"record", "records"}:
            sentence = self._record(difference)
        elif kind in {"ids", "values", "texts"} and isinstance(old or new, tuple):
            sentence = self._items(difference)
        else:
            sentence = self._scalar(difference)
        topic = _TOPICS.get(type(self.new.record).__name__, "link" if kind == "ids" else "other")
        topic = "date" if _is_own_date(difference) else topic
        return self._change(difference, topic, within(sentence))

    def _scalar(self, difference: Difference) -> str:
        model, name = difference.model, difference.name
        label = _label(difference)
        old, new = (
            values.in_words(workspace, model, name, value)
            for workspace, value in ((self.before, difference.before), (self.after, difference.after))
        )
        if isinstance(difference.after, bool) and model.model_fields[name].get_default() is False:
            return _("now %(field)s", field=label) if difference.after else _("no longer %(field)s", field=label)
        if values.is_empty(difference.before):
            return _("%(field)s: %(new)s, not given before", field=label, new=new)
        if _is_own_date(difference) and name in _MAIN_DATES:
            return _("was %(old)s, now %(new)s", old=old, new=new)
        return _("%(field)s: was %(old)s, now %(new)s", field=label, old=old, new=new)

    def _items(self, difference: Difference) -> str:
        old, new = (
            join([values.in_words(workspace, difference.model, difference.name, item) for item in items or ()])
            for workspace, items in ((self.before, difference.before), (self.after, difference.after))
        )
        label = values.label(difference.model, difference.name)
        parts = [_("added %(text)s", text=new) if new else "", _("removed %(text)s", text=old) if old else ""]
        return _("%(label)s: %(text)s", label=label, text=join([*filter(None, parts)], ";"))

    def _record(self, difference: Difference) -> str:
        added = difference.before is None
        record = difference.after if added else difference.before
        is_item = isinstance(difference.path[-1], int)
        what = values.noun(type(record)) if is_item else values.label(difference.model, difference.name)
        summary = values.summary(self.after if added else self.before, record)
        if added:
            return _("%(what)s added: %(summary)s", what=what, summary=summary)
        return _("%(what)s removed: %(summary)s", what=what, summary=summary)

    def _wording(self, difference: Difference) -> tuple[str, tuple[Part, ...]]:
        """Return the sentence about a changed text, and the removed and added words in all languages."""
        old, new = (
            by_language(text, workspace.settings.languages[0])
            for text, workspace in ((difference.before, self.before), (difference.after, self.after))
        )
        codes = dict.fromkeys((*old, *new))
        unchanged = [code for code in codes if same_words(old.get(code, ""), new.get(code, ""))]
        changed = [code for code in codes if code not in unchanged]
        sentences = [_changed_words(old.get(code, ""), new.get(code, "")) for code in changed]
        if len(codes) > 1:
            sentences = [
                _("%(label)s: %(text)s", label=code, text=sentence)
                for code, sentence in zip(changed, sentences, strict=True)
            ]
        if changing_details(difference.before) != changing_details(difference.after):
            sentences.append(_("the details of the source changed"))
        standings = difference.before.standings, difference.after.standings
        sentences += [
            _("%(label)s: %(text)s", label=code, text=_standing(*(marks.get(code, "") for marks in standings)))
            for code in new
            if code in old and standings[0].get(code) != standings[1].get(code)
        ]
        if next(iter(new)) in old.keys() & {*changed}:
            left = [code for code in unchanged if standings[1].get(code) != "outdated"]
            if left:
                sentences.append(
                    ngettext(
                        "%(languages)s did not change", "%(languages)s did not change", len(left), languages=join(left)
                    )
                )
        words: list[Part] = []
        for code in changed:
            words += [*([Part("same", " / ")] if words else []), *changed_parts(old.get(code, ""), new.get(code, ""))]
        return join(sentences, ";"), tuple(words)


def _standing(before: str, after: str) -> str:
    """Return a sentence about the standing of a text in one language."""
    if not after:
        return _("no longer %(field)s", field=STANDING[before].singular)
    if not before:
        return _("now %(field)s", field=STANDING[after].singular)
    return _("was %(old)s, now %(new)s", old=STANDING[before].singular, new=STANDING[after].singular)


def _changed_words(before: str, after: str) -> str:
    if before and after:
        return short_change(before, after)
    return _("added %(text)s", text=values.quoted(after)) if after else _("removed")


def _label(difference: Difference) -> str:
    """Return how people call the field of a difference. An item with a key, such as a footnote, has its key too."""
    label, key = values.label(difference.model, difference.name), difference.path[-1]
    has_key = isinstance(key, str) and key != difference.name
    return _("%(label)s: %(text)s", label=label, text=key) if has_key else label


def _is_own_date(difference: Difference) -> bool:
    """Whether a difference is a date of the record itself, not of an entry in its logs."""
    value = difference.before or difference.after
    return not difference.is_within_record and isinstance(value, Timeframe | Duration)


def _reasons(differences: Sequence[Difference]) -> tuple[dict[Path, str], set[Path]]:
    """Return the reasons of differences that new entries in `was` give, and the paths of these entries.

    An entry that only keeps the old values of other differences is not a change of its own.
    """
    changed = {difference.path[0] for difference in differences}
    reasons: dict[Path, str] = {}
    told: set[Path] = set()
    for difference in differences:
        entry = difference.after
        if difference.path[0] == "was" and isinstance(entry, Earlier) and difference.before is None:
            names = [name for name in type(entry).model_fields if name in changed and getattr(entry, name)]
            if names:
                told.add(difference.path)
                why = plain_text(entry.why) if entry.why else ""
                reasons |= {other.path: why for other in differences if other.path[0] in names}
    return reasons, told
