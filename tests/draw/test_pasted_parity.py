"""Lists that people paste mean the same to the page and to the program, faults and notices too."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from pilotzones.errors import Fault
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.listing import units_listed
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.pasted import entries
from pilotzones.zones.taken import Place

WRITTEN = (
    "1300-1325",
    "1300 \u2014 1325",
    "de 1300 à 1325",
    "entre 1300 et 1325, 1330",
    "van 1300 tot en met 1325",
    "1300 t.e.m. 1325; 1400",
    "zwischen 1300 und 1325",
    "1300..1325",
    "B-1300 – B-1325",
    "• 1300-1325.",
    "Codes postaux : 1300-1325",
    "1300, 1301 et 1310",
    "1300\t1301\t1310",
    "- 1300\n- 1301\n- 1310",
    "1) 1300\n2) 1301\n3) 1310",
    "\u200b1300\u00a0,\u202f1301,\ufeff1310",
    "1300.0, 1301.0, 1310.0",
    "(1300), [1301], «\u00a01310\u00a0»",
    "Postcode\n1300\n1301\n1310",
    "1330 Rixensart; 1331 Rosières",
    "Rixensart 1330 Rosières 1331",
    "1330 - Rixensart",
    "Commune\tCode postal\tPopulation\nWavre\t1300\t34000\nLimal\t1301\t5501",
    "1300;Wavre\nAtlantis;rien\n1301;Limal",
    "\n1300, Bierges",
    "1 300, 1.301",
    "1300 Wavre - 1325 Chaumont",
    "1300-1325-1330",
    "1310-1300",
    "9993-9999",
    "13OO, l3O1",
    "1302\n1302",
    "1300\n1301\n1300",
    "1300, 1300",
    "Namur",
    "namen, LIEGE, Lüttich",
    "Bruxelles/Brussel",
    "Saint-Nicolas, St-Nicolas, Ham s/ Heure",
    "Sint Niklaas en Beveren",
    "Nivels, Charleroy",
    "25112",
    "1330 Wavre",
    "1330 Nowhere",
    "1000-1020 Bruxelles",
    "foo bar",
    "99999999999",
    "1300x, x1300, 1300_, 13000",
    "<script>alert(1)</script>",
    "=HYPERLINK(1300)",
    "12.1300.5",
    "1300 à 13l0",
    "Kruisem",
)
PIECES = (
    *("1300", "1301", "1310", "1325", "4000", "5500", "1302", "13O1", "1 300", "8000", "25112"),
    *("Wavre", "Rixensart", "Namur", "Liège", "Anvers", "Antwerpen", "Brugge", "Xyz", "Dinent"),
    *("1300-1310", "1310 à 1325", "1325 - 1310", "1300 Wavre", "Gent 9000", "de", "et", "CP"),
)
MARKS = (", ", "; ", "\n", " ", "\t", " - ", " et ", " / ", "\n- ", " (", ") ", ": ", ".", " tot ")


def made_up(number: int) -> list[str]:
    """Synthetic texts put together from pieces and separators, always the same."""
    draw = random.Random(20261102)
    return [
        "".join(draw.choice(PIECES) + draw.choice(MARKS) for _ in range(draw.randint(1, 9)))
        for _ in range(number)
    ]


def told(fault: Fault) -> list[object]:
    fields = {k: list(v) if isinstance(v, tuple) else v for k, v in fault.fields.items()}
    return [fault.id, fault.row, fault.value, fields]


def by_program(text: str, known: Gazetteer) -> dict[str, Any]:
    """As ``zone_from_pasted`` reads it, with one gazetteer for all texts."""
    place = Place(row=1 if "\n" in text.strip() else None)
    taken = units_listed(entries(text, known.layer.codes), known, place)
    faults = [told(f) for f in sorted(taken.faults, key=lambda fault: fault.row or 0)]
    notices = [told(f) for f in taken.notices]
    return {"codes": sorted(set(taken.codes)), "faults": faults, "notices": notices}


@pytest.fixture(scope="module")
def known(belgium: UnitLayer) -> Gazetteer:
    """What can be looked up of the shipped layer."""
    return Gazetteer.of_layer(belgium)


@pytest.fixture(scope="module")
def by_page(node: str, draw_file: Path, tmp_path_factory: pytest.TempPathFactory):
    texts = [*WRITTEN, *made_up(400)]
    folder = tmp_path_factory.mktemp("pasted")
    (folder / "texts.json").write_text(json.dumps(texts), "utf-8")
    maps = (ROOT / "maps" / "draw").as_uri()
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ openLayer }} from "{maps}/layer.js";
        import {{ unitsPasted }} from "{maps}/pasted.js";
        const layer = openLayer(JSON.parse(readFileSync({json.dumps(str(draw_file))}, "utf-8")));
        const texts = JSON.parse(readFileSync("{folder.as_posix()}/texts.json", "utf-8"));
        const flat = ({{ id, line, text, fields }}) => {{
          const {{ value, ...rest }} = fields;
          return [id, line, text, rest];
        }};
        console.log(JSON.stringify(texts.map((text) => {{
          const {{ units, faults, notices }} = unitsPasted(layer, text);
          const codes = units.map((unit) => layer.codes[unit]).sort();
          return {{ codes, faults: faults.map(flat), notices: notices.map(flat) }};
        }})));
    """
    (folder / "ask.mjs").write_text(script, "utf-8")
    done = subprocess.run(
        [node, str(folder / "ask.mjs")], capture_output=True, encoding="utf-8", check=True
    )
    return dict(zip(texts, json.loads(done.stdout), strict=True))


def test_page_and_program_read_the_same_units_with_the_same_faults(by_page, known: Gazetteer):
    apart = []
    for text, mine in by_page.items():
        wanted = by_program(text, known)
        if any(fault[0] == "zone.name_is_municipality" for fault in wanted["faults"]):
            continue  # the page takes the whole municipality: see the next test
        if mine["faults"] != wanted["faults"]:
            apart.append((text, mine["faults"], wanted["faults"]))
        elif not wanted["faults"] and (mine["codes"], mine["notices"]) != (
            wanted["codes"],
            wanted["notices"],
        ):
            apart.append((text, mine, wanted))
    assert not apart, apart[:3]


def test_a_municipality_of_several_units_is_taken_whole_on_the_page(
    by_page, belgium: UnitLayer, known: Gazetteer
):
    """The program asks which units are meant; the page shows them before anything is taken."""
    place = belgium.units["municipality_nl"]
    assert by_page["Kruisem"]["codes"] == sorted(place.index[place == "Kruisem"])
    assert by_program("Kruisem", known)["faults"][0][0] == "zone.name_is_municipality"


def test_enough_of_the_texts_are_sound_and_enough_are_not(by_page):
    sound = sum(not read["faults"] for read in by_page.values())
    assert 100 < sound < len(by_page) - 100
