"""COB0xx: what is wrong with a file before anybody asks what it says. Checked by the reader."""

from __future__ import annotations

from cobtrack.model.problem import Severity
from cobtrack.rules.rule import read_rule

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

unreadable = read_rule(
    "COB001",
    "unreadable",
    _ERROR,
    """
    A file cannot be opened.

    It is a folder, a broken link, a link that leads back to itself, or may not be read.
    """,
)
outside = read_rule(
    "COB002",
    "outside-the-workspace",
    _ERROR,
    """
    A file is a link that leads out of the workspace.

    Everything a command needs is inside the workspace; a link to elsewhere would make other files public.
    """,
)
too_large = read_rule(
    "COB003",
    "too-large",
    _ERROR,
    """
    A file is larger than 10 MB.

    The longest UN documents are a hundredth of that; a file of this size is no data file.
    """,
)
not_utf8 = read_rule(
    "COB004",
    "not-utf-8",
    _ERROR,
    """
    A file is not text in UTF-8.

    Khmer, and the ’ that Word types, only survive in UTF-8. Save the file as UTF-8.
    """,
)
control_character = read_rule(
    "COB005",
    "control-character",
    _ERROR,
    """
    A text holds a character that cannot be seen.

    NUL and other control characters, and those that turn the direction of writing, hide what a text says.

    Wrong:  note: "held\\x00 in May"
    Right:  note: held in May
    """,
)
byte_order_mark = read_rule(
    "COB006",
    "byte-order-mark",
    _WARNING,
    """
    A file starts with a byte-order mark.

    Windows' Notepad writes one; other readers take it for part of the first word.
    """,
)
line_ends = read_rule(
    "COB007",
    "line-ends",
    _WARNING,
    """
    A file has Windows line ends.

    They make every line look changed in a pull request.
    """,
)
stray_file = read_rule(
    "COB008",
    "stray-file",
    _WARNING,
    """
    A file or folder in the data folder is not read by any command.

    Data files end in .yaml and lie in the folder of their kind. Whatever else lies there is not in the roadmap,
    although its author may think so.

    Wrong:  data/pillars/5-new.yml
    Right:  data/pillars/5-new.yaml
    """,
)
syntax = read_rule(
    "COB010",
    "syntax",
    _ERROR,
    """
    The YAML cannot be read.

    Nothing of the file is read. Slips that a line shows by itself are all told at once: a tab, a space or a bullet
    that is none of YAML's, a colon inside a text, a forgotten dash, a conflict left by git.

    Wrong:  title: Review: the second
    Right:  title: "Review: the second"
    """,
)
duplicate_key = read_rule(
    "COB011",
    "duplicate-key",
    _ERROR,
    """
    A field stands twice in one record.

    Which of the two counts would be a matter of luck. An id that stands twice begins a record whose dash is missing.

    Wrong:  status: planned
            status: done
    Right:  status: done
    """,
)
anchor = read_rule(
    "COB012",
    "anchor",
    _ERROR,
    """
    An anchor (&name), an alias (*name) or a merge (<<) stands in a data file.

    A data file is a plain tree: what a record says stands in it.

    Wrong:  responsible: *ministries
    Right:  responsible: [mosvy, moj]
    """,
)
tag = read_rule(
    "COB013",
    "tag",
    _ERROR,
    """
    A tag (!name) or a % directive stands in a data file.

    Wrong:  date: !!timestamp 2024-05-08
    Right:  date: 2024-05-08
    """,
)
second_document = read_rule(
    "COB014",
    "second-document",
    _ERROR,
    """
    A second YAML document begins in the file.

    Nothing behind the --- is read.
    """,
)
no_key = read_rule(
    "COB015",
    "no-key",
    _ERROR,
    """
    A list or a record stands where the name of a field is expected.

    Wrong:  [draft] title: Review
    Right:  title: "[draft] Review"
    """,
)
too_deep = read_rule(
    "COB016",
    "too-deep",
    _ERROR,
    """
    Records are nested more than 40 levels deep.
    """,
)
not_a_record = read_rule(
    "COB017",
    "not-a-record",
    _ERROR,
    """
    A file is empty, or is no record of fields.

    Wrong:  - a list
    Right:  title: a record
    """,
)
no_value = read_rule(
    "COB018",
    "no-value-in-braces",
    _ERROR,
    """
    A key in braces has no value: a comma has cut a text or a number in two, or the space behind a colon is missing.

    In braces a comma ends the value. A text with a comma needs quotes, a number has a point.

    Wrong:  {criterion: severity, score: 3, reason: Irreversible, and common}
    Right:  {criterion: severity, score: 3, reason: "Irreversible, and common"}
    """,
)
hidden_by_hash = read_rule(
    "COB019",
    "text-behind-a-hash",
    _ERROR,
    """
    The end of a text is read as a comment, because a # stands behind a space in it.

    Ordinary comments have a space behind the #, and are welcome.

    Wrong:  text: Coordinate with #1 of the CNCC
    Right:  text: "Coordinate with #1 of the CNCC"
    """,
)
