"""Entries of a list held against a layer: which units they mean, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pilotzones.errors import Fault
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.pasted import Entry, joined_names
from pilotzones.zones.spelling import LIKE_DIGITS
from pilotzones.zones.taken import MOST_FAULTS, Place, Taken, doubled


@dataclass(frozen=True, slots=True)
class _Meant:
    """What one entry means: codes written one by one, those of a range, or those of names.

    ``names`` are the names alone with what was read; ``narrow`` those whose municipality has
    more units; ``strange`` the names beside codes that the layer does not know.
    """

    single: tuple[str, ...] = ()
    spanned: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """What can be looked up, where the list stands, and whether what is unknown stops."""

    known: Gazetteer
    place: Place
    strict: bool


def units_listed(
    entries: Sequence[Entry], known: Gazetteer, place: Place, *, strict: bool = True
) -> Taken:
    """Units that the entries of a list mean.

    A code written twice is a fault; one that also lies in a range, or whose name is listed too, is
    not: ranges and names only add what is not there yet. Names beside codes are compared with
    those of the layer, and what differs is told.

    Parameters
    ----------
    strict
        False for the zone of another project: codes that the layer lacks, or that stand twice,
        stay as they were given, for the rules to tell.
    """
    reader = _Reader(known, place, strict)
    meant: list[_Meant] = []
    faults: list[Fault] = []
    for entry in entries:
        meant.append(_meant(entry, reader))
        faults += meant[-1].faults
        if len(faults) >= MOST_FAULTS:
            stopped = place.fault("zone.too_many_faults", entry.line, n=len(faults))
            return Taken(faults=(*faults, stopped))
    singles = [(code, e.line) for e, m in zip(entries, meant, strict=True) for code in m.single]
    named = [(code, e.line) for e, m in zip(entries, meant, strict=True) for code in m.named]
    if strict:
        faults += doubled(singles, reader.known.units.label, place)
    faults += doubled(named, reader.known.units.label, place)
    codes = [code for code, _ in singles]
    given = set(codes)
    others = [c for m in meant for c in m.spanned] + [code for code, _ in named]
    codes += [code for code in dict.fromkeys(others) if code not in given]
    notices = [notice for each in meant for notice in each.notices]
    return Taken(tuple(codes), tuple(faults), (*notices, *_told(meant, place)) if strict else ())


def _told(meant: Iterable[_Meant], place: Place) -> tuple[Fault, ...]:
    """One notice for all names that were read, one for all that are not known."""
    found = {
        "zone.names_read": tuple(name for each in meant for name in each.names),
        "zone.names_narrow": tuple(name for each in meant for name in each.narrow),
        "zone.names_unknown": tuple(name for each in meant for name in each.strange),
    }
    return tuple(
        place.fault(id, None, names=names, n=len(names)) for id, names in found.items() if names
    )


def _meant(entry: Entry, reader: _Reader) -> _Meant:
    if entry.odd == "unclear" or entry.odd == "chained":
        return _refused("zone.range_unclear", entry, reader)
    if entry.first is None:
        return _name_alone(entry, reader)
    if entry.last is not None:
        return _range(entry, reader)
    if entry.first in reader.known.layer.units.index:
        return _beside(entry, (entry.first,), _Meant(single=(entry.first,)), reader)
    if not reader.strict:
        return _Meant(single=(entry.first,))
    return _Meant(faults=(_unknown(entry.first, entry, reader),))


def _refused(id: str, entry: Entry, reader: _Reader, **fields: str | tuple[str, ...]) -> _Meant:
    return _Meant(faults=(reader.place.fault(id, entry.line, entry.text, **fields),))


def _unknown(code: str, entry: Entry, reader: _Reader) -> Fault:
    """Fault of a code that the layer lacks, with what was probably meant."""
    known, line = reader.known.layer.units.index, entry.line
    for id, meant in (
        ("zone.code_apart", re.sub(r"[. ']", "", code)),
        ("zone.letter_in_code", code.translate(LIKE_DIGITS)),
    ):
        if meant != code and meant in known:
            return reader.place.fault(id, line, code, meant=reader.known.units.label(meant))
    if _is_municipality(code, reader):
        label = reader.known.municipalities.label(code)
        return reader.place.fault("zone.code_is_municipality", line, code, municipality=label)
    near = reader.known.units.near_code(code)
    id = "zone.unknown_code" if near else "zone.unknown_code.alone"
    return reader.place.fault(id, line, code, **({"near": near} if near else {}))


def _is_municipality(code: str, reader: _Reader) -> bool:
    return reader.known.layer.origin.kind != "municipality" and code in reader.known.written


def _range(entry: Entry, reader: _Reader) -> _Meant:
    """Codes of the layer between two ends, both included; the ends themselves need not exist."""
    known = reader.known.layer.codes
    first, last = str(entry.first), str(entry.last)
    lengths = {len(code) for code in known}
    odd = [end for end in (first, last) if end not in known and not _number(end, lengths)]
    if odd:
        return _Meant(faults=tuple(_unknown(end, entry, reader) for end in odd))
    if len(first) != len(last) or first > last:
        return _refused("zone.range_reversed", entry, reader, first=first, last=last)
    codes = tuple(c for c in known if len(c) == len(first) and first <= c <= last)
    if not codes:
        near = reader.known.units.near_code(first)
        return _refused("zone.range_empty", entry, reader, first=first, last=last, near=near)
    return _beside(entry, codes, _Meant(spanned=codes), reader)


def _number(code: str, lengths: set[int]) -> bool:
    return code.isdecimal() and len(code) in lengths


def _beside(entry: Entry, codes: tuple[str, ...], meant: _Meant, reader: _Reader) -> _Meant:
    """The same, with what there is to say of the name beside the code."""
    if not entry.name or not reader.strict or any(_belongs(entry.name, c, reader) for c in codes):
        return meant
    units = reader.known.units.find(entry.name)
    others = units or reader.known.municipalities.find(entry.name)
    if not others or len(codes) > 1:
        strange = f"{entry.first} {entry.name}" if len(codes) == 1 else entry.text
        return _Meant(meant.single, meant.spanned, strange=(strange,))
    names = reader.known.units if units else reader.known.municipalities
    notice = reader.place.fault(
        "zone.name_differs",
        entry.line,
        entry.text,
        unit=reader.known.units.label(next(iter(codes))),
        name=entry.name,
        others=names.labels(others),
    )
    return _Meant(meant.single, meant.spanned, notices=(notice,))


def _belongs(name: str, code: str, reader: _Reader) -> bool:
    """Is this a name of the unit or of its municipality?"""
    if code in reader.known.units.find(name):
        return True
    return reader.known.of.get(code) in reader.known.municipalities.find(name)


def _name_alone(entry: Entry, reader: _Reader) -> _Meant:
    beside = entry.beside
    if beside in reader.known.layer.units.index and _belongs(entry.name, str(beside), reader):
        return _Meant()
    for name in dict.fromkeys((entry.name, entry.text)):
        found = _one_name(name, entry, reader)
        if found is not None:
            return found
    parts = [_one_name(part, entry, reader) for part in joined_names(entry.name)]
    if len(parts) > 1 and all(part is not None for part in parts):
        return _together([part for part in parts if part is not None])
    near = reader.known.units.near_name(entry.name)
    if near:
        return _refused("zone.not_understood.near", entry, reader, near=near)
    return _refused("zone.not_understood", entry, reader)


def _together(parts: Sequence[_Meant]) -> _Meant:
    return _Meant(
        named=tuple(code for part in parts for code in part.named),
        names=tuple(name for part in parts for name in part.names),
        narrow=tuple(name for part in parts for name in part.narrow),
        faults=tuple(fault for part in parts for fault in part.faults),
    )


def _one_name(name: str, entry: Entry, reader: _Reader) -> _Meant | None:
    """What a name alone means; None when nothing has this name."""
    units = reader.known.units.find(name)
    if len(units) > 1:
        options = reader.known.units.labels(units)
        return _refused("zone.name_several", entry, reader, name=name, options=options)
    if units:
        code = next(iter(units))
        rest = tuple(
            u for u in reader.known.units_of((reader.known.of.get(code, ""),)) if u != code
        )
        whole = rest and reader.known.of[code] in reader.known.municipalities.find(name)
        narrow = (f"{name} ({', '.join(reader.known.units.labels(rest))})",) if whole else ()
        return _Meant(named=units, names=(f"{name} = {code}",), narrow=narrow)
    inside = reader.known.units_of(reader.known.municipalities.find(name))
    if len(inside) == 1:
        return _Meant(named=inside, names=(f"{name} = {inside[0]}",))
    if inside:
        options = reader.known.units.labels(inside)
        return _refused("zone.name_is_municipality", entry, reader, name=name, options=options)
    return None
