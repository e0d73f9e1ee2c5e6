"""Proposals around seeds: the best of all zones counted out, valid, apart, with their reasons."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import DATE, grid_layer
from zones.places import faults_of
from zones_truth import Small, grouped, holed_grid, members, pieces_of, planar, random_grid

from pilotzones.errors import InputError
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.rurality import RuralDefinition, rural_units
from pilotzones.zones.propose import complete as module
from pilotzones.zones.propose.around import around, fewest_people, joined
from pilotzones.zones.propose.board import Bounds, board_of, bounds_of
from pilotzones.zones.propose.complete import complete
from pilotzones.zones.propose.wish import DEFAULT_OBJECTIVES, Objective, Ranking, Wish
from pilotzones.zones.rulesets import read_rule_set

BOUNDS = Bounds(45_000, 100_000, (55_000, 80_000))
RURAL = RuralDefinition("test", DATE, "unit", 150, "test")
MAPS = {
    "3x3": lambda seed: random_grid(3, 3, seed),
    "4x3": lambda seed: random_grid(4, 3, seed),
    "holed": holed_grid,
}
RANKINGS = {
    "default": DEFAULT_OBJECTIVES,
    "municipalities": (Objective("municipalities", 3.0), Objective("compact", 0.5)),
    "rural": (Objective("rural", 1.0), Objective("preferred", 1.0)),
    "column": (Objective("column:need", 2.0), Objective("compact", 1.0)),
    "all": tuple(
        Objective(name, 1.0)
        for name in ("compact", "preferred", "municipalities", "like", "rural", "column:need")
    ),
}


@pytest.fixture
def short(monkeypatch):
    """A tenth of the moves: what small maps need."""
    monkeypatch.setattr(module, "_MOVES", 100_000)


@pytest.fixture(scope="module")
def shorter():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOVES", 10_000)
        yield


def town(layer, seed):
    """The layer with municipalities of some units each, wherever they lie."""
    rng = np.random.default_rng(seed)
    return grouped(layer, {code: f"M{rng.integers(0, 5)}" for code in layer.codes})


def truth(small, objective, like, rural, need):
    """Value of an objective for a set of units, and its score, from the layer."""
    layer = small.layer
    towns = layer.units["municipality"].to_dict()
    people = dict(zip(layer.codes, layer.people.tolist(), strict=True))

    def compact(codes):
        score = small.polsby_popper(small.set_of(codes))
        return score, score

    def preferred(codes):
        n = sum(people[code] for code in codes)
        low, high = BOUNDS.preferred
        return n, max(0.0, 1 - max(low - n, n - high, 0) / low)

    def municipalities(codes):
        touched = {towns[code] for code in codes}
        split = sum(any(towns[c] == t and c not in codes for c in layer.codes) for t in touched)
        return split, 1 - split / len(touched)

    def liked(codes):
        n = len(set(like) & set(codes))
        return n, n / len(like)

    def rural_share(codes):
        country = sum(people[code] for code in codes if rural.flags[code])
        share = country / sum(people[code] for code in codes)
        return share, share

    def column(codes):
        total = sum(need[code] for code in codes)
        mean = sum(need.values()) / sum(people.values())
        return total, total / (2 * mean * sum(people[code] for code in codes))

    return {
        "compact": compact,
        "preferred": preferred,
        "municipalities": municipalities,
        "like": liked,
        "rural": rural_share,
        "column:need": column,
    }[objective]


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("objectives", RANKINGS.values(), ids=RANKINGS)
@pytest.mark.parametrize("made", MAPS.values(), ids=MAPS)
@pytest.mark.long
def test_no_valid_zone_scores_more_than_the_first_proposal(made, objectives):
    layer = town(made(3), 3)
    small = Small(layer)
    rng = np.random.default_rng(3)
    need = {code: float(rng.integers(0, 50)) for code in layer.codes}
    rural = rural_units(layer, RURAL)
    assert rural.flags.nunique() == 2
    must, forbidden, like = (layer.codes[4],), (layer.codes[-1],), layer.codes[1:4]
    found = complete(
        layer,
        Wish(must, forbidden, like),
        BOUNDS,
        ranking=Ranking(objectives, rural, {"need": need}),
        most=3,
    )
    measure = {o.name: truth(small, o.name, like, rural, need) for o in objectives}
    weights = sum(o.weight for o in objectives)

    def score(chosen):
        codes = small.codes_of(chosen)
        return sum(o.weight * measure[o.name](codes)[1] for o in objectives) / weights

    valid = small.zones(BOUNDS.lower, BOUNDS.upper, must=must, barred=forbidden)
    assert len(valid) > 10
    assert found[0].score == pytest.approx(max(map(score, valid)), abs=1e-5)
    for each in found:
        assert small.set_of(each.zone.codes) in valid
        assert each.score == pytest.approx(score(small.set_of(each.zone.codes)), abs=1e-5)
        assert [(t.objective, t.weight) for t in each.terms] == [
            (o.name, o.weight) for o in objectives
        ]
        for term in each.terms:
            value, share = measure[term.objective](each.zone.codes)
            assert term.value == pytest.approx(value, abs=1e-5)
            assert term.score == pytest.approx(share, abs=1e-5)
        assert each.missing == tuple(sorted(set(like) - set(each.zone.codes)))


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("seed", range(4))
def test_proposals_are_apart_ranked_and_numbered(seed):
    layer = random_grid(6, 6, seed)
    people = dict(zip(layer.codes, layer.people.tolist(), strict=True))
    found = complete(layer, Wish(("22",)), BOUNDS, most=4, seed=seed)
    assert len(found) == 4
    assert [each.zone.name for each in found] == ["1", "2", "3", "4"]
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)

    def apart(one, other):
        a, b = set(one.zone.codes), set(other.zone.codes)
        return sum(people[c] for c in a ^ b) / sum(people[c] for c in a | b)

    assert all(apart(one, other) >= 0.25 for one, other in combinations(found, 2))
    assert found[0].differs == 1
    for k, each in enumerate(found[1:], 1):
        assert each.differs == pytest.approx(min(apart(each, other) for other in found[:k]))
    for each in found:
        assert each.population == sum(people[code] for code in each.zone.codes)
        assert each.preferred is BOUNDS.prefer(each.population)


@cache
def small_of(made, seed):
    """A small map with all its zones counted out, once for all examples."""
    return Small(MAPS[made](seed))


def random_wish(small, random):
    codes = small.layer.codes
    drawn = random.sample(codes, random.choice((1, 1, 2, 3)) + random.choice((0, 1, 2, 3)))
    must = tuple(drawn[: max(1, len(drawn) // 2)])
    return must, tuple(drawn[len(must) :])


@pytest.mark.usefixtures("shorter")
@settings(max_examples=90)
@given(st.sampled_from(sorted(MAPS)), st.integers(0, 7), st.randoms(use_true_random=False))
@pytest.mark.long
def test_a_fault_is_told_where_no_zone_is_valid_and_only_there(made, seed, random):
    """Random bounds, wide or tight, and random wishes; all zones are counted out."""
    small = small_of(made, seed)
    must, forbidden = random_wish(small, random)
    lower = random.randrange(20, 120) * 1_000
    upper = lower + random.randrange(0, 60) * 1_000
    bounds = Bounds(lower, upper, (lower, upper))
    valid = small.zones(lower, upper, must=must, barred=forbidden)
    try:
        found = complete(small.layer, Wish(must, forbidden), bounds, most=2)
    except InputError as error:
        assert not valid
        (fault,) = error.faults
        assert fault.id in {f"complete.{why}" for why in REASONS}
    else:
        assert found
        assert {small.set_of(each.zone.codes) for each in found} <= set(valid)


REASONS = ("apart_forbidden", "too_many", "too_few", "too_far", "none")


@pytest.mark.usefixtures("shorter")
@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 2), st.randoms(use_true_random=False))
def test_proposals_on_planar_maps_are_of_one_piece_within_the_bounds(seed, islands, random):
    """Holes, exclaves, islands; municipalities that lie anywhere."""
    made = planar(seed, cells=40, islands=islands)
    layer = grouped(made.layer, {code: f"M{random.randrange(8)}" for code in made.graph})
    total = sum(made.people.values())
    bounds = Bounds(total // 10, total // 4, (total // 8, total // 5))
    drawn = random.sample(sorted(made.graph), 4)
    must, forbidden = tuple(drawn[:2]), tuple(drawn[2:])
    try:
        found = complete(layer, Wish(must, forbidden), bounds, most=3, seed=seed)
    except InputError as error:
        (fault,) = error.faults
        open_ = made.graph.subgraph(set(made.graph) - set(forbidden))
        if fault.id == "complete.apart":
            assert not nx.has_path(made.graph, *must)
        elif fault.id == "complete.apart_forbidden":
            assert nx.has_path(made.graph, *must)
            assert not nx.has_path(open_, *must)
        else:
            assert fault.id in {f"complete.{why}" for why in REASONS}
        return
    for each in found:
        assert set(must) <= set(each.zone.codes)
        assert not set(forbidden) & set(each.zone.codes)
        assert pieces_of(made.graph, each.zone.codes) == 1
        assert bounds.hold(sum(made.people[code] for code in each.zone.codes))


@pytest.mark.usefixtures("short")
def test_a_municipality_with_an_exclave_out_of_reach_is_not_made_whole():
    """M is 10 and 13; what lies between has too many people: no zone of one piece has both.

    ::

        20 21 22 23
        10  *  * 13
        00 01 02 03
    """
    people = {f"{r}{c}": 60_000 if c in (1, 2) else 10_000 for r in range(3) for c in range(4)}
    layer = grouped(grid_layer(4, 3, population=people), {"10": "M", "13": "M"})
    bounds = Bounds(20_000, 100_000, (30_000, 50_000))
    ranking = Ranking((Objective("municipalities", 5.0), Objective("preferred", 1.0)))
    small = Small(layer)
    for seed in range(3):
        found = complete(layer, Wish(("00",)), bounds, ranking=ranking, seed=seed)
        assert all(small.one_piece(small.set_of(each.zone.codes)) for each in found)
        assert all("13" not in each.zone.codes for each in found)


@pytest.mark.usefixtures("short")
def test_a_link_may_carry_a_zone():
    """Two rows that touch nothing of each other, with a link between 00 and 20."""
    rows = {"without": ["10", "11", "12"], "population": 20_000}
    layer = grid_layer(links=[Link("00", "20", "water")], **rows)
    found = complete(layer, Wish(("01", "21")), Bounds(70_000, 90_000, (70_000, 90_000)), most=1)
    assert found[0].zone.codes == ("00", "01", "20", "21")
    (fault,) = faults_of(complete, grid_layer(**rows), Wish(("01", "21")), BOUNDS)
    assert fault.id == "complete.apart"
    assert fault.fields == {"one": ("01",), "other": ("21",)}


@pytest.mark.usefixtures("short")
def test_a_rule_set_without_bounds_proposes_all_the_same():
    layer = random_grid(3, 3, 1)
    found = complete(layer, Wish(("11",)), bounds_of(read_rule_set("ols-wallonia")), most=2)
    assert all("11" in each.zone.codes and each.preferred for each in found)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("people", "id", "fields"),
    [
        (30_000, "in_band", {"people": 60_000}),
        (50_000, "above_band", {"people": 100_000, "bound": 80_000}),
        (25_000, "below_band", {"people": 50_000, "bound": 55_000}),
    ],
)
def test_reasons_say_where_the_population_lies(people, id, fields):
    """A map of two units: one zone only, whole in two municipalities, the best as it is alone."""
    (only,) = complete(grid_layer(2, 1, population=people), Wish(("00", "01")), BOUNDS)
    assert [reason.id for reason in only.reasons] == ["best", id, "whole"]
    assert dict(only.reasons[1].fields) == fields
    assert dict(only.reasons[2].fields) == {"n": 2}


@pytest.mark.usefixtures("short")
def test_reasons_say_what_a_proposal_has_more_of_and_what_it_divides():
    layer = grouped(
        random_grid(6, 6, 1), {f"{r}{c}": f"M{r // 2}" for r in range(6) for c in range(6)}
    )
    found = complete(layer, Wish(("22",)), BOUNDS, most=3)
    for each in found:
        reasons = {reason.id: reason.fields for reason in each.reasons}
        for term in each.terms:
            others = [
                t.score
                for other in found
                if other is not each
                for t in other.terms
                if t.objective == term.objective
            ]
            best = term.score > max(others) + 1e-9
            assert (f"most.{term.objective}" in reasons) is best
        towns = {int(code[0]) // 2 for code in each.zone.codes}
        assert reasons["split"] == {"n": len(towns)}  # no zone can hold two rows of six
        assert ("best" in reasons) is (each is found[0])


@pytest.mark.usefixtures("short")
def test_the_wish_to_have_units_does_not_count_where_there_is_none():
    layer = random_grid(3, 3, 1)
    (first,) = complete(layer, Wish(("11",)), BOUNDS, most=1)
    assert [term.objective for term in first.terms] == ["compact", "preferred", "municipalities"]
    (liked,) = complete(layer, Wish(("11",), like=("00",)), BOUNDS, most=1)
    assert [term.objective for term in liked.terms][-1] == "like"


@pytest.mark.usefixtures("short")
def test_the_same_seed_gives_the_same_proposals():
    layer = random_grid(6, 6, 2)
    one, again = (complete(layer, Wish(("33",)), BOUNDS, most=2, seed=7) for _ in range(2))
    assert one == again


# what can be told before any search


def fault_of(must, forbidden=(), *, layer=None, bounds=BOUNDS, **options):
    wish = Wish(tuple(must), tuple(forbidden))
    (fault,) = faults_of(complete, layer or grid_layer(), wish, bounds, **options)
    return fault.id, fault.value, dict(fault.fields)


def test_no_seed_is_told():
    assert fault_of([]) == ("complete.no_seed", None, {})


def test_units_required_and_excluded_are_told():
    found = fault_of(["00", "11", "22"], ["11", "00"])
    assert found == ("complete.both", None, {"units": ("00", "11")})


def test_excluded_units_that_cut_the_seeds_apart_are_told():
    """The middle column of a three-by-three grid."""
    found = fault_of(["00", "10", "12"], ["01", "11", "21"])
    fields = {"one": ("00", "10"), "other": ("12",), "forbidden": ("01", "11", "21")}
    assert found == ("complete.apart_forbidden", None, fields)


@pytest.mark.parametrize("upper", [59_999, 60_000])
def test_seeds_with_too_many_people_are_told(upper):
    bounds = Bounds(40_000, upper, (40_000, upper))
    layer = grid_layer(population=20_000)
    if upper == 60_000:
        (only,) = complete(layer, Wish(("00", "01", "02")), bounds)
        assert only.zone.codes == ("00", "01", "02")
        return
    found = fault_of(["00", "01", "02"], layer=layer, bounds=bounds)
    assert found == ("complete.too_many", None, {"people": 60_000, "maximum": 59_999})


def test_a_reach_with_too_few_people_is_told():
    """The exclusion leaves the bottom row: 30,000 inhabitants."""
    found = fault_of(["00"], ["10", "11", "12"])
    assert found == ("complete.too_few", None, {"people": 30_000, "minimum": 45_000})


def test_a_region_with_fewer_people_than_the_minimum_is_told():
    layer = grid_layer(population=4_999)
    found = fault_of(["11"], layer=layer)
    assert found == ("complete.too_few", None, {"people": 9 * 4_999, "minimum": 45_000})


def test_seeds_that_no_zone_can_join_are_told():
    """Opposite corners of a grid: five units at least, 100,000 inhabitants and one more."""
    people = {f"{r}{c}": 20_000 for r in range(3) for c in range(3)} | {"22": 20_001}
    found = fault_of(["00", "22"], layer=grid_layer(population=people))
    fields = {"units": ("00", "22"), "people": 100_001, "maximum": 100_000}
    assert found == ("complete.too_far", None, fields)


def test_bounds_that_no_zone_meets_are_proved_so():
    """Units of 20,000: no sum lies between 45,000 and 55,000."""
    layer = grid_layer(population=20_000)
    bounds = Bounds(45_000, 55_000, (45_000, 55_000))
    found = fault_of(["11"], layer=layer, bounds=bounds)
    assert found == ("complete.none", None, {"units": ("11",)})


def test_unknown_units_of_a_list_are_told_at_once():
    for wish in (
        Wish(("00", "98", "99")),
        Wish(("00",), forbidden=("98", "99")),
        Wish(("00",), like=("98", "99")),
    ):
        faults = faults_of(complete, grid_layer(), wish, BOUNDS)
        assert [(f.id, f.value) for f in faults] == [
            ("propose.unknown_code", "98"),
            ("propose.unknown_code", "99"),
        ]


def test_a_unit_without_population_is_told():
    found = fault_of(["00"], layer=grid_layer(population={"12": None}))
    assert found == ("propose.no_population", None, {"units": ("12",), "n": 1})


def test_what_cannot_be_ranked_by_is_told():
    def ranked(name, **more):
        return fault_of(["11"], ranking=Ranking((Objective(name, 1.0),), **more))

    assert ranked("rural") == ("complete.no_rural", None, {})
    known = ("compact", "preferred", "municipalities", "rural", "like", "column:…")
    assert ranked("round") == ("complete.no_objective", "round", {"known": known})
    columns = {"wealth": {}, "need": {}}
    found = ranked("column:health", columns=columns)
    assert found == ("complete.no_column", "health", {"known": ("need", "wealth")})


# the neighbourhood


@settings(max_examples=25)
@given(st.sampled_from(sorted(MAPS)), st.integers(0, 7), st.randoms(use_true_random=False))
@pytest.mark.long
def test_fewest_people_bound_every_zone_from_below_and_candidates_miss_none(made, seed, random):
    small = small_of(made, seed)
    layer, board = small.layer, board_of(small.layer)
    must, forbidden = random_wish(small, random)
    seeds, barred = board.rows(must), board.rows(forbidden)
    least = fewest_people(board, seeds, barred)
    zones = small.zones(0, 10**9, must=must, barred=forbidden)
    for unit in range(board.n):
        counted = [small.people_of(zone) for zone in zones if zone >> unit & 1]
        assert least[unit] <= min(counted, default=np.inf)
        if len(seeds) == 1:
            assert least[unit] == min(counted, default=np.inf)
    nobody = np.zeros(board.n, bool)
    near = around(board, layer, seeds, BOUNDS, barred=barred, rural=nobody)
    valid = small.zones(0, BOUNDS.upper, must=must, barred=forbidden)
    used = {layer.codes[unit] for zone in valid for unit in members(zone)}
    assert used | set(must) <= set(near.board.codes)
    assert not set(forbidden) & set(near.board.codes)


def test_seeds_are_joined_by_the_least_peopled_ways():
    """From 00 to 22 around the middle, which has more people; then on to 20."""
    people = {f"{r}{c}": 10 for r in range(3) for c in range(3)}
    people |= {"11": 50, "01": 30, "21": 20}
    board = board_of(grid_layer(population=people))
    nothing = np.empty(0, np.int64)
    ways = joined(board, board.rows(["00", "20", "22"]), nothing)
    assert board.named(ways) == ("00", "10", "20", "21", "22")
    ways = joined(board, board.rows(["00", "22"]), board.rows(["10"]))
    assert board.named(ways) == ("00", "01", "02", "12", "22")
    assert joined(board, board.rows(["00", "22"]), board.rows(["01", "10"])) is None
    assert board.named(joined(board, board.rows(["11"]), nothing)) == ("11",)


# real data


@pytest.mark.real_data
def test_belgian_postcodes_around_a_town_give_zones_that_hold(shared_data):
    from pilotzones.postcodes.open import open_layer
    from pilotzones.postcodes.section import UnitsSection
    from pilotzones.zones.measures import pieces_of as pieces_in

    layer = open_layer(UnitsSection(file=shared_data / "postcodes_be.gpkg"))
    bounds = bounds_of(read_rule_set("guide-2016"))
    found = complete(layer, Wish(("5590",)), bounds, most=3)
    assert len(found) == 3
    for each in found:
        assert "5590" in each.zone.codes
        assert each.preferred
        assert len(pieces_in(each.zone, layer)) == 1
        assert each.population == int(layer.units.loc[list(each.zone.codes), "population"].sum())
