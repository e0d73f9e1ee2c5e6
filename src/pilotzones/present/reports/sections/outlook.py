"""Who will need care, further: outcomes, why, whom there is room for, a model from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.present.figures.calibration import Ratio, calibration_figure, ratios_told
from pilotzones.present.figures.upset import largest, upset_figure, upset_told
from pilotzones.present.people_page_outlook import (
    CAPACITY,
    DRIFT,
    SCHEMES,
    TRANSFERRED,
    capacity_fields,
    explained,
    metric_places,
    outcomes_in_use,
    transfer_told,
)
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_tables import Record, only
from pilotzones.present.people_page_trust import RATIOS
from pilotzones.present.people_page_who import TOGETHER, combined, together_name
from pilotzones.present.people_page_words import (
    LEVELS,
    OF_OUTCOMES,
    condition_name,
    feature_name,
    keyed,
    word,
)
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Figure,
    Head,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.reports.typed_tables import (
    Numbered,
    Typed,
    typed_table,
    value_of,
    with_interval,
)
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text

ORDER = 62
KINDS = ("whole",)
_WHEN = ("before", "after")


def sections(subject: Subject) -> tuple[Section, ...]:
    """What the tables of the risk models say, where there are any."""
    people = subject.people
    if people is None:
        return ()
    blocks = [
        *together(subject, people),
        *capacity(subject, people),
        *explanation(subject, people),
        *outcomes(subject, people),
        *calibration(subject, people),
        *transfer(subject, people),
    ]
    if not blocks:
        return ()
    return (Section("outlook", subject.t("people.question.outlook"), tuple(blocks)),)


def told(subject: Subject, people: People) -> list[Block]:
    """Whom there is room for, in a sentence."""
    table = people.table("capacity")
    if table is None:
        return []
    return [Paragraph(subject.t("people.capacity.lead", **capacity_fields(table)))]


def together(subject: Subject, people: People) -> list[Block]:
    """Combinations of the commonest conditions, as UpSet and as a table."""
    table = people.table("overlap")
    if table is None:
        return []
    ids, rows = combined(table)
    names = [condition_name(people.sheet, id) for id in ids]
    behind = typed_table(
        Typed(
            only(table, lambda r: r["people"] != 0),
            TOGETHER,
            lambda r: together_name(people, r),
            "people.col.together",
            room=3.4,
        ),
        subject,
        Numbered(
            "figure-2d-table",
            2,
            "d",
            subject.t("people.together.caption"),
            subject.about_people(table, limits="people.limits.together", n=people.people),
            label="figure",
        ),
    )
    figure = Figure(
        id="figure-2d",
        number=2,
        letter="d",
        caption=subject.t("figure.upset.title"),
        svg=lambda: (upset_figure(names, rows, subject.texts, id="fig-upset"),),
        told=upset_told(names, largest(rows), subject.lang),
        about=behind.about,
        table=behind,
        width=120.0,
    )
    return [Paragraph(subject.t("people.together.lead")), figure]


def capacity(subject: Subject, people: People) -> list[Block]:
    """Who fits the case managers there are, and who is just below."""
    table = people.table("capacity")
    if table is None:
        return []
    return [
        *told(subject, people),
        typed_table(
            Typed(
                table, CAPACITY, lambda r: keyed("capacity.place", r["place"]), "people.col.place"
            ),
            subject,
            Numbered(
                "table-3d",
                3,
                "d",
                subject.t("people.capacity.caption"),
                subject.about_people(table, limits="people.limits.capacity", n=people.people),
            ),
        ),
    ]


def explanation(subject: Subject, people: People) -> list[Block]:
    """What sets each level apart, by group of traits."""
    table = people.table("explanation")
    if table is None:
        return []
    lang = subject.lang
    levels, groups, found = explained(table)

    def row(key: str, name: str, column: str, group: str) -> Row:
        cells = (value_of(found[level, group][column], 0) for level in levels)
        return Row(key, (Words(name), *cells))

    rows = [row(g, keyed("explanation.group", g)(lang), "contribution", g) for g in groups]
    rows.append(row("whole", subject.t("people.explanation.whole"), "whole", groups[0]))
    table_ = Table(
        id="table-3e",
        number=3,
        letter="e",
        caption=subject.t("people.explanation.caption"),
        heads=(
            Head(subject.t("people.col.group"), figure=False, room=2.2),
            *(Head(word(LEVELS, level)(lang)) for level in levels),
        ),
        rows=tuple(rows),
        about=subject.about_people(table, limits="people.limits.explanation", n=people.people),
        watched=(1,),
    )
    return [Paragraph(subject.t("people.explanation.lead")), table_]


def outcomes(subject: Subject, people: People) -> list[Block]:
    """Outcomes with their measures, each beside its interval."""
    table = people.table("outcomes")
    if table is None:
        return []
    lang = subject.lang
    names, metrics, found = outcomes_in_use(table)
    heads = [Head(subject.t("people.col.metric"), figure=False, room=2.2)]
    heads += [Head(keyed("outcomes.outcome", name)(lang), figure=False, room=1.4) for name in names]
    rows = []
    for metric in metrics:
        cells: list[Cell] = [Words(word(OF_OUTCOMES, metric)(lang))]
        cells += [
            with_interval(found.get((name, metric), {}), metric_places(name, metric), subject)
            for name in names
        ]
        rows.append(Row(metric, tuple(cells)))
    rows.append(Row("scheme", _schemes(subject, names, found)))
    limits = "people.limits.outcomes"
    about = subject.about_people(
        table, limits=limits, n=people.people, notes=(subject.t("risk.annualised"),)
    )
    made = Table(
        id="table-3f",
        number=3,
        letter="f",
        caption=subject.t("people.outcomes.heading"),
        heads=tuple(heads),
        rows=tuple(rows),
        about=about,
        watched=(1,),
    )
    return [Paragraph(subject.t("people.outcomes.lead")), made]


def _schemes(
    subject: Subject, names: list[str], found: Mapping[tuple[str, str], Record]
) -> tuple[Cell, ...]:
    """How each outcome was measured, as a row."""
    cells: list[Cell] = [Words(subject.t("people.col.scheme"))]
    for name in names:
        scheme = next(r["scheme"] for (of, _), r in found.items() if of == name)
        cells.append(Words(word(SCHEMES, scheme)(subject.lang)))
    return tuple(cells)


def calibration(subject: Subject, people: People) -> list[Block]:
    """Observed over expected cost by tenth of the people."""
    table = people.table("calibration")
    if table is None:
        return []
    rows = [
        Ratio(lambda lang, n=str(r["decile"]): text("people.decile", lang, n=n), r["ratio"])
        for r in table.records()
    ]
    synthetic = people.sheet.data.synthetic
    limits = "people.limits.recovery" if synthetic else "people.limits.evaluation"
    behind = typed_table(
        Typed(
            table,
            RATIOS,
            lambda r: lambda lang: text("people.decile", lang, n=str(r["decile"])),
            "people.col.decile",
        ),
        subject,
        Numbered(
            "figure-2c-table",
            2,
            "c",
            subject.t("people.calibration.caption"),
            subject.about_people(table, limits=limits, n=people.people),
            label="figure",
            watched=(4,),
        ),
    )
    figure = Figure(
        id="figure-2c",
        number=2,
        letter="c",
        caption=subject.t("people.calibration.heading"),
        svg=lambda: (
            calibration_figure(
                rows,
                subject.texts,
                id="fig-calibration",
                title=lambda lang: text("people.calibration.heading", lang),
            ),
        ),
        told=ratios_told(rows, subject.lang),
        about=behind.about,
        table=behind,
        width=120.0,
    )
    return [figure]


def transfer(subject: Subject, people: People) -> list[Block]:
    """A model from elsewhere, before and after its refit; what is spread otherwise here."""
    table, drift = people.table("transfer"), people.table("drift")
    if table is None:
        return []
    lang, t = subject.lang, subject.t
    found = {(str(r["when"]), str(r["metric"])): r for r in table.records()}
    heads = [Head(t("people.col.metric"), figure=False, room=2.4)]
    for id in ("people.col.before", "people.col.after"):
        heads.append(Head(t(id), figure=False, room=1.4))
    rows = []
    for metric in (m for m in TRANSFERRED if ("before", m) in found):
        places = metric_places("next_cost", metric)
        cells = (with_interval(found[when, metric], places, subject) for when in _WHEN)
        rows.append(Row(metric, (Words(word(OF_OUTCOMES, metric)(lang)), *cells)))
    made: list[Block] = [
        Paragraph(" ".join(line(lang) for line in transfer_told(people, table, drift))),
        Table(
            id="table-3g",
            number=3,
            letter="g",
            caption=t("people.transfer.heading"),
            heads=tuple(heads),
            rows=tuple(rows),
            about=subject.about_people(table, limits="people.limits.transfer", n=people.people),
            watched=(2,),
        ),
    ]
    return [*made, *_drift(subject, people, drift)]


def _drift(subject: Subject, people: People, drift: SafeTable | None) -> list[Block]:
    moved = None if drift is None else only(drift, lambda r: r["verdict"] != "stable")
    if moved is None or not moved.rows:
        return []
    return [
        typed_table(
            Typed(
                moved,
                DRIFT,
                lambda r: feature_name(people.sheet, r["feature"]),
                "people.col.feature",
            ),
            subject,
            Numbered(
                "table-3h",
                3,
                "h",
                subject.t("people.drift.caption"),
                subject.about_people(moved, limits="people.limits.transfer", n=people.people),
            ),
        )
    ]
