"""Edges of a drawing: the position of the grid that each belongs to, and pieces of lines made whole."""

from __future__ import annotations

import pytest

from kunlun_cli.pages.page import Rule
from kunlun_cli.tables.edges import Edge, lattices
from kunlun_cli.tables.grid import _by_position


@pytest.mark.parametrize(
    ("at", "nearest"),
    [(-5.0, 0), (0.0, 0), (49.9, 0), (50.0, 0), (50.1, 1), (100.0, 1), (150.0, 1), (151.0, 2), (205.0, 2)],
)
def test_an_edge_belongs_to_the_nearest_position_the_first_of_two_as_near(at: float, nearest: int) -> None:
    found = _by_position([Edge(at, 0.0, 20.0)], [0.0, 100.0, 200.0])
    assert [len(edges) for edges in found] == [int(i == nearest) for i in range(3)]


def test_pieces_of_a_line_are_one_edge_and_lines_far_apart_are_not() -> None:
    pieces = [Rule(0.0, 10.0, 50.0, 10.0), Rule(51.0, 10.4, 100.0, 10.4), Rule(0.0, 30.0, 100.0, 30.0)]
    (lattice,) = lattices([*pieces, Rule(0.0, 10.0, 0.0, 30.0), Rule(100.0, 10.0, 100.0, 30.0)])
    assert [(edge.start, edge.end) for edge in lattice.horizontal] == [(0.0, 100.0), (0.0, 100.0)]
    assert [edge.at for edge in lattice.horizontal] == pytest.approx([10.2, 30.0])
