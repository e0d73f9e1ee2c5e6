"""Estimates by unit on the page of the people: smoothed, with intervals, and never ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from pilotzones.present.data_level import better_data, indicator_name, level_words
from pilotzones.present.figures.drawing import Form, as_number, as_percent, as_ratio, said
from pilotzones.present.people_page_parts import Block, People, Section, foot
from pilotzones.present.people_page_tables import Head, Line, Record, TableView, cell
from pilotzones.present.people_page_words import capital
from pilotzones.present.sentences import unit_label
from pilotzones.present.smoothed import TABLE, UNSEEN
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import listed, text

_METHODS = {
    "poisson-gamma": "area.method.poisson-gamma",
    "spatial": "area.method.spatial",
    "fay-herriot": "area.method.fay-herriot",
    "reference": "area.method.reference",
    "others": "area.method.others",
    "neighbours": "area.method.neighbours",
}
_REFERENCES = {"outside": "area.persons.outside", "zone": "area.persons.zone"}
_UNIT_COLUMNS = (
    ("n", "area.col.n", None, as_number),
    ("rate", "area.col.rate", ("rate_low", "rate_high"), as_percent),
    ("ratio", "area.col.ratio", ("ratio_low", "ratio_high"), as_ratio),
    ("cases", "area.col.cases", None, as_number),
)
_ZONE_COLUMNS = (
    ("n", "area.col.n", ("n_low", "n_high"), as_number),
    ("rate", "area.col.rate", ("rate_low", "rate_high"), as_percent),
    ("ratio", "area.col.ratio", ("ratio_low", "ratio_high"), as_ratio),
    ("observed", "area.col.observed", ("observed_low", "observed_high"), as_ratio),
)
_Columns = Sequence[tuple[str, str, tuple[str, str] | None, Form]]


def areas_section(people: People) -> Section | None:
    """Estimates for the zone and for its units; None where nothing was estimated by unit."""
    units, whole = people.table("small_areas"), people.table("areas")
    if units is None or whole is None:
        return None
    w, level = people.w, people.sheet.data.level
    return Section(
        "areas",
        w.t("area.short"),
        w.t("area.heading"),
        (w.say(lambda lang: level_words(level, lang)),),
        (_zone(people, whole), _units(people, units)),
    )


def smoothed_block(people: People) -> Block | None:
    """Smoothed shares of the units where there are persons, folded away under what they mean."""
    table = people.table(TABLE)
    if table is None:
        return None
    w = people.w
    lines = [w.say(lambda lang: level_words("persons", lang))]
    for reference, message in _REFERENCES.items():
        mine = dict.fromkeys(r["indicator"] for r in table.records() if r["reference"] == reference)
        names = [indicator_name(people.sheet, indicator) for indicator in mine]
        if names:
            lines.append(w.t(message, indicators=_together(names)))
    if UNSEEN & set(map(str, table.column("method"))):
        lines.append(w.t("area.persons.hidden"))
    block = _units(people, table, method=True)
    return replace(
        block, heading=w.t("area.persons.heading"), said=(*lines, *block.said), folded=True
    )


def _together(names: Sequence[Render]) -> Render:
    """Names of indicators as the beginning of a sentence."""

    def said(lang: str) -> str:
        each = (name(lang) for name in names)
        return capital(listed([name[:1].lower() + name[1:] for name in each], lang))

    return said


def better_section(people: People) -> Section:
    """What better data than these would change, the nearest step first."""
    w = people.w
    heading = w.t("area.better.heading")
    lines = tuple(w.t(id) for id in better_data(people.sheet))
    return Section("better", heading, heading, lines, ())


def area_answer(people: People, lang: str) -> str:
    """The first indicator of the zone in a sentence: about how many, and between what."""
    whole = people.table("areas")
    for row in whole.records() if whole else ():
        n, low, high = (row[name] for name in ("n", "n_low", "n_high"))
        if isinstance(n, int | float) and isinstance(low, int) and isinstance(high, int):
            name = indicator_name(people.sheet, row["indicator"])(lang)
            rounded = [_coarse(float(value)) for value in (n, low, high)]
            fields = dict(zip(("n", "low", "high"), rounded, strict=True))
            return text("area.head", lang, indicator=name, **fields)
    return text("area.head.none", lang)


def _coarse(value: float) -> int:
    """Number at the precision of an estimate: two or three leading digits."""
    step = 10 ** max(len(str(round(value))) - 2, 0)
    return round(value / step) * step


def _zone(people: People, table: SafeTable) -> Block:
    w, year = people.w, people.sheet.data.year
    columns = [c for c in _ZONE_COLUMNS if any(v is not None for v in table.column(c[0]))]
    lines = tuple(
        Line(
            w.say(indicator_name(people.sheet, row["indicator"])),
            (*_cells(people, row, columns), *_method(people, row)),
        )
        for row in table.records()
    )
    view = TableView(
        w.t("area.zone.caption", year=year),
        w.t("area.col.indicator"),
        (),
        (*_heads(people, columns), _method_head(people)),
        lines,
    )
    sources = tuple(people.sheet.sources[str(i)] for i in table.column("indicator")
                    if str(i) in people.sheet.sources)  # fmt: skip
    public = people.sheet.data.level == "public-rates" and bool(sources)
    lines_of = (w.t("area.source.rates", sources=sources),) if public else ()
    return Block(
        id="block-areas",
        heading=w.t("area.zone.heading"),
        said=lines_of,
        tables=(view,),
        foot=(*foot(people, table, limits="area.limits", n=None)[:1], w.t("area.limits")),
    )


def _units(people: People, table: SafeTable, *, method: bool = False) -> Block:
    """Table of the units by indicator; ``method`` where it may differ from unit to unit."""
    w, year, layer = people.w, people.sheet.data.year, people.case.layer
    views = []
    for indicator in dict.fromkeys(table.column("indicator")):
        rows = [row for row in table.records() if row["indicator"] == indicator]
        columns = [c for c in _UNIT_COLUMNS if any(row[c[0]] is not None for row in rows)]
        name = indicator_name(people.sheet, indicator)
        lines = tuple(
            Line(
                w.say(lambda lang, row=row: unit_label(str(row["unit"]), layer, lang)),
                (*_cells(people, row, columns), *(_method(people, row) if method else ())),
            )
            for row in rows
        )
        caption = _caption(name, year)
        heads = (*_heads(people, columns), *((_method_head(people),) if method else ()))
        views.append(TableView(w.say(caption), w.t("people.col.unit"), (), heads, lines))
    return Block(
        id="block-small-areas",
        heading=w.t("area.units.heading"),
        said=(w.t("area.units.no_ranking"),),
        tables=tuple(views),
        folded=len(views) > 1,
        foot=foot(people, table, limits="area.limits", n="people.foot.n_rows"),
    )


def _method_head(people: People) -> Head:
    return Head(people.w.t("area.col.method"), lambda lang: text("area.col.method", lang))


def _method(people: People, row: Record) -> tuple[Markup]:
    """Words of the method of a row; a dash where nothing was estimated."""
    message = _METHODS.get(str(row["method"]))
    return (people.w.t(message) if message else cell(None, 0, people.w),)


def _caption(name: Render, year: int) -> Render:
    return lambda lang: text("area.units.caption", lang, indicator=name(lang), year=year)


def _heads(people: People, columns: _Columns) -> tuple[Head, ...]:
    return tuple(
        Head(people.w.t(id), lambda lang, id=id: text(id, lang)) for _, id, _, _ in columns
    )


def _cells(people: People, row: Record, columns: _Columns) -> tuple[Markup, ...]:
    return tuple(_cell(people, row, name, ends, form) for name, _, ends, form in columns)


def _cell(
    people: People, row: Record, name: str, ends: tuple[str, str] | None, form: Form
) -> Markup:
    """Value with its interval: ``1.04``, ``0.92 to 1.17``."""
    w, value = people.w, row[name]
    if not isinstance(value, int | float):
        return cell(value, 0, w)
    shown = w.say(said(value, form))
    found = [row[end] for end in ends or ()]
    numbers = [end for end in found if isinstance(end, int | float)]
    if len(numbers) < len(found) or not found:
        return shown
    low, high = (said(number, form) for number in numbers)
    between = w.t("people.interval", low=low, high=high)
    return Markup('{} <span class="interval">{}</span>').format(shown, between)
