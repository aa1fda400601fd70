"""README and docs/ are correct: their commands exist, their YAML is valid, their links have targets."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import data_reference
import guides
import picture
import pytest
from typer.main import get_command

from cobtrack.cli.main import app
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.kinds import KINDS
from cobtrack.model.problem import Severity
from cobtrack.model.record import fields_by_key
from cobtrack.model.record_texts import walk_records
from cobtrack.render import context
from cobtrack.render.renderer import Renderer
from cobtrack.render.results import Results
from cobtrack.render.sandbox import Sandbox
from cobtrack.store.load import load
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import reader
from tests import started
from tests.cli_support import REPOSITORY, SMALL, bare
from tests.support import AS_OF, EXAMPLE, RULES, models, problems

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

PAGES = {
    path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").glob("*.md"))
    )
}  # fmt: skip
EXAMPLES = [
    (page, kind, text)
    for page, content in PAGES.items()
    for kind, text in re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", content, re.DOTALL)
]
COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
ALTERNATIVES = {"Duration": {"years"}, "RelativeDate": {"days", "weeks"}}
"""Units of which one stands for all."""
OTHER_YAML = {"args", "python"}
"""Keys of files that are not cobtrack's."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(SMALL, Results(load(SMALL).workspace, AS_OF))


def used(page: str) -> set[tuple[str, str]]:
    """Return each command that a page shows, with each long option after it, and with ""."""
    spans = re.findall(r"`cobtrack ([^`]+)`", page)
    blocks = [block.splitlines() for block in page.split("```")[1::2]]
    # In a block with prompts, the other lines are output.
    prompts = [[line for line in lines if line.startswith("$ ")] for lines in blocks]
    fenced = [line for lines, commands in zip(blocks, prompts, strict=True) for line in commands or lines]
    spans += [part for line in fenced for part in re.findall(r"(?:^|\$ |&& )cobtrack ([^#&]+)", line.strip())]
    commands = set()
    for span in spans:
        name, *rest = span.split()
        commands |= {(name, word.partition("=")[0]) for word in rest if word.startswith("--")} | {(name, "")}
    return commands


def snippets() -> list[tuple[str, str]]:
    """Return every `key: value` in the running text, and every line of a YAML block that is not a whole example."""
    found = []
    for page, content in PAGES.items():
        rest = re.sub(r"<!-- example: .*?<!-- /example -->", "", content, flags=re.DOTALL)
        blocks = re.findall(r"```yaml\n(.*?)```", rest, re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines() if not line.startswith("#")]
        spans = re.findall(r"(?<!`)`([a-z_]+: [^`]+)`(?!`)", re.sub(r"```.*?```", "", rest, flags=re.DOTALL))
        found += [(page, text) for text in (*lines, *spans) if text.partition(":")[0] not in OTHER_YAML]
    return found


@pytest.mark.parametrize(("page", "kind", "text"), EXAMPLES, ids=lambda value: value[:20])
def test_an_example_is_a_valid_file(page: str, kind: str, text: str) -> None:
    model = next(one.model for one in KINDS if one.name == kind)
    reading = reader.read(text, page)
    assert reading.problems == []
    assert build(model, reading.data, page).problems == []


def test_the_examples_of_a_page_are_valid_together(tmp_path: Path) -> None:
    folders = {
        "actors": "data/actors.yaml", "mechanism": "data/reports-due/crc.yaml", "pillar": "data/pillars/2.yaml",
        "document": "data/recommendations/crc-2022.yaml", "submissions": "data/submissions/ours.yaml",
        "budgets": "data/budgets/a.yaml", "measures": "data/measures/laws.yaml",
        "consultations": "data/consultations/schools.yaml",
        "indicators": "data/indicators/births.yaml", "resources": "data/resources/practices.yaml",
    }  # fmt: skip
    files = {folders[kind]: text for page, kind, text in EXAMPLES if page == "docs/data.md"}
    assert set(files) == set(folders.values())
    root = bare(tmp_path, {**files})
    assert [problem for problem in problems(root) if problem.severity is Severity.ERROR] == []


def test_the_example_has_no_errors() -> None:
    assert [one for one in problems(EXAMPLE) if one.severity is Severity.ERROR] == []


def test_the_example_shows_every_field_of_every_record() -> None:
    shown: dict[str, set[str]] = {name: set() for name in models()}
    for record in walk_records(load(EXAMPLE).workspace.file_records()):
        shown[type(record).__name__] |= record.model_fields_set
    for name, model in models().items():
        assert set(model.model_fields) - shown[name] <= ALTERNATIVES.get(name, set()), name


