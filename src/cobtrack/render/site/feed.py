"""The news of the site as a feed (Atom, RFC 4287): changes, new versions, and deadlines that come near.

A feed program shows an entry as new if it has not seen the entry's id before. So the ids depend on the data only, not
on the address of the site, and each notice of a deadline (in six months, in one month, in one week, passed) has its own
id, with the date of the deadline. If this date moves, readers get a new notice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from cobtrack import __version__
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import CERTAINTY, OWNER
from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import pgettext, spoken
from cobtrack.model.text.escape import clean_text
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import join, upper_first
from cobtrack.render.site.citation import author
from cobtrack.views.changes.versions import version_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.render.results import Results
    from cobtrack.views.changes.dated import Update
    from cobtrack.views.deadlines import DeadlineState

FEED = "feed.xml"
MAX_ENTRIES = 100
_STAGES = (183, 31, 7, -1)
"""The notices of a deadline: the number of days before the deadline."""


@dataclass(frozen=True)
class _Entry:
    key: str
    """The text from which the id is made."""
    day: date
    title: str
    summary: str
    address: str


def feed(results: Results, site_url: str, changes_page: str, address_of: Callable[[str], str]) -> bytes:
    """Return the feed as XML. `address_of` returns the address of a record in the site, keyed by id; "" if it has none.

    `site_url` is the web address of the folder of the feed. If it is "", the addresses in the feed are relative.
    """
    workspace = results.workspace
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    entries = [*_updates(results, changes_page, address_of), *_deadlines(results, changes_page, address_of)]
    entries.sort(key=lambda entry: (-entry.day.toordinal(), entry.key))
    entries = entries[:MAX_ENTRIES]
    name = f"cobtrack:{workspace.settings.state}:{workspace.settings.treaty_body}"
    # The feed in each other language has ids of its own.
    if spoken().code != workspace.settings.languages[0]:
        name += f":{spoken().code}"
    namespace = uuid5(NAMESPACE_URL, name)
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": spoken().code})
    _add(root, "id", namespace.urn)
    _add(root, "title", _("%(title)s: changes and deadlines", title=plain_text(results.title)))
    _add(root, "updated", _time(max((entry.day for entry in entries), default=results.as_of)))
    _add(ET.SubElement(root, "author"), "name", author(workspace))
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    if base:
        ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{base}{FEED}")
    publication = workspace.settings.publication
    if publication and publication.licence:
        _add(root, "rights", str(publication.licence))
    ET.SubElement(root, "generator", version=__version__).text = "cobtrack"
    for entry in entries:
        _add_entry(root, entry, namespace, base)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _updates(results: Results, changes_page: str, address_of: Callable[[str], str]) -> Iterator[_Entry]:
    """Yield an entry for each version, and for each dated change since the first version."""
    seen = Counter[str]()
    for group in results.updates:
        version = group.version
        if version and version.date.latest:
            title = _("%(version)s of the roadmap", version=upper_first(version_name(version)))
            note = plain_text(str(version.note)) if version.note else title
            yield _Entry(f"version/{version.number}", version.date.latest, title, note, changes_page)
        for update in group.updates:
            if update.date.latest:
                key = f"change/{update.topic}/{update.id}/{update.date}"
                seen[key] += 1
                # Several changes of one record on one day are numbered.
                yield _update(update, update.date.latest, f"{key}/{seen[key]}", address_of(update.id) or changes_page)


def _update(update: Update, day: date, key: str, address: str) -> _Entry:
    number = f"{update.id} " if update.id[:1].isdigit() else ""
    summary = upper_first(update.sentence)
    if update.why:
        summary = _("%(change)s. Reason: %(reason)s", change=summary, reason=update.why)
    return _Entry(key, day, f"{number}{update.short_title}".strip() or update.id, summary, address)


def _deadlines(results: Results, changes_page: str, address_of: Callable[[str], str]) -> Iterator[_Entry]:
    """Yield the latest notice of each deadline that has not been met."""
    for row in results.deadlines:
        if not row.is_open or row.when is None or row.when.latest is None:
            continue
        days = (row.when.latest - results.as_of).days
        reached = [stage for stage in _STAGES if days <= stage]
        if reached:
            before = reached[-1]
            words = _notice(before)
            if not row.when.has_exact_days and before >= 0:
                words = _("%(when)s at the latest", when=words)
            name = row.mechanism.acronym or row.mechanism.id
            what = join([name, plain_text(row.deadline.title), format_timeframe(row.when)], ",")
            title = _("%(label)s: %(text)s", label=words, text=what)
            day = row.when.latest - timedelta(before)
            key = f"deadline/{row.deadline.id}/{row.when.latest}/{before}"
            yield _Entry(key, day, title, _summary(row), address_of(row.deadline.id) or changes_page)


def _notice(before: int) -> str:
    """Return the first words of a notice that many days before a deadline, or after it."""
    return {183: _("In six months"), 31: _("In one month"), 7: _("In one week"), -1: _("Date passed")}[before]


def _summary(row: DeadlineState) -> str:
    certainty = CERTAINTY[row.certainty].singular if row.certainty else pgettext("certainty", "not stated")
    values = {
        "who": OWNER[row.deadline.owner].singular,
        "date": format_timeframe(row.when) if row.when else "",
        "certainty": certainty,
    }
    if row.deadline.is_meeting:
        return _("Date: %(date)s. Certainty of the date: %(certainty)s.", **values)
    if row.is_expected:
        return _("Expected of %(who)s: %(date)s. Certainty of the date: %(certainty)s.", **values)
    return _("Due from %(who)s: %(date)s. Certainty of the date: %(certainty)s.", **values)


def _add_entry(root: ET.Element, entry: _Entry, namespace: UUID, base: str) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", uuid5(namespace, entry.key).urn)
    _add(element, "title", entry.title)
    _add(element, "updated", _time(entry.day))
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=f"{base}{entry.address}")
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str) -> None:
    # XML cannot contain control characters, not even escaped.
    ET.SubElement(parent, name).text = clean_text(without_marks(text))


def _time(day: date) -> str:
    return f"{day}T00:00:00Z"
