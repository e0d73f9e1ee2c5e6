"""The made-up lists of providers: the same for a seed, inside their units, called synthetic."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from synthetic import grid_layer

from pilotzones.resources.care_types import care_types
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.synthetic import Recipe, _mean, recipes, synthetic_list


def ground(**options) -> Ground:
    return Ground.of(grid_layer(**{"population": 200_000, **options}))


def test_every_recipe_is_of_a_known_type():
    assert set(recipes().types) <= set(care_types())


def test_same_seed_gives_the_same_list_and_another_seed_another():
    here = ground()
    first, again = (synthetic_list("gp", here, seed=7) for _ in range(2))
    assert first.places.equals(again.places)
    assert not first.places.equals(synthetic_list("gp", here, seed=8).places)


def test_list_of_a_type_does_not_lean_on_the_types_beside_it(tmp_path):
    layer = grid_layer(population=50_000)
    whole = care_sheet(CareRequest(layer, ("00",), CareSection(synthetic=True, seed=3)))
    alone = synthetic_list("dentist", Ground.of(layer), seed=3)
    assert whole.supply("dentist").providers.places.equals(alone.places)


def test_list_is_called_synthetic_and_names_no_file_or_day():
    found = synthetic_list("pharmacy", ground(), seed=1)
    assert found.synthetic
    assert (found.file, found.dated, found.covers) == (None, None, None)
    assert found.source == "synthetic"


def test_every_provider_lies_inside_its_unit():
    here = ground()
    places = synthetic_list("home_nursing", here, seed=2).places
    shapes = dict(zip(here.layer.codes, here.layer.shapes, strict=True))
    inside = [shapely.contains_xy(shapes[u], x, y) for u, x, y in places.to_numpy()[:, :3]]
    assert len(inside) > 1_000
    assert all(inside)


def test_unit_without_people_or_polygon_gets_nobody():
    here = ground(population={"00": 0, "01": None, "10": 500_000}, no_geometry=["11"])
    units = set(synthetic_list("gp", here, seed=1).places["unit"])
    assert "10" in units
    assert not units & {"00", "01", "11"}


@pytest.mark.parametrize(("people", "place"), [(59_999, 0.5), (60_000, 2.0)])
def test_town_begins_at_its_density_and_has_its_factor(people, place):
    """Units of 100 km2: 600 people per km2 are 60,000."""
    recipe = Recipe(per_100000=100, town=2.0, country=0.5, thin_share=0.0, thin=0.0)
    mean = _mean(recipe, ground(population=people), np.random.default_rng(1))
    np.testing.assert_allclose(mean, people / 100_000 * 100 * place)


def test_thin_municipalities_are_as_frequent_and_as_thin_as_the_recipe_says():
    recipe = Recipe(per_100000=100, town=1.0, country=1.0, thin_share=0.3, thin=0.25)
    here = ground(population=100_000)
    drawn = [_mean(recipe, here, np.random.default_rng(k)) for k in range(200)]
    share = np.mean(np.isclose(drawn, 25.0))
    assert np.isclose(drawn, 25.0).sum() + np.isclose(drawn, 100.0).sum() == 200 * 9
    assert abs(share - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 1_800)


def test_number_of_providers_follows_the_recipe():
    """SYNTHETIC: 1.8 million people; a Poisson sum within four standard deviations of its mean."""
    recipe = recipes().types["social_service"]
    here = ground()
    counts = [len(synthetic_list("social_service", here, seed=k).places) for k in range(40)]
    mean = 9 * 200_000 / 100_000 * recipe.per_100000 * recipe.town
    assert abs(np.mean(counts) - mean) < 4 * np.sqrt(mean / 40)


def test_capacities_lie_between_the_ends_of_the_recipe_and_beds_are_whole():
    beds = synthetic_list("rest_home", ground(), seed=1)
    low, high = recipes().types["rest_home"].capacity
    assert beds.places["capacity"].between(low, high).all()
    assert (beds.places["capacity"] % 1 == 0).all()
    assert beds.capacity_unit == "beds"
    assert synthetic_list("gp", ground(), seed=1).capacity_unit == "providers"


def test_file_of_a_type_goes_before_its_made_up_list(tmp_path):
    (tmp_path / "gp.csv").write_text("postcode;n\n00;1\n", "utf-8")
    section = CareSection.model_validate(
        {"synthetic": True, "providers": [{"file": "gp.csv", "type": "gp"}]}
    )
    sheet = care_sheet(CareRequest(grid_layer(), ("00",), section, folder=tmp_path))
    assert not sheet.supply("gp").providers.synthetic
    assert sheet.supply("pharmacy").providers.synthetic
    assert [t.providers.type for t in sheet.types] == [
        type for type in care_types() if type in recipes().types
    ]
