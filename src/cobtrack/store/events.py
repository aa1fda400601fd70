"""The events of a YAML text, from the fast parser or from the one in pure Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Event = Any


def fast(text: str) -> Iterator[Event]:
    """Events from libyaml, or from the pure parser where PyYAML came without it."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        yield from pure(text)
        return
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def pure(text: str) -> Iterator[Event]:
    """Events from ruamel.yaml, which says more clearly what is wrong."""
    from ruamel.yaml import YAML  # noqa: PLC0415

    yield from YAML(typ="safe", pure=True).parse(text)


def refusals() -> tuple[type[Exception], ...]:
    """What the parsers raise where they can read no further."""
    import sys  # noqa: PLC0415

    from yaml import YAMLError  # noqa: PLC0415

    pure = sys.modules.get("ruamel.yaml.error")
    return (YAMLError, pure.YAMLError) if pure else (YAMLError,)
