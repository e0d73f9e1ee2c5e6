"""Every list of providers of a project: read, placed, put together by type, made up where asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.nearest import with_nearest
from pilotzones.readers.tables import read_table
from pilotzones.resources.care_types import care_types
from pilotzones.resources.placing import Ground, Placed, placed
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import ProvidersSection
from pilotzones.resources.sources import Found, listed, source_of
from pilotzones.resources.supply import ProviderList
from pilotzones.resources.synthetic import recipes, synthetic_list
from pilotzones.resources.tables import PROVIDERS, headed


def provider_lists(
    request: CareRequest, ground: Ground
) -> tuple[tuple[ProviderList, ...], tuple[Fault, ...]]:
    """One list for each type, in the order of ``models/care.toml``, and what the user has to hear.

    Lists of the files come first; where the section asks for it, a SYNTHETIC one is made up for
    every type that no file gives.

    Raises
    ------
    InputError
        Every fault of every file at once; two lists of one type that count different things.
    """
    faults: list[Fault] = []
    notices: list[Fault] = []
    by_type: dict[str, list[ProviderList]] = {}
    for section in request.section.providers:
        try:
            found, told = _read(section, request, ground)
        except InputError as error:
            faults += error.faults
            continue
        notices += told
        for each in found:
            by_type.setdefault(each.type, []).append(each)
    faults += [fault for same in by_type.values() for fault in _differing(same)]
    if faults:
        raise InputError(faults)
    joined = {type: _joined(same) for type, same in by_type.items()}
    if request.section.synthetic:
        seed = request.section.seed
        joined |= {
            type: synthetic_list(type, ground, seed=seed)
            for type in recipes().types
            if type not in joined
        }
    return tuple(joined[type] for type in care_types() if type in joined), tuple(notices)


def _read(
    section: ProvidersSection, request: CareRequest, ground: Ground
) -> tuple[list[ProviderList], list[Fault]]:
    path = request.folder / section.file
    headings = section.columns.mapping()
    raw = read_table(path, schema=headed(PROVIDERS, headings), sheet=section.sheet)
    source = listed if headings or section.words else source_of(raw.header)
    found = source.read(raw, section)
    done = placed(found, ground)
    covers = _covers(section, request, found.file)
    lists = [
        _list_of(type, found, done, section=section, covers=covers)
        for type in found.rows["type"].drop_duplicates()
    ]
    notices = [*found.notices, *done.notices]
    if covers is not None:
        notices.append(Fault("providers.covers_part", found.file, fields={"n": len(covers)}))
        beyond = int((~done.places["unit"].isin(covers)).sum())
        if beyond:
            notices.append(Fault("providers.not_covered", found.file, fields={"n": beyond}))
    return lists, notices


def _covers(section: ProvidersSection, request: CareRequest, file: str) -> frozenset[str] | None:
    """Codes of the layer that a list speaks of; None for all."""
    if section.covers == "country":
        return None
    if section.covers == "zone":
        return frozenset(request.codes)
    known = set(request.layer.codes)
    unknown = [code for code in section.covers if code not in known]
    if unknown:
        raise InputError(
            [
                with_nearest(Fault("providers.covers_unknown", file, value=code), known)
                for code in unknown
            ]
        )
    return frozenset(section.covers)


def _list_of(
    type: str,
    found: Found,
    done: Placed,
    *,
    section: ProvidersSection,
    covers: frozenset[str] | None,
) -> ProviderList:
    places = done.places[done.places["type"] == type].drop(columns="type").reset_index(drop=True)
    counts = dict(found.counts)
    if found.rows["type"].nunique() > 1:  # the counts of the file are those of several types
        counts = {"read": int((found.rows["type"] == type).sum())}
    return ProviderList(
        type=type,
        places=places,
        source=found.source,
        capacity_unit=found.units[type],
        dated=found.dated,
        file=section.file.name,
        covers=covers,
        counts=MappingProxyType({**counts, **done.counts.get(type, {}), "placed": len(places)}),
    )


def _differing(same: list[ProviderList]) -> Iterable[Fault]:
    units = tuple(dict.fromkeys(each.capacity_unit for each in same))
    if len(units) > 1:
        files = tuple(each.file or "" for each in same)
        yield Fault("providers.capacity_differs", value=same[0].type, fields={"files": files})


def _joined(same: list[ProviderList]) -> ProviderList:
    """Lists of one type as one; it is as old as the oldest, and covers what any of them covers."""
    first, *others = same
    if not others:
        return first
    days = [each.dated for each in same]
    covered = [each.covers for each in same]
    return replace(
        first,
        places=pd.concat([each.places for each in same], ignore_index=True),
        source="; ".join(dict.fromkeys(each.source for each in same)),
        dated=None if None in days else min(day for day in days if day),
        file="; ".join(dict.fromkeys(each.file or "" for each in same)),
        covers=None if None in covered else frozenset().union(*(c for c in covered if c)),
        counts=_summed(each.counts or {} for each in same),
    )


def _summed(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for name, n in each.items():
            total[name] = total.get(name, 0) + n
    return MappingProxyType(total)
