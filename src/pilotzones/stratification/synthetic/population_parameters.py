"""Parameters of persons: where they live, age, sex, social status, deaths, removals."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from pilotzones.stratification.synthetic.curves import (
    Aged,
    Ages,
    Part,
    Positive,
    Section,
    Share,
    as_long,
)


class UnitEffects(Section):
    """Differences between units."""

    morbidity: Positive
    social: Positive
    ageing: float


class AgeBands(Section):
    """People by age, by kind of unit."""

    from_: Ages = Field(alias="from")
    urban: tuple[Positive, ...]
    rural: tuple[Positive, ...]

    @model_validator(mode="after")
    def _as_long(self) -> AgeBands:
        as_long(self.from_, self.urban, self.rural)
        return self


class Sex(Aged):
    """Women per person, by age."""

    curves: ClassVar = ("women",)

    women: tuple[Share, ...]


class Reimbursement(Aged):
    """Increased reimbursement."""

    curves: ClassVar = ("share",)

    share: tuple[Share, ...]
    rural: float


class Isolation(Aged):
    """Persons who live alone."""

    curves: ClassVar = ("women", "men")

    women: tuple[Share, ...]
    men: tuple[Share, ...]
    rural: float


class Frailty(Section):
    """Hidden frailty."""

    sd: Positive
    reimbursement: float


class ChronicStatus(Section):
    """Status of a person with a chronic illness."""

    base: float
    per_illness: float
    most: int
    costly: float
    frailty: float
    per_decade: float


class Mortality(Section):
    """Chance to die in a year."""

    at_80: Share
    per_year: float
    men: float
    frailty: float
    most: Share


class Departures(Section):
    """Persons who leave the country or the insurance."""

    share: Share


class Moves(Aged):
    """Persons who move to another unit."""

    curves: ClassVar = ("share",)

    share: tuple[Share, ...]


class Surplus(Section):
    """Persons generated above the inhabitants of a unit."""

    share: Share


class WrongCodes(Section):
    """Deliveries with a wrong code."""

    share: Share
    no_form: Annotated[tuple[str, ...], Field(min_length=1)]
    withdrawn: Annotated[tuple[str, ...], Field(min_length=1)]


class Population(Part):
    """Content of ``population.toml``."""

    about: Section
    units: UnitEffects
    ages: AgeBands
    sex: Sex
    reimbursement: Reimbursement
    isolation: Isolation
    frailty: Frailty
    chronic_status: ChronicStatus
    mortality: Mortality
    departures: Departures
    moves: Moves
    surplus: Surplus
    wrong_codes: WrongCodes
