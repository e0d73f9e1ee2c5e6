"""What the care of a zone is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.resources.section import CareSection


@dataclass(frozen=True, slots=True)
class CareRequest:
    """What the care of a zone is made from.

    Parameters
    ----------
    layer, codes
        Units, and those of the zone; codes that the layer lacks are left out.
    section
        The section ``[care]``.
    folder
        Folder that the files of the section start from: that of ``pilot.toml``.
    rural
        Is a unit rural? By code; None or absent where it is not known.
    need
        Need of a unit relative to that of the zone (1 is average), by code; None where it is
        hidden or not known.
    """

    layer: UnitLayer
    codes: tuple[str, ...]
    section: CareSection
    folder: Path = Path()
    rural: Mapping[str, bool | None] = field(default_factory=lambda: MappingProxyType({}))
    need: Mapping[str, float | None] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def zone(self) -> npt.NDArray[np.bool_]:
        """One truth value per unit of the layer: is it in the zone?"""
        return self.layer.mask(self.codes)

    def groups(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Units of the zone, its rural part, the rest of it, its regions, the country.

        A group without any unit is left out; so is the region where no unit of the zone has one.
        """
        zone = self.zone
        flags = [self.rural.get(code) for code in self.layer.codes]
        rural = np.array([flag is True for flag in flags])
        other = np.array([flag is False for flag in flags])
        region = self.layer.units["region"]
        found = {
            "zone": zone,
            "rural": zone & rural,
            "other": zone & other,
            "region": region.isin(region[zone].dropna().unique()).to_numpy(),
            "country": np.ones(len(zone), bool),
        }
        return {id: mask for id, mask in found.items() if mask.any()}
