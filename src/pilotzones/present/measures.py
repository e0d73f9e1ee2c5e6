"""Measures of the zone sheet in words, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.groups import link_lines, overlap_lines, piece_lines
from pilotzones.present.names import municipality_name
from pilotzones.present.texts import Render, Texts
from pilotzones.present.values import counted_units
from pilotzones.words import listed, text
from pilotzones.zones.sheet import ZoneSheet

_REGIONS = {
    "flanders": "region.flanders",
    "wallonia": "region.wallonia",
    "brussels": "region.brussels",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Name of a measure and its lines."""

    name: Markup
    lines: tuple[Markup, ...]


def when(sheet: ZoneSheet) -> Render:
    """The date of the population as a phrase: ``on 1 January 2020``."""
    date = sheet.population_date
    if date is None:
        return lambda lang: text("date.as_of_unknown", lang)
    return lambda lang: text("date.as_of", lang, date=date)


def measures(sheet: ZoneSheet, w: Texts) -> tuple[Measure, ...]:
    """Size, places, shape, rural part and overlaps of the zone; what is unknown is told."""
    layer, people = sheet.case.layer, sheet.population
    loose, enclaves = (
        piece_lines(pieces, layer, w) for pieces in (sheet.pieces[1:], sheet.enclaves)
    )
    links = link_lines(sheet.links, layer, w)
    found = [
        ("sheet.population", (_population(sheet, w),)),
        ("sheet.units", (_counted(len(sheet.case.zone.codes), layer.origin.kind, w),)),
        ("sheet.municipalities", (_municipalities(sheet, w),)),
        ("sheet.entities", tuple(_regions(sheet.entities, w))),
        ("sheet.area", (w.t("value.area", n=round(sheet.area_km2, 1)),)),
        ("sheet.density", (_density(sheet, w),) if people is not None else ()),
        ("sheet.shape", (w.t("value.pieces", n=len(sheet.pieces)),)),
        ("sheet.loose", loose),
        ("sheet.enclaves", enclaves),
        ("sheet.links", links),
        ("sheet.neighbours", (_counted(len(sheet.neighbours), layer.origin.kind, w),)),
        ("sheet.rural", (_rural(sheet, w),)),
        ("sheet.overlap", _overlaps(sheet, w)),
    ]
    return tuple(Measure(w.t(id), lines) for id, lines in found if lines)


def _population(sheet: ZoneSheet, w: Texts) -> Markup:
    people, phrase = sheet.population, when(sheet)
    if people is None:
        return w.t("value.unknown")
    return w.say(lambda lang: f"{text('value.persons', lang, n=people)}, {phrase(lang)}")


def _counted(n: int, kind: str, w: Texts) -> Markup:
    return w.say(lambda lang: counted_units(n, kind, lang))


def _municipalities(sheet: ZoneSheet, w: Texts) -> Markup:
    """Names in the reader's language, in their order."""
    layer = sheet.case.layer
    units = layer.units.iloc[layer.positions(sheet.case.zone.codes)]
    known = units["municipality"].dropna()
    first = known.drop_duplicates().index
    if first.empty:
        return w.t("value.unknown")

    def names(lang: str) -> str:
        found = sorted(municipality_name(code, layer, lang) for code in first)
        return listed(found, lang, most=len(found))

    return w.say(names)


def _regions(entities: Sequence[str], w: Texts) -> list[Markup]:
    return [w.t(_REGIONS[e]) if e in _REGIONS else Markup("{}").format(e) for e in entities]


def _density(sheet: ZoneSheet, w: Texts) -> Markup:
    density = sheet.density_per_km2
    return w.t("value.density", n=round(density, 1)) if density else w.t("value.unknown")


def _rural(sheet: ZoneSheet, w: Texts) -> Markup:
    share = sheet.rural
    if share is None:
        return w.t("sheet.rural_unknown")
    return w.t(
        "sheet.rural_value",
        people=share.population,
        share=share.population_share,
        area=share.area_share,
    )


def _overlaps(sheet: ZoneSheet, w: Texts) -> tuple[Markup, ...]:
    if sheet.case.round is None:
        return (w.t("sheet.overlap_unknown"),)
    lines = overlap_lines(sheet.overlaps, sheet.case.layer, w)
    return lines or (w.t("sheet.overlap_none"),)
