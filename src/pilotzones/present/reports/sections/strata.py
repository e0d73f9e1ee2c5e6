"""Table 3 and figure 2: levels of risk, what they cost, and how far the model can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pilotzones.present.figures.concentration import TopShare, concentration_figure
from pilotzones.present.figures.drawing import as_percent, said
from pilotzones.present.figures.pyramid import Level, pyramid_figure, pyramid_told
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_risk import PROGRAMME, top_words
from pilotzones.present.people_page_words import (
    ACTIONS,
    LEVELS,
    METRICS,
    MODELS,
    SEGMENTS,
    word,
)
from pilotzones.present.reports.measured_cells import cell_of, columns_with_data
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Figure,
    Gone,
    Head,
    Interval,
    Number,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.stratification.released import Cell as Released
from pilotzones.words import text

ORDER = 60
KINDS = ("whole",)
_SHARES = ("capture_top1", "capture_top5", "capture_top20")
_EUROS = ("mae",)


def sections(subject: Subject) -> tuple[Section, ...]:
    """Pyramid, levels, concentration, segments, the model; why there is no pyramid without one."""
    people = subject.people
    if people is None:
        return ()
    made = (
        ("pyramid", _pyramid),
        ("pyramid", _levels),
        ("concentration", _concentration),
        ("segments", _segments),
        ("evaluation", _model),
    )
    blocks: list[Block] = [
        make(subject, people, table) for id, make in made if (table := people.table(id)) is not None
    ]
    said_first: tuple[Block, ...] = lead(subject, people)
    if blocks:
        said_first += (Paragraph(subject.t("people.pyramid.prismatic")),)
    if not blocks and not said_first:
        return ()
    return (Section("strata", subject.t("report.strata"), (*said_first, *blocks), new_page=True),)


def lead(subject: Subject, people: People) -> tuple[Paragraph, ...]:
    """How the levels were cut, or why there are none."""
    if people.table("pyramid") is None:
        id = "people.pyramid.no_model" if people.sheet.model is None else "people.pyramid.none"
        return (Paragraph(subject.t(id)),)
    capacity = people.sheet.capacity
    cut = (
        subject.t("people.pyramid.by_share")
        if capacity is None
        else subject.t("people.pyramid.by_capacity", n=capacity[0], each=capacity[1])
    )
    return (Paragraph(cut),)


def _pyramid(subject: Subject, people: People, table: SafeTable) -> Figure:
    levels = [
        Level(word(LEVELS, r["level"]), r.get("share"), r.get("eur_share")) for r in table.records()
    ]
    lang = subject.lang
    share = table.number("eur_share", level="high")
    return Figure(
        id="figure-2a",
        number=2,
        letter="a",
        caption=subject.t("report.pyramid.caption", year=str(people.sheet.data.year)),
        svg=lambda: (pyramid_figure(levels, subject.texts, id="fig-pyramid"),),
        told=pyramid_told(levels, lang),
        about=subject.about_people(table, limits="people.limits.pyramid", n=people.people),
        width=120.0,
        main=Gone.HIDDEN if share is None else Share(share),
    )


def _rows(
    table: SafeTable, key: str, names: list[str], name: Callable[[Mapping[str, Released]], str]
) -> list[Row]:
    return [
        Row(
            str(record[key]),
            (Words(name(record)), *(cell_of(table, n, record[n]) for n in names)),
        )
        for record in table.records()
    ]


_LEVEL_HEADS = {
    "people": "people.col.people",
    "share": "people.col.share",
    "eur": "report.col.spent",
    "eur_share": "people.col.eur_share",
    "expected_per_person": "report.col.expected_each",
    "stays": "people.col.stays",
    "stays_per_1000": "people.col.stays_per_1000",
}


def _levels(subject: Subject, people: People, table: SafeTable) -> Table:
    """Strata as columns: definition, people, cost, events, and how intensive the action is."""
    lang, t = subject.lang, subject.t
    records, last = table.records(), len(table.rows) - 1
    definitions = (
        Words(_definition(record, subject, last=place == last))
        for place, record in enumerate(records)
    )
    actions = (Words(word(ACTIONS, record["level"])(lang)) for record in records)
    rows = [Row("definition", (Words(t("report.col.definition")), *definitions))]
    for name in columns_with_data(table, _LEVEL_HEADS):
        cells = (cell_of(table, name, record[name]) for record in records)
        rows.append(Row(name, (Words(t(_LEVEL_HEADS[name])), *cells)))
    rows.append(Row("action", (Words(t("report.col.action")), *actions)))
    return Table(
        id="table-3a",
        number=3,
        letter="a",
        caption=t("report.strata.caption"),
        heads=(
            Head(t("people.col.measure"), figure=False, room=1.6),
            *(Head(word(LEVELS, r["level"])(lang), figure=False, room=2.0) for r in records),
        ),
        rows=tuple(rows),
        about=subject.about_people(table, limits="people.limits.pyramid", n=people.people),
        watched=(1,),
    )


def _definition(record: Mapping[str, Released], subject: Subject, *, last: bool) -> str:
    """From which expected cost on a person is in a level."""
    threshold = record.get("lower_eur")
    if last:
        return subject.t("report.level.rest")
    if not isinstance(threshold, int | float):
        id = "figure.hidden" if threshold is HIDDEN else "figure.no_data"
        return subject.t(id)
    return subject.t("report.level.from", eur=subject.n(threshold))


def _concentration(subject: Subject, people: People, table: SafeTable) -> Figure:
    year = str(people.sheet.data.year)
    points = [TopShare(float(str(r["top"])) / 100, r.get("eur_share")) for r in table.records()]
    names: tuple[Render, Render] = (
        lambda lang: text("people.concentration.zone", lang, year=year),
        lambda lang: text("people.concentration.programme", lang),
    )
    columns = columns_with_data(table, ("people", "eur", "eur_share"))
    heads = {
        "people": "people.col.people",
        "eur": "report.col.spent",
        "eur_share": "people.col.eur_share",
    }
    about = subject.about_people(
        table,
        limits="people.limits.concentration",
        n=people.people,
        notes=(subject.t("people.concentration.reference"),),
    )
    lang = subject.lang
    behind = Table(
        id="figure-2b-table",
        number=2,
        letter="b",
        caption=subject.t("people.concentration.caption", year=year),
        heads=(
            Head(subject.t("people.col.top"), figure=False, room=1.4),
            *(Head(subject.t(heads[name])) for name in columns),
        ),
        rows=tuple(_rows(table, "top", columns, lambda r: top_words(r["top"])(lang))),
        about=about,
        label="figure",
        watched=(len(columns),),
    )
    top = table.number("eur_share", top="5")
    told = " ".join(
        f"{top_words(r['top'])(lang)}: {said(r.get('eur_share'), as_percent)(lang)}."
        for r in table.records()
    )
    return Figure(
        id="figure-2b",
        number=2,
        letter="b",
        caption=subject.t("report.concentration.caption", year=year),
        svg=lambda: (
            concentration_figure(
                points, PROGRAMME, subject.texts, id="fig-concentration", names=names
            ),
        ),
        told=told,
        about=about,
        table=behind,
        width=120.0,
        main=Gone.HIDDEN if top is None else Share(top),
    )


def _segments(subject: Subject, people: People, table: SafeTable) -> Table:
    heads = {
        "people": "people.col.people",
        "share": "people.col.share",
        "eur": "report.col.spent",
        "eur_share": "people.col.eur_share",
        "eur_per_person": "report.col.spent_each",
        "stays_per_1000": "people.col.stays_per_1000",
    }
    names = columns_with_data(table, heads)
    lang = subject.lang
    return Table(
        id="table-3b",
        number=3,
        letter="b",
        caption=subject.t("people.segments.caption", year=str(people.sheet.data.year)),
        heads=(
            Head(subject.t("people.col.segment"), figure=False, room=1.6),
            *(Head(subject.t(heads[name])) for name in names),
        ),
        rows=tuple(_rows(table, "segment", names, lambda r: word(SEGMENTS, r["segment"])(lang))),
        about=subject.about_people(table, limits="people.limits.segments", n=people.people),
        watched=(1,),
    )


def _model(subject: Subject, people: People, table: SafeTable) -> Table:
    """Measures of each model, and the interval of the last one, which is the one in use."""
    records = {(str(r["model"]), str(r["metric"])): r for r in table.records()}
    models = [m for m in MODELS if any(model == m for model, _ in records)]
    metrics = [m for m in METRICS if any(metric == m for _, metric in records)]
    lang, t = subject.lang, subject.t
    heads = [
        Head(t("people.col.metric"), figure=False, room=3.2),
        *(Head(word(MODELS, model)(lang)) for model in models),
        Head(t("report.col.interval"), word(MODELS, models[-1])(lang)),
    ]
    rows = []
    for metric in metrics:
        told = [_measured(records.get((model, metric)), metric) for model in models]
        cells = (Words(word(METRICS, metric)(lang)), *(value for value, _ in told), told[-1][1])
        rows.append(Row(metric, cells))
    synthetic = people.sheet.data.synthetic
    limits = "people.limits.recovery" if synthetic else "people.limits.evaluation"
    return Table(
        id="table-3c",
        number=3,
        letter="c",
        caption=t("report.model.caption"),
        heads=tuple(heads),
        rows=tuple(rows),
        about=subject.about_people(table, limits=limits, n=people.people),
        watched=(len(models),),
    )


def _measured(record: Mapping[str, Released] | None, metric: str) -> tuple[Cell, Cell]:
    """A measure and its interval."""
    if record is None:
        return Gone.NO_DATA, Gone.BLANK
    value, low, high = (_typed(record.get(name), metric) for name in ("value", "low", "high"))
    ends = (Number, Share)
    if isinstance(low, ends) and isinstance(high, ends):
        return value, Interval(low, high)
    return value, Gone.BLANK


def _typed(value: Released, metric: str) -> Cell:
    if value is HIDDEN:
        return Gone.HIDDEN
    if not isinstance(value, int | float):
        return Gone.NO_DATA
    if metric in _SHARES:
        return Share(value)
    return Number(value, 0 if metric in _EUROS else 2)
