"""Map 2: one small map for each indicator of the people, unit by unit."""

from __future__ import annotations

from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.theme import HIDDEN, Theme
from pilotzones.present.names import unit_name
from pilotzones.present.reports.map_figures import theme_map
from pilotzones.present.reports.model import (
    Cell,
    Euro,
    Figure,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.words import text

ORDER = 100
KINDS = ("stratification", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """The maps and the table of the units; none without people."""
    people = subject.people
    themes = map_themes("people", subject.sheet)
    if people is None or not themes:
        return ()
    heading, scene = subject.t("report.map_indicators"), subject.book.scene
    table = _table(subject, themes)
    if scene is None:
        return (Section("map-indicators", heading, (table,), new_page=True),)
    figure = Figure(
        id="map-2",
        number=2,
        label="map",
        caption=subject.t("report.map_indicators.caption", year=str(people.sheet.data.year)),
        svg=lambda: tuple(theme_map(scene, theme, subject.texts) for theme in themes),
        told=subject.t("report.map.told", names=", ".join(t.name(subject.lang) for t in themes)),
        about=table.about,
        table=table,
        across=3,
    )
    lead = Paragraph(" ".join(theme.said(subject.lang) for theme in themes[:1]))
    return (Section("map-indicators", heading, (lead, figure), new_page=True),)


def _table(subject: Subject, themes: tuple[Theme, ...]) -> Table:
    layer, lang = subject.sheet.case.layer, subject.lang
    people = subject.people
    heads = (
        Head(subject.t("table.code"), figure=False, room=0.5),
        Head(subject.t("table.name"), figure=False, room=1.8),
        *(Head(_headed(theme, lang)) for theme in themes),
    )
    codes = [c for c in subject.sheet.case.zone.codes if c in layer.units.index]
    rows = tuple(
        Row(
            code,
            (
                Words(code),
                Words(unit_name(code, layer, lang)),
                *(_cell(theme, code) for theme in themes),
            ),
        )
        for code in codes
    )
    units = people.table("units") if people else None
    about = subject.about_people(
        units, limits="people.limits.units", n=people.people if people else None
    )
    caption = subject.t("report.map_indicators.table")
    return Table("map-2-table", 2, caption, heads, rows, about, label="map", watched=(2,))


def _headed(theme: Theme, lang: str) -> str:
    """Name of a theme, with its unit where that is no percentage."""
    if theme.form is None or theme.form.unit == "theme.unit.percent":
        return theme.name(lang)
    return f"{theme.name(lang)} ({text(theme.form.unit, lang)})"


def _cell(theme: Theme, code: str) -> Cell:
    found = theme.cells.get(code)
    if found is None or found.value is None:
        return Gone.HIDDEN if found is not None and found.sign == HIDDEN else Gone.NO_DATA
    unit = theme.form.unit if theme.form else ""
    if unit == "theme.unit.percent":
        return Share(found.value / 100)
    if unit == "theme.unit.eur":
        return Euro(found.value)
    return Number(found.value, theme.form.decimals if theme.form else 0)
