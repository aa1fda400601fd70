"""Architecture: which way imports point, and what only certain modules may do."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from cobtrack.errors import CobtrackError
from cobtrack.model.cycles import cycles_in_components

SOURCE = Path(__file__).parent.parent / "src" / "cobtrack"
FILES = sorted(SOURCE.rglob("*.py"))
MAY_IMPORT = {
    "errors": set(),
    "model": {"errors", "model"},
    "store": {"errors", "model", "store"},
    "rules": {"errors", "model", "rules"},
    "views": {"errors", "model", "views"},
    "render": {"errors", "model", "views", "render"},
    "exchange": {"errors", "model", "views", "exchange"},
    "editing": {"errors", "model", "store", "rules", "views", "render", "exchange", "editing"},
    "cli": {"errors", "model", "store", "rules", "views", "render", "exchange", "editing", "cli"},
}


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@cache
def called(path: Path) -> set[str]:
    """The names of the functions and methods that a file calls."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found.add(node.func.attr)
            elif isinstance(node.func, ast.Name):
                found.add(node.func.id)
    return found


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", [path for path in FILES if layer_of(path) in MAY_IMPORT], ids=named)
def test_imports_point_one_way(path: Path) -> None:
    layer = layer_of(path)
    layers = {name.split(".")[1] for name in imported(path) if name.startswith("cobtrack.") and name.count(".")}
    assert layers & set(MAY_IMPORT) <= MAY_IMPORT[layer]


def modules_imported(path: Path, modules: dict[str, Path]) -> set[str]:
    """Return the modules of cobtrack that a module imports; for a name imported from a package, the package."""
    return {name for name in imported(path) if name in modules and modules[name] != path}


def test_no_two_modules_import_each_other_even_through_others() -> None:
    modules = {
        ".".join(["cobtrack", *path.relative_to(SOURCE).with_suffix("").parts]).removesuffix(".__init__"): path
        for path in FILES
    }
    packages = {name for name, path in modules.items() if path.name == "__init__.py"}
    graph = {name: tuple(modules_imported(path, modules) - packages) for name, path in modules.items()}
    assert cycles_in_components(graph) == ()


def test_no_package_has_more_than_18_modules() -> None:
    sizes = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {named(folder): size for folder, size in sizes.items() if size > 18} == {}


def test_every_package_has_a_layer() -> None:
    packages = {path.relative_to(SOURCE).parts[0] for path in FILES if path.parent != SOURCE}
    assert packages <= set(MAY_IMPORT)


def test_every_public_exception_derives_from_the_root_of_errors() -> None:
    names = (".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in FILES)
    modules = [import_module(name.removesuffix(".__init__")) for name in names if not name.endswith(".__main__")]
    exceptions = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseException) and value.__module__ == module.__name__
    }
    public = {exception for exception in exceptions if not exception.__name__.startswith("_")}
    assert len(public) > 5
    assert {exception for exception in public if not issubclass(exception, CobtrackError)} == set()


def test_files_are_opened_in_the_store_alone_and_foreign_ones_in_exchange() -> None:
    opening = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "mkstemp"}
    # Foreign formats are read and written in exchange/.
    homes = ("store/", "exchange/")
    elsewhere = {named(path) for path in FILES if called(path) & opening and not named(path).startswith(homes)}
    # The boundary opens the null device for a pipe that was closed.
    assert elsewhere == {"cli/main.py"}


def test_only_the_pager_and_git_are_started() -> None:
    assert [named(path) for path in FILES if "subprocess" in imported(path)] == ["cli/output/pager.py", "store/git.py"]


def test_one_module_uses_the_network() -> None:
    network = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "socketserver", "ssl", "urllib3"}
    parts = {"asyncio", "urllib.request", "xmlrpc.client"}
    found = {
        named(path)
        for path in FILES
        for name in imported(path)
        if name.partition(".")[0] in network or name.startswith(tuple(parts))
    }
    assert found == {"exchange/web.py"}
    users = [named(path) for path in FILES if "cobtrack.exchange.web" in imported(path)]
    assert users == ["cli/commands/files/evidence.py"]


def test_only_the_command_line_prints_and_asks() -> None:
    for path in FILES:
        if not named(path).startswith("cli/"):
            assert not {name.partition(".")[0] for name in imported(path)} & {"typer", "rich"}, named(path)
            assert not called(path) & {"print", "input"}, named(path)


def test_the_clock_is_read_in_one_file() -> None:
    clocks = {"now", "today", "utcnow", "time", "perf_counter"}
    assert [named(path) for path in FILES if called(path) & clocks] == ["cli/session.py"]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_modules_and_public_functions_say_what_they_are_for(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module)
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{named(path)}: {node.name}"


def test_cambodia_is_data_and_never_code() -> None:
    words = ("cambodia", 'khm"', "phnom", "cncc")
    # Examples in help and rule pages; the names of all States.
    allowed = {"rules/", "cli/", "model/types.py", "model/records/settings.py", "model/states/names.py"}
    for path in FILES:
        text = path.read_text(encoding="utf-8").lower()
        assert not any(word in text for word in words) or named(path).startswith(tuple(allowed)), named(path)
