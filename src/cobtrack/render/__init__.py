"""Render results as documents: Markdown and HTML from Jinja templates, JSON Schemas and the files of `init`.

How a document is made: `results` computes everything that a document may show; `context` turns it into plain data and
filters; `renderer` runs the template in the `sandbox` and escapes whatever it prints with `markdown`. `templates` finds
the template, and `template_cache` stores the built-in ones compiled. `fingerprint` then marks the document, so that a
later run can see whether somebody edited it.
"""
