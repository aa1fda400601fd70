"""Small pictures in the lines of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.render.typst.images import png_images
from cobtrack.render.word.xml import element

if TYPE_CHECKING:
    from collections.abc import Mapping

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SIDE = 17 * 12_700
"""The height and width of a picture. A point has 12,700 units."""
_LOWERED = -6
"""The place of a picture in its line, in half-points above the foot of the letters."""
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""Says to screen readers that they can leave out the picture (MS-ODRAWXML, decorative)."""


class Pictures:
    """The pictures of one document. `pictures` has the SVG of each, by name."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        # Older versions of Word show no SVG.
        images = png_images(pictures)
        self._ids = {name: f"picture{number}" for number, name in enumerate(images, 1)}
        self.files = {self._ids[name]: image for name, image in images.items()}
        """The images (PNG), by the id of their relation; empty if nothing can draw them."""
        self._shown = 0

    def run(self, name: str) -> str:
        """Return the runs of a picture and of a space that keeps it on the line of the next word.

        Return "" if there is no image of the picture.
        """
        if name not in self._ids:
            return ""
        self._shown += 1
        size = f'cx="{_SIDE}" cy="{_SIDE}"'
        drawing = (
            f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{self._shown}" name="Picture {self._shown}" descr="">'
            f"{_DECORATIVE}</wp:docPr>"
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{self._shown}" name=""/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{self._ids[name]}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline>"
        )
        look = element("rPr", element("position", val=_LOWERED))
        space = element("r", element("t", "\u00a0"))
        return element("r", look, element("drawing", drawing)) + space
