"""The section on robustness: which verdicts would be others if the facts were, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.present.figures.drawing import as_percent
from pilotzones.present.grid import Grid, Line, head, verdict_mark
from pilotzones.present.sentences import title as rule_title
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.robust import Margin, Robustness, Scenario

_COMPUTED = (Verdict.PASS, Verdict.FAIL, Verdict.WARN)


@dataclass(frozen=True, slots=True)
class RobustView:
    """Robustness ready to be set.

    ``rows`` tell the fragile verdicts and those with a margin, ``firm`` the other computed ones,
    ``others`` how many cannot be computed again; ``scenarios`` are all that were tried, in words.
    """

    head: Markup
    title: Render
    rows: Grid | None
    firm_head: Markup | None
    firm: tuple[Markup, ...]
    others: Markup | None
    scenarios: tuple[Markup, ...]


def robust_view(found: Sequence[Robustness], w: Texts) -> RobustView:
    """View of robustness: the fragile verdicts first, then those that stay; others are counted."""
    shown = told(found)
    rest = len(found) - len(shown)
    title = robust_title(found)
    near = [one for one in shown if one.fragile or one.margin is not None]
    firm = [one for one in shown if one not in near]
    scenarios = [scenario for scenario, _, _ in found[0].verdicts] if found else []
    return RobustView(
        head=w.say(title),
        title=title,
        rows=_rows(near, w) if near else None,
        firm_head=w.t("robust.firm", n=len(firm)) if firm else None,
        firm=tuple(
            Markup("{} {}").format(verdict_mark(one.finding.verdict, w), _rule(one, w))
            for one in firm
        ),
        others=w.t("robust.others", n=rest) if rest else None,
        scenarios=tuple(w.say(scenario_words(scenario, long=True)) for scenario in scenarios),
    )


def _rows(found: Sequence[Robustness], w: Texts) -> Grid:
    """A row for each rule: its verdict, whether it holds, the margin in people, and why."""
    heads = tuple(
        head(lambda lang, id=id: text(id, lang), w, figure=False)
        for id in ("table.verdict", "robust.state", "robust.margin", "robust.why")
    )
    lines = tuple(
        Line(
            _rule(one, w),
            (
                verdict_mark(one.finding.verdict, w),
                _mark(one, w),
                _lines(margin_lines(one.margin) if one.margin else [], w),
                _lines(why_lines(one), w),
            ),
        )
        for one in found
    )
    return Grid(w.t("robust.table"), w.t("table.rule"), heads, lines)


def _rule(one: Robustness, w: Texts) -> Markup:
    rule = one.finding.rule
    return Markup("{} <span class='rule-id'>{}</span>").format(
        w.say(lambda lang: rule_title(rule, lang)), rule
    )


def told(found: Sequence[Robustness]) -> list[Robustness]:
    """Verdicts that are computed, the fragile ones first."""
    computed = [one for one in found if one.finding.verdict in _COMPUTED or one.fragile]
    return sorted(computed, key=lambda one: not one.fragile)


def robust_title(found: Sequence[Robustness]) -> Render:
    """How many verdicts are fragile."""
    n, of = sum(one.fragile for one in found), len(told(found))
    id = "robust.head" if n else "robust.head_none"
    return lambda lang: text(id, lang, n=n or of, of=of)


def _mark(one: Robustness, w: Texts) -> Markup:
    id = "robust.fragile" if one.fragile else "robust.robust"
    style = "fragile" if one.fragile else "robust"
    return Markup('<span class="{}">{}</span>').format(style, w.t(id))


def _lines(said: Sequence[Render], w: Texts) -> Markup:
    """Sentences of a cell, each on its line."""
    lines = [w.say(line) for line in said]
    return Markup("").join(Markup('<span class="line">{}</span>').format(line) for line in lines)


def why_lines(one: Robustness) -> list[Render]:
    """Scenarios that flip a verdict, with the verdict then; or that none does."""
    then = {id(scenario): verdict for scenario, verdict, _ in one.verdicts}
    said: list[Render] = [_flip(s, then[id(s)]) for s in one.flips]
    n = len(one.verdicts)
    if not said:
        said.append(lambda lang: text("robust.same", lang, n=n))
    return said


def _flip(scenario: Scenario, verdict: Verdict) -> Render:
    return lambda lang: text(
        "robust.flip",
        lang,
        scenario=_assumed(scenario, lang),
        verdict=text(f"verdict.{verdict}", lang),
    )


def _assumed(scenario: Scenario, lang: str) -> str:
    """A scenario as a phrase; one that is no known fact is called an assumption."""
    words = scenario_words(scenario)(lang)
    return text("robust.assumed", lang, scenario=words) if scenario.assumption else words


def margin_lines(margin: Margin) -> list[Render]:
    """How many people may come or go with the verdict as it is, and their share of the zone's."""
    said: list[Render] = []
    for id, people, share in (
        ("robust.fewer", margin.fewer, margin.fewer_share),
        ("robust.more", margin.more, margin.more_share),
    ):
        if people is not None:
            said.append(_margin_line(id, people, share or 0.0))
    return said


def _margin_line(id: str, people: int, share: float) -> Render:
    return lambda lang: text(id, lang, n=people, share=as_percent(share, lang))


def scenario_words(scenario: Scenario, *, long: bool = False) -> Render:
    """A scenario as a phrase; ``long``: as a sentence that says what is assumed."""
    id = f"scenario.{scenario.id}" + (".long" if long else "")

    def said(lang: str) -> str:
        fields = dict(scenario.fields)
        if isinstance(day := fields.get("date"), str):
            fields = fields | {"date": date.fromisoformat(day)}  # type: ignore[dict-item]
        factor = fields.get("factor")
        if isinstance(factor, float):
            fields["change"] = abs(factor - 1)
            fields["sign"] = text("scenario.more" if factor > 1 else "scenario.less", lang)
        return text(id, lang, **fields)

    return said
