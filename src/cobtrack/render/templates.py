"""Find the templates of documents. A template in the workspace replaces a built-in template with the same name."""

from __future__ import annotations

import os
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jinja2 import FileSystemLoader, TemplateNotFound

from cobtrack.package_data import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2
    from jinja2 import Environment

Subject = Literal["", "topic", "actor"]
SUFFIX = ".j2"
OFFICE_FORMATS = ("docx", "pdf")
"""The formats that are made from Markdown and written only if the user asks for them."""
_SUBJECTS: Mapping[str, Subject] = {"summary-sheet": "topic", "packet": "actor"}
"""The documents about a subject that the user has to name: a topic or an organisation."""
LARGE_TYPE = frozenset({"child-friendly"})
"""The documents whose Word file and PDF have letters of 14 points and more."""

PURPOSES: Mapping[str, str] = {
    "alternative-report": "civil society's report to the treaty body",
    "annual-review": "what happened in the past 12 months",
    "child-friendly": "what happened, for children to read",
    "children-report": "children's report to the treaty body",
    "cobs-summary": "each current recommendation in a line or two",
    "key-messages": "a plain sentence for each topic",
    "meeting-agenda": "what a review meeting has to decide",
    "what-children-did": "what children said and did, and what came of it",
    "mid-term-review": "what happened since the roadmap began",
    "one-pager": "one page for directors and ministers",
    "other-reviews": "what other mechanisms could take up",
    "outdated-brief": "recommendations that no longer hold",
    "packet": "what is asked of one organisation or group",
    "regional-comparison": "what other States were told, topic by topic",
    "roadmap": "the roadmap with the status of each activity",
    "share-cards": "a square for each topic, to share",
    "state-report-input": "input to the next State report",
    "summary-sheet": "two pages about one topic",
}
"""What each built-in document is, as `render --list` says it."""


class Template(NamedTuple):
    """A document that can be rendered, and the file with its template."""

    name: str
    """The name of the document, such as `roadmap.html`."""
    path: Path
    is_custom: bool
    """Whether the template is in the workspace instead of built in."""

    @property
    def stem(self) -> str:
        """The name of the document without the ending of the format: `roadmap`."""
        return self.name.rpartition(".")[0]

    @property
    def format(self) -> str:
        """The ending of the format: `html`."""
        return self.name.rpartition(".")[2]

    @property
    def subject(self) -> Subject:
        """The kind of subject that the user has to name, or "" if the document is about the whole roadmap."""
        return _SUBJECTS.get(self.stem, "")


def available_templates(root: Path) -> list[Template]:
    """Return the documents that can be rendered, sorted by name.

    Every Markdown document can also be rendered as HTML, as a Word file and as a PDF. If there is no HTML template with
    its name, the Markdown template is used.
    """
    templates: dict[str, Template] = {}
    for folder, is_workspace in ((TEMPLATES, False), (root / "templates", True)):
        is_custom = is_workspace and folder.resolve() != TEMPLATES.resolve()
        for path in sorted(folder.glob(f"*.*{SUFFIX}")):
            name = path.name.removesuffix(SUFFIX)
            if not name.startswith(("_", ".")) and (not is_workspace or _is_inside(path, root)):
                templates[name] = Template(name, path, is_custom)
    for template in list(templates.values()):
        for ending in ("html", *OFFICE_FORMATS) if template.format == "md" else ():
            other = f"{template.stem}.{ending}"
            templates.setdefault(other, template._replace(name=other))
    return [templates[name] for name in sorted(templates)]


def template_location(root: Path, error: BaseException) -> str:
    """Return the file and line where an error was raised, if this is in a template of the workspace; else ""."""
    folder = root / "templates"
    if folder.resolve() == TEMPLATES.resolve():
        return ""
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    own = [(file, line) for file, line in places if folder in Path(file).parents]
    return f"{own[-1][0]}:{own[-1][1]}" if own else ""


class WorkspaceLoader(FileSystemLoader):
    """Loads the templates of a workspace. A link to a file outside the template folder is treated as missing."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and a function that says whether the text is still current."""
        folder = Path(self.searchpath[0])
        if not _is_inside(folder / template, folder.parent):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)

    def load(self, environment: Environment, name: str, globals: Any = None) -> jinja2.Template:  # noqa: A002
        """Compile a template without the cache, because the cache must not hold code that other people wrote."""
        source, path, is_current = self.get_source(environment, name)
        code = environment.compile(source, name, path)
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


def _is_inside(path: Path, root: Path) -> bool:
    """Return whether the path, after following links, is a regular file in the workspace's template folder."""
    return Path(os.path.realpath(path)).is_relative_to(Path(os.path.realpath(root)) / "templates") and path.is_file()
