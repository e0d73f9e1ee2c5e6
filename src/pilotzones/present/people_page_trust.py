"""How far the figures can be trusted: the model out of time, codes without a match, rows left."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from pilotzones.present.figures.calibration import Ratio, calibration_figure
from pilotzones.present.figures.drawing import (
    Form,
    as_number,
    as_percent,
    as_ratio,
    said,
)
from pilotzones.present.people_page_parts import Block, People, Point, Section, foot
from pilotzones.present.people_page_tables import (
    Column,
    Head,
    Line,
    Record,
    TableView,
    cell,
    table_view,
)
from pilotzones.present.people_page_words import (
    KINDS,
    METRICS,
    MODELS,
    SYSTEMS,
    condition_name,
    trait_level,
    word,
)
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN, ModelCard, SafeTable
from pilotzones.words import text
from pilotzones.words.faults import fault_lines

_FORMS: dict[str, Form] = {
    "mae": as_number,
    "capture_top5": as_percent,
    "capture_top20": as_percent,
}
"""How a measure is told; the others are numbers with two decimals."""


def model_section(people: People) -> Section:
    """The model against what came; a recovery test where the people are synthetic."""
    w, synthetic = people.w, people.sheet.data.synthetic
    heading = "people.model.recovery" if synthetic else "people.model.out_of_time"
    short = "people.model.recovery_short" if synthetic else "people.model.out_of_time_short"
    card = people.sheet.model
    found = (
        ("evaluation", _evaluation),
        ("calibration", _calibration),
        ("subgroups", _subgroups),
    )
    blocks = [make(people, table) for id, make in found if (table := people.table(id)) is not None]
    lines: list[Markup] = []
    if synthetic:
        lines.append(w.t("people.model.recovery_lead"))
    if card is None:
        lines.append(w.t("people.model.none"))
    elif not card.signal:
        lines.append(w.t("people.model.no_signal"))
    return Section("model", w.t(short), w.t(heading), tuple(lines), tuple(blocks))


def _evaluation(people: People, table: SafeTable) -> Block:
    w, records = people.w, table.records()
    found = {(str(r["model"]), str(r["metric"])): r for r in records}
    models = [m for m in MODELS if any(model == m for model, _ in found)]
    metrics = [m for m in METRICS if any(metric == m for _, metric in found)]
    heads = tuple(Head(w.say(word(MODELS, m)), word(MODELS, m)) for m in models)
    lines = tuple(
        Line(
            w.say(word(METRICS, metric)),
            tuple(_interval(people, found.get((model, metric)), metric) for model in models),
        )
        for metric in metrics
    )
    view = TableView(w.t("people.evaluation.caption"), w.t("people.col.metric"), (), heads, lines)
    card = people.sheet.model
    return Block(
        id="block-evaluation",
        heading=w.t("people.evaluation.heading"),
        said=_in_plain_words(people, table),
        points=_card(people, card) if card is not None else (),
        tables=(view,),
        foot=foot(people, table, limits=_limits(people), n="people.foot.n_below"),
    )


def _limits(people: People) -> str:
    made_up = people.sheet.data.synthetic
    return "people.limits.recovery" if made_up else "people.limits.evaluation"


def _interval(people: People, record: Record | None, metric: str) -> Markup:
    """Value with its interval under it: ``0.16``, ``0.15 to 0.17``."""
    w, form = people.w, _FORMS.get(metric, as_ratio)
    value = None if record is None else record["value"]
    if record is None or not isinstance(value, int | float):
        return cell(value, 0, w)
    shown = w.say(said(value, form))
    low, high = record.get("low"), record.get("high")
    if low is None or high is None or HIDDEN in (low, high):
        return shown
    ends = w.t("people.interval", low=said(low, form), high=said(high, form))
    return Markup('{} <span class="interval">{}</span>').format(shown, ends)


def _in_plain_words(people: People, table: SafeTable) -> tuple[Markup, ...]:
    """Of the people whom the model puts on top, how many really were."""
    for model in ("combined", "boosting", "glm"):
        share = table.number("value", model=model, metric="capture_top5")
        if share is not None:
            return (people.w.t("people.evaluation.plain", share=said(share, as_percent)),)
    return ()


def _card(people: People, card: ModelCard) -> tuple[Point, ...]:
    """What the model is: years, scheme, inputs, in plain words."""
    w = people.w
    trained = w.t("people.card.years", first=str(card.trained_on[0]), last=str(card.trained_on[1]))
    scheme = "people.card.out_of_time" if card.scheme == "out-of-time" else "people.card.crossed"
    how: list[Markup] = [w.t(scheme)]
    if card.evaluated_on is not None:
        first, last = (str(year) for year in card.evaluated_on)
        how.append(w.t("people.card.years", first=first, last=last))
    found = [
        Point(w.t("people.card.trained"), (trained,)),
        Point(w.t("people.card.tested"), tuple(how)),
        Point(
            w.t("people.card.inputs"), (w.t("people.card.inputs_counted", n=len(card.features)),)
        ),
    ]
    if card.cap_eur is not None:
        cap = w.t("people.card.cap_eur", eur=round(card.cap_eur))
        found.append(Point(w.t("people.card.cap"), (cap,)))
    return tuple(found)


def _calibration(people: People, table: SafeTable) -> Block:
    def name(record: Record) -> Render:
        return lambda lang: text("people.decile", lang, n=str(record["decile"]))

    return _ratios(people, table, "calibration", name)


def _subgroups(people: People, table: SafeTable) -> Block:
    def name(record: Record) -> Render:
        return trait_level(people.sheet, record["trait"], record["level"])

    return _ratios(people, table, "subgroups", name)


_RATIOS = {
    "calibration": (
        "people.calibration.heading",
        "people.col.decile",
        "people.calibration.caption",
    ),
    "subgroups": ("people.subgroups.heading", "people.col.subgroup", "people.subgroups.caption"),
}


def _ratios(people: People, table: SafeTable, id: str, name: Callable[[Record], Render]) -> Block:
    """Expected and observed cost of groups: the ratio drawn, the euros in the table."""
    w, (heading, corner, caption) = people.w, _RATIOS[id]
    view = table_view(
        table,
        [
            Column("people", "people.col.people"),
            Column("predicted", "people.col.predicted", None, _whole),
            Column("observed", "people.col.observed", None, _whole),
            Column("ratio", "people.col.ratio", None, lambda _: 2),
        ],
        w,
        caption=lambda lang: text(caption, lang),
        corner=corner,
        name=name,
    )
    rows = [Ratio(name(record), record["ratio"]) for record in table.records()]
    return Block(
        id=f"block-{id}",
        heading=w.t(heading),
        figures=(
            calibration_figure(rows, w, id=f"fig-{id}", title=lambda lang: text(heading, lang)),
        ),
        tables=(view,),
        foot=foot(people, table, limits=_limits(people), n="people.foot.n_rows"),
    )


def _whole(_: Record) -> int:
    return 0


def input_section(people: People) -> Section | None:
    """Codes that matched no condition, with their volume, and rows that were left out."""
    w, table, told = people.w, people.table("ledger"), people.table("told_by")
    totals = _totals(people)
    blocks = [
        *([_told_by(people, told)] if told is not None and told.rows else []),
        *([_ledger(people, table)] if table is not None else []),
        *([totals] if totals is not None else []),
    ]
    if not blocks:
        return None
    heading = w.t("people.input.heading")
    return Section("input", w.t("people.input.short"), heading, (), tuple(blocks))


def _told_by(people: People, table: SafeTable) -> Block:
    """By which codes the people with a condition were found, where there is more than one way."""
    w = people.w

    def name(record: Record) -> Render:
        condition = condition_name(people.sheet, record["condition"])
        system = word(SYSTEMS, record["by"])
        return lambda lang: text(
            "people.told_by.row", lang, condition=condition(lang), system=system(lang)
        )

    view = table_view(
        table,
        [Column("people", "people.col.told")],
        w,
        caption=lambda lang: text("people.told_by.caption", lang),
        corner="people.col.condition",
        name=name,
    )
    return Block(
        id="block-told-by",
        heading=w.t("people.told_by.heading"),
        said=(w.t("people.told_by.lead"),),
        tables=(view,),
        folded=len(view.lines) > _LEDGER_OPEN,
        foot=foot(people, table, limits="people.limits.told_by", n=people.people),
    )


def _ledger(people: People, table: SafeTable) -> Block:
    w = people.w
    view = table_view(
        table,
        [
            Column("rows", "people.col.rows"),
            Column("people", "people.col.people"),
            Column("ddd", "people.col.ddd"),
            Column("eur", "people.col.eur"),
        ],
        w,
        caption=lambda lang: text("people.ledger.caption", lang),
        corner="people.col.code",
        name=_code,
    )
    return Block(
        id="block-ledger",
        heading=w.t("people.ledger.heading"),
        said=(w.t("people.ledger.lead"),),
        tables=(view,),
        folded=len(view.lines) > _LEDGER_OPEN,
        foot=foot(people, table, limits="people.limits.ledger", n=people.people),
    )


_LEDGER_OPEN = 12
"""Longest ledger that is not folded away."""


_MALFORMED = "?"
"""Stands in the ledger for all codes of medicines that are malformed or missing."""


def _code(record: Record) -> Render:
    kind, code = word(KINDS, record["kind"]), record["code"]
    if code == "other":
        return lambda lang: text("people.ledger.other", lang, kind=kind(lang))
    if code == _MALFORMED:
        return lambda lang: text("people.ledger.malformed", lang, kind=kind(lang))
    if not code or code == "None":
        return kind
    return lambda lang: text("people.ledger.code", lang, kind=kind(lang), code=str(code))


_TOTALS = {
    "persons_read": "people.totals.persons_read",
    "persons_unknown_unit": "people.totals.persons_unknown_unit",
    "persons": "people.totals.persons",
    "deliveries_read": "people.totals.deliveries_read",
    "deliveries_unknown_person": "people.totals.deliveries_unknown_person",
    "deliveries_unknown_unit": "people.totals.deliveries_unknown_unit",
    "deliveries_other_years": "people.totals.deliveries_other_years",
    "deliveries": "people.totals.deliveries",
    "diagnoses_read": "people.totals.diagnoses_read",
    "diagnoses_unknown_person": "people.totals.diagnoses_unknown_person",
    "diagnoses_unknown_unit": "people.totals.diagnoses_unknown_unit",
    "diagnoses": "people.totals.diagnoses",
}
"""What became of the rows of the input, by key of the totals."""


def _told(n: object) -> int:
    """Number that a notice tells; 0 where it tells none."""
    return n if isinstance(n, int) else 0


def _totals(people: People) -> Block | None:
    """Rows of the input by what became of them."""
    w, totals = people.w, people.sheet.totals
    if not totals:
        return None
    lines = tuple(Line(w.say(word(_TOTALS, key)), (cell(n, 0, w),)) for key, n in totals.items())
    rows = Head(w.t("people.col.rows_read"), lambda lang: text("people.col.rows_read", lang))
    view = TableView(
        w.t("people.totals.caption"), w.t("people.col.what_became"), (), (rows,), lines
    )
    least = people.sheet.minimum_cell
    notices = [n for n in people.sheet.notices if not 0 < _told(n.fields.get("n")) < least]
    return Block(
        id="block-totals",
        heading=w.t("people.totals.heading"),
        said=tuple(
            w.say(lambda lang, fault=fault: fault_lines([fault], lang)[0]) for fault in notices
        ),
        tables=(view,),
        foot=foot(people, limits="people.limits.totals", n=people.people),
    )
