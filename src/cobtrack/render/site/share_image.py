"""Pictures to share, as PNG: one with the title of each page, which is shown with a link to the page, and cards.

Typst draws the pictures, with its own fonts only, so that the same site has the same bytes on every computer. These
fonts have no Khmer or Arabic letters. A page whose title has such letters gets no picture, because letters that are
drawn separately or left out would be wrong. A card with such letters is drawn with the fonts of the computer.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.languages.marks import without_marks
from cobtrack.render.pictures.share_card import LETTERS, NOTE_LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.render.pictures.share_card import ShareCard

WIDTH, HEIGHT = 1200, 630
"""The size of a picture in pixels, as services that show such pictures recommend it."""
_LATIN = re.compile(r"[\x20-\x7e\xa0-\u024f\u2010-\u2027]+")
_TITLES = b"""\
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


_CARD = b"""\
#set document(title: "card")
#let card = json(bytes(sys.inputs.card))
#set page(width: 540pt, height: 540pt, margin: (x: 40pt, top: 40pt, bottom: 27pt), fill: rgb("#fffdf7"),
  background: pdf.artifact(place(top, rect(width: 100%, height: 9pt, fill: rgb("#0a4f6b")))))
#set text(fill: rgb("#1c2026"), size: card.note_letters * 0.5pt, hyphenate: false, lang: card.language,
  top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.2em)
#let height = 130pt
#let picture = block(width: height, height: height, if card.picture != "" {
  pdf.artifact(image(bytes(card.picture), format: "svg", width: 100%, height: 100%, fit: "contain"))
})
#let notes = block(width: 100%, stroke: (top: 1.2pt + rgb("#b9b2a3")), inset: (top: 8pt),
  [#if card.note != "" [#card.note #linebreak()] #card.site])
#let sentence(size) = block(text(size: size * 0.5pt, weight: "bold", card.text))
#layout(space => {
  let room = space.height - height - measure(notes, width: space.width).height - 20pt
  let fits(size) = {
    let measured = measure(sentence(size), width: space.width)
    measured.height <= room and measured.width <= space.width
  }
  let size = card.sizes.filter(size => size <= card.letters).find(fits)
  if size == none { panic("too long") }
  grid(rows: (height, 1fr, auto), picture, align(horizon, sentence(size)), notes)
})
"""


class CardError(CobtrackError):
    """A card cannot be drawn."""


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
    result = typst.compile(_TITLES, format="png", ppi=144, ignore_system_fonts=True, sys_inputs={"pictures": texts})
    return [result] if isinstance(result, bytes) else list(result or ())


def has_typst() -> bool:
    """Return whether typst is installed, so that pictures can be drawn."""
    return find_spec("typst") is not None


def card_image(card: ShareCard, picture: str, language: str) -> bytes:
    """Return the PNG of a card to share. `picture` is the SVG of its picture, or "".

    Typst has to be installed. Raises CardError if the card cannot be drawn.
    """
    import typst  # noqa: PLC0415

    if not card.letters:
        raise CardError("its text is too long for a card")
    values = {"picture": picture, "language": language, "note_letters": NOTE_LETTERS, "sizes": LETTERS}
    # A card is in one language.
    words = {name: without_marks(value) if isinstance(value, str) else value for name, value in asdict(card).items()}
    inputs = {"card": json.dumps({**words, **values})}
    for own_fonts in (True, False):
        try:
            # Only a PDF for screen readers is refused if a font lacks letters.
            typst.compile(_CARD, format="pdf", pdf_standards="ua-1", ignore_system_fonts=own_fonts, sys_inputs=inputs)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                is_long = "too long" in str(error)
                reason = "its text is too long for a card" if is_long else "its picture cannot be drawn"
                raise CardError(reason) from None
        else:
            drawn = typst.compile(_CARD, format="png", ppi=144, ignore_system_fonts=own_fonts, sys_inputs=inputs)
            return drawn if isinstance(drawn, bytes) else drawn[0]
    raise CardError("no font on this computer has its letters; install a font, such as Noto Sans Khmer for Khmer")
