"""Where the files are that ship with cobtrack: inside the package, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
HOME = _HERE if (_HERE / "templates").is_dir() else _HERE.parents[1]
"""The folder that holds `templates` and `data`."""
TEMPLATES = HOME / "templates"
RESOURCES = "data/resources"
"""Collections of resources by the mechanism that they are from, below HOME: crc-general-comments.yaml."""
PROCEDURES = "templates/procedures"
"""Review procedures by id, below HOME."""
