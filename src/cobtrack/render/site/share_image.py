"""The picture that is shown where somebody shares a link to a page: a PNG with the title of the page.

Typst draws the pictures, with its own fonts only, so that the same site has the same bytes on every computer. These
fonts have no Khmer or Arabic letters. A page whose title has such letters gets no picture, because letters that are
drawn separately or left out would be wrong.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 1200, 630
"""The size of a picture in pixels, as services that show such pictures recommend it."""
_LATIN = re.compile(r"[\x20-\x7e\xa0-\u024f\u2010-\u2027]+")
_TEMPLATE = b"""\
#set page(width: 600pt, height: 315pt, margin: (x: 40pt, y: 34pt), fill: rgb("#12355b"))
#set text(font: "Libertinus Serif", fill: white, size: 15pt, hyphenate: false)
#set par(leading: 0.5em)
#let pictures = json(bytes(sys.inputs.pictures))
#for (number, picture) in pictures.enumerate() {
  if number > 0 { pagebreak() }
  text(fill: rgb("#ffd166"), size: 16pt, picture.site)
  v(14pt)
  layout(space => {
    let sizes = (44pt, 38pt, 33pt, 28pt, 24pt, 20pt)
    let title(size) = block(text(size: size, weight: "bold", picture.title))
    let fits(size) = measure(title(size), width: space.width).height <= 150pt
    let size = sizes.find(fits)
    title(if size == none { 16pt } else { size })
  })
  place(bottom + left, box(width: 100%, stroke: (top: 1pt + rgb("#ffd166")), inset: (top: 9pt), text(picture.note)))
}
"""


class Picture(NamedTuple):
    """The texts of a picture: the name of the site, the title of the page, and a note below it."""

    site: str
    title: str
    note: str

    @property
    def can_be_drawn(self) -> bool:
        """Whether the fonts have all letters of the texts, and the title is not too long."""
        return bool(_LATIN.fullmatch(self.site + self.title + self.note)) and len(self.title) <= 200


def share_images(pictures: Sequence[Picture]) -> list[bytes]:
    """Return a PNG for each picture, which must be a picture that can be drawn.

    Return an empty list if typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        return []
    if not pictures:
        return []
    texts = json.dumps([picture._asdict() for picture in pictures])
    result = typst.compile(_TEMPLATE, format="png", ppi=144, ignore_system_fonts=True, sys_inputs={"pictures": texts})
    return [result] if isinstance(result, bytes) else list(result or ())
