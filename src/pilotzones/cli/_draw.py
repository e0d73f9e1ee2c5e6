"""The draw page of a project, or of a layer on which nothing is drawn yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pilotzones.cli._language import say

if TYPE_CHECKING:
    from pilotzones.cli._work import Units


def layer_drawn(*, units: Units, rules: str | None, others: tuple[Path, ...], lang: str) -> bytes:
    """Page of a layer with an empty zone, beside the zones of other projects where given."""
    from pilotzones.cli._work import tell
    from pilotzones.findings import Case
    from pilotzones.present.draw.page import draw_page
    from pilotzones.zones.round import round_from
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set
    from pilotzones.zones.zone import Round, Zone

    rule_set, layer = read_rule_set(rules or DEFAULT), units.open()
    known: Round | None = None
    if others:
        found = round_from(others, layer)
        known, notices = Round(found.zones), found.notices
        tell(notices, layer, lang)
    name = say("draw.untitled")
    return draw_page(Case(Zone(name, ()), layer, rule_set, round=known), name=name, lang=lang)


def drawn(project: Path, *, people: bool, lang: str | None, spoken: str) -> bytes:
    """Page of a project with its zone, its round, and its people and care where asked for."""
    from pilotzones.cli._progress import progress
    from pilotzones.cli._work import tell
    from pilotzones.journey import travel
    from pilotzones.present.draw.page import draw_page
    from pilotzones.project import read_case, read_project

    found = read_project(project)
    opens = lang or found.language
    if not people:
        read = read_case(found)
        tell(read.notices, read.case.layer, spoken)
        return draw_page(read.case, name=found.name, lang=opens)
    with progress(spoken) as hear:
        journey = travel(found, progress=hear)
    case = journey.sheet.case
    tell(journey.notices, case.layer, spoken)
    return draw_page(case, name=found.name, lang=opens, findings=journey.every_finding)
