"""Things that come after one another, or hang on one another, in a circle; the work grows with their links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Graph = Mapping[str, Sequence[str]]

_SHOWN = 10
"""Of a longer circle only its beginning is told."""


def find_cycles(hangs_on: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The circles among things that each hang on one other at most, by id.

    Of a circle each hangs on the next, and the first has the lowest id.
    """
    seen: set[str] = set()
    found = []
    for start in hangs_on:
        chain: dict[str, None] = {}
        here = start
        while here in hangs_on and here not in seen and here not in chain:
            chain[here] = None
            here = hangs_on[here]
        if here in chain:
            found.append(_circle(list(chain), here))
        seen.update(chain)
    return tuple(sorted(found))


def _circle(chain: list[str], closing: str) -> tuple[str, ...]:
    """The circle at the end of a chain, wherever it was entered: each hangs on the next, the first id first."""
    circle = chain[chain.index(closing) :]
    first = circle.index(min(circle))
    return tuple(circle[first:] + circle[:first])


def cycles_in_components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """A circle out of each knot: out of all things that lead to one another, by whatever way. None leads to itself."""
    inside = {one: [other for other in graph[one] if other in graph and other != one] for one in graph}
    knot = _components(inside)
    # The first link that stays in the knot makes of it things that each lead to one other.
    onward = {one: next((other for other in inside[one] if knot[other] == knot[one]), "") for one in inside}
    return find_cycles(onward)


def _components(graph: Graph) -> dict[str, int]:
    """The number of the strongly connected component of each: one walk with the links, one against them (Kosaraju)."""
    back: dict[str, list[str]] = {one: [] for one in graph}
    for one, others in graph.items():
        for other in others:
            back[other].append(one)
    component: dict[str, int] = {}
    for number, start in enumerate(reversed(list(_left(graph)))):
        stack = [] if start in component else [start]
        while stack:
            here = stack.pop()
            component[here] = number
            stack += [other for other in back[here] if other not in component]
    return component


def _left(graph: Graph) -> Iterator[str]:
    """Each thing when the walk leaves it for good; with a stack of its own, as a long chain would exceed Python's."""
    seen: set[str] = set()
    for start in graph:
        stack = [] if start in seen else [(start, iter(graph[start]))]
        seen.add(start)
        while stack:
            others = stack[-1][1]
            onward = next((other for other in others if other not in seen), None)
            if onward is None:
                yield stack.pop()[0]
            else:
                seen.add(onward)
                stack.append((onward, iter(graph[onward])))


def describe_cycle(circle: Sequence[str], link: str) -> str:
    """`a circle: a after b after a`."""
    names = circle if len(circle) <= _SHOWN else (*circle[:_SHOWN], f"{len(circle) - _SHOWN:,} more")
    return f"a circle: {f' {link} '.join([*names, circle[0]])}"


def other_members(circle: Sequence[str]) -> Sequence[str]:
    """Those of a circle that are told by name, but for the first."""
    return circle[1:_SHOWN]
