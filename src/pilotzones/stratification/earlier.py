"""Earlier releases beside a new one: one system of cells, so that no difference tells of a few.

Groups are made of units, and a number of a group is the sum over its units. So the zones of all
releases are cut into parts: units that lie in the same of these zones. Of each part the true cells
are counted again from the persons, and shown nowhere; every number that a release tells of its zone
is a sum of them. The audit of the gate then sees what zone less zone, or unit, would give away.

The target group of an earlier release of the same zone by other criteria is counted again too:
with what it told of its units, more is known of who has any condition there.

Other cells of an earlier release whose definition is another (criteria, base year, table of
conditions, levels) are no sums of anything known. For these there is a rule of caution: a number
that differs from the one told before by fewer persons than the minimum is held back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pilotzones.stratification.cells import Before, Quantity, quantities
from pilotzones.stratification.disclosure import Joint
from pilotzones.stratification.raw import Amount, Count, Line, Raw
from pilotzones.stratification.register import Release
from pilotzones.stratification.rounding import nearest

Counting = Callable[[tuple[str, ...]], Sequence[Raw]]
"""Raw tables of the people of some units, as those of a zone."""

_OF_A_UNIT = "|unit="
_NOT_SUMS = re.compile(r"\|(level|top|step)=|^high_n\b|\bhigh_n\b")
"""Cells that are no sum over units: levels and tops are cut from the whole zone."""
_SUMS = re.compile(r"^(zone|target|rural\.\w+)(\||$)")
_OF_ILLNESS = re.compile(r"\|(has|segment)=|chronic_n|multi_n|target|expected")
_OF_ANY_YEAR = re.compile(r"^zone($|\|unit=|\|sex=)")
"""Numbers of people: from one year to the next, who is missing has died or moved."""
_OF_TARGET = "target"
_WIDER = ("region", "country")
_KNOWN = " known"
_CENTS = 0.005


@dataclass(frozen=True, slots=True)
class Asking:
    """A new release: its data and scope (nothing told yet), its tables, how parts are counted.

    ``wider`` gives the units of the reference groups by their name, ``by_criteria`` the raw tables
    of the zone with the target group of other criteria; none where these cannot be counted.
    """

    release: Release
    raws: Sequence[Raw]
    counting: Counting
    wider: Mapping[str, frozenset[str]]
    by_criteria: Callable[[str], Sequence[Raw]]


def joint_of(past: Sequence[Release], new: Asking) -> Joint | None:
    """Earlier releases as the gate takes them beside a new one; None where none matters."""
    now = new.release
    mine = [each for each in past if each.units == now.units]
    reach = now.units.union(*new.wider.values())
    others = _linked([each for each in past if each.units != now.units], now, reach)
    if not mine and not others:
        return None
    found = _found(new.raws)
    told = {name for each in mine for name in _told(each, now)}
    held = {name for each in mine if each.scope == now.scope for name in each.held}
    raws: tuple[Raw, ...] = ()
    if others:
        parts = _Parts(now.units, others, new.counting)
        raws = (*parts.raws, _links(parts, found, new.wider))
        for each in others:
            raw, names = _group(parts, each, now)
            raws += (raw,) if raw is not None else ()
            told |= names
    for criteria in sorted({str(each.scope.criteria) for each in mine if _counts_again(each, now)}):
        prefix = f"by {criteria}: "
        raws += tuple(_named(raw, prefix, _OF_TARGET) for raw in new.by_criteria(criteria))
        told |= {
            prefix + name
            for each in mine
            if each.scope.criteria == criteria and _counts_again(each, now)
            for name in each.told
            if _OF_TARGET in name and is_sum(name) and not ("rural" in name and _moved(each, now))
        }
    changed = _changed(mine, now, found)
    return Joint(raws, Before(frozenset(told), frozenset(held), frozenset(changed)))


def _found(raws: Iterable[Raw]) -> dict[str, Quantity]:
    """True cells of tables, by name."""
    return {
        name: each
        for raw in raws
        for column in raw.columns
        if isinstance(column, Count | Amount)
        for name, each in quantities(raw, column).items()
    }


def _linked(others: Sequence[Release], now: Release, reach: frozenset[str]) -> list[Release]:
    """Releases of the year whose zone overlaps with the new one, or with one that does.

    ``reach`` are the units of the new one and of its reference groups: what these are without two
    zones may be few persons too.
    """
    left, kept = [each for each in others if each.scope.year == now.scope.year], []
    while near := [each for each in left if each.units & reach]:
        kept += near
        left = [each for each in left if not each.units & reach]
        reach = reach.union(*(each.units for each in near))
    return [each for each in others if any(each is one for one in kept)]


def _counts_again(old: Release, now: Release) -> bool:
    """Can the target group of an earlier release of the zone be counted beside the new one?"""
    a, b = old.scope, now.scope
    other = a.criteria is not None and a.criteria != b.criteria and not a.levelled
    return other and a.year == b.year and a.conditions == b.conditions


def _moved(old: Release, now: Release) -> bool:
    return old.scope.rural != now.scope.rural


def _told(old: Release, now: Release) -> Iterable[str]:
    """Cells told before that mean the same now, under their names of now."""
    for name in old.told:
        if same_meaning(name, old, now):
            yield name
            if name == "target" and old.scope.same:
                yield f"zone|{old.scope.same}"
    if old.scope.same and "target" in old.told and not same_meaning("target", old, now):
        trait = f"zone|{old.scope.same}"
        if same_meaning(trait, old, now):
            yield trait


def same_meaning(name: str, old: Release, now: Release) -> bool:
    """Does a cell mean the same in both releases, but for the zone that it is of?"""
    a, b = old.scope, now.scope
    if a.year != b.year or ("rural" in name and a.rural != b.rural):
        return False
    if _OF_ILLNESS.search(name) and a.conditions != b.conditions:
        return False
    zonal = bool(_NOT_SUMS.search(name))
    if "target" in name:
        if a.criteria != b.criteria or a.criteria is None:
            return False
        zonal = zonal or a.levelled
    if zonal or not is_sum(name):
        return a.units == b.units and a.strata == b.strata and old.data == now.data
    return True


def is_sum(name: str) -> bool:
    """Is the cell a sum over units?"""
    return not _NOT_SUMS.search(name) and (_OF_A_UNIT in name or bool(_SUMS.match(name)))


class _Parts:
    """Units that lie in the same zones, and the cells of each part."""

    def __init__(self, zone: frozenset[str], others: Sequence[Release], count: Counting) -> None:
        sets = [zone, *(each.units for each in others)]
        cut: dict[tuple[bool, ...], list[str]] = {}
        for unit in sorted(frozenset().union(*sets)):
            cut.setdefault(tuple(unit in each for each in sets), []).append(unit)
        self.raws: list[Raw] = []
        self.zone = zone
        self.units: dict[str, frozenset[str]] = {}
        self.cells: dict[str, dict[str, Quantity]] = {}
        for number, units in enumerate(cut.values(), start=1):
            prefix = f"part {number}: "
            raws = [_unshown(raw, prefix) for raw in count(tuple(units))]
            if raws:
                self.raws += raws
                self.units[prefix] = frozenset(units)
                self.cells[prefix] = _found(raws)

    def of(self, name: str, units: frozenset[str]) -> dict[str, Quantity]:
        """Cells of the parts of some units that add up to a cell of all of them."""
        found = {}
        for prefix, mine in self.units.items():
            if mine <= units:
                cells = self.cells[prefix]
                # of everybody of a part a trait may be known: then those are the part
                short = name.split("|")[0] if name.endswith(_KNOWN) else name
                cell = next((prefix + n for n in (name, short) if prefix + n in cells), None)
                if cell is not None:
                    found[cell] = cells[cell]
        return found


def _unshown(raw: Raw, prefix: str) -> Raw:
    """The same table of a part: cells have names of their own, but for those of a unit."""
    return _named(raw, prefix, "")


def _named(raw: Raw, prefix: str, only: str) -> Raw:
    """The same table with a prefix before its cells, and nothing shown.

    ``only`` is what a name has to hold to get one; empty for all but those of a unit, which is the
    same in every part and zone.
    """

    def renamed(name: str) -> str:
        own = only in name if only else _OF_A_UNIT not in name
        return prefix + name if own else name

    frame, columns = raw.frame.copy(), []
    for column in raw.columns:
        if isinstance(column, Count | Amount):
            frame[f"cell_{column.name}"] = [renamed(name) for name in raw.names(column)]
            columns.append(replace(column, cell=f"{{cell_{column.name}}}", shown=False))
    lines = tuple(
        Line(renamed(line.total), tuple(renamed(part) for part in line.parts)) for line in raw.lines
    )
    return Raw(prefix + raw.id, (), tuple(columns), frame, lines)


def _links(
    parts: _Parts, found: Mapping[str, Quantity], wider: Mapping[str, frozenset[str]]
) -> Raw:
    """The zone as the sum of its parts, and what is left of the reference without any part."""
    lines: list[Line] = []
    rests: dict[str, Quantity] = {}
    for name, cell in found.items():
        if is_sum(name) and _OF_A_UNIT not in name:
            mine = parts.of(name, parts.zone)
            lines += [Line(name, tuple(mine))] if mine else []
        group, sign, trait = name.partition("|")
        if group in _WIDER and cell.kind == "count":
            mine = parts.of(f"zone{sign}{trait}", wider.get(group, frozenset()))
            left = cell.value - sum(each.value for each in mine.values())
            if mine and left >= 0:
                rest = f"{name} without all zones"
                rests[rest] = Quantity(left)
                lines.append(Line(name, (*mine, rest)))
    return _raw("earlier", rests, lines)


def _group(parts: _Parts, old: Release, now: Release) -> tuple[Raw | None, set[str]]:
    """Cells of an earlier zone as sums of the parts, and all cells that it told.

    What it held back is among them, so that the new release does not tell it either.
    """
    prefix = f"zone {sorted(old.units)}: "
    told: set[str] = set()
    cells: dict[str, Quantity] = {}
    lines: list[Line] = []
    known = {name for name in _told(old, now) if is_sum(name)}
    for name in sorted(known | {n for n in old.held if is_sum(n) and same_meaning(n, old, now)}):
        mine = {} if _OF_A_UNIT in name else parts.of(name, old.units)
        if mine:
            cells[prefix + name] = _sum(list(mine.values()))
            lines.append(Line(prefix + name, tuple(mine)))
        if name in known:
            told.add(name if _OF_A_UNIT in name else prefix + name)
    raw = _raw(f"earlier {prefix}", cells, lines) if cells else None
    return raw, told


def _sum(cells: Sequence[Quantity]) -> Quantity:
    return Quantity(
        sum(each.value for each in cells),
        cells[0].kind,
        sum(each.persons for each in cells),
        max(each.largest for each in cells),
    )


def _raw(id: str, cells: Mapping[str, Quantity], lines: Sequence[Line]) -> Raw:
    """Cells that no table shows, with their sums."""
    rows = [
        {"cell": name, "n": each.value, "who": each.persons, "most": each.largest, "of": each.kind}
        for name, each in cells.items()
    ]
    frame = pd.DataFrame(rows, columns=["cell", "n", "who", "most", "of"])
    columns = []
    for kind in ("count", "amount", "events"):
        frame[kind] = frame["n"].where(frame["of"] == kind)
        cell = "{cell}"
        if kind == "count":
            columns.append(Count(kind, cell=cell, shown=False))
        else:
            events = kind == "events"
            columns.append(Amount(kind, "who", "most", events=events, cell=cell, shown=False))
    return Raw(id, (), tuple(columns), frame, tuple(lines))


def _changed(mine: Sequence[Release], now: Release, found: Mapping[str, Quantity]) -> set[str]:
    """Cells that differ by fewer than the minimum from what was told before under their name.

    With the people of a zone or target group change the sums that they bring.
    """
    hidden: set[str] = set()
    for old in mine:
        base = max(old.scope.base, now.scope.base)
        for name, before in old.told.items():
            cell = found.get(name)
            if before is None or cell is None or cell.kind == "amount":
                continue
            if old.scope.year != now.scope.year and not _OF_ANY_YEAR.search(name):
                continue
            value = nearest(cell.value, base, now.scope.minimum) if base else round(cell.value)
            if base and old.data == now.data and same_meaning(name, old, now):
                continue
            if 0 < abs(value - before) < max(now.scope.minimum, old.scope.minimum):
                hidden.add(name)
        for group in {"zone", "target"} & hidden:
            hidden |= {
                name
                for name in old.told
                if name in found and found[name].kind == "amount" and name.startswith(f"{group}|")
            }
    return hidden
