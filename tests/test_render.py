"""Documents: complete, reproducible, valid HTML, and safe whatever the data contains."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from markdown_it import MarkdownIt

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.text.markup import plain_text
from cobtrack.render import markdown
from cobtrack.render.templates import PURPOSES, available_templates
from cobtrack.store.load import load
from tests.cli_support import (
    REPOSITORY,
    SMALL,
    ask,
    bare,
    break_one_activity,
    put,
    replace,
    site_pages,
    small,
    snapshot,
    visible,
)

DAY = "2026-11-24"


def html_of(root: Path, day: str = DAY) -> str:
    result = ask(root, "render", "roadmap.html", "-o", "-", as_of=day)
    assert (result.code, result.err) == (0, "")
    return result.out


def markdown_of(root: Path, day: str = DAY) -> str:
    result = ask(root, "render", "roadmap.md", "-o", "-", as_of=day)
    assert (result.code, result.err) == (0, "")
    return result.out


def squeezed(text: str) -> str:
    """Return only letters and digits: markup, quotes and white space differ between the two documents."""
    return re.sub(r"\W+", "", unescape(text))


def shown(document: str) -> str:
    """Return the visible text of the HTML, squeezed, without footnote marks."""
    body = re.sub(r"<style.*?</style>|<sup.*?</sup>", "", document, flags=re.DOTALL)
    return squeezed(re.sub(r"<[^>]*>", "", body))


class Links(HTMLParser):
    """The ids, the links and the resources of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.resources: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and tag == "a":
                self.targets.append(value or "")
            elif name in {"src", "srcset", "href", "action", "data"}:
                self.resources.append(value or "")


@pytest.mark.parametrize("root", [SMALL, REPOSITORY], ids=["small", "shipped"])
def test_the_page_is_valid_html_on_its_own(root: Path) -> None:
    page = html_of(root)
    html5lib.HTMLParser(strict=True).parse(page)
    links = Links(page)
    assert len(links.ids) == len(set(links.ids))
    assert {target[1:] for target in links.targets if target.startswith("#")} <= set(links.ids)
    assert links.resources == []
    assert not {"script", "link", "iframe", "img", "object"} & set(links.tags)
    assert all(target.startswith(("#", "https://", "http://", "mailto:")) for target in links.targets)


