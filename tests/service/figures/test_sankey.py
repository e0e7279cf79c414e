"""The layout of Sankey diagrams, against what can be reckoned by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.figures.sankey import Flow, Laid, Node, laid_out


def node(id: str, column: int, height: float = 15) -> Node:
    return Node(id, column, (id,), height, "#000000")


def test_bars_and_ribbons_are_as_high_as_what_flows() -> None:
    laid = laid_out(
        [node("a", 0), node("b", 0), node("x", 1)], [Flow("a", "x", 3, "#000"), Flow("b", "x", 1, "#000")], tall=200, gap=10
    )
    assert {one: laid.nodes[one].bar for one in laid.nodes} == {"a": 150, "b": 50, "x": 200}
    assert [flow.thick for flow in laid.flows] == [150, 50]
    assert laid.height == 150 + 10 + 50
    upper, lower = laid.flows
    assert upper.target_y == pytest.approx(laid.nodes["x"].y - 100 + 75)
    assert lower.target_y == pytest.approx(laid.nodes["x"].y + 100 - 25)
    assert upper.source_y == laid.nodes["a"].y


def test_a_small_number_has_room_for_its_words() -> None:
    laid = laid_out(
        [node("a", 0, 45), node("b", 0, 45), node("x", 1)], [Flow("a", "x", 99, "#000"), Flow("b", "x", 1, "#000")], tall=100
    )
    assert laid.nodes["b"].slot == 45
    assert laid.nodes["b"].bar == 1


def test_columns_are_ordered_so_that_ribbons_do_not_cross() -> None:
    nodes = [node("a", 0), node("b", 0), node("x", 1), node("y", 1)]
    laid = laid_out(nodes, [Flow("a", "y", 1, "#000"), Flow("b", "x", 1, "#000")], tall=100)
    assert (laid.nodes["a"].y < laid.nodes["b"].y) == (laid.nodes["y"].y < laid.nodes["x"].y)


def test_nothing_flows() -> None:
    laid = laid_out([node("a", 0)], [], tall=100)
    assert laid.flows == ()
    assert laid.height == 15


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 50)), min_size=1, max_size=25, unique_by=lambda f: f[:2]
    )
)
def test_what_comes_in_goes_out_and_nothing_overlaps(given_flows: list[tuple[int, int, int]]) -> None:
    flows = [Flow(f"s{a}", f"t{b}", v, "#000") for a, b, v in given_flows]
    nodes = [node(f"s{n}", 0) for n in range(5)] + [node(f"t{n}", 1) for n in range(5)]
    laid = laid_out(nodes, flows, tall=300, gap=8)
    sources = [n for n in laid.nodes.values() if n.column == 0]
    assert sum(n.out for n in sources) == pytest.approx(300)
    assert sum(f.thick for f in laid.flows) == pytest.approx(300)
    for column in (0, 1):
        own = sorted((n for n in laid.nodes.values() if n.column == column), key=lambda n: n.y)
        for above, below in pairwise(own):
            assert above.y + above.slot / 2 + 8 <= below.y - below.slot / 2 + 1e-6
    _ribbons_stay_in_their_bars(laid)


def _ribbons_stay_in_their_bars(laid: Laid) -> None:
    for flow in laid.flows:
        source, target = laid.nodes[flow.source], laid.nodes[flow.target]
        assert source.y - source.out / 2 - 1e-6 <= flow.source_y - flow.thick / 2
        assert flow.source_y + flow.thick / 2 <= source.y + source.out / 2 + 1e-6
        assert target.y - target.into / 2 - 1e-6 <= flow.target_y - flow.thick / 2
        assert flow.target_y + flow.thick / 2 <= target.y + target.into / 2 + 1e-6
