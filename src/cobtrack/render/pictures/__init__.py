"""The geometry of the pictures in documents. The macros in `templates/_pictures.html.j2` draw them as SVG.

In most pictures, x and widths are percentages of the picture's width, so that the picture fits on any page. y and
heights are numbers of pixels.
"""
