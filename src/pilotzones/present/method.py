"""Rows of the page on method and sources."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.postcodes.coverage import CoverageFault, lines
from pilotzones.present.notices import caveats, population_date
from pilotzones.present.record import file_name
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Texts
from pilotzones.zones.sheet import ZoneSheet

_FAULTS = {
    "overlap": "fault.overlap",
    "gap": "fault.gap",
    "invalid": "fault.invalid",
    "unmatched": "fault.unmatched",
    "joined": "fault.unmatched",  # found so; the line above the table says that it was mended
    "changed": "fault.changed",
    "short": "fault.short",
}
_RURAL = {"municipality": "method.rural_by_municipality", "unit": "method.rural_by_unit"}
_FAULTS_SHOWN = 20


VERDICTS = (
    ("pass", "method.verdict.pass"),
    ("fail", "method.verdict.fail"),
    ("warn", "method.verdict.warn"),
    ("to-declare", "method.verdict.to-declare"),
    ("to-judge", "method.verdict.to-judge"),
    ("not-computable", "method.verdict.not-computable"),
)
"""Verdicts with the message that says what each means."""


def data_lines(sheet: ZoneSheet, w: Texts) -> list[Markup]:
    """Which layer, from which file, with codes and population of which dates."""
    layer, origin = sheet.case.layer, sheet.case.layer.origin
    found = [w.t("method.layer", layer=origin.id, n=len(layer.units))]
    if origin.file is not None:
        found.append(w.t("method.file", file=file_name(origin.file)))
    if origin.code_date is not None:
        found.append(w.t("method.code_date", date=origin.code_date))
    return [*found, w.say(population_date(sheet))]


def approximate_lines(sheet: ZoneSheet, w: Texts) -> list[Markup]:
    """What is approximate or made up, or that nothing is said to be."""
    found = [w.say(line) for line in caveats(sheet)]
    return found or [w.t("method.exact")]


def rural_definition(sheet: ZoneSheet, w: Texts) -> Markup:
    """The definition of a rural unit that was applied, in one paragraph."""
    rural = sheet.rural_definition
    if rural.by == "flag":
        return w.t("method.rural_by_flag", source=rural.source)
    return w.t(
        _RURAL[rural.by],
        density=rural.density_below,
        definition=rural.id,
        date=rural.date,
        source=rural.source,
    )


def links(sheet: ZoneSheet, w: Texts) -> list[Markup]:
    """Every declared link of the layer, with its reason."""
    layer = sheet.case.layer
    return [
        w.t(
            "sheet.link",
            a=lambda lang, code=link.a: unit_label(code, layer, lang),
            b=lambda lang, code=link.b: unit_label(code, layer, lang),
            why=lambda lang, link=link: dict(link.why).get(lang, link.kind),
        )
        for link in layer.contiguity.links
    ]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One fault of the layer's geometry, in words."""

    kind: Markup
    units: str
    area: Markup
    length: Markup


@dataclass(frozen=True, slots=True)
class CoverageTold:
    """What is said of the layer's geometry: a line for each kind of fault, and the largest ones."""

    lines: tuple[Markup, ...]
    rows: tuple[CoverageRow, ...]
    more: Markup | None


def coverage(sheet: ZoneSheet, w: Texts) -> CoverageTold:
    """Faults that were found when the layer was read, the largest first."""
    report = sheet.case.layer.coverage
    largest = sorted(report.faults, key=lambda f: (-abs(f.area_m2), -f.length_m, f.units))
    more = len(largest) - _FAULTS_SHOWN
    told = tuple(w.t(line.id, **dict(line.fields)) for line in lines(report))
    return CoverageTold(
        lines=told or (w.t("method.coverage_none"),),
        rows=tuple(_coverage_row(fault, w) for fault in largest[:_FAULTS_SHOWN]),
        more=w.t("method.coverage_more", n=more) if more > 0 else None,
    )


def _coverage_row(fault: CoverageFault, w: Texts) -> CoverageRow:
    return CoverageRow(
        kind=w.t(_FAULTS[fault.kind]),
        units=", ".join(fault.units),
        area=w.number(fault.area_m2) if fault.area_m2 else Markup(""),
        length=w.number(fault.length_m) if fault.length_m else Markup(""),
    )
