"""Find cycles: records that depend on each other in a circle.

The time that each function takes grows linearly with the number of links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext, ngettext, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Graph = Mapping[str, Sequence[str]]

MAX_LISTED = 10
"""How many members of a cycle a message lists."""


def find_cycles(next_ids: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the dependency cycles in `next_ids`, which maps an id to the id that it depends on.

    In each returned cycle, every id depends on the id after it, and the last id depends on the first. The lowest id
    comes first.
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
    """Return the part of `chain` from the id `first` to the end, which is a cycle.

    The cycle is rotated so that its lowest id comes first.
    """
    cycle = chain[chain.index(first) :]
    lowest = cycle.index(min(cycle))
    return tuple(cycle[lowest:] + cycle[:lowest])


def cycles_in_components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return one cycle from each strongly connected component (a set of ids that can all be reached from each other).

    Links to ids that are not in the graph, and links from an id to itself, are ignored.
    """
    links = {node: [target for target in graph[node] if target in graph and target != node] for node in graph}
    component = _components(links)
    # Keep only the first link of each node that stays within its component, so each node has at most one link.
    next_nodes = {
        node: next((target for target in links[node] if component[target] == component[node]), "") for node in links
    }
    return find_cycles(next_nodes)


def _components(graph: Graph) -> dict[str, int]:
    """Return a number for each node. Nodes in the same strongly connected component have the same number.

    This is Kosaraju's algorithm.
    """
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
    """Yield the nodes in postorder: each node comes after all nodes that were reached from it.

    The search is not recursive, because a chain of links can be longer than Python's stack allows.
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
    """Return a description of a cycle, such as "a depends on itself: a after b after a".

    `link` is the word between two ids, such as "after", in the spoken language.
    """
    names = list(cycle[:MAX_LISTED])
    if rest := len(cycle) - len(names):
        names.append(ngettext("%(num)s more", "%(num)s more", rest, num=whole_number(rest)))
    listed = f" {link} ".join([*names, cycle[0]])
    return gettext("%(record)s depends on itself: %(cycle)s", record=cycle[0], cycle=listed)


def other_members(cycle: Sequence[str]) -> Sequence[str]:
    """Return every member of a cycle that `describe_cycle` names, except the first."""
    return cycle[1:MAX_LISTED]
