"""Parameters of illnesses and of the medicines that go with them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pilotzones.stratification.synthetic.curves import (
    Ages,
    Part,
    Positive,
    Section,
    Share,
    as_long,
)


class Medicine(Part):
    """A medicine of an illness; ``package_ddd`` and ``package_eur`` are those of one line."""

    code: str
    name: str
    share: Share
    per_day: Annotated[float, Field(gt=0)]
    package_ddd: Annotated[float, Field(gt=0)]
    package_eur: Positive
    no_ddd: bool = False
    old_code: str | None = None


class Diagnosis(Part):
    """Diagnosis of an illness: its codes, and the parts of the ill with whom each is recorded."""

    icd10: str = ""
    icpc2: str = ""
    hospital: Share = 0.0
    practice: Share = 0.0


class Rubric(Part):
    """Diagnosis of something else: its code, and the chance to get it in a year."""

    icd10: str = ""
    icpc2: str = ""
    per_year: Share


class Illness(Part):
    """An illness: who has it, what it does, which medicines and diagnoses go with it."""

    name: str
    at: tuple[Annotated[float, Field(gt=0, lt=100)], ...]
    women: float = 0.0
    reimbursement: float = 0.0
    isolated: float = 0.0
    frailty: float = 0.0
    raised_by: dict[str, float] = Field(default_factory=dict)
    turnover: Share
    remission: Share
    untreated: Share
    light: Share
    mistaken: Share
    mortality: float = 0.0
    costly: bool = False
    palliative: Share = 0.0
    needs: dict[str, Positive] = Field(default_factory=dict)
    regular: dict[str, float] = Field(default_factory=dict)
    only: Literal["women", "men"] | None = None
    medicine: tuple[Medicine, ...] = ()
    diagnosis: Diagnosis | None = None


class AboutIllnesses(Section):
    """What the keys of an illness mean; ``ages`` are those of ``at``."""

    ages: Ages


class OtherDiagnoses(Section):
    """Diagnoses that go with none of the illnesses."""

    rubric: tuple[Rubric, ...]


class Illnesses(Part):
    """Content of ``illnesses.toml``: an illness may only be raised by those above it."""

    about: AboutIllnesses
    other_diagnoses: OtherDiagnoses
    illness: dict[str, Illness]

    @model_validator(mode="after")
    def _ordered(self) -> Illnesses:
        above: set[str] = set()
        for id, illness in self.illness.items():
            as_long(self.about.ages, illness.at)
            if not set(illness.raised_by) <= above:
                raise ValueError(f"{id} is raised by an illness that does not stand above it")
            above.add(id)
        return self
