"""The care of one zone: every list of providers, supply by unit, gaps and the shortage rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from pilotzones.errors import Fault
from pilotzones.resources.care_types import care_types
from pilotzones.resources.gaps import gaps
from pilotzones.resources.lists import provider_lists
from pilotzones.resources.overlaps import overlaps
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.shortage import shortage
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.resources.supply_by_unit import type_supply

__all__ = ["CareRequest", "care_sheet"]


def care_sheet(request: CareRequest) -> CareSheet:
    """Supply of care in a zone with its gaps, overlaps and the shortage rule.

    Raises
    ------
    InputError
        Every fault of every list at once.
    """
    ground = Ground.of(request.layer)
    lists, notices = provider_lists(request, ground)
    supplies = tuple(type_supply(each, request, ground) for each in lists)
    kinds = care_types()
    sheet = CareSheet(
        types=supplies,
        gaps=gaps(supplies, request),
        overlaps=overlaps(supplies, request),
        names=MappingProxyType({id: kind.names.model_dump() for id, kind in kinds.items()}),
        components=MappingProxyType(
            {id: request.section.components.get(id, kind.components) for id, kind in kinds.items()}
        ),
        notices=(*notices, *_other_references(supplies, request)),
    )
    return replace(sheet, shortage=shortage(sheet.supply("gp"), request))


def _other_references(supplies: Iterable[TypeSupply], request: CareRequest) -> Iterator[Fault]:
    """Lists that are held against the zone, because they say too little of what was asked for."""
    wanted = request.section.reference
    for supply in supplies:
        if supply.reference == "zone":
            fields = {"type": supply.providers.type, "wanted": wanted}
            yield Fault("providers.reference_zone", supply.providers.file, fields=fields)
