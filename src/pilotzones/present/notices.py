"""What has to be said wherever a zone is shown: makers of the data, dates, what is approximate."""

from __future__ import annotations

import re
from datetime import date

from pilotzones.postcodes.layer import Origin
from pilotzones.postcodes.sources.embedded import ID as EMBEDDED
from pilotzones.present.data_level import LEVELS
from pilotzones.present.texts import Render
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

_APPROXIMATE = {
    "inner-borders": "notice.inner_borders",
    "inner-populations": "notice.inner_populations",
}
_SYNTHETIC = re.compile(r"synth[eé]ti|fictif|fictive|fictie|fiktiv|fictitious", re.IGNORECASE)


def approximate(sheet: ZoneSheet, lang: str) -> tuple[str, ...]:
    """Sentences on what is approximate in the layer."""
    known = sheet.case.layer.origin.approximate
    return tuple(text(_APPROXIMATE[id], lang) for id in _APPROXIMATE if id in known)


_OF_THE_EMBEDDED_LAYER = (
    "attribution.cantons",
    "attribution.points",
    "attribution.places",
    "attribution.people",
)


def attribution(origin: Origin) -> tuple[Render, ...]:
    """Notices owed to the makers of a layer: in words for the embedded one, else as given."""
    if origin.id == EMBEDDED:
        return tuple((lambda lang, id=id: text(id, lang)) for id in _OF_THE_EMBEDDED_LAYER)
    return tuple((lambda _, line=line: line) for line in origin.attribution)


def synthetic(sheet: ZoneSheet) -> tuple[str, ...]:
    """Names of the layer and zones that call themselves synthetic or fictitious."""
    round_ = sheet.case.round
    others = tuple(zone.name for zone in round_.others) if round_ else ()
    return called_synthetic(sheet.case.layer.origin, (sheet.case.zone.name, *others))


def called_synthetic(origin: Origin, names: tuple[str, ...]) -> tuple[str, ...]:
    """The same among the names of zones of a layer."""
    called = [name for name in (origin.id, *names) if _SYNTHETIC.search(name)]
    if "synthetic" in origin.approximate and origin.id not in called:
        called.insert(0, origin.id)
    return tuple(called)


def population_date(sheet: ZoneSheet) -> Render:
    """Sentence on the date of the population."""
    return _dated(sheet.population_date)


def _dated(day: date | None) -> Render:
    if day is None:
        return lambda lang: text("notice.undated", lang)
    return lambda lang: text("notice.population_date", lang, date=day)


def caveats(sheet: ZoneSheet) -> list[Render]:
    """Sentences on what is approximate or made up, one each."""
    said = _caveats(sheet.case.layer.origin, synthetic(sheet))
    return [*said, *_made_up_journey(sheet)]


def _caveats(origin: Origin, made_up: tuple[str, ...]) -> list[Render]:
    known = origin.approximate
    said: list[Render] = [
        (lambda lang, id=id: text(id, lang)) for key, id in _APPROXIMATE.items() if key in known
    ]
    if made_up:
        said.append(lambda lang: text("notice.synthetic", lang, names=made_up))
    return said


def _made_up_journey(sheet: ZoneSheet) -> list[Render]:
    """That the people, or lists of providers, are synthetic."""
    people, care = sheet.case.people, sheet.case.care
    said: list[Render] = []
    if people is not None and people.data.synthetic:
        said.append(lambda lang: text("notice.synthetic_people", lang))
    if care is not None and any(supply.providers.synthetic for supply in care.types):
        said.append(lambda lang: text("notice.synthetic_care", lang))
    return said


def short_notices(sheet: ZoneSheet) -> tuple[Render, ...]:
    """The same in brief, for the place right under a map; the foot of the page has it in full."""
    brief = [population_date(sheet)]
    if any(id in sheet.case.layer.origin.approximate for id in _APPROXIMATE):
        brief.append(lambda lang: text("notice.inner_short", lang))
    made_up = synthetic(sheet)
    if made_up:
        brief.append(lambda lang: text("notice.synthetic", lang, names=made_up))
    return tuple(brief)


def notices(sheet: ZoneSheet) -> tuple[Render, ...]:
    """Sentences for every page: date of the population, data level, caveats, bounds to verify."""
    said = [population_date(sheet), *_level(sheet), *caveats(sheet)]
    if sheet.case.rules.to_verify:
        said.append(lambda lang: text("notice.to_verify", lang))
    return tuple(said)


def _level(sheet: ZoneSheet) -> list[Render]:
    """What the figures on people are made from, where there are any."""
    people = sheet.case.people
    return [] if people is None else [lambda lang: text(LEVELS[people.data.level], lang)]


def layer_notices(
    origin: Origin, names: tuple[str, ...], *, to_verify: bool = False
) -> tuple[Render, ...]:
    """The same for pages on many zones of a layer, given by their names."""
    said = [_dated(origin.population_date), *_caveats(origin, called_synthetic(origin, names))]
    if to_verify:
        said.append(lambda lang: text("notice.to_verify", lang))
    return tuple(said)
