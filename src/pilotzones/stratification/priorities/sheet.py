"""All that a project has of priorities and of needs as people tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.priorities.declared import beside, read_own, read_voices, unnamed
from pilotzones.stratification.priorities.model import score_model
from pilotzones.stratification.priorities.score import ranked
from pilotzones.stratification.priorities.section import NeedsSection, PrioritiesSection
from pilotzones.stratification.priorities.values import OwnPriority, Priorities, Voice

if TYPE_CHECKING:
    from pilotzones.resources.supply import CareSheet
    from pilotzones.stratification.released import PeopleSheet

_CUT = re.compile(r"[,(:;]")
"""Where an explanation begins in a name: ``heart disease, hypertension included``."""

_SHORT = re.compile(r"\(([^)]+)\)").findall
"""What stands in brackets: ``(COPD)``."""


def priorities_sheet(
    people: PeopleSheet | None,
    care: CareSheet | None,
    sections: tuple[PrioritiesSection, NeedsSection | None],
    folder: Path,
) -> Priorities:
    """The ranking by the score, the group's own beside it, and needs as people tell them.

    Raises
    ------
    InputError
        Every fault of both files at once.
    """
    section, told = sections
    faults: list[Fault] = []
    own: tuple[OwnPriority, ...] | None = None
    voices: tuple[Voice, ...] | None = None
    try:
        own = read_own(folder / section.file) if section.file else None
    except InputError as error:
        faults += error.faults
    try:
        voices = read_voices(folder / told.file) if told else None
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    score, held = ranked(people, care, section.weights) if people and care else ((), 0)
    if own is not None:
        needs = score_model().names | _words(people.names if people else {})
        own = beside(own, score, needs, _words((care.names or {}) if care else {}))
    return Priorities(
        weights=section.weights,
        ranked=score,
        held=held,
        own=own,
        voices=voices,
        unnamed=unnamed(own, score) if own is not None else (),
        own_file=section.file.name if section.file else "",
        voices_file=told.file.name if told else "",
    )


def _words(names: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Names of each thing in all languages, whole, short and in brackets, and its id."""
    found = {}
    for id, of in names.items():
        short = (part for name in of.values() for part in (_CUT.split(name)[0], *_SHORT(name)))
        found[id] = tuple(dict.fromkeys((id.replace("_", " "), *of.values(), *short)))
    return found
