"""Is a layer a coverage? Faults found, repaired and reported, each with its area.

In a coverage no two units overlap, no sliver lies between them and shared borders have the same
vertices. Layers as they are published often fall short of it, and then measures of area and
contiguity are wrong. ``clean`` repairs what is real and leaves floating-point noise alone: a
repair moves borders, and moving them for nothing could make neighbours of units that are none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from pilotzones.errors import Fault, InputError, Value
from pilotzones.postcodes.contiguity import contiguity_of, near_misses
from pilotzones.postcodes.overlaps import NOISE_M2, find_overlaps
from pilotzones.postcodes.slivers import (
    GAP_WIDTH_M,
    STRAY_M,
    Slivers,
    filled,
    find_slivers,
)

NAMED_CHANGE_SHARE = 0.01
"""A unit whose area the repair changes by more than this share is named in the report."""

KINDS = ("invalid", "overlap", "gap", "joined", "unmatched", "short", "changed")
"""Kinds of faults, in the order in which they are told."""

_REPAIRED = ("invalid", "overlap", "gap")

_SHORT_M = 2 * GAP_WIDTH_M
"""A border shorter than this is named after a repair: slivers meet on such lengths at corners."""

_SNAP_M = 5e-3
"""Vertices nearer than this become one in a repair, so that pairs that nearly meet do meet."""

Shapes = npt.NDArray[np.object_]
Areas = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CoverageFault:
    """One fault of a coverage.

    Parameters
    ----------
    kind
        ``invalid`` (an outline that crosses itself), ``overlap`` (two units), ``gap`` (a sliver
        between the units named), ``unmatched`` (two units that run along each other without
        meeting exactly), ``joined`` (two that did so before the repair), ``short`` (two that
        share less than 20 m of border after the repair: perhaps they met at a corner only) or
        ``changed`` (a unit whose area the repair changed by more than ``NAMED_CHANGE_SHARE``).
    units
        Codes, sorted.
    area_m2
        Area of the overlap or gap; for ``invalid`` and ``changed`` the area that the unit gained,
        negative where it lost.
    length_m
        For ``unmatched`` and ``joined``, how far the two run along each other; for ``short``,
        their border.
    """

    kind: str
    units: tuple[str, ...]
    area_m2: float = 0.0
    length_m: float = 0.0


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What was found when the layer was read, and what was done.

    Parameters
    ----------
    faults
        Faults found, before any repair; ``joined``, ``short`` and ``changed`` ones tell what the
        repair did.
    repaired
        True when the geometry was changed and is a coverage now.
    area_before_m2, area_after_m2
        Sum of the areas of the units as read and as they are now.
    noise, noise_area_m2
        Number of overlaps and gaps below ``NOISE_M2``, left as they are, and their area.
    notices
        What else the reading of the layer has to tell: messages of the same form as faults, but
        nothing stopped for them.
    """

    faults: tuple[CoverageFault, ...] = ()
    repaired: bool = False
    area_before_m2: float = 0.0
    area_after_m2: float = 0.0
    noise: int = 0
    noise_area_m2: float = 0.0
    notices: tuple[Fault, ...] = ()

    def of(self, kind: str) -> tuple[CoverageFault, ...]:
        """Faults of one kind."""
        return tuple(fault for fault in self.faults if fault.kind == kind)


NO_FAULTS = CoverageReport()


