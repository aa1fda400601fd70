"""data/focal-points.internal.yaml: the people whom the secretariat asks. This file is never public.

It is no kind of data file (see `model.kinds`), so nothing that reads a workspace ever reads it.
"""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Record
from cobtrack.model.types import ActivityRef, ActorRef, EmailAddress, LanguageCode, Many, TelephoneNumber, Text


class FocalPoint(Record):
    """A person who answers for an organisation, or for a part of its work."""

    name: Text
    """The name of the person."""
    organisation: ActorRef
    """The organisation that the person works for."""
    groups: Many[ActorRef] = ()
    """The working groups for which the person answers."""
    pillars: Many[int] = ()
    """The numbers of the pillars for which the person answers."""
    activities: Many[ActivityRef] = ()
    """The activities for which the person answers."""
    email: EmailAddress = ""
    telephone: TelephoneNumber = ""
    language: LanguageCode | None = None
    """The language in which to write to the person."""
    since: Timeframe | None = None
    """The date from which the person has been a focal point."""
    agreed: Timeframe | None = None
    """The date on which the person agreed to be listed. Without it, the person is in no address list."""

    @property
    def contact(self) -> str:
        """The e-mail address and the telephone number, separated by a comma."""
        return ", ".join(filter(None, [self.email, self.telephone]))


class FocalPoints(Record):
    """The focal points that the secretariat knows."""

    focal_points: Many[FocalPoint]
    """The focal points."""


EXAMPLE = """\
# Focal points: for the secretariat only. Git and every other command ignore this file; never rename it.
#
# Write one entry for each person, and delete the marks (#) at the beginning of its lines.
# Only "name" and "organisation" are needed. Ask each person before you write anything down,
# and add the date on which the person agreed. Nobody is in an address list without it.
#
# focal_points:
#   - name: First Last
#     organisation: moj             # an id from data/actors.yaml
#     groups: [twg-1]               # the working groups for which the person answers
#     pillars: [2]                  # or pillars,
#     activities: ["2.6"]           # or single activities, in quotes
#     email: first.last@example.org
#     telephone: "012 345 678"
#     language: km
#     since: 2026-01
#     agreed: 2026-01-15
"""
"""The text of a new file."""
