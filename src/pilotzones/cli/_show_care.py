"""Supply of care on the screen: types against their reference, the largest gaps, the shortage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pilotzones.words import number, text

if TYPE_CHECKING:
    from rich.console import Console

    from pilotzones.resources.supply import CareSheet, GroupSupply, Shortage, TypeSupply
    from pilotzones.zones.sheet import ZoneSheet

_WIDEST = 110
_GAPS_SHOWN = 10
"""Gaps that the end of the command names; gaps.csv has them all."""
_HEADS = ("care.type", "care.count", "care.access", "care.reference", "care.without")


def show_care(sheet: ZoneSheet, care: CareSheet, lang: str) -> None:
    """Headline, supply by type, the largest gaps and the shortage rule, on stdout."""
    from rich.console import Console
    from rich.text import Text

    from pilotzones.cli._show import headline

    console = Console(file=sys.stdout, highlight=False)
    wide = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    console = Console(file=sys.stdout, highlight=False, width=wide)
    console.print(Text(headline(sheet, lang), style="bold"))
    _show_types(console, care, lang)
    _show_gaps(console, sheet, care, lang)
    zone = next((area for area in care.shortage if area.area == "zone"), None)
    if zone is not None:
        click.echo(_shortage(zone, care, lang))


def _show_types(console: Console, care: CareSheet, lang: str) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for id in _HEADS:
        table.add_column(text(id, lang), justify="left" if id == "care.type" else "right")
    for supply in care.types:
        table.add_row(_type(care, supply.providers.type, lang), *_cells(supply, lang))
    console.print(table)


def _type(care: CareSheet, type: str, lang: str) -> str:
    """Name of a type, with a word where its list is made up."""
    from pilotzones.present.care_words import type_name

    name, supply = type_name(care, type, lang), care.supply(type)
    made_up = supply is not None and supply.providers.synthetic
    return text("cli.resources.synthetic", lang, type=name) if made_up else name


def _cells(supply: TypeSupply, lang: str) -> tuple[str, str, str, str]:
    zone, reference = supply.groups.get("zone"), supply.groups.get(supply.reference)
    if zone is None or not zone.people:
        unknown = text("cli.resources.no_data", lang)
        return unknown, "", "", ""
    return (
        number(zone.count, lang),
        _access(zone, lang),
        _access(reference, lang) if reference else "",
        number(zone.people_without, lang),
    )


def _access(group: GroupSupply, lang: str) -> str:
    return "" if group.access is None else number(group.access, lang, 1)


def _show_gaps(console: Console, sheet: ZoneSheet, care: CareSheet, lang: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from pilotzones.present.care_tables import gap_words
    from pilotzones.present.sentences import unit_label

    console.print(Text(text("cli.resources.gaps", lang, n=len(care.gaps)), style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for ratio in (2, 2, 4, 1):
        table.add_column(ratio=ratio, overflow="fold")
    for gap in care.gaps[:_GAPS_SHOWN]:
        table.add_row(
            unit_label(gap.unit, sheet.case.layer, lang),
            _type(care, gap.type, lang),
            gap_words(gap, lang),
            text("value.persons", lang, n=gap.people),
        )
    console.print(table)
    if len(care.gaps) > _GAPS_SHOWN:
        click.echo(text("cli.resources.more_gaps", lang, n=len(care.gaps) - _GAPS_SHOWN))


def _shortage(zone: Shortage, care: CareSheet, lang: str) -> str:
    if zone.short is None or zone.per_100000 is None:
        return text("cli.resources.shortage_unknown", lang)
    areas = [area for area in care.shortage if area.area != "zone"]
    return text(
        "cli.resources.shortage" if zone.short else "cli.resources.no_shortage",
        lang,
        value=number(zone.per_100000, lang, 1),
        bound=number(zone.bound, lang),
        short=sum(area.short is True for area in areas),
        n=len(areas),
    )