def is_clean(geometry: gpd.GeoSeries) -> bool:
    """Are the polygons valid and their shared borders matched? A cheap check, it says no more."""
    shapes = geometry.to_numpy()
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def clean(
    geometry: gpd.GeoSeries, *, file: str | None = None
) -> tuple[gpd.GeoSeries, CoverageReport]:
    """Polygons of the same units as a coverage, and the report of what was found and repaired.

    Outlines that cross themselves are made valid. Overlaps and gaps of at least ``NOISE_M2`` are
    repaired, all together: an overlap goes to the smaller of its units (so that a unit drawn
    inside another one stays), a sliver is shared out among the units along it. Real holes,
    exclaves and parts of units stay. Pairs that run along each other without meeting exactly are
    named; without a real overlap or gap nothing is moved for them.

    Parameters
    ----------
    geometry
        Polygons in EPSG:31370, indexed by unit code (unique). Z values are left behind.
    file
        Path as the user wrote it, for the faults.

    Returns
    -------
    tuple
        The geometry, in the order of the rows given, and the report.

    Raises
    ------
    InputError
        Units without any area (``coverage.no_area``), or that a repair would remove because
        others cover them altogether (``coverage.vanished``); faults that cannot be repaired
        (``coverage.not_repairable``).

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> pair = gpd.GeoSeries([shapely.box(0, 0, 1000, 900), shapely.box(999, 0, 1900, 900)],
    ...     index=["A", "B"], crs="EPSG:31370")
    >>> cleaned, report = clean(pair)
    >>> report.repaired, report.faults[0].kind, report.faults[0].area_m2
    (True, 'overlap', 900.0)
    >>> cleaned.area.tolist()  # the smaller one keeps the strip
    [899100.0, 810900.0]
    """
    ordered = geometry.sort_index()  # so that the order of the rows cannot decide anything
    codes = ordered.index.to_numpy(dtype=object)
    raw = np.asarray(shapely.force_2d(ordered.to_numpy()), dtype=object)
    shapes, found = _made_valid(raw, codes, file)
    result, noise = shapes, np.empty(0)
    if not _is_whole(shapes):
        with np.errstate(divide="ignore", invalid="ignore"):  # GEOS leaves these flags behind
            between, slivers, noise = _faults(shapes, codes)
            if any(fault.kind != "unmatched" for fault in between):
                result = _matched(shapes, slivers, file)
                between = [*_told(between, result, codes), *_changes(shapes, result, codes, file)]
        found += between
    report = CoverageReport(
        faults=tuple(found),
        repaired=any(fault.kind in _REPAIRED for fault in found),
        area_before_m2=float(shapely.area(shapes).sum()),
        area_after_m2=float(shapely.area(result).sum()),
        noise=len(noise),
        noise_area_m2=float(noise.sum()),
    )
    rows = ordered.index.get_indexer(geometry.index)
    done = gpd.GeoSeries(result[rows], geometry.index, crs=geometry.crs, name=geometry.name)
    return done, report


def _is_whole(shapes: Shapes) -> bool:
    """Is nothing to be found: no hole inside any unit, no unmatched edge, no narrow gap?"""
    holes = shapely.get_num_interior_rings(shapely.get_parts(shapes)).sum()
    return not holes and bool(shapely.coverage_is_valid(shapes, gap_width=GAP_WIDTH_M))


def _made_valid(raw: Shapes, codes: Shapes, file: str | None) -> tuple[Shapes, list[CoverageFault]]:
    """Valid polygons, and a fault for each one that was not; lines and points are left behind."""
    shapes = raw.copy()
    wrong = np.flatnonzero(~shapely.is_valid(raw) & ~shapely.is_missing(raw))
    for k in wrong:
        parts = shapely.get_parts(shapely.make_valid(raw[k]))
        shapes[k] = shapely.union_all(parts[shapely.area(parts) > 0])
    empty = tuple(codes[~(shapely.area(shapes) > 0)].tolist())  # nan: no geometry at all
    if empty:
        raise InputError(Fault("coverage.no_area", file=file, fields={"units": empty}))
    gained = shapely.area(shapes[wrong]) - shapely.area(raw[wrong])
    pairs = zip(codes[wrong].tolist(), gained.tolist(), strict=True)
    return shapes, [CoverageFault("invalid", (code,), area_m2=m2) for code, m2 in pairs]


