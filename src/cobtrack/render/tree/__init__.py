"""A document as a tree of headings, paragraphs, lists, tables and footnotes, for formats other than Markdown and HTML.

`parser` reads the Markdown of a document, `nodes` are the parts of the tree, `scripts` finds texts in another script,
and `tables` chooses the widths of columns.
"""
