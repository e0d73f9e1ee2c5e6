"""The page of a call: short answer, map of all zones, verdicts, overlaps, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.present.book import render
from pilotzones.present.figures.round_map import RoundMap, Spots, round_map
from pilotzones.present.round_answer import round_lines, round_title
from pilotzones.present.round_cells import state, state_cell, zone_words
from pilotzones.present.round_frame import Folder, frame
from pilotzones.present.round_gaps import stranded_views, uncovered_grid
from pilotzones.present.round_overlaps import (
    double_grid,
    merge_grid,
    pair_grid,
    pair_words,
    shared_codes,
)
from pilotzones.present.round_zones import patches, zone_grid, zone_views
from pilotzones.present.texts import Texts
from pilotzones.zones.propose.stranded import Stranded
from pilotzones.zones.round_view import RoundView
from pilotzones.zones.sheet import ZoneSheet

_BLOCKED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class BlockedRow:
    """A zone that something blocks: its number, its name, sign and rules."""

    number: int
    name: Markup
    state: Markup


def round_page(
    folder: Folder,
    view: RoundView,
    *,
    stranded: Sequence[Stranded] | None,
    sheets: Sequence[str],
    files: Sequence[str],
) -> str:
    """Page of a call.

    Parameters
    ----------
    stranded
        Areas that are stranded; None where nobody looked.
    sheets
        Files of the negotiation sheets, one for each pair; or none.
    files
        Tables beside the page.
    """
    w, layer = Texts(folder.lang), folder.layer
    title = round_title(view)
    blocked = _blocked(view.sheets, w)
    fields: dict[str, Any] = frame(folder, w) | {
        "page": "index",
        "title": title,
        "answer": w.say(title),
        "lines": [w.say(line) for line in round_lines(view, stranded)],
        "map": _map(folder, view, stranded or (), w),
        "blocked": blocked[:_BLOCKED_SHOWN],
        "more_blocked": len(blocked[_BLOCKED_SHOWN:]),
        "to_settle": [
            (w.say(pair_words(p.a, p.b)), w.t("value.persons", n=p.population)) for p in view.pairs
        ],
        "sheets": list(sheets),
        "zones": zone_grid(view.sheets, w),
        "views": zone_views(view.sheets, w),
        "pairs": pair_grid(view.pairs, layer, sheets, w) if view.pairs else None,
        "merges": merge_grid(view.merges, view.sheets[0].case.rules.population, w)
        if view.merges
        else None,
        "doubles": double_grid(view.doubles, w) if view.doubles else None,
        "uncovered": uncovered_grid(view.uncovered, layer, w) if view.uncovered else None,
        "stranded": stranded_views(stranded or (), layer, w),
        "files": list(files),
    }
    return render("round.html.j2", fields)


def _map(
    folder: Folder, view: RoundView, stranded: Sequence[Stranded], w: Texts
) -> RoundMap | None:
    cut_off = tuple(sorted({code for one in stranded for code in one.codes}))
    spots = Spots(shared_codes(view), cut_off)
    return round_map(patches(view.sheets), folder.layer, spots, w)


def _blocked(sheets: tuple[ZoneSheet, ...], w: Texts) -> list[BlockedRow]:
    return [
        BlockedRow(number, w.say(zone_words(s.case.zone.name)), state_cell(s.findings, w))
        for number, s in enumerate(sheets, 1)
        if state(s.findings) is Verdict.FAIL
    ]
