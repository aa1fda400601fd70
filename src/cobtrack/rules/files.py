"""COB0xx: files that cannot be read, and invalid YAML. These rules are checked while the files are read."""

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
    A file is a link to a file outside the workspace, or to a private file in it.

    All files of a workspace must be inside its folder, because a link could make other files public.
    """,
)
too_large = read_rule(
    "COB003",
    "too-large",
    _ERROR,
    """
    A file is larger than 10 MB.

    The longest UN documents are a hundredth of this size, so the file cannot be a data file.
    """,
)
not_utf8 = read_rule(
    "COB004",
    "not-utf-8",
    _ERROR,
    """
    A file is not UTF-8 text.

    Save the file as UTF-8. Other encodings damage Khmer letters and the ’ that Word inserts.
    """,
)
control_character = read_rule(
    "COB005",
    "control-character",
    _ERROR,
    """
    A text contains an invisible character.

    Control characters (such as NUL) and characters that reverse the direction of writing can hide what a text says.

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

    Notepad on Windows adds this mark. Other programs read the mark as part of the first word.
    """,
)
line_ends = read_rule(
    "COB007",
    "line-ends",
    _WARNING,
    """
    A file has Windows line endings.

    In a pull request, they make every line look changed.
    """,
)
stray_file = read_rule(
    "COB008",
    "stray-file",
    _WARNING,
    """
    A file or folder in the data folder is not read by any command.

    Data files end in .yaml and are in the folder for their kind of file. Any other file is ignored, and its author
    might not notice this.

    Wrong:  data/pillars/5-new.yml
    Right:  data/pillars/5-new.yaml
    """,
)
syntax = read_rule(
    "COB010",
    "syntax",
    _ERROR,
    """
    The file is not valid YAML, so nothing in the file can be read.

    Mistakes that can be found by looking at single lines are all reported at once: a tab, an unusual space or bullet, a
    colon inside a text, a missing dash, or a merge conflict left by git.

    Wrong:  title: Review: the second
    Right:  title: "Review: the second"
    """,
)
duplicate_key = read_rule(
    "COB011",
    "duplicate-key",
    _ERROR,
    """
    A record has two fields with the same name.

    It is unclear which of the two values is right. A second `id` usually belongs to a new record whose dash is missing.

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

    Write the value out in every record. A record must not refer to text elsewhere in the file.

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

    Everything after the line --- is ignored.
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
    A key in braces has no value, because a comma splits a text or a number, or a space after a colon is missing.

    Inside braces, a comma ends the value. Put a text that contains a comma in quotes. Write a number with a decimal
    point.

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

    A comment with a space after the # is not reported.

    Wrong:  text: Coordinate with #1 of the CNCC
    Right:  text: "Coordinate with #1 of the CNCC"
    """,
)
old_schema = read_rule(
    "COB020",
    "old-schema",
    _ERROR,
    """
    The workspace is written for an older version of the data format.

    Until `cobtrack migrate` has changed the files to the current format, commands can read the workspace but not change
    it.
    """,
)
not_a_catalogue = read_rule(
    "COB021",
    "not-a-catalogue",
    _ERROR,
    """
    A file in the folder languages is not a catalogue of phrases.

    A catalogue is a gettext file that is named after the code of a language, such as languages/ne.po. The file can be
    edited with a program for translators, such as Poedit.

    Wrong:  Sources = Fuentes
    Right:  msgid "Sources"
            msgstr "Fuentes"
    """,
)
wrong_translation = read_rule(
    "COB022",
    "wrong-translation",
    _ERROR,
    """
    The translation of a phrase cannot be used.

    It lacks a placeholder of the English phrase, or has another placeholder, or characters that are markup in HTML or
    Markdown. The phrase stays in English.

    Wrong:  msgid "until %(date)s"
            msgstr "hasta <b>%(day)s</b>"
    Right:  msgid "until %(date)s"
            msgstr "hasta %(date)s"
    """,
)