@pytest.mark.parametrize(("page", "text"), snippets())
def test_yaml_in_running_text_is_valid_in_some_record(page: str, text: str) -> None:
    reading = reader.read(text.replace("…", "x"), page)
    assert reading.problems == []
    key = next(iter(reading.data))
    owners = [model for model in models().values() if key in fields_by_key(model)]
    assert owners, f"no record has a field {key!r}"

    def refusals(model: Any) -> list[Any]:
        return [one for one in build(model, dict(reading.data), page).problems if key in one.place.path]

    assert any(not refusals(model) for model in owners), refusals(owners[0])


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_exists(page: str) -> None:
    for name, option in used(PAGES[page]) - {("COMMAND", "")}:
        if option == "--help":
            continue
        assert name in COMMANDS, name
        known = {opt for parameter in COMMANDS[name].params for opt in parameter.opts}
        assert not option or option in known, (name, option)


def test_readme_names_every_command() -> None:
    assert set(COMMANDS) <= {name for name, _ in used(PAGES["README.md"])}


def test_every_page_can_be_reached_from_readme() -> None:
    assert {page for page in PAGES if page != "README.md"} <= set(re.findall(r"\]\(([^)#]+)", PAGES["README.md"]))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_another_page_has_a_target(page: str) -> None:
    without_code = re.sub(r"```.*?```|`[^`]*`", "", PAGES[page], flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", without_code):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (REPOSITORY / page).parent / path if path else REPOSITORY / page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to headings."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", guides.PAGES, ids=lambda page: page.name)
def test_the_guides_show_what_the_commands_print(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guides, "start", lambda *given: partial(started.exit_code, started.start(*given)))
    text = page.read_text(encoding="utf-8")
    assert text == guides.updated(text), "run: python tools/guides.py"


def test_the_messages_in_the_guide_are_those_of_the_rules() -> None:
    table = PAGES["docs/pull-requests.md"].partition("| message |")[2].partition("\n\n")[0]
    shown = [text for line in table.splitlines()[2:] for text in re.findall("`([^`]+)`", line.split("|")[1])]
    messages = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*/bad/expected.txt"))
    assert len(shown) > 5
    assert [text for text in shown if text not in messages] == []


def test_every_date_in_the_guide_is_a_date() -> None:
    table = PAGES["docs/data.md"].partition("| you write |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    dates = [date for cell in cells for date in re.findall(r"`([^`]+)`", cell)]
    assert len(dates) > 9
    for date in dates:
        parse_edtf(date)


def test_every_filter_and_value_for_templates_exists(renderer: Renderer) -> None:
    page = PAGES["docs/templates.md"]
    for name in set(re.findall(r"`doc\.(\w+)", page)):
        assert name in renderer._context.doc.fields, name
    table = page.partition("## Filters")[2]
    known = set(renderer._markdown_environment.filters)
    for span in re.findall(r"`([\w|]+)(?:\([^`]*)?`", table.replace("`[title](address)`", "")):
        assert set(span.split("|")) <= known, span


def test_the_docstring_of_the_context_explains_every_value_and_filter(renderer: Renderer) -> None:
    text = context.__doc__ or ""
    lines = re.findall(r"^([a-z_]+(?:, [a-z_]+)*) +[A-Z`]", text, re.MULTILINE)
    explained = {name for line in lines for name in line.split(", ")} | set(re.findall(r"\(`(\w+)`\)", text))
    doc, filters = renderer._context.doc.fields, set(renderer._markdown_environment.filters)
    assert explained <= {*doc, *filters}
    assert {*doc, *filters} - set(Sandbox().filters) <= explained


def test_every_value_for_templates_is_explained(renderer: Renderer) -> None:
    told = set(re.findall(r"doc\.(\w+)", PAGES["docs/templates.md"]))
    assert set(renderer._context.doc.fields) - told == set()


def test_the_data_reference_is_up_to_date() -> None:
    text = (REPOSITORY / "docs/data-reference.md").read_text(encoding="utf-8")
    assert text == data_reference.reference(), "run: python tools/data_reference.py"


def test_the_picture_shows_what_the_command_prints() -> None:
    texts = words(picture.TARGET.read_text(encoding="utf-8"))
    assert texts == words(picture.svg(picture.screen())), "run: python tools/picture.py"


def words(svg: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)
