"""Flows of care from unit to unit: a user's table, or a stated Huff model; what stays inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array, vstack

from pilotzones.errors import Fault, InputError, Value
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.nearest import with_nearest
from pilotzones.readers.tables import RawTable, read_table
from pilotzones.schemas import Column, Schema, check, places_of
from pilotzones.zones.measures import centroids
from pilotzones.zones.zone import Zone

Floats = npt.NDArray[np.float64]

_AT_ONCE = 4_000_000
"""Distances from units to providers kept in memory at one time."""

FLOWS = Schema(
    "flows",
    (
        Column(
            "origin",
            "text",
            aliases=(
                "from",
                "residence",
                "origine",
                "domicile",
                "lieu de résidence",
                "code postal du domicile",
                "herkomst",
                "woonplaats",
                "postcode woonplaats",
                "van",
                "herkunft",
                "wohnort",
                "von",
            ),
            source="the user's table of flows: where people live",
        ),
        Column(
            "destination",
            "text",
            aliases=(
                "to",
                "place of care",
                "lieu de soins",
                "lieu de prestation",
                "vers",
                "bestemming",
                "plaats van zorg",
                "naar",
                "ziel",
                "zielort",
                "behandlungsort",
                "nach",
            ),
            nullable=True,
            source="the user's table of flows: where care is given; empty: outside the layer",
        ),
        Column(
            "volume",
            "decimal",
            aliases=(
                "flow",
                "contacts",
                "count",
                "n",
                "flux",
                "nombre",
                "nombre de contacts",
                "aantal",
                "aantal contacten",
                "contacten",
                "stroom",
                "anzahl",
                "kontakte",
                "umfang",
            ),
            minimum=0,
            unit="contacts, patients or euros, as the user counts them",
            merge="sum",
            source="the user's table of flows",
        ),
    ),
    key=("origin", "destination"),
)
"""One row per pair of units; a destination outside the layer is left empty."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Volume of care from the unit where people live to the unit where they receive it.

    Parameters
    ----------
    from_, to
        Codes of each flow, k of them; ``to`` is None where the destination lies outside the layer.
    volume
        What flows, shape (k,), at least 0: as the table counts it, or inhabitants of a model.
    source
        ``table`` or ``huff``.
    unserved
        Units with inhabitants and no provider in reach: they have no flow (Huff model only).
    unknown
        Units whose inhabitants are not known: a zone with one has no self-containment.
    stated
        Parameters of the model by name, to be shown wherever its figures are.
    """

    from_: tuple[str, ...]
    to: tuple[str | None, ...]
    volume: Floats
    source: Literal["table", "huff"]
    unserved: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    stated: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


def flows_from_table(path: Path, layer: UnitLayer) -> Flows:
    """Flows of a user's origin-destination table in the codes of the layer's units.

    An empty destination is care outside the layer: it counts as leaving every zone.

    Raises
    ------
    InputError
        Every fault of the table at once: columns, cells, pairs that stand twice, and codes that
        the layer lacks (``flows.unknown_unit`` with the nearest ones); ``flows.no_code_in_common``
        where it has none of them.
    """
    raw = read_table(path, schema=FLOWS)
    strange = tuple(_strange(raw, layer))
    try:
        frame = check(raw, FLOWS)
    except InputError as error:
        faults = [*error.faults, *strange]
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0)) from None
    origins, ends = frame["origin"].astype(str), frame["destination"]
    used = {*origins, *ends.dropna().astype(str)}
    if used.isdisjoint(layer.codes):
        fields = {"theirs": tuple(sorted(used)[:3]), "ours": layer.codes[:3]}
        raise InputError(Fault("flows.no_code_in_common", str(path), fields=fields))
    if strange:
        raise InputError(strange)
    return Flows(
        from_=tuple(origins),
        to=tuple(None if pd.isna(code) else str(code) for code in ends),
        volume=frame["volume"].to_numpy(np.float64),
        source="table",
    )


def _strange(raw: RawTable, layer: UnitLayer) -> Iterator[Fault]:
    """Faults of codes that the layer lacks, at the first row of each in its column."""
    for column, place in places_of(raw, FLOWS, {})[0].items():
        if column.kind != "text":
            continue
        one = Schema(FLOWS.name, (Column(column.name, "text", column.aliases, nullable=True),))
        try:
            frame = check(raw, one)
        except InputError:  # the whole check tells what is wrong with these cells
            continue
        codes = frame.dropna().drop_duplicates(column.name)
        for code, row in zip(codes[column.name].astype(str), codes["row"], strict=True):
            if code not in layer.units.index:
                fault = Fault("flows.unknown_unit", raw.file, int(row), raw.header[place], code)
                yield with_nearest(fault, layer.codes)


def huff(
    layer: UnitLayer,
    supply_xy: Floats,
    capacity: Floats,
    *,
    decay_km: float,
    reach_km: float,
    power: float | None = None,
) -> Flows:
    """Flows of a stated model: inhabitants share themselves out over the providers in reach.

    The share of a provider is its capacity times the decay of the straight-line distance from the
    centroid of the unit, over the sum of the same of all providers in reach (Huff 1964, Journal of
    Marketing 28(3), 34-38). A model, not a measurement: ``stated`` says its parameters.

    Parameters
    ----------
    supply_xy, capacity
        Points of the providers in EPSG:31370, shape (k, 2), and the attraction of each, shape (k,).
    decay_km, power
        Decay of a distance d: ``exp(-d / decay_km)``, or with a power ``(1 + d / decay_km) **
        -power``, which is finite at a provider's door.
    reach_km
        Farthest provider that counts, the bound itself included.

    Raises
    ------
    InputError
        ``flows.huff_parameter``: a parameter that is not above 0; ``flows.huff_capacity``: a
        capacity below 0 or not known; ``flows.huff_no_provider``: nothing attracts anybody.
    """
    parameters = {"decay_km": decay_km, "reach_km": reach_km, "power": power}
    _require_sound(capacity, parameters)
    people, home = layer.people, centroids(layer)
    asked = np.flatnonzero((np.nan_to_num(people) > 0) & ~np.isnan(home).any(axis=1))
    place, n = _unit_of(layer, supply_xy), len(layer.codes)
    ends = csr_array(
        (np.ones(len(place)), (np.arange(len(place)), place)), shape=(len(place), n + 1)
    )
    step = max(1, _AT_ONCE // max(1, len(place)))
    rows: list[csr_array] = []
    for k in range(0, len(asked), step):
        some = asked[k : k + step]
        away_km = np.hypot(*(home[some, None, :] - supply_xy[None, :, :]).transpose(2, 0, 1)) / 1e3
        pull = capacity * _decay(away_km, decay_km, power) * (away_km <= reach_km)
        total = pull.sum(axis=1, keepdims=True)
        share = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)
        rows.append(csr_array(csr_array(share * people[some, None]) @ ends))
    return _modelled(
        layer, asked, rows, {"decay_km": decay_km, "reach_km": reach_km, "power": power}
    )


def _decay(away_km: Floats, decay_km: float, power: float | None) -> Floats:
    if power is None:
        return np.exp(-away_km / decay_km)
    return (1 + away_km / decay_km) ** -power


def _require_sound(capacity: Floats, parameters: Mapping[str, float | None]) -> None:
    faults = [
        Fault("flows.huff_parameter", column=name, value=str(value))
        for name, value in parameters.items()
        if value is not None and not (np.isfinite(value) and value > 0)
    ]
    wrong = int((~(np.isfinite(capacity) & (capacity >= 0))).sum())
    if wrong:
        faults.append(Fault("flows.huff_capacity", fields={"n": wrong}))
    elif not capacity.sum() > 0:
        faults.append(Fault("flows.huff_no_provider"))
    if faults:
        raise InputError(faults)


def _unit_of(layer: UnitLayer, xy: Floats) -> npt.NDArray[np.intp]:
    """Row of the unit that holds each point, the first by code on a border; n outside the layer."""
    place = np.full(len(xy), len(layer.codes), np.intp)
    point, unit = shapely.STRtree(layer.shapes).query(shapely.points(xy), predicate="intersects")
    np.minimum.at(place, point, unit)
    return place


def _modelled(
    layer: UnitLayer,
    asked: npt.NDArray[np.intp],
    rows: Sequence[csr_array],
    parameters: Mapping[str, float | None],
) -> Flows:
    """Flows of the blocks of rows, by origin and destination."""
    codes, names = layer.codes, (*layer.codes, None)
    table = csr_array(vstack([*rows, csr_array((0, len(names)))]))
    table.sum_duplicates()  # which also sorts the destinations of each origin
    table.eliminate_zeros()
    begin = np.repeat(asked, np.diff(table.indptr))
    ends, volume = table.indices, table.data.astype(np.float64)
    served = np.isin(asked, begin)
    return Flows(
        from_=tuple(codes[k] for k in begin.tolist()),
        to=tuple(names[k] for k in ends.tolist()),
        volume=volume,
        source="huff",
        unserved=tuple(codes[k] for k in asked[~served].tolist()),
        unknown=tuple(codes[k] for k in np.flatnonzero(np.isnan(layer.people)).tolist()),
        stated=MappingProxyType({name: v for name, v in parameters.items() if v is not None}),
    )


def self_containment(zone: Zone, layer: UnitLayer, flows: Flows) -> float | None:
    """Share of the volume from the zone that stays in the zone (0..1).

    None when nothing flows from the zone, a code is unknown to the layer, or a unit's inhabitants
    are not known to the model. Source: the supply-side self-containment of Goodman 1970, British
    Journal of Industrial Relations 8(2), 179-196.
    """
    if zone.unknown(layer):
        return None
    share = float(kept_shares(layer.mask(zone.codes)[None, :], layer, flows)[0])
    return None if np.isnan(share) else share


def kept_shares(inside: npt.NDArray[np.bool_], layer: UnitLayer, flows: Flows) -> Floats:
    """Self-containment of several zones, as truth values of shape (zones, units); NaN for none."""
    n = len(layer.codes)
    open_to = np.concatenate([inside, np.zeros((len(inside), 1), bool)], axis=1)
    start, end = (_rows(layer, codes, n) for codes in (flows.from_, flows.to))
    table = csr_array((flows.volume, (start, end)), shape=(n + 1, n + 1))
    from_zone = open_to.astype(np.float64) @ table
    leaving, staying = from_zone.sum(axis=1), (from_zone * open_to).sum(axis=1)
    share = np.divide(staying, leaving, out=np.full(len(inside), np.nan), where=leaving > 0)
    unsure = inside[:, layer.positions(flows.unknown)].any(axis=1)
    return np.where(unsure, np.nan, share)


def _rows(layer: UnitLayer, codes: Sequence[str | None], n: int) -> npt.NDArray[np.intp]:
    """Row of each code; n for what the layer does not hold."""
    found = layer.units.index.get_indexer(pd.Index(list(codes), dtype=object))
    return np.where(found < 0, n, found)
