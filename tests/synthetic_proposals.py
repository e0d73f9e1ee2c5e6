"""SYNTHETIC alternatives: a zone of a grid with all that is proposed beside it, and its page."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from synthetic import case, grid_layer

from pilotzones.findings import Case
from pilotzones.present.book import Book
from pilotzones.present.proposals_page import proposals_page
from pilotzones.zones.compare import compare
from pilotzones.zones.propose.board import bounds_of
from pilotzones.zones.propose.complete import complete
from pilotzones.zones.propose.ensemble import Ensemble, Place
from pilotzones.zones.propose.sheet import Options, Proposals, repair_of
from pilotzones.zones.propose.wish import Wish
from pilotzones.zones.robust import robustness
from pilotzones.zones.sheet import zone_sheet

EVIL = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "=1+1", "{{ 7 * 7 }} </svg>")
"""Names of units that would break a careless page."""
CODES = ("00", "01", "02", "10", "11", "12", "20", "21", "34")
"""Zone of a five by five grid, with a loose piece, and one unit that another project has."""


@cache
def given(*, hostile: bool = False) -> Case:
    """SYNTHETIC zone of nine units of 10,000 people each."""
    layer = grid_layer(5, 5)
    if hostile:
        units = layer.units.copy()
        for row, evil in enumerate(EVIL):
            for column in ("name", "name_fr", "municipality_fr", "municipality_nl"):
                units[column] = units[column].astype(object)
                units.iloc[row, units.columns.get_loc(column)] = evil
        layer = replace(layer, units=units)
    name = EVIL[0] if hostile else "Zone"
    return case(CODES, layer=layer, name=name, others={"Voisin": ["21", "22"]})


def place(measure: str, **changed: object) -> Place:
    """SYNTHETIC place among a hundred zones from 0 to 100: bands at round places."""
    plain = Place(
        measure=measure,
        drawn=80.0,
        quantiles=(0.0, 10.0, 30.0, 50.0, 70.0, 90.0, 100.0),
        percentile=0.8,
        edges=(0.0, 50.0, 100.0),
        counts=(25, 75),
        ess=400.0,
        rhat=1.01,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def sampled(*places: Place) -> Ensemble:
    bounds = bounds_of(given().rules)
    return Ensemble("partitions", ("11",), bounds, 4_000, 100, 4, 1, 0.5, places)


ENSEMBLE = (
    place("population", drawn=90_000.0, quantiles=(75e3, 80e3, 90e3, 100e3, 120e3, 140e3, 150e3),
          edges=(75e3, 110e3, 150e3), percentile=0.25),
    place("polsby_popper", drawn=0.5, quantiles=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
          edges=(0.1, 0.4, 0.7), percentile=0.75, rhat=1.2),
    place("rural_share", drawn=None, quantiles=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
          edges=(0.0, 0.3, 0.6), percentile=None),
)  # fmt: skip


@cache
def made(*, hostile: bool = False) -> Proposals:
    """All parts of the SYNTHETIC zone, the sampled ones made by hand."""
    here = given(hostile=hostile)
    bounds, wish = bounds_of(here.rules), Wish(("11",), forbidden=("21", "22"))
    options = Options(wish, complete(here.layer, wish, bounds, most=2))
    others = [replace(here, zone=one.zone) for one in options.proposals]
    return Proposals(
        repair=repair_of(here, bounds),
        options=options,
        comparison=compare([here, *others]),
        robustness=robustness(here),
        ensemble=sampled(*ENSEMBLE),
    )


def page(lang: str = "en", *, hostile: bool = False, **parts: object) -> str:
    here, found = given(hostile=hostile), replace(made(hostile=hostile), **parts)
    book = Book(zone_sheet(here), None, lang, "Project", proposals=found)
    return proposals_page(book, found)
