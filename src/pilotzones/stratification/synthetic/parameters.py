"""Parameters of the synthetic population: three files of one folder, checked on reading.

What each key means, in which unit, and where its order of magnitude comes from stands in the files
themselves: every section says so in ``what`` and ``source``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError
from pilotzones.readers.settings import read_settings
from pilotzones.stratification.synthetic.care_parameters import Care
from pilotzones.stratification.synthetic.illness_parameters import Illnesses
from pilotzones.stratification.synthetic.population_parameters import Population


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters of the generator."""

    population: Population
    illnesses: Illnesses
    care: Care

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the illnesses, in their order."""
        return tuple(self.illnesses.illness)


def read_parameters(folder: Path | None = None) -> Parameters:
    """Parameters of a folder; None for those that ship with the program.

    Raises
    ------
    InputError
        All faults of one of the three files, or an illness that asks for unknown care.
    MissingPartError
        The installation lacks the folder.
    """
    folder = folder or asset("models", "synthetic", "people")
    path = folder / "illnesses.toml"
    found = Parameters(
        population=read_settings(folder / "population.toml", Population),
        illnesses=read_settings(path, Illnesses),
        care=read_settings(folder / "care.toml", Care),
    )
    faults = list(_unknown_care(found, str(path)))
    if faults:
        raise InputError(faults)
    return found


def _unknown_care(parameters: Parameters, file: str) -> Iterator[Fault]:
    """Contacts and services that an illness asks for and the care does not have."""
    care = parameters.care
    contacts, services = (*care.contact, "hospital"), tuple(care.service)
    for id, illness in parameters.illnesses.illness.items():
        for key, asked, known in (
            ("needs", illness.needs, contacts),
            ("regular", illness.regular, services),
        ):
            for name in asked:
                if name not in known:
                    column = f"illness.{id}.{key}.{name}"
                    fields = {"known": tuple(known)}
                    yield Fault("settings.unknown_key.known", file, column=column, fields=fields)
