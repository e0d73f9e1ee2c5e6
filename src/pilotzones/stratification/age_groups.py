"""Groups of ages and sexes as tables write them, and what two such groupings have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pilotzones.readers.headings import fold

OLDEST = 104
"""Last age of an open group: few are older, and only parts of groups are reckoned with it."""
_ALL = frozenset(
    ("", "total", "totaal", "tous", "toutes", "tousages", "touslesages", "all", "allages", "alle",
     "alleleeftijden", "allealter", "insgesamt", "gesamt", "ensemble")
)  # fmt: skip
_FROM = re.compile(r"(\d{1,3})(\+|ansetplus|etplus|jaarenouder|enouder|undalter|jahreundalter|"
                   r"undmehr|andover|yearsandover|ouplus|ofmeer|plus)")  # fmt: skip
_BAND = re.compile(r"(\d{1,3})(?:to|tot|tem|bis|a|à|-|–)(\d{1,3})(\+?)(?:ans|jaar|jahre|years)?")
_ONE = re.compile(r"(\d{1,3})(?:ans?|jaar|jahre?|years?)?")


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Persons of one sex (``F``, ``M``; empty for both) and of some full years, both included."""

    first: int = 0
    last: int = OLDEST
    sex: str = ""

    def part_of(self, other: Group) -> float:
        """Share of the group's years that lie in the other group; 0 where sexes differ."""
        if other.sex and self.sex != other.sex:
            return 0.0
        years = min(self.last, other.last) - max(self.first, other.first) + 1
        return max(years, 0) / (self.last - self.first + 1)

    def meets(self, other: Group) -> bool:
        """Can a person be in both?"""
        apart = self.sex and other.sex and self.sex != other.sex
        return not apart and self.first <= other.last and other.first <= self.last


def ages(text: str) -> tuple[int, int] | None:
    """First and last full year of a group of ages as it is written; None where it is none.

    Examples
    --------
    >>> ages("65-74"), ages("90-100+"), ages("67"), ages("0 à 4 ans"), ages("90 jaar en ouder")
    ((65, 74), (90, 104), (67, 67), (0, 4), (90, 104))
    >>> ages("Total"), ages("old"), ages("74-65")
    ((0, 104), None, None)
    """
    plain = re.sub(r"[\s.]+", "", text.casefold())
    if fold(text) in _ALL and not re.search(r"\d", plain):
        return 0, OLDEST
    if found := _FROM.fullmatch(plain.replace("äl", "al")):
        return _known(int(found[1]), OLDEST)
    if found := _BAND.fullmatch(plain):
        return _known(int(found[1]), OLDEST if found[3] else int(found[2]))
    if found := _ONE.fullmatch(plain):
        age = min(int(found[1]), OLDEST) if int(found[1]) < 130 else -1
        return _known(age, age)
    return None


def _known(first: int, last: int) -> tuple[int, int] | None:
    return (first, min(last, OLDEST)) if 0 <= first <= last and first <= OLDEST else None


def overlapping(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """Two groups of the list that a person can be in both of; None where there are none."""
    ordered = sorted(set(groups))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.first > one.last:
                break
            if one.meets(other):
                return one, other
    return None
