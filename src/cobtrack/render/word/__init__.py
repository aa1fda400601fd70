"""Write a document as a Word file.

A Word file is a zip file with parts in XML. `document` writes the text and puts the parts together, `notes` has the
footnotes, `runs` the pieces of text, `numbering` the numbers of lists, `styles` the fonts and distances, `package` the
other parts and the zip file. `xml` writes single elements.
"""
