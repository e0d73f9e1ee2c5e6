"""Findings on the screen: a table in the reader's language, and the counts in the last line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.words import text

if TYPE_CHECKING:
    from pilotzones.journey import Journey
    from pilotzones.zones.sheet import ZoneSheet

_STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.WARN: "yellow",
    Verdict.TO_DECLARE: "magenta",
    Verdict.TO_JUDGE: "magenta",
    Verdict.NOT_COMPUTABLE: "bright_black",
}
_SIGNS = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✕",
    Verdict.WARN: "!",
    Verdict.TO_DECLARE: "?",
    Verdict.TO_JUDGE: "?",
    Verdict.NOT_COMPUTABLE: "–",
}
_WIDEST = 100
_AT_THE_END = 3
"""Open points that the end of a command names; the page has them all."""


def show_sheet(sheet: ZoneSheet, lang: str) -> None:
    """Headline of the zone and one line per rule, on stdout."""
    _show(sheet, sheet.findings, lang)


def show_end(journey: Journey, lang: str, page: Path) -> None:
    """What was found, in a few lines: the most urgent points, the page, the counts."""
    show_open_points(journey.sheet, lang, findings=journey.findings, most=_AT_THE_END)
    click.echo(text("cli.page", lang, path=str(page)))
    show_counts(journey.every_finding, lang)


def show_open_points(
    sheet: ZoneSheet,
    lang: str,
    *,
    findings: tuple[Finding, ...] = (),
    most: int | None = None,
) -> None:
    """Headline of the zone and what is no pass, the most urgent first, on stdout.

    Of more than ``most`` points the rest is counted. ``findings`` are those beside the zone's own.
    """
    from pilotzones.present.sentences import by_urgency

    points = by_urgency((*sheet.findings, *findings))
    shown = points[:most]
    _show(sheet, shown, lang)
    if len(points) > len(shown):
        click.echo(text("cli.more_points", lang, n=len(points) - len(shown)))


def _show(sheet: ZoneSheet, findings: tuple[Finding, ...], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pilotzones.present.sentences import sentence, title

    console = Console(file=sys.stdout, highlight=False)
    wide = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    console = Console(file=sys.stdout, highlight=False, width=wide)
    console.print(Text(headline(sheet, lang), style="bold"))
    for line in released_lines(sheet, lang):
        console.print(Text(line))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for finding in findings:
        word = f"{_SIGNS[finding.verdict]} {text(f'verdict.{finding.verdict}', lang)}"
        said = Text(title(finding.rule, lang) + ". ", style="bold")
        said.append(sentence(finding, sheet.case, lang), style="not bold")
        table.add_row(Text(word, style=_STYLES[finding.verdict]), finding.rule, said)
    console.print(table)


def headline(sheet: ZoneSheet, lang: str) -> str:
    """Name of the zone, its units, people and area in one line."""
    from pilotzones.present.sentences import as_of

    known = sheet.population is not None
    return text(
        "cli.headline" if known else "cli.headline_unknown",
        lang,
        zone=sheet.case.zone.name,
        n=len(sheet.case.zone.codes),
        people=sheet.population or 0,
        as_of=as_of(sheet.population_date, lang),
        area=round(sheet.area_km2),
    )


def released_lines(sheet: ZoneSheet, lang: str) -> list[str]:
    """People and care of the zone in a line each, where the project has them."""
    people, care = sheet.case.people, sheet.case.care
    found: list[str] = []
    if people is not None:
        id = "cli.people_synthetic" if people.data.synthetic else "cli.people"
        shares = people.tables.get("morbidity")
        chronic = shares.number("zone_share", condition="any") if shares else None
        target = sheet.case.facts.get("target_size")
        if chronic is not None:
            found.append(text(id, lang, year=str(people.data.year), chronic=chronic))
        if target is not None:
            found.append(text("cli.target", lang, n=int(target)))
    if care is not None:
        made_up = any(supply.providers.synthetic for supply in care.types)
        id = "cli.care_synthetic" if made_up else "cli.care"
        found.append(text(id, lang, n=len(care.gaps), types=len(care.types)))
    return found


def show_json(content: dict[str, Any]) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def show_counts(findings: tuple[Finding, ...], lang: str) -> None:
    """Last line on stderr: how many findings of each verdict."""
    counts = Counter(finding.verdict for finding in findings)
    parts = [f"{counts[v]} {text(f'verdict.{v}', lang)}" for v in Verdict if counts[v]]
    click.echo(", ".join(parts), err=True)


def exit_code(findings: tuple[Finding, ...], *, strict: bool) -> int:
    """1 when a blocking finding fails; strict: also when one is not computable or to declare."""
    stopping = {Verdict.FAIL}
    if strict:
        stopping |= {Verdict.NOT_COMPUTABLE, Verdict.TO_DECLARE}
    blocking = (f for f in findings if f.severity is Severity.BLOCKING)
    return int(any(f.verdict in stopping for f in blocking))
