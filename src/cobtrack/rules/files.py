"""COB0xx: files that cannot be read, and YAML that is not valid. Checked while the files are read."""

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

    It is a folder, a broken link, a link to itself, or a file that you have no permission to read.
    """,
)
outside = read_rule(
    "COB002",
    "outside-the-workspace",
    _ERROR,
    """
    A file is a link to a file outside the workspace.

    All files of a workspace are inside its folder; such a link could make other files public.
    """,
)
too_large = read_rule(
    "COB003",
    "too-large",
    _ERROR,
    """
    A file is larger than 10 MB.

    The longest UN documents are a hundredth of that size, so this cannot be a data file.
    """,
)
not_utf8 = read_rule(
    "COB004",
    "not-utf-8",
    _ERROR,
    """
    A file is not UTF-8 text.

    Khmer letters, and the ’ that Word types, are only kept in UTF-8. Save the file as UTF-8.
    """,
)
control_character = read_rule(
    "COB005",
    "control-character",
    _ERROR,
    """
    A text contains an invisible character.

    NUL and other control characters, and those that reverse the direction of writing, can hide what a text says.

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

    Windows' Notepad writes it; other programs read it as part of the first word.
    """,
)
line_ends = read_rule(
    "COB007",
    "line-ends",
    _WARNING,
    """
    A file has Windows line endings.

    They make every line look changed in a pull request.
    """,
)
stray_file = read_rule(
    "COB008",
    "stray-file",
    _WARNING,
    """
    A file or folder in the data folder is not read by any command.

    Data files end in .yaml and are in the folder of their kind. Nothing else in there is part of the roadmap, although
    its author may think so.

    Wrong:  data/pillars/5-new.yml
    Right:  data/pillars/5-new.yaml
    """,
)
syntax = read_rule(
    "COB010",
    "syntax",
    _ERROR,
    """
    The file is not valid YAML, so that nothing in it can be read.

    Mistakes that can be recognised line by line are reported all at once: a tab, a space or bullet that YAML does not
    know, a colon inside a text, a missing dash, a merge conflict left by git.

    Wrong:  title: Review: the second
    Right:  title: "Review: the second"
    """,
)
duplicate_key = read_rule(
    "COB011",
    "duplicate-key",
    _ERROR,
    """
    A record has the same field twice.

    It would be unclear which of the two counts. A second `id` usually begins a new record whose dash is missing.

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
    A data file contains an anchor (&name), an alias (*name) or a merge key (<<).

    Every record says in full what it says; none refers to text elsewhere in the file.

    Wrong:  responsible: *ministries
    Right:  responsible: [mosvy, moj]
    """,
)
tag = read_rule(
    "COB013",
    "tag",
    _ERROR,
    """
    A data file contains a tag (!name) or a % directive.

    Wrong:  date: !!timestamp 2024-05-08
    Right:  date: 2024-05-08
    """,
)
second_document = read_rule(
    "COB014",
    "second-document",
    _ERROR,
    """
    The file contains a second YAML document.

    Nothing after the line --- is read.
    """,
)
no_key = read_rule(
    "COB015",
    "no-key",
    _ERROR,
    """
    There is a list or a record where the name of a field is expected.

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
    A file is empty, or is not a record with fields.

    Wrong:  - a list
    Right:  title: a record
    """,
)
no_value = read_rule(
    "COB018",
    "no-value-in-braces",
    _ERROR,
    """
    A key in braces has no value: a comma divides a text or a number, or the space after a colon is missing.

    Inside braces a comma ends the value. Put a text with a comma in quotes; write a number with a decimal point.

    Wrong:  {criterion: severity, score: 3, reason: Irreversible, and common}
    Right:  {criterion: severity, score: 3, reason: "Irreversible, and common"}
    """,
)
hidden_by_hash = read_rule(
    "COB019",
    "text-after-a-hash",
    _ERROR,
    """
    The end of a text is read as a comment, because it contains a # after a space.

    Ordinary comments, with a space after the #, are not reported.

    Wrong:  text: Coordinate with #1 of the CNCC
    Right:  text: "Coordinate with #1 of the CNCC"
    """,
)
