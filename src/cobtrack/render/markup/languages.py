"""Give the parts of a page that are in another language than the page the attribute `lang`."""

from __future__ import annotations

import re
from functools import partial

from cobtrack.model.languages.marks import replace_marks, without_marks
from cobtrack.model.languages.phrases import direction

# Elements whose content is text only, and the tags of all other elements.
_WITHOUT_ELEMENTS = re.compile(
    r"<(script|style|title|desc|option|textarea)\b.*?</\1\s*>|<!--.*?-->|<[a-zA-Z/!][^>]*>", re.DOTALL | re.IGNORECASE
)
_PICTURE = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)


def tag_languages(html: str) -> str:
    """Return a page in which the marks at texts in another language are replaced by elements with `lang` and `dir`.

    Marks are taken away where no element can be: in attributes, titles and scripts.
    """
    clean = _WITHOUT_ELEMENTS.sub(lambda match: without_marks(match[0]), html)
    # A picture has elements of its own.
    clean = _PICTURE.sub(lambda match: replace_marks(match[0], partial(_opening, "tspan"), "</tspan>"), clean)
    return replace_marks(clean, partial(_opening, "span"), "</span>")


def _opening(element: str, code: str) -> str:
    return f'<{element} lang="{code}" dir="{direction(code)}">'
