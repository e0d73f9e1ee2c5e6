"""Pages of four projects, and a browser without a network to open them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from synthetic import case, grid_layer
from synthetic_care import as_synthetic, care, care_case
from synthetic_journey import journey_findings, journey_people
from synthetic_people import people_sheet

from pilotzones.assets import asset
from pilotzones.findings import Answer, Case
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import UnitLayer, make_layer
from pilotzones.present.site import write_site
from pilotzones.project import read_case, read_project
from pilotzones.resources.supply import CareSheet
from pilotzones.stratification.priorities.declared import beside, unnamed
from pilotzones.stratification.priorities.score import ranked
from pilotzones.stratification.priorities.section import PrioritiesSection
from pilotzones.stratification.priorities.values import OwnPriority, Priorities, Voice
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.sheet import ZoneSheet, zone_sheet
from pilotzones.zones.zone import Round, Zone

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "X" * 400,
    "\u05e9\u05dc\u05d5\u05dd \u202e \u0645\u0631\u062d\u0628\u0627",
    "{{ 7 * 7 }} ${7 * 7} </script><!-- \u2028",
)
"""Names of units that would break a careless page."""


@pytest.fixture(scope="session")
def demo_sheet() -> ZoneSheet:
    """Sheet of the demonstration zone, on the embedded layer."""
    return zone_sheet(read_case(read_project(asset("models", "demo", "pilot.toml"))).case)


@pytest.fixture(scope="session")
def troubled_sheet() -> ZoneSheet:
    """SYNTHETIC zone with an enclave, a loose piece, a link, an overlap and an unknown code.

    Of a six by six grid, ``#`` is in the zone, ``o`` the enclave, ``x`` loose, ``=`` linked::

        . . . . . x
        . . . . . .
        # # # . . .
        # o # . . =
        # # # . . .
        . . . . . .
    """
    layer = grid_layer(6, 6, links=[Link("22", "25", "river", (("fr", "un pont"),))])
    ring = ["11", "12", "10", "20", "22", "30", "31", "32"]
    zone = case(
        [*ring, "25", "55", "9999"],
        layer=layer,
        name="Zone en peine",
        others={"Voisin": ["32", "42"]},
    )
    return zone_sheet(zone)


@pytest.fixture(scope="session")
def journey_sheet() -> ZoneSheet:
    """SYNTHETIC zone with people and care, on the three by three grid of `synthetic_care`."""
    made = replace(care_case(), people=journey_people())
    return zone_sheet(replace(made, priorities=journey_priorities(made)))


def journey_priorities(made: Case) -> Priorities:
    """SYNTHETIC ranking, with three rows of the group and two needs as told."""
    weights = PrioritiesSection().weights
    assert made.people is not None
    assert made.care is not None
    score, held = ranked(made.people, made.care, weights)
    own = (
        OwnPriority(1, "Démence : répit pour les aidants", "Groupe de pilotage", "Demande forte"),
        OwnPriority(2, "BPCO et médecins généralistes"),
        OwnPriority(3, "Un dossier partagé"),
    )
    words = {id: tuple(names.values()) for id, names in made.people.names.items()}
    types = {id: tuple(names.values()) for id, names in (made.care.names or {}).items()}
    own = beside(own, score, words, types)
    voices = (
        Voice("Patients", "Attendre moins longtemps", "Ciney", "Groupe de discussion, mars 2026"),
        Voice("Infirmières", "Un seul plan de soins", "", "Enquête de mai 2026"),
    )
    return Priorities(
        weights, score, held, own, voices, unnamed(own, score), "priorites.csv", "besoins.csv"
    )


def hostile_care() -> CareSheet:
    """SYNTHETIC care whose types and sources have hostile names."""
    plain = as_synthetic(care())
    types = tuple(
        replace(t, providers=replace(t.providers, source=HOSTILE[1], synthetic=i > 0))
        for i, t in enumerate(plain.types)
    )
    name = dict.fromkeys(("fr", "nl", "de", "en"), HOSTILE[0])
    return replace(plain, types=types, names={**(plain.names or {}), "gp": name})


def hostile_layer() -> UnitLayer:
    """SYNTHETIC grid whose first units have hostile names, and one a hostile code."""
    plain = grid_layer(5, 5)
    units = plain.units.reset_index()
    for row, name in enumerate(HOSTILE):
        for column in ("name", "name_fr", "municipality_fr", "municipality_nl"):
            units.loc[row, column] = name
    units.loc[6, "code"] = '"><img src=x onerror=alert(3)>'
    return make_layer(units, plain.origin)


@pytest.fixture(scope="session")
def hostile_sheet() -> ZoneSheet:
    """SYNTHETIC zone of units with hostile names, itself and its neighbour named no better."""
    layer, evil = hostile_layer(), HOSTILE[0]
    return zone_sheet(
        Case(
            Zone.of(f"{evil} {HOSTILE[3]}", list(layer.codes[:10])),
            layer,
            read_rule_set(),
            round=Round((Zone.of(f"{evil} {HOSTILE[2]}", list(layer.codes[3:5])),)),
            answers={"Z18": Answer(True, evil, date(2026, 1, 2), evil)},
            people=people_sheet(units=layer.codes[:10], rural=None),
            care=hostile_care(),
        )
    )


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory,
    demo_sheet: ZoneSheet,
    troubled_sheet: ZoneSheet,
    hostile_sheet: ZoneSheet,
    journey_sheet: ZoneSheet,
) -> dict[str, Path]:
    """Folders of pages by name, in French; ``hostile`` and ``journey`` have people and care."""
    folder = tmp_path_factory.mktemp("sites")
    sheets = {
        "demo": demo_sheet,
        "troubled": troubled_sheet,
        "hostile": hostile_sheet,
        "journey": journey_sheet,
    }
    for name, sheet in sheets.items():
        whole = sheet.case.people is not None
        write_site(
            sheet,
            out=folder / name,
            lang="fr",
            project_name=sheet.case.zone.name,
            note="Note.",
            findings=journey_findings(sheet) if whole else (),
        )
    return {name: folder / name for name in sheets}


@dataclass
class Opened:
    """A page and what it said and asked for while it was open."""

    page: object
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(chromium) -> Iterator[Callable[..., Opened]]:
    """Opens a file in a fresh context: offline, every request recorded and refused."""
    contexts = []

    def opened(path: Path, *, width: int = 1440, query: str = "", script: bool = True) -> Opened:
        phone = width < 600
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if phone else 900},
            offline=True,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        found = Opened(context.new_page())
        page = found.page

        def refuse(route):
            if route.request.url.startswith("file:") and route.request.is_navigation_request():
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        context.route("**/*", refuse)
        page.on("console", lambda message: found.messages.append(message.text))
        page.on("pageerror", lambda error: found.messages.append(str(error)))
        page.on("dialog", lambda dialog: (found.messages.append("dialog"), dialog.dismiss()))
        page.goto(path.as_uri() + query)
        return found

    yield opened
    for context in contexts:
        context.close()