def test_headings_go_down_step_by_step() -> None:
    levels = [int(tag[1]) for tag in Links(html_of(REPOSITORY)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("make", [html_of, markdown_of], ids=["html", "markdown"])
def test_the_whole_roadmap_is_in_the_document(make: object) -> None:
    if make is html_of:
        document = shown(html_of(REPOSITORY))
    else:
        rendered = MarkdownIt("commonmark").enable("table").render(markdown_of(REPOSITORY))
        document = squeezed(re.sub(r"\[\^\d+\]|<[^>]*>", "", rendered))
    workspace = load(REPOSITORY).workspace
    texts: list[str] = [text for activity in workspace.activities for text in (activity.text, *activity.points)]
    texts += [format_timeframe(activity.timeframe) for activity in workspace.activities]
    texts += [category.title for pillar in workspace.pillars for category in pillar.categories]
    texts += [point for pillar in workspace.pillars for point in pillar.overview]
    for talk in workspace.discussions:
        texts += [
            talk.title,
            talk.organized_by,
            talk.purpose,
            talk.attended_by,
            talk.chaired_by or "",
            talk.supported_by or "",
        ]
    assert workspace.roadmap is not None
    texts += [block for section in workspace.roadmap.sections for block in section.text if not block.startswith("{")]
    texts += [note for activity in workspace.activities for note in activity.notes.values() if "[^" not in note]
    assert [text for text in texts if squeezed(plain_text(text)) not in document] == []


def test_a_footnote_that_refers_to_another_gives_its_number() -> None:
    assert "See footnote 6 below." in re.sub(r"<[^>]*>", "", html_of(REPOSITORY))
    assert "[^3]: See footnote 6 below." in markdown_of(REPOSITORY)


def test_footnotes_are_linked_both_ways() -> None:
    page = Links(html_of(REPOSITORY))
    marks = [one for one in page.ids if one.startswith("mark-")]
    assert len(marks) == 11
    assert {f"#{one}" for one in marks} <= set(page.targets)
    assert {f"#note-{one.removeprefix('mark-')}" for one in marks} <= set(page.targets)


def test_the_same_day_gives_the_same_bytes() -> None:
    assert html_of(REPOSITORY) == html_of(REPOSITORY)
    assert html_of(REPOSITORY, "2022-12-01") != html_of(REPOSITORY)


EVIL = "<script>alert(1)</script> [click](javascript:alert(1)) | `x` ![i](https://e.org/i.png) <img src=x onerror=alert(1)> &lt;b&gt; {{ 7*7 }}"


@pytest.mark.usefixtures("open_gate")
def test_hostile_texts_are_escaped(tmp_path: Path) -> None:
    evil = EVIL.replace("'", "''")
    root = bare(
        tmp_path,
        {
            "data/pillars/1.yaml": f"pillar: 1\ntitle: '{evil}'\noverview: ['{evil}']\ncategories:\n  - title: '{evil}'\n    activities:\n"
            f"      - id: \"1.1\"\n        text: '{evil}'\n        timeframe: 2026\n        progress:\n"
            f"          - {{date: 2026-01-01, status: done, note: '{evil}', evidence: ['javascript:alert(1)', '{evil}']}}\n"
        },
    )
    page = Links(html_of(root))
    assert not {"script", "img"} & set(page.tags)
    assert not any("javascript" in target for target in page.targets)
    text = markdown_of(root)
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    made = Links(rendered)
    assert not {"script", "img", "code"} & set(made.tags)
    assert not any("javascript" in target for target in made.targets)
    assert "49" not in text.replace("2049", "")
    assert rendered.count("<table>") >= 2


def test_an_empty_workspace_makes_a_short_page(tmp_path: Path) -> None:
    root = bare(tmp_path)
    html5lib.HTMLParser(strict=True).parse(html_of(root))
    assert "Nothing has been entered yet" in markdown_of(root)


def test_render_writes_each_document_in_both_formats_once(tmp_path: Path) -> None:
    root = small(tmp_path)
    documents = [
        template
        for template in available_templates(root)
        if not template.subject and template.name.endswith((".html", ".md"))
    ]
    first = ask(root, "render")
    assert (first.code, first.out, first.err.count("Wrote")) == (0, "", len(documents))
    before = snapshot(root)
    assert ask(root, "render").err.count("Unchanged") == len(documents)
    assert snapshot(root) == before


def test_check_uses_the_day_of_the_document(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", as_of="2024-01-01").code == 0
    assert ask(root, "render", "--check", as_of="").code == 0
    replace(root, "data/pillars/2-government.yaml", "title: Reviews", "title: Reviewed")
    before = snapshot(root)
    stale = ask(root, "render", "--check", as_of="")
    assert stale.code == 1
    assert stale.out.count("stale: ") == 2
    assert snapshot(root) == before


def test_nothing_is_rendered_from_data_with_errors(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    result = ask(root, "render")
    assert (result.code, result.out) == (1, "")
    assert not (root / "build").exists()


@pytest.mark.parametrize("name", ["secret.txt", "linked/secret.txt"])
def test_no_template_reads_files_outside_the_workspace(tmp_path: Path, name: str) -> None:
    root = small(tmp_path / "workspace", {"templates/mine.md.j2": f'{{% include "{name}" %}}'})
    put(tmp_path / "outside", {"secret.txt": "secret\n"})
    for link, target in (("secret.txt", "secret.txt"), ("linked", ""), ("leak.md.j2", "secret.txt")):
        (root / "templates" / link).symlink_to(tmp_path / "outside" / target)
    for document in ("mine.md", "leak.md"):
        done = ask(root, "render", document, "-o", "-")
        assert (done.code, done.out) == (2, "")
    assert "leak" not in ask(root, "render", "--list").out


@pytest.mark.parametrize("command", [["render"], ["render", "roadmap.md", "-o", "-"], ["export", "deadlines.ics"]])
def test_data_with_personal_contacts_is_not_rendered(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "title: Reviews", "title: Ask anna@example.org for reviews")
    before = snapshot(root)
    result = ask(root, *command)
    assert (result.code, result.out, snapshot(root)) == (1, "", before)
    assert (
        "the data contains personal data that a document would make public: data/pillars/2-government.yaml:"
        in result.err
    )


def test_a_template_of_the_workspace_takes_precedence_and_is_sandboxed(tmp_path: Path) -> None:
    root = small(tmp_path, {"templates/roadmap.md.j2": "{{ doc.title }}: own\n"})
    assert markdown_of(root).endswith(": own\n")
    assert "templates/roadmap.md.j2" in ask(root, "render", "--list").out
    (root / "templates/roadmap.md.j2").write_text("{{ ''.__class__.__mro__ }}")
    refused = ask(root, "render", "roadmap.md", "-o", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "roadmap.md.j2" in refused.err


@pytest.mark.parametrize("template", ["{{ doc.nothing }}", "{% if %}", "{{ unknown }}"])
def test_a_broken_template_is_named(tmp_path: Path, template: str) -> None:
    root = small(tmp_path, {"templates/roadmap.md.j2": template})
    result = ask(root, "render", "roadmap.md", "-o", "-")
    assert result.code == 2
    assert "templates/roadmap.md.j2" in result.err


def test_existing_documents_stay_if_the_folder_is_not_writable(tmp_path: Path) -> None:
    root = small(tmp_path, {"build": "a file, not a folder"})
    assert ask(root, "render").code == 2
    assert (root / "build").read_text() == "a file, not a folder"


def test_a_giant_text_of_open_brackets_is_shown_as_it_was_typed() -> None:
    assert markdown.to_html("![a](" * 50_000, str).startswith("![a](![a](")


HANGING = """\
pillar: 3
title: Dissemination
categories:
  - title: Media
    activities:
      - id: "3.1"
        text: Tell the newspapers
        timeframe: 2027
        responsible: [cncc]
        recommendations: ["crc-2022:42"]
        after: ["1.1"]
        starts: {after: crc-mid-term-review}
        ends: {before: crc-state-report, months: 3}
"""


def test_the_site_lists_the_links_of_an_activity_below_its_own_words(tmp_path: Path) -> None:
    page = visible(site_pages(small(tmp_path, {"data/pillars/3-media.yaml": HANGING}))["pillar-3.html"])
    for said in (
        "Responsible: CNCC",
        "para. 42",
        "After: 1.1",
        "Earliest start: after Mid-term review",
        "To be done by: August 2027",
    ):
        assert said in page.partition("Tell the newspapers")[2], said


def test_the_site_says_on_which_deadline_a_date_depends(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/reports-due/crc.yaml", "due: 2028?", "due: {before: crc-state-report}")
    assert "before Next periodic report" in visible(site_pages(root)["mechanism-crc.html"])


def test_the_list_of_documents_says_what_each_of_them_is(tmp_path: Path) -> None:
    lines = ask(small(tmp_path), "render", "--list").out.partition("\n\n")[0].splitlines()[1:]
    stems = {path.name.split(".")[0] for path in (REPOSITORY / "templates").glob("[a-z]*.*.j2")}
    assert stems == set(PURPOSES)
    assert [line.split()[0] for line in lines] == [*sorted(PURPOSES), "site"]
    assert all(
        purpose in line for purpose, line in zip([PURPOSES[name] for name in sorted(PURPOSES)], lines, strict=False)
    )
