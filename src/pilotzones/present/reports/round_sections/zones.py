"""Tables of the call: zones, overlaps, merges, double claims, units in no zone, verdicts."""

from __future__ import annotations

from collections import Counter

from pilotzones.findings import Finding, Verdict
from pilotzones.present.names import unit_name
from pilotzones.present.reports.measured_cells import number, share, told
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Sign,
    Table,
    Words,
)
from pilotzones.present.reports.round import RoundSubject
from pilotzones.present.round_cells import blocking, open_points, state, units_words
from pilotzones.present.round_gaps import region_words
from pilotzones.present.round_overlaps import pair_words
from pilotzones.present.sentences import sentence, title
from pilotzones.present.values import bound, measured
from pilotzones.words import listed

ORDER = 30
_UNITS = 12


def sections(subject: RoundSubject) -> tuple[Section, ...]:
    """Zones and what stands between them, then every verdict."""
    view = subject.view
    first: list[Block] = [_zones(subject)]
    if view.pairs:
        first += [_pairs(subject), _merges(subject)]
    if view.doubles:
        first.append(_doubles(subject))
    left: list[Block] = []
    if view.uncovered:
        left.append(_uncovered(subject))
    left += _stranded(subject)
    found = [Section("zones", subject.t("report.round.zones_heading"), tuple(first), new_page=True)]
    if left:
        found.append(Section("left", subject.t("report.round.left"), tuple(left)))
    heading = subject.t("report.round.verdicts")
    found.append(Section("verdicts", heading, (_verdicts(subject),), new_page=True))
    return tuple(found)


def _zones(subject: RoundSubject) -> Table:
    rows = []
    for place, sheet in enumerate(subject.view.sheets, 1):
        cells: tuple[Cell, ...] = (
            Number(place),
            Words(sheet.case.zone.name),
            number(sheet.population),
            Number(len(sheet.case.zone.codes)),
            Number(len(sheet.pieces)),
            Sign(state(sheet.findings)),
            Words(_rules(sheet.findings, subject.lang)) if blocking(sheet.findings) else Gone.BLANK,
            Number(open_points(sheet.findings)),
        )
        rows.append(Row(sheet.case.zone.name, cells))
    t = subject.t
    return Table(
        id="table-1",
        number=1,
        caption=t("round.zones.caption"),
        heads=(
            Head(t("report.col.number")),
            Head(t("round.zone"), figure=False, room=2.0),
            Head(t("table.population")),
            Head(t("round.units")),
            Head(t("round.pieces")),
            Head(t("round.state"), figure=False, room=1.2),
            Head(t("report.round.why"), figure=False, room=2.6),
            Head(t("round.open")),
        ),
        rows=tuple(rows),
        about=subject.about("report.limits.compliance"),
        watched=(2,),
    )


def _rules(findings: tuple[Finding, ...], lang: str) -> str:
    return listed([f"{title(f.rule, lang)} ({f.rule})" for f in blocking(findings)], lang)


def _pairs(subject: RoundSubject) -> Table:
    t, lang, layer = subject.t, subject.lang, subject.layer
    return Table(
        id="table-2a",
        number=2,
        letter="a",
        caption=t("round.pairs.caption"),
        heads=(
            Head(t("round.pair_head"), figure=False, room=2.0),
            Head(t("round.shared_units"), figure=False, room=2.6),
            Head(t("table.population")),
            Head(t("round.share_first")),
            Head(t("round.share_second")),
        ),
        rows=tuple(
            Row(
                f"{p.a} + {p.b}",
                (
                    Words(pair_words(p.a, p.b)(lang)),
                    Words(units_words(p.codes, layer)(lang)),
                    Number(p.population),
                    share(p.share_a),
                    share(p.share_b),
                ),
            )
            for p in subject.view.pairs
        ),
        about=subject.about("report.limits.units"),
        watched=(2,),
    )


def _merges(subject: RoundSubject) -> Table:
    t, lang = subject.t, subject.lang
    return Table(
        id="table-2b",
        number=2,
        letter="b",
        caption=t("round.merges.caption"),
        heads=(
            Head(t("round.pair_head"), figure=False, room=2.0),
            Head(t("table.population")),
            Head(t("round.units")),
            Head(t("round.pieces")),
            Head(t("round.state"), figure=False, room=1.2),
            Head(t("report.round.why"), figure=False, room=2.6),
            Head(t("round.open")),
        ),
        rows=tuple(
            Row(
                f"{m.a} + {m.b}",
                (
                    Words(pair_words(m.a, m.b)(lang)),
                    number(m.population),
                    Number(len(m.zone.codes)),
                    Number(len(m.pieces)),
                    Sign(state(m.findings)),
                    Words(_rules(m.findings, lang)) if blocking(m.findings) else Gone.BLANK,
                    Number(open_points(m.findings)),
                ),
            )
            for m in subject.view.merges
        ),
        about=subject.about("report.limits.compliance"),
        watched=(1,),
    )


