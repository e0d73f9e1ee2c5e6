"""The tables of a sheet through the gate, beside all that was released of these people before.

The register is open and locked from reading to writing: of two runs at a time the second sees what
the first released.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pilotzones.errors import Fault
from pilotzones.stratification.comparison import groups
from pilotzones.stratification.disclosure import Gate, gate
from pilotzones.stratification.earlier import Asking, Counting, joint_of
from pilotzones.stratification.raw import Raw
from pilotzones.stratification.register import (
    Register,
    Release,
    Scope,
    digest,
    fingerprint,
    opened,
    plain_tables,
    register_of,
)
from pilotzones.stratification.section import PeopleSection, resolved
from pilotzones.stratification.sheet_tables import Asked, levelled, same_trait

if TYPE_CHECKING:
    import pandas as pd

_WIDER = ("region", "country")
_EARLIER_PAGES = "*/people.json"
"""Where a run of before has left released tables, from the folder of the project."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What the gate lets through, and what the user has to hear of the register."""

    gate: Gate
    told: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """Tables that are ready for the gate, with what they were made from.

    ``strata`` is all that the levels and signs depend on, ``counting`` gives the tables of some
    units, ``by_criteria`` those of the zone with the target group of other criteria.
    """

    raws: Sequence[Raw]
    frame: pd.DataFrame
    asked: Asked
    strata: object
    counting: Counting
    by_criteria: Callable[[str], Sequence[Raw]]


def published(ready: Ready, section: PeopleSection, folder: Path) -> Publication:
    """Released tables of real people, remembered in the register; of synthetic ones, just released.

    Raises
    ------
    InputError, OutputError
        The register is damaged, or cannot be written: then nothing is released.
    """
    minimum, base = section.minimum_cell, section.rounding
    found = resolved(section, folder)
    if section.synthetic or not found.persons:
        return Publication(gate(ready.raws, minimum=minimum, base=base))
    data = fingerprint(found.persons, found.deliveries or (), found.diagnoses or ())
    with opened(register_of(found.persons[0], found.release_register)) as register:
        new = Release(data, _scope(ready, section), {}, frozenset())
        asking = Asking(new, ready.raws, ready.counting, _wider(ready.frame), ready.by_criteria)
        joint = joint_of(register.releases, asking)
        let = gate(ready.raws, minimum=minimum, joint=joint, base=base)
        told = _told(register, new, let, section, folder)
        register.add(Release(data, new.scope, let.told, let.held, plain_tables(let.tables)))
    return Publication(let, told)


def _scope(ready: Ready, section: PeopleSection) -> Scope:
    asked, criteria = ready.asked, ready.asked.criteria
    conditions = asked.conditions
    rules = [row.rule for row in conditions.rows]
    many = conditions.polypharmacy
    return Scope(
        units=tuple(sorted(asked.units)),
        year=section.base_year,
        minimum=section.minimum_cell,
        base=section.rounding,
        criteria=None if criteria is None else str(criteria),
        levelled=criteria is not None and levelled(criteria),
        same=same_trait(criteria),
        conditions=digest((rules, many.months, many.classes, str(many.ddd))),
        strata=digest(ready.strata),
        rural=digest(sorted(asked.rural.items())),
    )


def _wider(frame: pd.DataFrame) -> Mapping[str, frozenset[str]]:
    """Units of the reference groups that there are."""
    homes = frame["unit"].astype(str)
    return {
        name: frozenset(homes[group.rows].unique())
        for name, group in groups(frame).items()
        if name in _WIDER
    }


def _told(
    register: Register, new: Release, let: Gate, section: PeopleSection, folder: Path
) -> tuple[Fault, ...]:
    """What the user has to hear: a new register, data not seen before, cells hidden for it."""
    file = _shown(section)
    if register.begun:
        seen = _seen(folder)
        return (Fault("register.begun_late" if seen else "register.begun", file=file),)
    told = []
    n = len(register.releases)
    if all(each.data != new.data for each in register.releases):
        told.append(Fault("register.other_data", file=file, fields={"n": n}))
    if let.because:
        told.append(Fault("register.hidden", file=file, fields={"n": let.because}))
    return tuple(told)


def _shown(section: PeopleSection) -> str:
    """The register as the project file would name it."""
    if section.release_register is not None:
        return section.release_register.as_posix()
    return register_of((section.persons or (Path(),))[0]).as_posix()


def _seen(folder: Path) -> bool:
    """Has the project released tables of persons before?"""
    for path in sorted(folder.glob(_EARLIER_PAGES)):
        try:
            content = json.loads(path.read_text("utf-8"))
            if content["data"]["synthetic"] is False:
                return True
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return False
