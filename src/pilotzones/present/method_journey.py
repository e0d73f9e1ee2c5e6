"""Rows of the page on method that speak of people and of care."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.care_words import capacity_name, km, type_name
from pilotzones.present.people_page_words import SIGNS as INEFFICIENCIES
from pilotzones.present.sentences import capital
from pilotzones.present.smoothed import TABLE
from pilotzones.present.texts import Texts
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.stratification.released import ModelCard, PeopleSheet
from pilotzones.words import number, text

_LEVELS = {
    "persons": "method.people.persons",
    "aggregates": "method.people.aggregates",
    "public-rates": "method.people.public",
}
_SCHEMES = {
    "out-of-time": "method.risk.out_of_time",
    "cross-validated": "method.risk.cross_validated",
}
SIGNS = (
    ("hidden", "method.sign.hidden"),
    ("no-data", "method.sign.no_data"),
    ("none-here", "method.sign.none_here"),
    ("none-in-reach", "method.sign.none_in_reach"),
)
"""Signs of the maps with the message that says what each means."""


@dataclass(frozen=True, slots=True)
class SourcedRow:
    """A name and where its definition can be looked up."""

    name: Markup
    source: str


@dataclass(frozen=True, slots=True)
class PeopleMethod:
    """What is said of the people: their data, the conditions, the risk, small numbers."""

    data: tuple[Markup, ...]
    conditions: tuple[SourcedRow, ...]
    unsourced: Markup | None
    risk: tuple[Markup, ...]
    disclosure: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class CareMethod:
    """What is said of care: how access is computed, the catchments, the shortage rule."""

    access: tuple[Markup, ...]
    catchments: tuple[Markup, ...]
    shortage: Markup
    shortage_source: str


def people_method(people: PeopleSheet, w: Texts) -> PeopleMethod:
    """Paragraphs and rows on the people."""
    return PeopleMethod(
        data=_data(people, w),
        conditions=_conditions(people, w),
        unsourced=_unsourced(people, w),
        risk=_risk(people.model, w, synthetic=people.data.synthetic),
        disclosure=(
            w.t("method.disclosure.minimum", minimum=people.minimum_cell),
            w.t("method.disclosure.hidden"),
            w.t("method.disclosure.gate"),
        ),
    )


def _data(people: PeopleSheet, w: Texts) -> tuple[Markup, ...]:
    data = people.data
    years = data.years or (data.year,)
    lines = [w.t(_LEVELS[data.level])]
    if data.level != "persons":
        lines += [w.t("area.method.how"), w.t("area.method.limits")]
    else:
        lines.append(w.t("method.people.years", year=data.year, first=years[0], last=years[-1]))
        lines += [w.t("area.method.persons")] if TABLE in people.tables else []
    if data.synthetic:
        lines.append(w.t("method.people.synthetic", seed=data.seed or 0))
    return tuple(lines)


def _conditions(people: PeopleSheet, w: Texts) -> tuple[SourcedRow, ...]:
    """Conditions whose source is known, polypharmacy, and the other signs of inefficiency."""
    rows = [
        SourcedRow(w.say(lambda lang, names=names: capital(names[lang])), people.sources[id])
        for id, names in people.names.items()
        if people.sources.get(id)
    ]
    polypharmacy = people.sources.get("polypharmacy")
    if polypharmacy:
        rows.append(SourcedRow(w.t("method.polypharmacy"), polypharmacy))
    signs = {
        id: name
        for id, name in INEFFICIENCIES.items()
        if id != "polypharmacy" and id in people.sources
    }
    rows += [SourcedRow(w.t(name), people.sources[id]) for id, name in signs.items()]
    return tuple(rows)


def _unsourced(people: PeopleSheet, w: Texts) -> Markup | None:
    """Conditions without a source, named; None where every one has its own."""
    named = [names for id, names in people.names.items() if not people.sources.get(id)]
    if not named:
        return None
    return w.t(
        "method.conditions.no_source",
        names=lambda lang: tuple(names[lang] for names in named),
    )


def _risk(card: ModelCard | None, w: Texts, *, synthetic: bool) -> tuple[Markup, ...]:
    if card is None:
        return (w.t("method.risk.none"),)
    lines = [w.t("method.risk.models")]
    scheme = _SCHEMES.get(card.scheme)
    if scheme is not None:
        first, last = card.trained_on
        seen = card.evaluated_on or card.trained_on
        lines.append(w.t(scheme, first=first, last=last, seen_first=seen[0], seen_last=seen[1]))
    if card.cap_eur is not None:
        lines.append(w.t("method.risk.cap", eur=round(card.cap_eur)))
    lines.append(w.t("method.risk.use"))
    if synthetic:
        lines.append(w.t("method.risk.recovery"))
    return tuple(lines)


def care_method(care: CareSheet, w: Texts) -> CareMethod:
    """Paragraphs and rows on care."""
    rule, bounds = care_model().shortage, care_model().thresholds
    return CareMethod(
        access=(
            w.t("method.access.how"),
            w.t("method.access.reference"),
            w.t("method.access.gap", below=bounds.below, far_below=bounds.far_below),
        ),
        catchments=tuple(
            w.say(lambda lang, supply=supply: _catchment(care, supply, lang))
            for supply in care.types
            if supply.bands
        ),
        shortage=w.t(
            "care.shortage_rule",
            below=rule.below,
            thin=rule.thin_below,
            density=rule.thin_density,
        ),
        shortage_source=rule.source,
    )


def _catchment(care: CareSheet, supply: TypeSupply, lang: str) -> str:
    bands = tuple(
        text("method.access.band", lang, limit=km(limit, lang), weight=number(weight, lang, 2))
        for limit, weight in supply.bands
    )
    return text(
        "method.access.catchment",
        lang,
        type=capital(type_name(care, supply.providers.type, lang)),
        bands=bands,
        capacity=capacity_name(supply.providers.capacity_unit, lang),
    )
