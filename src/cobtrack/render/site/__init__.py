"""The roadmap as a site: a folder of plain HTML pages that link to each other.

`pages` decides which pages there are, and `addresses` where each record has its home. `contents` arranges the results
for the pages, and `builder` renders all files of the site.
"""
