"""The zone passport: what is printed comes back, and every slip of a sign is found."""

from __future__ import annotations

import json
import subprocess
from math import comb

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from machine import node_path

from pilotzones.errors import InputError
from pilotzones.postcodes.layer import CRS, Origin, UnitLayer, make_layer
from pilotzones.zones.fingerprint import ALPHABET
from pilotzones.zones.passport import codes_of_passport, is_passport, passport_of
from pilotzones.zones.reading import zone_from_pasted
from pilotzones.zones.taken import Place


def grid(n: int, first: int = 1000) -> UnitLayer:
    """Synthetic layer of n squares in a row."""
    boxes = [shapely.box(k, 0, k + 1, 1) for k in range(n)]
    units = gpd.GeoDataFrame(
        {"code": [str(first + k) for k in range(n)], "geometry": boxes}, crs=CRS
    ).assign(population=pd.array([100] * n, "Int64"))
    return make_layer(units, Origin("synthetic-row"))


LAYER = grid(40)
ZONES = st.sets(st.sampled_from(LAYER.codes))


@given(ZONES)
@settings(max_examples=200, deadline=None)
def test_a_passport_gives_back_its_units_however_it_is_typed(codes: set[str]):
    text = passport_of(codes, LAYER)
    typed = text.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert set(codes_of_passport(text, LAYER)) == codes
    assert set(codes_of_passport(typed.replace(" ", "", 1), LAYER)) == codes
    assert is_passport(text)


@given(st.integers(0, 9), st.data())
@settings(max_examples=100, deadline=None)
def test_zones_of_one_size_have_the_numbers_of_the_combinatorial_system(k: int, data):
    """The number in the text against the definition: the sum of C(u_i, i + 1)."""
    rows = sorted(data.draw(st.sets(st.integers(0, 39), min_size=k, max_size=k)))
    text = passport_of([LAYER.codes[row] for row in rows], LAYER)
    groups = text.split("-")
    signs = "".join(group[:-1] for group in groups[:-1])
    value = 0
    for sign in signs[9:]:
        value = value * 32 + ALPHABET.index(sign)
    assert value == sum(comb(row, i + 1) for i, row in enumerate(rows))


SAMPLES = [
    passport_of(LAYER.codes[start::step], LAYER)
    for start, step in ((0, 3), (1, 7), (39, 1), (40, 1))
]


@pytest.mark.parametrize("text", SAMPLES)
def test_every_wrong_sign_is_found(text: str):
    for at, right in enumerate(text):
        for sign in set(ALPHABET) - {right}:
            if right != "-":
                with pytest.raises(InputError):
                    codes_of_passport(text[:at] + sign + text[at + 1 :], LAYER)


@pytest.mark.parametrize("text", SAMPLES)
def test_every_swap_of_two_neighbouring_signs_is_found(text: str):
    bare = text.replace("-", "")
    for at in range(len(bare) - 1):
        swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
        if swapped != bare:
            with pytest.raises(InputError):
                codes_of_passport(swapped, LAYER)


def faults_of(text: str, layer: UnitLayer = LAYER):
    with pytest.raises(InputError) as stopped:
        codes_of_passport(text, layer)
    return stopped.value.faults


def test_the_wrong_group_is_named():
    groups = SAMPLES[0].split("-")
    group = groups[2]
    groups[2] = group[:3] + ("A" if group[3] != "A" else "B") + group[4:]
    (fault,) = faults_of("-".join(groups))
    assert fault.id == "passport.group"
    assert fault.fields == {"group": 3, "groups": len(groups), "text": groups[2]}


def test_two_wrong_groups_are_named_at_once():
    groups = SAMPLES[0].split("-")
    for k in (1, 3):
        groups[k] = groups[k][::-1]
    assert [fault.fields["group"] for fault in faults_of("-".join(groups))] == [2, 4]


def test_a_group_with_a_sign_too_few_is_named():
    groups = SAMPLES[0].split("-")
    groups[2] = groups[2][1:]
    (fault,) = faults_of("-".join(groups))
    assert (fault.id, fault.fields["group"], fault.fields["n"]) == ("passport.length", 3, 5)


