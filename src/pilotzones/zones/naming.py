"""Names of units and municipalities, found in any language, without case and accents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pilotzones.postcodes.codes import code_sets
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.nearest import nearest_codes
from pilotzones.readers.headings import fold

_LANGUAGES = ("fr", "nl", "de")
_SHORT = {
    "st": ("saint", "sint", "sankt"),
    "ste": ("sainte",),
    "s": ("sur", "sous"),
    "l": ("lez", "les"),
}
"""Words that people shorten in names of places."""
_SIMILAR = 0.75
_TOO_LONG = 3
"""Characters more than any code has, from which on nothing is near."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind of place: the codes of each name, and the name shown of each code.

    ``codes`` is keyed by folded name; a name may stand for several codes.
    """

    codes: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]

    def find(self, name: str) -> tuple[str, ...]:
        """Codes of a name; of ``Bruxelles/Brussel`` those that one of the parts names."""
        found: dict[str, None] = {}
        for part in (name, *re.split(r"\s*/\s*", name)):
            for spelling in _spellings(part):
                found |= dict.fromkeys(self.codes.get(spelling, ()))
        return tuple(found)

    def label(self, code: str) -> str:
        """Code and name: ``1330 Rixensart``; the bare code where it has no name."""
        name = self.shown.get(code, "")
        return f"{code} {name}" if name and name != code else code

    def labels(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Code and name of each."""
        return tuple(self.label(code) for code in codes)

    def near_code(self, code: str) -> tuple[str, ...]:
        """Labels of the codes nearest to one that does not exist; none for what is far too long."""
        if len(code) > max(map(len, self.shown), default=0) + _TOO_LONG:
            return ()
        return self.labels(nearest_codes(code, self.shown))

    def near_name(self, name: str) -> tuple[str, ...]:
        """Labels of the places whose name is most like one that is not known."""
        if len(name) > _LONGEST_NAME:
            return ()
        near = get_close_matches(fold(name), self.codes, n=3, cutoff=_SIMILAR)
        return self.labels(dict.fromkeys(code for key in near for code in self.codes[key]))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What can be looked up of a layer: its units and municipalities by code and name.

    Parameters
    ----------
    units, municipalities
        Names of both; the municipalities are empty where the layer names none.
    of
        Municipality code of each unit that has one, in the order of the units.
    written
        Municipality codes that may be written: those of the layer, and of every known date.
    """

    layer: UnitLayer
    units: Names
    municipalities: Names
    of: Mapping[str, str]
    written: frozenset[str]

    @classmethod
    def of_layer(cls, layer: UnitLayer) -> Gazetteer:
        """Gazetteer of a layer; where units are municipalities, their names count twice."""
        codes = layer.units["municipality"].items()
        of = {str(unit): code for unit, code in codes if isinstance(code, str)}
        named = ("name", *(f"name_{lang}" for lang in _LANGUAGES))
        municipal = tuple(f"municipality_{lang}" for lang in _LANGUAGES)
        if layer.origin.kind == "municipality":
            municipal = (*municipal, *named)
        sets = code_sets()
        return cls(
            layer=layer,
            units=_names(layer, dict(zip(layer.codes, layer.codes, strict=True)), named),
            municipalities=_names(layer, of, municipal),
            of=of,
            written=frozenset(of.values()).union(*(sets.codes(day) for day in sets.dates)),
        )

    def units_of(self, municipalities: Iterable[str]) -> tuple[str, ...]:
        """Units of these municipalities, in the order of the layer."""
        wanted = frozenset(municipalities)
        return tuple(unit for unit, code in self.of.items() if code in wanted)


def _names(layer: UnitLayer, of: Mapping[str, str], columns: Iterable[str]) -> Names:
    """Names in some columns of the layer, for the code that each unit has in ``of``."""
    found: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = dict.fromkeys(of.values(), "")
    for column in columns:
        if column not in layer.units.columns:
            continue
        for unit, name in layer.units[column].items():
            code = of.get(str(unit))
            if code is None or not isinstance(name, str) or not name.strip():
                continue
            shown[code] = shown[code] or name
            for part in {name, *re.split(r"\s+[/–-]\s+|/", name)}:
                found.setdefault(fold(part), {})[code] = None
    found.pop("", None)
    return Names({name: tuple(codes) for name, codes in found.items()}, shown)


def _spellings(name: str) -> set[str]:
    """Folded name, and what it may be the short form of: ``St-Nicolas``, ``Ham s/ Heure``."""
    words = [word for word in re.split(r"[\s./'’-]+", name.casefold()) if word]
    spellings = [""]
    for word in words:
        forms = (word, *_SHORT.get(word, ()))
        spellings = [done + fold(form) for done in spellings for form in forms][:64]
    return {fold(name), *spellings} - {""}
