"""Run every test in the same environment."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import shutil
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from cobtrack.editing.sites.build import build_site
from cobtrack.store.load import load
from tests.filled import DAY, REPOSITORY, fill
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The same examples on every run: a pull request must not turn red by chance.
settings.register_profile("cobtrack", deadline=None, derandomize=True, database=None)
settings.load_profile("cobtrack")

_ALONE = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CI", "TERM", "COLUMNS", "LINES", "PAGER", "LESS"}


_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium without network access of its own. Tests that use it are marked with `browser`."""
    if _BROWSER is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=_BROWSER, args=_QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of programs, shared by all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def filled_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a filled, made-up workspace (see tests/filled.py). Tests must not change it."""
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="session")
def filled_site(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of the public site of the filled workspace."""
    return _site("filled", filled_workspace, tmp_path_factory)


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of the public site of the example, which uses every field and has a web address."""
    return _site("example", EXAMPLE, tmp_path_factory)


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of the public site of the shipped data."""
    return _site("shipped", REPOSITORY, tmp_path_factory)


def _site(name: str, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the files of the public site of a workspace. One process renders them for all processes of a test run."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = folder / f"site-{name}.pickle"
    with (folder / f"site-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            loaded = load(root)
            assert loaded.problems == []
            kept.write_bytes(pickle.dumps(build_site(loaded, date.fromisoformat(DAY)).files))
    return MappingProxyType(pickle.loads(kept.read_bytes()))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Remove from the environment everything that could change a result."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in list(os.environ):
        if name in _ALONE or name.startswith(("COBTRACK_", "GITHUB_")):
            monkeypatch.delenv(name)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what was imported and collected: a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 10)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which replaces the golden files by the current output."""
    parser.addoption("--update-golden", action="store_true", help="make what is printed now the golden files")


@pytest.fixture
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents be rendered from data with errors, to test what would otherwise be refused before."""
    monkeypatch.setattr("cobtrack.editing.check.require_valid", lambda *_, **__: None)
