"""Write the elements of WordprocessingML, the XML of Word files."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from cobtrack.model.text.escape import CONTROL

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OTHER_NAMESPACES = {"r_id": "r:id", "xml_space": "xml:space"}


def element(name: str, /, *content: str, **attributes: object) -> str:
    """Return an element of WordprocessingML, with other elements as its content.

    The attributes are in the namespace of Word, except `r_id` and `xml_space`. An attribute that is None is left out.
    """
    written = "".join(
        f" {_OTHER_NAMESPACES.get(key, f'w:{key}')}={attribute(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<w:{name}{written}>{inner}</w:{name}>" if inner else f"<w:{name}{written}/>"


def root(name: str, *content: str) -> str:
    """Return the text of a part whose outermost element has this name."""
    inner = "".join(content)
    return f'{DECLARATION}<w:{name} xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}">{inner}</w:{name}>'


def escape_text(text: str) -> str:
    """Return a text as it is written in XML, without the characters that XML does not allow."""
    return escape(CONTROL.sub("", text))


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, in quotes."""
    return quoteattr(CONTROL.sub("", text))
