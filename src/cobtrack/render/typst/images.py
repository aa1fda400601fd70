"""Draw pictures (SVG) as images (PNG) with typst."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMAGES = b"""\
#set page(width: 32pt, height: 32pt, margin: 0pt, fill: none)
#for picture in json(bytes(sys.inputs.pictures)) {
  page(image(bytes(picture), format: "svg", width: 100%, height: 100%, fit: "contain"))
}
"""


def png_images(pictures: Mapping[str, str]) -> dict[str, bytes]:
    """Return the square PNG of each picture, by name. `pictures` has the SVG of each.

    Return nothing if typst is not installed, or if it cannot draw the pictures.
    """
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        return {}
    if not pictures:
        return {}
    inputs = {"pictures": json.dumps(list(pictures.values()))}
    try:
        drawn = typst.compile(_IMAGES, format="png", ppi=216, ignore_system_fonts=True, sys_inputs=inputs)
    except typst.TypstError:
        return {}
    images = [drawn] if isinstance(drawn, bytes) else drawn or []
    return dict(zip(pictures, images, strict=True))
