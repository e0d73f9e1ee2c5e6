"""Map 3: providers and access to them, one small map for each type of care."""

from __future__ import annotations

import pandas as pd

from pilotzones.present.care_units import zone_rows
from pilotzones.present.care_words import type_name
from pilotzones.present.maps.themes import map_themes
from pilotzones.present.names import unit_name
from pilotzones.present.reports.map_figures import theme_map, theme_name
from pilotzones.present.reports.model import (
    Cell,
    Figure,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.sentences import capital
from pilotzones.resources.supply import CareSheet

ORDER = 110
KINDS = ("resources", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """Access of each unit for each type, with a circle for the providers; the counts as a table."""
    care, scene = subject.care, subject.book.scene
    themes = [t for t in map_themes("care", subject.sheet) if t.measure == "access"]
    if care is None or not themes:
        return ()
    table = _table(subject, care)
    heading = subject.t("report.map_resources")
    lead = Paragraph(subject.t("report.map_resources.lead"))
    if scene is None:
        return (Section("map-resources", heading, (lead, table), new_page=True),)
    providers = subject.t("report.map_resources.circle")
    names = ", ".join(theme_name(theme, subject.lang) for theme in themes)
    figure = Figure(
        id="map-3",
        number=3,
        label="map",
        caption=subject.t("report.map_resources.caption"),
        svg=lambda: tuple(
            theme_map(scene, theme, subject.texts, providers=providers) for theme in themes
        ),
        told=subject.t("report.map.told", names=names),
        about=table.about,
        table=table,
        across=3,
    )
    return (Section("map-resources", heading, (lead, figure), new_page=True),)


def _table(subject: Subject, care: CareSheet) -> Table:
    """Providers in each unit by type; what no list speaks of is no data, not 0."""
    layer, lang = subject.sheet.case.layer, subject.lang
    supplies = [s for s in care.types if zone_rows(s, subject.sheet)]
    rows_of = [zone_rows(supply, subject.sheet) for supply in supplies]
    codes = [c for c in subject.sheet.case.zone.codes if c in layer.units.index]

    def cell(row: object) -> Cell:
        n = row["count"] if isinstance(row, dict) else None
        return Gone.NO_DATA if n is None or pd.isna(n) else Number(float(n))

    return Table(
        id="map-3-table",
        number=3,
        caption=subject.t("report.map_resources.table"),
        heads=(
            Head(subject.t("table.code"), figure=False, room=0.4),
            Head(subject.t("table.name"), figure=False, room=1.2),
            *(Head(capital(type_name(care, s.providers.type, lang))) for s in supplies),
        ),
        rows=tuple(
            Row(
                code,
                (
                    Words(code),
                    Words(unit_name(code, layer, lang)),
                    *(cell(rows.get(code)) for rows in rows_of),
                ),
            )
            for code in codes
        ),
        about=subject.about_care(
            tuple(supplies),
            "report.limits.resources",
            subject.t("report.n.providers", n=sum(len(s.providers.places) for s in supplies)),
        ),
        label="map",
    )
