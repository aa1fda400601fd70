"""The cache of compiled templates: only built-in ones, only in a private folder, and never needed."""

from __future__ import annotations

import os
import pickle
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.package_data import TEMPLATES
from cobtrack.render.renderer import Renderer
from cobtrack.render.results import Results
from cobtrack.render.sandbox import Sandbox
from cobtrack.render.template_cache import open_cache
from cobtrack.store.load import load
from tests.cli_support import DAY, SMALL, ask, put, small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of compiled templates."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/cobtrack"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that were compiled."""
    names: list[str] = []
    compile_ = Sandbox.compile

    def noted(self: Sandbox, source: Any, name: str, *others: Any) -> Any:
        names.append(name)
        return compile_(self, source, name, *others)

    monkeypatch.setattr(Sandbox, "compile", noted)
    return names


def page(root: Path = SMALL) -> str:
    done = ask(root, "render", "roadmap.html", "-o", "-")
    assert (done.code, done.err) == (0, "")
    return done.out


def test_a_cached_template_is_not_compiled_again_and_makes_the_same_document(folder: Path, compiled: list[str]) -> None:
    first = page()
    assert "roadmap.html.j2" in compiled
    compiled.clear()
    assert page() == first
    assert compiled == []


def test_a_template_of_the_workspace_is_never_cached(folder: Path, compiled: list[str], tmp_path: Path) -> None:
    root = put(small(tmp_path / "own"), {"templates/roadmap.html.j2": "{{ 'crc-2022:42'|citation }}"})
    first = page(root)
    assert not any(folder.iterdir())
    assert page(root) == first
    assert compiled == ["roadmap.html.j2"] * 2


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("place", ["open", "link", "foreign"])
def test_a_cache_that_others_can_write_is_not_read(
    folder: Path, compiled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    first = page()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:12] + pickle.dumps(Bomb(tmp_path / "run")))
    if place == "open":
        folder.chmod(0o770)
    elif place == "link":
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        monkeypatch.setattr("os.getuid", lambda: 12345)
    compiled.clear()
    assert page() == first
    assert "roadmap.html.j2" in compiled
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("keep", [0, 5, 40, 200])
def test_damaged_code_is_compiled_again(folder: Path, compiled: list[str], keep: int) -> None:
    first = page()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:keep])
    assert page() == first
    compiled.clear()
    assert page() == first
    assert compiled == []


def test_code_of_another_version_is_compiled_again(
    folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page()
    count = len(list(folder.iterdir()))
    compiled.clear()
    monkeypatch.setattr("cobtrack.render.template_cache.__version__", "0.2.0")
    page()
    assert "roadmap.html.j2" in compiled
    assert len(list(folder.iterdir())) == count


def test_documents_are_rendered_without_a_cache_too(folder: Path) -> None:
    first = page()
    for path in folder.iterdir():
        path.unlink()
        path.mkdir()
    assert page() == first


@pytest.mark.parametrize("given", ["/dev/null", "/proc/none", "relative"])
def test_an_unusable_cache_folder_is_ignored(given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(put(tmp_path, {"home": "no folder"}) / "home"))
    assert open_cache("html") is None


def test_compiled_code_contains_no_data() -> None:
    # Jinja works out constants while it compiles, filters of constants too; code is kept for other workspaces.
    workspace = load(SMALL).workspace
    renderer = Renderer(SMALL, Results(workspace, date.fromisoformat(DAY)))
    called: list[str] = []

    def noted(name: str, *_: object) -> str:
        called.append(name)
        return ""

    for environment in (renderer._html_environment, renderer._markdown_environment):
        for name in renderer._context.filters:
            environment.filters[name] = partial(noted, name)
        for path in TEMPLATES.glob("*.j2"):
            environment.compile(path.read_text(encoding="utf-8"), path.name)
    assert called == []
    environment.compile("{{ 'crc-2022:42'|citation }}", "example")
    assert called == ["citation"]
