"""E2SFCA: closed forms, a naive dense implementation, ties at band limits, and what cannot be."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from pilotzones.resources import access as module
from pilotzones.resources.access import e2sfca, nearest_m

BANDS = [(3_000.0, 1.0), (6_000.0, 0.68), (9_000.0, 0.22)]


def naive(demand_xy, weight, supply_xy, capacity, bands):
    """Every pair in one matrix, weighted pair by pair: slow, and plain to read."""
    matrix = np.zeros((len(demand_xy), len(supply_xy)))
    for i, here in enumerate(demand_xy):
        for j, there in enumerate(supply_xy):
            apart = np.sqrt(((here - there) ** 2).sum())
            matrix[i, j] = next((w for limit, w in bands if apart <= limit), 0.0)
    load = matrix.T @ weight
    ratio = np.array([c / n if n > 0 else 0.0 for c, n in zip(capacity, load, strict=True)])
    return matrix @ ratio


def sparse(demand_xy, weight, supply_xy, capacity, bands):
    """KD-tree and sparse products of scipy: an independent tool for larger cases."""
    trees = cKDTree(demand_xy), cKDTree(supply_xy)
    pairs = trees[0].sparse_distance_matrix(trees[1], bands[-1][0], output_type="ndarray")
    band = np.searchsorted([limit for limit, _ in bands], pairs["v"])
    value = np.array([w for _, w in bands])[band]
    shape = (len(weight), len(capacity))
    matrix = csr_array((value, (pairs["i"], pairs["j"])), shape=shape)
    load = matrix.T @ weight
    ratio = np.divide(capacity, load, out=np.zeros_like(capacity), where=load > 0)
    return matrix @ ratio


def random_case(seed, n=60, m=90, extent=30_000.0):
    rng = np.random.default_rng(seed)
    demand, supply = rng.uniform(0, extent, (n, 2)), rng.uniform(0, extent, (m, 2))
    return demand, rng.integers(0, 500, n).astype(float), supply, rng.uniform(0, 3, m)


def test_one_catchment_over_everything_is_total_supply_over_total_demand():
    demand, weight, supply, capacity = random_case(1)
    found = e2sfca(demand, weight, supply, capacity, [(100_000.0, 1.0)])
    np.testing.assert_allclose(found, capacity.sum() / weight.sum(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_sum_of_people_times_access_is_the_capacity_of_the_providers_reached(seed):
    demand, weight, supply, capacity = random_case(seed, n=6, extent=60_000.0)
    found = e2sfca(demand, weight, supply, capacity, BANDS)
    apart = nearest_m(supply, demand[weight > 0])
    assert (apart > 9_000).any(), "some provider must be out of everybody's reach"
    assert weight @ found == pytest.approx(capacity[apart <= 9_000].sum(), rel=1e-12)


@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(0, 12), st.integers(1, 3))
def test_access_is_that_of_the_naive_matrix_on_a_grid_full_of_ties(seed, n, m, bands):
    """Whole-number points on a 6 x 6 grid of 1,000 m: distances of 3-4-5 triangles hit limits."""
    rng = np.random.default_rng(seed)
    demand, supply = (rng.integers(0, 6, (k, 2)) * 1_000.0 for k in (n, m))
    weight, capacity = rng.integers(0, 4, n) * 10.0, rng.integers(0, 3, m) / 2
    chosen = [(1_000.0, 1.0), (5_000.0, 0.5), (np.hypot(5_000, 5_000), 0.0)][:bands]
    found = e2sfca(demand, weight, supply, capacity, chosen)
    expected = naive(demand, weight, supply, capacity, chosen)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize(("x", "expected"), [(2_999.9, 1.0), (3_000.0, 1.0), (3_000.1, 0.68)])
def test_provider_exactly_at_a_limit_belongs_to_the_nearer_band(x, expected):
    """A second demand point at the provider keeps the load known: 100 x weight + 100."""
    demand, weight = np.array([[0.0, 0.0], [x, 0.0]]), np.array([100.0, 100.0])
    found = e2sfca(demand, weight, np.array([[x, 0.0]]), np.array([1.0]), BANDS)
    assert found[0] == pytest.approx(expected / (100 * expected + 100), rel=1e-15)


@pytest.mark.parametrize(("x", "reached"), [(8_999.9, True), (9_000.0, True), (9_000.1, False)])
def test_outer_limit_is_reached_and_what_lies_beyond_gives_nothing(x, reached):
    found = e2sfca(np.array([[0.0, 0.0]]), np.ones(1), np.array([[x, 0.0]]), np.ones(1), BANDS)
    assert (found[0] > 0) == reached


def test_limit_that_no_square_hits_is_compared_as_a_distance():
    """sqrt(d2) <= limit and d2 <= limit ** 2 differ in the last digit: the first one counts."""
    for limit in (10_000 / 3, 0.1, np.sqrt(2) * 1_000, 1e-3, 7.0):
        square = module._largest_square(limit)
        assert np.sqrt(square) <= limit < np.sqrt(np.nextafter(square, np.inf))


def test_unreached_demand_gets_zero_and_a_provider_nobody_reaches_gives_nothing():
    demand, supply = np.array([[0.0, 0.0], [50_000.0, 0.0]]), np.array([[0.0, 1.0], [0.0, 99_000]])
    found = e2sfca(demand, np.array([10.0, 10.0]), supply, np.array([5.0, 5.0]), BANDS)
    assert found.tolist() == [0.5, 0.0]


def test_demand_without_people_has_access_and_takes_nothing_from_others():
    demand = np.array([[0.0, 0.0], [10.0, 0.0]])
    found = e2sfca(demand, np.array([10.0, 0.0]), np.zeros((1, 2)), np.ones(1), BANDS)
    assert found.tolist() == [0.1, 0.1]


def test_provider_reached_by_empty_demand_only_contributes_nothing():
    found = e2sfca(np.zeros((1, 2)), np.zeros(1), np.zeros((1, 2)), np.ones(1), BANDS)
    assert found.tolist() == [0.0]


@pytest.mark.parametrize(("n", "m"), [(0, 5), (5, 0), (0, 0)])
def test_empty_demand_or_supply_gives_no_access_at_all(n, m):
    found = e2sfca(np.zeros((n, 2)), np.ones(n), np.zeros((m, 2)), np.ones(m), BANDS)
    assert found.tolist() == [0.0] * n


def test_no_band_reaches_nobody():
    assert e2sfca(np.zeros((2, 2)), np.ones(2), np.zeros((1, 2)), np.ones(1), []).sum() == 0


def test_order_of_the_points_does_not_matter():
    demand, weight, supply, capacity = random_case(3)
    rng = np.random.default_rng(3)
    a, b = rng.permutation(len(demand)), rng.permutation(len(supply))
    found = e2sfca(demand[a], weight[a], supply[b], capacity[b], BANDS)
    expected = e2sfca(demand, weight, supply, capacity, BANDS)[a]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("block", [1, 7, 64, 1 << 16])
def test_size_of_the_blocks_does_not_matter(block, monkeypatch):
    case = random_case(4)
    expected = naive(*case, BANDS)
    monkeypatch.setattr(module, "_BLOCK", block)
    np.testing.assert_allclose(e2sfca(*case, BANDS), expected, rtol=1e-12)


@pytest.mark.parametrize("spread", [1.0, 300.0, 1e7])
def test_points_on_one_spot_in_one_tile_or_far_apart_agree_with_the_sparse_matrix(spread):
    rng = np.random.default_rng(5)
    demand, supply = rng.normal(0, spread, (400, 2)), rng.normal(0, spread, (300, 2))
    case = demand, rng.uniform(1, 9, 400), supply, rng.uniform(0, 2, 300)
    np.testing.assert_allclose(e2sfca(*case, BANDS), sparse(*case, BANDS), rtol=1e-12)


def test_larger_case_agrees_with_the_sparse_matrix_and_keeps_no_table_of_pairs():
    """SYNTHETIC: 3,000 x 4,000 points, 0.5 million pairs in reach; a table takes 16 bytes each."""
    case = random_case(6, n=3_000, m=4_000, extent=70_000.0)
    expected = sparse(*case, BANDS)
    tracemalloc.start()
    found = e2sfca(*case, BANDS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert peak < 4_000_000


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"demand_weight": np.array([-1.0])}, "demand: an amount is negative"),
        ({"supply_capacity": np.array([np.nan])}, "supply: a number is not finite"),
        ({"demand_xy": np.array([[np.inf, 0.0]])}, "demand: a number is not finite"),
        ({"supply_capacity": np.ones(2)}, "supply: .* do not fit"),
        ({"demand_xy": np.zeros((1, 3))}, "demand: .* do not fit"),
        ({"bands": [(5.0, 1.0), (5.0, 0.5)]}, "bands: .* do not rise"),
        ({"bands": [(5.0, -1.0)]}, "bands: .* negative"),
    ],
)
def test_arrays_that_make_no_sense_are_refused(changed, match):
    given = {
        "demand_xy": np.zeros((1, 2)),
        "demand_weight": np.ones(1),
        "supply_xy": np.zeros((1, 2)),
        "supply_capacity": np.ones(1),
        "bands": BANDS,
    }
    with pytest.raises(ValueError, match=match):
        e2sfca(**{**given, **changed})


def test_nearest_distance_is_the_smallest_and_infinite_without_supply():
    demand = np.array([[0.0, 0.0], [3.0, 4.0]])
    assert nearest_m(demand, np.array([[0.0, 0.0], [6.0, 8.0]])).tolist() == [0.0, 5.0]
    assert np.isinf(nearest_m(demand, np.empty((0, 2)))).all()
