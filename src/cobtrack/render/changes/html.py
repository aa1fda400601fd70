"""A report of changes as a page in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from cobtrack.model.languages.phrases import spoken

if TYPE_CHECKING:
    from cobtrack.views.changes.change import Change
    from cobtrack.views.changes.report import Report

_STYLE = Markup(
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}li{margin:.4rem 0}"
    "ins{background:#dcf5dc;text-decoration:none}del{background:#fbdcdc}footer{color:#666;margin-top:2rem}"
)
_PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="{language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{summary}</p>\n{body}"
    "</body>\n</html>\n"
)
_FORMS = {"same": Markup("{}"), "removed": Markup("<del>{}</del>"), "added": Markup("<ins>{}</ins>")}


def to_html(report: Report, *, all_words: bool = False) -> str:
    """Return the report as a whole page. With `all_words`, the removed and added words of texts are shown."""
    body = Markup()
    for heading, changes in report.groups:
        items = Markup().join(Markup("<li>{}</li>\n").format(_item(change, all_words=all_words)) for change in changes)
        body += Markup("<h2>{}</h2>\n<ul>\n{}</ul>\n").format(heading, items)
    for note in filter(None, (report.left_out_sentence, report.gaps)):
        body += Markup("<footer>{}</footer>\n").format(note)
    return str(
        _PAGE.format(
            language=spoken().code,
            direction=spoken().direction,
            title=report.title,
            style=_STYLE,
            summary=report.summary,
            body=body,
        )
    )


def _item(change: Change, *, all_words: bool) -> Markup:
    name = Markup("<strong>{}</strong> {}: ").format(change.id, change.short_title)
    if not (all_words and change.parts):
        return name + change.full_sentence
    words = Markup().join(_FORMS[part.kind].format(part.text) for part in change.parts)
    start, end = change.around_the_words
    return name + start + words + end