def test_lost_signs_without_groups_are_counted():
    bare = SAMPLES[0].replace("-", "")
    (fault,) = faults_of(bare[:14] + bare[16:])
    assert fault.id == "passport.count"
    assert fault.fields == {"n": len(bare) - 2, "needed": len(bare)}


def test_a_sign_that_no_passport_has_is_named():
    (fault,) = faults_of("U" + SAMPLES[0][1:])
    assert (fault.id, fault.fields["sign"], fault.fields["group"]) == ("passport.sign", "U", 1)


def test_half_a_passport_is_too_short():
    assert [fault.id for fault in faults_of("Z1K7")] == ["passport.short"]


def test_a_nought_for_a_z_in_one_group_is_found_by_the_guard():
    """Values 0 and 31 are the same to a check sign; the guard tells them apart."""
    groups = SAMPLES[0].split("-")
    groups[1] = groups[1][:-1].replace("0", "Z", 1) + groups[1][-1]
    assert "Z" in groups[1]
    assert [fault.id for fault in faults_of("-".join(groups))] == ["passport.crc"]


def test_the_passport_of_another_layer_is_refused():
    other = grid(40, first=2000)
    text = passport_of(other.codes[:3], other)
    (fault,) = faults_of(text)
    assert fault.id == "passport.other_layer"
    assert fault.fields["given"] != fault.fields["own"]


def test_codes_that_the_layer_lacks_have_no_passport():
    with pytest.raises(ValueError, match="its layer"):
        passport_of(["9999"], LAYER)


@pytest.mark.parametrize("text", ["Zillebeke, Voormezele, Zandvoorde", "1300-1325", "Z1", ""])
def test_other_texts_are_no_passports(text: str):
    assert not is_passport(text)


def test_a_passport_stands_for_a_list_wherever_a_zone_is_pasted():
    codes = LAYER.codes[3:9]
    text = passport_of(codes, LAYER).replace("-", "\n", 1)
    assert zone_from_pasted(text, LAYER, name="Synthetic").zone.codes == codes
    wrong = text[:9] + ("A" if text[9] != "A" else "B") + text[10:]
    with pytest.raises(InputError) as stopped:
        zone_from_pasted(wrong, LAYER, name="Synthetic", place=Place("pilot.toml", 4, "zone"))
    (fault,) = stopped.value.faults
    assert (fault.id, fault.file, fault.row) == ("passport.group", "pilot.toml", 4)


def test_the_draw_page_writes_and_reads_the_same_text(tmp_path):
    node = node_path()
    from pilotzones.zones.fingerprint import fingerprint

    layers = [grid(n) for n in (1, 5, 40, 1200)]
    wanted = [
        {
            "n": len(layer.codes),
            "fingerprint": fingerprint(layer),
            "units": list(range(0, len(layer.codes), step)),
            "text": passport_of(layer.codes[::step], layer),
        }
        for layer in layers
        for step in (1, 2, 3, 11, 2000)
    ]
    module = (ROOT / "maps" / "draw" / "passport.js").as_uri()
    script = f"""
        import {{ passportOf, unitsOfPassport, looksLikePassport }} from {json.dumps(module)};
        const wanted = {json.dumps(wanted)};
        const told = wanted.map(({{ n, fingerprint, units, text }}) => {{
          const layer = {{ n, fingerprint }};
          const broken = text.slice(0, 8) + (text[8] === "A" ? "B" : "A") + text.slice(9);
          return {{
            text: passportOf(layer, units),
            units: unitsOfPassport(layer, text.toLowerCase()).units,
            faults: unitsOfPassport(layer, broken).faults,
            looks: looksLikePassport(text),
            broken,
          }};
        }});
        console.log(JSON.stringify(told));
    """
    (tmp_path / "ask.mjs").write_text(script, "utf-8")
    done = subprocess.run(
        [node, str(tmp_path / "ask.mjs")], capture_output=True, encoding="utf-8", check=True
    )
    for told, asked in zip(json.loads(done.stdout), wanted, strict=True):
        assert told["text"] == asked["text"]
        assert told["units"] == asked["units"]
        assert told["looks"]
        layer = next(layer for layer in layers if len(layer.codes) == asked["n"])
        mine = [{"id": f.id, "fields": dict(f.fields)} for f in faults_of(told["broken"], layer)]
        assert told["faults"] == mine
