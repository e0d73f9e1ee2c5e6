"""Rule sets as data: those that ship, and what is wrong with one of the user's own."""

from __future__ import annotations

import pytest

from pilotzones.assets import asset
from pilotzones.errors import InputError
from pilotzones.zones.rulesets import read_rule_set, rule_set_names

GUIDE = asset("models", "rulesets", "guide-2016.toml").read_text("utf-8")


def faults(tmp_path, text):
    (tmp_path / "own.toml").write_text(text, "utf-8")
    with pytest.raises(InputError) as raised:
        read_rule_set("own.toml", folder=tmp_path)
    return [(fault.id, fault.column) for fault in raised.value.faults]


def test_default_comes_first_and_holds_the_numbers_of_the_guide():
    assert rule_set_names() == ("guide-2016", "bassin-brussels", "elz", "ols-wallonia")
    bounds = read_rule_set().population
    assert (bounds.minimum, bounds.preferred) == (75_000, (100_000, 150_000))
    assert (bounds.high, bounds.very_high) == (200_000, 300_000)


@pytest.mark.parametrize(
    ("name", "band"), [("elz", (75_000, 125_000)), ("bassin-brussels", (200_000, 300_000))]
)
def test_later_rule_sets_are_preferences_to_be_verified(name, band):
    found = read_rule_set(name)
    assert found.to_verify
    assert found.population.preferred == band
    assert found.population.minimum is None
    assert "Z03" not in found.rules


def test_walloon_rule_set_nests_in_one_territory_and_only_names_the_grant():
    found = read_rule_set("ols-wallonia")
    entity = found.entity("wallonia")
    assert entity is not None
    assert (entity.nesting, entity.zoning) == ("inside-one", "territories")
    assert [(g.below, g.eur) for g in found.grants] == [(450_000, 450_000), (None, 700_000)]
    assert found.population.minimum is None


def test_own_rule_set_is_read_from_the_folder_of_the_project(tmp_path):
    (tmp_path / "own.toml").write_text(GUIDE.replace("75_000 ", "60_000 ", 1), "utf-8")
    assert read_rule_set("own.toml", folder=tmp_path).population.minimum == 60_000


def test_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(InputError) as raised:
        read_rule_set("guide")
    (fault,) = raised.value.faults
    assert (fault.id, fault.value) == ("rules.unknown_set", "guide")
    assert "guide-2016" in str(fault.fields["known"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[100_000, 150_000]", "[150_000, 100_000]", ("rules.bounds_fall", "population")),
        ('zoning = "care-regions"\n', "", ("rules.nesting_unnamed", "entities (1)")),
        ('"Z23",', '"Z99",', ("rules.unknown_rule", "rules")),
        ("minimum = 75_000 ", "minimun = 75_000 ", ("settings.unknown_key", "population.minimun")),
        ("density_below = 150", "density_below = -1", None),
    ],
)
def test_faults_of_an_own_rule_set_name_their_key(tmp_path, old, new, expected):
    assert old in GUIDE
    found = faults(tmp_path, GUIDE.replace(old, new, 1))
    if expected is None:
        assert [column for _, column in found] == ["rural.density_below"]
    else:
        assert found == [expected]
