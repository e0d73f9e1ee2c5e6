"""Municipalities as input: their codes at the date of the layer, their names, their units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.codes import code_sets, convert, date_of
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.pasted import Entry, joined_names
from pilotzones.zones.taken import MOST_FAULTS, Place, Taken, doubled


def successors(
    codes: Iterable[str], known: Gazetteer, place: Place
) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """Code at the layer's date of each municipality code, and what was converted, as notices.

    Municipalities that were merged with others which are not among the codes are told too: their
    code now stands for a larger territory. A layer without a code date is taken as it is: nothing
    is converted.

    Raises
    ------
    InputError
        Codes that exist at no date, codes of several dates, merged codes that cannot be told
        apart again (the faults of ``postcodes.codes``).
    """
    wanted, to_date = sorted(set(codes)), known.layer.origin.code_date
    if to_date is None or set(wanted) <= {*known.of.values(), *_codes_at(to_date)}:
        return {code: code for code in wanted}, ()
    from_date = date_of(wanted, file=place.file, column=place.column)
    became = convert(pd.Series(wanted, dtype="str"), from_date, to_date, file=place.file)
    found = dict(zip(wanted, became.astype(str), strict=True))
    return found, _converted(found, from_date, to_date, place)


def _converted(
    found: Mapping[str, str], from_date: date, to_date: date, place: Place
) -> tuple[Fault, ...]:
    changed = tuple(f"{old} → {new}" for old, new in found.items() if old != new)
    if not changed:
        return ()
    years = {"from_year": str(from_date.year), "to_year": str(to_date.year)}
    told = [place.fault("zone.codes_converted", None, codes=changed, n=len(changed), **years)]
    if from_date < to_date:
        now = set(found.values())
        forward = code_sets().forward(from_date, to_date).items()
        beside = tuple(f"{old} → {new}" for old, new in forward if new in now and old not in found)
        if beside:
            told.append(place.fault("zone.codes_merged", None, codes=beside, n=len(beside)))
    return tuple(told)


def _codes_at(day: date) -> frozenset[str]:
    sets = code_sets()
    return sets.codes(day) if day in sets.dates else frozenset()


def municipalities_listed(
    entries: Sequence[Entry],
    known: Gazetteer,
    place: Place,
    *,
    strict: bool = True,
    became: Mapping[str, str] | None = None,
) -> Taken:
    """Units of the municipalities that the entries of a list mean, by NIS code or name.

    Parameters
    ----------
    strict
        False for the zone of another project: what is unknown stays as it was given, for the
        rules to tell.
    became
        Code at the layer's date of each code, where the list is part of a longer one that decides
        on the date; else it is found here.
    """
    given: list[tuple[str, int]] = []
    strange: list[str] = []
    faults: list[Fault] = []
    for entry in _apart(entries, known):
        found = _municipality(entry, known, place)
        if isinstance(found, str):
            given.append((found, entry.line))
        elif entry.first is not None and entry.last is None and not strict:
            strange.append(entry.first)
        else:
            faults.append(found)
        if len(faults) >= MOST_FAULTS:
            stopped = place.fault("zone.too_many_faults", entry.line, n=len(faults))
            return Taken(faults=(*faults, stopped))
    if strict:
        faults += doubled(given, known.municipalities.label, place)
    notices: tuple[Fault, ...] = ()
    if became is None:
        try:
            became, notices = successors((code for code, _ in given), known, place)
        except InputError as error:
            return Taken(faults=(*faults, *error.faults))
    wanted = [became.get(code, code) for code, _ in given]
    empty = [code for code in dict.fromkeys(wanted) if not known.units_of((code,))]
    without = [
        place.fault("zone.municipality_without_units", None, known.municipalities.label(code))
        for code in empty
    ]
    # two old municipalities that have become one are one, whoever writes both
    units = known.units_of(wanted) if strict else _as_given(given, became, known)
    told = (*notices, *without) if not strict else notices
    return Taken((*units, *strange), (*faults, *(without if strict else ())), told)


def _apart(entries: Sequence[Entry], known: Gazetteer) -> Iterator[Entry]:
    """Entries in which names that a word links stand one by one."""
    find = known.municipalities.find
    for entry in entries:
        names = joined_names(entry.name)
        if entry.first is None and not find(entry.name) and all(find(name) for name in names):
            yield from (replace(entry, text=name, name=name) for name in names)
        else:
            yield entry


def _as_given(
    given: Sequence[tuple[str, int]], became: Mapping[str, str], known: Gazetteer
) -> tuple[str, ...]:
    """Units of each municipality as often as this was given; two merged into one count once."""
    counts: dict[str, Counter[str]] = {}
    for code, _ in given:
        counts.setdefault(became.get(code, code), Counter())[code] += 1
    return tuple(
        unit for new, olds in counts.items() for unit in known.units_of((new,)) * max(olds.values())
    )


def _municipality(entry: Entry, known: Gazetteer, place: Place) -> str | Fault:
    """Code of the municipality that an entry means, or what is wrong with it."""
    names = known.municipalities
    if entry.last is not None or entry.odd in ("unclear", "chained"):
        return place.fault("zone.no_municipality_ranges", entry.line, entry.text)
    if entry.first is not None:
        return _by_code(entry.first, entry, known, place)
    found = names.find(entry.name) or names.find(entry.text)
    if len(found) == 1:
        return found[0]
    if found:
        options = names.labels(found)
        return place.fault("zone.name_several", entry.line, entry.text, options=options)
    return _nobody(entry.text, entry, names.near_name(entry.name), place)


def _by_code(code: str, entry: Entry, known: Gazetteer, place: Place) -> str | Fault:
    if code in known.written:
        return code
    if code in known.layer.units.index:
        return place.fault("zone.code_is_unit", entry.line, code)
    return _nobody(code, entry, known.municipalities.near_code(code), place)


def _nobody(value: str, entry: Entry, near: tuple[str, ...], place: Place) -> Fault:
    if near:
        return place.fault("zone.unknown_municipality.near", entry.line, value, near=near)
    return place.fault("zone.unknown_municipality", entry.line, value)
