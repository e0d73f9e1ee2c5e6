"""The section of a repair: what moves, what is proved, or which conditions clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.small_zones import Drawn, SmallZones, small_zones
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.measures import people_of
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.propose.repair import Move, Proof, Repair
from pilotzones.zones.zone import Zone

_LISTED = 12


@dataclass(frozen=True, slots=True)
class RepairView:
    """A repair, or why there is none, ready to be set.

    ``head`` is a sentence for a heading, ``said`` those below it; ``clash`` lists the conditions
    that cannot hold together. ``moves`` and ``maps`` are None where nothing moves.
    """

    head: Markup
    title: Render
    said: tuple[Markup, ...]
    clash: tuple[Markup, ...]
    moves: Grid | None
    maps: SmallZones | None
    names: tuple[Markup, ...]


def repair_view(
    found: Repair | Clash,
    zones: Sequence[Zone],
    layer: UnitLayer,
    w: Texts,
    *,
    id: str,
    drawn: bool = True,
) -> RepairView:
    """View of a repair of ``zones``; with ``drawn``, the first of them before and after."""
    title = repair_title(found)
    if isinstance(found, Clash):
        told = tuple(w.say(line) for line in clash_lines(found, layer))
        return RepairView(w.say(title), title, (), told, None, None, ())
    said = [proof_words(found.proof)]
    if found.moves:
        n = found.outside_preferred
        id_ = "repair.in_band" if n == 0 else "repair.outside_band"
        said.append(lambda lang: text(id_, lang, n=n))
    maps, names = None, ()
    if drawn and found.moves:
        drawings = _before_and_after(zones[0], found.zones[0], layer)
        maps = small_zones(drawings, layer, w, id=id)
        names = tuple(w.say(d.name) for d in drawings)
    moves = moves_grid(found.moves, layer, w) if found.moves else None
    return RepairView(w.say(title), title, tuple(map(w.say, said)), (), moves, maps, names)


def repair_title(found: Repair | Clash) -> Render:
    """What was found, in a sentence."""
    if isinstance(found, Clash):
        return lambda lang: text("repair.head.clash", lang)
    n, people = len(found.moves), found.people
    if n == 0:
        return lambda lang: text("repair.head.nothing", lang)
    id = "repair.head.proved" if found.proof.status == "optimal" else "repair.head.found"
    return lambda lang: text(id, lang, n=n, people=people)


def proof_words(proof: Proof) -> Render:
    """What is proved, with the argument."""
    return lambda lang: text(f"repair.proof.{proof.argument}", lang, **proof.fields())


def clash_lines(clash: Clash, layer: UnitLayer) -> list[Render]:
    """The conditions that clash, a sentence each, and the units that they are about."""
    said: list[Render] = [
        (lambda lang, id=id: text(f"repair.clash.{id}", lang)) for id in clash.conditions
    ]
    if clash.subjects:
        said.append(
            lambda lang: text(
                "repair.clash_units", lang, n=len(clash.subjects),
                units=tuple(unit_label(c, layer, lang) for c in clash.subjects),
            )
        )  # fmt: skip
    return said


def zone_name(name: str, lang: str) -> str:
    """Name of a zone; one that does not exist yet has none."""
    return name or text("repair.new_zone", lang)


def move_words(move: Move) -> Render:
    """Where a unit goes: into a zone, out of one, or from one to another."""
    left, joined = move.left, move.joined
    if left is not None and joined is not None:
        return lambda lang: text(
            "repair.move.changed", lang, left=zone_name(left, lang), joined=zone_name(joined, lang)
        )
    if joined is not None:
        return lambda lang: text("repair.move.joined", lang, zone=zone_name(joined, lang))
    return lambda lang: text("repair.move.left", lang, zone=zone_name(left or "", lang))


def moves_grid(moves: Sequence[Move], layer: UnitLayer, w: Texts) -> Grid:
    """A row for each unit that changes hands."""
    lines = tuple(
        Line(
            w.say(lambda lang, move=move: unit_label(move.code, layer, lang)),
            (w.number(move.people), w.say(move_words(move))),
        )
        for move in moves
    )
    return Grid(
        w.t("repair.moves", n=len(moves)),
        w.t("proposals.unit"),
        (
            head(lambda lang: text("table.population", lang), w),
            head(lambda lang: text("repair.move", lang), w, figure=False),
        ),
        lines,
    )


def _before_and_after(before: Zone, after: Zone, layer: UnitLayer) -> tuple[Drawn, Drawn]:
    gained = tuple(sorted(set(after.codes) - set(before.codes)))
    lost = tuple(sorted(set(before.codes) - set(after.codes)))
    return (
        Drawn(_named("repair.before"), zone_words(before.codes, layer), before.codes),
        Drawn(
            _named("repair.after"),
            zone_words(after.codes, layer, gained, lost),
            after.codes,
            gained,
            lost,
        ),
    )


def _named(id: str) -> Render:
    return lambda lang: text(id, lang)


def zone_words(
    codes: Sequence[str],
    layer: UnitLayer,
    gained: Sequence[str] = (),
    lost: Sequence[str] = (),
) -> Render:
    """A drawing in words: how many units and people, and which units are gained and lost."""

    def told(lang: str) -> str:
        parts = [text("proposals.drawn", lang, n=len(codes), people=people_of(tuple(codes), layer))]
        for id, units in (("proposals.drawn_gained", gained), ("proposals.drawn_lost", lost)):
            if units:
                named = tuple(unit_label(code, layer, lang) for code in units)
                parts.append(text(id, lang, n=len(units), units=named))
        return " ".join(parts)

    return told
