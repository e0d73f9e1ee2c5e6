"""The shortage rule for general practitioners, by municipality of the zone and for the whole zone.

An area is short with fewer than 90 general practitioners per 100,000 inhabitants, or with fewer
than 125 inhabitants per square kilometre and fewer than 120 (``models/care.toml`` has the marks
and their source). All three are strict.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.resources.care_types import ShortageRule, care_model
from pilotzones.resources.request import CareRequest
from pilotzones.resources.supply import Shortage, TypeSupply

TYPE = "gp"
ZONE = "zone"
"""Name of the area that is the whole zone."""
_PER = 100_000


def shortage(gp: TypeSupply | None, request: CareRequest) -> tuple[Shortage, ...]:
    """The rule for the zone, then for each municipality that it touches, by code.

    The rule is one about municipalities: each is counted whole, with all of its units in the
    layer, also where only some of them are in the zone. Without a list of general practitioners
    nothing is known of any. Every practitioner of the list counts, whatever the age or the hours.
    """
    zone = request.zone
    if not zone.any():
        return ()
    municipality = request.layer.units["municipality"]
    rule = care_model().shortage
    areas = {ZONE: zone} | {
        str(code): (municipality == code).fillna(False).to_numpy(bool)
        for code in sorted(municipality[zone].dropna().unique())
    }
    return tuple(_of_areas(areas, gp, request.layer, rule))


def _of_areas(
    areas: dict[str, npt.NDArray[np.bool_]],
    gp: TypeSupply | None,
    layer: UnitLayer,
    rule: ShortageRule,
) -> Iterator[Shortage]:
    ground = shapely.area(layer.shapes)
    for area, mask in areas.items():
        people = layer.people[mask].sum()  # one unknown makes the sum unknown
        counts = None if gp is None else gp.units["count"][mask]
        yield judged(
            area,
            people=None if np.isnan(people) else int(people),
            area_km2=float(np.nansum(ground[mask])) / 1e6,
            gps=None if counts is None or counts.isna().any() else int(counts.sum()),
            rule=rule,
        )


def judged(
    area: str, *, people: int | None, area_km2: float, gps: int | None, rule: ShortageRule
) -> Shortage:
    """The rule on one area.

    Shares are compared as whole products, so that a value exactly at a mark is never short.
    """
    density = None if people is None or area_km2 <= 0 else people / area_km2
    thin = None if density is None else density < rule.thin_density
    bound = rule.thin_below if thin else rule.below
    known = thin is not None and gps is not None and bool(people)
    return Shortage(
        area=area,
        people=people,
        area_km2=area_km2,
        density_per_km2=density,
        gps=gps,
        per_100000=None if gps is None or not people else gps * _PER / people,
        bound=bound,
        thin=thin,
        short=(gps or 0) * _PER < bound * (people or 0) if known else None,
    )
