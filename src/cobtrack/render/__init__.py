"""Results to documents: Markdown and HTML made from templates, where whatever the data holds comes out inert."""
