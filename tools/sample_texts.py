"""Choose random docstrings and messages of cobtrack for a reader to judge: python tools/sample_texts.py --seed 1

A reader who does not know the code decides for each text whether it is understood at first reading. With the same code,
the same seed always chooses the same texts.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import random
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src/cobtrack"

DATA_MODULES = {
    "exchange/merge/corrections.py",
    "exchange/un/phrase_books.py",
    "model/audience.py",
    "model/languages/names.py",
    "model/states/names.py",
    "rules/ordinary_words.py",
}
"""Modules whose strings are search words or names of fields, not messages."""

DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
INTERNAL_ERRORS = {"AssertionError", "KeyError", "NotImplementedError", "RuntimeError", "TypeError"}
"""Errors for programmers. Users do not see the messages of these errors."""
MIN_WORDS = 3
MAX_PLACEHOLDER = 40

_WORD = re.compile(r"(?<![\w{<\[/.#-])[A-Za-z][a-z']*(?![\w}/>=-])")
_NOT_PROSE = re.compile(r"\\[bdsSwW]|\(\?[:!=<i]|\{%|<[a-z/]+[ >]|^[\w.-]+:(?!\s)")


class Text(NamedTuple):
    """A docstring or a message, with its location."""

    file: str
    line: int
    owner: str
    """The module, class or function that a docstring describes; "" for a message."""
    text: str


def docstrings(source: Path = SOURCE) -> list[Text]:
    """Return the docstrings of all modules, classes and functions, public and private, sorted by file and line."""
    texts = []
    for path, tree in _modules(source):
        for node in ast.walk(tree):
            if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
                owner = f"module {path.stem}" if isinstance(node, ast.Module) else node.name
                texts.append(Text(str(path), getattr(node, "lineno", 1), owner, text))
    return sorted(texts)


def messages(source: Path = SOURCE) -> list[Text]:
    """Return all strings that users may see: at least three words of prose, but no patterns and no docstrings."""
    texts = []
    for path, tree in _modules(source):
        if path.relative_to(source.relative_to(ROOT)).as_posix() not in DATA_MODULES:
            texts += [
                Text(str(path), node.lineno, "", text) for node in _strings(tree) if _is_prose(text := _text(node))
            ]
    return sorted(texts)


def draw(texts: list[Text], count: int, seed: int) -> list[Text]:
    """Return `count` texts, chosen at random with the given seed."""
    return random.Random(seed).sample(texts, min(count, len(texts)))  # noqa: S311


def _modules(source: Path) -> list[tuple[Path, ast.Module]]:
    """Return each module's path from the top of the repository, and its syntax tree."""
    paths = sorted(source.rglob("*.py"))
    return [(path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def _strings(node: ast.AST) -> list[ast.Constant | ast.JoinedStr]:
    """Return the string literals and f-strings in a node, without strings that no user sees."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return [node]
        case ast.Expr(value=ast.Constant()):
            return []  # a docstring
        case ast.Call(func=ast.Name(id=name)) if name in INTERNAL_ERRORS:
            return []
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
            return []
        case _:
            return [string for child in ast.iter_child_nodes(node) for string in _strings(child)]


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """Return a string as a reader sees it in the code, with the inserted expressions in braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{_shortened(ast.unparse(part.value))}}}"
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )


def _shortened(code: str) -> str:
    return code if len(code) <= MAX_PLACEHOLDER else f"{code[: MAX_PLACEHOLDER - 1]}…"


def _is_prose(text: str) -> bool:
    """Whether a string has enough words, without the inserted expressions, to be read as a sentence."""
    outside = re.sub(r"\{[^{}]*\}", " … ", text)
    return not _NOT_PROSE.search(outside) and len(_WORD.findall(outside)) >= MIN_WORDS


def _print(title: str, texts: list[Text], total: int) -> None:
    print(f"\n{title}: {len(texts)} of {total}\n")
    for number, text in enumerate(texts, 1):
        owner = f"  {text.owner}" if text.owner else ""
        print(f"{number:3}. {text.file}:{text.line}{owner}")
        print(textwrap.indent(inspect.cleandoc(text.text.replace("\b\n", "")).strip(), " " * 7))


def main(arguments: list[str] | None = None) -> None:
    """Print the numbered sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the number that decides which texts are drawn")
    parser.add_argument("--count", type=int, default=40, help="how many of each kind (40)")
    options = parser.parse_args(arguments)
    for title, texts in ("Docstrings", docstrings(SOURCE)), ("Messages", messages(SOURCE)):
        _print(title, draw(texts, options.count, options.seed), len(texts))


if __name__ == "__main__":
    main()
