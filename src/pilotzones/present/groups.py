"""What the map shows in colour, as lists: shared units, loose pieces, enclaves, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Texts
from pilotzones.words import text
from pilotzones.zones.measures import Overlap, Piece
from pilotzones.zones.sheet import ZoneSheet


@dataclass(frozen=True, slots=True)
class Group:
    """Heading and its lines."""

    title: Markup
    lines: tuple[Markup, ...]


def groups(sheet: ZoneSheet, w: Texts) -> tuple[Group, ...]:
    """Groups that have a line, the most serious first."""
    layer = sheet.case.layer
    found = (
        Group(w.t("index.shared"), overlap_lines(sheet.overlaps, layer, w)),
        Group(w.t("index.loose"), piece_lines(sheet.pieces[1:], layer, w)),
        Group(w.t("index.enclaves"), _enclave_lines(sheet, w)),
        Group(w.t("index.links"), link_lines(sheet.links, layer, w)),
    )
    return tuple(group for group in found if group.lines)


def labels(codes: Sequence[str], layer: UnitLayer, lang: str) -> tuple[str, ...]:
    """Code and name of each unit."""
    return tuple(unit_label(code, layer, lang) for code in codes)


def overlap_lines(overlaps: Sequence[Overlap], layer: UnitLayer, w: Texts) -> tuple[Markup, ...]:
    """Shared units and their people, one line for each other project."""
    return tuple(
        w.t(
            "sheet.overlap_of",
            zone=overlap.zone,
            units=lambda lang, codes=overlap.codes: labels(codes, layer, lang),
            people=overlap.population,
        )
        for overlap in overlaps
    )


def piece_lines(pieces: Sequence[Piece], layer: UnitLayer, w: Texts) -> tuple[Markup, ...]:
    """Units and people of each piece."""
    return tuple(
        w.t(
            "sheet.group",
            units=lambda lang, codes=piece.codes: labels(codes, layer, lang),
            people=piece.population,
        )
        for piece in pieces
    )


def _enclave_lines(sheet: ZoneSheet, w: Texts) -> tuple[Markup, ...]:
    """Each enclave with the population that the zone would have with it."""
    people = sheet.population
    lines = piece_lines(sheet.enclaves, sheet.case.layer, w)
    if people is None:
        return lines
    return tuple(
        line + Markup(". ") + w.t("index.take_in", people=people + piece.population)
        for line, piece in zip(lines, sheet.enclaves, strict=True)
    )


def link_lines(links: Sequence[Link], layer: UnitLayer, w: Texts) -> tuple[Markup, ...]:
    """Each link with its reason."""

    def line(link: Link, lang: str) -> str:
        a, b = labels((link.a, link.b), layer, lang)
        why = dict(link.why).get(lang, link.kind)
        return text("sheet.link", lang, a=a, b=b, why=why)

    return tuple(w.say(lambda lang, link=link: line(link, lang)) for link in links)
