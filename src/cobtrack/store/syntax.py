"""What the YAML parser says, in the words of somebody who wants to mend a file."""

from __future__ import annotations

import re

_SENTENCES = (
    (
        r"mapping values are not allowed",
        "there is a colon inside the text, or this line is indented more than its neighbours",
        "put the whole text in quotes, or indent the line as its neighbours",
    ),
    (
        r"'\\t' that cannot start|tab character",
        "a tab is used to indent",
        "indent with spaces, two for each level",
    ),
    (
        r"could not find expected ':'",
        "this line, or the one before it, is neither a key with a colon nor an item with a dash",
        'write "key: text" or "- text"; a dash is followed by a space, a long text goes on indented',
    ),
    (
        r"found unexpected end of stream",
        "a quotation mark is opened and never closed",
        "close the quotation mark at the end of the text",
    ),
    (
        r"expected <block end>, but found '(-|<block sequence start>)'",
        "an item with a dash stands where a key is expected",
        "indent the dash as the items above it",
    ),
    (
        r"expected <block end>, but found '<?scalar|expected <block end>, but found '<scalar>'",
        "text follows after a closing quotation mark",
        "put the whole text inside the quotation marks",
    ),
    (
        r"expected <block end>|did not find expected key",
        "this line is not indented as the lines it belongs to",
        "give all keys of one record the same indentation",
    ),
    (
        r"expected ',' or '[\]}]'|expected the node content",
        "a list in brackets is not complete",
        "write [one, two] with a comma between and a bracket at the end",
    ),
    (
        r"found character '(.)' that cannot start|found character that cannot start",
        "a text must not start with this character",
        "put the text in quotes",
    ),
    (
        r"unknown escape character",
        "a backslash in double quotes starts an escape that does not exist",
        "put the text in single quotes, or write the backslash twice",
    ),
    (
        r"expected chomping or indentation|did not find expected comment or line break",
        "text stands behind | or >",
        "start the text on the next line, indented",
    ),
)


def explain(said: str) -> tuple[str, str]:
    """A sentence and a hint for what the parser said."""
    for pattern, message, hint in _SENTENCES:
        if re.search(pattern, said):
            return message, hint
    return f"the YAML cannot be read here ({said})", "compare the line with a record that works"
