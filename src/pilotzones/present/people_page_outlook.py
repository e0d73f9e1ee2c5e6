"""Who will need care: outcomes, why a level costs more, whom there is room for, other models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from pilotzones.present.figures.drawing import as_number, said
from pilotzones.present.people_page_parts import Block, People, foot
from pilotzones.present.people_page_tables import (
    PERCENT,
    Column,
    Head,
    Line,
    Record,
    TableView,
    cell,
    ends,
    only,
    table_view,
)
from pilotzones.present.people_page_words import (
    DRIFTS,
    FITS,
    LEVELS,
    OF_OUTCOMES,
    feature_name,
    keyed,
    word,
)
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text

OUTCOMES = ("next_cost", "cost", "admission", "persistence")
_EVENTS = ("admission", "persistence")
IN_USE = "combined"
"""Model whose expectations are used."""
SCHEMES = {"out-of-time": "people.scheme.later", "cross-validated": "people.scheme.crossed"}
TRANSFERRED = ("slope", "total", "r2_capped", "mae", "cpm")
"""Measures of a model from elsewhere, before and after."""
CAPACITY = (
    Column("people", "people.col.people"),
    Column("lower_eur", "people.col.lower_eur"),
    Column("expected_per_person", "people.col.expected_each"),
    Column("cost_per_person", "people.col.eur_each"),
    Column("old_share", "people.col.old_share"),
    Column("several_share", "people.col.multi_share"),
    Column("reduced_share", "people.col.reduced_share"),
    Column("rural_share", "people.col.rural_share"),
)


def metric_places(outcome: str, metric: str) -> int:
    """Decimals of a measure of an outcome; a share of what came is a percentage."""
    if metric.startswith("capture"):
        return PERCENT
    return 0 if metric == "mae" and outcome not in _EVENTS else 2


def outcomes_in_use(
    table: SafeTable,
) -> tuple[list[str], list[str], Mapping[tuple[str, str], Record]]:
    """Outcomes and measures that there are, in their order, and the rows of the model in use."""
    found = {
        (str(r["outcome"]), str(r["metric"])): r for r in table.records() if r["model"] == IN_USE
    }
    outcomes = [o for o in OUTCOMES if any(o == outcome for outcome, _ in found)]
    return outcomes, [m for m in OF_OUTCOMES if any(m == metric for _, metric in found)], found


def outcomes_block(people: People) -> Block | None:
    """What the models are worth, outcome by outcome, each measure with its interval."""
    w, table = people.w, people.table("outcomes")
    if table is None:
        return None
    outcomes, metrics, found = outcomes_in_use(table)

    def shown(outcome: str, metric: str) -> Markup:
        record = found.get((outcome, metric))
        if record is None:
            return cell(None, 0, w)
        places = metric_places(outcome, metric)
        value = cell(record["value"], places, w)
        if not isinstance(record["value"], int | float):
            return value
        interval = ends(record["low"], record["high"], places, w)
        return Markup('{} <span class="interval">{}</span>').format(value, interval)

    heads = tuple(Head(w.say(o), o) for o in map(_outcome, outcomes))
    lines = [
        Line(w.say(word(OF_OUTCOMES, m)), tuple(shown(o, m) for o in outcomes)) for m in metrics
    ]
    scheme = {o: next(r["scheme"] for (of, _), r in found.items() if of == o) for o in outcomes}
    wraps = Markup('<span class="wraps">{}</span>')
    told = (wraps.format(w.say(word(SCHEMES, scheme[o]))) for o in outcomes)
    lines.append(Line(w.t("people.col.scheme"), tuple(told)))
    view = TableView(
        w.t("people.evaluation.caption"), w.t("people.col.metric"), (), heads, tuple(lines)
    )
    return Block(
        id="block-outcomes",
        heading=w.t("people.outcomes.heading"),
        said=(w.t("people.outcomes.lead"), *(w.t(note) for note in _notes(people))),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.outcomes", n="people.foot.n_below"),
    )


def _outcome(id: str) -> Render:
    return keyed("outcomes.outcome", id)


def _notes(people: People) -> Sequence[str]:
    """What the card of the model says of costs and of a model from elsewhere."""
    card = people.sheet.model
    return [n for n in card.notes if n == "risk.annualised"] if card is not None else []


def explanation_block(people: People) -> Block | None:
    """What sets each level apart from everybody: euro a person by group of traits."""
    w, table = people.w, people.table("explanation")
    if table is None:
        return None
    levels, groups, found = explained(table)

    def line(name: Render, column: str, key: Sequence[tuple[str, str]]) -> Line:
        return Line(w.say(name), tuple(cell(found[k][column], 0, w) for k in key))

    lines = [
        line(keyed("explanation.group", g), "contribution", [(x, g) for x in levels])
        for g in groups
    ]
    lines.append(line(_whole, "whole", [(x, groups[0]) for x in levels]))
    heads = tuple(Head(w.say(word(LEVELS, x)), word(LEVELS, x)) for x in levels)
    view = TableView(
        w.t("people.explanation.caption"), w.t("people.col.group"), (), heads, tuple(lines)
    )
    return Block(
        id="block-explanation",
        heading=w.t("people.explanation.heading"),
        said=(w.t("people.explanation.lead"),),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.explanation", n=people.people),
    )


def _whole(lang: str) -> str:
    return text("people.explanation.whole", lang)


def explained(table: SafeTable) -> tuple[list[str], list[str], Mapping[tuple[str, str], Record]]:
    """Levels and groups of features of the table, in their order, and its rows by both."""
    found = {(str(r["level"]), str(r["group"])): r for r in table.records()}
    levels = [x for x in LEVELS if any(x == level for level, _ in found)]
    return levels, list(dict.fromkeys(group for _, group in found)), found


def capacity_block(people: People) -> Block | None:
    """Who fits the case managers there are, and who is just below."""
    w, table, capacity = people.w, people.table("capacity"), people.sheet.capacity
    if table is None or capacity is None:
        return None
    view = table_view(
        table,
        CAPACITY,
        w,
        caption=lambda lang: text("people.capacity.caption", lang),
        corner="people.col.place",
        name=lambda record: keyed("capacity.place", record["place"]),
    )
    return Block(
        id="block-capacity",
        heading=w.t("people.capacity.heading", n=capacity[0], each=capacity[1]),
        said=(w.t("people.capacity.lead", **capacity_fields(table)),),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.capacity", n=people.people),
    )


def capacity_fields(table: SafeTable) -> dict[str, Render]:
    """How many are followed and how many are just below, and from which expected cost on."""
    by_place = {str(r["place"]): r for r in table.records()}

    def told(place: str, column: str) -> Render:
        return said(by_place.get(place, {}).get(column), as_number)

    return {
        "within": told("within", "people"),
        "eur": told("within", "lower_eur"),
        "next": told("next", "people"),
        "next_eur": told("next", "lower_eur"),
    }


def transfer_block(people: People) -> Block | None:
    """A model from elsewhere: as it is and after its refit here, and which features have moved."""
    w, table, drift = people.w, people.table("transfer"), people.table("drift")
    if table is None:
        return None
    records = {(str(r["when"]), str(r["metric"])): r for r in table.records()}

    def shown(when: str, metric: str) -> Markup:
        record = records[when, metric]
        value = cell(record["value"], metric_places("next_cost", metric), w)
        interval = ends(record["low"], record["high"], metric_places("next_cost", metric), w)
        return Markup('{} <span class="interval">{}</span>').format(value, interval)

    heads = tuple(
        Head(w.t(id), lambda lang, id=id: text(id, lang))
        for id in ("people.col.before", "people.col.after")
    )
    metrics = [m for m in TRANSFERRED if ("before", m) in records and ("after", m) in records]
    lines = tuple(
        Line(w.say(word(OF_OUTCOMES, m)), (shown("before", m), shown("after", m))) for m in metrics
    )
    views = [TableView(w.t("people.transfer.caption"), w.t("people.col.metric"), (), heads, lines)]
    if drift is not None and moved(drift):
        views.append(
            table_view(
                only(drift, lambda record: record["verdict"] != "stable"),
                DRIFT,
                w,
                caption=lambda lang: text("people.drift.caption", lang),
                corner="people.col.feature",
                name=lambda record: feature_name(people.sheet, record["feature"]),
            )
        )
    return Block(
        id="block-transfer",
        heading=w.t("people.transfer.heading"),
        said=tuple(w.say(line) for line in transfer_told(people, table, drift)),
        tables=tuple(views),
        folded=True,
        foot=foot(people, table, drift, limits="people.limits.transfer", n="people.foot.n_below"),
    )


DRIFT = (
    Column("index", "people.col.index", None, lambda _: 2),
    Column("verdict", "people.col.verdict", words=DRIFTS),
)


def moved(drift: SafeTable) -> int:
    """Features whose people are spread differently here."""
    return sum(verdict != "stable" for verdict in drift.column("verdict"))


def transfer_told(people: People, table: SafeTable, drift: SafeTable | None) -> list[Render]:
    """Verdicts on the model before and after, what was done, and how many features differ."""
    by_time = {str(r["when"]): r for r in table.records()}
    how = by_time["after"]["how"]
    lines = [word(FITS, by_time["before"]["verdict"])]
    done = "people.transfer.refitted" if how == "refitted" else "people.transfer.recalibrated"
    after = by_time["after"]["verdict"] == "fits"
    result = "people.transfer.now_fits" if after else "people.transfer.still_off"
    lines += [lambda lang: text(done, lang), lambda lang: text(result, lang)]
    if drift is not None:
        n, of = moved(drift), len(drift.rows)
        lines.append(lambda lang: text("people.drift.told", lang, n=n, of=of))
    card = people.sheet.model
    if card is not None and "risk.reference.synthetic" in card.notes:
        lines.append(lambda lang: text("risk.reference.synthetic", lang))
    return lines
