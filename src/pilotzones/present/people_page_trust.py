"""How far the figures can be trusted: the model out of time, codes without a match, rows left."""

from __future__ import annotations

from markupsafe import Markup

from pilotzones.present.figures.calibration import Ratio, calibration_figure
from pilotzones.present.figures.drawing import (
    Form,
    as_number,
    as_percent,
    as_ratio,
    said,
)
from pilotzones.present.people_page_parts import Block, People, Point, foot
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
    METRICS,
    MODELS,
    trait_level,
    word,
)
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN, ModelCard, SafeTable
from pilotzones.words import text

_FORMS: dict[str, Form] = {
    "mae": as_number,
    "capture_top1": as_percent,
    "capture_top5": as_percent,
    "capture_top20": as_percent,
}
"""How a measure is told; the others are numbers with two decimals."""


def model_said(people: People) -> tuple[Markup, ...]:
    """What has to be said of the model before any of its figures."""
    w, card = people.w, people.sheet.model
    lines = [w.t("people.model.recovery_lead")] if people.sheet.data.synthetic else []
    if card is None:
        lines.append(w.t("people.model.none"))
    elif not card.signal:
        lines.append(w.t("people.model.no_signal"))
    return tuple(lines)


def evaluation_block(people: People) -> Block | None:
    """The measures, model by model; a recovery test where the people are synthetic."""
    table = people.table("evaluation")
    return None if table is None else _evaluation(people, table)


def calibration_block(people: People) -> Block | None:
    """Observed over expected cost by tenth of the people."""
    table = people.table("calibration")
    return None if table is None else _calibration(people, table)


def subgroups_view(people: People) -> tuple[TableView, ...]:
    """Expected and observed cost of each group, in euro; none without a model."""
    table = people.table("subgroups")
    if table is None:
        return ()
    view = table_view(
        table,
        RATIOS,
        people.w,
        caption=lambda lang: text("people.subgroups.caption", lang),
        corner="people.col.subgroup",
        name=lambda record: trait_level(people.sheet, record["trait"], record["level"]),
    )
    return (view,)


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
        folded=True,
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
    """Expected and observed cost by tenth: the ratio drawn, the euros in the table."""

    def name(record: Record) -> Render:
        return lambda lang: text("people.decile", lang, n=str(record["decile"]))

    def heading(lang: str) -> str:
        return text("people.calibration.heading", lang)

    w = people.w
    view = table_view(
        table,
        RATIOS,
        w,
        caption=lambda lang: text("people.calibration.caption", lang),
        corner="people.col.decile",
        name=name,
    )
    rows = [Ratio(name(record), record["ratio"]) for record in table.records()]
    return Block(
        id="block-calibration",
        heading=w.say(heading),
        figures=(calibration_figure(rows, w, id="fig-calibration", title=heading),),
        tables=(view,),
        foot=foot(people, table, limits=_limits(people), n="people.foot.n_rows"),
    )


def _whole(_: Record) -> int:
    return 0


RATIOS = (
    Column("people", "people.col.people"),
    Column("predicted", "people.col.predicted", None, _whole),
    Column("observed", "people.col.observed", None, _whole),
    Column("ratio", "people.col.ratio", None, lambda _: 2),
)
