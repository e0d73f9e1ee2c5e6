"""Releases one after the other: what two of them would give away together, and do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from proofs import attacks
from proofs.frame import Proof
from stratification.release_attacks import (
    KINDS,
    Attacker,
    History,
    as_of_last,
    changes,
    people,
    recovered,
    revealing_traits,
    scenario,
)

from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.sheet import _released_totals

ONE_MORE = {"zone": ("u0", "u1", "u2"), "more": ("u0", "u1", "u2", "u3")}


def three_and_one(*, more: int = 40) -> pd.DataFrame:
    """SYNTHETIC persons: three large units, and one of ``more`` persons, three of them with HIV."""
    large = [
        {"unit": f"u{k}", "age": "0-64", "copd": i % 5 == 0, "diabetes": i % 4 == 0, "hiv": i < 30}
        for k in range(3)
        for i in range(300)
    ]
    small = [
        {"unit": "u3", "age": "0-64", "copd": i % 2 == 0, "diabetes": i % 3 == 0, "hiv": i < 3}
        for i in range(more)
    ]
    return pd.DataFrame([*large, *small])


@pytest.mark.parametrize("order", [("zone", "more"), ("more", "zone")])
def test_zones_that_differ_by_one_unit_do_not_tell_of_its_few(order: tuple[str, str]):
    """93 with HIV in four units less 90 in three would be the 3 of the fourth."""
    persons = three_and_one()
    naive, careful = History(), History()
    for name in order:
        naive.release(persons, ONE_MORE[name], register=False)
        careful.release(persons, ONE_MORE[name])
    assert Attacker(naive).interval("hiv", ["u3"]) == pytest.approx((3, 3))
    low, high = Attacker(careful).interval("hiv", ["u3"])
    assert high - low >= 10 - 1e-6
    assert careful.gates[-1].because > 0
    assert "zone|has=hiv" in careful.gates[-1].held
    assert careful.releases[0].told == naive.releases[0].told, "the old release stays as it is"


def test_difference_that_is_large_enough_hides_nothing():
    """120 persons more, 60 with COPD, 40 with diabetes; nobody with HIV beside the rest."""
    persons = three_and_one(more=120).assign(hiv=False)
    history = History()
    for zone in ONE_MORE.values():
        history.release(persons, zone)
    assert history.gates[-1].because == 0


def test_same_release_again_is_the_same():
    persons, history = three_and_one(), History()
    first = history.release(persons, ONE_MORE["zone"])
    second = history.release(persons, ONE_MORE["more"])
    for zone, before in ((ONE_MORE["zone"], first), (ONE_MORE["more"], second)):
        again = history.release(persons, zone)
        assert again.tables == before.tables
        assert again.told == before.told


def test_zones_without_a_unit_in_common_have_nothing_to_do_with_each_other():
    persons, history = three_and_one(), History()
    history.release(persons, ["u3"])
    alone = History().release(persons, ["u0", "u1"])
    assert history.release(persons, ["u0", "u1"]).told == alone.told


def test_two_halves_of_an_earlier_zone_give_the_same_protection():
    """u0 + u1 + u3 was told; u0 + u1 and then u3 alone would take it apart."""
    persons, history = three_and_one(more=200), History()
    history.release(persons, ["u0", "u1", "u3"])
    history.release(persons, ["u0", "u1"])
    low, high = Attacker(history).interval("hiv", ["u3"])
    assert high - low >= 10 - 1e-6


@pytest.mark.parametrize(("fewer", "hidden"), [(3, True), (9, True), (10, False), (0, False)])
def test_target_group_that_differs_by_a_few_from_an_earlier_one_is_hidden(fewer, hidden):
    """The same zone, criteria that leave out those under 65: as many as ``fewer``."""
    persons = three_and_one()
    ill = persons.index[persons["copd"] & (persons["unit"] == "u0")]
    persons["age"] = "65-84"
    persons.loc[ill[:fewer], "age"] = "0-64"
    history = History()
    history.release(persons, ONE_MORE["zone"])
    gate = history.release(persons, ONE_MORE["zone"], criteria="copd and age >= 65")
    assert ("target" in gate.held) is hidden
    assert not changes(history, 10)


def test_another_version_of_the_data_does_not_tell_of_who_was_added():
    """Two persons of 65 more: their number, and that they are ill, would follow by subtraction."""
    persons, history = three_and_one(), History()
    history.release(persons, ONE_MORE["zone"])
    new = {"unit": "u0", "age": "0-64", "copd": True, "diabetes": False, "hiv": False}
    later = pd.concat([persons, pd.DataFrame([new, new])], ignore_index=True)
    gate = history.release(later, ONE_MORE["zone"])
    assert {"zone", "zone|unit=u0", "zone|has=copd", "zone|age=0-64"} <= gate.held
    assert not changes(history, 10)
    assert "zone|has=hiv" in gate.told


def test_next_year_hides_people_who_are_gone_and_not_the_sick():
    """Seven have died; how many are ill is another number every year."""
    persons, history = three_and_one(), History()
    history.release(persons, ONE_MORE["zone"])
    gate = history.release(persons.iloc[7:], ONE_MORE["zone"], year=2024)
    assert "zone" in gate.held
    assert "zone|has=diabetes" in gate.told


def test_higher_minimum_hides_what_was_told_before_and_no_more_than_without_it():
    """7 with COPD in u3 were told at a minimum of 5: they cannot be called back."""
    persons = three_and_one(more=60)
    persons.loc[persons["unit"] == "u3", ["copd", "diabetes", "hiv"]] = False
    persons.loc[persons.index[persons["unit"] == "u3"][:7], "copd"] = True
    history = History()
    history.release(persons, ONE_MORE["more"], minimum=5)
    assert history.releases[0].told["chronic_n|unit=u3"] == 7
    gate = history.release(persons, ONE_MORE["more"])
    assert "chronic_n|unit=u3" in gate.held
    assert gate.because == 0


def test_target_group_told_before_is_known_as_the_condition_that_it_is():
    """The first release told the target group ``copd`` of three units, and no row of COPD.

    All with COPD in four units would then tell of the 3 in the fourth.
    """
    persons, history = three_and_one(), History()
    few = persons.index[persons["unit"] == "u3"]
    persons.loc[few, "copd"] = False
    persons.loc[few[:3], "copd"] = True
    history.release(persons, ONE_MORE["zone"])
    told = {"target": history.releases[0].told["target"]}
    history.releases[0] = replace(history.releases[0], told=told)
    gate = history.release(persons, ONE_MORE["more"], criteria="copd or diabetes")
    assert "zone|has=copd" in gate.held


def test_reference_less_two_zones_does_not_tell_of_the_few_between_them():
    """183 with HIV in the country, 90 in one zone, 90 in another: 3 in the unit of neither."""
    persons = three_and_one()
    far = persons[persons["unit"] != "u3"].replace({"unit": {f"u{k}": f"v{k}" for k in range(3)}})
    everybody = pd.concat([persons, far], ignore_index=True)
    homes = frozenset(everybody["unit"])
    history = History()
    gates = [
        history.release(everybody, [f"{letter}{k}" for k in range(3)], country=True)
        for letter in "uv"
    ]
    assert gates[0].told["country|has=hiv"] == 183
    assert gates[0].told["zone|has=hiv"] == 90
    assert {"zone|has=hiv", "country|has=hiv"} & gates[1].held
    assert homes > history.releases[0].units | history.releases[1].units


@pytest.mark.parametrize("seed", range(len(KINDS)), ids=KINDS)
def test_attacker_who_keeps_every_release_finds_nothing(seed: int):
    """One SYNTHETIC set of each kind; `proofs.attacks` runs a thousand."""
    _, history, minimum = scenario(seed)
    found, secrets = recovered(as_of_last(history), minimum)
    assert secrets
    assert not found
    assert not changes(history, minimum)
    assert not revealing_traits(history, minimum)


def test_attacker_finds_what_a_gate_without_register_gives_away():
    """The attack itself works."""
    _, history, minimum = scenario(0, register=False)
    assert len(recovered(history, minimum)[0]) >= 10


def test_proof_counts_what_was_attacked(tmp_path: Path):
    found = attacks.prove(Proof("attacks", tmp_path), sets=2, batch=1)
    assert not found.faults
    assert found.counts["sets"] == 2
    assert found.counts["secrets"] > 1
    assert found.counts["recovered"] == found.counts["changed"] == found.counts["rare"] == 0
    assert found.counts["naive_recovered"] > 0


def test_synthetic_units_are_small_enough_to_be_worth_an_attack():
    sizes = people(0).groupby("unit").size()
    assert (sizes < 10).any()


def test_persons_of_the_file_are_not_told_where_those_of_the_zone_are_held_back():
    """The file may hold nobody else."""
    totals = {"persons_read": 903, "persons": 900, "deliveries": 40}
    assert _released_totals(totals, 10)["persons"] == 900
    held = _released_totals(totals, 10, frozenset({"zone"}))
    assert held == {"persons_read": HIDDEN, "persons": HIDDEN, "deliveries": 40}
