"""Render results as documents: Markdown and HTML from Jinja templates, JSON Schemas and the files of `init`.

How a document is made:

1. `results` computes everything that a document can show.
2. `context` turns the results into plain data and filters.
3. `templates` finds the template. `template_cache` keeps built-in templates in compiled form.
4. `renderer` runs the template in the `sandbox`, and escapes everything that the template prints with `markdown`.
5. `fingerprint` marks the document, so that a later run can see whether somebody has edited it.
"""