def _doubles(subject: RoundSubject) -> Table:
    t, lang = subject.t, subject.lang
    return Table(
        id="table-3",
        number=3,
        caption=t("round.doubles.caption"),
        heads=(
            Head(t("round.partner"), figure=False, room=2.0),
            Head(t("round.double_zones"), figure=False, room=2.0),
            Head(t("round.spellings"), figure=False, room=2.0),
        ),
        rows=tuple(
            Row(
                d.partner,
                (
                    Words(d.partner),
                    Words(listed(d.zones, lang, len(d.zones))),
                    Words(listed(d.spellings[1:], lang, len(d.spellings))),
                ),
            )
            for d in subject.view.doubles
        ),
        about=subject.about("report.limits.compliance"),
    )


def _uncovered(subject: RoundSubject) -> Table:
    t, lang, layer = subject.t, subject.lang, subject.layer

    def units(codes: tuple[str, ...]) -> str:
        return listed([f"{c} {unit_name(c, layer, lang)}".strip() for c in codes], lang, _UNITS)

    return Table(
        id="table-4",
        number=4,
        caption=t("round.uncovered.caption"),
        heads=(
            Head(t("round.region"), figure=False, room=1.4),
            Head(t("table.population")),
            Head(t("round.uncovered_share")),
            Head(t("round.units")),
            Head(t("round.which"), figure=False, room=3.6),
        ),
        rows=tuple(
            Row(
                row.region or "-",
                (
                    Words(region_words(row.region)(lang)),
                    Number(row.population),
                    share(row.share),
                    Number(len(row.codes)),
                    Words(units(row.codes)),
                ),
            )
            for row in subject.view.uncovered
        ),
        about=subject.about("report.limits.units"),
        watched=(1,),
    )


_WHY = {
    "component-too-small": "stranded.why.component-too-small",
    "no-zone-in-bounds": "stranded.why.no-zone-in-bounds",
}


def _stranded(subject: RoundSubject) -> list[Block]:
    """Areas that are stranded, with who could still take them; or that nobody looked."""
    t, lang, layer = subject.t, subject.lang, subject.layer
    if subject.stranded is None:
        return [Paragraph(t("report.round.not_looked"))]
    if not subject.stranded:
        return [Paragraph(t("round.lede.nothing_stranded"))]
    rows = []
    for place, one in enumerate(subject.stranded, 1):
        joins = listed([join.zone for join in one.join], lang) or t("round.stranded.no_join")
        cells = (
            Number(place),
            Words(units_words(one.codes, layer)(lang)),
            Number(one.population),
            Words(t(_WHY[one.why])),
            Words(joins),
        )
        rows.append(Row(str(place), cells))
    return [
        Table(
            id="table-5",
            number=5,
            caption=t("report.round.stranded"),
            heads=(
                Head(t("report.col.number")),
                Head(t("round.units"), figure=False, room=2.4),
                Head(t("table.population")),
                Head(t("report.round.why"), figure=False, room=2.0),
                Head(t("report.round.join"), figure=False, room=2.0),
            ),
            rows=tuple(rows),
            about=subject.about("report.limits.units"),
            watched=(2,),
        )
    ]


def _verdicts(subject: RoundSubject) -> Table:
    """Every rule of every zone that is no pass; how many pass is told for each zone."""
    t = subject.t
    rows, passed = [], Counter[str]()
    for place, sheet in enumerate(subject.view.sheets, 1):
        case, kind = sheet.case, sheet.case.layer.origin.kind
        for finding in sheet.findings:
            if finding.verdict is Verdict.PASS:
                passed[case.zone.name] += 1
                continue
            value, threshold = (
                measured(finding, kind, subject.lang),
                bound(finding, kind, subject.lang),
            )
            cells: tuple[Cell, ...] = (
                Words(f"{place}. {case.zone.name}"),
                Words(finding.rule),
                Words(title(finding.rule, subject.lang)),
                Sign(finding.verdict),
                told(finding.value, finding, value),
                told(finding.threshold, finding, threshold),
                Words(sentence(finding, case, subject.lang, most=_UNITS)),
            )
            rows.append(Row(f"{case.zone.name}.{finding.rule}", cells))
    return Table(
        id="table-10",
        number=10,
        caption=t("report.round.verdicts.caption"),
        heads=(
            Head(t("round.zone"), figure=False, room=1.4),
            Head(t("report.col.rule"), figure=False, room=0.5),
            Head(t("round.rule_title"), figure=False, room=1.6),
            Head(t("table.verdict"), figure=False, room=1.2),
            Head(t("table.value"), figure=False, room=1.2),
            Head(t("table.threshold"), figure=False, room=1.0),
            Head(t("report.col.evidence"), figure=False, room=3.6),
        ),
        rows=tuple(rows),
        about=subject.about(
            "report.limits.compliance", t("report.round.passed", n=sum(passed.values()))
        ),
        watched=(4, 3),
    )
