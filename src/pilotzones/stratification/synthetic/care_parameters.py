"""Parameters of care: contacts, services, hospital, other medicines, and who pays."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from pilotzones.stratification.synthetic.curves import (
    Aged,
    Ages,
    Inside,
    Kind,
    Part,
    PatientShare,
    Payer,
    Positive,
    Section,
    Share,
    as_long,
)


class PatientParts(Part):
    """Legal patient share of an amount."""

    usual: Share
    reduced: Share


class Shares(Section):
    """Patient shares by what is paid."""

    drug: PatientParts
    fee: PatientParts
    hospital: PatientParts
    bill: PatientParts
    none: PatientParts


class Years(Section):
    """Chance of each year."""

    contacts: Positive
    hospital: Positive


class LastYear(Section):
    """Care before death."""

    hospital: Positive
    contacts: Positive
    palliative: Share


class Contact(Aged):
    """Contacts that come and go."""

    curves: ClassVar = ("per_year",)

    kind: Kind
    per_year: tuple[Positive, ...]
    frailty: float
    women: Positive = 1.0
    codes: dict[str, Positive]
    median: Positive
    sd: Positive
    share: PatientShare
    payer: Payer = "federal"
    supplement: Share = 0.0
    supplement_part: Positive = 0.0
    excluded: bool = False


class Service(Aged):
    """Care that goes on from month to month."""

    curves: ClassVar = ("share",)

    kind: Kind
    share: tuple[Inside, ...]
    frailty: float
    isolated: float
    code: str
    median: Positive
    sd: Positive
    share_of_patient: PatientShare
    payer: Payer = "federal"
    excluded: bool = False


class OtherMedicine(Part):
    """A medicine that goes with none of the illnesses."""

    code: str
    name: str
    users: tuple[Positive, ...]
    lines: Positive
    ddd: Positive
    eur: Positive
    women: int = 0
    steady: bool = False
    excluded: bool = False


class OtherMedicines(Aged):
    """Medicines that go with none of the illnesses."""

    frailty: float
    medicine: tuple[OtherMedicine, ...]

    @model_validator(mode="after")
    def _users(self) -> OtherMedicines:
        as_long(self.ages, *(medicine.users for medicine in self.medicine))
        return self


class MonthlyMedicine(Part):
    """A medicine of palliative care, per month."""

    code: str
    name: str
    package_ddd: Positive
    package_eur: Positive


class Palliative(Section):
    """Palliative care at home."""

    months: Annotated[int, Field(ge=1, le=12)]
    kind: Kind
    code: str
    eur: Positive
    medicines: tuple[MonthlyMedicine, ...]


class Hospital(Aged):
    """Hospital stays."""

    curves: ClassVar = ("per_year",)

    per_year: tuple[Positive, ...]
    frailty: float
    women: Positive
    unplanned: float
    unplanned_per_decade: float
    unplanned_frailty: float
    days_from: Ages
    days_planned: tuple[Positive, ...]
    days_unplanned: tuple[Positive, ...]
    days_sd: Positive
    days_most: Annotated[int, Field(ge=1)]
    eur_per_day: Positive
    eur_sd: Positive
    supplement: Share
    supplement_part: Positive
    planned_code: str
    unplanned_code: str
    visit_code: str
    visit_eur: Positive

    @model_validator(mode="after")
    def _bands(self) -> Hospital:
        as_long(self.days_from, self.days_planned, self.days_unplanned)
        return self


class Care(Part):
    """Content of ``care.toml``."""

    shares: Shares
    years: Years
    last_year: LastYear
    contact: dict[str, Contact]
    service: dict[str, Service]
    palliative: Palliative
    hospital: Hospital
    other_medicines: OtherMedicines
