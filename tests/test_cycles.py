"""A cycle is found in every strongly connected component, however large, in linear time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model.cycles import cycles_in_components, describe_cycle

Graph = dict[str, list[str]]
GRAPHS = st.integers(1, 12).flatmap(
    lambda count: st.dictionaries(
        st.integers(1, count).map(str), st.lists(st.integers(1, count + 1).map(str), max_size=4), min_size=1
    )
)


def reached(graph: Graph, start: str) -> set[str]:
    """Return all that an id leads to, without using the code under test."""
    found: set[str] = set()
    stack = [start]
    while stack:
        for one in graph.get(stack.pop(), []):
            if one in graph and one not in found:
                found.add(one)
                stack.append(one)
    return found


def test_a_cycle_begins_with_the_lowest_id_and_each_id_leads_to_the_next() -> None:
    assert cycles_in_components({"c": ["b"], "a": ["c"], "b": ["a"], "d": ["a"]}) == (("a", "c", "b"),)


def test_two_cycles_with_a_link_in_one_direction_are_both_found() -> None:
    assert cycles_in_components({"a": ["c", "b"], "b": ["a"], "c": ["d"], "d": ["c"]}) == (("a", "b"), ("c", "d"))


def test_a_chain_has_no_cycle() -> None:
    assert cycles_in_components({"a": ["b"], "b": ["c"], "c": [], "d": ["d", "nowhere"]}) == ()


@given(GRAPHS)
def test_every_cycle_returns_to_its_start(graph: Graph) -> None:
    for circle in cycles_in_components(graph):
        assert len(set(circle)) == len(circle) > 1
        assert all(after in graph[one] for one, after in pairwise([*circle, circle[0]]))


@given(GRAPHS)
def test_each_id_that_leads_back_to_itself_is_in_a_component_with_a_cycle(graph: Graph) -> None:
    told_of = [one for circle in cycles_in_components(graph) for one in circle]
    for one in graph:
        others = {other for other in reached(graph, one) - {one} if one in reached(graph, other)}
        if others:
            assert (others | {one}) & set(told_of)
        else:
            assert one not in told_of


@given(GRAPHS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(graph: Graph, random: Any) -> None:
    shuffled = list(graph.items())
    random.shuffle(shuffled)
    assert cycles_in_components(dict(shuffled)) == cycles_in_components(graph)


def test_a_cycle_of_a_hundred_thousand_ids_needs_no_recursion() -> None:
    count = 100_000
    (circle,) = cycles_in_components({str(number): [str((number + 1) % count)] for number in range(count)})
    assert len(circle) == count
    assert describe_cycle(circle, "after").endswith("after 9 after 99,990 more after 0")


class Counted(Graph):
    """A graph that counts how often it was read."""

    looked = 0

    def __getitem__(self, one: str) -> list[str]:
        self.looked += 1
        return super().__getitem__(one)

    def __contains__(self, one: object) -> bool:
        self.looked += 1
        return super().__contains__(one)


def looked_into(pairs: int) -> int:
    graph = Counted({f"{one}{number}": [f"{other}{number}"] for number in range(pairs) for one, other in ("ab", "ba")})
    assert len(cycles_in_components(graph)) == pairs
    return graph.looked


def test_many_cycles_take_no_more_work_each_than_few() -> None:
    few = looked_into(100)
    assert few > 0
    assert looked_into(2_000) == 20 * few
