"""The folder of pages of a call: overview, a negotiation sheet for each overlap, tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from pilotzones.present.accessibility_page import STATEMENT
from pilotzones.present.folder import replace_folder
from pilotzones.present.round_exports import round_files
from pilotzones.present.round_frame import INDEX, Folder, folder_statement
from pilotzones.present.round_page import round_page
from pilotzones.present.round_settle import Talk, settle_page
from pilotzones.words import text
from pilotzones.zones.propose.settle import Way
from pilotzones.zones.propose.stranded import Stranded
from pilotzones.zones.round_view import Pair, RoundView
from pilotzones.zones.rulesets import RuleSet
from pilotzones.zones.zone import Zone


def write_round_site(
    view: RoundView,
    *,
    out: Path,
    lang: str,
    stranded: Sequence[Stranded] | None = None,
    settled: Sequence[tuple[Way, ...]] = (),
    day: date | None = None,
) -> Path:
    """Path of the first page, after the folder ``out`` was written, whole or not at all.

    Parameters
    ----------
    view
        At least one zone.
    out
        Folder to write; one of ours is replaced.
    lang
        Language that the pages open in, all four are in them, and that of the tables.
    stranded
        Areas that no valid zone can hold any more; None where nobody looked, which is not the
        same as none.
    settled
        Ways to settle each pair of ``view.pairs``, in their order; or nothing at all.
    day
        Date to print on the pages. Without it the same view gives the same bytes on any day.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files of others; ``out.unwritable``: it cannot be
        written.
    """
    first = view.sheets[0].case
    folder = Folder(
        layer=first.layer,
        names=tuple(sheet.case.zone.name for sheet in view.sheets),
        lang=lang,
        project=lambda lang: text("round.project", lang),
        bounds=lambda lang: rule_set_words(first.rules, lang),
        to_verify=first.rules.to_verify,
        day=day,
    )
    talks = dict(_talks(view, settled))
    files = round_files(view, lang)
    page = round_page(folder, view, stranded=stranded, sheets=list(talks), files=list(files))
    pages = {INDEX: page, STATEMENT: folder_statement(folder)}
    pages |= {file: settle_page(folder, talks[file], file) for file in talks}
    replace_folder(out, {name: page.encode() for name, page in pages.items()} | dict(files))
    return out / INDEX


def rule_set_words(rules: RuleSet, lang: str) -> str:
    """Name and version of the rule set."""
    return text("sheet.rule_set", lang, title=getattr(rules.title, lang), version=rules.version)


def _talks(view: RoundView, settled: Sequence[tuple[Way, ...]]) -> list[tuple[str, Talk]]:
    """Negotiation sheets by the name of their file."""
    if not settled:
        return []
    limits = view.sheets[0].case.rules.population
    return [
        (f"settle-{n}.html", Talk(pair, _zones_of(pair, view), ways, limits))
        for n, (pair, ways) in enumerate(zip(view.pairs, settled, strict=True), 1)
    ]


def _zones_of(pair: Pair, view: RoundView) -> tuple[Zone, Zone]:
    """The two zones of a pair; zones of one name are told apart by what they share."""
    zones = [sheet.case.zone for sheet in view.sheets]
    return next(
        (one, other)
        for one, other in combinations(zones, 2)
        if (one.name, other.name) == (pair.a, pair.b)
        and set(pair.codes) <= {*one.codes} & {*other.codes}
    )
