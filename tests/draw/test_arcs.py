"""Polygons as shared arcs: read back they are the polygons, on the grid."""

from __future__ import annotations

from base64 import b64decode

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.draw.arcs import Topology, packed, topology, zigzag
from pilotzones.present.draw.ground import ground, lightened

GRID = np.array([shapely.box(x, y, x + 100, y + 100) for y in (0, 100) for x in (0, 100)], object)


def numbers(text: str) -> list[int]:
    """Varints read by another way than they are written: groups of seven bits."""
    found, value, shift = [], 0, 0
    for byte in b64decode(text):
        value += (byte % 128) * 2**shift
        shift += 7
        if byte < 128:
            found.append(value)
            value, shift = 0, 0
    return found


def signed(n: int) -> int:
    return n // 2 if n % 2 == 0 else -(n + 1) // 2


def read(cut: Topology) -> list[list[np.ndarray]]:
    """Rings of each polygon in metres, from the packed texts alone."""
    given = iter(numbers(cut.packed_arcs()))
    arcs, start = [], np.zeros(2, int)
    for _ in range(next(given)):
        steps = [[signed(next(given)), signed(next(given))] for _ in range(next(given))]
        arc = np.cumsum(steps, axis=0) + start
        start = arc[0]
        arcs.append(arc)
    given = iter(numbers(cut.packed_rings()))
    polygons = []
    for _ in cut.rings:
        rings = []
        for _ in range(next(given)):
            refs = [signed(next(given)) for _ in range(next(given))]
            parts = [arcs[k] if k >= 0 else arcs[-1 - k][::-1] for k in refs]
            rings.append(
                np.concatenate([part[:-1] for part in parts]) * cut.cell + (cut.x0, cut.y0)
            )
        polygons.append(rings)
    return polygons


def area(rings: list[np.ndarray]) -> float:
    """Area by the rule of even and odd, of rings that do not cross."""
    found = shapely.Polygon()
    for ring in rings:
        found = found.symmetric_difference(shapely.Polygon(ring))
    return found.area


def test_a_shared_border_is_held_once():
    r"""Four squares: four borders inside, each once, and one outer border for each square.

    C | D
    --+--
    A | B
    """
    cut = topology(GRID, 10)
    assert len(cut.arcs) == 8
    uses = [ref if ref >= 0 else -1 - ref for rings in cut.rings for ring in rings for ref in ring]
    assert sorted(uses.count(k) for k in range(8)) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_packed_arcs_read_back_give_every_polygon_with_its_holes():
    holed = shapely.Polygon(
        [(0, 0), (300, 0), (300, 300), (0, 300)],
        [[(100, 100), (100, 200), (200, 200), (200, 100)]],
    )
    inner = shapely.box(100, 100, 200, 200)
    apart = shapely.MultiPolygon([shapely.box(400, 0, 450, 50), shapely.box(500, 0, 520, 20)])
    shapes = np.array([holed, inner, apart, None], object)
    found = read(topology(shapes, 10))
    assert [len(rings) for rings in found] == [2, 1, 2, 0]
    assert [area(rings) for rings in found] == [80_000, 10_000, 2_900, 0]


def test_the_shipped_layer_keeps_its_shapes_to_the_grid(belgium: UnitLayer):
    cut = topology(lightened(belgium), 10)
    assert len(cut.rings) == len(belgium.codes)
    assert all(cut.rings)
    far = [
        shapely.hausdorff_distance(
            shapely.boundary(shape),
            shapely.MultiLineString([shapely.LinearRing(ring) for ring in rings]),
        )
        for shape, rings in zip(belgium.shapes[::40], read(cut)[::40], strict=True)
    ]
    assert max(far) < 150
    assert (
        abs(sum(map(area, read(cut)[::40])) / shapely.area(belgium.shapes[::40]).sum() - 1) < 0.01
    )


def test_degrees_are_those_of_the_projection_within_a_metre(belgium: UnitLayer):
    found = ground(belgium)["unproject"]
    assert 0 < found["error_m"] < 1


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_numbers_packed_read_back_equal(values: list[int]):
    text = packed(zigzag(np.array(values, np.int64)).tolist())
    assert [signed(n) for n in numbers(text)] == values
