"""The sandbox for templates. Templates can only read and format plain data.

The templates of a workspace can come from anybody who opens a pull request. Jinja's own sandbox has a list of forbidden
attributes. This sandbox has a list of allowed attributes for each type, and treats all other attributes as missing.
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
from markupsafe import Markup, escape, soft_str

from cobtrack.model.languages.marks import is_in_another_language
from cobtrack.model.languages.phrases import own_words_marked
from cobtrack.model.text.wording import join
from cobtrack.render.plain_data import MISSING as _MISSING
from cobtrack.render.plain_data import AnnotatedText, PlainRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.runtime import Context

MAX_LENGTH = 1_000_000
"""The greatest number of characters or items in the result of one multiplication, and of bits in a number."""
MAX_ARGUMENT = 10_000
"""The largest width, size or precision that a filter accepts."""

# A width of five digits or more, or a width that is passed as an argument. No name has a parenthesis.
_WIDE_FORMAT = re.compile(r"%(?:\([^()]*\))?[^%a-zA-Z]*(?:\d{5,}|\*)|%\([^()]*\(")
# The placeholders of a phrase, and a percent sign that is not part of a placeholder.
_PLACEHOLDER = re.compile(r"%(?:\(\w+\)s|%|(.?))", re.DOTALL)

_TEXT_METHODS = frozenset(
    {
        "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdecimal", "isdigit",
        "islower", "isnumeric", "isspace", "istitle", "isupper", "join", "lower", "lstrip", "partition", "removeprefix",
        "removesuffix", "replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines",
        "startswith", "strip", "swapcase", "title", "upper",
    }
)  # fmt: skip
_ALLOWED_ATTRIBUTES: dict[type, frozenset[str]] = {
    str: _TEXT_METHODS,
    AnnotatedText: _TEXT_METHODS,
    Markup: _TEXT_METHODS | {"striptags", "unescape"},
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
_ALLOWED_CALLABLES: tuple[Any, ...] = (dict, safe_range, Namespace, Cycler, Joiner)


class Phrase:
    """A function that a template calls for a phrase in the language of the document, such as `_("Sources")`.

    A phrase and its values are escaped like all other values, because a workspace can have a catalogue of its own.
    """

    def __init__(self, translate: Callable[..., str], finalize: Callable[[Any], Any]) -> None:
        self._translate = translate
        self._finalize = finalize

    def __call__(self, *arguments: Any, **values: Any) -> Markup:
        """Return the phrase with these values, which stay as they are if they are markup.

        Raises SecurityError if the phrase has another placeholder than `%(name)s`.
        """
        if any(
            "%" in text and not all(match[1] is None for match in _PLACEHOLDER.finditer(text))
            for text in arguments
            if isinstance(text, str)
        ):
            raise SecurityError("a placeholder in a phrase is written as %(name)s, and a percent sign as %%")
        filled: list[str] = []
        for name, value in values.items():
            # Whole numbers are written in the digits of the language.
            if type(value) is not int:
                values[name] = f"{_VALUE}{len(filled)}{_VALUE}"
                filled.append(str(escape(self._finalize(value))))
        return _fill_in(self._finalize(self._translate(*arguments, **values)), filled)


class Listing:
    """A filter that joins items in the language of the document, such as "a, b and c".

    `items|listed("or")` has another conjunction, and `items|listed(";")` none. Each item is written by the macro
    `write`, if one is given.
    """

    def __init__(self, finalize: Callable[[Any], Any]) -> None:
        self._finalize = finalize

    def __call__(self, items: Iterable[Any], between: str = "and", write: Macro | None = None) -> Markup:
        """Return the items as a list in words. Raises SecurityError if `write` is not a macro."""
        if write is not None and type(write) is not Macro:
            raise SecurityError("the filter listed accepts only a macro")
        filled = [str(escape(self._finalize(write(item) if write else item))) for item in items]
        return _fill_in(
            self._finalize(join([f"{_VALUE}{number}{_VALUE}" for number in range(len(filled))], between)), filled
        )


def _fill_in(text: str, values: list[str]) -> Markup:
    """Return a text in which the numbers of values are replaced by these values, which are markup."""
    if is_in_another_language(text):
        values = [own_words_marked(value) for value in values]
    return Markup(_VALUES.sub(lambda match: values[int(match[1])], escape(text)))  # noqa: S704


_VALUE = "\ue004"
"""The character before and after the number of a value, until the value is filled in."""
_VALUES = re.compile(rf"{_VALUE}(\d+){_VALUE}")
_ALLOWED_CALLABLE_TYPES = (Macro, LoopContext, BlockReference, Joiner, Phrase)


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment in which a template can read plain data but cannot reach any Python object."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Random results would change the document on every run.
        del self.globals["lipsum"], self.filters["random"]
        self.filters["attr"] = _attr
        self.filters["format"] = _format
        for name in ("batch", "center", "indent", "round", "slice", "truncate", "wordwrap"):
            self.filters[name] = _with_bounded_arguments(self.filters[name])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the value of `obj.attribute` in a template, or an undefined value if it is missing or not allowed."""
        value = obj.read(attribute) if type(obj) is PlainRecord else _look_up(obj, attribute)
        return self._undefined(obj, attribute) if value is _MISSING else value

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call an object in a template. Raises SecurityError if templates are not allowed to call it.

        Macros, which most calls are for, are called at once. Jinja passes them its evaluation context first.
        """
        if type(__obj) is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__context.eval_ctx, *args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the value of `obj[argument]` in a template. Filters also call this to read an attribute by name."""
        if isinstance(argument, str):
            key = argument.words if isinstance(argument, AnnotatedText) else str(argument)
            value = obj[key] if type(obj) is dict and key in obj else _look_up(obj, key)
        else:
            value = _item(obj, argument)
        return self._undefined(obj, argument) if value is _MISSING else value

    def _undefined(self, obj: Any, name: Any) -> Any:
        """Return an undefined value. For a plain record, an error about this value lists the fields of the record."""
        if isinstance(obj, Undefined):
            # An undefined value has its own error, which names the missing variable or field.
            return obj
        if type(obj) is not PlainRecord:
            return self.undefined(obj=obj, name=name)
        return self.undefined(f'no field "{name}"; the fields are {", ".join(sorted(obj.names))}', obj=obj, name=name)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Return whether a template is allowed to read the attribute."""
        return _look_up(obj, attr) is not _MISSING

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether a template is allowed to call the object. Raises UndefinedError for an undefined value."""
        if isinstance(obj, Undefined):
            # The error of the undefined value names the missing variable or field.
            str(obj)
        if isinstance(obj, BuiltinMethodType | MethodType):
            allowed = _ALLOWED_ATTRIBUTES.get(type(obj.__self__), frozenset())
            return obj.__name__ in allowed
        return type(obj) in _ALLOWED_CALLABLE_TYPES or any(obj is allowed for allowed in _ALLOWED_CALLABLES)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute `*`, `**` or `%`. Raises SecurityError if the result would use too much memory."""
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
    """Return an attribute, method or key of an object.

    If it does not exist, or if templates must not read it, return _MISSING.
    """
    cls = type(obj)
    if cls is PlainRecord:
        return obj.read(name)
    if cls is AnnotatedText and name in obj.attributes:
        return obj.attributes[name]
    if name in _ALLOWED_ATTRIBUTES.get(cls, ()):
        return getattr(obj, name)
    if cls is dict:
        return obj.get(name, _MISSING)
    return _MISSING if name.startswith("_") else _look_up_in_jinja(obj, cls, name)


def _look_up_in_jinja(obj: Any, cls: type, name: str) -> Any:
    """Return an attribute of an object that Jinja created, such as a namespace or an imported template."""
    if cls is TemplateModule:
        return vars(obj).get(name, _MISSING)
    if cls is TemplateReference:
        return obj[name]
    # An undefined value raises its own error. The results of the filter `groupby` are named tuples.
    if cls is Namespace or issubclass(cls, Undefined) or name in getattr(cls, "_fields", ()):
        return getattr(obj, name, _MISSING)
    return _MISSING


def _item(obj: Any, argument: Any) -> Any:
    if not isinstance(obj, str | tuple | list | dict | range):
        return _MISSING
    try:
        return obj[argument]
    except (LookupError, TypeError):
        return _MISSING


def _attr(obj: Any, name: str) -> Any:
    """Replace Jinja's filter `attr`: return an attribute only if the sandbox allows it."""
    value = _look_up(obj, str(name))
    if value is _MISSING:
        raise SecurityError(f"{type(obj).__name__} has no attribute {name!r} that a template may read")
    return value


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | tuple | list) else 0


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _check_size(size: int) -> None:
    if size > MAX_LENGTH:
        raise SecurityError(f"a template may create at most {MAX_LENGTH:,} characters at once")


def _check_format(text: Any) -> None:
    if isinstance(text, str) and _WIDE_FORMAT.search(text):
        raise SecurityError("a format in a template may be at most 9,999 characters wide")


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    """Replace Jinja's filter `format`: refuse widths of more than four digits."""
    _check_format(value)
    return soft_str(value) % (kwargs or args)


def _with_bounded_arguments(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that it raises SecurityError if a number among its arguments exceeds MAX_ARGUMENT."""

    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        # The first argument is the value to filter, or the environment.
        for argument in (*args[1:], *kwargs.values()):
            if isinstance(argument, int) and abs(argument) > MAX_ARGUMENT:
                name = function.__name__.removeprefix("do_")
                raise SecurityError(f"the filter {name} accepts numbers up to {MAX_ARGUMENT:,}")
        return function(*args, **kwargs)

    return bounded
