"""The few figures at the head of the summary: value, unit, date and source of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.care_answer import people_by_type, people_in, without_in_reach
from pilotzones.present.care_words import short_list_words, type_name
from pilotzones.present.gauge import gauge
from pilotzones.present.gauge_words import gauge_words
from pilotzones.present.measures import when
from pilotzones.present.texts import Render, Texts
from pilotzones.resources.supply import CareSheet
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

MOST = 5


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """One figure: the number (or the word for hidden), what it counts, date and source."""

    value: Markup
    words: Markup
    detail: Markup
    link: str


def headline_figures(sheet: ZoneSheet, w: Texts) -> tuple[HeadlineFigure, ...]:
    """At most five, those of people and care before further ones of the zone."""
    people, care = sheet.case.people, sheet.case.care
    found = [
        *_population(sheet, w),
        *(_people(people, sheet, w) if people is not None else ()),
        *(_care(care, w) if care is not None else ()),
        *_zone(sheet, w),
    ]
    return tuple(found[:MOST])


def _population(sheet: ZoneSheet, w: Texts) -> Iterator[HeadlineFigure]:
    if sheet.population is None:
        return
    found = gauge(sheet.population, sheet.case.rules.population)
    said = gauge_words(found, sheet).said if found else None
    preferred = sheet.case.rules.population.preferred
    if preferred is not None:
        words = w.t("summary.figure.population", low=preferred[0], high=preferred[1])
    else:
        words = w.t("gauge.people")
    detail = w.say(_dated(sheet, said))
    yield HeadlineFigure(w.number(sheet.population), words, detail, "zone.html")


def _dated(sheet: ZoneSheet, said: Render | None) -> Render:
    phrase = when(sheet)

    def words(lang: str) -> str:
        dated = text("summary.figure.dated", lang, when=phrase(lang))
        return f"{said(lang)} {dated}" if said is not None else dated

    return words


def _people(people: PeopleSheet, sheet: ZoneSheet, w: Texts) -> Iterator[HeadlineFigure]:
    detail = w.say(lambda lang: _source(people, lang))
    morbidity = people.tables.get("morbidity")
    if morbidity is not None:
        n, share = (morbidity.number(c, condition="any") for c in ("zone_n", "zone_share"))
        if n is not None and share is not None:
            words = w.t("summary.figure.chronic", share=share)
            yield HeadlineFigure(w.number(n), words, detail, "people.html")
    criteria = people.tables.get("criteria")
    if criteria is not None:
        minimum = sheet.case.rules.target.minimum
        words = (
            w.t("summary.figure.target", minimum=minimum)
            if minimum is not None
            else w.t("summary.figure.target_only")
        )
        union = criteria.number("people", term="union")
        hidden = HIDDEN in criteria.column("people")
        if union is not None or hidden:
            value = w.number(union) if union is not None else w.t("theme.sign.hidden")
            yield HeadlineFigure(value, words, detail, "people.html")


def _source(people: PeopleSheet, lang: str) -> str:
    if people.data.synthetic:
        return text("summary.source.synthetic_people", lang, year=people.data.year)
    return text("summary.source.people", lang, year=people.data.year)


def _care(care: CareSheet, w: Texts) -> Iterator[HeadlineFigure]:
    zone = next((area for area in care.shortage if area.area == "zone"), None)
    gps = care.supply("gp")
    if zone is not None and zone.per_100000 is not None and gps is not None:
        yield HeadlineFigure(
            w.number(zone.per_100000, 1),
            w.t("summary.figure.gps", bound=zone.bound),
            w.say(lambda lang: short_list_words(gps, lang)),
            "care.html",
        )
    without, lacking = without_in_reach(care), people_by_type(care)
    if without or lacking:
        type, people = next(iter((without or lacking).items()))
        supply = care.supply(type)
        id = "summary.figure.without" if without else "summary.figure.lacking"
        yield HeadlineFigure(
            w.number(people),
            w.t(id, type=lambda lang: type_name(care, type, lang)),
            w.say(lambda lang: short_list_words(supply, lang)) if supply else Markup(""),
            "care.html",
        )
    if lacking:
        yield HeadlineFigure(
            w.number(people_in(care.gaps)),
            w.t("summary.figure.any_lacking"),
            w.t("summary.figure.all_lists"),
            "care.html",
        )


def _zone(sheet: ZoneSheet, w: Texts) -> Iterator[HeadlineFigure]:
    dated = w.say(_dated(sheet, None))
    definition = sheet.rural_definition
    if sheet.rural is not None:
        yield HeadlineFigure(
            w.t("value.share", share=sheet.rural.population_share),
            w.t("summary.figure.rural"),
            w.say(lambda _: f"{definition.id}, {definition.source}"),
            "zone.html",
        )
    yield HeadlineFigure(
        w.t("value.area", n=round(sheet.area_km2)),
        w.t("summary.figure.area", n=len(sheet.case.zone.codes)),
        w.t("summary.figure.measured"),
        "zone.html",
    )
    if sheet.density_per_km2 is not None:
        yield HeadlineFigure(
            w.number(sheet.density_per_km2), w.t("summary.figure.density"), dated, "zone.html"
        )