def _faults(shapes: Shapes, codes: Shapes) -> tuple[list[CoverageFault], Slivers, Areas]:
    """Faults between units, the slivers among them, and the areas that are noise."""
    common = find_overlaps(shapes)
    slivers = find_slivers(shapes, overlap_m2=float(common.area_m2.sum() + common.noise_m2.sum()))
    overlaps = [
        CoverageFault("overlap", (str(codes[i]), str(codes[j])), area_m2=m2)
        for i, j, m2 in zip(common.a, common.b, common.area_m2.tolist(), strict=True)
    ]
    gaps = [
        CoverageFault("gap", tuple(codes[list(around)].tolist()), area_m2=float(sliver.area))
        for sliver, around in zip(slivers.shapes, slivers.around, strict=True)
    ]
    series = gpd.GeoSeries(shapes, index=codes)
    along = near_misses(series, contiguity_of(series))
    found = [
        *sorted(overlaps, key=lambda fault: fault.units),
        *sorted(gaps, key=lambda fault: (fault.units, fault.area_m2)),
        *(CoverageFault("unmatched", (a, b), length_m=m) for a, b, m in along),
    ]
    return found, slivers, np.r_[common.noise_m2, slivers.noise_m2]


def _matched(shapes: Shapes, slivers: Slivers, file: str | None) -> Shapes:
    """Polygons without overlaps and gaps, their shared borders with the same vertices.

    The area is held against that of the union and the gaps together: GEOS 3.14 can lose units.
    """
    clean = shapely.coverage_clean  # pyright: ignore[reportAttributeAccessIssue]  new in 2.2
    expected_m2 = slivers.union_m2 + float(shapely.area(slivers.shapes).sum())
    result = clean(
        filled(shapes, slivers),
        gap_width=GAP_WIDTH_M,
        snapping_distance=_SNAP_M,
        merge_strategy="min_area",
    )
    strayed_m2 = abs(float(shapely.area(result).sum()) - expected_m2)
    if strayed_m2 > STRAY_M * slivers.outline_m + NOISE_M2 or not shapely.coverage_is_valid(result):
        raise InputError(Fault("coverage.not_repairable", file=file))
    return result


def _told(faults: list[CoverageFault], result: Shapes, codes: Shapes) -> list[CoverageFault]:
    """The same faults, and what the repair did to borders.

    A pair that did not meet and has a border now is ``joined``; a border hardly longer than a
    sliver is wide may be one that only the repair has made.
    """
    graph = contiguity_of(gpd.GeoSeries(result, index=codes))
    pairs = zip(codes[graph.a], codes[graph.b], graph.length_m.tolist(), strict=True)
    length_m = {(str(a), str(b)): m for a, b, m in pairs}
    told = [
        replace(fault, kind="joined")
        if fault.kind == "unmatched" and fault.units in length_m
        else fault
        for fault in faults
    ]
    short = [
        CoverageFault("short", pair, length_m=m) for pair, m in length_m.items() if m < _SHORT_M
    ]
    return [*told, *short]


def _changes(before: Shapes, after: Shapes, codes: Shapes, file: str | None) -> list[CoverageFault]:
    """Units that the repair changed by more than the share that is named."""
    was, now = shapely.area(before), shapely.area(after)
    gone = tuple(codes[~(now > 0)].tolist())
    if gone:
        raise InputError(Fault("coverage.vanished", file=file, fields={"units": gone}))
    changed = np.flatnonzero(np.abs(now - was) > NAMED_CHANGE_SHARE * was)
    return [CoverageFault("changed", (codes[k],), area_m2=float(now[k] - was[k])) for k in changed]


def lines(report: CoverageReport) -> tuple[Fault, ...]:
    """What a report has to tell, for the screen and the page: nothing for a clean layer.

    One line for each kind of fault with its number (``n``), its area or length and the units that
    are in it, one for noise, and the notices of the reading.
    """
    found = []
    for kind in KINDS:
        faults = report.of(kind)
        if faults:
            fields: dict[str, Value] = {
                "n": len(faults),
                "units": tuple("–".join(fault.units) for fault in faults),
                "area_m2": sum(abs(fault.area_m2) for fault in faults),
                "length_m": sum(fault.length_m for fault in faults),
                "share": NAMED_CHANGE_SHARE,
            }
            found.append(Fault(f"coverage.{kind}", fields=fields))
    if report.noise:
        noise: dict[str, Value] = {"n": report.noise, "most_cm2": round(NOISE_M2 * 1e4)}
        found.append(Fault("coverage.noise", fields=noise))
    return (*found, *report.notices)
