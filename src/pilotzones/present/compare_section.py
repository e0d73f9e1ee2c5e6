"""The section of a comparison: drawings of one zone side by side, measures, rules, who changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.drawing import missing_word
from pilotzones.present.figures.small_zones import Drawn, SmallZones, small_zones
from pilotzones.present.grid import Grid, Head, Line, head, verdict_mark
from pilotzones.present.measure_words import form_of, measure_name
from pilotzones.present.proposals_repair import zone_words
from pilotzones.present.sentences import title as rule_title
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.compare import Change, Comparison


@dataclass(frozen=True, slots=True)
class CompareView:
    """A comparison ready to be set; ``changes`` hold a name and its sentences each."""

    head: Markup
    title: Render
    maps: SmallZones | None
    names: tuple[Markup, ...]
    measures: Grid
    rules: Grid | None
    alike: Markup
    changes: tuple[tuple[Markup, tuple[Markup, ...]], ...]


def side_by_side(
    found: Comparison, names: Sequence[Render], w: Texts
) -> tuple[Grid, Grid | None, Markup]:
    """Measures, rules that do not pass everywhere, and how many others there are."""
    rules, alike = _rules(found, names, w)
    return _measures(found, names, w), rules, w.t("compare.alike", n=alike)


def compare_view(found: Comparison, layer: UnitLayer, w: Texts, *, id: str) -> CompareView:
    """View of a comparison."""
    title = compare_title(found)
    by_name = {change.zone: change for change in found.changes}
    drawings = []
    for zone in found.zones:
        change = by_name.get(zone)
        gained, lost = (change.gained, change.lost) if change else ((), ())
        told = zone_words(zone.codes, layer, gained, lost)
        drawings.append(Drawn(_named(zone.name), told, zone.codes, gained, lost))
    measures, rules, alike = side_by_side(found, [_named(zone.name) for zone in found.zones], w)
    return CompareView(
        head=w.say(title),
        title=title,
        maps=small_zones(drawings, layer, w, id=id),
        names=tuple(w.say(_named(zone.name)) for zone in found.zones),
        measures=measures,
        rules=rules,
        alike=alike,
        changes=tuple(
            (
                w.say(_named(change.zone.name)),
                tuple(w.say(line) for line in change_lines(change, layer)),
            )
            for change in found.changes
        ),
    )


def compare_title(found: Comparison) -> Render:
    """How many drawings, and how many of them meet what blocks."""
    n = len(found.zones)
    fit = sum(not any(_blocks(f) for f in findings) for findings in found.findings)
    return lambda lang: text("compare.head", lang, n=n, fit=fit)


def _blocks(finding: Finding) -> bool:
    return finding.verdict is Verdict.FAIL and finding.severity == "blocking"


def change_lines(change: Change, layer: UnitLayer) -> list[Render]:
    """Who is gained and who is lost against the first drawing, a sentence each."""
    said: list[Render] = []
    for known, unknown, codes, people in (
        ("compare.gained", "compare.gained_unknown", change.gained, change.gained_people),
        ("compare.lost", "compare.lost_unknown", change.lost, change.lost_people),
    ):
        if codes:
            said.append(_changed(unknown if people is None else known, codes, people, layer))
    return said or [lambda lang: text("compare.same", lang)]


def _changed(id: str, codes: Sequence[str], people: int | None, layer: UnitLayer) -> Render:
    return lambda lang: text(
        id,
        lang,
        n=len(codes),
        units=tuple(unit_label(code, layer, lang) for code in codes),
        people=people,
    )


def _measures(found: Comparison, names: Sequence[Render], w: Texts) -> Grid:
    """A row for each measure, a column for each drawing."""
    lines = tuple(
        Line(
            w.say(lambda lang, m=str(measure): measure_name(m, lang)),
            tuple(w.say(_value(str(measure), float(value))) for value in found.measures[measure]),
        )
        for measure in found.measures.columns
    )
    return Grid(w.t("compare.measures"), w.t("compare.measure"), _heads(names, w), lines)


def _value(measure: str, value: float) -> Render:
    if math.isnan(value):
        return missing_word
    return lambda lang: form_of(measure)(value, lang)


def _heads(names: Sequence[Render], w: Texts, *, figure: bool = True) -> tuple[Head, ...]:
    return tuple(head(name, w, figure=figure) for name in names)


def _rules(found: Comparison, names: Sequence[Render], w: Texts) -> tuple[Grid | None, int]:
    """Rules whose verdict is not a pass in every drawing, and how many are."""
    by_zone = [{f.rule: f for f in findings} for findings in found.findings]
    rules = list(dict.fromkeys(f.rule for findings in found.findings for f in findings))
    rows = {rule: [each.get(rule) for each in by_zone] for rule in rules}
    open_ = {
        rule: row
        for rule, row in rows.items()
        if len({f.verdict if f else None for f in row}) > 1
        or any(f is not None and f.verdict in (Verdict.FAIL, Verdict.WARN) for f in row)
    }
    alike = len(rows) - len(open_)
    if not open_:
        return None, alike
    lines = tuple(
        Line(
            Markup("{} <span class='rule-id'>{}</span>").format(
                w.say(lambda lang, rule=rule: rule_title(rule, lang)), rule
            ),
            tuple(verdict_mark(f.verdict, w) if f else w.say(missing_word) for f in row),
        )
        for rule, row in open_.items()
    )
    grid = Grid(w.t("compare.rules"), w.t("table.rule"), _heads(names, w, figure=False), lines)
    return grid, alike


def _named(name: str) -> Render:
    """Name of a drawing; a proposal has none but its rank."""
    return lambda lang: text("complete.option", lang, n=name) if name.isdecimal() else name
