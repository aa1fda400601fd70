"""Write a document as a PDF with typst.

`markup` writes the document in the language of typst, and `pdf` makes the PDF of it. `images` draws pictures.
"""
