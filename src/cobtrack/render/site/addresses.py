"""The addresses of the records in the site: every record has one home, a page or a place on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.render.site.pages import ABOUT, DEADLINES, LISTS, ORGANISATIONS, Page, list_page, pillar_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.workspace import Workspace

_PAGES_ABOUT_RECORDS = ("document", "mechanism")
"""The templates of the pages whose subject is a record."""


def addresses(workspace: Workspace, pages: Iterable[Page]) -> dict[str, str]:
    """Return the address of each record, keyed by its id, such as `pillar-1.html#1.2` for an activity."""
    homes = {page.subject: page.path for page in pages if page.template in _PAGES_ABOUT_RECORDS}
    places = {activity: pillar_page(pillar.pillar) for activity, (pillar, _) in workspace.activity_index.items()}
    places |= {paragraph.id: homes[paragraph.document] for paragraph in workspace.paragraphs}
    places |= {identifier: homes[mechanism.id] for identifier, mechanism in workspace.mechanism_of.items()}
    places |= {record.id: homes.get(record.mechanism, DEADLINES) for record in workspace.procedures}
    places |= {discussion.id: ABOUT for discussion in workspace.discussions}
    places |= {actor.id: ORGANISATIONS for actor in workspace.actors}
    for name in LISTS:
        places |= {record.id: list_page(name) for record in getattr(workspace, name)}
    return {**{identifier: f"{path}#{identifier}" for identifier, path in places.items()}, **homes}


def relative(address: str, page: str) -> str:
    """Return an address as a link on the page with the given path.

    A place on the same page is a fragment only, such as `#1.2`.
    """
    path, mark, place = address.partition("#")
    return mark + place if path == page and place else address
