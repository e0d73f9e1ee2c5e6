"""Tables of a call for other programs: verdicts, pairs that overlap, units in no zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pilotzones.findings import Finding
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.exports import csv_file, plain_decimal, safe_cell
from pilotzones.present.names import unit_name
from pilotzones.present.round_gaps import region_words
from pilotzones.present.sentences import sentence, title
from pilotzones.words import text
from pilotzones.zones.measures import people_of
from pilotzones.zones.round_view import Pair, RoundView
from pilotzones.zones.sheet import ZoneSheet

VERDICTS, PAIRS, UNCOVERED = "verdicts.csv", "pairs.csv", "uncovered.csv"


def round_files(view: RoundView, lang: str) -> Mapping[str, bytes]:
    """The three tables by name; headings and words in ``lang``."""
    layer = view.sheets[0].case.layer
    return {
        VERDICTS: csv_file([_heads(_VERDICT_HEADS, lang), *_verdicts(view, lang)]),
        PAIRS: csv_file([_heads(_PAIR_HEADS, lang), *_pairs(view.pairs, layer, lang)]),
        UNCOVERED: csv_file([_heads(_UNCOVERED_HEADS, lang), *_uncovered(view, layer, lang)]),
    }


def _heads(ids: tuple[str, ...], lang: str) -> list[str]:
    return [text(id, lang) for id in ids]


_VERDICT_HEADS = (
    "round.zone",
    "table.population",
    "export.population_date",
    "round.pieces",
    "table.rule",
    "round.rule_title",
    "table.verdict",
    "round.severity",
    "table.value",
    "table.threshold",
    "table.found",
    "export.source",
)
_PAIR_HEADS = (
    "round.first",
    "round.second",
    "table.code",
    "table.name",
    "table.population",
    "round.percent_first",
    "round.percent_second",
)
_UNCOVERED_HEADS = ("round.region", "table.code", "table.name", "table.population")


def _verdicts(view: RoundView, lang: str) -> Iterator[list[str]]:
    """One row for each zone and rule, with the sentence of the rule."""
    for sheet in view.sheets:
        day = sheet.population_date
        zone = [
            safe_cell(sheet.case.zone.name),
            _whole(sheet.population),
            day.isoformat() if day else "",
            str(len(sheet.pieces)),
        ]
        for finding in sheet.findings:
            yield [*zone, *_finding(finding, sheet, lang)]


def _finding(finding: Finding, sheet: ZoneSheet, lang: str) -> list[str]:
    return [
        finding.rule,
        title(finding.rule, lang),
        text(f"verdict.{finding.verdict}", lang),
        text(f"severity.{finding.severity}", lang),
        _number(finding.value, lang),
        _number(finding.threshold, lang),
        safe_cell(sentence(finding, sheet.case, lang)),
        finding.source,
    ]


def _pairs(pairs: tuple[Pair, ...], layer: UnitLayer, lang: str) -> Iterator[list[str]]:
    """One row for each unit of each pair; the shares are those of the whole overlap."""
    for pair in pairs:
        for code in pair.codes:
            yield [
                safe_cell(pair.a),
                safe_cell(pair.b),
                *_unit(code, layer, lang),
                plain_decimal(None if pair.share_a is None else pair.share_a * 100, lang),
                plain_decimal(None if pair.share_b is None else pair.share_b * 100, lang),
            ]


def _uncovered(view: RoundView, layer: UnitLayer, lang: str) -> Iterator[list[str]]:
    for row in view.uncovered:
        for code in row.codes:
            yield [safe_cell(region_words(row.region)(lang)), *_unit(code, layer, lang)]


def _unit(code: str, layer: UnitLayer, lang: str) -> list[str]:
    """Code, name and inhabitants; nothing where these are not known."""
    known = layer.units["population"].notna().get(code, False)
    people = _whole(people_of((code,), layer)) if known else ""
    return [safe_cell(code), safe_cell(unit_name(code, layer, lang)), people]


def _whole(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(value: float | None, lang: str) -> str:
    return str(value) if isinstance(value, int) else plain_decimal(value, lang)
