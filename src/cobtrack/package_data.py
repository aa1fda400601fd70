"""The paths of the files that ship with cobtrack: inside the package, or next to `src` in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
HOME = _HERE if (_HERE / "templates").is_dir() else _HERE.parents[1]
"""The folder that holds `templates` and `data`."""
TEMPLATES = HOME / "templates"
RESOURCES = "data/resources"
"""The folder below HOME with collections of resources. A file name starts with the id of the mechanism that published
the resources (for example crc-general-comments.yaml)."""
PROCEDURES = "templates/procedures"
"""The folder below HOME with review procedures. Each file is named after the id of its procedure."""
