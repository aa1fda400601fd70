"""What a template can reach: the data that it was given, and a few ways to read them. It can format, not act.

Templates come in pull requests from people we do not know. Jinja's own sandbox lists what is forbidden; this one lists
what is allowed, type by type, and everything else is not there.
"""

from __future__ import annotations

import re
from functools import wraps
from types import BuiltinMethodType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup, soft_str

from cobtrack.render.plain_data import AnnotatedText, PlainRecord

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 1_000_000
"""Characters or items that a template can make by multiplying, and bits of a number."""
MAX_ARGUMENT = 10_000
"""The largest width, size or precision that a filter takes."""

_WIDE = re.compile(r"%[^%a-zA-Z]*(\d{5,}|\*)")
_NOTHING = object()


_OF_TEXT = frozenset(
    {
        "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdecimal", "isdigit",
        "islower", "isnumeric", "isspace", "istitle", "isupper", "join", "lower", "lstrip", "partition", "removeprefix",
        "removesuffix", "replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines",
        "startswith", "strip", "swapcase", "title", "upper",
    }
)  # fmt: skip
_ALLOWED: dict[type, frozenset[str]] = {
    str: _OF_TEXT,
    AnnotatedText: _OF_TEXT,
    Markup: _OF_TEXT | {"striptags", "unescape"},
    dict: frozenset({"get", "items", "keys", "values"}),
    tuple: frozenset({"count", "index"}),
    list: frozenset({"count", "index"}),
    LoopContext: frozenset(
        {
            "changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem",
            "revindex", "revindex0",
        }
    ),
    Macro: frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"}),
    Cycler: frozenset({"current", "next", "reset"}),
    BlockReference: frozenset({"super"}),
}  # fmt: skip
_CALLABLE: tuple[Any, ...] = (dict, safe_range, Namespace, Cycler, Joiner)
_CALLABLE_TYPES = (Macro, LoopContext, BlockReference, Joiner)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates see plain data: nothing of Python can be reached from those."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Random words would make other bytes each time.
        del self.globals["lipsum"], self.filters["random"]
        self.filters["attr"] = _attr
        self.filters["format"] = _format
        for name in ("batch", "center", "indent", "round", "slice", "truncate", "wordwrap"):
            self.filters[name] = _bounded(self.filters[name])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What is beside a dot."""
        found = _look_up(obj, attribute)
        return self._missing(obj, attribute) if found is _NOTHING else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What is between brackets, and what filters ask for by name."""
        if isinstance(argument, str):
            key = str(argument)
            found = obj[key] if type(obj) is dict and key in obj else _look_up(obj, key)
        else:
            found = _item(obj, argument)
        return self._missing(obj, argument) if found is _NOTHING else found

    def _missing(self, obj: Any, name: Any) -> Any:
        """What is not there; used, it is an error that lists what is."""
        if type(obj) is not PlainRecord:
            return self.undefined(obj=obj, name=name)
        return self.undefined(
            f'there is no "{name}" here; there are {", ".join(sorted(obj.fields))}', obj=obj, name=name
        )

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may see that attribute."""
        return _look_up(obj, attr) is not _NOTHING

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call that."""
        if isinstance(obj, BuiltinMethodType | MethodType):
            return type(obj.__self__) in _ALLOWED and obj.__name__ in _ALLOWED[type(obj.__self__)]
        return type(obj) in _CALLABLE_TYPES or any(obj is one for one in _CALLABLE)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would fill the memory at one blow."""
        if operator == "%":
            _check_format(left)
        elif operator == "*":
            _check_size(_size(left) * right if isinstance(right, int) and not isinstance(left, int) else 0)
            _check_size(_size(right) * left if isinstance(left, int) and not isinstance(right, int) else 0)
            _check_size(_bits(left) + _bits(right))
        else:
            _check_size(_bits(left) * abs(right) if isinstance(right, int) else 0)
        return super().call_binop(context, operator, left, right)


def _look_up(obj: Any, name: str) -> Any:
    """What `name` is of an object; _NOTHING where it is nothing that a template may see."""
    kind = type(obj)
    if kind is PlainRecord:
        return obj.fields.get(name, _NOTHING)
    if kind is AnnotatedText and name in obj.attributes:
        return obj.attributes[name]
    if name in _ALLOWED.get(kind, ()):
        return getattr(obj, name)
    if kind is dict:
        return obj.get(name, _NOTHING)
    return _NOTHING if name.startswith("_") else _of_jinja(obj, kind, name)


def _of_jinja(obj: Any, kind: type, name: str) -> Any:
    """What a template has made itself, or imported from another one."""
    if kind is TemplateModule:
        return vars(obj).get(name, _NOTHING)
    if kind is TemplateReference:
        return obj[name]
    # What is undefined says so; what the filter `groupby` makes has two fields.
    if kind is Namespace or issubclass(kind, Undefined) or name in getattr(kind, "_fields", ()):
        return getattr(obj, name, _NOTHING)
    return _NOTHING


def _item(obj: Any, argument: Any) -> Any:
    if not isinstance(obj, str | tuple | list | dict | range):
        return _NOTHING
    try:
        return obj[argument]
    except (LookupError, TypeError):
        return _NOTHING


def _attr(obj: Any, name: str) -> Any:
    found = _look_up(obj, str(name))
    if found is _NOTHING:
        raise SecurityError(f"{type(obj).__name__} has no attribute {name!r} that a template may see")
    return found


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | tuple | list) else 0


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _check_size(size: int) -> None:
    if size > MAX_LENGTH:
        raise SecurityError(f"a template may make {MAX_LENGTH:,} characters at once, no more")


def _check_format(text: Any) -> None:
    if isinstance(text, str) and _WIDE.search(text):
        raise SecurityError("a format in a template may be 9,999 characters wide, no more")


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    _check_format(value)
    return soft_str(value) % (kwargs or args)


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        # The first ones are the environment, for some filters, and the value itself.
        for one in (*args[1:], *kwargs.values()):
            if isinstance(one, int) and abs(one) > MAX_ARGUMENT:
                raise SecurityError(f"{function.__name__.removeprefix('do_')} takes numbers up to {MAX_ARGUMENT:,}")
        return function(*args, **kwargs)

    return bounded
