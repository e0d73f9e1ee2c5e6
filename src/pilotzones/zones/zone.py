"""A zone is a name and a set of unit codes of one layer; all else is a function of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pilotzones.postcodes.layer import UnitLayer


@dataclass(frozen=True, slots=True)
class Zone:
    """Name and codes as declared.

    ``codes`` keeps what was given, sorted, each once; ``repeated`` names the codes given more
    than once. A code may be unknown to the layer: that is a finding (Z02), not an error here.
    """

    name: str
    codes: tuple[str, ...]
    repeated: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, codes: list[str] | tuple[str, ...]) -> Zone:
        """Zone of codes in any order; doubles are noted."""
        counts = Counter(codes)
        twice = tuple(sorted(code for code, times in counts.items() if times > 1))
        return cls(name, tuple(sorted(counts)), twice)

    def known(self, layer: UnitLayer) -> tuple[str, ...]:
        """Codes of the zone that the layer has."""
        return tuple(code for code in self.codes if code in layer.units.index)

    def unknown(self, layer: UnitLayer) -> tuple[str, ...]:
        """Codes of the zone that the layer lacks."""
        return tuple(code for code in self.codes if code not in layer.units.index)


@dataclass(frozen=True, slots=True)
class Round:
    """The other zones of one call: those of other projects, by name."""

    others: tuple[Zone, ...]
