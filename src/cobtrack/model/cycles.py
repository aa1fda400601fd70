"""Find cycles: records that depend on each other in a circle.

All functions take time in proportion to the number of links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Graph = Mapping[str, Sequence[str]]

MAX_LISTED = 10
"""How many members of a cycle a message lists."""


def find_cycles(next_ids: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the cycles among ids of which each depends on at most one other id, given in `next_ids`.

    In a cycle each id depends on the next one. It begins with the lowest id.
    """
    seen: set[str] = set()
    cycles = []
    for start in next_ids:
        chain: dict[str, None] = {}
        current = start
        while current in next_ids and current not in seen and current not in chain:
            chain[current] = None
            current = next_ids[current]
        if current in chain:
            cycles.append(_cycle_at_end(list(chain), current))
        seen.update(chain)
    return tuple(sorted(cycles))


def _cycle_at_end(chain: list[str], first: str) -> tuple[str, ...]:
    """Return the cycle at the end of a chain, which begins with `first`, so that it begins with the lowest id."""
    cycle = chain[chain.index(first) :]
    lowest = cycle.index(min(cycle))
    return tuple(cycle[lowest:] + cycle[:lowest])


def cycles_in_components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return one cycle of each strongly connected component: of each set of ids that all lead to each other.

    Links to ids that are not in the graph, and from an id to itself, are ignored.
    """
    links = {node: [target for target in graph[node] if target in graph and target != node] for node in graph}
    component = _components(links)
    # Follow one link of each node that stays in its component: then each node has at most one link.
    next_nodes = {
        node: next((target for target in links[node] if component[target] == component[node]), "") for node in links
    }
    return find_cycles(next_nodes)


def _components(graph: Graph) -> dict[str, int]:
    """Return the number of the strongly connected component of each node (Kosaraju's algorithm)."""
    sources: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            sources[target].append(node)
    component: dict[str, int] = {}
    for number, start in enumerate(reversed(list(_in_postorder(graph)))):
        stack = [] if start in component else [start]
        while stack:
            node = stack.pop()
            component[node] = number
            stack += [source for source in sources[node] if source not in component]
    return component


def _in_postorder(graph: Graph) -> Iterator[str]:
    """Yield each node after the nodes that are reached from it.

    This is not recursive, because a chain of links can be longer than Python's stack.
    """
    seen: set[str] = set()
    for start in graph:
        stack = [] if start in seen else [(start, iter(graph[start]))]
        seen.add(start)
        while stack:
            targets = stack[-1][1]
            unseen = next((target for target in targets if target not in seen), None)
            if unseen is None:
                yield stack.pop()[0]
            else:
                seen.add(unseen)
                stack.append((unseen, iter(graph[unseen])))


def describe_cycle(cycle: Sequence[str], link: str) -> str:
    """Return a cycle in words, such as "a depends on itself: a after b after a" for the link "after"."""
    names = cycle if len(cycle) <= MAX_LISTED else (*cycle[:MAX_LISTED], f"{len(cycle) - MAX_LISTED:,} more")
    return f"{cycle[0]} depends on itself: {f' {link} '.join([*names, cycle[0]])}"


def other_members(cycle: Sequence[str]) -> Sequence[str]:
    """Return the members of a cycle that its description lists, except the first."""
    return cycle[1:MAX_LISTED]
